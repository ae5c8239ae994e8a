"""Workbooks recalculated by LibreOffice, cell by cell against the values that libroi wrote.

A workbook carries the engine's value of every formula as its cached result, and LibreOffice by default shows cached
results without computing. So caches are emptied first, the profile asks for recalculation on load, and a control with
a planted wrong value shows that recalculation took place.

    recalculate = LibreOffice(folder)
    [found] = recalculate([emptied(book, folder / "book.xlsx")])
    assert differences(read(book), read(found)) == []
"""

from __future__ import annotations

import dataclasses
import pathlib
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""
TOLERANCE = 1e-9

Place = tuple[str, str]  # sheet, cell: ("Inputs", "C5")


@dataclasses.dataclass(frozen=True)
class Cell:
    """A cell: its formula without "=", or None, and its value."""

    formula: str | None
    value: float | str


Book = dict[Place, Cell]


def _sheet_files(archive: zipfile.ZipFile) -> dict[str, str]:
    """The file of each sheet, by its name."""
    targets = {}
    for relation in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels")):
        targets[relation.attrib["Id"]] = "xl/" + relation.attrib["Target"].removeprefix("/xl/")
    sheets = ET.fromstring(archive.read("xl/workbook.xml")).iter(MAIN + "sheet")
    return {sheet.attrib["name"]: targets[sheet.attrib[RELATION]] for sheet in sheets}


def read(path: pathlib.Path) -> Book:
    """Every cell of a workbook that holds something."""
    book: Book = {}
    with zipfile.ZipFile(path) as archive:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            items = ET.fromstring(archive.read("xl/sharedStrings.xml")).iter(MAIN + "si")
            shared = ["".join(text.text or "" for text in item.iter(MAIN + "t")) for item in items]
        for sheet, file in _sheet_files(archive).items():
            for cell in ET.fromstring(archive.read(file)).iter(MAIN + "c"):
                formula, value = cell.find(MAIN + "f"), cell.find(MAIN + "v")
                if formula is None and value is None:
                    continue
                text = (value.text or "") if value is not None else ""
                kind = cell.attrib.get("t", "n")
                found: float | str
                if kind == "s":
                    found = shared[int(text)]
                elif kind in ("n", "b") and text:
                    found = float(text)
                else:
                    found = text
                book[sheet, cell.attrib["r"]] = Cell(None if formula is None else formula.text or "", found)
    return book


def _rewritten(source: pathlib.Path, target: pathlib.Path, change: Callable[[str, str], str]) -> pathlib.Path:
    """A copy in which `change(sheet name, xml)` was applied to every sheet; nothing else is touched."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        names = {file: sheet for sheet, file in _sheet_files(old).items()}
        for item in old.infolist():
            data = old.read(item.filename)
            if item.filename in names:
                data = change(names[item.filename], data.decode()).encode()
            new.writestr(item, data)
    return target


_FORMULA_CELL = re.compile(r'(<c r="[A-Z]+\d+"[^>]*?)( t="str")?(>)(<f>[^<]*</f>)<v>[^<]*</v>')


def emptied(source: pathlib.Path, target: pathlib.Path) -> pathlib.Path:
    """A copy in which the cached result of every formula is 0."""
    return _rewritten(source, target, lambda _, xml: _FORMULA_CELL.sub(r"\1\3\4<v>0</v>", xml))


def edited(source: pathlib.Path, target: pathlib.Path, values: Mapping[Place, float]) -> pathlib.Path:
    """A copy in which the values of some cells are others, cached results included."""
    left = dict(values)

    def change(sheet: str, xml: str) -> str:
        for place in [place for place in left if place[0] == sheet]:
            pattern = re.compile(rf'(<c r="{place[1]}"[^>]*>(?:<f>[^<]*</f>)?)<v>[^<]*</v>')
            xml, count = pattern.subn(rf"\g<1><v>{left.pop(place)!r}</v>", xml)
            assert count == 1, f"{place} holds no value"
        return xml

    _rewritten(source, target, change)
    assert not left, f"no such sheets: {sorted(left)}"
    return target


class LibreOffice:
    """Recalculates workbooks; one profile in `folder`, so one object per test worker."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder.resolve()
        user = self.folder / "profile" / "user"
        user.mkdir(parents=True, exist_ok=True)
        (user / "registrymodifications.xcu").write_text(PROFILE)

    def __call__(self, books: Sequence[pathlib.Path]) -> list[pathlib.Path]:
        """The recalculated copies, in order. One start of LibreOffice serves all."""
        out = self.folder / "recalculated"
        out.mkdir(exist_ok=True)
        found = [out / book.name for book in books]
        for file in found:
            file.unlink(missing_ok=True)
        profile = f"-env:UserInstallation=file://{self.folder / 'profile'}"
        command = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, books)]
        run = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        missing = [file.name for file in found if not file.exists()]  # its exit code is 0 whatever happens
        assert not missing, f"LibreOffice did not write {missing}: {run.stdout}{run.stderr}"
        return found


def _row_of(place: Place) -> tuple[str, str]:
    return place[0], place[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _check_scales(book: Book) -> dict[str, float]:
    """The scale of each check by its path, from the sheet Checks: D scale, H path."""
    return {
        str(cell.value): float(book["Checks", "D" + place[1][1:]].value)
        for place, cell in book.items()
        if place[0] == "Checks" and place[1][0] == "H" and ("Checks", "D" + place[1][1:]) in book and place[1] != "H7"
    }


def row_scales(book: Book) -> dict[tuple[str, str], float]:
    """The largest |value| of each row; of a residual and its parts, the scale of the check."""
    scales: dict[tuple[str, str], float] = {}
    for place, cell in book.items():
        if isinstance(cell.value, float):
            row = _row_of(place)
            scales[row] = max(scales.get(row, 0.0), abs(cell.value))
    checks = _check_scales(book)
    for place, cell in book.items():
        if place[0] == "Check rows" and place[1].startswith("F"):
            path = re.sub(r"/part \d+$", "", str(cell.value))
            if path in checks:
                scales[_row_of(place)] = checks[path]
    return scales


def differences(expected: Book, found: Book, skip: Iterable[str] = ()) -> list[str]:
    """Formula cells that are not what was expected, within 1e-9 of the largest value of their row.

    `skip` names sheets that are not compared.
    """
    scales = row_scales(expected)
    skipped = set(skip)
    problems = []
    for place, cell in expected.items():
        if cell.formula is None or place[0] in skipped:
            continue
        other = found.get(place, Cell(None, ""))
        where = f"{place[0]}!{place[1]} ={cell.formula}"
        if isinstance(other.value, str) and other.value.startswith("#"):
            problems.append(f"{where}: error {other.value}")
        elif isinstance(cell.value, str) or isinstance(other.value, str):
            if cell.value != other.value:
                problems.append(f"{where}: expected {cell.value!r}, found {other.value!r}")
        elif not abs(cell.value - other.value) <= TOLERANCE * max(abs(cell.value), scales[_row_of(place)]):
            problems.append(f"{where}: expected {cell.value!r}, found {other.value!r}")
    return problems


def formula_cells(book: Book) -> int:
    return sum(cell.formula is not None for cell in book.values())


def column(book: Book, sheet: str, letter: str) -> dict[str, str]:
    """The lines of a sheet by the text in one of its columns: {"fleets.ascend.cards": "17"}."""
    return {
        str(cell.value): place[1].removeprefix(letter)
        for place, cell in book.items()
        if place[0] == sheet and re.fullmatch(letter + r"\d+", place[1]) and isinstance(cell.value, str)
    }
