"""Random markets: what every allocation must keep, on the twin and on the library, and both against each other.

`make test` takes CENTERS of them on the twin, EVALUATED of them on the library line by line, and 2,000 markets through
`evaluate_many`; `make soak` 400 centers and 100,000 markets. A center that fails is named by its seed:
random_markets.random_center(seed).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

import libroi as roi

sys.path.insert(0, str(Path(__file__).resolve().parent))
import twin_erlang
from market_properties import RELATIVE, Rows, faults, fewer_hours, revenue_may_fall
from random_markets import device, grown_demand, random_center, skeleton, with_appended_fleet
from twin import Twin
from twin_compare import differs, line_differences, size_of, tied_month

CENTERS = 120
EVALUATED = 40
SOAK_MARKETS = 100_000
SOAK_ROWS = 64


@pytest.fixture
def twin_of(tmp_path):
    def made(raw):
        file = tmp_path / "model.json"
        file.write_text(json.dumps(raw), encoding="utf-8")
        return Twin(file)

    return made


@pytest.fixture
def twin_rows(twin_of):
    return lambda raw, **inputs: Rows(twin_of(raw).evaluate(inputs, break_even=False).lines)


def test_every_allocation_of_the_twin_adds_up(twin_rows):
    found = {seed: faults(raw, twin_rows(raw)) for seed in range(CENTERS) for raw in [random_center(seed)]}
    assert {seed: words for seed, words in found.items() if words} == {}


def more_demand_or_fleets(seed):
    """Two changes after which nobody may hold fewer hours: one market grows, one can run on one more fleet."""
    raw = random_center(seed, plain=True)
    names = list(raw["markets"])
    if names:
        yield raw, grown_demand(raw, names[seed % len(names)], 1.5)
    appended = with_appended_fleet(raw, seed)
    if appended is not None:
        yield raw, appended


def test_without_queue_no_fleet_loses_hours_and_revenue_falls_only_by_displacement(twin_rows):
    compared = kept = fell = 0
    for seed in range(CENTERS):
        for raw, more in more_demand_or_fleets(seed):
            before, after = twin_rows(raw), twin_rows(more)
            assert fewer_hours(raw, before, after) == [], seed
            may_fall = revenue_may_fall(more, before, after)
            old, new = before["revenue/leasing"], after["revenue/leasing"]
            falls = new < old - RELATIVE * np.max(old, initial=1.0)
            assert not (falls & ~may_fall).any(), seed
            compared, kept, fell = compared + 1, kept + int((~may_fall & (new != old)).any()), fell + int(falls.any())
    assert compared > CENTERS
    assert kept > CENTERS / 5  # the statement says something
    assert fell > 0  # and its condition is needed


def three_markets(first):
    """A pays 10 on f1; B, next, pays 5 and needs ten hours of f2 for one of f1; C, last, pays 9 on f2."""
    fleet = {
        "phase": "hall",
        "delivered": 0,
        "commissioning": 0,
        "availability": 1,
        "price": 0,
        "asset_class": "servers",
    }
    both = {"f1": {"efficiency": 1.0}, "f2": {"efficiency": 0.1}}
    always = {"opening": -1, "ramp": 0.01}
    return skeleton(2) | {
        "phases": {"hall": {"energised": 0, "critical_power": 1000}},
        "fleets": {
            "f1": fleet | {"device": device("alpha"), "cards": 10},
            "f2": fleet | {"device": device("alpha"), "cards": 100},
        },
        "contracts": {},
        "markets": {
            "a": always | {"fleet": "f1", "demand": first, "price": 10, "priority": 0},
            "b": always
            | {
                "runs_on": both,
                "reference": device("alpha"),
                "precision": "fp16",
                "demand": 1,
                "price": 5,
                "priority": 1,
            },
            "c": always | {"fleet": "f2", "demand": 100, "price": 9, "priority": 2},
        },
    }


def test_whoever_is_displaced_twice_removed_may_cost_more_than_the_market_that_grew_brings(twin_rows):
    """C pays less than A, whose growth moves B, who moves C: so prices are compared fleet by fleet."""
    before, after = twin_rows(three_markets(9)), twin_rows(three_markets(10))
    assert before["revenue/leasing"][1, 0] == pytest.approx(720 * (90 + 5 + 900))
    assert after["revenue/leasing"][1, 0] == pytest.approx(720 * (100 + 50 + 810))
    assert revenue_may_fall(three_markets(9), before, after).all()


def test_where_all_pay_alike_revenue_never_falls(twin_rows):
    for seed in range(CENTERS // 2):
        for raw, more in more_demand_or_fleets(seed):
            for center in (raw, more):
                for contract in center["contracts"].values():
                    contract |= {"price": 4.0, "take_or_pay": 1.0}
                for market in center["markets"].values():
                    market |= {"price": 4.0} | ({"paid_per": "card_hour"} if "runs_on" in market else {})
                    for entry in market.get("runs_on", {}).values():
                        entry["price_factor"] = 1.0
            old, new = (twin_rows(center)["revenue/leasing"] for center in (raw, more))
            assert (new >= old - RELATIVE * np.max(old, initial=1.0)).all(), seed


@pytest.mark.parametrize(
    ("servers", "most", "error"),
    [((1e-6, 1), 1.3, 2e-3), ((1, 4), 1.3, 4e-4), ((64, 2e4), 1.3, 4e-6),
     ((1e-6, 1), 3, 3e-3), ((1, 4), 3, 9e-4), ((64, 2e4), 3, 1.2e-4),
     ((1e-6, 1), 1e5, 9.5e-3), ((1, 4), 1e5, 2e-3), ((64, 2e4), 1e5, 4e-4)],
)  # fmt: skip
def test_the_error_of_the_closed_form_of_the_loss(servers, most, error):
    """Absolute, against the incomplete gamma function, for loads up to `most` times the servers."""
    c = np.exp(np.linspace(*np.log(servers), 120))[:, None]
    a = c * np.exp(np.linspace(np.log(1e-4), np.log(most), 240))
    exact = twin_erlang.lost_share_exact(c, a)
    assert ((exact >= 0) & (exact <= 1)).all()
    assert np.abs(twin_erlang.lost_share(c, a) - exact).max() < error


def test_the_exact_loss_is_that_of_erlangs_recursion():
    for servers in (1, 2, 8, 64, 300):
        for load in np.array([0.3, 0.8, 1.0, 1.3, 3.0, 30.0]) * servers:
            lost = 1.0
            for k in range(1, servers + 1):
                lost = load * lost / (k + load * lost)
            assert twin_erlang.lost_share_exact(servers, load) == pytest.approx(lost, rel=1e-12)


def test_with_the_exact_loss_the_first_step_on_a_fleet_moves_by_that_error(twin_rows, monkeypatch):
    differed = 0
    for seed in range(CENTERS // 4):
        raw = random_center(seed)
        closed = twin_rows(raw)
        with monkeypatch.context() as patch:
            patch.setattr(twin_erlang, "USED", twin_erlang.lost_share_exact)
            exact = twin_rows(raw)
        for path, row in closed.below("sales/fleet/").items():
            if path.endswith("/step/1/blocked"):
                differed += np.abs(exact[path] - row).max() > 0
                assert np.abs(exact[path] - row).max() < 0.01, (seed, path)
    assert differed > 10


def disagreements(twin_of, seeds):
    """What the library computes otherwise than the twin, or what does not add up, by seed."""
    wrong = {}
    for seed in seeds:
        raw = random_center(seed)
        result = roi.from_dict(raw).evaluate()
        expected = twin_of(raw).evaluate()
        found = line_differences(result, expected.lines, expected.metrics, rounding=1e-13) + faults(
            raw, Rows.of(result)
        )
        if set(result.metrics.index) != set(expected.metrics):
            found.append(f"metrics {set(result.metrics.index) ^ set(expected.metrics)}")
        found += result.checks.loc[~result.checks["passed"], "name"].tolist()
        if found:
            wrong[seed] = found
    return wrong


def test_every_line_and_metric_agrees_with_the_library_and_adds_up(twin_of):
    assert disagreements(twin_of, range(EVALUATED)) == {}


@pytest.mark.soak
def test_every_line_and_metric_of_four_hundred_centers(twin_of):
    assert disagreements(twin_of, range(1000, 1400)) == {}


def test_the_library_too_takes_no_hours_away_and_revenue_only_by_displacement(twin_rows):
    for seed in range(EVALUATED // 4):
        for raw, more in more_demand_or_fleets(seed):
            before, after = (Rows.of(roi.from_dict(center).evaluate()) for center in (raw, more))
            assert fewer_hours(raw, before, after) == [], seed
            may_fall = revenue_may_fall(more, twin_rows(raw), twin_rows(more))[:, 0]
            old, new = (rows["revenue/leasing"][:, 0] for rows in (before, after))
            assert (may_fall | (new >= old - RELATIVE * np.max(old, initial=1.0))).all(), seed


def varied(twin, count, seed):
    """Random values of a third of all numbers; shares of job sizes and order of dates stay as they are."""
    rng = np.random.default_rng(seed)
    values = {}
    for path, base in twin.model.numbers.items():
        field = twin.model.fields[path]
        if path.startswith(("power.", "asset_classes.")) or path.endswith((".share", ".initial_efficiency", ".end")):
            continue
        chosen = rng.random(count) < 0.35
        moved = base + rng.uniform(-1, 0, count) if field.kind == "d" else base * rng.uniform(0.8, 1.2, count)
        if path.endswith((".efficiency", ".busy_power")):  # not below its first value, or idle power
            moved = base * rng.uniform(1.0, 1.2, count)
        values[path] = np.where(chosen, np.clip(moved, field.low, field.high), base)
    return values


def rows_that_disagree(frame, expected):
    """Rows of `evaluate_many` of which a metric is not the twin's, with the metric."""
    wrong = {}
    for path, theirs in expected.metrics.items():
        ours = frame[path].to_numpy()
        if path == "dscr/minimum month":
            pairs = enumerate(zip(ours, theirs, strict=True))
            theirs = np.array([tied_month([a], [b], expected.lines["debt/dscr"], i)[0] for i, (a, b) in pairs])
        for i in np.flatnonzero(differs(ours, theirs, size_of(path, ours))):
            wrong[int(i)] = f"{path}: library {ours[i]!r}, twin {theirs[i]!r}"
    return wrong


def many_markets(twin_of, markets, first_seed):
    """How many markets were compared, and what was wrong, by seed."""
    compared, seed, wrong = 0, first_seed, {}
    while compared < markets:
        raw = random_center(seed)
        twin = twin_of(raw)
        values = varied(twin, SOAK_ROWS, seed)
        frame = roi.from_dict(raw).evaluate_many(values)
        expected = twin.evaluate(values)
        found = rows_that_disagree(frame, expected) | {
            f"{i}": x for i, x in enumerate(faults(raw, Rows(expected.lines)))
        }
        if found:
            wrong[seed] = found
        compared += len(raw["markets"]) * SOAK_ROWS
        seed += 1
    return compared, wrong


def test_two_thousand_markets_through_evaluate_many(twin_of):
    _, wrong = many_markets(twin_of, 2_000, first_seed=10_000)
    assert wrong == {}


@pytest.mark.soak
def test_a_hundred_thousand_markets_through_evaluate_many(twin_of):
    compared, wrong = many_markets(twin_of, SOAK_MARKETS, first_seed=20_000)
    assert compared >= SOAK_MARKETS
    assert wrong == {}
