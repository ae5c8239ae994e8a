"""Many variations and derivatives."""

from __future__ import annotations

import _thread
import threading
import time
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

import libroi as roi

PRICE = "fleets.ascend.price"


def test_rows_equal_single_evaluations_bit_for_bit(center: roi.Center) -> None:
    rng = np.random.default_rng(5)
    prices, rates = rng.uniform(1e5, 2e5, 21), rng.uniform(0.05, 0.3, 21)
    frame = center.evaluate_many({PRICE: prices, "tax.rate": rates})
    assert list(frame.columns) == list(center.evaluate().metrics.index)
    for i in (0, 7, 8, 20):
        alone = center.replace({PRICE: prices[i], "tax.rate": rates[i]}).evaluate().metrics["value"]
        np.testing.assert_array_equal(frame.iloc[i].to_numpy(), alone.to_numpy())


def test_result_does_not_depend_on_threads_or_length(center: roi.Center) -> None:
    prices = np.linspace(1e5, 2e5, 1003)
    one = center.evaluate_many({PRICE: prices}, threads=1)
    for threads in (2, 3, 7, 0):
        pd.testing.assert_frame_equal(center.evaluate_many({PRICE: prices}, threads=threads), one, check_exact=True)
    pd.testing.assert_frame_equal(center.evaluate_many({PRICE: prices[:77]}), one.iloc[:77], check_exact=True)


def test_one_value_serves_all_rows(center: roi.Center) -> None:
    prices = [120_000, 150_000]
    frame = center.evaluate_many({PRICE: prices, "tax.rate": 0.15}, ["npv/project"])
    both = center.evaluate_many({PRICE: prices, "tax.rate": [0.15, 0.15]}, ["npv/project"])
    pd.testing.assert_frame_equal(frame, both, check_exact=True)
    assert frame.attrs["units"] == {"npv/project": "CNY"}
    assert len(center.evaluate_many({PRICE: 120_000}, ["npv/project"])) == 1
    base = center.evaluate_many({}, ["npv/project"])
    assert base.iloc[0, 0] == center.evaluate().metric("npv/project")


def test_missing_metrics_are_nan(center: roi.Center) -> None:
    frame = center.evaluate_many({"financing.loans.bank.gearing": [0.0, 0.55]}, ["llcr", "npv/project"])
    assert frame["llcr"].isna().tolist() == [True, False]
    assert frame["npv/project"].notna().all()


@pytest.mark.parametrize(
    ("values", "metrics", "text"),
    [
        ({"fleets.ascend.prise": [1.0]}, None, "nearest is fleets.ascend.price"),
        ({PRICE: [1.0]}, ["npv/projet"], "'npv/projet' is not a metric; nearest is npv/project"),
        ({PRICE: [1.0, 2.0], "tax.rate": [0.1, 0.2, 0.3]}, None,
         "evaluate_many: arrays do not have one common length (fleets.ascend.price: (2,), tax.rate: (3,))"),
        ({PRICE: [[1.0, 2.0]]}, None, "evaluate_many: arrays must have one dimension, not 2"),
    ],
)  # fmt: skip
def test_what_is_refused(
    center: roi.Center, values: dict[str, list[float]], metrics: list[str] | None, text: str
) -> None:
    with pytest.raises(roi.DomainError) as error:
        center.evaluate_many(values, metrics)
    assert text in str(error.value)


def test_a_row_out_of_range_or_against_a_rule_is_refused_alone(center: roi.Center) -> None:
    values = {PRICE: [1e5, -1.0, float("nan"), 1e5], "contracts.anchor.end": [60, 60, 60, 3]}
    frame = center.evaluate_many(values, ["npv/project", "llcr"])
    assert frame["npv/project"].isna().tolist() == [False, True, True, True]
    refused = frame.attrs["refused"]
    assert list(refused) == [1, 2, 3]
    assert refused[1].startswith("fleets.ascend.price is -1, but must be in [0, 1e+08] money/card (price of one card")
    assert refused[2].startswith("fleets.ascend.price is nan, but must be finite")
    assert refused[3] == "contracts.anchor.end is 3, but must be after start"
    assert frame.attrs["undefined"] == {"llcr": "there is no loan"}
    alone = center.evaluate_many({PRICE: 1e5, "contracts.anchor.end": 60}, ["npv/project", "llcr"])
    assert frame.iloc[0].tolist() == alone.iloc[0].tolist()


def test_progress_callback_and_its_exceptions(center: roi.Center) -> None:
    calls: list[tuple[int, int]] = []
    rows = np.full(20_000, 1.4e5)
    center.evaluate_many({PRICE: rows}, ["npv/project"], progress=lambda done, total: calls.append((done, total)))
    assert calls[-1] == (20_000, 20_000)
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)

    class Stop(Exception):
        pass

    def stop(done: int, total: int) -> None:
        raise Stop(f"{total}")

    with pytest.raises(Stop, match="20000"):
        center.evaluate_many({PRICE: rows}, ["npv/project"], progress=stop)


def test_progress_bar(center: roi.Center, capsys: pytest.CaptureFixture[str]) -> None:
    center.evaluate_many({PRICE: np.full(5_000, 1.4e5)}, ["npv/project"], progress=True)
    assert "5000/5000" in capsys.readouterr().err


@pytest.fixture
def long_batch(center: roi.Center) -> Iterator[np.ndarray]:
    yield np.full(3_000_000, 1.4e5)


def test_ctrl_c_stops_a_batch(center: roi.Center, long_batch: np.ndarray) -> None:
    timer = threading.Timer(0.3, _thread.interrupt_main)
    started = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        center.evaluate_many({PRICE: long_batch})
        time.sleep(30.0)  # in case the batch ended first, the interrupt still comes
    assert time.monotonic() - started < 20.0


def test_other_python_threads_run_meanwhile(center: roi.Center) -> None:
    ticks = 0
    done = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not done.is_set():
            ticks += 1
            time.sleep(0.002)

    thread = threading.Thread(target=tick)
    thread.start()
    center.evaluate_many({PRICE: np.full(60_000, 1.4e5)})
    done.set()
    thread.join()
    assert ticks >= 5


# --- gradient --------------------------------------------------------------------------------------------------------


def test_gradient_of_one_metric(center: roi.Center) -> None:
    slopes = center.gradient("npv/project")
    assert isinstance(slopes, pd.Series)
    assert list(slopes.index) == list(center.parameters.index)
    for path, step in (
        (PRICE, 1.0),
        ("tax.rate", 1e-4),
        ("contracts.anchor.price", 1e-3),
        ("power.energy.peak.price", 1e-4),
    ):
        at = center[path]
        low, high = center.evaluate_many({path: [at - step, at + step]}, ["npv/project"])["npv/project"]
        assert slopes[path] == pytest.approx((high - low) / (2 * step), rel=1e-5), path
    assert slopes.attrs["units"][PRICE] == "(CNY)/(CNY/card)"
    assert slopes.attrs["units"]["tax.rate"] == "CNY"


def test_gradient_of_several_metrics(center: roi.Center) -> None:
    frame = center.gradient(["irr/project", "npv/project"])
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == ["irr/project", "npv/project"]
    pd.testing.assert_series_equal(frame["npv/project"], center.gradient("npv/project"), check_exact=True)
    assert frame.loc["valuation.discount_rate", "irr/project"] == 0.0
    assert frame.loc["valuation.discount_rate", "npv/project"] < 0.0


def test_elasticity(center: roi.Center) -> None:
    slopes, elasticity = center.gradient("npv/project"), center.gradient("npv/project", elasticity=True)
    assert isinstance(elasticity, pd.Series)
    expected = slopes[PRICE] * center[PRICE] / center.evaluate().metric("npv/project")
    assert elasticity[PRICE] == pytest.approx(expected, rel=1e-12)
    assert elasticity.attrs["units"][PRICE] == "1"


@pytest.mark.parametrize("scenario", [None, "no-anchor"])  # NPV of 25 and of -99 million
def test_elasticities_keep_their_sign_where_the_metric_is_negative(center: roi.Center, scenario: str | None) -> None:
    case = center.scenario(scenario) if scenario else center
    npv = case.evaluate().metric("npv/project")
    assert (npv < 0) == bool(scenario)
    table, slopes = case.elasticity("npv/project"), case.gradient("npv/project")
    for path in ("markets.on-demand.price.start", "fleets.ascend.price", "markets.on-demand.price.growth", "tax.rate"):
        value = case[path]
        more = case.replace({path: value + 1e-6 * abs(value)}).evaluate().metric("npv/project") - npv
        assert table["change"][path] == pytest.approx(more * 1e4, rel=1e-3)
        assert np.sign(table["percent"][path]) == np.sign(slopes[path])
        assert table["percent"][path] == pytest.approx(100 * table["change"][path] / abs(npv))
        assert case.gradient("npv/project", elasticity=True)[path] == pytest.approx(table["percent"][path])
    assert table["change"].abs().is_monotonic_decreasing and set(table["unit"]) == {"CNY"}
    assert table["change"]["markets.on-demand.price.start"] > 0 > table["change"]["fleets.ascend.price"]
    assert "contracts.anchor.end" not in table.index  # a date has no per cent


def test_elasticity_of_a_rate_and_of_what_does_not_exist(center: roi.Center) -> None:
    lost = center.scenario("no-anchor")
    table = lost.elasticity("moic")
    assert set(table["unit"]) == {"1"} and table.attrs["level"] == lost.evaluate().metric("moic")
    with pytest.raises(roi.DomainError, match="nearest is npv/project"):
        center.elasticity("npv/projet")
    never = center.replace({"contracts.anchor.price": 0.1, "markets.on-demand.price.start": 0.1})
    with pytest.raises(roi.NoSolutionError, match="payback does not exist"):
        never.elasticity("payback")


def test_gradient_of_unknown_metric(center: roi.Center) -> None:
    with pytest.raises(roi.DomainError, match=r"^'npv/projet' is not a metric; nearest is npv/project$"):
        center.gradient("npv/projet")


def test_instruction_set_is_named() -> None:
    assert roi.instruction_set() in {"x86-64", "x86-64-v3", "x86-64-v4"}
