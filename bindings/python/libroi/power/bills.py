"""Itemised bills of a year's load."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import _libroi
from ..errors import DomainError
from ..plot.hourly_power import GROUP_COLORS
from .tariffs import tariff_of
from .year_clock import clock_for

__all__ = [
    "Bill",
    "bill",
    "bill_of",
    "load_of",
    "read_load",
    "year_of",
]

_engine: Any = _libroi.power


def read_load(path: str | Path, *, utc_offset: float | None = None) -> pd.Series:
    """A year's load [kW per step] of a text file, in the order of time.

    attrs: notices (what was converted, moved or not used), year (0 where no time stamps say it), minutes of a step,
    column.
    `utc_offset` is that of the place's standard time in hours, for stamps in UTC. Raises InputError for what cannot be
    the load of a year: gaps, a unit that is missing or unknown, several loads.
    """
    raw = _engine.read_load(str(path), utc_offset)
    load = pd.Series(raw.kw, name="kw", copy=True)
    load.index.name = "step"
    load.attrs.update(notices=list(raw.notices), year=raw.year, minutes=raw.minutes, column=raw.column)
    return load


def year_of(load_kw: Any, year: int | None, first_weekday: int | None) -> int | None:
    """The calendar year of a load: the one asked for, which must be that of its time stamps if it has any."""
    own = int(getattr(load_kw, "attrs", {}).get("year", 0))
    if own == 0:
        return year
    if year is not None and year != own:
        raise DomainError(f"load: year is {year}, but its time stamps are of {own}; pass load.to_numpy() to move it")
    if year is None and first_weekday is not None and first_weekday != datetime.date(own, 1, 1).weekday():
        raise DomainError(
            f"load: first_weekday is {first_weekday}, but its time stamps are of {own}, "
            f"which begins on {datetime.date(own, 1, 1).weekday()}"
        )
    return own


def load_of(load_kw: Any) -> np.ndarray:
    """The load as an array of one dimension."""
    kw = np.ascontiguousarray(load_kw, dtype=float)
    if kw.ndim != 1:
        raise DomainError(f"load: number of dimensions is {kw.ndim}, but must be 1, a value per step of the year")
    return kw


@dataclass(frozen=True)
class Bill:
    """A year's bill; amounts in `currency`, costs positive.

    `notices` name what the tariff's file holds that was not used, or was used after a change.
    """

    items: pd.DataFrame
    total: float
    currency: str
    energy_kwh: float
    price_per_kwh: float
    months: pd.DataFrame
    notices: tuple[str, ...] = ()

    def total_of(self, prefix: str) -> float:
        """Sum of the lines whose path begins with `prefix`, such as "demand/"."""
        return float(self.items.loc[self.items["path"].str.startswith(prefix), "amount"].sum())

    def __repr__(self) -> str:
        return f"<Bill {self.total:,.2f} {self.currency} for {self.energy_kwh:,.0f} kWh>"

    def _repr_html_(self) -> str:
        notices = "".join(f"<li>{html.escape(notice)}</li>" for notice in self.notices)
        return self.months.to_html(float_format="{:,.2f}".format) + (f"<ul>{notices}</ul>" if notices else "")


def bill_of(raw: Any) -> Bill:
    """The tables of a bill as the engine made it."""
    items = pd.DataFrame(raw.items()).astype({"path": str, "unit": str})
    groups = items.assign(group=items["path"].str.split("/").str[0]).pivot_table(
        index="month", columns="group", values="amount", aggfunc="sum"
    )
    groups = groups.reindex(range(1, 13)).fillna(0.0)
    groups = groups[[g for g in GROUP_COLORS if g in groups.columns]]
    groups.columns.name = None
    months = groups.assign(
        total=[raw.month_total(m) for m in range(12)], energy_kwh=list(raw.month_energy), peak_kw=list(raw.month_peak)
    )
    months.index.name = "month"
    months.attrs["currency"] = items.attrs["currency"] = raw.currency
    energy = raw.energy_kwh
    return Bill(items, raw.total, raw.currency, energy, raw.total / energy if energy > 0 else float("nan"), months)


def bill(
    tariff: Any,
    load_kw: Sequence[float] | np.ndarray | pd.Series,
    *,
    year: int | None = None,
    first_weekday: int | None = None,
    holidays: Iterable[datetime.date | int] = (),
    power_factor: float = 1.0,
    months_since_contract: int = 0,
    previous_year_peaks_kw: Sequence[float] | None = None,
) -> Bill:
    """Itemised bill of a year's load (kW per step, hourly to quarter-hourly) under a tariff, its file or dictionary.

    `previous_year_peaks_kw`, by month, take the place of what the tariff says of the year before its ratchet's.
    Without `year` the calendar is that of the load's time stamps (`read_load`), else 365 days from `first_weekday`
    (0 = Monday, which is the default). Raises DomainError if the load is not a year of the clock, InputError for a bad
    tariff file.
    """
    year = year_of(load_kw, year, first_weekday)
    tariff, kw = tariff_of(tariff), load_of(load_kw)
    if previous_year_peaks_kw is not None:
        tariff = tariff.with_previous_year_peaks(np.asarray(previous_year_peaks_kw, dtype=float))
    plan = _engine.BillPlan(tariff, clock_for(len(kw), year, first_weekday or 0, holidays))
    made = bill_of(_engine.make_bill(plan, kw, power_factor, months_since_contract))
    return replace(made, notices=tuple(tariff.notices))
