"""The internal rates of return of a result, with what there is to say about each."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from .. import _libroi

__all__ = ["rates_of_return"]


def rates_of_return(
    metrics: Sequence[_libroi.MetricResult], diagnoses: Sequence[_libroi.finance.IrrDiagnosis]
) -> pd.DataFrame:
    """Yearly value, status, all yearly roots, rule, proof, and it in words, by metric."""
    rates = [m for m in metrics if m.format == "yearly_rate"]  # the engine diagnoses them in this order
    rows = [(m.path, d) for m, d in zip(rates, diagnoses, strict=True)]
    labels = {m.path: m.label for m in rates}
    values = {m.path: m.value for m in rates}
    return pd.DataFrame(
        {
            "value": [values[path] for path, _ in rows],
            "status": [d.status for _, d in rows],
            "roots": [tuple(_yearly(root.rate) for root in d.roots) for _, d in rows],
            "most_roots": [d.most_roots for _, d in rows],
            "rule": [d.rule for _, d in rows],
            "method": [d.method for _, d in rows],
            "words": [_in_words(labels[path], values[path], d) for path, d in rows],
        },
        index=pd.Index([path for path, _ in rows], name="metric"),
    )


def _yearly(monthly: float) -> float:
    return float((1.0 + monthly) ** 12 - 1.0)


def _in_words(label: str, value: float, d: _libroi.finance.IrrDiagnosis) -> str:
    """The diagnosis as one or two sentences."""
    others = [_yearly(root.rate) for root in d.roots]
    texts = {
        "unique": f"{label} is {value:.2%} a year, and no other rate makes the net present value zero.",
        "nearest": f"{label} is {value:.2%} a year, the rate nearest to zero at which the net present value falls.",
        "several": f"{label} is {value:.2%} a year; {len(others)} rates make the net present value zero "
        f"({', '.join(f'{rate:.2%}' for rate in others)}), so read it with the net present value.",
        "none": f"{label} does not exist: flows have both signs, but no rate makes the net present value zero.",
        "no_sign_change": f"{label} does not exist: all flows have one sign, or are zero.",
        "degenerate_horizon": f"{label} does not exist: the flows span too short a time.",
        "not_converged": f"{label} was not found within the bounds of the search.",
    }
    text = texts.get(d.status, f"{label}: {d.status}")
    if d.status in ("none", "no_sign_change"):
        text += f" Undiscounted, the flows sum to {d.npv_at_zero:,.0f}."
    return text
