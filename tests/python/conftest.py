"""Shared fixtures: where things are, and centers that many tests read."""

from __future__ import annotations

import pathlib

import matplotlib
import pytest

import libroi as roi

matplotlib.use("Agg")

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    return ROOT


@pytest.fixture(scope="session")
def example() -> pathlib.Path:
    """A small center with every kind of stream but colocation."""
    return ROOT / "examples" / "small_center.json"


@pytest.fixture(scope="session")
def center(example: pathlib.Path) -> roi.Center:
    return roi.load(example)


@pytest.fixture(scope="session")
def result(center: roi.Center) -> roi.Result:
    return center.evaluate()


@pytest.fixture(scope="session", params=["harbin_china_mobile", "lingshui_hainan_expressway", "harbin_itemised_power"])
def named_center(request: pytest.FixtureRequest) -> roi.Center:
    return roi.load(ROOT / "models" / "centers" / f"{request.param}.json")
