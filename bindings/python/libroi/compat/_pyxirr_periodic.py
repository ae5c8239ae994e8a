"""Level payments and evenly spaced flows with the names and behaviour of pyxirr."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import finance
from .._libroi import finance as _engine
from ._pyxirr_input import amounts_of, broadcast, need_both_signs, number, or_none

__all__ = [
    "choose_by_guess",
    "cumipmt",
    "cumprinc",
    "fv",
    "ipmt",
    "irr",
    "is_conventional_cash_flow",
    "mirr",
    "nfv",
    "nper",
    "npv",
    "pmt",
    "ppmt",
    "pv",
    "rate",
    "resolved",
    "zero_crossing_points",
]


_PERHAPS_SEVERAL = {code for code, name in enumerate(_engine.statuses()) if name in ("several", "nearest")}


def fv(rate: Any, nper: Any, pmt: Any, pv: Any, *, pmt_at_beginning: Any = False) -> Any:
    """Future value."""
    return broadcast(finance.fv, rate, nper, pmt, pv, pmt_at_beginning)


def pv(rate: Any, nper: Any, pmt: Any, fv: Any = 0, *, pmt_at_beginning: Any = False) -> Any:
    """Present value."""
    return broadcast(finance.pv, rate, nper, pmt, fv, pmt_at_beginning)


def pmt(rate: Any, nper: Any, pv: Any, fv: Any = 0, *, pmt_at_beginning: Any = False) -> Any:
    """Level payment."""
    return broadcast(finance.pmt, rate, nper, pv, fv, pmt_at_beginning)


def nper(rate: Any, pmt: Any, pv: Any, fv: Any = 0, *, pmt_at_beginning: Any = False) -> Any:
    """Number of payments."""
    return broadcast(finance.nper, rate, pmt, pv, fv, pmt_at_beginning)


def rate(nper: Any, pmt: Any, pv: Any, fv: Any = 0, *, pmt_at_beginning: Any = False, guess: Any = None) -> Any:
    """Interest rate per period; `guess` is not needed."""
    return broadcast(finance.rate, nper, pmt, pv, fv, pmt_at_beginning)


def _in_term(function: Any, rate: Any, per: Any, nper: Any, pv: Any, fv: Any, when: Any) -> Any:
    values = function(rate, per, nper, pv, fv, when)
    return np.where((per < 1) | (per > nper), np.nan, values)


def ipmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any = 0, *, pmt_at_beginning: Any = False) -> Any:
    """Interest in payment number `per`; None outside 1 to nper."""
    return broadcast(lambda *a: _in_term(finance.ipmt, *a), rate, per, nper, pv, fv, pmt_at_beginning)


def ppmt(rate: Any, per: Any, nper: Any, pv: Any, fv: Any = 0, *, pmt_at_beginning: Any = False) -> Any:
    """Principal in payment number `per`; None outside 1 to nper."""
    return broadcast(lambda *a: _in_term(finance.ppmt, *a), rate, per, nper, pv, fv, pmt_at_beginning)


def _cumulative(part: Any, rate: Any, nper: Any, pv: Any, start: Any, end: Any, due: bool) -> float | None:
    rate, nper, pv = number(rate, "rate"), number(nper, "nper"), number(pv, "pv")
    start, end = number(start, "start_period"), number(end, "end_period")
    if start < 1 or end > nper:
        return None
    periods = np.arange(start, end + 1, dtype=np.float64)
    return float(np.sum(part(rate, periods, nper, pv, 0.0, int(due)))) if periods.size else -0.0


def cumipmt(
    rate: Any, nper: Any, pv: Any, start_period: Any, end_period: Any, *, pmt_at_beginning: bool = False
) -> float | None:
    """Interest in payments start_period to end_period."""
    return _cumulative(finance.ipmt, rate, nper, pv, start_period, end_period, pmt_at_beginning)


def cumprinc(
    rate: Any, nper: Any, pv: Any, start_period: Any, end_period: Any, *, pmt_at_beginning: bool = False
) -> float | None:
    """Principal in payments start_period to end_period."""
    return _cumulative(finance.ppmt, rate, nper, pv, start_period, end_period, pmt_at_beginning)


def npv(rate: Any, amounts: Any, *, start_from_zero: bool = True) -> Any:
    """Net present value; with start_from_zero=False the first amount falls at the end of the first period."""
    flows = amounts_of(amounts)

    def value(rates: Any) -> Any:
        each = np.asarray(rates, dtype=np.float64)
        if flows.size == 0:
            return np.where(np.isnan(each), each, -0.0)
        present = np.reshape(finance.npv(each.reshape(-1), flows), each.shape)
        return present if start_from_zero else present / (1 + each)

    return broadcast(value, rate)


def nfv(rate: Any, nper: Any, amounts: Any) -> float | None:
    """Net future value after nper periods of amounts at the ends of the first periods."""
    per_period, periods = number(rate, "rate"), number(nper, "nper")
    present = npv(per_period, amounts, start_from_zero=False)
    return None if present is None else or_none(float(finance.fv(per_period, periods, 0.0, -present)))


def choose_by_guess(rates: list[float], guess: float | None, start: float, at: Any) -> float:
    """Of several rates: nearest to the guess; else where Newton's iteration leads; else nearest to zero."""
    if guess is not None:
        return min(rates, key=lambda r: abs(r - float(guess)))
    rate = start
    for _ in range(50):
        if not -1.0 < rate < 1e6:
            break
        step = at(rate)
        rate -= step
        if abs(step) < 1e-9:
            return min(rates, key=lambda r: abs(r - rate))
    return min(rates, key=abs)


def resolved(rates: list[float], present_value: Any) -> list[float]:
    """Rates that a double resolves: below -50 % pyxirr takes one only if its NPV comes out below 0.001."""
    return [r for r in rates if r > -0.5 or (r > -1.0 and abs(present_value(r)) < 1e-3)]


def irr(amounts: Any, *, guess: float | None = None, silent: bool = False) -> float | None:
    """Internal rate of return per period; None where there is none."""
    flows = amounts_of(amounts)
    if not need_both_signs(flows, silent):
        return None
    rates, codes = _engine.irr_rows(flows.reshape(1, -1), False, 1)
    found = float(rates[0])
    if codes[0] not in _PERHAPS_SEVERAL:
        return or_none(found)
    periods = np.arange(flows.size)
    every = [r.rate for r in _engine.irr_diagnosis(flows).roots]
    present = resolved(every, lambda r: (flows * (1 + r) ** -periods).sum()) or every
    if len(present) < 2:
        return present[0]
    start = min(max(flows[flows > 0].sum() / -flows[flows < 0].sum() - 1, -0.9), 0.1)

    def step(rate: float) -> float:
        values = flows * (1 + rate) ** -periods
        return float(values.sum() / -((values * periods).sum() / (1 + rate)))

    return choose_by_guess(present, guess, start, step)


def mirr(amounts: Any, finance_rate: float, reinvest_rate: float, *, silent: bool = False) -> float | None:
    """Modified internal rate of return."""
    flows = amounts_of(amounts)
    if not need_both_signs(flows, silent):
        return None
    lent, earned = number(finance_rate, "finance_rate"), number(reinvest_rate, "reinvest_rate")
    if lent > -1 and earned > -1:
        return or_none(float(finance.mirr(flows, lent, earned)))
    return _mirr_of_powers(flows, lent, earned)


def _mirr_of_powers(flows: Any, lent: float, earned: float) -> float | None:
    """At rates of -100 % and less the powers of what is left still have values, and pyxirr reports them."""
    last = flows.size - 1
    out, back = np.flatnonzero(flows < 0), np.flatnonzero(flows > 0)
    with np.errstate(all="ignore"):
        inflows = (flows[back] * (1 + earned) ** (last - back).astype(np.float64)).sum()
        outflows = -(flows[out] * (1 + lent) ** -out.astype(np.float64)).sum()
        return or_none(float((inflows / outflows) ** (1 / last) - 1))


def _signs(cf: Any) -> Any:
    return np.signbit(amounts_of(cf, "cf"))


def zero_crossing_points(cf: Any) -> list[int]:
    """Indices after which the sign changes.

    >>> zero_crossing_points([7, 6, -3, -4, -7, 8, 3, -6, 7, 8])
    [1, 4, 6, 7]
    """
    signs = _signs(cf)
    return [int(i) for i in np.flatnonzero(signs[1:] != signs[:-1])]


def is_conventional_cash_flow(cf: Any) -> bool:
    """Whether the sign changes exactly once."""
    return len(zero_crossing_points(cf)) == 1
