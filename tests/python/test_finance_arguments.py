"""Every function of libroi.finance and libroi.compat.pyxirr: what is no series or number is refused in words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from decimal import Decimal
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
import pyxirr
from libroi.compat import pyxirr as compat
from libroi.errors import DomainError, NoSolutionError

from libroi import finance

FLOWS = [-100.0, 60.0, 30.0, 40.0]
MATRIX = [[-100.0, 60.0], [-90.0, 130.0]]
DATES = ["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01"]
INDEX = [100.0, 110.0, 105.0, 120.0]
PAID, RECEIVED = [100.0, 0.0, 10.0, 0.0], [0.0, 60.0, 40.0, 40.0]

#: A good call of each function. Arguments: of SERIES one series, of ROWS a series or one a row, of MATRICES one a row,
#: of DATED a series of dates; all other numbers are single, but in functions that broadcast.
FINANCE: dict[str, dict[str, Any]] = {
    "accrued_interest": {"face": 1e3, "coupon_rate": 0.06, "last_coupon": DATES[0], "settlement": DATES[1]},
    "add_months": {"start": DATES[0], "months": 1},
    "annuity_factor": {"rate": 0.1, "periods": 4.0},
    "convexity": {"yield_": 0.05, "cash_flows": [0.0, 4.0, 104.0]},
    "cumulative_interest": {"rate": 0.01, "nper": 36.0, "pv": 1e3, "first": 1, "last": 12},
    "cumulative_principal": {"rate": 0.01, "nper": 36.0, "pv": 1e3, "first": 1, "last": 12},
    "custom_schedule": {"basis": 100.0, "shares": [0.5, 0.5]},
    "days_between": {"start": DATES[0], "end": DATES[1]},
    "db": {"cost": 1e6, "salvage": 1e5, "life": 6.0, "per": 1.0},
    "ddb": {"cost": 2400.0, "salvage": 300.0, "life": 10.0, "per": 1.0},
    "depreciation_schedule": {"method": "straight-line", "cost": 1200.0, "salvage": 0.0, "life": 2},
    "discounted_payback": {"rate": 0.05, "cash_flows": FLOWS},
    "duration": {"yield_": 0.05, "cash_flows": [0.0, 4.0, 104.0]},
    "effective_rate": {"nominal": 0.05, "times_a_year": 4.0},
    "fv": {"rate": 0.1, "nper": 3.0, "pmt": -10.0, "pv": 100.0},
    "growing_annuity_factor": {"rate": 0.1, "growth": 0.02, "periods": 4.0},
    "ipmt": {"rate": 0.1, "per": 1.0, "nper": 3.0, "pv": 100.0},
    "irr": {"values": FLOWS},
    "irr_diagnosis": {"cash_flows": FLOWS},
    "irr_gradient": {"cash_flows": FLOWS},
    "irr_rows": {"flows": MATRIX},
    "macrs": {"property_class": 5},
    "macrs_building": {"years": 39.0, "month": 1},
    "mirr": {"values": FLOWS, "finance_rate": 0.1, "reinvest_rate": 0.12},
    "modified_dietz": {"opening_value": 100.0, "closing_value": 165.0, "times": [0.25], "contributions": [50.0]},
    "modified_duration": {"yield_": 0.05, "cash_flows": [0.0, 4.0, 104.0]},
    "moic": {"cash_flows": FLOWS},
    "nominal_rate": {"effective": 0.05, "times_a_year": 4.0},
    "nper": {"rate": 0.1, "pmt": -30.0, "pv": 100.0},
    "npv": {"rate": 0.1, "values": FLOWS},
    "payback": {"cash_flows": FLOWS},
    "pmt": {"rate": 0.1, "nper": 3.0, "pv": 100.0},
    "ppmt": {"rate": 0.1, "per": 1.0, "nper": 3.0, "pv": 100.0},
    "profitability_index": {"rate": 0.05, "cash_flows": FLOWS},
    "pv": {"rate": 0.1, "nper": 3.0, "pmt": -10.0},
    "rate": {"nper": 3.0, "pmt": -40.0, "pv": 100.0, "fv": 0.0},
    "sln": {"cost": 100.0, "salvage": 10.0, "life": 3.0},
    "syd": {"cost": 100.0, "salvage": 10.0, "life": 3.0, "per": 1.0},
    "total_return": {"cash_flows": FLOWS},
    "units_of_use": {"cost": 100.0, "salvage": 10.0, "used": 3.0, "total": 9.0},
    "units_schedule": {"cost": 100.0, "salvage": 10.0, "used": [3.0, 7.0]},
    "vdb": {"cost": 2400.0, "salvage": 300.0, "life": 10.0, "start": 0.0, "end": 1.0},
    "xirr": {"dates": DATES, "cash_flows": FLOWS},
    "xirr_diagnosis": {"dates": DATES, "cash_flows": FLOWS},
    "xirr_rows": {"dates": DATES[:2], "flows": MATRIX},
    "xmirr": {"dates": DATES, "cash_flows": FLOWS, "finance_rate": 0.1, "reinvest_rate": 0.1},
    "xnpv": {"rate": 0.1, "dates": DATES, "cash_flows": FLOWS},
    "year_fraction": {"start": DATES[0], "end": DATES[1]},
}
COMPAT: dict[str, dict[str, Any]] = {
    "cumipmt": {"rate": 0.01, "nper": 36.0, "pv": 1e3, "start_period": 1.0, "end_period": 12.0},
    "cumprinc": {"rate": 0.01, "nper": 36.0, "pv": 1e3, "start_period": 1.0, "end_period": 12.0},
    "days_between": {"d1": DATES[0], "d2": DATES[1], "day_count": "30/360"},
    "fv": {"rate": 0.1, "nper": 3.0, "pmt": -10.0, "pv": 100.0},
    "ipmt": {"rate": 0.1, "per": 1.0, "nper": 3.0, "pv": 100.0},
    "irr": {"amounts": FLOWS},
    "is_conventional_cash_flow": {"cf": FLOWS},
    "mirr": {"amounts": FLOWS, "finance_rate": 0.1, "reinvest_rate": 0.12},
    "nfv": {"rate": 0.1, "nper": 4.0, "amounts": FLOWS},
    "nper": {"rate": 0.1, "pmt": -30.0, "pv": 100.0},
    "npv": {"rate": 0.1, "amounts": FLOWS},
    "pmt": {"rate": 0.1, "nper": 3.0, "pv": 100.0},
    "ppmt": {"rate": 0.1, "per": 1.0, "nper": 3.0, "pv": 100.0},
    "pv": {"rate": 0.1, "nper": 3.0, "pmt": -10.0},
    "rate": {"nper": 3.0, "pmt": -40.0, "pv": 100.0},
    "xfv": {
        "start_date": DATES[0],
        "cash_flow_date": DATES[1],
        "end_date": DATES[2],
        "cash_flow_rate": 0.1,
        "end_rate": 0.1,
        "cash_flow": 100.0,
    },
    "xirr": {"dates": DATES, "amounts": FLOWS},
    "xnfv": {"rate": 0.1, "dates": DATES, "amounts": FLOWS},
    "xnpv": {"rate": 0.1, "dates": DATES, "amounts": FLOWS},
    "year_fraction": {"d1": DATES[0], "d2": DATES[1], "day_count": "30/360"},
    "zero_crossing_points": {"cf": FLOWS},
}
PE: dict[str, dict[str, Any]] = {
    "direct_alpha": {"amounts": FLOWS, "index": INDEX},
    "direct_alpha_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX},
    "dpi": {"amounts": FLOWS},
    "dpi_2": {"contributions": PAID, "distributions": RECEIVED},
    "ks_pme": {"amounts": FLOWS, "index": INDEX},
    "ks_pme_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX},
    "ks_pme_flows": {"amounts": FLOWS, "index": INDEX},
    "ks_pme_flows_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX},
    "ln_pme": {"amounts": FLOWS, "index": INDEX},
    "ln_pme_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX},
    "ln_pme_nav": {"amounts": FLOWS, "index": INDEX},
    "ln_pme_nav_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX},
    "m_pme": {"amounts": FLOWS, "index": INDEX, "nav": INDEX},
    "m_pme_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX, "nav": INDEX},
    "moic": {"amounts": FLOWS, "nav": 1.0},
    "moic_2": {"contributions": PAID, "distributions": RECEIVED, "nav": 1.0},
    "pme_plus": {"amounts": FLOWS, "index": INDEX, "nav": 1.0},
    "pme_plus_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX, "nav": 1.0},
    "pme_plus_flows": {"amounts": FLOWS, "index": INDEX, "nav": 1.0},
    "pme_plus_flows_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX, "nav": 1.0},
    "pme_plus_lambda": {"amounts": FLOWS, "index": INDEX, "nav": 1.0},
    "pme_plus_lambda_2": {"contributions": PAID, "distributions": RECEIVED, "index": INDEX, "nav": 1.0},
    "rvpi": {"contributions": PAID, "nav": 1.0},
    "tvpi": {"amounts": FLOWS, "nav": 1.0},
    "tvpi_2": {"contributions": PAID, "distributions": RECEIVED, "nav": 1.0},
}
MODULES: list[tuple[ModuleType, dict[str, dict[str, Any]]]] = [(finance, FINANCE), (compat, COMPAT), (compat.pe, PE)]
LEVEL = {"fv", "ipmt", "nper", "pmt", "ppmt", "pv", "rate"}  # broadcast over everything, as the originals do
BROADCASTS = {(finance, "mirr"), (finance, "npv"), (compat, "npv"), (compat, "xnpv")}  # over their rates
ROWS = {"irr", "mirr", "npv", "moic", "payback", "discounted_payback", "profitability_index", "total_return"}


def calls(kind: type | tuple[type, ...], *skipped: str) -> list[Any]:
    """Every argument of every function whose good value is of that kind."""
    return [
        pytest.param(module, name, argument, id=f"{module.__name__}.{name}-{argument}")
        for module, table in MODULES
        for name, good in table.items()
        for argument, value in good.items()
        if isinstance(value, kind) and argument not in skipped
    ]


def called(module: ModuleType, name: str, **changed: Any) -> Any:
    good = next(table for known, table in MODULES if known is module)[name]
    return getattr(module, name)(**{**good, **changed})


def test_the_tables_name_every_public_function() -> None:
    for module, table in MODULES:
        public = {
            name
            for name in module.__all__
            if callable(getattr(module, name)) and not inspect.isclass(getattr(module, name))
        }
        assert public == set(table), module.__name__
        for name in table:
            called(module, name)


def shapes(values: list[Any]) -> dict[str, Any]:
    """The series again, and once more in each form that is none."""
    array = np.array(values)
    return {
        "rows": np.array([values, values]),
        "one row": array.reshape(1, -1),
        "column": array.reshape(-1, 1),
        "three dimensions": array.reshape(1, -1, 1),
        "lists": [values, values],
        "frame": pd.DataFrame({"a": values}),
        "wide frame": pd.DataFrame([values, values]),
        "no dimension": np.array(values[0]),
        "ragged": [values, values[:1]],
        "arrays in a list": [np.array(values), np.array(values)],
    }


@pytest.mark.parametrize("form", shapes(FLOWS))
@pytest.mark.parametrize(("module", "name", "argument"), calls(list))
def test_what_is_no_series_is_refused_or_treated_row_by_row(
    module: ModuleType, name: str, argument: str, form: str
) -> None:
    good = next(table for known, table in MODULES if known is module)[name][argument]
    if isinstance(good[0], list):  # a matrix
        good = good[0]
        given = {**shapes(good), "rows": good}[form]
        if np.ndim(given) == 2 if form != "ragged" else False:
            return
    else:
        given = shapes(good)[form]
        if module is finance and name in ROWS and form not in ("three dimensions", "no dimension", "ragged"):
            result = called(module, name, **{argument: given})
            each = [called(module, name, **{argument: row}) for row in np.asarray(given)]
            assert np.array_equal(result, each, equal_nan=True)
            return
    with pytest.raises((DomainError, TypeError)) as caught:
        called(module, name, **{argument: given})
    assert isinstance(caught.value, DomainError if module is finance else TypeError)
    text = str(caught.value)
    assert "argument types are supported" not in text and "_rows: " not in text.replace(f"{name}: ", "")
    if argument != "dates" or module is finance:
        assert argument in text
    if form in ("one row", "column", "three dimensions", "frame"):
        assert f"{argument} has shape {np.shape(given)}, but must be " in text


@pytest.mark.parametrize("form", [[0.1, 0.2], np.array([0.1]), np.array([[0.1, 0.2]]), pd.Series([0.1, 0.2])])
@pytest.mark.parametrize(("module", "name", "argument"), calls((float, int)))
def test_what_is_no_single_number_is_refused_or_broadcast(
    module: ModuleType, name: str, argument: str, form: Any
) -> None:
    if name in LEVEL:
        return
    if (module, name) in BROADCASTS:
        if module is finance and not (name == "npv" and np.ndim(form) > 1):
            each = [called(module, name, **{argument: float(x)}) for x in np.ravel(form)]
            assert np.ravel(called(module, name, **{argument: form})) == pytest.approx(each)
        return
    with pytest.raises((DomainError, TypeError)) as caught:
        called(module, name, **{argument: form})
    assert isinstance(caught.value, DomainError if module is finance else TypeError)
    assert f"{argument} has shape {np.shape(form)}, but must be one " in str(caught.value)


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (
            lambda: finance.irr_diagnosis(MATRIX),
            "irr_diagnosis: cash_flows has shape (2, 2), but must be one series of numbers; irr_rows takes one series "
            "a row",
        ),
        (
            lambda: finance.moic(5.0),
            "moic: cash_flows is a single number, but must be one series of numbers, or a matrix of one series a row",
        ),
        (
            lambda: finance.irr([[-100], [50, 60]]),
            "irr: values has entries of unequal lengths, but must be one series of numbers, or a matrix of one series "
            "a row",
        ),
        (
            lambda: finance.xnpv(0.1, np.array(DATES, dtype="datetime64[D]").reshape(2, 2), FLOWS),
            "dates has shape (2, 2), but must be one series of dates",
        ),
        (lambda: finance.xirr("2020-01-01", [-1.0]), "dates is a single date, but must be one series of dates"),
        (
            lambda: finance.xirr(DATES, ["-100", "60", "30", "40"]),
            "xirr: cash_flows holds text, but must be one series of numbers",
        ),
        (
            lambda: finance.duration(0.05, np.array([1j, 2.0])),
            "duration: cash_flows holds complex numbers, but must be one series of numbers",
        ),
        (
            lambda: finance.irr_gradient(np.array(DATES, dtype="datetime64[D]")),
            "irr_gradient: cash_flows holds dates, but must be one series of numbers",
        ),
        (
            lambda: finance.units_schedule(1.0, 0.0, np.ma.masked_less([3.0, -1.0], 0.0)),
            "units_schedule: used has masked entries, but must be one series of numbers",
        ),
        (
            lambda: finance.custom_schedule(1.0, {"a": 1.0}),
            "custom_schedule: shares is a dict, but must be one series of numbers",
        ),
        (
            lambda: finance.irr_diagnosis({-1.0, 2.0}),
            "irr_diagnosis: cash_flows is a set, but must be one series of numbers",
        ),
        (lambda: finance.sln("100", 0.0, 1.0), "sln: cost is a str, but must be one number"),
        (lambda: finance.macrs(5.5), "macrs: property_class is 5.5, but must be one whole number"),
        (
            lambda: finance.mirr(FLOWS, [0.1, 0.2], [0.1, 0.2, 0.3]),
            "mirr: finance_rate has shape (2,) and reinvest_rate (3,), which do not fit together",
        ),
        (
            lambda: finance.discounted_payback(-1.0, FLOWS),
            "discounted_payback: rate is -1, but must be > -1 [1/period]",
        ),
        (
            lambda: finance.profitability_index(-2.0, FLOWS),
            "profitability_index: rate is -2, but must be > -1 [1/period]",
        ),
        (
            lambda: finance.modified_duration(-1.0, FLOWS),
            "modified_duration: yield is -1, but must be > -1 [1/period]",
        ),
        (
            lambda: finance.xirr(DATES[:1], FLOWS[:1]),
            "xirr: cash_flows has 1 entry, but at least 2 are needed",
        ),
    ],
)
def test_the_words_name_the_function_that_was_called_the_argument_and_the_shape(
    call: Callable[[], Any], text: str
) -> None:
    with pytest.raises(DomainError) as caught:
        call()
    assert str(caught.value) == text


def test_no_rate_is_reported_under_the_name_that_was_called() -> None:
    with pytest.raises(NoSolutionError, match=r"^xirr: "):
        finance.xirr(DATES, [1.0, 2.0, 3.0, 4.0])


def test_one_generator_and_one_series_of_pandas_are_series() -> None:
    want = finance.irr_diagnosis(FLOWS).value
    assert finance.irr_diagnosis(x for x in FLOWS).value == want
    assert finance.irr_diagnosis(pd.Series(FLOWS, dtype="Float64")).value == want
    assert finance.irr_diagnosis([Decimal(str(x)) for x in FLOWS]).value == want


# --- the compatible mirr ------------------------------------------------------------------------------------------


def test_mirr_is_nan_where_its_page_says_so() -> None:
    for flows, lent, earned in (
        ([1.0, 2.0], 0.1, 0.1),  # one sign
        ([-100.0], 0.1, 0.1),
        ([], 0.1, 0.1),
        ([-100.0, 120.0], -1.0, 0.1),  # rates of -100 % and below
        ([-100.0, 120.0], 0.1, -1.0),
        ([-100.0, 120.0], -2.0, -2.0),
        ([-100.0, 120.0], np.nan, 0.1),
        ([-100.0, 120.0, np.nan], 0.1, 0.1),  # flows that are not finite
        ([-100.0, 120.0, np.inf], 0.1, 0.1),
    ):
        assert np.isnan(finance.mirr(flows, lent, earned)), (flows, lent, earned)
        with pytest.raises(finance.NoRealSolutionError, match="flows of both signs and rates above -100 % are needed"):
            finance.mirr(flows, lent, earned, raise_exceptions=True)
    exact = [Decimal(-100), Decimal(120)]
    assert np.isnan(finance.mirr(exact, Decimal(-1), Decimal("0.1")))
    assert np.isnan(finance.mirr(exact, Decimal("0.1"), Decimal(-2)))


def test_mirr_broadcasts_its_rates_after_the_rows() -> None:
    lent, earned = [0.05, 0.1, -1.5], [[0.1], [0.2]]
    one = finance.mirr(FLOWS, lent, earned)
    many = finance.mirr(MATRIX, lent, earned)
    assert one.shape == (2, 3) and many.shape == (2, 2, 3)
    assert finance.mirr(FLOWS, np.array(0.1), 0.2).shape == ()
    for i in range(2):
        for j in range(3):
            assert one[i, j] == pytest.approx(finance.mirr(FLOWS, lent[j], earned[i][0]), nan_ok=True)
            for row in range(2):
                want = finance.mirr(MATRIX[row], lent[j], earned[i][0])
                assert many[row, i, j] == pytest.approx(want, nan_ok=True)
    exact = finance.mirr([[Decimal(x) for x in row] for row in MATRIX], [Decimal("0.1")] * 2, Decimal("0.2"))
    assert exact.shape == (2, 2) and float(exact[1, 0]) == pytest.approx(finance.mirr(MATRIX[1], 0.1, 0.2))


def test_a_matrix_of_decimals_is_one_series_a_row() -> None:
    table = np.array([[Decimal(x) for x in row] for row in MATRIX])
    found = finance.npv([Decimal("0.1"), Decimal("0.2")], table)
    assert found.shape == (2, 2)
    assert found.astype(float) == pytest.approx(finance.npv([0.1, 0.2], MATRIX))
    with pytest.raises(DomainError, match="npv: values has entries of unequal lengths"):
        finance.npv(Decimal("0.1"), [[Decimal(1)], [Decimal(1), Decimal(2)]])


# --- pyxirr's names ------------------------------------------------------------------------------------------------


def answer(call: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "value", call()
    except Exception as error:
        return type(error).__name__, str(error)


@pytest.mark.parametrize("wrap", [float, lambda x: [float(x)], lambda x: np.array([float(x)])])
@pytest.mark.parametrize("due", [False, True])
def test_nper_follows_pyxirr_where_nothing_is_paid_or_only_the_interest(wrap: Callable[[Any], Any], due: bool) -> None:
    for rate in (0.0, 0.1, -0.5, 2.0):
        for pmt in (0.0, -0.0, 10.0, -10.0):
            for pv in (0.0, 100.0, -100.0, 1.0):
                for fv in (0.0, 100.0, -100.0):
                    got = compat.nper(wrap(rate), pmt, pv, fv, pmt_at_beginning=due)
                    want = pyxirr.nper(wrap(rate), pmt, pv, fv, pmt_at_beginning=due)
                    assert type(got) is type(want)
                    values = [np.array(v, dtype=float) for v in (got, want)]
                    assert np.allclose(*values, rtol=1e-9, atol=1e-9, equal_nan=True), (rate, pmt, pv, fv, got, want)


@pytest.mark.parametrize(
    "arguments",
    [
        (0.1, DATES, FLOWS),
        (0.1, DATES[::-1], FLOWS),
        (0.1, DATES, [100.0, 60.0, 30.0, 40.0]),
        (0.1, DATES, [-1.0, -2.0, -3.0, -4.0]),
        (0.1, DATES, [0.0] * 4),
        (0.1, DATES[:1], [5.0]),
        (0.1, [], []),
        (0.1, DATES, FLOWS[:2]),
        (-1.0, DATES, FLOWS),
        (0.0, DATES, FLOWS),
        (float("nan"), DATES, FLOWS),
        (0.1, DATES, [*FLOWS[:3], float("nan")]),
    ],
)
@pytest.mark.parametrize("day_count", [None, "30/360", "ACT/360", "ACT/ACT ISDA"])
@pytest.mark.parametrize("silent", [False, True])
def test_xnfv_follows_pyxirr(arguments: tuple[Any, ...], day_count: str | None, silent: bool) -> None:
    got = answer(lambda: compat.xnfv(*arguments, silent=silent, day_count=day_count))
    want = answer(lambda: pyxirr.xnfv(*arguments, silent=silent, day_count=day_count))
    assert got[0] == want[0]
    assert got[1] == (pytest.approx(want[1], rel=1e-12) if isinstance(want[1], float) else want[1])


@pytest.mark.parametrize("rates", [(-1.0, 0.1), (0.1, -1.0), (-2.0, -2.0), (0.1, -3.0), (float("nan"), 0.1)])
@pytest.mark.parametrize("flows", [[-100.0, 120.0], [-100.0, 120.0, 3.0], [5.0, -100.0, 120.0, -7.0, 30.0]])
def test_mirr_follows_pyxirr_at_rates_that_leave_nothing(flows: list[float], rates: tuple[float, float]) -> None:
    got, want = (answer(lambda f=f: f.mirr(flows, *rates)) for f in (compat, pyxirr))
    assert got[0] == want[0] and got[1] == (pytest.approx(want[1]) if want[1] is not None else None)


def test_the_two_rules_of_the_page_on_finance() -> None:
    """docs/finance.md, disagreements: what it says of `irr` against `irr_rows`, and of the anchor of XNPV."""
    flows = [-100.0, 230.0, -132.0]
    assert finance.irr(flows) == pytest.approx(0.1) and finance.irr_rows([flows]).rates[0] == pytest.approx(0.2)
    assert finance.irr_diagnosis(flows).value == pytest.approx(0.2)
    dates = ["2021-01-01", "2020-01-01"]
    assert finance.xnpv(0.1, dates, [110.0, -100.0]) == pytest.approx(-100 + 110 / 1.1 ** (366 / 365))
