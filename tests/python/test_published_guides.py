"""Bills and rules that handbooks and the bill guides of utilities publish, to the printed precision."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from libroi import power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import block_load, own


def test_energy_management_handbook() -> None:
    """Energy Management Handbook, section 18.5.1 (PSE&G, June): 1,624.72.

    17,588 kWh at 0.09444 less 0.017192 $/kWh of cost adjustment, 262.34 for 30 kW, customer charge 3.74.
    """
    tariff = own(
        {
            "energy": {"supply": {"periods": {"all": {"price": 0.09444}}}},
            "riders": {"cost-adjustment": {"per_kwh": -0.017192}},
            "demand": {"billing": {"price": 262.34 / 30}},
            "fixed": {"customer": {"amount": 3.74}},
        }
    )
    june = power.bill(tariff, block_load([17588.0] * 12, [30.0] * 12)).months.loc[6]
    assert june["energy"] == pytest.approx(1661.01, abs=5e-3)
    assert june["rider"] == pytest.approx(-302.37, abs=5e-3)
    assert june["total"] == pytest.approx(1624.72, abs=1e-2)


def seasonal_electric_rate(kwh: float, kw: float) -> power.Bill:
    """The least demand charge is 4.57 $/kW of the highest demand of the previous eleven months, 1,890 kW."""
    tariff = own(
        {
            "energy": {"base": {"periods": {"all": {"price": 0.05890}}}},
            "riders": {"fuel": {"per_kwh": -0.00123}, "decommissioning": {"per_kwh": 0.00074}},
            "demand": {"demand": {"price": 10.02, "on_billing_demand": True}},
            "billing_demand": {"share": 4.57 / 10.02, "lookback_months": 11},
            "fixed": {"service": {"amount": 71.29}},
            "taxes": {"state-and-city": {"share": 0.058}},
        }
    )
    load = block_load([kwh] * 12, [kw] * 12)
    return power.bill(tariff, load, previous_year_peaks_kw=[1890.0] * 12)


def test_typical_electric_bill_of_a_handbook() -> None:
    """ "Typical Electric Bill Calculation" (heat recovery chapter of a mechanical engineering handbook, figure 22-2).

    200,000 kWh and 1,655 kW: 11,682.00, 16,583.10, 28,336.39 before and 29,979.90 after tax; no use: 9,213.69.
    """
    made = seasonal_electric_rate(200000.0, 1655.0).months.loc[8]
    assert made["energy"] + made["rider"] == pytest.approx(11682.00, abs=5e-3)
    assert made["demand"] == pytest.approx(16583.10, abs=5e-3)
    assert made["total"] - made["tax"] == pytest.approx(28336.39, abs=5e-3)
    assert made["total"] == pytest.approx(29979.90, abs=5e-3)
    idle = seasonal_electric_rate(0.0, 0.0).months.loc[8]
    assert idle["total"] - idle["tax"] == pytest.approx(8708.59, abs=5e-3)
    assert idle["total"] == pytest.approx(9213.69, abs=5e-3)


@pytest.mark.parametrize(
    ("kwh", "tiers", "before_tax", "after"),
    [
        (1200, [(250, 0.064), (700, 0.049), (None, 0.0446)], 169.85, 171.55),
        (2000, [(250, 0.064), (700, 0.049), (1250, 0.0475), (None, 0.0446)], 275.13, 277.88),
    ],
    ids=["winter", "summer"],
)
def test_city_of_seymour(kwh: float, tiers: list, before_tax: float, after: float) -> None:
    """City of Seymour, "Billing Calculation Examples": tiers, power cost 0.085 $/kWh, charge 7.50, city tax 1 %."""
    steps = [{"price": price} | ({"upper": upper} if upper else {}) for upper, price in tiers]
    tariff = own(
        {
            "energy": {"e": {"periods": {"all": {"tiers": steps}}}},
            "riders": {"power-cost": {"per_kwh": 0.085}},
            "fixed": {"customer": {"amount": 7.5}},
            "taxes": {"city": {"share": 0.01}},
        }
    )
    month = power.bill(tariff, block_load([kwh] * 12, [5.0] * 12)).months.loc[3]
    assert month["total"] - month["tax"] == pytest.approx(before_tax, abs=1e-2)
    assert month["total"] == pytest.approx(after, abs=1e-2)


def test_ratchets_of_guides() -> None:
    """PNNL, FEDS FAQ: 80 % of the previous eleven months: a peak of 1,000 kW bills 800 kW for eleven months.
    Energy Toolbase: 50 % of an annual 200 kW: May's 80 kW bill 100 kW, June's 105 kW bill 105 kW."""
    rule = {"demand": {"d": {"price": 1.0, "on_billing_demand": True}}}
    load = block_load([200000.0] * 12, [1000.0] + [300.0] * 11)
    made = power.bill(own({**rule, "billing_demand": {"share": 0.8, "lookback_months": 11}}), load)
    assert list(made.months["demand"]) == pytest.approx([1000.0] + [800.0] * 11)
    load = block_load([30000.0] * 12, [200.0, 90.0, 90.0, 90.0, 80.0, 105.0] + [90.0] * 6)
    made = power.bill(own({**rule, "billing_demand": {"share": 0.5, "lookback_months": 11}}), load)
    assert made.months["demand"].loc[5] == pytest.approx(100.0)
    assert made.months["demand"].loc[6] == pytest.approx(105.0)


def test_demand_beyond_a_contract() -> None:
    """KSEB, ToD tariff for HT industry: at least 75 % of the contract demand, 50 % extra beyond the contract."""
    rule = {"tiers": [{"upper": 1000, "price": 400}, {"price": 600}], "per": "kVA", "minimum_kw": 0.75 * 1000}
    for kva, cost in ((600.0, 750 * 400.0), (900.0, 900 * 400.0), (1100.0, 1100 * 400.0 + 100 * 200.0)):
        made = power.bill(own({"demand": {"d": rule}}), np.full(8760, kva))
        assert made.months.loc[1, "total"] == pytest.approx(cost)


def test_mauritius_demand_of_six_months() -> None:
    """CEB, tariff 313: 144 Rs/kVA, at least 20 kVA and the highest demand charge of the preceding six months."""
    tariff = own(
        {
            "demand": {"d": {"price": 144, "per": "kVA", "on_billing_demand": True}},
            "billing_demand": {"share": 1, "lookback_months": 6, "minimum_kw": 20},
        }
    )
    made = power.bill(tariff, block_load([5000.0] * 12, [10.0, 50.0] + [10.0] * 10)).months["demand"]
    assert list(made) == pytest.approx([2880.0] + [7200.0] * 7 + [2880.0] * 4)


def test_power_factor_rules_of_a_guide() -> None:
    """Foretag Group, "Power Factor Formulas": 800 kW at 0.8: 1,000 kVA at 10 $; a target of 0.9 bills 900 kW."""
    load = np.full(8760, 800.0)
    kva = own({"demand": {"d": {"price": 10, "per": "kVA"}}})
    target = own({"demand": {"d": {"price": 10}}, "power_factor": {"demand_target": 0.9}})
    assert power.bill(kva, load, power_factor=0.8).months.loc[1, "total"] == pytest.approx(10000.0)
    assert power.bill(target, load, power_factor=0.8).months.loc[1, "total"] == pytest.approx(9000.0)
    assert power.bill(target, load, power_factor=0.95).months.loc[1, "total"] == pytest.approx(8000.0)


def test_hydro_quebec_rate_m() -> None:
    """Hydro-Quebec, "Reading your bill, rate M" (April 2012): the first 210,000 kWh at 4.10 cents, the rest at 3.19;
    billed: the greater of kW and 90 % of kVA, at least 65 % of the highest winter demand (here December to March)."""
    tariff = own(
        {
            "energy": {
                "supply": {"periods": {"all": {"tiers": [{"upper": 210000, "price": 0.041}, {"price": 0.0319}]}}}
            },
            "demand": {"power": {"price": 14.0, "on_billing_demand": True}},
            "billing_demand": {
                "share": 0.65,
                "share_by_peak_month": [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
                "wrap_around": True,
            },
            "power_factor": {"demand_target": 0.9},
        }
    )
    kwh, peak = [300000.0] * 12, [1000.0] + [600.0] * 11
    made = power.bill(tariff, block_load(kwh, peak), power_factor=0.85)
    assert made.months["energy"].iloc[6] == pytest.approx(210000 * 0.041 + 90000 * 0.0319)
    assert made.months["demand"].iloc[0] == pytest.approx(14.0 * 0.9 * 1000 / 0.85)
    assert made.months["demand"].iloc[6] == pytest.approx(14.0 * 0.9 * 650 / 0.85)


@pytest.mark.parametrize(
    ("standard", "by_factor"),
    [
        (
            0.90,
            {
                1.0: -0.75,
                0.95: -0.75,
                0.94: -0.60,
                0.90: 0.0,
                0.89: 0.5,
                0.70: 10.0,
                0.65: 15.0,
                0.64: 17.0,
                0.60: 25.0,
            },
        ),
        (0.85, {1.0: -1.10, 0.94: -1.10, 0.90: -0.5, 0.85: 0.0, 0.84: 0.5, 0.65: 10.0, 0.60: 15.0, 0.59: 17.0}),
        (0.80, {1.0: -1.30, 0.92: -1.30, 0.90: -1.0, 0.80: 0.0, 0.79: 0.5, 0.60: 10.0, 0.55: 15.0, 0.54: 17.0}),
    ],
)
def test_china_power_factor_table(standard: float, by_factor: dict[float, float]) -> None:
    """Percent of the bill, (83) Shui Dian Cai Zi 215: 0.5 % a point short of the standard, then 1 and 2 %."""
    fields = {"energy": {"e": {"periods": {"all": {"price": 1.0}}}}, "power_factor": {"china_standard": standard}}
    for factor, percent in by_factor.items():
        made = power.bill(own(fields), np.ones(8760), power_factor=factor)
        assert made.total == pytest.approx(8760 * (1 + percent / 100)), factor
    for factor in by_factor:  # power factors are rounded to two places
        for near in (factor - 0.0049, min(factor + 0.0049, 1.0)):
            rounded = power.bill(own(fields), np.ones(8760), power_factor=round(near, 2)).total
            assert power.bill(own(fields), np.ones(8760), power_factor=near).total == pytest.approx(rounded), near
