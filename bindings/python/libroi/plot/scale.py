"""Words for large amounts of money."""

from __future__ import annotations

__all__ = ["money_scale"]


def money_scale(largest: float) -> tuple[float, str]:
    """Divisor and word for amounts of that size.

    >>> money_scale(3.2e9)
    (1000000.0, 'million ')
    """
    for divisor, word in ((1e10, "billion "), (1e6, "million "), (1e4, "thousand ")):
        if largest >= divisor:
            return (1e9 if word == "billion " else 1e6 if word == "million " else 1e3), word
    return 1.0, ""
