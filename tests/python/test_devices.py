"""The catalogue of devices: table, figures, command; models that name a device without a file."""

from __future__ import annotations

import json
import pathlib
import sys
from typing import Any

import openpyxl
import pandas as pd
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from test_cli import run

import libroi as roi

PEAKS = ["fp64", "fp32", "tf32", "fp16", "fp8", "int8"]


def model(center: roi.Center, device: Any, **more: Any) -> dict[str, Any]:
    """The example with another device in its fleet."""
    tree: dict[str, Any] = json.loads(center.to_json())
    tree["fleets"]["ascend"]["device"] = device
    return {**tree, **more}


def test_table_of_all() -> None:
    table = roi.devices()
    assert list(table.columns) == ["name", "kind", *PEAKS, "sparsity", "idle_w", "busy_w", "memory_gb"]
    assert table.index.name == "device" and table.index.is_unique and len(table) >= 36
    assert set(table["kind"]) == {"accelerator", "node"}
    assert table.attrs["units"]["fp16"] == "TFLOPS" and table.attrs["units"]["int8"] == "TOPS"
    assert (table["idle_w"] < table["busy_w"]).all() and (table["fp16"] > 0).all()
    a100 = table.loc["nvidia-a100-sxm-80gb"]
    assert a100[[*PEAKS, "sparsity"]].tolist()[:4] == [19.5, 19.5, 156.0, 312.0]
    assert pd.isna(a100["fp8"]) and a100["int8"] == 624
    assert pd.isna(table.loc["node-amd-epyc-9654-2s", "memory_gb"])


def test_every_figure_says_where_it_comes_from() -> None:
    figures = 0
    for name, row in roi.devices().iterrows():
        sheet = roi.devices(str(name))
        for column in ("unit", "source", "as_of", "status", "confidence", "meaning"):
            assert (sheet[column] != "").all(), (name, column)
        assert set(sheet["confidence"]) <= {"high", "medium", "low"}
        assert not sheet["source"].str.contains(r"\bS\d+\b").any()
        known = sheet["low"].notna()
        assert (sheet["low"][known] <= sheet["value"][known]).all()
        assert (sheet["value"][known] <= sheet["high"][known]).all()
        for column in PEAKS:
            assert sheet["value"].get(f"peak.{column}", float("nan")) == row[column] or pd.isna(row[column])
        figures += len(sheet)
    assert figures > 250


def test_an_unknown_device_names_the_nearest() -> None:
    for given, words in {
        "ascend-910b2x": 'devices: there is no "ascend-910b2x"; nearest is ascend-910b2',
        "H800": 'devices: there is no "H800"; nearest is nvidia-h800-sxm',
        "b300": 'devices: there is no "b300"; nearest are nvidia-b300, nvidia-gb300',
    }.items():
        with pytest.raises(roi.DomainError) as error:
            roi.devices(given)
        assert str(error.value) == words


def test_a_model_names_a_device_without_a_file(center: roi.Center) -> None:
    named = roi.from_dict(model(center, "nvidia-l40s"))
    assert named["fleets.ascend.device.peak.fp16"] == 0.362
    row = named.parameters.loc["fleets.ascend.device.busy_power"]
    sheet = roi.devices("nvidia-l40s").loc["busy_power"]
    for column in ("status", "confidence", "source", "as_of", "note"):
        assert row[column] == sheet[column]
    other = named.replace({"fleets.ascend.device": "amd-mi300x"})
    assert other["fleets.ascend.device.name"] == "AMD Instinct MI300X"
    assert "350" not in other.to_json().partition('"busy_power"')[2][:40]


def test_a_catalogue_of_ones_own_comes_first(center: roi.Center) -> None:
    own = {"name": "Own", "peak": {"fp16": 0.2}, "idle_power": 0.05, "busy_power": 0.3}
    data = {"devices": {"nvidia-l4": own, "special": own}}
    assert roi.from_dict(model(center, "nvidia-l4", data=data))["fleets.ascend.device.name"] == "Own"
    assert roi.from_dict(model(center, "special", data=data))["fleets.ascend.device.peak.fp16"] == 0.2
    assert roi.from_dict(model(center, "nvidia-l20", data=data))["fleets.ascend.device.name"] == "NVIDIA L20"
    with pytest.raises(roi.InputError, match=r'is "specal", but must be one of the devices; nearest is special$'):
        roi.from_dict(model(center, "specal", data=data))


def test_a_file_of_ones_own_still_serves(center: roi.Center, tmp_path: pathlib.Path) -> None:
    own = {"mine": {"name": "Own", "peak": {"fp16": 0.2}, "idle_power": 0.05, "busy_power": 0.3, "confidence": "low"}}
    (tmp_path / "own.json").write_text(json.dumps(own), encoding="utf-8")
    path = tmp_path / "model.json"
    path.write_text(json.dumps(model(center, "mine", data={"devices": "own.json"})), encoding="utf-8")
    loaded = roi.load(path)
    assert loaded.parameters.loc["fleets.ascend.device.busy_power", "confidence"] == "low"
    own["mine"]["confidence"] = "sure"
    (tmp_path / "own.json").write_text(json.dumps(own), encoding="utf-8")
    with pytest.raises(roi.InputError, match=r'/confidence is "sure", but must be one of high, medium, low'):
        roi.load(path)


def test_confidence_travels_to_explanation_report_and_workbook(center: roi.Center, tmp_path: pathlib.Path) -> None:
    result = roi.from_dict(model(center, "nvidia-l40s")).evaluate()
    assert "status benchmark, confidence high" in result.explain("capacity/fleet/ascend/card power", depth=4)
    assert "high confidence" in roi.report.html(result)
    roi.export.workbook(result, tmp_path / "model.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "model.xlsx")["Inputs"].iter_rows(min_row=4, values_only=True))
    at = rows[0].index("confidence")
    found = {row[0]: row[at] for row in rows[1:]}
    assert found["fleets.ascend.device.busy_power"] == "high"
    assert found["fleets.ascend.device.idle_power"] == "low"


def test_command_lists_all(root: pathlib.Path) -> None:
    done = run("devices", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].split() == [
        "device", "kind", *PEAKS, "sparse", "idle", "W", "busy", "W", "GB",
    ]  # fmt: skip
    assert len(lines) == len(roi.devices()) + 2
    h20 = next(line for line in lines if line.startswith("nvidia-h20 "))
    assert h20.split() == ["nvidia-h20", "accelerator", "1", "44", "74", "148", "296", "296", "2", "75", "400", "96"]
    assert max(map(len, lines)) <= 120


def test_command_shows_one_with_its_sources(root: pathlib.Path) -> None:
    done = run("devices", "ascend-910b2", cwd=root)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:4] == [
        "Huawei Ascend 910B2 (ascend-910b2, accelerator)",
        "peak.fp16 = 376 TFLOPS: medium confidence, benchmark, 2024-11",
        "    Epoch AI, Machine Learning Hardware data set, from community tables",
        "    press figures run from 256 to 400 for the 910B without its grade; no sparse rate is quoted",
    ]
    assert "busy_power = 400 W (310 to 450): low confidence, benchmark, 2025-03" in done.stdout.splitlines()
    assert "peak.sparsity = 1: medium confidence" in done.stdout


def test_command_as_json(root: pathlib.Path) -> None:
    every = json.loads(run("devices", "--json", cwd=root).stdout)
    assert len(every) == len(roi.devices())
    l4 = next(row for row in every if row["device"] == "nvidia-l4")
    assert (l4["kind"], l4["fp16"], l4["fp64"]) == ("accelerator", 121.0, None)
    one = json.loads(run("devices", "nvidia-l4", "--json", cwd=root).stdout)
    assert (one["device"], one["name"], one["kind"]) == ("nvidia-l4", "NVIDIA L4", "accelerator")
    busy = next(row for row in one["figures"] if row["figure"] == "busy_power")
    assert (busy["value"], busy["unit"], busy["confidence"], busy["low"]) == (72.0, "W", "high", None)


def test_command_refuses_an_unknown_name(root: pathlib.Path) -> None:
    for given in ("ascend-910b5", "ascend-910"):
        done = run("devices", given, cwd=root)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(f'devices: there is no "{given}"; nearest ')
    assert run("devices", "l40", "--json", cwd=root).stderr == ('devices: there is no "l40"; nearest is nvidia-l40s\n')


def test_the_schema_offers_the_names() -> None:
    text = json.dumps(roi.schema())
    assert "of the library's own devices" in text and '"nvidia-h20"' in text
