"""A picture of what an hour of compute costs, and the table it shows; offered as libroi.plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ..errors import DomainError, NoSolutionError
from .style import COLORS, finish, new_axes
from .subjects import CostedCenter

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["height", "measures", "unit_costs", "unit_costs_data"]

_SMALLEST = 0.01  # of the whole: a part that is shown by itself


def measures(result: CostedCenter) -> list[str]:
    """The metrics "lcoc/..." that exist."""
    return [
        str(name)
        for name in result.unit_costs.columns
        if name != "present value" and result.unit_costs[name].notna().all()
    ]


def height(data: pd.Series[float]) -> float:
    """Of a picture that shows this data [inches]."""
    return 0.8 + 0.26 * (len(data) + 2)


def unit_costs_data(result: CostedCenter, per: str | None = None) -> pd.Series[float]:
    """Parts of a levelised cost, the largest first; what is below one per cent stands together as "other".

    `per` is a metric "lcoc/...", the first where it is left out.
    """
    table = result.unit_costs
    known = [str(name) for name in table.columns if name != "present value"]
    chosen = known[0] if per is None else per
    if chosen not in known:
        raise DomainError(f"per is {per!r}, but must be one of {', '.join(known)}")
    parts = table[chosen]
    if parts.isna().any() or parts.empty:
        raise NoSolutionError(f"{chosen} does not exist: nothing of it is sold")
    small = parts.abs() < _SMALLEST * abs(float(parts.sum()))
    data = parts[~small].sort_values(ascending=False)
    if small.any():
        data["other"] = float(parts[small].sum())
    data.name = chosen
    data.attrs = {"unit": table.attrs["units"][chosen], "price": table.attrs["prices"].get(chosen)}
    return data


def unit_costs(result: CostedCenter, ax: Axes | None = None, per: str | None = None) -> Axes:
    """Each part from where the one before ends, the whole, and the price."""
    data = unit_costs_data(result, per)
    axes = new_axes(ax, height=height(data))
    values = data.to_numpy(dtype=np.float64)
    whole, price = float(values.sum()), data.attrs["price"]
    starts = [0.0, *np.cumsum(values).tolist()[:-1]]
    names, lefts, widths = [str(name) for name in data.index], starts, [float(value) for value in values]
    colors = [COLORS["in"]] * len(values)
    for name, width, color in (("levelised cost", whole, COLORS["line"]), ("levelised price", price, COLORS["area"])):
        if width is None:
            continue
        names.append(name)
        lefts.append(0.0)
        widths.append(float(width))
        colors.append(color)
    places = [float(place) for place in range(len(names))]
    axes.barh(places, widths, left=lefts, color=colors, height=0.68, zorder=2)
    span = max(whole, price or 0.0)
    for place, left, width in zip(places, lefts, widths, strict=True):
        axes.text(
            max(left, left + width) + 0.01 * span,
            place,
            f"{width:,.2f}" if span >= 1.0 else f"{width:.4g}",
            va="center",
            fontsize=8,
        )
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlim(min(0.0, float(np.min(np.cumsum(values)))), 1.12 * span)
    axes.set_xlabel(data.attrs["unit"], fontsize=8)
    finish(axes, f"Levelised cost of a {str(data.name).removeprefix('lcoc/')}, part by part")
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=COLORS["grid"], linewidth=0.7, zorder=0)
    return axes
