"""A price for every hour: OpenEI's realtimepricing and hourly_prices of libroi's own form."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import typer
from libroi.cli import bill_command
from typer.testing import CliRunner

import libroi as roi
from libroi import errors, power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import BEGIN, bill, own, rate

MODELS = Path(__file__).resolve().parents[2] / "models"
FLAT = np.full(8760, 100.0)
MARKET = np.round(0.04 + 0.06 * np.sin(np.arange(8760) / 3.7), 5)  # of both signs
LOAD = 300 + 200 * np.sin(np.arange(8760) / 3.0) ** 2
RTP = {
    "items": [
        {
            "name": "rtp",
            "fixedchargefirstmeter": 9,
            "fixedchargeunits": "$/month",
            "realtimepricing": [0.05] * 8760,
        }
    ]
}


def test_a_rate_of_hourly_prices() -> None:
    """8,760 h x 100 kW x 0.05 + 12 x 9."""
    made = power.bill(RTP, FLAT)
    assert made.total == pytest.approx(43908.00, abs=1e-9)
    assert made.months.loc[2, "total"] == pytest.approx(672 * 100 * 0.05 + 9)
    assert made.notices == ()
    assert list(made.items["path"].unique()) == ["energy/real-time/hourly", "fixed/first-meter"]
    assert set(made.items["unit"]) == {"kWh", "month"}


def test_months_are_the_sum_of_their_hours_beside_other_charges() -> None:
    both = rate(energyratestructure=[[{"rate": 0.02}]], realtimepricing=list(MARKET))
    hours = (MARKET + 0.02) * LOAD
    expected = [hours[BEGIN[m] : BEGIN[m + 1]].sum() for m in range(12)]
    np.testing.assert_allclose(bill(both, LOAD).months["total"], expected, rtol=1e-12)
    ours = own(
        {
            "energy": {
                "market": {"hourly_prices": list(MARKET)},
                "wires": {"periods": {"all": {"price": 0.02}}},
            },
            "riders": {"levy": {"share": 0.1, "of": ["energy"]}},
            "taxes": {"vat": {"share": 0.05}},
        }
    )
    made = power.bill(ours, LOAD)
    np.testing.assert_allclose(made.months["total"], np.array(expected) * 1.1 * 1.05, rtol=1e-12)
    items = made.items[made.items["path"] == "energy/market/hourly"]
    np.testing.assert_allclose(items["quantity"] * items["price"], items["amount"], rtol=1e-12)
    np.testing.assert_allclose(items["quantity"], made.months["energy_kwh"], rtol=1e-12)


def test_years_have_their_hours() -> None:
    leap = {**RTP["items"][0], "realtimepricing": [0.05] * 8784}
    assert power.bill(leap, np.full(8784, 100.0), year=2028).total == pytest.approx(43920 + 108)
    with pytest.raises(errors.DomainError, match="hourly prices of energy/real-time is 8760, but must be 8784"):
        power.bill(RTP, np.full(8784, 100.0), year=2028)
    with pytest.raises(errors.DomainError, match="hourly prices of energy/real-time is 8784, but must be 8760"):
        power.bill(leap, FLAT, year=2026)
    for count in (8759, 365, 24, 0, 17521):
        with pytest.raises(errors.InputError) as caught:
            power.parse_tariff(rate(realtimepricing=[0.05] * count))
        assert f"/realtimepricing has {count} entries, but must have 8760, or 8784 of a leap year" in str(caught.value)
    with pytest.raises(errors.InputError, match=r"realtimepricing has 365 entries, but must have 8760, [^\n]*$"):
        power.parse_tariff(rate(realtimepricing=[[0.05] * 24] * 365))
    with pytest.raises(errors.InputError, match='/realtimepricing/7 is "a", but must be a number'):
        power.parse_tariff(rate(realtimepricing=[0.05] * 7 + ["a"] + [0.05] * 8752))
    with pytest.raises(errors.InputError, match=r"/realtimepricing is 0.05, but must be a list of numbers"):
        power.parse_tariff(rate(realtimepricing=0.05))


def test_quarters_of_an_hour() -> None:
    quarters = [0.02, 0.04, 0.06, 0.08] * 8760
    fine = own({"energy": {"market": {"hourly_prices": quarters}}})
    load = np.tile([400.0, 0.0, 0.0, 0.0], 8760)
    assert power.bill(fine, load).total == pytest.approx(8760 * 400 * 0.25 * 0.02)
    assert power.bill(fine, FLAT).total == pytest.approx(876000 * 0.05)  # an hour at the mean of its quarters
    hourly = own({"energy": {"market": {"hourly_prices": [0.05] * 8760}}})
    assert power.bill(hourly, load).total == pytest.approx(876000 * 0.05)


def test_exports() -> None:
    load = FLAT.copy()
    load[30] = -100.0
    priced = own({"energy": {"market": {"hourly_prices": [0.05] * 8760, "hourly_sell": list(MARKET)}}})
    assert power.bill(priced, load).total == pytest.approx(8759 * 5 - 100 * MARKET[30])
    with pytest.raises(errors.DomainError, match="no energy charge states sell; write 0 where exports earn nothing"):
        power.bill(own({"energy": {"market": {"hourly_prices": [0.05] * 8760}}}), load)


def test_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "rtp.json").write_text(json.dumps({"items": [{**RTP["items"][0], "fixedchargeeaaddl": 2}]}))
    (tmp_path / "load.csv").write_text("kw\n" + "100\n" * 8760)
    app = typer.Typer()
    app.command()(bill_command.bill)
    arguments = [str(tmp_path / "load.csv"), "--tariff", str(tmp_path / "rtp.json")]
    text = CliRunner().invoke(app, arguments).output
    assert "43,908.00" in text
    assert "fixedchargeeaaddl of 2 for each further meter is not used" in text.split("\nnotices\n")[1]
    answer = json.loads(CliRunner().invoke(app, [*arguments, "--json"]).output)
    assert answer["total"] == pytest.approx(43908.0)
    assert answer["notices"][-1].endswith("fixedchargeeaaddl of 2 for each further meter is not used: a bill is of one")


def test_a_center_is_billed_by_the_hour(tmp_path: Path) -> None:
    """A constant price is that price; twice the dearer hours raise the bill by what they used."""
    center = roi.load(MODELS / "centers" / "harbin_itemised_power.json")

    def under(name: str, charge: dict) -> roi.Center:
        tariff = {"libroi_tariff": 1, "name": name, "currency": "CNY", "price_date": "2026-01", "as_of": "2026-02-03"}
        (tmp_path / f"{name}.json").write_text(json.dumps({**tariff, "energy": {"market": charge}}))
        recipe = {
            "facility": str(MODELS / "data" / "facilities" / "gpu-hall-10mw.json"),
            "weather": str(MODELS / "data" / "weather" / "harbin_synthetic.epw"),
            "tariff": str(tmp_path / f"{name}.json"),
        }
        return center.replace({"power.bill": {"prepare": recipe}})

    def cost(of: roi.Center) -> np.ndarray:
        return of.evaluate().lines["power/cost"].to_numpy()

    flat = cost(under("flat", {"periods": {"all": {"price": 0.5}}}))
    hourly = under("hourly", {"hourly_prices": [0.5] * 8760})
    np.testing.assert_allclose(cost(hourly), flat, rtol=1e-12)
    price = "power.bill.energy.market-hourly.steps.all.price"
    assert hourly[price] == pytest.approx(0.5)
    assert hourly.parameters.loc[price, "as_of"] == "2026-02-03"
    np.testing.assert_allclose(cost(hourly.replace({price: 0.75})), 1.5 * flat, rtol=1e-12)
    waves = cost(under("waves", {"hourly_prices": [0.5 + 0.4 * (k % 2) for k in range(8760)]}))
    assert (waves >= 1.35 * flat).all() and (waves <= 1.45 * flat).all()
    with pytest.raises(roi.InputError, match="hourly prices of energy/market is 8784, but must be 8760"):
        under("leap", {"hourly_prices": [0.5] * 8784})
