"""Tariffs, bills, weather, facilities and batteries by the hour; offered as libroi.power."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import _libroi
from ..errors import DomainError
from ..plot.hourly_power import GROUP_COLORS

_power: Any = _libroi.power

__all__ = [
    "Bill",
    "Dispatch",
    "FacilityHours",
    "bill",
    "clock",
    "dispatch",
    "onsite_hours",
    "parse_tariff",
    "read_load",
    "read_tariff",
    "read_weather",
    "simulate",
    "solar_profile",
]

read_load = _power.read_load


def read_tariff(
    path: str | Path,
    *,
    tier_basis: str | None = None,
    tou_ratchet: str | None = None,
    currency: str | None = None,
    coincident_hours: Sequence[int] = (),
) -> Any:
    """Tariff of a file in libroi's form or OpenEI's URDB form. For URDB files:

    tier_basis: whose kWh climb the tiers where periods share a month: "all_in_order" (the default, as NREL's SAM),
    "all_pro_rata" or "period". tou_ratchet: what a ratchet does to time-of-use demand: "none", "own" peaks, or the
    billing demand of the "month" (SAM). currency: of the prices, "USD" unless the file's country is another.
    coincident_hours: hours of the year (0 is the first) of the system's peaks, for a coincident rate structure.
    """
    return _power.read_tariff(str(path), tier_basis, tou_ratchet, currency, list(coincident_hours))


def parse_tariff(data: dict[str, Any] | str, name: str = "tariff", **urdb: Any) -> Any:
    """The same of a dictionary or of JSON text; `name` takes the file's place in messages."""
    text = data if isinstance(data, str) else json.dumps(data)
    return _power.parse_urdb(name, text, **urdb) if urdb else _power.parse_tariff(name, text)


def clock(
    year: int | None = None,
    *,
    first_weekday: int = 0,
    holidays: Iterable[datetime.date | int] = (),
    working_days: Iterable[datetime.date | int] = (),
    minutes: int = 60,
) -> Any:
    """The year of a bill: a calendar year, or 365 days from a weekday (0 = Monday) where `year` is None.

    Special days are dates, or days of the year from 0.
    """

    def days(listed: Iterable[datetime.date | int]) -> list[int]:
        return [d if isinstance(d, int) else d.timetuple().tm_yday - 1 for d in listed]

    if year is None:
        return _power.YearClock.typical(first_weekday, days(holidays), minutes)
    return _power.YearClock.of_year(year, days(holidays), days(working_days), minutes)


def clock_for(
    values: int, year: int | None = None, first_weekday: int = 0, holidays: Iterable[datetime.date | int] = ()
) -> Any:
    """The clock that has this many steps, hourly or finer."""
    for minutes in (60, 30, 20, 15):
        candidate = clock(year, first_weekday=first_weekday, holidays=holidays, minutes=minutes)
        if candidate.steps == values:
            return candidate
    span = f"the year {year}" if year else "365 days"
    leap = "; a leap year must be given" if year is None and values > 0 and values % 8784 == 0 else ""
    raise DomainError(f"load: number of values is {values}, but must fit {span}, hourly to quarter-hourly{leap}")


def _tariff_of(tariff: Any) -> Any:
    if isinstance(tariff, str | Path):
        return read_tariff(tariff)
    return parse_tariff(tariff) if isinstance(tariff, dict) else tariff


def _load_of(load_kw: Any) -> np.ndarray:
    kw = np.ascontiguousarray(load_kw, dtype=float)
    if kw.ndim != 1:
        raise DomainError(f"load: number of dimensions is {kw.ndim}, but must be 1, a value per step of the year")
    return kw


@dataclass(frozen=True)
class Bill:
    """A year's bill; amounts in `currency`, costs positive."""

    items: pd.DataFrame
    total: float
    currency: str
    energy_kwh: float
    price_per_kwh: float
    months: pd.DataFrame

    def total_of(self, prefix: str) -> float:
        """Sum of the lines whose path begins with `prefix`, such as "demand/"."""
        return float(self.items.loc[self.items["path"].str.startswith(prefix), "amount"].sum())

    def __repr__(self) -> str:
        return f"<Bill {self.total:,.2f} {self.currency} for {self.energy_kwh:,.0f} kWh>"

    def _repr_html_(self) -> str:
        return self.months.to_html(float_format="{:,.2f}".format)


def _bill_of(raw: Any) -> Bill:
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
    tariff, kw = _tariff_of(tariff), _load_of(load_kw)
    if previous_year_peaks_kw is not None:
        tariff = tariff.with_previous_year_peaks(np.asarray(previous_year_peaks_kw, dtype=float))
    plan = _power.BillPlan(tariff, clock_for(len(kw), year, first_weekday, holidays))
    return _bill_of(_power.make_bill(plan, kw, power_factor, months_since_contract))


def read_weather(path: str | Path) -> pd.DataFrame:
    """Hourly table of an EPW, TMY3, NSRDB or CSV weather file; attrs: station, position, values filled."""
    raw = _power.read_weather(str(path))
    table = pd.DataFrame(raw.columns())
    table.index.name = "hour"
    table.attrs.update(
        station=raw.station,
        latitude=raw.latitude,
        longitude=raw.longitude,
        elevation=raw.elevation,
        filled=raw.filled,
        first_weekday=raw.first_weekday,
        units={
            "dry_bulb_c": "°C",
            "dew_point_c": "°C",
            "wet_bulb_c": "°C",
            "rh": "1",
            "pressure_pa": "Pa",
            "ghi_wh_m2": "Wh/m2",
            "dni_wh_m2": "Wh/m2",
            "dhi_wh_m2": "Wh/m2",
            "wind_m_s": "m/s",
        },
    )
    return table


@dataclass(frozen=True)
class FacilityHours:
    """A simulated year. PUE, WUE [L/kWh] and TUE are weighted by energy."""

    hours: pd.DataFrame
    pue: float
    wue: float
    tue: float
    it_kwh: float
    facility_kwh: float
    peak_kw: float
    water_m3: float
    month_pue: pd.Series

    def __repr__(self) -> str:
        return f"<FacilityHours PUE {self.pue:.3f}, {self.facility_kwh:,.0f} kWh, peak {self.peak_kw:,.1f} kW>"


def simulate(
    facility: Any,
    weather: Any,
    activity: float | Sequence[float],
    *,
    year: int | None = None,
    first_weekday: int | None = None,
    holidays: Iterable[datetime.date | int] = (),
) -> FacilityHours:
    """Hour by hour power of a facility (file) in weather (file) at an activity in [0, 1], one or twelve monthly values.

    The activity is that of the busiest hour; the facility's shape gives the others.
    """
    if isinstance(facility, str | Path):
        facility = _power.read_facility(str(facility))
    if isinstance(weather, str | Path):
        weather = _power.read_weather(str(weather))
    start = weather.first_weekday if first_weekday is None else first_weekday
    calendar = clock(year, first_weekday=start, holidays=holidays)
    fitted = _power.fitted_to_days(weather, calendar.days)
    columns, summary = _power.simulate(
        _power.FacilityYear(facility, calendar, fitted), np.atleast_1d(np.asarray(activity, dtype=float))
    )
    table = pd.DataFrame(columns)
    table["pue"] = table["facility_kw"] / table["it_kw"].where(table["it_kw"] > 0)
    air = fitted.columns()
    for name in ("dry_bulb_c", "wet_bulb_c", "rh"):
        table[name] = air[name]
    begin = datetime.datetime(calendar.year or 2001, 1, 1)
    table.index = pd.date_range(begin, periods=len(table), freq="h", name="hour")
    table.attrs["units"] = {
        "it_kw": "kW",
        "electrical_kw": "kW",
        "cooling_kw": "kW",
        "facility_kw": "kW",
        "water_litres": "L",
        "economiser_share": "1",
        "pue": "1",
        "dry_bulb_c": "°C",
        "wet_bulb_c": "°C",
        "rh": "1",
    }
    month_pue = pd.Series(summary.pop("month_pue"), index=range(1, 13), name="pue")
    return FacilityHours(hours=table, month_pue=month_pue, **summary)


@dataclass(frozen=True)
class Dispatch:
    """A battery's year: hourly table, months with their proof (lower_bound <= cost), bill, wear and saving."""

    hours: pd.DataFrame
    months: pd.DataFrame
    bill: Bill
    wear: float
    saving: float


def dispatch(
    tariff: Any,
    load_kw: Sequence[float] | np.ndarray,
    battery: Any,
    *,
    year: int | None = None,
    first_weekday: int = 0,
    power_factor: float = 1.0,
) -> Dispatch:
    """Operation of a battery that is optimal for each month under the tariff, with a lower bound as proof.

    `battery` is a dict: energy_kwh, charge_kw, discharge_kw, and optionally efficiencies, levels, wear_per_kwh.
    """
    kw = _load_of(load_kw)
    plan = _power.BillPlan(_tariff_of(tariff), clock_for(len(kw), year, first_weekday))
    raw = _power.dispatch(plan, kw, _power.Battery(**battery) if isinstance(battery, dict) else battery, power_factor)
    table = pd.DataFrame({name: raw[name] for name in ("charge_kw", "discharge_kw", "level_kwh", "grid_kw")})
    table.insert(0, "load_kw", kw)
    months = pd.DataFrame(raw["months"], index=pd.RangeIndex(1, 13, name="month"))
    return Dispatch(table, months, _bill_of(raw["bill"]), raw["wear"], raw["saving"])


def solar_profile(weather: Any, dc_kw: float, **array: float) -> np.ndarray:
    """AC power [kW] of a solar array hour by hour; keywords tilt, azimuth, performance, ac_kw."""
    if isinstance(weather, str | Path):
        weather = _power.read_weather(str(weather))
    return np.asarray(_power.solar_profile(weather, dc_kw, **array))


def onsite_hours(
    onsite: str | Path,
    facility: Any,
    weather: Any,
    tariff: Any,
    *,
    year: int | None = None,
    holidays: Iterable[datetime.date | int] = (),
    power_factor: float = 1.0,
) -> pd.DataFrame:
    """Power [kW] at the meter of each plant of an on-site file, hour by hour; negative where it feeds the center.

    The hours that a center's bill is prepared from. attrs["kinds"] says how each row was made, and of a battery how far
    its fixed plan is from the best ones at other loads.
    """
    if isinstance(facility, str | Path):
        facility = _power.read_facility(str(facility))
    if isinstance(weather, str | Path):
        weather = _power.read_weather(str(weather))
    if isinstance(tariff, str | Path):
        tariff = read_tariff(str(tariff))
    calendar = clock(year, first_weekday=weather.first_weekday, holidays=holidays)
    fitted = _power.fitted_to_days(weather, calendar.days)
    hours, kinds = _power.onsite_hours(
        str(onsite), _power.FacilityYear(facility, calendar, fitted), fitted, tariff, power_factor
    )
    begin = datetime.datetime(calendar.year or 2001, 1, 1)
    table = pd.DataFrame(hours)
    table.index = pd.date_range(begin, periods=len(table), freq="h", name="hour")
    table.attrs["kinds"] = kinds
    return table
