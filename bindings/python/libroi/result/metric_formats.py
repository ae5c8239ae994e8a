"""What the metrics are shown as: every list of single metrics stands here, and nowhere else in the package."""

from __future__ import annotations

from typing import Literal

__all__ = ["HEADLINES", "IRR_METRICS", "Format", "format_of"]

#: The metrics shown first, with the word a reader looks for.
HEADLINES = (
    "npv/project",
    "irr/project",
    "irr/equity distributions",
    "payback",
    "lcoc/sold card-hour",
    "utilization",
    "break-even utilization",
    "dscr/minimum",
)
#: Metrics that `Result.irr` explains, in the order of the engine's diagnoses.
IRR_METRICS = (
    "irr/project before tax",
    "irr/project",
    "irr/equity free cash flow",
    "irr/equity distributions",
)
_PERCENT = frozenset({"ebitda margin", "utilization", "break-even utilization", "power share of opex"})
_MULTIPLE = frozenset({"moic", "dscr/minimum", "dscr/average", "llcr"})
_MONTH_OF_MODEL = frozenset({"dscr/minimum month"})

Format = Literal["yearly rate", "percent", "multiple", "month of the model", "duration", "money", "number"]


def format_of(path: str, unit: str, currency: str) -> Format:
    """How a metric is written.

    >>> format_of("irr/project", "1/year", "CNY"), format_of("npv/project", "CNY", "CNY")
    ('yearly rate', 'money')
    """
    if unit == "1/year":
        return "yearly rate"
    if path in _PERCENT:
        return "percent"
    if path in _MULTIPLE:
        return "multiple"
    if path in _MONTH_OF_MODEL:
        return "month of the model"
    if unit == "month":
        return "duration"
    return "money" if unit == currency else "number"
