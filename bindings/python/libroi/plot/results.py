"""Pictures of a result, and the tables they show; offered as libroi.plots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import frames
from ..errors import NoSolutionError
from .scale import money_scale
from .style import COLORS, every, finish, new_axes
from .subjects import EvaluatedCenter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "STACK",
    "cash_flow",
    "cash_flow_data",
    "dscr",
    "dscr_data",
    "power_bill",
    "power_bill_data",
    "utilization",
    "utilization_data",
]

#: For items on top of each other.
STACK = ("#1b4965", "#2a6f97", "#5fa8c8", "#a9d6e5", "#c8553d", "#e07a5f", "#f2cc8f", "#81b29a", "#3d405b", "#adb5bd")


def cash_flow_data(result: EvaluatedCenter) -> pd.DataFrame:
    """Project cash flow after tax by year, and its running sum."""
    line = result.lines[["project/cash flow"]]
    line.attrs = result.lines.attrs
    yearly = frames.aggregate(line, "Y")["project/cash flow"]
    return pd.DataFrame({"project cash flow": yearly, "cumulative": yearly.cumsum()})


def utilization_data(result: EvaluatedCenter) -> pd.DataFrame:
    """Sold / available hours by month, one column a unit of sale; NaN while nothing is available."""
    stem = "sales/utilization"
    columns = [str(path) for path in result.lines.columns if path == stem or str(path).startswith(f"{stem}/")]
    return pd.DataFrame({path.removeprefix("sales/"): result.lines[path] for path in columns})


def dscr_data(result: EvaluatedCenter) -> pd.DataFrame:
    """Twelve-month debt service coverage by month; NaN in months without repayment."""
    return pd.DataFrame({"dscr": result.lines["debt/dscr"]})


def power_bill_data(result: EvaluatedCenter) -> pd.DataFrame:
    """Items of the power bill by year; those below one per cent of the whole as `other`."""
    bill = result.power_bill("Y").drop(columns="total")
    size = bill.abs().sum()
    small = size.index[size < 0.01 * size.sum()]
    data = bill.drop(columns=small)
    if len(small):
        data["other"] = bill[small].sum(axis=1)
    return data


def cash_flow(result: EvaluatedCenter, ax: Axes | None = None) -> Axes:
    """Bars of project cash flow by year, with the cumulative line."""
    data = cash_flow_data(result)
    divisor, word = money_scale(float(np.nanmax(np.abs(data.to_numpy()), initial=0.0)))
    axes = new_axes(ax)
    years = pd.PeriodIndex(data.index).year
    yearly = data["project cash flow"].to_numpy() / divisor
    colors = [COLORS["in"] if value >= 0 else COLORS["out"] for value in yearly]
    axes.bar(years, yearly, color=colors, width=0.72, zorder=2)
    axes.plot(
        years, data["cumulative"] / divisor, color=COLORS["line"], marker="o", markersize=3.5, linewidth=1.6, zorder=3,
        label="cumulative",
    )  # fmt: skip
    axes.axhline(0.0, color=COLORS["line"], linewidth=0.8)
    axes.set_ylabel(f"{word}{result.center.currency}")
    axes.set_xticks(every(list(years), 12))
    axes.margins(y=0.08)
    axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1.0, 1.0), borderaxespad=0.1, fontsize=8)
    finish(axes, "Project cash flow after tax, by year")
    return axes


def utilization(result: EvaluatedCenter, ax: Axes | None = None) -> Axes:
    """Sold / available hours by month; one line a unit of sale where there are several."""
    table = utilization_data(result)
    units = [str(result.lines.attrs["units"][f"sales/sold{str(name).removeprefix('utilization')}"]) for name in table]
    data = table["utilization"]
    axes = new_axes(ax)
    when = _positions(result)
    axes.fill_between(when, 0.0, 100.0 * data.to_numpy(), color=COLORS["area"], alpha=0.6, linewidth=0, zorder=1)
    axes.plot(when, 100.0 * data.to_numpy(), color=COLORS["in"], linewidth=1.6, zorder=2, label=f"{units[0]}s")
    for i, (name, unit) in enumerate(zip(table.columns[1:], units[1:], strict=True)):
        axes.plot(when, 100.0 * table[name].to_numpy(), color=STACK[4 + i], linewidth=1.6, zorder=2, label=f"{unit}s")
    if len(units) > 1:
        axes.legend(frameon=False, loc="lower right", fontsize=8)
    hours = f"{units[0]}s" if len(units) == 1 else "hours"
    axes.set_ylim(0.0, 105.0)
    axes.set_ylabel(f"% of available {hours}")
    _years(axes, result)
    finish(axes, f"Utilization: sold / available {hours}")
    return axes


def power_bill(result: EvaluatedCenter, ax: Axes | None = None) -> Axes:
    """Bars of the power bill by year, item on item; credits below zero."""
    data = power_bill_data(result)
    divisor, word = money_scale(float(data.abs().sum(axis=1).max()) if data.size else 0.0)
    axes = new_axes(ax)
    years = pd.PeriodIndex(data.index).year
    up, down = np.zeros(len(data)), np.zeros(len(data))
    for number, name in enumerate(data.columns):
        values = data[name].to_numpy() / divisor
        above, below = np.maximum(values, 0.0), np.minimum(values, 0.0)
        color = STACK[number % len(STACK)]
        axes.bar(years, above, bottom=up, color=color, width=0.72, zorder=2, label=str(name))
        axes.bar(years, below, bottom=down, color=color, width=0.72, zorder=2)
        up, down = up + above, down + below
    axes.axhline(0.0, color=COLORS["line"], linewidth=0.8)
    axes.set_ylabel(f"{word}{result.center.currency}")
    axes.set_xticks(every(list(years), 12))
    if len(data.columns):
        axes.legend(frameon=False, loc="center left", bbox_to_anchor=(1.0, 0.5), borderaxespad=0.1, fontsize=7)
    finish(axes, "Power bill, by year")
    return axes


def dscr(result: EvaluatedCenter, ax: Axes | None = None) -> Axes:
    """Twelve-month debt service coverage by month, with the level at which debt is just served."""
    data = dscr_data(result)["dscr"]
    if data.isna().all():
        raise NoSolutionError("plot_dscr: there is no debt service")
    axes = new_axes(ax)
    when = _positions(result)
    axes.plot(when, data.to_numpy(), color=COLORS["in"], linewidth=1.8, zorder=3)
    axes.axhline(1.0, color=COLORS["limit"], linewidth=1.0, linestyle="--", zorder=2)
    lowest = int(np.nanargmin(data.to_numpy()))
    axes.plot([when[lowest]], [data.iloc[lowest]], color=COLORS["out"], marker="o", markersize=5, zorder=4)
    axes.annotate(
        f"minimum {data.iloc[lowest]:.2f} in {result.index[lowest]}", (when[lowest], float(data.iloc[lowest])),
        xytext=(9, -16), textcoords="offset points", color=COLORS["out"], fontsize=8, zorder=5,
        bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
    )  # fmt: skip
    axes.set_ylabel("CFADS / debt service")
    axes.set_ylim(min(0.0, 1.1 * float(data.min())), 1.12 * max(1.0, float(data.max())))
    _years(axes, result)
    finish(axes, "Debt service coverage, last twelve months")
    return axes


def _positions(result: EvaluatedCenter) -> Any:
    """Months as fractions of a year."""
    return result.index.year.to_numpy() + (result.index.month.to_numpy() - 1) / 12.0


def _years(axes: Axes, result: EvaluatedCenter) -> None:
    first, last = int(result.index[0].year), int(result.index[-1].year) + 1
    axes.set_xticks(every(list(range(first, last + 1)), 7))
    axes.set_xlim(_positions(result)[0], _positions(result)[-1] + 1.0 / 12.0)
