"""OpenEI rates as dictionaries, for tests of bills."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from libroi import power

LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
BEGIN = np.concatenate([[0], np.cumsum(LENGTHS)]) * 24
MONTH = np.repeat(np.arange(12), np.array(LENGTHS) * 24)
#: An entry for SAM's "no upper bound".
OPEN = 1e38


def grid(period: int = 0) -> list[list[int]]:
    return [[period] * 24 for _ in range(12)]


def rate(**fields: Any) -> dict[str, Any]:
    """A rate with one free energy period, changed by `fields`; None removes one."""
    made: dict[str, Any] = {
        "name": "test",
        "energyratestructure": [[{"rate": 0.0}]],
        "energyweekdayschedule": grid(),
        "energyweekendschedule": grid(),
        **fields,
    }
    return {key: value for key, value in made.items() if value is not None}


def tariff(fields: dict[str, Any], **options: Any) -> Any:
    return power._power.parse_urdb("rate.json", json.dumps(fields), **options)


def bill(fields: dict[str, Any], load: Any, **options: Any) -> power.Bill:
    return power.bill(tariff(fields), load, **options)


def own(fields: dict[str, Any]) -> Any:
    """A tariff in libroi's own form."""
    return power._power.parse_tariff(
        "own.json", json.dumps({"libroi_tariff": 1, "name": "test", "currency": "USD", **fields})
    )


def block_load(kwh: list[float], peak: list[float]) -> np.ndarray:
    """A load with these kWh and peaks by month: one hour at the peak, the others level."""
    load = np.empty(8760)
    for m in range(12):
        hours = 24 * LENGTHS[m]
        load[BEGIN[m] : BEGIN[m + 1]] = (kwh[m] - peak[m]) / (hours - 1)
        load[BEGIN[m] + 15] = peak[m]
    return load
