"""`roi bill`, the hourly frame and the pictures."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib
import numpy as np
import pytest
import typer
from libroi.cli import bill_command
from typer.testing import CliRunner

from libroi import power

matplotlib.use("Agg")
ROOT = Path(__file__).resolve().parents[2]
TARIFF = ROOT / "models/data/tariffs/us-ssc-commercial-demand.json"
LOAD = ROOT / "tests/data/ssc_load_commercial.csv"
FACILITY = ROOT / "models/data/facilities/gpu-hall-10mw.json"
WEATHER = ROOT / "models/data/weather/harbin_synthetic.epw"

app = typer.Typer()
app.command()(bill_command.bill)


def run(*arguments: object) -> object:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_text_names_every_line_and_the_total() -> None:
    result = run(LOAD, "--tariff", TARIFF)
    assert result.exit_code == 0, result.output
    assert "demand/time-of-use/peak/tier-1" in result.output
    assert "104,614.49" in result.output
    assert "load_factor" in result.output


def test_json_adds_up() -> None:
    answer = json.loads(run(LOAD, "--tariff", TARIFF, "--json").output)
    assert answer["total"] == pytest.approx(104614.487, abs=1e-3)
    assert sum(item["amount"] for item in answer["items"]) == pytest.approx(answer["total"])
    assert answer["load_duration"]["peak_kw"] == pytest.approx(float(np.max(power.read_load(str(LOAD)))))


def test_calendar_year_changes_the_weekdays() -> None:
    answers = [json.loads(run(LOAD, "--tariff", TARIFF, "--json", "--year", y).output)["total"] for y in (2018, 2026)]
    assert answers[0] == pytest.approx(104614.487, abs=1e-3)  # 2018 began on a Monday
    assert answers[1] != pytest.approx(answers[0])


def test_facility_needs_weather_and_then_reports_pue() -> None:
    tariff = ROOT / "models/data/tariffs/china-hubei-110kv-2026-01.json"
    result = run(FACILITY, "--tariff", tariff, "--weather", WEATHER, "--year", 2026)
    assert result.exit_code == 0, result.output
    assert "PUE 1." in result.output
    assert run(FACILITY, "--tariff", tariff).exit_code == 2


def test_wrong_input_ends_with_two(tmp_path: Path) -> None:
    bad = tmp_path / "load.csv"
    bad.write_text("kw\n" + "1\n" * 8759)
    result = CliRunner().invoke(app, [str(bad), "--tariff", str(TARIFF)])
    assert result.exit_code == 2
    assert "the file ends after 8759 values" in result.stderr


def test_hourly_frame_balances_and_has_units() -> None:
    year = power.simulate(FACILITY, WEATHER, activity=[0.5 + 0.04 * m for m in range(12)])
    hours = year.hours
    np.testing.assert_allclose(
        hours["it_kw"] + hours["electrical_kw"] + hours["cooling_kw"], hours["facility_kw"], rtol=1e-12
    )
    assert hours.attrs["units"]["water_litres"] == "L"
    assert year.pue == pytest.approx(hours["facility_kw"].sum() / hours["it_kw"].sum())
    assert (hours["pue"] > 1).all()


def test_leap_year_has_8784_hours() -> None:
    assert len(power.simulate(FACILITY, WEATHER, 0.7, year=2028).hours) == 8784


def test_pictures_show_their_data() -> None:
    bill = power.bill(TARIFF, power.read_load(str(LOAD)))
    axes = power.plot_bill_stack(bill)
    drawn = sum(bar.get_height() for bars in axes.containers for bar in bars)
    assert 1000 * drawn == pytest.approx(bill.total)  # drawn in thousands
    line = power.plot_load_duration(power.read_load(str(LOAD))).get_lines()[0]
    assert (np.diff(line.get_ydata()) <= 0).all()
    year = power.simulate(FACILITY, WEATHER, 0.7)
    left, right = power.plot_pue(year)
    assert len(left.get_lines()[0].get_ydata()) == 8760
    assert right.collections[0].get_offsets().shape == (8760, 2)
