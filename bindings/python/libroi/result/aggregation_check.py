"""Integrity check H3: the statements by year agree with those by month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import frames
from .statements import Statements

__all__ = ["CheckRow", "aggregation_check"]

#: Id, name, residual, tolerance, month, and whether the check holds.
CheckRow = tuple[str, str, float, float, str, bool]


def aggregation_check(statements: Statements, index: pd.PeriodIndex) -> CheckRow:
    """H3: the years of every flow add up to its months; a year's stock is that of its last month."""
    worst, tolerance, month = 0.0, 0.0, ""
    for _, monthly in statements:
        yearly = frames.aggregate(monthly, "Y")
        kinds = monthly.attrs["kinds"]
        ends = [np.flatnonzero(index.year == year)[-1] for year in pd.PeriodIndex(yearly.index).year]
        for name in monthly.columns:
            months, years = monthly[name].to_numpy(), yearly[name].to_numpy()
            if kinds[name] == "flow":
                residual = abs(float(years.sum()) - float(months.sum()))
            else:
                residual = float(np.abs(years - months[ends]).max(initial=0.0))
            allowed = 1e-9 * float(np.abs(months).max(initial=0.0))
            if residual * tolerance >= worst * allowed:  # the worst relative to what is allowed
                worst, tolerance = residual, allowed
    return "H3", "annual statements agree with the months", worst, tolerance, month, worst <= tolerance
