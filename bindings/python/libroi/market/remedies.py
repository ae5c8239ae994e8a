"""What would change it: remedies for idle hours, each valued by evaluating the center with other inputs.

>>> table = roi.load(example).remedies()
>>> bool(table.loc["price +10 %", "npv change"] > 0)
True
>>> table.attrs["not applicable"]["networks at once"]
'no network that is ready after the start of the model'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..errors import DomainError, Error

if TYPE_CHECKING:
    from ..model.center import Center
    from ..result.result import Result

__all__ = ["REMEDIES", "Remedy", "remedies"]

_Patch = dict[str, Any]
_PRICE_STEP, _PRICE_REACH = 0.1, 0.5
_RAREST = 1e-6  # failures a year: the least that a fleet may state


@dataclass(frozen=True)
class Remedy:
    """A change of inputs: its name, what it does, whether it is a bound on what can be had."""

    name: str
    words: str
    bound: bool
    patch: Callable[[_Inputs], _Patch]
    reason: str  # where it does not apply


@dataclass(frozen=True)
class _Inputs:
    """The resolved inputs of a center, read once."""

    center: Center
    model: Mapping[str, Any]

    def group(self, name: str) -> dict[str, Any]:
        return dict(self.model.get(name) or {})

    def listed(self, market: str) -> dict[str, list[str]]:
        """By key of `runs_on`, the fleets it stands for."""
        fleets = self.group("fleets")
        out = {}
        for key in self.group("markets")[market].get("runs_on") or {}:
            chips = [f for f, fleet in fleets.items() if fleet["device"].get("chip", "") == key]
            out[key] = [key] if key in fleets else chips
        return out


def _numbers(node: Any) -> Any:
    """Resolved inputs with each value in the place of what is known about it."""
    if isinstance(node, dict):
        return _numbers(node["value"]) if "value" in node else {key: _numbers(entry) for key, entry in node.items()}
    return [_numbers(entry) for entry in node] if isinstance(node, list) else node


# --- patches ---------------------------------------------------------------------------------------------------------


def _energised_when_delivered(inputs: _Inputs) -> _Patch:
    out = {}
    for key, phase in inputs.group("phases").items():
        dates = [fleet["delivered"] for fleet in inputs.group("fleets").values() if fleet["phase"] == key]
        if dates and min(dates) < phase["energised"]:
            out[f"phases.{key}.energised"] = min(dates)
    return out


def _no_failures(inputs: _Inputs) -> _Patch:
    out: _Patch = {}
    for key, fleet in inputs.group("fleets").items():
        if "reliability" in fleet:
            if fleet["reliability"]["failure_rate"] > _RAREST:
                out[f"fleets.{key}.reliability.failure_rate"] = _RAREST
        elif fleet["availability"] < 1.0:
            out[f"fleets.{key}.availability"] = 1.0
    return out


def _adapted_at_once(inputs: _Inputs) -> _Patch:
    out: _Patch = {}
    for market, path, entry in _entries(inputs):
        if not inputs.listed(market)[path.rpartition(".")[2]]:
            continue
        if entry.get("ready") is not None and entry["ready"] > 0:
            out[f"{path}.ready"] = None
        work = entry.get("adaptation")
        if work and work["initial_efficiency"] < entry["efficiency"]:
            out[f"{path}.adaptation.initial_efficiency"] = entry["efficiency"]
    return out


def _chips_that_fit(inputs: _Inputs) -> _Patch:
    out: _Patch = {}
    for key, market in inputs.group("markets").items():
        runs_on, fleets = market.get("runs_on") or {}, inputs.group("fleets")
        usable = [
            f for f, fleet in fleets.items() if fleet["device"]["peak"].get(market.get("precision", "fp16"), 0) > 0
        ]
        known = {f for listed in inputs.listed(key).values() for f in listed}
        if not runs_on:
            known = {market["fleet"]}
            if set(usable) <= known or market["fleet"] not in usable:
                continue
            out[f"markets.{key}.fleet"] = None
            out[f"markets.{key}.reference"] = fleets[market["fleet"]]["device"]
            out[f"markets.{key}.runs_on"] = {f: {"efficiency": 1.0} for f in [market["fleet"], *usable] if f in usable}
            continue
        for name, entry in runs_on.items():
            path = f"markets.{key}.runs_on.{name}"
            out |= {f"{path}.efficiency": 1.0} if entry["efficiency"] < 1.0 else {}
            out |= {f"{path}.ready": None} if entry.get("ready") else {}
            if entry.get("adaptation") and entry["adaptation"]["initial_efficiency"] < 1.0:
                out[f"{path}.adaptation.initial_efficiency"] = 1.0
        out |= {f"markets.{key}.runs_on.{fleet}": {"efficiency": 1.0} for fleet in usable if fleet not in known}
    return out


def _networks_at_once(inputs: _Inputs) -> _Patch:
    return {f"networks.{key}.ready": 0.0 for key, line in inputs.group("networks").items() if line["ready"] > 0}


def _no_competitors(inputs: _Inputs) -> _Patch:
    return {f"markets.{key}.competition": None for key, m in inputs.group("markets").items() if m.get("competition")}


def _customers_wait(inputs: _Inputs) -> _Patch:
    markets = inputs.group("markets").items()
    return {f"markets.{key}.queue.waits": 1.0 for key, m in markets if m.get("queue") and m["queue"]["waits"] < 1.0}


def _entries(inputs: _Inputs) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for key, market in inputs.group("markets").items():
        for name, entry in (market.get("runs_on") or {}).items():
            yield key, f"markets.{key}.runs_on.{name}", entry


#: In the order of the causes they answer to. Prices and pools have functions of their own.
REMEDIES = (
    Remedy("energised when delivered", "halls have power from the day their first cards are delivered", False,
           _energised_when_delivered, "no hall is energised after its cards are delivered"),
    Remedy("no failures", "every card installed is available", True, _no_failures, "every card is available always"),
    Remedy("customers wait", "all customers of a queue wait while their patience lasts", False, _customers_wait,
           "no market has a queue in which customers do not wait"),
    Remedy("chips that fit", "every class runs on every fleet as well as on its reference, at its price", True,
           _chips_that_fit, "every class runs on every fleet as well as on its reference"),
    Remedy("adapted at once", "work runs on its chips from the start at full efficiency, at the cost given", False,
           _adapted_at_once, "no work waits for its adaptation"),
    Remedy("networks at once", "networks carry work from the start of the model", False, _networks_at_once,
           "no network that is ready after the start of the model"),
    Remedy("no competitors", "nobody else sells the same", True, _no_competitors, "no market has competitors"),
)  # fmt: skip


def _one_pool(inputs: _Inputs) -> tuple[_Patch, str]:
    """Fleets that differ in nothing but their size become one; else what they differ in."""
    fleets, sizes = inputs.group("fleets"), ("cards", "servers")
    groups: list[list[str]] = []
    for key, fleet in fleets.items():
        like = next((g for g in groups if fleets[g[0]]["device"] == fleet["device"]), None)
        if like is None:
            groups.append([key])
        else:
            like.append(key)
    out: _Patch = {}
    reason = "no two fleets have the same chip"
    for first, *others in groups:
        for other in others:
            one, two = fleets[first], fleets[other]
            unlike = [n for n in sorted({*one, *two}) if n not in sizes and one.get(n) != two.get(n)]
            if unlike or ("cards" in one) != ("cards" in two):
                reason = (
                    f"{first} and {other} have the same chip, but differ in {', '.join(unlike) or 'how they are given'}"
                )
                continue
            size = "cards" if "cards" in one else "servers"
            path = f"fleets.{first}.{size}"
            out[path] = out.get(path, one[size]) + two[size]
            out[f"fleets.{other}"] = None
            for group in ("contracts", "markets"):
                keys = inputs.group(group).items()
                out |= {f"{group}.{key}.fleet": first for key, entry in keys if entry.get("fleet") == other}
            for key, market in inputs.group("markets").items():
                runs_on = market.get("runs_on") or {}
                if other in runs_on:
                    out[f"markets.{key}.runs_on.{other}"] = None
                    if first not in runs_on:
                        out[f"markets.{key}.runs_on.{first}"] = runs_on[other]
    return out, reason


# --- prices ----------------------------------------------------------------------------------------------------------


def _price_levels(inputs: _Inputs, market: str) -> dict[str, float]:
    """The numbers of a market's price that are levels: not its growth, not its dates."""
    table = inputs.center.parameters["value"]
    stem = f"markets.{market}.price"
    paths = (str(path) for path in table.index if path == stem or str(path).startswith(f"{stem}."))
    levels = {path: float(table[path]) for path in paths if path.rpartition(".")[2] not in ("growth", "date")}
    return {path: value for path, value in levels.items() if not path.endswith(".price_date")}


def _prices_times(inputs: _Inputs, factor: float) -> _Patch:
    return {
        path: factor * level
        for market in inputs.group("markets")
        for path, level in _price_levels(inputs, market).items()
        if level != 0.0
    }


def _best_price(inputs: _Inputs, market: str) -> float:
    """The factor on a market's price, within +-50 %, with the greatest project NPV: to a thousandth."""
    levels = {path: level for path, level in _price_levels(inputs, market).items() if level != 0.0}
    low, high = 1.0 - _PRICE_REACH, 1.0 + _PRICE_REACH
    best = 1.0
    for step in (0.01, 0.001):
        factors = np.unique(np.append(np.arange(low, high + step / 2, step).clip(low, high), best))
        values = {path: factors * level for path, level in levels.items()}
        npv = inputs.center.evaluate_many(values, ["npv/project"])["npv/project"].to_numpy()
        best = float(factors[np.nanargmax(npv)])
        low, high = max(low, best - step), min(high, best + step)
    return round(best, 4)


# --- the table -------------------------------------------------------------------------------------------------------


def remedies(center: Center) -> pd.DataFrame:
    """The work of `Center.remedies`."""
    inputs = _Inputs(center, _numbers(json.loads(center.canonical)))
    if not inputs.group("fleets"):
        raise DomainError(f"remedies: {center.name} has no fleets, so no hours can stand idle")
    before = center.evaluate()
    rows: list[dict[str, Any]] = []
    left_out: dict[str, str] = {}

    def add(name: str, words: str, bound: bool, patch: _Patch, reason: str) -> None:
        if not patch:
            left_out[name] = reason
            return
        try:
            after = center.replace(patch).evaluate()
        except Error as error:
            left_out[name] = f"the inputs do not allow it: {' '.join(str(error).split())}"
            return
        rows.append({"remedy": name, "what": words, "bound": bound, **_effect(before, after), "changes": patch})

    together: _Patch = {}
    for remedy in REMEDIES:
        patch = remedy.patch(inputs)
        add(remedy.name, remedy.words, remedy.bound, patch, remedy.reason)
        if remedy.name in {row["remedy"] for row in rows}:
            together = _joined(together, patch)
    pooled, apart = _one_pool(inputs)
    add("one pool", "fleets of the same chip serve all their customers as one", False, pooled, apart)
    for factor in (1.0 - _PRICE_STEP, 1.0 + _PRICE_STEP):
        name = f"price {100.0 * (factor - 1.0):+.0f} %".replace("-", "\N{MINUS SIGN}")
        add(name, "every market's price at that level", False, _prices_times(inputs, factor), "no market has a price")
    for market in before.mismatch.markets:
        name = f"best price of {market}"
        if not inputs.group("markets")[market].get("price_response"):
            left_out[name] = "its demand does not answer to the price"
            continue
        factor = _best_price(inputs, market)
        words = f"its price x {factor:g}: the greatest NPV within ±{100 * _PRICE_REACH:.0f} %"
        words += ", at the end of that range" if abs(factor - 1.0) >= _PRICE_REACH else ""
        levels = {path: factor * level for path, level in _price_levels(inputs, market).items() if level != 0.0}
        add(name, words, False, levels if factor != 1.0 else {}, "the price as it is gives the greatest NPV")
    combined = [row for row in rows if row["remedy"] in {remedy.name for remedy in REMEDIES}]
    if len(combined) > 1:
        add(
            "all together",
            f"{_listed([row['remedy'] for row in combined])}",
            any(row["bound"] for row in combined),
            together,
            "",
        )
    frame = pd.DataFrame(rows, columns=["remedy", "what", "bound", *_EFFECTS, "changes"]).set_index("remedy")
    unit = before.mismatch.attrs["fleets"][before.mismatch.fleets[0]]
    frame.attrs = {
        "before": {name: value for name, value in _effect(before, before).items() if not name.endswith("change")},
        "money": center.currency,
        "hours": unit,
        "not applicable": left_out,
    }
    return frame


_EFFECTS = (
    "npv change",
    "utilization change",
    "idle hours change",
    "npv",
    "utilization",
    "idle hours",
)


def _effect(before: Result, after: Result) -> dict[str, float]:
    old, new = _measures(before), _measures(after)
    return {f"{name} change": new[name] - old[name] for name in new} | new


def _measures(result: Result) -> dict[str, float]:
    """Project NPV; utilization and idle hours of the unit of sale that the first fleet has."""
    total: Any = result.mismatch.total
    metrics: Any = result.metrics["value"]
    unit = total.index.get_level_values("unit")[0]
    return {
        "npv": float(metrics["npv/project"]),
        "utilization": float(metrics["utilization"]),
        "idle hours": float(total.loc[unit, "hours"].sum()),
    }


def _joined(one: _Patch, two: _Patch) -> _Patch:
    """Both patches. A share of efficiency is raised by two remedies: the higher counts."""
    out = dict(one)
    for path, value in two.items():
        if isinstance(out.get(path), float) and isinstance(value, float):
            out[path] = max(out[path], value)
        else:
            out[path] = value
    return out


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"
