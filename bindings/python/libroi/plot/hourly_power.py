"""Pictures of hourly power, and the tables they show; offered as libroi.power."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .subjects import BilledYear, FacilityYear

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
#: Bill groups in the order of the stack; readable in greyscale and with common colour blindness.
GROUP_COLORS = {
    "energy": "#2a6f97",
    "export": "#a9d6e5",
    "demand": "#c8553d",
    "two-part": "#e09f3e",
    "minimum-take": "#9a031e",
    "power-factor": "#7d8597",
    "fixed": "#12263a",
    "rider": "#61a5c2",
    "minimum": "#b5838d",
    "tax": "#adb5bd",
}


def bill_stack_data(result: BilledYear) -> pd.DataFrame:
    """Amounts by month and group of charges."""
    return result.months[[c for c in result.months.columns if c in GROUP_COLORS]]


def load_duration_data(load_kw: Sequence[float] | np.ndarray) -> pd.DataFrame:
    """Load from highest to lowest against the share of the year it is met or exceeded."""
    kw = np.sort(np.asarray(load_kw, dtype=float))[::-1]
    return pd.DataFrame({"share_of_year": (np.arange(len(kw)) + 1) / len(kw), "load_kw": kw})


def pue_data(result: FacilityYear) -> pd.DataFrame:
    """PUE of each hour with its date and outdoor temperature."""
    return result.hours[["pue", "dry_bulb_c", "wet_bulb_c", "economiser_share"]]


def _axes(ax: Axes | None, size: tuple[float, float] = (7.2, 4.0)) -> Axes:
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    _, made = plt.subplots(figsize=size, layout="constrained")
    made.spines[["top", "right"]].set_visible(False)
    return made


def plot_bill_stack(result: BilledYear, ax: Axes | None = None) -> Axes:
    """Monthly bill as a stack of its groups; credits below zero."""
    data = bill_stack_data(result)
    axes = _axes(ax)
    up, down = np.zeros(12), np.zeros(12)
    largest = float(np.abs(data.to_numpy()).sum(axis=1).max(initial=0.0))
    divisor, word = (1e6, "million ") if largest >= 1e6 else (1e3, "thousand ") if largest >= 1e4 else (1.0, "")
    for group in data.columns:
        values = data[group].to_numpy() / divisor
        base = np.where(values >= 0, up, down)
        axes.bar(range(12), values, bottom=base, color=GROUP_COLORS[group], label=group, width=0.78)
        up, down = up + np.maximum(values, 0), down + np.minimum(values, 0)
    axes.set_xticks(range(12), MONTHS)
    axes.set_ylabel(f"{word}{result.currency} a month")
    axes.legend(frameon=False, ncols=min(len(data.columns), 5), loc="upper center", bbox_to_anchor=(0.5, -0.08))
    axes.set_title("Monthly electricity bill")
    return axes


def plot_load_duration(load_kw: Sequence[float] | np.ndarray, ax: Axes | None = None) -> Axes:
    """Load duration curve."""
    data = load_duration_data(load_kw)
    axes = _axes(ax)
    axes.plot(100 * data["share_of_year"], data["load_kw"], color="#12263a", linewidth=1.6)
    axes.set_xlim(0, 100)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("share of the year, %")
    axes.set_ylabel("load met or exceeded, kW")
    axes.set_title("Load duration")
    return axes


def plot_pue(result: FacilityYear, axes: Sequence[Axes] | None = None) -> Sequence[Axes]:
    """PUE by hour of the year and against outdoor temperature, on two Axes."""
    import matplotlib.dates

    if axes is None:
        import matplotlib.pyplot as plt

        _, made = plt.subplots(1, 2, figsize=(9.6, 3.8), layout="constrained", sharey=True)
        axes = list(made)
    data = pue_data(result)
    left, right = axes
    left.plot(data.index, data["pue"], color="#2a6f97", linewidth=0.5)
    left.axhline(result.pue, color="#c8553d", linewidth=1.0)
    left.annotate(
        f"year {result.pue:.3f}",
        (data.index[0], result.pue),
        xytext=(4, 4),
        textcoords="offset points",
        color="#c8553d",
    )
    left.set_ylabel("PUE")
    left.set_title("PUE by hour")
    locator = matplotlib.dates.AutoDateLocator(minticks=4, maxticks=7)  # type: ignore[no-untyped-call]
    left.xaxis.set_major_locator(locator)
    formatter = matplotlib.dates.ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]
    left.xaxis.set_major_formatter(formatter)
    right.scatter(data["dry_bulb_c"], data["pue"], s=2, color="#12263a", alpha=0.35, linewidths=0)
    right.set_xlabel("outdoor dry bulb, °C")
    right.set_title("PUE against temperature")
    for side in axes:
        side.spines[["top", "right"]].set_visible(False)
    return axes
