"""Whether a center keeps its hurdles and covenants."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

__all__ = ["Verdict"]


@dataclass(frozen=True, eq=False)
class Verdict:
    """The outcome, in words, and every requirement with what was asked and found.

    outcome       "no hurdle stated", "met", "failed" or "in default"
    requirements  label, asked, found, met; by the path of the input or line that asks
    """

    outcome: str
    words: str
    requirements: pd.DataFrame

    def __str__(self) -> str:
        return self.words
