"""Warnings and verdicts: each planted mistake raises exactly what it should, and sound models raise nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import libroi as roi
from libroi import _libroi

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "examples" / "small_center.json"
TABLE = {row[0]: row[1:] for row in _libroi.warning_table()}


@pytest.fixture(scope="module")
def sound() -> roi.Center:
    """The small center with its defaults stated: it raises no warning."""
    center = roi.load(SMALL)
    return center.replace({path: center[path] for path in center.evaluate().warnings["path"]})


def raised(center: roi.Center) -> dict[tuple[str, str], str]:
    """(id, path) -> value and reason of every open warning but for defaults that a change makes matter."""
    table = center.evaluate().warnings
    table = table[(table["accepted"] == "") & (table.index != "default-matters")]
    return {(str(name), row["path"]): f"{row['value']}: {row['reason']}" for name, row in table.iterrows()}


def test_the_sound_model_raises_nothing(sound: roi.Center) -> None:
    assert list(sound.evaluate().warnings.index) == []


PLANTED: list[tuple[dict[str, Any], dict[tuple[str, str], str]]] = [
    (
        {"financing.loans.bank.tenor": 5},
        {("duration-in-years", "financing.loans.bank.tenor"): "5 months: 5 years would be 60 months"},
    ),
    (
        {"asset_classes.building.book_life": 20},
        {("duration-in-years", "asset_classes.building.book_life"): "20 months: 20 years would be 240 months"},
    ),
    (
        {"asset_classes.building.tax_life": 50},
        {("duration-in-years", "asset_classes.building.tax_life"): "50 months: 50 years would be 600 months"},
    ),
    (
        {"phases.hall.critical_power": 400},
        {
            (
                "hall-short-of-power",
                "phases.hall.critical_power",
            ): "400 kW: its 1,000 cards need 465 kW: 139.8 of them cannot run",
        },
    ),
    (
        {"contracts.anchor.cards": 1100},
        {("contract-exceeds-fleet", "contracts.anchor.cards"): "1,100 cards: fleet ascend has 1,000"},
    ),
    (
        {"markets.on-demand.ramp": 2},
        {("ramp-too-fast", "markets.on-demand.ramp"): "2 months: comparable centers took 3 to 9 months"},
    ),
    (
        {"markets.on-demand.price": {"points": {"2024-01": 9, "2025-06": 8}}},
        {
            ("curve-before-opening", "markets.on-demand.price"): "2 points: the last point is of 2025-06, the center "
            "opens on 2026-10-01; its value 8 holds for the whole life"
        },
    ),
    (
        {"markets.on-demand.price": {"monthly": [9, 8, 7]}},
        {
            (
                "curve-ends-early",
                "markets.on-demand.price",
            ): "3 months: the model has 72 months; the last value 7 holds from 2026-04 on"
        },
    ),
    (
        {"markets.on-demand.opening": "2026-08-16"},
        {
            ("sales-before-energisation", "markets.on-demand.opening"): "2026-08-16: the first hour of its cards is on "
            "2026-11-01, 2.516 months later"
        },
    ),
    (
        {"announced_compute": {"value": 320, "unit": "PFLOPS", "basis": "unknown"}},
        {
            ("compute-basis-unknown", "announced_compute"): "320 PFLOPS: may be FP64, FP16 or INT8, dense or sparse",
        },
    ),
    (
        {"capex.hall.in_service": "2031-12"},
        {
            ("asset-never-bought", "capex.hall.in_service"): "2031-12-01: would enter service in or after the last "
            "month, 2031-12"
        },
    ),
    (
        {"fleets.ascend.refreshes": 2, "fleets.ascend.refresh_interval": 55},
        {
            (
                "asset-never-bought",
                "fleets.ascend.refreshes",
            ): "2035-12-01: replacement 2 would be delivered in or after the last month, 2031-12"
        },
    ),
    (
        {"capex.hall.in_service": "2026-04-16"},
        {
            ("in-service-moved", "capex.hall.in_service"): "2026-04-16: the last payment is on 2026-10-01, 5.5 months "
            "later"
        },
    ),
    (
        {"capex.hall.spend_start": "2025-10"},
        {("spending-before-start", "capex.hall.spend_start"): "2025-10-01: 33.3 % of the payments lie before 2026-01"},
    ),
    (
        {"opex.sales.start": "2032-01"},
        {("term-outside-model", "opex.sales.start"): "2032-01-01 on: the model runs from 2026-01 to 2031-12"},
    ),
    (
        {"indices.wages": {"growth": 0.03}},
        {("input-unread", "indices.wages.growth"): "0.03 1/year: no formula of this model reads it"},
    ),
    (
        {"phases.hall.racks": 40},
        {("input-unread", "phases.hall.racks"): "40 rack: no formula of this model reads it"},
    ),
    (
        {"tax.rate": {"value": 0.25, "uncertainty": {"normal": [0.15, 0.02]}}},
        {
            ("value-far-from-its-range", "tax.rate"): "0.25: its uncertainty has mean 0.15 and standard deviation 0.02",
        },
    ),
    (
        {"contracts.anchor.price": {"value": 7.6, "unit": "CNY/card-hour", "status": "quote", "as_of": "2024-06"}},
        {("source-stale", "contracts.anchor.price"): "quote of 2024-06: the model starts in 2026-01"},
    ),
]


@pytest.mark.parametrize(("change", "expected"), PLANTED, ids=lambda x: next(iter(x)) if isinstance(x, dict) else "")
def test_a_planted_mistake_raises_exactly_its_warning(
    sound: roi.Center, change: dict[str, Any], expected: dict[tuple[str, str], str]
) -> None:
    found = raised(sound.replace(change))
    consequences = {
        "receivables-dominate",
        "losses-lapse-at-end",
        "debt-outlasts-contracts",
        "sponsor-serves-debt",
        "sponsor-covers-losses",
    }
    assert {key: text for key, text in found.items() if key[0] not in consequences} == expected


def test_what_a_loan_brings(sound: roi.Center) -> None:
    """Debt that the cash cannot serve, that outlives the model, the contracts and the cards, above any gearing."""
    heavy = sound.replace({"financing.loans.bank.gearing": 0.85, "financing.loans.bank.tenor": 96})
    found = raised(heavy)
    assert found[("tenor-cut", "financing.loans.bank.tenor")] == (
        "96 months: would end on 2035-06-01, 41 months after the model (2031-12); it is repaid within the model"
    )
    assert found[("gearing-at-cap", "financing.loans")] == "85 %: leaves 15 % of the construction to equity"
    assert ("loan-outlasts-cards", "financing.loans.bank.tenor") in found
    short = sound.replace({"contracts.anchor.end": "2028-12"})
    balance = short.evaluate().lines["debt/balance"]
    left = float(balance["2028-11"])
    assert raised(short)[("debt-outlasts-contracts", "contracts.anchor.end")] == (
        f"{left / 1e6:.4g} million CNY: of debt is outstanding when the last contract ends in 2028-11, "
        f"{100 * left / balance.max():.3g} % of its peak"
    )


def test_what_the_owners_pay_in(sound: roi.Center) -> None:
    """The amounts are those of the lines: what is missing of the debt service, and of the losses."""
    lost = sound.replace({"contracts.anchor": None, "markets.on-demand.price": {"start": 3.0, "growth": -0.3}})
    result = lost.evaluate()
    lines = result.lines
    late = lines.index >= "2027-06"
    cash = (lines["equity/cash before equity"] + lines["debt/service"])[late]
    call, service = lines["equity/cash call"][late], lines["debt/service"][late]
    debt = (service - cash.clip(lower=0)).clip(lower=0).clip(upper=call)
    assert debt.sum() > 1e6
    found = raised(lost)
    value, _, reason = found[("sponsor-serves-debt", "equity/cash call")].partition(": ")
    assert value == f"{debt.sum() / 1e6:.4g} million CNY"
    first = debt[debt > 1].index[0]
    assert reason == (
        f"is paid in by the owners, in {(debt > 1).sum()} months from {first}, because cash does not cover the debt "
        "service"
    )
    assert result.verdict.outcome == "in default"
    assert result.verdict.words.startswith("without the owners' money the loans are in default: Debt service: ")
    assert ("losses-lapse-at-end", "months") in found
    lapsed = lines["tax/corporate/lapsed"].iloc[-1]
    assert found[("losses-lapse-at-end", "months")].startswith(f"{lapsed / 1e6:.4g} million CNY: ")


def test_a_contract_is_cut_by_those_before_it(sound: roi.Center) -> None:
    late = {**json.loads(sound.to_json())["contracts"]["anchor"], "cards": 700, "start": "2027-01", "end": "2030-01"}
    both = sound.replace({"contracts.second": late})
    lines = both.evaluate().lines
    hours = lines.index.days_in_month.to_numpy() * 24
    within = (lines.index >= "2027-01") & (lines.index < "2030-01")
    could = np.minimum(700 * hours, lines["capacity/fleet/ascend/available"])[within]
    lost = float((could - lines["sales/contract/second/reserved"][within]).sum())
    assert raised(both)[("contract-cut", "contracts.second")] == (
        f"{lost:.4g} card-hours: {100 * lost / could.sum():.3g} % of what the fleet could serve goes to contracts and "
        "markets that claim first, from 2027-01"
    )
    assert ("contract-cut", "contracts.anchor") not in raised(both)


def test_receivables_that_dominate(sound: roi.Center) -> None:
    slow = sound.replace({"working_capital.receivable_days": 300})
    lines = slow.evaluate().lines
    excess = lines["operations/receivables"] - lines["revenue/total"].cumsum()
    months = excess[(excess > 0) & (lines["revenue/total"].cumsum() > 0)]
    assert raised(slow)[("receivables-dominate", "working_capital.receivable_days")] == (
        f"300 days: from {months.index[0]} in {len(months)} months customers owe more than they were ever billed, by "
        f"{months.max() / 1e6:.4g} million CNY at most"
    )


WORK = {
    "reference": "nvidia-h100-sxm", "demand": 10, "opening": "2027-01", "ramp": 6, "price": 20,
    "runs_on": {"ascend": {"efficiency": 0.8, "price_factor": 0.3}},
}  # fmt: skip
LINE = {"ready": "2026-06", "latency": 30, "price": 0.1}


@pytest.mark.parametrize(
    ("remote", "line", "expected"),
    [
        ({"demand": 5}, LINE, "no network: nothing of its demand is served"),
        (
            {"demand": 5, "network": "east", "latency_limit": 20},
            LINE,
            "east: the network takes 30 ms there and back, the work allows 20 ms",
        ),
        (
            {"demand": 5, "network": "east"},
            {**LINE, "ready": "2032-02"},
            "east: the network is ready on 2032-02-01, after the model ends in 2031-12",
        ),
        ({"demand": 5, "network": "east", "latency_limit": 30}, LINE, None),
    ],
)
def test_a_region_that_nothing_reaches(sound: roi.Center, remote: Any, line: Any, expected: str | None) -> None:
    found = raised(sound.replace({"networks.east": line, "markets.work": {**WORK, "remote": {"far": remote}}}))
    assert found.get(("region-unreachable", "markets.work.remote.far")) == expected


def test_a_market_whose_chips_are_not_here(sound: roi.Center) -> None:
    nowhere = {**WORK, "runs_on": {"nvidia-h100-sxm": {"efficiency": 1}, "nvidia-h20": {"efficiency": 0.9}}}
    found = raised(sound.replace({"markets.work": {**nowhere, "workload": "training"}}))
    assert found[("market-runs-nowhere", "markets.work.runs_on")] == (
        "nvidia-h100-sxm, nvidia-h20: no fleet of the center has one of these chips: nothing of its demand is served"
    )
    assert not [key for key in found if key[0] in ("sales-before-energisation", "input-unread")]
    assert ("market-runs-nowhere", "markets.work.runs_on") not in raised(sound.replace({"markets.work": WORK}))


def test_a_label_or_a_reference_card_is_not_unread(sound: roi.Center) -> None:
    found = raised(sound.replace({"markets.work": {**WORK, "workload": "rendering"}}))
    assert not [key for key in found if key[0] == "input-unread"]


def test_jobs_larger_than_every_pool(sound: roi.Center) -> None:
    found = raised(sound.replace({"markets.work": {**WORK, "job_cards": 1200}}))
    assert found[("job-larger-than-pool", "markets.work.job_cards")] == (
        "1,200 cards: the largest pool of its list, ascend, has 1,000: its jobs are served in proportion only"
    )
    sizes = {"small": {"cards": 8, "share": 0.9}, "huge": {"cards": 2000, "share": 0.1}}
    several = raised(sound.replace({"markets.work": {**WORK, "jobs": sizes}}))
    assert [key for key in several if key[0] == "job-larger-than-pool"] == [
        ("job-larger-than-pool", "markets.work.jobs.huge.cards")
    ]
    assert not [key for key in raised(sound.replace({"markets.work": {**WORK, "job_cards": 1000}})) if "job" in key[0]]


def test_a_queue_whose_closed_form_is_far_off(sound: roi.Center) -> None:
    queued = {**WORK, "queue": {}, "job_cards": 64}
    found = raised(sound.replace({"markets.work": queued}))
    assert found[("queue-error-large", "fleets.ascend")] == (
        "6.4 %: the share lost in its queue may be wrong by so much: its largest job holds 64 of 1,000 cards"
    )
    for fine in ({**queued, "job_cards": 8}, {**WORK, "job_cards": 64}):
        assert ("queue-error-large", "fleets.ascend") not in raised(sound.replace({"markets.work": fine}))


def test_a_fleet_that_mostly_stands_idle(sound: roi.Center) -> None:
    """2031: 200 of 1,000 cards are used, 20 are unavailable, 780 asked for by nobody."""
    empty = sound.replace({"contracts.anchor": None, "markets.on-demand.demand": 200})
    assert raised(empty)[("mostly-idle", "fleets.ascend")] == (
        "80 %: of its card-hours delivered in 2031 stand idle; first cause: no demand, 78 %"
    )
    half = sound.replace({"contracts.anchor": None, "markets.on-demand.demand": 510})
    assert ("mostly-idle", "fleets.ascend") not in raised(half)


def test_rates_that_mislead(sound: roi.Center) -> None:
    poor = sound.replace({"contracts.anchor.price": 1.2, "markets.on-demand.price": 1.2})
    result = poor.evaluate()
    found = raised(poor)
    sale = result.lines["cash flow/proceeds"].iloc[-1]
    assert any(key[0] in {"irr-by-final-sale", "irr-below-minus-50"} for key in found)
    for (name, path), text in found.items():
        if name == "irr-by-final-sale":
            flows = result.lines[
                {
                    "irr/project": "project/cash flow",
                    "irr/project before tax": "project/cash flow before tax",
                    "irr/equity free cash flow": "equity/free cash flow to equity",
                    "irr/equity distributions": "equity/cash flow",
                }[path]
            ].to_numpy(copy=True)
            assert f"{sale / 1e6:.4g} million CNY" in text
            flows[-1] -= sale
            assert not roi.finance.irr_diagnosis(flows).exists
        if name == "irr-below-minus-50":
            assert result.metric(path) < -0.5


def test_covenants_and_lock_up(sound: roi.Center) -> None:
    asked = sound.replace({"financing.covenants": {"default_dscr": 1.0, "lock_up_dscr": 3.0, "minimum_llcr": 9.0}})
    result = asked.evaluate()
    dscr = result.lines["debt/dscr"]
    low = dscr[dscr < 3.0]
    found = raised(asked)
    assert found[("covenant-breached", "financing.covenants.lock_up_dscr")] == (
        f"3x: lock-up in {len(low)} months from {low.index[0]} at {low.iloc[0]:.4g}x; the lowest DSCR is "
        f"{low.min():.4g}x"
    )
    assert (
        found[("covenant-breached", "financing.covenants.minimum_llcr")] == f"9x: LLCR is {result.metric('llcr'):.4g}x"
    )
    paid = result.lines["equity/distributions"][dscr < 3.0].sum()
    assert found[("dividend-in-lock-up", "equity/distributions")].startswith(f"{paid / 1e6:.4g} million CNY: ")
    assert result.verdict.outcome == "in default"
    assert "LLCR is " in result.verdict.words


def test_placeholders_that_drive_npv(sound: roi.Center) -> None:
    guessed = sound.replace(
        {"contracts.anchor.price": {"value": 7.6, "unit": "CNY/card-hour", "status": "placeholder"}}
    )
    text = raised(guessed)[("placeholder-drives-npv", "contracts.anchor.price")]
    assert text.startswith("1 placeholders: ")
    assert "of the variance of project NPV" in text


def test_a_default_that_matters_says_by_how_much() -> None:
    center = roi.load(SMALL)
    result = center.evaluate()
    table = result.warnings.loc["default-matters"].set_index("path")
    low = center.replace({"fleets.ascend.node_overhead": 0.4}).evaluate().metric("npv/project")
    high = center.replace({"fleets.ascend.node_overhead": 0.6}).evaluate().metric("npv/project")
    npv = result.metric("npv/project")
    assert abs(low / npv - 1) > 0.01
    assert table.loc["fleets.ascend.node_overhead", "value"] == "0.5 by default"
    assert table.loc["fleets.ascend.node_overhead", "reason"] == (
        f"project NPV is {npv / 1e6:.4g} million CNY, at 0.4 {low / 1e6:.4g} million CNY, "
        f"at 0.6 {high / 1e6:.4g} million CNY"
    )
    assert "fleets.ascend.contingency" not in table.index  # 20 % of nothing


def test_two_rates_are_a_warning(sound: roi.Center) -> None:
    restoration = {"amount": 1e8, "spend_start": "2031-09", "spend_months": 1, "in_service": "2031-10"}
    restored = sound.replace({"capex.restoration": {**restoration, "asset_class": "building"}})
    roots = restored.evaluate().irr["roots"]
    several = [str(path) for path, found in roots.items() if len(found) > 1]
    assert several
    for path in several:
        assert f"there are {len(roots[path])}: " in raised(restored)[("irr-not-unique", path)]


def test_losses_that_lapse_before_the_end(sound: roi.Center) -> None:
    poor = sound.replace({"tax.loss_years": 1, "contracts.anchor.price": 3.0})
    lapsed = poor.evaluate().lines["tax/corporate/lapsed"].iloc[:-1].sum()
    assert lapsed > 0
    assert raised(poor)[("losses-lapse", "tax.loss_years")].startswith(f"{lapsed / 1e6:.4g} million CNY: ")


# --- acceptance ------------------------------------------------------------------------------------------------------


def accepting(accepted: dict[str, Any]) -> roi.Center:
    text = SMALL.read_text().replace("{", '{"accepted_warnings": ' + json.dumps(accepted) + ",", 1)
    return roi.from_text(text)


def test_a_model_accepts_a_warning_everywhere_or_at_a_path() -> None:
    everywhere = accepting({"default-matters": "ranges are in the risk paper"}).evaluate().warnings
    assert set(everywhere["accepted"]) == {"ranges are in the risk paper"}
    one = accepting({"default-matters": {"power.season": "a flat tariff"}}).evaluate().warnings
    assert dict(zip(one["path"], one["accepted"], strict=True))["power.season"] == "a flat tariff"
    assert (one["accepted"] == "").sum() == len(one) - 1


def test_what_is_accepted_in_vain_is_said() -> None:
    table = accepting({"tenor-cut": "agreed", "default-matters": {"fleets.ascend.mfu": "measured"}}).evaluate().warnings
    unused = table.loc[["acceptance-unused"]]
    assert sorted(unused["reason"]) == [
        "this model does not raise default-matters at fleets.ascend.mfu",
        "this model does not raise tenor-cut",
    ]


@pytest.mark.parametrize(
    ("accepted", "message"),
    [
        ({"tenor-cuts": "x"}, "/accepted_warnings/tenor-cuts is not a warning; nearest is tenor-cut"),
        ({"tenor-cut": ""}, '/accepted_warnings/tenor-cut is "", but must be the reason why it is meant, as a text'),
        ({"tenor-cut": 3}, "/accepted_warnings/tenor-cut is 3, but must be the reason why it is meant, as a text"),
        ({"tenor-cut": {}}, "/accepted_warnings/tenor-cut is an object, but must name a path, with the reason"),
        (["tenor-cut"], "/accepted_warnings is a list, but must be an object like"),
    ],
)
def test_an_acceptance_needs_a_known_id_and_a_reason(accepted: Any, message: str) -> None:
    with pytest.raises(roi.InputError) as refused:
        accepting(accepted)
    assert message in str(refused.value)


def test_acceptances_stay_with_the_model_but_not_in_its_hash() -> None:
    plain, accepted = roi.load(SMALL), accepting({"default-matters": "known"})
    assert accepted.hash == plain.hash
    assert '"accepted_warnings"' in accepted.to_json()
    moved = accepted.replace({"fleets.ascend.cards": 900})
    assert set(moved.evaluate().warnings["accepted"]) == {"known"}


# --- named centers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted((ROOT / "models" / "centers").glob("*.json")), ids=lambda p: p.stem)
def test_named_centers_raise_only_what_they_accept(path: Path) -> None:
    table = roi.load(path).evaluate().warnings
    assert table[table["accepted"] == ""].empty
    assert "acceptance-unused" not in table.index
    assert (table["accepted"].str.len() > 20).all()  # a reason, not a shrug


@pytest.mark.parametrize("path", sorted((ROOT / "models" / "published").glob("*.json")), ids=lambda p: p.stem)
def test_published_cases_can_be_reviewed(path: Path) -> None:
    try:
        center = roi.load(path)
    except roi.InputError:
        pytest.skip("not a model of a center")
    assert set(center.evaluate().warnings.index) <= set(TABLE)


# --- verdict ---------------------------------------------------------------------------------------------------------


def test_a_verdict_needs_a_hurdle(sound: roi.Center) -> None:
    assert str(sound.evaluate().verdict) == "no hurdle stated"
    npv = sound.evaluate().metric("npv/project")
    met = sound.replace({"hurdles": {"project_npv": 0, "payback": 70}}).evaluate().verdict
    assert (met.outcome, met.words) == ("met", "meets all 3 requirements")
    failed = sound.replace({"hurdles": {"project_npv": 2 * npv, "equity_irr": 0.9}}).evaluate()
    rate = failed.metric("irr/equity distributions")
    assert failed.verdict.outcome == "failed"
    assert failed.verdict.words == (
        f"fails 2 of 3: Project NPV is {npv / 1e6:.4g} million CNY, but must be at least {2 * npv / 1e6:.4g} million "
        f"CNY; Equity IRR (distributions) is {100 * rate:.3g} % a year, but must be at least 90 % a year"
    )


def test_a_metric_that_does_not_exist_fails_its_hurdle(sound: roi.Center) -> None:
    poor = sound.replace({"contracts.anchor.price": 0.1, "markets.on-demand.price": 0.1, "hurdles.payback": 60})
    verdict = poor.evaluate().verdict
    row = verdict.requirements.loc["hurdles.payback"]
    assert not row["met"]
    assert row["found"] == "does not exist: cumulative cash flow ends negative: never"


# --- where people see them -------------------------------------------------------------------------------------------


def test_every_warning_has_words_and_a_test() -> None:
    tested = (ROOT / "tests" / "python" / "test_warnings.py").read_text()
    for name, (severity, rule, advice) in TABLE.items():
        assert severity in {"note", "caution", "serious"}
        assert len(rule) > 20
        assert len(advice) > 20
        assert f'"{name}"' in tested or name in {"dividend-without-earnings", "file-not-used-as-it-is"}, name


def test_report_card_and_files_keep_the_three_voices_apart(sound: roi.Center, tmp_path: Path) -> None:
    from libroi.report import files, page

    lost = sound.replace({"contracts.anchor": None, "markets.on-demand.price": {"start": 3.0, "growth": -0.3}})
    result = lost.evaluate()
    html = page.html(result)
    assert result.passed
    assert '<div class="voice bad"><div class="name">Verdict</div>' in html
    assert '<div class="voice good"><div class="name">Integrity</div>' in html
    assert '<div class="voice mind"><div class="name">Warnings</div>' in html
    assert "sponsor-serves-debt" in result._repr_html_()
    data = files.results(result)
    assert {w["id"] for w in data["warnings"]} >= {"sponsor-serves-debt"}
    assert data["verdict"]["outcome"] == "in default"
    openpyxl = pytest.importorskip("openpyxl")
    files.workbook(result, tmp_path / "model.xlsx")
    book = openpyxl.load_workbook(tmp_path / "model.xlsx")
    words = {str(cell.value) for row in book["Warnings"].iter_rows() for cell in row}
    assert {"sponsor-serves-debt", "in default", result.verdict.words} <= words
    cover = {str(cell.value) for row in book["Cover"].iter_rows() for cell in row}
    assert f"{result.verdict.words}, as of this run" in cover
