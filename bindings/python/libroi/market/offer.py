"""What a center offers its markets, month by month, as the rule of allocation found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ..model.center import Center
    from ..result.result import Result

__all__ = ["Offer", "Pair", "offer_of"]

Months = NDArray[np.float64]


@dataclass(frozen=True)
class Pair:
    """A market on a fleet that it can run on; months of each."""

    market: str
    fleet: str
    held: Months  # hours of the fleet that the rule gives it
    work: Months  # reference hours that an hour does
    most: Months  # reference hours that can run there at most: ready, and not in jobs too large
    margin: Months  # money that an hour earns, less what it costs


@dataclass(frozen=True)
class Offer:
    """Everything that an allocation of a month depends on."""

    hours: dict[str, Months]  # by fleet: available, less what contracts hold
    wanted: dict[str, Months]  # by market: reference hours offered, less what is too large or turned away for good
    pairs: list[Pair]


class _Rows:
    """Lines and constants of a result as months."""

    def __init__(self, result: Result) -> None:
        self.lines, self.months = result.lines, len(result.index)
        self.constants = result.constants["value"]

    def __call__(self, path: str, otherwise: float | Months = 0.0) -> Months:
        if path in self.lines:
            return self.lines[path].to_numpy(dtype=np.float64)
        value = self.constants[path] if path in self.constants.index else otherwise
        return np.broadcast_to(np.asarray(value, dtype=np.float64), self.months)

    def sum_of(self, paths: list[str]) -> Months:
        return sum((self(path) for path in paths), np.zeros(self.months))


def offer_of(result: Result) -> Offer:
    """Reads the lines of a result; the curves of prices are evaluated by the engine."""
    rows, markets = _Rows(result), _group(result, "markets")
    contracts = _group(result, "contracts")
    prices = _prices(result, markets)
    power = _power_of_an_hour(result, rows)
    hours = {}
    for f in _group(result, "fleets"):
        reserved = [f"sales/contract/{c}/reserved" for c, contract in contracts.items() if contract["fleet"] == f]
        hours[f] = np.maximum(rows(f"capacity/fleet/{f}/available") - rows.sum_of(reserved), 0.0)
    wanted, pairs = {}, []
    for m, market in markets.items():
        out = f"sales/market/{m}/"
        offered = rows(out + "offered", rows(out + "demand"))
        turned_away = rows.sum_of([out + "unmet/too large", out + "unmet/queue"])
        wanted[m] = np.maximum(offered - turned_away, 0.0)
        carrying = _carrying(rows, prices, m, market)
        for f in hours:
            single = market.get("fleet") == f
            if not single and f"{out}on/{f}/sold" not in rows.lines:
                continue
            on = f"{out}on/{f}/"
            work = rows(on + "yield", 1.0)
            factor = np.ones(rows.months) if single else _price_factor(result, market, m, f) * _paid(market, work)
            pairs.append(
                Pair(
                    market=m,
                    fleet=f,
                    held=rows(out + "sold" if single else on + "sold"),
                    work=work,
                    most=offered * rows(on + "ready", 1.0) * rows(on + "fit", 1.0),
                    margin=prices["market", m] * factor - power[f] - carrying * work,
                )
            )
    return Offer(hours, wanted, pairs)


def _group(result: Result, name: str) -> dict[str, dict[str, Any]]:
    center, group = result.center, {}
    if name in center:
        group = center[name]
    return group


def _paid(market: dict[str, Any], work: Months) -> Months:
    return work if market.get("paid_per") == "reference_hour" else np.ones_like(work)


def _price_factor(result: Result, market: dict[str, Any], m: str, f: str) -> float:
    """By the fleet where the market lists it, else by its chip."""
    key = f if f in market["runs_on"] else str(result.center[f"fleets.{f}.device.chip"])
    return float(result.center[f"markets.{m}.runs_on.{key}.price_factor"])


def _prices(result: Result, markets: dict[str, dict[str, Any]]) -> dict[tuple[str, str], Months]:
    """Prices of markets and networks by month: the engine evaluates their curves as streams of another center."""
    center = result.center
    curves = {("market", m): _curve(center, f"markets.{m}.price", market["price"]) for m, market in markets.items()}
    for n, network in _group(result, "networks").items():
        curves["network", n] = _curve(center, f"networks.{n}.price", network.get("price", 0.0))
    if not curves:
        return {}
    free = "price"
    while any(name.startswith(free) for name in _group(result, "other_revenue")):
        free += "-x"
    names = {key: f"{free}-{i}" for i, key in enumerate(curves)}
    streams = {f"other_revenue.{names[key]}": {"revenue": curve} for key, curve in curves.items()}
    lines = center.replace(streams).evaluate().lines
    return {key: lines[f"revenue/other/{name}"].to_numpy(dtype=np.float64) for key, name in names.items()}


def _curve(center: Center, path: str, written: Any) -> Any:
    """A curve as money a month, its numbers those of money an hour."""
    if not isinstance(written, dict):
        return written
    kept = {name: written[name] for name in ("interpolation", "index", "price_date") if name in written}
    kept["unit"] = f"{center.currency}/month"
    if "points" in written:
        return kept | {"points": {label: center[f"{path}.points.{label}"] for label in written["points"]}}
    if "monthly" in written:
        return kept | {"monthly": [center[f"{path}.monthly.{i}"] for i in range(len(written["monthly"]))]}
    if "growth" in written:
        return kept | {"start": center[f"{path}.start"], "growth": center[f"{path}.growth"]}
    return kept | {"value": center[path]}


def _power_of_an_hour(result: Result, rows: _Rows) -> dict[str, Months]:
    """Cost of the power by which an allocated hour of each fleet exceeds an idle one."""
    if "power/flat energy price" in rows.lines:  # an itemised bill: of a kWh of IT power, the facility's share included
        price = rows("power/flat energy price")
    else:
        energy = rows("power/energy")
        cost = rows.sum_of([path for path in map(str, rows.lines) if path.startswith("power/energy cost/")])
        mean = np.where(energy > 0, cost / np.where(energy > 0, energy, 1.0), 0.0)
        price = mean * np.nan_to_num(rows("power/pue"), nan=1.0)
    out = {}
    for f in _group(result, "fleets"):
        at = f"capacity/fleet/{f}/"
        busier = (rows(at + "card power") - rows(at + "idle power")) * float(result.center[f"fleets.{f}.active_share"])
        out[f] = busier * rows(at + "unit share", 1.0) * price
    return out


def _carrying(rows: _Rows, prices: dict[tuple[str, str], Months], m: str, market: dict[str, Any]) -> Months:
    """Cost of networks for each reference hour served."""
    out, cost = f"sales/market/{m}/", np.zeros(rows.months)
    for r, region in market.get("remote", {}).items():
        if region.get("network"):
            cost = cost + rows(f"{out}remote/{r}/reachable") * prices["network", region["network"]]
    addressable = rows(out + "addressable")
    return np.where(addressable > 0, cost / np.where(addressable > 0, addressable, 1.0), 0.0)
