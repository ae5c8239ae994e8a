"""The command: output, exit codes, errors word for word, the same bytes for the same input."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
from typing import NamedTuple

import pandas as pd
import pytest
from libroi.result import texts
from typer.testing import CliRunner

import libroi as roi
from libroi import cli


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


def run(*arguments: str | pathlib.Path, cwd: pathlib.Path) -> Done:
    """The command in this process, with what it prints."""
    before = os.getcwd()
    os.chdir(cwd)
    try:
        done = CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"}).invoke(cli.app, [str(a) for a in arguments])
    finally:
        os.chdir(before)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Done(done.exit_code, done.stdout, done.stderr)


@pytest.fixture
def broken(tmp_path: pathlib.Path, center: roi.Center) -> pathlib.Path:
    text = center.to_json().replace('"availability"', '"availabilty"').replace('"tenor": 48', '"tenor": "long"')
    (tmp_path / "broken.json").write_text(text, encoding="utf-8")
    return tmp_path / "broken.json"


def test_the_command_is_installed(root: pathlib.Path) -> None:
    program = pathlib.Path(sys.executable).with_name("roi")
    done = subprocess.run([program, "--help"], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0
    for command in ("check", "run", "schema", "fields", "export", "explain"):
        assert command in done.stdout


def test_check_of_a_valid_file(root: pathlib.Path) -> None:
    done = run("check", "examples/small_center.json", cwd=root)
    numbers = len(roi.load(root / "examples/small_center.json").parameters)
    assert (done.returncode, done.stderr) == (0, "")
    first, *warnings, verdict = done.stdout.splitlines()
    assert first == (
        f"examples/small_center.json: valid; {numbers} numbers; scenarios: no-anchor, cheap-power; all checks hold"
    )
    assert len(warnings) == 5 and all(line.startswith("note: default-matters: ") for line in warnings)
    assert verdict == "verdict: no hurdle stated"


def test_check_reports_every_problem_word_for_word(broken: pathlib.Path) -> None:
    with pytest.raises(roi.InputError) as error:
        roi.from_text(broken.read_text(encoding="utf-8"), "broken.json")
    done = run("check", "broken.json", cwd=broken.parent)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"{error.value}\n"
    lines = done.stderr.splitlines()
    assert len(lines) == 2
    assert lines[0].endswith(": /fleets/ascend/availabilty is not an input; nearest is availability")
    assert lines[0].startswith("broken.json:") and lines[0].split(":")[1].isdigit() and lines[0].split(":")[2].isdigit()


def test_check_as_json(broken: pathlib.Path, root: pathlib.Path) -> None:
    done = run("check", "broken.json", "--json", cwd=broken.parent)
    report = json.loads(done.stdout)
    assert (done.returncode, done.stderr, report["valid"]) == (2, "", False)
    assert [p["pointer"] for p in report["problems"]] == ["/fleets/ascend/availabilty", "/financing/loans/bank/tenor"]
    assert set(report["problems"][0]) == {"file", "line", "column", "pointer", "message"}
    good = json.loads(run("check", "examples/small_center.json", "--json", cwd=root).stdout)
    assert (good["valid"], good["passed"], good["scenarios"]) == (True, True, ["no-anchor", "cheap-power"])


@pytest.mark.parametrize("command", ["check", "run", "explain", "export"])
def test_errors_go_to_stderr_with_code_2(command: str, tmp_path: pathlib.Path) -> None:
    more = {"explain": ["revenue/total"], "export": ["-o", "x.xlsx"]}.get(command, [])
    done = run(command, "nowhere.json", *more, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "nowhere.json: cannot be read: No such file or directory\n"


def test_unknown_scenario(root: pathlib.Path) -> None:
    done = run("run", "examples/small_center.json", "--scenario", "no-ancor", cwd=root)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == 'examples/small_center.json:1:1: /scenarios has no scenario "no-ancor"; nearest is no-anchor\n'
    )


def test_run_prints_metrics_checks_and_run_id(root: pathlib.Path, result: roi.Result) -> None:
    done = run("run", "examples/small_center.json", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Small example center\nExample Compute Ltd, Harbin; 72 months from 2026-01\n")
    for label in result.metrics["label"]:
        assert label in done.stdout
    assert texts.metric_text(result, "irr/project") in done.stdout
    assert "H1 holds  balance sheet balances" in done.stdout
    assert done.stdout.endswith(f"run {result.run_id}, libroi {roi.__version__}\n")


def test_run_writes_four_files_the_same_twice(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    first = run("run", "examples/small_center.json", "-o", tmp_path / "a", cwd=root)
    second = run("run", "examples/small_center.json", "-o", tmp_path / "b", cwd=root)
    assert (first.returncode, second.returncode) == (0, 0)
    names = ["model.xlsx", "report.html", "results.json", "statements.csv"]
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == names
    for name in names:
        assert f"wrote {tmp_path / 'a' / name}" in first.stdout
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes(), name


def test_run_as_json(root: pathlib.Path, tmp_path: pathlib.Path, result: roi.Result) -> None:
    done = run("run", "examples/small_center.json", "--json", "-o", tmp_path, cwd=root)
    data = json.loads(done.stdout)
    assert done.stdout == (tmp_path / "results.json").read_text(encoding="utf-8")
    assert done.stdout == json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert data["metrics"]["npv/project"]["value"] == result.metric("npv/project")
    assert data["run"] == {"id": result.run_id, "inputs": result.center.hash, "version": roi.__version__}
    assert data["passed"] is True and {c["id"] for c in data["checks"]} >= {"H1", "H2", "H3"}
    revenue = data["statements"]["income"]["Revenue"]
    assert revenue == result.statements.annual().income["Revenue"].tolist()


def test_statements_csv(root: pathlib.Path, tmp_path: pathlib.Path, result: roi.Result) -> None:
    run("run", "examples/small_center.json", "-o", tmp_path, cwd=root)
    table = pd.read_csv(tmp_path / "statements.csv")
    assert list(table.columns[:5]) == ["statement", "line", "path", "unit", "2026-01"]
    for name, frame in result.statements:
        rows = table[table["statement"] == name].set_index("line")
        assert list(rows.index) == list(frame.columns)
        assert (rows.iloc[:, 3:].to_numpy(dtype=float) == frame.to_numpy().T).all()


def test_scenario_changes_the_result(root: pathlib.Path) -> None:
    base = json.loads(run("run", "examples/small_center.json", "--json", cwd=root).stdout)
    other = json.loads(run("run", "examples/small_center.json", "-s", "no-anchor", "--json", cwd=root).stdout)
    assert (base["center"]["scenario"], other["center"]["scenario"]) == ("", "no-anchor")
    assert other["metrics"]["npv/project"]["value"] < base["metrics"]["npv/project"]["value"]


def test_failed_check_ends_with_3(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    spoil = (
        "from libroi import Result, cli; real = Result.checks.func\n"
        "def wrong(self):\n  out = real(self).copy()\n"
        "  out.loc['H3', ['residual', 'passed']] = [1.0, False]\n  return out\n"
        "Result.checks = property(wrong); cli.main()"
    )
    command = [sys.executable, "-c", spoil, "run", "examples/small_center.json"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 3
    assert done.stderr.startswith("H3 fails: annual statements agree with the months: residual 1")
    assert "H3 FAILS  annual statements agree with the months" in done.stdout


def test_schema_and_fields(root: pathlib.Path) -> None:
    schema = run("schema", cwd=root)
    assert json.loads(schema.stdout) == roi.schema()
    fields = run("fields", cwd=root).stdout
    assert "fleets.*.cards: cards installed (number, card, in [1, 1e+07] card, optional)\n" in fields
    assert (
        "fleets.*.availability: hours that can be sold / hours installed (number, in [0, 1], default 0.98)\n" in fields
    )
    rows = json.loads(run("fields", "--json", cwd=root).stdout)
    assert [row["path"] for row in rows] == list(roi.fields().index)


def test_explain(root: pathlib.Path) -> None:
    arguments = ["explain", "examples/small_center.json", "revenue/contract/anchor", "--month", "2027-03"]
    done = run(*arguments, cwd=root)
    assert done.returncode == 0 and done.stdout.startswith("revenue/contract/anchor[14] (2027-03) = ")
    data = json.loads(run(*arguments, "--json", cwd=root).stdout)
    assert data["explanation"] == done.stdout.splitlines()
    wrong = run("explain", "examples/small_center.json", "revenue/contract/ancor", cwd=root)
    assert (wrong.returncode, wrong.stderr) == (
        2, "'revenue/contract/ancor' is not a line; nearest is revenue/contract/anchor\n",
    )  # fmt: skip


def test_export(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    done = run("export", "examples/small_center.json", "-o", tmp_path / "m.xlsx", cwd=root)
    assert (done.returncode, done.stdout) == (0, f"wrote {tmp_path / 'm.xlsx'}\n")
    run("run", "examples/small_center.json", "-o", tmp_path, cwd=root)
    assert (tmp_path / "m.xlsx").read_bytes() == (tmp_path / "model.xlsx").read_bytes()
    missing = run("export", "examples/small_center.json", "-o", tmp_path / "no" / "m.xlsx", cwd=root)
    assert missing.returncode == 2 and "m.xlsx" in missing.stderr and missing.stderr.count("\n") == 1
