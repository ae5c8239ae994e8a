"""Duration, convexity and accrued interest."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from .._libroi import finance as _engine
from .dates import DateLike, to_day

__all__ = ["accrued_interest", "convexity", "duration", "modified_duration"]


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
