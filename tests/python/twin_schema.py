"""The inputs of a center as the twin knows them: a plain table, written from the declarations of the model file.

kind: n number, d date (months after the start), i count, c choice, t text, r reference, m month, p compute,
v curve, y table of twelve, f flag. A field is (kind, unit, lowest, highest, fallback); fallback REQUIRED or ABSENT or a
value.
"""

REQUIRED, ABSENT = "required", "absent"
DATE = ("d", "month", -1200, 2400)


class Optional(dict):
    """A group that may be left out as a whole."""


def number(unit, low, high, fallback=REQUIRED, kind="n"):
    return (kind, unit, low, high, fallback)


def curve(unit, low, high, fallback=REQUIRED):
    return ("v", unit, low, high, fallback)


def date(fallback=REQUIRED):
    return (*DATE, fallback)


def text(fallback="", kind="t"):
    return (kind, "", None, None, fallback)


def share(fallback=REQUIRED, high=1):
    return number("1", 0, high, fallback)


def table(unit, low, high, fallback=REQUIRED):
    return ("y", unit, low, high, fallback)


def flag(fallback):
    return ("f", "", None, None, fallback)


PEAK = {
    "fp64": number("PFLOPS", 0, 0.5, 0.0),
    "fp32": number("PFLOPS", 0, 2, 0.0),
    "tf32": number("PFLOPS", 0, 20, 0.0),
    "fp16": number("PFLOPS", 1e-4, 20),
    "fp8": number("PFLOPS", 0, 40, 0.0),
    "int8": number("PFLOPS", 0, 40, 0.0),
    "sparsity": number("1", 1, 4, 1.0),
}
DEVICE = {
    "name": text(REQUIRED),
    "chip": text(),
    "peak": PEAK,
    "idle_power": number("kW", 0, 10),
    "busy_power": number("kW", 0.001, 10),
    "memory": number("GB", 0, 1e4, 0.0),
}
PHASE = {
    "energised": date(),
    "critical_power": number("kW", 1, 5e6),
    "floor_area": number("m2", 0, 1e7, ABSENT),
    "racks": number("rack", 0, 1e6, ABSENT),
    "area_per_rack": number("m2/rack", 0.1, 1000, ABSENT),
}
RELIABILITY = {
    "failure_rate": number("1/year", 1e-6, 1000),
    "repair_time": number("hour", 0.01, 8766),
    "spares": number("card", 0, 1e6, 0.0),
    "swap_time": number("hour", 0, 8766, 0.0),
    "attrition": number("1/year", 0, 0.99, ABSENT),
    "job_cards": number("card", 1, 1e7, ABSENT),
    "checkpoint_time": number("hour", 1e-6, 100, ABSENT),
    "restart_time": number("hour", 0, 1000, 0.0),
}
FLEET = {
    "phase": text(REQUIRED, "r"),
    "device": DEVICE,
    "unit_of_sale": text("card-hour", "c"),
    "units_per_card": number("1", 1, 1e6, ABSENT),
    "cards": number("card", 1, 1e7, ABSENT),
    "servers": number("server", 1, 1e7, ABSENT),
    "cards_per_server": number("card/server", 1, 1000, ABSENT),
    "cards_per_rack": number("card/rack", 0.01, 10000, ABSENT),
    "delivered": date(),
    "commissioning": number("month", 0, 36, 1.0),
    "availability": share(0.98),
    "reliability": Optional(RELIABILITY),
    "node_overhead": share(0.5, 2),
    "active_share": share(0.8),
    "mfu": number("1", 0.001, 1, 0.35),
    "performance_decay": number("1/year", 0, 0.99, ABSENT),
    "price": number("money/card", 0, 1e8, ABSENT),
    "server_price": number("money/server", 0, 1e10, ABSENT),
    "price_growth": number("1/year", -0.9, 1, 0.0),
    "contingency": share(0.0),
    "payment_lead": number("month", 0.01, 36, 1.0),
    "asset_class": text("", "r"),
    "leased_in": Optional({"rent": curve("money/card-month", 0, 1e7), "end": date(ABSENT)}),
    "refreshes": number("1", 0, 10, 0, "i"),
    "refresh_interval": number("month", 6, 600, 60.0),
}
CONTRACT = {
    "fleet": text(REQUIRED, "r"),
    "counterparty": text(),
    "cards": number("card", 0, 1e7),
    "start": date(),
    "end": date(),
    "price": curve("money/card-hour", 0, 1e6),
    "take_or_pay": share(1.0),
    "used_share": share(0.8),
    "survival": share(1.0),
    "priority": number("1", 0, 100, 0, "i"),
}
RUNS_ON = {
    "efficiency": number("1", 0.001, 1),
    "ready": date(ABSENT),
    "price_factor": number("1", 0, 100, 1.0),
    "adaptation": Optional({
        "start": date(),
        "months": number("month", 0.01, 240),
        "initial_efficiency": number("1", 0.001, 1),
        "cost": number("money", 0, 1e12, 0.0),
    }),
}  # fmt: skip
MARKET = {
    "fleet": text("", "r"),
    "runs_on": [RUNS_ON],
    "demand": curve("card", 0, 1e8),
    "opening": date(),
    "ramp": number("month", 0.01, 240, 12.0),
    "price": curve("money/card-hour", 0, 1e6),
    "priority": number("1", 0, 100, 0, "i"),
    "workload": text("unspecified", "c"),
    "reference": Optional(DEVICE),
    "precision": text("fp16", "c"),
    "paid_per": text("card_hour", "c"),
    "job_cards": number("card", 1, 1e6, ABSENT),
    "jobs": [{"cards": number("card", 1, 1e6), "share": share()}],
    "queue": Optional({
        "waits": share(0.0),
        "patience": number("hour", 0, 8760, 24.0),
        "service_time": number("hour", 0.001, 87600, 24.0),
    }),
    "adoption": Optional({
        "shape": text("logistic", "c"),
        "start": date(),
        "speed": number("1/year", 0, 100, 1.0),
        "innovation": number("1/year", 1e-6, 10, 0.03),
        "imitation": number("1/year", 0, 100, 0.38),
    }),
    "season": Optional({"factor": table("1", 0, 12)}),
    "price_response": Optional({
        "reference_price": number("money/card-hour", 1e-6, 1e6),
        "elasticity": number("1", 0, 10),
        "floor": number("1", 0.001, 1, 0.1),
        "cap": number("1", 1, 1000, 3.0),
    }),
    "competition": Optional({"supply": curve("card", 0, 1e8, ABSENT), "capture": curve("1", 0, 1, ABSENT)}),
    "remote": [{
        "demand": curve("card", 0, 1e8),
        "network": text("", "r"),
        "latency_limit": number("ms", 0, 60000, ABSENT),
    }],
}  # fmt: skip
NETWORK = {
    "ready": date(),
    "latency": number("ms", 0, 60000, 0.0),
    "price": curve("money/card-hour", 0, 1e6, 0.0),
}
SERVICE = {
    "per_year": curve("money/year", 0, 1e15, ABSENT),
    "per_sold_hour": curve("money/card-hour", 0, 1e6, ABSENT),
    "share_of_leasing": curve("1", 0, 10, ABSENT),
    "start": date(0.0),
    "cost_share": share(0.0, 5),
}
COLOCATION = {
    "counterparty": text(),
    "power": number("kW", 0, 5e6, ABSENT),
    "racks": number("rack", 0, 1e6, ABSENT),
    "power_per_rack": number("kW/rack", 0, 1000, ABSENT),
    "start": date(),
    "end": date(),
    "price": curve("money/kW-month", 0, 1e6, ABSENT),
    "rack_price": curve("money/rack-month", 0, 1e8, ABSENT),
    "load_factor": share(0.7),
    "pass_through": share(0.0, 2),
}
OTHER_REVENUE = {
    "revenue": curve("money/month", 0, 1e15),
    "direct_cost": curve("money/month", 0, 1e15, ABSENT),
}
PLANT_POWER = {"power": table("kW", -1e7, 1e7, 0.0)}
LOAD_TERMS = {
    **{name: table("1", -10, 10, 0.0) for name in ("energised", "flat", "shaped")},
    **{name: table("1", -10, 10, 0.0) for name in ("flat_flat", "flat_shaped", "shaped_shaped")},
    "cubic": Optional({name: table("1", -10, 10) for name in ("flat", "twice_flat", "twice_shaped", "shaped")}),
    "onsite": [PLANT_POWER],
}
PEAK_HOUR = {
    **{name: table("1", -100, 100) for name in ("energised", "proportional", "square", "shape")},
    "cubic": Optional({"cube": table("1", -100, 100)}),
    "onsite": [PLANT_POWER],
}
ONSITE = {
    "kind": text(),
    "size": number("1", 0, 100, 1.0),
    "start": date(0.0),
    "end": date(1200.0),
    "power": table("kW", -1e7, 1e7, 0.0),
    "feed": table("kW", 0, 1e7, 0.0),
}
ENERGY_STEP = {
    "price": number("money/kWh", -1000, 1000),
    "upper": number("kWh", 0, 1e12, ABSENT),
    "upper_hours": number("hour", 0, 744, ABSENT),
    "after_hours": number("hour", 0, 744, ABSENT),
}
DEMAND_ITEM = {
    "peak": [PEAK_HOUR],
    "mean": Optional(LOAD_TERMS),
    "steps": [{"price": number("money/kW-month", -1e5, 1e5), "upper": number("kW", 0, 1e9, ABSENT)}],
    "minimum": number("kW", 0, 1e9, 0.0),
    "billed_per_kw": number("1", 0, 10, 1.0),
    "charged": table("1", 0, 1, 1.0),
    "on_billing_demand": flag(False),
    "of_month": flag(False),
}
DAILY_DEMAND = {
    "hours": [LOAD_TERMS],
    "price": number("money/kW-day", -1e5, 1e5),
    "billed_per_kw": number("1", 0, 10, 1.0),
    "charged": table("1", 0, 1, 1.0),
}
RATCHET = {
    "minimum": number("kW", 0, 1e9, 0.0),
    "share": table("1", 0, 1, 0.0),
    "weight": table("1", 0, 1, 1.0),
    "metered": table("1", 0, 1, 1.0),
    "lookback": number("1", 0, 24, 11, "i"),
}
TWO_PART = {
    "mode": text("transformer", "c"),
    "transformer_kva": number("kVA", 0, 1e8, 0.0),
    "declared": table("kW", 0, 1e8, 0.0),
    "price_kw": number("money/kW-month", 0, 1e5, 0.0),
    "price_kva": number("money/kVA-month", 0, 1e5, 0.0),
    "floor_share": share(0.4),
    "tolerance": number("1", 1, 2, 1.05),
    "excess_multiple": number("1", 0, 10, 2.0),
    "rebate_from": number("hour", 0, 744, ABSENT),
    "rebate_price_share": share(0.9),
}
MINIMUM_TAKE = {
    "contract": number("kW", 0, 1e8),
    "ramp": curve("1", 0, 1),
    "components": [{"price": number("money/kW-month", 0, 1e5), "share": share()}],
    "term": number("month", 0, 1200, ABSENT),
    "exit_fee_months": number("month", 0, 1200, 1200.0),
}
POWER_FACTOR = {
    "adjustment": number("1", -1, 2, 0.0),
    "kvar_per_kw": number("1", 0, 10, 0.0),
    "kvar_price": number("money/kvar-month", 0, 1e5, 0.0),
}
OF = {"of_energy": flag(True), "of_demand": flag(True), "of_fixed": flag(True)}
RIDER = {
    "per_kwh": number("money/kWh", -1000, 1000, 0.0),
    "per_kw": number("money/kW-month", -1e5, 1e5, 0.0),
    "share": number("1", -1, 10, 0.0),
    **OF,
    "months": table("1", 0, 1, 1.0),
}
PPA = {
    "counterparty": text(),
    "settlement": text("delivered", "c"),
    "share": share(),
    "start": date(0.0),
    "end": date(),
    "price": curve("money/kWh", -100, 100),
    "reference": curve("money/kWh", -100, 100, ABSENT),
    "certified": share(1.0),
}
SUPPLY = {
    "ppa": [PPA],
    "certificates": Optional({"share": share(1.0), "price": curve("money/kWh", 0, 10)}),
    "carbon": Optional({"grid": number("kg/kWh", 0, 2), "price": curve("money/kg", 0, 10, 0.0)}),
    "water_price": curve("money/L", 0, 10, ABSENT),
    "backup": Optional({
        "capacity": number("kW", 0, 1e7),
        "hours": number("hour/year", 0, 8784, 24.0),
        "load": share(0.3),
        "fuel": number("L/kWh", 0, 2, 0.25),
        "carbon": number("kg/L", 0, 10, 2.68),
        "fuel_price": curve("money/L", 0, 1e4),
    }),
    "response": Optional({"capacity": number("kW", 0, 1e7), "price": curve("money/kW-month", 0, 1e5)}),
}  # fmt: skip
BILL = {
    "prepared_from": text(),
    "comparable": text(),
    "load": {
        "headroom": table("1", 0, 1e6),
        "facility": LOAD_TERMS,
        "water": LOAD_TERMS,
        "peak": [PEAK_HOUR],
        "least": Optional(PEAK_HOUR),
    },
    "onsite": [ONSITE],
    "energy": [{"load": LOAD_TERMS, "steps": [ENERGY_STEP], "per_day": flag(False), "shared": text()}],
    "demand": [DEMAND_ITEM],
    "daily_demand": [DAILY_DEMAND],
    "ratchet": Optional(RATCHET),
    "two_part": Optional(TWO_PART),
    "minimum_take": Optional(MINIMUM_TAKE),
    "power_factor": Optional(POWER_FACTOR),
    "fixed": [{"per_month": number("money/month", 0, 1e9, 0.0), "per_day": number("money/day", 0, 1e9, 0.0)}],
    "riders": [RIDER],
    "taxes": [{"share": number("1", -1, 10), **OF}],
    "minimum_month": number("money/month", 0, 1e12, ABSENT),
    "minimum_year": number("money/year", 0, 1e12, ABSENT),
    "supply": SUPPLY,
}
POWER = {
    "bill": Optional(BILL),
    "losses": Optional({"fixed": share(0.05, 2), "proportional": share(0.15, 3), "square": share(0.05, 2)}),
    "energy": [{"share": share(), "price": number("money/kWh", 0, 1000)}],
    "season": table("1", 0, 10, 1.0),
    "index": text("", "r"),
    "demand_price": number("money/kW-month", 0, 10000, 0.0),
    "peak_factor": number("1", 1, 5, 1.1),
    "contract_demand": number("kW", 0, 1e7, 0.0),
    "contract_minimum": share(0.0),
}
OPEX = {
    "per_year": number("money/year", 0, 1e15, ABSENT),
    "per_card": number("money/card/year", 0, 1e9, ABSENT),
    "per_kw": number("money/kW/year", 0, 1e9, ABSENT),
    "per_sold_hour": number("money/card-hour", 0, 1e6, ABSENT),
    "share_of_revenue": share(ABSENT),
    "share_of_capex": number("1/year", 0, 1, ABSENT),
    "start": date(0.0),
    "index": text("", "r"),
    "price_date": date(0.0),
}
ASSET_CLASS = {
    "book_life": number("month", 1, 1200),
    "tax_life": number("month", 1, 1200),
    "tax_method": text("straight_line", "c"),
    "salvage": share(0.05, 0.99),
    "value_retention": share(0.0),
}
CAPEX = {
    "amount": number("money", 0, 1e15, ABSENT),
    "per_kw": number("money/kW", 0, 1e9, ABSENT),
    "per_card": number("money/card", 0, 1e9, ABSENT),
    "per_m2": number("money/m2", 0, 1e9, ABSENT),
    "phase": text("", "r"),
    "contingency": share(0.0, 2),
    "spend_start": date(),
    "spend_months": number("month", 0.01, 240),
    "profile": text("linear", "c"),
    "in_service": date(),
    "asset_class": text(REQUIRED, "r"),
}
LOAN = {
    "lender": text(),
    "gearing": share(REQUIRED, 0.95),
    "rate": number("1/year", 0, 0.5),
    "fee": share(0.0, 0.2),
    "tenor": number("month", 1, 600),
    "repayment": text("annuity", "c"),
}
CENTER = {
    "name": text(REQUIRED),
    "owner": text(),
    "location": text(),
    "kind": text(ABSENT, "c"),
    "currency": text(REQUIRED),
    "start": text(REQUIRED, "m"),
    "months": number("1", 1, 600, 120, "i"),
    "hours": text("calendar", "c"),
    "announced_compute": ("p", "PFLOPS", 0, 1e7, ABSENT),
    "valuation": {"discount_rate": number("1/year", -0.5, 1), "equity_rate": number("1/year", -0.5, 2)},
    "indices": [{"growth": number("1/year", -0.5, 1)}],
    "phases": [PHASE],
    "fleets": [FLEET],
    "contracts": [CONTRACT],
    "networks": [NETWORK],
    "markets": [MARKET],
    "services": [SERVICE],
    "colocation": [COLOCATION],
    "other_revenue": [OTHER_REVENUE],
    "power": POWER,
    "opex": [OPEX],
    "asset_classes": [ASSET_CLASS],
    "capex": [CAPEX],
    "working_capital": {
        "receivable_days": number("day", 0, 720, 45.0),
        "payable_days": number("day", 0, 720, 30.0),
    },
    "tax": {"rate": share(REQUIRED, 0.9), "loss_years": number("1", 0, 10, 5, "i")},
    "financing": {
        "conversion": date(),
        "minimum_cash": number("money", 0, 1e14, 0.0),
        "asset_class": text(REQUIRED, "r"),
        "loans": [LOAN],
    },
}
