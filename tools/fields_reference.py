"""Writes docs/fields.md, the reference of everything a model file may hold, from the declarations in C++.

tools/fields_reference.py [--check]     --check writes nothing and fails where the file is out of date
"""

import pathlib
import sys

import libroi as roi

PATH = pathlib.Path(__file__).resolve().parent.parent / "docs" / "fields.md"
HEAD = """# What a model file may hold

Made by `tools/fields_reference.py` from the declarations in `libroi/*/inputs.hpp` and `libroi/center/center.hpp`; `*`
stands for a key of your own. How values, curves, dates and sources are written: `libroi/inputs/field.hpp` and
`libroi/inputs/curve.hpp`.

"""


def text() -> str:
    table = roi.fields().reset_index()
    lines = ["| " + " | ".join(table.columns) + " |", "|" + "---|" * len(table.columns)]
    for row in table.itertuples(index=False):
        cells = ("" if value is None or value != value else str(value).replace("|", "\\|") for value in row)
        lines.append("| " + " | ".join(cells) + " |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    if "--check" not in sys.argv:
        PATH.write_text(text(), encoding="utf-8")
    elif PATH.read_text(encoding="utf-8") != text():
        sys.exit("docs/fields.md is out of date: run tools/fields_reference.py")
