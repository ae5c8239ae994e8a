"""The one-minute example of the README."""

import libroi as roi

center = roi.load("examples/small_center.json")  # frozen; every problem of a file is reported with line and column
result = center.evaluate()

print(f"project NPV {result.metric('npv/project') / 1e6:.1f} million {center.currency}")
print(f"project IRR {result.metric('irr/project'):.2%}")
print(result.statements.annual().income[["Revenue", "EBITDA", "Net income"]].div(1e6).round(1))

dearer = center.replace({"fleets.ascend.price": 160_000})
print(f"cards at 160,000: {dearer.evaluate().metric('npv/project') / 1e6:.1f} million")

movers = center.elasticity("npv/project")  # exact, all inputs in one pass: per +1 %, in money and of |NPV|
print(movers.head(3).round(2))

prices = [120_000, 140_000, 160_000]
print(center.evaluate_many({"fleets.ascend.price": prices}, ["irr/project", "dscr/minimum"]).round(4))
