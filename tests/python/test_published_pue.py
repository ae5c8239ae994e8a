"""PUE, losses and moist air whose values others have published. Each number is that of the source named beside it."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from libroi import power


def facility(ups: float, distribution: float, lighting: float, cooling: dict[str, Any], it_kw: float = 1.0) -> Any:
    """1 kW of servers behind a UPS of this efficiency, distribution that loses and lighting that adds these shares."""
    return power._power.parse_facility(
        "f.json",
        json.dumps(
            {
                "libroi_facility": 1,
                "fleets": {"it": {"nodes": it_kw, "idle_w": 0, "busy_w": 1000}},
                "electrical": {
                    "components": {
                        "ups": {"c1": 1 / ups - 1, "design_kw": it_kw},
                        "distribution": {"c1": 1 / (1 - distribution) - 1, "design_kw": it_kw},
                        "lighting": {"c1": lighting, "design_kw": it_kw, "series": False},
                    }
                },
                "cooling": cooling,
            }
        ),
    )


def mover(pascal: float, efficiency: float) -> dict[str, float]:
    return {"pascal": pascal, "efficiency": efficiency}


# Lei & Masanet, Energy 201:117556 (2020); vectors and results printed in the notebook "Simple examples for using the
# PUE simulation tool" of the authors' repository Data-center-PUE-prediction-tool, at 101,325 Pa and 1 kW of IT.
AIRSIDE = facility(
    9.80302734e-01,
    5.60546875e-03,
    1.81445313e-03,
    {
        "plant": "airside",
        "supply_lower": 1.03671875e01,
        "supply_upper": 3.41953125e01,
        "delta_air": 1.47840712e01,
        "delta_water": 6.91894531,
        "crac_fan": mover(6.85058594e02, 8.29931641e-01),
        "humidifier": mover(7.31582031e06, 7.04492187e-01),
        "chilled_pump": mover(1.46519937e05, 7.90039062e-01),
        "chiller": {"load": 2.24023438e-01, "cop_change": 1.05488281e-01},
        "tower": {
            "delta": 4.28710938,
            "approach": 6.33818359,
            "liquid_to_gas": 1.11914062,
            "fan": mover(2.03417969e02, 8.97802734e-01),
            "pump": mover(2.12001820e05, 7.16601562e-01),
        },
    },
)
WATERSIDE = facility(
    9.80302734e-01,
    5.60546875e-03,
    1.81445313e-03,
    {
        "plant": "waterside",
        "supply_air": 2.73671875e01,
        "delta_air": 1.88856337e01,
        "delta_water": 7.50488281,
        "crac_fan": mover(4.16992188e02, 7.13720703e-01),
        "humidifier": mover(6.50097656e06, 6.74023438e-01),
        "economiser_pump": mover(1.56284191e05, 6.68945312e-01),
        "chilled_pump": mover(1.71884552e05, 7.45117188e-01),
        "approach_exchanger": 2.29404297,
        "effectiveness": 8.16601563e-01,
        "sensible_heat_ratio": 9.86289063e-01,
        "chiller": {"load": 2.24023438e-01, "cop_change": 1.05488281e-01},
        "tower": {
            "delta": 4.13867188,
            "approach": 6.50576172,
            "liquid_to_gas": 1.11914062,
            "fan": mover(1.48339844e02, 7.45947266e-01),
            "pump": mover(2.10534680e05, 7.09960938e-01),
        },
    },
)
SEA_WATER = facility(
    9.75556641e-01,
    1.35351562e-02,
    5.60546875e-04,
    {
        "plant": "waterside",
        "sea_temperature": 20.0,
        "supply_air": 3.42578125e01,
        "delta_air": 1.41438802e01,
        "delta_water": 9.49707031,
        "crac_fan": mover(4.13867188e02, 6.71240234e-01),
        "humidifier": mover(6.65683594e06, 6.32226562e-01),
        "economiser_pump": mover(1.36980148e05, 6.28710937e-01),
        "chilled_pump": mover(1.36194518e05, 7.43945313e-01),
        "approach_exchanger": 2.49814453,
        "effectiveness": 8.04492187e-01,
        "sensible_heat_ratio": 9.71992187e-01,
        "chiller": {"load": 7.70117188e-01, "cop_change": 8.80859375e-03},
        "tower": {"delta": 7.50488281, "pump": mover(6.99398438e05, 7.98242188e-01)},
    },
)


@pytest.mark.parametrize(
    ("plant", "pue"),
    [(AIRSIDE, 1.0746922969797756), (WATERSIDE, 1.0887168184890426), (SEA_WATER, 1.1140761465494835)],
    ids=["airside", "waterside", "sea water"],
)
def test_vectors_of_lei_and_masanet(plant: Any, pue: float) -> None:
    hour = power._power.facility_hour(plant, 20.0, 0.40, 101325.0, 1.0)
    assert hour["facility_kw"] == pytest.approx(pue, abs=1e-12)


# APC White Paper 113, table 2: UPS losses 4 % and 5 % of the rating; the efficiencies it prints by load.
UPS_BY_LOAD = {0.2: 75, 0.3: 80, 0.4: 84, 0.5: 86, 0.6: 88, 0.7: 89, 0.8: 90, 0.9: 90, 1.0: 91}


def test_ups_of_white_paper_113() -> None:
    made = power._power.parse_facility(
        "f.json",
        json.dumps(
            {
                "libroi_facility": 1,
                "fleets": {"it": {"nodes": 1, "idle_w": 0, "busy_w": 1000}},
                "electrical": {"load": "input", "components": {"ups": {"wp113": "ups", "design_kw": 1}}},
                "cooling": {"plant": "dry_cooler"},
            }
        ),
    )
    for load, percent in UPS_BY_LOAD.items():
        it = load - 0.04 - 0.05 * load
        loss = power._power.facility_hour(made, 10.0, 0.5, 101325.0, it)["parts_kw"]["electrical/ups"]
        assert it + loss == pytest.approx(load, abs=1e-12)
        assert 100 * it / (it + loss) == pytest.approx(percent, abs=1.7)


@pytest.mark.parametrize(
    ("dry", "rh", "pressure", "wet"),
    [
        # psychrolib, tests/test_psychrolib_si.py: 0.0192281274241096 kg/kg at 30 C dry, 25 C wet, 500 m above the sea.
        (30.0, 0.6741, 95461.0, 25.0),
        # ASHRAE Fundamentals 2017, chapter 1, example 1: 40 C, 14 %, 20 C wet bulb.
        (40.0, 0.1395, 101325.0, 20.0),
        # Saturated air is its own wet bulb.
        (12.5, 1.0, 90000.0, 12.5),
    ],
)
def test_published_wet_bulbs(dry: float, rh: float, pressure: float, wet: float) -> None:
    assert power._power.wet_bulb(dry, rh, pressure) == pytest.approx(wet, abs=0.02)


def test_published_ranges() -> None:
    """5th and 95th percentiles of the authors' calculator (UEcalculator_dash_app, src/data/UE.csv), two places."""
    cases = [
        ("large-airside-adiabatic-water-cooled", "1A", (1.168778594, 1.34161001), (0.772859335, 2.361464022)),
        ("large-waterside-economiser", "8", (1.074615187, 1.183741922), (1.724105363, 2.591994779)),
        ("mid-airside-water-cooled", "4A", (1.379381154, 1.644624439), (0.972390531, 1.925980514)),
        ("mid-waterside-economiser", "5A", (1.271416967, 1.506996698), (2.001987226, 2.991139784)),
    ]
    for system, zone, pue, wue in cases:
        inside = power._power.plausibility(system, zone, float(np.mean(pue)), float(np.mean(wue)))
        assert inside == "", (system, zone)
        for p, w in ((pue[0] - 0.02, wue[0]), (pue[1] + 0.02, wue[0]), (np.mean(pue), wue[1] + 0.02)):
            assert power._power.plausibility(system, zone, float(p), float(w)), (system, zone, p, w)
