"""Metrics of many variations of a center, and their slopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import _libroi, frames
from ..errors import DomainError
from .progress import Progress, reporting

__all__ = ["elasticities", "metric_paths", "metrics_of_many", "of_one_metric", "slopes"]


def metrics_of_many(
    core: _libroi.Center,
    values: Mapping[str, npt.ArrayLike],
    metrics: Sequence[str] | None,
    threads: int,
    progress: Progress | bool | None,
) -> pd.DataFrame:
    """The work of `Center.evaluate_many`."""
    if not values:  # one row, as the center is
        first = core.parameters()[0]
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
    chosen = metric_paths(core, metrics)
    with reporting(progress, rows[0]) as callback:
        result, refused = _libroi.evaluate_many(core, list(values), table, chosen, threads, callback)
    frame = pd.DataFrame(result, columns=pd.Index(chosen, name="metric"), copy=False)
    reasons = {m.path: m.reason for m in _libroi.metric_catalogue(core) if m.reason}
    frame.attrs = {
        "units": _metric_units(core, chosen),
        "refused": dict(refused),
        "undefined": {path: reasons[path] for path in chosen if path in reasons},
    }
    return frame


def slopes(
    core: _libroi.Center, metrics: Sequence[str], parameters: pd.DataFrame, levels: pd.Series[float] | None
) -> pd.DataFrame:
    """The work of `Center.gradient`; elasticities where the metrics' `levels` are given.

    Sizes, not signs, of metric and parameter are the measure: a loss that shrinks is a rise, and so is a higher rate
    of a fall.
    """
    table: npt.NDArray[np.float64] = _libroi.gradient(core, list(metrics)).T
    if levels is not None:
        at = np.array([levels[path] for path in metrics], dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            table = table * np.abs(parameters["value"].to_numpy(dtype=np.float64))[:, None] / np.abs(at)
        table[~np.isfinite(table)] = np.nan
    frame = pd.DataFrame(table, index=parameters.index, columns=pd.Index(metrics, name="metric"))
    units = _metric_units(core, metrics)
    per_unit = {path: str(unit) for path, unit in parameters["unit"].items()}
    frame.attrs = {
        "units": {m: {p: _slope_unit(units[m], u, levels is not None) for p, u in per_unit.items()} for m in metrics}
    }
    return frame


def elasticities(
    core: _libroi.Center, metric: str, parameters: pd.DataFrame, dates: set[str], level: float
) -> pd.DataFrame:
    """The work of `Center.elasticity`."""
    (chosen,) = metric_paths(core, [metric])
    numbers = parameters[~parameters.index.isin(dates)]
    slope = slopes(core, [chosen], parameters, None)[chosen][numbers.index].to_numpy(dtype=np.float64)
    change = 0.01 * slope * np.abs(numbers["value"].to_numpy(dtype=np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        percent = 100.0 * change / abs(level)
    percent[~np.isfinite(percent)] = np.nan
    unit = _metric_units(core, [chosen])[chosen]
    frame = pd.DataFrame({"change": change, "unit": unit, "percent": percent}, index=numbers.index)
    frame.attrs = {"metric": chosen, "level": level}
    return frame.sort_values("change", key=np.abs, ascending=False, kind="stable")


def of_one_metric(table: pd.DataFrame, metric: str) -> pd.Series[float]:
    """One metric's slopes, with its units."""
    series: pd.Series[float] = table[metric]
    series.attrs = {"units": table.attrs["units"][metric]}
    return series


def metric_paths(core: _libroi.Center, metrics: Sequence[str] | None) -> list[str]:
    """The metrics asked for; all of them for None."""
    if metrics is None:
        return [m.path for m in _libroi.metric_catalogue(core)]
    return [metrics] if isinstance(metrics, str) else list(metrics)


def _metric_units(core: _libroi.Center, chosen: Sequence[str]) -> dict[str, str]:
    units = {m.path: frames.unit_in(m.unit, core.currency) for m in _libroi.metric_catalogue(core)}
    return {path: units[path] for path in chosen}


def _slope_unit(metric: str, parameter: str, elasticity: bool) -> str:
    if elasticity or metric == parameter:
        return "1"
    return metric if parameter == "1" else f"({metric})/({parameter})"
