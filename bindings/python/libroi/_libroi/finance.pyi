"""
Finance functions; use them through libroi.finance and libroi.compat.
"""

from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing

__all__: list[str] = [
    "IrrDiagnosis",
    "IrrRoot",
    "accrued_interest",
    "add_months",
    "amounts",
    "annuity",
    "annuity_factor",
    "cumulative_interest",
    "cumulative_principal",
    "custom_schedule",
    "day_count_name",
    "days",
    "days_between",
    "db",
    "ddb",
    "depreciation_schedule",
    "effective_rate",
    "growing_annuity_factor",
    "irr_diagnosis",
    "irr_gradient",
    "irr_rows",
    "irr_value",
    "macrs",
    "macrs_building",
    "measure_rows",
    "modified_dietz",
    "nominal_rate",
    "npv_grid",
    "parse_date",
    "price_sensitivity",
    "quick_xirr",
    "sln",
    "statuses",
    "syd",
    "units_of_use",
    "units_schedule",
    "vdb",
    "xirr_diagnosis",
    "xirr_payments",
    "xirr_rate",
    "xirr_rows",
    "xirr_value",
    "xmirr",
    "xnpv",
    "year_fraction",
]

class IrrRoot:
    """
    One rate at which the net present value is zero.
    """
    def __repr__(self) -> str: ...
    @property
    def falls(self) -> bool:
        """
        NPV falls through zero as the rate rises.
        """
    @property
    def log1p_rate(self) -> float:
        """
        ln(1 + rate), exact also where rate rounds to -1.
        """
    @property
    def rate(self) -> float:
        """
        Per period, or per year for dated flows.
        """
    @property
    def touches(self) -> bool:
        """
        NPV touches zero without crossing, within rounding.
        """

class IrrDiagnosis:
    """
    A rate of return, or the reason why there is none, and every root.
    """
    def __repr__(self) -> str: ...
    @property
    def certified_count(self) -> int | None:
        """
        Number of roots, proved; None if not proved.
        """
    @property
    def evaluations(self) -> int:
        """
        Of the NPV, in the whole scan.
        """
    @property
    def log1p_value(self) -> float:
        """
        ln(1 + value).
        """
    @property
    def method(self) -> str:
        """
        How the count was proved.
        """
    @property
    def most_roots(self) -> int:
        """
        Upper bound by Descartes' rule: sign changes of the flows.
        """
    @property
    def npv_at_zero(self) -> float:
        """
        Sum of the flows.
        """
    @property
    def npv_profile(self) -> list[tuple[float, float]]:
        """
        Pairs (rate, NPV), ascending in rate.
        """
    @property
    def roots(self) -> list[IrrRoot]:
        """
        Every root above -100 %, ascending.
        """
    @property
    def rule(self) -> str:
        """
        How `value` was chosen.
        """
    @property
    def short_horizon(self) -> bool:
        """
        Dated flows that span less than 90 days.
        """
    @property
    def status(self) -> str:
        """
        unique, several, none, no_sign_change, degenerate_horizon or not_converged.
        """
    @property
    def value(self) -> float:
        """
        The rate chosen by `rule`; NaN where there is none.
        """

def accrued_interest(
    face: typing.SupportsFloat | typing.SupportsIndex,
    coupon_rate: typing.SupportsFloat | typing.SupportsIndex,
    last_coupon: typing.SupportsInt | typing.SupportsIndex,
    settlement: typing.SupportsInt | typing.SupportsIndex,
    day_count: str,
) -> float: ...
def add_months(
    day: typing.SupportsInt | typing.SupportsIndex,
    months: typing.SupportsInt | typing.SupportsIndex,
    end_of_month: bool,
) -> int: ...
def amounts(amounts: typing.Any, name: str) -> numpy.typing.NDArray[numpy.float64]:
    """
    Amounts as an array; an error calls them by `name`.
    """

def annuity(
    function: str,
    columns: collections.abc.Sequence[typing.Annotated[numpy.typing.ArrayLike, numpy.float64]],
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> numpy.typing.NDArray[numpy.float64]: ...
def annuity_factor(
    rate: typing.SupportsFloat | typing.SupportsIndex, periods: typing.SupportsFloat | typing.SupportsIndex
) -> float: ...
def cumulative_interest(
    rate: typing.SupportsFloat | typing.SupportsIndex,
    nper: typing.SupportsFloat | typing.SupportsIndex,
    pv: typing.SupportsFloat | typing.SupportsIndex,
    first: typing.SupportsInt | typing.SupportsIndex,
    last: typing.SupportsInt | typing.SupportsIndex,
    when: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def cumulative_principal(
    rate: typing.SupportsFloat | typing.SupportsIndex,
    nper: typing.SupportsFloat | typing.SupportsIndex,
    pv: typing.SupportsFloat | typing.SupportsIndex,
    first: typing.SupportsInt | typing.SupportsIndex,
    last: typing.SupportsInt | typing.SupportsIndex,
    when: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def custom_schedule(
    basis: typing.SupportsFloat | typing.SupportsIndex, shares: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]
) -> list[float]: ...
def day_count_name(name: str) -> str: ...
def days(dates: typing.Any, lenient: bool) -> numpy.typing.NDArray[numpy.int32]:
    """
    Dates as days since 1970-01-01; `lenient` reads month/day/year too.
    """

def days_between(
    start: typing.SupportsInt | typing.SupportsIndex, end: typing.SupportsInt | typing.SupportsIndex, day_count: str
) -> int: ...
def db(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    life: typing.SupportsFloat | typing.SupportsIndex,
    per: typing.SupportsFloat | typing.SupportsIndex,
    month: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def ddb(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    life: typing.SupportsFloat | typing.SupportsIndex,
    per: typing.SupportsFloat | typing.SupportsIndex,
    factor: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def depreciation_schedule(
    method: str,
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    life: typing.SupportsInt | typing.SupportsIndex,
    start_month: typing.SupportsInt | typing.SupportsIndex,
    factor: typing.SupportsFloat | typing.SupportsIndex,
) -> list[float]: ...
def effective_rate(
    nominal: typing.SupportsFloat | typing.SupportsIndex, times_a_year: typing.SupportsFloat | typing.SupportsIndex
) -> float: ...
def growing_annuity_factor(
    rate: typing.SupportsFloat | typing.SupportsIndex,
    growth: typing.SupportsFloat | typing.SupportsIndex,
    periods: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def irr_diagnosis(cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> IrrDiagnosis: ...
def irr_gradient(cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> list[float]: ...
def irr_rows(
    flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    nearest: bool,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.uint8]]: ...
def irr_value(cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64]) -> float: ...
def macrs(property_class: typing.SupportsInt | typing.SupportsIndex, convention: str) -> list[float]: ...
def macrs_building(
    years: typing.SupportsFloat | typing.SupportsIndex, month: typing.SupportsInt | typing.SupportsIndex
) -> list[float]: ...
def measure_rows(
    measure: str,
    flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    rate: typing.SupportsFloat | typing.SupportsIndex,
    second_rate: typing.SupportsFloat | typing.SupportsIndex,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> numpy.typing.NDArray[numpy.float64]: ...
def modified_dietz(
    opening_value: typing.SupportsFloat | typing.SupportsIndex,
    closing_value: typing.SupportsFloat | typing.SupportsIndex,
    times: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    contributions: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    horizon: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def nominal_rate(
    effective: typing.SupportsFloat | typing.SupportsIndex, times_a_year: typing.SupportsFloat | typing.SupportsIndex
) -> float: ...
def npv_grid(
    rates: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> numpy.typing.NDArray[numpy.float64]: ...
def parse_date(text: str) -> int: ...
def price_sensitivity(
    yield_: typing.SupportsFloat | typing.SupportsIndex,
    cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> tuple[float, float, float, float]: ...
def quick_xirr(dates: typing.Any, amounts: typing.Any) -> float | None:
    """
    The only rate, under ACT/365F and above -50 %, of lists of dates and numbers, of arrays, or, without amounts,
    of pairs or a dict; else None.
    """

def sln(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    life: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def statuses() -> list[str]:
    """
    Names of the status codes of the row functions.
    """

def syd(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    life: typing.SupportsFloat | typing.SupportsIndex,
    per: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def units_of_use(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    used: typing.SupportsFloat | typing.SupportsIndex,
    total: typing.SupportsFloat | typing.SupportsIndex,
) -> float: ...
def units_schedule(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    used: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> list[float]: ...
def vdb(
    cost: typing.SupportsFloat | typing.SupportsIndex,
    salvage: typing.SupportsFloat | typing.SupportsIndex,
    life: typing.SupportsFloat | typing.SupportsIndex,
    start: typing.SupportsFloat | typing.SupportsIndex,
    end: typing.SupportsFloat | typing.SupportsIndex,
    factor: typing.SupportsFloat | typing.SupportsIndex,
    no_switch: bool,
) -> float: ...
def xirr_diagnosis(
    days: typing.Annotated[numpy.typing.ArrayLike, numpy.int32],
    cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    day_count: str,
) -> IrrDiagnosis: ...
def xirr_payments(dates: typing.Any, amounts: typing.Any, day_count: typing.Any) -> tuple[float, int]:
    """
    Rate and status code; -1 for unequal lengths. No day count: ACT/365F.
    """

def xirr_rate(
    days: typing.Annotated[numpy.typing.ArrayLike, numpy.int32],
    cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    day_count: str,
    nearest: bool,
) -> tuple[float, int]: ...
def xirr_rows(
    days: typing.Annotated[numpy.typing.ArrayLike, numpy.int32],
    flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    day_count: str,
    nearest: bool,
    threads: typing.SupportsInt | typing.SupportsIndex,
) -> tuple[numpy.typing.NDArray[numpy.float64], numpy.typing.NDArray[numpy.uint8]]: ...
def xirr_value(
    days: typing.Annotated[numpy.typing.ArrayLike, numpy.int32],
    cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    day_count: str,
) -> float: ...
def xmirr(
    days: typing.Annotated[numpy.typing.ArrayLike, numpy.int32],
    cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    finance_rate: typing.SupportsFloat | typing.SupportsIndex,
    reinvest_rate: typing.SupportsFloat | typing.SupportsIndex,
    day_count: str,
) -> float: ...
def xnpv(
    rate: typing.SupportsFloat | typing.SupportsIndex,
    days: typing.Annotated[numpy.typing.ArrayLike, numpy.int32],
    cash_flows: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    day_count: str,
) -> float: ...
def year_fraction(
    start: typing.SupportsInt | typing.SupportsIndex, end: typing.SupportsInt | typing.SupportsIndex, day_count: str
) -> float: ...
