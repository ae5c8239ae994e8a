"""The report of a result as HTML, and results as files (`report.export`)."""

from __future__ import annotations

from .page import STATUSES, card, html, svg

__all__ = ["STATUSES", "card", "html", "svg"]
