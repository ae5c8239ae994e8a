"""What every allocation must keep, for the lines of the twin and of the library alike.

    faults(raw, Rows(twin.evaluate().lines))       # [] or what does not hold, in words
    fewer_hours(raw, before, after)                # fleets whose allocated hours fell
    revenue_may_fall(raw, before, after)           # months in which the statement about revenue asks nothing

`raw` is the model file as a dictionary. Lines that a market or fleet does not have count as 0.
"""

import numpy as np
from random_markets import listed_fleets

CAUSES = (
    "not energised", "unavailable", "reserved and paid", "reserved and unpaid", "too large", "queue", "other chips",
    "not adapted", "network", "competitors", "price", "no demand",
)  # fmt: skip
UNMET = ("not ready", "too large", "full", "queue", "no chip")
LOST = ("network", "competitors", "price")
RELATIVE = 4e-12  # what is below 1e-12 of a fleet's hours counts as none


class Rows:
    """Lines by path as months x scenarios, or months of a `Result`; 0 where there is none."""

    def __init__(self, lines, constants=None):
        self.lines, self.constants = lines, {} if constants is None else constants

    @classmethod
    def of(cls, result):
        lines = {path: row.to_numpy()[:, None] for path, row in result.lines.items()}
        return cls(lines, result.constants["value"].to_dict())

    def __getitem__(self, path):
        return np.asarray(self.lines.get(path, self.constants.get(path, 0.0)), dtype=float)

    def __contains__(self, path):
        return path in self.lines or path in self.constants

    def below(self, *folders):
        return {path: self[path] for path in (*self.lines, *self.constants) if path.startswith(folders)}

    def offered(self, m):
        out = f"sales/market/{m}/"
        return self[out + "offered"] if out + "offered" in self else self[out + "demand"]

    def potential(self, m):
        out = f"sales/market/{m}/"
        return self[out + "potential"] if out + "potential" in self else self[out + "demand"]

    def held(self, raw, m, f):
        return self[f"sales/market/{m}/sold" if "fleet" in raw["markets"][m] else f"sales/market/{m}/on/{f}/sold"]

    def work(self, raw, m, f):
        return 1.0 if "fleet" in raw["markets"][m] else self[f"sales/market/{m}/on/{f}/yield"]

    def served(self, raw, m):
        return sum((self.held(raw, m, f) * self.work(raw, m, f) for f in listed_fleets(raw, m)), np.zeros(1))


def faults(raw, rows):
    found = []

    def ask(holds, name):
        if not np.all(holds):
            found.append(name)

    for f in raw["fleets"]:
        delivered = rows[f"sales/fleet/{f}/delivered hours"]
        installed = rows[f"sales/fleet/{f}/installed hours"]
        available, sold = rows[f"capacity/fleet/{f}/available"], rows[f"sales/fleet/{f}/sold"]
        little = RELATIVE * np.max(delivered, initial=1.0)
        ask(sold <= available + little, f"{f}: sold beyond available hours")
        ask(available <= installed + little, f"{f}: available beyond installed hours")
        ask(installed <= delivered + little, f"{f}: installed beyond delivered hours")
        held = [rows[f"sales/contract/{c}/reserved"] for c, x in raw["contracts"].items() if x["fleet"] == f]
        held += [rows.held(raw, m, f) for m in raw["markets"] if f in listed_fleets(raw, m)]
        ask(sum(held, np.zeros(1)) <= available + little, f"{f}: held beyond available hours")
        idle = sum(rows[f"idle/{f}/{cause}"] for cause in CAUSES)
        ask(np.abs(idle - rows[f"idle/{f}/idle"]) <= little, f"{f}: causes do not sum to idle hours")
        for cause in CAUSES:
            ask(rows[f"idle/{f}/{cause}"] >= -little, f"{f}: {cause} below 0")
    for m in raw["markets"]:
        out, potential = f"sales/market/{m}/", rows.potential(m)
        little = RELATIVE * np.max(potential, initial=1.0)
        unmet = sum(rows[f"{out}unmet/{cause}"] for cause in UNMET)
        lost = sum(rows[f"{out}lost/{cause}"] for cause in LOST)
        ask(np.abs(unmet - rows[out + "unmet"]) <= little, f"{m}: parts do not sum to unmet demand")
        served = rows.served(raw, m)
        ask(np.abs(served + unmet + lost - potential) <= little, f"{m}: served and lost do not sum to potential")
    for path, row in rows.below("sales/").items():
        if not path.endswith("/opening") and not np.isnan(row).any():
            whole = rows.potential(path.split("/")[2]) if path.startswith("sales/market/") else row
            ask(row >= -RELATIVE * np.max(np.abs(whole), initial=1.0), f"{path} below 0")
    return found


def fewer_hours(raw, before, after):
    """Fleets of which fewer hours are allocated in some month."""
    fell = []
    for f in raw["fleets"]:
        path = f"sales/fleet/{f}/allocated"
        if np.any(after[path] < before[path] - RELATIVE * np.max(before[path], initial=1.0)):
            fell.append(f)
    return fell


def revenue_may_fall(raw, before, after):
    """Months in which some claim that loses hours of a fleet pays more for them than one that gains hours there.

    In all others leasing revenue cannot fall when no fleet holds fewer hours. Prices of an hour are lines of the twin.
    """
    may = np.zeros_like(before["sales/sold"], dtype=bool)
    for f in raw["fleets"]:
        least_gain, most_lost = np.inf, -np.inf
        little = RELATIVE * np.max(before[f"capacity/fleet/{f}/available"], initial=1.0)
        for old, new, price in claims_on(raw, before, after, f):
            least_gain = np.minimum(least_gain, np.where(new > old + little, price, np.inf))
            most_lost = np.maximum(most_lost, np.where(new < old - little, price, -np.inf))
        may |= most_lost > least_gain * (1.0 + RELATIVE)
    return may


def claims_on(raw, before, after, f):
    """Of each claim on a fleet: hours held before and after, and what it pays for an hour that it holds."""
    for c, contract in raw["contracts"].items():
        if contract["fleet"] == f:
            old, new = (rows[f"sales/contract/{c}/reserved"] for rows in (before, after))
            most = np.maximum(old, new)
            earned = np.maximum(before[f"revenue/contract/{c}"], after[f"revenue/contract/{c}"])
            yield old, new, earned / np.where(most > 0, most, 1.0)
    for m in raw["markets"]:
        if f in listed_fleets(raw, m):
            yield before.held(raw, m, f), after.held(raw, m, f), before[f"revenue/market/{m}/on/{f}/price"]
