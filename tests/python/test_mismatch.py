"""Idle hours by cause, unmet demand by reason, supply against demand: tables that add up, in their own units."""

from __future__ import annotations

import json
import pathlib
import re

import numpy as np
import pandas as pd
import pytest
from libroi.market.hours import CAUSES, LABELS, REASONS
from libroi.result.idle_in_words import idle_sentences, unmet_sentences

import libroi as roi

ROOT = pathlib.Path(__file__).resolve().parents[2]
MANY = ROOT / "tests" / "data" / "four_fleets_six_markets.json"
CUDA = {
    "reference": "nvidia-h100-sxm", "demand": 100, "opening": "2026-12", "ramp": 6, "price": 10,
    "runs_on": {"nvidia-h100-sxm": {"efficiency": 1}},
}  # fmt: skip
NODE = {"name": "node", "peak": {"fp16": 0.01}, "idle_power": 0.3, "busy_power": 0.9}
CLOUD = {
    "phase": "hall", "unit_of_sale": "vCPU-hour", "units_per_card": 128, "cards": 20, "price": 90000, "device": NODE,
    "delivered": "2026-11", "asset_class": "servers",
}  # fmt: skip


@pytest.fixture(scope="module")
def many() -> roi.Result:
    return roi.load(MANY).evaluate()


@pytest.fixture(scope="module")
def wrong_chip(center: roi.Center) -> roi.Result:
    """1,000 domestic cards, of which contracts and a market leave some; 100 cards of another kind are asked for."""
    return center.replace({"fleets.ascend.device": "ascend-910b2", "markets.cuda": CUDA}).evaluate()


def test_causes_are_those_of_the_engine_in_its_order() -> None:
    text = (ROOT / "libroi" / "demand" / "idle_lines.hpp").read_text(encoding="utf-8")
    table = text[text.index("kCauseInfos{{") : text.index("}};", text.index("kCauseInfos{{"))]
    assert re.findall(r'\{"([^"]+)", "([^"]+)",', table) == list(LABELS.items())


def test_every_cause_and_reason_has_a_row(result: roi.Result) -> None:
    found = result.mismatch
    assert found.idle.loc["ascend"].index.tolist() == list(CAUSES)
    assert found.unmet.loc["on-demand"].index.tolist() == list(REASONS)
    assert found.idle.loc[("ascend", "other chips"), ["hours", "money"]].tolist() == [0.0, 0.0]  # excluded here
    assert np.isnan(found.idle.loc[("ascend", "reserved and paid"), "money"])
    assert found.idle["unit"].unique().tolist() == ["card-hour"]
    assert found.attrs["money"] == "CNY"


def test_parts_sum_to_the_whole(many: roi.Result, wrong_chip: roi.Result) -> None:
    for result in (many, wrong_chip):
        found, lines = result.mismatch, result.lines
        assert found.checks["passed"].all(), found.checks
        for fleet in found.fleets:
            delivered = lines[f"sales/fleet/{fleet}/delivered hours"].sum()
            idle = found.idle.loc[fleet, "hours"].sum()
            assert idle == pytest.approx(delivered - lines[f"sales/fleet/{fleet}/allocated"].sum(), rel=1e-9)
            assert found.idle.loc[fleet, "share of delivered"].sum() == pytest.approx(idle / delivered)
            assert found.by_month(fleet).sum().sum() == pytest.approx(idle)
        for market in found.markets:
            assert found.unmet.loc[market, "share of potential"].sum() == pytest.approx(1.0)


def test_years_sum_to_the_life(many: roi.Result) -> None:
    found = many.mismatch
    years = found.idle_by_year.groupby(["fleet", "cause"], sort=False)["hours"].sum()
    pd.testing.assert_series_equal(years, found.idle["hours"], check_exact=False, rtol=1e-12)
    unmet = found.unmet_by_year.groupby(["market", "reason"], sort=False)["hours"].sum()
    pd.testing.assert_series_equal(unmet, found.unmet["hours"], check_exact=False, rtol=1e-12)
    assert found.idle_by_year.loc[2027].loc["ascend", "hours"].sum() > 0


def test_unmet_demand_for_another_chip(wrong_chip: roi.Result) -> None:
    """By hand: 100 cards of H100 are (989.4 / 376) x 100 = 263 cards here; in 2030 50 + 30 cards x 98 % are left."""
    found = wrong_chip.mismatch
    year = found.idle_by_year.loc[2030].loc["ascend", "hours"]
    left = (1000 * 0.98 - 600 - 320) * 8760
    assert year["other chips"] == pytest.approx(left)
    assert year["no demand"] == pytest.approx(0.0, abs=1e-6)
    assert found.unmet_by_year.loc[(2030, "cuda", "no chip"), "hours"] == pytest.approx(100 * 8760)
    matrix = found.matrix.loc["ascend"]
    assert matrix.loc["cuda", "runs"] == "no"
    assert matrix.loc["cuda", "idle"] == pytest.approx(found.idle.loc[("ascend", "other chips"), "hours"])
    whole = found.unmet.loc[("cuda", "no chip"), "hours"]
    assert matrix.loc["cuda", "unmet"] == pytest.approx(whole * 0.9894 / 0.376)


def test_the_matrix_adds_up_by_chip(many: roi.Result) -> None:
    matrix, lines = many.mismatch.matrix, many.lines
    for fleet in many.mismatch.fleets:
        assert matrix.loc[fleet, "sold"].sum() == pytest.approx(lines[f"sales/fleet/{fleet}/allocated"].sum())
        assert matrix.loc[fleet, "idle"].sum() == pytest.approx(lines[f"idle/{fleet}/idle"].sum())
        assert (matrix.loc[fleet, "idle"] > -1e-6).all()
    assert matrix.loc[("ascend", "training"), "runs"] == "not yet"
    assert matrix.loc[("older", "domestic"), "runs"] == "no"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        ({"job_cards": 4000, "runs_on": {"ascend": {"efficiency": 1}}}, "too large"),
        ({"queue": {}, "job_cards": 64, "runs_on": {"ascend": {"efficiency": 1}}}, "queue"),
        ({"runs_on": {"ascend": {"efficiency": 0.5, "ready": "2029-01"}}}, "not adapted"),
        ({"remote": {"east": {"demand": 500}}, "runs_on": {"ascend": {"efficiency": 1}}}, "network"),
        ({"competition": {"capture": 0.4}, "runs_on": {"ascend": {"efficiency": 1}}}, "competitors"),
        (
            {"price_response": {"reference_price": 5, "elasticity": 1}, "runs_on": {"ascend": {"efficiency": 1}}},
            "price",
        ),
    ],
)
def test_each_cause_is_the_class_that_explains_it(center: roi.Center, change: dict[str, object], cause: str) -> None:
    result = center.replace({"fleets.ascend.device": "ascend-910b2", "markets.cuda": {**CUDA, "demand": 30, **change}})
    found = result.evaluate().mismatch
    hours = found.idle.loc[("ascend", cause), "hours"]
    assert hours > 0
    assert found.matrix.loc[("ascend", "cuda"), "idle"] == pytest.approx(hours)
    assert found.checks["passed"].all()


def test_hours_of_two_units_never_add(center: roi.Center) -> None:
    found = center.replace({"fleets.cloud": CLOUD}).evaluate().mismatch
    assert found.total.index.get_level_values("unit").unique().tolist() == ["card-hour", "vCPU-hour"]
    assert found.total.loc["vCPU-hour", "share of delivered"].sum() == pytest.approx(1.0)
    assert "card-hours idle; " in repr(found)
    assert len(idle_sentences(center.replace({"fleets.cloud": CLOUD}).evaluate())) == 2


def test_forms(many: roi.Result) -> None:
    found = many.mismatch
    data = json.loads(json.dumps(found.to_dict()))
    assert data["idle"]["ascend"]["reserved and paid"]["money"] is None
    assert data["units"]["markets"]["training"] == "reference-hour"
    year = found.to_dict(2027)["unmet"]["training"]["served"]["hours"]
    assert year == pytest.approx(found.unmet_by_year.loc[(2027, "training", "served"), "hours"])
    page = found._repr_html_()
    assert "work not adapted yet" not in page or "ascend" in page
    assert "no demand" in page and "million" not in page


def test_what_is_not_there_is_said(center: roi.Center, result: roi.Result) -> None:
    with pytest.raises(roi.DomainError, match='there is no fleet "ascent"; nearest is ascend'):
        result.mismatch.by_month("ascent")
    with pytest.raises(roi.DomainError, match=r"year is 2040, but must be in 2026 \.\. 2031"):
        result.mismatch.to_dict(2040)
    bare = center.replace({"markets.on-demand": None}).evaluate()
    assert bare.mismatch.markets == [] and bare.mismatch.unmet.empty
    assert unmet_sentences(bare) == ["The center has no markets: what contracts do not take, nobody is asked to."]
    assert bare.mismatch.unmet_by_year.empty
    with pytest.raises(roi.NoSolutionError, match="plot_unmet_demand: the center has no markets"):
        bare.plot_unmet_demand()


def test_sentences(wrong_chip: roi.Result) -> None:
    (text,) = idle_sentences(wrong_chip.center.replace({"contracts.anchor.used_share": 0.8}).evaluate(), 2030)
    assert text == (
        "80 % of 8.8 million card-hours delivered were allocated in 2030; 9.0 % stand idle because customers pay for "
        "them and do not use them, 6.0 % because the demand is for other chips, 3.0 % because they are held for "
        "customers who neither use nor pay them, 2.0 % because of failures and repair."
    )
    assert unmet_sentences(wrong_chip, 2030) == [
        "100 % of 2.8 million card-hours that on-demand asks for are served.",
        "0 % of 876,000 reference-hours that cuda asks for are served; 100 % are lost because none of its chips is "
        "here.",
    ]
    (alone,) = idle_sentences(wrong_chip, 2026, "ascend")
    assert "of 1.5 million card-hours delivered of ascend were allocated in 2026" in alone


# --- the ladder ------------------------------------------------------------------------------------------------------


def test_the_ladder_by_hand(result: roi.Result) -> None:
    """2030: 1,000 cards, 98 % available, 600 x 95 % + 320 sold, 600 x 85 % + 320 used, 80 % active, 30 % MFU."""
    year = result.ladder("Y").loc[2030].loc["ascend"]
    cards = (year["hours"] / 8760).round(6).to_dict()
    assert cards == {
        "delivered": 1000.0, "installed": 1000.0, "available": 980.0, "sold": 890.0, "allocated": 830.0,
        "active": 664.0, "effective": 267.0,
    }  # fmt: skip
    assert year["share of delivered"].round(3).tolist() == [1.0, 1.0, 0.98, 0.89, 0.83, 0.664, 0.267]


def test_the_ladder_of_markets_and_units(many: roi.Result, center: roi.Center) -> None:
    table = many.ladder(by="market")
    assert table.loc["training"].index.tolist() == ["potential", "offered", "served", "active", "effective"]
    assert table.loc[("training", "served"), "unit"] == "reference-hour"
    served = many.mismatch.unmet.loc[("training", "served"), "hours"]
    assert table.loc[("training", "served"), "hours"] == pytest.approx(served)
    cloud = center.replace({"fleets.cloud": CLOUD}).evaluate().ladder().loc["cloud"]
    assert cloud.loc["delivered", "unit"] == "vCPU-hour" and cloud.loc["effective", "unit"] == "card-hour"
    years = many.ladder("Y").groupby(["fleet", "step"], sort=False)["hours"].sum()
    pd.testing.assert_series_equal(years, many.ladder()["hours"], check_exact=False, rtol=1e-12)


@pytest.mark.parametrize(("freq", "by", "words"), [("Q", "fleet", "freq is 'Q'"), (None, "chip", "by is 'chip'")])
def test_the_ladder_says_what_it_knows(result: roi.Result, freq: object, by: object, words: str) -> None:
    with pytest.raises(roi.DomainError, match=f"ladder: {words}, but must be"):
        result.ladder(freq, by)  # type: ignore[arg-type]
