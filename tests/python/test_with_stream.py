"""A stream of revenue from Python: a series of months with its direct cost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import libroi as roi


@pytest.fixture
def months(center: roi.Center) -> pd.PeriodIndex:
    return pd.period_range(center.start, periods=center.months, freq="M")


def test_it_stands_in_statements_metrics_and_gradient(center: roi.Center, months: pd.PeriodIndex) -> None:
    revenue = pd.Series(np.linspace(0.0, 710_000.0, len(months)), index=months)
    base = center.evaluate()
    other = center.with_stream("courses", revenue, 0.25 * revenue)
    result = other.evaluate()
    assert result.passed
    np.testing.assert_array_equal(result.lines["revenue/other/courses"], revenue)
    np.testing.assert_array_equal(result.lines["opex/other/courses"], 0.25 * revenue)
    gained = result.lines["revenue/total"] - base.lines["revenue/total"]
    np.testing.assert_allclose(gained, revenue, atol=1e-6)
    assert "Other revenue courses" in result.statements.income and "Direct cost of courses" in result.statements.income
    # sales costs and tax follow revenue, so the rest is held to the derivative
    slope = other.gradient("npv/project")
    assert slope["other_revenue.courses.revenue.monthly.40"] > 0 > slope["other_revenue.courses.direct_cost.monthly.40"]
    step = {"other_revenue.courses.revenue.monthly.40": [float(revenue.iloc[40]), float(revenue.iloc[40]) + 1000.0]}
    low, high = other.evaluate_many(step, ["npv/project"])["npv/project"]
    assert high - low == pytest.approx(1000.0 * slope["other_revenue.courses.revenue.monthly.40"], rel=1e-6)


def test_months_may_come_in_any_order_and_form(center: roi.Center, months: pd.PeriodIndex) -> None:
    values = np.arange(float(len(months)))
    ordered = center.with_stream("a", values)
    assert center.with_stream("a", pd.Series(values, index=months)[::-1]) == ordered
    assert center.with_stream("a", pd.Series(values, index=months.to_timestamp())) == ordered
    assert center.with_stream("a", list(values)) == ordered
    assert center.with_stream("a", 7.0) == center.with_stream("a", np.full(len(months), 7.0))


def test_two_streams_and_a_replacement(center: roi.Center) -> None:
    both = center.with_stream("a", 100.0).with_stream("b", 50.0, 10.0)
    assert both.evaluate().lines["revenue/other/b"].iloc[0] == 50.0
    assert both.with_stream("a", 200.0).evaluate().lines["revenue/other/a"].iloc[0] == 200.0
    assert both.replace({"other_revenue": None}) == center


def test_what_does_not_fit_is_refused(center: roi.Center, months: pd.PeriodIndex) -> None:
    full = pd.Series(1.0, index=months)
    late = pd.Series(1.0, index=months.append(pd.PeriodIndex([months[-1] + 1])))
    twice = pd.concat([full, full.iloc[:1]])
    gap = full.copy()
    gap.iloc[3] = np.nan
    cases = {
        r"with_stream: revenue has shape \(3,\), but must have one value for each of 72 months": [1.0, 2.0, 3.0],
        f"with_stream: revenue has {months[-1] + 1}, but the model runs from {months[0]} to {months[-1]}": late,
        f"with_stream: revenue names {months[0]} twice": twice,
        f"with_stream: revenue has no value in {months[3]}; give 0 where there is none": gap,
        f"with_stream: revenue has no value in {months[71]}; give 0 where there is none": full.iloc[:71],
        "with_stream: revenue has periods of Q-DEC, but must have months": pd.Series(
            1.0, index=pd.period_range("2026Q1", periods=24, freq="Q")
        ),
    }
    for message, values in cases.items():
        with pytest.raises(roi.DomainError, match=message):
            center.with_stream("courses", values)
    with pytest.raises(roi.DomainError, match="with_stream: direct_cost has no value"):
        center.with_stream("courses", full, gap)
    with pytest.raises(roi.InputError, match="courses"):
        center.with_stream("courses", -1.0)
    with pytest.raises(roi.Error, match="Bad Key"):
        center.with_stream("Bad Key", 1.0)
