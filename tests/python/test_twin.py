"""The library against an independent second implementation (twin.py) of docs/model.md.

Compared, each to 1e-9 x max(|value|, largest of its row):

  every line and metric      the named centers with each of their scenarios, the published cases, and 40 random
                             variations of each named center, through `replace` and `evaluate`
  every line and metric      centers of another structure: merge patches on the named ones (STRUCTURES, and BILLS of
                             twin_bills.py)
  every metric               1,000 random variations of each named center, through `evaluate_many`

What counts as rounding: twin_compare.py.

A variation scales a random third of all numbers by up to 20 %, kept inside their ranges, and moves dates by up to
three months (dates of curve points, which must stay in order, by up to half a month).
"""

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

import libroi as roi

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from twin import Twin
from twin_bills import BILLS
from twin_compare import differs, line_differences, size_of, tied_month
from twin_inputs import merged, read_raw
from twin_operations import Operations

MODELS = Path(__file__).resolve().parents[2] / "models"
CENTERS = [
    "centers/harbin_china_mobile",
    "centers/lingshui_hainan_expressway",
    "centers/harbin_itemised_power",
    "centers/harbin_roof_and_storage",
    "../tests/data/four_fleets_six_markets",  # every feature of demand
]
PUBLISHED = ["published/hamilton_2008", "published/epoch_gpt4", "published/lotus_2024"]
BLOCK = 125


HARBIN, LINGSHUI = CENTERS[:2]
CLOUD = {
    "phase": "hall-first",
    "unit_of_sale": "vCPU-hour",
    "units_per_card": 128,
    "servers": 50,
    "cards_per_server": 4,
    "server_price": 400000,
    "device": {"name": "node", "peak": {"fp16": 0.01}, "idle_power": 0.3, "busy_power": 0.9},
    "delivered": "2024-09-11",
    "asset_class": "servers",
}
GUEST = {
    **CLOUD,
    "unit_of_sale": "node-hour",
    "units_per_card": None,
    "servers": None,
    "cards_per_server": None,
    "server_price": None,
    "cards": {"value": 60, "unit": "node"},
    "asset_class": None,
    "leased_in": {"rent": {"start": 9000, "growth": -0.1}, "end": "2028-03-10"},
}
WEAR = {
    "availability": None,
    "reliability": {
        "failure_rate": 0.17, "repair_time": 72, "spares": 12.5, "swap_time": 4, "attrition": 0.04,
        "job_cards": 2048, "checkpoint_time": {"value": 1, "unit": "minute"}, "restart_time": 0.1,
    },
    "performance_decay": 0.03, "refreshes": 3, "refresh_interval": 22.3,
}  # fmt: skip
PORTAL = {
    "fleet": "cloud",
    "cards": {"value": 18000, "unit": "vCPU"},
    "start": "2024-10",
    "end": "2030-01",
    "price": 0.1,
}
STRUCTURES = {
    "servers in halls short of racks and floor": (
        HARBIN,
        {
            "fleets": {
                "first": {"cards": None, "servers": 1125, "cards_per_server": 8, "cards_per_rack": 64},
                "second": {"cards_per_rack": 60},
            },
            "phases": {
                "hall-first": {"racks": {"value": 130, "unit": "rack"}},
                "hall-second": {"area_per_rack": 3, "floor_area": {"value": 350, "unit": "m2"}, "racks": 500},
            },
        },
    ),
    "cards that fail and age": (HARBIN, {"fleets": {"first": WEAR, "second": {**WEAR, "refreshes": 0}}}),
    "cards that aged before the model": (
        HARBIN,
        {
            "fleets": {"first": {**WEAR, "delivered": "2021-01-16"}, "second": {**WEAR, "delivered": "2022-02"}},
            "phases": {"hall-first": {"energised": "2021-03"}},
        },
    ),
    "vCPUs and nodes beside cards": (
        HARBIN,
        {
            "fleets": {"cloud": CLOUD, "guest": GUEST},
            "contracts": {
                "portal": PORTAL,
                "simulation": {**PORTAL, "fleet": "guest", "cards": {"value": 40, "unit": "node"}, "price": 9},
            },
            "opex": {"meter": {"per_sold_hour": 0.01, "per_card": 10}},
        },
    ),
    "vCPUs alone": (
        LINGSHUI,
        {
            "fleets": {"servers": None, "cloud": {**CLOUD, **WEAR, "phase": "hall"}},
            "contracts": {"anchor": None, "renewal": None, "portal": PORTAL},
            "markets": None,
            "opex": {"insurance": {"per_card": {"unit": "CNY/node/year"}}},
        },
    ),
    "colocation by the rack": (
        LINGSHUI,
        {
            "colocation": {
                "district": {"power": None, "price": None, "racks": 20, "power_per_rack": 6, "rack_price": 5000}
            }
        },
    ),
    "losses lapse at once": (HARBIN, {"tax": {"loss_years": 0}}),
    "losses last one year": (LINGSHUI, {"tax": {"loss_years": 1}}),
    "ends in May, before the renewal": (HARBIN, {"months": 65}),
    "starts in July, months of 720 hours": (HARBIN, {"start": "2023-07", "hours": "720"}),
    "years of 8,766 hours": (LINGSHUI, {"hours": "8766"}),
    "starts after the center has opened": (HARBIN, {"start": "2024-09"}),
    "no loan": (LINGSHUI, {"financing": {"loans": None}}),
    "a loan beyond the horizon": (LINGSHUI, {"financing": {"loans": {"bank": {"tenor": 240}}}}),
    "a loan repaid evenly": (LINGSHUI, {"financing": {"loans": {"bank": {"repayment": "equal_principal"}}}}),
    "a loan repaid at its end": (LINGSHUI, {"financing": {"loans": {"bank": {"repayment": "bullet", "tenor": 41.5}}}}),
    "a loan repaid beyond the horizon": (
        LINGSHUI,
        {"financing": {"loans": {"bank": {"repayment": "bullet", "tenor": 400}}}},
    ),
    "markets are served before a contract": (
        HARBIN,
        {"contracts": {"jiutian-first": {"priority": 2, "cards": 8800}}, "markets": {"spot": {"priority": 1}}},
    ),
    "revenue worked out elsewhere": (
        LINGSHUI,
        {
            "other_revenue": {
                "courses": {"revenue": {"monthly": [0, 0, 80000, 90000]}, "direct_cost": 30000},
                "grants": {"revenue": {"start": 50000, "growth": -0.1, "index": "rents"}},
            }
        },
    ),
    "nothing is sold": (LINGSHUI, {"contracts": None, "markets": None}),
    "no cards": (LINGSHUI, {"contracts": None, "markets": None, "fleets": None}),
    "more is promised than can be served": (
        HARBIN,
        {"contracts": {"jiutian-first": {"cards": 8800, "used_share": 0.3}, "province": {"fleet": "first"}}},
    ),
    "a hall short of power": (HARBIN, {"phases": {"hall-first": {"critical_power": {"value": 6000}}}}),
    "many renewals, the last one too late": (
        HARBIN,
        {"fleets": {"first": {"refreshes": 6, "refresh_interval": 19.3}, "second": {"refreshes": 0}}},
    ),
    "one-off deduction, no salvage, no resale": (
        HARBIN,
        {"asset_classes": {"servers": {"tax_method": "one_off", "salvage": 0, "value_retention": 0}}},
    ),
    "curves of other kinds": (
        LINGSHUI,
        {
            "contracts": {"anchor": {"price": {"value": None, "monthly": [11, 10.5, 10, 9]}}},
            "markets": {
                "on-demand": {
                    "demand": {"interpolation": "log"},
                    "price": {"interpolation": "step", "index": "rents", "price_date": "2026-03"},
                }
            },
            "services": {"operation": {"share_of_leasing": {"value": None, "start": 0.05, "growth": -0.2}}},
        },
    ),
    "power follows an index, demand is free": (LINGSHUI, {"power": {"index": "rents", "demand_price": 0}}),
    "costs by every driver at once": (
        LINGSHUI,
        {
            "opex": {
                "staff": {
                    "per_card": 100, "per_kw": 50, "per_sold_hour": 0.1, "share_of_revenue": 0.02,
                    "share_of_capex": 0.01, "start": "2025-02-11",
                }
            },
            "capex": {"room": {"amount": 100000, "per_m2": 900, "contingency": 0.1}},
        },
    ),
}  # fmt: skip


def path_of(model):
    return MODELS / f"{model}.json"


def scenarios(models):
    return [(model, name) for model in models for name in [None, *read_raw(path_of(model)).get("scenarios", {})]]


def twin_of(file, scenario=None):
    """A twin of a model file; where a bill is prepared from files, of the model as libroi resolves it."""
    raw = read_raw(file)
    changed = merged(raw, raw.get("scenarios", {}).get(scenario, {}))
    if "prepare" not in changed["power"].get("bill", {}):
        return Twin(file, scenario)
    with tempfile.TemporaryDirectory() as folder:
        resolved = Path(folder) / "resolved.json"
        resolved.write_text(roi.load(file, scenario).to_json(), encoding="utf-8")
        return Twin(resolved)


@pytest.fixture(scope="module", params=CENTERS)
def named(request):
    return roi.load(path_of(request.param)), twin_of(path_of(request.param))


def variations(twin, count, seed):
    """Random values of all numbers, `count` a path; each variation leaves most of them alone."""
    rng = np.random.default_rng(seed)
    values = {}
    for path, base in twin.model.numbers.items():
        field = twin.model.fields[path]
        chosen = rng.random(count) < 0.35
        if field.kind == "d":
            reach = 0.5 if ".points." in path else 3.0
            moved = base + rng.uniform(-reach, reach, count)
        elif base == 0.0 and field.unit == "1":
            moved = rng.uniform(0.0, 0.05, count)
        else:
            moved = base * rng.uniform(0.8, 1.2, count)
        values[path] = np.where(chosen, np.clip(moved, field.low, field.high), base)
    power = twin.model.tree["power"]
    periods = [f"power.energy.{key}.share" for key in power["energy"]]
    shift = rng.uniform(-0.1, 0.1, count)
    left_out = [f"opex.{key}.price_date" for key, item in twin.model.tree["opex"].items() if not item["index"]]
    if power["bill"]:
        left_out += [path for path in values if path.startswith(("power.season.", "power.contract_"))]
        left_out += ["power.peak_factor", "power.demand_price"]
    left_out += [path for path in values if path.startswith("markets.") and path.endswith((".share", "l_efficiency"))]
    # a price date without an index, the monthly form of power beside a bill, shares that sum to 1, first efficiencies
    for path in periods + left_out:
        values[path] = np.full(count, twin.model.numbers[path])
    if periods:
        values[periods[0]] = values[periods[0]] + shift  # shares of the day sum to 1
        values[periods[-1]] = values[periods[-1]] - shift
    return values


def curves_over_time(twin):
    """Paths of the curves that are not one number."""
    nodes = [twin.model.tree]
    while nodes:
        node = nodes.pop()
        if node.get("kind") in ("growth", "points", "monthly"):
            yield node["path"]
        else:
            nodes += [child for child in node.values() if isinstance(child, dict)]


@pytest.mark.parametrize(("model", "scenario"), scenarios(CENTERS + PUBLISHED))
def test_every_line_and_metric_of_a_model(model, scenario):
    result = roi.load(path_of(model), scenario).evaluate()
    expected = twin_of(path_of(model), scenario).evaluate()
    assert line_differences(result, expected.lines, expected.metrics) == []
    assert set(result.metrics.index) == set(expected.metrics)
    assert result.passed


def variant(base, patch, folder):
    """A model file that is another one with a merge patch."""
    file = folder / "variant.json"
    file.write_text(json.dumps({"extends": str(path_of(base)), "scenarios": None, **patch}), encoding="utf-8")
    return file


@pytest.mark.parametrize("name", STRUCTURES)
def test_every_line_and_metric_of_another_structure(name, tmp_path):
    file = variant(*STRUCTURES[name], tmp_path)
    result = roi.load(file).evaluate()
    expected = Twin(file).evaluate()
    assert line_differences(result, expected.lines, expected.metrics) == []
    assert result.passed


@pytest.mark.parametrize("name", BILLS)
def test_every_line_and_metric_of_another_bill(name, tmp_path):
    file = variant(*BILLS[name], tmp_path)
    result = roi.load(file).evaluate()
    expected = twin_of(file).evaluate()
    assert line_differences(result, expected.lines, expected.metrics) == []
    assert result.passed
    if name.startswith("every rule"):
        assert [path for path, row in result.lines.items() if path.startswith("power/") and not row.any()] == []


def test_every_line_of_random_variations(named):
    center, twin = named
    count = 40
    values = variations(twin, count, seed=2024)
    expected = twin.evaluate(values)
    # The range a file states for a curve as a whole would refuse a first value outside it.
    center = center.replace({f"{path}.uncertainty": None for path in curves_over_time(twin)})
    for i in range(count):
        changed = {path: float(column[i]) for path, column in values.items() if column[i] != twin.model.numbers[path]}
        result = center.replace(changed).evaluate()
        assert line_differences(result, expected.lines, expected.metrics, i) == [], f"variation {i}"
        assert result.passed, f"variation {i}"


def test_every_metric_of_a_thousand_random_variations(named):
    center, twin = named
    count = 1000
    values = variations(twin, count, seed=7)
    frame = center.evaluate_many(values)
    wrong = {}
    for first in range(0, count, BLOCK):
        block = {path: column[first : first + BLOCK] for path, column in values.items()}
        expected = twin.evaluate(block)
        assert set(frame.columns) == set(expected.metrics)
        for path, theirs in expected.metrics.items():
            ours = frame[path].to_numpy()[first : first + BLOCK]
            if path == "dscr/minimum month":
                columns = zip(ours, theirs, strict=True)
                tied = [tied_month([a], [b], expected.lines["debt/dscr"], i)[0] for i, (a, b) in enumerate(columns)]
                theirs = np.array(tied)
            for i in np.flatnonzero(differs(ours, theirs, size_of(path, ours))):
                wrong.setdefault(path, []).append((first + int(i), float(ours[i]), float(theirs[i])))
    assert wrong == {}


def test_metrics_alone_equal_those_of_a_full_evaluation(named):
    _, twin = named
    values = variations(twin, 60, seed=5)
    full = twin.evaluate(values).metrics
    alone = twin.metrics(values, break_even=True)
    assert len(alone) >= 23
    for path, column in alone.items():  # idle hours by cause belong to a full evaluation
        np.testing.assert_array_equal(column, full[path], err_msg=path)


def test_the_break_even_of_the_twin_needs_no_straight_line(named, monkeypatch):
    """With a discount on volume, revenue bends with sales; run at the scale found, the project's NPV is still 0."""
    _, twin = named
    values = variations(twin, 25, seed=11)
    straight = Operations.run

    def bent(operations, scale, put):
        revenue, *others = straight(operations, scale, put)
        return revenue * (1.1 - 0.1 * scale), *others

    monkeypatch.setattr(Operations, "run", bent)
    metrics = twin.metrics(values, break_even=True)
    scale = metrics["break-even utilization"] / metrics["utilization"]
    found = ~np.isnan(scale)
    assert found.sum() > 5
    scale = np.where(found, scale, 1.0)
    monkeypatch.setattr(Operations, "run", lambda operations, _, put: bent(operations, scale, put))
    at_scale = twin.metrics(values)["npv/project"]
    assert np.abs(at_scale[found] / metrics["capital cost"][found]).max() < 1e-11


def test_the_comparison_notices_a_change_in_the_eighth_digit(named):
    center, twin = named
    changed = twin.evaluate({"working_capital.receivable_days": center["working_capital.receivable_days"] * (1 + 3e-8)})
    found = line_differences(center.evaluate(), changed.lines, changed.metrics)
    touched = {line.split("[")[0] for line in found}
    assert {"operations/receivables", "balance/receivables"} <= touched
    assert "revenue/total" not in touched


def test_the_twin_knows_every_number_of_a_center(named):
    center, twin = named
    parameters = center.parameters
    assert list(parameters.index) == list(twin.model.numbers)
    np.testing.assert_allclose(parameters["value"], list(twin.model.numbers.values()), rtol=1e-15, atol=0)
    for path in twin.model.numbers:
        field = twin.model.fields[path]
        row = parameters.loc[path]
        assert (row["low"], row["high"]) == (field.low, field.high), path
