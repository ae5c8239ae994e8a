"""What the best allocation of the same demand would earn more than the rule, on cases worked by hand."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from libroi.market.offer import offer_of
from libroi.market.regret import best_margin

import libroi as roi

sys.path.insert(0, str(Path(__file__).resolve().parent))
from random_markets import device, random_center
from small_markets import HOURS, POWER, center_of, fleet, market

TWO_FLEETS = {"f1": fleet("alpha", 100), "f2": fleet("alpha", 100)}


def regret_of(fleets, markets, **more):
    """A month of the table, in money for each hour of the month."""
    table = roi.from_dict(center_of(fleets, markets, **more)).evaluate().allocation_regret
    return (table.iloc[1] / HOURS).to_dict()


def test_where_each_market_has_a_fleet_of_its_own_the_rule_is_the_best():
    markets = {"a": market(80, 5, runs_on={"f1": 1.0}), "b": market(300, 3, runs_on={"f2": 1.0})}
    found = regret_of(TWO_FLEETS, markets)
    earned = 80 * (5 - POWER) + 100 * (3 - POWER)
    assert found == pytest.approx({"rule": earned, "best": earned, "regret": 0}, abs=1e-9)


def test_where_the_dearer_work_comes_first_the_rule_is_the_best():
    markets = {
        "a": market(150, 7, runs_on={"f1": 1.0, "f2": 1.0}, priority=0),
        "b": market(300, 5, runs_on={"f1": 1.0, "f2": 1.0}, priority=1),
    }
    earned = 150 * (7 - POWER) + 50 * (5 - POWER)
    assert regret_of(TWO_FLEETS, markets) == pytest.approx({"rule": earned, "best": earned, "regret": 0}, abs=1e-9)


def test_a_list_that_begins_with_the_only_fleet_of_another_market_wastes_a_fleet():
    """A fills f1, the only fleet of B; the best allocation puts A on f2, which stands idle."""
    markets = {
        "a": market(100, 5, runs_on={"f1": 1.0, "f2": 1.0}, priority=0),
        "b": market(100, 7, runs_on={"f1": 1.0}, priority=1),
    }
    found = regret_of(TWO_FLEETS, markets)
    assert found["rule"] == pytest.approx(100 * (5 - POWER))
    assert found["regret"] == pytest.approx(100 * (7 - POWER))


def test_within_a_priority_shares_are_pro_rata_whatever_they_earn():
    """Each gets half of f1, A's other half goes to f2."""
    markets = {"a": market(100, 5, runs_on={"f1": 1.0, "f2": 1.0}), "b": market(100, 7, runs_on={"f1": 1.0})}
    assert regret_of(TWO_FLEETS, markets)["regret"] == pytest.approx(50 * (7 - POWER))


def test_a_list_that_begins_with_the_slower_fleet_wastes_power():
    """100 reference hours: 100 of f1 at one half and 50 of f2, or 100 of f2 alone."""
    runs_on = {"f1": 0.5, "f2": 1.0}
    found = regret_of(TWO_FLEETS, {"a": market(100, 5, runs_on=runs_on, paid_per="reference_hour")})
    assert found == pytest.approx({"rule": 500 - 150 * POWER, "best": 500 - 100 * POWER, "regret": 50 * POWER})


def test_work_that_costs_more_than_it_earns_is_left_alone():
    """Half of what is served comes over a line that costs 14 for each hour, 7 on average, and 5 is paid."""
    networks = {"line": {"ready": 0, "price": 14}}
    wanted = market(50, 5, fleet="f1", remote={"south": {"demand": 50, "network": "line"}})
    found = regret_of(TWO_FLEETS, {"a": wanted}, networks=networks)
    assert found == pytest.approx({"rule": 100 * (5 - 7 - POWER), "best": 0, "regret": 100 * (2 + POWER)})


def test_price_factors_and_contracts_are_counted():
    """f1 pays 0.6 of the price, half of f2 is reserved: the rule fills f1 first, the best one what is left of f2."""
    runs_on = {"f1": {"efficiency": 1.0, "price_factor": 0.6}, "f2": 1.0}
    contract = {"fleet": "f2", "cards": 50, "start": 0, "end": 99, "price": 1}
    found = regret_of(TWO_FLEETS, {"a": market(80, 5, runs_on=runs_on)}, contracts={"anchor": contract})
    assert found["rule"] == pytest.approx(80 * (3 - POWER))
    assert found["regret"] == pytest.approx(50 * 2)


def test_a_fleet_that_is_not_ready_cannot_be_chosen():
    runs_on = {"f1": 0.5, "f2": {"efficiency": 1.0, "ready": 50}}
    wanted = market(50, 5, runs_on=runs_on, paid_per="reference_hour")
    assert regret_of(TWO_FLEETS, {"a": wanted})["regret"] == pytest.approx(0, abs=1e-9)


def test_what_the_queue_turned_away_for_good_is_not_offered_again():
    runs_on = {"f1": 1.0, "f2": 1.0}
    result = roi.from_dict(
        center_of(TWO_FLEETS, {"a": market(190, 5, runs_on=runs_on, job_cards=10, queue={})})
    ).evaluate()
    assert result.lines["sales/market/a/unmet/queue"].iloc[1] > 0
    assert result.allocation_regret["regret"].abs().max() < 1e-6


@pytest.mark.parametrize(
    "price",
    [4.0, {"start": 4, "growth": 0.3}, {"monthly": [4, 5, 6]}, {"points": {"2026-01": 4, "2026-03": 6}},
     {"value": 4, "unit": "CNY/card-hour", "index": "rents", "price_date": "2025-01"},
     {"value": 96, "unit": "CNY/card-day"}],
)  # fmt: skip
def test_every_kind_of_curve_is_a_price(price):
    raw = center_of({"f1": fleet("alpha", 100)}, {"a": market(80, price, fleet="f1")}, months=4)
    raw["indices"] = {"rents": {"growth": 0.1}}
    raw["other_revenue"] = {"price-0": {"revenue": 1.0}}
    result = roi.from_dict(raw).evaluate()
    expected = result.lines["revenue/market/a"] - 80 * HOURS * POWER
    np.testing.assert_allclose(result.allocation_regret["rule"], expected, rtol=1e-12)


def test_the_rule_is_never_better_than_the_best_of_random_markets():
    wasted = 0
    for seed in range(60):
        result = roi.from_dict(random_center(seed)).evaluate()
        table = result.allocation_regret
        assert (table["regret"] >= 0).all()
        solved = best_margin(offer_of(result), len(table))  # by the solver alone
        scale = max(table["rule"].abs().max(), 1.0)
        assert (solved - table["rule"]).min() >= -1e-9 * scale, seed
        wasted += bool((table["regret"] > 1e-6 * scale).any())
    assert wasted > 20


def test_a_center_without_markets_has_nothing_to_regret():
    raw = center_of({"f1": fleet("alpha", 100)}, {})
    assert (roi.from_dict(raw).evaluate().allocation_regret == 0).all(axis=None)


def test_the_table_names_units_and_assumptions(result):
    table = result.allocation_regret
    assert list(table.columns) == ["rule", "best", "regret"] and table.index.equals(result.index)
    assert table.attrs["units"] == dict.fromkeys(table.columns, "CNY")
    assert len(table.attrs["assumptions"]) == 4 and "PUE" in " ".join(table.attrs["assumptions"])


def test_without_scipy_the_package_is_named(example, monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    result = roi.load(example).evaluate()
    with pytest.raises(roi.PackageError, match=r"needs SciPy, which is not installed: pip install libroi\[market\]"):
        _ = result.allocation_regret


def test_a_market_by_chip_from_a_file_with_a_catalogue(tmp_path):
    """A key that is a chip of the catalogue stands for its fleets, also where the price factor is read."""
    raw = center_of(TWO_FLEETS, {"a": market(150, 5, runs_on={"own": {"efficiency": 1.0, "price_factor": 0.8}})})
    (tmp_path / "devices.json").write_text(json.dumps({"own": {**device("alpha"), "chip": "own"}}), encoding="utf-8")
    raw |= {"data": {"devices": "devices.json"}}
    raw["fleets"] = {f: {**item, "device": "own"} for f, item in raw["fleets"].items()}
    file = tmp_path / "model.json"
    file.write_text(json.dumps(raw), encoding="utf-8")
    table = roi.load(file).evaluate().allocation_regret
    assert table["rule"].iloc[1] / HOURS == pytest.approx(150 * (4 - POWER))
