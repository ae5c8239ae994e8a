"""Where the library and the twin disagree, each value to 1e-9 x max(|value|, largest of its row).

A row of rounding errors alone, like a tax loss that nets to zero, counts as zero: no money is compared below
`rounding` of the largest assets, revenue or cost, no hours or shares of them below 1e-14 of all. Rows of residuals
(check/...) are left out: they vanish but for rounding, and `Result.passed` holds them to their tolerances.
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
    sizes = ("check/scale of money", "check/size of operating cost", "check/largest available hours")
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
        if path.startswith("metric/idle/"):
            noise = 1e-14  # shares of hours
        if units[path].endswith("-hour"):
            noise = 1e-14 * hours
        if path.startswith("metric/idle/"):  # shares of the hours delivered
            noise = 1e-14
        wrong = differs(ours, theirs, largest, noise)
        if wrong.any():
            t = int(np.argmax(wrong))
            found.append(f"{path}[{t}]: library {ours[t]!r}, twin {theirs[t]!r}, largest of the row {largest!r}")
    return found


def tied_month(ours, theirs, dscr, column):
    """Two months may share the least DSCR but for rounding; then either is right."""
    row = dscr[:, min(column, dscr.shape[1] - 1)]
    if np.isnan(ours[0]) or np.isnan(theirs[0]):
        return theirs
    tied = abs(row[int(ours[0])] - row[int(theirs[0])]) <= TOLERANCE * abs(row[int(theirs[0])])
    return ours if tied else theirs
