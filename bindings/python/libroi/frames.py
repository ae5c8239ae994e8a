"""Tables over time: monthly frames, and their aggregation to quarters and years.

A frame has one row per period (PeriodIndex) and carries in `attrs`:

    units        column -> unit, in the model's currency        kinds        column -> kind of line
    definitions  column -> definition                           aggregation  the rule, in words
    weights      column -> the flow by which a price or ratio averages

Aggregation follows the kind of a line: flows add; stocks and flags take the last month; prices and ratios average over
the months in which they exist, by the flow they are a price of where the frame has it and it is not zero.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["AGGREGATION", "Frequency", "aggregate", "monthly_index", "unit_in"]

Frequency = Literal["M", "Q", "Y"]
AGGREGATION = (
    "flows add; stocks and flags take the last month; prices and ratios average over the months in which they exist, "
    "by the flow they belong to where there is one"
)
_LAST = frozenset({"stock", "flag"})


def unit_in(unit: str, currency: str) -> str:
    """The unit with the model's currency in place of "money".

    >>> unit_in("money/card-hour", "CNY")
    'CNY/card-hour'
    """
    return "/".join(currency if part == "money" else part for part in unit.split("/"))


def monthly_index(start: str, months: int) -> pd.PeriodIndex:
    """The months of a model.

    >>> monthly_index("2025-11", 3)
    PeriodIndex(['2025-11', '2025-12', '2026-01'], dtype='period[M]')
    """
    return pd.period_range(start=start, periods=months, freq="M")


def _means(
    values: NDArray[np.float64], weight: NDArray[np.float64] | None, first: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Means over the runs that begin at `first`, by weight where a run has any, of the values that exist."""
    exists = ~np.isnan(values)
    known = np.where(exists, values, 0.0)
    count = np.add.reduceat(exists.astype(float), first)
    plain = np.where(count > 0, np.add.reduceat(known, first) / np.maximum(count, 1.0), np.nan)
    if weight is None:
        return plain
    amount = np.where(exists, weight, 0.0)
    total = np.add.reduceat(amount, first)
    return np.where(total > 0, np.add.reduceat(known * amount, first) / np.where(total > 0, total, 1.0), plain)


def aggregate(frame: pd.DataFrame, frequency: Frequency) -> pd.DataFrame:
    """A monthly frame by quarter ("Q") or calendar year ("Y"); the kinds of its columns are in `attrs["kinds"]`.

    >>> frame = pd.DataFrame({"revenue": [1.0, 2.0, 4.0], "cash": [5.0, 6.0, 7.0]}, index=monthly_index("2025-11", 3))
    >>> frame.attrs["kinds"] = {"revenue": "flow", "cash": "stock"}
    >>> aggregate(frame, "Y")
          revenue  cash
    2025      3.0   6.0
    2026      4.0   7.0
    """
    kinds: Mapping[str, str] = frame.attrs["kinds"]
    weights: Mapping[str, str] = frame.attrs.get("weights", {})
    attrs: dict[Hashable | None, Any] = {**frame.attrs, "aggregation": AGGREGATION}
    index = pd.PeriodIndex(frame.index)
    if frequency == "M":
        result = frame.copy()
        result.attrs = attrs
        return result
    periods = index.asfreq(frequency)
    values = frame.to_numpy(dtype=float)
    first = np.flatnonzero(np.r_[True, periods[1:] != periods[:-1]]) if len(periods) else np.zeros(0, dtype=int)
    last = np.r_[first[1:], len(periods)] - 1
    out = np.add.reduceat(values, first, axis=0) if len(first) else values[:0].copy()
    for column, name in enumerate(frame.columns):
        kind = kinds[str(name)]
        if kind in _LAST:
            out[:, column] = values[last, column]
        elif kind in ("price", "ratio"):
            by = weights.get(str(name))
            weight = None if by is None or by not in frame.columns else frame[by].to_numpy(dtype=float)
            out[:, column] = _means(values[:, column], weight, first)
    result = pd.DataFrame(out, index=pd.PeriodIndex(periods[first], freq=frequency), columns=frame.columns)
    result.attrs = attrs
    return result
