"""The tariff of the twin: the lines power/bill/... of section 3b of docs/model.md.

tariff = Tariff(power, put)      # an ItemisedPower (twin_power.py) that has evaluated its load
tariff.total                     # money of each month, with taxes
"""

import numpy as np
from twin_time import lag


class Tariff:
    """The bill of one evaluation, charge by charge."""

    def __init__(self, power, put):
        self.power, self.bill, self.time = power, power.bill, power.time
        self.number, self.table = power.number, power.table
        self.level, self.live, self.peak = power.level, power.live_share, power.peak
        self.put_ = put
        self.zero = np.zeros((self.time.months, 1))
        if self.bill["ratchet"]:
            self.billing_demand = self.ratchet(self.peak, "ratchet")
        self.energy = self.put("energy total", self.energy_charges())
        demand = self.demand_charges() + self.daily_demand() + self.two_part() + self.take()
        demand = demand + self.power_factor(self.energy + demand)
        self.demand = self.put("demand total", demand)
        self.fixed = self.put("fixed total", self.fixed_charges())
        charges = self.energy + self.demand + self.fixed + self.riders() + self.exit_fee()
        before_tax = self.put("before tax", charges + self.least_bills(charges))
        taxes = self.zero
        for i, tax in self.bill["taxes"].items():
            everything = tax["of_energy"] and tax["of_demand"] and tax["of_fixed"]
            base = before_tax if everything else self.flagged(tax)
            taxes = taxes + self.put(f"tax/{i}", self.number(f"power.bill.taxes.{i}.share") * base)
        self.total = self.put("total", before_tax + taxes)

    def put(self, path, row):
        return self.put_(f"power/bill/{path}", row)

    def flagged(self, item):
        """Energy, demand and fixed charges as the flags of a rider or tax say."""
        totals = {"of_energy": self.energy, "of_demand": self.demand, "of_fixed": self.fixed}
        return sum((row for flag, row in totals.items() if item[flag]), self.zero)

    def ratchet(self, peak, out):
        at = "power.bill.ratchet."
        weighted = self.put(f"{out}/weighted peak", peak * self.table(at + "weight"))
        greatest, earlier = weighted, weighted
        for _ in range(self.bill["ratchet"]["lookback"]):
            earlier = lag(earlier)
            greatest = np.maximum(greatest, earlier)
        self.put(f"{out}/greatest weighted", greatest)
        least = self.number(at + "minimum") * self.live
        own = np.maximum(peak * self.table(at + "metered"), least)
        return self.put(f"{out}/billing demand", np.maximum(own, greatest * self.table(at + "share")))

    def stepped(self, quantity, names, at, out, end, share=1.0):
        """Cost of a share of a quantity in steps: `end` says where a step ends, the last one never does."""
        price = {s: self.number(f"{at}.steps.{s}.price") * self.level for s in names}
        if len(names) == 1:
            return self.put(f"{out}/cost", share * quantity * price[names[0]])
        cost, before = self.zero, self.zero
        for s in names:
            if s == names[-1]:
                inside = np.maximum(quantity - before, 0.0)
            else:
                upper = np.maximum(before, end(s))
                inside = np.maximum(np.minimum(quantity, upper) - before, 0.0)
                before = upper
            inside = self.put(f"{out}/{s}/quantity", share * inside)
            cost = cost + self.put(f"{out}/{s}/cost", inside * price[s])
        return cost

    def energy_charges(self):
        cost, kwh, together = self.zero, {}, {}
        for r, register in self.bill["energy"].items():
            mean = self.power.mean(register["load"], f"power.bill.energy.{r}.load")
            kwh[r] = self.put(f"energy/{r}", mean * self.time.hours * self.power.grid_share)
            together[register["shared"]] = together.get(register["shared"], 0.0) + kwh[r]
        for r, register in self.bill["energy"].items():
            at, out = f"power.bill.energy.{r}", f"energy/{r}"
            climbing, share = kwh[r], 1.0
            if register["shared"] and len(register["steps"]) > 1:
                climbing = self.put(f"{out}/together", together[register["shared"]])
                share = kwh[r] / np.where(climbing > 0, climbing, 1.0)
            last = [self.zero]

            def end(s, at=at, out=out, register=register, last=last):
                step, ends = register["steps"][s], []
                if step["upper"]:
                    after = self.number(step["after_hours"]) * self.billing_demand if step["after_hours"] else 0.0
                    ends.append(self.number(step["upper"]) + after)
                if step["upper_hours"]:
                    ends.append(self.number(step["upper_hours"]) * self.billing_demand)
                bound = ends[0] if len(ends) == 1 else np.minimum(*ends)
                if register["per_day"]:
                    bound = bound * self.time.days
                last[0] = self.put(f"{out}/{s}/end", np.maximum(last[0], bound))
                return last[0]

            cost = cost + self.stepped(climbing, list(register["steps"]), at, out, end, share)
        return cost

    def demand_charges(self):
        cost = self.zero
        for d, item in self.bill["demand"].items():
            at, out = f"power.bill.demand.{d}", f"demand/{d}"
            peak = self.peak
            if item["mean"]:
                peak = self.put(f"{out}/mean", self.power.mean(item["mean"], f"{at}.mean"))
            elif item["peak"]:
                peak = self.power.greatest(item["peak"], f"{at}.peak", f"power/bill/{out}/peak", self.put_)
            if item["of_month"]:
                peak = self.billing_demand
            if item["on_billing_demand"]:
                peak = self.ratchet(peak, f"{out}/ratchet")
            least = self.number(f"{at}.minimum") * self.live
            billed = np.maximum(peak, least) * self.number(f"{at}.billed_per_kw")
            billed = self.put(out, billed * self.table(f"{at}.charged"))

            def end(s, item=item):
                return self.number(item["steps"][s]["upper"])

            cost = cost + self.stepped(billed, list(item["steps"]), at, out, end)
        return cost

    def daily_demand(self):
        cost = self.zero
        for d, item in self.bill["daily_demand"].items():
            at, out, highest = f"power.bill.daily_demand.{d}", f"daily demand/{d}", -np.inf
            for k, terms in item["hours"].items():
                mean = self.put(f"{out}/hours {k}", self.power.mean(terms, f"{at}.hours.{k}"))
                highest = np.maximum(highest, mean)
            billed = highest * self.number(f"{at}.billed_per_kw") * self.table(f"{at}.charged")
            quantity = self.put(out, billed * self.time.days)
            cost = cost + self.put(f"{out}/cost", quantity * self.number(f"{at}.price") * self.level)
        return cost

    def two_part(self):
        item, at = self.bill["two_part"], "power.bill.two_part."
        if not item:
            return self.zero
        number, level, put = self.number, self.level, self.put
        capacity = put("two-part/capacity", number(at + "transformer_kva") * self.live)
        if item["mode"] == "transformer":
            return put("two-part/cost", capacity * number(at + "price_kva") * level)
        price = number(at + "price_kw") * level
        if item["mode"] == "metered":
            cost = put("two-part/cost", self.peak * price)
        else:
            declared = self.table(at + "declared") * self.live
            contract = put("two-part/contract", np.maximum(declared, number(at + "floor_share") * capacity))
            excess = put("two-part/excess", np.maximum(self.peak - number(at + "tolerance") * contract, 0.0))
            cost = put("two-part/cost", contract * price)
            cost = cost + put("two-part/excess cost", excess * number(at + "excess_multiple") * price)
        if not item["rebate_from"]:
            return cost
        earned = self.power.grid_energy >= number(at + "rebate_from") * capacity
        rebate = np.where(earned, -cost * (1.0 - number(at + "rebate_price_share")), 0.0)
        return cost + put("two-part/rebate", rebate)

    def take(self):
        item, at = self.bill["minimum_take"], "power.bill.minimum_take."
        if not item:
            return self.zero
        contract = self.put("take/contract", self.number(at + "contract") * self.power.ramp * self.live)
        cost = self.zero
        for i in item["components"]:
            share, price = (self.number(f"{at}components.{i}.{name}") for name in ("share", "price"))
            billed = self.put(f"take/{i}", np.maximum(self.peak, share * contract))
            cost = cost + self.put(f"take/{i}/cost", billed * price * self.level)
        return cost

    def exit_fee(self):
        """Least charges of the months of the contract that are left at the end of the model."""
        item, at = self.bill["minimum_take"], "power.bill.minimum_take."
        if not item or not item["term"]:
            return self.zero
        months = np.minimum(self.number(item["term"]) - self.time.horizon, self.number(at + "exit_fee_months"))
        prices = (
            self.number(f"{at}components.{i}.share") * self.number(f"{at}components.{i}.price")
            for i in item["components"]
        )
        monthly = sum(prices) * self.number(at + "contract")
        return self.put("take/exit fee", self.time.last * np.maximum(months, 0.0) * monthly * self.live * self.level)

    def power_factor(self, charges):
        at = "power.bill.power_factor."
        if not self.bill["power_factor"]:
            return self.zero
        adjustment = self.put("power factor/adjustment", charges * self.number(at + "adjustment"))
        price = self.number(at + "kvar_per_kw") * self.number(at + "kvar_price")
        return adjustment + self.put("power factor/reactive", self.peak * price * self.level)

    def fixed_charges(self):
        cost = self.zero
        for i in self.bill["fixed"]:
            per_month, per_day = (self.number(f"power.bill.fixed.{i}.{name}") for name in ("per_month", "per_day"))
            amount = (per_month + per_day * self.time.days) * self.live
            cost = cost + self.put(f"fixed/{i}", amount * self.level)
        return cost

    def riders(self):
        cost = self.zero
        for i, rider in self.bill["riders"].items():
            at = f"power.bill.riders.{i}."
            amounts = self.power.grid_energy * self.number(at + "per_kwh") + self.peak * self.number(at + "per_kw")
            amounts = amounts * self.level + self.number(at + "share") * self.flagged(rider)
            cost = cost + self.put(f"rider/{i}", amounts * self.table(at + "months"))
        return cost

    def least_bills(self, charges):
        """What is missing to the least bill of the month and, settled where a tax year ends, of the year."""
        bill, time = self.bill, self.time
        month = year = self.zero
        if bill["minimum_month"]:
            least = self.number("power.bill.minimum_month") * self.level * self.live
            month = self.put("least bill/month", np.maximum(least - charges, 0.0))
        if bill["minimum_year"]:
            least = self.number("power.bill.minimum_year") / 12.0 * self.level * self.live
            billed = self.to_date("billed", charges + month)
            due = self.to_date("due", least)
            year = np.zeros_like(due - billed)
            year[time.year_ends] = np.maximum(due - billed, 0.0)[time.year_ends]
            self.put("least bill/year", year)
        return month + year

    def to_date(self, name, row):
        """The row summed over each tax year."""
        summed = np.array(row)
        for t in range(1, self.time.months):
            if t not in self.time.year_starts:
                summed[t] += summed[t - 1]
        self.put(f"least bill/{name}", summed)
        carried = summed.copy()
        carried[self.time.year_ends] = 0.0
        self.put(f"least bill/{name} to date", carried)
        return summed
