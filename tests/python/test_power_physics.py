"""The hourly cooling model against an independent evaluation of the published equations (Lei & Masanet 2020)."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from libroi import power

AIRSIDE = {
    "plant": "airside",
    "supply_lower": 10.3671875,
    "supply_upper": 34.1953125,
    "delta_air": 14.7840712,
    "delta_water": 6.91894531,
    "crac_fan": {"pascal": 685.058594, "efficiency": 0.829931641},
    "humidifier": {"pascal": 7315820.31, "efficiency": 0.704492187},
    "chilled_pump": {"pascal": 146519.937, "efficiency": 0.790039062},
    "chiller": {"load": 0.224023438, "cop_change": 0.105488281},
    "tower": {
        "delta": 4.28710938,
        "approach": 6.33818359,
        "liquid_to_gas": 1.11914062,
        "fan": {"pascal": 203.417969, "efficiency": 0.897802734},
        "pump": {"pascal": 212001.82, "efficiency": 0.716601562},
    },
}
WATERSIDE = {
    "plant": "waterside",
    "supply_air": 20.0,
    "delta_air": 11.0,
    "delta_water": 6.0,
    "crac_fan": {"pascal": 600, "efficiency": 0.8},
    "humidifier": {"pascal": 300000, "efficiency": 0.7},
    "economiser_pump": {"pascal": 130000, "efficiency": 0.78},
    "chilled_pump": {"pascal": 150000, "efficiency": 0.8},
    "approach_exchanger": 2.5,
    "effectiveness": 0.82,
    "sensible_heat_ratio": 0.97,
    "chiller": {"load": 0.6, "cop_change": -0.05},
    "tower": {
        "delta": 5.0,
        "approach": 4.5,
        "liquid_to_gas": 1.3,
        "fan": {"pascal": 210, "efficiency": 0.85},
        "pump": {"pascal": 190000, "efficiency": 0.75},
    },
}
UPS, DISTRIBUTION, LIGHTING = 0.980302734, 0.00560546875, 0.00181445313


def facility(cooling: dict) -> object:
    return power._power.parse_facility(
        "f.json",
        json.dumps(
            {
                "libroi_facility": 1,
                "fleets": {"it": {"nodes": 1, "idle_w": 0, "busy_w": 1000}},
                "electrical": {
                    "components": {
                        "ups": {"c1": 1 / UPS - 1, "design_kw": 1},
                        "distribution": {"c1": 1 / (1 - DISTRIBUTION) - 1, "design_kw": 1},
                        "lighting": {"c1": LIGHTING, "design_kw": 1, "series": False},
                    }
                },
                "cooling": cooling,
            }
        ),
    )


def vapour(t: float, scale: float = 611.21) -> float:
    return scale * math.exp((18.678 - t / 234.5) * t / (t + 257.14))


def wet_bulb(t: float, rh: float, p: float) -> float:
    e = vapour(t) * rh
    target = 1.01 * t + (2500 + 1.84 * t) * 0.62198 * e / (p - e)

    def excess(x: float) -> float:
        s = vapour(x, 611.2)
        return 1.01 * x + (2500 + 1.84 * x) * 0.62198 * s / (p - s) - target

    low, high = -80.0, t + 1
    for _ in range(200):
        mid = (low + high) / 2
        low, high = (mid, high) if excess(mid) < 0 else (low, mid)
    return (low + high) / 2


def rho(t: float, p: float) -> float:
    return 1.293 * (p / 101325) * (273.15 / (273.15 + t))


def cop(load: float, t: float) -> float:
    return 16.798751 + 0.008840 * t**2 - 8.528931 * load**2 + 9.885294 * load - 0.760621 * t + 0.084615 * load * t


def fan(m: float, density: float, part: dict) -> float:
    return m / density * part["pascal"] / part["efficiency"] / 1000


def pump(m: float, part: dict) -> float:
    return part["pascal"] * m / (1000 * part["efficiency"] * 1000)


def heat() -> tuple[float, float]:
    losses = (1 / UPS - 1) + (1 / (1 - DISTRIBUTION) - 1) + LIGHTING
    return 1 + losses, losses


def tower(c: dict, rejected: float, density: float) -> float:
    m = rejected / (4.2 * c["tower"]["delta"])
    return pump(m, c["tower"]["pump"]) + fan(m / c["tower"]["liquid_to_gas"], density, c["tower"]["fan"])


def airside_pue(c: dict, t: float, rh: float, p: float) -> float:
    q, losses = heat()
    e = rh * vapour(t)
    d = 622 * e / (p - e)
    h = 1.01 * t + (2500 + 1.84 * t) * d / 1000
    supply = min(max(t, c["supply_lower"]), c["supply_upper"])
    e15 = 611.21 * math.exp(15 * 18.678 / (257.14 + 15))
    h_limit = 1.01 * 27 + (2500 + 1.84 * 27) * 621.98 * e15 / (p - e15) / 1000

    def limit(share: float) -> float:
        s = vapour(supply) * share
        return 621.98 * s / (p - s)

    use, added = True, 0.0
    mixed = (h - 1.01 * supply) * 1000 / (2500 + 1.84 * supply)
    if h < h_limit:
        added = max(limit(0.2) - d, 0) if t <= supply else max(mixed - d, 0)
    elif h <= 1.01 * supply + (2500 + 1.84 * supply) * limit(0.8) / 1000:
        added = max(mixed - d, 0)
    else:
        use = False
    m = q / (1.01 * c["delta_air"])
    total = 1 + losses + fan(m, rho(supply, p), c["crac_fan"])
    if use:
        return total + pump(m - m / (1 + added / 1000), c["humidifier"])
    work = q / (
        cop(c["chiller"]["load"], wet_bulb(t, rh, p) + c["tower"]["approach"]) * (1 + c["chiller"]["cop_change"])
    )
    return total + work + pump(q / (4.2 * c["delta_water"]), c["chilled_pump"]) + tower(c, q + work, rho(t, p))


def waterside_pue(c: dict, t: float, rh: float, p: float) -> float:
    q, losses = heat()
    latent = q / c["sensible_heat_ratio"] - q
    need = q + latent
    supply = c["supply_air"] + c["delta_air"] - c["delta_air"] / c["effectiveness"]
    back = supply + c["delta_water"]
    mean = (supply + back) / 2
    total = 1 + losses + fan(q / (1.01 * c["delta_air"]), rho(c["supply_air"], p), c["crac_fan"])
    total += pump(latent / (2500.5 - 2.3097 * mean - 0.0013 * mean**2), c["humidifier"])
    cold = wet_bulb(t, rh, p) + c["tower"]["approach"]
    x = cold + c["approach_exchanger"]
    free = need * min(max((back - x) / (back - supply), 0), 1)
    work = (need - free) / (cop(c["chiller"]["load"], cold) * (1 + c["chiller"]["cop_change"]))
    total += (
        pump(free / (4.2 * c["delta_water"]), c["economiser_pump"])
        + work
        + pump((need - free) / (4.2 * c["delta_water"]), c["chilled_pump"])
    )
    return total + tower(c, need + work, rho(t, p))


def test_published_vector() -> None:
    hour = power._power.facility_hour(facility(AIRSIDE), 20.0, 0.40, 101325.0, 1.0)
    assert hour["facility_kw"] == pytest.approx(1.0746922969797756, abs=1e-12)
    assert airside_pue(AIRSIDE, 20.0, 0.40, 101325.0) == pytest.approx(1.0746922969797756, abs=1e-12)
    assert math.isclose(sum(hour["parts_kw"].values()), hour["facility_kw"], rel_tol=1e-12)


@pytest.mark.parametrize(("cooling", "expected"), [(AIRSIDE, airside_pue), (WATERSIDE, waterside_pue)])
def test_against_independent_evaluation(cooling: dict, expected) -> None:
    rng = np.random.default_rng(3)
    made = facility(cooling)
    shares = set()
    for _ in range(300):
        t, rh, p = rng.uniform(-30, 42), rng.uniform(0.05, 1.0), rng.uniform(70000, 104000)
        hour = power._power.facility_hour(made, t, rh, p, 1.0)
        assert hour["facility_kw"] == pytest.approx(expected(cooling, t, rh, p), rel=1e-11), (t, rh, p)
        shares.add(round(hour["economiser_share"]))
    assert shares == {0, 1}


def test_wet_bulb_against_psychrolib() -> None:
    lib = pytest.importorskip("psychrolib", reason="psychrolib is not installed")
    lib.SetUnitSystem(lib.SI)
    for t in (-15.0, -2.0, 5.0, 20.0, 35.0, 45.0):
        for rh in (0.1, 0.5, 0.9):
            assert power._power.wet_bulb(t, rh, 95000.0) == pytest.approx(
                lib.GetTWetBulbFromRelHum(t, rh, 95000.0), abs=2e-3
            )
