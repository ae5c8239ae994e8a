"""Demand of a market, and the fleets it can run on: sections 2a and 2b of docs/model.md.

market = MarketDemand(operations, "training")
market.offered               # reference hours it asks of the center, months x scenarios
market.runs_on["ascend"]     # RunsOn: yield, ready, fit, job of one fleet of its list
market.lost["network"]       # reference hours lost before they reach the center
"""

import numpy as np
from twin_power import by_month
from twin_time import clamp


class RunsOn:
    """One fleet of a market's list. What is 1 by structure stays the number 1."""

    def __init__(self, operations, market, f, entry):
        self.entry = entry
        self.ready = self.rate = self.work = self.price_factor = 1.0
        self.fit, self.job, self.sizes = 1.0, 1.0, [(1.0, 1.0)]
        out = f"sales/market/{market.key}/on/{f}/"
        if entry is not None:
            self.eligibility(operations, market, f, out)
        if market.job_sizes:
            usable = operations.usable[f] * operations.per_card[f]
            self.sizes_on(usable, market.job_sizes, market.tree["jobs"], operations.put, out)

    def eligibility(self, operations, market, f, out):
        number, put, time = operations.number, operations.put, operations.time
        at = f"markets.{market.key}.runs_on.{self.entry}."
        tree = operations.tree["markets"][market.key]["runs_on"][self.entry]
        self.rate = put(out + "rate", market.rate_of(f))
        efficiency = number(at + "efficiency")
        if tree["adaptation"]:
            first = number(at + "adaptation.initial_efficiency")
            rate = put(out + "ramp rate", 1.0 / number(at + "adaptation.months"))
            done = clamp((time.next - number(at + "adaptation.start")) * rate)
            efficiency = put(out + "efficiency", first + (efficiency - first) * done)
        self.work = put(out + "yield", self.rate * efficiency * operations.performance[f])
        put(out + "hours per reference hour", 1.0 / self.work)
        if tree["ready"]:
            self.ready = put(out + "ready", time.live(number(at + "ready")))
        self.price_factor = number(at + "price_factor")

    def sizes_on(self, usable, job_sizes, keys, put, out):
        """Jobs larger than the pool are too large in the proportion by which they are."""
        shares = [(b, w, w * np.minimum(1.0, usable / b)) for b, w in job_sizes]
        self.fit = put(out + "fit", sum(fitting for _, _, fitting in shares))
        some = np.where(self.fit > 0, self.fit, 1.0)
        self.job = put(out + "job", sum(fitting * b for b, _, fitting in shares) / some)
        self.sizes = [(b, fitting / some) for b, _, fitting in shares]
        for key, (_, share) in zip(keys, self.sizes, strict=False):
            put(f"{out}size/{key}", share)

    def per_hour(self, market):
        """Price of an hour of the fleet / price of the market."""
        if self.entry is None:
            return 1.0
        return self.price_factor * self.work if market.paid_per_reference else self.price_factor


class MarketDemand:
    def __init__(self, operations, m):
        self.key, self.operations = m, operations
        self.tree = operations.tree["markets"][m]
        self.at, self.out = f"markets.{m}.", f"sales/market/{m}/"
        self.priority, self.queue = self.tree["priority"], self.tree["queue"]
        self.paid_per_reference = self.tree["paid_per"] == "reference_hour"
        self.job_sizes = self.sizes()
        self.runs_on = {f: RunsOn(operations, self, f, entry) for f, entry in self.listed()}
        self.price = operations.curve(self.tree["price"], f"revenue/market/{m}/price")
        self.demand()

    def sizes(self):
        number = self.operations.number
        if self.tree["job_cards"]:
            return [(number(self.at + "job_cards"), 1.0)]
        keys = (f"{self.at}jobs.{key}." for key in self.tree["jobs"])
        return [(number(at + "cards"), number(at + "share")) for at in keys]

    def listed(self):
        """Fleets in the order of the list, each with the key that names it: a fleet, or a chip for all its fleets."""
        if self.tree["fleet"]:
            yield self.tree["fleet"], None
        fleets = self.operations.tree["fleets"]
        for entry in self.tree["runs_on"]:
            named = [entry] if entry in fleets else [f for f, x in fleets.items() if x["device"]["chip"] == entry]
            yield from ((f, entry) for f in named)

    def rate_of(self, f):
        """Peak of a fleet's unit of sale / peak of the reference: a card, or the unit of sale of the market's fleet."""
        precision = self.tree["precision"]
        if self.tree["fleet"]:
            reference = self.peak_of(self.tree["fleet"], precision)
        else:
            reference = self.operations.number(f"{self.at}reference.peak.{precision}")
        peak = self.peak_of(f, precision)
        return np.where(reference > 0, peak, 0.0) / np.where(reference > 0, reference, 1.0)

    def peak_of(self, f, precision):
        return self.operations.number(f"fleets.{f}.device.peak.{precision}") / self.operations.per_card[f]

    def demand(self):
        """Everything of section 2a; `remote` holds what each region can send here."""
        operations, at, out, put = self.operations, self.at, self.out, self.operations.put
        hours = operations.time.hours
        shape = self.shape() * hours
        above, below = self.response()
        home = put(out + "demand", operations.curve(self.tree["demand"], out + "demand curve") * shape)
        remote, self.reachable = 0.0, {}
        for r in self.tree["remote"]:
            wanted = put(f"{out}remote/{r}/demand", self.remote_curve(r) * shape)
            reach = put(f"{out}remote/{r}/reach", self.reach(r))
            self.reachable[r] = put(f"{out}remote/{r}/reachable", wanted * reach * above)
            remote = remote + wanted * above
        reachable = sum(self.reachable.values())
        priced = home * above if self.tree["price_response"] else home
        self.addressable = put(out + "addressable", priced + reachable if self.reachable else priced)
        self.potential = put(out + "potential", priced + remote if self.reachable else priced)
        willing = self.addressable
        self.lost = {}
        if self.reachable:
            self.lost["network"] = put(out + "lost/network", remote - reachable)
        if self.tree["price_response"]:
            self.lost["price"] = put(out + "lost/price", willing * (1.0 - below))
            willing = willing * below
        put(out + "willing", willing)
        if self.tree["competition"]:
            lost = self.won_by_others(willing, f"{at}competition", out)
            self.lost["competitors"] = put(out + "lost/competitors", lost)
            willing = willing - lost
        self.offered = put(out + "offered", willing)

    def shape(self):
        operations, at, out, tree = self.operations, self.at, self.out, self.tree
        number, put, time = operations.number, operations.put, operations.time
        opening = number(at + "opening")
        starts = [operations.start[f] for f in self.runs_on]
        if starts:
            first = starts[0]
            for start in starts[1:]:
                first = np.minimum(first, start)
            opening = np.maximum(opening, first)
        opening = put(out + "opening", opening)
        ramp_rate = put(out + "ramp rate", 1.0 / number(at + "ramp"))
        shape = clamp((time.next - opening) * ramp_rate)
        if tree["adoption"]:
            shape = shape * put(out + "growth", self.growth())
        if tree["season"]:
            shape = shape * by_month(time, number, at + "season.factor")
        return put(out + "shape", shape)

    def growth(self):
        at, number = self.at + "adoption.", self.operations.number
        years = (self.operations.time.next - number(at + "start")) / 12.0
        if self.tree["adoption"]["shape"] == "logistic":
            e = np.exp(-np.abs(years) * number(at + "speed"))
            return np.where(years >= 0, 1.0, e) / (1.0 + e)
        p, q = number(at + "innovation"), number(at + "imitation")
        imitators = self.operations.put(self.out + "imitation per innovation", q / p)
        b = np.exp(-(p + q) * np.maximum(years, 0.0))
        return (1.0 - b) / (1.0 + b * imitators)

    def response(self):
        """How demand answers to the price: its part above 1 and its part below."""
        if not self.tree["price_response"]:
            return 1.0, 1.0
        at, number, put = self.at + "price_response.", self.operations.number, self.operations.put
        per_reference = put(self.out + "per reference price", 1.0 / number(at + "reference_price"))
        relative = put(self.out + "relative price", np.maximum(self.price * per_reference, number(at + "floor")))
        response = np.minimum(relative ** -number(at + "elasticity"), number(at + "cap"))
        put(self.out + "response", response)
        above, below = np.maximum(response, 1.0), np.minimum(response, 1.0)
        return put(self.out + "response above", above), put(self.out + "response below", below)

    def remote_curve(self, r):
        return self.operations.curve(self.tree["remote"][r]["demand"], f"{self.out}remote/{r}/demand curve")

    def reach(self, r):
        number, region = self.operations.number, self.tree["remote"][r]
        network = region["network"]
        if not network:
            return 0.0 * self.operations.time.t
        live = self.operations.time.live(number(f"networks.{network}.ready"))
        if region["latency_limit"]:
            limit = number(f"{self.at}remote.{r}.latency_limit")
            live = live * np.where(number(f"networks.{network}.latency") <= limit, 1.0, 0.0)
        return live

    def won_by_others(self, willing, at, out):
        operations, tree = self.operations, self.tree["competition"]
        rival = None
        if tree["supply"]:
            supply = operations.curve(tree["supply"], out + "supply curve")
            rival = operations.put(out + "competing supply", supply * operations.time.hours)
        if tree["capture"]:
            capture = np.minimum(operations.curve(tree["capture"], out + "capture curve"), 1.0)
        else:
            own = 0.0 * operations.time.t
            for f, on in self.runs_on.items():
                own = own + operations.available[f] * on.work * on.ready
            both = own + rival
            capture = np.where(both > 0, own / np.where(both > 0, both, 1.0), 1.0)
        lost = willing * (1.0 - operations.put(out + "capture", capture))
        return lost if rival is None else np.minimum(lost, rival)

    def carrying(self):
        """Cost of the networks for each reference hour served; None where no other region asks."""
        if not self.reachable:
            return None
        priced = [(r, region["network"]) for r, region in self.tree["remote"].items() if region["network"]]
        nothing = 0.0 * self.addressable
        cost = sum((self.reachable[r] * self.operations.network_prices[network] for r, network in priced), nothing)
        return cost / np.where(self.addressable > 0, self.addressable, 1.0)
