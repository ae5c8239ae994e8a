"""Why hours stand idle, in plain words, for the report, the notebook card and the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from ..market.hours import CAUSES
from .texts import number

if TYPE_CHECKING:
    from .result import Result

__all__ = ["BECAUSE", "UNMET_BECAUSE", "hours", "idle_sentences", "percent", "unmet_sentences"]

BECAUSE = {
    "not energised": "because halls have no power, space or service for them yet",
    "unavailable": "because of failures and repair",
    "reserved and paid": "because customers pay for them and do not use them",
    "reserved and unpaid": "because they are held for customers who neither use nor pay them",
    "too large": "because jobs are larger than the pool",
    "queue": "because customers find no free card when they come",
    "other chips": "because the demand is for other chips",
    "not adapted": "because the work is not adapted to these chips yet",
    "network": "because no network carries the demand of other regions",
    "competitors": "because competitors win the demand",
    "price": "because the price turns customers away",
    "no demand": "because nobody asks for them",
}
UNMET_BECAUSE = {
    "network": "for want of a network",
    "competitors": "to competitors",
    "price": "to the price",
    "not ready": "because the work is not adapted yet",
    "too large": "because jobs are larger than the pool",
    "full": "because the fleets it can run on are full",
    "queue": "in the queue",
    "no chip": "because none of its chips is here",
}
_SMALLEST = 0.005  # of the whole: a share that a sentence names


def hours(amount: float, unit: str) -> str:
    """Hours as people say them.

    >>> hours(8_460_000.0, "card-hour"), hours(12_300.0, "node-hour"), hours(3e9, "vCPU-hour")
    ('8.5 million card-hours', '12,300 node-hours', '3.0 billion vCPU-hours')
    """
    if amount >= 1e9:
        return f"{amount / 1e9:,.1f} billion {unit}s"
    return f"{amount / 1e6:,.1f} million {unit}s" if amount >= 1e6 else f"{number(amount, 3)} {unit}s"


def percent(share: float) -> str:
    """A share of a whole; a small one with a digit more.

    >>> percent(0.283), percent(0.0042), percent(float("nan"))
    ('28 %', '0.4 %', 'n/a')
    """
    if share != share:
        return "n/a"
    return f"{100.0 * share:.0f} %" if share >= 0.0995 or share == 0.0 else f"{100.0 * share:.1f} %"


def idle_sentences(result: Result, year: int | None = None, fleet: str | None = None) -> list[str]:
    """One sentence a unit of sale, or one of a fleet: how much was used, and why the rest was not.

    >>> idle_sentences(roi.load(example).evaluate(), 2030)[0].partition(";")[0]
    '83 % of 8.8 million card-hours delivered were allocated in 2030'
    """
    found = result.mismatch
    idle: Any = found.idle if year is None else found.idle_by_year.loc[year]
    chosen = found.fleets if fleet is None else [fleet]
    use = {key: found.use_by_month(key) for key in chosen}
    out = []
    for unit in dict.fromkeys(found.attrs["fleets"][key] for key in chosen):
        fleets = [key for key in chosen if found.attrs["fleets"][key] == unit]
        sums = [_of(use[key], year).sum() for key in fleets]
        delivered, allocated = (float(sum(one[name] for one in sums)) for name in ("delivered", "allocated"))
        when = f"in {year}" if year is not None else f"in the {len(result.index)} months of the model"
        if delivered <= 0.0:
            out.append(f"No {unit}s were delivered {when}.")
            continue
        rows = idle.loc[fleets, "hours"].groupby(level="cause").sum().reindex(list(CAUSES))
        shares = (rows / delivered).sort_values(ascending=False, kind="stable")
        parts = [f"{percent(share)} {BECAUSE[str(cause)]}" for cause, share in shares.items() if share >= _SMALLEST]
        of = f" of {fleet}" if fleet is not None else ""
        text = f"{percent(allocated / delivered)} of {hours(delivered, unit)} delivered{of} were allocated {when}"
        if parts:
            first, *more = parts
            text += "; " + ", ".join([first.replace(" because", " stand idle because", 1), *more])
        out.append(f"{text}.")
    return out


def unmet_sentences(result: Result, year: int | None = None) -> list[str]:
    """One sentence a market: how much of its demand was served, and where the rest went."""
    found = result.mismatch
    if not found.markets:
        return ["The center has no markets: what contracts do not take, nobody is asked to."]
    unmet: Any = found.unmet if year is None else found.unmet_by_year.loc[year]
    out = []
    for market in found.markets:
        rows, unit = unmet.loc[market]["hours"], found.attrs["markets"][market]
        whole = float(rows.sum())
        if whole <= 0.0:
            out.append(f"{market} asks for nothing.")
            continue
        lost = rows.drop("served").sort_values(ascending=False, kind="stable") / whole
        parts = [
            f"{percent(share)} are lost {UNMET_BECAUSE[str(name)]}"
            for name, share in lost.items()
            if share >= _SMALLEST
        ]
        parts = [parts[0], *(part.replace(" are lost", "") for part in parts[1:])] if parts else []
        served = f"{percent(float(rows['served']) / whole)} of {hours(whole, unit)} that {market} asks for are served"
        out.append("; ".join([served, ", ".join(parts)] if parts else [served]) + ".")
    return out


def _of(table: pd.DataFrame, year: int | None) -> pd.DataFrame:
    return table if year is None else table[pd.PeriodIndex(table.index).year == year]
