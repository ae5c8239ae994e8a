"""libroi.finance against numpy_financial: the same answers, or a reason."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import numpy as np
import numpy_financial as npf
import pytest

from libroi import finance as roi

CASES = 10_000


def close(got: float, want: float, tolerance: float = 1e-9) -> bool:
    return abs(got - want) <= tolerance * max(1.0, abs(want))


def exact(function: str, *arguments: float) -> float:
    """The same closed form in 150 digits."""
    from decimal import localcontext

    with localcontext() as context:
        context.prec = 150
        return float(getattr(npf, function)(*[Decimal(repr(float(a))) for a in arguments]))


def test_ten_thousand_level_payments() -> None:
    """Every disagreement is 0/0 at rate 0 or a loss of digits in the peer's closed form, shown in 150 digits."""
    rng = np.random.default_rng(1)
    rate = rng.choice([0.0, 1.0], CASES, p=[0.02, 0.98]) * rng.uniform(-0.05, 0.4, CASES)
    nper = rng.integers(1, 400, CASES).astype(float)
    pv, pmt, fv = rng.normal(0, 1e5, (3, CASES))
    when = rng.integers(0, 2, CASES)
    per = np.ceil(rng.uniform(0, 1, CASES) * nper)
    calls: list[tuple[str, tuple[Any, ...]]] = [
        ("fv", (rate, nper, pmt, pv, when)),
        ("pv", (rate, nper, pmt, fv, when)),
        ("pmt", (rate, nper, pv, fv, when)),
        ("ipmt", (rate, per, nper, pv, fv, when)),
        ("ppmt", (rate, per, nper, pv, fv, when)),
    ]
    verdicts: Counter[str] = Counter()
    for name, arguments in calls:
        with np.errstate(all="ignore"):
            want = getattr(npf, name)(*arguments)
        got = getattr(roi, name)(*arguments)
        scale = np.maximum(np.abs(want), 1.0)
        if name in ("ipmt", "ppmt"):  # parts of a payment: relative to the payment
            scale = np.maximum(scale, np.abs(roi.pmt(rate, nper, pv, fv, when)))
        for i in np.flatnonzero(~(np.abs(got - want) <= 1e-9 * scale)):
            one = tuple(float(a[i]) for a in arguments)
            if one[0] == 0.0:
                assert np.isnan(want[i]) and np.isfinite(got[i])
                verdicts["peer: 0/0 at rate 0"] += 1
                continue
            truth = exact(name, *one)
            assert abs(got[i] - truth) <= 1e-9 * scale[i], (name, one, got[i], want[i], truth)
            verdicts["peer: digits lost"] += 1
    assert sum(verdicts.values()) < 0.3 * 5 * CASES, verdicts


def test_ten_thousand_internal_rates() -> None:
    """Well-posed series: one sign change. The peer's own eigenvalue error is shown by NPV at both rates."""
    rng = np.random.default_rng(2)
    verdicts: Counter[str] = Counter()
    for k in range(CASES):
        n = int(rng.integers(2, 25))
        split = int(rng.integers(1, n))
        flows = np.concatenate([-rng.uniform(1, 100, split), rng.uniform(1, 100, n - split)])
        got, want = roi.irr(flows), npf.irr(flows)
        if close(got, want):
            verdicts["agree"] += 1
            continue
        ours, theirs = abs(npf.npv(got, flows)), abs(npf.npv(want, flows))
        assert ours <= theirs, (k, got, want)
        verdicts["peer: eigenvalue error"] += 1
    assert verdicts["agree"] > 0.995 * CASES, verdicts


def test_several_rates_are_chosen_as_the_peer_chooses() -> None:
    rng = np.random.default_rng(3)
    several = 0
    for _ in range(1500):
        flows = rng.normal(0, 1, int(rng.integers(3, 9)))
        diagnosis = roi.irr_diagnosis(flows)
        got, want = roi.irr(flows), npf.irr(flows)
        if not diagnosis.roots:
            assert np.isnan(got) and np.isnan(want)
            continue
        several += len(diagnosis.roots) > 1
        roots = np.array([r.rate for r in diagnosis.roots])
        lowest = roots[roots >= 0].min() if (roots >= 0).any() else roots.max()
        assert close(got, lowest, 1e-12)
        # version 1.0.0 takes the nearest to zero even if negative; its successor prefers rates that are not
        assert close(roots[np.argmin(abs(roots))], want, 1e-6) or abs(npf.npv(want, flows)) > 1e-9
    assert several > 200


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_ten_thousand_rates_of_annuities() -> None:
    """By default the peer stops when a step is below 1e-6, so it is asked for 1e-12."""
    rng = np.random.default_rng(4)
    truth = rng.uniform(0.0005, 0.15, CASES)
    nper = rng.integers(2, 200, CASES).astype(float)
    pv = rng.uniform(1e3, 1e6, CASES)
    pmt = npf.pmt(truth, nper, pv)
    got = roi.rate(nper, pmt, pv, 0.0)
    assert np.abs(got - truth).max() < 1e-9
    want = np.array([npf.rate(*one, 0.0, tol=1e-12) for one in zip(nper, pmt, pv, strict=True)])
    disagree = ~(np.abs(got - want) <= 1e-9)
    assert (np.isnan(want[disagree]) | (want[disagree] <= -1)).all()  # the peer, from its guess of 0.1, got nowhere
    assert disagree.mean() < 0.25


def test_ten_thousand_net_present_values_and_modified_rates() -> None:
    rng = np.random.default_rng(5)
    flows = rng.normal(0, 100, (CASES, 15))
    flows[:, 0] = -abs(flows[:, 0])
    assert np.allclose(roi.npv(0.07, flows), [npf.npv(0.07, f) for f in flows], rtol=1e-11, atol=1e-9)
    assert np.allclose(
        roi.mirr(flows, 0.05, 0.08), [npf.mirr(f, 0.05, 0.08) for f in flows], rtol=1e-11, equal_nan=True
    )


def test_number_of_payments() -> None:
    assert roi.nper(0.075, -2000, 0, 100000.0) == pytest.approx(npf.nper(0.075, -2000, 0, 100000.0), rel=1e-12)
    assert roi.nper(0, -100, 1000) == 10  # numpy_financial 1.0.0 has the wrong sign of pv at rate 0
    assert np.isinf(roi.nper(0, -0.0, 1000))
    assert np.isnan(roi.nper(0.1, -5, 100))
    assert np.allclose(roi.nper(0.075, -2000, 0, 100000.0, [0, 1]), [21.5449442, 20.76156441])


def test_below_minus_one_the_peer_is_followed() -> None:
    for rate in (-1.0, -1.5):
        for name in ("fv", "pmt"):
            got, want = getattr(roi, name)(rate, 3, 100.0, 50.0), getattr(npf, name)(rate, 3, 100.0, 50.0)
            assert got == pytest.approx(want, rel=1e-12), (name, rate)


def test_decimals_keep_their_digits() -> None:
    rate = Decimal("0.08") / Decimal("12")
    assert roi.pmt(rate, 5 * 12, 15000) == Decimal("-304.1459143262052370338701494")
    assert roi.pv(Decimal("0.07"), Decimal("20"), Decimal("12000"), Decimal("0")) == Decimal(
        "-127128.1709461939327295222005"
    )
    assert roi.rate(Decimal("10"), Decimal("0"), Decimal("-3500"), Decimal("10000")) == npf.rate(
        Decimal("10"), Decimal("0"), Decimal("-3500"), Decimal("10000")
    )
    assert roi.npv(Decimal("0.05"), [-15000, 1500, 2500, 3500, 4500, 6000]) == Decimal("122.894854950942692161628715")
    flows = [Decimal(x) for x in (-120000, 39000, 30000, 21000, 37000, 46000)]
    assert roi.mirr(flows, Decimal("0.10"), Decimal("0.12")) == Decimal("0.126094130365905145828421880")
    assert roi.rate(Decimal(12), Decimal(400), Decimal(10000), Decimal(5000)).is_nan()
    begin = roi.ipmt(Decimal("0.1") / Decimal("12"), 1, 24, 2000, 0, "begin")
    assert begin == 0


def test_arguments_broadcast_and_scalars_stay_scalars() -> None:
    assert np.isscalar(roi.fv(0.05, 5, -100, -1000)) and isinstance(roi.fv(0.05, 5, -100, -1000), float)
    assert np.isscalar(roi.ipmt(np.array(0.1 / 12), 1, 24, 2000))
    assert roi.fv([[0.1], [0.2]], 5, 100, 0, [0, 1]) == pytest.approx(
        np.array([[-610.51, -671.561], [-744.16, -892.992]]), rel=1e-10
    )
    assert roi.ppmt(0.1 / 12, list(range(5)), 24, 2000, 0, [0, 0, 1, "end", "begin"]) == pytest.approx(
        npf.ppmt(0.1 / 12, list(range(5)), 24, 2000, 0, [0, 0, 1, "end", "begin"])
    )
    assert roi.npv([0.05, 0.1], [[-100, 50, 60], [-50, 60, 70], [1, 2, 3]]).shape == (2, 3)
    assert roi.irr([[-100, 0, 0, 74], [-100, 100, 0, 7]]).shape == (2,)
    with pytest.raises(ValueError, match="invalid shape for rates"):
        roi.npv(np.zeros((1, 1)), [1.0])


def test_what_has_no_value_is_nan_or_an_exception_on_request() -> None:
    assert np.isnan(roi.irr([1, 2, 3])) and np.isnan(roi.irr([])) and np.isnan(roi.mirr([1, 2], 0.1, 0.1))
    assert np.isnan(roi.rate(12, 400, 10000, 5000))
    with pytest.raises(roi.NoRealSolutionError):
        roi.irr([1, 2, 3], raise_exceptions=True)
    with pytest.raises(roi.NoRealSolutionError):
        roi.mirr([1, 2], 0.1, 0.1, raise_exceptions=True)
    with pytest.raises(roi.IterationsExceededError):
        roi.rate(12, 400, 10000, 5000, raise_exceptions=True)
    with pytest.raises(roi.IterationsExceededError):
        roi.irr([-40000, 5000, 8000, 12000, 30000], maxiter=1, raise_exceptions=True)
    assert roi.irr([-100, 230, -132], selection_logic=max) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ([-150000, 15000, 25000, 35000, 45000, 60000], 0.0524),
        ([-100, 0, 0, 74], -0.0955),
        ([-100, 100, 0, -7], -0.0833),
        ([-5, 10.5, 1, -8, 1, 0, 0, 0], 0.0886),
        ([-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1], 1.00426),
    ],
)
def test_published_rates(flows: list[float], rate: float) -> None:
    assert roi.irr(flows) == pytest.approx(rate, abs=1e-4)
