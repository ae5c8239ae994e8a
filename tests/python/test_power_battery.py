"""Battery dispatch against the same linear program solved by HiGHS (through scipy), month by month."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from libroi import errors, power

BATTERY = {
    "energy_kwh": 900.0,
    "charge_kw": 300.0,
    "discharge_kw": 250.0,
    "charge_efficiency": 0.96,
    "discharge_efficiency": 0.93,
    "least_level": 0.1,
    "initial_level": 0.4,
    "wear_per_kwh": 0.004,
}
TARIFF = {
    "libroi_tariff": 1,
    "name": "t",
    "currency": "USD",
    "energy": {
        "supply": {
            "schedule": [
                {"hours": "8-20", "days": ["weekday"], "period": "day"},
                {"otherwise": True, "period": "night"},
            ],
            "periods": {"day": {"price": 0.14}, "night": {"price": 0.06}},
        }
    },
    "demand": {
        "facility": {"price": 9.0},
        "on-peak": {
            "kind": "time_of_use",
            "schedule": [{"hours": "16-20", "period": "peak"}, {"otherwise": True, "period": "rest"}],
            "periods": {"peak": {"price": 7.0}, "rest": {"price": 0}},
        },
    },
    "taxes": {"vat": {"share": 0.1}},
}
LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def load() -> np.ndarray:
    t = np.arange(8760)
    rng = np.random.default_rng(11)
    return 1500 + 400 * np.sin(2 * np.pi * (t % 24 - 10) / 24) + rng.normal(0, 120, 8760)


def highs_month(kw: np.ndarray, start_hour: int, level: float) -> float:
    """Least bill and wear of one month from its own statement as a linear program: c, d, s per hour, then two peaks."""
    n = len(kw)
    hours = np.arange(start_hour, start_hour + n)
    weekday = (hours // 24) % 7 < 5
    price = 1.1 * np.where(weekday & (hours % 24 >= 8) & (hours % 24 < 20), 0.14, 0.06)
    peak_hour = (hours % 24 >= 16) & (hours % 24 < 20)
    b = BATTERY
    cost = np.concatenate([price, -price + b["wear_per_kwh"], np.zeros(n), [1.1 * 9.0, 1.1 * 7.0]])
    equal = lil_matrix((n, 3 * n + 2))
    right = np.zeros(n)
    for t in range(n):
        equal[t, 2 * n + t] = 1
        equal[t, t] = -b["charge_efficiency"]
        equal[t, n + t] = 1 / b["discharge_efficiency"]
        if t:
            equal[t, 2 * n + t - 1] = -1
        else:
            right[t] = level
    most = lil_matrix((2 * n, 3 * n + 2))
    bound = np.zeros(2 * n)
    for t in range(n):
        most[t, t], most[t, n + t], most[t, 3 * n], bound[t] = 1, -1, -1, -kw[t]
        if peak_hour[t]:
            most[n + t, t], most[n + t, n + t], most[n + t, 3 * n + 1], bound[n + t] = 1, -1, -1, -kw[t]
    low, high = b["least_level"] * b["energy_kwh"], b["energy_kwh"]
    bounds = (
        [(0, b["charge_kw"])] * n
        + [(0, b["discharge_kw"])] * n
        + [(low, high)] * (n - 1)
        + [(level, high)]
        + [(0, None)] * 2
    )
    answer = linprog(cost, A_ub=most.tocsr(), b_ub=bound, A_eq=equal.tocsr(), b_eq=right, bounds=bounds, method="highs")
    assert answer.status == 0
    return float(answer.fun + price @ kw)


def test_every_month_costs_what_highs_finds() -> None:
    kw = load()
    tariff = power._power.parse_tariff("t.json", json.dumps(TARIFF))
    result = power.dispatch(tariff, kw, BATTERY)
    start = 0
    level = BATTERY["initial_level"] * BATTERY["energy_kwh"]
    for month, days in enumerate(LENGTHS, 1):
        hours = slice(start, start + 24 * days)
        expected = highs_month(kw[hours], start, level)
        row = result.months.loc[month]
        assert row["cost"] == pytest.approx(expected, rel=1e-7)
        assert row["lower_bound"] == pytest.approx(expected, rel=1e-7)
        assert row["lower_bound"] <= expected * (1 + 1e-9)
        level = float(result.hours["level_kwh"].iloc[start + 24 * days - 1])
        start += 24 * days
    assert result.saving > 0
    plain = power.bill(tariff, kw)
    assert plain.total - result.bill.total - result.wear == pytest.approx(result.saving, rel=1e-12)


def test_zero_battery_is_refused() -> None:
    with pytest.raises(errors.DomainError, match="battery: energy_kwh is 0, but must be > 0"):
        power.dispatch(power._power.parse_tariff("t.json", json.dumps(TARIFF)), load(), {**BATTERY, "energy_kwh": 0.0})
