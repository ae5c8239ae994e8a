"""The lines that say where hours of fleets and of markets went, by name: what the tables of this room are read from."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas as pd

    from ..result.result import Result

__all__ = ["CAUSES", "LABELS", "REASONS", "UNMET_LABELS", "MarketHours", "Row"]

Row = npt.NDArray[np.float64]

#: Why hours stand idle, in the order in which causes explain: `libroi/demand/idle_hours.hpp`.
LABELS = {
    "not energised": "not energised",
    "unavailable": "unavailable",
    "reserved and paid": "reserved, unused and paid",
    "reserved and unpaid": "reserved, unused and unpaid",
    "too large": "jobs larger than the pool",
    "queue": "queue",
    "other chips": "demand for other chips",
    "not adapted": "work not adapted yet",
    "network": "demand out of reach",
    "competitors": "won by competitors",
    "price": "turned away by the price",
    "no demand": "no demand",
}
CAUSES = tuple(LABELS)
#: Causes that a market explains.
EXPLAINED = CAUSES[CAUSES.index("too large") : CAUSES.index("no demand")]

#: What became of the demand of a market.
UNMET_LABELS = {
    "network": "no network leads there",
    "competitors": "won by competitors",
    "price": "turned away by the price",
    "not ready": "work not adapted yet",
    "too large": "jobs larger than the pool",
    "full": "no free hours",
    "queue": "queue",
    "no chip": "none of its chips is here",
    "served": "served",
}
REASONS = tuple(UNMET_LABELS)
_LOST = ("network", "competitors", "price")


class MarketHours:
    """Monthly hours of a result by fleet, market, cause and reason; 0 where the structure of the model excludes one."""

    def __init__(self, result: Result) -> None:
        self._lines = result.lines
        self._values = {str(path): column for column, path in enumerate(result.lines.columns)}
        self._table = result.lines.to_numpy()
        self._constants = result.constants["value"]
        self.units: dict[str, str] = result.lines.attrs["units"]
        self.index: pd.PeriodIndex = result.index
        self.currency = result.center.currency
        self._center: dict[str, Any] = json.loads(result.center.canonical)
        self.fleets = self._between("idle/", "/idle")
        self.markets = self._between("sales/market/", "/demand")
        self.contracts = self._between("sales/contract/", "/reserved")

    # --- lines ---------------------------------------------------------------------------------------------------

    def row(self, path: str) -> Row:
        """A monthly line, a constant as a row, or zeros where the model has no such line."""
        if path in self._values:
            return np.asarray(self._table[:, self._values[path]], dtype=np.float64)
        return np.full(len(self.index), float(self._constants[path]) if path in self._constants.index else 0.0)

    def has(self, path: str) -> bool:
        """Whether the model has the line."""
        return path in self._values or path in self._constants.index

    def _between(self, start: str, end: str) -> list[str]:
        found = (p[len(start) : -len(end)] for p in self._values if p.startswith(start) and p.endswith(end))
        return [key for key in found if "/" not in key]

    # --- fleets --------------------------------------------------------------------------------------------------

    def unit(self, fleet: str) -> str:
        """Unit of the hours of a fleet."""
        return self.units[f"idle/{fleet}/idle"]

    def delivered(self, fleet: str) -> Row:
        """Hours of the cards delivered."""
        return self.row(f"sales/fleet/{fleet}/delivered hours")

    def idle(self, fleet: str, cause: str) -> Row:
        """Hours of a cause."""
        return self.row(f"idle/{fleet}/{cause}")

    def worth(self, fleet: str, cause: str) -> Row:
        """What hours of a cause were worth [money]; NaN where they are paid."""
        if cause == "reserved and paid":
            return np.full(len(self.index), np.nan)
        return self.row(f"idle/{fleet}/value/{cause}")

    def contracted(self, fleet: str) -> Row:
        """Hours allocated to contracts."""
        of = [key for key in self.contracts if self._center["contracts"][key]["fleet"] == fleet]
        rows = [self.row(f"sales/contract/{key}/allocated") for key in of]
        return np.asarray(np.sum([*rows, np.zeros(len(self.index))], axis=0))

    # --- markets -------------------------------------------------------------------------------------------------

    def demand_unit(self, market: str) -> str:
        """Unit of the demand of a market."""
        return self.units[f"sales/market/{market}/demand"]

    def of_market(self, market: str, name: str) -> Row:
        """A line below *sales/market/m*."""
        return self.row(f"sales/market/{market}/{name}")

    def potential(self, market: str) -> Row:
        """Demand at home and elsewhere."""
        wide = self.has(f"sales/market/{market}/potential")
        return self.of_market(market, "potential" if wide else "demand")

    def outcome(self, market: str, reason: str) -> Row:
        """Hours of the demand by what became of them."""
        if reason == "served":
            return self.of_market(market, "sold" if self.direct_fleet(market) else "served")
        return self.of_market(market, f"{'lost' if reason in _LOST else 'unmet'}/{reason}")

    def direct_fleet(self, market: str) -> str:
        """The fleet that a market names; empty where it lists several."""
        return str(self._center["markets"][market].get("fleet", ""))

    @functools.cached_property
    def lists(self) -> dict[str, list[str]]:
        """By market, the fleets that it can run on, in the order in which it tries them."""
        out = {}
        for market in self.markets:
            direct = self.direct_fleet(market)
            out[market] = [direct] if direct else self._between(f"sales/market/{market}/on/", "/sold")
        return out

    def priority(self, market: str) -> int:
        """Who claims hours first."""
        return int(self._center["markets"][market].get("priority", 0))

    def sold_to(self, market: str, fleet: str) -> Row:
        """Hours of a fleet that a market gets."""
        if fleet == self.direct_fleet(market):
            return self.of_market(market, "sold")
        return self.of_market(market, f"on/{fleet}/sold")
