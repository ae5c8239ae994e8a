"""Revenue that is worked out elsewhere, as months of a model."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import DomainError

__all__ = ["Monthly", "months_of"]

#: A series with a PeriodIndex or DatetimeIndex, one value a month in order, or one value for all months.
Monthly = pd.Series | npt.ArrayLike


def months_of(name: str, values: Monthly, index: pd.PeriodIndex) -> list[float]:
    """One value for each month of the model, in order. What lies outside the model is refused, not dropped.

    >>> months_of("revenue", [1, 2], pd.period_range("2026-01", periods=2, freq="M"))
    [1.0, 2.0]
    """
    if isinstance(values, pd.Series):
        if isinstance(values.index, pd.DatetimeIndex | pd.PeriodIndex):
            return _by_month(name, values, index)
        values = values.to_numpy()
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0:
        array = np.full(len(index), float(array))
    if array.shape != (len(index),):
        raise DomainError(
            f"with_stream: {name} has shape {array.shape}, but must have one value for each of {len(index)} months"
        )
    _refuse_missing(name, array, index)
    return [float(x) for x in array]


def _by_month(name: str, values: pd.Series[float], index: pd.PeriodIndex) -> list[float]:
    periods = (
        values.index if isinstance(values.index, pd.PeriodIndex) else pd.DatetimeIndex(values.index).to_period("M")
    )
    if periods.freqstr != "M":
        raise DomainError(f"with_stream: {name} has periods of {periods.freqstr}, but must have months")
    if periods.has_duplicates:
        raise DomainError(f"with_stream: {name} names {periods[periods.duplicated()][0]} twice")
    outside = periods.difference(index)
    if len(outside):
        raise DomainError(f"with_stream: {name} has {outside[0]}, but the model runs from {index[0]} to {index[-1]}")
    array = np.asarray(pd.Series(values.to_numpy(dtype=np.float64), index=periods).reindex(index), dtype=np.float64)
    _refuse_missing(name, array, index)
    return [float(x) for x in array]


def _refuse_missing(name: str, array: npt.NDArray[np.float64], index: pd.PeriodIndex) -> None:
    missing = np.flatnonzero(~np.isfinite(array))
    if len(missing):
        raise DomainError(f"with_stream: {name} has no value in {index[missing[0]]}; give 0 where there is none")
