"""One evaluation of a center against one of SAM's single-owner finance model, NREL's, in one process.

python tests/benchmarks/pysam_peer.py [--json]          needs nrel-pysam, which `make test` does not install

Both compute one project's statements and rates of return from given production: SAM 25 years in yearly steps from
8,760 hourly values of generation at a given price, its defaults otherwise; libroi the 120 months of the Harbin model
with every line item, statement, check and rate. Processor time, one core, one right after the other; the median of
rounds counts. `center.evaluate` includes laying out the model, its checks and the diagnoses of four rates; where the
C++ benchmark is built (`make bench`), the bare evaluation into a ledger stands beside it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import PySAM.Singleowner as singleowner

import libroi as roi

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 15


def microseconds(call: Callable[[], object], repeats: int) -> float:
    """Processor time of one call."""
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats * 1e6


def bare_evaluations() -> dict[str, float]:
    """Microseconds of one evaluation, all lines into a ledger that is kept: the C++ benchmark, if it is there."""
    program = ROOT / "build" / "bench" / "engine_bench"
    if not program.exists():
        return {}
    options = ["--benchmark_filter=one_evaluation/", "--benchmark_format=json"]
    done = subprocess.run([program, *options], cwd=ROOT, capture_output=True, text=True, check=True)
    names = {"all_lines": "into a ledger", "all_lines_and_break_even": "into a ledger, with break-even"}
    found = {row["name"].split("/")[1]: float(row["cpu_time"]) / 1e3 for row in json.loads(done.stdout)["benchmarks"]}
    return {words: found[name] for name, words in names.items()}


def main() -> None:
    project = singleowner.default("CustomGenerationProfileSingleOwner")
    hours = np.arange(8760)
    project.Revenue.ppa_soln_mode = 1  # the price is given: nothing is solved for
    project.SystemOutput.gen = (50_000 * np.clip(np.sin((hours % 24 - 6) * np.pi / 12), 0, None)).tolist()
    center = roi.load(ROOT / "models" / "centers" / "harbin_china_mobile.json")
    project.execute(0)
    center.evaluate()
    rounds = np.array(
        [(microseconds(lambda: project.execute(0), 5), microseconds(center.evaluate, 50)) for _ in range(ROUNDS)]
    )
    ratios = rounds[:, 0] / rounds[:, 1]
    theirs, ours = (float(x) for x in np.median(rounds, axis=0))
    found: dict[str, object] = {
        "single-owner execute us": theirs,
        "single-owner years": int(project.FinancialParameters.analysis_period),
        "center.evaluate us": ours,
        "ratio": float(np.median(ratios)),
        "quartiles": [float(q) for q in np.quantile(ratios, (0.25, 0.75))],
    }
    pairs = [(bare_evaluations(), microseconds(lambda: project.execute(0), 20)) for _ in range(5)]
    for words in pairs[0][0]:
        found[f"evaluation {words} us"] = float(np.median([bare[words] for bare, _ in pairs]))
        found[f"ratio, {words}"] = float(np.median([other / bare[words] for bare, other in pairs]))
    if "--json" in sys.argv:
        print(json.dumps(found, indent=2))
        return
    for name, value in found.items():
        print(f"{name:45s} {value}")


if __name__ == "__main__":
    main()
