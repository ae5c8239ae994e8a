"""A center: the inputs of a model, frozen.

>>> center = roi.load(example)
>>> center["fleets.ascend.cards"]
1000.0
>>> bigger = center.replace({"fleets.ascend.cards": 1200})
>>> bigger["fleets.ascend.cards"], center["fleets.ascend.cards"]
(1200.0, 1000.0)
"""

from __future__ import annotations

import datetime
import html
import json
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import _libroi, frames
from ..errors import DomainError
from ..result.result import Result
from .goal_seek import Bracket, Solution, goal_of, solve

__all__ = ["Center", "fields", "from_dict", "from_text", "load", "schema"]

#: What `replace` accepts: a number in the unit of its field, a text, a date, a list, an object as in a model file, or
#: None to remove the entry.
Replacement = float | int | str | bool | datetime.date | Mapping[str, Any] | Sequence[Any] | None
ArrayLike = npt.ArrayLike
Progress = Callable[[int, int], object]


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
        return Center(self._core.replaced([(path, _json(value)) for path, value in changes.items()]))

    def scenario(self, name: str) -> Center:
        """The center with one of its `scenarios` applied; "" is the base case."""
        return Center(self._core.with_scenario(name))

    # --- results -------------------------------------------------------------------------------------------------

    def evaluate(self) -> Result:
        """All lines, statements, metrics and checks."""
        return Result(self, self._core.evaluate())

    def evaluate_many(
        self,
        values: Mapping[str, ArrayLike],
        metrics: Sequence[str] | None = None,
        threads: int = 0,
        progress: Progress | bool | None = None,
    ) -> pd.DataFrame:
        """Metrics of many variations, one row each.

        values    path of a parameter -> array of values, or one value for all rows
        metrics   paths of metrics; all of them where left out
        threads   0: all cores; the result is the same for any number
        progress  called with (rows done, rows in all), or True for a progress bar

        Metrics that do not exist are NaN. Ctrl-C and exceptions of the callback stop the work.
        """
        if not values:  # one row, as the center is
            first = self._core.parameters()[0]
            values = {first.path: first.value}
        arrays = [np.asarray(column, dtype=np.float64) for column in values.values()]
        try:
            rows = np.broadcast_shapes((1,), *(a.shape for a in arrays))
        except ValueError:
            shapes = ", ".join(f"{path}: {a.shape}" for path, a in zip(values, arrays, strict=True))
            raise DomainError(f"evaluate_many: arrays do not have one common length ({shapes})") from None
        if len(rows) != 1:
            raise DomainError(f"evaluate_many: arrays must have one dimension, not {len(rows)}")
        table = np.empty((rows[0], len(arrays)), dtype=np.float64)
        for column, array in enumerate(arrays):
            table[:, column] = array
        chosen = _metric_paths(metrics)
        with _progress(progress, rows[0]) as callback:
            result = _libroi.evaluate_many(self._core, list(values), table, chosen, threads, callback)
        frame = pd.DataFrame(result, columns=pd.Index(chosen, name="metric"), copy=False)
        frame.attrs = {"units": _metric_units(self.currency, chosen)}
        return frame

    def gradient(self, metric: str | Sequence[str], elasticity: bool = False) -> pd.Series[float] | pd.DataFrame:
        """Exact derivatives of a metric (Series) or several (DataFrame) with respect to every parameter, by path.

        The unit is that of the metric per unit of the parameter (`attrs["units"]`); with `elasticity`, per cent of
        the metric per per cent of the parameter. At a kink the derivative is one-sided.
        """
        single = isinstance(metric, str)
        chosen = _metric_paths([metric] if isinstance(metric, str) else metric)
        slopes: npt.NDArray[np.float64] = _libroi.gradient(self._core, chosen).T
        parameters = self.parameters
        units = _metric_units(self.currency, chosen)
        if elasticity:
            metrics = self.evaluate().metrics["value"]
            at = np.array([metrics[path] for path in chosen], dtype=np.float64)
            with np.errstate(divide="ignore", invalid="ignore"):
                slopes = slopes * parameters["value"].to_numpy(dtype=np.float64)[:, None] / at
            slopes[~np.isfinite(slopes)] = np.nan
        frame = pd.DataFrame(slopes, index=parameters.index, columns=pd.Index(chosen, name="metric"))
        per_unit = dict(parameters["unit"].items())
        if single:
            series: pd.Series[float] = frame[chosen[0]]
            series.attrs = {
                "units": {p: _slope_unit(units[chosen[0]], str(u), elasticity) for p, u in per_unit.items()}
            }
            return series
        frame.attrs = {
            "units": {m: {p: _slope_unit(units[m], str(u), elasticity) for p, u in per_unit.items()} for m in chosen}
        }
        return frame

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


def load(path: str | os.PathLike[str], scenario: str | None = None) -> Center:
    """Reads a model file. Raises `InputError` with every problem of the file, `FileError` if it cannot be read."""
    return Center(_libroi.load(os.fspath(path), scenario or ""))


def from_text(text: str, name: str = "model.json", scenario: str | None = None) -> Center:
    """Reads a model file from a text; `name` stands for the file in messages."""
    return Center(_libroi.parse(text, name, scenario or ""))


def from_dict(model: Mapping[str, Any], name: str = "model.json", scenario: str | None = None) -> Center:
    """Reads a model from a dictionary of the form of a model file."""
    return from_text(json.dumps(model, ensure_ascii=False, indent=2, default=_plain), name, scenario)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of model files."""
    result: dict[str, Any] = json.loads(_libroi.schema())
    return result


def fields() -> pd.DataFrame:
    """Every input field: path, kind, unit, range, default, meaning."""
    rows = _libroi.fields()
    return pd.DataFrame(
        {
            "kind": [f.kind for f in rows],
            "unit": [f.unit for f in rows],
            "range": [f.range for f in rows],
            "required": [f.required for f in rows],
            "default": [f.fallback for f in rows],
            "meaning": [f.meaning for f in rows],
        },
        index=pd.Index([f.path for f in rows], name="path"),
    )


def _restored(state: _libroi.State) -> Center:
    return Center(_libroi.restore(state))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no form in a model file")


def _json(value: Replacement) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _metric_paths(metrics: Sequence[str] | None) -> list[str]:
    if metrics is None:
        return [m.path for m in _libroi.metric_catalogue()]
    return [metrics] if isinstance(metrics, str) else list(metrics)


def _metric_units(currency: str, chosen: Sequence[str]) -> dict[str, str]:
    units = {m.path: frames.unit_in(m.unit, currency) for m in _libroi.metric_catalogue()}
    return {path: units[path] for path in chosen}


def _slope_unit(metric: str, parameter: str, elasticity: bool) -> str:
    if elasticity or metric == parameter:
        return "1"
    return metric if parameter == "1" else f"({metric})/({parameter})"


class _progress:
    """A callback for the engine: the caller's own, a tqdm bar, or none."""

    def __init__(self, wanted: Progress | bool | None, total: int) -> None:
        self._wanted = wanted
        self._total = total
        self._bar: Any = None

    def __enter__(self) -> Progress | None:
        if self._wanted is True:
            from tqdm.auto import tqdm

            self._bar = tqdm(total=self._total, unit="row")
            return self._advance
        return self._wanted if callable(self._wanted) else None

    def _advance(self, done: int, total: int) -> None:
        self._bar.update(done - self._bar.n)

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.close()
