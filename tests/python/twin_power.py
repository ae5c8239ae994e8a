"""Power of the twin: section 3 of docs/model.md, the monthly form (3a) and the itemised bill (3b).

    power = MonthlyPower(operations)  or  ItemisedPower(operations)
    power.cost(it, busy, put)        # money of each month from IT power, and busy cards' part of it beyond idle ones
    power.energy                     # kWh of the last evaluation

Whatever does not depend on the sales scale is computed once, when the object is made.
"""

import numpy as np
from twin_tariff import Tariff

SECOND_DEGREE = ("energised", "flat", "shaped", "flat_flat", "flat_shaped", "shaped_shaped")
THIRD_DEGREE = ("flat", "twice_flat", "twice_shaped", "shaped")


def by_month(time, number, path):
    """A table of twelve as a row: the entry of each month's month of the year."""
    entries = np.broadcast_arrays(*[np.atleast_1d(number(f"{path}.{i}")) for i in range(12)])
    return np.stack(entries)[time.month_of_year]


class Power:
    """What both forms share: the level of the index, the lines at their end."""

    def __init__(self, operations):
        self.operations = operations
        self.tree, self.time = operations.tree["power"], operations.time
        self.number, self.put, self.record = operations.number, operations.put, operations.run_.record
        index = self.tree["index"]
        self.level = operations.levels[index] if index else 1.0

    def table(self, path):
        return by_month(self.time, self.number, path)

    def over_it(self, path, row, it, put):
        """A ratio to IT power or energy, undefined while there is none."""
        if self.record:
            with np.errstate(divide="ignore", invalid="ignore"):
                put(path, np.where(it > 0, row / it, np.nan))


class MonthlyPower(Power):
    def __init__(self, operations):
        super().__init__(operations)
        number, put = self.number, self.put
        self.price_level = put("power/price level", self.table("power.season") * self.level)
        self.prices = {
            b: number(f"power.energy.{b}.share") * number(f"power.energy.{b}.price") for b in self.tree["energy"]
        }
        self.mean_price = put("revenue/mean energy price", sum(self.prices.values()))
        losses = (number(f"power.losses.{name}") for name in ("fixed", "proportional", "square"))
        full_load = put("revenue/full-load pue", 1.0 + sum(losses))
        self.pass_through = self.mean_price * full_load * self.price_level
        self.square_rate = put("power/square rate", number("power.losses.square") / operations.critical)
        floor = number("power.contract_demand") * number("power.contract_minimum")
        self.floor = put("power/contract floor", floor / operations.critical)

    def cost(self, it, busy, put):
        """The cost of power at an IT power, however much of it busy cards draw."""
        number, live = self.number, self.operations.critical_live
        fixed = number("power.losses.fixed") * live
        losses = put("power/losses", fixed + (number("power.losses.proportional") + self.square_rate * it) * it)
        facility = put("power/facility", it + losses)
        self.over_it("power/pue", facility, it, put)
        self.energy = energy = put("power/energy", facility * self.time.hours)
        if self.record:
            for b, price in self.prices.items():
                put(f"power/energy cost/{b}", energy * price * self.price_level)
        peak = put("power/peak", facility * number("power.peak_factor"))
        billed = put("power/billed demand", np.maximum(peak, self.floor * live))
        demand = put("power/demand cost", billed * (number("power.demand_price") * self.level))
        return put("power/cost", energy * (self.mean_price * self.price_level) + demand)


class ItemisedPower(Power):
    """Section 3b. Tables and curves are read once: break-even evaluates the bill at many scales of sales."""

    def __init__(self, operations):
        super().__init__(operations)
        self.bill = self.tree["bill"]
        self.tables = {}
        number, put = self.number, self.put
        self.live = operations.critical_live
        self.per_critical = put("power/per critical power", 1.0 / operations.critical)
        self.live_share = put("power/live share", self.live * self.per_critical)
        self.full_activity()
        flat_price = 0.0
        for r, register in self.bill["energy"].items():
            first = next(iter(register["steps"]))
            price = number(f"power.bill.energy.{r}.steps.{first}.price")
            flat_price = flat_price + self.table(f"power.bill.energy.{r}.load.flat") * price
        self.pass_through = put("power/flat energy price", flat_price * self.level)
        self.ramp = None
        if self.bill["minimum_take"]:
            self.ramp = operations.curve(self.bill["minimum_take"]["ramp"], "power/bill/take/ramp")
        self.supply_terms()

    def full_activity(self):
        """Power of busy cards beyond idle ones with all cards active."""
        o = self.operations
        full = np.zeros((self.time.months, 1))
        for f, installed in o.installed.items():
            full = full + installed * (o.card_power[f] - o.idle_power[f])
        self.full = self.put("power/busy at full activity", full)

    def table(self, path):
        if path not in self.tables:
            self.tables[path] = super().table(path)
        return self.tables[path]

    def cost(self, it, busy, put):
        self.load(it, busy, put)
        tariff = Tariff(self, put)
        return put("power/cost", self.supply(tariff.total, put))

    def load(self, it, busy, put):
        """Power as the facility draws it: facility, water and peaks from flat and shaped IT power."""
        time = self.time
        put("power/busy", busy)
        room = (self.full - busy) * self.table("power.bill.load.headroom")
        shaped = put("power/shaped", np.maximum(np.minimum(busy, room), 0.0))
        flat = put("power/flat", it - shaped)
        per = self.per_critical
        squares = [
            put("power/flat squared", flat * flat * per),
            put("power/flat shaped", flat * shaped * per),
            put("power/shaped squared", shaped * shaped * per),
        ]
        self.terms = dict(zip(SECOND_DEGREE, (self.live, flat, shaped, *squares), strict=True))
        self.cubes, self.parts = {}, {}
        if self.bill["load"]["facility"]["cubic"]:
            cubes = (
                put("power/flat cubed", squares[0] * (flat * per)),
                put("power/flat squared shaped", squares[0] * (shaped * per)),
                put("power/flat shaped squared", squares[2] * (flat * per)),
                put("power/shaped cubed", squares[2] * (shaped * per)),
            )
            self.cubes = dict(zip(THIRD_DEGREE, cubes, strict=True))
        load = self.bill["load"]
        facility = put("power/facility", self.mean(load["facility"], "power.bill.load.facility"))
        self.over_it("power/pue", facility, it, put)
        self.grid_energy = self.energy = put("power/energy", facility * time.hours)
        if self.bill["onsite"]:
            self.run_plants(put)
        self.water = put("power/water", self.mean(load["water"], "power.bill.load.water") * time.hours)
        self.over_it("power/wue", self.water, it * time.hours, put)
        self.peak = self.greatest(load["peak"], "power.bill.load.peak", "power/peak", put)

    def run_plants(self, put):
        """Plants behind the meter, as far as the lowest load can take what they feed."""
        time, out = self.time, "power/onsite/"
        feed = 0.0
        for k in self.bill["onsite"]:
            at = f"power.bill.onsite.{k}."
            running = time.overlap(self.number(at + "start"), self.number(at + "end"))
            self.parts[k] = put(f"{out}{k}/wanted", self.number(at + "size") * running)
            feed = feed + self.parts[k] * self.table(at + "feed")
        put(out + "feed", feed)
        wanted, self.parts = self.parts, {}
        least = put(out + "least load", self.hour(self.bill["load"]["least"], "power.bill.load.least"))
        with np.errstate(divide="ignore", invalid="ignore"):
            used = put(out + "used", np.where(feed > 0, np.minimum(least / feed, 1.0), 1.0))
        for k, row in wanted.items():
            part = put(f"{out}{k}/part", row * used)
            power = part * self.table(f"power.bill.onsite.{k}.power")
            self.grid_energy = self.grid_energy + put(f"{out}{k}/energy", power * time.hours)
            self.parts[k] = part
        put("power/grid energy", self.grid_energy)

    def of_plants(self, terms, at):
        """Power of the plants in the hours of a register, or in one hour."""
        return sum(self.parts[k] * self.table(f"{at}.onsite.{k}.power") for k in terms["onsite"])

    def mean(self, terms, at):
        total = sum(row * self.table(f"{at}.{name}") for name, row in self.terms.items())
        if terms["cubic"]:
            total = total + sum(row * self.table(f"{at}.cubic.{name}") for name, row in self.cubes.items())
        return total + self.of_plants(terms, at)

    def hour(self, hour, at):
        """Power drawn from the grid in one hour."""
        x = self.terms["flat"] + self.terms["shaped"] * self.table(f"{at}.shape")
        relative = x * self.per_critical
        slope = self.table(f"{at}.square")
        if hour["cubic"]:
            slope = slope + relative * self.table(f"{at}.cubic.cube")
        power = x * (self.table(f"{at}.proportional") + relative * slope)
        power = self.live * self.table(f"{at}.energised") + power
        return power + (self.of_plants(hour, at) if self.parts else 0.0)

    def greatest(self, hours, at, out, put):
        """The line `out`: the greatest of the hours that can be the highest."""
        highest = -np.inf
        for k, hour in hours.items():
            highest = np.maximum(highest, put(f"{out}/hour {k}", self.hour(hour, f"{at}.{k}")))
        return put(out, highest)

    def supply_terms(self):
        """Prices, shares of agreements and what backup generators use."""
        number, time, put, supply = self.number, self.time, self.put, self.bill["supply"]
        curve = self.operations.curve
        self.prices, self.shares = {}, {}
        delivered = 0.0
        for k, agreement in supply["ppa"].items():
            at, out = f"power.bill.supply.ppa.{k}.", f"power/ppa/{k}/"
            term = time.overlap(number(at + "start"), number(at + "end"))
            self.shares[k] = put(out + "share", number(at + "share") * term)
            self.prices[k] = curve(agreement["price"], out + "price")
            if agreement["settlement"] == "difference":
                self.prices[k] = self.prices[k] - curve(agreement["reference"], out + "reference")
            else:
                delivered = delivered + self.shares[k]
        self.grid_share = put("power/grid share", 1.0 - delivered)
        for name in ("certificates", "carbon", "response"):
            if supply[name]:
                self.prices["", name] = curve(supply[name]["price"], f"power/{name}/price")
        if supply["water_price"]:
            self.prices["", "water"] = curve(supply["water_price"], "power/water/price")
        self.fuel = None
        if supply["backup"]:
            self.prices["", "backup"] = curve(supply["backup"]["fuel_price"], "power/backup/price")
            at = "power.bill.supply.backup."
            monthly = number(at + "capacity") * number(at + "hours") / 12.0 * number(at + "load") * number(at + "fuel")
            self.fuel = put("power/backup/fuel", monthly * self.live_share)

    def supply(self, bill, put):
        """What comes beyond the tariff, added to its bill."""
        number, supply, at = self.number, self.bill["supply"], "power.bill.supply."
        cost, certified = bill, 0.0
        for k in supply["ppa"]:
            volume = put(f"power/ppa/{k}/volume", self.grid_energy * self.shares[k])
            cost = cost + put(f"power/ppa/{k}/cost", volume * self.prices[k])
            certified = certified + volume * number(f"{at}ppa.{k}.certified")
        uncovered = np.maximum(self.grid_energy - certified, 0.0)
        if supply["certificates"] or supply["carbon"]:
            put("power/uncovered", uncovered)
        if supply["certificates"]:
            bought = put("power/certificates/volume", uncovered * number(at + "certificates.share"))
            cost = cost + put("power/certificates/cost", bought * self.prices["", "certificates"])
            uncovered = uncovered - bought
        if supply["carbon"]:
            emissions = uncovered * number(at + "carbon.grid")
            if supply["backup"]:
                emissions = emissions + self.fuel * number(at + "backup.carbon")
            put("power/carbon/emissions", emissions)
            cost = cost + put("power/carbon/cost", emissions * self.prices["", "carbon"])
        if supply["water_price"]:
            cost = cost + put("power/water/cost", self.water * self.prices["", "water"])
        if supply["backup"]:
            cost = cost + put("power/backup/cost", self.fuel * self.prices["", "backup"])
        if supply["response"]:
            committed = number(at + "response.capacity") * self.live_share
            cost = cost + put("power/response/income", -committed * self.prices["", "response"])
        return cost
