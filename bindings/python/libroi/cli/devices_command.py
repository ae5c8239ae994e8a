"""`roi devices`: the library's catalogue of devices, or one device with every figure, its source and confidence."""

from __future__ import annotations

import math
from typing import Annotated, Any

import pandas as pd
import typer

from ..model.devices import devices
from ..report import files
from . import terminal

__all__ = ["show_devices"]

HEADINGS = {"sparsity": "sparse", "idle_w": "idle W", "busy_w": "busy W", "memory_gb": "GB"}


def show_devices(
    name: Annotated[str | None, typer.Argument(help="device to show in full", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON with sorted keys")] = False,
) -> None:
    """Print the catalogue of devices, or one device with every figure, its source and confidence."""
    with terminal.errors():
        every = devices()
        figures = None if name is None else devices(name)
    if as_json:
        terminal.write_json(files.json_text(_records(every) if figures is None else _sheet(every, name, figures)))
    else:
        typer.echo(_table(every) if figures is None else _text(every, name, figures))


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """One object a row; null stands for what no source gives."""
    return [{str(key): _value(x) for key, x in row.items()} for row in table.reset_index().to_dict("records")]


def _sheet(every: pd.DataFrame, name: str | None, figures: pd.DataFrame) -> dict[str, Any]:
    of = every.loc[str(name)]
    return {"device": name, "name": of["name"], "kind": of["kind"], "figures": _records(figures)}


def _table(every: pd.DataFrame) -> str:
    numbers = [str(column) for column in every.columns if column not in ("name", "kind")]
    rows = [["device", "kind", *(HEADINGS.get(column, column) for column in numbers)]]
    rows += [[str(key), row["kind"], *(_number(row[column]) for column in numbers)] for key, row in every.iterrows()]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(
            text.ljust(width) if i < 2 else text.rjust(width)
            for i, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([*lines, "dense peaks of one device in TFLOPS (INT8 in TOPS); - where no source gives a figure"])


def _text(every: pd.DataFrame, name: str | None, figures: pd.DataFrame) -> str:
    of = every.loc[str(name)]
    lines = [f"{of['name']} ({name}, {of['kind']})"]
    for figure, row in figures.iterrows():
        unit = "" if row["unit"] == "1" else f" {row['unit']}"
        spread = "" if math.isnan(row["low"]) else f" ({_number(row['low'])} to {_number(row['high'])})"
        known = f"{row['confidence']} confidence, {row['status']}, {row['as_of']}"
        lines += [f"{figure} = {_number(row['value'])}{unit}{spread}: {known}", f"    {row['source']}"]
        if row["note"]:
            lines.append(f"    {row['note']}")
    return "\n".join(lines)


def _number(x: float) -> str:
    return "-" if math.isnan(x) else f"{x:.10g}"


def _value(x: Any) -> Any:
    return None if isinstance(x, float) and math.isnan(x) else x
