"""docs/architecture.md, "Add a stream in ten minutes", followed inside the library: the header and the one word.

(The program with a list of its own is built and run by ctest, docs_add_a_stream.)
"""

from __future__ import annotations

import pathlib
import shutil
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from code_blocks import code_blocks  # noqa: E402

PROGRAM = """
#include "libroi/center/evaluate.hpp"
#include "libroi/core/pack.hpp"
template class roi::Evaluator<double, roi::Ledger<double>>;
template class roi::Evaluator<roi::Pack<8>, roi::Discard<roi::Pack<8>>>;
double seats(const roi::Center<double>& center) { return center.courses.at("basic").seats; }
"""


def blocks() -> dict[str, str]:
    return code_blocks((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))


@pytest.mark.skipif(shutil.which("c++") is None, reason="no C++ compiler")
def test_one_header_and_one_word(tmp_path: pathlib.Path) -> None:
    room = tmp_path / "libroi" / "revenue"
    room.mkdir(parents=True)
    (room / "courses.hpp").write_text(blocks()["courses.hpp"])
    streams = (ROOT / "libroi" / "revenue" / "streams.hpp").read_text()
    assert streams.count("OtherRevenues>") == 1
    streams = streams.replace("OtherRevenues>", "OtherRevenues, ::Courses>")
    include = '#include "libroi/revenue/contract_leasing.hpp"\n'
    (room / "streams.hpp").write_text(streams.replace(include, include + '#include "libroi/revenue/courses.hpp"\n'))
    (tmp_path / "program.cpp").write_text(PROGRAM)
    command = ["c++", "-std=c++20", "-O0", "-Wall", "-Wextra", "-Werror", "-Wno-psabi", "-ffp-contract=off", "-c"]
    done = subprocess.run(
        [*command, f"-I{tmp_path}", f"-I{ROOT}", "-o", tmp_path / "program.o", tmp_path / "program.cpp"],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_word_is_where_the_page_says() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert "joins the list in `libroi/revenue/streams.hpp`" in page
    assert set(blocks()) == {"courses.hpp", "center.hpp", "center.json", "main.cpp", "expected.txt"}


def test_names_are_unique() -> None:
    with pytest.raises(ValueError, match=r"two code blocks are named a\.hpp"):
        code_blocks("```cpp a.hpp\n1\n```\n\n```cpp a.hpp\n2\n```\n")
    assert code_blocks("```cpp\nno name\n```\n```json b.json\n{}\n```\n") == {"b.json": "{}\n"}
