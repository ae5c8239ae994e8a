"""Centers of few markets that are worked out by hand: every hour is one of months of 720 hours, all fleets stand.

    raw = center_of(fleets={"f1": fleet("alpha", 100)}, markets={"a": market(80, 5, fleet="f1")})

Losses of power are 0, so that PUE is 1; an allocated card-hour costs POWER more than an idle one.
"""

from random_markets import device, skeleton

HOURS = 720.0
POWER = (0.4 - 0.09) * 1.5 * 0.8 * 0.5  # busy less idle kW x node overhead x active share x price of a kWh


def center_of(fleets, markets, contracts=None, networks=None, months=2):
    raw = skeleton(months)
    raw["power"]["losses"] = {"fixed": 0.0, "proportional": 0.0, "square": 0.0}
    return raw | {
        "phases": {"hall": {"energised": 0, "critical_power": 1e6}},
        "fleets": fleets,
        "contracts": contracts or {},
        "networks": networks or {},
        "markets": markets,
    }


def fleet(chip, cards, availability=1.0):
    standing = {"phase": "hall", "delivered": 0, "commissioning": 0, "price": 0.0, "asset_class": "servers"}
    return standing | {"device": device(chip), "cards": cards, "availability": availability}


def market(demand, price, **more):
    """`runs_on` may give efficiencies alone; the reference is then a card of the chip alpha."""
    out = {"demand": demand, "price": price, "opening": -1, "ramp": 0.01} | more
    if "runs_on" in out:
        entries = out["runs_on"].items()
        out["runs_on"] = {key: entry if isinstance(entry, dict) else {"efficiency": entry} for key, entry in entries}
        out.setdefault("reference", device("alpha"))
    return out
