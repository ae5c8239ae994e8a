"""Which line and which month somebody means: paths, labels and their beginnings; months, years and indices."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .. import _libroi
from ..errors import DomainError

__all__ = ["month_of", "path_of"]

_MOST = 6  # suggestions
_ALSO = {  # what people write for words of the lines
    "borrowing": ("debt", "loan"), "costs": ("cost",), "dividends": ("dividend", "distributions"),
    "earnings": ("income", "profit"), "electricity": ("power", "energy"), "expenses": ("opex", "cost"),
    "income": ("revenue",), "loans": ("loan", "debt"), "occupancy": ("utilization",), "profit": ("income",),
    "sales": ("revenue",), "staff": ("opex",), "turnover": ("revenue",), "utilisation": ("utilization",),
}  # fmt: skip
_SMALL = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to"}


def path_of(wanted: str, labels: Mapping[str, str]) -> str:
    """The path that is meant, out of {path: label}; metrics stand under "metric/".

    A path counts as it is written; then, in small or capital letters, a path or label, one of the same words in any
    order, the beginning of one. Where a metric and lines share a label, the metric is meant.

    >>> labels = {"revenue/leasing": "Leasing", "metric/dscr/minimum": "Minimum DSCR"}
    >>> path_of("minimum dscr", labels), path_of("Revenue from leasing", labels), path_of("Min", labels)
    ('metric/dscr/minimum', 'revenue/leasing', 'metric/dscr/minimum')
    >>> path_of("leasing income", labels)
    Traceback (most recent call last):
    libroi.DomainError: 'leasing income' is not a line; near in words: revenue/leasing (Leasing)
    """
    if not isinstance(wanted, str):
        raise DomainError(f"line is {wanted!r}, but must be the path or label of a line or metric")
    for path in (wanted, f"metric/{wanted}"):
        if path in labels:
            return path
    text = _folded(wanted)
    if text:
        for fits in (str.__eq__, _of_the_same_words, str.startswith):
            found = [path for path, label in labels.items() if any(fits(name, text) for name in _names(path, label))]
            metrics = [path for path in found if path.startswith("metric/")]
            if len(metrics) == 1 and fits is not str.startswith:
                return metrics[0]
            if len(found) == 1:
                return found[0]
            if found:
                raise DomainError(f"'{wanted}' names more than one line: {_listed(found, labels)}")
    raise DomainError(f"'{wanted}' is not a line{_suggested(wanted, labels)}")


def month_of(wanted: Any, index: pd.PeriodIndex) -> int | range:
    """The index of the month that is meant, or the indices of the months of a year.

    >>> months = pd.period_range("2026-07", periods=12, freq="M")
    >>> month_of("2026-09", months), month_of("index 3", months), month_of("2027", months), month_of(4, months)
    (2, 3, range(6, 12), 4)
    """
    first, last = index[0], index[-1]
    if wanted is pd.NaT or (isinstance(wanted, np.datetime64) and np.isnat(wanted)):
        raise DomainError(f"month is NaT, but must be in {first} .. {last}")
    if isinstance(wanted, pd.Period):
        return _within(wanted.asfreq("M") if wanted.freqstr != "M" and _is_a_month(wanted) else wanted, wanted, index)
    if isinstance(wanted, datetime.date | np.datetime64):
        return _within(pd.Period(pd.Timestamp(wanted), freq="M"), wanted, index)
    if isinstance(wanted, int | np.integer) and not isinstance(wanted, bool):
        return _index(int(wanted), wanted, index)
    text = wanted.strip() if isinstance(wanted, str) else ""
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{1,2})(-[0-9]{1,2})?", text):
        if 1 <= int(found[2]) <= 12 and int(found[1]) >= 1:
            return _within(pd.Period(year=int(found[1]), month=int(found[2]), freq="M"), wanted, index)
    elif re.fullmatch(r"[0-9]{4}", text):
        months = [at for at, month in enumerate(index) if month.year == int(text)]
        if months:
            return range(months[0], months[-1] + 1)
        raise DomainError(f"month is {text}, but must be in {first} .. {last}")
    elif found := re.fullmatch(r"(?:index\s+([0-9]+)|\[([0-9]+)\])", text, re.IGNORECASE):
        return _index(int(found[1] or found[2]), wanted, index)
    raise DomainError(
        f"month is {wanted!r}, but must be a month such as {first}, a year such as {last.year}, or an index such as "
        f"'index {len(index) // 2}' (0 .. {len(index) - 1})"
    )


def _is_a_month(period: pd.Period) -> bool:
    return period.asfreq("M", "start") == period.asfreq("M", "end")


def _within(month: pd.Period, wanted: Any, index: pd.PeriodIndex) -> int:
    if month.freqstr != "M":
        raise DomainError(f"month is {wanted}, a period of {month.freqstr}, but must be one month")
    if month not in index:
        raise DomainError(f"month is {month}, but must be in {index[0]} .. {index[-1]}")
    return int((month.year - index[0].year) * 12 + month.month - index[0].month)


def _index(at: int, wanted: Any, index: pd.PeriodIndex) -> int:
    if 0 <= at < len(index):
        return at
    raise DomainError(f"month is {wanted}, but must be an index in 0 .. {len(index) - 1}")


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _names(path: str, label: str) -> list[str]:
    return [_folded(name) for name in (path, path.removeprefix("metric/"), label) if name]


def _of_the_same_words(name: str, text: str) -> bool:
    words = set(_words(text)) - _SMALL
    return bool(words) and words == set(_words(name)) - _SMALL


def _listed(paths: list[str], labels: Mapping[str, str]) -> str:
    shown = [f"{path.removeprefix('metric/')} ({labels[path]})" for path in paths[:_MOST]]
    more = f", … ({len(paths) - _MOST} more)" if len(paths) > _MOST else ""
    return ", ".join(shown) + more


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^\w]+|_", text.casefold()) if word]


def _suggested(wanted: str, labels: Mapping[str, str]) -> str:
    """The end of the message: by spelling where a path is near, else by the words that are shared."""
    near = _libroi.hint(wanted.encode(errors="replace").decode(), sorted(labels))
    if near.startswith("; nearest is "):
        return near
    known = {path: _words(f"{path.removeprefix('metric/')} {label}") for path, label in labels.items()}
    scores = dict.fromkeys(labels, 0.0)
    for word in set(_words(wanted)) - _SMALL:
        fits = {path: _likeness(word, words) for path, words in known.items()}
        often = sum(1 for fit in fits.values() if fit > 0)
        for path, fit in fits.items():
            scores[path] += fit / (1 + math.log(max(often, 1)))  # a rare word says more
    scores = {path: score - 0.001 * len(known[path]) for path, score in scores.items() if score > 0}
    if not scores:
        return near
    best = max(scores.values())
    found = sorted((path for path in scores if scores[path] > 0.5 * best), key=lambda path: -scores[path])
    return f"; near in words: {_listed(found[:_MOST], labels)}"


def _likeness(word: str, known: list[str]) -> float:
    if word in known:
        return 1.0
    if any(other in known for other in _ALSO.get(word, ())):
        return 0.9
    if len(word) >= 3 and any(
        other.startswith(word) or (len(other) >= 3 and word.startswith(other)) for other in known
    ):
        return 0.8
    return 0.6 if len(word) >= 4 and difflib.get_close_matches(word, known, 1, 0.8) else 0.0
