"""A center: the inputs of a model, frozen.

>>> center = roi.load(example)
>>> center["fleets.ascend.cards"]
1000.0
>>> bigger = center.replace({"fleets.ascend.cards": 1200})
>>> bigger["fleets.ascend.cards"], center["fleets.ascend.cards"]
(1200.0, 1000.0)
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy.typing as npt
import pandas as pd

from .. import _libroi, frames
from ..errors import DomainError
from ..market.remedies import remedies
from ..result.result import Result
from .goal_seek import Bracket, Solution, goal_of, solve
from .json_values import Replacement, json_of
from .other_revenue import Monthly, months_of
from .progress import Progress
from .variations import elasticities, metric_paths, metrics_of_many, of_one_metric, slopes

__all__ = ["Center"]


class Center:
    """Inputs of a data center, read from a model file. Immutable; equal centers have equal canonical forms.

    Made by `roi.load`, `roi.from_text` or `roi.from_dict`.
    """

    __slots__ = ("_core",)
    _core: _libroi.Center

    def __init__(self, core: _libroi.Center) -> None:
        object.__setattr__(self, "_core", core)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"a Center is frozen; use center.replace({{...}}) instead of setting {name}")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Center is frozen")

    # --- what it is ----------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Name of the center."""
        return self._core.name

    @property
    def owner(self) -> str:
        """Who owns it."""
        return self._core.owner

    @property
    def location(self) -> str:
        """Where it stands."""
        return self._core.location

    @property
    def currency(self) -> str:
        """ISO code of the currency of all money."""
        return self._core.currency

    @property
    def start(self) -> pd.Period:
        """First month of the model."""
        return pd.Period(self._core.start, freq="M")

    @property
    def months(self) -> int:
        """Months of the model."""
        return self._core.months

    @property
    def file(self) -> str:
        """The file it was read from."""
        return self._core.file

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios that the model file offers."""
        return self._core.scenarios

    @property
    def chosen_scenario(self) -> str:
        """Name of the scenario that is applied; empty for the base case."""
        return self._core.scenario

    @property
    def notices(self) -> list[str]:
        """What files beside the model hold that was not used, or used after a change: "file: what"."""
        return self._core.notices

    @property
    def canonical(self) -> str:
        """The canonical form: all inputs resolved, keys sorted, one line. Equal centers have equal canonical forms."""
        return self._core.canonical

    @property
    def hash(self) -> str:
        """SHA-256 of the canonical form."""
        return self._core.hash

    def to_json(self) -> str:
        """The fully resolved model file, with units, sources and notes."""
        return self._core.to_json()

    @property
    def parameters(self) -> pd.DataFrame:
        """Every number of the center, by path: value, unit, range, meaning, and what is known about its source.

        Dates are months after the start of the model; `given` is the value as the file has it.
        """
        rows = self._core.parameters()
        unit = [frames.unit_in(p.unit, self.currency) for p in rows]
        table = pd.DataFrame(
            {
                "value": [p.value for p in rows],
                "unit": unit,
                "low": [p.low for p in rows],
                "high": [p.high for p in rows],
                "meaning": [p.meaning for p in rows],
                "status": [p.status for p in rows],
                "confidence": [p.confidence for p in rows],
                "source": [p.source for p in rows],
                "as_of": [p.as_of for p in rows],
                "given": [p.given for p in rows],
                "given_unit": [p.given_unit for p in rows],
                "note": [p.note for p in rows],
            },
            index=pd.Index([p.path for p in rows], name="path"),
        )
        return table

    def __getitem__(self, path: str) -> Any:
        """The input at a dotted path: a number in the unit of its field, a text, or a dict for a group.

        Dates are months after the start of the model. Raises `DomainError` with the nearest path for an unknown one.
        """
        number = self._core.number(path)
        if number is not None:
            return number
        node: Any = json.loads(self.canonical)
        for key in path.split("."):
            if not isinstance(node, dict) or key not in node:
                raise DomainError(f"'{path}' is not an input of this center{_libroi.hint(path, self._paths())}")
            node = node[key]
        return node

    def __contains__(self, path: object) -> bool:
        try:
            self[str(path)]
        except DomainError:
            return False
        return True

    def _paths(self) -> list[str]:
        return [p.path for p in self._core.parameters()]

    def _ipython_key_completions_(self) -> list[str]:
        return self._paths()

    # --- variations ----------------------------------------------------------------------------------------------

    def replace(self, changes: Mapping[str, Replacement]) -> Center:
        """A center with other inputs; this one stays as it is.

        changes  path -> number in the unit of its field, text, date ("2026-07-15" or datetime.date), list, object as in
                 a model file, or None to remove the entry

        The new values are checked like those of a file. A plain number keeps unit and source out of it: its
        provenance is that of the replacement.
        """
        return Center(self._core.replaced([(path, json_of(value)) for path, value in changes.items()]))

    def with_stream(self, name: str, revenue: Monthly, direct_cost: Monthly | None = None) -> Center:
        """A center with a stream of revenue that was worked out elsewhere, and what it costs to earn it.

        name         key of the stream below `other_revenue`
        revenue      nominal money a month, without VAT: a Series by month, an array with one value a month, or one
                     value for all months; direct_cost likewise

        It stands in the statements, the workbook and every metric, and can be varied like all inputs
        (`other_revenue.<name>.revenue.monthly.0`, ...). A month without a value is refused, not taken as 0.

        >>> taught = roi.load(example).with_stream("courses", revenue=250_000, direct_cost=150_000)
        >>> float(taught.evaluate().lines["revenue/other/courses"].iloc[-1])
        250000.0
        """
        index = frames.monthly_index(str(self.start), self.months)
        stream: dict[str, Any] = {"revenue": {"monthly": months_of("revenue", revenue, index)}}
        if direct_cost is not None:
            stream["direct_cost"] = {"monthly": months_of("direct_cost", direct_cost, index)}
        return self.replace({f"other_revenue.{name}": stream})

    def scenario(self, name: str) -> Center:
        """The center with one of its `scenarios` applied; "" is the base case."""
        return Center(self._core.with_scenario(name))

    # --- results -------------------------------------------------------------------------------------------------

    def evaluate(self) -> Result:
        """All lines, statements, metrics and checks."""
        return Result(self, self._core.evaluate())

    def evaluate_many(
        self,
        values: Mapping[str, npt.ArrayLike],
        metrics: Sequence[str] | None = None,
        threads: int = 0,
        progress: Progress | bool | None = None,
    ) -> pd.DataFrame:
        """Metrics of many variations, one row each.

        values    path of a parameter -> array of values, or one value for all rows
        metrics   paths of metrics; all of them where left out
        threads   0: all cores; the result is the same for any number
        progress  called with (rows done, rows in all), or True for a progress bar

        Metrics that do not exist are NaN: `attrs["undefined"]` says why a metric may not. A row whose values break a
        range or a rule of the inputs is NaN too, and `attrs["refused"]` maps its number to what is wrong; the other
        rows are worked out. Ctrl-C and exceptions of the callback stop the work.

        >>> table = roi.load(example).evaluate_many({"fleets.ascend.cards": [900, -5]}, ["npv/project"])
        >>> table.attrs["refused"]
        {1: 'fleets.ascend.cards is -5, but must be in [1, 1e+07] card (cards installed)'}
        """
        return metrics_of_many(self._core, values, metrics, threads, progress)

    def gradient(self, metric: str | Sequence[str], elasticity: bool = False) -> pd.Series[float] | pd.DataFrame:
        """Exact derivatives of a metric (Series) or several (DataFrame) with respect to every parameter, by path.

        The unit is that of the metric per unit of the parameter (`attrs["units"]`); with `elasticity`, per cent of
        |metric| per per cent of |parameter|: the sign is that of the derivative, whatever the signs of metric and
        parameter, and more is a higher metric. At a kink the derivative is one-sided.
        """
        chosen = metric_paths(self._core, [metric] if isinstance(metric, str) else metric)
        levels = self.evaluate().metrics["value"] if elasticity else None
        table = slopes(self._core, chosen, self.parameters, levels)
        return of_one_metric(table, chosen[0]) if isinstance(metric, str) else table

    def elasticity(self, metric: str) -> pd.DataFrame:
        """What one per cent more of each parameter but dates does to a metric, the strongest first.

        change   of the metric, in its `unit`, per +1 % of |parameter|: positive is a higher metric
        percent  the same as a percentage of |metric|; NaN where the metric is 0

        >>> table = roi.load(example).elasticity("npv/project")
        >>> table.columns.tolist(), table.index[0]
        (['change', 'unit', 'percent'], 'contracts.anchor.price')
        """
        if not isinstance(metric, str):
            raise DomainError(f"elasticity: metric is {metric!r}, but must be the path of one metric")
        level = self.evaluate().metric(metric)
        dates = {p.path for p in self._core.parameters() if p.kind == "date"}
        return elasticities(self._core, metric, self.parameters, dates, level)

    def remedies(self) -> pd.DataFrame:
        """What would change idle hours and money: each remedy that applies, by evaluating the center with its changes.

        npv change, utilization change, idle hours change  against the center as it is, and the three values themselves;
                   utilization and idle hours are those of the first fleet's unit of sale
        bound      True where nobody can do it wholly: the value is the most that could be had
        changes    the inputs that it changes, as `replace` takes them

        `attrs["not applicable"]` says of every other remedy why it does not apply. Remedies overlap: "all together" is
        not their sum. Prices are scaled at their levels; dates and growth stay.

        >>> table = roi.load(example).remedies()
        >>> table.loc["no failures", "changes"]
        {'fleets.ascend.availability': 1.0}
        """
        return remedies(self)

    def solve(self, path: str, goal: Mapping[str, float], bracket: Bracket | None = None) -> Solution:
        """The value of the input at `path` that gives a metric a wanted value, or why there is none: `roi.solve`.

        goal     one metric and its value, such as {"npv/project": 0}
        bracket  (least, greatest) value to try
        """
        metric, target = goal_of(goal)
        return solve(self, path, metric, target, bracket)

    # --- Python's own --------------------------------------------------------------------------------------------

    def __eq__(self, other: object) -> bool:
        return self.canonical == other.canonical if isinstance(other, Center) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.hash)

    def __copy__(self) -> Center:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Center:
        return self

    def __reduce__(self) -> tuple[Callable[[_libroi.State], Center], tuple[_libroi.State]]:
        return _restored, (self._core.state(),)

    def __repr__(self) -> str:
        scenario = f", scenario {self.chosen_scenario}" if self.chosen_scenario else ""
        months = f"{self.months} months from {self._core.start}, {self.currency}"
        return f"<Center {self.name!r}: {months}{scenario}, {self.hash[:12]}>"

    def _repr_html_(self) -> str:
        facts = {
            "owner": self.owner,
            "location": self.location,
            "months": f"{self.months} from {self._core.start}",
            "currency": self.currency,
            "scenario": self.chosen_scenario or "base case",
            "scenarios": ", ".join(self.scenarios) or "none",
            "inputs": f"{len(self._core.parameters())} numbers",
            "hash": self.hash[:16],
        }
        rows = "".join(
            f"<tr><th style='text-align:left'>{key}</th><td style='text-align:left'>{html.escape(value)}</td></tr>"
            for key, value in facts.items()
            if value
        )
        return f"<table><caption><b>{html.escape(self.name)}</b></caption>{rows}</table>"


def _restored(state: _libroi.State) -> Center:
    return Center(_libroi.restore(state))
