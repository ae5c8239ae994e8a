"""Level payments: present and future value, payment, term, rate, and the interest in each payment."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._libroi import finance as _engine
from ..errors import DomainError
from . import spreadsheet_formulas
from .arguments import number, whole
from .rate_errors import IterationsExceededError

__all__ = [
    "annuity_factor",
    "cumulative_interest",
    "cumulative_principal",
    "effective_rate",
    "fv",
    "growing_annuity_factor",
    "ipmt",
    "nominal_rate",
    "nper",
    "pmt",
    "ppmt",
    "pv",
    "rate",
]

_WHEN = {"end": 0, "begin": 1, "e": 0, "b": 1, 0: 0, 1: 1, "beginning": 1, "start": 1, "finish": 0}


def _when(when: Any) -> Any:
    if isinstance(when, np.ndarray):
        return when
    try:
        return _WHEN[when]
    except (KeyError, TypeError):
        return [_WHEN[w] for w in when]


def _level(function: str, *arguments: Any) -> Any:
    number = spreadsheet_formulas.single(function, arguments)
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
    if spreadsheet_formulas.any_decimal(rate, nper, pmt, pv, due):
        return spreadsheet_formulas.fv(rate, nper, pmt, pv, due)
    return _level("fv", rate, nper, pmt, pv, due)


def pmt(rate: Any, nper: Any, pv: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Level payment that turns `pv` today into `fv` after `nper` periods.

    >>> print(round(pmt(0.075 / 12, 12 * 15, 200000), 4))
    -1854.0247
    """
    due = _when(when)
    if spreadsheet_formulas.any_decimal(rate, nper, pv, fv, due):
        return spreadsheet_formulas.pmt(rate, nper, pv, fv, due)
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
    if spreadsheet_formulas.any_decimal(rate, per, nper, pv, fv, due):
        return spreadsheet_formulas.ipmt(rate, per, nper, pv, fv, due)
    return _level("ipmt", rate, per, nper, pv, fv, due)


def ppmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Principal contained in payment number `per`: `pmt` less `ipmt`.

    >>> print(round(ppmt(0.10 / 12, 1, 24, 2000), 4))
    -75.6232
    """
    due = _when(when)
    if spreadsheet_formulas.any_decimal(rate, per, nper, pv, fv, due):
        return spreadsheet_formulas.ppmt(rate, per, nper, pv, fv, due)
    return _level("ppmt", rate, per, nper, pv, fv, due)


def pv(rate: Any, nper: Any, pmt: Any, fv: Any = 0, when: Any = "end") -> Any:
    """Value today of `pmt` each period and `fv` at the end, with the opposite sign.

    >>> print(round(pv(0.05 / 12, 10 * 12, -100, 15692.93), 4))
    -100.0007
    """
    due = _when(when)
    if spreadsheet_formulas.any_decimal(rate, nper, pmt, fv, due):
        return spreadsheet_formulas.pv(rate, nper, pmt, fv, due)
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
    if spreadsheet_formulas.any_decimal(nper, pmt, pv, fv, due):
        found = spreadsheet_formulas.rate(nper, pmt, pv, fv, due, guess, tol, maxiter)
    else:
        found = _level("rate", nper, pmt, pv, fv, due)
        if maxiter < 1:
            found = found * np.nan
    if raise_exceptions and any(x != x for x in np.asarray(found, dtype=object).flat):
        raise IterationsExceededError("no rate fits the payments")
    return found


def cumulative_interest(rate: float, nper: float, pv: float, first: int, last: int, when: Any = "end") -> float:
    """Interest in payments `first` to `last`, both included.

    >>> print(round(cumulative_interest(0.09 / 12, 360, 125000, 13, 24), 5))
    -11135.23213
    """
    return _cumulative("cumulative_interest", rate, nper, pv, first, last, when)


def cumulative_principal(rate: float, nper: float, pv: float, first: int, last: int, when: Any = "end") -> float:
    """Principal in payments `first` to `last`, both included."""
    return _cumulative("cumulative_principal", rate, nper, pv, first, last, when)


def _cumulative(function: str, rate: float, nper: float, pv: float, first: int, last: int, when: Any) -> float:
    values = [number(function, name, value) for name, value in (("rate", rate), ("nper", nper), ("pv", pv))]
    periods = whole(function, "first", first), whole(function, "last", last)
    if isinstance(when, (list, tuple, np.ndarray)):
        raise DomainError(f"{function}: when has shape {np.shape(when)}, but must be one word or number")
    return float(getattr(_engine, function)(*values, *periods, _WHEN[when]))


def effective_rate(nominal: float, times_a_year: float) -> float:
    """Yearly rate of a nominal one compounded so many times a year."""
    function = "effective_rate"
    return float(
        _engine.effective_rate(number(function, "nominal", nominal), number(function, "times_a_year", times_a_year))
    )


def nominal_rate(effective: float, times_a_year: float) -> float:
    """Nominal rate, compounded so many times a year, of a yearly one."""
    function = "nominal_rate"
    return float(
        _engine.nominal_rate(number(function, "effective", effective), number(function, "times_a_year", times_a_year))
    )


def annuity_factor(rate: float, periods: float) -> float:
    """Present value of one unit at the end of each period."""
    function = "annuity_factor"
    return float(_engine.annuity_factor(number(function, "rate", rate), number(function, "periods", periods)))


def growing_annuity_factor(rate: float, growth: float, periods: float) -> float:
    """Present value of payments at the ends of periods: 1, then growing by `growth` each period."""
    function = "growing_annuity_factor"
    values = (("rate", rate), ("growth", growth), ("periods", periods))
    return float(_engine.growing_annuity_factor(*(number(function, name, value) for name, value in values)))
