"""Thirty minutes with someone else's model: can it be believed, what carries it, and when does it break?

Run from the root of the repository: python examples/due_diligence.py [FILE]
"""

import sys

import numpy as np

import libroi as roi

COVENANT = 1.20  # least cover of debt service that the lender accepts

center = roi.load(sys.argv[1] if len(sys.argv) > 1 else "examples/small_center.json")
result = center.evaluate()

print(f"{center.name}, run {'holds all checks' if result.passed else 'FAILS ITS CHECKS'}")

print("\n1. What do the numbers rest on?")
parameters = center.parameters
given = parameters[parameters["given"] != ""]
status = given["status"].replace("", "no status given").value_counts().sort_index()
for name, count in status.items():
    print(f"   {name:<16} {count:4d} of {len(given)} numbers in the file")
movers = center.elasticity("npv/project")
unsourced = [path for path in movers.index[:8] if not parameters.loc[path, "source"]]
print(f"   among the eight that move NPV most, without a source: {', '.join(unsourced)}")

print("\n2. What carries the case? One per cent more moves project NPV by")
for path, row in movers.head(6).iterrows():
    print(f"   {path:<36} {row['change'] / 1e6:+6.2f} million {center.currency}, {row['percent']:+6.2f} % of |NPV|")

print("\n3. When does it break?")
cases = {
    "as presented": {},
    "prices 20 % lower": {
        path: 0.8 * center[path] for path in ("contracts.anchor.price", "markets.on-demand.price.start")
    },
    "six months late": {"fleets.ascend.delivered": 15.0, "phases.hall.energised": 15.0},
    "half the demand": {"markets.on-demand.demand": 0.5 * center["markets.on-demand.demand"]},
    "anchor is lost": None,
}
for name, changes in cases.items():
    other = center.scenario("no-anchor") if changes is None else center.replace(changes)
    outcome = other.evaluate()
    npv = outcome.metric("npv/project") / 1e6
    cover = outcome.metric("dscr/minimum")
    verdict = "holds" if cover >= COVENANT else "breaks"
    print(f"   {name:<18} NPV {npv:8.1f} million   minimum DSCR {cover:5.2f}   covenant {verdict}")

levels = np.linspace(0.5, 1.2, 701)
price = center["contracts.anchor.price"]
start = center["markets.on-demand.price.start"]
grid = center.evaluate_many(
    {"contracts.anchor.price": price * levels, "markets.on-demand.price.start": start * levels},
    ["npv/project", "dscr/minimum"],
)
for metric, limit, words in (
    ("npv/project", 0.0, "project NPV is zero"),
    ("dscr/minimum", COVENANT, "the covenant binds"),
):
    enough = levels[(grid[metric] >= limit).to_numpy()]
    print(f"   prices may fall by {1 - enough.min():.1%} until {words}" if len(enough) else f"   never: {words}")

print("\n4. Where does the weakest month come from?")
month = result.index[int(result.metric("dscr/minimum month"))]
print(f"   minimum DSCR {result.metric('dscr/minimum'):.2f} in {month}")
for text in result.explain("finance/cfads", str(month), depth=1).splitlines():
    print("   " + text)
