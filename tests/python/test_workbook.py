"""The workbook: recalculated by LibreOffice as written, and after edits against the engine run on the edited inputs."""

from __future__ import annotations

import calendar
import datetime
import pathlib
import pickle
import re
import sys

import pytest

import libroi as roi
from libroi import export

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from recalculate import Book, LibreOffice, column, differences, edited, emptied, formula_cells, read

Case = tuple[roi.Result, pathlib.Path, Book]

MODELS = ["harbin_china_mobile", "lingshui_hainan_expressway", "harbin_roof_and_storage", "all of capacity"]
FUNCTIONS = re.compile(
    "SUM|SUMPRODUCT|MIN|MAX|ABS|SQRT|EXP|LN|IF|AND|OR|NOT|IFERROR|INDEX|MATCH|CHOOSE|EDATE|EOMONTH|YEAR|MONTH|IRR|NPV"
    r"|_xlfn\.NORM\.S\.DIST"
)
FIRST_MONTH = 8  # column H, counted from 1
EPOCH = datetime.date(1899, 12, 30)

# input, how it is edited, by how much: a factor, or days for a date
EDITS = [
    (r"phases\..*\.energised", "days", 9),
    (r"contracts\..*\.end", "days", -20),
    (r"financing\.conversion", "days", -12),
    (r"contracts\..*\.price(\.start)?", "factor", 1.05),
    (r"fleets\..*\.availability", "factor", 0.97),
    (r"fleets\..*\.price", "factor", 1.07),
    (r"fleets\..*\.reliability\.spares", "factor", 2.0),
    (r"fleets\..*\.reliability\.failure_rate", "factor", 1.4),
    (r"fleets\..*\.reliability\.attrition", "factor", 0.7),
    (r"fleets\..*\.performance_decay", "factor", 1.5),
    (r"fleets\..*\.refresh_interval", "factor", 1.1),
    (r"fleets\..*\.leased_in\.end", "days", -40),
    (r"phases\..*\.racks", "factor", 0.8),
    (r"power\.energy\..*\.price", "factor", 1.1),
    (r"power\.season\.3", "factor", 1.2),
    (r"power\.bill\.energy\..*\.price", "factor", 1.1),
    (r"power\.bill\.load\.facility\.shaped\.6", "factor", 1.05),
    (r"power\.bill\.supply\.ppa\..*\.share", "factor", 1.2),
    (r"power\.bill\.supply\.ppa\..*\.start", "days", 11),
    (r"power\.bill\.onsite\.roof\.size", "factor", 0.6),
    (r"power\.bill\.onsite\.storage\.start", "days", 40),
    (r"opex\..*\.per_year", "factor", 1.3),
    (r"working_capital\.receivable_days", "factor", 1.3),
    (r"tax\.rate", "factor", 0.9),
    (r"financing\.loans\..*\.gearing", "factor", 0.9),
    (r"valuation\.discount_rate", "factor", 1.15),
]


# Servers that sell vCPUs, fail, are lost, slow down and are renewed; nodes of somebody else; racks that limit.
CLOUD = {
    "phase": "hall", "unit_of_sale": "vCPU-hour", "units_per_card": 128, "servers": 10, "cards_per_server": 4,
    "server_price": 400000, "cards_per_rack": 16, "delivered": "2024-12-12", "asset_class": "servers",
    "device": {"name": "node", "peak": {"fp16": 0.01}, "idle_power": 0.3, "busy_power": 0.9},
    "reliability": {
        "failure_rate": 2, "repair_time": 336, "spares": 2.5, "swap_time": 8, "attrition": 0.04, "job_cards": 16,
        "checkpoint_time": 0.02, "restart_time": 0.2,
    },
    "performance_decay": 0.03, "refreshes": 2, "refresh_interval": 22.3,
}  # fmt: skip
GUEST = {
    **{name: CLOUD[name] for name in ("phase", "delivered", "device", "cards_per_rack")},
    "unit_of_sale": "node-hour", "cards": 20,
    "leased_in": {"rent": {"start": 9000, "growth": -0.1}, "end": "2028-03-10"},
}  # fmt: skip
ALL_OF_CAPACITY = {
    "fleets.servers.cards_per_rack": 16,
    "fleets.cloud": CLOUD,
    "fleets.guest": GUEST,
    "contracts.portal": {"fleet": "cloud", "cards": 4000, "start": "2025-02", "end": "2029-01", "price": 0.1},
    "contracts.simulation": {"fleet": "guest", "cards": 12, "start": "2025-02", "end": "2028-01", "price": 9},
    "colocation.racks": {
        "racks": 3, "power_per_rack": 5, "rack_price": 6000, "start": "2025-03", "end": "2029-01", "pass_through": 1,
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("workbook")


@pytest.fixture(scope="module")
def office(folder: pathlib.Path) -> LibreOffice:
    return LibreOffice(folder)


@pytest.fixture(scope="module", params=MODELS)
def case(request: pytest.FixtureRequest, root: pathlib.Path, folder: pathlib.Path) -> Case:
    if request.param == "all of capacity":
        result = roi.load(root / "models" / "centers" / f"{MODELS[1]}.json").replace(ALL_OF_CAPACITY).evaluate()
    else:
        result = roi.load(root / "models" / "centers" / f"{request.param}.json").evaluate()
    path = folder / f"{request.param}.xlsx"
    export.workbook(result, path)
    return result, path, read(path)


def month_of(date: float, start: datetime.date) -> float:
    """Months after the start of a spreadsheet date."""
    day = EPOCH + datetime.timedelta(days=date)
    share = (day.day - 1) / calendar.monthrange(day.year, day.month)[1]
    return (day.year - start.year) * 12 + day.month - start.month + share


def test_recalculation_takes_place(office: LibreOffice, folder: pathlib.Path, example: pathlib.Path) -> None:
    path = folder / "control.xlsx"
    export.workbook(roi.load(example).evaluate(), path)
    written = read(path)
    place = next(place for place, cell in written.items() if place[0] == "Time" and cell.formula is not None)
    planted = edited(path, folder / "planted.xlsx", {place: 123456.0})
    assert read(planted)[place].value == 123456.0
    [corrected] = map(read, office([planted]))
    assert corrected[place].value == pytest.approx(written[place].value)


def test_every_cell_recomputes_from_emptied_caches(case: Case, office: LibreOffice, folder: pathlib.Path) -> None:
    _, path, written = case
    empty = emptied(path, folder / f"emptied_{path.name}")
    assert all(cell.value == 0.0 for cell in read(empty).values() if cell.formula is not None)
    [recalculated] = map(read, office([empty]))
    assert formula_cells(written) > 20_000
    assert differences(written, recalculated) == []


def test_edited_inputs_give_what_the_engine_gives(case: Case, office: LibreOffice, folder: pathlib.Path) -> None:
    result, path, written = case
    lines = column(written, "Inputs", "A")
    parameters = list(result.center.parameters.index)
    cells, changes = {}, {}
    itemised = any(key.startswith("power.bill.") for key in parameters)
    for pattern, how, amount in EDITS:
        input_path = next((key for key in parameters if re.fullmatch(pattern, key)), None)
        if input_path is None or (itemised and input_path.startswith("power.season.")):
            continue  # season belongs to the monthly form of power
        place = ("Inputs", "C" + lines[input_path])
        old = float(written[place].value)
        cells[place] = old * amount if how == "factor" else old + amount
        start = result.center.start.start_time.date()
        changes[input_path] = cells[place] if how == "factor" else month_of(cells[place], start)
    assert len(changes) >= 10
    assert sum(1 for key in changes if key.endswith(("energised", "end", "conversion"))) >= 2

    fresh = folder / f"fresh_{path.name}"
    export.workbook(result.center.replace(changes).evaluate(), fresh)
    [found] = map(read, office([edited(path, folder / f"edited_{path.name}", cells)]))
    expected = read(fresh)
    # The break-even scale is a number a solver found for the old inputs: its proof must fail, nothing else
    stale = ["Break-even", "Checks", "Cover", "Warnings"]
    problems = differences(expected, found, skip=stale)
    metric = "C" + column(written, "Metrics", "E")["metric/break-even utilization"]
    solver = column(written, "Check rows", "F")["check/solver"]
    money = column(written, "Check rows", "F")["check/scale of money at break-even"]
    expected_problems = (f"Metrics!{metric} ", f"Check rows!D{solver} ", f"Check rows!D{money} ")
    assert [text for text in problems if not text.startswith(expected_problems)] == []
    assert found["Metrics", metric].value == "re-solve in libroi"
    assert [found["Checks", place].value for place in ("C4", "C5", "C6")] == [0.0, 0.0, 1.0]  # master, proofs, others
    assert found["Cover", "B8"].value == "re-solve in libroi: a number found by a solver belongs to other inputs"
    checks = column(written, "Checks", "H")
    holds = {key: found["Checks", "F" + line].value for key, line in checks.items() if line != "7"}
    assert [key for key, value in holds.items() if value != 1.0] == ["check/solver"]


RATES = ["project before tax", "project", "equity free cash flow", "equity distributions"]


def test_rates_of_return_after_edits_are_the_engines(
    office: LibreOffice, folder: pathlib.Path, example: pathlib.Path
) -> None:
    """From a loss of nearly all to five times a year: the value, or the same words where there is none."""
    center = roi.load(example).with_stream("rent", revenue=1e6)
    path = folder / "rates.xlsx"
    export.workbook(center.evaluate(), path)
    written = read(path)
    place = "C" + column(written, "Inputs", "A")["other_revenue.rent.revenue.monthly.0"]
    first = int(re.sub(r"\D", "", place))
    months = [f"C{first + t}" for t in range(center.months)]
    flows = [-1.1e7, -9e6, -1e6, 0.0, 5e6, 4e7, 1.5e8, -9e8]
    books, results = [], []
    for i, flow in enumerate(flows):
        changes = {("Inputs", cell): abs(flow) if flow > 0 else 0.0 for cell in months}
        moved = {f"other_revenue.rent.revenue.monthly.{t}": max(flow, 0.0) for t in range(center.months)}
        if flow < 0:  # customers pay less and less; in the end nobody buys the cards either
            moved["contracts.anchor.price"] = max(0.0, 7.6 + flow / 1.5e6)
            moved["markets.on-demand.price.start"] = max(0.0, 9.5 + flow / 1.1e6)
            moved["asset_classes.servers.value_retention"] = 0.65 if flow > -1e8 else 0.0
            moved["working_capital.payable_days"] = 30.0 if flow > -1e8 else 0.0
            moved["financing.minimum_cash"] = 2e6 if flow > -1e8 else 0.0
        inputs = column(written, "Inputs", "A")
        changes |= {("Inputs", "C" + inputs[name]): x for name, x in moved.items() if "monthly" not in name}
        books.append(edited(path, folder / f"rates_{i}.xlsx", changes))
        results.append(center.replace(moved).evaluate())
    lines = column(written, "Metrics", "E")
    seen = []
    for result, book in zip(results, office(books), strict=True):
        found = read(book)
        for name in RATES:
            value = found["Metrics", "C" + lines[f"metric/irr/{name}"]].value
            row = result.metrics.loc[f"irr/{name}"]
            if row["reason"]:
                assert value == row["reason"]
            else:
                assert value == pytest.approx(row["value"], rel=1e-7, abs=1e-9)
            seen.append(row["value"])
    known = [x for x in seen if x == x]
    assert min(known) < -0.5
    assert max(known) > 4
    assert len(known) < len(seen)


def test_same_inputs_same_bytes(case: Case, folder: pathlib.Path) -> None:
    result, path, _ = case
    again = pickle.loads(pickle.dumps(result.center))
    export.workbook(again.evaluate(), folder / "again.xlsx")
    assert (folder / "again.xlsx").read_bytes() == path.read_bytes()


def column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def r1c1(formula: str, place: str) -> str:
    """The formula with relative references written as offsets."""
    here = re.fullmatch(r"([A-Z]+)(\d+)", place)
    assert here is not None

    def reference(match: re.Match[str]) -> str:
        fixed_column, letters, fixed_row, row = match.groups()
        across = letters if fixed_column else f"[{column_number(letters) - column_number(here[1])}]"
        return f"{'$' if fixed_row else ''}R{row}C{across}"

    return re.sub(r"(\$?)\b([A-Z]{1,3})(\$?)(\d+)\b", reference, formula)


def test_each_row_holds_one_formula(case: Case) -> None:
    *_, book = case
    rows: dict[tuple[str, str], set[str]] = {}
    for (sheet, place), cell in book.items():
        match = re.fullmatch(r"([A-Z]+)(\d+)", place)
        assert match is not None
        months = sheet not in ("Cover", "Inputs", "Metrics", "Checks") and column_number(match[1]) >= FIRST_MONTH
        if cell.formula is not None and months:
            rows.setdefault((sheet, match[2]), set()).add(r1c1(cell.formula, place))
    assert len(rows) > 200
    assert {row: formulas for row, formulas in rows.items() if len(formulas) > 1} == {}


def test_formulas_use_plain_functions_and_no_stray_numbers(case: Case) -> None:
    *_, book = case
    for (sheet, place), cell in book.items():
        if cell.formula is None:
            continue
        for function in re.findall(r"([A-Za-z_.]+)\(", cell.formula):
            assert FUNCTIONS.fullmatch(function), f"{sheet}!{place} {cell.formula}"
        if "INDEX(" in cell.formula or "IRR(" in cell.formula:
            continue  # a lag's length, a table's length and the start of a search stand in the formula
        words = re.sub(r"'[^']*'!|\"[^\"]*\"|[A-Za-z]+!", "", cell.formula)
        numbers = re.findall(r"(?<![A-Z$\d.])\d+\.?\d*(?:E[-+]\d+)?", words)
        assert set(numbers) <= {"0", "1", "12"}, f"{sheet}!{place} {cell.formula}"


def test_metrics_and_inputs_are_those_of_the_engine(case: Case) -> None:
    result, _, book = case
    lines = column(book, "Metrics", "E")
    for name, row in result.metrics.iterrows():
        value = book["Metrics", "C" + lines[f"metric/{name}"]].value
        if row["reason"]:
            assert value == row["reason"]
        else:
            assert value == pytest.approx(row["value"], rel=1e-12)
    inputs = column(book, "Inputs", "A")
    for name, row in result.center.parameters.iterrows():
        line = inputs[str(name)]
        place = ("Inputs", ("D" if ("Inputs", "D" + line) in book else "C") + line)
        assert book[place].value == pytest.approx(row["value"], rel=1e-12, abs=1e-12), name
    assert book["Cover", "B8"].value == "all checks hold"


def test_explain_names_formula_drivers_and_sources(case: Case) -> None:
    result, *_ = case
    text = result.explain("operations/ebitda", result.index[20], 2)
    assert text.startswith(f"operations/ebitda[20] ({result.index[20]}) = ")
    assert "\n  = revenue/total[20]-opex/total[20]\n" in text
    assert f"    revenue/total[20] ({result.index[20]}) = " in text
    with pytest.raises(roi.Error, match="'operations/ebitdas' is not a line"):
        result.explain("operations/ebitdas")
