"""Where the library and the twin disagree, each value to 1e-9 x max(|value|, largest of its row).

A row of rounding errors alone, like a tax loss that nets to zero, counts as zero: no money is compared below
`rounding` of the largest assets, revenue or cost, no hours below ten times that share of the largest available ones.
Rows of residuals (check/...) are left out: they vanish but for rounding, and `Result.passed` holds them to their
tolerances.
"""

import numpy as np

TOLERANCE = 1e-9


def differs(ours, theirs, scale, noise=0.0):
    """Where two arrays disagree: a value missing on one side, or further apart than the tolerance."""
    missing = np.isnan(ours) != np.isnan(theirs)
    bound = np.maximum(TOLERANCE * np.maximum(np.abs(ours), scale), noise)
    with np.errstate(invalid="ignore"):
        return missing | (np.abs(ours - theirs) > bound)


def is_residual(path):
    sizes = (
        "check/scale of money",
        "check/scale of money at break-even",
        "check/size of operating cost",
        "check/largest available hours",
    )
    return path.startswith("check/") and path not in sizes


def line_differences(result, lines, metrics, column=0, rounding=1e-15):
    """Every line of a result that the twin does not have or computes otherwise, with the worst month."""
    found = []
    rows = {path: row.to_numpy() for path, row in result.lines.items()}
    rows |= {path: np.array([value]) for path, value in result.constants["value"].items()}
    twin_rows = lines | {f"metric/{path}": value for path, value in metrics.items()}
    units = result.lines.attrs["units"] | dict(result.constants["unit"])
    money, hours = float(rows["check/scale of money"][0]), float(rows["check/largest available hours"][0])
    for path, ours in rows.items():
        if is_residual(path) or "/constant/" in path:  # or a coefficient of the closed forms of queues
            continue
        if path == "break-even/scale of sales" and np.isnan(metrics["break-even utilization"][column]):
            continue  # where no scale exists the row holds the last one that was tried
        if path not in twin_rows:
            found.append(f"{path}: the twin does not have it")
            continue
        theirs = np.atleast_1d(np.asarray(twin_rows[path], dtype=float))
        theirs = theirs[..., min(column, theirs.shape[-1] - 1)]
        theirs = np.broadcast_to(theirs, ours.shape)
        if path == "metric/dscr/minimum month":
            theirs = tied_month(ours, theirs, lines["debt/dscr"], column)
        largest = np.nanmax(np.abs(ours), initial=0.0) if not np.isnan(ours).all() else 0.0
        noise = rounding * money if units[path] == result.center.currency else 1e-100
        if units[path].endswith("-hour"):
            noise = 10.0 * rounding * hours
        if "/step/" in path and path.endswith(("/servers", "/load")):  # a month has some 700 hours
            noise = 0.02 * rounding * hours
        if path.startswith("metric/idle/"):  # shares of the hours delivered
            noise = 1e-14
        wrong = differs(ours, theirs, largest, noise) & says_something(twin_rows, path, ours.shape, column, hours)
        if wrong.any():
            t = int(np.argmax(wrong))
            found.append(f"{path}[{t}]: library {ours[t]!r}, twin {theirs[t]!r}, largest of the row {largest!r}")
    return found


def size_of(path, column):
    """What a metric's rows are measured against: the middle one; of shares of the hours delivered, all of them."""
    if path.startswith("idle/"):
        return 1.0
    return 0.0 if np.isnan(column).all() else np.nanmedian(np.abs(column))


def says_something(twin_rows, path, shape, column, hours):
    """Months in which a ratio of hours is more than one of roundings: shares of a step, and what an hour earned."""
    folder, _, name = path.rpartition("/")
    of = None
    if "/step/" in path and name != "wanted":
        of = f"{folder}/wanted"
    elif name == "price earned" or folder.endswith("/value"):
        of = f"sales/fleet/{path.split('/')[1]}/sold"
    if of not in twin_rows:
        return np.ones(shape, dtype=bool)
    row = twin_rows[of]
    row = row[:, min(column, row.shape[1] - 1)]
    return (row == 0.0) | (row > 1e-12 * hours)


def tied_month(ours, theirs, dscr, column):
    """Two months may share the least DSCR but for rounding; then either is right."""
    row = dscr[:, min(column, dscr.shape[1] - 1)]
    if np.isnan(ours[0]) or np.isnan(theirs[0]):
        return theirs
    tied = abs(row[int(ours[0])] - row[int(theirs[0])]) <= TOLERANCE * abs(row[int(theirs[0])])
    return ours if tied else theirs
