"""The JSON Schema against the reader: what a model file may look like, told twice by the same declarations."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import libroi as roi

MODELS = sorted((Path(__file__).parents[2] / "models" / "centers").glob("*.json"))


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = roi.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def resolved(path: Path) -> dict[str, Any]:
    """The model as plain JSON: comments gone, catalogue entries in place, defaults filled in."""
    model: dict[str, Any] = json.loads(roi.load(path).to_json())
    return model


def without_comments(text: str) -> Any:
    """A model file as Python reads it: // comments and trailing commas removed outside of texts."""
    out, i, in_text = [], 0, False
    while i < len(text):
        if in_text:
            step = 2 if text[i] == "\\" else 1
            in_text = text[i] != '"'
            out.append(text[i : i + step])
            i += step
        elif text.startswith("//", i):
            i = text.find("\n", i) if "\n" in text[i:] else len(text)
        elif text[i] == "," and text[i + 1 :].lstrip()[:1] in ("]", "}"):
            i += 1
        else:
            in_text = text[i] == '"'
            out.append(text[i])
            i += 1
    return json.loads("".join(out))


def leaves(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for i, value in enumerate(node):
            yield from leaves(value, (*path, i))
    else:
        yield path


def parent(model: Any, path: tuple[Any, ...]) -> Any:
    for key in path[:-1]:
        model = model[key]
    return model


def refused(model: dict[str, Any]) -> bool:
    try:
        roi.from_dict(model)
    except roi.InputError:
        return True
    return False


@pytest.mark.parametrize("path", MODELS, ids=lambda p: p.stem)
def test_models_pass_schema_and_reader(validator: Any, path: Path) -> None:
    as_written = without_comments(path.read_text(encoding="utf-8"))
    assert [error.json_path for error in validator.iter_errors(as_written)] == []
    assert [error.json_path for error in validator.iter_errors(resolved(path))] == []
    assert not refused(resolved(path))


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_malformed_model_is_refused_by_both(validator: Any, data: st.DataObject) -> None:
    original = resolved(MODELS[0])
    inputs = [path for path in leaves(original) if path[0] != "accepted_warnings"]  # its keys are paths, any text
    path = data.draw(st.sampled_from(inputs))
    how = data.draw(st.sampled_from(["wrong type", "null", "empty object", "misspelt key", "unknown key"]))
    model = copy.deepcopy(original)
    place = parent(model, path)
    if how == "wrong type":
        place[path[-1]] = "yes" if isinstance(place[path[-1]], bool) else True
    elif how == "null":
        place[path[-1]] = None
    elif how == "empty object":
        place[path[-1]] = {}
    else:
        depth = max(i for i, key in enumerate(path) if isinstance(key, str))  # an element of a list has no key
        holder = parent(model, path[: depth + 1])
        holder[path[depth] + " x"] = holder.pop(path[depth]) if how == "misspelt key" else 1
    assert not validator.is_valid(model), (path, how)
    assert refused(model), (path, how)


@settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_the_schema_refuses_nothing_that_the_reader_accepts(validator: Any, data: st.DataObject) -> None:
    original = resolved(MODELS[-1])
    path = data.draw(st.sampled_from(list(leaves(original))))
    model = copy.deepcopy(original)
    place = parent(model, path)
    old = place[path[-1]]
    if data.draw(st.booleans()) and isinstance(place, dict):
        del place[path[-1]]
    elif isinstance(old, int | float) and not isinstance(old, bool):
        place[path[-1]] = data.draw(st.sampled_from([-1e30, -1, 0, 0.5, 1, 7, 2e4, 1e30]))
    else:
        place[path[-1]] = data.draw(
            st.sampled_from(["", "x", "2025-02", "2025-02-30", "kW", "CNY", "万元", "%", "fp16 dense"])
        )
    if not validator.is_valid(model):
        assert refused(model), path


def test_a_reason_for_a_warning_is_a_text(validator: Any) -> None:
    model = resolved(MODELS[0])
    for reason in (True, 3, "", {}, {"power.tariff": True}, {"power.tariff": ""}, ["meant"]):
        model["accepted_warnings"] = {"default-matters": reason}
        assert not validator.is_valid(model), reason
        assert refused(model), reason
    model["accepted_warnings"] = {"default-matters": {"power.tariff": "measured"}, "source-stale": "known"}
    assert validator.is_valid(model) and not refused(model)


def test_a_patch_may_leave_out_everything(validator: Any) -> None:
    assert validator.is_valid({"extends": "base.json", "months": 12})
    assert not validator.is_valid({"extends": 3})
    assert not validator.is_valid({"months": 12})
