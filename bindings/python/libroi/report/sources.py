"""The inputs of a center with what is known about their sources."""

from __future__ import annotations

import re
from typing import Any

from ..model.center import Center
from ..result import texts

__all__ = ["STATUSES", "shares_by_status", "sources_of"]

#: Statuses from the firmest to the weakest, with a color for each.
STATUSES = {
    "contract": "#1b4965",
    "invoice": "#24617f",
    "filing": "#2a6f97",
    "policy": "#468faf",
    "quote": "#5fa8c8",
    "benchmark": "#89c2d9",
    "derived": "#b6d5c4",
    "assumption": "#f2cc8f",
    "placeholder": "#e07a5f",
    "default": "#ced4da",
}


def sources_of(center: Center) -> list[tuple[str, list[dict[str, str]]]]:
    """Inputs by group, with what is known about each."""
    groups: dict[str, list[dict[str, str]]] = {}
    before = ("", "")
    parameters = center.parameters
    tables = _tables_of_twelve(list(parameters.index.astype(str)))
    for path, row in parameters.iterrows():
        if str(path) in tables and not str(path).endswith(".0"):
            continue
        status = str(row["status"]) or ("default" if not row["given"] else "unstated")
        value = (
            str(row["given"]) if re.match(r"^\d{4}-\d\d", str(row["given"])) else texts.number(float(row["value"]), 6)
        )
        name = str(path)
        if name in tables:
            name = name.removesuffix(".0")
            values = parameters.loc[[f"{name}.{month}" for month in range(12)], "value"]
            low, high = (texts.number(float(x), 4) for x in (values.min(), values.max()))
            value = low if low == high else f"{low} \u2013 {high}"
        words = (str(row["source"]), str(row["note"]))
        repeats = words == before and len("".join(words)) > 60
        before = words
        groups.setdefault(str(path).split(".")[0], []).append(
            {
                "path": name,
                "value": value,
                "unit": "" if re.match(r"^\d{4}-\d\d", value) or row["unit"] == "1" else str(row["unit"]),
                "meaning": str(row["meaning"]),
                "status": status,
                "confidence": str(row["confidence"]),
                "source": "as above" if repeats else words[0],
                "as_of": str(row["as_of"]),
                "note": "" if repeats else words[1],
            }
        )
    return list(groups.items())


def _tables_of_twelve(paths: list[str]) -> set[str]:
    """Paths that are the months of a table; it takes one row."""
    known = set(paths)
    found = set()
    for path in paths:
        stem, _, last = path.rpartition(".")
        if last == "0" and all(f"{stem}.{month}" in known for month in range(12)) and f"{stem}.12" not in known:
            found |= {f"{stem}.{month}" for month in range(12)}
    return found


def shares_by_status(groups: list[tuple[str, list[dict[str, str]]]]) -> list[dict[str, Any]]:
    """How many inputs stand on which status."""
    counts: dict[str, int] = {}
    for _, rows in groups:
        for row in rows:
            counts[row["status"]] = counts.get(row["status"], 0) + 1
    total = sum(counts.values())
    order = [status for status in (*STATUSES, "unstated") if status in counts]
    order += sorted(status for status in counts if status not in order)
    return [
        {
            "status": status,
            "count": counts[status],
            "share": f"{100.0 * counts[status] / total:.1f}",
            "color": STATUSES.get(status, "#adb5bd"),
        }
        for status in order
    ]
