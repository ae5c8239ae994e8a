"""Writes docs/fields.md, the reference of everything a model file may hold, from the declarations in C++.

tools/fields_reference.py [--check]     --check writes nothing and fails where the file is out of date
"""

import pathlib
import sys

import libroi as roi
from libroi import _libroi

PATH = pathlib.Path(__file__).resolve().parent.parent / "docs" / "fields.md"
HEAD = """# What a model file may hold

Made by `tools/fields_reference.py` from the declarations in `libroi/*/inputs.hpp` and `libroi/center/center.hpp`; `*`
stands for a key of your own. Curves: `libroi/inputs/curve.hpp`; extends, scenarios, catalogues:
`libroi/inputs/document.hpp`.

## How values are written

A value is a number in the declared unit, or an object that names its unit and says where it comes from:

    "price": {"value": 14, "unit": "万元/card", "uncertainty": {"triangular": [12, 14, 17]},
              "source": "supplier's offer", "as_of": "2025-11-10",
              "status": "quote", "confidence": "medium", "price_date": "2025-11", "note": "…"}

| word | what it says |
|---|---|
| `source` | where the figure was read: title of a document, tender, data sheet |
| `as_of` | date of that source, 2025-07 or 2025-07-01 |
| `status` | kind of evidence: contract, quote, invoice, filing, benchmark, derived, assumption, placeholder, policy |
| `confidence` | how far the source is to be trusted: high, medium or low |
| `price_date` | date of the prices, or months after the start |
| `vat` | excluded or included |
| `note` | reason, derivation, what other sources say |

A group may carry these words for all values in it; a value's own words win. They travel to `center.parameters`, the
report, the workbook's Inputs sheet, explanations and the written model.

## Devices

`"device": "ascend-910b2"` names an entry of the catalogue that the library carries
(`libroi/capacity/devices.json`, compiled in); `{"use": "ascend-910b2", "memory": 32}` changes a part of it. An entry
of the model's own `"data": {"devices": "my_devices.json"}`, a file of the same form, hides the library's of that name.
`roi devices NAME` prints every figure with its source, date, status and confidence.

"""

INPUTS = """
## All inputs

"""

WARNINGS = """
## Warnings

What is legal in a model file but may not be meant, from the table in `libroi/center/warning_table.hpp`. A model accepts
one with a reason, everywhere or at single paths:

    "accepted_warnings": {"tenor-cut": "why it is meant", "default-matters": {"fleets.a.mfu": "measured"}}

"""


def devices() -> str:
    lines = ["| device | name | kind | dense FP16, TFLOPS | busy, W | memory, GB |", "|---|---|---|--:|--:|--:|"]
    for key, row in roi.devices().iterrows():
        memory = "" if row["memory_gb"] != row["memory_gb"] else f"{row['memory_gb']:g}"
        lines.append(f"| {key} | {row['name']} | {row['kind']} | {row['fp16']:.6g} | {row['busy_w']:g} | {memory} |")
    return "\n".join(lines) + "\n"


def text() -> str:
    table = roi.fields().reset_index()
    lines = ["| " + " | ".join(table.columns) + " |", "|" + "---|" * len(table.columns)]
    for row in table.itertuples(index=False):
        cells = ("" if value is None or value != value else str(value).replace("|", "\\|") for value in row)
        lines.append("| " + " | ".join(cells) + " |")
    warnings = ["| id | severity | raised where | what to do |", "|---|---|---|---|"]
    warnings += [
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in _libroi.warning_table()
    ]
    return HEAD + devices() + INPUTS + "\n".join(lines) + "\n" + WARNINGS + "\n".join(warnings) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PATH.write_text(text(), encoding="utf-8")
    elif PATH.read_text(encoding="utf-8") != text():
        sys.exit("docs/fields.md is out of date: run tools/fields_reference.py")
