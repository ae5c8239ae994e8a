"""Results as files: statements.csv, results.json, report.html, model.xlsx. Same result, same bytes."""

from __future__ import annotations

import csv
import io
import json
import math
import os
import pathlib
from typing import Any

from .. import _libroi, frames
from ..result.result import Result
from . import page

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
    """Metrics, checks, warnings, verdict, diagnoses and yearly statements as plain data; None where a value does not exist."""
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
        "aggregation": frames.AGGREGATION,
        "years": [str(year) for year in yearly.income.index],
        "statements": {
            name: {str(label): [_plain(value) for value in frame[label]] for label in frame.columns}
            for name, frame in yearly
        },
    }


def results_json(result: Result) -> str:
    """`results` as JSON text with sorted keys."""
    return json_text(results(result))


def json_text(data: Any) -> str:
    """JSON as the command line writes it: sorted keys, two spaces, a newline at the end."""
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def workbook(result: Result, path: str | os.PathLike[str]) -> None:
    """Writes the model as a workbook with live formulas."""
    _libroi.write_workbook(result.center._core, os.fspath(path), result.run_id, result._core)


def write(result: Result, directory: str | os.PathLike[str]) -> list[pathlib.Path]:
    """Writes report.html, statements.csv, results.json and model.xlsx; returns their paths."""
    folder = pathlib.Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    texts = {
        "report.html": page.html(result),
        "statements.csv": statements_csv(result),
        "results.json": results_json(result),
    }
    for name, text in texts.items():
        (folder / name).write_bytes(text.encode())
    workbook(result, folder / "model.xlsx")
    return [folder / name for name in (*texts, "model.xlsx")]


def _plain(value: Any) -> float | None:
    number = float(value)
    return number if math.isfinite(number) else None
