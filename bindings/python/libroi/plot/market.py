"""Pictures of supply against demand, and the tables they show; offered as libroi.plots."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import NoSolutionError
from .style import COLORS, every, finish, new_axes
from .subjects import ExplainedCenter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = [
    "CAUSE_STYLES",
    "REASON_STYLES",
    "idle_hours",
    "idle_hours_data",
    "ladder",
    "ladder_data",
    "supply_and_demand",
    "supply_and_demand_data",
    "unmet_demand",
    "unmet_demand_data",
]

#: Color, hatch and color of the hatch of each cause: what is alike in grey differs in its hatch.
CAUSE_STYLES = {
    "allocated": ("#12263a", "", "white"),
    "not energised": ("#adb5bd", "", "white"),
    "unavailable": ("#6c757d", "", "white"),
    "reserved and paid": ("#a9d6e5", "", "white"),
    "reserved and unpaid": ("#5fa8c8", "....", "white"),
    "too large": ("#b5838d", "++", "white"),
    "queue": ("#f2cc8f", "----", "#8a6a1f"),
    "other chips": ("#c8553d", "////", "white"),
    "not adapted": ("#f0a58f", "\\\\\\\\", "#8c3220"),
    "network": ("#2d6a4f", "xx", "white"),
    "competitors": ("#b7d8c5", "...", "#2d6a4f"),
    "price": ("#7a5195", "||||", "white"),
    "no demand": ("#eceff2", "", "white"),
}
REASON_STYLES = {
    "served": CAUSE_STYLES["allocated"],
    "network": CAUSE_STYLES["network"],
    "competitors": CAUSE_STYLES["competitors"],
    "price": CAUSE_STYLES["price"],
    "not ready": CAUSE_STYLES["not adapted"],
    "too large": CAUSE_STYLES["too large"],
    "full": ("#5fa8c8", "", "white"),
    "queue": CAUSE_STYLES["queue"],
    "no chip": CAUSE_STYLES["other chips"],
}
_STEP_COLORS = ("#12263a", "#5fa8c8", "#c8553d", "#f2cc8f", "#2d6a4f", "#adb5bd")
_OTHERS = {"(contracts)": "by contract", "(no class)": "no class of work"}
_SMALLEST = 5e-4  # of the whole: a share that is shown


def idle_hours_data(result: ExplainedCenter, fleet: str | None = None) -> pd.DataFrame:
    """Hours of a fleet by month as shares of delivered ones: allocated, then idle by cause; NaN before delivery."""
    mismatch = result.mismatch
    key = mismatch.fleets[0] if fleet is None else fleet
    use, causes = mismatch.use_by_month(key), mismatch.by_month(key)
    parts = pd.concat([use[["allocated"]], causes], axis=1)
    return parts.div(use["delivered"].where(use["delivered"] > 0.0), axis=0)


def supply_and_demand_data(result: ExplainedCenter) -> pd.DataFrame:
    """`Mismatch.matrix` with shares of delivered hours: sold to a class, idle because of it."""
    mismatch = result.mismatch
    data = mismatch.matrix.copy()
    delivered = {fleet: float(mismatch.use_by_month(fleet)["delivered"].sum()) for fleet in mismatch.fleets}
    whole = np.array([delivered[fleet] for fleet in data.index.get_level_values("fleet")])
    for name in ("sold", "idle"):
        part = data[name].to_numpy()
        data[f"{name}, share of delivered"] = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0.0)
    return data


def ladder_data(result: ExplainedCenter) -> pd.DataFrame:
    """Shares of delivered hours by step, one column a fleet."""
    steps = result.ladder()["share of delivered"]
    return steps.unstack("fleet").reindex(index=list(dict.fromkeys(steps.index.get_level_values("step"))),
                                          columns=result.mismatch.fleets)  # fmt: skip


def unmet_demand_data(result: ExplainedCenter) -> pd.DataFrame:
    """Shares of the potential demand by market: served, then lost by reason."""
    table = result.mismatch.unmet["share of potential"].unstack("reason")
    return table.reindex(index=result.mismatch.markets, columns=list(REASON_STYLES))


def idle_hours(result: ExplainedCenter, ax: Axes | None = None, fleet: str | None = None) -> Sequence[Axes]:
    """Delivered hours by month, used and idle by cause; one panel a fleet below another, or that of one fleet."""
    mismatch = result.mismatch
    fleets = mismatch.fleets if fleet is None else [fleet]
    tables = {key: idle_hours_data(result, key) for key in fleets}
    panels = _panels(ax, len(fleets))
    shown = {name: style for name, style in CAUSE_STYLES.items() if any(_is_seen(t[name]) for t in tables.values())}
    labels = {"allocated": "allocated to jobs", **mismatch.attrs["causes"]}
    months = result.index
    when = np.append(months.year + (months.month - 1) / 12.0, months[-1].year + months[-1].month / 12.0)
    for axes, key in zip(panels, fleets, strict=True):
        base = np.zeros(len(months))
        for name, (color, hatch, edge) in shown.items():
            values = 100.0 * tables[key][name].fillna(0.0).clip(lower=0.0).to_numpy()
            axes.stairs(
                base + values, when, baseline=base, fill=True, facecolor=color, edgecolor=edge, hatch=hatch,
                linewidth=0.0, label=labels[name], zorder=2,
            )  # fmt: skip
            base = base + values
        axes.stairs(base, when, baseline=None, color=COLORS["line"], linewidth=0.8, zorder=3)
        delivered = float(mismatch.use_by_month(key)["delivered"].sum())
        axes.set_ylim(0.0, 100.5)
        axes.set_xlim(float(when[0]), float(when[-1]))
        axes.set_xticks(every(list(range(int(np.ceil(when[0])), int(when[-1]) + 1)), 7))
        axes.set_ylabel("% of delivered hours")
        axes.tick_params(axis="x", pad=5)
        finish(axes, f"{_short(key)}: use of {_amount(delivered)} {mismatch.attrs['fleets'][key]}s delivered")
    if shown:
        _legend(panels[0].figure if len(panels) > 1 else panels[0], panels[0], from_above=True)
    return panels


def supply_and_demand(result: ExplainedCenter, ax: Axes | None = None) -> Axes:
    """A grid of chips and classes: bars of hours sold and idle; below, what became of each class's demand."""
    mismatch, data = result.mismatch, supply_and_demand_data(result)
    fleets = mismatch.fleets
    classes = list(dict.fromkeys(data.index.get_level_values("class")))
    made = ax is None
    axes = new_axes(ax, 2.6 + 1.25 * len(classes), 1.5 + 0.72 * (len(fleets) + bool(mismatch.markets)))
    rows = len(fleets) + (1 if mismatch.markets else 0)
    small = 7.5 if made or len(classes) <= 5 else 6.5
    for y, fleet in enumerate(fleets):
        for x, name in enumerate(classes):
            row = data.loc[(fleet, name)] if (fleet, name) in data.index else None
            if row is not None:
                runs = {"no": "does not run here", "not yet": "not adapted at first"}.get(str(row["runs"]), "")
                _cell(axes, x, y, float(row["sold, share of delivered"]), float(row["idle, share of delivered"]), small)
                if runs:
                    axes.text(x + 0.06, y + 0.87, runs, fontsize=small - 1.5, color="#5c6b7a", va="center")
    if mismatch.markets:
        _demand_row(axes, result, classes, len(fleets), small)
    _grid(axes, fleets, classes, rows, small)
    axes.set_title(
        "Supply against demand, over the life", loc="left", fontsize=10, fontweight="bold", color=COLORS["line"]
    )
    return axes


def ladder(result: ExplainedCenter, ax: Axes | None = None) -> Axes:
    """Bars of delivered, installed, available, sold, allocated, active and effective hours."""
    data = ladder_data(result)
    axes = new_axes(ax)
    count = max(len(data.columns), 1)
    width = 0.8 / count
    for number, fleet in enumerate(data.columns):
        x = np.arange(len(data)) + (number - (count - 1) / 2) * width
        values = 100.0 * data[fleet].fillna(0.0).to_numpy()
        unit = result.mismatch.attrs["fleets"][fleet]
        axes.bar(x, values, width=0.92 * width, color=_STEP_COLORS[number % len(_STEP_COLORS)], zorder=2,
                 label=f"{_short(str(fleet))} ({unit}s)")  # fmt: skip
        if count <= 3:
            for at, value in zip(x, values, strict=True):
                axes.annotate(f"{value:.0f}", (at, value), xytext=(0, 2), textcoords="offset points", ha="center",
                              fontsize=7, color=COLORS["line"])  # fmt: skip
    axes.set_xticks(range(len(data)), [str(step) for step in data.index])
    axes.set_ylim(0.0, 108.0)
    axes.set_ylabel("% of delivered hours")
    finish(axes, "From hours delivered to hours at peak (effective), over the life")
    _legend(axes, axes)
    return axes


def unmet_demand(result: ExplainedCenter, ax: Axes | None = None) -> Axes:
    """Bars of the demand of each market: served, and lost by reason, with the whole in its own unit."""
    mismatch = result.mismatch
    if not mismatch.markets:
        raise NoSolutionError("plot_unmet_demand: the center has no markets")
    data = unmet_demand_data(result)
    axes = new_axes(ax, 7.2, 1.1 + 0.5 * len(data))
    left = np.zeros(len(data))
    at = np.arange(len(data))
    for reason, (color, hatch, edge) in REASON_STYLES.items():
        values = 100.0 * data[reason].fillna(0.0).clip(lower=0.0).to_numpy()
        if values.max(initial=0.0) < 100.0 * _SMALLEST:
            continue
        axes.barh(at, values, left=left, height=0.62, color=color, hatch=hatch, edgecolor=edge, linewidth=0.5,
                  label=mismatch.attrs["reasons"][reason], zorder=2)  # fmt: skip
        left = left + values
    hours = mismatch.unmet["hours"].unstack("reason").sum(axis=1)
    names = [
        f"{_short(str(market))}\n{_amount(float(hours[market]))} {mismatch.attrs['markets'][market]}s"
        for market in data.index
    ]
    for place, market in enumerate(data.index):
        if hours[market] <= 0.0:
            axes.text(1.0, float(place), "asks for nothing", fontsize=8, va="center", color="#5c6b7a")
    axes.set_yticks(at, names)
    axes.set_ylim(len(data) - 0.5, -0.5)
    axes.set_xlim(0.0, 100.0)
    axes.set_xlabel("% of potential demand", fontsize=8)
    finish(axes, "Demand by what became of it, over the life")
    axes.grid(visible=False, axis="y")
    axes.grid(axis="x", color=COLORS["grid"], linewidth=0.7, zorder=0)
    _legend(axes, axes)
    return axes


# --- parts ---------------------------------------------------------------------------------------------------------


def _cell(axes: Axes, x: int, y: int, sold: float, idle: float, size: float) -> None:
    """Two bars with their numbers: hours sold, and idle hours, as shares of the fleet's delivered hours."""
    for level, share, (color, hatch) in ((0.28, sold, ("#12263a", "")), (0.58, idle, ("#c8553d", "//"))):
        if not share >= _SMALLEST:
            continue
        axes.barh(y + level, 0.6 * min(share, 1.0), left=x + 0.06, height=0.2, color=color, hatch=hatch,
                  edgecolor="white", linewidth=0.3, zorder=2)  # fmt: skip
        axes.text(x + 0.09 + 0.6 * min(share, 1.0), y + level, _percent(share), fontsize=size, va="center",
                  color=COLORS["line"], zorder=3)  # fmt: skip


def _demand_row(axes: Axes, result: ExplainedCenter, classes: list[str], y: int, size: float) -> None:
    """Served and unmet demand of each class as shares of its potential demand."""
    unmet = result.mismatch.unmet
    for x, name in enumerate(classes):
        if name not in result.mismatch.markets:
            continue
        hours: Any = unmet.loc[name, "hours"]
        whole = float(hours.sum())
        if whole <= 0.0:
            axes.text(x + 0.06, y + 0.45, "no demand", fontsize=size, va="center", color="#5c6b7a")
            continue
        served = float(hours["served"]) / whole
        _cell(axes, x, y, served, 1.0 - served, size)


def _grid(axes: Axes, fleets: list[str], classes: list[str], rows: int, size: float) -> None:
    from matplotlib.patches import Patch

    axes.set_xlim(0.0, float(len(classes)))
    axes.set_ylim(float(rows), 0.0)
    axes.set_xticks(np.arange(len(classes)) + 0.5, [_wrapped(_OTHERS.get(name, name), 14) for name in classes])
    names = [_wrapped(fleet, 16) for fleet in fleets] + (["demand of\nthe class"] if rows > len(fleets) else [])
    axes.set_yticks(np.arange(rows) + 0.5, names)
    axes.xaxis.tick_top()
    axes.tick_params(length=0, labelsize=size + 0.5)
    for x in range(len(classes) + 1):
        axes.axvline(x, color=COLORS["grid"], linewidth=0.7, zorder=0)
    for y in range(rows + 1):
        heavy = rows > len(fleets) and y == len(fleets)
        axes.axhline(y, color=COLORS["line"] if heavy else COLORS["grid"], linewidth=1.0 if heavy else 0.7, zorder=0)
    for side in axes.spines.values():
        side.set_visible(False)
    handles = [
        Patch(facecolor="#12263a", label="sold, or demand served"),
        Patch(facecolor="#c8553d", hatch="//", edgecolor="white", label="idle because of the class, or demand unmet"),
    ]
    legend = axes.legend(
        handles=handles, frameon=False, fontsize=7, ncols=2 if len(classes) > 3 else 1, loc="upper left",
        alignment="left", bbox_to_anchor=(0.0, -0.02), borderaxespad=0.2,
        title="chips: % of the hours delivered; classes: % of their potential demand",
    )  # fmt: skip
    legend.get_title().set_fontsize(7)


def _panels(ax: Axes | None, count: int) -> list[Axes]:
    """One Axes a panel, in the place of `ax`."""
    import matplotlib.pyplot as plt

    if ax is None:
        _, made = plt.subplots(count, 1, figsize=(7.6, 1.0 + 2.3 * count), layout="constrained", squeeze=False)
        return list(made[:, 0])
    place = ax.get_subplotspec()
    if count == 1 or place is None:
        return [ax] * count if count == 1 else _refuse_panels(count)
    figure: Any = ax.figure
    ax.remove()
    grid = place.subgridspec(count, 1)
    return [figure.add_subplot(grid[number]) for number in range(count)]


def _refuse_panels(count: int) -> list[Axes]:
    raise NoSolutionError(f"plot_idle_hours: these Axes have room for one fleet of {count}; name one, or give no Axes")


def _legend(where: Any, source: Axes, from_above: bool = False) -> None:
    """Outside, on the right of an Axes or of a whole figure."""
    handles, labels = source.get_legend_handles_labels()
    if not handles:
        return
    if from_above:
        handles, labels = handles[::-1], labels[::-1]
    place = (
        {"loc": "outside right center"}
        if where is not source
        else {"loc": "center left", "bbox_to_anchor": (1.01, 0.5)}
    )
    where.legend(handles, labels, frameon=False, fontsize=7, borderaxespad=0.1, handlelength=1.4, **place)


def _is_seen(share: pd.Series[float]) -> bool:
    return bool((share.fillna(0.0) >= _SMALLEST).any())


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %" if share >= 0.0095 else f"{100.0 * share:.1f} %"


def _amount(hours: float) -> str:
    """Hours as people say them.

    >>> _amount(8_460_000.0), _amount(12_300.0), _amount(0.0)
    ('8.5 million', '12,300', '0')
    """
    if hours >= 1e9:
        return f"{hours / 1e9:,.1f} billion"
    return f"{hours / 1e6:,.1f} million" if hours >= 1e6 else f"{hours:,.0f}"


def _short(name: str, most: int = 28) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"


def _wrapped(name: str, width: int) -> str:
    lines = textwrap.wrap(name, width, break_on_hyphens=True) or [name]
    return "\n".join(lines if len(lines) <= 2 else [lines[0], _short(" ".join(lines[1:]), width)])
