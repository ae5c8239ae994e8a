"""What the command ends with."""

from __future__ import annotations

__all__ = ["CHECK_FAILED", "INFEASIBLE", "INPUT_ERROR"]

INPUT_ERROR = 2
CHECK_FAILED = 3
INFEASIBLE = 3
