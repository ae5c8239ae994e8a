"""Jinja as the rooms that write HTML use it; each keeps its templates beside its code."""

from __future__ import annotations

import functools

import jinja2

__all__ = ["templates_of"]


@functools.cache
def templates_of(room: str) -> jinja2.Environment:
    """The folder `templates` of a room such as "libroi.report"."""
    return jinja2.Environment(
        loader=jinja2.PackageLoader(room),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )
