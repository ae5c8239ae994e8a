"""Python's values as a model file writes them."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

__all__ = ["Replacement", "json_of"]

#: What `Center.replace` accepts: a number in the unit of its field, a text, a date, a list, an object as in a model
#: file, or None to remove the entry.
Replacement = float | int | str | bool | datetime.date | Mapping[str, Any] | Sequence[Any] | None


def json_of(value: Any, indent: int | None = None) -> str:
    """JSON text of a value, with dates as ISO texts and NumPy's numbers and arrays as Python's.

    >>> json_of({"start": datetime.date(2026, 7, 15), "cards": np.int64(8)})
    '{"start": "2026-07-15", "cards": 8}'
    """
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no form in a model file")
