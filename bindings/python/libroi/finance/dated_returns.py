"""Net present value and rates of return of payments on any dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy.typing import ArrayLike

from .._libroi import finance as _engine
from .arguments import matrix_of, named, number, one_series
from .dates import DateLike, to_days
from .returns import IrrDiagnosis, RowRates, row_rates

__all__ = ["xirr", "xirr_diagnosis", "xirr_rows", "xmirr", "xnpv"]


def xirr(dates: Sequence[DateLike] | Any, cash_flows: ArrayLike, day_count: str = "ACT/365F") -> float:
    """Yearly rate of dated flows, in any order; NoSolutionError says why there is none."""
    flows = one_series("xirr", "cash_flows", cash_flows, rows="xirr_rows")
    with named("xirr_value", "xirr"):
        return float(_engine.xirr_value(to_days(dates), flows, day_count))


def xirr_diagnosis(dates: Sequence[DateLike] | Any, cash_flows: ArrayLike, day_count: str = "ACT/365F") -> IrrDiagnosis:
    """As `irr_diagnosis`, for dated flows.

    >>> xirr_diagnosis(["2023-05-01", "2023-05-02"], [-1000, 1638]).status
    'degenerate_horizon'
    """
    flows = one_series("xirr_diagnosis", "cash_flows", cash_flows, rows="xirr_rows")
    return _engine.xirr_diagnosis(to_days(dates), flows, day_count)


def xirr_rows(
    dates: Sequence[DateLike] | Any, flows: ArrayLike, day_count: str = "ACT/365F", *, threads: int = 0
) -> RowRates:
    """Rate and status of every row; all rows fall on the same ascending dates."""
    days = to_days(dates)
    rates, codes = _engine.xirr_rows(days, matrix_of("xirr_rows", "flows", flows), day_count, False, threads)
    return row_rates(rates, codes)


def xnpv(rate: float, dates: Sequence[DateLike] | Any, cash_flows: ArrayLike, day_count: str = "ACT/365F") -> float:
    """Net present value of dated flows at the earliest date."""
    flows = one_series("xnpv", "cash_flows", cash_flows)
    return float(_engine.xnpv(number("xnpv", "rate", rate), to_days(dates), flows, day_count))


def xmirr(
    dates: Sequence[DateLike] | Any,
    cash_flows: ArrayLike,
    finance_rate: float,
    reinvest_rate: float,
    day_count: str = "ACT/365F",
) -> float:
    """Modified internal rate of return per year of dated flows; NaN unless there are flows of both signs."""
    flows = one_series("xmirr", "cash_flows", cash_flows)
    finance, reinvest = number("xmirr", "finance_rate", finance_rate), number("xmirr", "reinvest_rate", reinvest_rate)
    return float(_engine.xmirr(to_days(dates), flows, finance, reinvest, day_count))
