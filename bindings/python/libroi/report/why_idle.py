"""The section "Why hours stand idle" of a report, and what results.json says of it."""

from __future__ import annotations

from typing import Any, cast

from ..plot import market as plots
from ..result import texts
from ..result.idle_in_words import hours, idle_sentences, percent, unmet_sentences
from ..result.queue_error import queue_errors
from ..result.result import Result
from .drawings import svg

__all__ = ["last_full_year", "section", "tells"]

_SMALLEST = 5e-4  # of the whole: a row that is shown


def tells(result: Result) -> bool:
    """Whether there is anything to tell: fleets, and markets or contracts that could use them."""
    center = result.center
    return bool(len(center["fleets"]) and (len(center["markets"]) or len(center["contracts"])))


def last_full_year(result: Result) -> int | None:
    """The last calendar year of which the model has all twelve months; None where there is none."""
    years = [int(month.year) for month in result.index]
    full = [year for year in dict.fromkeys(years) if years.count(year) == 12]
    return full[-1] if full else None


def section(result: Result) -> dict[str, Any] | None:
    """Sentences, tables and drawings; None where there is nothing to tell."""
    if not tells(result):
        return None
    found = result.mismatch
    year = last_full_year(result)
    sentences = idle_sentences(result)
    if year is not None:
        sentences = [*idle_sentences(result, year), *sentences]
    height = 2.3 * len(found.fleets) + 0.5
    charts = [
        {"name": "Use of delivered hours", "svg": svg(lambda ax: plots.idle_hours(result, ax), 9.6, height, "idle")}
    ]
    if found.markets:
        size = 1.6 + 0.72 * (len(found.fleets) + 1)
        charts.append(
            {
                "name": "Supply against demand",
                "svg": svg(lambda ax: plots.supply_and_demand(result, ax), 9.6, size, "supply"),
            }
        )
    return {
        "sentences": sentences,
        "idle": _idle_rows(result),
        "unmet": _unmet_rows(result),
        "demand": unmet_sentences(result),
        "charts": charts,
        "queue": [
            f"{fleet}: the closed form of the queue is within {percent(error)} of the exact share lost"
            for fleet, error in queue_errors(result).items()
        ],
    }


def _idle_rows(result: Result) -> list[dict[str, str]]:
    found = result.mismatch
    rows = []
    for at, row in found.idle.iterrows():
        fleet, cause = cast("tuple[str, str]", at)
        if not row["share of delivered"] >= _SMALLEST:
            continue
        worth = row["money"]
        rows.append({
            "fleet": fleet,
            "cause": found.attrs["causes"][cause],
            "hours": hours(row["hours"], row["unit"]),
            "share": percent(row["share of delivered"]),
            "worth": "paid for" if worth != worth else texts.amount(worth, found.attrs["money"]),
        })  # fmt: skip
    return rows


def _unmet_rows(result: Result) -> list[dict[str, str]]:
    found = result.mismatch
    rows = []
    for at, row in found.unmet.iterrows():
        if not row["share of potential"] >= _SMALLEST:
            continue
        market, reason = cast("tuple[str, str]", at)
        rows.append({
            "market": market,
            "reason": found.attrs["reasons"][reason],
            "hours": hours(row["hours"], row["unit"]),
            "share": percent(row["share of potential"]),
        })  # fmt: skip
    return rows
