"""Techno-economics of data centers: one model from chips to equity.

    import libroi as roi

    center = roi.load("models/centers/harbin_china_mobile.json")
    result = center.evaluate()
    result.metrics                              # DataFrame: value, unit, definition
    result.statements.annual().income           # DataFrame by year
    center.replace({"power.demand_price": 40}).evaluate().metric("npv/project")
    center.evaluate_many({"fleets.ascend.price": prices})      # metrics of many variations, on all cores
    center.solve("fleets.ascend.price", {"npv/project": 0})    # which value gives that, or why none does
    result.mismatch                             # why hours stand idle, and what became of the demand
    center.remedies()                           # what would change it, and what each remedy is worth
    center.gradient("npv/project")              # exact derivatives with respect to every number
    roi.devices()                               # the catalogue of devices; roi.devices("nvidia-h20") with its sources
    center.elasticity("npv/project")            # money, and per cent of |NPV|, per +1 % of every number

Inputs are frozen, results immutable. Errors derive from `roi.Error`, a ValueError.
"""

from __future__ import annotations

from . import export, finance, frames, market, plots, power, queueing, report
from ._libroi import __version__, instruction_set
from .errors import DomainError, Error, FileError, InputError, NoSolutionError, PackageError, Problem, StructureError
from .model.center import Center
from .model.devices import devices
from .model.goal_seek import Solution, solve
from .model.reading import fields, from_dict, from_text, load, schema
from .result.result import Result
from .result.statements import Statements

__all__ = [
    "Center",
    "DomainError",
    "Error",
    "FileError",
    "InputError",
    "NoSolutionError",
    "PackageError",
    "Problem",
    "Result",
    "Solution",
    "Statements",
    "StructureError",
    "__version__",
    "devices",
    "export",
    "fields",
    "finance",
    "frames",
    "from_dict",
    "from_text",
    "instruction_set",
    "load",
    "market",
    "plots",
    "power",
    "queueing",
    "report",
    "schema",
    "solve",
]
