"""Pictures of a result on matplotlib Axes; each has a function that gives its data.

axes = roi.plots.cash_flow(result)
table = roi.plots.cash_flow_data(result)
"""

from __future__ import annotations

from .plot.market import (
    CAUSE_STYLES,
    REASON_STYLES,
    idle_hours,
    idle_hours_data,
    ladder,
    ladder_data,
    supply_and_demand,
    supply_and_demand_data,
    unmet_demand,
    unmet_demand_data,
)
from .plot.results import (
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
from .plot.style import COLORS
from .plot.unit_costs import unit_costs, unit_costs_data

__all__ = [
    "CAUSE_STYLES",
    "COLORS",
    "REASON_STYLES",
    "STACK",
    "cash_flow",
    "cash_flow_data",
    "dscr",
    "dscr_data",
    "idle_hours",
    "idle_hours_data",
    "ladder",
    "ladder_data",
    "money_scale",
    "power_bill",
    "power_bill_data",
    "supply_and_demand",
    "supply_and_demand_data",
    "unit_costs",
    "unit_costs_data",
    "unmet_demand",
    "unmet_demand_data",
    "utilization",
    "utilization_data",
]
