"""Solar and storage behind the meter: the hours they are prepared from, what they save, how the plan is bounded."""

from __future__ import annotations

import pathlib
import re

import numpy as np
import pytest

import libroi as roi
from libroi import power, report

MODELS = pathlib.Path(__file__).resolve().parents[2] / "models"
DATA = MODELS / "data"


@pytest.fixture(scope="module")
def with_plants() -> roi.Center:
    return roi.load(MODELS / "centers" / "harbin_roof_and_storage.json")


@pytest.fixture(scope="module")
def hours():
    return power.onsite_hours(
        DATA / "onsite" / "roof-and-storage.json",
        DATA / "facilities" / "gpu-hall-10mw.json",
        DATA / "weather" / "harbin_synthetic.epw",
        DATA / "tariffs" / "china-hubei-110kv-2026-01.json",
        power_factor=0.95,
    )


def test_energy_of_the_plants_is_the_sum_of_their_hours(with_plants: roi.Center, hours) -> None:
    lines = with_plants.evaluate().lines
    for plant in ("roof", "storage"):
        prepared = hours[plant].groupby(hours.index.month).sum()
        booked = lines[f"power/onsite/{plant}/energy"]["2026-01":"2026-12"]
        assert np.allclose(booked.to_numpy(), prepared.to_numpy(), rtol=1e-9)
    assert (lines["power/onsite/roof/energy"][:"2025-12"] == 0.0).all()
    grid = lines["power/energy"] + lines["power/onsite/roof/energy"] + lines["power/onsite/storage/energy"]
    assert np.allclose(lines["power/grid energy"], grid, rtol=1e-12)


def test_plants_lower_the_bill_and_leave_the_facility_alone(with_plants: roi.Center) -> None:
    lines = with_plants.evaluate().lines
    without = with_plants.replace({"power.bill.onsite.roof.size": 0.0, "power.bill.onsite.storage.size": 0.0})
    base = without.evaluate().lines
    assert np.allclose(lines["power/facility"], base["power/facility"], rtol=1e-15)
    assert np.allclose(lines["power/cost"][:"2025-12"], base["power/cost"][:"2025-12"], rtol=1e-15)
    later = slice("2026-01", None)
    assert (lines["power/cost"][later] < base["power/cost"][later]).all()
    assert (lines["power/onsite/used"] <= 1.0).all() and (lines["power/onsite/used"][later] == 1.0).all()


def test_the_plan_is_bounded_by_the_best_ones(with_plants: roi.Center, hours) -> None:
    kind = hours.attrs["kinds"]["storage"]
    assert kind.startswith(
        "battery of 10000 kWh, run for the least bill of each month at activity 0.6; at activities 0.3"
    )
    above = float(kind.split("at most ")[1].split(" %")[0])
    assert 0.0 <= above < 1.0
    assert kind in with_plants.to_json()


def test_report_says_what_the_plants_did(with_plants: roi.Center) -> None:
    html = report.html(with_plants.evaluate())
    assert re.search(r"Behind the meter: roof fed [\d,]+ MWh, storage took [\d,]+ MWh, of [\d,]+ MWh", html)


def test_a_battery_need_not_wait_for_the_roof(with_plants: roi.Center) -> None:
    late = with_plants.replace({"power.bill.onsite.storage.start": 60.0})
    lines = late.evaluate().lines
    assert (lines["power/onsite/storage/part"].iloc[:60] == 0.0).all()
    assert (lines["power/onsite/storage/part"].iloc[60:] > 0.0).all()
