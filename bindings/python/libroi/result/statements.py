"""The three statements, laid out from the sections of the line items.

Lines of one section stand together in the order they are declared, and add up to the section's total; a new line of
a section therefore appears here by itself. In the income statement costs are positive and totals subtract them; in
the cash-flow statement inflows are positive, outflows negative; in the balance sheet everything is positive.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import frames
from .._libroi import LineInfo

__all__ = ["Statements", "build"]

Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Statements:
    """Income statement, cash-flow statement and balance sheet over the same periods.

    Columns are the labels of the lines in the order of the statement, with totals. `attrs` hold units, kinds,
    definitions, `paths` (label -> path of the line) and `totals` (labels that are sums).
    """

    income: pd.DataFrame
    cash_flow: pd.DataFrame
    balance_sheet: pd.DataFrame

    def annual(self) -> Statements:
        """By calendar year: flows add, stocks take the last month."""
        return self._by("Y")

    def quarterly(self) -> Statements:
        """By calendar quarter: flows add, stocks take the last month."""
        return self._by("Q")

    def __iter__(self) -> Iterator[tuple[str, pd.DataFrame]]:
        yield "income", self.income
        yield "cash_flow", self.cash_flow
        yield "balance_sheet", self.balance_sheet

    def _by(self, frequency: frames.Frequency) -> Statements:
        return Statements(*(frames.aggregate(frame, frequency) for _, frame in self))


class _Sheet:
    """Collects the columns of one statement."""

    def __init__(self, lines: Sequence[LineInfo], series: Mapping[str, Values], months: int, currency: str) -> None:
        self._lines = lines
        self._series = series
        self._currency = currency
        self._zero: Values = np.zeros(months)
        self._columns: dict[str, Values] = {}
        self._attrs: dict[str, dict[str, str]] = {
            "units": {},
            "kinds": {},
            "definitions": {},
            "paths": {},
            "sections": {},
        }
        self._totals: list[str] = []

    def section(self, name: str) -> Values:
        """Adds the lines of a section; returns their sum."""
        total = self._zero.copy()
        for line in self._lines:
            if line.section != name or line.path not in self._series:
                continue
            values = self._series[line.path]
            total += values
            unit = frames.unit_in(line.unit, self._currency)
            self._add(self._label(line), values, unit, line.kind, line.definition, line.path, name)
        return total

    def total(self, label: str, values: Values, definition: str, kind: str = "flow") -> Values:
        if label in self._columns:
            label = f"{label} (total)"
        self._add(label, values, self._currency, kind, definition, "", "total")
        self._totals.append(label)
        return values

    def frame(self, index: pd.PeriodIndex) -> pd.DataFrame:
        frame = pd.DataFrame(self._columns, index=index)
        attrs: dict[Hashable | None, Any] = {"totals": self._totals, "currency": self._currency}
        attrs.update(self._attrs)
        frame.attrs = attrs
        return frame

    def _label(self, line: LineInfo) -> str:
        return line.label if line.label not in self._columns else f"{line.label} ({line.path})"

    def _add(self, label: str, values: Values, unit: str, kind: str, definition: str, path: str, section: str) -> None:
        self._columns[label] = values
        for key, text in zip(self._attrs, (unit, kind, definition, path, section), strict=True):
            self._attrs[key][label] = text


def build(lines: Sequence[LineInfo], series: Mapping[str, Values], index: pd.PeriodIndex, currency: str) -> Statements:
    """The statements of one evaluation; `series` holds the monthly values by path."""

    def sheet() -> _Sheet:
        return _Sheet(lines, series, len(index), currency)

    income = sheet()
    revenue = income.total("Revenue", income.section("revenue"), "sum of the revenue lines")
    cost = income.total("Operating cost", income.section("operating_cost"), "sum of the operating-cost lines")
    ebitda = income.total("EBITDA", revenue - cost, "revenue - operating cost")
    depreciation = income.section("depreciation")
    disposal = income.section("disposal")
    ebit = income.total(
        "Operating profit", ebitda - depreciation + disposal, "EBITDA - depreciation + result of disposals"
    )
    profit = income.total("Profit before tax", ebit - income.section("interest"), "operating profit - interest")
    income.total("Net income", profit - income.section("tax"), "profit before tax - income tax")

    cash = sheet()
    operating = cash.total("Cash flow from operations", cash.section("cash_operating"), "sum of the lines above")
    investing = cash.total("Cash flow from investing", cash.section("cash_investing"), "sum of the lines above")
    financing = cash.total("Cash flow from financing", cash.section("cash_financing"), "sum of the lines above")
    change = cash.total("Change in cash", operating + investing + financing, "operations + investing + financing")
    cash.total("Closing cash", np.cumsum(change), "cash at the end of the period", kind="stock")

    balance = sheet()
    balance.total("Total assets", balance.section("assets"), "sum of the assets", kind="stock")
    liabilities = balance.total(
        "Total liabilities", balance.section("liabilities"), "sum of the liabilities", kind="stock"
    )
    equity = balance.total("Total equity", balance.section("equity"), "sum of the equity lines", kind="stock")
    balance.total("Liabilities and equity", liabilities + equity, "equals total assets", kind="stock")
    return Statements(income.frame(index), cash.frame(index), balance.frame(index))
