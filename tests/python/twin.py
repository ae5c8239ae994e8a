"""The pipeline of docs/model.md a second time, in NumPy, for the tests to hold the library against.

    twin = Twin("models/centers/harbin_china_mobile.json")
    result = twin.evaluate({"fleets.first.cards": np.array([8000.0, 9000.0])})
    result.lines["revenue/total"]        # months x scenarios (x 1 where no scenario differs)
    result.metrics["npv/project"]        # one value a scenario, NaN where it does not exist
    twin.metrics(inputs)                 # metrics alone, as fast as NumPy goes: call keep_memory() before

Written from the equations, never from the library's code. Rows are arrays of months x scenarios with the scenarios
on the fast axis; what no scenario varies stays one column.
"""

import ctypes
import functools
from dataclasses import dataclass

import numpy as np
import twin_metrics as measure
from twin_finance import Debt, equity, tax
from twin_inputs import load
from twin_operations import Operations
from twin_time import Time, change


def keep_memory():
    """Asks the C library to keep freed memory: rows of many scenarios are otherwise handed back and faulted in anew.

    Worth up to a third of the time of `Twin.metrics` with many scenarios; does nothing where there is no mallopt.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        trim_threshold, mmap_threshold = -1, -3
        library.mallopt(mmap_threshold, 1 << 25)
        library.mallopt(trim_threshold, 1 << 30)


@dataclass
class Result:
    lines: dict
    metrics: dict


class Twin:
    def __init__(self, path, scenario=None):
        self.model = load(path, scenario)
        tree = self.model.tree
        self.time = Time(tree["start"], tree["months"], tree["hours"])

    def evaluate(self, inputs=None, break_even=True):
        """All line items and metrics with some numbers replaced, each by one value or one value a scenario."""
        run = Run(self, inputs or {}, record=True)
        metrics = run.evaluate(break_even)
        return Result(run.lines, metrics)

    def metrics(self, inputs=None, break_even=False):
        """Metrics alone, as a batch has them unless it is asked for more: no line item, no idle hours by cause."""
        return Run(self, inputs or {}, record=False).evaluate(break_even)


class Run:
    """One evaluation of a set of scenarios."""

    def __init__(self, twin, inputs, record):
        self.tree, self.time, self.base = twin.model.tree, twin.time, twin.model.numbers
        unknown = set(inputs) - set(self.base)
        if unknown:
            raise KeyError(f"not inputs of the model: {sorted(unknown)}")
        self.inputs = {path: np.asarray(value, dtype=float) for path, value in inputs.items()}
        self.count = max((value.size for value in self.inputs.values()), default=1)
        self.record = record
        self.lines = {}

    def number(self, path):
        value = self.inputs.get(path)
        return self.base[path] if value is None else value

    def put(self, path, value):
        if self.record:
            self.lines[path] = value
        return value

    @staticmethod
    def forget(path, value):
        return value

    def evaluate(self, break_even):
        number, put, time = self.number, self.put, self.time
        record = put if self.record else None
        operations = Operations(self)
        revenue, opex, power, sold, it = operations.run(1.0, put)
        if self.record:
            operations.why_idle()
        cost = opex + power
        ebitda = put("operations/ebitda", revenue - cost)
        working_change = self.working_change(revenue, cost, put)
        capex = operations.capex
        relief = capex["proceeds"] - capex["tax depreciation"] - capex["tax written off"]
        rate, loss_years = number("tax.rate"), self.tree["tax"]["loss_years"]
        paid = tax(time, ebitda + relief, rate, loss_years, "tax/project", record, timing=self.record)[0]
        before_tax = put("project/cash flow before tax", ebitda - working_change - capex["spend"] + capex["proceeds"])
        project = put("project/cash flow", before_tax - paid)
        monthly = put("project/monthly discount", (1.0 + number("valuation.discount_rate")) ** (-1.0 / 12.0))
        discount = put("project/discount factor", time.powers(monthly) * monthly)
        discounted = put("project/discounted cash flow", project * discount)
        cumulative = put("project/cumulative", np.cumsum(project, axis=0))
        discounted_cumulative = put("project/discounted cumulative", np.cumsum(discounted, axis=0))
        debt = Debt(self, operations, ebitda - working_change)
        owners = equity(self, operations, debt, ebitda, working_change)
        monthly = put("equity/monthly discount", (1.0 + number("valuation.equity_rate")) ** (-1.0 / 12.0))
        equity_discount = put("equity/discount factor", time.powers(monthly) * monthly)
        dscr = put("debt/dscr", measure.cover(owners["cfads"], debt.service, debt.repaying, put))

        m = {}
        m["npv/project before tax"] = (before_tax * discount).sum(axis=0)
        m["npv/project"] = discounted_cumulative[-1]
        m["npv/equity"] = (owners["cash flow"] * equity_discount).sum(axis=0)
        flows = [before_tax, project, owners["free cash flow"], owners["cash flow"]]
        wide = np.concatenate([np.broadcast_to(flow, (time.months, self.count)) for flow in flows], axis=1)
        rates = measure.irr(wide).reshape(4, self.count)
        names = ("project before tax", "project", "equity free cash flow", "equity distributions")
        m |= {f"irr/{name}": rate for name, rate in zip(names, rates, strict=True)}
        m["moic"] = measure.ratio(owners["received"].sum(axis=0), owners["paid in"].sum(axis=0))
        m["payback"] = measure.payback(cumulative)
        m["payback/discounted"] = measure.payback(discounted_cumulative)
        m["dscr/minimum"], m["dscr/minimum month"], m["dscr/average"] = measure.cover_metrics(dscr, put)
        loan_discount = put("debt/monthly discount", 1.0 / (1.0 + debt.mean_rate))
        loan_factor = np.multiply.accumulate(np.where(debt.repaying, loan_discount, 1.0), axis=0)
        put("debt/discount factor", loan_factor)
        covered = (np.where(debt.repaying, owners["cfads"], 0.0) * loan_factor).sum(axis=0)
        m["llcr"] = measure.ratio(covered, debt.amount)
        m["ebitda margin"] = measure.ratio(ebitda.sum(axis=0), revenue.sum(axis=0))
        sold_total, available_total = sold.sum(axis=0), operations.available_all.sum(axis=0)
        m["utilization"] = measure.ratio(sold_total, available_total)
        units = operations.hour_units
        for unit in units[1:]:
            by_unit = operations.sold_by[unit].sum(axis=0), operations.available_by[unit].sum(axis=0)
            m[f"utilization/{unit.lower()}"] = measure.ratio(*by_unit)
        lifetime = put("project/cost", cost + capex["spend"] - capex["proceeds"])
        lifetime = (lifetime * discount).sum(axis=0)
        m |= self.costs_of_hours(operations, lifetime, discount)
        m["lcoc/effective pflops-hour"] = measure.ratio(lifetime, (operations.effective * discount).sum(axis=0))
        if self.record and any(market["runs_on"] for market in self.tree["markets"].values()):
            m |= operations.idle.metrics()
        m["break-even utilization"] = np.full(self.count, np.nan)
        m["capital cost"] = capex["spend"].sum(axis=0)
        paid_in = put("equity/cumulative paid in", np.cumsum(-owners["cash flow"], axis=0))
        m["peak equity"] = np.maximum(paid_in.max(axis=0), 0.0)
        facility = operations.power.energy.sum(axis=0)
        m["average pue"] = measure.ratio(facility, (it * time.hours).sum(axis=0))
        m["power share of opex"] = measure.ratio(power.sum(axis=0), cost.sum(axis=0))
        m = {name: np.array(np.broadcast_to(value, (self.count,))) for name, value in m.items()}
        scale = np.full(self.count, np.nan)
        if break_even:
            scale = self.break_even(operations, discount, relief, m["npv/project"], m["utilization"])
            m["break-even utilization"] = put("break-even/scale of sales", scale) * m["utilization"]
        if self.record:
            put("project/cumulative payback", measure.payback_row(cumulative))
            put("project/discounted cumulative payback", measure.payback_row(discounted_cumulative))
            cost_size = put("check/size of operating cost", np.abs(cost))
            rows = (self.lines["balance/total assets"], revenue, cost_size, capex["spend"])
            money = put("check/scale of money", functools.reduce(np.maximum, [row.max(axis=0) for row in rows]))
            put("check/scale of money at break-even", money * np.fmax(scale, 1.0))
            put("check/largest available hours", operations.available_all.max(axis=0))
            for unit in units[1:]:
                largest = operations.available_by[unit].max(axis=0)
                put(f"check/largest available hours/{unit.lower()}", largest)
        return m

    def costs_of_hours(self, operations, cost, discount):
        """Levelised cost per sold hour of every unit: the joint cost is split by the value of what they earn."""
        units = operations.hour_units
        sold = {unit: (operations.sold_by[unit] * discount).sum(axis=0) for unit in units}
        if len(units) == 1:
            return {f"lcoc/sold {units[0].lower()}": measure.ratio(cost, sold[units[0]])}
        value = {unit: (operations.earned_by[unit] * discount).sum(axis=0) for unit in units}
        for unit in units:
            self.put(f"project/value of leasing/{unit.lower()}", value[unit])
        shares = {unit: measure.ratio(value[unit], sum(value.values())) for unit in units}
        return {f"lcoc/sold {unit.lower()}": measure.ratio(cost * shares[unit], sold[unit]) for unit in units}

    def working_change(self, revenue, cost, put):
        number, time = self.number, self.time
        open_ = (1.0 - time.last) / time.days
        receivables = put("operations/receivables", revenue * (open_ * number("working_capital.receivable_days")))
        payables = put("operations/payables", cost * (open_ * number("working_capital.payable_days")))
        return change(put("operations/working capital", receivables - payables))

    def npv(self, operations, scale, discount, relief):
        """Project NPV at a scale of sales, one a scenario: operations anew, nothing taken from another scale."""
        revenue, opex, power, _, _ = operations.run(scale, self.forget)
        cost, capex = opex + power, operations.capex
        ebitda = revenue - cost
        rate, loss_years = self.number("tax.rate"), self.tree["tax"]["loss_years"]
        paid = tax(self.time, ebitda + relief, rate, loss_years, timing=False)[0]
        working_change = self.working_change(revenue, cost, self.forget)
        flow = ebitda - working_change - capex["spend"] + capex["proceeds"] - paid
        return np.broadcast_to((flow * discount).sum(axis=0), (self.count,))

    def break_even(self, operations, discount, relief, npv_at_one, utilization):
        """The scale of sales at which project NPV is 0; NaN where there is none. Works out NPV anew at each step."""
        with np.errstate(divide="ignore", invalid="ignore"):
            top = np.where(utilization > 0, 4.0 / utilization, np.nan)
        known = np.isfinite(top)
        upwards = npv_at_one < 0  # the scale is sought above 1, else below
        end = np.where(upwards, np.where(known, top, 1.0), 0.0)
        npv_at_end = self.npv(operations, end, discount, relief)
        low, high = np.where(upwards, 1.0, end), np.where(upwards, end, 1.0)
        at_low, at_high = np.where(upwards, npv_at_one, npv_at_end), np.where(upwards, npv_at_end, npv_at_one)
        known &= (at_low < 0) & (at_high >= 0)
        low_moved = np.zeros(self.count, dtype=bool)
        scale = low
        for step in range(80):  # regula falsi that halves the value at an end that stays (Illinois)
            span = np.where(at_high != at_low, at_high - at_low, 1.0)
            scale = np.clip(low - at_low * (high - low) / span, low, high)
            value = self.npv(operations, scale, discount, relief)
            below = value < 0
            at_high = np.where(below, np.where(low_moved & (step > 0), at_high * 0.5, at_high), value)
            at_low = np.where(below, value, np.where(~low_moved & (step > 0), at_low * 0.5, at_low))
            moved = np.abs(np.where(below, scale - low, high - scale))
            low, high = np.where(below, scale, low), np.where(below, high, scale)
            low_moved = below
            if not (known & (moved > 1e-13 * top) & (value != 0)).any():
                break
        return np.where(known, scale, np.nan)
