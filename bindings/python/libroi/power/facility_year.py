"""Power and water of a facility, hour by hour in its weather."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from .. import _libroi
from .year_clock import clock

__all__ = [
    "FacilityHours",
    "read_weather",
    "simulate",
]

_engine: Any = _libroi.power


def read_weather(path: str | Path) -> pd.DataFrame:
    """Hourly table of an EPW, TMY3, NSRDB, PVGIS or CSV weather file.

    attrs: station, position (`located` says whether the file has it), `filled` (hours made up, by column), `notices`
    (what was not used, or used after a change). Radiation and wind are NaN where the file has none.
    """
    raw = _engine.read_weather(str(path))
    table = pd.DataFrame(raw.columns())
    table.index.name = "hour"
    table.attrs.update(
        station=raw.station,
        latitude=raw.latitude,
        longitude=raw.longitude,
        elevation=raw.elevation,
        time_zone=raw.time_zone,
        located=raw.located,
        filled=dict(raw.filled),
        notices=list(raw.notices),
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
    """A simulated year. PUE, WUE [L/kWh] and TUE are weighted by energy; `hours.attrs["notices"]` are the weather's."""

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
        facility = _engine.read_facility(str(facility))
    if isinstance(weather, str | Path):
        weather = _engine.read_weather(str(weather))
    start = weather.first_weekday if first_weekday is None else first_weekday
    calendar = clock(year, first_weekday=start, holidays=holidays)
    fitted = _engine.fitted_to_days(weather, calendar.days)
    columns, summary = _engine.simulate(
        _engine.FacilityYear(facility, calendar, fitted), np.atleast_1d(np.asarray(activity, dtype=float))
    )
    table = pd.DataFrame(columns)
    table["pue"] = table["facility_kw"] / table["it_kw"].where(table["it_kw"] > 0)
    air = fitted.columns()
    for name in ("dry_bulb_c", "wet_bulb_c", "rh"):
        table[name] = air[name]
    begin = datetime.datetime(calendar.year or 2001, 1, 1)
    table.index = pd.date_range(begin, periods=len(table), freq="h", name="hour")
    table.attrs["notices"] = list(fitted.notices)
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
