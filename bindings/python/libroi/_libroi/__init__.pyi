"""
Compiled engine of libroi; use it through `import libroi as roi`.
"""

from __future__ import annotations
import collections.abc
import numpy
import numpy.typing
import typing
from . import finance
from . import power
from . import queueing

__all__: list[str] = [
    "Center",
    "CheckResult",
    "DeviceFigure",
    "Evaluation",
    "FieldRow",
    "GoalGap",
    "GoalJump",
    "GoalSeek",
    "GoalSolution",
    "LineInfo",
    "MetricResult",
    "ParameterRow",
    "Requirement",
    "State",
    "Verdict",
    "Warning",
    "device_figures",
    "device_kind",
    "device_names",
    "device_title",
    "evaluate_many",
    "explain",
    "fields",
    "finance",
    "goal_seek",
    "gradient",
    "hint",
    "instruction_set",
    "load",
    "metric_catalogue",
    "parse",
    "power",
    "queueing",
    "restore",
    "schema",
    "verdict",
    "warning_table",
    "warnings",
    "write_workbook",
]

class LineInfo:
    """
    Declaration of a line item.
    """
    @property
    def definition(self) -> str: ...
    @property
    def kind(self) -> str:
        """
        flow, stock, price, ratio, flag or constant
        """
    @property
    def label(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def section(self) -> str:
        """
        place in the statements, or an empty text
        """
    @property
    def undefined_reason(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def weight(self) -> str:
        """
        path of the flow by which a price or ratio averages, or an empty text
        """

class MetricResult:
    """
    A metric of one evaluation; NaN with a reason where it does not exist.
    """
    @property
    def definition(self) -> str: ...
    @property
    def exists(self) -> bool: ...
    @property
    def format(self) -> str:
        """
        how people read it: plain, money, percent, yearly_rate, multiple, duration or date
        """
    @property
    def label(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> float: ...

class CheckResult:
    """
    An integrity check: its largest residual against its tolerance.
    """
    @property
    def id(self) -> str: ...
    @property
    def month(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def passed(self) -> bool: ...
    @property
    def residual(self) -> float: ...
    @property
    def tolerance(self) -> float: ...

class Evaluation:
    """
    Everything about one evaluation.
    """
    def openings(self) -> list[float]:
        """
        Opening value per line, in order; for a constant its value.
        """
    def series(self) -> numpy.typing.NDArray[numpy.float64]:
        """
        Monthly values: one row per line that is not a constant, in order; read-only.
        """
    @property
    def checks(self) -> list[CheckResult]: ...
    @property
    def irr(self) -> list[finance.IrrDiagnosis]:
        """
        diagnoses: project before tax, project, equity free cash flow, equity distributions
        """
    @property
    def lines(self) -> list[LineInfo]:
        """
        declarations of all lines, in order
        """
    @property
    def metrics(self) -> list[MetricResult]: ...
    @property
    def months(self) -> int: ...
    @property
    def passed(self) -> bool: ...

class DeviceFigure:
    """
    A published figure of a device, in the unit of data sheets.
    """
    @property
    def as_of(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def figure(self) -> str:
        """
        such as "peak.fp16" or "busy_power"
        """
    @property
    def meaning(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def range(self) -> tuple[float, float] | None:
        """
        least and greatest value, or None
        """
    @property
    def source(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> float: ...

class ParameterRow:
    """
    A number of a center and what its file says about it.
    """
    @property
    def as_of(self) -> str: ...
    @property
    def confidence(self) -> str: ...
    @property
    def given(self) -> str:
        """
        the value as written; empty for a default
        """
    @property
    def given_unit(self) -> str:
        """
        the unit as written; empty for the declared one
        """
    @property
    def high(self) -> float: ...
    @property
    def kind(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def meaning(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def value(self) -> float: ...

class FieldRow:
    """
    Declaration of an input.
    """
    @property
    def fallback(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def range(self) -> str: ...
    @property
    def required(self) -> bool: ...
    @property
    def unit(self) -> str: ...

class State:
    """
    A center as texts.
    """
    def __getstate__(self) -> tuple[str, str, str, list[tuple[str, str]], list[tuple[str, str]], list[str]]: ...
    def __setstate__(
        self,
        arg0: tuple[
            str,
            str,
            str,
            collections.abc.Sequence[tuple[str, str]],
            collections.abc.Sequence[tuple[str, str]],
            collections.abc.Sequence[str],
        ],
    ) -> None: ...

class Center:
    """
    Inputs of a data center; immutable.
    """
    def evaluate(self) -> Evaluation: ...
    def number(self, path: str) -> float | None:
        """
        The number at a path in the unit of its field, or None.
        """
    def parameters(self) -> list[ParameterRow]: ...
    def replaced(self, changes: collections.abc.Sequence[tuple[str, str]]) -> Center:
        """
        The center with JSON texts at dotted paths; null removes.
        """
    def state(self) -> State: ...
    def to_json(self) -> str: ...
    def with_scenario(self, name: str) -> Center: ...
    @property
    def canonical(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def file(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def location(self) -> str: ...
    @property
    def months(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def notices(self) -> list[str]: ...
    @property
    def owner(self) -> str: ...
    @property
    def run_id(self) -> str:
        """
        hash of the canonical inputs and the version of the engine: equal ids, equal numbers
        """
    @property
    def scenario(self) -> str: ...
    @property
    def scenarios(self) -> list[str]: ...
    @property
    def start(self) -> str:
        """
        first month of the model, such as "2025-07"
        """

class Warning:
    """
    Something legal in a center that may not be meant.
    """
    @property
    def accepted(self) -> str:
        """
        why the model accepts it; empty where it does not
        """
    @property
    def advice(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def severity(self) -> str:
        """
        note, caution or serious
        """
    @property
    def value(self) -> str: ...

class Requirement:
    """
    What owners or lenders ask, and whether the center keeps it.
    """
    @property
    def asked(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def met(self) -> bool: ...
    @property
    def path(self) -> str: ...

class Verdict:
    """
    Whether a center keeps its hurdles and covenants.
    """
    @property
    def outcome(self) -> str:
        """
        no hurdle stated, met, failed or in default
        """
    @property
    def requirements(self) -> list[Requirement]: ...
    @property
    def words(self) -> str: ...

class GoalSolution:
    """
    A value of the input that gives the metric its target.
    """
    @property
    def high(self) -> float: ...
    @property
    def low(self) -> float:
        """
        least of the values around it that give exactly the target
        """
    @property
    def metric(self) -> float: ...
    @property
    def slope(self) -> float:
        """
        d metric / d input there
        """
    @property
    def value(self) -> float: ...

class GoalGap:
    """
    Values without metric, or that break a rule between fields.
    """
    @property
    def high(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def reason(self) -> str: ...

class GoalJump:
    """
    Where the metric changes sides of the target without taking its value.
    """
    @property
    def above(self) -> float: ...
    @property
    def at(self) -> float: ...
    @property
    def below(self) -> float: ...

class GoalSeek:
    """
    Outcome of a goal seek.
    """
    @property
    def bracket(self) -> tuple[float, float]: ...
    @property
    def evaluations(self) -> int: ...
    @property
    def gaps(self) -> list[GoalGap]: ...
    @property
    def greatest(self) -> float: ...
    @property
    def greatest_at(self) -> float: ...
    @property
    def iterations(self) -> int: ...
    @property
    def jumps(self) -> list[GoalJump]: ...
    @property
    def least(self) -> float: ...
    @property
    def least_at(self) -> float: ...
    @property
    def metric(self) -> str: ...
    @property
    def metric_at_value(self) -> float: ...
    @property
    def path(self) -> str: ...
    @property
    def present(self) -> float: ...
    @property
    def reason(self) -> str: ...
    @property
    def sensitivity(self) -> list[float]:
        """
        d value / d parameter, in the order of parameters
        """
    @property
    def slope(self) -> float: ...
    @property
    def solutions(self) -> list[GoalSolution]: ...
    @property
    def status(self) -> str:
        """
        solved, several or infeasible
        """
    @property
    def target(self) -> float: ...
    @property
    def value(self) -> float: ...

def device_figures(device: str) -> list[DeviceFigure]:
    """
    The figures of a device that a source gives.
    """

def device_kind(device: str) -> str:
    """
    "accelerator" or "node".
    """

def device_names() -> list[str]:
    """
    Keys of the library's devices.
    """

def device_title(device: str) -> str:
    """
    Name of a device.
    """

def evaluate_many(
    center: Center,
    paths: collections.abc.Sequence[str],
    values: numpy.typing.NDArray[numpy.float64],
    metrics: collections.abc.Sequence[str],
    threads: typing.SupportsInt | typing.SupportsIndex = 0,
    progress: typing.Any = None,
) -> tuple[numpy.typing.NDArray[numpy.float64], list[tuple[int, str]]]:
    """
    Metrics of many variations: row i of `values` overwrites the parameters `paths`.

    values   float64, C order, rows x paths
    metrics  paths of the metrics, the columns of the result; NaN where one does not exist
    threads  0: all cores; the result does not depend on it
    progress called with (rows done, rows in all); what it raises stops the batch

    Returns the table and (row, reason) of every row whose values break a range or a rule: that row is NaN.
    """

def explain(
    center: Center,
    line: str,
    month: typing.SupportsInt | typing.SupportsIndex,
    depth: typing.SupportsInt | typing.SupportsIndex,
) -> str:
    """
    Formula, value, drivers and sources of a line in a month (-1: its opening), as a tree of text.
    """

def fields() -> list[FieldRow]:
    """
    Every input field, groups before their fields.
    """

def goal_seek(
    center: Center,
    path: str,
    metric: str,
    target: typing.SupportsFloat | typing.SupportsIndex,
    bracket: tuple[
        typing.SupportsFloat | typing.SupportsIndex | None, typing.SupportsFloat | typing.SupportsIndex | None
    ] = (None, None),
) -> GoalSeek:
    """
    Which value of the input at `path` gives `metric` the value `target`, or why none does.

    bracket  (low, high) in the unit of the field; None for an end leaves it to the search
    """

def gradient(center: Center, metrics: collections.abc.Sequence[str]) -> numpy.typing.NDArray[numpy.float64]:
    """
    Derivatives of metrics (rows) with respect to every parameter (columns, in the order of the parameters).
    """

def hint(word: str, candidates: collections.abc.Sequence[str]) -> str:
    """
    The end of a message about an unknown name.

    >>> hint("npv/projet", ["npv/project", "moic"])
    '; nearest is npv/project'
    """

def instruction_set() -> str:
    """
    Instruction set of the batch loop here, such as "x86-64-v3".
    """

def load(path: str, scenario: str = "") -> Center:
    """
    Reads a model file.
    """

def metric_catalogue(center: Center) -> list[MetricResult]:
    """
    Every metric of a center, in the order of results; `reason` says why it may not exist.
    """

def parse(text: str, name: str = "model.json", scenario: str = "") -> Center:
    """
    Reads a model from a text.
    """

def restore(state: State) -> Center:
    """
    The center of a state.
    """

def schema() -> str:
    """
    JSON Schema (2020-12) of model files.
    """

def verdict(center: Center, evaluation: Evaluation) -> Verdict:
    """
    Whether the center keeps its hurdles and covenants.
    """

def warning_table() -> list[tuple[str, str, str, str]]:
    """
    Every warning: id, severity, rule, what to do.
    """

def warnings(center: Center, evaluation: Evaluation) -> list[Warning]:
    """
    What is legal in the center but may not be meant.
    """

def write_workbook(center: Center, path: str, run_id: str, evaluation: Evaluation) -> None:
    """
    Writes the model as a workbook with live formulas.
    """

__version__: str = "0.1.0"
