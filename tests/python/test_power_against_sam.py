"""Random OpenEI rates against NREL's System Advisor Model (Utilityrate5, through nrel-pysam where it is installed).

SAM reads the same dictionary by its own converter. Where its conventions are a choice, libroi's option for it is taken:
kWh of all periods climb the tiers in the order of hours (the default for OpenEI rates), every time-of-use period is
billed the month's billing demand (`tou_ratchet="month"`), the year before is given by its peaks. Known of SAM:
its converter drops the month's own peak from a ratchet (the tables put it back here); in the year before the first a
look-back period reaches one month further than it says (compared are a reach of 12 months, or peaks of 0 in that year).
"""

from __future__ import annotations

import copy
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from libroi import power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import MONTH, OPEN, bill, grid, own, rate, tariff

pytest.importorskip("PySAM", reason="nrel-pysam is not installed")
from PySAM import Utilityrate5
from PySAM.UtilityRateTools import URDBv8_to_ElectricityRates

UNITS = ["kWh", "kWh daily", "kWh/kW", "kWh/kW daily", "blocks"]


def sam_bill(rates: dict[str, Any], load: np.ndarray) -> np.ndarray:
    """SAM's bill of each month, without a generator."""
    model = Utilityrate5.new()
    settings = {
        "analysis_period": 1,
        "system_use_lifetime_output": 0,
        "inflation_rate": 0,
        "degradation": [0],
        "gen": [0] * len(load),
        "load": load.tolist(),
        "rate_escalation": [0],
        "en_electricity_rates": 1,
        "ur_monthly_fixed_charge": 0,
        "ur_monthly_min_charge": 0,
        "ur_annual_min_charge": 0,
        "ur_nm_yearend_sell_rate": 0,
        "ur_sell_eq_buy": 0,
        **rates,
        "ur_metering_option": 2,
    }
    for name, value in settings.items():
        model.value(name, value)
    model.execute(0)
    return np.array(model.Outputs.year1_monthly_utility_bill_wo_sys)


def random_load(rng: np.random.Generator, per_hour: int = 1) -> np.ndarray:
    t = np.arange(8760 * per_hour) / per_hour
    level = rng.uniform(50, 5000)
    daily = 0.3 * rng.uniform() * np.sin(2 * np.pi * (t - rng.uniform(0, 24)) / 24)
    yearly = 0.3 * rng.uniform() * np.cos(2 * np.pi * (t / 8760 - rng.uniform()))
    return np.maximum(level * (1 + daily + yearly + rng.normal(0, 0.1, len(t))), 0.0)


def schedule(rng: np.random.Generator, periods: int) -> dict[str, list[list[int]]]:
    """Hours of day by season; weekends apart."""
    seasons = [rng.integers(0, periods, 24).tolist() for _ in range(2)]
    free = [rng.integers(0, periods, 24).tolist() for _ in range(2)]
    summer = set(range(*sorted(rng.choice(13, 2, replace=False))))
    return {
        "weekday": [list(seasons[m in summer]) for m in range(12)],
        "weekend": [list(free[m in summer]) for m in range(12)],
    }


def energy_periods(rng: np.random.Generator, unit: str, periods: int, load: np.ndarray) -> list[list[dict]]:
    kwh, kw, tiers = load.mean() * 730, load.max(), int(rng.integers(1, 4))
    size = {"kWh": kwh, "kWh daily": kwh / 30, "kWh/kW": kwh / kw, "kWh/kW daily": kwh / kw / 30}.get(unit, 0.0)
    bounds = np.sort(rng.uniform(0.2, 1.2, tiers - 1)) * size
    made = []
    for _ in range(periods):
        price = lambda: float(np.round(rng.uniform(0.02, 0.3), 5))  # noqa: E731
        if unit == "blocks":
            made.append(
                [
                    {"max": 200, "unit": "kWh/kW", "rate": 0.0},
                    {"max": round(0.1 * kwh), "unit": "kWh", "rate": price()},
                    {"unit": "kWh", "rate": price()},
                    {"max": 400, "unit": "kWh/kW", "rate": price()},
                    {"unit": "kWh/kW", "rate": price()},
                ]
            )
            continue
        one = [{"max": float(b), "unit": unit, "rate": price(), "adj": float(rng.choice([0.0, 0.01]))} for b in bounds]
        made.append([*one, {"unit": unit, "rate": price()}])
    return made


def demand_tiers(rng: np.random.Generator, bounds: np.ndarray) -> list[dict]:
    return [
        *({"max": float(b), "rate": float(rng.uniform(0, 20))} for b in bounds),
        {"rate": float(rng.uniform(0, 20))},
    ]


def random_rate(rng: np.random.Generator, load: np.ndarray) -> dict[str, Any]:
    bounds = [np.sort(rng.uniform(0.3, 1.1, int(rng.integers(0, 3)))) * load.max() for _ in range(3)]
    unit = str(rng.choice(UNITS))
    periods = 1 if unit == "blocks" else int(rng.integers(1, 5))
    energy = schedule(rng, periods)
    fields = rate(
        energyratestructure=energy_periods(rng, unit, periods, load),
        energyweekdayschedule=energy["weekday"],
        energyweekendschedule=energy["weekend"],
        fixedchargefirstmeter=float(rng.uniform(0, 500)),
        fixedchargeunits="$/month",
    )
    hours_use = "kW" in unit or unit == "blocks"  # SAM knows a billing demand only with demand charges
    if rng.uniform() < 0.7 or hours_use:
        fields["flatdemandstructure"] = [demand_tiers(rng, bounds[p]) for p in range(2)]
        fields["flatdemandmonths"] = rng.integers(0, 2, 12).tolist()
    if rng.uniform() < 0.7 or hours_use:
        count = int(rng.integers(1, 4))
        hours = schedule(rng, count)
        fields["demandratestructure"] = [demand_tiers(rng, bounds[2]) for _ in range(count)]
        fields["demandweekdayschedule"], fields["demandweekendschedule"] = hours["weekday"], hours["weekend"]
    return fields


@pytest.mark.parametrize("seed", range(200))
def test_random_rates(seed: int) -> None:
    rng = np.random.default_rng(seed)
    load = random_load(rng, 4 if seed % 10 == 0 else 1)
    fields = random_rate(rng, load)
    demand = "flatdemandstructure" in fields or "demandratestructure" in fields
    ratchet = demand and rng.uniform() < 0.5
    before = np.round(rng.uniform(0.5, 1.5, 12) * load.max(), 2).tolist()
    least = float(rng.choice([0.0, 1.0])) * bill(fields, load).total / 12
    if ratchet:
        window = int(rng.choice([1, 3, 6, 10, 12, 12]))
        before = before if window == 12 else [0.0] * 12
        fields.update(lookbackpercent=float(rng.choice([0.35, 0.8, 1.0])), lookbackrange=window)
    if seed % 3 == 0:
        fields.update(mincharge=least, minchargeunits="$/month")
    elif seed % 3 == 1:
        fields.update(mincharge=14 * least, minchargeunits="$/year")
    rates = URDBv8_to_ElectricityRates(copy.deepcopy(fields))
    if ratchet:
        table = rates["ur_billing_demand_lookback_percentages"]
        rates["ur_billing_demand_lookback_percentages"] = [[row[0], 1] for row in table]
        rates["ur_yearzero_usage_peaks"] = before
        rates["ur_billing_demand_lookback_period"] = min(fields["lookbackrange"], 11)
    expected = sam_bill(rates, load)
    made = power.bill(tariff(fields, tou_ratchet="month"), load, previous_year_peaks_kw=before if ratchet else None)
    np.testing.assert_allclose(made.months["total"], expected, rtol=1e-6)


@pytest.mark.parametrize("seed", range(40))
def test_random_billing_demands(seed: int) -> None:
    """Percentages by month of the peak, months whose own peak does not count, a least billing demand."""
    rng = np.random.default_rng(seed)
    load = random_load(rng)
    for m in range(12):
        load[m == MONTH] *= rng.uniform(0.4, 1.0)
    share = np.round(rng.uniform(0, 1, 12), 2)
    counts = rng.uniform(size=12) < 0.5
    lookback = int(rng.choice([0, 1, 3, 6, 9, 12, 12]))
    least = float(rng.choice([0.0, 0.5])) * load.max()
    before = np.round(rng.uniform(0.3, 1.2, 12) * load.max(), 2).tolist() if lookback == 12 else [0.0] * 12
    demand = {
        "ur_ec_sched_weekday": grid(1),
        "ur_ec_sched_weekend": grid(1),
        "ur_ec_tou_mat": [[1, 1, 300, 1, 0.1, 0], [1, 2, OPEN, 1, 0.05, 0]],
        "ur_dc_enable": 1,
        "ur_dc_sched_weekday": grid(1),
        "ur_dc_sched_weekend": grid(1),
        "ur_dc_tou_mat": [[1, 1, OPEN, 0]],
        "ur_dc_flat_mat": [[m, 1, OPEN, 7.5] for m in range(12)],
        "ur_enable_billing_demand": 1,
        "ur_billing_demand_minimum": least,
        "ur_billing_demand_lookback_period": min(lookback, 11),
        "ur_billing_demand_lookback_percentages": [[100 * s, int(c)] for s, c in zip(share, counts, strict=True)],
        "ur_dc_billing_demand_periods": [[1, 1]],
        "ur_yearzero_usage_peaks": before,
    }
    made = power.bill(
        own(
            {
                "energy": {
                    "e": {"periods": {"all": {"blocks": [{"upper_hours": 300, "price": 0.1}, {"price": 0.05}]}}}
                },
                "demand": {"facility": {"price": 7.5, "on_billing_demand": True}},
                "billing_demand": {
                    "share": 1,
                    "share_by_peak_month": share.tolist(),
                    "metered_months": [m + 1 for m in range(12) if counts[m]],
                    "lookback_months": lookback,
                    "minimum_kw": least,
                    "previous_year_peaks_kw": before,
                },
            }
        ),
        load,
    )
    np.testing.assert_allclose(made.months["total"], sam_bill(demand, load), rtol=1e-6)
