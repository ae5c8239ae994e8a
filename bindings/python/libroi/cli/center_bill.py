"""The power bill of a center's own model, item by item, by year and by month."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

import pandas as pd

from .. import frames
from ..errors import DomainError
from ..result.result import Result

__all__ = ["as_dict", "as_text", "looks_like_a_center"]

_COLUMNS = 6  # of amounts side by side
_AMOUNT = 17  # letters


def looks_like_a_center(file: Path) -> bool:
    """Whether a file is meant as a model: JSON that names no facility or tariff of the power engine."""
    if file.suffix.lower() == ".csv":
        return False
    try:
        with file.open("rb") as stream:
            start = stream.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return file.suffix.lower() == ".json"  # the reader says why it cannot be read
    return start[:1] in (b"{", b"/") and not re.search(rb'"libroi_(facility|tariff)"\s*:', start)


def as_dict(result: Result, year: int | None) -> dict[str, Any]:
    """The whole answer for `--json`."""
    labels = _labels(result)
    center = result.center
    return {
        "center": center.name,
        "scenario": center.chosen_scenario,
        "currency": center.currency,
        "labels": labels,
        "years": _periods(_table(result, "Y", year), list(labels)),
        "months": _periods(_table(result, "M", year), list(labels)),
    }


def as_text(result: Result, year: int | None) -> str:
    """Items by year, then by month, as aligned text."""
    lines = [f"power bill of {result.center.name}, {result.center.currency}"]
    if result.center.chosen_scenario:
        lines[0] += f", scenario {result.center.chosen_scenario}"
    yearly, monthly = _table(result, "Y", year), _table(result, "M", year)
    lines += ["", "by year", *_blocks(yearly, result)]
    for number in pd.PeriodIndex(yearly.index).year:
        lines += ["", f"{number} by month", *_blocks(monthly[pd.PeriodIndex(monthly.index).year == number], result)]
    return "\n".join(lines)


def _labels(result: Result) -> dict[str, str]:
    return {line.path: line.label for line in result._core.lines if line.section == "power"}


def _table(result: Result, frequency: frames.Frequency, year: int | None) -> pd.DataFrame:
    """Items, total, energy and greatest power of each period."""
    labels = _labels(result)
    chosen = result.lines[[*labels, "power/cost", "power/energy"]]
    if not (chosen[list(labels)] != 0).any().any():
        raise DomainError(
            f"{result.center.file}: the model has no power bill: no item differs from 0 in any month; give prices in "
            "power.energy and power.demand_price, or an itemised bill in power.bill (docs/power.md)"
        )
    chosen.attrs = result.lines.attrs
    table = frames.aggregate(chosen, frequency)
    peaks = result.lines["power/peak"]
    table["power/peak"] = peaks.groupby(pd.PeriodIndex(peaks.index).asfreq(frequency)).max()
    if year is None:
        return table
    years = pd.PeriodIndex(table.index).year
    if year not in years:
        raise DomainError(f"--year is {year}, but must be in {years.min()} .. {years.max()}, the years of the model")
    return table[years == year]


def _periods(table: pd.DataFrame, items: list[str]) -> dict[str, Any]:
    return {
        str(period): {
            "items": {path: float(row[path]) for path in items},
            "total": float(row["power/cost"]),
            "energy_kwh": float(row["power/energy"]),
            "peak_kw": _number(row["power/peak"]),
            "price_per_kwh": _price(row),
        }
        for period, row in table.iterrows()
    }


def _number(x: float) -> float | None:
    return float(x) if math.isfinite(x) else None


def _price(row: pd.Series[float]) -> float | None:
    return float(row["power/cost"] / row["power/energy"]) if row["power/energy"] > 0 else None


def _blocks(table: pd.DataFrame, result: Result) -> list[str]:
    """Periods side by side, a few at a time."""
    rows = [*_labels(result).items(), ("power/cost", "total")]
    price = f"price, {result.center.currency}/kWh"
    wide = max(len(label) for label in (price, *(label for _, label in rows)))
    lines: list[str] = []
    for first in range(0, len(table), _COLUMNS):
        part = table.iloc[first : first + _COLUMNS]
        if lines:
            lines.append("")
        lines.append(f"{'':<{wide}}" + "".join(f"{period!s:>{_AMOUNT}}" for period in part.index))
        lines += [f"{label:<{wide}}" + "".join(f"{x:>{_AMOUNT},.2f}" for x in part[path]) for path, label in rows]
        lines.append(f"{'energy, kWh':<{wide}}" + "".join(f"{x:>{_AMOUNT},.0f}" for x in part["power/energy"]))
        lines.append(f"{'peak, kW':<{wide}}" + "".join(f"{x:>{_AMOUNT},.1f}" for x in part["power/peak"]))
        prices = [_price(row) for _, row in part.iterrows()]
        lines.append(f"{price:<{wide}}" + "".join(f"{'' if x is None else f'{x:.6f}':>{_AMOUNT}}" for x in prices))
    return lines
