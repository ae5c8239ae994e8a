"""Goal seek: which value of an input gives a metric a wanted value, or why none does.

>>> center = roi.load(example)
>>> found = center.solve("contracts.anchor.price", {"npv/project": 0})
>>> found.status, round(found.value, 6)
('solved', 5.897557)
>>> abs(found.center.evaluate().metric("npv/project")) < 0.01
True
>>> float(round(found.sensitivity["power.demand_price"], 6))  # CNY/card-hour per CNY/kW-month
0.001368
>>> center.solve("contracts.anchor.price", {"npv/project": 0}, bracket=(6, 9)).reason
'npv/project = 0 CNY cannot be had with contracts.anchor.price from 6 to 9 CNY/card-hour: it is between ...'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from .. import _libroi, frames
from ..errors import DomainError, NoSolutionError

if TYPE_CHECKING:
    from .center import Center

__all__ = ["Bracket", "Solution", "solve"]

#: Least and greatest value to try, in the unit of the field; None leaves an end to the search.
Bracket = tuple[float | None, float | None]
Status = Literal["solved", "several", "infeasible"]


@dataclass(frozen=True, repr=False, eq=False)
class Solution:
    """Outcome of a goal seek. `value`, `metric_value` and `slope` are NaN where it is infeasible."""

    path: str
    metric: str
    target: float
    status: Status
    #: One sentence: what was found, or why there is nothing; stretches left out, and jumps of the metric.
    reason: str
    #: The value of the input in the center the search began with.
    present: float
    #: The solution nearest to the present value.
    value: float
    metric_value: float
    #: d metric / d input at the value, exact; one-sided at a kink.
    slope: float
    #: Every solution found: value, metric, slope, and from low to high the values that give exactly the target.
    solutions: pd.DataFrame
    #: Stretches left out: low, high, reason (no metric there, or a rule between fields broken).
    gaps: pd.DataFrame
    #: Where the metric passes the target without taking it: at, below, above.
    jumps: pd.DataFrame
    #: What was searched.
    bracket: tuple[float, float]
    #: Least and greatest value of the metric that was seen, and where.
    extremes: pd.DataFrame
    #: d value / d parameter for every other parameter, by the implicit function theorem; empty where infeasible.
    sensitivity: pd.Series[float]
    evaluations: int
    iterations: int
    _before: Center

    @property
    def center(self) -> Center:
        """The center with the value in place.

        Raises `NoSolutionError` with the reason where there is none, and like `Center.replace` `InputError` for a point
        of a curve outside the uncertainty that the file states for the curve.
        """
        if self.status == "infeasible":
            raise NoSolutionError(self.reason)
        return self._before.replace({self.path: self.value})

    @property
    def elasticity(self) -> pd.Series[float]:
        """Per cent of |value| per per cent of |each other parameter| but dates, the strongest first.

        The sign is that of the derivative: positive is a higher value, also where the value is negative.
        """
        levels = {p.path: p.value for p in self._before._core.parameters() if p.kind != "date"}
        slopes = self.sensitivity[[path for path in self.sensitivity.index if path in levels]]
        with np.errstate(divide="ignore", invalid="ignore"):
            out = (slopes * pd.Series(levels)[slopes.index].abs() / abs(self.value)).replace([np.inf, -np.inf], np.nan)
        return out.sort_values(key=abs, ascending=False)

    def __repr__(self) -> str:
        return f"<Solution {self.status}: {self.reason}>"


def solve(center: Center, path: str, metric: str, target: float, bracket: Bracket | None = None) -> Solution:
    """The value of the input at `path` that gives `metric` the value `target`, or the reason why there is none.

    bracket  (least, greatest) value to try; without it the range of the field, of a date the months of the model, and
             at most 1,000 times the present value

    About 65 values are tried first; turning points of the metric that face the target are looked at more closely.
    Values that break a rule between fields, and at which the metric does not exist, are left out and listed in `gaps`.
    Raises `DomainError` for a path that is no number of the center and for a bracket that leaves the field's range.
    """
    core = center._core
    goal = _libroi.goal_seek(core, path, metric, float(target), (None, None) if bracket is None else bracket)
    status: Status = "solved" if goal.status == "solved" else "several" if goal.status == "several" else "infeasible"
    return Solution(
        path=goal.path,
        metric=goal.metric,
        target=goal.target,
        status=status,
        reason=goal.reason,
        present=goal.present,
        value=goal.value,
        metric_value=goal.metric_at_value,
        slope=goal.slope,
        solutions=_table(goal.solutions, ("value", "metric", "slope", "low", "high")),
        gaps=_table(goal.gaps, ("low", "high", "reason")),
        jumps=_table(goal.jumps, ("at", "below", "above")),
        bracket=goal.bracket,
        extremes=pd.DataFrame(
            {"metric": [goal.least, goal.greatest], "at": [goal.least_at, goal.greatest_at]},
            index=pd.Index(["least", "greatest"]),
        ),
        sensitivity=_sensitivity(center, path, goal.sensitivity),
        evaluations=goal.evaluations,
        iterations=goal.iterations,
        _before=center,
    )


def goal_of(goal: Mapping[str, float]) -> tuple[str, float]:
    """Metric and target out of {"npv/project": 0}."""
    if len(goal) != 1:
        raise DomainError(f"solve: goal has {len(goal)} metrics, but must be one, such as {{'npv/project': 0}}")
    ((metric, target),) = goal.items()
    return metric, target


def _table(
    rows: list[_libroi.GoalSolution] | list[_libroi.GoalGap] | list[_libroi.GoalJump], names: tuple[str, ...]
) -> pd.DataFrame:
    return pd.DataFrame({name: [getattr(row, name) for row in rows] for name in names})


def _sensitivity(center: Center, path: str, slopes: list[float]) -> pd.Series[float]:
    rows = center._core.parameters() if slopes else []
    out = pd.Series(
        np.asarray(slopes, dtype=np.float64), index=pd.Index([p.path for p in rows], name="path"), name=path
    )
    units = {p.path: frames.unit_in(p.unit, center.currency) for p in rows}
    out = out.drop(path, errors="ignore")
    out.attrs = {"units": {other: _ratio(units[path], units[other]) for other in out.index}}
    return out


def _ratio(above: str, below: str) -> str:
    if above == below:
        return "1"
    return above if below == "1" else f"({above})/({below})"
