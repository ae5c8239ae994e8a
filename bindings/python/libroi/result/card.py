"""A result in a few lines of HTML: what a notebook shows, and the report begins with."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .. import _libroi
from .idle_in_words import idle_sentences
from .metric_formats import headline_paths
from .templating import templates_of
from .texts import metric_text

if TYPE_CHECKING:
    from .result import Result

__all__ = ["accepted_warnings", "card", "headlines", "open_warnings"]


def card(result: Result) -> str:
    """A summary for notebooks."""
    return (
        templates_of("libroi.result")
        .get_template("card.html.j2")
        .render(
            center=result.center,
            result=result,
            headlines=headlines(result),
            version=_libroi.__version__,
            failed=[str(name) for name in result.checks.loc[~result.checks["passed"], "name"]],
            warnings=open_warnings(result),
            accepted=len(accepted_warnings(result)),
            verdict=result.verdict,
            idle=idle_sentences(result) if len(result.center["markets"]) or len(result.center["contracts"]) else [],
        )
    )


def open_warnings(result: Result) -> list[dict[str, str]]:
    """The warnings that the model does not accept."""
    return _rows(result, accepted=False)


def accepted_warnings(result: Result) -> list[dict[str, str]]:
    """The warnings that the model accepts with a reason."""
    return _rows(result, accepted=True)


def _rows(result: Result, accepted: bool) -> list[dict[str, str]]:
    table = result.warnings
    chosen = table[(table["accepted"] != "") == accepted].reset_index()
    return [{str(name): str(text) for name, text in row.items()} for row in chosen.to_dict("records")]


def headlines(result: Result) -> list[dict[str, str]]:
    """The metrics shown first: label, value, unit, definition."""
    out = []
    for path in headline_paths(str(known) for known in result.metrics.index):
        row = result.metrics.loc[path]
        text = metric_text(result, path)
        match = re.match(r"^([^ ]+) (.+)$", text)
        value, unit = (match[1], match[2]) if match and text != "does not exist" else (text, "")
        if unit == "×":
            value, unit = text, ""
        if text == "does not exist":
            value, unit = "n/a", str(row["reason"])
        out.append({"label": str(row["label"]), "value": value, "unit": unit, "definition": str(row["definition"])})
    return out
