"""Pictures of a result on matplotlib Axes; each has a function that gives its data.

axes = roi.plots.cash_flow(result)
table = roi.plots.cash_flow_data(result)
"""

from __future__ import annotations

from .plot.results import (
    COLORS,
    STACK,
    cash_flow,
    cash_flow_data,
    dscr,
    dscr_data,
    power_bill,
    power_bill_data,
    utilization,
    utilization_data,
)
from .plot.scale import money_scale

__all__ = [
    "COLORS",
    "STACK",
    "cash_flow",
    "cash_flow_data",
    "dscr",
    "dscr_data",
    "money_scale",
    "power_bill",
    "power_bill_data",
    "utilization",
    "utilization_data",
]
