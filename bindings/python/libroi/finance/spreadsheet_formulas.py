"""Closed forms of level payments for single numbers and for `decimal.Decimal`.

The formulas are those of libroi/finance/annuity.hpp in the order of operations of spreadsheets, so that single floats
and Decimals round as there. Decimal arguments broadcast; scalars give a Decimal. For floats the closed forms lose
digits when rate x nper is small: `single` leaves those, and all arrays, to the engine.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import numpy as np

from ..errors import DomainError

__all__ = ["any_decimal", "fv", "ipmt", "mirr", "npv", "pmt", "ppmt", "pv", "rate", "single"]


def any_decimal(*values: Any) -> bool:
    """Whether an argument, or an entry of a sequence or array, is a Decimal."""
    for value in values:
        if isinstance(value, Decimal):
            return True
        if isinstance(value, (list, tuple)) and any_decimal(*value):
            return True
        if isinstance(value, np.ndarray) and value.dtype == object and any_decimal(*value.flat):
            return True
    return False


def _exact(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _broadcast(formula: Callable[..., Any], *arguments: Any) -> Any:
    columns = [np.asarray(a, dtype=object) for a in arguments]
    return np.frompyfunc(lambda *xs: formula(*map(_exact, xs)), len(columns), 1)(*columns)


def _factor(rate: Any, nper: Any, when: Any, grown: Any) -> Any:
    return nper if rate == 0 else (1 + rate * when) * (grown - 1) / rate


def _fv(rate: Any, nper: Any, pmt: Any, pv: Any, when: Any) -> Any:
    grown = (1 + rate) ** nper
    return -(pv * grown + pmt * _factor(rate, nper, when, grown))


def _pmt(rate: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    grown = (1 + rate) ** nper
    return -(fv + pv * grown) / _factor(rate, nper, when, grown)


def _pv(rate: Any, nper: Any, pmt: Any, fv: Any, when: Any) -> Any:
    grown = (1 + rate) ** nper
    return -(fv + pmt * _factor(rate, nper, when, grown)) / grown


def _ipmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    interest = _fv(rate, per - 1, _pmt(rate, nper, pv, fv, when), pv, when) * rate
    if when == 1:
        return rate * 0 if per == 1 else interest / (1 + rate)
    return interest


def _ppmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    return _pmt(rate, nper, pv, fv, when) - _ipmt(rate, per, nper, pv, fv, when)


def _newton_step(r: Any, n: Any, pmt: Any, pv: Any, fv: Any, when: Any) -> Any:
    grown, before = (r + 1) ** n, (r + 1) ** (n - 1)
    due = r * when + 1
    value = fv + grown * pv + pmt * (grown - 1) * due / r
    slope = (
        n * before * pv - pmt * (grown - 1) * due / (r**2) + n * pmt * before * due / r + pmt * (grown - 1) * when / r
    )
    return value / slope


def _rate(nper: Any, pmt: Any, pv: Any, fv: Any, when: Any, guess: Any, tol: Any, maxiter: int) -> Any:
    r = guess
    for _ in range(maxiter):
        step = _newton_step(r, nper, pmt, pv, fv, when)
        r = r - step
        if abs(step) < tol:
            return r
    return Decimal("NaN")


_FORMS: dict[str, tuple[Callable[..., Any], int]] = {  # formula, position of nper
    "fv": (_fv, 1),
    "pv": (_pv, 1),
    "pmt": (_pmt, 1),
    "ipmt": (_ipmt, 2),
    "ppmt": (_ppmt, 2),
}


def single(function: str, arguments: tuple[Any, ...]) -> np.float64 | None:
    """The closed form for plain numbers where it loses no digits; None where the engine must compute."""
    if function not in _FORMS or not all(isinstance(x, (int, float)) for x in arguments):
        return None
    formula, term = _FORMS[function]
    rate = arguments[0]
    exponent = abs(rate * arguments[term])
    if not (rate > -1.0 and abs(rate) >= 1e-4 and 0.01 <= exponent < (np.inf if term == 1 else 5.0)):
        return None
    try:
        return np.float64(formula(*arguments))
    except (OverflowError, ZeroDivisionError):
        return None


def fv(rate: Any, nper: Any, pmt: Any, pv: Any, when: Any) -> Any:
    return _broadcast(_fv, rate, nper, pmt, pv, when)


def pmt(rate: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    return _broadcast(_pmt, rate, nper, pv, fv, when)


def pv(rate: Any, nper: Any, pmt: Any, fv: Any, when: Any) -> Any:
    return _broadcast(_pv, rate, nper, pmt, fv, when)


def ipmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    return np.asarray(_broadcast(_ipmt, rate, per, nper, pv, fv, when), dtype=object)


def ppmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    return _broadcast(_ppmt, rate, per, nper, pv, fv, when)


def rate(nper: Any, pmt: Any, pv: Any, fv: Any, when: Any, guess: Any, tol: Any, maxiter: int) -> Any:
    start = Decimal("0.1") if guess is None else guess
    limit = Decimal("1e-6") if tol is None else tol
    return _broadcast(lambda n, p, v, f, w: _rate(n, p, v, f, w, start, limit, maxiter), nper, pmt, pv, fv, when)


def npv(rate: Any, values: Any) -> Any:
    """Rates along the first axis, rows of a matrix along the last."""
    rates, flows = np.asarray(rate, dtype=object), _flows("npv", values)
    if rates.ndim > 1:
        raise DomainError(
            f"npv: invalid shape for rates: rate has shape {rates.shape}, but must be one number or one series"
        )
    rows = np.atleast_2d(flows)
    found = [_npv(_exact(r), row) for r in rates.reshape(-1) for row in rows]
    return _shaped(found, rates.shape + flows.shape[:-1])


def mirr(values: Any, finance_rate: Any, reinvest_rate: Any) -> Any:
    """Rows of a matrix along the first axis, rates along those that follow."""
    flows = _flows("mirr", values)
    finance, reinvest = np.broadcast_arrays(
        np.asarray(finance_rate, dtype=object), np.asarray(reinvest_rate, dtype=object)
    )
    rows = np.atleast_2d(flows)
    pairs = list(zip(finance.flat, reinvest.flat, strict=True))
    found = [_mirr(row, _exact(f), _exact(r)) for row in rows for f, r in pairs]
    return _shaped(found, flows.shape[:-1] + finance.shape)


def _flows(function: str, values: Any) -> Any:
    wanted = "but must be one series of numbers, or a matrix of one series a row"
    try:
        flows = np.asarray(values, dtype=object)
    except ValueError:
        raise DomainError(f"{function}: values has entries of unequal lengths, {wanted}") from None
    if flows.ndim not in (1, 2):
        said = f"has shape {flows.shape}" if flows.ndim else "is a single number"
        raise DomainError(f"{function}: values {said}, {wanted}")
    if any(isinstance(v, (list, tuple)) for v in flows.flat):
        raise DomainError(f"{function}: values has entries of unequal lengths, {wanted}")
    return flows


def _shaped(found: list[Any], shape: tuple[int, ...]) -> Any:
    if not shape:
        return found[0]
    result = np.empty(len(found), dtype=object)
    result[:] = found
    return result.reshape(shape)


def _npv(rate: Any, values: Any) -> Any:
    total = 0
    for period, value in enumerate(values):
        total = total + _exact(value) / (1 + rate) ** period
    return total


def _mirr(values: Any, finance_rate: Any, reinvest_rate: Any) -> Any:
    flows = [_exact(v) for v in values]
    both = any(v > 0 for v in flows) and any(v < 0 for v in flows)
    if not both or not (finance_rate > -1 and reinvest_rate > -1):
        return np.nan
    inflows = abs(_npv(reinvest_rate, [v if v > 0 else v * 0 for v in flows]))
    outflows = abs(_npv(finance_rate, [v if v < 0 else v * 0 for v in flows]))
    return (inflows / outflows) ** (1 / (Decimal(len(flows)) - 1)) * (1 + reinvest_rate) - 1
