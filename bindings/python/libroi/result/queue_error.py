"""How far the queue's closed form may be from the exact loss, as libroi states it with the results."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .. import queueing
from ..market.hours import MarketHours

if TYPE_CHECKING:
    from .result import Result

__all__ = ["queue_errors"]


def queue_errors(result: Result) -> dict[str, float]:
    """By fleet that a market queues for: bound on the error of the share lost, from its cards and the largest job.

    >>> queue_errors(roi.load(example).evaluate())
    {}
    >>> queued = roi.load(example).replace({"markets.on-demand.queue": {}, "markets.on-demand.job_cards": 8})
    >>> queue_errors(queued.evaluate())
    {'ascend': 0.008}
    """
    hours = MarketHours(result)
    markets = json.loads(result.center.canonical)["markets"]
    largest: dict[str, float] = {}
    for market, fleets in hours.lists.items():
        if not markets[market].get("queue"):
            continue
        sizes = [_number(size["cards"]) for size in markets[market].get("jobs", {}).values()]
        job = max(sizes) if sizes else _number(markets[market].get("job_cards", 1.0))
        for fleet in fleets:
            largest[fleet] = max(largest.get(fleet, 0.0), job)
    out = {}
    for fleet, job in largest.items():
        share = f"capacity/fleet/{fleet}/unit share"
        cards = float(hours.row(f"capacity/fleet/{fleet}/usable cards")[0])
        pool = cards / float(hours.row(share)[0]) if hours.has(share) else cards
        out[fleet] = float(queueing.closed_form_error(pool, min(job, pool))) if pool > 0.0 else 1.0
    return out


def _number(value: Any) -> float:
    return float(value["value"] if isinstance(value, dict) else value)
