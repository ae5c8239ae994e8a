"""Goal seek from Python and from the command line."""

from __future__ import annotations

import json
import os
import pathlib
import pickle

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import libroi as roi
from libroi import cli

PRICE = "contracts.anchor.price"


def command(*arguments: str, cwd: pathlib.Path) -> tuple[int, str, str]:
    before = os.getcwd()
    os.chdir(cwd)
    try:
        done = CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"}).invoke(cli.app, list(arguments))
    finally:
        os.chdir(before)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_price_for_zero_npv(center: roi.Center) -> None:
    found = center.solve(PRICE, {"npv/project": 0})
    assert (found.status, found.path, found.metric, found.target) == ("solved", PRICE, "npv/project", 0.0)
    assert found.center[PRICE] == found.value
    assert abs(found.center.evaluate().metric("npv/project")) < 1e-3
    assert center[PRICE] == found.present == 7.6
    assert found.slope == pytest.approx(found.center.gradient("npv/project")[PRICE], rel=1e-12)
    assert repr(found) == f"<Solution solved: {found.reason}>"
    same = roi.solve(center, PRICE, "npv/project", 0)
    assert same.value == found.value and same.sensitivity.equals(found.sensitivity)


def test_named_centers_for_a_minimum_dscr(named_center: roi.Center) -> None:
    path = next(p for p in named_center.parameters.index if p.startswith("contracts.") and ".price" in p)
    found = named_center.solve(path, {"dscr/minimum": 1.30})
    assert found.status == "solved"
    again = named_center.evaluate_many({path: [found.value]}, ["dscr/minimum"])
    assert again["dscr/minimum"].item() == found.metric_value == pytest.approx(1.30, rel=1e-12)
    assert found.slope > 0


def test_sensitivity_is_that_of_the_solution(center: roi.Center) -> None:
    found = center.solve(PRICE, {"npv/project": 0})
    assert PRICE not in found.sensitivity.index
    assert list(found.sensitivity.index) == [p for p in center.parameters.index if p != PRICE]
    assert found.sensitivity.attrs["units"]["power.demand_price"] == "(CNY/card-hour)/(CNY/kW-month)"
    for other in ("power.demand_price", "fleets.ascend.price", "tax.rate"):
        h = 1e-4 * center[other]
        ends = [center.replace({other: center[other] + d}).solve(PRICE, {"npv/project": 0}).value for d in (-h, h)]
        assert found.sensitivity[other] == pytest.approx((ends[1] - ends[0]) / (2 * h), rel=1e-5)
    share = found.elasticity["fleets.ascend.price"]
    assert share == pytest.approx(found.sensitivity["fleets.ascend.price"] * 140_000 / found.value, rel=1e-12)
    assert found.elasticity.abs().is_monotonic_decreasing
    assert "contracts.anchor.end" not in found.elasticity.index  # a date has no per cent


def test_several_solutions(center: roi.Center) -> None:
    found = center.solve("fleets.ascend.cards", {"npv/project": 1e6})
    assert found.status == "several"
    assert list(found.solutions.columns) == ["value", "metric", "slope", "low", "high"]
    npv = center.evaluate_many({"fleets.ascend.cards": found.solutions["value"]}, ["npv/project"])["npv/project"]
    np.testing.assert_allclose(npv, 1e6, rtol=1e-9)
    assert found.value == found.solutions["value"].iloc[1]
    assert center.solve("fleets.ascend.cards", {"npv/project": 1e6}, (1, 1000)).status == "solved"


def test_infeasible_says_why(center: roi.Center) -> None:
    found = center.solve(PRICE, {"npv/project": 0}, bracket=(6, 9))
    assert found.status == "infeasible"
    assert np.isnan([found.value, found.metric_value, found.slope]).all()
    assert found.sensitivity.empty and found.elasticity.empty and found.solutions.empty
    assert found.bracket == (6.0, 9.0)
    assert found.reason == (
        "npv/project = 0 CNY cannot be had with contracts.anchor.price from 6 to 9 CNY/card-hour: "
        "it is between 1.4854e+06 CNY (at 6) and 4.47735e+07 CNY (at 9)"
    )
    with pytest.raises(roi.NoSolutionError) as error:
        _ = found.center
    assert str(error.value) == found.reason
    assert list(found.extremes["at"]) == [6.0, 9.0]


def test_stretches_left_out(center: roi.Center) -> None:
    rule = center.solve("contracts.anchor.end", {"npv/project": 0}).gaps
    assert list(rule["reason"]) == ["contracts.anchor.end must be after start"]
    assert list(rule[["low", "high"]].iloc[0]) == pytest.approx([0.0, 11.0], rel=1e-11)
    jump = center.solve(PRICE, {"dscr/minimum month": 20})
    assert jump.status == "infeasible"
    assert list(jump.jumps[["below", "above"]].iloc[0]) == [17.0, 23.0]


def test_one_end_of_the_bracket(center: roi.Center) -> None:
    assert center.solve(PRICE, {"npv/project": 0}, (1, None)).bracket == (1.0, 7600.0)
    assert center.solve(PRICE, {"npv/project": 0}, (None, 8)).bracket == (0.0, 8.0)


@pytest.mark.parametrize(
    ("path", "goal", "bracket", "message"),
    [
        ("contracts.anchor.pric", {"npv/project": 0}, None, "is not a number of this center; nearest is"),
        (PRICE, {"npv/projec": 0}, None, "'npv/projec' is not a metric; nearest is npv/project"),
        (PRICE, {"npv/project": float("nan")}, None, "goal_seek: target is nan, but must be finite"),
        (PRICE, {"npv/project": 0}, (5, 2), "but its low end must be below its high end"),
        (PRICE, {"npv/project": 0, "moic": 2}, None, "solve: goal has 2 metrics, but must be one"),
        ("months", {"npv/project": 0}, None, "goal_seek: 'months' is not a number of this center"),
    ],
)
def test_wrong_questions(
    center: roi.Center, path: str, goal: dict[str, float], bracket: tuple[float, float] | None, message: str
) -> None:
    with pytest.raises(roi.DomainError) as error:
        center.solve(path, goal, bracket)
    assert message in str(error.value)


def test_solution_can_be_pickled(center: roi.Center) -> None:
    found = center.solve(PRICE, {"npv/project": 0})
    copy = pickle.loads(pickle.dumps(found))
    assert copy.value == found.value and copy.center == found.center
    pd.testing.assert_series_equal(copy.sensitivity, found.sensitivity)


def test_command(root: pathlib.Path, center: roi.Center) -> None:
    code, out, err = command("solve", PRICE, "--for", "npv/project=0", "examples/small_center.json", cwd=root)
    found = center.solve(PRICE, {"npv/project": 0})
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == found.reason
    assert lines[1] == f"{PRICE} = {found.value!r} CNY/card-hour, now 7.6"
    assert lines[2] == "one per cent more of another input moves it by"
    percent = found.elasticity["fleets.ascend.cards"]
    change = f"{0.01 * percent * found.value:+.6g}"
    assert lines[3].split() == ["fleets.ascend.cards", change, "CNY/card-hour", f"{percent:+.4f}", "%"]


def test_a_negative_value_moves_by_its_size(root: pathlib.Path, center: roi.Center) -> None:
    """One per cent more of a price lets demand's price fall faster: the value goes down, from -20.5 % a year."""
    path = "markets.on-demand.price.growth"
    found = center.solve(path, {"npv/project": 0})
    assert found.value < 0 and found.sensitivity[PRICE] < 0 and found.elasticity[PRICE] < 0
    assert found.elasticity[PRICE] == pytest.approx(found.sensitivity[PRICE] * 7.6 / abs(found.value))
    out = command("solve", path, "--for", "npv/project=0", "examples/small_center.json", cwd=root)[1]
    line = next(line.split() for line in out.splitlines() if line.strip().startswith(PRICE))
    assert line[1].startswith("-0.00904") and line[2] == "1/year" and line[3].startswith("-4.41")
    assert line[4:] == ["%", "of", f"|{path}|"]


def test_command_as_json(root: pathlib.Path) -> None:
    arguments = ("solve", PRICE, "--for", "npv/project=0", "examples/small_center.json", "--json")
    code, out, _ = command(*arguments, cwd=root)
    report = json.loads(out)
    assert (code, report["status"], report["unit"]) == (0, "solved", "CNY/card-hour")
    assert report["value"] == pytest.approx(5.897556938573, rel=1e-9)
    assert PRICE not in report["sensitivity"]
    assert command(*arguments, cwd=root)[1] == out
    code, out, err = command(*arguments, "--low", "6", "--high", "9", cwd=root)
    report = json.loads(out)
    assert (code, report["status"], report["value"]) == (3, "infeasible", None)
    assert err == report["reason"] + "\n"


def test_command_where_there_is_no_value(root: pathlib.Path) -> None:
    arguments = ("solve", PRICE, "--for", "npv/project=0", "examples/small_center.json", "--low", "6", "--high", "9")
    assert command(*arguments, cwd=root) == (
        3,
        "",
        "npv/project = 0 CNY cannot be had with contracts.anchor.price from 6 to 9 CNY/card-hour: "
        "it is between 1.4854e+06 CNY (at 6) and 4.47735e+07 CNY (at 9)\n",
    )


@pytest.mark.parametrize(
    ("path", "goal", "message"),
    [
        ("contracts.anchor.pric", "npv/project=0", "goal_seek: 'contracts.anchor.pric' is not a number of this center"),
        (PRICE, "npv/project", "--for is 'npv/project', but must be metric=value, such as npv/project=0"),
        (PRICE, "npv/project=nan", "goal_seek: target is nan, but must be finite"),
    ],
)
def test_command_with_wrong_input(root: pathlib.Path, path: str, goal: str, message: str) -> None:
    code, out, err = command("solve", path, "--for", goal, "examples/small_center.json", cwd=root)
    assert (code, out) == (2, "")
    assert err.startswith(message)


def test_command_takes_a_scenario(root: pathlib.Path) -> None:
    arguments = ("solve", "markets.on-demand.demand", "--for", "npv/project=0", "examples/small_center.json")
    code, out, _ = command(*arguments, "-s", "no-anchor", "--json", cwd=root)
    metrics = roi.load(root / "examples/small_center.json", "no-anchor").evaluate().metrics["value"]
    report = json.loads(out)
    assert (code, report["scenario"]) == (0, "no-anchor")
    assert report["value"] == pytest.approx(320 * metrics["break-even utilization"] / metrics["utilization"], rel=1e-9)
