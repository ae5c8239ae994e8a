"""The report: one HTML file without references to anything outside it, made to be read and printed.

Same result, same bytes: no clock, no random ids.
"""

from __future__ import annotations

from typing import Any

from .. import _libroi, frames
from ..errors import DomainError, NoSolutionError
from ..plot import results as plots
from ..plot import unit_costs as cost_plots
from ..result import capacity, texts
from ..result.card import accepted_warnings, headlines, open_warnings
from ..result.result import Result
from ..result.templating import templates_of
from .drawings import svg
from .sources import shares_by_status, sources_of
from .statement_tables import statement_tables
from .why_idle import section

__all__ = ["html"]


def html(result: Result) -> str:
    """The report of a result."""
    return templates_of("libroi.report").get_template("report.html.j2").render(**_content(result))


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
    sources = sources_of(result.center)
    return {
        "center": center,
        "result": result,
        "version": _libroi.__version__,
        "headlines": headlines(result),
        "metrics": metrics,
        "charts": _charts(result),
        "fleets": _fleets(result),
        "idle": section(result),
        "phases": capacity.phases(result).reset_index().to_dict("records"),
        "tables": statement_tables(result),
        "checks": checks,
        "passed": result.passed,
        "warnings": open_warnings(result),
        "accepted": accepted_warnings(result),
        "verdict": result.verdict,
        "requirements": result.verdict.requirements.reset_index().to_dict("records"),
        "plausibility": _plausibility(result),
        "irr": [str(text) for text in result.irr["words"]],
        "rule": str(result.irr["rule"].iloc[0]),
        "groups": sources,
        "shares": shares_by_status(sources),
        "aggregation": frames.AGGREGATION,
    }


def _fleets(result: Result) -> list[dict[str, str]]:
    """The fleets as texts: cards and hours in their own units, which do not add."""
    out = []
    for fleet, row in capacity.fleets(result).iterrows():
        devices, hours = f" {row['device']}s", f" {row['unit of sale']}s"
        used = row["utilization"]
        out.append({
            "fleet": str(fleet),
            "delivered": texts.number(row["delivered"]) + devices,
            "installed": texts.number(row["installed"]) + devices,
            "available": texts.number(row["available"]) + hours,
            "sold": texts.number(row["sold"]) + hours,
            "utilization": "n/a" if used != used else f"{used:.1%}",
            "held": str(row["held by"]),
        })  # fmt: skip
    return out


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
    charts += [_cost(result, path, f"c{number}") for number, path in enumerate(cost_plots.measures(result))]
    return charts


def _cost(result: Result, path: str, prefix: str) -> dict[str, str]:
    height = cost_plots.height(cost_plots.unit_costs_data(result, path))
    drawing = svg(lambda ax: cost_plots.unit_costs(result, ax, path), 9.6, height, prefix)
    return {"name": f"Cost of a {path.removeprefix('lcoc/')}", "svg": drawing, "wide": "yes"}
