"""What pyxirr takes as amounts, dates and payments, and what it raises."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .._libroi import finance as _engine
from ..finance import arguments

__all__ = [
    "BroadcastingError",
    "InvalidPaymentsError",
    "amounts_of",
    "broadcast",
    "need_both_signs",
    "number",
    "or_none",
    "split_payments",
]


class InvalidPaymentsError(Exception):
    """Payments without both signs, or of unequal lengths."""


class BroadcastingError(Exception):
    """Arguments whose shapes do not fit together."""


_NUMBERS = frozenset({float, int, bool})

for _class in (InvalidPaymentsError, BroadcastingError):
    _class.__module__ = "libroi.compat.pyxirr"


def amounts_of(values: Any, name: str = "amounts") -> NDArray[np.float64]:
    """Amounts as an array of one dimension: a sequence, generator, array, Series, or the keys of a dict, as pyxirr."""
    if isinstance(values, np.ndarray) or hasattr(values, "to_numpy"):
        return arguments.one_series("", name, values, error=TypeError)
    if isinstance(values, dict):
        values = values.keys()
    return np.asarray(_engine.amounts(values, name))


def number(value: Any, name: str) -> float:
    """One number; TypeError names the argument."""
    return arguments.number("", name, value, TypeError)


def split_payments(payments: Any) -> tuple[Any, Any]:
    """Dates and amounts of a dict, DataFrame, Series with dates as index, two-row array, or sequence of pairs."""
    if isinstance(payments, dict):
        return list(payments.keys()), list(payments.values())
    if hasattr(payments, "columns"):  # DataFrame: the first two columns
        return payments[payments.columns[0]], payments[payments.columns[1]]
    if hasattr(payments, "index") and hasattr(payments, "to_numpy"):
        if not hasattr(payments.index, "tz"):  # only a DatetimeIndex has a time zone
            raise TypeError("Expected Series with DatetimeIndex")
        return payments.index, payments
    if isinstance(payments, np.ndarray):
        if payments.ndim != 2 or len(payments) < 2:
            raise TypeError(f"payments has shape {payments.shape}, but must have two rows: dates and amounts")
        return payments[0].astype("datetime64[D]"), payments[1].astype(np.float64)
    pairs = [(pair[0], pair[1]) for pair in payments]
    return [p[0] for p in pairs], [p[1] for p in pairs]


def need_both_signs(amounts: NDArray[np.float64], silent: bool) -> bool:
    """True with flows of both signs; else False if silent, or the exception."""
    if (amounts > 0).any() and (amounts < 0).any():
        return True
    if silent:
        return False
    raise InvalidPaymentsError("negative and positive payments are required")


def or_none(value: float) -> float | None:
    """NaN as None."""
    return None if value != value else float(value)


def broadcast(formula: Callable[..., Any], *arguments: Any) -> Any:
    """One value for numbers; a list for sequences, None where undefined; an array if an argument is one."""
    if all(type(a) in _NUMBERS for a in arguments):
        with np.errstate(all="ignore"):
            return or_none(float(formula(*map(float, arguments))))
    for a in arguments:
        if hasattr(a, "to_numpy"):
            raise TypeError("arguments must be float scalar or array-like")
    arrays = [np.asarray(a, dtype=np.float64) for a in arguments]
    try:
        shape = np.broadcast_shapes(*[a.shape for a in arrays])
    except ValueError:
        raise BroadcastingError(str([list(a.shape) or [1] for a in arrays])) from None
    with np.errstate(all="ignore"):
        result = np.asarray(formula(*[np.broadcast_to(a, shape) for a in arrays]))
    if any(isinstance(a, np.ndarray) and a.ndim > 0 for a in arguments):
        return result
    if result.ndim == 0:
        return or_none(float(result))
    objects = result.astype(object)
    objects[np.isnan(result)] = None
    return objects.tolist()
