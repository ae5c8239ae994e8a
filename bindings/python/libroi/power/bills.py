"""Itemised bills of a year's load."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
]

_engine: Any = _libroi.power

read_load = _engine.read_load


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
    first_weekday: int = 0,
    holidays: Iterable[datetime.date | int] = (),
    power_factor: float = 1.0,
    months_since_contract: int = 0,
    previous_year_peaks_kw: Sequence[float] | None = None,
) -> Bill:
    """Itemised bill of a year's load (kW per step, hourly to quarter-hourly) under a tariff, its file or dictionary.

    `previous_year_peaks_kw`, by month, take the place of what the tariff says of the year before its ratchet's.
    Raises DomainError if the load is not a year of the clock, InputError for a bad tariff file.
    """
    tariff, kw = tariff_of(tariff), load_of(load_kw)
    if previous_year_peaks_kw is not None:
        tariff = tariff.with_previous_year_peaks(np.asarray(previous_year_peaks_kw, dtype=float))
    plan = _engine.BillPlan(tariff, clock_for(len(kw), year, first_weekday, holidays))
    made = bill_of(_engine.make_bill(plan, kw, power_factor, months_since_contract))
    return replace(made, notices=tuple(tariff.notices))
