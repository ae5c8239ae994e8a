"""The itemised power bill of a center, as an analyst meets it."""

from __future__ import annotations

import pathlib
import pickle

import numpy as np
import pytest

import libroi as roi
from libroi import report

MODEL = pathlib.Path(__file__).resolve().parents[2] / "models" / "centers" / "harbin_itemised_power.json"


@pytest.fixture(scope="module")
def center() -> roi.Center:
    return roi.load(MODEL)


@pytest.fixture(scope="module")
def result(center: roi.Center) -> roi.Result:
    return center.evaluate()


def test_items_add_up_to_the_cost_of_power(result: roi.Result) -> None:
    for frequency in ("M", "Q", "Y"):
        bill = result.power_bill(frequency)
        items = bill.drop(columns="total")
        assert np.allclose(items.sum(axis=1), bill["total"], rtol=1e-12, atol=1e-6)
    assert bill["total"].sum() == pytest.approx(result.lines["opex/power"].sum(), rel=1e-12)
    assert "Energy cost purchase-valley" in bill and "PPA wind" in bill and "Basic charge" in bill
    assert bill.attrs == {"unit": "CNY"}


def test_each_item_is_quantity_times_price(result: roi.Result) -> None:
    lines, center = result.lines, result.center
    quantity = lines["power/bill/energy/purchase-peak"].to_numpy()
    price = center["power.bill.energy.purchase-peak.steps.all.price"]
    growth = center["indices.power.growth"]
    level = (1.0 + growth) ** (np.arange(len(quantity)) / 12.0)
    cost = lines["power/bill/energy/purchase-peak/cost"].to_numpy()
    assert np.allclose(cost, quantity * price * level, rtol=1e-12)


def test_every_price_is_an_input(center: roi.Center) -> None:
    path = "power.bill.energy.purchase-peak.steps.all.price"
    parameter = center.parameters.loc[path]
    assert parameter["unit"] == "CNY/kWh" and parameter["status"] == "benchmark" and "Hubei" in parameter["source"]
    dearer = center.replace({path: 2.0 * center[path]})
    slope = center.gradient("npv/project")[path]
    change = dearer.evaluate().metric("npv/project") - center.evaluate().metric("npv/project")
    assert slope < 0.0 and change == pytest.approx(slope * center[path], rel=0.01)


def test_a_resolved_center_needs_no_files(center: roi.Center, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "resolved.json"
    file.write_text(center.to_json(), encoding="utf-8")
    assert roi.load(file) == center
    assert pickle.loads(pickle.dumps(center)) == center


def test_another_tariff_by_replacing_the_bill(center: roi.Center) -> None:
    data = MODEL.parents[1] / "data"
    recipe = {
        "facility": str(data / "facilities" / "gpu-hall-10mw.json"),
        "weather": str(data / "weather" / "hainan_synthetic.epw"),
        "tariff": str(data / "tariffs" / "china-qingyang-contract-2026.json"),
    }
    changed = center.replace({"power.bill": {"prepare": recipe}}).evaluate()
    assert list(changed.power_bill().columns) == ["Energy cost contract-all", "total"]
    assert changed.metric("average pue") > center.evaluate().metric("average pue")  # Hainan is warmer than Harbin
    with pytest.raises(roi.InputError, match="facilty is not an input; nearest is facility"):
        center.replace({"power.bill": {"prepare": {**recipe, "facilty": "x"}}})


def test_report_shows_the_bill_and_the_published_range(result: roi.Result) -> None:
    page = report.html(result)
    assert "Power bill" in page and "Cost of power" in page
    assert "PUE 1.172 lies outside 1.1 to 1.16" in page and "liquid-waterside-economiser: " in page
    elsewhere = result.center.replace({"power.bill.comparable": "large-waterside-economiser/99"}).evaluate()
    assert "no published range for system large-waterside-economiser in zone" in report.html(elsewhere)


def test_report_of_a_center_without_it_power(center: roi.Center) -> None:
    idle = center.replace({"fleets": {}, "contracts": {}, "markets": {}, "services": {}, "colocation": {}})
    assert "no IT energy is used" in report.html(idle.evaluate())


def test_pictures(result: roi.Result) -> None:
    axes = result.plot_power_bill()
    assert axes.get_title(loc="left") == "Power bill, by year"
    data = roi.plots.power_bill_data(result)
    assert np.allclose(data.sum(axis=1), result.power_bill()["total"], rtol=1e-12)
