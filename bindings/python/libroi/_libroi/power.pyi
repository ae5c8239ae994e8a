"""
Hourly power, tariffs and bills; use it through `libroi.power`.
"""

from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing

__all__: list[str] = [
    "Battery",
    "Bill",
    "BillOptions",
    "BillPlan",
    "Facility",
    "FacilityYear",
    "Load",
    "ReducedYear",
    "Tariff",
    "Weather",
    "YearClock",
    "china_power_factor_table",
    "dispatch",
    "facility_hour",
    "fitted_to_days",
    "make_bill",
    "matched_share",
    "onsite_hours",
    "parse_facility",
    "parse_tariff",
    "parse_urdb",
    "plausibility",
    "read_facility",
    "read_load",
    "read_tariff",
    "read_weather",
    "settle_ppa",
    "simulate",
    "solar_profile",
    "wet_bulb",
]

class BillOptions:
    def __init__(
        self,
        power_factor: typing.SupportsFloat | typing.SupportsIndex = 1.0,
        months_since_contract: typing.SupportsInt | typing.SupportsIndex = 0,
    ) -> None: ...

class YearClock:
    """
    The year as meters see it; see libroi/power/hours/hours.hpp.
    """
    @staticmethod
    def of_year(
        year: typing.SupportsInt | typing.SupportsIndex,
        holidays: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex] = [],
        working_days: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex] = [],
        minutes: typing.SupportsInt | typing.SupportsIndex = 60,
    ) -> YearClock: ...
    @staticmethod
    def typical(
        first_weekday: typing.SupportsInt | typing.SupportsIndex = 0,
        holidays: collections.abc.Sequence[typing.SupportsInt | typing.SupportsIndex] = [],
        minutes: typing.SupportsInt | typing.SupportsIndex = 60,
    ) -> YearClock: ...
    @property
    def days(self) -> int: ...
    @property
    def minutes(self) -> int: ...
    @property
    def steps(self) -> int: ...
    @property
    def year(self) -> int: ...

class Tariff:
    """
    A tariff read from a file.
    """
    def __repr__(self) -> str: ...
    def with_previous_year_peaks(self, kw: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> Tariff:
        """
        The same tariff with the peaks [kW] of the year before by month, for its ratchet.
        """
    @property
    def as_of(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def notices(self) -> list[str]:
        """
        What the file holds that was not used, or was used after a change; a text each.
        """
    @property
    def price_date(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def status(self) -> str: ...

class BillPlan:
    """
    A tariff laid out over a year.
    """
    def __init__(self, tariff: Tariff, clock: YearClock) -> None: ...

class Bill:
    """
    A year's bill.
    """
    def items(self) -> dict[str, typing.Any]: ...
    def month_total(self, month: typing.SupportsInt | typing.SupportsIndex) -> float:
        """
        Month 0 to 11.
        """
    def total_of(self, prefix: str) -> float: ...
    @property
    def currency(self) -> str: ...
    @property
    def energy_kwh(self) -> float: ...
    @property
    def month_energy(self) -> typing.Annotated[list[float], "FixedSize(12)"]: ...
    @property
    def month_peak(self) -> typing.Annotated[list[float], "FixedSize(12)"]: ...
    @property
    def price_per_kwh(self) -> float: ...
    @property
    def total(self) -> float: ...

class Load:
    """
    A year's load of a text file; see libroi/power/hours/load_csv.hpp.
    """
    @property
    def column(self) -> str: ...
    @property
    def kw(self) -> numpy.typing.NDArray[numpy.float64]: ...
    @property
    def minutes(self) -> int: ...
    @property
    def notices(self) -> list[str]:
        """
        what was converted, moved or not used
        """
    @property
    def year(self) -> int:
        """
        0 where no time stamps say it
        """

class Weather:
    """
    A year of hourly outdoor air.
    """
    def __repr__(self) -> str: ...
    def columns(self) -> dict[str, typing.Any]: ...
    @property
    def elevation(self) -> float: ...
    @property
    def filled(self) -> dict[str, int]:
        """
        hours that were missing and made up, by column
        """
    @property
    def first_weekday(self) -> int: ...
    @property
    def hours(self) -> int: ...
    @property
    def latitude(self) -> float: ...
    @property
    def located(self) -> bool: ...
    @property
    def longitude(self) -> float: ...
    @property
    def notices(self) -> list[str]:
        """
        what was not used, or used after a change
        """
    @property
    def station(self) -> str: ...
    @property
    def time_zone(self) -> float: ...

class Facility:
    """
    A facility read from a file.
    """

class FacilityYear:
    def __init__(self, facility: Facility, clock: YearClock, weather: Weather) -> None: ...

class ReducedYear:
    """
    A year reduced to monthly coefficients; see libroi/power/prepare/reduction.hpp.
    """
    def __init__(
        self,
        plan: BillPlan,
        year: FacilityYear,
        options: BillOptions = ...,
        tolerance: typing.SupportsFloat | typing.SupportsIndex = 0.0005,
    ) -> None: ...
    def month_costs(
        self, plan: BillPlan, activity: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]
    ) -> typing.Annotated[list[float], "FixedSize(12)"]: ...
    @property
    def error_bound(self) -> float: ...
    @property
    def exact(self) -> bool: ...

class Battery:
    def __init__(
        self,
        energy_kwh: typing.SupportsFloat | typing.SupportsIndex,
        charge_kw: typing.SupportsFloat | typing.SupportsIndex,
        discharge_kw: typing.SupportsFloat | typing.SupportsIndex,
        charge_efficiency: typing.SupportsFloat | typing.SupportsIndex = 0.95,
        discharge_efficiency: typing.SupportsFloat | typing.SupportsIndex = 0.95,
        least_level: typing.SupportsFloat | typing.SupportsIndex = 0.0,
        initial_level: typing.SupportsFloat | typing.SupportsIndex = 0.5,
        wear_per_kwh: typing.SupportsFloat | typing.SupportsIndex = 0.0,
    ) -> None: ...

def china_power_factor_table(standard: typing.SupportsFloat | typing.SupportsIndex) -> list[tuple[float, float]]: ...
def dispatch(
    plan: BillPlan,
    kw: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    battery: Battery,
    power_factor: typing.SupportsFloat | typing.SupportsIndex = 1.0,
) -> dict[str, typing.Any]: ...
def facility_hour(
    facility: Facility,
    dry_bulb: typing.SupportsFloat | typing.SupportsIndex,
    rh: typing.SupportsFloat | typing.SupportsIndex,
    pressure: typing.SupportsFloat | typing.SupportsIndex,
    it_kw: typing.SupportsFloat | typing.SupportsIndex,
) -> dict[str, typing.Any]: ...
def fitted_to_days(weather: Weather, days: typing.SupportsInt | typing.SupportsIndex) -> Weather: ...
def make_bill(
    plan: BillPlan,
    kw: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    power_factor: typing.SupportsFloat | typing.SupportsIndex = 1.0,
    months_since_contract: typing.SupportsInt | typing.SupportsIndex = 0,
) -> Bill: ...
def matched_share(
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    green: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> float: ...
def onsite_hours(
    path: str,
    year: FacilityYear,
    weather: Weather,
    tariff: Tariff,
    power_factor: typing.SupportsFloat | typing.SupportsIndex = 1.0,
) -> tuple[dict[str, typing.Any], dict[str, typing.Any]]: ...
def parse_facility(file: str, text: str) -> Facility: ...
def parse_tariff(file: str, text: str) -> Tariff:
    """
    The same of a text; `file` names it in messages.
    """

def parse_urdb(
    file: str,
    text: str,
    tier_basis: str | None = None,
    tou_ratchet: str | None = None,
    currency: str | None = None,
    coincident_hours: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex] = [],
) -> Tariff: ...
def plausibility(
    system: str,
    zone: str,
    pue: typing.SupportsFloat | typing.SupportsIndex,
    wue: typing.SupportsFloat | typing.SupportsIndex,
) -> str: ...
def read_facility(path: str) -> Facility: ...
def read_load(path: str, utc_offset: typing.SupportsFloat | typing.SupportsIndex | None = None) -> Load: ...
def read_tariff(
    path: str,
    tier_basis: str | None = None,
    tou_ratchet: str | None = None,
    currency: str | None = None,
    coincident_hours: collections.abc.Sequence[typing.SupportsFloat | typing.SupportsIndex] = [],
) -> Tariff:
    """
    Tariff of a file in libroi's form or OpenEI's URDB form; the other arguments are for URDB.
    """

def read_weather(path: str) -> Weather:
    """
    EPW, TMY3, NSRDB, PVGIS or CSV file.
    """

def settle_ppa(
    clock: YearClock,
    kind: str,
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    generation: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    market: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    strike: typing.SupportsFloat | typing.SupportsIndex = 0.0,
    growth: typing.SupportsFloat | typing.SupportsIndex = 0.0,
    premium: typing.SupportsFloat | typing.SupportsIndex = 0.0,
    take_or_pay: typing.SupportsFloat | typing.SupportsIndex = 0.0,
    years: typing.SupportsFloat | typing.SupportsIndex = 0.0,
) -> tuple[list[dict[str, typing.Any]], float, float]: ...
def simulate(
    year: FacilityYear, activity: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]
) -> tuple[dict[str, typing.Any], dict[str, typing.Any]]: ...
def solar_profile(
    weather: Weather,
    dc_kw: typing.SupportsFloat | typing.SupportsIndex,
    tilt: typing.SupportsFloat | typing.SupportsIndex = 30.0,
    azimuth: typing.SupportsFloat | typing.SupportsIndex = 180.0,
    performance: typing.SupportsFloat | typing.SupportsIndex = 0.86,
    ac_kw: typing.SupportsFloat | typing.SupportsIndex = 0.0,
) -> numpy.typing.NDArray[numpy.float64]: ...
def wet_bulb(
    dry_bulb: typing.SupportsFloat | typing.SupportsIndex,
    rh: typing.SupportsFloat | typing.SupportsIndex,
    pressure: typing.SupportsFloat | typing.SupportsIndex = 101325.0,
) -> float: ...
