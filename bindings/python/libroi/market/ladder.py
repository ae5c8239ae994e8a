"""From hours delivered to hours at peak, step by step: by fleet, and by market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from ..errors import DomainError
from .hours import MarketHours, Row

if TYPE_CHECKING:
    from ..result.result import Result

__all__ = ["FLEET_STEPS", "MARKET_STEPS", "By", "ladder"]

By = Literal["fleet", "market"]

#: Steps of a fleet, each with its line.
FLEET_STEPS = {
    "delivered": "sales/fleet/{}/delivered hours",
    "installed": "sales/fleet/{}/installed hours",
    "available": "capacity/fleet/{}/available",
    "sold": "sales/fleet/{}/sold",
    "allocated": "sales/fleet/{}/allocated",
    "active": "power/fleet/{}/active",
    "effective": "sales/fleet/{}/effective hours",
}
MARKET_STEPS = ("potential", "offered", "served", "active", "effective")


def ladder(result: Result, freq: str | None, by: By) -> pd.DataFrame:
    """The work of `Result.ladder`."""
    if by not in ("fleet", "market"):
        raise DomainError(f"ladder: by is {by!r}, but must be 'fleet' or 'market'")
    if freq not in (None, "Y"):
        raise DomainError(f"ladder: freq is {freq!r}, but must be 'Y', or left out for the whole life")
    hours = MarketHours(result)
    steps = _of_fleets(hours) if by == "fleet" else _of_markets(hours)
    if freq is None:
        return _table(steps, by, np.ones(len(hours.index), dtype=bool))
    years = pd.PeriodIndex(hours.index).year.to_numpy()
    tables = {int(year): _table(steps, by, years == year) for year in np.unique(years)}
    return pd.concat(tables, names=["year"])


_Steps = list[tuple[str, str, Row, str, Row]]


def _of_fleets(hours: MarketHours) -> _Steps:
    """Fleet, step, hours, their unit, and the hours they are a share of."""
    out: _Steps = []
    for fleet in hours.fleets:
        delivered = hours.delivered(fleet)
        for step, path in FLEET_STEPS.items():
            at = path.format(fleet)
            unit = hours.units[at]
            whole = delivered
            if step == "effective" and hours.has(f"capacity/fleet/{fleet}/unit share"):
                whole = delivered * hours.row(f"capacity/fleet/{fleet}/unit share")  # hours of cards or nodes
            out.append((fleet, step, hours.row(at), unit, whole))
    return out


def _of_markets(hours: MarketHours) -> _Steps:
    out: _Steps = []
    for market in hours.markets:
        wide = hours.has(f"sales/market/{market}/offered")
        potential, unit = hours.potential(market), hours.demand_unit(market)
        offered = hours.of_market(market, "offered" if wide else "demand")
        for step, row in zip(MARKET_STEPS, (potential, offered, hours.outcome(market, "served")), strict=False):
            out.append((market, step, row, unit, potential))
        for step in MARKET_STEPS[3:]:
            at = f"sales/market/{market}/{step}"
            out.append((market, step, hours.row(at), hours.units[at], np.zeros(len(hours.index))))
    return out


def _table(steps: _Steps, by: By, months: Row) -> pd.DataFrame:
    of = "delivered" if by == "fleet" else "potential"
    rows = []
    for key, step, row, unit, whole in steps:
        size = float(whole[months].sum())
        value = float(row[months].sum())
        rows.append((key, step, value, unit, value / size if size > 0.0 else float("nan")))
    frame = pd.DataFrame(rows, columns=[by, "step", "hours", "unit", f"share of {of}"])
    return frame.set_index([by, "step"])
