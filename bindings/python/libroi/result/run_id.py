"""The id of a run."""

from __future__ import annotations

import hashlib

from .. import _libroi

__all__ = ["run_id_of"]


def run_id_of(inputs: str) -> str:
    """Hash of the canonical inputs' hash and the version of the engine: equal ids, equal numbers."""
    text = f"{inputs}\n{_libroi.__version__}\n"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
