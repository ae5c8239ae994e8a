"""Net present value, internal rate of return and measures of payments at equal intervals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .._libroi import finance as _engine
from ..errors import DomainError
from . import spreadsheet_formulas
from .arguments import matrix_of, named, number, one_series, series_or_rows
from .rate_errors import IterationsExceededError, NoRealSolutionError

__all__ = [
    "IrrDiagnosis",
    "IrrRoot",
    "RowRates",
    "discounted_payback",
    "irr",
    "irr_diagnosis",
    "irr_gradient",
    "irr_rows",
    "mirr",
    "modified_dietz",
    "moic",
    "npv",
    "payback",
    "profitability_index",
    "row_rates",
    "total_return",
]

IrrDiagnosis = _engine.IrrDiagnosis
IrrRoot = _engine.IrrRoot
_STATUSES = np.array(_engine.statuses(), dtype=object)


class RowRates(NamedTuple):
    """Rates of the rows of a matrix, NaN where there is none, and the status of each row."""

    rates: NDArray[np.float64]
    status: NDArray[np.object_]


RowRates.__module__ = "libroi.finance"


def row_rates(rates: NDArray[np.float64], codes: NDArray[np.uint8]) -> RowRates:
    """Rates with the engine's codes as words."""
    return RowRates(rates, _STATUSES[codes])


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
    flows = series_or_rows("irr", "values", values)
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
    if spreadsheet_formulas.any_decimal(rate, values):
        return spreadsheet_formulas.npv(rate, values)
    rates = np.asarray(rate, dtype=np.float64)
    flows = series_or_rows("npv", "values", values)
    if rates.ndim > 1:
        raise DomainError(
            f"npv: invalid shape for rates: rate has shape {rates.shape}, but must be one number or one series"
        )
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
    """Modified internal rate of return; NaN unless there are flows of both signs, all finite, and rates above -100 %.

    One rate a row of a matrix. The rates broadcast against each other and give further axes, after the rows.

    >>> print(round(mirr([-120000, 39000, 30000, 21000, 37000, 46000], 0.10, 0.12), 6))
    0.126094
    >>> mirr([-100, 60, 70], 0.10, [0.05, 0.10]).round(6).tolist()
    [0.153256, 0.16619]
    """
    if spreadsheet_formulas.any_decimal(values, finance_rate, reinvest_rate):
        found = spreadsheet_formulas.mirr(values, finance_rate, reinvest_rate)
    else:
        found = _mirr(values, finance_rate, reinvest_rate, threads)
    if raise_exceptions and any(x != x for x in np.asarray(found, dtype=object).flat):
        raise NoRealSolutionError("finite flows of both signs and rates above -100 % are needed")
    return found


def _mirr(values: Any, finance_rate: Any, reinvest_rate: Any, threads: int) -> Any:
    flows = series_or_rows("mirr", "values", values)
    table = np.atleast_2d(flows)
    each = np.asarray(finance_rate, dtype=np.float64), np.asarray(reinvest_rate, dtype=np.float64)
    try:
        finance, reinvest = np.broadcast_arrays(*each)
    except ValueError:
        raise DomainError(
            f"mirr: finance_rate has shape {each[0].shape} and reinvest_rate {each[1].shape}, which do not fit together"
        ) from None
    columns = [
        _engine.measure_rows("mirr", table, f, r, threads) if f > -1 and r > -1 else np.full(len(table), np.nan)
        for f, r in zip(finance.flat, reinvest.flat, strict=True)
    ]
    results = np.array(columns, dtype=np.float64).reshape(-1, len(table)).T
    results[~np.isfinite(table).all(axis=1)] = np.nan
    return results.reshape(flows.shape[:-1] + finance.shape)[()]


def _measured(name: str, cash_flows: Any, rate: float = 0.0, threads: int = 0) -> Any:
    flows = series_or_rows(name, "cash_flows", cash_flows)
    with named("measure_rows", name):
        results = _engine.measure_rows(name, np.atleast_2d(flows), number(name, "rate", rate), 0.0, threads)
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


def modified_dietz(
    opening_value: float, closing_value: float, times: ArrayLike, contributions: ArrayLike, horizon: float = 1.0
) -> float:
    """Return between two valuations with flows in between, each weighted by its share of the horizon."""
    function = "modified_dietz"
    opening, closing = (
        number(function, "opening_value", opening_value),
        number(function, "closing_value", closing_value),
    )
    when = one_series(function, "times", times)
    flows = one_series(function, "contributions", contributions)
    return float(_engine.modified_dietz(opening, closing, when, flows, number(function, "horizon", horizon)))


def irr_diagnosis(cash_flows: ArrayLike) -> IrrDiagnosis:
    """Value, status, every root above -100 % with certified count, rule and NPV profile.

    >>> irr_diagnosis([-1, 3, -2.5]).rule
    'no rate: NPV is negative at every rate'
    """
    return _engine.irr_diagnosis(one_series("irr_diagnosis", "cash_flows", cash_flows, rows="irr_rows"))


def irr_gradient(cash_flows: ArrayLike) -> NDArray[np.float64]:
    """Exact derivative of the rate with respect to every flow."""
    return np.asarray(_engine.irr_gradient(one_series("irr_gradient", "cash_flows", cash_flows)))


def irr_rows(flows: ArrayLike, *, threads: int = 0) -> RowRates:
    """Rate and status of every row, on all cores: the root at which NPV falls, nearest to zero.

    >>> irr_rows([[-100, 110], [100, 110]]).status.tolist()
    ['unique', 'no_sign_change']
    """
    rates, codes = _engine.irr_rows(matrix_of("irr_rows", "flows", flows), False, threads)
    return row_rates(rates, codes)
