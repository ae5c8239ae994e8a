"""Erlang's loss for real numbers of servers, twice: in closed form and exactly, both with SciPy's special functions.

    B = lost_share(servers, load)          # the closed form of docs/queueing.md
    B = lost_share_exact(servers, load)    # from the incomplete gamma function
    C = waiting_share(B, servers, load)    # Erlang's C

The twin takes the closed form, as the library does; `twin_erlang.USED = lost_share_exact` measures what it costs.
"""

import numpy as np
from scipy import special

TINY = 1e-300
LENTZ_STEPS = 400


def excess(ratio):
    """ratio - 1 - ln(ratio), by its series where the difference cancels."""
    mu = ratio - 1.0
    series = mu * mu * (1 / 2 - mu * (1 / 3 - mu * (1 / 4 - mu * (1 / 5 - mu * (1 / 6 - mu * (1 / 7 - mu / 8))))))
    return np.where(np.abs(mu) < 1e-2, series, mu - np.log(np.maximum(ratio, TINY)))


def correction(mu, eta):
    """1 / mu - 1 / eta, by its series where the difference cancels."""
    near = np.abs(eta) < 0.1
    series = -1 / 3 + eta * (
        1 / 12 + eta * (-2 / 135 + eta * (1 / 864 + eta * (1 / 2835 + eta * (-139 / 777600 + eta / 25515))))
    )
    return np.where(near, series, 1.0 / np.where(near, 1.0, mu) - 1.0 / np.where(near, 1.0, eta))


def lost_share(servers, load):
    """Uniform expansion of the incomplete gamma function (Temme 1979), kept above Erlang's own lower bounds."""
    c, a = np.broadcast_arrays(np.asarray(servers, dtype=float), np.asarray(load, dtype=float))
    a_safe = np.maximum(a, TINY)
    n = c + 1.0
    ratio = a_safe / n
    eta = np.sign(ratio - 1.0) * np.sqrt(2.0 * excess(ratio))
    gamma = 1.0 + (1 / 12 + (1 / 288 - 139 / 51840 / n) / n) / n
    s = correction(ratio - 1.0, eta)
    with np.errstate(divide="ignore", over="ignore"):  # a load far below the servers: erfcx is infinite, nothing lost
        expansion = gamma * (np.sqrt(np.pi * n / 2.0) * special.erfcx(eta * np.sqrt(n / 2.0)) + s)
        lost = n / a_safe / expansion
    one = np.minimum(c, 1.0)
    lost = np.maximum(lost, (a - c + one) / (a_safe + one))
    return np.where(a > 0, np.where(c > 0, np.minimum(lost, 1.0), 1.0), 0.0)


def lost_share_exact(servers, load):
    """Density over distribution function of the Poisson; its continued fraction where both underflow."""
    c, a = np.broadcast_arrays(np.asarray(servers, dtype=float), np.asarray(load, dtype=float))
    a_safe = np.maximum(a, TINY)
    log_density = c * np.log(a_safe) - a_safe - special.gammaln(c + 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        direct = np.exp(log_density) / special.gammaincc(c + 1.0, a_safe)
    far = (log_density < -600.0) & (a > c)
    lost = np.where(far, 1.0 / (a_safe * upper_gamma_fraction(c + 1.0, np.where(far, a_safe, c + 2.0))), direct)
    return np.where(a > 0, np.where(c > 0, lost, 1.0), 0.0)


def upper_gamma_fraction(s, x):
    """Gamma(s, x) e^x x^-s by its continued fraction (modified Lentz), x > s."""
    b = x + 1.0 - s
    value = 1.0 / b
    c, d = np.full_like(b, 1.0 / TINY), value.copy()
    for i in range(1, LENTZ_STEPS):
        step = -i * (i - s)
        b = b + 2.0
        d = 1.0 / (step * d + b)
        c = b + step / c
        value = value * d * c
    return value


USED = lost_share


def waiting_share(lost, servers, load):
    """Erlang's C; 1 where the load is not below the servers."""
    below = load < servers
    share = np.where(below, load, 0.0) / np.where(below, servers, 1.0)
    return np.where(below, lost / (1.0 - share * (1.0 - lost)), 1.0)
