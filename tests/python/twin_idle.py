"""Why hours stand idle and what they were worth: section 2d of docs/model.md, at a sales scale of 1.

idle = Idle(operations)      # writes its lines through operations.put; nothing else depends on them
idle.parts["ascend"]         # {cause: hours of the fleet}, in the order in which causes are asked
"""

import numpy as np

LEAST_SHARE = 1e-6  # hours left / available ones that causes do not share


def quotient(above, below):
    """above / below, 0 where there is nothing to divide by."""
    some = below > 0
    return np.where(some, above / np.where(some, below, 1.0), 0.0)


class Idle:
    def __init__(self, operations):
        self.operations, self.markets = operations, operations.markets
        self.demands = self.markets.demands
        self.nothing = np.zeros((operations.time.months, 1))
        self.fleets = list(operations.tree["fleets"])
        self.left = {f: self.markets.free[f] + self.nothing for f in self.fleets}
        operations.put("idle/least share", LEAST_SHARE)
        self.parts, self.causes = {f: {} for f in self.fleets}, {}
        self.delivered, self.allocated = {}, {}
        self.before_the_market()
        self.refused_here("too large", "too_large")
        self.refused_here("queue", "queue")
        rest = self.other_chips()
        self.listed("not adapted", rest, lambda on: 1.0 - on.ready)
        for cause in ("network", "competitors", "price"):
            lost = {m: demand.lost[cause] for m, demand in self.demands.items() if cause in demand.lost}
            self.listed(cause, lost, lambda on: 1.0)
        for f in self.fleets:
            self.book(f, "no demand", self.left[f], self.left[f] * self.mean_price[f])

    def before_the_market(self):
        """Hours that no demand could have used, and the mean price of those that were sold."""
        o, put = self.operations, self.operations.put
        self.mean_price = {}
        for f in self.fleets:
            sold, allocated, earned = (self.of_fleet(f, rows) for rows in (o.sold, o.allocated, self.earned()))
            hours = o.time.hours * o.per_card[f]
            delivered = put(f"sales/fleet/{f}/delivered hours", o.delivered[f] * hours)
            installed = put(f"sales/fleet/{f}/installed hours", o.installed[f] * hours)
            self.delivered[f], self.allocated[f] = delivered, allocated
            put(f"idle/{f}/idle", delivered - allocated)
            price = self.mean_price[f] = put(f"idle/{f}/price earned", quotient(earned, sold))
            reserved = (o.reserved[c] - o.sold["contract", c, f] for c in o.reserved if ("contract", c, f) in o.sold)
            for cause, hours in (
                ("not energised", delivered - installed),
                ("unavailable", installed - o.available[f]),
                ("reserved and paid", sold - allocated),
                ("reserved and unpaid", sum(reserved, self.nothing)),
            ):
                self.book(f, cause, hours, self.nothing if cause == "reserved and paid" else hours * price)

    def metrics(self):
        """Idle hours by cause / hours delivered over the life, of the fleets of the headline unit."""
        o = self.operations
        fleets = [f for f in self.fleets if o.unit[f] == o.hour_units[0]]
        delivered = sum((self.delivered[f] for f in fleets), self.nothing).sum(axis=0)
        hours = {cause: sum((self.parts[f][cause] for f in fleets), self.nothing) for cause in self.causes}
        out = {cause: row.sum(axis=0) for cause, row in hours.items()}
        allocated = sum((self.allocated[f] for f in fleets), self.nothing).sum(axis=0)
        out = {"all": delivered - allocated, **out}
        some = delivered > 0
        return {
            f"idle/{name}": np.where(some, row / np.where(some, delivered, 1.0), np.nan) for name, row in out.items()
        }

    def earned(self):
        o = self.operations
        rows = {}
        for (group, key, f), sold in o.sold.items():
            per_hour = 1.0 if group == "contract" else self.demands[key].runs_on[f].per_hour(self.demands[key])
            rows[group, key, f] = sold * (o.prices[group + "s", key] * per_hour)
        return rows

    def of_fleet(self, f, rows):
        return sum((row for (_, _, fleet), row in rows.items() if fleet == f), self.nothing)

    def book(self, f, cause, hours, value):
        put = self.operations.put
        self.causes.setdefault(cause)
        self.parts[f][cause] = put(f"idle/{f}/{cause}", hours)
        put(f"idle/{f}/value/{cause}", value)

    def take(self, cause, explained):
        """At most the hours left; `explained` by fleet: hours and price of each market. Returns the share taken."""
        shares = {}
        for f in self.fleets:
            total = sum((hours for hours, _ in explained[f]), self.nothing)
            taken = np.minimum(self.left[f], total)
            shares[f] = np.where(total > 0, quotient(taken, total), 1.0)
            value = sum((hours * price for hours, price in explained[f]), self.nothing)
            self.book(f, cause, taken, taken * quotient(value, total))
        for f in self.fleets:
            self.left[f] = self.left[f] - self.parts[f][cause]
        return shares

    def refused_here(self, cause, name):
        explained = {f: [] for f in self.fleets}
        for m, trials in self.markets.trials.items():
            for f, trial in trials.items():
                on = self.demands[m].runs_on[f]
                price = self.demands[m].price * on.per_hour(self.demands[m])
                explained[f].append((getattr(trial, name) / on.work, price))
        self.take(cause, explained)

    def share_out(self, m, cause, lacks, weights):
        """Shares of fleets in what one market lacks: by hours left, times their weight."""
        weighted = {}
        for f, weight in weights.items():
            much = self.left[f] > LEAST_SHARE * self.operations.available[f]
            weighted[f] = np.where(much, self.left[f], 0.0) * weight
        total = sum(weighted.values(), self.nothing)
        self.operations.put(f"sales/market/{m}/per idle hour/{cause}", quotient(lacks, total))
        return {f: quotient(row, total) for f, row in weighted.items()}

    def other_chips(self):
        """Unmet demand of markets that a fleet is not listed by; returns what of it no fleet explains, by market."""
        put = self.operations.put
        pools, shares, explained = {}, {}, {f: [] for f in self.fleets}
        for m, demand in self.demands.items():
            pools[m] = self.pool(m)
            rates = {f: demand.rate_of(f) for f in self.fleets if f not in demand.runs_on}
            for f, rate in rates.items():
                put(f"sales/market/{m}/off/{f}/rate", rate)
                put(f"sales/market/{m}/off/{f}/hours per reference hour", quotient(1.0, rate))
            shares[m] = self.share_out(
                m, "other chips", pools[m], {f: np.where(rate > 0, 1.0, 0.0) for f, rate in rates.items()}
            )
            for f, rate in rates.items():
                explained[f].append((quotient(pools[m] * shares[m][f], rate), demand.price * rate))
        kept = self.take("other chips", explained)
        rest = {}
        for m, pool in pools.items():
            explained_share = sum((share * kept[f] for f, share in shares[m].items()), self.nothing)
            rest[m] = put(f"sales/market/{m}/unmet/not explained", pool * (1.0 - explained_share))
        return rest

    def pool(self, m):
        """Unmet demand that a fleet could have met: not what its last one found too large or turned away."""
        if not self.demands[m].runs_on:
            return self.demands[m].offered
        last = self.markets.last_trial(m)
        return self.nothing + last.not_ready + last.full

    def listed(self, cause, amounts, weight):
        explained = {f: [] for f in self.fleets}
        for m, amount in amounts.items():
            demand = self.demands[m]
            shares = self.share_out(m, cause, amount, {f: weight(on) for f, on in demand.runs_on.items()})
            for f, on in demand.runs_on.items():
                hours = amount * shares[f] / on.work
                explained[f].append((hours, demand.price * on.per_hour(demand)))
        self.take(cause, explained)
