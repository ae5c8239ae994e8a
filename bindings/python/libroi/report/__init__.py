"""The report of a result as HTML, and results as files (`libroi.export`)."""

from __future__ import annotations

from ..result.card import card
from .drawings import svg
from .page import html
from .sources import STATUSES

__all__ = ["STATUSES", "card", "html", "svg"]
