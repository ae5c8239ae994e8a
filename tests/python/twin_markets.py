"""Who is served: contracts and markets by priority along their lists of fleets, section 2c of docs/model.md.

markets = Markets(operations)
markets.held["training", "ascend"]      # hours of a fleet that a market holds, at a sales scale of 1
markets.trials["training"]["ascend"]    # Trial: what became of the hours that were tried there
markets.free["ascend"]                  # hours that nobody holds
"""

from dataclasses import dataclass

import numpy as np
import twin_erlang
from twin_demand import MarketDemand

CONTRACT, ONE_FLEET, SEVERAL = range(3)  # the order within a priority
ROUNDING = 1e-9  # free hours / available ones that count as none in a step
NOTHING = 1e-100  # hours that count as none where a share of them is taken


def share_served(wanted, capacity):
    short = (wanted > capacity) & (wanted > NOTHING)
    return np.where(short, capacity / np.where(short, wanted, 1.0), 1.0)


@dataclass
class Trial:
    """Reference hours tried on one fleet, by what became of them; 0 where a cause cannot occur."""

    not_ready: object
    too_large: object
    full: object
    queue: object


class Markets:
    def __init__(self, operations):
        self.operations, self.tree = operations, operations.tree
        self.least = {f: ROUNDING * row for f, row in operations.available.items()}
        operations.put("sales/rounding", ROUNDING)
        self.demands = {m: MarketDemand(operations, m) for m in self.tree["markets"]}
        self.remaining = {m: demand.offered for m, demand in self.demands.items()}
        self.free = dict(operations.available)
        self.steps = dict.fromkeys(self.free, 0)
        self.held, self.served, self.trials = {}, {}, {m: {} for m in self.demands}
        self.serve()
        self.settle()

    def serve(self):
        claims = [(item["priority"], CONTRACT, c) for c, item in self.tree["contracts"].items()]
        claims += [
            (demand.priority, ONE_FLEET if demand.tree["fleet"] else SEVERAL, m) for m, demand in self.demands.items()
        ]
        claims.sort(key=lambda claim: claim[:2])  # among equals in their order
        lists = {}
        for priority, form, key in claims:
            if form == SEVERAL:
                lists.setdefault(priority, []).append(key)
        for priority, form, key in claims:
            if form == CONTRACT:
                self.operations.contract(key, self.free)
            elif form == ONE_FLEET:
                self.step(self.demands[key].tree["fleet"], [key])
            elif priority in lists:
                self.along(lists.pop(priority))

    def along(self, members):
        """One priority: by place of the lists, then by fleet, all those whose fleet of that place it is."""
        places = [list(self.demands[m].runs_on) for m in members]
        for k in range(max(map(len, places))):
            for f in self.free:
                here = [m for m, fleets in zip(members, places, strict=True) if fleets[k : k + 1] == [f]]
                if here:
                    self.step(f, here)

    def step(self, f, members):
        self.steps[f] += 1
        out, put = f"sales/fleet/{f}/step/{self.steps[f]}/", self.operations.put
        ons = [self.demands[m].runs_on[f] for m in members]
        trials, fitting, wanted = [], [], []
        for m, on in zip(members, ons, strict=True):
            hours = self.remaining[m]
            trials.append(Trial(0.0, 0.0, 0.0, 0.0))
            if np.ndim(on.ready):
                hours = hours * on.ready
                trials[-1].not_ready = self.remaining[m] - hours
            if np.ndim(on.fit) or on.fit != 1.0:
                trials[-1].too_large = hours * (1.0 - on.fit)
                hours = hours * on.fit
            fitting.append(hours)
            wanted.append(put(f"sales/market/{m}/on/{f}/wanted", hours if on.entry is None else hours / on.work))
        queued = any(self.demands[m].queue for m in members)
        if len(members) == 1 and not queued:
            self.serve_one(f, members[0], ons[0], trials[0], wanted[0], out)
            return
        capacity, total = self.room(f), sum(wanted[1:], wanted[0])
        served_share = share_served(total, capacity)
        put(out + "wanted", total)
        put(out + "served share", served_share)
        overload = 1.0 - served_share
        losses = self.queue_losses(members, ons, wanted, capacity, total, overload, out) if queued else {}
        taken = 0.0
        for m, trial, hours, want in zip(members, trials, fitting, wanted, strict=True):
            carried, trial.full = hours * served_share, hours * overload
            if m in losses:
                trial.queue = carried * losses[m]
                carried = carried * (1.0 - losses[m])
                want = want * (1.0 - losses[m])
            held = want * served_share
            taken = taken + held
            self.book(f, m, trial, held, carried)
        self.free[f] = np.maximum(self.free[f] - taken, 0.0)

    def room(self, f):
        """Free hours of a fleet, without what rounding leaves of a full one."""
        return np.where(self.free[f] > self.least[f], self.free[f], 0.0)

    def serve_one(self, f, m, on, trial, wanted, out):
        capacity = self.room(f)
        if self.operations.run_.record:
            self.operations.put(out + "served share", share_served(wanted, capacity))
        held = np.minimum(wanted, capacity)
        self.free[f] = self.free[f] - held
        trial.full, served = wanted - held, held
        if on.entry is not None:
            trial.full, served = trial.full * on.work, held * on.work
        self.book(f, m, trial, held, served)

    def book(self, f, m, trial, held, served):
        self.held[m, f], self.served[m, f], self.trials[m][f] = held, served, trial
        left = [part for part in (trial.not_ready, trial.too_large, trial.full, trial.queue) if np.ndim(part)]
        self.remaining[m] = sum(left[1:], left[0])

    def queue_losses(self, members, ons, wanted, capacity, total, overload, out):
        """Share of what is not refused for want of room that is turned away, by member with a queue."""
        number, put, time = self.operations.number, self.operations.put, self.operations.time
        asked = total > NOTHING
        cards = sum(want * on.job for want, on in zip(wanted, ons, strict=True))
        z = put(out + "mean job", np.where(asked, cards / np.where(asked, total, 1.0), 1.0))
        per_server = 1.0 / (time.hours * z)
        servers = put(out + "servers", capacity * per_server)
        load = put(out + "load", total * per_server)
        blocked = put(out + "blocked", twin_erlang.USED(servers, load))
        waiting = twin_erlang.waiting_share(blocked, servers, load)
        spare = np.maximum(servers - load, 0.0)
        room = 1.0 - overload
        losses = {}
        for m, on in zip(members, ons, strict=True):
            if not self.demands[m].queue:
                continue
            at = f"markets.{m}.queue."
            waits = number(at + "waits")
            patience = number(at + "patience") / number(at + "service_time")
            gives_up = np.minimum(blocked, waiting * np.exp(-spare * patience))
            lost = np.maximum((1.0 - waits) * blocked + waits * gives_up, overload)
            beta = np.where(room > 0, (lost - overload) / np.where(room > 0, room, 1.0), 0.0)
            losses[m] = sum(w * np.minimum(1.0, beta * b / z) for b, w in on.sizes)
        return losses

    def settle(self):
        """Totals of each market: what is served, paid and unmet."""
        put, self.paid, self.served_all = self.operations.put, {}, {}
        nothing = np.zeros((self.operations.time.months, 1))
        for m, demand in self.demands.items():
            out = f"sales/market/{m}/"
            self.served_all[m] = sum((self.served[m, f] for f in demand.runs_on), nothing)
            self.paid[m] = nothing
            for f, on in demand.runs_on.items():
                if self.operations.run_.record:
                    put(f"revenue/market/{m}/on/{f}/price", demand.price * on.per_hour(demand))
                held = self.held[m, f]
                self.paid[m] = self.paid[m] + (held if on.entry is None else held * on.per_hour(demand))
            if demand.queue:
                waits = [self.operations.number(f"markets.{m}.queue.{name}") for name in ("patience", "service_time")]
                put(out + "patience", waits[0] / waits[1])
            put(out + "unmet", self.remaining[m])
            if not demand.runs_on:
                put(out + "unmet/no chip", demand.offered)
                continue
            last = self.last_trial(m)
            for name in ("not ready", "too large", "full", "queue"):
                put(f"{out}unmet/{name}", nothing + getattr(last, name.replace(" ", "_")))

    def last_trial(self, m):
        return self.trials[m][list(self.demands[m].runs_on)[-1]]
