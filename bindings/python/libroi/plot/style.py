"""What all pictures share: colors, axes, titles, grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["COLORS", "every", "finish", "new_axes"]

#: In, out, line, area and grid; readable in greyscale and with common colour blindness.
COLORS = {
    "in": "#2a6f97",
    "out": "#c8553d",
    "line": "#12263a",
    "area": "#a9d6e5",
    "grid": "#d9dee3",
    "limit": "#9a031e",
}


def new_axes(ax: Axes | None, width: float = 7.2, height: float = 3.4) -> Axes:
    """These Axes, or those of a new figure."""
    if ax is not None:
        return ax
    import matplotlib.pyplot as plt

    _, axes = plt.subplots(figsize=(width, height), layout="constrained")
    return axes


def every(values: list[int], most: int) -> list[int]:
    """The first of the values and every so many after it, at most so many."""
    step = max(1, -(-len(values) // most))
    return values[::step]


def finish(axes: Axes, title: str) -> None:
    """Title, grid and frame."""
    axes.set_title(title, loc="left", fontsize=10, fontweight="bold", color=COLORS["line"])
    axes.grid(axis="y", color=COLORS["grid"], linewidth=0.7, zorder=0)
    axes.set_axisbelow(True)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(length=0, labelsize=8)
    axes.yaxis.label.set_fontsize(8)
