"""The statements and the power bill by year, as the report prints them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..plot.scale import money_scale
from ..result.result import Result

__all__ = ["Row", "Table", "statement_tables"]


@dataclass(frozen=True)
class Row:
    """One row of a statement table."""

    label: str
    cells: list[str]
    total: bool
    definition: str


@dataclass(frozen=True)
class Table:
    """A statement by year."""

    title: str
    unit: str
    years: list[str]
    rows: list[Row]
    note: str


def statement_tables(result: Result) -> list[Table]:
    """The three statements and the power bill."""
    yearly = result.statements.annual()
    titles = {"income": "Income statement", "cash_flow": "Cash-flow statement", "balance_sheet": "Balance sheet"}
    notes = {
        "income": "Costs are positive; totals subtract them.",
        "cash_flow": "Inflows positive, outflows negative.",
        "balance_sheet": "At the end of the year.",
    }
    largest = max(float(np.nanmax(np.abs(frame.to_numpy()), initial=0.0)) for _, frame in yearly)
    divisor, word = money_scale(largest / 1e3)
    decimals = 1 if divisor >= 1e6 else 0
    tables = []
    for name, frame in yearly:
        totals, definitions = set(frame.attrs["totals"]), frame.attrs["definitions"]
        flows = name != "balance_sheet"
        rows = []
        for label in frame.columns:
            values = frame[label].to_numpy(dtype=float)
            if not np.any(np.abs(values) > 0.0) and label not in totals:
                continue
            cells = [_cell(value / divisor, decimals) for value in values]
            if flows:
                kind = frame.attrs["kinds"][label]
                cells.append(_cell(float(values.sum()) / divisor, decimals) if kind == "flow" else "")
            rows.append(Row(str(label), cells, label in totals, definitions[label]))
        years = [str(period) for period in frame.index] + (["Total"] if flows else [])
        tables.append(Table(titles[name], f"{word}{result.center.currency}", years, rows, notes[name]))
    tables.append(_power_table(result))
    return tables


def _power_table(result: Result) -> Table:
    bill = result.power_bill("Y")
    labels, words = result.lines.attrs["labels"], result.lines.attrs["definitions"]
    definitions = {labels[path]: words[path] for path in labels if path.startswith("power/")}
    divisor, word = money_scale(float(bill.abs().max().max()) / 1e3)
    decimals = 1 if divisor >= 1e6 else 0
    rows = []
    for label in bill.columns:
        values = bill[label].to_numpy(dtype=float) / divisor
        if label != "total" and not values.any():
            continue
        cells = [_cell(value, decimals) for value in [*values, values.sum()]]
        definition = definitions.get(str(label), "sum of the items")
        rows.append(Row("Cost of power" if label == "total" else str(label), cells, label == "total", definition))
    years = [*(str(period) for period in bill.index), "Total"]
    note = "Costs are positive, credits negative." + _plants_in_words(result)
    return Table("Power bill", f"{word}{result.center.currency}", years, rows, note)


def _plants_in_words(result: Result) -> str:
    """What plants behind the meter fed or took over the life of the model."""
    start, end = "power/onsite/", "/energy"
    plants = [path for path in result.lines.columns if path.startswith(start) and path.endswith(end)]
    if not plants:
        return ""
    words = []
    for path in plants:
        mwh = float(result.lines[path].sum()) / 1e3
        words.append(f"{path[len(start) : -len(end)]} {'fed' if mwh < 0 else 'took'} {abs(mwh):,.0f} MWh")
    drawn = float(result.lines["power/energy"].sum()) / 1e3
    return f" Behind the meter: {', '.join(words)}, of {drawn:,.0f} MWh that the facility drew."


def _cell(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return "–" if not text.strip("-0.") else text.replace("-", "\N{MINUS SIGN}")
