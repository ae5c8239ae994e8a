"""The report: one self-contained, well-formed, reproducible file that shows what it must."""

from __future__ import annotations

import html.parser
import pathlib
import re

import pytest
from libroi.result import texts

import libroi as roi
from libroi import export, report

VOID = {"meta", "br", "img", "link", "input", "hr"}


class Checker(html.parser.HTMLParser):
    """Tags that close in order; text and attributes collected."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.links: list[str] = []
        self.tables: list[list[list[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "xlink:href") and value and not value.startswith("#"):
                self.links.append(value)
        if tag == "table":
            self.tables.append([])
        if tag == "tr" and self.tables:
            self.tables[-1].append([])
        if tag in ("td", "th") and self.tables:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.open and ("td" in self.open or "th" in self.open) and self.tables and self.tables[-1]:
            self.tables[-1][-1][-1] += data


def parsed(text: str) -> Checker:
    checker = Checker()
    checker.feed(text)
    checker.close()
    assert checker.open == []
    return checker


@pytest.fixture(scope="module")
def page(result: roi.Result) -> str:
    return report.html(result)


def test_one_file_without_references(page: str) -> None:
    checker = parsed(page)
    assert checker.links == []
    assert "<script" not in page and "@import" not in page and "url(http" not in page
    assert "@media print" in page
    assert len(page) < 1_000_000


def test_same_result_same_bytes(example: pathlib.Path, page: str) -> None:
    assert report.html(roi.load(example).evaluate()) == page
    assert not re.search(r"<dc:date>|Matplotlib v", page)


def test_title_block(result: roi.Result, page: str) -> None:
    text = " ".join(parsed(page).texts)
    for part in ("Small example center", "Example Compute Ltd", "Harbin", result.run_id, roi.__version__, "base case"):
        assert part in text
    assert "checks hold: the numbers add up" in text and "No hurdle stated" in text


def test_every_metric_with_its_definition(result: roi.Result, page: str) -> None:
    table = next(t for t in parsed(page).tables if t[0][0] == "Metric")
    rows = {row[0]: row for row in table[1:]}
    for path, metric in result.metrics.iterrows():
        row = rows[metric["label"]]
        assert row[1].strip() == texts.metric_text(result, str(path))
        assert metric["definition"] in row[2]


def test_annual_statements_show_the_numbers(result: roi.Result, page: str) -> None:
    table = next(t for t in parsed(page).tables if any(row and row[0] == "EBITDA" for row in t) and "Revenue" in str(t))
    revenue = next(row for row in table if row[0] == "Revenue")
    yearly = result.statements.annual().income["Revenue"]
    assert table[0][1:] == [*(str(year) for year in yearly.index), "Total"]
    shown = [float(cell.replace(",", "")) for cell in revenue[1:]]
    assert shown == pytest.approx([*(yearly / 1e3), yearly.sum() / 1e3], abs=0.501)
    assert "thousand CNY" in page


def test_every_input_with_its_source(center: roi.Center, page: str) -> None:
    table = next(t for t in parsed(page).tables if t[0][0] == "Input")
    rows = {re.split(r"\s", row[0].strip())[0]: row for row in table[1:] if len(row) == 6}
    for path, parameter in center.parameters.iterrows():
        table_of_months = str(path).rpartition(".")[0]
        stem = table_of_months if str(path).rpartition(".")[2].isdigit() else str(path)
        row = next(r for key, r in rows.items() if key.startswith(stem))
        assert (parameter["source"] in row[4] or row[4] == "as above") and parameter["as_of"] == row[5]
    price = next(r for key, r in rows.items() if key.startswith("fleets.ascend.price"))
    assert (price[1], price[2], price[3]) == ("140,000", "CNY/card", "quote")
    assert "quote 1 (" in page and "contract 1 (" in page


def test_charts_only_where_there_is_something_to_show(center: roi.Center, page: str) -> None:
    assert page.count("<svg ") == 8
    without_debt = report.html(center.replace({"financing.loans": {}}).evaluate())
    assert without_debt.count("<svg ") == 7
    without_customers = report.html(center.replace({"markets": None, "contracts": None}).evaluate())
    assert without_customers.count("<svg ") == 4
    assert "there is no debt service" in without_debt


def test_irr_in_words_and_checks(result: roi.Result, page: str) -> None:
    text = " ".join(parsed(page).texts)
    for words in result.irr["words"]:
        assert words in text
    for name in result.checks["name"]:
        assert name in text


def test_names_are_escaped(center: roi.Center) -> None:
    text = report.html(center.replace({"name": "<script>alert(1)</script> & Co", "owner": "中国移动"}).evaluate())
    assert "<script>" not in text and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co" in text and "中国移动" in text
    parsed(text)


def test_a_failed_check_is_loud(center: roi.Center, monkeypatch: pytest.MonkeyPatch) -> None:
    result = center.evaluate()
    table = result.checks.copy()
    table.loc["H1", "passed"] = False
    monkeypatch.setattr(type(result), "checks", property(lambda self: table))
    text = report.html(result)
    assert "Checks fail: do not use these numbers" in text and "FAILS" in text
    assert "fails: balance sheet balances" in report.card(result)


def test_named_centers_have_reports(named_center: roi.Center) -> None:
    parsed(report.html(named_center.evaluate()))


def test_results_hold_no_nan(center: roi.Center) -> None:
    text = export.results_json(center.replace({"financing.loans": {}}).evaluate())
    assert "NaN" not in text and "Infinity" not in text
    assert '"reason": "there is no debt service"' in text
