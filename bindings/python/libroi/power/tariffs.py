"""Tariffs, from files, dictionaries and text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .. import _libroi

__all__ = [
    "parse_tariff",
    "read_tariff",
    "tariff_of",
]

_engine: Any = _libroi.power


def read_tariff(
    path: str | Path,
    *,
    tier_basis: str | None = None,
    tou_ratchet: str | None = None,
    currency: str | None = None,
    coincident_hours: Sequence[float] = (),
) -> Any:
    """Tariff of a file in libroi's form or OpenEI's URDB form. For URDB files:

    tier_basis: whose kWh climb the tiers where periods share a month: "all_in_order" (the default, as NREL's SAM),
    "all_pro_rata" or "period". tou_ratchet: what a ratchet does to time-of-use demand: "none", "own" peaks, or the
    billing demand of the "month" (SAM). currency: of the prices, "USD" unless the file's country is another.
    coincident_hours: hours of the year (0 is the first) of the system's peaks, for a coincident rate structure.

    The tariff's `notices` name what the file holds that was not used, or was used after a change.
    """
    return _engine.read_tariff(str(path), tier_basis, tou_ratchet, currency, list(coincident_hours))


def parse_tariff(data: dict[str, Any] | str, name: str = "tariff", **urdb: Any) -> Any:
    """The same of a dictionary or of JSON text; `name` takes the file's place in messages."""
    text = data if isinstance(data, str) else json.dumps(data)
    return _engine.parse_urdb(name, text, **urdb) if urdb else _engine.parse_tariff(name, text)


def tariff_of(tariff: Any) -> Any:
    """A tariff, its file or its dictionary as a tariff."""
    if isinstance(tariff, str | Path):
        return read_tariff(tariff)
    return parse_tariff(tariff) if isinstance(tariff, dict) else tariff
