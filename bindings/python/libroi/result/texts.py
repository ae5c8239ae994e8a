"""Numbers and metrics as people read them, for the report, the notebook card and the terminal."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..plot.scale import money_scale

if TYPE_CHECKING:
    from .result import Result

__all__ = ["amount", "metric_text", "number"]

_MINUS = "\N{MINUS SIGN}"


def number(value: float, digits: int = 4) -> str:
    """A number with that many significant digits at least, thousands separated, and a real minus sign.

    >>> number(1234567.891), number(0.123456), number(-12.5)
    ('1,234,568', '0.1235', '−12.5')
    """
    if value == 0.0 or not math.isfinite(value):
        return "0" if value == 0.0 else "n/a"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{min(decimals, 12)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", _MINUS)


def amount(value: float, unit: str) -> str:
    """An amount of money, scaled.

    >>> amount(-1.2345e9, "CNY")
    '−1,234.5 million CNY'
    """
    divisor, word = money_scale(abs(value))
    return f"{value / divisor:,.1f} {word}{unit}".replace("-", _MINUS)


def metric_text(result: Result, path: str) -> str:
    """One metric with its unit; "does not exist" where it has no value."""
    table = result.metrics
    value, unit = float(table["value"][path]), str(table["unit"][path])
    if math.isnan(value):
        return "does not exist"
    form = result.formats[path]
    if form == "yearly_rate":
        return f"{value:.2%} a year".replace("-", _MINUS)
    if form == "percent":
        return f"{value:.1%}".replace("-", _MINUS)
    if form == "multiple":
        return f"{value:.2f} ×".replace("-", _MINUS)
    if form == "date":
        return str(result.index[min(int(value), len(result.index) - 1)])
    if form == "duration":
        return f"{value:.1f} months ({value / 12:.1f} years)"
    if form == "money":
        return amount(value, unit)
    return number(value) if unit == "1" else f"{number(value)} {unit}"
