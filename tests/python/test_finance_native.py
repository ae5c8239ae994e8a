"""libroi.finance beyond the peers: diagnosis, rows, dates, errors, identities."""

from __future__ import annotations

import doctest
import math
import threading
import time

import libroi.compat.pyxirr
import numpy as np
import pandas as pd
import pytest
from libroi.errors import DomainError, NoSolutionError

from libroi import finance

PAGES = ("dates", "day_counts", "depreciation", "level_payments", "returns")


@pytest.mark.parametrize("module", [finance, *(getattr(finance, page) for page in PAGES), libroi.compat.pyxirr])
def test_examples_in_the_documentation_run(module: object) -> None:
    results = doctest.testmod(module)  # type: ignore[arg-type]
    assert results.failed == 0 and results.attempted > 0


def test_the_diagnosis_explains_itself() -> None:
    d = finance.irr_diagnosis([-50, -100, 600, 300, -100])  # numpy/numpy-financial#28
    assert (d.status, d.certified_count, d.most_roots, d.rule) == ("several", 2, 2, "NPV falls, nearest to zero")
    assert [round(r.rate, 4) for r in d.roots] == [-0.7689, 1.8544]
    assert [r.falls for r in d.roots] == [False, True]
    assert d.value == d.roots[1].rate and d.log1p_value == pytest.approx(math.log1p(d.value))
    assert d.npv_at_zero == 650 and d.method == "interval scan of ln(1 + rate)"
    rates = [rate for rate, _ in d.npv_profile]
    assert rates == sorted(rates) and d.value in rates
    assert "status='several'" in repr(d) and "NPV falls" in repr(d.roots[1])
    double = finance.irr_diagnosis([-1.0, 2.5, -1.5625])
    assert double.certified_count is None and double.roots[0].touches


def test_total_losses_keep_their_logarithm() -> None:
    d = finance.irr_diagnosis([-1e200, 1e-100])
    assert d.value == -1.0 and d.log1p_value == pytest.approx(-300 * math.log(10), rel=1e-12)


def test_rows_equal_single_series_and_name_their_status() -> None:
    rng = np.random.default_rng(0)
    flows = rng.normal(0, 1, (500, 12))
    flows[0] = abs(flows[0])
    flows[1, 3] = np.nan
    many = finance.irr_rows(flows)
    assert many.status[0] == "no_sign_change" and many.status[1] == "not_converged" and np.isnan(many.rates[1])
    for row, rate in zip(flows[2:], many.rates[2:], strict=True):
        want = finance.irr_diagnosis(row).value
        assert (np.isnan(rate) and np.isnan(want)) or rate == pytest.approx(want, rel=1e-11, abs=1e-12)
    assert np.array_equal(finance.irr_rows(flows, threads=1).rates, many.rates, equal_nan=True)
    assert np.array_equal(finance.irr_rows(np.asfortranarray(flows)).rates, many.rates, equal_nan=True)
    assert np.array_equal(finance.irr_rows(pd.DataFrame(flows)).rates, many.rates, equal_nan=True)
    assert finance.payback([[-100, 40, 80], [-1, 0, 0]])[0] == pytest.approx(1.75)
    assert finance.discounted_payback(0.1, [-100, 40, 80, 30]) > finance.payback([-100, 40, 80, 30])
    assert finance.profitability_index(0.1, [-100, 60, 60]) == pytest.approx((60 / 1.1 + 60 / 1.21) / 100)
    assert finance.total_return([-10, -20, 15, 30]) == pytest.approx(0.5)


def test_rows_of_dated_flows() -> None:
    dates = pd.to_datetime(["2020-01-01", "2020-07-01", "2021-06-01"])
    table = finance.xirr_rows(dates, [[-100, 60, 60], [-100, 10, 20], [1, 2, 3]])
    assert table.status.tolist() == ["unique", "unique", "no_sign_change"]
    assert table.rates[0] == finance.xirr(dates, [-100, 60, 60])
    with pytest.raises(DomainError, match="xirr_rows: times has 3 entries, but the rows have 2"):
        finance.xirr_rows(dates, [[-1.0, 2.0]])


def test_the_interpreter_runs_on_while_rows_are_computed() -> None:
    flows = np.random.default_rng(0).normal(0, 1, (150_000, 60))
    ticks = 0
    stop = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not stop.is_set():
            ticks += 1
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    before = ticks
    finance.irr_rows(flows, threads=1)
    during = ticks - before
    stop.set()
    thread.join()
    assert during > 20


def test_gradients_are_those_of_differences() -> None:
    flows = np.array([-100.0, 30.0, 40.0, 50.0])
    gradient = finance.irr_gradient(flows)
    for t in range(4):
        step = np.zeros(4)
        step[t] = 1e-4
        difference = (finance.irr(flows + step) - finance.irr(flows - step)) / 2e-4
        assert gradient[t] == pytest.approx(difference, rel=1e-7)


def test_every_kind_of_date_is_read() -> None:
    want = finance.xirr(["2020-01-01", "2021-03-01"], [-100, 110])
    for dates in (
        [pd.Timestamp("2020-01-01"), pd.Timestamp("2021-03-01")],
        np.array(["2020-01-01", "2021-03-01"], dtype="datetime64[s]"),
        pd.Series(pd.to_datetime(["2020-01-01", "2021-03-01"])),
        [np.datetime64("2020-01-01"), "2021-03-01"],
    ):
        assert finance.xirr(dates, [-100, 110]) == want
    assert finance.xirr(["2021-03-01", "2020-01-01"], [110, -100]) == want


@pytest.mark.parametrize(
    ("call", "kind", "text"),
    [
        (lambda: finance.irr_diagnosis([]), DomainError, "irr: cash_flows has 0 entries, but at least 2 are needed"),
        (lambda: finance.irr_diagnosis([-1.0]), DomainError, "irr: cash_flows has 1 entry, but at least 2 are needed"),
        (
            lambda: finance.irr_diagnosis([-1.0, np.nan]),
            DomainError,
            r"irr: cash_flows\[1\] is nan, but must be finite",
        ),
        (lambda: finance.irr_gradient([1.0, 2.0]), NoSolutionError, "cash_flows never change sign"),
        (lambda: finance.xirr(["2020-01-01"], [-1.0, 2.0]), DomainError, "dates has 1 entries, but cash_flows has 2"),
        (
            lambda: finance.xirr(["01/02/2020", "2021-01-01"], [-1, 2]),
            DomainError,
            "write it as YYYY-MM-DD, for example",
        ),
        (lambda: finance.xirr(["2020-01-01", "2020-01-02"], [-1, 2]), NoSolutionError, "degenerate_horizon"),
        (lambda: finance.xirr(["2020-01-01", "2021-01-01"], [1, 2]), NoSolutionError, "no_sign_change"),
        (lambda: finance.xnpv(-1.0, ["2020-01-01"], [1.0]), DomainError, "xnpv: rate is -1, but must be > -1"),
        (lambda: finance.discounted_payback(-1.0, [1.0]), DomainError, "rate is -1, but must be > -1"),
        (lambda: finance.sln(1.0, 0.0, 0.0), DomainError, "sln: life is 0, but must be > 0"),
        (lambda: finance.units_of_use(1.0, 0.0, 1.0, 0.0), DomainError, "units_of_use: total is 0, but must be > 0"),
        (lambda: finance.macrs(6), DomainError, "property_class is 6"),
        (lambda: finance.macrs(5, "quarterly"), DomainError, "macrs: 'quarterly' is none of half-year, mid-quarter-1"),
        (
            lambda: finance.year_fraction("2020-01-01", "2021-01-01", "30/365"),
            DomainError,
            "'30/365' is not a day count",
        ),
        (
            lambda: finance.irr_rows([1.0, 2.0]),
            DomainError,
            r"irr_rows: flows has shape \(2,\), but must be a matrix of one series a row",
        ),
        (lambda: finance.xirr([np.datetime64("NaT"), "2021-01-01"], [-1, 2]), ValueError, "NaT is not a date"),
        (lambda: finance.xirr([1, 2], [-1, 2]), TypeError, "a int is not a date"),
    ],
)
def test_errors_name_the_argument_and_the_rule(call: object, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        call()  # type: ignore[operator]


def test_schedules_sum_to_the_basis_exactly() -> None:
    for method in ("straight-line", "sum-of-digits", "declining", "declining-to-straight-line", "one-off"):
        for month in (1, 4, 12):
            amounts = finance.depreciation_schedule(method, 1234567.89, 34567.89, 7, start_month=month)
            assert sum(amounts.tolist()) == 1234567.89 - 34567.89
    assert sum(finance.custom_schedule(0.3, finance.macrs(7)).tolist()) == 0.3
    assert sum(finance.units_schedule(100.0, 10.0, [3, 7, 11]).tolist()) == 90.0
    assert finance.units_of_use(100.0, 10.0, 7, 21) == pytest.approx(30.0, rel=1e-15)
    assert finance.macrs_building(39.0, 1)[0] == pytest.approx(11.5 / 12 / 39)


def test_published_building_blocks() -> None:
    """Hamilton 2008: 200 M$ facility over 15 years, 100 M$ of servers over 3, 5 % a year in monthly payments."""
    month = 0.05 / 12
    assert -finance.pmt(month, 36, 100e6) == pytest.approx(2997089.71, abs=0.005)
    assert -finance.pmt(month, 180, 164e6) == pytest.approx(1296901.55, abs=0.005)
    assert -finance.pmt(month, 180, 36e6) == pytest.approx(284685.71, abs=0.005)
    assert finance.duration(0.04, [0, 4, 4, 4, 4, 4, 104]) == pytest.approx(5.45182233)
    assert finance.convexity(0.05, [0, 0, 0, 100]) == pytest.approx(12 / 1.1025)
    assert finance.modified_duration(0.05, [0, 0, 0, 100]) == pytest.approx(3 / 1.05)
    assert finance.accrued_interest(1000, 0.06, "2026-01-31", "2026-04-30") == pytest.approx(15.0)
    assert finance.modified_dietz(100, 165, [0.25], [50.0]) == pytest.approx(15 / 137.5)
    assert finance.xmirr(["2021-01-01", "2022-01-01", "2023-01-01"], [-100, 60, 70], 0.1, 0.12) == pytest.approx(
        finance.mirr([-100, 60, 70], 0.1, 0.12)
    )
    assert finance.cumulative_principal(0.09 / 12, 360, 125000, 1, 360) == pytest.approx(-125000)
    assert finance.effective_rate(0.0525, 4) == pytest.approx(0.0535427, abs=5e-8)
    assert finance.nominal_rate(0.053543, 4) == pytest.approx(0.05250032, abs=5e-9)
    assert finance.growing_annuity_factor(0.05, 0.05, 15) == pytest.approx(15 / 1.05)
    assert finance.annuity_factor(0.0, 12) == 12
    assert str(finance.add_months("2023-02-28", 1, end_of_month=True)) == "2023-03-31"
    assert finance.days_between("2024-01-31", "2026-02-28") == 759
    assert finance.db(1e6, 1e5, 6, 1, 7) == pytest.approx(186083.33, abs=0.005)
    assert finance.ddb(2400, 300, 10, 10) == pytest.approx(22.12, abs=0.005)
    assert finance.syd(30000, 7500, 10, 1) == pytest.approx(4090.91, abs=0.005)
