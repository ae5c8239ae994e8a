"""Variations of a center on packs against the NumPy twin: one process and core, processor time, alternating.

python tests/benchmarks/engine_peers.py [--json] [center ...]

Every number of the model varies by up to 1 %. The twin runs at each of several batch sizes, and its best one counts;
both compute all metrics with all four rates of return, with and without break-even utilization. Only without it do
they do the same work: at each step of its search the twin runs operations in full, the library power, working capital
and tax. The ratio is the median of rounds in which one runs right after the other; its quartiles and the ratio of the
least times stand beside.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

import libroi as roi

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "python"))
from twin import Twin, keep_memory  # noqa: E402

ROWS = 2048
ROUNDS = 15
TWIN_BATCHES = (64, 128, 256, 512, 1024, 2048)
CENTERS = ["harbin_china_mobile", "lingshui_hainan_expressway", "data/four_fleets_six_markets"]
BREAK_EVEN = "break-even utilization"


def seconds(call: Callable[[], object], rounds: int) -> float:
    """Least processor time of one call."""
    call()
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        call()
        best = min(best, time.process_time() - start)
    return best


def varied(twin: Twin, rows: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(1)
    return {path: value * rng.uniform(0.99, 1.01, rows) for path, value in twin.model.numbers.items()}


def measure(name: str) -> list[dict[str, object]]:
    path = ROOT / ("tests" if name.startswith("data/") else "models/centers") / f"{name}.json"
    center, twin = roi.load(path), Twin(path)
    values = varied(twin, ROWS)
    ranges = center.parameters[["low", "high"]]
    values = {key: value.clip(*ranges.loc[key]) for key, value in values.items() if key in ranges.index}
    all_metrics = list(center.evaluate_many({next(iter(values)): 1.0 * values[next(iter(values))][:1]}).columns)
    out = []
    for break_even in (False, True):
        wanted = [metric for metric in all_metrics if break_even or metric != BREAK_EVEN]
        calls = {}
        for batch in TWIN_BATCHES:
            part = {key: value[:batch] for key, value in values.items()}
            calls[batch] = partial(twin.metrics, part, break_even=break_even)
        best = min(TWIN_BATCHES, key=lambda batch, calls=calls: seconds(calls[batch], 3) / batch)
        ours = partial(center.evaluate_many, values, metrics=wanted, threads=1)
        # one after the other: the clock of a shared machine wanders, and the ratio of one round does not see it
        rounds = np.array([(seconds(ours, 1) / ROWS, seconds(calls[best], 1) / best) for _ in range(ROUNDS)])
        least, ratios = rounds.min(axis=0), rounds[:, 1] / rounds[:, 0]
        out.append(
            {
                "center": name,
                "break-even": break_even,
                "inputs varied": len(values),
                "libroi us": least[0] * 1e6,
                "twin us": least[1] * 1e6,
                "twin batch": best,
                "ratio of the least": least[1] / least[0],
                "ratio": float(np.median(ratios)),
                "quartiles": [float(q) for q in np.quantile(ratios, (0.25, 0.75))],
            }
        )
    return out


def main() -> None:
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    keep_memory()
    results = [row for name in names or CENTERS for row in measure(name)]
    if "--json" in sys.argv:
        print(json.dumps({"instruction set": roi.instruction_set(), "results": results}, indent=2))
        return
    print(f"instruction set {roi.instruction_set()}, one thread, processor time of one variation")
    print(f"{'center':28}{'break-even':>11}{'libroi us':>10}{'twin us':>9}{'batch':>6}{'ratio':>7}  quartiles   least")
    for row in results:
        low, high = row["quartiles"]
        print(
            f"{row['center']:28}{'yes' if row['break-even'] else 'no':>11}{row['libroi us']:10.1f}{row['twin us']:9.1f}"
            f"{row['twin batch']:6}{row['ratio']:7.1f}  {low:.1f} - {high:.1f}{row['ratio of the least']:8.1f}"
        )


if __name__ == "__main__":
    main()
