"""The year that is billed or simulated, in steps of an hour or finer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from .. import _libroi
from ..errors import DomainError

__all__ = [
    "clock",
    "clock_for",
]

_engine: Any = _libroi.power


def clock(
    year: int | None = None,
    *,
    first_weekday: int = 0,
    holidays: Iterable[datetime.date | int] = (),
    working_days: Iterable[datetime.date | int] = (),
    minutes: int = 60,
) -> Any:
    """The year of a bill: a calendar year, or 365 days from a weekday (0 = Monday) where `year` is None.

    Special days are dates, or days of the year from 0.
    """

    def days(listed: Iterable[datetime.date | int]) -> list[int]:
        return [d if isinstance(d, int) else d.timetuple().tm_yday - 1 for d in listed]

    if year is None:
        return _engine.YearClock.typical(first_weekday, days(holidays), minutes)
    return _engine.YearClock.of_year(year, days(holidays), days(working_days), minutes)


def clock_for(
    values: int, year: int | None = None, first_weekday: int = 0, holidays: Iterable[datetime.date | int] = ()
) -> Any:
    """The clock that has this many steps, hourly or finer."""
    for minutes in (60, 30, 20, 15):
        candidate = clock(year, first_weekday=first_weekday, holidays=holidays, minutes=minutes)
        if candidate.steps == values:
            return candidate
    span = f"the year {year}" if year else "365 days"
    leap = "; a leap year must be given" if year is None and values > 0 and values % 8784 == 0 else ""
    raise DomainError(f"load: number of values is {values}, but must fit {span}, hourly to quarter-hourly{leap}")
