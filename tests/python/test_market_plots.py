"""Pictures of supply against demand: their data, and nothing printed over anything else."""

from __future__ import annotations

import pathlib
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import libroi as roi

ROOT = pathlib.Path(__file__).resolve().parents[2]
CENTERS = ("small", "nobody", "four", "west")


@pytest.fixture(scope="module", params=CENTERS)
def drawn(request: pytest.FixtureRequest) -> roi.Result:
    small = roi.load(ROOT / "examples" / "small_center.json")
    if request.param == "small":
        return small.evaluate()
    if request.param == "nobody":
        return small.replace({"markets.on-demand.demand": 0.0, "contracts.anchor": None}).evaluate()
    if request.param == "four":
        return roi.load(ROOT / "tests" / "data" / "four_fleets_six_markets.json").evaluate()
    return roi.load(ROOT / "examples" / "western_center.json").evaluate()


def ticks_in_view(axis: Any) -> list[Any]:
    low, high = sorted(axis.get_view_interval())
    return [tick.label1 if tick.label1.get_visible() else tick.label2 for tick in axis.get_major_ticks()
            if low <= tick.get_loc() <= high]  # fmt: skip


def texts_apart(figure: Figure, axes: list[Axes]) -> None:
    """No label lies on another, and none leaves the figure."""
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    shown = []
    for ax in axes:
        labels = [*ticks_in_view(ax.xaxis), *ticks_in_view(ax.yaxis), *ax.texts, ax._left_title, ax.xaxis.label]
        labels += ax.get_legend().get_texts() if ax.get_legend() else []
        shown += [label for label in labels if label.get_text() and label.get_visible()]
    for legend in figure.legends:
        shown += legend.get_texts()
    boxes = [(label.get_text(), label.get_window_extent(renderer)) for label in shown]
    whole = figure.bbox
    for i, (text, box) in enumerate(boxes):
        assert (
            box.x0 >= whole.x0 - 1 and box.x1 <= whole.x1 + 1 and box.y0 >= whole.y0 - 1 and box.y1 <= whole.y1 + 1
        ), text
        for other, its in boxes[i + 1 :]:
            overlap = min(box.x1, its.x1) - max(box.x0, its.x0), min(box.y1, its.y1) - max(box.y0, its.y0)
            assert min(overlap) < 1.5, (text, other)


def test_idle_hours(drawn: roi.Result) -> None:
    panels = drawn.plot_idle_hours()
    assert len(panels) == len(drawn.mismatch.fleets)
    texts_apart(panels[0].figure, list(panels))
    data = roi.plots.idle_hours_data(drawn)
    assert data.dropna().sum(axis=1).round(9).eq(1.0).all()
    plt.close("all")


def test_supply_and_demand(drawn: roi.Result) -> None:
    axes = drawn.plot_supply_and_demand()
    texts_apart(axes.figure, [axes])
    data = roi.plots.supply_and_demand_data(drawn)
    shares = data[["sold, share of delivered", "idle, share of delivered"]].groupby("fleet").sum().sum(axis=1)
    assert np.allclose(shares, 1.0)
    plt.close("all")


def test_ladder_and_unmet_demand(drawn: roi.Result) -> None:
    axes = drawn.plot_ladder()
    texts_apart(axes.figure, [axes])
    assert roi.plots.ladder_data(drawn).index.tolist()[0] == "delivered"
    axes = drawn.plot_unmet_demand()
    texts_apart(axes.figure, [axes])
    assert roi.plots.unmet_demand_data(drawn).columns[0] == "served"
    plt.close("all")


def test_axes_that_are_given_are_drawn_on() -> None:
    result = roi.load(ROOT / "tests" / "data" / "four_fleets_six_markets.json").evaluate()
    figure, ax = plt.subplots(layout="constrained")
    assert len(result.plot_idle_hours(ax)) == 4 and len(figure.axes) == 4
    (one,) = result.plot_idle_hours(fleet="hopper")
    assert one.get_title(loc="left").startswith("hopper: use of ")
    figure = plt.figure()
    free = figure.add_axes((0.1, 0.1, 0.8, 0.8))
    with pytest.raises(roi.NoSolutionError, match="these Axes have room for one fleet of 4; name one"):
        result.plot_idle_hours(free)
    with pytest.raises(roi.DomainError, match='there is no fleet "hoper"; nearest is hopper'):
        result.plot_idle_hours(fleet="hoper")
    plt.close("all")
