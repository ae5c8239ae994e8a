"""Capacity, sales, revenue, operating cost and assets of the twin: sections 1, 2 and 4 to 6 of docs/model.md."""

import numpy as np
from twin_idle import Idle
from twin_markets import Markets
from twin_power import ItemisedPower, MonthlyPower
from twin_time import added, age, change, clamp, curve


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
            (group, key): self.curve(item["price"], f"revenue/{folder}/{key}/price")
            for group, folder in (("contracts", "contract"), ("colocation", "colocation"))
            for key, item in self.tree[group].items()
        }
        self.network_prices = {
            n: self.curve(network["price"], f"opex/network/{n}/price") for n, network in self.tree["networks"].items()
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
        need = dict.fromkeys(power, 0.0)
        for f, fleet in fleets.items():
            at = f"fleets.{f}."
            overhead = 1.0 + number(at + "node_overhead")
            self.card_power[f] = put(f"capacity/fleet/{f}/card power", number(at + "device.busy_power") * overhead)
            self.idle_power[f] = put(f"capacity/fleet/{f}/idle power", number(at + "device.idle_power") * overhead)
            need[fleet["phase"]] = need[fleet["phase"]] + number(at + "cards") * self.card_power[f]
        sufficiency = {}
        for key in power:
            put(f"capacity/phase/{key}/rated need", need[key])
            rated = np.maximum(need[key], 1e-300)
            sufficiency[key] = put(f"capacity/phase/{key}/sufficiency", np.minimum(1.0, power[key] / rated))
        for f, fleet in fleets.items():
            at, out = f"fleets.{f}.", f"capacity/fleet/{f}/"
            self.usable[f] = put(out + "usable cards", number(at + "cards") * sufficiency[fleet["phase"]])
            energised = number(f"phases.{fleet['phase']}.energised")
            start = np.maximum(number(at + "delivered"), energised) + number(at + "commissioning")
            self.start[f] = put(out + "start", start)
            if self.run_.record:
                delivered = time.live(number(at + "delivered") + number(at + "commissioning"))
                self.delivered[f] = put(out + "delivered", number(at + "cards") * delivered)
            self.installed[f] = put(out + "installed", self.usable[f] * time.live(start))
            hours = self.installed[f] * number(at + "availability") * time.hours
            self.available[f] = put(out + "available", hours)
        nothing = np.zeros((time.months, 1))
        self.installed_all = put("capacity/installed", sum(self.installed.values(), nothing))
        self.available_all = put("capacity/available", sum(self.available.values(), nothing))

    def sales(self):
        """Hours by contract or market and fleet, at a sales scale of 1."""
        self.sold, self.allocated = {}, {}
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
                    self.adaptations[m, entry] = self.adaptation(f"markets.{m}.runs_on.{entry}.adaptation.")

    def adaptation(self, at):
        """Cost of adapting work to a chip, spent evenly."""
        start, months = self.number(at + "start"), self.number(at + "months")
        return self.number(at + "cost") / months * self.time.overlap(start, start + months)

    def contract(self, c, free):
        number, put, time = self.number, self.put, self.time
        contract = self.tree["contracts"][c]
        at, out, f = f"contracts.{c}.", f"sales/contract/{c}/", contract["fleet"]
        used = number(at + "used_share")
        billed = put(out + "billed share", np.maximum(number(at + "take_or_pay"), used))
        wanted = number(at + "cards") * number(at + "survival")
        term = time.overlap(number(at + "start"), number(at + "end"))
        reserved = put(out + "reserved", np.minimum(wanted * (term * time.hours), free[f]))
        free[f] = free[f] - reserved
        self.sold["contract", c, f] = reserved * billed
        self.allocated["contract", c, f] = reserved * used

    def assets(self):
        number, time = self.number, self.time
        tree = self.tree
        zero = np.zeros((time.months, 1))
        cards = sum((number(f"fleets.{f}.cards") for f in tree["fleets"]), 0.0)
        totals = {name: zero.copy() for name in ("spend", "in service cost", *Asset.ROWS)}
        for i, item in tree["capex"].items():
            at = f"capex.{i}."
            phases = [item["phase"]] if item["phase"] else list(tree["phases"])
            drivers = {
                "amount": 1.0,
                "per_kw": sum(number(f"phases.{p}.critical_power") for p in phases),
                "per_card": cards,
                "per_m2": sum(number(f"phases.{p}.floor_area") for p in phases),
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
            first, interval = number(at + "delivered"), number(at + "refresh_interval")
            lead, count = number(at + "payment_lead"), fleet["refreshes"]
            base = number(at + "cards") * number(at + "price") * (1.0 + number(at + "contingency"))
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
        for c, contract in tree["contracts"].items():
            sold = self.sold["contract", c, contract["fleet"]] * scale
            leasing = leasing + put(f"revenue/contract/{c}", sold * self.prices["contracts", c])
        for m in tree["markets"]:
            put(f"sales/market/{m}/served", self.markets.served_all[m] * scale)
            paid = put(f"sales/market/{m}/paid", self.markets.paid[m] * scale)
            leasing = leasing + put(f"revenue/market/{m}", paid * self.prices["markets", m])
        it = busy = effective = zero
        for f in tree["fleets"]:
            put(f"sales/fleet/{f}/sold", fleet_sold[f])
            put(f"sales/fleet/{f}/allocated", fleet_allocated[f])
            put(f"sales/fleet/{f}/allocated", fleet_allocated[f])
            active = put(f"power/fleet/{f}/active", fleet_allocated[f] * number(f"fleets.{f}.active_share"))
            span = self.card_power[f] - self.idle_power[f]
            busy_fleet = active * (span / time.hours)
            busy = busy + busy_fleet
            it = it + put(f"power/fleet/{f}/it", self.installed[f] * self.idle_power[f] + busy_fleet)
            rate = number(f"fleets.{f}.device.peak.fp16") * number(f"fleets.{f}.mfu")
            effective = effective + fleet_sold[f] * rate
            if self.run_.record:
                put(f"sales/fleet/{f}/effective hours", fleet_sold[f] * number(f"fleets.{f}.mfu"))
        self.effective = put("sales/effective", effective)
        sold = put("sales/sold", sum(fleet_sold.values(), zero))
        with np.errstate(divide="ignore", invalid="ignore"):
            used = np.where(self.available_all > 0, sold / self.available_all, np.nan) if self.run_.record else None
        put("sales/utilization", used)
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
            leased = number(at + "power") * term
            drawn = put(f"power/colocation/{k}/it", number(at + "load_factor") * leased)
            it = it + drawn
            total = total + put(f"revenue/colocation/{k}", leased * self.prices["colocation", k])
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

    def why_idle(self):
        """Section 2d, and by market 2e: lines that nothing else depends on."""
        self.idle = Idle(self)
        for m, demand in self.markets.demands.items():
            active = effective = np.zeros((self.time.months, 1))
            for f in demand.runs_on:
                active = active + self.sold["market", m, f] * self.number(f"fleets.{f}.active_share")
                effective = effective + self.sold["market", m, f] * self.number(f"fleets.{f}.mfu")
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
