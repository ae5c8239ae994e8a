"""Calendar, bonds, returns between valuations, cumulative payments and depreciation: part of libroi.finance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._libroi import finance as _engine
from .dates import DateLike, to_day

__all__ = [
    "accrued_interest",
    "add_months",
    "annuity_factor",
    "convexity",
    "cumulative_interest",
    "cumulative_principal",
    "custom_schedule",
    "days_between",
    "db",
    "ddb",
    "depreciation_schedule",
    "duration",
    "effective_rate",
    "growing_annuity_factor",
    "macrs",
    "macrs_building",
    "modified_dietz",
    "modified_duration",
    "nominal_rate",
    "sln",
    "syd",
    "units_of_use",
    "units_schedule",
    "vdb",
    "year_fraction",
]

_WHEN = {"end": 0.0, "begin": 1.0, "e": 0.0, "b": 1.0, 0: 0.0, 1: 1.0, "beginning": 1.0, "start": 1.0, "finish": 0.0}


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
    return np.datetime64(_engine.add_months(to_day(start), months, end_of_month), "D")


def duration(yield_: float, cash_flows: ArrayLike) -> float:
    """Macaulay duration in periods; `cash_flows[0]` falls today."""
    return float(_engine.price_sensitivity(yield_, np.asarray(cash_flows, dtype=np.float64))[1])


def modified_duration(yield_: float, cash_flows: ArrayLike) -> float:
    """Duration over 1 + yield: the relative fall of the price per unit of yield."""
    return float(_engine.price_sensitivity(yield_, np.asarray(cash_flows, dtype=np.float64))[2])


def convexity(yield_: float, cash_flows: ArrayLike) -> float:
    """Second derivative of the price by the yield, over the price."""
    return float(_engine.price_sensitivity(yield_, np.asarray(cash_flows, dtype=np.float64))[3])


def accrued_interest(
    face: float, coupon_rate: float, last_coupon: DateLike, settlement: DateLike, day_count: str = "30E/360"
) -> float:
    """Interest accrued since the last coupon."""
    return float(_engine.accrued_interest(face, coupon_rate, to_day(last_coupon), to_day(settlement), day_count))


def modified_dietz(
    opening_value: float, closing_value: float, times: ArrayLike, contributions: ArrayLike, horizon: float = 1.0
) -> float:
    """Return between two valuations with flows in between, each weighted by its share of the horizon."""
    return float(_engine.modified_dietz(opening_value, closing_value, times, contributions, horizon))


def cumulative_interest(rate: float, nper: float, pv: float, first: int, last: int, when: Any = "end") -> float:
    """Interest in payments `first` to `last`, both included.

    >>> print(round(cumulative_interest(0.09 / 12, 360, 125000, 13, 24), 5))
    -11135.23213
    """
    return float(_engine.cumulative_interest(rate, nper, pv, first, last, _WHEN[when]))


def cumulative_principal(rate: float, nper: float, pv: float, first: int, last: int, when: Any = "end") -> float:
    """Principal in payments `first` to `last`, both included."""
    return float(_engine.cumulative_principal(rate, nper, pv, first, last, _WHEN[when]))


def vdb(
    cost: float, salvage: float, life: float, start: float, end: float, factor: float = 2.0, no_switch: bool = False
) -> float:
    """Declining balance between two times, changing to straight line when that is more.

    >>> print(round(vdb(2400, 300, 120, 6, 18), 2))
    396.31
    """
    return float(_engine.vdb(cost, salvage, life, start, end, factor, no_switch))


def db(cost: float, salvage: float, life: float, per: float, month: float = 12) -> float:
    """Fixed-declining balance with the rate rounded to three decimals."""
    return float(_engine.db(cost, salvage, life, per, month))


def ddb(cost: float, salvage: float, life: float, per: float, factor: float = 2.0) -> float:
    """Declining balance of one period."""
    return float(_engine.ddb(cost, salvage, life, per, factor))


def macrs(property_class: int, convention: str = "half-year") -> NDArray[np.float64]:
    """Shares of the basis by tax year: classes 3 to 20, half-year or mid-quarter-1 to mid-quarter-4.

    >>> macrs(5).round(4).tolist()
    [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576]
    """
    return np.asarray(_engine.macrs(property_class, convention))


def macrs_building(years: float, month: int) -> NDArray[np.float64]:
    """Straight line over 27.5 or 39 years, mid-month convention."""
    return np.asarray(_engine.macrs_building(years, month))


def depreciation_schedule(
    method: str, cost: float, salvage: float, life: int, start_month: int = 1, factor: float = 2.0
) -> NDArray[np.float64]:
    """Yearly amounts by straight-line, sum-of-digits, declining, declining-to-straight-line or one-off; sums exactly.

    >>> depreciation_schedule("straight-line", 1200, 0, 2, start_month=10).tolist()
    [150.0, 600.0, 450.0]
    """
    return np.asarray(_engine.depreciation_schedule(method, cost, salvage, life, start_month, factor))


def custom_schedule(basis: float, shares: ArrayLike) -> NDArray[np.float64]:
    """Amounts of a table of shares that sum to 1."""
    return np.asarray(_engine.custom_schedule(basis, np.asarray(shares, dtype=np.float64)))


def units_of_use(cost: float, salvage: float, used: float, total: float) -> float:
    """Depreciation of a period in which `used` of the `total` units of an asset's life are used.

    >>> units_of_use(50_000, 5_000, used=1_200, total=9_000)
    6000.0
    """
    return float(_engine.units_of_use(cost, salvage, used, total))


def units_schedule(cost: float, salvage: float, used: ArrayLike) -> NDArray[np.float64]:
    """Amounts in proportion to the units used."""
    return np.asarray(_engine.units_schedule(cost, salvage, np.asarray(used, dtype=np.float64)))


sln: Callable[[float, float, float], float] = _engine.sln
syd: Callable[[float, float, float, float], float] = _engine.syd
effective_rate: Callable[[float, float], float] = _engine.effective_rate
nominal_rate: Callable[[float, float], float] = _engine.nominal_rate
annuity_factor: Callable[[float, float], float] = _engine.annuity_factor
growing_annuity_factor: Callable[[float, float, float], float] = _engine.growing_annuity_factor
