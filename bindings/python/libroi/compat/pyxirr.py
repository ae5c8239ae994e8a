"""The names and behaviour of pyxirr on libroi's engine.

    from libroi.compat import pyxirr          # instead of: import pyxirr

Lists, generators, arrays, Series, DataFrames and dicts of dates are accepted, in any order, with several flows a day.
Amounts are one series: a matrix raises TypeError, as in pyxirr; so does a DataFrame, whose labels pyxirr would read.
What has no value is None; flows without both signs raise InvalidPaymentsError unless `silent`. Where several rates
exist, the one nearest to `guess` is returned; without a guess, the one to which Newton's iteration leads from pyxirr's
starting point, or else the one nearest to zero. As in pyxirr, a dated rate below -50 % counts only if its NPV comes out
below 0.001: over many years a double does not resolve such a rate, and `libroi.finance` gives its logarithm.
`libroi.finance.irr_diagnosis` and `xirr_diagnosis` list them all.

>>> round(xirr(["2020-01-01", "2021-01-01", "2022-01-01"], [-1000, 750, 500]), 6)
0.175009
>>> round(irr([-100, 39, 59, 55, 20]), 12)
0.28094842116
"""

from __future__ import annotations

from . import _pyxirr_pe as pe
from ._pyxirr_dated import DayCount, days_between, xfv, xirr, xnfv, xnpv, year_fraction
from ._pyxirr_input import BroadcastingError, InvalidPaymentsError
from ._pyxirr_periodic import (
    cumipmt,
    cumprinc,
    fv,
    ipmt,
    irr,
    is_conventional_cash_flow,
    mirr,
    nfv,
    nper,
    npv,
    pmt,
    ppmt,
    pv,
    rate,
    zero_crossing_points,
)

__all__ = [
    "BroadcastingError",
    "DayCount",
    "InvalidPaymentsError",
    "cumipmt",
    "cumprinc",
    "days_between",
    "fv",
    "ipmt",
    "irr",
    "is_conventional_cash_flow",
    "mirr",
    "nfv",
    "nper",
    "npv",
    "pe",
    "pmt",
    "ppmt",
    "pv",
    "rate",
    "xfv",
    "xirr",
    "xnfv",
    "xnpv",
    "year_fraction",
    "zero_crossing_points",
]
