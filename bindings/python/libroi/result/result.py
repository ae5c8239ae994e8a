"""A result: lines, statements, metrics and checks of one evaluated center.

>>> result = roi.load(example).evaluate()
>>> result.passed
True
>>> result.metrics.loc["npv/project", "unit"]
'CNY'
>>> result.statements.annual().income["Revenue"].index.freqstr
'Y-DEC'
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import _libroi, frames
from ..errors import DomainError, NoSolutionError
from ..market.ladder import By, ladder
from ..market.mismatch import Mismatch
from ..market.regret import allocation_regret
from ..plot import market as market_plots
from ..plot import results as plots
from ..plot import unit_costs as cost_plots
from . import capacity, statements
from .card import card
from .finding import month_of, path_of
from .rates_of_return import rates_of_return
from .unit_costs import unit_costs
from .verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from ..model.center import Center

__all__ = ["Result"]


class Result:
    """Everything about one evaluation. Immutable; it holds its center and the id of its run."""

    center: Center

    def __init__(self, center: Center, core: _libroi.Evaluation) -> None:
        self.center = center
        self._core = core

    # --- tables --------------------------------------------------------------------------------------------------

    @functools.cached_property
    def _series(self) -> dict[str, npt.NDArray[np.float64]]:
        names = [line.path for line in self._core.lines if line.kind != "constant"]
        return dict(zip(names, self._core.series(), strict=True))

    @functools.cached_property
    def index(self) -> pd.PeriodIndex:
        """The months of the model."""
        return frames.monthly_index(str(self.center.start), self._core.months)

    @functools.cached_property
    def lines(self) -> pd.DataFrame:
        """Every monthly line, one column per path; `attrs` hold units, kinds, labels and definitions."""
        declared = [line for line in self._core.lines if line.kind != "constant"]
        frame = pd.DataFrame(
            self._core.series().T, index=self.index, columns=[line.path for line in declared], copy=False
        )
        frame.attrs = {
            "units": {line.path: frames.unit_in(line.unit, self.center.currency) for line in declared},
            "kinds": {line.path: line.kind for line in declared},
            "weights": {line.path: line.weight for line in declared if line.weight},
            "labels": {line.path: line.label for line in declared},
            "sections": {line.path: line.section for line in declared if line.section},
            "definitions": {line.path: line.definition for line in declared},
        }
        return frame

    @property
    def constants(self) -> pd.DataFrame:
        """Lines with one value for the whole model."""
        pairs = zip(self._core.lines, self._core.openings(), strict=True)
        rows = [(line, value) for line, value in pairs if line.kind == "constant"]
        return pd.DataFrame(
            {
                "value": [value for _, value in rows],
                "unit": [frames.unit_in(line.unit, self.center.currency) for line, _ in rows],
                "label": [line.label for line, _ in rows],
                "definition": [line.definition for line, _ in rows],
            },
            index=pd.Index([line.path for line, _ in rows], name="path"),
        )

    @property
    def openings(self) -> pd.Series[float]:
        """Value before the first month of each monthly line."""
        pairs = zip(self._core.lines, self._core.openings(), strict=True)
        return pd.Series({line.path: value for line, value in pairs if line.kind != "constant"}, name="opening")

    def annual(self) -> pd.DataFrame:
        """Lines by calendar year; `attrs["aggregation"]` says how kinds of lines aggregate."""
        return frames.aggregate(self.lines, "Y")

    def quarterly(self) -> pd.DataFrame:
        """Lines by calendar quarter; `attrs["aggregation"]` says how kinds of lines aggregate."""
        return frames.aggregate(self.lines, "Q")

    @functools.cached_property
    def statements(self) -> statements.Statements:
        """Income statement, cash-flow statement and balance sheet, monthly."""
        return statements.build(self._core.lines, self._series, self.index, self.center.currency)

    def power_bill(self, frequency: frames.Frequency = "Y") -> pd.DataFrame:
        """The items of the power bill by month, quarter or year; credits are negative, `total` is the cost of power.

        >>> bill = roi.load(example).evaluate().power_bill()
        >>> bool(abs(bill.drop(columns="total").sum(axis=1) - bill["total"]).max() < 1e-6)
        True
        """
        labels = {line.path: line.label for line in self._core.lines if line.section == "power"}
        items = self.lines[[*labels, "power/cost"]]
        items.attrs = self.lines.attrs
        out = frames.aggregate(items, frequency)
        out = out.rename(columns={**labels, "power/cost": "total"})
        out.attrs = {"unit": self.center.currency}
        return out

    @functools.cached_property
    def allocation_regret(self) -> pd.DataFrame:
        """Margin that the best allocation of the same demand would earn more than the rule, by month; needs SciPy.

        `attrs` hold units, definitions and assumptions; the linear programme stands in `libroi.market.regret`.

        >>> regret = roi.load(example).evaluate().allocation_regret
        >>> bool(abs(regret["best"] - regret["rule"] - regret["regret"]).max() < 1e-6)
        True
        """
        return allocation_regret(self)

    @property
    def capacity(self) -> pd.DataFrame:
        """By fleet: unit of sale, cards or nodes delivered, usable and installed, hours sold of those available.

        `held by` says what keeps cards that are bought from selling, and until when.

        >>> roi.load(example).evaluate().capacity.loc["ascend", ["unit of sale", "held by"]].tolist()
        ['card-hour', 'not delivered yet until 2026-10, then nothing']
        """
        return capacity.fleets(self)

    @property
    def held_by(self) -> pd.DataFrame:
        """By month and fleet, what holds cards back: nothing, delivery, energisation, power, racks or floor."""
        return capacity.held_by(self)

    # --- supply against demand -----------------------------------------------------------------------------------

    @functools.cached_property
    def unit_costs(self) -> pd.DataFrame:
        """What an hour of compute costs, part by part: present value, and per unit of each metric "lcoc/...".

        The parts add up to the metrics. `attrs["prices"]` holds the levelised price of leasing in the same units.

        >>> found = roi.load(example).evaluate()
        >>> bool(abs(found.unit_costs["lcoc/sold card-hour"].sum() - found.metric("lcoc/sold card-hour")) < 1e-9)
        True
        """
        return unit_costs(self)

    @functools.cached_property
    def mismatch(self) -> Mismatch:
        """Why hours stand idle while demand goes unmet: by fleet and cause, by market and reason, by chip and class.

        >>> found = roi.load(example).evaluate().mismatch
        >>> found.idle.loc["ascend", "hours"].idxmax(), round(found.unmet.loc[("on-demand", "served"), "hours"])
        ('no demand', 12276480)
        """
        return Mismatch(self)

    def ladder(self, freq: Literal["Y"] | None = None, by: By = "fleet") -> pd.DataFrame:
        """Hours step by step: delivered, installed, available, sold, allocated, active, effective (sold x MFU).

        freq  "Y": by calendar year; the whole life where left out
        by    "fleet": each step with its share of delivered hours; "market": potential demand, offered, served, active,
              effective, with the share of potential demand

        >>> roi.load(example).evaluate().ladder().loc["ascend", "share of delivered"].round(3).to_dict()["available"]
        0.98
        """
        return ladder(self, freq, by)

    # --- metrics -------------------------------------------------------------------------------------------------

    @property
    def metrics(self) -> pd.DataFrame:
        """Every metric by path: value, unit, label, definition; where a value is missing, the reason."""
        rows = self._core.metrics
        return pd.DataFrame(
            {
                "value": [m.value for m in rows],
                "unit": [frames.unit_in(m.unit, self.center.currency) for m in rows],
                "label": [m.label for m in rows],
                "definition": [m.definition for m in rows],
                "reason": [m.reason for m in rows],
            },
            index=pd.Index([m.path for m in rows], name="metric"),
        )

    @functools.cached_property
    def formats(self) -> dict[str, str]:
        """How people read each metric: plain, money, percent, yearly_rate, multiple, duration or date.

        >>> roi.load(example).evaluate().formats["utilization"]
        'percent'
        """
        return {m.path: m.format for m in self._core.metrics}

    def metric(self, path: str) -> float:
        """One metric. Raises `NoSolutionError` with the reason where it does not exist.

        >>> result = roi.load(example).evaluate()
        >>> result.metric("npv/projet")
        Traceback (most recent call last):
        libroi.DomainError: 'npv/projet' is not a metric; nearest is npv/project
        """
        for m in self._core.metrics:
            if m.path == path:
                if not m.exists:
                    raise NoSolutionError(f"{path} does not exist: {m.reason}")
                return m.value
        known = [m.path for m in self._core.metrics]
        raise DomainError(f"'{path}' is not a metric{_libroi.hint(path, known)}")

    @property
    def irr(self) -> pd.DataFrame:
        """The four internal rates of return: yearly value, status, all yearly roots, rule, proof, and it in words."""
        return rates_of_return(self._core.metrics, self._core.irr)

    def explain(self, line: str, month: str | int | datetime.date | pd.Period | None = None, depth: int = 2) -> str:
        """Why a number is what it is: formula, value, drivers and sources of a line, opened `depth` levels deep.

        line   path or label of a line or metric, or the beginning of one: "npv/project", "Minimum DSCR"
        month  "2027-03", "index 14" or 14; "2027": flows of the year with its largest months, else its last month;
               the last month of the model where left out. A metric has none.

        Totals, present values and rates of return open the months that contribute most, a least or greatest value the
        month that binds.
        """
        if line in self.center.parameters.index:
            raise DomainError(
                f"'{line}' is an input, {self.center[line]}, and not a line; lines that read it show its source"
            )
        path = path_of(line, {info.path: info.label for info in self._core.lines})
        if path not in self._series:
            if month is not None:
                raise DomainError(f"'{line}' has one value for the whole model; leave out the month {month}")
            return self._explained(path, 0, depth)
        at = len(self.index) - 1 if month is None else month_of(month, self.index)
        return self._explained(path, at, depth) if isinstance(at, int) else self._explained_year(path, at, depth)

    def _explained(self, path: str, at: int, depth: int) -> str:
        text = _libroi.explain(self.center._core, path, at, depth)
        return re.sub(r"(?<=[\d)] )money\b", self.center.currency, text)

    def _explained_year(self, path: str, months: range, depth: int) -> str:
        (line,) = (info for info in self._core.lines if info.path == path)
        year = self.index[months[0]].year
        if line.kind != "flow":
            return f"{path} at the end of {year}:\n{self._explained(path, months[-1], depth)}"
        values, unit = self._series[path], frames.unit_in(line.unit, self.center.currency)
        total = float(sum(values[at] for at in months))
        largest = sorted(months, key=lambda at: -abs(values[at]))[:3]
        text = f"{path} in {year} = {total:.6g} {unit}, the sum of {len(months)} months; the largest:\n"
        return text + "".join(self._explained(path, at, depth) for at in largest)

    # --- warnings and verdict ------------------------------------------------------------------------------------

    @functools.cached_property
    def warnings(self) -> pd.DataFrame:
        """What is legal in the center but may not be meant: severity, path, value, reason, advice, by id.

        `accepted` holds the reason for which the model accepts a warning (`accepted_warnings`); open ones have none.

        >>> result = roi.load(example).evaluate()
        >>> result.warnings.loc["sponsor-serves-debt", "path"] if "sponsor-serves-debt" in result.warnings.index else ""
        ''
        """
        rows = _libroi.warnings(self.center._core, self._core)
        names = ["severity", "path", "value", "reason", "advice", "accepted"]
        table = pd.DataFrame([[getattr(w, name) for name in names] for w in rows], columns=names)
        table.index = pd.Index([w.id for w in rows], name="id")
        return table

    @functools.cached_property
    def verdict(self) -> Verdict:
        """Whether the center keeps the hurdles and covenants that its model states.

        >>> roi.load(example).evaluate().verdict.words
        'no hurdle stated'
        """
        found = _libroi.verdict(self.center._core, self._core)
        names = ["path", "label", "asked", "found", "met"]
        rows = [[getattr(r, name) for name in names] for r in found.requirements]
        return Verdict(found.outcome, found.words, pd.DataFrame(rows, columns=names).set_index("path"))

    # --- checks --------------------------------------------------------------------------------------------------

    @functools.cached_property
    def checks(self) -> pd.DataFrame:
        """Integrity checks that hold in every model: largest residual, tolerance, its month, and whether it passed."""
        rows = [
            (c.id, c.name, c.residual, c.tolerance, str(self.index[c.month]) if c.month >= 0 else "", c.passed)
            for c in self._core.checks
        ]
        columns = ["id", "name", "residual", "tolerance", "month", "passed"]
        return pd.DataFrame(rows, columns=columns).set_index("id")

    @property
    def passed(self) -> bool:
        """Whether all checks hold."""
        return bool(self.checks["passed"].all())

    # --- identity ------------------------------------------------------------------------------------------------

    @property
    def run_id(self) -> str:
        """Hash of the canonical inputs and the version of the engine: equal ids, equal numbers."""
        return self.center._core.run_id

    def __eq__(self, other: object) -> bool:
        return self.run_id == other.run_id if isinstance(other, Result) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.run_id)

    def __reduce__(self) -> tuple[Callable[[Center], Result], tuple[Center]]:
        return _evaluated, (self.center,)

    def __copy__(self) -> Result:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Result:
        return self

    def __repr__(self) -> str:
        state = "checks hold" if self.passed else "CHECKS FAIL"
        return f"<Result of {self.center.name!r}: {len(self.index)} months, {state}, run {self.run_id}>"

    def _repr_html_(self) -> str:
        return card(self)

    # --- pictures ------------------------------------------------------------------------------------------------

    def plot_cash_flow(self, ax: Axes | None = None) -> Axes:
        """Project cash flow by year as bars, cumulative as a line."""
        return plots.cash_flow(self, ax)

    def plot_utilization(self, ax: Axes | None = None) -> Axes:
        """Sold / available hours by month, one line a unit of sale."""
        return plots.utilization(self, ax)

    def plot_power_bill(self, ax: Axes | None = None) -> Axes:
        """The items of the power bill by year, stacked."""
        return plots.power_bill(self, ax)

    def plot_dscr(self, ax: Axes | None = None) -> Axes:
        """Twelve-month debt service coverage by month. Raises `NoSolutionError` where there is no debt service."""
        return plots.dscr(self, ax)

    def plot_idle_hours(self, ax: Axes | None = None, fleet: str | None = None) -> Sequence[Axes]:
        """Delivered hours by month: used, and idle by cause, stacked; one panel a fleet, or the panel of one fleet."""
        return market_plots.idle_hours(self, ax, fleet)

    def plot_supply_and_demand(self, ax: Axes | None = None) -> Axes:
        """By chip and class of work: hours sold, idle hours that the class explains, and the demand left unmet."""
        return market_plots.supply_and_demand(self, ax)

    def plot_ladder(self, ax: Axes | None = None) -> Axes:
        """Hours from delivered to effective as shares of delivered hours, one bar a fleet at each step."""
        return market_plots.ladder(self, ax)

    def plot_unit_costs(self, ax: Axes | None = None, per: str | None = None) -> Axes:
        """Parts of a levelised cost up to the whole, beside the price; `per` is a metric "lcoc/...", else the first."""
        return cost_plots.unit_costs(self, ax, per)

    def plot_unmet_demand(self, ax: Axes | None = None) -> Axes:
        """Demand by market: served, and lost by reason. Raises `NoSolutionError` where there is no market."""
        return market_plots.unmet_demand(self, ax)


def _evaluated(center: Center) -> Result:
    return center.evaluate()
