"""Markets worked out by hand, held against library and twin: demand, who is served, why hours stand idle."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest

import libroi as roi

sys.path.insert(0, str(Path(__file__).resolve().parent))
from market_properties import CAUSES, Rows, faults
from random_markets import device
from small_markets import HOURS, center_of, fleet, market
from twin import Twin


@pytest.fixture(params=["library", "twin"])
def rows_of(request, tmp_path):
    def library(raw):
        return Rows.of(roi.from_dict(raw).evaluate())

    def twin(raw):
        file = tmp_path / "model.json"
        file.write_text(json.dumps(raw), encoding="utf-8")
        return Rows(Twin(file).evaluate(break_even=False).lines)

    return library if request.param == "library" else twin


def cards(rows, path, t=1):
    """Hours of a month as cards."""
    row = rows[path]
    return float(row[t, 0] if row.ndim == 2 else row) / HOURS


def idle(rows, f):
    """Causes of a fleet's idle hours, in cards; those that explain nothing are left out."""
    found = {cause: round(cards(rows, f"idle/{f}/{cause}"), 6) for cause in CAUSES}
    return {cause: hours for cause, hours in found.items() if hours}


def chip(peak):
    return device("alpha") | {"name": "Own", "chip": "own", "peak": {"fp16": peak}}


def test_a_domestic_fleet_beside_work_for_other_chips(rows_of):
    """1,000 cards at 0.6 of the reference: 970 available, 100 reserved of which 80 used, 468 held on demand."""
    loss_7_of_475 = 65.37282  # size of jobs at which 870 free cards turn away 7 of 475
    raw = center_of(
        fleets={"domestic": fleet("alpha", 1000, 0.97) | {"device": chip(0.24)}},
        contracts={"anchor": {"fleet": "domestic", "cards": 100, "start": 0, "end": 99, "price": 2, "used_share": 0.8}},
        markets={
            "cuda": market(700, 5, runs_on={"nvidia-h100-sxm": 1.0}, competition={"capture": 0.45}),
            "ported": market(142.5, 5, runs_on={"domestic": 0.5}, job_cards=loss_7_of_475, queue={}),
        },
    )
    for m in raw["markets"].values():
        m["reference"] = chip(0.4)
    rows = rows_of(raw)
    assert cards(rows, "idle/domestic/idle") == pytest.approx(452, abs=1e-3)
    parts = {"unavailable": 30, "reserved and paid": 20, "queue": 7, "other chips": 395}
    assert idle(rows, "domestic") == pytest.approx(parts, abs=1e-3)
    assert cards(rows, "sales/market/cuda/offered") == pytest.approx(315)
    assert cards(rows, "sales/market/cuda/unmet/no chip") == pytest.approx(315)
    assert cards(rows, "idle/domestic/value/other chips") == pytest.approx(395 * 5 * 0.6, rel=1e-5)
    assert cards(rows, "idle/domestic/value/queue") == pytest.approx(7 * 5, rel=1e-4)
    assert faults(raw, rows) == []


def test_unmet_work_of_one_chip_is_shared_over_the_others_by_their_idle_hours(rows_of):
    """60 hours too many on f1; f2 (half as fast, 100 idle) explains 40 of them, f3 (as fast, 50 idle) 20."""
    fleets = {"f1": fleet("alpha", 100), "f2": fleet("alpha", 100), "f3": fleet("alpha", 50)}
    fleets["f2"]["device"] = chip(0.313 / 2)
    raw = center_of(fleets, {"a": market(160, 5, runs_on={"f1": 1.0})})
    rows = rows_of(raw)
    assert cards(rows, "sales/market/a/unmet/full") == pytest.approx(60)
    assert idle(rows, "f1") == {}
    assert idle(rows, "f2") == pytest.approx({"other chips": 80, "no demand": 20})
    assert idle(rows, "f3") == pytest.approx({"other chips": 20, "no demand": 30})
    assert cards(rows, "idle/f2/value/other chips") == pytest.approx(80 * 5 * 0.5)
    assert faults(raw, rows) == []


def test_work_not_adapted_remote_or_too_dear_explains_idle_hours_in_this_order(rows_of):
    """f2 does 0.25 reference hours in an hour. A lacks 20 (on f1), B 10 (not ready), C 4 (remote) and 0.5 (price)."""
    fleets = {"f1": fleet("alpha", 100), "f2": fleet("alpha", 110)}
    fleets["f2"]["device"] = chip(0.313 / 2)
    response = {"reference_price": 3, "elasticity": 1}
    markets = {
        "a": market(120, 5, runs_on={"f1": 1.0}),
        "b": market(10, 4, runs_on={"f2": {"efficiency": 0.5, "ready": 50}}),
        "c": market(1, 6, runs_on={"f2": 0.5}, price_response=response, remote={"south": {"demand": 4}}),
    }
    raw = center_of(fleets, markets)
    rows = rows_of(raw)
    assert cards(rows, "sales/market/c/on/f2/sold") == pytest.approx(2)
    parts = {"other chips": 40, "not adapted": 40, "network": 16, "price": 2, "no demand": 10}
    assert idle(rows, "f2") == pytest.approx(parts)
    assert cards(rows, "sales/market/c/lost/network") == pytest.approx(4)
    assert cards(rows, "sales/market/c/lost/price") == pytest.approx(0.5)
    values = {
        "other chips": 40 * 5 * 0.5,
        "not adapted": 40 * 4,
        "network": 16 * 6,
        "price": 2 * 6,
        "no demand": 10 * 6,
    }
    assert {cause: cards(rows, f"idle/f2/value/{cause}") for cause in values} == pytest.approx(values)
    assert faults(raw, rows) == []


def test_each_cause_takes_at_most_the_hours_that_are_left(rows_of):
    """30 idle hours of f2: A's 20 unmet would explain 40 of them, so nothing is left for B."""
    fleets = {"f1": fleet("alpha", 100), "f2": fleet("alpha", 30)}
    fleets["f2"]["device"] = chip(0.313 / 2)
    markets = {
        "a": market(120, 5, runs_on={"f1": 1.0}),
        "b": market(10, 4, runs_on={"f2": {"efficiency": 0.5, "ready": 50}}),
    }
    rows = rows_of(center_of(fleets, markets))
    assert idle(rows, "f2") == pytest.approx({"other chips": 30})


def test_bass_adoption_is_that_of_the_published_points(rows_of):
    """Innovation 0.03, imitation 0.38 a year: 3.58, 8.51, 15.05 % of all after 1, 2, 3 years, 81.28 % after ten."""
    wanted = market(1000, 5, fleet="f1", adoption={"shape": "bass", "start": 0})
    rows = rows_of(center_of({"f1": fleet("alpha", 5000)}, {"a": wanted}, months=120))
    for year, share in zip((1, 2, 3, 5, 8, 10), (0.0358, 0.0851, 0.1505, 0.3312, 0.6517, 0.8128), strict=True):
        assert cards(rows, "sales/market/a/demand", 12 * year - 1) / 1000 == pytest.approx(share, abs=5e-5)


@pytest.mark.parametrize(("innovation", "imitation"), [(0.01, 0.4), (0.05, 0.0), (0.002, 2.5)])
def test_bass_adoption_before_and_after_its_beginning(rows_of, innovation, imitation):
    shape = {"shape": "bass", "start": 5.5, "innovation": innovation, "imitation": imitation}
    rows = rows_of(
        center_of({"f1": fleet("alpha", 5000)}, {"a": market(1000, 5, fleet="f1", adoption=shape)}, months=60)
    )
    found = [cards(rows, "sales/market/a/demand", t) / 1000 for t in (4, 5, 41)]
    b = [math.exp(-(innovation + imitation) * years) for years in (0, 0.5 / 12, 36.5 / 12)]
    assert found == pytest.approx([(1 - x) / (1 + imitation / innovation * x) for x in b], rel=1e-9, abs=1e-12)


def test_logistic_adoption_by_hand(rows_of):
    """Half at the end of month 11; a growth rate of 2 a year gives 1 / (1 + e^-2) a year later, 1 / (1 + e) before."""
    wanted = market(1000, 5, fleet="f1", adoption={"start": 12, "speed": 2})
    rows = rows_of(center_of({"f1": fleet("alpha", 5000)}, {"a": wanted}, months=120))
    found = [cards(rows, "sales/market/a/demand", t) / 1000 for t in (5, 11, 23, 119)]
    assert found == pytest.approx([0.268941421, 0.5, 0.880797078, 1 / (1 + math.exp(-18))], rel=1e-8)


@pytest.mark.parametrize("price", [0.0, 1.0, 4.0, 5.0, 10.0, 20.0])
def test_below_the_reference_price_demand_rises_above_it_some_is_lost(rows_of, price):
    response = {"reference_price": 5, "elasticity": 0.5, "floor": 0.1, "cap": 3}
    rows = rows_of(
        center_of({"f1": fleet("alpha", 5000)}, {"a": market(1000, price, fleet="f1", price_response=response)})
    )
    expected = min(max(price / 5, 0.1) ** -0.5, 3)
    assert cards(rows, "sales/market/a/offered") == pytest.approx(1000 * expected)
    assert cards(rows, "sales/market/a/potential") == pytest.approx(1000 * max(expected, 1))
    assert cards(rows, "sales/market/a/lost/price") == pytest.approx(1000 * max(1 - expected, 0))


@pytest.mark.parametrize(
    ("competition", "won"),
    [({"supply": 400}, 500), ({"supply": 50}, 950), ({"capture": 0.3}, 300), ({"capture": 0.3, "supply": 200}, 800)],
)
def test_competitors_win_in_proportion_to_supply_and_no_more_than_they_hold(rows_of, competition, won):
    """400 cards of our own against theirs, 1,000 wanted."""
    raw = center_of({"f1": fleet("alpha", 400)}, {"a": market(1000, 5, fleet="f1", competition=competition)})
    rows = rows_of(raw)
    assert cards(rows, "sales/market/a/offered") == pytest.approx(max(won, 1000 - competition.get("supply", 1000)))
    assert cards(rows, "sales/market/a/unmet/full") == pytest.approx(
        cards(rows, "sales/market/a/offered") - 400 if won > 400 else 0
    )


def test_remote_demand_comes_with_its_network_and_costs_its_price(rows_of):
    """100 at home and 300 in two regions: one beyond its latency, one reached from the middle of month 1."""
    networks = {"line": {"ready": 1.5, "latency": 20, "price": 0.5}}
    remote = {
        "near": {"demand": 200, "network": "line", "latency_limit": 20},
        "far": {"demand": 100, "network": "line", "latency_limit": 19.9},
    }
    raw = center_of(
        {"f1": fleet("alpha", 150)}, {"a": market(100, 5, fleet="f1", remote=remote)}, networks=networks, months=3
    )
    rows = rows_of(raw)
    assert [cards(rows, "sales/market/a/offered", t) for t in range(3)] == pytest.approx([100, 200, 300])
    assert [cards(rows, "sales/market/a/lost/network", t) for t in range(3)] == pytest.approx([300, 200, 100])
    assert [cards(rows, "sales/market/a/sold", t) for t in range(3)] == pytest.approx([100, 150, 150])
    # served x reachable / addressable x price: 150 x 100 / 200, then 150 x 200 / 300
    assert [cards(rows, "opex/network/a", t) for t in range(3)] == pytest.approx([0, 37.5, 50])


def test_adaptation_raises_efficiency_and_costs_money_over_its_months(rows_of):
    work = {"start": 0.5, "months": 2, "initial_efficiency": 0.2, "cost": 1200}
    runs = {"own": {"efficiency": 0.6, "adaptation": work}}
    fleets = {name: fleet("alpha", 100) for name in ("f1", "f2")}
    rows = rows_of(center_of(fleets, {"a": market(1000, 5, runs_on={"alpha": runs["own"]})}, months=4))
    for f in fleets:  # one chip, two fleets
        path = f"sales/market/a/on/{f}/yield"
        assert rows[path][:, 0] == pytest.approx([0.3, 0.5, 0.6, 0.6])
    assert rows["opex/adaptation/a/alpha"][:, 0] == pytest.approx([300, 600, 300, 0])


def test_two_markets_share_a_fleet_pro_rata_and_overflow_to_the_next_of_their_lists(rows_of):
    """f1 has 100: A wants 150, B 50, so 75 and 25; A's other 75 go to f2, which has 60."""
    fleets = {"f1": fleet("alpha", 100), "f2": fleet("alpha", 60)}
    markets = {"a": market(150, 5, runs_on={"f1": 1.0, "f2": 1.0}), "b": market(50, 5, runs_on={"f1": 1.0})}
    rows = rows_of(center_of(fleets, markets))
    held = {(m, f): cards(rows, f"sales/market/{m}/on/{f}/sold") for m, f in (("a", "f1"), ("b", "f1"), ("a", "f2"))}
    assert held == pytest.approx({("a", "f1"): 75, ("b", "f1"): 25, ("a", "f2"): 60})
    assert cards(rows, "sales/market/a/unmet") == pytest.approx(15)
    assert cards(rows, "sales/market/b/unmet") == pytest.approx(25)


@pytest.mark.parametrize(("cards_of_a_job", "too_large"), [(50, 0), (100, 0), (200, 40), (400, 60)])
def test_jobs_larger_than_the_pool_are_too_large_in_proportion(rows_of, cards_of_a_job, too_large):
    raw = center_of({"f1": fleet("alpha", 100)}, {"a": market(80, 5, fleet="f1", job_cards=cards_of_a_job)})
    rows = rows_of(raw)
    assert cards(rows, "sales/market/a/unmet/too large") == pytest.approx(too_large)
    assert idle(rows, "f1") == pytest.approx(
        {"too large": too_large, "no demand": 20} if too_large else {"no demand": 20}
    )


def test_an_hour_of_the_reference_may_be_what_is_paid(rows_of):
    """60 reference hours on a card that does half of one: 120 card-hours, paid as 60."""
    own = fleet("alpha", 200) | {"device": chip(0.313)}
    for paid_per, paid in (("card_hour", 120 * 0.9), ("reference_hour", 60 * 0.9)):
        runs_on = {"f1": {"efficiency": 0.5, "price_factor": 0.9}}
        rows = rows_of(center_of({"f1": own}, {"a": market(60, 5, runs_on=runs_on, paid_per=paid_per)}))
        assert cards(rows, "sales/market/a/on/f1/sold") == pytest.approx(120)
        assert cards(rows, "revenue/market/a") == pytest.approx(5 * paid)


def test_erlangs_loss_of_one_size_of_job(rows_of):
    """64 servers of 8 cards at 95 % load lose Erlang's share, whatever the length of a job."""
    wanted = market(0.95 * 512, 5, fleet="f1", job_cards=8, queue={})
    rows = rows_of(center_of({"f1": fleet("alpha", 512)}, {"a": wanted}))
    lost, load = 1.0, 0.95 * 64
    for servers in range(1, 65):
        lost = load * lost / (servers + load * lost)
    assert cards(rows, "sales/market/a/unmet/queue") / (0.95 * 512) == pytest.approx(lost, rel=3e-5)


@pytest.mark.parametrize("waits", [0.0, 0.5, 1.0])
def test_work_that_waits_is_lost_only_where_patience_ends(rows_of, waits):
    queue = {"waits": waits, "patience": 12, "service_time": 24}
    wanted = market(80, 5, fleet="f1", job_cards=10, queue=queue)
    rows = rows_of(center_of({"f1": fleet("alpha", 100)}, {"a": wanted}))
    lost = 1.0
    for servers in range(1, 11):
        lost = 8 * lost / (servers + 8 * lost)
    waiting = lost / (1 - 0.8 * (1 - lost))
    expected = (1 - waits) * lost + waits * min(lost, waiting * math.exp(-(10 - 8) * 12 / 24))
    assert cards(rows, "sales/market/a/unmet/queue") / 80 == pytest.approx(expected, rel=1e-4)
    assert np.all(rows["sales/market/a/unmet/full"] == 0)
