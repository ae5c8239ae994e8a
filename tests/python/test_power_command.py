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

import libroi as roi
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


# --- a center's own bill -------------------------------------------------------------------------------------------

CENTERS = ROOT / "models/centers"
SMALL = ROOT / "examples/small_center.json"


@pytest.mark.parametrize(
    "file", [SMALL, CENTERS / "harbin_itemised_power.json", CENTERS / "harbin_roof_and_storage.json"]
)
def test_a_model_has_a_bill_of_its_own_by_year_and_month(file: Path) -> None:
    answer = json.loads(run(file, "--json").output)
    result = roi.load(file).evaluate()
    yearly, monthly = result.power_bill("Y"), result.power_bill("M")
    assert list(answer["years"]) == [str(y) for y in yearly.index]
    assert list(answer["months"]) == [str(m) for m in result.index]
    for table, periods in ((yearly, answer["years"]), (monthly, answer["months"])):
        for period, row in table.iterrows():
            found = periods[str(period)]
            assert (
                found["total"] == pytest.approx(row["total"]) == pytest.approx(sum(found["items"].values()), abs=1e-6)
            )
            for path, label in answer["labels"].items():
                assert found["items"][path] == pytest.approx(row[label])
    energy = sum(month["energy_kwh"] for month in answer["months"].values())
    assert energy == pytest.approx(result.lines["power/energy"].sum())
    peak = max(month["peak_kw"] for month in answer["months"].values() if month["peak_kw"] is not None)
    assert peak == pytest.approx(result.lines["power/peak"].max())


def test_a_model_s_bill_as_text() -> None:
    text = run(SMALL).output
    lines = text.splitlines()
    assert lines[0] == "power bill of Small example center, CNY"
    assert lines[2:4] == ["by year", lines[3]] and lines[3].split() == ["2026", "2027", "2028", "2029", "2030", "2031"]
    total = next(line for line in lines if line.startswith("total"))
    bill = roi.load(SMALL).evaluate().power_bill("Y")["total"]
    assert total.split()[1:] == [f"{x:,.2f}" for x in bill]
    assert [f"{year} by month" in lines for year in range(2026, 2032)] == [True] * 6
    one = run(SMALL, "--year", 2027, "--scenario", "no-anchor").output
    assert one.startswith("power bill of Small example center, CNY, scenario no-anchor")
    assert "2027-12" in one and "2028" not in one and "2026" not in one


def test_a_model_without_a_bill_says_what_to_do(tmp_path: Path) -> None:
    model = json.loads(roi.load(SMALL).to_json())
    for energy in model["power"]["energy"].values():
        energy["price"] = 0
    model["power"]["demand_price"] = 0
    (tmp_path / "free.json").write_text(json.dumps(model))
    result = run(tmp_path / "free.json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"{tmp_path / 'free.json'}: the model has no power bill: no item differs from 0 in any month; give prices in "
        "power.energy and power.demand_price, or an itemised bill in power.bill (docs/power.md)\n"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((SMALL, "--tariff", TARIFF), f"--tariff belongs to a load or facility, but {SMALL} is a model with a bill"),
        ((SMALL, "--activity", 0.8), f"--activity belongs to a load or facility, but {SMALL} is a model with a bill"),
        ((SMALL, "--coincident-hour", 3), f"--coincident-hour belongs to a load or facility, but {SMALL}"),
        ((SMALL, "--year", 1999), "--year is 1999, but must be in 2026 .. 2031, the years of the model"),
        ((SMALL, "--scenario", "no-ancor"), "nearest is no-anchor"),
        ((LOAD,), f"--tariff is missing: {LOAD} is a load or facility, not a model with a bill of its own"),
        ((FACILITY,), f"--tariff is missing: {FACILITY} is a load or facility"),
        ((TARIFF,), f"--tariff is missing: {TARIFF} is a load or facility"),
        ((FACILITY, "--tariff", TARIFF), f"--weather is missing: {FACILITY} is a facility"),
        (
            (LOAD, "--tariff", TARIFF, "--scenario", "x"),
            f"--scenario belongs to a model of a center, but {LOAD} is none",
        ),
        (("none.json",), "none.json: cannot be read"),
    ],
)
def test_what_does_not_fit_the_file_is_one_line(arguments: tuple[object, ...], words: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "") and words in result.stderr
    assert result.stderr.count("\n") == 1
