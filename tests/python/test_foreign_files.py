"""Files from elsewhere: what was done to them is said, what is too large is refused, and reading can be given up."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer
from libroi.cli import bill_command
from typer.testing import CliRunner

import libroi as roi
from libroi import power

ROOT = Path(__file__).resolve().parents[2]
MODEL = ROOT / "models/centers/harbin_china_mobile.json"
WEATHER = ROOT / "models/data/weather/harbin_synthetic.epw"
DAY_AND_EVENING = {
    "libroi_tariff": 1,
    "name": "evening",
    "currency": "USD",
    "energy": {
        "all": {
            "schedule": [{"hours": "16-21", "period": "evening"}, {"otherwise": True, "period": "day"}],
            "periods": {"evening": {"price": 0.30}, "day": {"price": 0.10}},
        }
    },
}

app = typer.Typer()
app.command()(bill_command.bill)


def a_year(year: int = 2025) -> pd.Series:
    hours = pd.date_range(f"{year}-01-01", f"{year}-12-31 23:00", freq="h")
    return pd.Series(np.where((hours.hour >= 16) & (hours.hour < 21), 150.0, 100.0), index=hours)


def write(path: Path, load: pd.Series, form: str = "%Y-%m-%d %H:%M", separator: str = ",") -> Path:
    rows = [f"{stamp.strftime(form)}{separator}{kw:g}" for stamp, kw in load.items()]
    path.write_text(f"time{separator}kW\n" + "\n".join(rows) + "\n")
    return path


# --- loads -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M %p"])
def test_newest_first_is_billed_in_the_order_of_time(tmp_path: Path, form: str) -> None:
    # 365 days of 5 h x 150 kW x 0.30 and 19 h x 100 kW x 0.10
    expected = 365 * (5 * 150 * 0.30 + 19 * 100 * 0.10)
    assert expected == pytest.approx(151475.00)
    load = power.read_load(write(tmp_path / "load.csv", a_year()[::-1], form))
    assert load.attrs["notices"] == ["lines are newest first: turned round"]
    assert load.attrs["year"] == 2025
    assert power.bill(DAY_AND_EVENING, load).total == pytest.approx(expected)


def test_the_year_of_the_stamps_is_the_year_of_the_bill(tmp_path: Path) -> None:
    weekends = {"libroi_tariff": 1, "name": "weekends", "currency": "USD", "energy": {"all": {
        "schedule": [{"days": ["weekend"], "period": "weekend"}, {"otherwise": True, "period": "other"}],
        "periods": {"weekend": {"price": 1.0}, "other": {"price": 0.0}}}}}  # fmt: skip
    load = power.read_load(write(tmp_path / "load.csv", a_year() * 0 + 1))
    weekend_hours = 24 * sum(day.weekday() >= 5 for day in pd.date_range("2025-01-01", "2025-12-31"))
    assert power.bill(weekends, load).total == pytest.approx(weekend_hours)
    with pytest.raises(roi.DomainError, match=r"year is 2026, but its time stamps are of 2025; pass load\.to_numpy"):
        power.bill(weekends, load, year=2026)
    with pytest.raises(roi.DomainError, match="first_weekday is 0, but its time stamps are of 2025"):
        power.bill(weekends, load, first_weekday=0)
    assert power.bill(weekends, load.to_numpy(), year=2026).energy_kwh == pytest.approx(8760)


def test_the_command_prints_what_was_done(tmp_path: Path) -> None:
    tariff = tmp_path / "tariff.json"
    tariff.write_text(json.dumps(DAY_AND_EVENING))
    load = write(tmp_path / "load.csv", a_year()[::-1])
    run = CliRunner().invoke(app, [str(load), "--tariff", str(tariff)])
    assert run.exit_code == 0, run.output
    assert "151,475.00" in run.output
    assert f"notices\n  {load}: lines are newest first: turned round" in run.output
    run = CliRunner().invoke(app, [str(load), "--tariff", str(tariff), "--json"])
    assert json.loads(run.output)["notices"] == [f"{load}: lines are newest first: turned round"]
    run = CliRunner().invoke(app, [str(load), "--tariff", str(tariff), "--year", "2026"])
    assert run.exit_code == 2
    assert "year is 2026, but its time stamps are of 2025" in run.output


def test_decimal_comma_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "load.csv"
    path.write_text("Zeit;kW\n" + "".join(f"{t:%d.%m.%Y %H:%M};123,75\n" for t in a_year().index), encoding="utf-16")
    load = power.read_load(path)
    assert load.unique().tolist() == [123.75]
    assert load.attrs["notices"] == ["the text is UTF-16"]
    path.write_text("Zeit,kW\n" + "".join(f"{t:%d.%m.%Y %H:%M},123,75\n" for t in a_year().index))
    with pytest.raises(roi.InputError, match="has 3 fields, but must have 2 like the header"):
        power.read_load(path)


# --- weather ---------------------------------------------------------------------------------------------------------


def test_weather_says_what_it_filled(tmp_path: Path) -> None:
    table = power.read_weather(WEATHER)
    assert table.attrs["filled"] == {}
    assert table.attrs["notices"] == ["no wind speed", "pressure is 99619 Pa all year"]
    assert table["wind_m_s"].isna().all()
    lines = WEATHER.read_text().splitlines()
    for i in range(100, 103):
        fields = lines[i].split(",")
        fields[6] = "99.9"
        lines[i] = ",".join(fields)
    gaps = tmp_path / "gaps.epw"
    gaps.write_text("\n".join(lines) + "\n")
    assert power.read_weather(gaps).attrs["filled"] == {"dry_bulb_c": 3}


def test_a_model_keeps_what_its_files_said() -> None:
    center = roi.load(ROOT / "models/centers/harbin_itemised_power.json")
    assert [notice.split(": ", 1)[1] for notice in center.notices] == ["no wind speed", "pressure is 99619 Pa all year"]
    assert center.notices[0].split(": ")[0].endswith("harbin_synthetic.epw")
    assert roi.load(MODEL).notices == []


# --- limits ----------------------------------------------------------------------------------------------------------

#: What is said of a file, then the peak of the program's own memory: that of a child begins with its parent's.
READ = """import pathlib, sys, libroi
try:
    libroi.load(sys.argv[1])
except libroi.Error as error:
    print(error)
status = pathlib.Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""


def unknown_keys(path: Path) -> None:
    path.write_text("{" + ",".join(f'"key{i:07d}":1' for i in range(3_900_000)) + "}")


def scenarios(path: Path) -> None:
    path.write_text(
        "{" + f'"extends":"{MODEL}","scenarios":' + "{" + ",".join(f'"s{i}":{{}}' for i in range(900_000)) + "}}"
    )


def a_few_more_scenarios(path: Path) -> None:
    path.write_text(
        "{" + f'"extends":"{MODEL}","scenarios":' + "{" + ",".join(f'"s{i}":{{}}' for i in range(1_001)) + "}}"
    )


def brackets(path: Path) -> None:
    path.write_text("[" * 100_000)


def numbers(path: Path) -> None:
    path.write_text('{"months":[' + ",".join(["1.5"] * 5_000_000) + "]}")


def one_text(path: Path) -> None:
    path.write_text('{"name":"' + "x" * 60_000_000 + '"}')


def too_large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(70_000_000)


def chain(path: Path) -> None:
    for i in range(100):
        following = json.dumps(str(path.with_name(f"{i + 1}.json")))
        target = path if i == 0 else path.with_name(f"{i}.json")
        target.write_text(f'{{"extends":{following},"x":[{",".join(["1"] * 10_000)}]}}')


def wrong_everywhere(path: Path) -> None:
    path.write_text("{" + f'"extends":"{MODEL}",' + ",".join(f'"key{i:07d}":1' for i in range(400_000)) + "}")


@pytest.mark.parametrize(
    ("make", "limit"),
    [
        (unknown_keys, "a model's files must hold at most 500000 values"),
        (scenarios, "a model's files must hold at most 500000 values"),
        (a_few_more_scenarios, "scenarios, but must have at most 1000"),
        (brackets, "nesting is deeper than 64 levels"),
        (numbers, "a model's files must hold at most 500000 values"),
        (one_text, "has 60000000 bytes, but must have at most 1000000"),
        (too_large, "has 70000000 bytes, but must have at most 67108864"),
        (chain, "a model's files must hold at most 500000 values"),
        (wrong_everywhere, "reading stops at 1000 problems"),
    ],
)
def test_what_is_too_much_is_refused_at_once(tmp_path: Path, make: Callable[[Path], None], limit: str) -> None:
    path = tmp_path / "model.json"
    make(path)
    program = subprocess.Popen([sys.executable, "-c", READ, str(path)], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    said = program.stdout.read()
    _, status, used = os.wait4(program.pid, 0)
    program.returncode = status
    idle = subprocess.Popen([sys.executable, "-c", "import libroi"])
    _, _, base = os.wait4(idle.pid, 0)
    idle.returncode = 0
    assert limit in said
    assert used.ru_utime + used.ru_stime - base.ru_utime - base.ru_stime < 2.0
    assert int(said.splitlines()[-1]) < 500_000  # kB


def test_only_files_are_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    readers = [roi.load, power.read_load, power.read_weather, power.read_tariff, roi._libroi.power.read_facility]
    for read in readers:
        with pytest.raises(roi.FileError, match="is a pipe, but must be a file"):
            read(str(pipe))
        with pytest.raises(roi.FileError, match="is a directory, but must be a file"):
            read(str(tmp_path))
        with pytest.raises(roi.FileError, match="is a device, but must be a file"):
            read("/dev/zero")
        with pytest.raises(roi.FileError, match="cannot be read: No such file or directory"):
            read(str(tmp_path / "none"))


def test_reading_can_be_interrupted(tmp_path: Path) -> None:
    """A thousand scenarios of a large model take many seconds; Ctrl-C ends them within one."""
    path = tmp_path / "model.json"
    model = json.loads(roi.load(MODEL).to_json())
    fleet = next(iter(model["fleets"].values()))
    model["fleets"].update({f"more-{i}": fleet for i in range(400)})
    model["scenarios"] = {f"s{i}": {"name": f"S{i}"} for i in range(1000)}
    path.write_text(json.dumps(model))
    program = subprocess.Popen(
        [sys.executable, "-c", "import libroi, sys\nprint('ready', flush=True)\nlibroi.load(sys.argv[1])", str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    program.stdout.readline()
    time.sleep(1.0)
    assert program.poll() is None, "reading must take longer than the test waits"
    begin = time.monotonic()
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=30)
    assert time.monotonic() - begin < 1.0
    assert "KeyboardInterrupt" in said
