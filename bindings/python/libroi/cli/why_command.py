"""`roi why`: why hours of a center stand idle, what demand goes unmet, and what would change it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any, cast

import pandas as pd
import typer

from ..errors import DomainError
from ..market.mismatch import Mismatch
from ..model.reading import load
from ..plot.scale import money_scale
from ..report import files
from ..result.idle_in_words import hours, idle_sentences, percent, unmet_sentences
from ..result.queue_error import queue_errors
from ..result.result import Result
from . import terminal

__all__ = ["explain_idle_hours"]

_SMALLEST = 5e-4  # of the whole: a row that is printed
_MINUS = "\N{MINUS SIGN}"


def explain_idle_hours(
    file: Annotated[Path, typer.Argument(help="model file (JSON, comments allowed)", show_default=False)],
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="apply this scenario of the file")] = "",
    fleet: Annotated[str | None, typer.Option("--fleet", "-f", help="this fleet alone", show_default=False)] = None,
    year: Annotated[
        int | None, typer.Option("--year", "-y", help="this calendar year; default the life", show_default=False)
    ] = None,
    remedies: Annotated[bool, typer.Option("--remedies/--no-remedies", help="value what would change it")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON with sorted keys")] = False,
) -> None:
    """Say why hours stand idle, what demand goes unmet, and what each remedy would be worth."""
    with terminal.errors():
        center = load(file, scenario)
        if not len(center["fleets"]):
            raise DomainError(f"{file}: the center has no fleets, so no hours can stand idle")
        if not len(center["markets"]) and not len(center["contracts"]):
            raise DomainError(f"{file}: the center has no markets and no contracts, so nobody could use its hours")
        result = center.evaluate()
        found = result.mismatch
        if fleet is not None:
            found.demand_fleet(fleet)
        if year is not None:
            found.demand_year(year)
        table = center.remedies() if remedies else None
    if as_json:
        terminal.write_json(files.json_text(_as_dict(result, table, fleet, year)))
    else:
        typer.echo(terminal.printable("\n".join(_as_text(result, table, fleet, year))))
    terminal.stop_where_checks_fail(result, quiet=as_json)


def _as_dict(result: Result, table: pd.DataFrame | None, fleet: str | None, year: int | None) -> dict[str, Any]:
    data = result.mismatch.to_dict(year)
    if fleet is not None:
        data["idle"] = {fleet: data["idle"][fleet]}
    return {
        **data,
        "center": result.center.name,
        "scenario": result.center.chosen_scenario,
        "fleet": fleet,
        "year": year,
        "run": result.run_id,
        "passed": result.passed,
        "sentences": idle_sentences(result, year, fleet) + unmet_sentences(result, year),
        "queue_error": queue_errors(result),
        **({"remedies": _remedies_as_dict(table)} if table is not None else {}),
    }


def _remedies_as_dict(table: pd.DataFrame) -> dict[str, Any]:
    rows = {
        str(name): {str(key): _plain(value) for key, value in row.items()}
        for name, row in table.to_dict("index").items()
    }
    return {"of": rows, **{str(key): _plain(value) for key, value in table.attrs.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(entry) for key, entry in value.items()}
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _as_text(result: Result, table: pd.DataFrame | None, fleet: str | None, year: int | None) -> list[str]:
    found = result.mismatch
    chosen = found.fleets if fleet is None else [fleet]
    when = "life" if year is None else str(year)
    lines = [*idle_sentences(result, year, fleet), "", f"Idle hours by cause, {when}"]
    lines += _columns(_idle_rows(found, chosen, year), "lLrrr")
    lines += ["", f"Demand by what became of it, {when}"]
    lines += _columns(_unmet_rows(found, year), "lLrr") if found.markets else unmet_sentences(result, year)
    for name, error in queue_errors(result).items():
        lines.append(f"{name}: the closed form of the queue is within {percent(error)} of the exact share lost")
    if table is not None:
        lines += ["", "What would change it, over the life (each alone, against the center as it is)"]
        lines += _columns(_remedy_rows(table), "lrrrl")
        lines += [f"  {name}: does not apply: {why}" for name, why in table.attrs["not applicable"].items()]
    return lines


def _idle_rows(found: Mismatch, fleets: list[str], year: int | None) -> list[list[str]]:
    idle: Any = found.idle if year is None else found.idle_by_year.loc[year]
    rows = [["fleet", "cause", "hours", "of delivered", "worth"]]
    for fleet in fleets:
        for cause, row in idle.loc[fleet].iterrows():
            if row["share of delivered"] >= _SMALLEST:
                worth = "paid for" if math.isnan(row["money"]) else _money(row["money"], found.attrs["money"])
                share = percent(row["share of delivered"])
                rows.append([fleet, found.attrs["causes"][cause], hours(row["hours"], row["unit"]), share, worth])
    return rows


def _unmet_rows(found: Mismatch, year: int | None) -> list[list[str]]:
    unmet: Any = found.unmet if year is None else found.unmet_by_year.loc[year]
    rows = [["market", "what became of it", "hours", "of potential"]]
    for at, row in unmet.iterrows():
        market, reason = cast("tuple[str, str]", at)
        if row["share of potential"] >= _SMALLEST:
            share = percent(row["share of potential"])
            rows.append([market, found.attrs["reasons"][reason], hours(row["hours"], row["unit"]), share])
    return rows


def _remedy_rows(table: pd.DataFrame) -> list[list[str]]:
    rows = [["remedy", "NPV", "utilization", "idle hours", ""]]
    for name, row in table.iterrows():
        points = 100.0 * row["utilization change"]
        rows.append([
            str(name),
            _money(row["npv change"], table.attrs["money"], signed=True),
            "n/a" if math.isnan(points) else f"{points:+.1f} points".replace("-", _MINUS),
            _signed_hours(row["idle hours change"], table.attrs["hours"]),
            f"{'(ideal) ' if row['bound'] else ''}{row['what']}",
        ])  # fmt: skip
    return rows


def _money(amount: float, currency: str, signed: bool = False) -> str:
    divisor, word = money_scale(abs(amount))
    return f"{amount / divisor:{'+' if signed else ''},.1f} {word}{currency}".replace("-", _MINUS)


def _signed_hours(amount: float, unit: str) -> str:
    if abs(amount) < 0.5:
        return "0"
    return f"{_MINUS if amount < 0.0 else '+'}{hours(abs(amount), unit)}"


def _columns(rows: list[list[str]], sides: str) -> list[str]:
    """Aligned columns: l left, r right; L left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  " + "  ".join(
            cell.rjust(width) if side == "r" else cell.ljust(width)
            for cell, width, side in zip(row, widths, sides, strict=True)
        ).rstrip()
        for row in rows
    ]  # fmt: skip
