"""Hourly power: weather, facility, tariff, bill, battery.

    from libroi import power

    tariff = power.read_tariff("models/data/tariffs/us-ssc-commercial-demand.json")
    bill = power.bill(tariff, power.read_load("load.csv"))
    bill.total, bill.items                       # DataFrame: path, month, quantity, unit, price, amount

    year = power.simulate("facility.json", "weather.epw", activity=0.7)
    year.hours                                   # DataFrame by hour: it_kw .. facility_kw, pue, dry_bulb_c, ...
    power.plot_pue(year)

The computation is in C++; this package makes tables and pictures of it.
"""

from __future__ import annotations

from .. import _libroi
from ..plot.hourly_power import (
    bill_stack_data,
    load_duration_data,
    plot_bill_stack,
    plot_load_duration,
    plot_pue,
    pue_data,
)
from .behind_the_meter import Dispatch, dispatch, onsite_hours, solar_profile
from .bills import Bill, bill, read_load
from .facility_year import FacilityHours, read_weather, simulate
from .tariffs import parse_tariff, read_tariff
from .year_clock import clock

__all__ = [
    "Bill",
    "Dispatch",
    "FacilityHours",
    "bill",
    "bill_stack_data",
    "clock",
    "dispatch",
    "load_duration_data",
    "onsite_hours",
    "parse_tariff",
    "plot_bill_stack",
    "plot_load_duration",
    "plot_pue",
    "pue_data",
    "read_load",
    "read_tariff",
    "read_weather",
    "simulate",
    "solar_profile",
]

_power = _libroi.power  # the compiled functions as they are
