"""Variations of a center on packs against the NumPy twin: one process and core, processor time, best of several rounds.

python tests/benchmarks/engine_peers.py [--json] [center ...]

Every number of the model varies by up to 1 %. The twin runs at each of several batch sizes, and its best one counts;
both compute all metrics with all four rates of return, with and without break-even utilization.
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

ROWS = 4096
TWIN_BATCHES = (32, 64, 128, 256, 512)
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
    path = ROOT / "models" / "centers" / f"{name}.json"
    center, twin = roi.load(path), Twin(path)
    values = varied(twin, ROWS)
    known = set(center.parameters.index)
    values = {key: value for key, value in values.items() if key in known}
    all_metrics = list(center.evaluate_many({next(iter(values)): 1.0 * values[next(iter(values))][:1]}).columns)
    out = []
    for break_even in (False, True):
        wanted = [metric for metric in all_metrics if break_even or metric != BREAK_EVEN]
        ours = seconds(partial(center.evaluate_many, values, metrics=wanted, threads=1), 5) / ROWS
        twins = {}
        for batch in TWIN_BATCHES:
            part = {key: value[:batch] for key, value in values.items()}
            call = partial(twin.metrics, part, break_even=break_even)
            twins[batch] = seconds(call, 5) / batch
        best = min(twins, key=twins.get)
        out.append(
            {
                "center": name,
                "break-even": break_even,
                "inputs varied": len(values),
                "libroi us": ours * 1e6,
                "twin us": twins[best] * 1e6,
                "twin batch": best,
                "ratio": twins[best] / ours,
            }
        )
    return out


def main() -> None:
    names = [name for name in sys.argv[1:] if not name.startswith("-")]
    keep_memory()
    results = [row for name in names or ["harbin_china_mobile", "lingshui_hainan_expressway"] for row in measure(name)]
    if "--json" in sys.argv:
        print(json.dumps({"instruction set": roi.instruction_set(), "results": results}, indent=2))
        return
    print(f"instruction set {roi.instruction_set()}, one thread, processor time of one variation")
    print(f"{'center':30}{'break-even':>12}{'libroi us':>12}{'twin us':>10}{'at batch':>10}{'ratio':>8}")
    for row in results:
        print(
            f"{row['center']:30}{'yes' if row['break-even'] else 'no':>12}{row['libroi us']:12.1f}"
            f"{row['twin us']:10.1f}{row['twin batch']:10}{row['ratio']:8.1f}"
        )


if __name__ == "__main__":
    main()
