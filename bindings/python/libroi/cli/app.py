"""The command `roi`.

Exit codes: 0 done; 2 the input is wrong; 3 a hard check fails. Errors go to stderr, one a line, with file, line and
column where they have one; `--json` prints JSON with sorted keys, the same bytes for the same input.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from .. import _libroi
from ..errors import Error, InputError
from ..model import reading
from ..report import files
from ..result import texts
from ..result.result import Result
from . import bill_command, devices_command, solve_command, terminal, why_command
from .exit_codes import INPUT_ERROR

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Techno-economics of data centers. Exit codes: 0 done, 2 wrong input, 3 a check fails, or no value exists.",
)

File = Annotated[Path, typer.Argument(help="model file (JSON, comments allowed)", show_default=False)]
Scenario = Annotated[str, typer.Option("--scenario", "-s", help="apply this scenario of the file")]
AsJson = Annotated[bool, typer.Option("--json", help="print JSON with sorted keys")]


@app.command()
def check(file: File, scenario: Scenario = "", as_json: AsJson = False) -> None:
    """Read a model file and say what is wrong with it, whether its numbers add up, and what may not be meant."""
    try:
        loaded = reading.load(file, scenario)
        result = loaded.evaluate()
    except Error as error:
        if not as_json:
            terminal.fail(str(error))
        problems = [vars(p) for p in error.problems] if isinstance(error, InputError) else []
        _print_json({"file": str(file), "valid": False, "message": str(error), "problems": problems})
        raise typer.Exit(INPUT_ERROR) from None
    if as_json:
        _print_json(
            {
                "file": str(file),
                "valid": True,
                "inputs": loaded.hash,
                "scenario": loaded.chosen_scenario,
                "scenarios": loaded.scenarios,
                "parameters": len(loaded.parameters),
                "checks": (data := files.results(result))["checks"],
                "warnings": data["warnings"],
                "verdict": data["verdict"],
                "passed": result.passed,
            }
        )
    else:
        state = "all checks hold" if result.passed else "checks fail"
        typer.echo(f"{file}: valid; {len(loaded.parameters)} numbers; scenarios: {_names(loaded.scenarios)}; {state}")
        _warnings(result)
        typer.echo(f"verdict: {result.verdict}")
    terminal.stop_where_checks_fail(result, quiet=as_json)


@app.command()
def run(
    file: File,
    scenario: Scenario = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="write report.html, statements.csv, results.json and model.xlsx there"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate a model: a summary on the terminal and, with -o, report, statements, results and workbook."""
    with terminal.errors():
        result = reading.load(file, scenario).evaluate()
        with terminal.one_voice():
            written = files.write(result, output) if output is not None else []
    if as_json:
        terminal.write_json(files.results_json(result))
    else:
        _summary(result)
        for path in written:
            typer.echo(f"wrote {path}")
    terminal.stop_where_checks_fail(result, quiet=as_json)


@app.command()
def schema() -> None:
    """Print the JSON Schema (2020-12) of model files."""
    _print_json(reading.schema())


@app.command()
def fields(as_json: AsJson = False) -> None:
    """Print every input: path, kind, unit, range, default, meaning."""
    rows = _libroi.fields()
    if as_json:
        names = ("path", "kind", "unit", "range", "required", "fallback", "meaning")
        _print_json([{name: getattr(row, name) for name in names} for row in rows])
        return
    for row in rows:
        default = "required" if row.required else (f"default {row.fallback}" if row.fallback else "optional")
        details = ", ".join(
            text for text in (row.kind, row.unit if row.unit != "1" else "", row.range, default) if text
        )
        typer.echo(f"{row.path}: {row.meaning} ({details})")


@app.command(name="export")
def export_workbook(
    file: File,
    output: Annotated[Path, typer.Option("--output", "-o", help="workbook to write")],
    scenario: Scenario = "",
) -> None:
    """Write the model as a workbook with live formulas."""
    with terminal.errors(), terminal.one_voice():
        files.workbook(reading.load(file, scenario).evaluate(), output)
    typer.echo(f"wrote {output}")


@app.command()
def explain(
    file: File,
    line: Annotated[
        str, typer.Argument(help="path or label of a line or metric: debt/principal, Minimum DSCR", show_default=False)
    ],
    month: Annotated[
        str | None, typer.Option("--month", "-m", help='2027-03, 2027 or "index 14"; default the last month')
    ] = None,
    depth: Annotated[int, typer.Option("--depth", "-d", min=0, max=12, help="levels to open")] = 2,
    scenario: Scenario = "",
    as_json: AsJson = False,
) -> None:
    """Say why a number is what it is: formula, value, drivers and sources."""
    with terminal.errors():
        text = reading.load(file, scenario).evaluate().explain(line, month, depth)
    if as_json:
        _print_json({"line": line, "month": month, "explanation": text.splitlines()})
    else:
        typer.echo(text.rstrip("\n"))


app.command()(bill_command.bill)
app.command(name="devices")(devices_command.show_devices)
app.command(name="solve")(solve_command.solve_for)
app.command(name="why")(why_command.explain_idle_hours)


def main() -> None:
    """Entry point of the command."""
    terminal.run(app)


def _print_json(data: Any) -> None:
    terminal.write_json(files.json_text(data))


def _names(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _warnings(result: Result) -> None:
    """Open warnings, one a line with its advice; then how many the model accepts."""
    for warning_id, row in result.warnings[result.warnings["accepted"] == ""].iterrows():
        typer.echo(
            f"{row['severity']}: {warning_id}: {row['path']} is {row['value']}: {row['reason']}; {row['advice']}"
        )
    accepted = result.warnings[result.warnings["accepted"] != ""]
    for warning_id, row in accepted.iterrows():
        typer.echo(f"accepted: {warning_id}: {row['path']}: {row['accepted']}")


def _summary(result: Result) -> None:
    """Metrics and checks on the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    loaded = result.center
    console = Console(highlight=False, soft_wrap=False)
    console.print(Text(loaded.name, style="bold"))
    scenario = f", scenario {loaded.chosen_scenario}" if loaded.chosen_scenario else ""
    place = ", ".join(part for part in (loaded.owner, loaded.location) if part)
    console.print(
        Text("; ".join(part for part in (place, f"{loaded.months} months from {loaded.start}{scenario}") if part))
    )
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False)
    table.add_column("metric")
    table.add_column("value", justify="right")
    for path, row in result.metrics.iterrows():
        value = texts.metric_text(result, str(path))
        table.add_row(Text(str(row["label"])), Text(f"{value}: {row['reason']}" if row["reason"] else value))
    console.print(table)
    for check_id, row in result.checks.iterrows():
        style = "green" if row["passed"] else "bold red"
        console.print(Text(f"{check_id} {'holds' if row['passed'] else 'FAILS'}  {row['name']}", style=style))
    _warnings(result)
    verdict = result.verdict
    style = {"met": "bold green", "no hurdle stated": "bold"}.get(verdict.outcome, "bold red")
    console.print(Text(f"verdict: {verdict.words}", style=style))
    console.print(Text(f"run {result.run_id}, libroi {_libroi.__version__}"))
