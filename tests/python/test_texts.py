"""Texts of a model in workbook, report, JSON and terminal: they read back as written, or the reader refuses."""

from __future__ import annotations

import html
import json
import os
import pathlib
import re
import subprocess
import sys
from typing import Any

import openpyxl
import pytest

import libroi as roi
from libroi import export, report

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from recalculate import LibreOffice

REFUSED = {
    "a\x00b": "holds U+0000 at character 2, but must be without control characters other than line feed and tab",
    "\x1b[31mred": "holds U+001B at character 1, but must be without control characters other than line feed and tab",
    "a\x0bb": "holds U+000B at character 2, but must be without control characters other than line feed and tab",
    "next\x85line": "holds U+0085 at character 5, but must be without control characters other than line feed and tab",
    "delete\x7f": "holds U+007F at character 7, but must be without control characters other than line feed and tab",
    "a\r\nb": r"holds U+000D at character 2, but lines must end with a line feed (\n) alone",
    "万\ufffe": "holds U+FFFE at character 2, which is no character",
    "\uffff": "holds U+FFFF at character 1, which is no character",
    "x" * 32768: "has 32768 characters, but must have at most 32767, which a cell of a workbook holds",
    "😀" * 16384: "has 32768 characters, but must have at most 32767, which a cell of a workbook holds",
    "_x005F_": 'holds "x005F_" at character 2, which readers of workbooks take for an escape',
}

KEPT = [
    "_x0041_",
    "_x000D_ and _xABCD_, but _X0041_ and _x00zz_",
    "__x0041__x0042_",
    "=1+1",
    '=HYPERLINK("http://example.org")',
    "+1",
    "-2",
    "@sum",
    "'quoted",
    "00123",
    "TRUE",
    "1e5",
    "  blanks at the ends  ",
    "lines\nof\n\ntext",
    "\ttab\t",
    "<b>bold</b> & <script>alert(1)</script> &amp; \"'",
    "\N{RIGHT-TO-LEFT OVERRIDE}turned\N{POP DIRECTIONAL FORMATTING} שלום",
    "https://example.org/?a=1&b=2",
    "internal:Inputs!A1",
    "中文，万元 😀 e\u0301 \u2028 \ufeff \ufdd0",
    "y" * 32767,
    "😀" * 16383,
]


#: Inputs that are plain numbers: each carries one of the texts as its source and note.
CARRIERS = [
    "valuation.discount_rate",
    "valuation.equity_rate",
    "fleets.ascend.cards",
    "fleets.ascend.mfu",
    "contracts.anchor.cards",
    "contracts.anchor.take_or_pay",
    "contracts.anchor.used_share",
    "services.tuning.share_of_leasing",
    "services.tuning.cost_share",
    "power.losses.fixed",
    "power.losses.proportional",
    "power.losses.square",
    "power.energy.peak.price",
    "power.energy.flat.price",
    "power.energy.valley.price",
    "opex.staff.per_year",
    "opex.maintenance.share_of_capex",
    "capex.hall.per_kw",
    "capex.hall.contingency",
    "working_capital.receivable_days",
    "working_capital.payable_days",
    "tax.rate",
]
BASIS = "prices of 2025-01; VAT excluded"


@pytest.fixture(scope="module")
def carrying(center: roi.Center) -> roi.Result:
    values = center.parameters["value"]
    words = [{"source": t, "note": t, "price_date": "2025-01", "vat": "excluded"} for t in KEPT]
    units = center.parameters["unit"]
    changes = {path: {"value": values[path], "unit": units[path], **w} for path, w in zip(CARRIERS, words, strict=True)}
    return center.replace(changes).evaluate()


@pytest.fixture(scope="module")
def workbook(carrying: roi.Result, tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("texts") / "model.xlsx"
    export.workbook(carrying, path)
    return path


@pytest.mark.parametrize(("text", "words"), REFUSED.items(), ids=[repr(t[:12]) for t in REFUSED])
def test_what_no_target_can_hold_is_refused_with_path_and_position(
    center: roi.Center, tmp_path: pathlib.Path, text: str, words: str
) -> None:
    model = json.loads(center.to_json())
    model["name"] = text
    model["contracts"]["anchor"]["counterparty"] = text
    model["fleets"]["ascend"]["price"] = {"value": 14, "unit": "万元/card", "note": text}
    model["opex"]["staff"]["source"] = text
    (tmp_path / "model.json").write_text(json.dumps(model, indent=1), encoding="utf-8")
    with pytest.raises(roi.InputError) as caught:
        roi.load(tmp_path / "model.json")
    problems = {p.pointer: p for p in caught.value.problems}
    assert set(problems) == {
        "/name",
        "/contracts/anchor/counterparty",
        "/fleets/ascend/price/note",
        "/opex/staff/source",
    }
    assert {p.message for p in problems.values()} == {words}
    lines = (tmp_path / "model.json").read_text(encoding="utf-8").splitlines()
    for problem in problems.values():
        line = lines[problem.line - 1]
        assert line[problem.column - 1] == '"' and line[: problem.column - 1].endswith(": ")


def test_a_scenario_s_name_is_a_text_too(center: roi.Center) -> None:
    model = json.loads(center.to_json())
    model["scenarios"] = {"good": {}, "b\x01d": {}, "\ufffe": {}}
    with pytest.raises(roi.InputError) as caught:
        roi.from_dict(model)
    assert [p.message.split(",")[0] for p in caught.value.problems] == [
        "holds U+0001 at character 2",
        "holds U+FFFE at character 1",
    ]


@pytest.mark.parametrize("text", ["\ud800", "a\udc00b", "\udfff\ud800"])
def test_lone_surrogates_are_refused_where_they_stand(center: roi.Center, text: str) -> None:
    for read in (
        lambda: center.replace({"name": text}),
        lambda: roi.from_dict({**json.loads(center.to_json()), "name": text}),
        lambda: roi.from_text('{"name": "' + text + '"}'),
        lambda: roi.from_text(json.dumps({"name": text})),
    ):
        with pytest.raises(roi.InputError, match=r":\d+:\d+: is not JSON: .*surrogate"):
            read()
    assert center.replace({"name": "\ud83d\ude00"}).name == "😀"  # two halves are one character


def input_rows(path: pathlib.Path) -> list[tuple[Any, ...]]:
    rows = {row[0].value: row for row in openpyxl.load_workbook(path)["Inputs"].iter_rows(min_row=5)}
    return [rows[carrier] for carrier in CARRIERS]


def test_a_workbook_holds_every_other_text_as_text(workbook: pathlib.Path) -> None:
    for text, row in zip(KEPT, input_rows(workbook), strict=True):
        source, as_of, note = row[6], row[7], row[10]
        assert (source.value, source.data_type, source.hyperlink) == (text, "s", None)
        if len(text) < 16000:
            assert (note.value, note.data_type, as_of.value) == (f"{text}; {BASIS}", "s", None)
        else:  # a cell holds no more: beside it
            assert (note.value, as_of.value) == (text, BASIS)
    heights = openpyxl.load_workbook(workbook)["Inputs"].row_dimensions
    assert 300 < max(row.height or 0 for row in heights.values()) <= 409


def test_libreoffice_reads_the_same_texts(workbook: pathlib.Path, tmp_path: pathlib.Path) -> None:
    [found] = LibreOffice(tmp_path)([workbook])
    for text, row in zip(KEPT, input_rows(found), strict=True):
        assert row[6].value == text


def test_report_json_and_model_file_hold_every_other_text(carrying: roi.Result) -> None:
    page = report.html(carrying)
    cells = [html.unescape(cell) for cell in re.findall(r">([^<]*)<", page)]
    for text in KEPT:
        assert f"{text}. {text}" in cells
    assert "<script>alert" not in page
    again = roi.from_text(carrying.center.to_json()).parameters
    assert [again["note"][path] for path in CARRIERS] == KEPT
    assert [again["source"][path] for path in CARRIERS] == KEPT


@pytest.mark.parametrize("name", ["=1+1", "_x0041_ <b> & ", "\N{RIGHT-TO-LEFT OVERRIDE}turned\nlines", "z" * 32767])
def test_the_name_of_a_center_reads_back_the_same(center: roi.Center, tmp_path: pathlib.Path, name: str) -> None:
    result = center.replace({"name": name}).evaluate()
    export.workbook(result, tmp_path / "model.xlsx")
    assert openpyxl.load_workbook(tmp_path / "model.xlsx")["Cover"]["A1"].value == name
    assert json.loads(export.results_json(result))["center"]["name"] == name
    page = report.html(result)
    assert [html.unescape(text) for text in re.findall(r"<h1>([^<]*)</h1>", page)] == [name]


def test_a_name_in_a_footer_is_shortened_with_a_mark_and_holds_no_codes(
    center: roi.Center, tmp_path: pathlib.Path
) -> None:
    for name, left in (("R&D & more", "R&&D && more"), ("_x0041_", "_x0041_"), ("中" * 200, "中" * 29 + "…")):
        export.workbook(center.replace({"name": name}).evaluate(), tmp_path / "model.xlsx")
        book = openpyxl.load_workbook(tmp_path / "model.xlsx")
        assert book["Inputs"].oddFooter.left.text.replace("x005F_", "") == left
        assert book["Cover"]["A1"].value == name


def command(*arguments: str, encoding: str = "utf-8") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "libroi.cli", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1"},
        timeout=300,
        check=False,
    )


def test_a_terminal_without_the_letters_gets_escapes(center: roi.Center, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "model.json"
    file.write_text(center.replace({"name": "数据中心 é 😀"}).to_json(), encoding="utf-8")
    said = command("run", str(file), encoding="ascii")
    assert said.returncode == 0 and said.stdout.splitlines()[0] == r"\u6570\u636e\u4e2d\u5fc3 \xe9 \U0001f600"
    data = command("run", str(file), "--json", encoding="ascii")
    assert data.stdout.isascii() and json.loads(data.stdout)["center"]["name"] == "数据中心 é 😀"


def test_a_terminal_is_not_commanded_by_what_an_error_quotes(tmp_path: pathlib.Path) -> None:
    file = tmp_path / "model.json"
    file.write_text(json.dumps({"na\x1b[2Jme": 1}), encoding="utf-8")
    said = command("check", str(file))
    assert said.returncode == 2 and "\x1b" not in said.stderr and r"na\x1b[2Jme" in said.stderr
