"""Results: lines, statements, aggregation, metrics, checks, identity."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pandas as pd
import pytest

import libroi as roi
from libroi import frames


def test_lines_have_months_units_kinds_and_definitions(result: roi.Result) -> None:
    lines = result.lines
    assert isinstance(lines.index, pd.PeriodIndex) and lines.index.freqstr == "M"
    assert (str(lines.index[0]), str(lines.index[-1]), len(lines)) == ("2026-01", "2031-12", 72)
    assert lines.columns.is_unique
    for key in ("units", "kinds", "labels", "definitions"):
        assert set(lines.attrs[key]) == set(lines.columns)
    assert lines.attrs["units"]["revenue/total"] == "CNY"
    assert lines.attrs["units"]["sales/sold"] == "card-hour"
    assert lines.attrs["kinds"]["balance/cash"] == "stock"
    assert all(lines.attrs["definitions"].values())


def test_lines_share_the_memory_of_the_engine(result: roi.Result) -> None:
    first = result._core.series()
    assert not first.flags.writeable and not first.flags.owndata
    assert np.shares_memory(result.lines.to_numpy(), result.lines.to_numpy())
    assert np.shares_memory(pd.DataFrame(first.T, copy=False).to_numpy(), first)


def test_constants_and_openings(result: roi.Result) -> None:
    constants = result.constants
    assert constants.loc["capacity/critical power", "value"] == 1200.0
    assert constants.loc["capacity/critical power", "unit"] == "kW"
    assert set(constants.index).isdisjoint(result.lines.columns)
    assert result.openings["balance/cash"] == 0.0
    assert result.openings["project/discount factor"] == 1.0


def test_undefined_ratios_are_blank(result: roi.Result) -> None:
    utilization = result.lines["sales/utilization"]
    assert utilization.iloc[:10].isna().all() and utilization.iloc[10:].notna().all()
    assert utilization.dropna().between(0, 1).all()


# --- statements ------------------------------------------------------------------------------------------------------


def test_totals_of_sections_are_the_engine_s_own_totals(named_center: roi.Center) -> None:
    result = named_center.evaluate()
    lines = result.lines
    for frame, label, path in (
        (result.statements.income, "Revenue", "revenue/total"),
        (result.statements.income, "Operating cost", "opex/total"),
        (result.statements.income, "EBITDA", "income/ebitda"),
        (result.statements.income, "Profit before tax", "income/profit before tax"),
        (result.statements.income, "Net income", "income/net income"),
        (result.statements.balance_sheet, "Total assets", "balance/total assets"),
        (result.statements.balance_sheet, "Total liabilities", "balance/total liabilities"),
        (result.statements.cash_flow, "Closing cash", "balance/cash"),
        (result.statements.cash_flow, "Change in cash", "cash flow/net"),
    ):
        scale = max(lines[path].abs().max(), lines["balance/total assets"].abs().max() if "ash" in label else 0.0)
        np.testing.assert_allclose(frame[label], lines[path], rtol=0, atol=1e-9 * scale, err_msg=label)


def test_balance_sheet_balances(result: roi.Result) -> None:
    sheet = result.statements.balance_sheet
    gap = (sheet["Total assets"] - sheet["Liabilities and equity"]).abs().max()
    assert gap <= 1e-9 * sheet["Total assets"].max()


def test_statement_columns_follow_the_sections(result: roi.Result) -> None:
    income = result.statements.income
    assert list(income.columns[:4]) == ["Contract anchor", "On demand on-demand", "Service tuning", "Revenue"]
    assert income.attrs["totals"] == [
        "Revenue", "Operating cost", "EBITDA", "Operating profit", "Profit before tax", "Net income",
    ]  # fmt: skip
    assert income.attrs["paths"]["Contract anchor"] == "revenue/contract/anchor"
    assert income.attrs["paths"]["Revenue"] == ""
    assert set(income.attrs["units"].values()) == {"CNY"}


def test_a_new_stream_appears_in_the_statements(center: roi.Center, result: roi.Result) -> None:
    stream = {"per_year": 1_200_000, "start": "2027-01"}
    more = center.replace({"services.cleaning": stream}).evaluate()
    column = more.statements.income["Service cleaning"]
    assert column.iloc[:12].sum() == 0.0
    np.testing.assert_allclose(column.iloc[12:], 100_000.0)
    difference = more.statements.income["Revenue"] - result.statements.income["Revenue"]
    np.testing.assert_allclose(difference, column, atol=1e-6)


def test_annual_flows_add_and_stocks_close(result: roi.Result) -> None:
    yearly = result.statements.annual()
    assert [str(year) for year in yearly.income.index] == ["2026", "2027", "2028", "2029", "2030", "2031"]
    months = result.statements.income["Revenue"]
    assert yearly.income.loc["2028", "Revenue"] == pytest.approx(months["2028-01":"2028-12"].sum(), rel=1e-14)
    assert yearly.balance_sheet.loc["2028", "Cash"] == result.statements.balance_sheet.loc["2028-12", "Cash"]
    assert yearly.cash_flow.loc["2029", "Closing cash"] == result.statements.cash_flow.loc["2029-12", "Closing cash"]
    quarterly = result.statements.quarterly()
    assert len(quarterly.income) == 24 and quarterly.income.index.freqstr.startswith("Q")
    assert quarterly.income["Revenue"].sum() == pytest.approx(months.sum(), rel=1e-14)


def test_lines_by_year_and_quarter(result: roi.Result) -> None:
    yearly, monthly = result.annual(), result.lines
    assert yearly.attrs["aggregation"] == frames.AGGREGATION
    assert yearly.attrs["units"] == monthly.attrs["units"]
    of_2026 = monthly["sales/utilization"]["2026-01":"2026-12"]
    assert 0 < of_2026.notna().sum() < 12
    for ratio, above, below in (
        ("sales/utilization", "sales/sold", "capacity/available"),
        ("power/pue", "power/energy", "power/it energy"),
    ):
        assert monthly.attrs["weights"][ratio] == below
        exists = monthly[ratio].notna()  # energy of months without cards has no PUE
        years = pd.PeriodIndex(monthly.index).year
        of_sums = (
            monthly[above][exists].groupby(years[exists]).sum() / monthly[below][exists].groupby(years[exists]).sum()
        )
        np.testing.assert_allclose(yearly[ratio], of_sums, rtol=1e-12)
        assert abs(monthly[ratio]["2026-01":"2026-12"].mean() / of_sums.iloc[0] - 1) > 1e-6
    assert len(result.quarterly()) == 24


def test_aggregation_by_kind() -> None:
    frame = pd.DataFrame(
        {
            **{name: [1.0, 2, 3, 4] for name in ("flow", "stock", "price")},
            "ratio": [np.nan, 2, np.nan, np.nan],
            "flag": [0.0, 1, 1, 0],
        },
        index=frames.monthly_index("2025-11", 4),
    )  # fmt: skip
    frame.attrs["kinds"] = {name: name for name in frame.columns}
    yearly = frames.aggregate(frame, "Y")
    assert [str(p) for p in yearly.index] == ["2025", "2026"]
    assert yearly["flow"].tolist() == [3.0, 7.0]
    assert yearly["stock"].tolist() == [2.0, 4.0]
    assert yearly["price"].tolist() == [1.5, 3.5]
    assert yearly["ratio"].iloc[0] == 2.0 and np.isnan(yearly["ratio"].iloc[1])
    assert yearly["flag"].tolist() == [1.0, 0.0]
    pd.testing.assert_frame_equal(frames.aggregate(frame, "M"), frame)


def test_prices_average_by_their_weight() -> None:
    frame = pd.DataFrame(
        {
            "sold": [1.0, 3.0, 0.0, 0.0],
            "price": [10.0, 20.0, 30.0, 50.0],
            "ratio": [0.5, np.nan, np.nan, 0.25],
            "other": [1.0, 2.0, 3.0, 4.0],
        },
        index=frames.monthly_index("2025-11", 4),
    )
    frame.attrs["kinds"] = {"sold": "flow", "price": "price", "ratio": "ratio", "other": "price"}
    frame.attrs["weights"] = {"price": "sold", "ratio": "sold"}
    yearly = frames.aggregate(frame, "Y")
    assert yearly["price"].tolist() == [17.5, 40.0]  # nothing sold in the second year: its months alike
    assert yearly["ratio"].tolist() == [0.5, 0.25]
    assert yearly["other"].tolist() == [1.5, 3.5]
    part = frame[["price"]]
    part.attrs = frame.attrs
    assert frames.aggregate(part, "Y")["price"].tolist() == [15.0, 40.0]  # without its weight in the frame


# --- metrics and checks ----------------------------------------------------------------------------------------------


def test_metrics(result: roi.Result) -> None:
    table = result.metrics
    assert list(table.columns) == ["value", "unit", "label", "definition", "reason"]
    assert table.index[0] == "npv/project before tax" and table.index.is_unique
    assert table.loc["lcoc/sold card-hour", "unit"] == "CNY/card-hour"
    assert (table["definition"] != "").all()
    assert (table["value"].isna() == (table["reason"] != "")).all()
    flows, factor = result.lines["project/cash flow"], result.lines["project/discount factor"]
    assert result.metric("npv/project") == pytest.approx(float((flows * factor).sum()), rel=1e-9)


def test_a_metric_that_does_not_exist_says_why(center: roi.Center) -> None:
    result = center.replace({"financing.loans": {}}).evaluate()
    with pytest.raises(roi.NoSolutionError) as error:
        result.metric("dscr/minimum")
    assert str(error.value) == "dscr/minimum does not exist: there is no debt service"
    assert np.isnan(result.metrics.loc["dscr/minimum", "value"])
    with pytest.raises(roi.NoSolutionError, match="there is no debt service"):
        result.plot_dscr()


def test_unknown_metric(result: roi.Result) -> None:
    with pytest.raises(roi.DomainError, match=r"^'npv/projet' is not a metric; nearest is npv/project$"):
        result.metric("npv/projet")


def test_irr_diagnosis(result: roi.Result) -> None:
    table = result.irr
    assert list(table.index) == [
        "irr/project before tax", "irr/project", "irr/equity free cash flow", "irr/equity distributions",
    ]  # fmt: skip
    row = table.loc["irr/project"]
    assert row["value"] == result.metric("irr/project")
    assert row["status"] == "unique" and len(row["roots"]) == 1
    assert row["roots"][0] == pytest.approx(row["value"], abs=1e-9)
    assert (
        row["words"] == f"Project IRR is {row['value']:.2%} a year, and no other rate makes the net present value zero."
    )
    months = np.arange(1, 73)
    flows = result.lines["project/cash flow"].to_numpy()
    assert abs((flows / (1 + row["value"]) ** (months / 12)).sum()) < 1e-6 * np.abs(flows).sum()


def test_checks_hold_and_include_aggregation(named_center: roi.Center) -> None:
    result = named_center.evaluate()
    checks = result.checks
    assert set(checks.index) >= {"H1", "H2", "H3", "H4", "H5", "H6", "H8"}
    assert list(checks.columns) == ["name", "residual", "tolerance", "month", "passed"]
    assert (checks["residual"] <= checks["tolerance"]).all() and checks["passed"].all() and result.passed
    assert list(checks.index) == sorted(checks.index, key=lambda text: int(text[1:]))


# --- identity --------------------------------------------------------------------------------------------------------


def test_run_id_follows_inputs_alone(center: roi.Center, result: roi.Result) -> None:
    assert len(result.run_id) == 16 and int(result.run_id, 16) >= 0
    assert center.evaluate().run_id == result.run_id
    assert center.replace({"tax.rate": 0.15}).evaluate().run_id != result.run_id
    described = center.replace({"power.demand_price": {"value": 33, "unit": "CNY/kW-month", "source": "tariff sheet"}})
    assert described.evaluate().run_id == result.run_id


def test_pickle_copy_and_equality(result: roi.Result) -> None:
    again = pickle.loads(pickle.dumps(result))
    assert again == result and hash(again) == hash(result)
    pd.testing.assert_frame_equal(again.lines, result.lines, check_exact=True)
    assert copy.copy(result) is result and copy.deepcopy(result) is result
    assert result != result.center


def test_card_for_notebooks(center: roi.Center, result: roi.Result) -> None:
    html = result._repr_html_()
    assert "Small example center" in html and "all checks hold" in html and result.run_id in html
    assert "Project NPV" in html and "million CNY" in html
    assert repr(result) == f"<Result of 'Small example center': 72 months, checks hold, run {result.run_id}>"
    assert "&lt;b&gt;" in center.replace({"name": "<b>"}).evaluate()._repr_html_()


def test_explain(result: roi.Result) -> None:
    text = result.explain("revenue/contract/anchor", "2027-03")
    assert text.startswith("revenue/contract/anchor[14] (2027-03) = ")
    assert "contracts.anchor.price" in result.explain("revenue/contract/anchor", "2027-03", depth=3)
    assert result.explain("npv/project").startswith("metric/npv/project = ")
    with pytest.raises(roi.DomainError, match="is not a line; nearest is revenue/contract/anchor"):
        result.explain("revenue/contract/ancor")
    with pytest.raises(roi.DomainError, match=r"month is 2040-01, but must be in 2026-01 \.\. 2031-12"):
        result.explain("revenue/total", "2040-01")
    with pytest.raises(roi.DomainError, match="month is 'soon', but must be a month such as 2026-01"):
        result.explain("revenue/total", "soon")


# --- pictures --------------------------------------------------------------------------------------------------------


def test_plots_return_axes_and_have_data(result: roi.Result) -> None:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    for draw in (result.plot_cash_flow, result.plot_utilization, result.plot_dscr):
        axes = Figure().subplots()
        assert isinstance(axes, Axes) and draw(axes) is axes
        assert axes.get_title(loc="left") and axes.get_ylabel()
    data = roi.plots.cash_flow_data(result)
    assert data["cumulative"].iloc[-1] == pytest.approx(result.lines["project/cash flow"].sum(), rel=1e-12)
    axes = result.plot_cash_flow()
    heights = [bar.get_height() for bar in axes.patches]
    divisor, _ = roi.plots.money_scale(float(np.abs(data.to_numpy()).max()))
    np.testing.assert_allclose(heights, data["project cash flow"] / divisor)
