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
stands for a key of your own. How values, curves, dates and sources are written: `libroi/inputs/field.hpp` and
`libroi/inputs/curve.hpp`.

"""

WARNINGS = """
## Warnings

What is legal in a model file but may not be meant, from the table in `libroi/center/warning_table.hpp`. A model accepts
one with a reason, everywhere or at single paths:

    "accepted_warnings": {"tenor-cut": "why it is meant", "default-matters": {"fleets.a.mfu": "measured"}}

"""


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
    return HEAD + "\n".join(lines) + "\n" + WARNINGS + "\n".join(warnings) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PATH.write_text(text(), encoding="utf-8")
    elif PATH.read_text(encoding="utf-8") != text():
        sys.exit("docs/fields.md is out of date: run tools/fields_reference.py")
