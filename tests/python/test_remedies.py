"""What would change it: each remedy is the center evaluated with its changes, and says so where it does not apply."""

from __future__ import annotations

import pathlib

import numpy as np
import pandas as pd
import pytest

import libroi as roi

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def west() -> roi.Center:
    return roi.load(ROOT / "examples" / "western_center.json")


@pytest.fixture(scope="module")
def table(west: roi.Center) -> pd.DataFrame:
    return west.remedies()


def test_each_row_is_the_center_with_its_changes(west: roi.Center, table: pd.DataFrame) -> None:
    before = west.evaluate()
    assert table.attrs["before"]["npv"] == before.metric("npv/project")
    for name, row in table.iterrows():
        after = west.replace(row["changes"]).evaluate()
        assert row["npv"] == after.metric("npv/project"), name
        assert row["npv change"] == pytest.approx(after.metric("npv/project") - before.metric("npv/project")), name
        assert row["utilization"] == after.metric("utilization"), name
        assert row["idle hours"] == pytest.approx(after.mismatch.idle["hours"].sum()), name
        assert row["utilization change"] == pytest.approx(after.metric("utilization") - before.metric("utilization"))


def test_changes_are_what_the_words_say(table: pd.DataFrame) -> None:
    changes = table["changes"]
    assert changes["energised when delivered"] == {"phases.hall.energised": 1.0}
    assert changes["networks at once"] == {"networks.east.ready": 0.0}
    assert changes["no failures"] == {"fleets.ascend.availability": 1.0}
    assert changes["no competitors"] == {"markets.domestic.competition": None}
    assert changes["adapted at once"] == {
        "markets.domestic.runs_on.ascend-910b2.adaptation.initial_efficiency": 0.8,
        "markets.domestic.runs_on.ascend-910b2.ready": None,
        "markets.inference.runs_on.ascend-910b2.adaptation.initial_efficiency": 0.8,
        "markets.inference.runs_on.ascend-910b2.ready": None,
    }
    fit = changes["chips that fit"]
    assert fit["markets.cuda.runs_on.ascend"] == {"efficiency": 1.0}
    assert fit["markets.domestic.runs_on.ascend-910b2.efficiency"] == 1.0
    assert changes["price +10 %"]["markets.cuda.price.start"] == pytest.approx(11.33)
    assert "markets.cuda.price.growth" not in changes["price +10 %"]
    assert set(table.index[table["bound"]]) == {"no failures", "chips that fit", "no competitors", "all together"}
    together = changes["all together"]
    assert together["markets.inference.runs_on.ascend-910b2.adaptation.initial_efficiency"] == 1.0  # the higher counts
    assert together["networks.east.ready"] == 0.0


def test_the_best_price_is_best(west: roi.Center, table: pd.DataFrame) -> None:
    best = table.loc["best price of domestic"]
    (path,) = best["changes"]
    factors = np.linspace(0.5, 1.5, 401)
    tried = west.evaluate_many({path: factors * west[path]}, ["npv/project"])["npv/project"]
    assert best["npv"] >= tried.max() - 1e-4 * abs(tried.max() - tried.min())
    assert 0.5 <= best["changes"][path] / west[path] <= 1.5


def test_a_price_at_the_end_of_its_range_is_said(west: roi.Center) -> None:
    stiff = west.replace({"markets.domestic.price_response.elasticity": 0.2}).remedies()
    assert stiff.loc["best price of domestic", "what"] == (
        "its price x 1.5: the greatest NPV within ±50 %, at the end of that range"
    )


def test_what_does_not_apply_is_said(center: roi.Center) -> None:
    table = center.remedies()
    assert table.index.tolist() == ["no failures", "price \N{MINUS SIGN}10 %", "price +10 %"]
    reasons = table.attrs["not applicable"]
    assert reasons["one pool"] == "no two fleets have the same chip"
    assert reasons["best price of on-demand"] == "its demand does not answer to the price"
    assert reasons["customers wait"] == "no market has a queue in which customers do not wait"
    assert reasons["chips that fit"] == "every class runs on every fleet as well as on its reference"


def test_customers_who_wait(center: roi.Center) -> None:
    queued = center.replace({"markets.on-demand.queue": {"waits": 0.2}, "markets.on-demand.job_cards": 64})
    row = queued.remedies().loc["customers wait"]
    assert row["changes"] == {"markets.on-demand.queue.waits": 1.0}
    assert row["npv change"] > 0 and row["idle hours change"] < 0


def second(center: roi.Center, **unlike: object) -> roi.Center:
    """The small center with 300 of its cards in a fleet of their own, and work of 64 cards a job on both."""
    half = {key: entry for key, entry in center["fleets.ascend"].items() if key not in ("price", "cards")}
    market = {
        "reference": half["device"], "demand": 500, "opening": "2026-12", "price": 9, "job_cards": 64, "queue": {},
        "runs_on": {"ascend": {"efficiency": 1}, "other": {"efficiency": 1}},
    }  # fmt: skip
    return center.replace({
        "fleets.ascend.cards": 700, "fleets.other": {**half, "cards": 300, "price": 140000, **unlike},
        "fleets.ascend.price": 140000, "markets.large": market,
    })  # fmt: skip


def test_the_whole_pool_as_one(center: roi.Center) -> None:
    table = second(center).remedies()
    changes = table.loc["one pool", "changes"]
    assert changes == {"fleets.ascend.cards": 1000.0, "fleets.other": None, "markets.large.runs_on.other": None}
    assert table.loc["one pool", "npv change"] > 0  # scale: larger pools lose less
    apart = second(center, delivered="2027-01").remedies()
    assert apart.attrs["not applicable"]["one pool"] == "ascend and other have the same chip, but differ in delivered"


@pytest.mark.parametrize(
    "price",
    [8.0, {"start": 8.0, "growth": -0.05}, {"points": {"2026-01": 9, "2028-01": 7}}, {"monthly": [9.0, 8.0, 7.0]},
     {"value": 8.0, "unit": "CNY/card-hour", "status": "quote"}],
)  # fmt: skip
def test_prices_of_every_form_are_scaled_at_their_levels(center: roi.Center, price: object) -> None:
    priced = center.replace({"markets.on-demand.price": price})
    row = priced.remedies().loc["price +10 %"]
    before, after = priced.evaluate().lines, priced.replace(row["changes"]).evaluate().lines
    assert (after["revenue/market/on-demand"] - 1.1 * before["revenue/market/on-demand"]).abs().max() < 1e-6


def test_reliability_keeps_its_spares_and_attrition(center: roi.Center) -> None:
    worn = center.replace(
        {
            "fleets.ascend.availability": None,
            "fleets.ascend.reliability": {"failure_rate": 2, "repair_time": 200, "attrition": 0.02},
        }
    )
    assert worn.remedies().loc["no failures", "changes"] == {"fleets.ascend.reliability.failure_rate": 1e-6}


def test_a_center_without_fleets_says_so(center: roi.Center) -> None:
    halls = center.replace({
        "fleets": None, "contracts": None, "markets": None, "services": None,
        "colocation.tenant": {"power": 500, "start": "2027-01", "end": "2031-01", "price": 400},
    })  # fmt: skip
    with pytest.raises(roi.DomainError, match="has no fleets, so no hours can stand idle"):
        halls.remedies()
    with pytest.raises(roi.DomainError, match="has no fleets, so no hours can stand idle"):
        _ = halls.evaluate().mismatch
    assert "Why hours stand idle" not in roi.report.html(halls.evaluate())
