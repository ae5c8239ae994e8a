"""Poisson shortage of the twin: docs/queueing.md, with SciPy's erfcx.

E[(X - s)+] of a Poisson number X with mean m, for real s, from the uniform expansion around n = s + 1.
"""

import numpy as np
from scipy.special import erfcx


def poisson_shortage(mean, spares):
    m, s = np.broadcast_arrays(np.asarray(mean, dtype=float), np.asarray(spares, dtype=float))
    some = np.where(m > 1e-100, m, 1.0)
    n = s + 1.0
    ratio = some / n
    y = (ratio - 1.0) / (ratio + 1.0)
    near = np.abs(y) < 0.05
    away = np.where(near, 0.5, y)
    p = (np.arctanh(away) - away) / away**3
    p = np.where(near, sum(y ** (2 * k) / (2 * k + 3) for k in range(8)), p)
    q = np.sqrt((1.0 - y) - y * (1.0 - y) ** 2 * p)
    x = np.clip((ratio - 1.0) * q * np.sqrt(n / 2.0), -24.0, 24.0)
    correction = -(1.0 - y) * (1.0 + (1.0 - y) ** 2 * p) / (2.0 * q * (q + 1.0))
    gamma = 1.0 + 1.0 / (12.0 * n) + 1.0 / (288.0 * n**2) - 139.0 / (51840.0 * n**3)
    exactly = np.exp(-(x**2)) / (ratio * gamma * np.sqrt(2.0 * np.pi * n))  # P(X = s)
    sign = np.where(some > s, 1.0, -1.0)
    tail = (
        ratio * gamma * (np.sqrt(np.pi * n / 2.0) * erfcx(sign * x) + sign * correction)
    )  # P(X <= s) or P(X > s), / it
    certain = np.maximum(some - s, 0.0)
    short = certain + exactly * (some - np.abs(some - s) * tail)
    short = np.maximum(np.minimum(short, some), certain)
    return np.where(m > 1e-100, np.where(s > 0, short, m), 0.0)
