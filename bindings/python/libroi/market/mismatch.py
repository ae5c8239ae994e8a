"""Why hours stand idle while demand goes unmet, in tables that add up.

>>> found = roi.load(example).evaluate().mismatch
>>> found.idle.loc["ascend", "share of delivered"].round(3).to_dict()["unavailable"]
0.02
>>> bool(found.checks["passed"].all())
True
"""

from __future__ import annotations

import functools
import html
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import _libroi
from ..errors import DomainError
from .attribution import explained_by, hours_of_chip
from .hours import CAUSES, LABELS, REASONS, UNMET_LABELS, MarketHours, Row

if TYPE_CHECKING:
    from ..result.result import Result

__all__ = ["CONTRACTS", "NO_CLASS", "Mismatch"]

#: Rows of `Mismatch.matrix` beside the markets: what contracts use, and idle hours that no market explains.
CONTRACTS, NO_CLASS = "(contracts)", "(no class)"
_TOLERANCE = 1e-9


class Mismatch:
    """Hours delivered that nobody uses, by fleet and cause; demand that nobody serves, by market and reason.

    Hours of two units of sale never add: totals are by unit, or in money. `attrs` names the units.
    """

    def __init__(self, result: Result) -> None:
        self._hours = MarketHours(result)
        self._name = result.center.name
        if not self._hours.fleets:
            raise DomainError(f"mismatch: {result.center.name} has no fleets, so no hours can stand idle")

    # --- what there is -------------------------------------------------------------------------------------------

    @property
    def fleets(self) -> list[str]:
        """Fleets, in the order of the file."""
        return list(self._hours.fleets)

    @property
    def markets(self) -> list[str]:
        """Markets, in the order of the file; none where the center sells by contract alone."""
        return list(self._hours.markets)

    @property
    def years(self) -> list[int]:
        """Calendar years of the model."""
        return sorted(set(pd.PeriodIndex(self._hours.index).year))

    @property
    def attrs(self) -> dict[str, Any]:
        """Units of the hours of fleets and of markets, and of money."""
        return {
            "fleets": {fleet: self._hours.unit(fleet) for fleet in self.fleets},
            "markets": {market: self._hours.demand_unit(market) for market in self.markets},
            "money": self._hours.currency,
            "causes": dict(LABELS),
            "reasons": dict(UNMET_LABELS),
        }

    # --- idle hours ----------------------------------------------------------------------------------------------

    @functools.cached_property
    def idle(self) -> pd.DataFrame:
        """Idle hours of the life by fleet and cause, in the order in which causes explain.

        hours, their unit, share of delivered hours, money: each hour at the price of what was lost, NaN where paid.
        """
        return self._idle(self._all_months())

    @functools.cached_property
    def idle_by_year(self) -> pd.DataFrame:
        """`idle` of each calendar year, under (year, fleet, cause)."""
        return pd.concat({year: self._idle(at) for year, at in self._by_year().items()}, names=["year"])

    def by_month(self, fleet: str) -> pd.DataFrame:
        """Idle hours of a fleet by month, one column a cause; `attrs` names their unit.

        >>> roi.load(example).evaluate().mismatch.by_month("ascent")
        Traceback (most recent call last):
        libroi.DomainError: mismatch: there is no fleet "ascent"; nearest is ascend
        """
        self.demand_fleet(fleet)
        columns = {cause: self._hours.idle(fleet, cause) for cause in CAUSES}
        frame = pd.DataFrame(columns, index=self._hours.index)
        frame.attrs = {"unit": self._hours.unit(fleet), "labels": dict(LABELS)}
        return frame

    def use_by_month(self, fleet: str) -> pd.DataFrame:
        """Hours of a fleet by month: those delivered, and those allocated to jobs."""
        self.demand_fleet(fleet)
        frame = pd.DataFrame(
            {"delivered": self._hours.delivered(fleet), "allocated": self._hours.row(f"sales/fleet/{fleet}/allocated")},
            index=self._hours.index,
        )
        frame.attrs = {"unit": self._hours.unit(fleet)}
        return frame

    @functools.cached_property
    def total(self) -> pd.DataFrame:
        """Idle hours of the life by unit of sale and cause: hours, share of delivered, money."""
        return self._total(self.idle)

    def _total(self, idle: pd.DataFrame) -> pd.DataFrame:
        delivered = dict.fromkeys(self.attrs["fleets"].values(), 0.0)
        for fleet in self.fleets:
            delivered[self._hours.unit(fleet)] += float(self._hours.delivered(fleet).sum())
        sums = idle.reset_index().groupby(["unit", "cause"], sort=False)[["hours", "money"]].sum(min_count=1)
        whole = np.array([delivered[str(unit)] for unit in sums.index.get_level_values("unit")])
        sums.insert(1, "share of delivered", _shares(sums["hours"].to_numpy(), whole))
        sums.attrs = {"money": self._hours.currency, "delivered": delivered}
        return sums

    def _idle(self, months: Row) -> pd.DataFrame:
        rows = []
        for fleet in self.fleets:
            delivered = float(self._hours.delivered(fleet)[months].sum())
            for cause in CAUSES:
                hours = float(self._hours.idle(fleet, cause)[months].sum())
                money = float(self._hours.worth(fleet, cause)[months].sum())
                share = hours / delivered if delivered > 0.0 else float("nan")
                rows.append((fleet, cause, hours, self._hours.unit(fleet), share, money))
        columns = ["fleet", "cause", "hours", "unit", "share of delivered", "money"]
        frame = pd.DataFrame(rows, columns=columns).set_index(["fleet", "cause"])
        frame.attrs = {"money": self._hours.currency, "labels": dict(LABELS)}
        return frame

    # --- unmet demand --------------------------------------------------------------------------------------------

    @functools.cached_property
    def unmet(self) -> pd.DataFrame:
        """Demand of the life by market and what became of it: hours, their unit, share of the potential demand."""
        return self._unmet(self._all_months())

    @functools.cached_property
    def unmet_by_year(self) -> pd.DataFrame:
        """`unmet` of each calendar year, under (year, market, reason)."""
        return pd.concat({year: self._unmet(at) for year, at in self._by_year().items()}, names=["year"])

    def _unmet(self, months: Row) -> pd.DataFrame:
        rows = []
        for market in self.markets:
            potential = float(self._hours.potential(market)[months].sum())
            for reason in REASONS:
                hours = float(self._hours.outcome(market, reason)[months].sum())
                share = hours / potential if potential > 0.0 else float("nan")
                rows.append((market, reason, hours, self._hours.demand_unit(market), share))
        columns = ["market", "reason", "hours", "unit", "share of potential"]
        frame = pd.DataFrame(rows, columns=columns).set_index(["market", "reason"])
        frame.attrs = {"labels": dict(UNMET_LABELS)}
        return frame

    # --- supply against demand -----------------------------------------------------------------------------------

    @functools.cached_property
    def matrix(self) -> pd.DataFrame:
        """Supply against demand of the life, by chip (fleet) and class of work (market).

        runs     "yes", "not yet" (from a date within the model on) or "no"
        sold     hours of the fleet that the class gets; of contracts those allocated
        idle     idle hours of the fleet that the class explains
        unmet    hours of this chip that the unmet demand of the class would take: it counts once for every chip, and
                 does not add over chips; NaN where the chip lacks the number format of the class

        By fleet, sold adds up to the hours allocated and idle to the idle hours: `(contracts)` and `(no class)` hold
        what is not a market's.
        """
        rows = []
        for fleet in self.fleets:
            explained = explained_by(self._hours, fleet)
            idle = sum((self._hours.idle(fleet, cause).sum() for cause in CAUSES), 0.0)
            unit, idle_in_all = self._hours.unit(fleet), 0.0
            for market in self.markets:
                sold = self._sold(market, fleet)
                hers = float(sum((of[market].sum() for of in explained.values() if market in of), 0.0))
                per_hour = hours_of_chip(self._hours, market, fleet)
                unmet = float((self._unserved(market) * per_hour).sum()) if per_hour.any() else float("nan")
                rows.append((fleet, market, self._runs(market, fleet), sold, hers, unmet, unit))
                idle_in_all += hers
            if self._hours.contracts:
                rows.append((fleet, CONTRACTS, "", float(self._hours.contracted(fleet).sum()), 0.0, 0.0, unit))
            rows.append((fleet, NO_CLASS, "", 0.0, float(idle) - idle_in_all, 0.0, unit))
        columns = ["fleet", "class", "runs", "sold", "idle", "unmet", "unit"]
        return pd.DataFrame(rows, columns=columns).set_index(["fleet", "class"])

    def _sold(self, market: str, fleet: str) -> float:
        return float(self._hours.sold_to(market, fleet).sum()) if fleet in self._hours.lists[market] else 0.0

    def _unserved(self, market: str) -> Row:
        return np.asarray(sum(self._hours.outcome(market, reason) for reason in REASONS if reason != "served"))

    def _runs(self, market: str, fleet: str) -> str:
        if fleet not in self._hours.lists[market]:
            return "no"
        ready = f"sales/market/{market}/on/{fleet}/ready"
        return "not yet" if self._hours.has(ready) and self._hours.row(ready)[0] < 1.0 else "yes"

    # --- proof ---------------------------------------------------------------------------------------------------

    @functools.cached_property
    def checks(self) -> pd.DataFrame:
        """That parts sum to the whole, month by month, to 1e-9 of what is delivered or wanted at most in a month."""
        rows = []
        for fleet in self.fleets:
            delivered = self._hours.delivered(fleet)
            whole = self._hours.row(f"idle/{fleet}/idle")
            causes = np.sum([self._hours.idle(fleet, cause) for cause in CAUSES], axis=0)
            used = self._hours.row(f"sales/fleet/{fleet}/allocated") + whole
            rows.append(_check(f"idle hours of {fleet} by cause", whole, causes, delivered))
            rows.append(_check(f"delivered hours of {fleet}: allocated and idle", delivered, used, delivered))
            explained = explained_by(self._hours, fleet)
            for cause, of in explained.items():
                parts = np.sum([*of.values(), np.zeros(len(delivered))], axis=0)
                rows.append(_check(f"{cause} of {fleet} by class", self._hours.idle(fleet, cause), parts, delivered))
        for market in self.markets:
            potential = self._hours.potential(market)
            parts = np.sum([self._hours.outcome(market, reason) for reason in REASONS], axis=0)
            rows.append(_check(f"demand of {market} by what became of it", potential, parts, potential))
        columns = ["check", "residual", "tolerance", "passed"]
        return pd.DataFrame(rows, columns=columns).set_index("check")

    # --- forms ---------------------------------------------------------------------------------------------------

    def to_dict(self, year: int | None = None) -> dict[str, Any]:
        """Idle hours and unmet demand, of the life or of one year, as plain data; None where a value is missing."""
        if year is not None:
            self.demand_year(year)
        idle: Any = self.idle if year is None else self.idle_by_year.loc[year]
        unmet: Any = self.unmet if year is None else self.unmet_by_year.loc[year]
        return {
            "idle": _nested(idle, "fleet", ("hours", "share of delivered", "money")),
            "unmet": _nested(unmet, "market", ("hours", "share of potential")),
            "units": {name: self.attrs[name] for name in ("fleets", "markets", "money")},
        }

    def demand_fleet(self, fleet: str) -> None:
        """Raises `DomainError` with the nearest name where there is no such fleet."""
        if fleet not in self.fleets:
            raise DomainError(f'mismatch: there is no fleet "{fleet}"{_libroi.hint(fleet, self.fleets)}')

    def demand_year(self, year: int) -> None:
        """Raises `DomainError` where the model does not reach the year."""
        if year not in self.years:
            raise DomainError(f"mismatch: year is {year}, but must be in {self.years[0]} .. {self.years[-1]}")

    def _repr_html_(self) -> str:
        money = self._hours.currency
        idle = self.idle[self.idle["hours"] > 0.0].reset_index()
        unmet = self.unmet[self.unmet["hours"] > 0.0].reset_index()
        idle_rows = [
            [row["fleet"], LABELS[row["cause"]], f"{row['hours']:,.0f} {row['unit']}s", _percent(row, "delivered"),
             "" if np.isnan(row["money"]) else f"{row['money']:,.0f} {money}"]
            for _, row in idle.iterrows()
        ]  # fmt: skip
        unmet_rows = [
            [
                row["market"],
                UNMET_LABELS[row["reason"]],
                f"{row['hours']:,.0f} {row['unit']}s",
                _percent(row, "potential"),
            ]
            for _, row in unmet.iterrows()
        ]
        text = _html_table("Idle hours", ["fleet", "cause", "hours", "of delivered", "worth"], idle_rows)
        return text + _html_table("Demand", ["market", "what became of it", "hours", "of potential"], unmet_rows)

    def __repr__(self) -> str:
        parts = []
        for unit, rows in self.total.groupby("unit", sort=False):
            delivered = self.total.attrs["delivered"][unit]
            parts.append(f"{rows['hours'].sum():,.0f} of {delivered:,.0f} {unit}s idle")
        return f"<Mismatch of {self._name!r}: {'; '.join(parts)}; {len(self.markets)} markets>"

    # --- months --------------------------------------------------------------------------------------------------

    def _all_months(self) -> Row:
        return np.ones(len(self._hours.index), dtype=bool)

    def _by_year(self) -> dict[int, Row]:
        years = pd.PeriodIndex(self._hours.index).year.to_numpy()
        return {year: years == year for year in self.years}


def _shares(part: Row, whole: Row) -> Row:
    return np.where(whole > 0.0, part / np.where(whole > 0.0, whole, 1.0), np.nan)


def _check(name: str, whole: Row, parts: Row, scale: Row) -> tuple[str, float, float, bool]:
    residual = float(np.abs(whole - parts).max(initial=0.0))
    tolerance = _TOLERANCE * float(np.abs(scale).max(initial=0.0))
    return name, residual, tolerance, residual <= tolerance


def _nested(frame: pd.DataFrame, outer: str, columns: tuple[str, ...]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    inner = next(name for name in frame.index.names if name != outer)
    for row in frame.reset_index().to_dict("records"):
        values = {name: None if np.isnan(row[name]) else float(row[name]) for name in columns}
        out.setdefault(str(row[outer]), {})[str(row[inner])] = values
    return out


def _percent(row: pd.Series[Any], of: str) -> str:
    share = float(row[f"share of {of}"])
    return "" if np.isnan(share) else f"{share:.1%}"


def _html_table(title: str, heads: list[str], rows: list[list[str]]) -> str:
    if not rows:
        return ""
    cells = ["".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows]
    head = "".join(f"<th>{name}</th>" for name in heads)
    body = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<table><caption><b>{title}</b></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
