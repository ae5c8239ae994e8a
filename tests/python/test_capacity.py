"""Capacity as people read it: units of sale, what holds cards back, fleets leased in, the report of a mixed center."""

import json
from pathlib import Path

import pandas as pd
import pytest
from libroi.result.capacity import HELD_BY

import libroi as roi

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "small_center.json"
NODE = {"name": "node", "peak": {"fp16": 0.01}, "idle_power": 0.3, "busy_power": 0.9}
CLOUD = {
    "phase": "hall", "unit_of_sale": "vCPU-hour", "units_per_card": 128, "cards": 20, "price": 90000, "device": NODE,
    "delivered": "2026-11", "asset_class": "servers",
}  # fmt: skip
PORTAL = {
    "fleet": "cloud", "cards": {"value": 1500, "unit": "vCPU"}, "start": "2026-12", "end": "2031-12",
    "price": {"value": 0.2, "unit": "CNY/vCPU-hour"},
}  # fmt: skip


@pytest.fixture(scope="module")
def center():
    return roi.load(EXAMPLE)


@pytest.fixture(scope="module")
def mixed(center):
    return center.replace({"fleets.cloud": CLOUD, "contracts.portal": PORTAL}).evaluate()


def test_what_holds_cards_back_is_said_in_words(center):
    result = center.replace({"phases.hall.critical_power": 200, "fleets.ascend.delivered": "2026-08-16"}).evaluate()
    words = result.held_by["ascend"]
    assert list(words.cat.categories) == list(HELD_BY)
    assert (
        words["2026-07"] == words["2026-09"] == "not delivered yet"
    )  # delivered on 16 August, commissioned in a month
    assert words["2026-10"] == "not energised yet"
    assert words["2026-11"] == words["2031-12"] == "power"
    assert result.capacity.loc["ascend", "held by"] == (
        "not delivered yet until 2026-09, then not energised yet until 2026-10, then power"
    )


def test_halls_short_of_racks_or_floor_are_warned_of(center):
    racks = center.replace({"fleets.ascend.cards_per_rack": 8, "phases.hall.racks": 100}).evaluate()
    found = racks.warnings.loc["hall-short-of-racks"]
    assert (found["path"], found["value"]) == ("phases.hall.racks", "100 racks")
    assert found["reason"] == "its 1,000 cards need 125 racks: 200 of them cannot run"
    assert racks.capacity.loc["ascend", ["delivered", "usable"]].tolist() == [1000.0, 800.0]
    floor = center.replace(
        {"fleets.ascend.cards_per_rack": 8, "phases.hall.floor_area": 300, "phases.hall.area_per_rack": 3}
    ).evaluate()
    assert floor.warnings.loc["hall-short-of-floor", "reason"] == "its 1,000 cards need 375 m2: 200 of them cannot run"
    assert set(floor.held_by["ascend"]) == {"not delivered yet", "floor"}


def test_racks_that_nothing_fills_are_unread(center):
    result = center.replace({"phases.hall.racks": 40, "phases.hall.floor_area": 500}).evaluate()
    table = result.warnings
    unread = table[(table.index == "input-unread") & table["path"].str.startswith("phases.hall")]
    assert dict(zip(unread["path"], unread["value"], strict=True)) == {
        "phases.hall.racks": "40 rack",
        "phases.hall.floor_area": "500 m2",
    }
    assert "hall-short-of-racks" not in table.index


def test_headlines_are_in_the_unit_of_each_hour(mixed):
    labels = [headline["label"] for headline in roi.result.card.headlines(mixed)]
    assert "Levelised cost of compute per sold card-hour" in labels
    assert "Levelised cost of compute per sold vCPU-hour" in labels
    assert "Utilization of vCPU-hours" in labels
    assert mixed.metrics.loc["lcoc/sold vcpu-hour", "unit"] == "CNY/vCPU-hour"
    assert mixed.lines.attrs["units"]["capacity/available/vcpu-hour"] == "vCPU-hour"
    assert mixed.passed


def test_capacity_of_each_fleet_is_in_its_own_units(mixed):
    table = mixed.capacity
    assert table["unit of sale"].to_dict() == {"ascend": "card-hour", "cloud": "vCPU-hour"}
    assert table["device"].to_dict() == {"ascend": "card", "cloud": "node"}
    assert table.loc["cloud", "available"] == pytest.approx(20 * 128 * 0.98 * mixed_hours(mixed, "2026-12"))
    assert mixed.lines["sales/sold"].sum() == pytest.approx(table.loc["ascend", "sold"])
    assert mixed.lines["sales/sold/vcpu-hour"].sum() == pytest.approx(table.loc["cloud", "sold"])


def mixed_hours(result, first):
    months = pd.period_range(first, result.index[-1], freq="M")
    return 24.0 * float(sum(months.days_in_month))


def test_the_report_shows_fleets_apart(mixed):
    text = report.html(mixed)
    assert "<h2>Capacity</h2>" in text
    assert "vCPU-hours" in text
    assert "20 nodes" in text


def test_a_fleet_leased_in_is_a_cost_and_no_asset(center):
    own = center.evaluate()
    leased = center.replace(
        {
            "fleets.ascend.price": None,
            "fleets.ascend.asset_class": None,
            "fleets.ascend.leased_in": {"rent": {"value": 3000, "unit": "CNY/card-month"}, "end": "2031-07"},
        }
    ).evaluate()
    rent = leased.lines["opex/fleet lease/ascend"]
    assert rent["2026-09"] == 0.0 and rent["2026-10"] == 3e6 and rent["2031-07"] == 0.0  # from delivery to the end
    assert not [path for path in leased.lines.columns if path.startswith("capex/fleet")]
    assert leased.metric("capital cost") == pytest.approx(own.metric("capital cost") - 140e6)
    assert leased.lines["capacity/fleet/ascend/installed"]["2031-07"] == 0.0
    assert leased.passed
    with pytest.raises(
        roi.InputError, match=r"asset_class is .servers., but must be left out where the cards are leased"
    ):
        center.replace({"fleets.ascend.price": None, "fleets.ascend.leased_in": {"rent": 3000}})


def test_a_quantity_in_another_unit_of_sale_is_refused(center):
    with pytest.raises(roi.InputError) as error:
        center.replace({"contracts.anchor.cards": {"value": 5000, "unit": "vCPU"}})
    assert '/contracts/anchor/cards/unit is "vCPU", but must have the unit card' in str(error.value)
    with pytest.raises(roi.InputError) as error:
        center.replace(
            {"fleets.cloud": CLOUD, "contracts.portal": {**PORTAL, "price": {"value": 1, "unit": "CNY/card-hour"}}}
        )
    assert 'is "CNY/card-hour", but must have one of the units CNY/vCPU-hour' in str(error.value)


def test_what_is_written_in_vcpus_stays_so(mixed, tmp_path):
    center = mixed.center
    assert center.parameters.loc["contracts.portal.price", "unit"] == "CNY/vCPU-hour"
    changed = center.replace({"contracts.portal.price": 0.25})
    file = tmp_path / "written.json"
    file.write_text(changed.to_json(), encoding="utf-8")
    assert roi.load(file) == changed
    assert json.loads(changed.to_json())["contracts"]["portal"]["cards"] == {"value": 1500, "unit": "vCPU"}


def test_colocation_is_leased_by_the_kw_or_by_the_rack(center):
    lease = {"start": "2027-01", "end": "2031-01", "racks": 10, "power_per_rack": 4, "rack_price": 6000}
    result = center.replace({"colocation.guest": lease}).evaluate()
    assert result.lines["revenue/colocation/guest"]["2028-01"] == 60_000.0
    assert result.lines["power/colocation/guest/it"]["2028-01"] == pytest.approx(40 * 0.7)
    for change, rule in [
        ({"power": 3}, "racks is 10, but must be left out where power is given"),
        ({"racks": None}, "power is not given, but must be given, or racks with power_per_rack and rack_price"),
        ({"rack_price": None}, "rack_price is not given, but must be given where racks is given"),
        ({"power_per_rack": None}, "power_per_rack is not given, but must be given where racks is given"),
        ({"price": 5}, "price is 5, but must be left out where racks is given"),
    ]:
        with pytest.raises(roi.InputError) as error:
            center.replace({"colocation.guest": {name: x for name, x in {**lease, **change}.items() if x is not None}})
        assert rule in str(error.value), change
