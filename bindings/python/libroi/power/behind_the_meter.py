"""Batteries, solar arrays and other plants between the meter and the facility."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import _libroi
from .bills import Bill, bill_of, load_of, year_of
from .tariffs import read_tariff, tariff_of
from .year_clock import clock, clock_for

__all__ = [
    "Dispatch",
    "dispatch",
    "onsite_hours",
    "solar_profile",
]

_engine: Any = _libroi.power


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
    load_kw: Sequence[float] | np.ndarray | pd.Series,
    battery: Any,
    *,
    year: int | None = None,
    first_weekday: int | None = None,
    power_factor: float = 1.0,
) -> Dispatch:
    """Operation of a battery that is optimal for each month under the tariff, with a lower bound as proof.

    `battery` is a dict: energy_kwh, charge_kw, discharge_kw, and optionally efficiencies, levels, wear_per_kwh.
    """
    year = year_of(load_kw, year, first_weekday)
    kw = load_of(load_kw)
    plan = _engine.BillPlan(tariff_of(tariff), clock_for(len(kw), year, first_weekday or 0))
    raw = _engine.dispatch(plan, kw, _engine.Battery(**battery) if isinstance(battery, dict) else battery, power_factor)
    table = pd.DataFrame({name: raw[name] for name in ("charge_kw", "discharge_kw", "level_kwh", "grid_kw")})
    table.insert(0, "load_kw", kw)
    months = pd.DataFrame(raw["months"], index=pd.RangeIndex(1, 13, name="month"))
    return Dispatch(table, months, bill_of(raw["bill"]), raw["wear"], raw["saving"])


def solar_profile(weather: Any, dc_kw: float, **array: float) -> np.ndarray:
    """AC power [kW] of a solar array hour by hour; keywords tilt, azimuth, performance, ac_kw."""
    if isinstance(weather, str | Path):
        weather = _engine.read_weather(str(weather))
    return np.asarray(_engine.solar_profile(weather, dc_kw, **array))


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
        facility = _engine.read_facility(str(facility))
    if isinstance(weather, str | Path):
        weather = _engine.read_weather(str(weather))
    if isinstance(tariff, str | Path):
        tariff = read_tariff(str(tariff))
    calendar = clock(year, first_weekday=weather.first_weekday, holidays=holidays)
    fitted = _engine.fitted_to_days(weather, calendar.days)
    hours, kinds = _engine.onsite_hours(
        str(onsite), _engine.FacilityYear(facility, calendar, fitted), fitted, tariff, power_factor
    )
    begin = datetime.datetime(calendar.year or 2001, 1, 1)
    table = pd.DataFrame(hours)
    table.index = pd.date_range(begin, periods=len(table), freq="h", name="hour")
    table.attrs["kinds"] = kinds
    return table
