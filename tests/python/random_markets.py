"""Random legal centers whose markets have every feature on and off: one model file a seed.

    raw = random_center(7)                      # a dictionary as a model file holds it
    grown = grown_demand(raw, "market1", 1.5)   # the same center with more demand
    longer = with_appended_fleet(raw, seed)     # a market can run on one more fleet; None where it already can on all

1 to 4 fleets of up to 3 chips in one or two phases (often short of power), 0 to 3 contracts and 0 to 6 markets of
priority 0 to 2: with `fleet` or `runs_on` (by fleet and by chip, a chip that nobody has included), ready dates, ramps
of adaptation, job sizes, queues, adoption, seasons, answers to the price, competitors, remote regions with and without
a network. `plain=True` leaves out queues. Most quantities are of one size, so that fleets are both short and idle.
"""

import copy

import numpy as np

CHIPS = {
    "alpha": {"fp16": 0.313, "int8": 0.64},
    "beta": {"fp16": 0.99, "fp8": 1.98},
    "gamma": {"fp16": 0.12, "fp8": 0.3, "int8": 0.2},
}
NOBODYS = "nvidia-h100-sxm"  # a chip of the catalogue that no fleet has
PRECISIONS = ("fp16", "fp8", "int8")
MONTHS = 9


def device(chip):
    return {"name": f"Card {chip}", "chip": chip, "peak": CHIPS[chip], "idle_power": 0.09, "busy_power": 0.4}


def random_center(seed, plain=False):
    return RandomCenter(np.random.default_rng(seed), plain).raw


class RandomCenter:
    def __init__(self, rng, plain):
        self.rng, self.plain = rng, plain
        self.raw = skeleton(MONTHS)
        self.raw["start"] = f"2026-{rng.integers(1, 13):02}"
        self.phases()
        self.raw["fleets"] = {f"fleet{i}": self.fleet() for i in range(rng.integers(1, 5))}
        self.raw["networks"] = {f"line{i}": self.network() for i in range(rng.integers(0, 3))}
        self.raw["contracts"] = {f"contract{i}": self.contract() for i in range(rng.integers(0, 4))}
        self.raw["markets"] = {f"market{i}": self.market() for i in range(rng.integers(0, 7))}

    def one_in(self, n):
        return self.rng.integers(n) == 0

    def any_of(self, values):
        return values[self.rng.integers(len(values))]

    def date(self, late=MONTHS):
        return round(float(self.rng.uniform(-3, late)), 2)

    def share(self, low=0.0):
        return round(float(self.any_of([low, 1.0, *self.rng.uniform(low, 1.0, 4)])), 3)

    def amount(self, low, high):
        return float(f"{np.exp(self.rng.uniform(np.log(low), np.log(high))):.4g}")

    def curve(self, low, high):
        if self.one_in(3):
            points = {f"{i}": self.amount(low, high) for i in range(1, int(self.rng.integers(2, 5)))}
            return {"monthly": list(points.values())}
        return {"start": self.amount(low, high), "growth": 0.2} if self.one_in(3) else self.amount(low, high)

    def phases(self):
        self.raw["phases"] = {
            f"hall{i}": {"energised": self.date(4), "critical_power": self.amount(100, 3000)}
            for i in range(self.rng.integers(1, 3))
        }

    def fleet(self):
        return {
            "phase": self.any_of(list(self.raw["phases"])),
            "device": device(self.any_of(list(CHIPS))),
            "cards": self.amount(40, 3000),
            "delivered": self.date(4),
            "commissioning": self.any_of([0, 0, 0.5, 1.0]),
            "availability": self.share(0.5),
            "price": self.amount(3e4, 3e5),
            "asset_class": "servers",
        }

    def network(self):
        price = self.any_of([0.0, 0.4, self.curve(0.01, 2)])
        return {"ready": self.date(), "latency": self.any_of([0, 5, 20]), "price": price}

    def contract(self):
        start = self.date()
        return {
            "fleet": self.any_of(list(self.raw["fleets"])),
            "cards": self.amount(10, 1500),
            "start": start,
            "end": start + self.amount(1, 20),
            "price": self.curve(1, 20),
            "take_or_pay": self.share(),
            "used_share": self.share(),
            "survival": self.share(0.5),
            "priority": int(self.rng.integers(3)),
        }

    def market(self):
        market = {
            "demand": self.any_of([0.0, *[self.curve(30, 4000) for _ in range(6)]]),
            "opening": self.date(5),
            "ramp": self.amount(0.01, 12),
            "price": self.any_of([0.0, *[self.curve(1, 20) for _ in range(6)]]),
            "priority": int(self.rng.integers(3)),
        }
        if self.one_in(3):
            market["fleet"] = self.any_of(list(self.raw["fleets"]))
        else:
            self.eligibility(market)
        self.jobs(market)
        self.chain(market)
        return market

    def eligibility(self, market):
        fleets = self.raw["fleets"]
        reference = self.any_of(list(CHIPS))
        market["reference"] = device(reference)
        precision = market["precision"] = self.any_of([p for p in PRECISIONS if p in CHIPS[reference]])
        market["paid_per"] = self.any_of(["card_hour", "reference_hour"])
        able = [f for f, fleet in fleets.items() if precision in fleet["device"]["peak"]]
        chips = list(dict.fromkeys(fleet["device"]["chip"] for fleet in fleets.values()))
        order, listed = [*able, *chips, NOBODYS], {}
        self.rng.shuffle(order)
        reached = set()
        for key in order[: self.rng.integers(1, len(order) + 1)]:
            named = {key} if key in fleets else {f for f in fleets if fleets[f]["device"]["chip"] == key}
            if not named <= set(able) - reached:
                continue
            reached |= named
            listed[key] = self.runs_on()
        market["runs_on"] = listed or {NOBODYS: self.runs_on()}

    def runs_on(self):
        entry = {"efficiency": self.share(0.2), "price_factor": self.any_of([1.0, 0.7, 1.2])}
        if self.one_in(3):
            entry["ready"] = self.date()
        if self.one_in(3):
            entry["adaptation"] = {
                "start": self.date(),
                "months": self.amount(0.5, 12),
                "initial_efficiency": round(entry["efficiency"] * self.share(0.1), 4),
                "cost": self.amount(1e3, 1e6),
            }
        return entry

    def jobs(self, market):
        if self.one_in(3):
            market["job_cards"] = self.amount(1, 1000)
        elif self.one_in(3):
            shares = self.any_of([[1.0], [0.25, 0.75], [0.5, 0.25, 0.25]])
            market["jobs"] = {f"size{i}": {"cards": self.amount(1, 1000), "share": w} for i, w in enumerate(shares)}
        if not self.plain and self.one_in(3):
            market["queue"] = {
                "waits": self.share(),
                "patience": self.amount(0.1, 100),
                "service_time": self.amount(0.5, 500),
            }

    def chain(self, market):
        if self.one_in(4):
            market["adoption"] = {"shape": self.any_of(["logistic", "bass"]), "start": self.date(), "speed": 8.0}
        if self.one_in(4):
            market["season"] = {"factor": [round(float(x), 2) for x in self.rng.uniform(0, 2, 12)]}
        if self.one_in(3):
            market["price_response"] = {
                "reference_price": self.amount(1, 20),
                "elasticity": self.any_of([0.0, 0.5, 1.3, 3.0]),
                "cap": self.any_of([1.0, 3.0]),
            }
        if self.one_in(3):
            form = self.rng.integers(3)
            market["competition"] = {"supply": self.curve(10, 4000)} if form != 1 else {}
            if form != 0:
                market["competition"]["capture"] = self.share()
        networks = list(self.raw["networks"])
        if self.one_in(3):
            market["remote"] = {}
            for i in range(self.rng.integers(1, 3)):
                region = market["remote"][f"region{i}"] = {"demand": self.curve(10, 2000)}
                if networks and not self.one_in(4):
                    region["network"] = self.any_of(networks)
                if self.one_in(2):
                    region["latency_limit"] = self.any_of([1, 10, 100])


def skeleton(months):
    """Everything of a model file that is not capacity or demand."""
    return {
        "name": "Random markets",
        "currency": "CNY",
        "start": "2026-01",
        "months": months,
        "hours": "720",
        "valuation": {"discount_rate": 0.08, "equity_rate": 0.12},
        "power": {
            "losses": {"fixed": 0.05, "proportional": 0.14, "square": 0.04},
            "energy": {"flat": {"share": 1.0, "price": 0.5}},
        },
        "asset_classes": {"servers": {"book_life": 60, "tax_life": 60}},
        "tax": {"rate": 0.25},
        "financing": {"conversion": 0, "asset_class": "servers"},
    }


def changed_curve(curve, factor):
    """A curve as a model file holds it, times a factor."""
    if not isinstance(curve, dict):
        return curve * factor
    if "monthly" in curve:
        return {"monthly": [value * factor for value in curve["monthly"]]}
    return curve | {"start": curve["start"] * factor}


def grown_demand(raw, m, factor):
    out = copy.deepcopy(raw)
    market = out["markets"][m]
    market["demand"] = changed_curve(market["demand"], factor)
    for region in market.get("remote", {}).values():
        region["demand"] = changed_curve(region["demand"], factor)
    return out


def listed_fleets(raw, m):
    """Fleets that a market can run on, in the order of its list."""
    market, fleets = raw["markets"][m], raw["fleets"]
    if "fleet" in market:
        return [market["fleet"]]
    return [
        f
        for key in market["runs_on"]
        for f in fleets
        if f == key or (key not in fleets and fleets[f]["device"]["chip"] == key)
    ]


def with_appended_fleet(raw, seed):
    rng = np.random.default_rng(seed)
    candidates = [
        (m, f)
        for m, market in raw["markets"].items()
        if "runs_on" in market
        for f, fleet in raw["fleets"].items()
        if f not in listed_fleets(raw, m) and market["precision"] in fleet["device"]["peak"]
    ]
    if not candidates:
        return None
    m, f = candidates[rng.integers(len(candidates))]
    out = copy.deepcopy(raw)
    out["markets"][m]["runs_on"][f] = {"efficiency": round(float(rng.uniform(0.1, 1.0)), 3)}
    return out
