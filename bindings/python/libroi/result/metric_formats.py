"""Which metrics are shown first. How a metric is written is declared with it: `MetricResult.format`."""

from __future__ import annotations

__all__ = ["HEADLINES"]

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
