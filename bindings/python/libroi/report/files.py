"""Results as files: statements.csv, results.json, report.html, model.xlsx. Same result, same bytes."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import pathlib
import re
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from .. import _libroi, frames
from ..errors import FileError
from ..result.idle_in_words import idle_sentences, unmet_sentences
from ..result.queue_error import queue_errors
from ..result.result import Result
from . import page, why_idle
from .whole_files import Producer, folder_for, write_whole

__all__ = ["json_text", "results", "results_json", "statements_csv", "workbook", "write"]


def statements_csv(result: Result) -> str:
    """The monthly statements, one row per line: statement, line, unit, then one column per month."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["statement", "line", "path", "unit", *(str(month) for month in result.index)])
    for name, frame in result.statements:
        for label in frame.columns:
            head = [name, label, frame.attrs["paths"][label], frame.attrs["units"][label]]
            writer.writerow([*head, *(repr(float(value)) for value in frame[label])])
    return out.getvalue()


def results(result: Result) -> dict[str, Any]:
    """Metrics, checks, warnings, verdict, diagnoses, yearly statements as plain data; None where a value is missing."""
    center = result.center
    yearly = result.statements.annual()
    return {
        "center": {
            "name": center.name,
            "owner": center.owner,
            "location": center.location,
            "currency": center.currency,
            "start": str(center.start),
            "months": center.months,
            "scenario": center.chosen_scenario,
        },
        "run": {"id": result.run_id, "inputs": center.hash, "version": _libroi.__version__},
        "passed": result.passed,
        "metrics": {
            str(path): {
                "value": _plain(row["value"]),
                "unit": row["unit"],
                "label": row["label"],
                "definition": row["definition"],
                **({"reason": row["reason"]} if row["reason"] else {}),
            }
            for path, row in result.metrics.iterrows()
        },
        "checks": [
            {
                "id": check_id,
                "name": row["name"],
                "residual": _plain(row["residual"]),
                "tolerance": _plain(row["tolerance"]),
                "month": row["month"],
                "passed": bool(row["passed"]),
            }
            for check_id, row in result.checks.iterrows()
        ],
        "warnings": [
            {"id": warning_id, **{str(name): text for name, text in row.items()}}
            for warning_id, row in result.warnings.iterrows()
        ],
        "verdict": {
            "outcome": result.verdict.outcome,
            "words": result.verdict.words,
            "requirements": [
                {"path": path, **{str(name): bool(x) if name == "met" else x for name, x in row.items()}}
                for path, row in result.verdict.requirements.iterrows()
            ],
        },
        "irr": {
            str(path): {
                "value": _plain(row["value"]),
                "status": row["status"],
                "roots": [_plain(root) for root in row["roots"]],
                "words": row["words"],
            }
            for path, row in result.irr.iterrows()
        },
        **({"mismatch": _mismatch(result)} if why_idle.tells(result) else {}),
        "aggregation": frames.AGGREGATION,
        "years": [str(year) for year in yearly.income.index],
        "statements": {
            name: {str(label): [_plain(value) for value in frame[label]] for label in frame.columns}
            for name, frame in yearly
        },
    }


def _mismatch(result: Result) -> dict[str, Any]:
    found = result.mismatch
    return {
        **found.to_dict(),
        "by_year": {str(year): found.to_dict(year) for year in found.years},
        "queue_error": queue_errors(result),
        "sentences": idle_sentences(result) + unmet_sentences(result),
    }


def results_json(result: Result) -> str:
    """`results` as JSON text with sorted keys."""
    return json_text(results(result))


def json_text(data: Any) -> str:
    """JSON as the command line writes it: sorted keys, two spaces, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def workbook(result: Result, path: str | os.PathLike[str]) -> None:
    """Writes the model as a workbook with live formulas: whole, or not at all and with a FileError."""
    write_whole({pathlib.Path(path): lambda part: _write_workbook(result, part)})


def write(result: Result, directory: str | os.PathLike[str]) -> list[pathlib.Path]:
    """Writes report.html, statements.csv, results.json and model.xlsx; returns their paths.

    All four or none: where the folder cannot be made or the disk is full, FileError says so and nothing is changed.
    """
    folder = pathlib.Path(directory)
    files: dict[pathlib.Path, Producer] = {
        folder / "report.html": _text(page.html, result),
        folder / "statements.csv": _text(statements_csv, result),
        folder / "results.json": _text(results_json, result),
        folder / "model.xlsx": lambda part: _write_workbook(result, part),
    }
    with folder_for(folder):
        write_whole(files)
    return list(files)


def _text(form: Callable[[Result], str], result: Result) -> Producer:
    def produce(part: pathlib.Path) -> None:
        part.write_bytes(form(result).encode())

    return produce


def _write_workbook(result: Result, part: pathlib.Path) -> None:
    _libroi.write_workbook(result.center._core, os.fspath(part), result.run_id, result._core)
    _demand_whole_sheets(part)


def _demand_whole_sheets(part: pathlib.Path) -> None:
    """Sheets pass through the folder for temporary files; where that is full they are cut, and nothing is said."""
    try:
        with zipfile.ZipFile(part) as archive:
            cut = [name for name in archive.namelist() if not _ends_its_root(archive.read(name))]
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        cut = [str(error)]
    if cut:
        raise FileError(f"{part}: cannot be written whole ({cut[0]}); is there room in {tempfile.gettempdir()}?")


def _ends_its_root(xml: bytes) -> bool:
    start = re.search(rb"<([A-Za-z][\w:.-]*)", xml)
    if start is None:
        return False
    end = xml.rstrip()
    return end.endswith(b"</" + start.group(1) + b">") or (
        end.endswith(b"/>") and end.count(b"<") == end.count(b"<?") + 1
    )


def _plain(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
