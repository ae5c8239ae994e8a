"""Dated flows and day counts with the names and behaviour of pyxirr."""

from __future__ import annotations

import enum
from typing import Any

import numpy as np

from .. import finance
from .._libroi import finance as _engine
from ._pyxirr_input import InvalidPaymentsError, amounts_of, broadcast, need_both_signs, number, or_none, split_payments
from ._pyxirr_periodic import choose_by_guess, resolved

__all__ = ["DayCount", "days_between", "xfv", "xirr", "xnfv", "xnpv", "year_fraction"]


class DayCount(enum.Enum):
    """Day-count conventions.

    >>> DayCount.of("act/360"), str(DayCount.THIRTY_U_360)
    (DayCount.ACT_360, '30U/360')
    """

    ACT_ACT_ISDA = "Actual/Actual ISDA"
    ACT_365F = "Actual/365F"
    ACT_365_25 = "Actual/365.25"
    ACT_364 = "Actual/364"
    ACT_360 = "Actual/360"
    THIRTY_360_ISDA = "30/360 ISDA"
    THIRTY_E_360 = "30E/360"
    THIRTY_E_PLUS_360 = "30E+/360"
    THIRTY_E_360_ISDA = "30E/360 ISDA"
    THIRTY_U_360 = "30U/360"
    NL_365 = "NL/365"
    NL_360 = "NL/360"

    @staticmethod
    def of(day_count: str) -> DayCount:
        """The convention of that name, in any of the usual spellings."""
        try:
            return _BY_NAME[_engine.day_count_name(day_count)]
        except ValueError:
            raise ValueError("Invalid Day Count Convention") from None

    def __str__(self) -> str:
        return str(self.value)

    def __repr__(self) -> str:
        return f"DayCount.{self.name}"

    def __int__(self) -> int:
        return list(DayCount).index(self)


_BY_NAME = {_engine.day_count_name(c.value): c for c in DayCount}
_STATUSES = _engine.statuses()
_NO_SIGN_CHANGE = _STATUSES.index("no_sign_change")
_SEVERAL = _STATUSES.index("several")


def _name(day_count: DayCount | str | None) -> str:
    if day_count is None:
        return "ACT/365F"
    return (DayCount.of(day_count) if isinstance(day_count, str) else day_count).value


def _payments(dates: Any, amounts: Any, silent: bool) -> tuple[Any, Any] | None:
    """Days and amounts, or None where their lengths differ and the caller wants silence."""
    if amounts is None:
        dates, amounts = split_payments(dates)
    days, flows = _engine.days(dates, True), amounts_of(amounts)
    if len(days) == len(flows) and len(days) > 0:
        return days, flows
    if silent:
        return None
    if len(days) == len(flows):
        raise InvalidPaymentsError("negative and positive payments are required")
    raise InvalidPaymentsError("the amounts and dates arrays are of different lengths")


def xirr(
    dates: Any,
    amounts: Any = None,
    *,
    guess: float | None = None,
    silent: bool = False,
    day_count: DayCount | str | None = None,
) -> float | None:
    """Internal rate of return per year of dated flows; None where there is none."""
    if day_count is None:
        rate = _engine.quick_xirr(dates, amounts)
        if rate is not None:
            return rate
    if amounts is None:
        dates, amounts = split_payments(dates)
    if not hasattr(dates, "__len__"):
        dates = list(dates)
    if not hasattr(amounts, "__len__"):
        amounts = list(amounts)
    name = None if day_count is None else _name(day_count)
    found, code = _engine.xirr_payments(dates, amounts, name)
    if code < 0 or code == _NO_SIGN_CHANGE:
        if silent:
            return None
        raise InvalidPaymentsError(
            "the amounts and dates arrays are of different lengths"
            if code < 0
            else "negative and positive payments are required"
        )
    if code == _SEVERAL or found <= -0.5:
        return _among_all(dates, amounts, name or "ACT/365F", guess)
    return None if found != found else found


def _among_all(dates: Any, amounts: Any, name: str, guess: float | None) -> float | None:
    days, flows = _engine.days(dates, True), amounts_of(amounts)
    diagnosis = _engine.xirr_diagnosis(days, flows, name)
    rates = resolved([r.rate for r in diagnosis.roots], lambda r: _engine.xnpv(r, days, flows, name))
    if len(rates) < 2:
        return rates[0] if rates else None
    first = int(days.min())
    times = (days - first) / 365.0
    if name != "ACT/365F":
        times = np.array([_engine.year_fraction(first, int(d), name) for d in days])
    start = min(max(flows[flows > 0].sum() / -flows[flows < 0].sum() - 1, -0.9), 0.1)

    def step(rate: float) -> float:
        values = flows * (1 + rate) ** -times
        return float(values.sum() / -((values * times).sum() / (1 + rate)))

    return choose_by_guess(rates, guess, start, step)


def xnpv(
    rate: Any, dates: Any, amounts: Any = None, *, silent: bool = False, day_count: DayCount | str | None = None
) -> Any:
    """Net present value of dated flows at the earliest date; a list of rates gives a list."""
    payments = _payments(dates, amounts, silent)
    if payments is None:
        return None
    name = _name(day_count)

    if isinstance(rate, float):
        return or_none(_engine.xnpv(rate, *payments, name)) if rate > -1 else None

    def value(rates: Any) -> Any:
        return np.vectorize(lambda r: _engine.xnpv(r, *payments, name) if r > -1 else np.nan, otypes=[np.float64])(
            rates
        )

    return broadcast(value, rate)


def xfv(
    start_date: Any,
    cash_flow_date: Any,
    end_date: Any,
    cash_flow_rate: float,
    end_rate: float,
    cash_flow: float,
    *,
    day_count: DayCount | str | None = None,
) -> float | None:
    """Future value at end_date of a flow, its rate running to the flow's date and end_rate to the end."""
    name = _name(day_count)
    to_flow_rate, to_end_rate = number(cash_flow_rate, "cash_flow_rate"), number(end_rate, "end_rate")
    start, flow, end = (int(d) for d in _engine.days([start_date, cash_flow_date, end_date], True))
    to_end = finance.fv(to_end_rate, _engine.year_fraction(start, end, name), 0.0, -1.0)
    to_flow = finance.fv(to_flow_rate, _engine.year_fraction(start, flow, name), 0.0, -1.0)
    return or_none(float(to_end / to_flow * number(cash_flow, "cash_flow")))


def xnfv(
    rate: float,
    dates: Any,
    amounts: Any = None,
    *,
    silent: bool = False,
    day_count: DayCount | str | None = None,
) -> float | None:
    """Net future value of dated flows at the latest date; flows of both signs, as in pyxirr.

    The flows are discounted to the earliest date by ACT/365F and carried from there to the latest by `day_count`.
    """
    payments = _payments(dates, amounts, silent)
    yearly = number(rate, "rate")
    if payments is None or not need_both_signs(payments[1], silent) or not yearly > -1:
        return None
    span = _engine.year_fraction(int(payments[0].min()), int(payments[0].max()), _name(day_count))
    present = _engine.xnpv(yearly, *payments, "ACT/365F")
    return or_none(float(finance.fv(yearly, span, 0.0, -present)))


def year_fraction(d1: Any, d2: Any, day_count: DayCount | str) -> float:
    """Years between two dates."""
    start, end = (int(d) for d in _engine.days([d1, d2], True))
    return float(_engine.year_fraction(start, end, _name(day_count)))


def days_between(d1: Any, d2: Any, day_count: DayCount | str) -> int:
    """Days between two dates."""
    start, end = (int(d) for d in _engine.days([d1, d2], True))
    return int(_engine.days_between(start, end, _name(day_count)))
