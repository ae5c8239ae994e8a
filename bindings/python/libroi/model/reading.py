"""Centers from files, texts and dictionaries; what a model file may hold."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

import pandas as pd

from .. import _libroi
from .center import Center
from .json_values import escaped_surrogates, json_of

__all__ = ["fields", "from_dict", "from_text", "load", "schema"]


def load(path: str | os.PathLike[str], scenario: str | None = None) -> Center:
    """Reads a model file. Raises `InputError` with every problem of the file, `FileError` if it cannot be read."""
    return Center(_libroi.load(os.fspath(path), scenario or ""))


def from_text(text: str, name: str = "model.json", scenario: str | None = None) -> Center:
    """Reads a model file from a text; `name` stands for the file in messages."""
    return Center(_libroi.parse(escaped_surrogates(text), name, scenario or ""))


def from_dict(model: Mapping[str, Any], name: str = "model.json", scenario: str | None = None) -> Center:
    """Reads a model from a dictionary of the form of a model file."""
    return from_text(json_of(model, indent=2), name, scenario)


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of model files."""
    result: dict[str, Any] = json.loads(_libroi.schema())
    return result


def fields() -> pd.DataFrame:
    """Every input field: path, kind, unit, range, default, meaning."""
    rows = _libroi.fields()
    return pd.DataFrame(
        {
            "kind": [f.kind for f in rows],
            "unit": [f.unit for f in rows],
            "range": [f.range for f in rows],
            "required": [f.required for f in rows],
            "default": [f.fallback for f in rows],
            "meaning": [f.meaning for f in rows],
        },
        index=pd.Index([f.path for f in rows], name="path"),
    )
