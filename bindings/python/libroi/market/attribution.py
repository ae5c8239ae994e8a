"""Which class of work explains which idle hours of a fleet.

The engine books hours by fleet and cause, and for each market how much of its demand falls on an idle hour. Hours of a
cause belong to the classes in proportion to what each could have explained, so that they add up to the cause:

  too large, queue    hours that the class lost on this very fleet
  all others          demand of the class per idle hour x hours of the fleet that an hour of the reference takes
"""

from __future__ import annotations

import numpy as np

from .hours import EXPLAINED, MarketHours, Row

__all__ = ["explained_by", "hours_of_chip"]


def hours_of_chip(hours: MarketHours, market: str, fleet: str) -> Row:
    """Hours of a fleet that one hour of the market's reference takes; 0 where the card lacks the number format."""
    if hours.direct_fleet(market) == fleet:
        return np.ones(len(hours.index))
    listed = "on" if fleet in hours.lists[market] else "off"
    base = f"sales/market/{market}/{listed}/{fleet}"
    if hours.has(f"{base}/hours per reference hour") or listed == "off":
        return hours.row(f"{base}/hours per reference hour")
    return np.asarray(1.0 / hours.row(f"{base}/yield"))


def explained_by(hours: MarketHours, fleet: str) -> dict[str, dict[str, Row]]:
    """Hours of a fleet by cause and market; together the hours of the cause."""
    out = {}
    for cause in EXPLAINED:
        booked = hours.idle(fleet, cause)
        if not booked.any():
            continue
        claims = {market: _claim(hours, market, fleet, cause) for market in hours.markets}
        whole = np.sum(list(claims.values()), axis=0)
        share = np.where(whole > 0.0, booked / np.where(whole > 0.0, whole, 1.0), 0.0)
        out[cause] = {market: claim * share for market, claim in claims.items() if claim.any()}
    return out


def _claim(hours: MarketHours, market: str, fleet: str, cause: str) -> Row:
    """What a market could explain, up to a factor that all markets share."""
    if cause in ("too large", "queue"):
        return _lost_here(hours, market, fleet, cause)
    if (cause == "other chips") == (fleet in hours.lists[market]):
        return np.zeros(len(hours.index))
    each = hours.of_market(market, f"per idle hour/{cause}") * hours_of_chip(hours, market, fleet)
    return each * (1.0 - _ready(hours, market, fleet)) if cause == "not adapted" else each


def _ready(hours: MarketHours, market: str, fleet: str) -> Row:
    path = f"sales/market/{market}/on/{fleet}/ready"
    return hours.row(path) if hours.has(path) else np.ones(len(hours.index))


def _lost_here(hours: MarketHours, market: str, fleet: str, cause: str) -> Row:
    """Hours of a fleet that a market lost to its size or the queue: what came, less what was served or overflowed."""
    nothing = np.zeros(len(hours.index))
    if fleet not in hours.lists[market]:
        return nothing
    base = f"sales/market/{market}/on/{fleet}"
    fit = hours.row(f"{base}/fit") if hours.has(f"{base}/fit") else np.ones(len(hours.index))
    came = _came(hours, market, fleet)
    if cause == "too large":
        return came * (1.0 - fit)
    if not hours.has(f"sales/market/{market}/patience"):
        return nothing
    served_share = hours.row(f"sales/fleet/{fleet}/step/{_step(hours, market, fleet)}/served share")
    return np.maximum(came * fit * served_share - hours.sold_to(market, fleet), 0.0)


def _came(hours: MarketHours, market: str, fleet: str) -> Row:
    """Hours of a fleet that a market asks it for: its offer less what fleets before it in its list served."""
    offered = "offered" if hours.has(f"sales/market/{market}/offered") else "demand"
    left = hours.of_market(market, offered)
    for earlier in hours.lists[market]:
        per_reference = hours_of_chip(hours, market, earlier)
        if earlier == fleet:
            return np.asarray(left * _ready(hours, market, fleet) * per_reference)
        left = left - hours.sold_to(market, earlier) / per_reference
    raise AssertionError(fleet)


def _step(hours: MarketHours, market: str, fleet: str) -> int:
    """The number of the step in which a fleet serves a market: by priority, markets that name it, places of lists."""
    steps = set()
    own = (0, 0, 0)
    for number, other in enumerate(hours.markets):
        if fleet not in hours.lists[other]:
            continue
        direct = bool(hours.direct_fleet(other))
        step = (hours.priority(other), number if direct else len(hours.markets), hours.lists[other].index(fleet))
        steps.add(step)
        if other == market:
            own = step
    return sorted(steps).index(own) + 1
