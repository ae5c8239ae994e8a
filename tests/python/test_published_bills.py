"""Bills whose totals the test suites of NREL's engines publish.

Each number is that of the source named beside it, to its printed precision. The tariffs are written from the sources'
inputs; loads that a source does not print are replaced by loads with the same registers (kWh and peak of a month).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

from libroi import power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import bill, block_load, grid, own, rate

ROOT = Path(__file__).resolve().parents[2]
COLD = [10, 10, 20, 50, 20, 10, 20, 20, 20, 20, 20, 5]


# NREL REopt.jl, test/runtests.jl, test set "Rate Structures".


def test_reopt_tiered_energy() -> None:
    """24,000 kWh a year, above 1,000 kWh in every month (Florida Power & Light): 2,342.88."""
    tiers = [
        {"max": 1000, "rate": 0.07531, "adj": 0.0119, "unit": "kWh"},
        {"rate": 0.09613, "adj": 0.0119, "unit": "kWh"},
    ]
    fields = rate(energyratestructure=[tiers])
    assert bill(fields, np.full(8760, 24000 / 8760)).total == pytest.approx(2342.88, abs=5e-3)


def test_reopt_blended_tariff() -> None:
    """10,000 kWh flat at 0.1 $/kWh and 10 $/kW: 1,000.00 and 136.99."""
    made = bill(
        rate(energyratestructure=[[{"rate": 0.1}]], flatdemandstructure=[[{"rate": 10}]], flatdemandmonths=[0] * 12),
        np.full(8760, 10000 / 8760),
    )
    assert made.total_of("energy/") == pytest.approx(1000.0, abs=5e-3)
    assert made.total_of("demand/") == pytest.approx(136.99, abs=5e-3)


def test_reopt_lookback_of_a_database_rate() -> None:
    """Rate 539f6a23ec4f024411ec8bf9 (Wallingford, 35 % in every month), 1 kW and one January hour of 100 kW, 2022."""
    load = np.ones(8760)
    load[7] = 100.0
    fields = rate(
        flatdemandstructure=[[{"rate": 11.5}], [{"rate": 10.5}]],
        flatdemandmonths=[1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1],
        flatdemandunit="kW",
        demandrateunit="kW",
        demandratchetpercentage=[0.35] * 12,
        fixedmonthlycharge=275,
        demandreactivepowercharge=2.7,
        peakkwcapacitymin=400,
        approved="true",
        enddate=1383199200,
        revisions=[1376316457, 1376316486],
    )
    made = bill(fields, load, year=2022)
    assert made.total_of("demand/") == pytest.approx(100 * (10.5 + 0.35 * 10.5 * 5 + 0.35 * 11.5 * 6), abs=1e-6)
    assert made.total_of("fixed/") == pytest.approx(12 * 275)


def lookback_load() -> np.ndarray:
    load = np.full(8760, 100.0)
    for hour, kw in ((22, 200), (2403, 400), (4088, 500), (8333, 300)):  # hours counted from 1
        load[hour - 1] = kw
    return load


@pytest.mark.parametrize(
    ("rule", "peaks"),
    [
        (
            {"lookbackMonths": [1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1], "lookbackRange": 0},
            [300, 300, 300, 400, 300, 500, 300, 300, 300, 300, 300, 300],
        ),
        ({"lookbackRange": 6}, [225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375]),
    ],
)
@pytest.mark.parametrize("percent", [0.75, 75])
def test_reopt_lookback_months_and_range(rule: dict, peaks: list[int], percent: float) -> None:
    """75 % of the peaks of named months, or of the six months before; the year's end precedes its beginning."""
    fields = rate(
        flatdemandstructure=[[{"rate": price}] for price in COLD],
        flatdemandmonths=list(range(12)),
        lookbackPercent=percent,
        **rule,
    )
    made = bill(fields, lookback_load(), year=2022)
    items = made.items[made.items["path"].str.startswith("demand/")].sort_values("month")
    assert list(items["quantity"]) == pytest.approx(peaks)
    assert made.total == pytest.approx(sum(kw * price for kw, price in zip(peaks, COLD, strict=True)))


def test_reopt_coincident_peak() -> None:
    """10 $/kW on hours 1, 2 and 100, 5 $/kW on hours 6000 and 7000, counted once a year; 1 kW: 15.00."""
    tariff = own(
        {
            "demand": {
                "winter-peak": {
                    "kind": "coincident",
                    "coincident_hours": [0, 1, 99],
                    "periods": {"once": {"months": "1", "price": 10}},
                },
                "summer-peak": {
                    "kind": "coincident",
                    "coincident_hours": [5999, 6999],
                    "periods": {"once": {"months": "9", "price": 5}},
                },
            }
        }
    )
    assert power.bill(tariff, np.ones(8760)).total == pytest.approx(15.0)


def test_reopt_tiered_time_of_use_demand() -> None:
    """1 GWh flat; 50 kW free, then 12 $/kW: 12 (1e6 / 8760 - 50) 12."""
    fields = rate(
        demandratestructure=[[{"rate": 0, "max": 50.0, "unit": "kW"}, {"rate": 12.0, "unit": "kW"}]],
        demandweekdayschedule=grid(),
        demandweekendschedule=grid(),
        energyratestructure=[[{"rate": 0.1, "max": 40000.0, "unit": "kWh"}, {"rate": 0.12, "unit": "kWh"}]],
    )
    made = bill(fields, np.full(8760, 1e6 / 8760), year=2017)
    assert made.total_of("demand/") == pytest.approx(12 * (1e6 / 8760 - 50) * 12, abs=1e-6)
    assert made.total_of("energy/") == pytest.approx(12 * 40000 * 0.1 + (1e6 - 12 * 40000) * 0.12)


# NREL ssc, test/ssc_test/cmod_utilityrate5_test.cpp (BSD-3).

GEORGIA_BLOCKS = [
    {"max": 200, "unit": "kWh/kW", "rate": 0.031718},
    {"max": 3000, "unit": "kWh", "rate": 0.132655},
    {"max": 10000, "unit": "kWh", "rate": 0.120303},
    {"max": 200000, "unit": "kWh", "rate": 0.102607},
    {"unit": "kWh", "rate": 0.079109},
    {"max": 400, "unit": "kWh/kW", "rate": 0.013627},
    {"max": 600, "unit": "kWh/kW", "rate": 0.010275},
    {"unit": "kWh/kW", "rate": 0.00771},
]
# July of the suite's large load, from the kWh it prints for each tier: 200 h of 131,603.13 kWh, then 120,963.36 kWh.
JULY_KW = 131603.13 / 200
JULY_KWH = 2 * 131603.13 + 120963.36


def georgia(**fields: object) -> dict:
    return rate(energyratestructure=[GEORGIA_BLOCKS], fixedchargefirstmeter=21, fixedchargeunits="$/month", **fields)


def test_ssc_hours_use_tiers() -> None:
    """Test_Commercial_kWh_per_kW_charges: July 16,774.68, its tiers 3000, 7000, 121,603.13, ..., 120,963.36 kWh."""
    load = block_load([200000.0] * 6 + [JULY_KWH] + [200000.0] * 5, [500.0] * 6 + [JULY_KW] + [500.0] * 5)
    made = bill(georgia(), load)
    assert made.months.loc[7, "total"] == pytest.approx(16774.68, abs=0.01)
    july = made.items[(made.items["month"] == 7) & made.items["path"].str.startswith("energy/")]
    assert list(july["quantity"]) == pytest.approx([3000, 7000, 121603.13, 131603.13, 120963.36], abs=0.01)


def test_ssc_hours_use_tiers_with_billing_demand() -> None:
    """...with_billing_demand_percents: 95 % of June's peak is July's billing demand of 709.26 kW; July 17,755.29."""
    peaks = [500.0] * 5 + [141851.63 / 200 / 0.95, JULY_KW] + [500.0] * 5
    load = block_load([200000.0] * 6 + [JULY_KWH] + [200000.0] * 5, peaks)
    tariff = own(
        {
            "energy": {
                "supply": {
                    "periods": {
                        "all": {
                            "blocks": [
                                {
                                    "upper_hours": 200,
                                    "tiers": [
                                        {"upper": 3000, "price": 0.132655},
                                        {"upper": 10000, "price": 0.120303},
                                        {"upper": 200000, "price": 0.102607},
                                        {"price": 0.079109},
                                    ],
                                },
                                {"upper_hours": 400, "price": 0.013627},
                                {"upper_hours": 600, "price": 0.010275},
                                {"price": 0.00771},
                            ]
                        }
                    }
                }
            },
            "billing_demand": {
                "share": 1,
                "share_by_peak_month": [0.6] * 5 + [0.95] * 4 + [0.6] * 3,
                "metered_months": "6-9",
                "lookback_months": 11,
                "minimum_kw": 100,
                "previous_year_peaks_kw": [0] * 12,
            },
            "fixed": {"customer": {"amount": 21}},
        }
    )
    made = power.bill(tariff, load)
    assert made.months.loc[7, "total"] == pytest.approx(17755.29, abs=0.01)
    july = made.items[(made.items["month"] == 7) & made.items["path"].str.startswith("energy/")]
    assert list(july["quantity"]) == pytest.approx([3000, 7000, 131851.63, 141851.63, 100466.35], abs=0.02)


def test_ssc_energy_tiers_of_april() -> None:
    """Test_Commercial_Energy_Tiers_net_billing: five full tiers of 10,000 kWh, then 3,014.93 kWh."""
    load = np.loadtxt(ROOT / "tests" / "data" / "ssc_load_commercial.csv")
    bounds = [{"max": 10000 * (k + 1), "rate": 0.05 * (k + 1)} for k in range(6)]
    made = bill(rate(energyratestructure=[[*bounds, {"rate": 0.35}]]), load)
    april = made.items[(made.items["month"] == 4) & made.items["path"].str.startswith("energy/")]
    assert list(april["quantity"][-6:]) == pytest.approx([10000] * 5 + [3014.93], abs=1e-2)
