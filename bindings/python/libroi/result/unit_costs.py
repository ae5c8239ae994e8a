"""What an hour of compute costs, part by part, and what it earns.

cost of a part = levelised cost (metric lcoc/...) x present value of the part / present value of all cost

so that the parts add up to the metric. Capital is spending less sale proceeds, asset by asset; tax and financing are
not part of it. The price is the present value of leasing revenue over that of hours sold, levelised like the cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from .result import Result

__all__ = ["PER_EFFECTIVE", "unit_costs"]

_Value = Callable[[str], float]

PER_EFFECTIVE = "lcoc/effective pflops-hour"
_ASSET = re.compile(r"capex/(?:item|fleet)/(.+)/spend$")
_GENERATION = re.compile(r"-\d+$")


def unit_costs(result: Result) -> pd.DataFrame:
    """The work of `Result.unit_costs`."""
    lines = result.lines
    factor = lines["project/discount factor"].to_numpy(dtype=np.float64)

    def value(path: str) -> float:
        row: npt.NDArray[np.float64] = lines[path].to_numpy(dtype=np.float64)
        return float(row @ factor)

    parts: dict[str, float] = {}
    for name, amount in [*_capital(result, value), *_operating(result, value)]:
        parts[name] = parts.get(name, 0.0) + amount
    whole = value("project/cost")
    metrics = result.metrics
    paths = [str(path) for path in metrics.index if str(path).startswith("lcoc/")]
    values = metrics["value"]
    frame = pd.DataFrame({"present value": parts})
    for path in paths:
        level = float(values[path])
        frame[path] = frame["present value"] * (level / whole) if whole != 0.0 else float("nan")
    frame.index.name = "part"
    frame.attrs = {
        "units": {"present value": result.center.currency} | {path: str(metrics.loc[path, "unit"]) for path in paths},
        "prices": {path: price for path in paths if (price := _price(result, path, value)) is not None},
    }
    return frame


def _capital(result: Result, value: _Value) -> list[tuple[str, float]]:
    """Each asset, generations of a fleet together."""
    out = []
    for path in result.lines.columns:
        asset = _ASSET.fullmatch(str(path))
        if asset is None:
            continue
        name = _GENERATION.sub("", asset[1]) if str(path).startswith("capex/fleet/") else asset[1]
        spent = value(str(path)) - value(str(path).removesuffix("spend") + "proceeds received")
        out.append((f"Capital: {name}", spent))
    return out


def _operating(result: Result, value: _Value) -> list[tuple[str, float]]:
    """Each line of operating cost by its label."""
    labels, sections = result.lines.attrs["labels"], result.lines.attrs["sections"]
    return [(str(labels[path]), value(path)) for path, section in sections.items() if section == "operating_cost"]


def _price(result: Result, path: str, value: _Value) -> float | None:
    """Levelised price of what the metric counts; None where nothing of it is sold."""
    unit = path.removeprefix("lcoc/sold ")
    below = f"/{unit}"
    if path == PER_EFFECTIVE:
        revenue, hours = "revenue/leasing", "sales/effective"
    elif f"revenue/leasing{below}" in result.lines:
        revenue = f"revenue/leasing{below}"
        hours = f"sales/sold{below}" if f"sales/sold{below}" in result.lines else "sales/sold"
    else:
        revenue, hours = "revenue/leasing", "sales/sold"
    sold = value(hours)
    return value(revenue) / sold if sold > 0.0 else None
