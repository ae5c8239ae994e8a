"""The western center: an independent calculation in plain Python gives the same hours by cause and the same money.

It shares nothing with the library but the model file: its own loop over months, allocation, taxes and present value.
"""

from __future__ import annotations

import calendar
import copy
import functools
import json
import pathlib
from typing import Any

import pytest

import libroi as roi

FILE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "western_center.json"
SHEETS = {  # PFLOPS dense FP16, kW idle, kW busy: the makers' sheets
    "ascend-910b2": (0.376, 0.090, 0.400),
    "nvidia-h100-sxm": (0.9894, 0.080, 0.700),
}
CAUSES = (
    "not energised", "unavailable", "reserved and paid", "reserved and unpaid", "too large", "queue", "other chips",
    "not adapted", "network", "competitors", "price", "no demand",
)  # fmt: skip
SCENARIOS = ("network-sooner", "adaptation-money", "mixed-fleet", "lower-price", "all-remedies")


# --- the model file ----------------------------------------------------------------------------------------------


def model(scenario: str = "") -> dict[str, Any]:
    """The file with a scenario merged in, every value a bare number or text."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    whole = json.loads("\n".join(line for line in lines if not line.startswith("//")))
    scenarios = whole.pop("scenarios")
    return bare(merged(whole, scenarios[scenario]) if scenario else whole)


def merged(base: Any, patch: Any) -> Any:
    if not isinstance(patch, dict) or not isinstance(base, dict):
        return patch
    out = copy.copy(base)
    for key, entry in patch.items():
        out[key] = merged(base.get(key), entry)
    return out


def bare(node: Any) -> Any:
    if isinstance(node, dict):
        return bare(node["value"]) if "value" in node else {key: bare(entry) for key, entry in node.items()}
    return node


def month_of(date: str, start: str) -> float:
    year, month, *day = (int(part) for part in date.split("-"))
    first_year, first_month = (int(part) for part in start.split("-"))
    whole = 12 * (year - first_year) + month - first_month
    return whole + ((day[0] - 1) / calendar.monthrange(year, month)[1] if day else 0.0)


# --- the calculation ---------------------------------------------------------------------------------------------


def overlap(t: int, a: float, b: float) -> float:
    return max(min(b, t + 1) - max(a, t), 0.0)


def live(t: int, a: float) -> float:
    return min(max(t + 1 - a, 0.0), 1.0)


class Calculation:
    """Hours by fleet and cause, and project NPV, of one scenario."""

    def __init__(self, scenario: str = "") -> None:
        self.m = model(scenario)
        self.months = self.m["months"]
        self.idle = {f: dict.fromkeys(CAUSES, 0.0) for f in self.m["fleets"]}
        self.served = dict.fromkeys(self.m["markets"], 0.0)
        self.revenue, self.opex = [], []
        for t in range(self.months):
            self.month(t)
        self.npv = self.present_value()

    def at(self, date: str) -> float:
        return month_of(date, self.m["start"])

    def calendar(self, t: int) -> tuple[int, int, int]:
        year, month = (int(part) for part in self.m["start"].split("-"))
        index = 12 * year + month - 1 + t
        return index // 12, index % 12 + 1, calendar.monthrange(index // 12, index % 12 + 1)[1]

    def curve(self, price: Any, t: int) -> float:
        return price["start"] * (1.0 + price["growth"]) ** (t / 12.0) if isinstance(price, dict) else price

    # hours

    def month(self, t: int) -> None:
        hours = 24.0 * self.calendar(t)[2]
        fleets, phase = self.m["fleets"], self.m["phases"]["hall"]
        energised = self.at(phase["energised"])
        delivered, installed, available, held, sold, used = ({} for _ in range(6))
        need = sum(f["cards"] * SHEETS[f["device"]][2] * (1 + f["node_overhead"]) for f in fleets.values())
        fits = min(1.0, phase["critical_power"] / need)
        start = {}
        for key, f in fleets.items():
            arrives = self.at(f["delivered"])
            start[key] = max(arrives, energised) + f["commissioning"]
            delivered[key] = f["cards"] * live(t, arrives + f["commissioning"]) * hours
            installed[key] = f["cards"] * fits * live(t, start[key])
            available[key] = installed[key] * f["availability"] * hours
            held[key] = sold[key] = used[key] = 0.0
        revenue = direct = 0.0
        for contract in self.m["contracts"].values():
            key = contract["fleet"]
            term = overlap(t, self.at(contract["start"]), self.at(contract["end"]))
            reserved = min(contract["cards"] * contract["survival"] * term * hours, available[key])
            paid = reserved * max(contract["take_or_pay"], contract["used_share"])
            held[key] += reserved
            sold[key] += paid
            used[key] += reserved * contract["used_share"]
            revenue += paid * contract["price"]
        free = {key: available[key] - held[key] for key in fleets}
        demand = {key: self.demand(key, market, t, hours, start) for key, market in self.m["markets"].items()}
        for key in fleets:  # one priority, and every list has one place that is here
            here = [m for m, d in demand.items() if key in d["on"]]
            wanted = {
                m: demand[m]["left"] * demand[m]["on"][key]["ready"] / demand[m]["on"][key]["yield"] for m in here
            }
            whole = sum(wanted.values())
            share = min(1.0, free[key] / whole) if whole > 0 else 1.0
            for m in here:
                market, on = self.m["markets"][m], demand[m]["on"][key]
                got = wanted[m] * share
                free[key] -= got
                sold[key] += got
                used[key] += got
                done = got * on["yield"]
                demand[m]["left"] -= done
                self.served[m] += done
                demand[m]["done"] = done
                per_hour = market.get("paid_per") == "reference_hour"
                revenue += (done if per_hour else got) * demand[m]["price"]
        for m, d in demand.items():
            market = self.m["markets"][m]
            if d["reachable"] > 0.0:
                direct += d["done"] * d["reachable"] * self.m["networks"]["east"]["price"] / d["addressable"]
            for chip, entry in market["runs_on"].items():
                if "adaptation" in entry and any(f["device"] == chip for f in fleets.values()):
                    work = entry["adaptation"]
                    begin = self.at(work["start"])
                    direct += work["cost"] / work["months"] * overlap(t, begin, begin + work["months"])
        self.explain(delivered, {k: n * hours for k, n in installed.items()}, available, held, sold, used, free, demand)
        self.revenue.append(revenue)
        self.opex.append(direct + self.costs(t, hours, revenue, installed, used, energised))

    def demand(self, key: str, market: dict[str, Any], t: int, hours: float, start: dict[str, float]) -> dict[str, Any]:
        fleets = {f: entry for f, entry in self.m["fleets"].items() if entry["device"] in market["runs_on"]}
        opening = max([self.at(market["opening"]), *([min(start[f] for f in fleets)] if fleets else [])])
        shape = min(max((t + 1 - opening) / market["ramp"], 0.0), 1.0)
        price, response = self.curve(market["price"], t), 1.0
        if "price_response" in market:
            rule = market["price_response"]
            response = min(max(price / rule["reference_price"], rule["floor"]) ** -rule["elasticity"], rule["cap"])
        above, below = max(response, 1.0), min(response, 1.0)
        home, away, reach = market["demand"] * shape * hours * above, 0.0, 0.0
        for region in market.get("remote", {}).values():
            away = region["demand"] * shape * hours * above
            network = self.m["networks"][region["network"]]
            reach = live(t, self.at(network["ready"])) if network["latency"] <= region["latency_limit"] else 0.0
        addressable = home + away * reach
        willing = addressable * below
        capture = market.get("competition", {}).get("capture", 1.0)
        on = {}
        for f, fleet in fleets.items():
            entry = market["runs_on"][fleet["device"]]
            efficiency = entry["efficiency"]
            if "adaptation" in entry:
                work = entry["adaptation"]
                done = min(max((t + 1 - self.at(work["start"])) / work["months"], 0.0), 1.0)
                efficiency = work["initial_efficiency"] + (efficiency - work["initial_efficiency"]) * done
            ready = live(t, self.at(entry["ready"])) if "ready" in entry else 1.0
            on[f] = {"yield": self.rate(market, f) * efficiency, "ready": ready}
        return {
            "price": price, "addressable": addressable, "reachable": away * reach, "network": away * (1 - reach),
            "price lost": addressable - willing, "competitors": willing * (1 - capture), "left": willing * capture,
            "on": on, "done": 0.0,
        }  # fmt: skip

    def rate(self, market: dict[str, Any], fleet: str) -> float:
        return SHEETS[self.m["fleets"][fleet]["device"]][0] / SHEETS[market["reference"]][0]

    def explain(self, delivered: Any, installed: Any, available: Any, held: Any, sold: Any, used: Any, free: Any,
                demand: Any) -> None:  # fmt: skip
        left = dict(free)
        contracted = {f: held[f] for f in held}
        for f, hours in self.idle.items():
            hours["not energised"] += delivered[f] - installed[f]
            hours["unavailable"] += installed[f] - available[f]
            hours["reserved and paid"] += sold[f] - used[f]
            hours["reserved and unpaid"] += contracted[f] - (sold[f] - (available[f] - contracted[f] - free[f]))
        rest = {m: d["left"] for m, d in demand.items()}
        for cause in ("other chips", "not adapted", "network", "competitors", "price"):
            asked = dict.fromkeys(left, 0.0)
            per = {}
            for m, d in demand.items():
                weight, per_hour = {}, {}
                for f in left:
                    if cause == "other chips" and f not in d["on"]:
                        weight[f], per_hour[f] = 1.0, 1.0 / self.rate(self.m["markets"][m], f)
                    elif cause != "other chips" and f in d["on"]:
                        weight[f] = 1.0 - d["on"][f]["ready"] if cause == "not adapted" else 1.0
                        per_hour[f] = 1.0 / d["on"][f]["yield"]
                amount = (
                    rest[m]
                    if cause in ("other chips", "not adapted")
                    else d["price lost" if cause == "price" else cause]
                )
                whole = sum(left[f] * w for f, w in weight.items())
                if whole > 0.0:
                    per[m] = {f: amount * left[f] * weight[f] / whole for f in weight}
                    for f in weight:
                        asked[f] += per[m][f] * per_hour[f]
            taken = {f: min(left[f], asked[f]) for f in left}
            if cause == "other chips":
                for m, of in per.items():
                    rest[m] -= sum(x * min(1.0, left[f] / asked[f] if asked[f] > 0 else 1.0) for f, x in of.items())
            for f, hours in taken.items():
                self.idle[f][cause] += hours
                left[f] -= hours
        for f, hours in left.items():
            self.idle[f]["no demand"] += hours

    # money

    def costs(self, t: int, hours: float, revenue: float, installed: Any, used: Any, energised: float) -> float:
        it = 0.0
        for key, f in self.m["fleets"].items():
            _, idle, busy = SHEETS[f["device"]]
            over = 1.0 + f["node_overhead"]
            it += installed[key] * idle * over + used[key] * f["active_share"] / hours * (busy - idle) * over
        loss, power = self.m["power"]["losses"], self.m["phases"]["hall"]["critical_power"]
        lost = loss["fixed"] * power * live(t, energised) + loss["proportional"] * it + loss["square"] / power * it * it
        cost = (it + lost) * hours * self.m["power"]["energy"]["flat"]["price"]
        staff, maintenance, sales = (self.m["opex"][key] for key in ("staff", "maintenance", "sales"))
        cost += staff["per_year"] / 12.0 * overlap(t, self.at(staff["start"]), self.months)
        standing = sum(a["cost"] * overlap(t, a["from"], self.months - 1) for a in self.assets)
        cost += maintenance["share_of_capex"] / 12.0 * standing * overlap(t, self.at(maintenance["start"]), self.months)
        return cost + sales["share_of_revenue"] * revenue

    @functools.cached_property
    def assets(self) -> list[dict[str, Any]]:
        hall, phase = self.m["capex"]["hall"], self.m["phases"]["hall"]
        begin = self.at(hall["spend_start"])
        out = [
            {"cost": hall["per_kw"] * phase["critical_power"], "spend": (begin, begin + hall["spend_months"]),
             "from": max(self.at(hall["in_service"]), begin + hall["spend_months"]),
             "class": self.m["asset_classes"]["building"]}
        ]  # fmt: skip
        for f in self.m["fleets"].values():
            arrives = self.at(f["delivered"])
            window = (arrives - f["payment_lead"], arrives)
            kind = self.m["asset_classes"][f["asset_class"]]
            out.append({"cost": f["cards"] * f["price"], "spend": window, "from": arrives, "class": kind})
        return out

    def present_value(self) -> float:
        last, days = self.months - 1, self.m["working_capital"]
        factor = (1.0 + self.m["valuation"]["discount_rate"]) ** (-1.0 / 12.0)
        owed_before = income = value = 0.0
        losses: list[list[float]] = []  # age in years, amount; the oldest first
        for t in range(self.months):
            _, month, length = self.calendar(t)
            earned = self.revenue[t] - self.opex[t]
            owed = (
                (self.revenue[t] * days["receivable_days"] - self.opex[t] * days["payable_days"]) / length
                if t < last
                else 0.0
            )
            spent = received = written_off = depreciation = 0.0
            for a in self.assets:
                (begin, end), kind, exit = a["spend"], a["class"], float(last)
                paid = [
                    min(max((x - begin) / (end - begin), 0.0), 1.0) if x >= 0 else 0.0 for x in (t + 1, t if t else -1)
                ]
                spent += a["cost"] * (paid[0] - paid[1])
                monthly = a["cost"] * (1.0 - kind["salvage"]) / kind["tax_life"]
                depreciation += monthly * overlap(t, a["from"], min(a["from"] + kind["tax_life"], exit))
                at_exit = overlap(t, exit, exit + 1)
                kept = kind.get("value_retention", 0.0) ** ((exit - a["from"]) / 12.0)
                received += a["cost"] * kept * at_exit
                written_off += (a["cost"] - monthly * max(min(kind["tax_life"], exit - a["from"]), 0.0)) * at_exit
            income += earned - depreciation + received - written_off
            tax = 0.0
            if month == 12 or t == last:
                profit, loss, income = max(income, 0.0), max(-income, 0.0), 0.0
                for pool in losses:
                    use = min(pool[1], profit)
                    pool[1] -= use
                    profit -= use
                tax = self.m["tax"]["rate"] * profit
                losses = [[age + 1, amount] for age, amount in losses if age + 1 < self.m["tax"]["loss_years"]] + [
                    [0, loss]
                ]
            value += (earned - (owed - owed_before) - spent + received - tax) * factor ** (t + 1)
            owed_before = owed
        return value


# --- the comparison ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def western() -> roi.Center:
    return roi.load(FILE)


@functools.cache
def calculated(scenario: str) -> Calculation:
    return Calculation(scenario)


def test_idle_and_unmet_are_both_large(western: roi.Center) -> None:
    found = western.evaluate().mismatch
    total = found.total.loc["card-hour"]
    assert total["share of delivered"].sum() > 0.5
    assert total["share of delivered"].idxmax() == "other chips"
    assert found.unmet.loc[("cuda", "no chip"), "share of potential"] == 1.0
    assert western.evaluate().metric("npv/project") < 0.0


@pytest.mark.parametrize("scenario", ["", *SCENARIOS])
def test_hours_by_cause(western: roi.Center, scenario: str) -> None:
    ours, theirs = calculated(scenario), western.scenario(scenario).evaluate()
    for fleet, causes in ours.idle.items():
        delivered = theirs.lines[f"sales/fleet/{fleet}/delivered hours"].sum()
        for cause, hours in causes.items():
            assert theirs.mismatch.idle.loc[(fleet, cause), "hours"] == pytest.approx(hours, abs=1e-9 * delivered), (
                cause
            )
    for market, hours in ours.served.items():
        assert theirs.mismatch.unmet.loc[(market, "served"), "hours"] == pytest.approx(hours, rel=1e-9, abs=1e-6)


def test_npv(western: roi.Center) -> None:
    assert western.evaluate().metric("npv/project") == pytest.approx(calculated("").npv, rel=1e-9)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_a_remedy_is_worth(western: roi.Center, scenario: str) -> None:
    worth = western.scenario(scenario).evaluate().metric("npv/project") - western.evaluate().metric("npv/project")
    assert abs(worth) > 1e5
    assert worth == pytest.approx(calculated(scenario).npv - calculated("").npv, rel=1e-6)


def test_remedies_of_the_table(western: roi.Center) -> None:
    """Those that a scenario of the file states too: networks from the start of the model."""
    table = western.remedies()
    sooner = western.replace({"networks.east.ready": "2025-07-01"}).evaluate()
    change = sooner.metric("npv/project") - western.evaluate().metric("npv/project")
    assert table.loc["networks at once", "npv change"] == pytest.approx(change, rel=1e-12)
