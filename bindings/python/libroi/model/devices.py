"""The library's own catalogue of devices: accelerator cards and server nodes, every figure with its source.

A model file names a device by its key, without any file: "device": "ascend-910b2".

>>> roi.devices().loc["ascend-910b2", ["fp16", "busy_w", "memory_gb"]].to_dict()
{'fp16': 376.0, 'busy_w': 400.0, 'memory_gb': 64.0}
>>> sheet = roi.devices("ascend-910b2")
>>> sheet.loc["busy_power", ["low", "high"]].to_dict(), sheet.loc["busy_power", "confidence"]
({'low': 310.0, 'high': 450.0}, 'low')
"""

from __future__ import annotations

import pandas as pd

from .. import _libroi

__all__ = ["devices"]

#: Columns of the table of all devices, the figure that each shows, and its unit.
COLUMNS = {
    **{name: (f"peak.{name}", "TFLOPS") for name in ("fp64", "fp32", "tf32", "fp16", "fp8")},
    "int8": ("peak.int8", "TOPS"),
    "sparsity": ("peak.sparsity", "1"),
    "idle_w": ("idle_power", "W"),
    "busy_w": ("busy_power", "W"),
    "memory_gb": ("memory", "GB"),
}


def devices(name: str | None = None) -> pd.DataFrame:
    """All devices, one a row; or every figure of the device of that name, with what is known about it.

    Without a name: `name`, `kind` (accelerator or node), dense peaks by number format in TFLOPS (INT8 in TOPS),
    `sparsity` (sparse peak / dense peak), idle and busy power in W, memory in GB; NaN where no source gives a figure.
    `attrs["units"]` holds the units.

    With one: value, unit, `low` and `high` where sources disagree or the figure is assumed (NaN elsewhere), source,
    as_of, status, confidence (high, medium, low), note and meaning of each figure.

    Raises `DomainError` with the nearest names for a device that is not there.

    >>> roi.devices().loc["nvidia-h100-sxm", ["fp64", "fp16", "sparsity", "memory_gb"]].tolist()
    [67.0, 989.4, 2.0, 80.0]
    >>> roi.devices("h200").loc["memory", "value"]
    Traceback (most recent call last):
    libroi.errors.DomainError: devices: there is no "h200"; nearest is nvidia-h200-sxm
    """
    return _all() if name is None else _one(name)


def _all() -> pd.DataFrame:
    keys = _libroi.device_names()
    rows = []
    for key in keys:
        values = {f.figure: f.value for f in _libroi.device_figures(key)}
        row: dict[str, str | float] = {"name": _libroi.device_title(key), "kind": _libroi.device_kind(key)}
        row |= {column: values.get(figure, float("nan")) for column, (figure, _) in COLUMNS.items()}
        rows.append(row)
    table = pd.DataFrame(rows, index=pd.Index(keys, name="device"))
    table.attrs["units"] = {column: unit for column, (_, unit) in COLUMNS.items()}
    return table


def _one(name: str) -> pd.DataFrame:
    figures = _libroi.device_figures(name)
    nan = float("nan")
    return pd.DataFrame(
        {
            "value": [f.value for f in figures],
            "unit": [f.unit for f in figures],
            "low": [f.range[0] if f.range else nan for f in figures],
            "high": [f.range[1] if f.range else nan for f in figures],
            "source": [f.source for f in figures],
            "as_of": [f.as_of for f in figures],
            "status": [f.status for f in figures],
            "confidence": [f.confidence for f in figures],
            "note": [f.note for f in figures],
            "meaning": [f.meaning for f in figures],
        },
        index=pd.Index([f.figure for f in figures], name="figure"),
    )
