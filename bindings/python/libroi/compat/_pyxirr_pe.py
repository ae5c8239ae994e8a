"""Private-equity measures with the names and behaviour of pyxirr.pe.

Amounts are negative when money is called and positive when it is distributed; contributions and distributions, given
apart, are both positive. Source: Measuring Private Equity Fund Performance, INSEAD 2019.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._pyxirr_input import InvalidPaymentsError, amounts_of, number
from ._pyxirr_periodic import irr

__all__ = [
    "direct_alpha",
    "direct_alpha_2",
    "dpi",
    "dpi_2",
    "ks_pme",
    "ks_pme_2",
    "ks_pme_flows",
    "ks_pme_flows_2",
    "ln_pme",
    "ln_pme_2",
    "ln_pme_nav",
    "ln_pme_nav_2",
    "m_pme",
    "m_pme_2",
    "moic",
    "moic_2",
    "pme_plus",
    "pme_plus_2",
    "pme_plus_flows",
    "pme_plus_flows_2",
    "pme_plus_lambda",
    "pme_plus_lambda_2",
    "rvpi",
    "tvpi",
    "tvpi_2",
]

Array = NDArray[np.float64]


def _ratio(value: float, paid_in: float) -> float:
    if paid_in == 0:
        raise InvalidPaymentsError("Contributions are zero")
    return float(value / paid_in)


def _split(amounts: Any) -> tuple[Array, Array]:
    flows = amounts_of(amounts)
    return np.maximum(-flows, 0), np.maximum(flows, 0)


def _net(contributions: Any, distributions: Any) -> Array:
    paid, received = amounts_of(contributions, "contributions"), amounts_of(distributions, "distributions")
    if len(paid) != len(received):
        raise InvalidPaymentsError("Amounts must be the same length as index.")
    return received - paid


def _with_index(index: Any, **series: Any) -> list[Array]:
    arrays = [amounts_of(index, "index"), *[amounts_of(s, name) for name, s in series.items()]]
    if any(len(a) != len(arrays[0]) for a in arrays):
        raise InvalidPaymentsError("Amounts must be the same length as index.")
    if len(arrays[0]) == 0:
        raise InvalidPaymentsError("Input array must contain at least one value")
    return [arrays[0][-1] / arrays[0], *arrays[1:]]


def _closed(flows: Array, last: float) -> float | None:
    closed = flows.copy()
    closed[-1] = last
    return irr(closed)


def dpi(amounts: Any) -> float:
    """Distributions to paid-in capital."""
    return dpi_2(*_split(amounts))


def dpi_2(contributions: Any, distributions: Any) -> float:
    """Distributions to paid-in capital."""
    return _ratio(amounts_of(distributions, "distributions").sum(), amounts_of(contributions, "contributions").sum())


def rvpi(contributions: Any, nav: float) -> float:
    """Residual value to paid-in capital."""
    paid = amounts_of(contributions, "contributions")
    return _ratio(number(nav, "nav"), paid.sum() * (-1 if np.signbit(paid).any() else 1))


def tvpi(amounts: Any, nav: float = 0) -> float:
    """Total value to paid-in capital."""
    return tvpi_2(*_split(amounts), nav)


def tvpi_2(contributions: Any, distributions: Any, nav: float = 0) -> float:
    """Total value to paid-in capital."""
    received = amounts_of(distributions, "distributions").sum()
    return _ratio(received + number(nav, "nav"), amounts_of(contributions, "contributions").sum())


moic = tvpi
moic_2 = tvpi_2


def ks_pme_flows(amounts: Any, index: Any) -> list[float]:
    """Amounts carried to the last date at the growth of the index."""
    growth, flows = _with_index(index, amounts=amounts)
    return [float(x) for x in flows * growth]


def ks_pme_flows_2(contributions: Any, distributions: Any, index: Any) -> tuple[list[float], list[float]]:
    """Contributions and distributions carried to the last date."""
    growth, paid, received = _with_index(index, contributions=contributions, distributions=distributions)
    return (paid * growth).tolist(), (received * growth).tolist()


def ks_pme(amounts: Any, index: Any, nav: float = 0) -> float:
    """Kaplan and Schoar's public market equivalent."""
    return tvpi(ks_pme_flows(amounts, index), nav)


def ks_pme_2(contributions: Any, distributions: Any, index: Any, nav: float = 0) -> float:
    """Kaplan and Schoar's public market equivalent."""
    return tvpi_2(*ks_pme_flows_2(contributions, distributions, index), nav)


def m_pme(amounts: Any, index: Any, nav: Any) -> float | None:
    """Modified public market equivalent."""
    return m_pme_2(*_split(amounts), index, nav)


def m_pme_2(contributions: Any, distributions: Any, index: Any, nav: Any) -> float | None:
    """Modified public market equivalent."""
    _, paid, received, value = _with_index(index, contributions=contributions, distributions=distributions, nav=nav)
    level = amounts_of(index, "index")
    share = received / (received + value)
    balance = (1 - share[0]) * paid[0]
    adjusted = np.zeros(len(paid))
    for t in range(1, len(paid)):
        before = balance * level[t] / level[t - 1] + paid[t]
        adjusted[t] = share[t] * before
        balance = (1 - share[t]) * before
    return _closed(adjusted - paid, float(balance))


def pme_plus_lambda(amounts: Any, index: Any, nav: float = 0) -> float:
    """Factor on the distributions that leaves the fund's net asset value in the index."""
    return pme_plus_lambda_2(*_split(amounts), index, nav)


def pme_plus_lambda_2(contributions: Any, distributions: Any, index: Any, nav: float = 0) -> float:
    """Factor on the distributions that leaves the fund's net asset value in the index."""
    growth, paid, received = _with_index(index, contributions=contributions, distributions=distributions)
    return float(((paid * growth).sum() - number(nav, "nav")) / (received * growth).sum())


def pme_plus_flows(amounts: Any, index: Any, nav: float = 0) -> list[float]:
    """Amounts with the distributions scaled by pme_plus_lambda."""
    paid, received = _split(amounts)
    return [float(x) for x in received * pme_plus_lambda_2(paid, received, index, nav) - paid]


def pme_plus_flows_2(
    contributions: Any, distributions: Any, index: Any, nav: float = 0
) -> tuple[list[float], list[float]]:
    """Contributions, and distributions scaled by pme_plus_lambda."""
    scale = pme_plus_lambda_2(contributions, distributions, index, nav)
    return amounts_of(contributions, "contributions").tolist(), (
        amounts_of(distributions, "distributions") * scale
    ).tolist()


def pme_plus(amounts: Any, index: Any, nav: float = 0) -> float | None:
    """Rate of return of the scaled flows."""
    return _closed(np.asarray(pme_plus_flows(amounts, index, nav)), nav)


def pme_plus_2(contributions: Any, distributions: Any, index: Any, nav: float = 0) -> float | None:
    """Rate of return of the scaled flows."""
    return pme_plus(_net(contributions, distributions), index, nav)


def ln_pme_nav(amounts: Any, index: Any) -> float:
    """Value of the calls less the distributions, had both been invested in the index."""
    return -float(np.sum(ks_pme_flows(amounts, index)))


def ln_pme_nav_2(contributions: Any, distributions: Any, index: Any) -> float:
    """Value of the calls less the distributions, had both been invested in the index."""
    return ln_pme_nav(_net(contributions, distributions), index)


def ln_pme(amounts: Any, index: Any) -> float | None:
    """Long and Nickels' public market equivalent."""
    return _closed(amounts_of(amounts), ln_pme_nav(amounts, index))


def ln_pme_2(contributions: Any, distributions: Any, index: Any) -> float | None:
    """Long and Nickels' public market equivalent."""
    return ln_pme(_net(contributions, distributions), index)


def direct_alpha(amounts: Any, index: Any, nav: float = 0) -> float | None:
    """Excess rate of return over the index."""
    flows = np.asarray(ks_pme_flows(amounts, index))
    return _closed(flows, flows[-1] + number(nav, "nav"))


def direct_alpha_2(contributions: Any, distributions: Any, index: Any, nav: float = 0) -> float | None:
    """Excess rate of return over the index."""
    return direct_alpha(_net(contributions, distributions), index, nav)
