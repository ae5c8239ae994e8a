"""Changes to a model: in scenarios, in files that extend others, by `replace`. None changes nothing without a word."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import libroi as roi

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "examples" / "small_center.json"
MODEL: dict[str, Any] = json.loads(roi.load(SMALL).to_json())
WHOLE = MODEL["contracts"]["anchor"]


def refusal(model: dict[str, Any]) -> list[str]:
    try:
        roi.from_dict(model)
    except roi.InputError as error:
        return [f"{p.pointer} {p.message}" for p in error.problems]
    return []


def with_scenario(change: dict[str, Any]) -> dict[str, Any]:
    return {**MODEL, "scenarios": {"x": change}}


NULLS = [
    ({"contracts": {"anchro": None}}, "/contracts/anchro", "; nearest is anchor"),
    ({"tax": {"rat": None}}, "/tax/rat", "; nearest is rate"),
    ({"markets": {"ondemand": None}}, "/markets/ondemand", "; nearest is on-demand"),
    ({"opex": {"staff": {"per_yaer": None}}}, "/opex/staff/per_yaer", "; nearest is per_year"),
    ({"taxx": None}, "/taxx", "; nearest is tax"),
]


@pytest.mark.parametrize(("change", "pointer", "hint"), NULLS, ids=lambda x: x if isinstance(x, str) else "")
def test_a_null_under_a_name_that_does_not_exist_is_refused(change: dict[str, Any], pointer: str, hint: str) -> None:
    message = "is null, but there is nothing of that name to remove" + hint
    assert f"/scenarios/x{pointer} {message}" in refusal(with_scenario(change))


def test_in_a_file_that_extends_another_too(tmp_path: Path) -> None:
    (tmp_path / "base.json").write_text(json.dumps(MODEL))
    child = tmp_path / "child.json"
    child.write_text('{"extends": "base.json", "services": {"tunning": null}, "hours": null}')
    with pytest.raises(roi.InputError) as refused:
        roi.load(child)
    assert [str(p) for p in refused.value.problems] == [
        f"{child}:1:39: /services/tunning is null, but there is nothing of that name to remove; nearest is tuning"
    ]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("contracts.anchro", "is null, but there is no anchro to remove; nearest is anchor"),
        ("tax.rat", "is null, but there is no rat to remove; nearest is rate"),
        ("power.energy.paek", "is null, but there is no paek to remove; nearest is peak"),
    ],
)
def test_and_by_replace(path: str, message: str) -> None:
    with pytest.raises(roi.InputError) as refused:
        roi.load(SMALL).replace({path: None})
    assert str(refused.value) == f"replace {path}:1:1: {message}"


def test_what_exists_or_is_declared_can_be_removed() -> None:
    center = roi.load(SMALL)
    assert "contracts.anchor" not in center.replace({"contracts.anchor": None})
    assert center.replace({"hurdles": None}) == center
    assert refusal(with_scenario({"hurdles": None, "services": {"tuning": None}})) == []


NEAR = [
    ({"opex": {"staf": {"per_year": 5e6}}}, "/opex/staf", "staff"),
    ({"opex": {"sale": {"share_of_revenue": 0.03}}}, "/opex/sale", "sales"),
    ({"contracts": {"ancor": {"price": 9}}}, "/contracts/ancor", "anchor"),
    ({"power": {"energy": {"vally": {"price": 0.2}}}}, "/power/energy/vally", "valley"),
]


@pytest.mark.parametrize(("change", "pointer", "near"), NEAR, ids=lambda x: x if isinstance(x, str) else "")
def test_a_new_name_near_an_existing_one_is_refused_alone(change: dict[str, Any], pointer: str, near: str) -> None:
    message = f"/scenarios/x{pointer} is not there; nearest is {near} (a new entry must be given whole)"
    found = [line for line in refusal(with_scenario(change)) if "must have shares" not in line]
    assert found == [message]


@pytest.mark.parametrize(
    ("path", "near"),
    [("opex.staf.per_year", "staff"), ("contracts.ancor.price", "anchor"), ("power.energy.paek.price", "peak")],
)
def test_replace_makes_no_entry_by_a_part_of_it(path: str, near: str) -> None:
    key = path.split(".")[-2]
    with pytest.raises(roi.InputError) as refused:
        roi.load(SMALL).replace({path: 5})
    assert str(refused.value).startswith(f"replace {path}:1:1: there is no {key}; nearest is {near} (a new entry")


def test_a_whole_new_entry_is_welcome() -> None:
    center = roi.load(SMALL)
    assert center.replace({"contracts.anchor-2": WHOLE})["contracts.anchor-2.cards"] == 600
    assert center.replace({"contracts.ancor": WHOLE})["contracts.ancor.cards"] == 600
    assert center.replace({"opex.insurance": {"per_year": 1e5}})["opex.insurance.per_year"] == 1e5
    assert refusal(with_scenario({"contracts": {"anchor-2": WHOLE, "second": WHOLE}})) == []
    assert refusal(with_scenario({"opex": {"cleaning": {"per_year": 1e5}}})) == []


@pytest.mark.parametrize(
    ("key", "hint"),
    [("scenraios", "scenarios"), ("exchange_rate", "exchange_rates"), ("accepted_warning", "accepted_warnings")],
)
def test_hints_name_the_key_that_was_meant(key: str, hint: str) -> None:
    assert f"/{key} is not an input; nearest is {hint}" in refusal({**MODEL, key: {}})


# --- units, empty names, dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (
            "phases.hall.critical_power",
            {"value": 15},
            "/unit is missing: is it 15 kW, W or MW? An object with a value names its unit (critical IT power of the "
            "phase)",
        ),
        (
            "financing.loans.bank.tenor",
            {"value": 5, "source": "term sheet"},
            "/unit is missing: is it 5 month, year or quarter? An object with a value names its unit (months of "
            "repayment after conversion)",
        ),
        (
            "capex.hall.per_kw",
            {"value": 1.2},
            "/unit is missing: is it 1.2 CNY/kW, 元/kW or 万元/kW? An object with a value names its unit (cost per "
            "kW of critical IT power)",
        ),
        (
            "announced_compute",
            {"value": 676, "basis": "fp16 dense"},
            "/unit is missing: is it 676 PFLOPS, ",
        ),
    ],
)
def test_an_object_without_a_unit_is_refused_where_several_could_be_meant(path: str, value: Any, message: str) -> None:
    with pytest.raises(roi.InputError) as refused:
        roi.load(SMALL).replace({path: value})
    assert f"/{path.replace('.', '/')}{message}" in str(refused.value)


def test_plain_numbers_and_shares_keep_the_declared_unit() -> None:
    center = roi.load(SMALL).replace(
        {
            "phases.hall.critical_power": 1300,
            "tax.rate": {"value": 0.15, "source": "law"},
            "contracts.anchor.cards": {"value": 500, "source": "contract"},
        }
    )
    assert center["phases.hall.critical_power"] == 1300
    assert roi.from_text(center.to_json()) == center


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("power.index", '/power/index is "", but must be a key of indices; leave it out where there is none'),
        ("capex.hall.phase", '/capex/hall/phase is "", but must be a key of phases; leave it out where there is none'),
        ("fleets.ascend.phase", '/fleets/ascend/phase is "", but must be a key of phases (phase whose halls'),
    ],
)
def test_an_empty_name_is_no_name(path: str, message: str) -> None:
    with pytest.raises(roi.InputError) as refused:
        roi.load(SMALL).replace({path: ""})
    assert message in str(refused.value)


@pytest.mark.parametrize("day", ["2026-01", "2025-12-31", -3])
def test_a_loan_converted_before_the_model_starts_is_refused(day: Any) -> None:
    with pytest.raises(roi.InputError) as refused:
        roi.load(SMALL).replace({"financing.conversion": day})
    assert "but must be after the start of the model where there are loans: nothing is drawn before" in str(
        refused.value
    )


def test_the_date_of_a_point_takes_iso_text() -> None:
    center = roi.load(SMALL).replace({"contracts.anchor.price": {"points": {"2026-12": 7.6, "2028-01": 7}}})
    moved = center.replace({"contracts.anchor.price.points.2028-01.date": "2028-07-16"})
    assert moved["contracts.anchor.price.points.2028-01.date"] == 30 + 15 / 31
    assert moved["contracts.anchor.price.points.2028-01"] == 7
    again = moved.replace({"contracts.anchor.price.points.2028-01.date": "2028-09"})
    assert again["contracts.anchor.price.points.2028-01.date"] == 32
    with pytest.raises(roi.InputError, match="must be a date like"):
        center.replace({"contracts.anchor.price.points.2028-01.date": "next year"})


# --- what follows is not said beside its cause -----------------------------------------------------------------------


def test_a_missing_or_circular_extends_is_reported_alone(tmp_path: Path) -> None:
    lost = tmp_path / "lost.json"
    lost.write_text('{"extends": "nowhere.json", "nmae": 3}')
    with pytest.raises(roi.InputError) as refused:
        roi.load(lost)
    assert len(refused.value.problems) == 1
    assert "/extends is" in str(refused.value)
    (tmp_path / "a.json").write_text('{"extends": "b.json", "months": "many"}')
    (tmp_path / "b.json").write_text('{"extends": "a.json"}')
    with pytest.raises(roi.InputError) as refused:
        roi.load(tmp_path / "a.json")
    assert len(refused.value.problems) == 1
    assert "must not lead back to itself" in str(refused.value)
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"extends": ["a.json"], "nmae": 3}')
    with pytest.raises(roi.InputError) as refused:
        roi.load(wrong)
    assert len(refused.value.problems) == 1


def test_a_misspelt_required_name_is_not_missing_too() -> None:
    fleet = {("cadrs" if key == "cards" else key): value for key, value in MODEL["fleets"]["ascend"].items()}
    assert refusal({**MODEL, "fleets": {"ascend": fleet}, "scenarios": {}}) == [
        "/fleets/ascend/cadrs is not an input; nearest is cards"
    ]


def test_what_refers_to_a_refused_key_is_not_reported() -> None:
    assert refusal({**MODEL, "phases": {"Hall": MODEL["phases"]["hall"]}, "scenarios": {}}) == [
        "/phases/Hall is not a valid key; keys match [a-z0-9][a-z0-9_-]*"
    ]
    assert refusal({**MODEL, "indices": [], "scenarios": {}}) == [
        "/indices is a list, but must be an object of named entries (price indices)"
    ]


def test_units_do_not_follow_a_refused_currency() -> None:
    found = refusal({**MODEL, "currency": "RMB", "scenarios": {}})
    assert len(found) == 1
    assert found[0].startswith('/currency is "RMB", but must be a currency')
    price = {"value": 2, "unit": "USD/card-hour"}
    rates = {**MODEL, "exchange_rates": {"USD": "7"}, "scenarios": {}}
    rates["contracts"] = {"anchor": {**WHOLE, "price": price}}
    assert [line.split(" is")[0] for line in refusal(rates)] == ["/exchange_rates/USD"]


@pytest.mark.parametrize(
    ("file", "wrong", "right"),
    [
        ("us-hours-use-ratchet.json", "tires", "tiers"),
        ("us-ssc-commercial-demand.json", "teirs", "tiers"),
        ("us-hours-use-ratchet.json", "blokcs", "blocks"),
        ("china-hubei-110kv-2026-01.json", "prcie", "price"),
    ],
)
def test_a_misspelt_key_of_a_tariff_is_named_alone(tmp_path: Path, file: str, wrong: str, right: str) -> None:
    path = tmp_path / file
    text = (ROOT / "models" / "data" / "tariffs" / file).read_text()
    path.write_text(text.replace(f'"{right}"', f'"{wrong}"', 1))
    with pytest.raises(roi.InputError) as refused:
        roi.power.read_tariff(path)
    assert [f"{p.pointer.rsplit('/', 1)[1]} {p.message}" for p in refused.value.problems] == [
        f"{wrong} is not an input; nearest is {right}"
    ]
