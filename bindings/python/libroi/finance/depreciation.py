"""Depreciation: of one period, and as schedules."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._libroi import finance as _engine
from .arguments import number, one_series, whole

__all__ = [
    "custom_schedule",
    "db",
    "ddb",
    "depreciation_schedule",
    "macrs",
    "macrs_building",
    "sln",
    "syd",
    "units_of_use",
    "units_schedule",
    "vdb",
]


def _numbers(function: str, **values: float) -> list[float]:
    return [number(function, name, value) for name, value in values.items()]


def sln(cost: float, salvage: float, life: float) -> float:
    """Straight line: the same amount each period."""
    return float(_engine.sln(*_numbers("sln", cost=cost, salvage=salvage, life=life)))


def syd(cost: float, salvage: float, life: float, per: float) -> float:
    """Sum of the years' digits, of period `per`."""
    return float(_engine.syd(*_numbers("syd", cost=cost, salvage=salvage, life=life, per=per)))


def vdb(
    cost: float, salvage: float, life: float, start: float, end: float, factor: float = 2.0, no_switch: bool = False
) -> float:
    """Declining balance between two times, changing to straight line when that is more.

    >>> print(round(vdb(2400, 300, 120, 6, 18), 2))
    396.31
    """
    basis, rest, years = _numbers("vdb", cost=cost, salvage=salvage, life=life)
    first, last, speed = _numbers("vdb", start=start, end=end, factor=factor)
    return float(_engine.vdb(basis, rest, years, first, last, speed, no_switch))


def db(cost: float, salvage: float, life: float, per: float, month: float = 12) -> float:
    """Fixed-declining balance with the rate rounded to three decimals."""
    return float(_engine.db(*_numbers("db", cost=cost, salvage=salvage, life=life, per=per, month=month)))


def ddb(cost: float, salvage: float, life: float, per: float, factor: float = 2.0) -> float:
    """Declining balance of one period."""
    return float(_engine.ddb(*_numbers("ddb", cost=cost, salvage=salvage, life=life, per=per, factor=factor)))


def macrs(property_class: int, convention: str = "half-year") -> NDArray[np.float64]:
    """Shares of the basis by tax year: classes 3 to 20, half-year or mid-quarter-1 to mid-quarter-4.

    >>> macrs(5).round(4).tolist()
    [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576]
    """
    return np.asarray(_engine.macrs(whole("macrs", "property_class", property_class), convention))


def macrs_building(years: float, month: int) -> NDArray[np.float64]:
    """Straight line over 27.5 or 39 years, mid-month convention."""
    span, first = number("macrs_building", "years", years), whole("macrs_building", "month", month)
    return np.asarray(_engine.macrs_building(span, first))


def depreciation_schedule(
    method: str, cost: float, salvage: float, life: int, start_month: int = 1, factor: float = 2.0
) -> NDArray[np.float64]:
    """Yearly amounts by straight-line, sum-of-digits, declining, declining-to-straight-line or one-off; sums exactly.

    >>> depreciation_schedule("straight-line", 1200, 0, 2, start_month=10).tolist()
    [150.0, 600.0, 450.0]
    """
    function = "depreciation_schedule"
    basis, rest, speed = _numbers(function, cost=cost, salvage=salvage, factor=factor)
    years, first = whole(function, "life", life), whole(function, "start_month", start_month)
    return np.asarray(_engine.depreciation_schedule(method, basis, rest, years, first, speed))


def custom_schedule(basis: float, shares: ArrayLike) -> NDArray[np.float64]:
    """Amounts of a table of shares that sum to 1."""
    parts = one_series("custom_schedule", "shares", shares)
    return np.asarray(_engine.custom_schedule(number("custom_schedule", "basis", basis), parts))


def units_of_use(cost: float, salvage: float, used: float, total: float) -> float:
    """Depreciation of a period in which `used` of the `total` units of an asset's life are used.

    >>> units_of_use(50_000, 5_000, used=1_200, total=9_000)
    6000.0
    """
    return float(_engine.units_of_use(*_numbers("units_of_use", cost=cost, salvage=salvage, used=used, total=total)))


def units_schedule(cost: float, salvage: float, used: ArrayLike) -> NDArray[np.float64]:
    """Amounts in proportion to the units used."""
    units = one_series("units_schedule", "used", used)
    basis, rest = _numbers("units_schedule", cost=cost, salvage=salvage)
    return np.asarray(_engine.units_schedule(basis, rest, units))
