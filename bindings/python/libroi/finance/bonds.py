"""Duration, convexity and accrued interest."""

from __future__ import annotations

from numpy.typing import ArrayLike

from .._libroi import finance as _engine
from .arguments import named, number, one_series
from .dates import DateLike, to_day

__all__ = ["accrued_interest", "convexity", "duration", "modified_duration"]


def duration(yield_: float, cash_flows: ArrayLike) -> float:
    """Macaulay duration in periods; `cash_flows[0]` falls today."""
    return _sensitivity("duration", yield_, cash_flows)[1]


def modified_duration(yield_: float, cash_flows: ArrayLike) -> float:
    """Duration over 1 + yield: the relative fall of the price per unit of yield."""
    return _sensitivity("modified_duration", yield_, cash_flows)[2]


def convexity(yield_: float, cash_flows: ArrayLike) -> float:
    """Second derivative of the price by the yield, over the price."""
    return _sensitivity("convexity", yield_, cash_flows)[3]


def accrued_interest(
    face: float, coupon_rate: float, last_coupon: DateLike, settlement: DateLike, day_count: str = "30E/360"
) -> float:
    """Interest accrued since the last coupon."""
    amount, rate = number("accrued_interest", "face", face), number("accrued_interest", "coupon_rate", coupon_rate)
    return float(_engine.accrued_interest(amount, rate, to_day(last_coupon), to_day(settlement), day_count))


def _sensitivity(function: str, yield_: float, cash_flows: ArrayLike) -> tuple[float, float, float, float]:
    """Price, duration, modified duration, convexity."""
    flows = one_series(function, "cash_flows", cash_flows)
    with named("price_sensitivity", function):
        return _engine.price_sensitivity(number(function, "yield_", yield_), flows)
