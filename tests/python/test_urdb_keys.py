"""OpenEI rates by a closed list of keys: both spellings, what is refused by name, what is compared, what is noticed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from libroi import errors, power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import bill, grid, rate, tariff

FLAT = np.full(8760, 100.0)
DAY = [[0] * 8 + [1] * 16 for _ in range(12)]
#: A rate as the bulk download writes it, but for its comments.
BULK: dict[str, Any] = {
    "_id": {"$oid": "539f6a23ec4f024411ec8bf9"},
    "rateName": "General Service",
    "utilityName": "Edison",
    "eiaId": 17609,
    "effectiveDate": {"$date": "2012-02-22T01:00:00Z"},
    "sourceReference": "http://x/t.pdf",
    "demandMin": 20,
    "demandMax": 500,
    "energyRateStrux": [
        {"energyRateTiers": [{"rate": 0.1, "adj": 0.01, "unit": "kWh"}]},
        {"energyRateTiers": [{"rate": 0.2, "unit": "kWh"}]},
    ],
    "energyWeekdaySched": DAY,
    "energyWeekendSched": grid(),
    "flatDemandStrux": [{"flatDemandTiers": [{"rate": 5.0}]}],
    "flatDemandMonths": [0] * 12,
    "flatDemandUnits": "kW",
    "demandRateStrux": [{"demandRateTiers": [{"max": 50, "rate": 1.0}, {"rate": 2.0}]}],
    "demandWeekdaySched": grid(),
    "demandWeekendSched": grid(),
    "demandRateUnits": "kW",
    "fixedChargeFirstMeter": 9.0,
    "fixedChargeUnits": "$/month",
    "fixedKeyVals": [{"key": "Franchise fee", "val": "2 %"}],
    "revisions": [{"date": "2014-06-16", "userid": "x"}],
}


def refused(data: Any, **options: Any) -> str:
    with pytest.raises(errors.InputError) as caught:
        power.parse_tariff(data, **options)
    return str(caught.value)


def test_the_bulk_downloads_names_are_the_apis() -> None:
    api = rate(
        energyratestructure=[[{"rate": 0.1, "adj": 0.01}], [{"rate": 0.2}]],
        energyweekdayschedule=DAY,
        flatdemandstructure=[[{"rate": 5.0}]],
        flatdemandunit="kW",
        demandratestructure=[[{"max": 50, "rate": 1.0}, {"rate": 2.0}]],
        demandweekdayschedule=grid(),
        demandweekendschedule=grid(),
        demandrateunit="kW",
        fixedchargefirstmeter=9.0,
        fixedchargeunits="$/month",
    )
    made = power.bill(BULK, FLAT, year=2026)
    assert made.total == bill(api, FLAT, year=2026).total
    assert made.notices == ("fixedattrs: 1 remark is no part of the bill: Franchise fee = 2 %",)
    assert power.parse_tariff(BULK).name == "General Service"
    shouted = {key.upper(): value for key, value in api.items()}
    assert power.bill({"items": [shouted]}, FLAT, year=2026).total == made.total


def test_both_forms_of_a_structure_are_compared() -> None:
    api = [[{"adj": 0.01, "rate": 1e-1, "unit": "kWh"}], [{"rate": 0.2, "unit": "kWh"}]]
    both = power.parse_tariff({**BULK, "energyratestructure": api})
    assert both.notices[0] == "energyratestructure says the same as energyRateStrux"
    api[1][0]["rate"] = 0.3
    said = refused({**BULK, "energyratestructure": api})
    assert ": /energyratestructure is a list, but energyRateStrux, another spelling of it, is a list" in said
    broken = json.loads(json.dumps(BULK))
    broken["energyRateStrux"][0]["EnergyRateTiers"] = []
    assert ": /energyRateStrux/0/EnergyRateTiers is given twice in a period" in refused(broken)


def test_places_are_those_of_the_file() -> None:
    broken = json.loads(json.dumps(BULK))
    broken["energyRateStrux"][0]["energyRateTiers"][0] = {"unit": "kWh"}
    broken["energyRateStrux"][1]["energyRateTier"] = broken["energyRateStrux"][1].pop("energyRateTiers")
    broken["flatDemandStrux"][0]["flatDemandTiers"][0] = {"Rate": "5"}
    said = refused(broken)
    assert ": /energyRateStrux/0/energyRateTiers/0 states neither rate nor adj; write 0 where it is free\n" in said
    assert ": /energyRateStrux/1/energyRateTier is not a key of a period; nearest is energyratetiers\n" in said
    assert ': /flatDemandStrux/0/flatDemandTiers/0/Rate is "5", but must be a number' in said


@pytest.mark.parametrize(
    "other",
    ["fixedChargeFirstMeter", "fixed_charge_first_meter", "FIXED-CHARGE-FIRST-METER", "Fixed Charge First Meter"],
)
def test_two_spellings_of_a_key_are_compared(other: str) -> None:
    one = rate(fixedchargefirstmeter=9, fixedchargeunits="$/month")
    same = bill({**one, other: 9.0}, FLAT)
    assert same.total == bill(one, FLAT).total == 108.0
    assert same.notices == (f"{other} says the same as fixedchargefirstmeter",)
    said = refused({**one, other: 10})
    assert f": /{other} is 10, but fixedchargefirstmeter, another spelling of it, is 9" in said
    assert said.count("\n") == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"powerfactorpenalty": 0}, "/powerfactorpenalty carries money and is not understood; state the charge in"),
        ({"energyratestructur": []}, "carries money and is not understood; state the charge in libroi's own form; "
         "nearest is energyratestructure"),
        ({"remarks": "x"}, "/remarks is not a key of a URDB rate; take it out, or state what it means for the bill"),
        ({"remarks": None}, "/remarks is not a key of a URDB rate"),
        ({"rate": 0.1}, "/rate belongs into a tier of a structure, not here"),
        ({"energyRateTiers": []}, "/energyRateTiers belongs into a period of energyratestructure, not here"),
        ({"energyratestructure/period0/tier0rate": 0.1}, "is a column of the CSV download and is not understood"),
        ({"flatdemandmonth1": 0}, "/flatdemandmonth1 carries money and is not understood"),
        ({"revisions": [{"mincharge": 5}]}, "/revisions holds mincharge, which is part of a bill and is not read here"),
        ({"utility": {"name": "x", "energyRateStrux": []}}, "/utility holds energyRateStrux, which is part of a bill"),
        ({"energyattrs": [{"rates": [1, 2]}]}, "/energyattrs holds rates, a list, but must hold words alone"),
        ({"energyattrs": "2 %"}, '/energyattrs is "2 %", but must be a list of words by name'),
        ({"flatdemandstructure": [[{"rate": 1, "sell": 1}]]}, "/flatdemandstructure/0/0/sell is not an input"),
        ({"energyratestructure": [[0.1]]}, '/energyratestructure/0/0 is 0.1, but must be an object like {"rate": 0.1}'),
        ({"energyratestructure": [0.1]}, "/energyratestructure/0 is 0.1, but must be a list of at least one tier"),
        ({"energyratestructure": None}, "has no energy charge: energyratestructure or realtimepricing must state one"),
    ],
)  # fmt: skip
def test_every_other_key_is_refused_by_name(fields: dict[str, Any], words: str) -> None:
    said = refused({**rate(**fields), **{key: None for key, value in fields.items() if value is None}})
    assert words in said
    assert said.count("\n") == 0, said  # and nothing beside it


@pytest.mark.parametrize("key", ["energyratestructure", "flatdemandstructure", "demandratestructure"])
@pytest.mark.parametrize(
    ("structure", "place"),
    [
        ([[{"unit": "{}"}]], "0/0"),
        ([[{"max": 10, "unit": "{}"}, {"rate": 1.0, "unit": "{}"}]], "0/0"),
        ([[{"max": 10, "rate": 1.0}, {}]], "0/1"),
        ([[{"rate": None, "adj": None}]], "0/0"),
        ([[{"rate": 1.0}], [{"max": 10}]], "1/0"),
    ],
)
def test_a_price_that_is_not_stated_is_not_zero(key: str, structure: list, place: str) -> None:
    unit = "kWh" if key == "energyratestructure" else "kW"
    made = json.loads(
        json.dumps(structure).replace("{}", unit) if "{}" in json.dumps(structure[0][0]) else json.dumps(structure)
    )
    pair = {"demand": "demand", "energy": "energy"}.get(key[:6], "")
    schedules = (
        {f"{pair}{day}schedule": [[0] * 12 + [len(made) - 1] * 12] * 12 for day in ("weekday", "weekend")}
        if pair
        else {"flatdemandmonths": [0] * 6 + [len(made) - 1] * 6}
    )
    said = refused(rate(**{key: made, **schedules}))
    assert f": /{key}/{place} states neither rate nor adj; write 0 where it is free" in said
    assert said.count("\n") == 0, said


def test_coincident_prices_and_void_rows() -> None:
    said = refused(rate(coincidentratestructure=[[{"unit": "kW"}]]))
    assert said.endswith("/coincidentratestructure/0/0 states neither rate nor adj; write 0 where it is free")
    blocks = [{"max": 200, "unit": "kWh/kW"}, {"unit": "kWh", "rate": 0.1}, {"unit": "kWh/kW", "rate": 0.05}]
    assert tariff(rate(energyratestructure=[blocks])).notices == []  # the row's own price is void
    blocks[0]["rate"] = 0.3
    assert tariff(rate(energyratestructure=[blocks])).notices == [
        "energyratestructure: the price 0.3 of a kWh/kW row is void, as kWh rows follow"
    ]
    del blocks[2]["rate"]
    assert "/energyratestructure/0/2 states neither rate nor adj" in refused(rate(energyratestructure=[blocks]))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            json.dumps(json.dumps(BULK)),
            "tariff:1:1: is JSON text inside a string, encoded twice, but must be an object",
        ),
        ({"items": json.dumps([BULK])}, "/items is JSON text inside a string, encoded twice, but must be a list"),
        ({"items": [json.dumps(BULK)]}, "/items/0 is JSON text inside a string, encoded twice, but must be an object"),
        (
            {**BULK, "energyRateStrux": json.dumps(BULK["energyRateStrux"])},
            "/energyRateStrux is JSON text inside a string, encoded twice, but must be a list of periods",
        ),
        (
            {**BULK, "energyWeekdaySched": json.dumps(DAY)},
            "/energyWeekdaySched is JSON text inside a string, encoded twice, but must be 12 lists of 24 periods",
        ),
    ],
)
def test_text_inside_text_is_one_message(data: Any, words: str) -> None:
    said = refused(data)
    assert words in said
    assert said.count("\n") == 0, said


SELLING = {"energyratestructure": [[{"rate": 0.1, "sell": 0.04}]]}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({**SELLING, "dgrules": "Net Metering"}, "/dgrules says that exports earn the price of energy, but a tier has "
         "sell 0.04; one of them must go"),
        ({**SELLING, "usenetmetering": True}, "/usenetmetering says that exports earn the price of energy"),
        ({"dgrules": "Net Metering", "usenetmetering": False},
         '/usenetmetering is false, but dgrules is "Net Metering"; one of them must go'),
        ({"dgrules": "Net Billing Hourly", "usenetmetering": True}, "/usenetmetering is true, but dgrules is"),
        ({"usenetmetering": 3}, "/usenetmetering is 3, but must be true or false"),
        ({"dgrules": "Feed-in"}, '/dgrules is "Feed-in", but must be one of Net Metering, Net Billing Instantaneous'),
        ({"minmonthlycharge": 5, "mincharge": 6, "minchargeunits": "$/month"}, "/minmonthlycharge is 5 beside a "
         "mincharge of 6; one of them must go"),
        ({"annualmincharge": 5, "mincharge": 6, "minchargeunits": "$/year"}, "/annualmincharge is 5 beside a "
         "mincharge of 6; one of them must go"),
        ({"fixedmonthlycharge": 0, "fixedchargefirstmeter": 9}, "/fixedmonthlycharge is 0 beside a "
         "fixedchargefirstmeter of 9; one of them must go"),
        ({"fixedmonthlycharge": 9, "fixedchargefirstmeter": 9, "fixedchargeunits": "$/day"}, "one of them must go"),
        ({"lookbackpercent": 50, "demandratchetpercentage": [60] * 12}, "/lookbackpercent is 50 %, but "
         "demandratchetpercentage says otherwise; one of them must go"),
        ({"currency": "CAD", "country": "USA"}, '/currency is "CAD", but the country is USA, whose rates are in USD'),
        ({"currency": "dollars"}, '/currency is "dollars", but must be a currency: CNY, USD'),
        ({"demandweekdayschedule": grid(1)},
         "/demandweekdayschedule names periods, but demandratestructure is missing"),
        ({"flatdemandmonths": [1] * 12}, "/flatdemandmonths names periods, but flatdemandstructure is missing"),
        ({"coincidentSched": grid(2)}, "/coincidentSched names periods, but coincidentratestructure is missing"),
        ({"energyratestructure": [[{"max": 9, "rate": 1, "unit": "kWh daily"}, {"rate": 2, "unit": "kWh daily"}],
                                  [{"rate": 1}]], "energyweekdayschedule": DAY},
         "/energyratestructure/1/0 states no unit, but other tiers are in other units than kWh"),
    ],
)  # fmt: skip
def test_two_fields_that_say_the_same_are_compared(fields: dict[str, Any], words: str) -> None:
    assert words in refused(rate(**fields))


@pytest.mark.parametrize(
    ("fields", "notices"),
    [
        ({"fixedchargeunits": "$/day"}, ["fixedchargeunits stands without fixedchargefirstmeter and is not used"]),
        ({"fixedchargefirstmeter": 9},
         ["fixedchargefirstmeter stands without fixedchargeunits and is read as $/month"]),
        ({"fixedchargeeaaddl": 3}, ["fixedchargeeaaddl of 3 for each further meter is not used: a bill is of one"]),
        ({"mincharge": 12, "minchargeunits": "$/day"}, ["mincharge of 12 $/day is used as 365 $/month"]),
        ({"demandweekdayschedule": grid()}, ["demandweekdayschedule stands without a period in demandratestructure and "
                                             "is not used"]),
        ({"flatdemandmonths": [0] * 12}, ["flatdemandmonths stands without a period in flatdemandstructure and is not "
                                          "used"]),
        ({"flatdemandunit": "kW"}, ["flatdemandunit stands without flatdemandstructure and is not used"]),
        ({"flatdemandstructure": [[{"rate": 1}]]}, ["flatdemandstructure states no unit, and is read per kW"]),
        ({"flatdemandstructure": [[{"rate": 1}]], "demandunits": "kVA"},
         ["flatdemandstructure states no unit, and is read per kVA, as demandunits"]),
        ({"energyratestructure": [[{"rate": 1}], [{"rate": 2}]]},
         ["energyratestructure: period 1 is never in force and is not used"]),
        ({"energyratestructure": [[{"rate": 1, "max": 500}]]},
         ["energyratestructure: the last tier of period 0 ends at 500, and is read as open"]),
        ({"flatdemandstructure": [[{"rate": 1}]], "flatdemandunit": "kW", "lookbackpercent": 0.5},
         ["lookbackpercent stands without lookbackrange or lookbackmonths: the eleven months before count"]),
        ({"lookbackrange": 6},
         ["lookbackrange stands without lookbackpercent or demandratchetpercentage and is not used"]),
        ({"lookbackpercent": 0.5, "lookbackrange": 3},
         ["lookbackpercent has no demand charge to apply to and is not used"]),
        ({"energytoulabels": ["base", "peak"]}, ["energytoulabels names 2 periods, but energyratestructure has 1"]),
        ({"demandattrs": [{"Voltage": "$-0.18/kW", "Power factor": 0.9}]},
         ["demandattrs: 2 remarks are no part of the bill: Voltage = $-0.18/kW, Power factor = 0.9"]),
        ({"energyweekendschedule": None}, ["energyweekendschedule is missing beside energyweekdayschedule: the one "
                                           "period is in force"]),
    ],
)  # fmt: skip
def test_what_is_not_used_or_changed_is_noticed(fields: dict[str, Any], notices: list[str]) -> None:
    assert tariff(rate(**fields)).notices == notices


def test_exports_without_a_price_are_refused_when_they_occur() -> None:
    load = FLAT.copy()
    load[10] = -50.0
    for fields, why in (
        (rate(), "no tier states sell; write 0 where exports earn nothing"),
        (rate(realtimepricing=[0.05] * 8760, energyratestructure=None), "realtimepricing has no price for them"),
        (rate(dgrules="Buy All Sell All", **SELLING), 'dgrules is "Buy All Sell All"'),
    ):
        with pytest.raises(errors.DomainError) as caught:
            bill({k: v for k, v in fields.items() if k[:6] != "energy" or "energyratestructure" in fields}, load)
        assert str(caught.value).endswith("exports 50 kWh, but the tariff has no price for them: " + why)
    free = bill(rate(energyratestructure=[[{"rate": 0.1, "sell": 0}]]), load)
    assert free.total == pytest.approx(0.1 * 875900)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (
            {"items": [BULK], "fixedchargefirstmeter": 9},
            "/fixedchargefirstmeter stands beside items, but is read only in",
        ),
        ({"items": [BULK], "results": [BULK]}, "/results is not a key of an answer with items"),
        ({"items": [BULK], "page": 2}, "/page is not a key of an answer with items"),
        (
            {"items": [BULK], "metadata": {"query": [{"minCharge": 3}]}},
            "/metadata holds minCharge, which is read only in",
        ),
        ({"items": [], "errors": ["API key missing"]}, "/errors is a list: the answer is no rate"),
    ],
)
def test_answers_hold_a_rate_and_nothing_beside_it(answer: dict[str, Any], words: str) -> None:
    assert words in refused(answer)


def test_options_are_held_against_the_file() -> None:
    assert '/country is "USA", but the currency given is CNY' in refused(rate(country="USA"), currency="CNY")
    assert '/currency is "CAD", but the currency given is USD' in refused(rate(currency="CAD"), currency="USD")
    assert power.parse_tariff(rate(currency="CAD", country="CAN")).currency == "CAD"
    with pytest.raises(errors.DomainError, match=r"^currency is yuan, but must be a currency: CNY, USD"):
        power.parse_tariff(rate(), currency="yuan")
    own = {"libroi_tariff": 1, "name": "x", "currency": "USD", "energy": {"e": {"periods": {"all": {"price": 1}}}}}
    assert refused(own, tier_basis="period") == (
        "tariff:1:19: /libroi_tariff marks libroi's own form, which settles what tier_basis, tou_ratchet, currency and "
        "coincident_hours leave open for a URDB rate; leave them out"
    )
    peaks = rate(coincidentratestructure=[[{"rate": 3.0}]], coincidentrateunit="kW")
    for hours, words in (([10, 10.5], "entry 2 is 10.5"), ([-1], "entry 1 is -1"), ([8784], "entry 1 is 8784")):
        with pytest.raises(
            errors.DomainError, match=rf"coincident_hours: {words}, but must be a whole number in \[0, 8783\]"
        ):
            power.parse_tariff(peaks, coincident_hours=hours)
    with pytest.raises(errors.InputError, match="coincident hour is 7, but must be given once"):
        power.parse_tariff(peaks, coincident_hours=[7, 7.0])
