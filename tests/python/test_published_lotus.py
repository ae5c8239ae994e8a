"""Lotus Holdings 2024: what the company printed, a calculation by hand, and the model (models/published/lotus_2024.md).

The calculation by hand knows neither the model file nor the twin: it repeats purchases, leases and dates and adds up.
Money in M yuan, months counted from October 2023.
"""

from __future__ import annotations

import calendar
import json
import pathlib
import sys
from collections.abc import Iterator

import pandas as pd
import pytest

import libroi as roi
from libroi import export, report

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from recalculate import LibreOffice, differences, emptied, read

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILE = ROOT / "models" / "published" / "lotus_2024.json"
PRINTED = 0.005  # half of the last digit of the published M yuan
VAT = 1.13


def month(year: int, number: int, day: float = 1.0) -> float:
    return 12 * (year - 2023) + number - 10 + (day - 1) / calendar.monthrange(year, number)[1]


END_2023, END_2024, END = month(2024, 1), month(2025, 1), month(2030, 1)
YEARS = {year: (month(year, 1), month(year + 1, 1)) for year in range(2024, 2030)}
AUTUMN = 13.673  # delivery of what came last, 21 November 2024
OCTOBER, TO_Z = month(2024, 10), month(2024, 5, 24)

# servers, price with VAT; the price of 119 servers is not published
PUBLISHED_PURCHASES = {"h3c": (12, 2.10), "january": (38, 2.83), "autumn-49": (49, 2.82), "consumer": (373, 0.24375)}
HUNDRED_CARDS = 100 * 0.15
ORIGINAL_COST = 637.9197
REST = (ORIGINAL_COST * VAT - HUNDRED_CARDS - sum(n * price for n, price in PUBLISHED_PURCHASES.values())) / 119

# cost with VAT, in the accounts from
EQUIPMENT = [
    (12 * 2.10, month(2023, 12)),
    (38 * 2.83, month(2024, 2)),
    (HUNDRED_CARDS, month(2024, 3)),
    (320 * 0.24375, month(2024, 6)),
    (64 * REST, month(2024, 6, 15)),
    (49 * 2.82 + (43 + 12) * REST + 53 * 0.24375, AUTUMN),
]
LIFE, SALVAGE = 72, 0.05

# servers, rent with VAT a server and month in yuan, from, to
TYPE_1_EARLY = [
    (7, 90_000, 2.2, OCTOBER),
    (5, 90_000, 2.2, TO_Z),
    (5, 69_000, TO_Z, END_2024),
    (35, 126e6 / 35 / 36, 4.0733, OCTOBER),
    (7 + 35, 60_000, OCTOBER, END_2024),
]
TYPE_1_LATE = [(49 + 36, 60_000, 14.3666, END_2024)]
TYPE_2 = [(64, 61_500, 8.5571, END_2024), (2, 61_500, 14.3666, END_2024)]
TYPE_3 = [(309, 20_000 * 8 / 12, month(2024, 7), OCTOBER), (272, 5_500, OCTOBER, END_2024)]
LEASES = TYPE_1_EARLY + TYPE_1_LATE + TYPE_2 + TYPE_3
HOURS = 8 * 730  # card-hours of a server and month
HOSTING = 0.12634  # yuan a card-hour

Lease = tuple[int, float, float, float]


def together(start: float, end: float, a: float, b: float) -> float:
    return max(min(b, end) - max(a, start), 0.0)


def earned(leases: list[Lease], a: float, b: float) -> float:
    return sum(n * rent / VAT / 1e6 * together(start, end, a, b) for n, rent, start, end in leases)


def depreciated(a: float, b: float) -> float:
    return sum(cost / VAT * (1 - SALVAGE) / LIFE * together(start, start + LIFE, a, b) for cost, start in EQUIPMENT)


def hosted(a: float, b: float) -> float:
    return sum(n * HOURS * HOSTING / 1e6 * together(start, end, a, b) for n, _, start, end in LEASES)


@pytest.fixture(scope="module")
def result() -> roi.Result:
    return roi.load(FILE).evaluate()


@pytest.fixture(scope="module")
def lines(result: roi.Result) -> pd.DataFrame:
    return result.lines


def over(lines: pd.DataFrame, path: str, a: float, b: float) -> float:
    return float(lines[path].iloc[int(a) : int(b)].sum()) / 1e6


def closing(lines: pd.DataFrame, path: str, end: float) -> float:
    return float(lines[path].iloc[int(end) - 1]) / 1e6


def cost_of_sales(lines: pd.DataFrame, a: float, b: float) -> float:
    return over(lines, "capex/depreciation", a, b) + over(lines, "opex/item/hosting", a, b)


# --- by hand ---------------------------------------------------------------------------------------------------------


def test_dates_and_prices_by_hand_give_revenue_and_cost() -> None:
    revenue = earned(LEASES, END_2023, END_2024)
    cost = depreciated(END_2023, END_2024) + hosted(END_2023, END_2024)
    assert revenue == pytest.approx(80.64, abs=PRINTED)
    assert cost == pytest.approx(46.41, abs=PRINTED)
    assert 100 * (1 - cost / revenue) == pytest.approx(42.45, abs=PRINTED)


def test_purchases_by_hand() -> None:
    with_vat = HUNDRED_CARDS + sum(n * price for n, price in PUBLISHED_PURCHASES.values())
    assert with_vat == pytest.approx(376.84, abs=PRINTED)
    assert with_vat / VAT == pytest.approx(333.48, abs=PRINTED + 1e-3)
    assert 142 + 76 - 12 - 38 - 49 == 119
    assert pytest.approx(2.891, abs=5e-4) == REST
    assert (ORIGINAL_COST - with_vat) / 119 == pytest.approx(2.194, abs=5e-4)  # were the cost with VAT
    assert EQUIPMENT[-1][0] == pytest.approx(310, abs=1)  # still to be paid on 12 September 2024: about 310


def test_revenue_of_2023_says_that_rents_hold_13_percent_vat() -> None:
    assert pytest.approx(0.7646, abs=5e-5) == 12 * 90_000 / 1.13 * 0.8 / 1e6
    assert earned(LEASES, 0, END_2023) == pytest.approx(0.7646, abs=5e-5)


def test_a_life_of_five_years_would_exceed_the_cost_of_2023() -> None:
    december = 12 * 2.10 / VAT * (1 - SALVAGE)
    assert december / 60 > 0.3168 > december / LIFE


def test_why_142_servers_at_93_percent_and_720_000_yuan_are_not_the_revenue(lines: pd.DataFrame) -> None:
    a_year = 0.72 / VAT
    steps = {
        "year's rent of type 1": 142 * 0.93 * 0.72,
        "VAT": -142 * 0.93 * 0.72 * (1 - 1 / VAT),
        "whole servers": -(142 * 0.93 - 132) * a_year,
        "let since December": earned(TYPE_1_LATE, END_2023, END_2024) - 85 * a_year,
        "earlier rents": earned(TYPE_1_EARLY, END_2023, END_2024) - 47 * a_year,
        "type 2": earned(TYPE_2, END_2023, END_2024),
        "type 3": earned(TYPE_3, END_2023, END_2024),
    }
    printed = [95.08, -10.94, -0.04, -51.30, 10.42, 22.51, 14.91]
    assert list(steps.values()) == pytest.approx(printed, abs=PRINTED + 1e-3)
    assert sum(steps.values()) == pytest.approx(80.64, abs=PRINTED)
    assert 85 * a_year == pytest.approx(54.16, abs=PRINTED)
    assert earned(TYPE_1_LATE, END_2023, END_2024) == pytest.approx(2.86, abs=PRINTED)
    assert sum(printed) == pytest.approx(over(lines, "revenue/leasing", END_2023, END_2024), abs=0.02)


def test_interest_of_purchases_borrowed_in_full_is_just_below_the_published() -> None:
    paid = [  # with VAT, evenly between two dates
        (12 * 2.10, 0.5, 2.0),
        (38 * 2.83, 3.7, 4.0),
        (HUNDRED_CARDS, 4.0, 5.0),
        (320 * 0.24375, 6.6, 8.0),
        (64 * REST, month(2024, 6, 15) - 3, month(2024, 6, 15)),
        (EQUIPMENT[-1][0], AUTUMN - 2, AUTUMN),
    ]
    steps = 1000
    borrowed = 0.0
    for k in range(steps):
        t = END_2023 + 12 * (k + 0.5) / steps
        spent = sum(amount * min(max((t - a) / (b - a), 0.0), 1.0) for amount, a, b in paid)
        borrowed += min(spent, 509.38) / steps
    assert 0.075 * borrowed == pytest.approx(25.27, abs=PRINTED)
    assert 0.075 * borrowed < 26.28


# --- the model against the printed figures ---------------------------------------------------------------------------


def test_revenue_cost_and_margin(lines: pd.DataFrame) -> None:
    revenue = over(lines, "revenue/leasing", END_2023, END_2024)
    cost = cost_of_sales(lines, END_2023, END_2024)
    assert revenue == pytest.approx(80.64, abs=PRINTED)
    assert cost == pytest.approx(46.41, abs=PRINTED)
    assert 100 * (1 - cost / revenue) == pytest.approx(42.45, abs=PRINTED)
    assert over(lines, "revenue/total", END_2023, END_2024) == pytest.approx(revenue, abs=1e-9)
    assert over(lines, "opex/item/research", END_2023, END_2024) == pytest.approx(7.93, abs=1e-9)
    assert over(lines, "opex/item/selling", END_2023, END_2024) == pytest.approx(4.70, abs=1e-9)


def test_model_is_the_calculation_by_hand(lines: pd.DataFrame) -> None:
    for t in range(15):
        assert over(lines, "revenue/leasing", t, t + 1) == pytest.approx(earned(LEASES, t, t + 1), abs=1e-5), t
        assert cost_of_sales(lines, t, t + 1) == pytest.approx(depreciated(t, t + 1) + hosted(t, t + 1), abs=1e-5), t


@pytest.mark.parametrize(
    ("first", "last", "printed", "tolerance"),
    [
        (0, 3, 0.7646, 5e-5),
        (3, 6, 8.8348, PRINTED),
        (6, 9, 13.5851, PRINTED),
        (9, 12, 33.2872, 0.02),  # not closed on: the peak price of consumer cards, as published
        (12, 15, 24.9363, 0.02),
    ],
)
def test_revenue_of_2023_and_of_the_quarters(
    lines: pd.DataFrame, first: int, last: int, printed: float, tolerance: float
) -> None:
    assert over(lines, "revenue/leasing", first, last) == pytest.approx(printed, abs=tolerance)


def test_cost_of_2023_follows_within_a_twentieth(lines: pd.DataFrame) -> None:
    assert cost_of_sales(lines, 0, END_2023) == pytest.approx(0.3168, rel=0.05)


def test_servers_let_at_the_end_of_2024(lines: pd.DataFrame) -> None:
    let, ready = END_2024 - 14.3666, END_2024 - (AUTUMN + 0.5)  # shares of December of what came last
    expected = {
        "1": (47 + 85 * let) / (50 + 92 * ready),
        "2": (64 + 2 * let) / (64 + 12 * ready),
        "3": 272 / (320 + 53 * ready),
    }
    for kind, share in expected.items():
        fleets = [path.rsplit("/", 1)[0] for path in lines if path.endswith("/available") and f"/type-{kind}-" in path]
        available = sum(closing(lines, f"{fleet}/available", END_2024) for fleet in fleets)
        sold = sum(closing(lines, f"{fleet}/sold".replace("capacity", "sales", 1), END_2024) for fleet in fleets)
        assert sold / available == pytest.approx(share, abs=1e-9), kind
    assert pytest.approx([0.93, 0.87, 0.73], abs=PRINTED) == [132 / 142, 66 / 76, 272 / 373]  # on the last day


def test_equipment_and_impairment(lines: pd.DataFrame) -> None:
    assert over(lines, "capex/spend", 0, END_2024) == pytest.approx(637.92, abs=PRINTED)
    book = closing(lines, "balance/fixed assets", END_2024)
    assert book == pytest.approx(593.24, abs=PRINTED)
    assert book - 11.2568 == pytest.approx(581.98, abs=PRINTED)  # the impairment, which the model does not have


def test_loans_and_the_residual_of_finance_cost(lines: pd.DataFrame) -> None:
    whole = len(lines)
    assert over(lines, "debt/draws", 0, whole) == pytest.approx(509.38, abs=0.01)
    assert over(lines, "debt/loan/leasing/draw", 0, whole) == pytest.approx(66.41, abs=PRINTED)
    interest = over(lines, "debt/interest", END_2023, END_2024)
    assert interest - 26.28 == pytest.approx(-10.88, abs=PRINTED)
    for loan, end in (("bank", month(2027, 1)), ("leasing", month(2027, 10))):
        assert closing(lines, f"debt/loan/{loan}/balance", end) == pytest.approx(0, abs=1e-6)
        assert closing(lines, f"debt/loan/{loan}/balance", end - 1) > 0


def test_bridge_to_the_net_result(lines: pd.DataFrame) -> None:
    borne = over(lines, "capex/financing/depreciation", END_2023, END_2024)
    borne += over(lines, "debt/interest paid", END_2023, END_2024)
    assert borne == pytest.approx(over(lines, "debt/interest", 0, END_2024), abs=1e-9)  # all of it in 2024
    before_tax = over(lines, "income/profit before tax", END_2023, END_2024)
    assert before_tax == pytest.approx(6.08, abs=PRINTED)
    assert 0.75 * before_tax == pytest.approx(over(lines, "income/net income", END_2023, END_2024), abs=1e-6)
    bridged = before_tax - (26.13 - borne) - 11.26
    assert bridged == pytest.approx(-15.79, abs=2 * PRINTED)
    assert -14.56 - bridged == pytest.approx(1.23, abs=2 * PRINTED)  # not published: tax credit, administration
    assert pytest.approx(-14.56, abs=PRINTED) == 0.75 * (-15.79 - 3.62)


# --- the company's plan ----------------------------------------------------------------------------------------------


def test_receipts_of_2025_by_type(lines: pd.DataFrame) -> None:
    def received(*contracts: str) -> float:
        return VAT * sum(over(lines, f"revenue/contract/{key}", *YEARS[2025]) for key in contracts)

    type_1 = received("plan-h3c", "plan-january", "plan-49", "plan-34", "z")
    assert type_1 == pytest.approx(130 * 0.72, abs=1e-4)
    assert received("zhongyuan") == pytest.approx(13.776, abs=5e-4)
    assert received("plan-consumer", "plan-consumer-autumn") == pytest.approx(360 * 0.066, abs=1e-4)
    sale = VAT * over(lines, "revenue/other/sale-of-type-2", 0, len(lines))
    assert sale == pytest.approx(169.442, abs=5e-4)


def test_loss_on_the_sale_of_type_2(lines: pd.DataFrame) -> None:
    left = 64 * REST / VAT
    book = left - over(lines, "capex/fleet/type-2-june-1/depreciation", 0, len(lines))
    assert book - 11.2568 - 64 / 76 * 169.442 / VAT == pytest.approx(3.01, abs=0.05)
    second = 12 * REST / VAT - over(lines, "capex/fleet/type-2-autumn-1/depreciation", 0, len(lines))
    assert book + second == pytest.approx(169.0, abs=0.05)  # stays in the balance sheet until the end
    assert over(lines, "capex/fleet/type-2-june-1/depreciation", 20, len(lines)) == 0


def test_five_year_inflow_and_payback_as_the_company_adds_them(result: roi.Result) -> None:
    lines = result.lines
    inflow = [
        VAT * over(lines, "revenue/total", *year)
        - over(lines, "opex/total", *year)
        + over(lines, "capex/proceeds", *year)
        for year in list(YEARS.values())[1:]
    ]
    assert sum(inflow) == pytest.approx(610.33, abs=0.02)
    missing = 637.92 - 41.44
    for k, amount in enumerate(inflow):
        if amount >= missing:
            assert k + missing / amount == pytest.approx(4.86, abs=PRINTED)
            break
        missing -= amount
    else:
        pytest.fail("the plan does not pay back")
    without_vat = sum(inflow) - (VAT - 1) * over(lines, "revenue/total", END_2024, END)
    assert without_vat == pytest.approx(532.9, abs=0.05)
    assert result.metrics["value"].isna()["payback"]
    assert result.metric("npv/project") == pytest.approx(-136.6e6, abs=0.1e6)
    assert over(lines, "equity/cash call", 14, len(lines)) == pytest.approx(265.2, abs=0.05)
    assert over(lines, "equity/dividend", *YEARS[2025]) == pytest.approx(97.9, abs=0.05)


# --- the file --------------------------------------------------------------------------------------------------------


def values(node: object, path: str = "") -> Iterator[tuple[str, dict]]:
    if not isinstance(node, dict):
        return
    if "value" in node or "points" in node:
        yield path, node
    for key, child in node.items():
        yield from values(child, f"{path}.{key}" if path else key)


def test_every_number_says_where_it_comes_from() -> None:
    text = "\n".join(line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("//"))
    found = dict(values(json.loads(text)))
    assert len(found) > 150
    for path, item in found.items():
        assert item["status"] in {"filing", "benchmark", "policy", "derived", "assumption"}, path
        if item["status"] in {"filing", "benchmark", "policy"}:
            assert item["source"], path
            assert item["as_of"], path
        else:
            assert item["note"], path


def test_warnings_are_accepted_with_reasons(result: roi.Result) -> None:
    table = result.warnings
    assert table[table["accepted"] == ""].empty
    assert "acceptance-unused" not in table.index
    assert (table["accepted"].str.len() > 20).all()
    assert result.passed


def test_report(result: roi.Result) -> None:
    page = report.html(result)
    for words in ("Lotus Holdings, compute business of 2024", "Other revenue sale-of-type-2", "announcement 2025-052"):
        assert words in page


def test_workbook_is_written(result: roi.Result, tmp_path: pathlib.Path) -> None:
    export.workbook(result, tmp_path / "lotus.xlsx")
    formulas = [cell for cell in read(tmp_path / "lotus.xlsx").values() if cell.formula is not None]
    assert len(formulas) > 20_000


@pytest.mark.soak
def test_workbook_recalculates(result: roi.Result, tmp_path: pathlib.Path) -> None:
    book = tmp_path / "lotus.xlsx"
    export.workbook(result, book)
    [recalculated] = LibreOffice(tmp_path)([emptied(book, tmp_path / "emptied.xlsx")])
    assert differences(read(book), read(recalculated)) == []
