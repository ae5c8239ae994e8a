"""What numpy_financial raises on demand; not errors of libroi."""

from __future__ import annotations

__all__ = ["IterationsExceededError", "NoRealSolutionError"]


class NoRealSolutionError(Exception):
    """No rate exists, and the caller asked for an exception."""


class IterationsExceededError(Exception):
    """No rate was found within the iterations allowed, and the caller asked for an exception."""


for _class in (NoRealSolutionError, IterationsExceededError):
    _class.__module__ = "libroi.finance"
