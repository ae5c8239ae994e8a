"""Centers: reading, looking, varying, and Python's own protocols."""

from __future__ import annotations

import copy
import datetime
import json
import pathlib
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest

import libroi as roi


def test_the_installed_package_is_tested(root: pathlib.Path) -> None:
    assert not pathlib.Path(roi.__file__).is_relative_to(root / "bindings")
    assert pathlib.Path(roi.__file__).with_name("py.typed").exists()


def test_properties(center: roi.Center) -> None:
    assert (center.name, center.owner, center.location) == ("Small example center", "Example Compute Ltd", "Harbin")
    assert (center.currency, center.months, center.start) == ("CNY", 72, pd.Period("2026-01", freq="M"))
    assert center.scenarios == ["no-anchor", "cheap-power"]
    assert center.chosen_scenario == ""
    assert len(center.hash) == 64


def test_inputs_by_dotted_path(center: roi.Center) -> None:
    assert center["fleets.ascend.cards"] == 1000.0
    assert center["fleets.ascend.price"] == 140_000.0  # 14 万元
    assert center["phases.hall.critical_power"] == 1200.0  # 1.2 MW
    assert center["phases.hall.energised"] == 9.0  # October, counted from January
    assert center["contracts.anchor.counterparty"] == "Model builder"
    assert set(center["contracts"]) == {"anchor"}
    assert "fleets.ascend.cards" in center and "fleets.ascend.card" not in center


def test_unknown_path_names_the_nearest(center: roi.Center) -> None:
    with pytest.raises(roi.DomainError) as error:
        center["fleets.ascend.card"]
    assert str(error.value) == "'fleets.ascend.card' is not an input of this center; nearest is fleets.ascend.cards"


def test_parameters_carry_unit_range_meaning_and_source(center: roi.Center) -> None:
    table = center.parameters
    assert table.index.is_unique
    assert list(table.columns) == [
        "value", "unit", "low", "high", "meaning", "status", "confidence", "source", "as_of", "given", "given_unit",
        "note",
    ]  # fmt: skip
    price = table.loc["fleets.ascend.price"]
    assert (price["value"], price["unit"]) == (140_000.0, "CNY/card")
    assert (price["status"], price["source"], price["as_of"]) == ("quote", "supplier's offer", "2025-11-10")
    assert (price["given"], price["given_unit"]) == ("14", "万元/card")
    assert (table["meaning"] != "").all() and (table["unit"] != "").all()
    assert ((table["low"] <= table["value"]) & (table["value"] <= table["high"])).all()


def test_replace_leaves_the_center_alone(center: roi.Center) -> None:
    bigger = center.replace({"fleets.ascend.cards": 1100})
    assert (center["fleets.ascend.cards"], bigger["fleets.ascend.cards"]) == (1000.0, 1100.0)
    assert bigger != center and bigger.hash != center.hash
    assert bigger.replace({"fleets.ascend.cards": 1000}) == center
    assert bigger.scenarios == center.scenarios


def test_a_replaced_number_is_in_the_unit_of_its_field_and_has_no_source(center: roi.Center) -> None:
    changed = center.replace({"fleets.ascend.price": 150_000})
    row = changed.parameters.loc["fleets.ascend.price"]
    assert (row["value"], row["source"], row["status"], row["given_unit"]) == (150_000.0, "", "", "")
    assert changed.parameters.loc["fleets.ascend.mfu", "status"] == "assumption"


@pytest.mark.parametrize(
    ("changes", "path", "value"),
    [
        (
            {"fleets.ascend.price": {"value": 15, "unit": "万元/card", "source": "offer"}},
            "fleets.ascend.price",
            150_000.0,
        ),
        ({"phases.hall.energised": "2026-11-16"}, "phases.hall.energised", 10.5),
        ({"phases.hall.energised": datetime.date(2026, 11, 16)}, "phases.hall.energised", 10.5),
        ({"phases.hall.energised": 10.25}, "phases.hall.energised", 10.25),
        ({"power.season": [1.0] * 11 + [1.5]}, "power.season.11", 1.5),
        ({"power.season.0": 1.25}, "power.season.0", 1.25),
        ({"markets.on-demand.price.growth": -0.1}, "markets.on-demand.price.growth", -0.1),
        ({"fleets.ascend.cards": np.float64(900.0)}, "fleets.ascend.cards", 900.0),
        ({"months": 60}, "months", 60),
        ({"name": "Other"}, "name", "Other"),
        ({"fleets.ascend.refreshes": 1, "fleets.ascend.refresh_interval": 36}, "fleets.ascend.refresh_interval", 36.0),
    ],
)
def test_what_replace_accepts(center: roi.Center, changes: dict[str, Any], path: str, value: object) -> None:
    assert center.replace(changes)[path] == value


def test_replacing_one_month_keeps_the_others(center: roi.Center) -> None:
    changed = center.replace({"power.season.0": 1.25})
    assert [changed[f"power.season.{k}"] for k in range(12)] == [1.25] + [1.0] * 11


def test_none_removes_an_entry_and_what_no_longer_fits_it(center: roi.Center) -> None:
    without = center.replace({"markets.on-demand": None})
    assert "markets.on-demand.demand" not in without
    assert without.scenarios == center.scenarios
    bare = center.replace({"power.demand_price": 20, "markets.on-demand": None})
    assert bare["power.demand_price"] == 20.0


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"fleets.ascend.availability": 1.5},
         "replace: fleets.ascend.availability is 1.5, but must be in [0, 1] (hours that can be sold"),
        ({"fleets.ascend.card": 900}, ": /fleets/ascend/card is not an input; nearest is cards"),
        ({"fleets.ascend.cards": "many"}, 'replace fleets.ascend.cards:1:1: /fleets/ascend/cards is "many", but must'),
        ({"contracts.anchor.end": "2026-01"}, "/contracts/anchor/end"),
    ],
)  # fmt: skip
def test_what_replace_refuses(center: roi.Center, changes: dict[str, Any], text: str) -> None:
    with pytest.raises(roi.Error) as error:
        center.replace(changes)
    assert text in str(error.value)


def test_all_numbers_out_of_range_are_named(center: roi.Center) -> None:
    with pytest.raises(roi.DomainError) as error:
        center.replace({"fleets.ascend.availability": -1, "tax.rate": 2})
    assert str(error.value).splitlines() == [
        "replace: fleets.ascend.availability is -1, but must be in [0, 1] (hours that can be sold / hours installed)",
        "replace: tax.rate is 2, but must be in [0, 0.9] (corporate income tax rate)",
    ]


def test_scenarios(center: roi.Center, example: pathlib.Path) -> None:
    alone = center.scenario("no-anchor")
    assert alone.chosen_scenario == "no-anchor"
    assert "contracts.anchor.price" not in alone
    assert alone == roi.load(example, "no-anchor") and alone != center
    assert alone.scenario("") == center
    with pytest.raises(roi.DomainError, match=r'has no scenario "no-ancor"; nearest is no-anchor'):
        center.scenario("no-ancor")
    with pytest.raises(roi.InputError, match=r'has no scenario "no-ancor"; nearest is no-anchor'):
        roi.load(example, "no-ancor")


def test_scenario_of_a_changed_center_keeps_the_change(center: roi.Center) -> None:
    changed = center.replace({"fleets.ascend.cards": 900}).scenario("cheap-power")
    assert (changed["fleets.ascend.cards"], changed["power.demand_price"]) == (900.0, 25.0)


def test_frozen(center: roi.Center) -> None:
    with pytest.raises(AttributeError, match="frozen"):
        center.name = "x"  # type: ignore[misc]
    with pytest.raises(AttributeError, match="frozen"):
        del center.name
    with pytest.raises(AttributeError):
        center.other = 1  # type: ignore[attr-defined]


def test_pickle_copy_equality_and_hash(center: roi.Center) -> None:
    again = pickle.loads(pickle.dumps(center))
    assert again == center and hash(again) == hash(center)
    assert (again.scenarios, again.file) == (center.scenarios, center.file)
    assert again.to_json() == center.to_json()
    assert again.scenario("cheap-power") == center.scenario("cheap-power")
    assert copy.copy(center) is center and copy.deepcopy(center) is center
    assert center != center.canonical
    assert len({center, again, center.replace({"tax.rate": 0.15})}) == 2


def test_pickle_of_a_named_center_with_catalogue(named_center: roi.Center) -> None:
    varied = named_center.replace({"valuation.discount_rate": 0.07})
    for one in (named_center, varied):
        again = pickle.loads(pickle.dumps(one))
        assert again == one
        pd.testing.assert_frame_equal(again.parameters, one.parameters)


def test_written_model_reads_back(named_center: roi.Center) -> None:
    again = roi.from_text(named_center.to_json())
    assert again == named_center
    assert roi.from_text(named_center.canonical) == named_center
    pd.testing.assert_series_equal(again.parameters["value"], named_center.parameters["value"], check_exact=True)
    given = named_center.parameters["given"] != ""
    columns = ["unit", "status", "confidence", "source", "as_of", "note"]
    pd.testing.assert_frame_equal(again.parameters.loc[given, columns], named_center.parameters.loc[given, columns])


def test_from_dict(center: roi.Center) -> None:
    model = json.loads(center.to_json())
    assert roi.from_dict(model) == center
    model["start"] = datetime.date(2026, 1, 1).strftime("%Y-%m")
    model["fleets"]["ascend"]["cards"] = np.int64(1000)
    assert roi.from_dict(model) == center


def test_all_problems_of_a_text_are_reported_with_their_places(center: roi.Center) -> None:
    text = center.to_json().replace('"availability"', '"availabilty"').replace('"tenor": 48', '"tenor": "long"')
    with pytest.raises(roi.InputError) as error:
        roi.from_text(text, "base.json")
    problems = error.value.problems
    assert [p.pointer for p in problems] == ["/fleets/ascend/availabilty", "/financing/loans/bank/tenor"]
    assert str(error.value) == "\n".join(str(p) for p in problems)
    assert problems[0].message == "is not an input; nearest is availability"
    for p in problems:
        line = text.splitlines()[p.line - 1]
        assert line[p.column - 1 :].startswith(('"availabilty"', '"long"'))


def test_missing_file() -> None:
    with pytest.raises(roi.FileError) as error:
        roi.load("no/such/file.json")
    assert str(error.value) == "no/such/file.json: cannot be read: No such file or directory"
    assert isinstance(error.value, OSError) and isinstance(error.value, ValueError)


def test_errors_survive_pickling() -> None:
    with pytest.raises(roi.InputError) as error:
        roi.from_text("{}", "empty.json")
    again = pickle.loads(pickle.dumps(error.value))
    assert (str(again), again.problems) == (str(error.value), error.value.problems)
    assert roi.InputError.__mro__[1:3] == (roi.Error, ValueError)


def test_repr_and_html(center: roi.Center) -> None:
    assert repr(center) == f"<Center 'Small example center': 72 months from 2026-01, CNY, {center.hash[:12]}>"
    html = center._repr_html_()
    assert "Small example center" in html and center.hash[:16] in html
    assert "<b>&lt;x&gt;</b>" in center.replace({"name": "<x>"})._repr_html_()


def test_schema_and_fields() -> None:
    schema = roi.schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    table = roi.fields()
    assert table.loc["fleets.*.cards", "unit"] == "card"
    assert table.loc["fleets.*.availability", "default"] == "0.98"
    assert bool(table.loc["fleets.*.delivered", "required"])
    assert (table["meaning"] != "").all()
