"""Dates as days since 1970-01-01, from what Python, NumPy and pandas call a date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._libroi import finance as _engine
from ..errors import DomainError

__all__ = ["DateLike", "to_day", "to_days"]

DateLike = str | dt.date | dt.datetime | np.datetime64

_EPOCH = dt.date(1970, 1, 1).toordinal()
_FIRST, _LAST = dt.date.min.toordinal() - _EPOCH, dt.date.max.toordinal() - _EPOCH


def to_day(date: Any) -> int:
    """One date: ISO text, date, datetime, Timestamp or datetime64. Times of day are dropped.

    >>> to_day("1970-02-01"), to_day(dt.date(1970, 1, 2))
    (31, 1)
    """
    if isinstance(date, str):
        return int(_engine.parse_date(date))
    if isinstance(date, np.datetime64):
        if np.isnat(date):
            raise ValueError("date: NaT is not a date")
        return int(date.astype("datetime64[D]").astype(np.int64))
    if isinstance(date, dt.date):  # a datetime and a Timestamp too
        return date.toordinal() - _EPOCH
    raise TypeError(f"a {type(date).__name__} is not a date; use a date, a datetime64 or text such as 2026-03-31")


def to_days(dates: Any) -> NDArray[np.int32]:
    """A sequence of dates, an array of datetime64, a DatetimeIndex or a Series of them; one dimension."""
    values = getattr(dates, "to_numpy", lambda: dates)()
    if isinstance(values, (str, bytes, dt.date, np.datetime64)) or getattr(values, "shape", None) == ():
        raise DomainError("dates is a single date, but must be one series of dates")
    if isinstance(values, np.ndarray):
        if values.ndim != 1:
            raise DomainError(f"dates has shape {values.shape}, but must be one series of dates")
        if values.dtype.kind == "M":
            if np.isnat(values).any():
                raise ValueError("dates: NaT is not a date")
            days = values.astype("datetime64[D]").astype(np.int64)
            if days.size and not _FIRST <= days.min() <= days.max() <= _LAST:
                raise DomainError("dates: a year outside 1 to 9999 is not a date")
            return days.astype(np.int32)
    several = list(values)
    for at, date in enumerate(several):
        if isinstance(date, (list, tuple, np.ndarray)):
            raise DomainError(f"dates[{at}] is a {type(date).__name__}, but dates must be one series of dates")
    return np.array([to_day(date) for date in several], dtype=np.int32)
