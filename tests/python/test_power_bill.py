"""Bills against an independent calculation: plain loops over dates, written from the tariffs' text alone."""

from __future__ import annotations

import datetime
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from libroi import errors, power

ROOT = Path(__file__).resolve().parents[2]
LOAD = ROOT / "tests" / "data" / "ssc_load_commercial.csv"


def example_load(seed: int, hours: int = 8760) -> np.ndarray:
    rng = np.random.default_rng(seed)
    t = np.arange(hours)
    return (
        6000
        + 1500 * np.sin(2 * np.pi * (t % 24 - 9) / 24)
        + 800 * np.cos(2 * np.pi * t / hours)
        + rng.normal(0, 250, hours)
    )


CHINA = {
    "libroi_tariff": 1,
    "name": "own test A",
    "currency": "CNY",
    "energy": {
        "purchase": {
            "schedule": [
                {"hours": "0-8", "period": "valley"},
                {"months": "7-9", "days": ["weekday"], "hours": "14-17", "period": "critical"},
                {"months": "7-9", "days": ["weekend", "holiday"], "hours": "14-17", "period": "peak"},
                {"months": "10-6", "hours": "14-17", "period": "peak"},
                {"hours": "17-21", "period": "peak"},
                {"otherwise": True, "period": "flat"},
            ],
            "periods": {
                "critical": {"price": 1.25},
                "peak": {"price": 1.02},
                "flat": {"price": 0.63},
                "valley": {"price": 0.28},
            },
        }
    },
    "two_part": {
        "mode": "contract",
        "transformer_kva": 12000,
        "declared_kw": [7000] * 6 + [6000] * 6,
        "price_kw": 38.5,
        "price_kva": 24.1,
        "rebate_from_kwh_per_kva": 260,
    },
    "power_factor": {"china_standard": 0.9},
    "riders": {"funds": {"per_kwh": 0.0295}},
    "fixed": {"meter": {"amount": 55, "per": "day"}},
}

UNITED_STATES = {
    "libroi_tariff": 1,
    "name": "own test B",
    "currency": "USD",
    "demand_window_minutes": 60,
    "energy": {
        "supply": {
            "periods": {
                "all": {
                    "blocks": [
                        {"upper_hours": 250, "tiers": [{"upper": 500000, "price": 0.09}, {"price": 0.075}]},
                        {"upper_hours": 500, "price": 0.041},
                        {"price": 0.032},
                    ]
                }
            },
        }
    },
    "billing_demand": {
        "share": 1,
        "share_by_peak_month": [0.6] * 5 + [0.95] * 4 + [0.6] * 3,
        "metered_months": "6-9",
        "lookback_months": 11,
        "minimum_kw": 500,
        "previous_year_peaks_kw": [7900, 7800, 7700, 8000, 8100, 8600, 9100, 9000, 8700, 8200, 7900, 7800],
    },
    "demand": {
        "facility": {"on_billing_demand": True, "tiers": [{"upper": 5000, "price": 11.0}, {"price": 9.5}]},
        "on-peak": {
            "kind": "time_of_use",
            "schedule": [
                {"months": "6-9", "days": ["weekday"], "hours": "13-19", "period": "peak"},
                {"otherwise": True, "period": "rest"},
            ],
            "periods": {"peak": {"price": 6.25}, "rest": {"price": 0}},
        },
    },
    "riders": {
        "fuel": {"per_kwh": 0.0213, "months": "1-3,11-12"},
        "storm": {"share": 0.014, "of": ["energy", "demand"]},
    },
    "fixed": {"service": {"amount": 410}},
    "minimum": {"month": 90000},
    "taxes": {"city": {"share": 0.035}},
}


def china_factor(pf: float) -> float:
    points = round(100 * pf + 1e-9, 6)
    if points >= 90:
        return -0.0015 * min(math.floor(points + 1e-9) - 90, 5)
    missing = math.ceil(90 - points - 1e-9)
    return 0.005 * min(missing, 20) + 0.01 * min(max(missing - 20, 0), 5) + 0.02 * max(missing - 25, 0)


def independent_china(load: np.ndarray, year: int, holidays: set[datetime.date], pf: float) -> list[float]:
    energy, kwh, peak = defaultdict(float), defaultdict(float), defaultdict(float)
    for k, kw in enumerate(load):
        at = datetime.datetime(year, 1, 1) + datetime.timedelta(hours=k)
        free = at.weekday() >= 5 or at.date() in holidays
        if at.hour < 8:
            price = 0.28
        elif 14 <= at.hour < 17:
            price = 1.25 if at.month in (7, 8, 9) and not free else 1.02
        elif 17 <= at.hour < 21:
            price = 1.02
        else:
            price = 0.63
        energy[at.month] += kw * price
        kwh[at.month] += kw
        peak[at.month] = max(peak[at.month], kw)
    bills = []
    for month in range(1, 13):
        contract = max(7000 if month <= 6 else 6000, 0.4 * 12000)
        demand = 38.5 * contract
        if peak[month] > 1.05 * contract:
            demand += 2 * 38.5 * (peak[month] - 1.05 * contract)
        if kwh[month] / 12000 >= 260:
            demand *= 0.9
        days = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.date(year, month, 1)).days
        bills.append((energy[month] + demand) * (1 + china_factor(pf)) + 55 * days + 0.0295 * kwh[month])
    return bills


def independent_us(load: np.ndarray, first_weekday: int) -> list[float]:
    before = [7900, 7800, 7700, 8000, 8100, 8600, 9100, 9000, 8700, 8200, 7900, 7800]
    lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    peaks, on_peak, kwh = [0.0] * 12, [0.0] * 12, [0.0] * 12
    k = 0
    for month, length in enumerate(lengths):
        for _ in range(length):
            weekday = (first_weekday + k // 24) % 7
            for hour in range(24):
                kw = load[k]
                peaks[month] = max(peaks[month], kw)
                kwh[month] += kw
                if 5 <= month <= 8 and weekday < 5 and 13 <= hour < 19:
                    on_peak[month] = max(on_peak[month], kw)
                k += 1
    bills = []
    for month in range(12):

        def share(m: int) -> float:
            return 0.95 if 5 <= m % 12 <= 8 else 0.6

        demand = max(
            [500.0] + [share(m) * (peaks[m] if m >= 0 else before[m + 12]) for m in range(month - 11, month + 1)]
        )
        if 5 <= month <= 8:
            demand = max(demand, peaks[month])
        e, energy = kwh[month], 0.0
        first = min(e, 250 * demand)
        energy += min(first, 500000) * 0.09 + max(first - 500000, 0) * 0.075
        energy += max(min(e, 500 * demand) - 250 * demand, 0) * 0.041 + max(e - 500 * demand, 0) * 0.032
        charge = min(demand, 5000) * 11 + max(demand - 5000, 0) * 9.5 + on_peak[month] * 6.25
        total = energy + charge + 410 + 0.014 * (energy + charge) + (0.0213 * e if month in (0, 1, 2, 10, 11) else 0)
        bills.append(max(total, 90000) * 1.035)
    return bills


@pytest.mark.parametrize("pf", [0.97, 0.9, 0.84, 0.66])
def test_china_tariff_against_independent_calculation(pf: float) -> None:
    tariff = power._power.parse_tariff("a.json", json.dumps(CHINA))
    holidays = {datetime.date(2026, 10, d) for d in range(1, 8)} | {datetime.date(2026, 7, 1)}
    load = example_load(1)
    bill = power.bill(tariff, load, year=2026, holidays=sorted(holidays), power_factor=pf)
    expected = independent_china(load, 2026, holidays, pf)
    np.testing.assert_allclose(bill.months["total"], expected, rtol=1e-12)
    assert bill.total == pytest.approx(sum(expected), rel=1e-12)


@pytest.mark.parametrize("first_weekday", [0, 3, 6])
def test_us_tariff_against_independent_calculation(first_weekday: int) -> None:
    tariff = power._power.parse_tariff("b.json", json.dumps(UNITED_STATES))
    load = example_load(2) * np.where(np.arange(8760) < 2000, 0.2, 1.0)
    bill = power.bill(tariff, load, first_weekday=first_weekday)
    np.testing.assert_allclose(bill.months["total"], independent_us(load, first_weekday), rtol=1e-12)


def test_published_ssc_bill() -> None:
    bill = power.bill(ROOT / "models/data/tariffs/us-ssc-commercial-demand.json", power.read_load(str(LOAD)))
    assert bill.total == pytest.approx(104614.5, abs=0.1)
    assert bill.total == pytest.approx(float(bill.items["amount"].sum()), rel=1e-12)
    np.testing.assert_allclose(bill.items["amount"], bill.items["quantity"] * bill.items["price"])


def test_tiers_over_all_periods_against_nrel_sam() -> None:
    """NREL's SAM counts the kWh of all periods in the order of hours; needs nrel-pysam."""
    rates = pytest.importorskip("PySAM.Utilityrate5", reason="nrel-pysam is not installed")
    load = np.loadtxt(LOAD)
    weekday = [[2 if 15 <= h < 20 else 1 for h in range(24)] for _ in range(12)]
    weekend = [[1] * 24 for _ in range(12)]
    model = rates.new()
    settings = {
        "analysis_period": 1,
        "system_use_lifetime_output": 0,
        "inflation_rate": 0,
        "degradation": [0],
        "gen": [0] * 8760,
        "load": list(load),
        "rate_escalation": [0],
        "en_electricity_rates": 1,
        "ur_metering_option": 2,
        "ur_monthly_fixed_charge": 0,
        "ur_monthly_min_charge": 0,
        "ur_annual_min_charge": 0,
        "ur_nm_yearend_sell_rate": 0,
        "ur_sell_eq_buy": 0,
        "ur_ec_sched_weekday": weekday,
        "ur_ec_sched_weekend": weekend,
        "ur_ec_tou_mat": [
            [1, 1, 30000, 0, 0.05, 0],
            [1, 2, 1e38, 0, 0.10, 0],
            [2, 1, 30000, 0, 0.20, 0],
            [2, 2, 1e38, 0, 0.30, 0],
        ],
        "ur_dc_enable": 0,
    }
    for name, value in settings.items():
        model.value(name, value)
    model.execute()
    tiers = [{"max": 30000, "rate": 0.05}, {"rate": 0.10}], [{"max": 30000, "rate": 0.20}, {"rate": 0.30}]
    grid = {
        "energyweekdayschedule": [[p - 1 for p in row] for row in weekday],
        "energyweekendschedule": [[p - 1 for p in row] for row in weekend],
    }
    tariff = power._power.parse_urdb("u.json", json.dumps({"energyratestructure": tiers, **grid}), "all_in_order")
    assert power.bill(tariff, load).total == pytest.approx(model.Outputs.utility_bill_wo_sys_year1, rel=1e-9)


def test_errors_are_readable(tmp_path: Path) -> None:
    with pytest.raises(
        errors.DomainError, match=r"number of values is 8759, but must fit 365 days, hourly to quarter-hourly"
    ):
        power.bill(ROOT / "models/data/tariffs/us-ssc-commercial-demand.json", np.ones(8759))
    path = tmp_path / "bad.json"
    path.write_text('{ "libroi_tariff": 1, "name": "x", "currency": "USD", "enrgy": {} }')
    with pytest.raises(errors.InputError, match=r"bad.json:1:55: /enrgy is not an input; nearest is energy"):
        power.read_tariff(str(path))
