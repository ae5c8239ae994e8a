"""How much margin the best allocation of the same demand would earn more than the rule, month by month.

>>> regret = roi.load(example).evaluate().allocation_regret
>>> list(regret.columns), regret.attrs["units"]["regret"]
(['rule', 'best', 'regret'], 'CNY')
>>> bool((regret["regret"] < 1e-6).all())  # one market on one fleet: there is nothing to choose
True

The best allocation solves, in each month, a linear programme in the hours h of market m on fleet f:

    maximise    sum of h x margin
    over f      sum of h <= hours available, less what contracts hold
    over m      sum of h x yield <= hours offered, less what is too large or turned away by the queue for good
    each        h x yield <= hours offered x ready x share of the work in jobs that fit

    margin      price x price factor (x yield where an hour of the reference is paid), less the power by which an
                allocated hour exceeds an idle one, less the cost of carrying the share that comes from other regions

The rule's own allocation keeps all of these, so the best one never earns less. Needs SciPy (HiGHS).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..errors import PackageError
from .offer import Offer, offer_of

if TYPE_CHECKING:
    from ..result.result import Result

__all__ = ["ASSUMPTIONS", "allocation_regret", "best_margin"]

ASSUMPTIONS = (
    "demand, prices and contracts are as they are; each month is taken alone, at a sales scale of 1",
    "hours that the queue turned away or that are too large for the last fleet of a list stay lost",
    "an hour costs the power by which it exceeds an idle one, at the month's energy price and PUE, and the networks; "
    "demand charges, staff and services do not move with it",
    "work that earns less than it costs may be left alone",
)


def allocation_regret(result: Result) -> pd.DataFrame:
    """Margin of the rule's and of the best allocation by month, and the difference."""
    offer = offer_of(result)
    rule = sum((pair.held * pair.margin for pair in offer.pairs), np.zeros(len(result.index)))
    best = np.maximum(best_margin(offer, len(rule)), rule)  # the rule's allocation is one of those compared
    frame = pd.DataFrame({"rule": rule, "best": best, "regret": best - rule}, index=result.index)
    frame.attrs = {
        "units": dict.fromkeys(frame.columns, result.center.currency),
        "kinds": dict.fromkeys(frame.columns, "flow"),
        "definitions": {
            "rule": "margin of what the rule of allocation serves on demand",
            "best": "largest margin that any allocation of the same demand earns",
            "regret": "best - rule",
        },
        "assumptions": ASSUMPTIONS,
    }
    return frame


def best_margin(offer: Offer, months: int) -> NDArray[np.float64]:
    """Largest margin of each month: one programme of independent months, each in hours and money of its own size."""
    try:
        from scipy.optimize import linprog
        from scipy.sparse import coo_array
    except ImportError:
        text = "allocation_regret needs SciPy, which is not installed: pip install libroi[market]"
        raise PackageError(text) from None
    pairs, fleets, markets = offer.pairs, list(offer.hours), list(offer.wanted)
    if not pairs:
        return np.zeros(months)
    hours = _size(list(offer.hours.values()))
    money = _size([pair.margin for pair in pairs])
    work = np.array([pair.work for pair in pairs])
    margin = np.array([pair.margin for pair in pairs]) / money
    most = np.array([pair.most for pair in pairs]) / hours
    useful = (margin > 0) & (work > 0)  # nothing is lost by leaving the others alone
    most = np.where(useful, most / np.where(useful, work, 1.0), 0.0)
    t = np.tile(np.arange(months), len(pairs))
    of_fleet = np.repeat([fleets.index(pair.fleet) for pair in pairs], months) * months + t
    of_market = np.repeat([len(fleets) + markets.index(pair.market) for pair in pairs], months) * months + t
    column = np.arange(work.size)
    entries = np.concatenate([np.ones(work.size), work.ravel()])
    places = (np.concatenate([of_fleet, of_market]), np.concatenate([column, column]))
    limits = coo_array((entries, places), shape=((len(fleets) + len(markets)) * months, work.size)).tocsr()
    right = np.concatenate([*(row / hours for row in (*offer.hours.values(), *offer.wanted.values()))])
    bounds = np.stack([np.zeros(work.size), most.ravel()], axis=1)
    found = linprog(-margin.ravel(), A_ub=limits, b_ub=right, bounds=bounds, method="highs")
    earned: NDArray[np.float64] = (found.x.reshape(work.shape) * margin).sum(axis=0) * hours * money
    return earned


def _size(rows: list[NDArray[np.float64]]) -> NDArray[np.float64]:
    largest: NDArray[np.float64] = np.max(rows, axis=0)
    return np.where(largest > 0, largest, 1.0)
