"""Hourly power: weather, facility, tariff, bill, battery.

    from libroi import power

    tariff = power.read_tariff("models/data/tariffs/us-ssc-commercial-demand.json")
    bill = power.bill(tariff, power.read_load("load.csv"), first_weekday=0)
    bill.total, bill.items                       # DataFrame: path, month, quantity, unit, price, amount

    year = power.simulate("facility.json", "weather.epw", activity=0.7)
    year.hours                                   # DataFrame by hour: it_kw .. facility_kw, pue, dry_bulb_c, ...
    power.plot_pue(year)

The computation is in C++; this module makes tables and pictures of it.
"""

from __future__ import annotations

from ..plot.hourly_power import (
    bill_stack_data,
    load_duration_data,
    plot_bill_stack,
    plot_load_duration,
    plot_pue,
    pue_data,
)
from .bills import (
    Bill,
    Dispatch,
    FacilityHours,
    bill,
    clock,
    dispatch,
    onsite_hours,
    parse_tariff,
    read_load,
    read_tariff,
    read_weather,
    simulate,
    solar_profile,
)
from .bills import (
    _power as _power,
)
from .bills import (
    clock_for as clock_for,
)

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
