"""Rates of return, cover ratios and the other metrics of the twin: section 10 of docs/model.md."""

from functools import lru_cache

import numpy as np

# Nodes of x = ln(1 + monthly rate): dense near zero, out to -99 % and +10,000 % a year.
_HALF = 0.385 * np.sinh(np.linspace(0.0, 5.0, 17)) / np.sinh(5.0)
NODES = np.concatenate([-_HALF[:0:-1], _HALF])
BLOCK = 12


@lru_cache
def node_factors(months):
    return np.exp(-np.outer(NODES, np.arange(1, months + 1)))


def irr(flows):
    """Yearly rate at which the NPV of monthly flows falls through zero, nearest to zero; NaN where there is none."""
    months, count = flows.shape
    result = np.full(count, np.nan)
    possible = np.flatnonzero((flows.max(axis=0) > 0) & (flows.min(axis=0) < 0))
    if not len(possible):
        return result
    if len(possible) < count:
        flows = flows[:, possible]
    values = node_factors(months) @ flows
    above = values > 0
    nearest = np.minimum(np.abs(NODES[:-1]), np.abs(NODES[1:]))[:, None]
    distance = np.where(above[:-1] & ~above[1:], nearest, np.inf)
    rising = ~np.isfinite(distance.min(axis=0))
    if rising.any():
        distance[:, rising] = np.where(above[:-1, rising] != above[1:, rising], nearest, np.inf)
    best = distance.argmin(axis=0)
    columns = np.arange(flows.shape[1])
    found = np.isfinite(distance[best, columns])
    low, high = NODES[best], NODES[best + 1]
    at_low, at_high = values[best, columns], values[best + 1, columns]
    x = low - at_low * (high - low) / np.where(at_high != at_low, at_high - at_low, 1.0)
    x = refine(flows, x, low, high, at_low > 0)
    rates = np.where(found, np.expm1(12.0 * x), np.nan)
    for column in np.flatnonzero(~found):
        rates[column] = by_polynomial(flows[:, column])
    result[possible] = rates
    return result


def refine(flows, x, low, high, low_above):
    """Newton's method inside a bracket."""
    months, count = flows.shape
    padding = -months % BLOCK
    if padding:
        flows = np.concatenate([flows, np.zeros((padding, count))])
    moments = flows * np.arange(1.0, months + padding + 1)[:, None]
    flows = flows.reshape(-1, BLOCK, count)
    moments = moments.reshape(-1, BLOCK, count)
    powers = np.empty((BLOCK, count))
    for _ in range(60):
        powers[:] = np.exp(-x)
        np.multiply.accumulate(powers, axis=0, out=powers)
        value = horner(np.einsum("bts,ts->bs", flows, powers), powers[-1])
        slope = -horner(np.einsum("bts,ts->bs", moments, powers), powers[-1])
        at_low_side = (value > 0) == low_above
        low = np.where(at_low_side, x, low)
        high = np.where(at_low_side, high, x)
        step = x - value / np.where(slope != 0, slope, 1.0)
        step = np.where((step > low) & (step < high) & (slope != 0), step, 0.5 * (low + high))
        step = np.where(value == 0, x, step)
        moved = np.abs(step - x).max()
        x = step
        if moved < 1e-14:
            break
    return x


def horner(blocks, factor):
    value = blocks[-1]
    for block in blocks[-2::-1]:
        value = value * factor + block
    return value


def by_polynomial(flows):
    """All roots, for the few scenarios whose root lies outside the nodes or beside a second one."""
    roots = np.roots(np.trim_zeros(flows, "f")[::-1])
    real = roots.real[(np.abs(roots.imag) < 1e-9 * np.abs(roots)) & (roots.real > 0)]
    if not len(real):
        return np.nan
    # Slope of the NPV in the discount factor: positive where it falls with the rate.
    slope = np.polyval(np.polyder(flows[::-1]), real)
    real = real[slope > 0] if (slope > 0).any() else real
    monthly = 1.0 / real - 1.0
    return (1.0 + monthly[np.argmin(np.abs(monthly))]) ** 12 - 1.0


def payback(cumulative):
    """First moment from which a running sum is never negative again, linear inside its month."""
    months, count = cumulative.shape
    negative = cumulative < 0
    last = months - 1 - np.argmax(negative[::-1], axis=0)
    columns = np.arange(count)
    following = np.minimum(last + 1, months - 1)
    before, after = cumulative[last, columns], cumulative[following, columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        moment = last + 1.0 - before / (after - before)
    moment = np.where(negative.any(axis=0), moment, 0.0)
    return np.where(negative[-1], np.nan, moment)


def payback_row(cumulative):
    """By month: the last moment so far at which the running sum rose through zero; 0 while it is negative."""
    row = np.zeros_like(cumulative)
    moment, before = np.zeros(cumulative.shape[1]), np.zeros(cumulative.shape[1])
    for t, now in enumerate(cumulative):
        rise = np.where(now != before, now - before, 1.0)
        moment = np.where(now < 0, 0.0, np.where(before < 0, t - before / rise, moment))
        row[t] = moment
        before = now
    return row


def cover(cfads, service, repaying, put):
    """DSCR over the last twelve months of service; NaN where it does not exist."""
    sums = []
    for name, row in (("cfads", cfads), ("service", service)):
        running = np.cumsum(put(f"debt/counted {name}", np.where(repaying, row, 0.0)), axis=0)
        running[12:] = running[12:] - running[:-12].copy()
        sums.append(put(f"debt/{name} of twelve months", running))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(repaying & (sums[1] > 0), sums[0] / sums[1], np.nan)


def cover_metrics(row, put):
    """Least, first month of the least but for rounding, and mean of the defined entries."""
    known = ~np.isnan(row)
    any_known = known.any(axis=0)
    filled = np.where(known, row, np.inf)
    least = np.where(any_known, filled.min(axis=0), 0.0)
    most = np.where(any_known, np.where(known, row, -np.inf).max(axis=0), 0.0)
    rounding = put("debt/relative rounding", 1e-9)
    limit = put("debt/dscr limit", least + rounding * np.maximum(np.abs(least), np.abs(most)))
    near = put("debt/dscr near minimum", np.where(known & (filled <= limit), 1.0, 0.0))
    with np.errstate(invalid="ignore", divide="ignore"):
        average = np.where(known, row, 0.0).sum(axis=0) / known.sum(axis=0)
    month = np.where(any_known, near.argmax(axis=0), np.nan)
    return np.where(any_known, least, np.nan), month, np.where(any_known, average, np.nan)


def ratio(above, below):
    above, below = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)
