"""The report: one HTML file without references to anything outside it, made to be read and printed.

Same result, same bytes: no clock, no random ids.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import jinja2
import numpy as np

from .. import _libroi, frames
from ..errors import DomainError, NoSolutionError
from ..plot import results as plots
from ..plot.scale import money_scale
from ..result import texts
from ..result.result import Result

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["card", "html", "svg"]

#: Statuses from the firmest to the weakest, with a color for each.
STATUSES = {
    "contract": "#1b4965",
    "invoice": "#24617f",
    "filing": "#2a6f97",
    "policy": "#468faf",
    "quote": "#5fa8c8",
    "benchmark": "#89c2d9",
    "derived": "#b6d5c4",
    "assumption": "#f2cc8f",
    "placeholder": "#e07a5f",
    "default": "#ced4da",
}


def html(result: Result) -> str:
    """The report of a result."""
    return _environment().get_template("report.html.j2").render(**_content(result))


def card(result: Result) -> str:
    """A summary for notebooks."""
    return (
        _environment()
        .get_template("card.html.j2")
        .render(
            center=result.center,
            result=result,
            headlines=_headlines(result),
            version=_libroi.__version__,
            failed=[str(name) for name in result.checks.loc[~result.checks["passed"], "name"]],
        )
    )


def svg(draw: Callable[[Axes], object], width: float, height: float, salt: str) -> str:
    """A drawing as an inline SVG element; same drawing, same bytes."""
    import matplotlib
    from matplotlib.figure import Figure

    style: Any = {"svg.hashsalt": salt, "svg.fonttype": "path", "font.family": "DejaVu Sans", "font.size": 9}
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(width, height), layout="constrained")
        draw(figure.subplots())
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(
        r'<svg[^>]*viewBox="([^"]+)"[^>]*>',
        r'<svg viewBox="\1" xmlns:xlink="http://www.w3.org/1999/xlink">',
        text,
        count=1,
    )
    return re.sub(r"\n\s*", "\n", text)


@dataclass(frozen=True)
class _Row:
    """One row of a statement table."""

    label: str
    cells: list[str]
    total: bool
    definition: str


@dataclass(frozen=True)
class _Table:
    """A statement by year."""

    title: str
    unit: str
    years: list[str]
    rows: list[_Row]
    note: str


def _content(result: Result) -> dict[str, Any]:
    center = result.center
    metrics = [
        {
            "path": path,
            "label": row["label"],
            "text": texts.metric_text(result, str(path)),
            "definition": row["definition"],
            "reason": row["reason"],
        }
        for path, row in result.metrics.iterrows()
    ]
    checks = [
        {
            "id": check_id,
            "name": row["name"],
            "residual": f"{row['residual']:.2e}",
            "tolerance": f"{row['tolerance']:.2e}",
            "month": row["month"],
            "passed": bool(row["passed"]),
        }
        for check_id, row in result.checks.iterrows()
    ]
    sources = _sources(result)
    return {
        "center": center,
        "result": result,
        "version": _libroi.__version__,
        "headlines": _headlines(result),
        "metrics": metrics,
        "charts": _charts(result),
        "tables": _tables(result),
        "checks": checks,
        "passed": result.passed,
        "plausibility": _plausibility(result),
        "irr": [str(text) for text in result.irr["words"]],
        "rule": str(result.irr["rule"].iloc[0]),
        "groups": sources,
        "shares": _shares(sources),
        "aggregation": frames.AGGREGATION,
    }


def _plausibility(result: Result) -> str:
    """PUE and WUE against the published range the model names; empty where it names none."""
    if "power.bill.comparable" not in result.center:
        return ""
    name = str(result.center["power.bill.comparable"])
    if not name:
        return ""
    system, _, zone = name.partition("/")
    try:
        pue = result.metric("average pue")
        wue = float(result.lines["power/water"].sum() / result.lines["power/it energy"].sum())
        outside = _libroi.power.plausibility(system, zone, round(pue, 3), round(wue, 3))
    except (DomainError, NoSolutionError) as error:
        return str(error)
    where = f"{system}, zone {zone}" if zone else system
    return outside or f"PUE {pue:.3f} and WUE {wue:.2f} L/kWh lie within the published range of {where}."


def _headlines(result: Result) -> list[dict[str, str]]:
    out = []
    for path in texts.HEADLINES:
        row = result.metrics.loc[path]
        text = texts.metric_text(result, path)
        match = re.match(r"^([^ ]+) (.+)$", text)
        value, unit = (match[1], match[2]) if match and text != "does not exist" else (text, "")
        if unit == "×":
            value, unit = text, ""
        if text == "does not exist":
            value, unit = "n/a", str(row["reason"])
        out.append({"label": str(row["label"]), "value": value, "unit": unit, "definition": str(row["definition"])})
    return out


def _charts(result: Result) -> list[dict[str, str]]:
    charts = [
        {"name": "Project cash flow", "svg": svg(lambda ax: plots.cash_flow(result, ax), 9.6, 3.1, "cash")},
        {"name": "Utilization", "svg": svg(lambda ax: plots.utilization(result, ax), 4.7, 2.6, "utilization")},
    ]
    if not plots.dscr_data(result)["dscr"].isna().all():
        charts.append({"name": "DSCR", "svg": svg(lambda ax: plots.dscr(result, ax), 4.7, 2.6, "dscr")})
    if result.power_bill()["total"].any():
        drawing = svg(lambda ax: plots.power_bill(result, ax), 9.6, 3.1, "power")
        charts.append({"name": "Power bill", "svg": drawing, "wide": "yes"})
    return charts


def _tables(result: Result) -> list[_Table]:
    yearly = result.statements.annual()
    titles = {"income": "Income statement", "cash_flow": "Cash-flow statement", "balance_sheet": "Balance sheet"}
    notes = {
        "income": "Costs are positive; totals subtract them.",
        "cash_flow": "Inflows positive, outflows negative.",
        "balance_sheet": "At the end of the year.",
    }
    largest = max(float(np.nanmax(np.abs(frame.to_numpy()), initial=0.0)) for _, frame in yearly)
    divisor, word = money_scale(largest / 1e3)
    decimals = 1 if divisor >= 1e6 else 0
    tables = []
    for name, frame in yearly:
        totals, definitions = set(frame.attrs["totals"]), frame.attrs["definitions"]
        flows = name != "balance_sheet"
        rows = []
        for label in frame.columns:
            values = frame[label].to_numpy(dtype=float)
            if not np.any(np.abs(values) > 0.0) and label not in totals:
                continue
            cells = [_cell(value / divisor, decimals) for value in values]
            if flows:
                kind = frame.attrs["kinds"][label]
                cells.append(_cell(float(values.sum()) / divisor, decimals) if kind == "flow" else "")
            rows.append(_Row(str(label), cells, label in totals, definitions[label]))
        years = [str(period) for period in frame.index] + (["Total"] if flows else [])
        tables.append(_Table(titles[name], f"{word}{result.center.currency}", years, rows, notes[name]))
    tables.append(_power_table(result))
    return tables


def _power_table(result: Result) -> _Table:
    bill = result.power_bill("Y")
    labels, words = result.lines.attrs["labels"], result.lines.attrs["definitions"]
    definitions = {labels[path]: words[path] for path in labels if path.startswith("power/")}
    divisor, word = money_scale(float(bill.abs().max().max()) / 1e3)
    decimals = 1 if divisor >= 1e6 else 0
    rows = []
    for label in bill.columns:
        values = bill[label].to_numpy(dtype=float) / divisor
        if label != "total" and not values.any():
            continue
        cells = [_cell(value, decimals) for value in [*values, values.sum()]]
        definition = definitions.get(str(label), "sum of the items")
        rows.append(_Row("Cost of power" if label == "total" else str(label), cells, label == "total", definition))
    years = [*(str(period) for period in bill.index), "Total"]
    note = "Costs are positive, credits negative." + _plants_in_words(result)
    return _Table("Power bill", f"{word}{result.center.currency}", years, rows, note)


def _plants_in_words(result: Result) -> str:
    """What plants behind the meter fed or took over the life of the model."""
    start, end = "power/onsite/", "/energy"
    plants = [path for path in result.lines.columns if path.startswith(start) and path.endswith(end)]
    if not plants:
        return ""
    words = []
    for path in plants:
        mwh = float(result.lines[path].sum()) / 1e3
        words.append(f"{path[len(start) : -len(end)]} {'fed' if mwh < 0 else 'took'} {abs(mwh):,.0f} MWh")
    drawn = float(result.lines["power/energy"].sum()) / 1e3
    return f" Behind the meter: {', '.join(words)}, of {drawn:,.0f} MWh that the facility drew."


def _cell(value: float, decimals: int) -> str:
    text = f"{value:,.{decimals}f}"
    return "–" if not text.strip("-0.") else text.replace("-", "\N{MINUS SIGN}")


def _sources(result: Result) -> list[tuple[str, list[dict[str, str]]]]:
    """Inputs by group, with what is known about each."""
    groups: dict[str, list[dict[str, str]]] = {}
    before = ("", "")
    parameters = result.center.parameters
    tables = _tables_of_twelve(list(parameters.index.astype(str)))
    for path, row in parameters.iterrows():
        if str(path) in tables and not str(path).endswith(".0"):
            continue
        status = str(row["status"]) or ("default" if not row["given"] else "unstated")
        value = (
            str(row["given"]) if re.match(r"^\d{4}-\d\d", str(row["given"])) else texts.number(float(row["value"]), 6)
        )
        name = str(path)
        if name in tables:
            name = name.removesuffix(".0")
            values = parameters.loc[[f"{name}.{month}" for month in range(12)], "value"]
            low, high = (texts.number(float(x), 4) for x in (values.min(), values.max()))
            value = low if low == high else f"{low} \u2013 {high}"
        words = (str(row["source"]), str(row["note"]))
        repeats = words == before and len("".join(words)) > 60
        before = words
        groups.setdefault(str(path).split(".")[0], []).append(
            {
                "path": name,
                "value": value,
                "unit": "" if re.match(r"^\d{4}-\d\d", value) or row["unit"] == "1" else str(row["unit"]),
                "meaning": str(row["meaning"]),
                "status": status,
                "source": "as above" if repeats else words[0],
                "as_of": str(row["as_of"]),
                "note": "" if repeats else words[1],
            }
        )
    return list(groups.items())


def _tables_of_twelve(paths: list[str]) -> set[str]:
    """Paths that are the months of a table; it takes one row."""
    known = set(paths)
    found = set()
    for path in paths:
        stem, _, last = path.rpartition(".")
        if last == "0" and all(f"{stem}.{month}" in known for month in range(12)) and f"{stem}.12" not in known:
            found |= {f"{stem}.{month}" for month in range(12)}
    return found


def _shares(groups: list[tuple[str, list[dict[str, str]]]]) -> list[dict[str, Any]]:
    """How many inputs stand on which status."""
    counts: dict[str, int] = {}
    for _, rows in groups:
        for row in rows:
            counts[row["status"]] = counts.get(row["status"], 0) + 1
    total = sum(counts.values())
    order = [status for status in (*STATUSES, "unstated") if status in counts]
    order += sorted(status for status in counts if status not in order)
    return [
        {
            "status": status,
            "count": counts[status],
            "share": f"{100.0 * counts[status] / total:.1f}",
            "color": STATUSES.get(status, "#adb5bd"),
        }
        for status in order
    ]


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("libroi.report"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
