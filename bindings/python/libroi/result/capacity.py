"""What stands in the halls, what sells and what holds cards back, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from .result import Result

__all__ = ["HELD_BY", "LIMITS", "fleets", "held_by", "hour_units", "phases"]

#: The codes of *capacity/fleet/f/held by*.
HELD_BY = ("nothing", "not delivered yet", "not energised yet", "power", "racks", "floor")
#: The codes of *capacity/phase/p/binding limit*.
LIMITS = ("none", "power", "racks", "floor")


def hour_units(result: Result) -> dict[str, str]:
    """The units of sale of a center, the headline's first, with what their lines and metrics end in.

    >>> import libroi as roi
    >>> hour_units(roi.load(example).evaluate())
    {'card-hour': ''}
    """
    stem = "sales/sold"
    paths = [path for path in result.lines.columns if path == stem or path.startswith(f"{stem}/")]
    return {str(result.lines.attrs["units"][path]): str(path).removeprefix(stem) for path in paths}


def held_by(result: Result) -> pd.DataFrame:
    """By month and fleet, what holds cards back that are bought: one of `HELD_BY`."""
    columns = {fleet: result.lines[f"capacity/fleet/{fleet}/held by"] for fleet in _keys(result, "fleet")}
    words = {
        fleet: pd.Categorical([HELD_BY[int(code)] for code in row], categories=list(HELD_BY))
        for fleet, row in columns.items()
    }
    return pd.DataFrame(words, index=result.index)


def fleets(result: Result) -> pd.DataFrame:
    """One row a fleet: unit of sale, cards or nodes bought and usable, hours sold of those available, limits."""
    lines, constants = result.lines, result.constants["value"]
    rows = []
    for fleet in _keys(result, "fleet"):
        at = f"capacity/fleet/{fleet}/"
        device = str(lines.attrs["units"][at + "installed"])
        delivered, installed = lines[at + "delivered"], lines[at + "installed"]
        available, sold = lines[at + "available"], lines[f"sales/fleet/{fleet}/sold"]
        rows.append({
            "unit of sale": str(lines.attrs["units"][at + "available"]),
            "device": device,
            "delivered": float(delivered.max()),
            "usable": float(constants[at + "usable cards"]),
            "installed": float(installed.max()),
            "available": float(available.sum()),
            "sold": float(sold.sum()),
            "utilization": float(sold.sum() / available.sum()) if available.sum() > 0 else float("nan"),
            "held by": _course(result, fleet),
        })  # fmt: skip
    frame = pd.DataFrame(rows, index=pd.Index(_keys(result, "fleet"), name="fleet"))
    frame.attrs = {"hours": "over the life of the model", "cards": "the most of any month"}
    return frame


def phases(result: Result) -> pd.DataFrame:
    """One row a phase: the share of its cards that it can hold, and the limit that binds."""
    constants = result.constants["value"]
    keys = _keys(result, "phase")
    rows = [
        {
            "sufficiency": float(constants[f"capacity/phase/{phase}/sufficiency"]),
            "limit": LIMITS[int(constants[f"capacity/phase/{phase}/binding limit"])],
        }
        for phase in keys
    ]
    return pd.DataFrame(rows, index=pd.Index(keys, name="phase"))


def _course(result: Result, fleet: str) -> str:
    """What holds a fleet back, from when on: "not delivered yet until 2026-09, then power"."""
    codes = result.lines[f"capacity/fleet/{fleet}/held by"]
    out: list[str] = []
    last = None
    for month, code in zip(result.index, codes, strict=True):
        if code == last:
            continue
        if last is not None:
            out[-1] += f" until {month - 1}"
        out.append(HELD_BY[int(code)])
        last = code
    return ", then ".join(out)


def _keys(result: Result, group: str) -> list[str]:
    stem = f"capacity/{group}/"
    end = "/installed" if group == "fleet" else "/live"
    return [
        str(path)[len(stem) : -len(end)]
        for path in result.lines.columns
        if str(path).startswith(stem) and str(path).endswith(end)
    ]
