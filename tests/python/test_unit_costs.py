"""Cost of an hour, part by part: against sums by hand, over several units of sale, and where nothing is sold."""

from __future__ import annotations

import pathlib

import matplotlib as mpl
import numpy as np
import pytest

import libroi as roi

mpl.use("Agg")

CLOUD = {
    "phase": "hall", "unit_of_sale": "vCPU-hour", "units_per_card": 128, "cards": 40, "price": 100000,
    "delivered": "2024-12-12", "asset_class": "servers",
    "device": {"name": "node", "peak": {"fp16": 0.01}, "idle_power": 0.3, "busy_power": 0.9},
}  # fmt: skip
PORTAL = {"fleet": "cloud", "cards": 4000, "start": "2025-02", "end": "2029-01", "price": 0.1}


@pytest.fixture(scope="module")
def lingshui(root: pathlib.Path) -> roi.Center:
    return roi.load(root / "models" / "centers" / "lingshui_hainan_expressway.json")


def test_parts_are_present_values_over_hours(lingshui: roi.Center) -> None:
    result = lingshui.evaluate()
    lines = result.lines
    factor = 1.0 / (1.0 + lingshui["valuation.discount_rate"]) ** ((np.arange(len(lines)) + 1) / 12.0)
    hours = float((lines["sales/sold"] * factor).sum())
    costs = result.unit_costs
    assert costs.loc["Power", "lcoc/sold card-hour"] == pytest.approx((lines["opex/power"] * factor).sum() / hours)
    servers = (lines["capex/fleet/servers-1/spend"] - lines["capex/fleet/servers-1/proceeds received"]) * factor
    assert costs.loc["Capital: servers", "lcoc/sold card-hour"] == pytest.approx(servers.sum() / hours)
    assert costs.attrs["prices"]["lcoc/sold card-hour"] == pytest.approx(
        (lines["revenue/leasing"] * factor).sum() / hours
    )
    for path in ("lcoc/sold card-hour", "lcoc/effective pflops-hour"):
        assert costs[path].sum() == pytest.approx(result.metric(path), rel=1e-12)
        assert costs.attrs["units"][path] == result.metrics.loc[path, "unit"]


def test_every_unit_of_sale_has_its_own_column(lingshui: roi.Center) -> None:
    result = lingshui.replace({"fleets.cloud": CLOUD, "contracts.portal": PORTAL}).evaluate()
    costs = result.unit_costs
    for path in ("lcoc/sold card-hour", "lcoc/sold vcpu-hour", "lcoc/effective pflops-hour"):
        assert costs[path].sum() == pytest.approx(result.metric(path), rel=1e-12)
    assert costs.attrs["prices"]["lcoc/sold vcpu-hour"] == pytest.approx(0.1, rel=1e-12)
    assert "Capital: cloud" in costs.index


def test_generations_of_a_fleet_stand_together(lingshui: roi.Center) -> None:
    renewed = lingshui.replace({"fleets.servers.refreshes": 1, "fleets.servers.refresh_interval": 30.0})
    costs = renewed.evaluate().unit_costs
    assert [name for name in costs.index if name.startswith("Capital: servers")] == ["Capital: servers"]


def test_nothing_sold_has_no_unit_costs(lingshui: roi.Center) -> None:
    idle = lingshui.replace({"contracts": {}, "markets": {}}).evaluate()
    assert idle.unit_costs["lcoc/sold card-hour"].isna().all()
    assert idle.unit_costs["present value"].sum() > 0
    with pytest.raises(roi.NoSolutionError, match="lcoc/sold card-hour does not exist: nothing of it is sold"):
        roi.plots.unit_costs(idle)


def test_the_picture_ends_at_the_whole_and_the_price(lingshui: roi.Center) -> None:
    result = lingshui.evaluate()
    axes = result.plot_unit_costs()
    data = roi.plots.unit_costs_data(result)
    assert [label.get_text() for label in axes.get_yticklabels()] == [*data.index, "levelised cost", "levelised price"]
    assert axes.patches[len(data)].get_width() == pytest.approx(result.metric("lcoc/sold card-hour"))
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches[: len(data)]]
    assert ends[-1] == pytest.approx(axes.patches[len(data)].get_width())
    with pytest.raises(roi.DomainError, match="per is 'lcoc', but must be one of lcoc/sold card-hour, lcoc/effective"):
        result.plot_unit_costs(per="lcoc")
