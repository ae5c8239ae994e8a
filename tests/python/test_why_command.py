"""`roi why`: causes, unmet demand and remedies in one command; the report and results.json say the same."""

from __future__ import annotations

import json
import pathlib

import pytest
from typer.testing import CliRunner

import libroi as roi
from libroi import cli

ROOT = pathlib.Path(__file__).resolve().parents[2]
WEST = ROOT / "examples" / "western_center.json"


def why(*arguments: object) -> tuple[int, str, str]:
    runner = CliRunner(env={"COLUMNS": "120", "NO_COLOR": "1"})
    done = runner.invoke(cli.app, ["why", *(str(argument) for argument in arguments)])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def west() -> roi.Result:
    return roi.load(WEST).evaluate()


def test_the_whole_answer(west: roi.Result) -> None:
    code, text, _ = why(WEST)
    assert code == 0
    lines = text.splitlines()
    share = west.mismatch.idle.loc[("ascend", "other chips"), "share of delivered"]
    assert lines[0].startswith("43 % of 55.5 million card-hours delivered were allocated in the 78 months of the ")
    assert f"; {100 * share:.0f} % stand idle because the demand is for other chips, " in lines[0]
    assert any(line.split()[:5] == ["ascend", "demand", "for", "other", "chips"] for line in lines)
    assert any("none of its chips is here" in line and "100 %" in line for line in lines)
    assert "What would change it, over the life (each alone, against the center as it is)" in lines
    assert any(line.startswith("  networks at once") for line in lines)
    assert "  customers wait: does not apply: no market has a queue in which customers do not wait" in lines


def test_a_year_a_fleet_and_no_remedies(west: roi.Result) -> None:
    code, text, _ = why(WEST, "--year", 2026, "--fleet", "ascend", "--no-remedies")
    assert code == 0 and "What would change it" not in text
    assert "Idle hours by cause, 2026" in text and "delivered of ascend were allocated in 2026" in text


def test_json_has_the_numbers(west: roi.Result) -> None:
    code, text, _ = why(WEST, "--json", "--scenario", "mixed-fleet", "--fleet", "hopper")
    data = json.loads(text)
    assert code == 0 and list(data["idle"]) == ["hopper"] and data["scenario"] == "mixed-fleet"
    mixed = west.center.scenario("mixed-fleet").evaluate()
    hours = mixed.mismatch.unmet.loc[("cuda", "served"), "hours"]
    assert data["unmet"]["cuda"]["served"]["hours"] == pytest.approx(hours)
    assert data["remedies"]["of"]["networks at once"]["changes"] == {"networks.east.ready": 0.0}
    assert data["remedies"]["not applicable"]["best price of cuda"] == "its demand does not answer to the price"
    assert why(WEST, "--json", "--scenario", "mixed-fleet", "--fleet", "hopper")[1] == text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--fleet", "ascent"], 'mismatch: there is no fleet "ascent"; nearest is ascend'),
        (["--year", "2040"], "mismatch: year is 2040, but must be in 2025 .. 2031"),
        (["--scenario", "mixed-fleets"], "nearest is mixed-fleet"),
    ],
)
def test_what_is_not_there_is_said(arguments: list[str], message: str) -> None:
    code, out, error = why(WEST, *arguments)
    assert (code, out) == (2, "") and message in error


def test_a_file_that_is_not_there_or_has_nobody_to_ask(tmp_path: pathlib.Path, center: roi.Center) -> None:
    assert why(tmp_path / "none.json")[0] == 2
    alone = tmp_path / "alone.json"
    alone.write_text(center.replace({"markets": None, "contracts": None}).to_json(), encoding="utf-8")
    code, _, error = why(alone)
    assert (
        code == 2
        and error.strip() == f"{alone}: the center has no markets and no contracts, so nobody could use its hours"
    )
    bare = tmp_path / "contracts.json"
    bare.write_text(center.replace({"markets": None}).to_json(), encoding="utf-8")
    code, text, _ = why(bare)
    assert code == 0 and "The center has no markets: what contracts do not take, nobody is asked to." in text
    halls = tmp_path / "halls.json"
    none = {"fleets": None, "contracts": None, "markets": None, "services": None}
    halls.write_text(center.replace(none).to_json(), encoding="utf-8")
    code, _, error = why(halls)
    assert code == 2 and error.strip() == f"{halls}: the center has no fleets, so no hours can stand idle"


def test_the_report_tells_it(west: roi.Result, center: roi.Center) -> None:
    page = roi.report.html(west)
    section = page[page.index("Why hours stand idle") : page.index("Metrics and their definitions")]
    assert section.count("<svg") == 2
    assert "stand idle because the demand is for other chips" in section
    hours = west.mismatch.unmet.loc["cuda", "hours"].sum()
    assert f"0 % of {hours / 1e6:.1f} million reference-hours that cuda asks for are served" in section
    assert "Why hours stand idle" not in roi.report.html(
        center.replace({"markets": None, "contracts": None}).evaluate()
    )
    queued = center.replace({"markets.on-demand.queue": {}, "markets.on-demand.job_cards": 64}).evaluate()
    assert "ascend: the closed form of the queue is within 6.4 % of the exact share lost" in roi.report.html(queued)


def test_results_and_card_tell_it(west: roi.Result, center: roi.Center) -> None:
    data = json.loads(roi.export.results_json(west))["mismatch"]
    assert data["idle"]["ascend"]["other chips"]["hours"] > 1e7
    assert list(data["by_year"]) == [str(year) for year in range(2025, 2032)]
    assert " % stand idle because the demand is for other chips" in west._repr_html_()
    nobody = center.replace({"markets": None, "contracts": None}).evaluate()
    assert "mismatch" not in json.loads(roi.export.results_json(nobody))
