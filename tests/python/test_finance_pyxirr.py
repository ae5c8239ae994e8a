"""libroi.compat.pyxirr against pyxirr: the same answers, or a reason."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import numpy_financial as npf
import pandas as pd
import pytest
import pyxirr
from libroi.compat import pyxirr as ours

from libroi import finance

CASES = 10_000
START = dt.date(2010, 1, 1)


def close(got: float | None, want: float | None, tolerance: float = 1e-9) -> bool:
    if got is None or want is None:
        return got is want
    return abs(got - want) <= tolerance * max(1.0, abs(want))


def dated(rng: np.random.Generator, well_posed: bool) -> tuple[list[dt.date], list[float]]:
    n = int(rng.integers(2, 60))
    days = np.sort(rng.integers(0, 4000, n))
    days[-1] = max(days[-1], days[0] + 90)
    if well_posed:
        split = max(1, n // 5)
        flows = np.concatenate([-rng.uniform(1, 100, split), rng.uniform(1, 60, n - split)])
    else:
        flows = rng.normal(0, 100, n)
    return [START + dt.timedelta(int(d)) for d in days], flows.tolist()


def test_ten_thousand_dated_rates() -> None:
    rng = np.random.default_rng(1)
    verdicts: Counter[str] = Counter()
    for _ in range(CASES):
        dates, flows = dated(rng, True)
        got, want = ours.xirr(dates, flows), pyxirr.xirr(dates, flows)
        if close(got, want):
            verdicts["agree"] += 1
        elif want is None:
            assert got is not None and abs(pyxirr.xnpv(got, dates, flows)) < 1e-9 * np.abs(flows).sum()
            verdicts["peer: found nothing"] += 1
        else:
            assert abs(pyxirr.xnpv(got, dates, flows)) <= abs(pyxirr.xnpv(want, dates, flows)) + 1e-10
            verdicts["peer: stopped early"] += 1
    assert verdicts["agree"] > 0.97 * CASES, verdicts


def test_ten_thousand_periodic_rates() -> None:
    rng = np.random.default_rng(2)
    verdicts: Counter[str] = Counter()
    for _ in range(CASES):
        n = int(rng.integers(2, 40))
        split = int(rng.integers(1, n))
        flows = np.concatenate([-rng.uniform(1, 100, split), rng.uniform(1, 100, n - split)])
        got, want = ours.irr(flows), pyxirr.irr(flows)
        if close(got, want):
            verdicts["agree"] += 1
        else:
            assert want is None or abs(pyxirr.npv(got, flows)) <= abs(pyxirr.npv(want, flows)) + 1e-12
            verdicts["peer: found nothing" if want is None else "peer: stopped early"] += 1
    assert verdicts["agree"] > 0.97 * CASES, verdicts


def test_several_rates_are_all_listed_whichever_the_peer_returns() -> None:
    rng = np.random.default_rng(3)
    agree = compared = 0
    for _ in range(1500):
        dates, flows = dated(rng, False)
        if min(flows) >= 0 or max(flows) <= 0:
            continue
        want = pyxirr.xirr(dates, flows)
        roots = [r.rate for r in finance.xirr_diagnosis(dates, flows).roots]
        got = ours.xirr(dates, flows)
        if want is None or not np.isfinite(want):
            continue
        compared += 1
        size = np.abs(flows).sum()
        if abs(pyxirr.xnpv(want, dates, flows)) < 1e-10 * size:
            assert any(close(r, want, 1e-6) for r in roots), (want, roots)
        agree += close(got, want, 1e-6)
    assert compared > 500 and agree > 0.8 * compared


def test_ten_thousand_level_payments_and_values() -> None:
    rng = np.random.default_rng(4)
    rate = rng.uniform(0.001, 0.3, CASES)
    nper = rng.integers(1, 300, CASES).astype(float)
    pv, pmt, fv = rng.normal(0, 1e5, (3, CASES))
    due = rng.integers(0, 2, CASES).astype(bool)
    per = np.ceil(rng.uniform(0, 1, CASES) * nper)
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("fv", (rate, nper, pmt, pv)),
        ("pv", (rate, nper, pmt, fv)),
        ("pmt", (rate, nper, pv, fv)),
        ("nper", (rate, pmt, pv, fv)),
    ]
    for name, arguments in calls:
        got = getattr(ours, name)(*arguments, pmt_at_beginning=due)
        want = getattr(pyxirr, name)(*arguments, pmt_at_beginning=due)
        assert np.allclose(got, want, rtol=1e-9, atol=1e-9, equal_nan=True), name
    payment = np.abs(pyxirr.pmt(rate, nper, pv, fv, pmt_at_beginning=due))
    for name in ("ipmt", "ppmt"):  # parts of a payment: relative to the payment and to the interest on the loan
        got = getattr(ours, name)(rate, per, nper, pv, fv, pmt_at_beginning=due)
        want = getattr(pyxirr, name)(rate, per, nper, pv, fv, pmt_at_beginning=due)
        scale = payment + np.abs(pv * rate) + np.abs(fv * rate)
        with localcontext() as context:
            context.prec = 150
            for i in np.flatnonzero(~(np.abs(got - want) <= 1e-9 * scale)):  # the peer subtracts grown loans
                columns = (rate, per, nper, pv, fv)
                one = [Decimal(repr(float(a[i]))) for a in columns]
                truth = float(np.asarray(getattr(npf, name)(*one, int(due[i])), dtype=object).flat[0])
                assert abs(got[i] - truth) <= 1e-9 * scale[i], (name, one, due[i])


@pytest.mark.parametrize("name", [c.name for c in ours.DayCount])
def test_day_counts_agree_on_ten_thousand_intervals(name: str) -> None:
    rng = np.random.default_rng(5)
    for a, b in rng.integers(-5000, 30000, (800, 2)):
        first, last = (START + dt.timedelta(int(x)) for x in sorted((a, b)))
        mine, theirs = getattr(ours.DayCount, name), getattr(pyxirr.DayCount, name)
        assert ours.days_between(first, last, mine) == pyxirr.days_between(first, last, theirs), (first, last)
        assert close(ours.year_fraction(first, last, mine), pyxirr.year_fraction(first, last, theirs), 1e-12)
    assert str(getattr(ours.DayCount, name)) == str(getattr(pyxirr.DayCount, name))
    assert ours.DayCount.of(str(getattr(pyxirr.DayCount, name))).name == name


DATES = ["2020-01-01", "2020-07-01", "2021-01-01", "2022-01-01"]
FLOWS = [-1000.0, 200.0, 400.0, 600.0]


def test_every_form_of_input_gives_the_same_rate() -> None:
    days = [dt.date.fromisoformat(d) for d in DATES]
    want = pyxirr.xirr(DATES, FLOWS)
    assert want is not None
    series = pd.Series(FLOWS, index=pd.to_datetime(DATES))
    forms: list[tuple[Any, ...]] = [
        (DATES, FLOWS),
        (days, FLOWS),
        ((dt.datetime(d.year, d.month, d.day, 12) for d in days), (x for x in FLOWS)),
        ([d.strftime("%m/%d/%Y") for d in days], FLOWS),
        ([d + "T12:30:08.483694" for d in DATES], FLOWS),
        (np.array(DATES, dtype="datetime64[D]"), np.array(FLOWS)),
        (np.array(DATES, dtype="datetime64[ns]"), np.array(FLOWS)),
        (pd.Series(pd.to_datetime(DATES)), pd.Series(FLOWS)),
        (pd.to_datetime(DATES), FLOWS),
        (map(pd.Timestamp, DATES), map(Decimal, FLOWS)),
        (dict(zip(DATES, FLOWS, strict=True)),),
        (list(zip(DATES, FLOWS, strict=True)),),
        (map(list, zip(days, FLOWS, strict=True)),),
        (pd.DataFrame({"when": days, "much": FLOWS}),),
        (np.array([DATES, FLOWS], dtype=object),),
        (series,),
        (DATES[::-1], FLOWS[::-1]),
        ([DATES[0], *DATES], [-400.0, -600.0, *FLOWS[1:]]),
    ]
    for form in forms:
        got = ours.xirr(*form)
        assert got is not None and close(got, want), form


def test_errors_are_the_peers() -> None:
    days = DATES[:2]
    with pytest.raises(ours.InvalidPaymentsError, match="negative and positive payments are required"):
        ours.xirr(days, [1.0, 2.0])
    with pytest.raises(ours.InvalidPaymentsError, match="different lengths"):
        ours.xirr(days, [1.0])
    with pytest.raises(ours.InvalidPaymentsError):
        ours.xirr([], [])
    assert ours.xirr([], [], silent=True) is None and ours.irr([1, 2], silent=True) is None
    with pytest.raises(ours.InvalidPaymentsError):
        ours.irr([1.0, 2.0])
    with pytest.raises(TypeError):
        ours.xirr(days, ["-1", "2"])
    with pytest.raises(TypeError, match="Expected Series with DatetimeIndex"):
        ours.xirr(pd.Series([1.0, -2.0]))
    with pytest.raises(TypeError, match='Type "int" is not understood'):
        ours.xirr([1, 2], [-1.0, 2.0])
    with pytest.raises(ValueError, match="is not a date; write it as YYYY-MM-DD"):
        ours.xirr(["01 Jan 20", "2021-01-01"], [-1.0, 2.0])
    with pytest.raises(ours.BroadcastingError):
        ours.fv([0.1, 0.2], [1, 2, 3], 1, 1)
    with pytest.raises(ValueError, match="Invalid Day Count Convention"):
        ours.DayCount.of("zz")


def test_what_has_no_value_is_none() -> None:
    assert ours.irr([-1, 3, -2.5]) is None
    assert ours.ipmt(0.1, 0, 10, 100) is None and ours.ipmt(0.1, 11, 10, 100) is None
    assert ours.ipmt(0.1, [0, 1], 10, 100) == [None, pytest.approx(-10.0)]
    assert ours.rate(12, 400, 10000, 5000) is None
    assert ours.xnpv(-1, DATES, FLOWS) is None
    assert ours.cumipmt(0.09 / 12, 360, 125000, 0, 24) is None


def test_guess_chooses_among_several() -> None:
    flows = [-50, -100, 600, 300, -100]
    assert close(ours.irr(flows), pyxirr.irr(flows), 1e-8)
    assert close(ours.irr(flows, guess=-0.7), -0.768895470681, 1e-9)
    assert close(ours.irr([-5, 10.5, 1, -8, 1]), pyxirr.irr([-5, 10.5, 1, -8, 1]), 1e-8)


def test_further_names() -> None:
    assert close(ours.nfv(0.05, 6, [1050, 1350, 1350, 1450]), pyxirr.nfv(0.05, 6, [1050, 1350, 1350, 1450]))
    arguments = ("2011-02-01", "2011-03-01", "2012-02-01", 0.00142, 0.00246, 100000.0)
    assert close(ours.xfv(*arguments), 100235.088391894)
    assert close(ours.xnfv(0.025, DATES, FLOWS), pyxirr.xnfv(0.025, DATES, FLOWS))
    assert close(ours.cumprinc(0.09 / 12, 360, 125000, 13, 24), pyxirr.cumprinc(0.09 / 12, 360, 125000, 13, 24))
    assert ours.npv([0.1, 0.2], [1, 2]) == pytest.approx(pyxirr.npv([0.1, 0.2], [1, 2]))
    assert close(ours.npv(0.08, FLOWS, start_from_zero=False), pyxirr.npv(0.08, FLOWS, start_from_zero=False))
    assert ours.xnpv([0.1, 0.2], DATES, FLOWS) == pytest.approx(pyxirr.xnpv([0.1, 0.2], DATES, FLOWS))
    assert ours.zero_crossing_points([7.0, 6, -3, -4, -7, 8, 3, -6, 7, 8]) == [1, 4, 6, 7]
    assert ours.is_conventional_cash_flow([-1, 0, 2]) and not ours.is_conventional_cash_flow([-1, 2, -1])
    assert set(pyxirr.__all__) - {"__version__"} <= set(ours.__all__)


def test_private_equity_measures() -> None:
    flows, index, nav = (
        [-100.0, -50.0, 60.0, 100.0, 20.0],
        [100.0, 105.0, 115.0, 100.0, 120.0],
        [100.0, 165, 125, 15, 20],
    )
    paid, received = np.maximum(-np.array(flows), 0), np.maximum(flows, 0)
    single = {"dpi": (flows,), "tvpi": (flows, 20.0), "moic": (flows, 20.0), "rvpi": ([10.0, 20.0], 15.0)}
    both: dict[str, tuple[Any, ...]] = {
        "ks_pme_flows": (index,),
        "ks_pme": (index, 20.0),
        "m_pme": (index, nav),
        "pme_plus_lambda": (index, 20.0),
        "pme_plus_flows": (index, 20.0),
        "pme_plus": (index, 20.0),
        "ln_pme_nav": (index,),
        "ln_pme": (index,),
        "direct_alpha": (index, 20.0),
    }
    for name, arguments in single.items():
        assert getattr(ours.pe, name)(*arguments) == pytest.approx(getattr(pyxirr.pe, name)(*arguments), rel=1e-9)
    for name, rest in both.items():
        for suffix, head in (("", (flows,)), ("_2", (paid, received))):
            got, want = (np.asarray(getattr(m.pe, name + suffix)(*head, *rest)) for m in (ours, pyxirr))
            assert np.allclose(got, want, rtol=1e-8), name + suffix
    with pytest.raises(ours.InvalidPaymentsError, match="Contributions are zero"):
        ours.pe.dpi([1.0, 2.0])
    with pytest.raises(ours.InvalidPaymentsError, match="same length as index"):
        ours.pe.ks_pme_flows([1.0, 2.0], [1.0])


def test_deep_losses_count_where_a_double_resolves_them() -> None:
    dates = ["2021-06-08", "2022-06-29", "2023-06-08", "2023-06-30"]
    flows = [-1000000.0, 5000.0, -3.0, 0.0]
    assert close(ours.xirr(dates, flows), -0.993785049949483) and close(pyxirr.xirr(dates, flows), -0.993785049949483)
    assert close(ours.xirr(["2021-06-09", "2021-08-11"], [-134.09, 40.86]), -0.9989769231734277)  # Anexen/pyxirr#14
    rng = np.random.default_rng(6)
    same = nothing = 0
    for _ in range(600):  # unordered noise over twenty years: a NPV of 0.001 is the peer's test of a rate
        days = [START + dt.timedelta(int(d)) for d in rng.integers(0, 7000, 30)]
        noise = rng.uniform(-3000, 4000, 30).tolist()
        got, want = ours.xirr(days, noise), pyxirr.xirr(days, noise)
        same += close(got, want, 1e-6)
        nothing += want is None
        if got is not None and got <= -0.5:
            assert abs(pyxirr.xnpv(got, days, noise)) < 1e-3
    assert same > 0.95 * 600 and nothing > 50


def test_every_form_of_the_usual_call_gives_the_same_bits() -> None:
    dates = [dt.date(1969, 3, 1), dt.date(2020, 2, 29), dt.date(2023, 12, 31), dt.date(2100, 3, 1)]
    amounts = [-1000, 300.5, -20.25, 1200]
    wanted = ours.xirr(dict(zip(dates, amounts, strict=True)))
    stamps = pd.DatetimeIndex(dates)
    forms = [dates, tuple(dates), [str(d) for d in dates], list(stamps), stamps, pd.Series(stamps)]
    forms += [np.array(dates, dtype=f"datetime64[{unit}]") for unit in ("D", "s", "ms", "us")]
    for form in forms:
        for values in (amounts, tuple(amounts), np.array(amounts), pd.Series(amounts)):
            assert ours.xirr(form, values) == wanted, type(form)
    assert ours.xirr(np.array(dates, dtype="datetime64[D]")[::-1], np.array(amounts)[::-1]) == wanted
    assert ours.xirr([dt.datetime(d.year, d.month, d.day, 23, 59) for d in dates], amounts) == wanted
    for text in ("2023-02-29", "2100-02-29", "2023-13-01", "2023-00-10", "2023-1-100", "0000-01-01", "2023-04-31"):
        with pytest.raises(ValueError):
            ours.xirr([text, "2024-01-01"], [-1, 2])
    with pytest.raises(TypeError):
        ours.xirr([dt.date(2020, 1, 1), 5], [-1, 2])
    with pytest.raises(ValueError):
        ours.xirr(np.array(["NaT", "2020-01-01"], dtype="datetime64[D]"), [-1.0, 2.0])
