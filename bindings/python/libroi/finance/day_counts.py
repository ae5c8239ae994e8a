"""Years, days and months between dates."""

from __future__ import annotations

import numpy as np

from .._libroi import finance as _engine
from .arguments import whole
from .dates import DateLike, to_day

__all__ = ["add_months", "days_between", "year_fraction"]


def year_fraction(start: DateLike, end: DateLike, day_count: str = "ACT/365F") -> float:
    """Years from `start` to `end` by a day count: ACT/365F, ACT/360, ACT/ACT ISDA, 30/360 US, 30E/360, ...

    >>> print(round(year_fraction("2024-01-31", "2026-02-28", "ACT/ACT ISDA"), 6))
    2.076937
    """
    return float(_engine.year_fraction(to_day(start), to_day(end), day_count))


def days_between(start: DateLike, end: DateLike, day_count: str = "ACT/365F") -> int:
    """Days from `start` to `end` by a day count."""
    return int(_engine.days_between(to_day(start), to_day(end), day_count))


def add_months(start: DateLike, months: int, *, end_of_month: bool = False) -> np.datetime64:
    """The same day some months later, held to the end of a shorter month.

    >>> print(add_months("2024-01-31", 1))
    2024-02-29
    """
    return np.datetime64(_engine.add_months(to_day(start), whole("add_months", "months", months), end_of_month), "D")
