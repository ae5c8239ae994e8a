"""Results as files: statements.csv, results.json, report.html, model.xlsx. Same result, same bytes."""

from __future__ import annotations

from .report.files import json_text, results, results_json, statements_csv, workbook, write

__all__ = ["json_text", "results", "results_json", "statements_csv", "workbook", "write"]
