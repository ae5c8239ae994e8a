"""Capacity, sales, revenue, operating cost and assets of the twin: sections 1, 2 and 4 to 6 of docs/model.md."""

import numpy as np
import twin_queue
from twin_idle import Idle
from twin_markets import Markets
from twin_power import ItemisedPower, MonthlyPower
from twin_time import added, age, change, clamp, curve

HOURS_OF_A_YEAR = 8766.0


class Limits:
    """What a phase can hold of its cards: by power, racks and floor."""

    def __init__(self, operations, key, power, need, racks):
        put, number, at = operations.put, operations.number, f"capacity/phase/{key}/"
        phase = operations.tree["phases"][key]
        enough = {1: share_of(power, put(at + "rated need", need))}
        fills = any(fleet["phase"] == key and fleet["cards_per_rack"] for fleet in operations.tree["fleets"].values())
        floor = fills and phase["floor_area"] and phase["area_per_rack"]
        if floor or (fills and phase["racks"]):
            put(at + "power sufficiency", enough[1])
            put(at + "rack need", racks)
        if fills and phase["racks"]:
            enough[2] = put(at + "rack sufficiency", share_of(number(f"phases.{key}.racks"), racks))
        if floor:
            area = put(at + "floor need", racks * number(f"phases.{key}.area_per_rack"))
            enough[3] = put(at + "floor sufficiency", share_of(number(f"phases.{key}.floor_area"), area))
        least = 1.0
        for share in enough.values():
            least = np.minimum(least, share)
        self.sufficiency = put(at + "sufficiency", least)
        code, rounding = 0.0, put("capacity/relative rounding", 1e-9)
        for limit in sorted(enough, reverse=True):
            binds = (least + rounding < 1.0) & (enough[limit] <= least + rounding)
            code = np.where(binds, float(limit), code)
        self.binding = put(at + "binding limit", code)


def share_of(there, needed):
    needed = np.asarray(needed, dtype=float)
    return np.where(needed > 0, np.minimum(1.0, there / np.where(needed > 0, needed, 1.0)), 1.0)


class Operations:
    """Everything that does not depend on the sales scale is computed once; `run` gives the rest for one scale."""

    def __init__(self, run):
        self.run_ = run
        self.tree, self.time, self.number, self.put = run.tree, run.time, run.number, run.put
        self.levels = {}
        for key in self.tree["indices"]:
            factor = (1.0 + self.number(f"indices.{key}.growth")) ** (1.0 / 12.0)
            self.put(f"index/{key}/factor", factor)
            self.levels[key] = self.time.powers(factor)
            self.put(f"index/{key}/level", self.levels[key] * factor)
        self.capacity()
        self.prices = {
            (group, key): self.curve(item["price"] or item["rack_price"], f"revenue/{folder}/{key}/price")
            for group, folder in (("contracts", "contract"), ("colocation", "colocation"))
            for key, item in self.tree[group].items()
        }
        self.network_prices = {
            n: self.curve(network["price"], f"network/{n}/price") for n, network in self.tree["networks"].items()
        }
        self.rents = {
            f: self.curve(fleet["leased_in"]["rent"], f"opex/fleet lease/{f}/rent")
            for f, fleet in self.tree["fleets"].items()
            if fleet["leased_in"]
        }
        self.sales()
        self.assets()
        self.drivers = {
            (j, name): self.curve(service[name], f"revenue/service/{j}/{name.replace('_', ' ')}")
            for j, service in self.tree["services"].items()
            for name in ("per_year", "per_sold_hour", "share_of_leasing")
            if service[name]
        }
        self.other = {
            (o, name): self.curve(stream[name], f"{room}/other/{o}/amount")
            for o, stream in self.tree["other_revenue"].items()
            for name, room in (("revenue", "revenue"), ("direct_cost", "opex"))
            if stream[name]
        }
        self.power = ItemisedPower(self) if self.tree["power"]["bill"] else MonthlyPower(self)

    def curve(self, shape, name):
        return curve(self.time, shape, self.number, self.levels, self.put, name)

    def capacity(self):
        number, put, time = self.number, self.put, self.time
        power = {key: number(f"phases.{key}.critical_power") for key in self.tree["phases"]}
        self.critical = put("capacity/critical power", sum(power.values()))
        lives = {key: time.live(number(f"phases.{key}.energised")) for key in power}
        for key, live in lives.items():
            put(f"capacity/phase/{key}/live", live)
        self.critical_live = put("capacity/critical live", sum(power[key] * lives[key] for key in power))
        self.card_power, self.idle_power, self.start, self.usable = {}, {}, {}, {}
        self.delivered, self.installed, self.available = {}, {}, {}
        fleets = self.tree["fleets"]
        self.units(fleets)
        need = dict.fromkeys(power, 0.0)
        racks = dict.fromkeys(power, 0.0)
        for f, fleet in fleets.items():
            at = f"fleets.{f}."
            overhead = 1.0 + number(at + "node_overhead")
            self.card_power[f] = put(f"capacity/fleet/{f}/card power", number(at + "device.busy_power") * overhead)
            self.idle_power[f] = put(f"capacity/fleet/{f}/idle power", number(at + "device.idle_power") * overhead)
            need[fleet["phase"]] = need[fleet["phase"]] + self.cards[f] * self.card_power[f]
            if fleet["cards_per_rack"]:
                racks[fleet["phase"]] = racks[fleet["phase"]] + self.cards[f] / number(at + "cards_per_rack")
        limits = {key: Limits(self, key, power[key], need[key], racks[key]) for key in power}
        if any(fleet["reliability"] for fleet in fleets.values()):
            put("capacity/hours of a year", HOURS_OF_A_YEAR)
        self.performance, self.productive = {}, {}
        for f, fleet in fleets.items():
            at, out = f"fleets.{f}.", f"capacity/fleet/{f}/"
            limit = limits[fleet["phase"]]
            self.usable[f] = put(out + "usable cards", self.cards[f] * limit.sufficiency)
            energised = number(f"phases.{fleet['phase']}.energised")
            ready = put(out + "ready", number(at + "delivered") + number(at + "commissioning"))
            start = np.maximum(number(at + "delivered"), energised) + number(at + "commissioning")
            self.start[f] = put(out + "start", start)
            end = number(at + "leased_in.end") if fleet["leased_in"] and fleet["leased_in"]["end"] else None
            there = time.live(start) if end is None else time.overlap(start, end)
            delivered = time.live(ready) if end is None else time.overlap(ready, end)
            in_place, performance = self.age(f, fleet, start, there)
            self.delivered[f] = put(out + "delivered", self.cards[f] * in_place * delivered)
            self.installed[f] = put(out + "installed", self.usable[f] * in_place * there)
            up, goodput = self.reliability(f, fleet, self.usable[f])
            self.performance[f] = performance
            self.productive[f] = goodput * performance / self.per_card[f]
            self.available[f] = put(out + "available", self.installed[f] * (up * self.per_card[f]) * time.hours)
            held = np.where(time.t < start, 2.0, np.where(limit.binding > 0, limit.binding + 2.0, 0.0))
            held = np.where(time.t < ready, 1.0, held)
            put(out + "held by", held if end is None else np.where(time.t < end, held, 0.0))
        nothing = np.zeros((time.months, 1))
        standing = {f: row for f, row in self.installed.items() if self.counts(f)}
        self.installed_all = put("capacity/installed", sum(standing.values(), nothing))
        self.available_all = put("capacity/available", self.of_unit(self.available, self.hour_units[0]))
        if self.hour_units[1:] or any(unit in ("core-hour", "vCPU-hour") for unit in self.hour_units):
            self.for_sale = {}
            for unit in self.hour_units:
                sold = {f: row * self.per_card[f] for f, row in self.installed.items()}
                word = unit.removesuffix("-hour").lower()
                self.for_sale[unit] = put(f"capacity/installed/{word}", self.of_unit(sold, unit))
        self.available_by = {unit: self.of_unit(self.available, unit) for unit in self.hour_units}
        for unit in self.hour_units[1:]:
            put(f"capacity/available/{unit.lower()}", self.available_by[unit])

    def units(self, fleets):
        """How many cards, and what an hour is sold of, by fleet."""
        number, put = self.number, self.put
        self.unit = {f: fleet["unit_of_sale"] for f, fleet in fleets.items()}
        self.hour_units = list(dict.fromkeys(self.unit.values())) or ["card-hour"]
        self.cards, self.per_card = {}, {}
        for f, fleet in fleets.items():
            at, out = f"fleets.{f}.", f"capacity/fleet/{f}/"
            self.per_card[f] = 1.0
            if fleet["servers"]:
                self.cards[f] = put(out + "cards", number(at + "servers") * number(at + "cards_per_server"))
            else:
                self.cards[f] = number(at + "cards")
            if self.unit[f] in ("core-hour", "vCPU-hour"):
                self.per_card[f] = number(at + "units_per_card")
                put(out + "unit share", 1.0 / self.per_card[f])

    def counts(self, f):
        """Whether a fleet has cards where the first fleet has cards, nodes where it has nodes."""
        return (self.unit[f] == "card-hour") == (self.hour_units[0] == "card-hour")

    def of_unit(self, rows, unit):
        """The sum of rows by fleet over the fleets that sell in that unit."""
        return sum((row for f, row in rows.items() if self.unit[f] == unit), np.zeros((self.time.months, 1)))

    def age(self, f, fleet, start, there):
        """Shares of each month's cards that are not lost, and of their peak that is left."""
        number, put, time = self.number, self.put, self.time
        at, out = f"fleets.{f}.", f"capacity/fleet/{f}/"
        attrition = fleet["reliability"] and fleet["reliability"]["attrition"]
        shares = [1.0, 1.0]
        if not attrition and not fleet["performance_decay"]:
            return shares
        latest, fresh = start, 0.0
        for g in range(1, fleet["refreshes"] + 1):
            date = number(at + "delivered") + g * number(at + "refresh_interval")
            date = put(f"{out}renewal {g}", np.where(date < time.last_start, date, time.horizon))
            latest = np.where(date <= 0, np.maximum(latest, date), latest)
            fresh = fresh + np.where((date >= time.t) & (date < time.next), time.next - date, 0.0)
        if fleet["refreshes"]:
            put(out + "fresh", fresh)
        years = put(out + "age at start", np.maximum(-latest, 0.0) / 12.0)
        for i, (rate, monthly, left, mean) in enumerate(
            (
                (attrition, "monthly loss", "left", "in place"),
                (fleet["performance_decay"], "monthly decay", "performance left", "performance"),
            )
        ):
            if rate:
                kept = 1.0 - number(rate)
                loss = put(out + monthly, 1.0 - kept ** (1.0 / 12.0))
                renewed = np.broadcast_to(fresh, np.broadcast_shapes(np.shape(fresh), there.shape))
                factor = 1.0 - loss * np.where(renewed > 0, np.minimum(renewed, there), there)
                state = kept**years + np.zeros(factor.shape[1:])
                rows = {left: np.empty(factor.shape), mean: np.empty(factor.shape)}
                for t in range(time.months):
                    rows[mean][t] = state + (1.0 - state) * renewed[t]
                    rows[left][t] = state = np.where(renewed[t] > 0, 1.0, state) * factor[t]
                for name, row in rows.items():
                    put(out + name, row)
                shares[i] = rows[mean]
        return shares

    def reliability(self, f, fleet, usable):
        """Availability and goodput."""
        number, put = self.number, self.put
        at, out = f"fleets.{f}.reliability.", f"capacity/fleet/{f}/"
        if not fleet["reliability"]:
            return number(f"fleets.{f}.availability"), 1.0
        rate, repair = number(at + "failure_rate"), number(at + "repair_time")
        failures = put(out + "failures", usable * rate / HOURS_OF_A_YEAR)
        broken = put(out + "in repair", failures * repair)
        short = put(out + "short of spares", twin_queue.poisson_shortage(broken, number(at + "spares")))
        down = short + (broken - short) * (number(at + "swap_time") / repair)
        up = np.where(usable > 0, np.maximum(1.0 - down / np.where(usable > 0, usable, 1.0), 0.0), 1.0)
        up = put(out + "availability", up)
        if not fleet["reliability"]["job_cards"]:
            return up, 1.0
        between = put(out + "job mtbf", HOURS_OF_A_YEAR / (rate * number(at + "job_cards")))
        writing = number(at + "checkpoint_time")
        interval = put(out + "checkpoint interval", np.sqrt(2.0 * between * writing))
        lost = writing / interval + (0.5 * interval + number(at + "restart_time")) / between
        return up, put(out + "goodput", np.maximum(1.0 - lost, 0.0))

    def sales(self):
        """Hours by contract or market and fleet, at a sales scale of 1."""
        self.sold, self.allocated, self.reserved = {}, {}, {}
        self.markets = Markets(self)
        for (m, f), held in self.markets.held.items():
            self.sold["market", m, f] = self.allocated["market", m, f] = held
        demands = self.markets.demands
        self.prices |= {("markets", m): demand.price for m, demand in demands.items()}
        self.carrying = {m: demand.carrying() for m, demand in demands.items()}
        self.adaptations = {}
        for m, demand in demands.items():
            for entry in dict.fromkeys(on.entry for on in demand.runs_on.values()):
                if entry is not None and demand.tree["runs_on"][entry]["adaptation"]:
                    self.adaptations[m, entry] = self.adaptation(m, entry)

    def adaptation(self, m, entry):
        """Cost of adapting work to a chip, spent evenly."""
        at = f"markets.{m}.runs_on.{entry}.adaptation."
        start, months = self.number(at + "start"), self.number(at + "months")
        monthly = self.put(f"opex/adaptation/{m}/{entry}/monthly", self.number(at + "cost") / months)
        return monthly * self.time.overlap(start, start + months)

    def contract(self, c, free):
        number, put, time = self.number, self.put, self.time
        contract = self.tree["contracts"][c]
        at, out, f = f"contracts.{c}.", f"sales/contract/{c}/", contract["fleet"]
        used = number(at + "used_share")
        billed = put(out + "billed share", np.maximum(number(at + "take_or_pay"), used))
        wanted = number(at + "cards") * number(at + "survival")
        term = time.overlap(number(at + "start"), number(at + "end"))
        reserved = self.reserved[c] = put(out + "reserved", np.minimum(wanted * (term * time.hours), free[f]))
        free[f] = free[f] - reserved
        self.sold["contract", c, f] = reserved * billed
        self.allocated["contract", c, f] = reserved * used

    def assets(self):
        number, time = self.number, self.time
        tree = self.tree
        zero = np.zeros((time.months, 1))
        cards = sum((self.cards[f] for f in tree["fleets"] if self.counts(f)), 0.0)
        totals = {name: zero.copy() for name in ("spend", "in service cost", *Asset.ROWS)}
        for i, item in tree["capex"].items():
            at = f"capex.{i}."
            phases = [item["phase"]] if item["phase"] else list(tree["phases"])
            drivers = {
                "amount": 1.0,
                "per_kw": sum(number(f"phases.{p}.critical_power") for p in phases),
                "per_card": cards,
                "per_m2": sum(number(f"phases.{p}.floor_area") for p in phases if tree["phases"][p]["floor_area"]),
            }
            cost = sum(number(at + name) * driver for name, driver in drivers.items() if item[name] is not None)
            cost = cost * (1.0 + number(at + "contingency"))
            start, length = number(at + "spend_start"), number(at + "spend_months")
            service = np.maximum(np.maximum(number(at + "in_service"), start + length), 0.0)
            asset = Asset(self, f"capex/item/{i}/", item["asset_class"], cost, service, time.last_start)
            asset.pay(start, length, item["profile"] == "s_curve")
            asset.add_to(totals)
        for f, fleet in tree["fleets"].items():
            at = f"fleets.{f}."
            if fleet["leased_in"]:
                continue
            first, interval = number(at + "delivered"), number(at + "refresh_interval")
            lead, count = number(at + "payment_lead"), fleet["refreshes"]
            if fleet["server_price"]:
                each = number(at + "server_price") / number(at + "cards_per_server")
            else:
                each = number(at + "price")
            spares = number(at + "reliability.spares") if fleet["reliability"] else 0.0
            base = (self.cards[f] + spares) * each * (1.0 + number(at + "contingency"))
            for g in range(count + 1):
                service = np.maximum(first + g * interval, 0.0)
                following = np.maximum(first + (g + 1) * interval, 0.0)
                leaves = np.minimum(following, time.last_start) if g < count else time.last_start
                cost = base * (1.0 + number(at + "price_growth")) ** (service / 12.0)
                asset = Asset(self, f"capex/fleet/{f}-{g + 1}/", fleet["asset_class"], cost, service, leaves)
                asset.pay(service - lead, lead, False)
                asset.add_to(totals)
        for name in totals:
            self.put(f"capex/{name}", totals[name])
        self.capex = totals

    def run(self, scale, put):
        """Sections 2 to 5 at one scale of sales: revenue, opex without power, power cost, sold hours, IT power."""
        number, time, tree = self.number, self.time, self.tree
        zero = np.zeros((time.months, 1))
        fleet_sold = dict.fromkeys(tree["fleets"], zero)
        fleet_allocated = dict.fromkeys(tree["fleets"], zero)
        for (group, key, f), hours in self.sold.items():
            out = f"sales/{group}/{key}/"
            if group == "market" and not tree["markets"][key]["fleet"]:
                out += f"on/{f}/"
            sold = put(out + "sold", hours * scale)
            allocated = sold if group == "market" else self.allocated[group, key, f] * scale
            put(out + "allocated", allocated)
            fleet_sold[f] = fleet_sold[f] + sold
            fleet_allocated[f] = fleet_allocated[f] + allocated
        leasing = zero
        earned = dict.fromkeys(self.hour_units, zero)
        for c, contract in tree["contracts"].items():
            sold = self.sold["contract", c, contract["fleet"]] * scale
            revenue = put(f"revenue/contract/{c}", sold * self.prices["contracts", c])
            leasing = leasing + revenue
            unit = self.unit[contract["fleet"]]
            earned[unit] = earned[unit] + revenue
        for m, demand in self.markets.demands.items():
            put(f"sales/market/{m}/served", self.markets.served_all[m] * scale)
            paid = put(f"sales/market/{m}/paid", self.markets.paid[m] * scale)
            leasing = leasing + put(f"revenue/market/{m}", paid * demand.price)
            if self.hour_units[1:]:
                for f, on in demand.runs_on.items():
                    revenue = self.markets.held[m, f] * on.per_hour(demand) * demand.price * scale
                    earned[self.unit[f]] = earned[self.unit[f]] + revenue
        it = busy = effective = zero
        for f in tree["fleets"]:
            put(f"sales/fleet/{f}/sold", fleet_sold[f])
            put(f"sales/fleet/{f}/allocated", fleet_allocated[f])
            active = put(f"power/fleet/{f}/active", fleet_allocated[f] * number(f"fleets.{f}.active_share"))
            span = self.card_power[f] - self.idle_power[f]
            busy_fleet = active / self.per_card[f] * (span / time.hours)
            busy = busy + busy_fleet
            it = it + put(f"power/fleet/{f}/it", self.installed[f] * self.idle_power[f] + busy_fleet)
            rate = number(f"fleets.{f}.device.peak.fp16") * number(f"fleets.{f}.mfu") * self.productive[f]
            effective = effective + fleet_sold[f] * rate
            if self.run_.record:
                put(f"sales/fleet/{f}/effective hours", fleet_sold[f] * self.useful_share(f))
        self.effective = put("sales/effective", effective)
        self.sold_by = {unit: self.of_unit(fleet_sold, unit) for unit in self.hour_units}
        self.earned_by = earned
        for unit, hours in self.sold_by.items():
            below = "" if unit == self.hour_units[0] else f"/{unit.lower()}"
            put(f"sales/sold{below}", hours)
            available = self.available_by[unit]
            with np.errstate(divide="ignore", invalid="ignore"):
                used = np.where(available > 0, hours / available, np.nan) if self.run_.record else None
            put(f"sales/utilization{below}", used)
            if self.hour_units[1:]:
                put(f"revenue/leasing/{unit.lower()}", earned[unit])
        sold = self.sold_by[self.hour_units[0]]
        put("revenue/leasing", leasing)
        total = leasing
        streams = {}
        for j, service in tree["services"].items():
            amount = zero
            if service["per_year"]:
                amount = amount + self.drivers[j, "per_year"] / 12.0
            if service["per_sold_hour"]:
                amount = amount + self.drivers[j, "per_sold_hour"] * sold
            if service["share_of_leasing"]:
                amount = amount + self.drivers[j, "share_of_leasing"] * leasing
            share = time.overlap(number(f"services.{j}.start"), time.horizon)
            streams[j] = put(f"revenue/service/{j}", share * amount)
            total = total + streams[j]
        for k in tree["colocation"]:
            at = f"colocation.{k}."
            term = time.overlap(number(at + "start"), number(at + "end"))
            by_rack = tree["colocation"][k]["racks"]
            if by_rack:
                power = number(at + "racks") * number(at + "power_per_rack")
                power = put(f"power/colocation/{k}/leased", power)
            else:
                power = number(at + "power")
            drawn = put(f"power/colocation/{k}/it", number(at + "load_factor") * power * term)
            it = it + drawn
            rented = number(at + "racks") if by_rack else power
            total = total + put(f"revenue/colocation/{k}", rented * term * self.prices["colocation", k])
            billed = number(at + "pass_through") * drawn * time.hours * self.power.pass_through
            total = total + put(f"revenue/power pass-through/{k}", billed)
        for o in tree["other_revenue"]:
            total = total + put(f"revenue/other/{o}", zero + self.other[o, "revenue"])
        put("power/it", it)
        put("power/it energy", it * time.hours)
        power = self.power.cost(it, busy, put)
        put("revenue/total", total)
        opex = zero
        for i, item in tree["opex"].items():
            opex = opex + put(f"opex/item/{i}", self.opex_item(i, item, sold, total, put))
        for f, rent in self.rents.items():
            end = time.horizon if not tree["fleets"][f]["leased_in"]["end"] else number(f"fleets.{f}.leased_in.end")
            term = time.overlap(number(f"fleets.{f}.delivered"), end)
            opex = opex + put(f"opex/fleet lease/{f}", self.cards[f] * term * rent)
        for j in tree["services"]:
            opex = opex + put(f"opex/service/{j}", number(f"services.{j}.cost_share") * streams[j])
        for o, stream in tree["other_revenue"].items():
            if stream["direct_cost"]:
                opex = opex + put(f"opex/other/{o}", zero + self.other[o, "direct_cost"])
        for m, carrying in self.carrying.items():
            if carrying is not None:
                opex = opex + put(f"opex/network/{m}", self.markets.served_all[m] * carrying * scale)
        for (m, entry), cost in self.adaptations.items():
            opex = opex + put(f"opex/adaptation/{m}/{entry}", cost)
        put("opex/power", power)
        put("opex/total", opex + power)
        return total, opex, power, sold, it

    def useful_share(self, f):
        """Hours of a card or node at full peak in an hour sold."""
        return self.number(f"fleets.{f}.mfu") * self.productive[f]

    def why_idle(self):
        """Section 2d, and by market 2e: lines that nothing else depends on."""
        self.idle = Idle(self)
        for m, demand in self.markets.demands.items():
            active = effective = np.zeros((self.time.months, 1))
            for f in demand.runs_on:
                active = active + self.sold["market", m, f] * self.number(f"fleets.{f}.active_share")
                effective = effective + self.sold["market", m, f] * self.useful_share(f)
            self.put(f"sales/market/{m}/active", active)
            self.put(f"sales/market/{m}/effective", effective)

    def opex_item(self, i, item, sold, revenue, put):
        number, time = self.number, self.time
        at, out = f"opex.{i}.", f"opex/item/{i}/"
        amount = 0.0
        if item["per_year"] is not None:
            amount = amount + put(out + "per month", number(at + "per_year") / 12.0)
        if item["per_card"] is not None:
            amount = amount + put(out + "per card-month", number(at + "per_card") / 12.0) * self.installed_all
        if item["per_kw"] is not None:
            amount = amount + put(out + "per kW-month", number(at + "per_kw") / 12.0) * self.critical_live
        if item["per_sold_hour"] is not None:
            amount = amount + number(at + "per_sold_hour") * sold
        if item["index"]:
            aged = put(out + "age", age(item["index"], number, number(at + "price_date")))
            amount = amount * (self.levels[item["index"]] * aged)
        if item["share_of_revenue"] is not None:
            amount = amount + number(at + "share_of_revenue") * revenue
        if item["share_of_capex"] is not None:
            monthly = put(out + "share of capex per month", number(at + "share_of_capex") / 12.0)
            amount = amount + monthly * self.capex["in service cost"]
        return time.overlap(number(at + "start"), time.horizon) * amount


class Asset:
    """One asset: its constants, its rows, and how it adds to the totals."""

    ROWS = ("depreciation", "tax depreciation", "proceeds", "book written off", "tax written off")

    def __init__(self, operations, path, asset_class, cost, service, leaves, buy=True):
        self.path, self.put, time = path, operations.put, operations.time
        self.time, number = time, operations.number
        at = f"asset_classes.{asset_class}."
        one_off = operations.tree["asset_classes"][asset_class]["tax_method"] == "one_off"
        if buy:
            cost = cost * (service < time.last_start)
        self.cost = self.put(path + "cost", cost)
        self.service = self.put(path + "in service", service)
        self.leaves = self.put(path + "exit", leaves)
        in_use = np.maximum(leaves - service, 0.0)
        gone = time.overlap(leaves, leaves + 1.0)
        self.rows = {}
        salvage, life = number(at + "salvage"), number(at + "book_life")
        monthly = self.put(path + "monthly depreciation", cost * (1.0 - salvage) / life)
        end = np.minimum(service + life, leaves)
        self.rows["depreciation"] = self.put(path + "depreciation", monthly * time.overlap(service, end))
        left = self.put(path + "book value at exit", cost - monthly * np.minimum(life, in_use))
        self.rows["book written off"] = self.put(path + "book written off", left * gone)
        life, salvage = (1.0, 0.0) if one_off else (number(at + "tax_life"), salvage)
        monthly = self.put(path + "tax monthly", cost * (1.0 - salvage) / life)
        end = np.minimum(service + life, leaves)
        self.rows["tax depreciation"] = self.put(path + "tax depreciation", monthly * time.overlap(service, end))
        left = self.put(path + "tax value at exit", cost - monthly * np.minimum(life, in_use))
        self.rows["tax written off"] = self.put(path + "tax written off", left * gone)
        retention = number(at + "value_retention")
        proceeds = self.put(path + "proceeds", cost * np.where(retention > 0, retention ** (in_use / 12.0), 0.0))
        self.rows["proceeds"] = self.put(path + "proceeds received", proceeds * gone)

    def pay(self, start, length, s_curve):
        rate = self.put(self.path + "spend rate", 1.0 / length)
        x = clamp((self.time.next - start) * rate)
        spent = x * x * (3.0 - 2.0 * x) if s_curve else x
        self.put(self.path + "spent", spent)
        self.spend = self.put(self.path + "spend", self.cost * change(spent))

    def add_to(self, totals):
        in_service = self.cost * self.time.overlap(self.service, self.leaves)
        for name, row in {"spend": self.spend, "in service cost": in_service, **self.rows}.items():
            totals[name] = added(totals[name], row)
