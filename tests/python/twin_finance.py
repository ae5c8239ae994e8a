"""Tax, debt, equity and statements of the twin: sections 7 to 9 of docs/model.md."""

import numpy as np
from twin_operations import Asset
from twin_time import added, change, lag


def tax(time, income, rate, loss_years, name=None, put=None, timing=True):
    """Tax paid, losses lapsed, loss pool and income of the year to date; with `put` every row is kept.

    Without `timing` tax paid alone.
    """
    scenarios = np.broadcast_shapes(income.shape, (1, np.size(rate)))[1]
    totals = np.add.reduceat(income, time.year_starts, axis=0)
    years = len(totals)
    vintages = [np.zeros(scenarios)] * loss_years
    paid, lapsed = np.empty((years, scenarios)), np.empty((years, scenarios))
    history, uses = [], []
    for y in range(years):
        profit, loss = np.maximum(totals[y], 0.0), np.maximum(-totals[y], 0.0)
        used = [None] * loss_years
        left = profit
        for k in reversed(range(loss_years)):
            used[k] = np.minimum(vintages[k], left)
            left = left - used[k]
        paid[y] = rate * left
        remaining = [vintage - use for vintage, use in zip(vintages, used, strict=True)]
        if loss_years == 0 or y == years - 1:
            lapsed[y] = loss + sum(remaining)
            vintages = [np.zeros(scenarios)] * loss_years
        else:
            lapsed[y] = remaining[-1]
            vintages = [loss, *remaining[:-1]]
        history.append(vintages)
        uses.append(used)
    if not timing:
        return (monthly(time, paid),)
    result = monthly(time, paid), monthly(time, lapsed), held(time, [sum(v, np.zeros(scenarios)) for v in history])
    running = np.cumsum(income, axis=0)
    before = np.zeros_like(running)
    for start, end in zip(time.year_starts[1:], time.year_ends[1:], strict=True):
        before[start : end + 1] = running[start - 1]
    accumulated = running - before
    year_to_date = accumulated.copy()
    year_to_date[time.year_ends] = 0.0
    if put:
        put(f"{name}/income", income)
        put(f"{name}/accumulated", accumulated)
        put(f"{name}/year to date", year_to_date)
        for k in range(loss_years):
            put(f"{name}/loss used/{k + 1}", monthly(time, np.array([use[k] for use in uses])))
            put(f"{name}/loss/{k + 1}", held(time, [vintage[k] for vintage in history]))
        put(f"{name}/paid", result[0])
        put(f"{name}/lapsed", result[1])
        put(f"{name}/loss pool", result[2])
    return (*result, year_to_date)


def monthly(time, yearly):
    row = np.zeros((time.months, yearly.shape[1]))
    row[time.year_ends] = yearly
    return row


def held(time, yearly):
    """A stock that changes at year ends, opening 0."""
    row = np.zeros((time.months, len(yearly[0])))
    for value, end, following in zip(yearly, time.year_ends, [*time.year_ends[1:], time.months], strict=True):
        row[end:following] = value
    return row


def weights_of(repayment, time, share, rate, end, out, put):
    """Which part of a loan each month repays, by the shape of repayment."""
    if repayment == "annuity":
        growth = np.multiply.accumulate(np.where(share > 0, 1.0 + rate, 1.0), axis=0)
        return lag(put(out + "growth", growth), 1.0) * share
    return share if repayment == "equal_principal" else time.overlap(end - 1.0, end)


class Debt:
    """Section 8 up to debt service, and the financing asset."""

    def __init__(self, run, operations, operations_cash):
        number, put, time, tree = run.number, run.put, run.time, run.tree
        capex = operations.capex
        conversion = number("financing.conversion")
        self.construction = put("debt/construction share", np.minimum(np.maximum(conversion - time.t, 0.0), 1.0))
        z = self.construction
        loans = tree["financing"]["loans"]
        at = {k: f"financing.loans.{k}." for k in loans}
        rate = {k: put(f"debt/loan/{k}/monthly rate", number(at[k] + "rate") / 12.0) for k in loans}
        gearing = {k: number(at[k] + "gearing") for k in loans}
        zero = np.zeros((time.months, 1))
        built = z * capex["spend"]
        shape = np.broadcast_shapes(built.shape, (1, np.size(conversion)), *[(1, np.size(r)) for r in rate.values()],
                                    *[(1, np.size(g)) for g in gearing.values()])  # fmt: skip
        draw = {k: np.zeros(shape) for k in loans}
        capitalised = {k: np.zeros(shape) for k in loans}
        drawn = {k: np.zeros(shape[1]) for k in loans}
        drawn_rows = {k: np.zeros(shape if run.record else 0) for k in loans}
        months = time.months if run.record else int(min(time.months, np.ceil(np.max(conversion))))
        for t in range(months):
            for k in loans:
                capitalised[k][t] = drawn[k] * rate[k] * z[t]
            uses = built[t] + sum(capitalised[k][t] for k in loans)
            for k in loans:
                draw[k][t] = gearing[k] * uses
                drawn[k] = drawn[k] + draw[k][t]
                if run.record:
                    drawn_rows[k][t] = drawn[k]
        names = ("draws", "capitalised interest", "fees", "interest", "interest paid", "principal", "balance")
        total = {name: zero.copy() for name in names}
        self.repaying = np.zeros((time.months, 1), dtype=bool)
        self.amount = 0.0
        for k in loans:
            out = f"debt/loan/{k}/"
            end = np.minimum(conversion + number(at[k] + "tenor"), time.horizon)
            share = put(out + "repayment share", time.overlap(conversion, end))
            self.repaying = self.repaying | (share > 0)
            weight = put(out + "weight", weights_of(loans[k]["repayment"], time, share, rate[k], end, out, put))
            weights = put(out + "weight total", weight.sum(axis=0))
            amount = put(out + "loan amount", draw[k].sum(axis=0))
            self.amount = self.amount + amount
            factor = np.where(weights > 0, amount / np.where(weights > 0, weights, 1.0), 0.0)
            principal = put(out + "principal", weight * put(out + "amount per weight", factor))
            balance = put(out + "balance", np.cumsum(draw[k] - principal, axis=0))
            interest = put(out + "interest", lag(balance) * rate[k])
            paid = interest - capitalised[k]
            fee = put(out + "fee", number(at[k] + "fee") * draw[k])
            put(out + "drawn", drawn_rows[k])
            put(out + "draw", draw[k])
            put(out + "capitalised", capitalised[k])
            rows = (draw[k], capitalised[k], fee, interest, paid, principal, balance)
            for name, row in zip(names, rows, strict=True):
                total[name] = added(total[name], row)
        for name in names:
            put(f"debt/{name}", total[name])
        self.rows = total
        self.service = put("debt/service", total["interest paid"] + total["principal"])
        spend = total["capitalised interest"] + total["fees"]
        uses = put("finance/construction uses", built + spend)
        self.equity = put("finance/construction equity", uses - total["draws"])
        before_tax = operations_cash - (capex["spend"] - built) + capex["proceeds"]
        put("finance/cfads before tax", before_tax)
        self.from_operations = put("finance/capex from operations", capex["spend"] - built)
        asset_class = tree["financing"]["asset_class"]
        cost, leaves = spend.sum(axis=0), time.last_start
        self.asset = Asset(operations, "capex/financing/", asset_class, cost, conversion, leaves, buy=False)
        self.asset.spend = put("capex/financing/spend", spend)
        self.all = {name: capex[name] + self.asset.rows[name] for name in Asset.ROWS}
        self.mean_rate = sum(gearing[k] * rate[k] for k in loans) / np.maximum(sum(gearing.values()), 1e-300)


def equity(run, operations, debt, ebitda, working_change):
    """Corporate tax, CFADS, distributions and the statements."""
    number, put, time = run.number, run.put, run.time
    record = put if run.record else None
    rate = number("tax.rate")
    everything = debt.all
    interest = debt.rows["interest paid"]
    income = ebitda - everything["tax depreciation"] - interest + everything["proceeds"] - everything["tax written off"]
    paid, lapsed, pool, year_to_date = tax(
        time, income, rate, run.tree["tax"]["loss_years"], "tax/corporate", record
    )  # fmt: skip
    cfads = ebitda - working_change - paid - debt.from_operations + everything["proceeds"]
    put("finance/cfads", cfads)
    spend = operations.capex["spend"] + debt.asset.spend
    book = np.cumsum(spend - everything["depreciation"] - everything["book written off"], axis=0)
    tax_value = np.cumsum(spend - everything["tax depreciation"] - everything["tax written off"], axis=0)
    put("tax/tax value", tax_value)
    deferred = rate * (book - tax_value + year_to_date - pool)
    deferred[-1] = 0.0
    disposal = everything["proceeds"] - everything["book written off"]
    before_tax = ebitda - everything["depreciation"] + disposal - interest
    income_tax = paid + change(deferred)
    net_income = before_tax - income_tax
    operating_share = operations.critical_live / operations.critical
    required = number("financing.minimum_cash") * operating_share * (1.0 - time.last)
    put("equity/cash required per kW", number("financing.minimum_cash") / operations.critical)
    put("equity/cash required", required)
    flow = cfads - debt.service
    shape = np.broadcast_shapes(flow.shape, net_income.shape, required.shape)
    flow, net_income, required = (np.broadcast_to(row, shape) for row in (flow, net_income, required))
    names = ("before", "call", "distributable", "free", "dividend", "cash", "retained")
    rows = {name: np.empty(shape) for name in names}
    cash, retained = np.zeros(shape[1]), np.zeros(shape[1])
    returned = np.zeros(shape)
    for t in range(time.months):
        before = np.add(cash, flow[t], out=rows["before"][t])
        gap = required[t] - before
        call = np.maximum(gap, 0.0, out=rows["call"][t])
        available = np.maximum(np.add(retained, net_income[t]), 0.0, out=rows["distributable"][t])
        free = np.maximum(np.subtract(call, gap), 0.0, out=rows["free"][t])
        dividend = np.minimum(free, available, out=rows["dividend"][t])
        cash = np.subtract(before + call, dividend, out=rows["cash"][t])
        retained = np.subtract(retained + net_income[t], dividend, out=rows["retained"][t])
    returned[-1] = rows["cash"][-1]
    rows["cash"][-1] = 0.0
    result = {
        "cfads": cfads,
        "paid in": put("equity/paid in", debt.equity + rows["call"]),
        "received": put("equity/distributions", rows["dividend"] + returned),
        "free cash flow": put("equity/free cash flow to equity", cfads - debt.service - debt.equity),
    }
    result["cash flow"] = put("equity/cash flow", result["received"] - result["paid in"])
    if run.record:
        rows |= {"book": book, "deferred": deferred, "disposal": disposal, "before tax": before_tax, "spend": spend}
        rows |= {"tax": income_tax, "paid": paid, "lapsed": lapsed, "net income": net_income, "returned": returned}
        statements(run, debt, ebitda, working_change, rows | result)
    return result


def statements(run, debt, ebitda, working_change, rows):
    put, lines = run.put, run.lines
    interest, everything = debt.rows["interest paid"], debt.all
    for name, key in (
        ("cash before equity", "before"), ("cash call", "call"), ("distributable", "distributable"),
        ("free cash", "free"), ("dividend", "dividend"), ("capital returned", "returned"),
    ):  # fmt: skip
        put(f"equity/{name}", rows[key])
    put("income/ebitda", ebitda)
    put("income/depreciation", everything["depreciation"])
    put("income/disposal result", rows["disposal"])
    put("income/interest", interest)
    put("income/profit before tax", rows["before tax"])
    put("income/tax", rows["tax"])
    put("income/net income", rows["net income"])
    share_capital = np.cumsum(debt.equity + rows["call"] - rows["returned"], axis=0)
    receivables, payables = lines["operations/receivables"], lines["operations/payables"]
    put("balance/cash", rows["cash"])
    put("balance/receivables", receivables)
    put("balance/fixed assets", rows["book"])
    assets = put("balance/total assets", rows["cash"] + receivables + rows["book"])
    put("balance/payables", payables)
    put("balance/debt", debt.rows["balance"])
    put("balance/deferred tax", rows["deferred"])
    owed = put("balance/total liabilities", payables + debt.rows["balance"] + rows["deferred"])
    put("balance/share capital", share_capital)
    put("balance/retained earnings", rows["retained"])
    flows = {
        "ebitda": ebitda, "working capital": -working_change, "tax": -rows["paid"],
        "capital expenditure": -rows["spend"], "proceeds": everything["proceeds"],
        "loan draws": debt.rows["draws"], "principal": -debt.rows["principal"],
        "interest": -interest, "equity paid in": rows["paid in"], "distributions": -rows["received"],
    }  # fmt: skip
    for name, row in flows.items():
        put(f"cash flow/{name}", row)
    net = put("cash flow/net", sum(flows.values()))
    put("check/cash", np.cumsum(net, axis=0) - rows["cash"])
    put("check/balance sheet", assets - owed - share_capital - rows["retained"])
    proof = rows["tax"] - run.number("tax.rate") * (rows["before tax"] + rows["lapsed"])
    put("check/tax proof", proof)
