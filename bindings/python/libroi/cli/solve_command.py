"""`roi solve`: which value of an input gives a metric a wanted value, or why none does."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import typer

from .. import frames
from ..errors import DomainError
from ..model.center import Center
from ..model.goal_seek import Solution, solve
from ..model.reading import load
from ..report import files
from . import terminal
from .exit_codes import INFEASIBLE

__all__ = ["solve_for"]

MOVERS = 8  # other inputs named on the terminal


def solve_for(
    path: Annotated[str, typer.Argument(help="input to change, such as contracts.anchor.price", show_default=False)],
    file: Annotated[Path, typer.Argument(help="model file (JSON, comments allowed)", show_default=False)],
    goal: Annotated[
        str, typer.Option("--for", help="what is wanted: metric=value, such as npv/project=0", show_default=False)
    ],
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="apply this scenario of the file")] = "",
    low: Annotated[float | None, typer.Option("--low", help="least value to try, in the unit of the field")] = None,
    high: Annotated[float | None, typer.Option("--high", help="greatest value to try")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON with sorted keys")] = False,
) -> None:
    """Which value of an input gives a metric a wanted value. Exit code 3 and the reason where none does."""
    with terminal.errors():
        loaded = load(file, scenario)
        metric, target = parsed(goal)
        found = solve(loaded, path, metric, target, (low, high))
    if as_json:
        terminal.write_json(files.json_text(as_dict(found, loaded)))
    elif found.status != "infeasible":
        typer.echo(as_text(found, loaded))
    if found.status == "infeasible":
        terminal.fail(found.reason, INFEASIBLE)


def parsed(goal: str) -> tuple[str, float]:
    """Metric and target out of "npv/project=0"."""
    metric, equals, value = goal.rpartition("=")
    try:
        return metric.strip(), float(value if equals else "")
    except ValueError:
        raise DomainError(f"--for is '{goal}', but must be metric=value, such as npv/project=0") from None


def as_dict(found: Solution, loaded: Center) -> dict[str, Any]:
    """The whole answer for `--json`; null stands for what does not exist."""
    return {
        "path": found.path,
        "unit": _unit(found, loaded),
        "metric": found.metric,
        "target": found.target,
        "status": found.status,
        "reason": found.reason,
        "inputs": loaded.hash,
        "scenario": loaded.chosen_scenario,
        "present": found.present,
        "value": _number(found.value),
        "metric_value": _number(found.metric_value),
        "slope": _number(found.slope),
        "bracket": list(found.bracket),
        "extremes": {
            name: {key: _number(row[key]) for key in ("metric", "at")} for name, row in found.extremes.iterrows()
        },
        "solutions": [{key: _number(x) for key, x in row.items()} for row in found.solutions.to_dict("records")],
        "gaps": found.gaps.to_dict("records"),
        "jumps": found.jumps.to_dict("records"),
        "sensitivity": {str(other): _number(x) for other, x in found.sensitivity.items()},
        "evaluations": found.evaluations,
        "iterations": found.iterations,
    }


def as_text(found: Solution, loaded: Center) -> str:
    """The value, and which other inputs move it most."""
    unit = _unit(found, loaded)
    shown = "" if unit == "1" else f" {unit}"
    lines = [found.reason, f"{found.path} = {found.value!r}{shown}, now {found.present!r}"]
    strongest = found.elasticity.dropna().head(MOVERS)
    strongest = strongest[strongest != 0]
    if not strongest.empty:
        lines.append("one per cent more of another input moves it by")
        size = 0.01 * abs(found.value)
        of = f"% of |{found.path}|" if found.value < 0 else "%"
        lines += [
            f"  {other:<48} {size * percent:+12.6g}{shown} {percent:+9.4f} {of}" for other, percent in strongest.items()
        ]
    return "\n".join(lines)


def _unit(found: Solution, loaded: Center) -> str:
    (unit,) = (p.unit for p in loaded._core.parameters() if p.path == found.path)
    return frames.unit_in(unit, loaded.currency)


def _number(x: Any) -> float | None:
    return None if math.isnan(x) else float(x)
