"""Dates as days since 1970-01-01, from what Python, NumPy and pandas call a date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._libroi import finance as _engine

__all__ = ["DateLike", "to_day", "to_days"]

DateLike = str | dt.date | dt.datetime | np.datetime64

_EPOCH = dt.date(1970, 1, 1).toordinal()


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
    """A sequence of dates, an array of datetime64, a DatetimeIndex or a Series of them."""
    values = getattr(dates, "to_numpy", lambda: dates)()
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        if np.isnat(values).any():
            raise ValueError("dates: NaT is not a date")
        return values.astype("datetime64[D]").astype(np.int32)
    return np.array([to_day(date) for date in values], dtype=np.int32)
