"""Explanations: what totals and metrics hide, and which line and month is meant."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import numpy as np
import pandas as pd
import pytest
from libroi.result.finding import month_of, path_of

import libroi as roi


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines()]


# --- what folds hide ------------------------------------------------------------------------------------------------


def test_a_least_value_opens_the_month_that_binds_and_its_formula(result: roi.Result) -> None:
    month = int(result.metric("dscr/minimum month"))
    date, value = result.index[month], result.metric("dscr/minimum")
    text = lines(result.explain("dscr/minimum"))
    assert f"debt/dscr: months 0 to 71 (2026-01 to 2031-12) 1, least in month {month} ({date})" in text
    assert f"debt/dscr[{month}] ({date}) = {value:.6g} 1" in text
    assert f"= debt/cfads of twelve months[{month}]/debt/service of twelve months[{month}]" in text
    assert any(line.startswith(f"debt/service of twelve months[{month}] ({date}) = ") for line in text)
    assert lines(result.explain("dscr/minimum month"))[0] == f"metric/dscr/minimum month = {month} month ({date})"


def test_a_greatest_value_opens_its_month(result: roi.Result) -> None:
    paid = result.lines["equity/cumulative paid in"]
    month = int(np.argmax(paid.to_numpy()))
    text = lines(result.explain("peak equity"))
    assert any(line.endswith(f"greatest in month {month} ({result.index[month]})") for line in text)
    assert f"equity/cumulative paid in[{month}] ({result.index[month]}) = {paid.iloc[month]:.6g} CNY" in text


def largest(values: np.ndarray) -> list[int]:
    return sorted(np.flatnonzero(values), key=lambda t: -abs(values[t]))[:3]


def test_a_present_value_opens_its_three_largest_contributions(named_center: roi.Center) -> None:
    result = named_center.evaluate()
    flows, factors = (result.lines[p].to_numpy() for p in ("project/cash flow", "project/discount factor"))
    text = lines(result.explain("npv/project", depth=1))
    found = [line for line in text if line.startswith("month ")]
    present = flows * factors
    assert found == [
        f"month {t} ({result.index[t]}): {present[t]:.6g} {named_center.currency}".replace("e+0", "e+0")
        for t in largest(present)
    ]
    for t in largest(present):
        assert f"project/cash flow[{t}] ({result.index[t]}) = {flows[t]:.6g} {named_center.currency}" in text


def test_a_rate_of_return_opens_the_largest_present_values_at_it(result: roi.Result) -> None:
    flows = result.lines["project/cash flow"].to_numpy()
    monthly = (1 + result.metric("irr/project")) ** (1 / 12) - 1
    present = flows / (1 + monthly) ** (np.arange(len(flows)) + 1)
    text = lines(result.explain("irr/project", depth=1))
    assert any(line.endswith(f"the largest present values at {monthly:.6g} 1/month:") for line in text)
    assert [line.split(":")[0] for line in text if line.startswith("month ")] == [
        f"month {t} ({result.index[t]})" for t in largest(present)
    ]


def test_sums_open_their_largest_months_and_an_unchanged_row_the_month_since_when(result: roi.Result) -> None:
    text = lines(result.explain("moic"))
    for path in ("equity/distributions", "equity/paid in"):
        values = result.lines[path].to_numpy()
        shown = [line for line in text if re.match(re.escape(path) + r"\[\d+\]", line)]
        assert shown == [f"{path}[{t}] ({result.index[t]}) = {values[t]:.6g} CNY" for t in largest(values)]
    payback = lines(result.explain("payback", depth=3))
    since = int(result.metric("payback"))
    assert any("unchanged since" in line for line in payback)
    assert any(
        line.startswith("project/cumulative payback[") and f"({result.index[since]})" in line for line in payback
    )


def test_dates_of_inputs_stand_beside_their_months(result: roi.Result) -> None:
    text = result.explain("sales/contract/anchor/reserved", "2026-12", depth=6)
    assert re.search(r"contracts\.anchor\.start = 11 month \(2026-12\) \(input", text)


def test_lines_of_a_source_stay_inside_the_tree(center: roi.Center) -> None:
    price = {"value": 7.6, "unit": "CNY/card-hour", "source": "first line\nsecond line"}
    text = center.replace({"contracts.anchor.price": price}).evaluate().explain("revenue/contract/anchor", "2027-03")
    assert "    contracts.anchor.price = 7.6 CNY/card-hour (input; first line\n      second line)\n" in text


# --- which line ----------------------------------------------------------------------------------------------------


def test_every_metric_is_found_by_its_label(named_center: roi.Center) -> None:
    result = named_center.evaluate()
    labels = {line.path: line.label for line in result._core.lines}
    for path, label in result.metrics["label"].items():
        assert path_of(label.upper(), labels) == path_of(str(path), labels) == f"metric/{path}"
    assert result.explain(result.metrics["label"].iloc[0], depth=0).startswith(f"metric/{result.metrics.index[0]} = ")


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("Minimum DSCR", "metric/dscr/minimum"),
        ("minimum dscr", "metric/dscr/minimum"),
        ("DSCR, the minimum", "metric/dscr/minimum"),
        ("  Project   NPV ", "metric/npv/project"),
        ("Revenue from leasing", "revenue/leasing"),
        ("REVENUE/TOTAL", "revenue/total"),
        ("break-even util", "metric/break-even utilization"),
        ("Reserve account", None),
    ],
)
def test_labels_paths_and_their_beginnings_are_found(result: roi.Result, words: str, path: str | None) -> None:
    if path is None:
        with pytest.raises(roi.DomainError, match="is not a line"):
            result.explain(words)
    else:
        assert result.explain(words, depth=0).startswith(f"{path}")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("leasing income", "'leasing income' is not a line; near in words: revenue/leasing (Leasing)"),
        ("electricity bill", "near in words: .*power/"),
        ("revenue/contract/ancor", "nearest is revenue/contract/anchor$"),
        ("npv", r"'npv' names more than one line: npv/project before tax \(Project NPV before tax\), npv/project \("),
        ("", "'' is not a line"),
        ("\ud800", "is not a line"),
        ("contracts.anchor.price", "'contracts.anchor.price' is an input, 7.6, and not a line"),
    ],
)
def test_what_is_not_found_is_suggested_by_words(result: roi.Result, words: str, message: str) -> None:
    with pytest.raises(roi.DomainError, match=message.replace("(Leasing)", r"\(Leasing\)")):
        result.explain(words)


# --- which month ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "month",
    [
        "2027-03", "2027-3", "2027-03-31", "index 14", "INDEX 14", "[14]", 14, np.int64(14), dt.date(2027, 3, 9),
        dt.datetime(2027, 3, 9, 12), np.datetime64("2027-03"), pd.Timestamp("2027-03-05"), pd.Period("2027-03", "M"),
        pd.Period("2027-03-05", "D"),
    ],
)  # fmt: skip
def test_months_are_read_in_every_clear_form(result: roi.Result, month: Any) -> None:
    assert month_of(month, result.index) == 14


def test_a_month_is_explained_with_its_date(result: roi.Result) -> None:
    assert result.explain("balance/cash", "index 14", 0).startswith("balance/cash[14] (2027-03) = ")


@pytest.mark.parametrize(
    "month",
    [
        "March",
        "Mar 2027",
        "03/2027",
        "2027Q1",
        "2027-13",
        "27-03",
        "14",
        "-1",
        "",
        "now",
        "202703",
        "２０２７",
        2.5,
        True,
    ],
)
def test_unclear_months_are_refused_with_the_accepted_forms(result: roi.Result, month: Any) -> None:
    with pytest.raises(roi.DomainError) as caught:
        month_of(month, result.index)
    assert str(caught.value) == (
        f"month is {month!r}, but must be a month such as 2026-01, a year such as 2031, or an index such as 'index 36' "
        "(0 .. 71)"
    )


@pytest.mark.parametrize(
    ("month", "message"),
    [
        ("2040-01", r"month is 2040-01, but must be in 2026-01 \.\. 2031-12"),
        ("1999", r"month is 1999, but must be in 2026-01 \.\. 2031-12"),
        ("index 72", r"month is index 72, but must be an index in 0 \.\. 71"),
        (-1, r"month is -1, but must be an index in 0 \.\. 71"),
        (pd.NaT, r"month is NaT, but must be in 2026-01 \.\. 2031-12"),
        (np.datetime64("NaT"), "month is NaT"),
        (pd.Period("2027Q1", "Q"), "month is 2027Q1, a period of Q-DEC, but must be one month"),
    ],
)
def test_months_outside_the_model_are_refused(result: roi.Result, month: Any, message: str) -> None:
    with pytest.raises(roi.DomainError, match=message):
        month_of(month, result.index)


def test_a_line_is_named_by_text(result: roi.Result) -> None:
    with pytest.raises(roi.DomainError, match="line is 3, but must be the path or label of a line or metric"):
        result.explain(3)  # type: ignore[arg-type]


def test_a_metric_has_no_month(result: roi.Result) -> None:
    with pytest.raises(roi.DomainError, match="'dscr/minimum' has one value for the whole model; leave out the month"):
        result.explain("dscr/minimum", "2027-03")


def test_a_year_adds_flows_and_closes_stocks(result: roi.Result) -> None:
    text = result.explain("revenue/total", "2027", depth=0)
    values = result.lines["revenue/total"].to_numpy()[12:24]
    assert text.splitlines()[0] == f"revenue/total in 2027 = {values.sum():.6g} CNY, the sum of 12 months; the largest:"
    shown = [int(found) for found in re.findall(r"revenue/total\[(\d+)\]", text)]
    assert shown == [12 + t for t in largest(values)]
    assert result.explain("balance/cash", "2027", depth=0).splitlines()[:2] == [
        "balance/cash at the end of 2027:",
        result.explain("balance/cash", "2027-12", depth=0).splitlines()[0],
    ]
