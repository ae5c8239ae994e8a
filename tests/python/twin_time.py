"""Time and curves of the twin: arrays of months x scenarios, scenarios on the fast axis.

A number is a float or an array of S scenarios; a row is an array (N, S), or (N, 1) while no scenario differs.
"""

import calendar

import numpy as np


class Time:
    def __init__(self, start, months, hours):
        year, month = (int(part) for part in start.split("-"))
        self.months = months
        self.t = np.arange(months, dtype=float)[:, None]
        self.next = self.t + 1.0
        self.horizon = float(months)
        self.last_start = months - 1.0
        index = month - 1 + np.arange(months)
        self.years = year + index // 12
        self.month_of_year = index % 12  # January is 0
        days = [calendar.monthrange(y, m + 1)[1] for y, m in zip(self.years, self.month_of_year, strict=True)]
        self.days = np.array(days, dtype=float)[:, None]
        fixed = {"8760": 8760.0 / 12.0, "8766": 8766.0 / 12.0, "720": 720.0}
        self.hours = 24.0 * self.days if hours == "calendar" else np.full((months, 1), fixed[hours])
        self.last = np.zeros((months, 1))
        self.last[-1] = 1.0
        ends = [i for i in range(months) if self.month_of_year[i] == 11 or i == months - 1]
        self.year_ends = np.array(ends)
        self.year_starts = np.array([0, *[end + 1 for end in ends[:-1]]])

    def overlap(self, start, end):
        """Share of each month between two dates."""
        share = np.minimum(end, self.next) - np.maximum(start, self.t)
        return np.maximum(share, 0.0, out=share)

    def live(self, start):
        """Share of each month after a date."""
        return clamp(self.next - start)

    def powers(self, factor):
        """factor^t, the level at the start of each month."""
        row = np.empty((self.months, np.size(factor)))
        row[:] = factor
        row[0] = 1.0
        return np.multiply.accumulate(row, axis=0, out=row)


def clamp(share):
    """The row limited to 0 .. 1, in place."""
    return np.clip(share, 0.0, 1.0, out=share)


def added(total, row):
    """total + row, in place where the total is a full row of its own already."""
    if total.shape == row.shape:
        return np.add(total, row, out=total)
    return total + row


def lag(row, opening=0.0):
    """The row one month earlier."""
    out = np.empty_like(row)
    out[0] = opening
    out[1:] = row[:-1]
    return out


def change(row):
    """Change of a stock that opens at 0."""
    out = row.copy()
    out[1:] -= row[:-1]
    return out


def points(time, shape, number, put, name):
    path, labels = shape["path"], shape["labels"]
    values = [number(f"{path}.points.{label}") for label in labels]
    dates = [number(f"{path}.points.{label}.date") for label in labels]
    if shape["interpolation"] == "step":
        bounds = [-np.inf, *dates[1:], np.inf]
        return sum(value * time.overlap(a, b) for value, a, b in zip(values, bounds, bounds[1:], strict=False))
    if shape["interpolation"] == "log":
        values = [np.log(value) for value in values]
        put(f"{name}/first log", values[0])
    row = values[0] + 0.0 * time.t
    for k, (value, following, a, b) in enumerate(zip(values, values[1:], dates, dates[1:], strict=False)):
        slope = put(f"{name}/slope {k + 1}", (following - value) / (b - a))
        row = row + slope * np.maximum(np.minimum(time.t, b) - a, 0.0)
    return np.exp(row) if shape["interpolation"] == "log" else row


def curve(time, shape, number, levels, put, name):
    """The value of a curve in each month; `levels` holds each index at the start of the months."""
    path, kind = shape["path"], shape["kind"]
    if kind == "constant":
        row = number(path) + np.zeros((time.months, 1))
    elif kind == "growth":
        factor = put(f"{name}/growth factor", (1.0 + number(f"{path}.growth")) ** (1.0 / 12.0))
        powers = time.powers(factor)
        put(f"{name}/growth index", powers * factor)
        row = number(f"{path}.start") * powers
    elif kind == "monthly":
        values = [number(f"{path}.monthly.{label}") for label in shape["labels"]]
        row = np.array(np.broadcast_arrays(*[values[min(t, len(values) - 1)] for t in range(time.months)]))
        row = row.reshape(time.months, -1)
    else:
        row = points(time, shape, number, put, name)
    if shape["index"]:
        aged = put(f"{name}/age", age(shape["index"], number, number(f"{path}.price_date")))
        row = row * (levels[shape["index"]] * aged)
    return row


def age(index, number, price_date):
    """Level of an index at a price date, as a factor that brings money of that date to the start of the model."""
    return (1.0 + number(f"indices.{index}.growth")) ** (-price_date / 12.0)
