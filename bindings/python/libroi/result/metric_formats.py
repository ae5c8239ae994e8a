"""Which metrics are shown first. How a metric is written is declared with it: `MetricResult.format`."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["HEADLINES", "headline_paths"]

#: The metrics shown first. A center that sells in another unit, or in several, has its own in the place of
#: "lcoc/sold card-hour" and "utilization": the headline's first.
HEADLINES = (
    "npv/project",
    "irr/project",
    "irr/equity distributions",
    "payback",
    "lcoc/sold card-hour",
    "utilization",
    "break-even utilization",
    "dscr/minimum",
)


def headline_paths(known: Iterable[str]) -> list[str]:
    """The metrics shown first, of those a result has.

    >>> headline_paths(["npv/project", "utilization", "lcoc/sold card-hour", "utilization/vcpu-hour", "llcr"])
    ['npv/project', 'lcoc/sold card-hour', 'utilization', 'utilization/vcpu-hour']
    """
    paths = list(known)
    stems = {"lcoc/sold card-hour": "lcoc/sold ", "utilization": "utilization/"}
    out = []
    for path in HEADLINES:
        stem = stems.get(path)
        out += [one for one in paths if one == path or (stem is not None and one.startswith(stem))]
    return out
