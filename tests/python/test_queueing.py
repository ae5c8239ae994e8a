"""Queues against plain recursions, SciPy and published tables; shapes, errors, the recalculated workbook."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import re
import shutil
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import special, stats

import libroi as roi
from libroi import queueing

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from recalculate import LibreOffice, differences, emptied, formula_cells, read


def by_recursion(servers: int, load: float) -> float:
    loss = 1.0
    for k in range(1, servers + 1):
        loss = load * loss / (k + load * loss)
    return loss


def by_gamma(servers: float, load: float) -> float:
    """Poisson probability over its distribution function, both continued to real numbers."""
    pmf = np.exp(servers * np.log(load) - load - special.gammaln(servers + 1.0))
    return float(pmf / special.gammaincc(servers + 1.0, load))


def by_states(cards: int, sizes: list[int], loads: list[float]) -> list[float]:
    """Blocking by class from every state of the pool: the product form itself."""
    states = [()]
    for size in sizes:
        states = [(*s, n) for s in states for n in range(cards // size + 1)]  # type: ignore[misc]
    weight, lost = 0.0, [0.0] * len(sizes)
    for state in states:
        taken = sum(n * size for n, size in zip(state, sizes, strict=True))
        if taken > cards:
            continue
        terms = [stats.poisson.pmf(n, load / size) for n, size, load in zip(state, sizes, loads, strict=True)]
        w = float(np.prod(terms))
        weight += w
        for k, size in enumerate(sizes):
            lost[k] += w * (taken + size > cards)
    return [x / weight for x in lost]


@pytest.mark.parametrize("servers", [0, 1, 2, 7, 30, 200])
@pytest.mark.parametrize("ratio", [0.05, 0.6, 1.0, 1.7])
def test_whole_servers_follow_the_recursion(servers: int, ratio: float) -> None:
    load = ratio * servers + 0.2
    assert queueing.erlang_b(servers, load) == pytest.approx(by_recursion(servers, load), rel=1e-14)


@pytest.mark.parametrize("servers", [0.2, 1.5, 9.99, 55.5, 130.0])
@pytest.mark.parametrize("ratio", [0.3, 0.95, 1.1, 1.5])
def test_real_servers_are_the_incomplete_gamma_function(servers: float, ratio: float) -> None:
    want = by_gamma(servers, ratio * servers)
    assert queueing.erlang_b(servers, ratio * servers) == pytest.approx(want, rel=1e-11)
    assert queueing.loss(servers, ratio * servers) == pytest.approx(want, rel=3e-3 / max(1.0, servers))


def test_published_points() -> None:
    table = pd.DataFrame(
        {"c": [10, 15, 100], "a": [8, 10, 90], "b": [0.12166106, 0.03649695, 0.02695738],
         "wait": [0.40918015, 0.10204237, 0.21694048], "mean": [0.204590, 0.020408, 0.021694]}
    )  # fmt: skip
    np.testing.assert_allclose(queueing.erlang_b(table["c"], table["a"]), table["b"], atol=5e-9)
    np.testing.assert_allclose(queueing.erlang_c(table["c"], table["a"]), table["wait"], atol=5e-9)
    np.testing.assert_allclose(queueing.mean_wait(table["c"], table["a"]), table["mean"], atol=5e-7)


def test_closed_form_over_a_wide_grid() -> None:
    servers = np.geomspace(1, 20_000, 40).round()
    ratio = np.array([0.3, 0.7, 0.9, 0.97, 1.0, 1.03, 1.3, 2.0, 3.0, 8.0, 50.0])
    exact = queueing.erlang_b(servers[:, None], ratio * servers[:, None])
    near = queueing.loss(servers[:, None], ratio * servers[:, None])
    assert np.abs(near - exact).max() < 2e-3
    assert np.abs(near - exact)[servers >= 64].max() < 2e-4
    compared = (exact > 1e-12) & (ratio <= 1.3)
    assert np.abs(near[compared] / exact[compared] - 1.0).max() < 7e-4
    carried = ratio * servers[:, None] * (1.0 - near)
    assert (carried <= servers[:, None] * (1 + 1e-13)).all()
    assert (np.diff(near, axis=1) >= 0.0).all(), "more load, more loss"
    assert (np.diff(near, axis=0) <= 0.0).all(), "a larger pool loses less"


def test_waiting() -> None:
    servers, load = 12.0, np.array([3.0, 9.0, 11.9])
    waiting = queueing.erlang_c(servers, load)
    p0 = [sum(a**k / special.factorial(k) for k in range(12)) for a in load]  # the textbook's form
    tail = load**12 / special.factorial(12) * 12.0 / (12.0 - load)
    np.testing.assert_allclose(waiting, tail / (np.array(p0) + tail), rtol=1e-12)
    # the mean is the integral of the tail
    times = np.linspace(0.0, 400.0, 400_001)
    tails = queueing.waits_longer_than(servers, 9.0, times, service_time=2.0)
    assert queueing.mean_wait(servers, 9.0, 2.0) == pytest.approx(np.trapezoid(tails, times), rel=1e-6)
    assert queueing.waits_longer_than(10, 12, 5) == 1.0
    assert queueing.mean_wait(1, 0.5, 8.0) == pytest.approx(8.0)  # M/M/1: rho / (1 - rho) x s
    assert queueing.mean_wait(1, 0.5, 8.0) * queueing.allen_cunneen(1, 0) == pytest.approx(4.0)  # M/D/1


@pytest.mark.parametrize(
    ("cards", "sizes", "loads"),
    [(10, [1], [8.0]), (12, [1, 3], [4.0, 7.0]), (16, [1, 2, 8], [3.0, 6.0, 9.0]), (9, [2, 5], [1.0, 20.0])],
)
def test_kaufman_roberts_is_the_product_form(cards: int, sizes: list[int], loads: list[float]) -> None:
    pool = queueing.kaufman_roberts(cards, sizes, loads)
    want = by_states(cards, sizes, loads)
    np.testing.assert_allclose(pool.blocking, want, rtol=1e-12)
    assert pool.lost_share == pytest.approx(np.dot(loads, want) / sum(loads), rel=1e-12)
    assert pool.carried == pytest.approx(np.dot(loads, 1.0 - np.array(want)), rel=1e-12)
    assert pool.utilization == pytest.approx(pool.carried / cards)


def test_kaufman_roberts_on_the_mixes_of_the_manual() -> None:
    small, large = ([1, 8, 64], [0.1, 0.4, 0.5]), ([8, 64, 256], [0.3, 0.4, 0.3])
    for cards, (sizes, shares), exact, closed in [
        (64, ([1, 8], [0.2, 0.8]), 0.217, 0.194),
        (1024, small, 0.1165, 0.1086),
        (1024, large, 0.2117, 0.1936),
        (8192, small, 0.0254, 0.0244),
        (8192, large, 0.0609, 0.0582),
        (18_000, large, 0.0332, 0.0319),
    ]:
        load = 0.95 * cards * np.array(shares)
        pool = queueing.kaufman_roberts(cards, sizes, load)
        digits = 5e-4 if cards < 100 else 5.1e-5
        assert pool.lost_share == pytest.approx(exact, abs=digits)
        assert pool.closed_form == pytest.approx(closed, abs=digits)
        assert pool.closed_form == queueing.hayward_loss(cards, load.sum(), float(np.dot(load, sizes) / load.sum()))
        assert abs(pool.closed_form - pool.lost_share) <= queueing.closed_form_error(cards, max(sizes))


def test_the_manual_prints_what_it_says(root: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (root / "docs" / "queueing.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```\s+```text\n(.*?)```", page, re.DOTALL)
    assert example is not None
    exec(example[1], {})
    assert capsys.readouterr().out == example[2]


def test_a_large_pool_neither_overflows_nor_underflows() -> None:
    for ratio in (1e-6, 0.01, 0.9, 1.0, 3.0, 1e6):
        load = ratio * 20_000
        pool = queueing.kaufman_roberts(20_000, [1], [load])
        assert pool.lost_share == pytest.approx(by_recursion(20_000, load), rel=1e-10, abs=1e-300)
        assert 0.0 <= pool.utilization <= 1.0


def test_shapes_broadcast() -> None:
    assert type(queueing.erlang_b(10, 8)) is np.float64
    assert queueing.erlang_b([10], 8).shape == (1,)
    assert queueing.loss(np.ones((3, 1)), np.ones(4)).shape == (3, 4)
    assert queueing.mean_wait(pd.Series([10.0, 20.0]), 8, (1, 2)).shape == (2,)
    assert queueing.erlang_b(np.array([]), 8).shape == (0,)
    strided = np.arange(20.0).reshape(4, 5)[::2, ::-2]
    np.testing.assert_array_equal(
        queueing.erlang_b(strided, 3.0), [[by_recursion(int(c), 3.0) for c in r] for r in strided]
    )
    pool = queueing.kaufman_roberts(10, (1, 2), np.array([3.0, 4.0]))
    with pytest.raises(dataclasses.FrozenInstanceError):
        pool.carried = 0.0  # type: ignore[misc]
    with pytest.raises(ValueError, match="read-only"):
        pool.blocking[0] = 0.0
    empty = queueing.kaufman_roberts(10, [], [])
    assert (empty.lost_share, empty.carried, empty.blocking.shape) == (0.0, 0.0, (0,))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: queueing.erlang_b(-1, 2), "erlang_b: servers is -1, but must be in [0, 1e7]"),
        (lambda: queueing.erlang_b([3, 2, np.nan], 2), "erlang_b: servers is nan, but must be in [0, 1e7]"),
        (lambda: queueing.erlang_c(3, [1, -0.5]), "erlang_c: load is -0.5, but must be >= 0 [servers] and finite"),
        (lambda: queueing.loss(3, np.inf), "loss: load is inf, but must be >= 0 and finite"),
        (lambda: queueing.hayward_loss(3, 1, 0), "hayward_loss: mean_job is 0, but must be > 0 [cards] and finite"),
        (
            lambda: queueing.mean_wait(10, [8, 12]),
            "mean_wait: load is 12, but must be < servers (10): otherwise the queue grows without end",
        ),
        (lambda: queueing.waits_longer_than(3, 2, -1), "waits_longer_than: patience is -1, but must be >= 0"),
        (
            lambda: queueing.waits_longer_than(3, 2, 1, 0),
            "waits_longer_than: service_time is 0, but must be > 0 and finite",
        ),
        (lambda: queueing.allen_cunneen(-1, 1), "allen_cunneen: arrival_variation is -1, but must be >= 0 and finite"),
        (
            lambda: queueing.closed_form_error(8, 0),
            "closed_form_error: largest_job is 0, but must be > 0 [cards] and finite",
        ),
        (
            lambda: queueing.loss([1, 2, 3], [1, 2]),
            "loss: servers has shape (3,) and load has shape (2,), which do not broadcast together",
        ),
        (
            lambda: queueing.mean_wait([1, 2, 3], 0.5, [1, 2]),
            "mean_wait: servers has shape (3,), load is a single number and service_time has shape (2,), "
            "which do not broadcast together",
        ),
        (lambda: queueing.erlang_b("10", 8), "erlang_b: servers is a str, but must be a number or an array of numbers"),
        (lambda: queueing.erlang_b(10, None), "erlang_b: load is None, but must be a number or an array of numbers"),
        (
            lambda: queueing.erlang_b(10, 8j),
            "erlang_b: load holds complex numbers, but must be a number or an array of numbers",
        ),
        (
            lambda: queueing.kaufman_roberts(2.5, [1], [1]),
            "kaufman_roberts: cards is 2.5, but must be a whole number in [0, 1e6]",
        ),
        (
            lambda: queueing.kaufman_roberts([8], [1], [1]),
            "kaufman_roberts: cards has shape (1,), but must be one number",
        ),
        (
            lambda: queueing.kaufman_roberts(8, 1, [1]),
            "kaufman_roberts: job_cards is a single number, but must be one series of numbers",
        ),
        (
            lambda: queueing.kaufman_roberts(8, [1, 1.5], [1, 1]),
            "kaufman_roberts: job_cards[1] is 1.5, but must be a whole number >= 1",
        ),
        (
            lambda: queueing.kaufman_roberts(8, [1, 2], [1, -1]),
            "kaufman_roberts: load[1] is -1, but must be in [0, 1e100] [cards]",
        ),
        (
            lambda: queueing.kaufman_roberts(8, [1, 2], [1]),
            "kaufman_roberts: job_cards has 2 entries and load has 1, but each class needs both",
        ),
    ],
)
def test_errors_say_what_where_and_why(call: Any, message: str) -> None:
    with pytest.raises(roi.DomainError) as error:
        call()
    assert str(error.value) == message


PROGRAM = """
#include "libroi/audit/workbook.hpp"
#include "tests/queueing/queue_toy.hpp"
int main(int, char** argv) {
  const roi::test::TracedQueue toy;
  roi::audit::write_workbook(argv[1], roi::audit::Plan(toy.graph), toy.inputs,
                             {"Queue", "", "2026-01, 120 months", "libroi", "0", "nominal"});
}
"""


def test_the_workbook_computes_the_closed_forms(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    """0.3 to 20,000 servers at 0 to 50 times their load, through LibreOffice, from emptied caches."""
    libraries = sorted((root / "build").glob("*/libroi.a"), key=lambda p: p.stat().st_mtime)
    ready = [p for p in libraries if p.parent.name not in ("asan", "debug")]
    if not ready:
        pytest.skip("no C++ build here")
    (tmp_path / "main.cpp").write_text(PROGRAM, encoding="utf-8")
    compiler = os.environ.get("CXX") or shutil.which("c++") or "c++"
    flags = ["-std=c++20", "-O0", "-ffp-contract=off", "-Wno-psabi", f"-I{root}"]
    build = [compiler, *flags, "main.cpp", str(ready[-1]), "-lxlsxwriter", "-pthread", "-o", "main"]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    subprocess.run([tmp_path / "main", "queue.xlsx"], cwd=tmp_path, check=True, timeout=300)
    written = read(tmp_path / "queue.xlsx")
    functions = {cell.formula for cell in written.values() if cell.formula and "NORM.S.DIST" in cell.formula}
    assert functions and all("_xlfn.NORM.S.DIST(" in formula for formula in functions)
    [computed] = map(
        read, LibreOffice(tmp_path / "office")([emptied(tmp_path / "queue.xlsx", tmp_path / "empty.xlsx")])
    )
    assert formula_cells(written) > 10_000
    assert differences(written, computed) == []
    # cell by cell, not by the largest of a row: losses are small where pools are large
    worst = max(
        abs(cell.value - computed[place].value) / abs(cell.value)  # type: ignore[operator, arg-type]
        for place, cell in written.items()
        if cell.formula is not None and isinstance(cell.value, float) and abs(cell.value) > 1e-9
    )
    assert worst < 1e-10
