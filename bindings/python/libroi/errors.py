"""What libroi raises. Every class derives from `Error`, which is a ValueError.

try:
    center = roi.load("model.json")
except roi.InputError as error:
    for problem in error.problems:
        print(problem.line, problem.pointer, problem.message)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "DomainError",
    "Error",
    "FileError",
    "InputError",
    "NoSolutionError",
    "PackageError",
    "Problem",
    "StructureError",
]


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a model file, and where it stands.

    >>> print(Problem("base.json", 14, 12, "/power/pue", "is 0.9, but must be in [1, 3]"))
    base.json:14:12: /power/pue is 0.9, but must be in [1, 3]
    """

    file: str
    line: int
    column: int
    pointer: str
    message: str

    def __str__(self) -> str:
        pointer = f"{self.pointer} " if self.pointer else ""
        return f"{self.file}:{self.line}:{self.column}: {pointer}{self.message}"


class Error(ValueError):
    """Base of all errors of libroi."""


class InputError(Error):
    """A model file with problems; all of them are in `problems`, by position."""

    problems: list[Problem]

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = list(problems)

    def __reduce__(self) -> tuple[type[InputError], tuple[str, list[Problem]]]:
        return type(self), (str(self), self.problems)


class DomainError(Error):
    """An argument outside its domain, or a name that does not exist."""


class NoSolutionError(Error):
    """A solved quantity does not exist; the message says why."""


class StructureError(Error):
    """A calculation breaks a rule of the line-item machinery."""


class FileError(Error, OSError):
    """A file cannot be read or written."""


class PackageError(Error, ImportError):
    """A package that only some results need is not installed; the message names it."""


for _class in (Problem, Error, InputError, DomainError, NoSolutionError, StructureError, FileError, PackageError):
    _class.__module__ = "libroi"
