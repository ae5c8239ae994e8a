"""Rates of return against numpy_financial and pyxirr: one process, one core, processor time, best of several
rounds; the ratios of xirr are medians over rounds in which one side runs right after the other.

python tests/benchmarks/finance_peers.py [--json]
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time
from collections.abc import Callable

import numpy as np
import numpy_financial as npf
import pyxirr
from libroi.compat import pyxirr as ours

from libroi import finance


def microseconds(call: Callable[[], object], repeats: int, rounds: int = 7) -> float:
    """Processor time of one call."""
    call()
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(repeats):
            call()
        best = min(best, time.process_time() - start)
    return best / repeats * 1e6


def faster(ours_call: Callable[[], object], their_call: Callable[[], object], repeats: int, size: int = 1) -> float:
    """How much longer theirs takes: median over rounds in which one runs right after the other."""
    rounds = [
        microseconds(their_call, repeats, 1) / (microseconds(ours_call, max(1, repeats // size), 1) / size)
        for _ in range(41)
    ]
    return float(np.median(rounds))


def main() -> None:
    rng = np.random.default_rng(1)
    rows = 4096
    building, operating = -100 * rng.random((rows, 18)), 22 * (rng.random((rows, 162)) + 0.1)
    project = np.hstack([building, operating])
    none = np.hstack([np.full((rows, 1), -100.0), 0.5 * rng.random((rows, 178)), -20 - 100 * rng.random((rows, 1))])
    days = np.sort(rng.choice(3650, 100, replace=False))
    dates = [dt.date(2015, 1, 1) + dt.timedelta(int(d)) for d in days]
    array = np.array(dates, dtype="datetime64[D]")
    amounts = np.hstack([-100 * rng.random((rows, 10)), 22 * (rng.random((rows, 90)) + 0.1)])
    one, flows = amounts[0], amounts[0].tolist()

    measured = {
        "irr, 180 flows, rows": microseconds(lambda: finance.irr(project, threads=1), 2) / rows,
        "irr, 180 flows without a rate, rows": microseconds(lambda: finance.irr(none, threads=1), 2) / rows,
        "irr, 180 flows, pyxirr": microseconds(lambda: pyxirr.irr(project[0]), 200),
        "irr, 180 flows without a rate, pyxirr": microseconds(lambda: pyxirr.irr(none[0]), 200),
        "irr, 180 flows, numpy_financial": microseconds(lambda: npf.irr(project[0]), 2, 3),
        "irr, 180 flows, one call": microseconds(lambda: ours.irr(project[0]), 500),
        "xirr, 100 dated flows, rows": microseconds(lambda: finance.xirr_rows(array, amounts, threads=1), 2) / rows,
        "xirr, 100 dated flows, lists, one call": microseconds(lambda: ours.xirr(dates, flows), 2000),
        "xirr, 100 dated flows, arrays, one call": microseconds(lambda: ours.xirr(array, one), 2000),
        "xirr, 100 dated flows, lists, pyxirr": microseconds(lambda: pyxirr.xirr(dates, flows), 2000),
        "xirr, 100 dated flows, arrays, pyxirr": microseconds(lambda: pyxirr.xirr(array, one), 2000),
    }
    ratios = {
        "irr rows / pyxirr": measured["irr, 180 flows, pyxirr"] / measured["irr, 180 flows, rows"],
        "irr rows / numpy_financial": measured["irr, 180 flows, numpy_financial"] / measured["irr, 180 flows, rows"],
        "no rate / rate, time": measured["irr, 180 flows without a rate, rows"] / measured["irr, 180 flows, rows"],
        "xirr rows / pyxirr": faster(
            lambda: finance.xirr_rows(array, amounts, threads=1), lambda: pyxirr.xirr(array, one), 500, rows
        ),
        "xirr lists / pyxirr": faster(lambda: ours.xirr(dates, flows), lambda: pyxirr.xirr(dates, flows), 500),
        "xirr arrays / pyxirr": faster(lambda: ours.xirr(array, one), lambda: pyxirr.xirr(array, one), 500),
    }
    if "--json" in sys.argv:
        print(json.dumps({"microseconds": measured, "ratios": ratios}, indent=2))
        return
    for name, value in measured.items():
        print(f"{name:45s} {value:12.3f} us")
    for name, value in ratios.items():
        print(f"{name:45s} {value:12.1f} x")


if __name__ == "__main__":
    main()
