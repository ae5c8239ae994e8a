"""Annuities, rates of return and measures of payments; offered as libroi.finance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._libroi import finance as _engine
from . import spreadsheet_formulas as closed_forms
from .dates import DateLike, to_days

IrrDiagnosis = _engine.IrrDiagnosis
IrrRoot = _engine.IrrRoot

__all__ = [
    "IrrDiagnosis",
    "IrrRoot",
    "IterationsExceededError",
    "NoRealSolutionError",
    "RowRates",
    "discounted_payback",
    "fv",
    "ipmt",
    "irr",
    "irr_diagnosis",
    "irr_gradient",
    "irr_rows",
    "mirr",
    "moic",
    "nper",
    "npv",
    "payback",
    "pmt",
    "ppmt",
    "profitability_index",
    "pv",
    "rate",
    "total_return",
    "xirr",
    "xirr_diagnosis",
    "xirr_rows",
    "xmirr",
    "xnpv",
]

_WHEN = {"end": 0, "begin": 1, "e": 0, "b": 1, 0: 0, 1: 1, "beginning": 1, "start": 1, "finish": 0}
_STATUSES = np.array(_engine.statuses(), dtype=object)


class NoRealSolutionError(Exception):
    """No rate exists, and the caller asked for an exception."""


class IterationsExceededError(Exception):
    """No rate was found within the iterations allowed, and the caller asked for an exception."""


class RowRates(NamedTuple):
    """Rates of the rows of a matrix, NaN where there is none, and the status of each row."""

    rates: NDArray[np.float64]
    status: NDArray[np.object_]


def _when(when: Any) -> Any:
    if isinstance(when, np.ndarray):
        return when
    try:
        return _WHEN[when]
    except (KeyError, TypeError):
        return [_WHEN[w] for w in when]


def _level(function: str, *arguments: Any) -> Any:
    number = closed_forms.single(function, arguments)
    if number is not None:
        return number
    columns = np.broadcast_arrays(*[np.asarray(a, dtype=np.float64) for a in arguments])
    result = _engine.annuity(function, [np.ascontiguousarray(c).reshape(-1) for c in columns], 0)
    return result.reshape(columns[0].shape)[()]


def fv(rate: Any, nper: Any, pmt: Any, pv: Any, when: Any = "end") -> Any:
    """Value after `nper` periods of `pv` today and `pmt` each period.

    >>> print(round(fv(0.05 / 12, 10 * 12, -100, -100), 4))
    15692.9289
    """
    due = _when(when)
    if closed_forms.any_decimal(rate, nper, pmt, pv, due):
        return closed_forms.fv(rate, nper, pmt, pv, due)
    return _level("fv", rate, nper, pmt, pv, due)


def pmt(rate: Any, nper: Any, pv: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Level payment that turns `pv` today into `fv` after `nper` periods.

    >>> print(round(pmt(0.075 / 12, 12 * 15, 200000), 4))
    -1854.0247
    """
    due = _when(when)
    if closed_forms.any_decimal(rate, nper, pv, fv, due):
        return closed_forms.pmt(rate, nper, pv, fv, due)
    return _level("pmt", rate, nper, pv, fv, due)


def nper(rate: Any, pmt: Any, pv: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Number of payments; NaN where no number of them is enough.

    >>> print(round(nper(0.07 / 12, -150, 8000), 4))
    64.0733
    """
    return _level("nper", rate, pmt, pv, fv, _when(when))


def ipmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Interest contained in payment number `per`, from 1.

    >>> print(round(ipmt(0.10 / 12, 1, 24, 2000), 4))
    -16.6667
    """
    due = _when(when)
    if closed_forms.any_decimal(rate, per, nper, pv, fv, due):
        return closed_forms.ipmt(rate, per, nper, pv, fv, due)
    return _level("ipmt", rate, per, nper, pv, fv, due)


def ppmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Principal contained in payment number `per`: `pmt` less `ipmt`.

    >>> print(round(ppmt(0.10 / 12, 1, 24, 2000), 4))
    -75.6232
    """
    due = _when(when)
    if closed_forms.any_decimal(rate, per, nper, pv, fv, due):
        return closed_forms.ppmt(rate, per, nper, pv, fv, due)
    return _level("ppmt", rate, per, nper, pv, fv, due)


def pv(rate: Any, nper: Any, pmt: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Value today of `pmt` each period and `fv` at the end, with the opposite sign.

    >>> print(round(pv(0.05 / 12, 10 * 12, -100, 15692.93), 4))
    -100.0007
    """
    due = _when(when)
    if closed_forms.any_decimal(rate, nper, pmt, fv, due):
        return closed_forms.pv(rate, nper, pmt, fv, due)
    return _level("pv", rate, nper, pmt, fv, due)


def rate(
    nper: Any,
    pmt: Any,
    pv: Any,
    fv: Any,
    when: Any = "end",
    guess: Any = None,
    tol: Any = None,
    maxiter: int = 100,
    *,
    raise_exceptions: bool = False,
) -> Any:
    """Interest rate per period; NaN where none fits. `guess`, `tol` and `maxiter` steer decimal arithmetic only.

    >>> print(round(rate(10, 0, -3500, 10000), 6))
    0.110691
    """
    due = _when(when)
    if closed_forms.any_decimal(nper, pmt, pv, fv, due):
        found = closed_forms.rate(nper, pmt, pv, fv, due, guess, tol, maxiter)
    else:
        found = _level("rate", nper, pmt, pv, fv, due)
        if maxiter < 1:
            found = found * np.nan
    if raise_exceptions and any(x != x for x in np.asarray(found, dtype=object).flat):
        raise IterationsExceededError("no rate fits the payments")
    return found


def irr(
    values: Any,
    *,
    raise_exceptions: bool = False,
    selection_logic: Callable[[NDArray[np.float64]], Any] | None = None,
    maxiter: int | None = None,
    threads: int = 0,
) -> Any:
    """Rate per period at which NPV is zero; NaN where there is none. One rate a row of a matrix.

    `selection_logic` chooses from the array of all rates instead.

    >>> print(round(irr([-100, 0, 0, 74]), 5))
    -0.0955
    >>> irr([[-100, 110], [-100, 121]]).round(6).tolist()
    [0.1, 0.21]
    """
    flows = np.asarray(values, dtype=np.float64)
    if flows.ndim not in (1, 2):
        raise ValueError("Cashflows must be a 1-D or 2-D array")
    table = np.atleast_2d(flows)
    if selection_logic is not None or maxiter is not None:
        rates = np.array([_selected(row, selection_logic, maxiter, raise_exceptions) for row in table])
    else:
        rates, _ = _engine.irr_rows(table, True, threads)
    if raise_exceptions and np.isnan(rates).any():
        raise NoRealSolutionError("no real rate above -100 % brings NPV to zero")
    return rates[0] if flows.ndim == 1 else rates


def _selected(row: Any, choose: Callable[[Any], Any] | None, maxiter: int | None, raise_exceptions: bool) -> float:
    if row.size < 2:
        return float("nan")
    diagnosis = _engine.irr_diagnosis(row)
    if maxiter is not None and diagnosis.evaluations > maxiter:
        if raise_exceptions:
            raise IterationsExceededError(f"{diagnosis.evaluations} evaluations of NPV were needed, {maxiter} allowed")
        return float("nan")
    roots = np.array([r.rate for r in diagnosis.roots])
    if roots.size == 0:
        return float("nan")
    if choose is not None:
        return float(choose(roots))
    positive = roots[roots >= 0]
    return float(positive.min() if positive.size else roots.max())


def npv(rate: Any, values: Any, *, threads: int = 0) -> Any:
    """Net present value; `values[0]` falls today. Rates along the first axis, rows of a matrix along the last.

    >>> print(round(npv(0.08, [-40000, 5000, 8000, 12000, 30000]), 5))
    3065.22267
    """
    if closed_forms.any_decimal(rate, values):
        return closed_forms.npv(rate, values)
    rates = np.asarray(rate, dtype=np.float64)
    flows = np.asarray(values, dtype=np.float64)
    if rates.ndim > 1:
        raise ValueError("invalid shape for rates. rate must be either a scalar or 1d array")
    if flows.ndim not in (1, 2):
        raise ValueError("invalid shape for values. values must be either a 1d or 2d array")
    table = np.atleast_2d(flows)
    each = np.atleast_1d(rates)
    if (each > -1.0).all():
        result = _engine.npv_grid(each, table, threads).T
    else:  # powers of a number that is not positive
        with np.errstate(all="ignore"):
            result = (table[None] / (1 + each)[:, None, None] ** np.arange(table.shape[1])).sum(axis=2)
    return result.reshape(rates.shape + flows.shape[:-1])[()]


def mirr(
    values: Any, finance_rate: Any, reinvest_rate: Any, *, raise_exceptions: bool = False, threads: int = 0
) -> Any:
    """Modified internal rate of return; NaN unless there are flows of both signs. One rate a row of a matrix.

    >>> print(round(mirr([-120000, 39000, 30000, 21000, 37000, 46000], 0.10, 0.12), 6))
    0.126094
    """
    if closed_forms.any_decimal(values, finance_rate, reinvest_rate):
        found = closed_forms.mirr(values, finance_rate, reinvest_rate)
    else:
        found = _measured("mirr", values, float(finance_rate), float(reinvest_rate), threads)
    if raise_exceptions and any(x != x for x in np.asarray(found, dtype=object).flat):
        raise NoRealSolutionError("flows of both signs are needed")
    return found


def _measured(name: str, cash_flows: Any, rate: float = 0.0, second: float = 0.0, threads: int = 0) -> Any:
    flows = np.asarray(cash_flows, dtype=np.float64)
    results = _engine.measure_rows(name, np.atleast_2d(flows), rate, second, threads)
    return results[0] if flows.ndim == 1 else results


def moic(cash_flows: ArrayLike, *, threads: int = 0) -> Any:
    """Multiple on invested capital: inflows over outflows; NaN where nothing went out.

    >>> print(moic([-10, -20, 15, 30]))
    1.5
    """
    return _measured("moic", cash_flows, threads=threads)


def total_return(cash_flows: ArrayLike, *, threads: int = 0) -> Any:
    """Gain over the money put in: `moic` less 1."""
    return _measured("total_return", cash_flows, threads=threads)


def payback(cash_flows: ArrayLike, *, threads: int = 0) -> Any:
    """Periods until the running sum is at least 0 and stays so; NaN means never.

    >>> print(payback([-100, 40, 40, 40]), payback([-100, 150, -60]))
    2.5 nan
    """
    return _measured("payback", cash_flows, threads=threads)


def discounted_payback(rate: float, cash_flows: ArrayLike, *, threads: int = 0) -> Any:
    """The same for the running sum of present values."""
    return _measured("discounted_payback", cash_flows, rate, threads=threads)


def profitability_index(rate: float, cash_flows: ArrayLike, *, threads: int = 0) -> Any:
    """Present value of the inflows over that of the outflows."""
    return _measured("profitability_index", cash_flows, rate, threads=threads)


def irr_diagnosis(cash_flows: ArrayLike) -> IrrDiagnosis:
    """Value, status, every root above -100 % with certified count, rule and NPV profile.

    >>> irr_diagnosis([-1, 3, -2.5]).rule
    'no rate: NPV is negative at every rate'
    """
    return _engine.irr_diagnosis(np.asarray(cash_flows, dtype=np.float64))


def irr_gradient(cash_flows: ArrayLike) -> NDArray[np.float64]:
    """Exact derivative of the rate with respect to every flow."""
    return np.asarray(_engine.irr_gradient(np.asarray(cash_flows, dtype=np.float64)))


def irr_rows(flows: ArrayLike, *, threads: int = 0) -> RowRates:
    """Rate and status of every row, on all cores: the root at which NPV falls, nearest to zero.

    >>> irr_rows([[-100, 110], [100, 110]]).status.tolist()
    ['unique', 'no_sign_change']
    """
    rates, codes = _engine.irr_rows(np.asarray(flows, dtype=np.float64), False, threads)
    return RowRates(rates, _STATUSES[codes])


def xirr(dates: Sequence[DateLike] | Any, cash_flows: ArrayLike, day_count: str = "ACT/365F") -> float:
    """Yearly rate of dated flows, in any order; NoSolutionError says why there is none."""
    return float(_engine.xirr_value(to_days(dates), np.asarray(cash_flows, dtype=np.float64), day_count))


def xirr_diagnosis(dates: Sequence[DateLike] | Any, cash_flows: ArrayLike, day_count: str = "ACT/365F") -> IrrDiagnosis:
    """As `irr_diagnosis`, for dated flows.

    >>> xirr_diagnosis(["2023-05-01", "2023-05-02"], [-1000, 1638]).status
    'degenerate_horizon'
    """
    return _engine.xirr_diagnosis(to_days(dates), np.asarray(cash_flows, dtype=np.float64), day_count)


def xirr_rows(
    dates: Sequence[DateLike] | Any, flows: ArrayLike, day_count: str = "ACT/365F", *, threads: int = 0
) -> RowRates:
    """Rate and status of every row; all rows fall on the same ascending dates."""
    days = to_days(dates)
    rates, codes = _engine.xirr_rows(days, np.asarray(flows, dtype=np.float64), day_count, False, threads)
    return RowRates(rates, _STATUSES[codes])


def xnpv(rate: float, dates: Sequence[DateLike] | Any, cash_flows: ArrayLike, day_count: str = "ACT/365F") -> float:
    """Net present value of dated flows at the earliest date."""
    return float(_engine.xnpv(rate, to_days(dates), np.asarray(cash_flows, dtype=np.float64), day_count))


def xmirr(
    dates: Sequence[DateLike] | Any,
    cash_flows: ArrayLike,
    finance_rate: float,
    reinvest_rate: float,
    day_count: str = "ACT/365F",
) -> float:
    """Modified internal rate of return per year of dated flows; NaN unless there are flows of both signs."""
    flows = np.asarray(cash_flows, dtype=np.float64)
    return float(_engine.xmirr(to_days(dates), flows, finance_rate, reinvest_rate, day_count))
