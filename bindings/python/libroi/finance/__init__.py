"""Finance functions: the names, arguments and signs of numpy_financial, and what it does not have.

    from libroi import finance as npf    # fv, pmt, nper, ipmt, ppmt, pv, rate, irr, npv, mirr: nothing else changes

Money received is positive, money paid negative. Arguments broadcast; scalars give a scalar. What has no value is NaN in
the functions numpy_financial has; the others raise `libroi.DomainError` or `libroi.NoSolutionError` and say why.
A matrix of flows is one series a row: `irr`, `npv`, `mirr` and the measures take it and run on all cores.

`irr` returns, where several rates exist, the lowest that is not negative, else the nearest to zero, as numpy_financial
does; `irr_diagnosis`, `xirr` and the rest of libroi return the one at which NPV falls, nearest to zero. The diagnosis
lists all of them.

>>> print(round(irr([-100, 39, 59, 55, 20]), 5))
0.28095
>>> irr_diagnosis([-50, -100, 600, 300, -100]).status
'several'
>>> print(round(xirr(["2025-01-01", "2026-01-01"], [-100, 110]), 6))
0.1
"""

from __future__ import annotations

from .bonds import (
    accrued_interest,
    convexity,
    duration,
    modified_duration,
)
from .dated_returns import (
    xirr,
    xirr_diagnosis,
    xirr_rows,
    xmirr,
    xnpv,
)
from .day_counts import (
    add_months,
    days_between,
    year_fraction,
)
from .depreciation import (
    custom_schedule,
    db,
    ddb,
    depreciation_schedule,
    macrs,
    macrs_building,
    sln,
    syd,
    units_of_use,
    units_schedule,
    vdb,
)
from .level_payments import (
    annuity_factor,
    cumulative_interest,
    cumulative_principal,
    effective_rate,
    fv,
    growing_annuity_factor,
    ipmt,
    nominal_rate,
    nper,
    pmt,
    ppmt,
    pv,
    rate,
)
from .rate_errors import (
    IterationsExceededError,
    NoRealSolutionError,
)
from .returns import (
    IrrDiagnosis,
    IrrRoot,
    RowRates,
    discounted_payback,
    irr,
    irr_diagnosis,
    irr_gradient,
    irr_rows,
    mirr,
    modified_dietz,
    moic,
    npv,
    payback,
    profitability_index,
    total_return,
)

__all__ = [
    "IrrDiagnosis",
    "IrrRoot",
    "IterationsExceededError",
    "NoRealSolutionError",
    "RowRates",
    "accrued_interest",
    "add_months",
    "annuity_factor",
    "convexity",
    "cumulative_interest",
    "cumulative_principal",
    "custom_schedule",
    "days_between",
    "db",
    "ddb",
    "depreciation_schedule",
    "discounted_payback",
    "duration",
    "effective_rate",
    "fv",
    "growing_annuity_factor",
    "ipmt",
    "irr",
    "irr_diagnosis",
    "irr_gradient",
    "irr_rows",
    "macrs",
    "macrs_building",
    "mirr",
    "modified_dietz",
    "modified_duration",
    "moic",
    "nominal_rate",
    "nper",
    "npv",
    "payback",
    "pmt",
    "ppmt",
    "profitability_index",
    "pv",
    "rate",
    "sln",
    "syd",
    "total_return",
    "units_of_use",
    "units_schedule",
    "vdb",
    "xirr",
    "xirr_diagnosis",
    "xirr_rows",
    "xmirr",
    "xnpv",
    "year_fraction",
]
