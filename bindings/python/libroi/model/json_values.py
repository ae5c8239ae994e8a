"""Python's values as a model file writes them."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

__all__ = ["Replacement", "escaped_surrogates", "json_of"]

#: What `Center.replace` accepts: a number in the unit of its field, a text, a date, a list, an object as in a model
#: file, or None to remove the entry.
Replacement = float | int | str | bool | datetime.date | Mapping[str, Any] | Sequence[Any] | None


def json_of(value: Any, indent: int | None = None) -> str:
    """JSON text of a value, with dates as ISO texts and NumPy's numbers and arrays as Python's.

    >>> json_of({"start": datetime.date(2026, 7, 15), "cards": np.int64(8)})
    '{"start": "2026-07-15", "cards": 8}'
    """
    return escaped_surrogates(json.dumps(value, ensure_ascii=False, indent=indent, default=_plain))


def escaped_surrogates(text: str) -> str:
    r"""Lone surrogates as escapes of JSON, which the reader refuses where they stand: no UTF-8 can hold them.

    >>> escaped_surrogates('{"name": "a' + chr(0xD800) + '"}')
    '{"name": "a\\ud800"}'
    """
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found.group()):04x}", text)


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
