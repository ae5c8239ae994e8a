"""A field of a URDB rate removed, doubled, moved or renamed is named: in an error, or in a notice of the tariff."""

from __future__ import annotations

import copy
import json
import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from libroi import errors, power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import grid

SEEDS = [*range(4), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(4, 60))]
LOAD = 300 + 200 * np.sin(np.arange(8760) / 3.0) ** 2
EXPORTING = np.where(np.arange(8760) % 24 == 12, -50.0, LOAD)
TWO = [[0] * 8 + [1] * 16 for _ in range(12)]
SEASONS = [[int(5 <= m <= 8)] * 24 for m in range(12)]

#: Names, dates, sources, comments and applicability: no part of a bill.
DESCRIPTIVE: dict[str, Any] = {
    "label": "55fc81d7682bea28da64f9ae", "utility": "Edison", "eiaid": 17609, "uri": "https://x/rate/view/55fc",
    "approved": True, "is_default": False, "startdate": 1433116800, "enddate": 1451520000, "sector": "Commercial",
    "servicetype": "Bundled", "description": "energy = generation + delivery", "source": "http://x/t.pdf",
    "sourceparent": "http://x", "basicinformationcomments": "see tariff", "energycomments": "PCA varies",
    "demandcomments": "", "voltagecategory": "Primary", "voltageminimum": 2000, "voltagemaximum": 50000,
    "phasewiring": "Single Phase", "peakkwcapacitymin": 20, "peakkwcapacitymax": 500, "peakkwhusagemin": 1,
    "supercedes": "5c", "revisions": [1433408708], "energytoulabels": ["base", "peak"], "name": "GS-2",
}  # fmt: skip

#: Parts of rates, each with what must stand beside it.
ENERGY: list[dict[str, Any]] = [
    {
        "energyratestructure": [[{"rate": 0.1, "adj": 0.01, "unit": "kWh"}], [{"rate": 0.2, "unit": "kWh"}]],
        "energyweekdayschedule": TWO,
        "energyweekendschedule": grid(),
    },
    {
        "energyratestructure": [[{"max": 9000, "rate": 0.1, "unit": "kWh"}, {"rate": 0.12, "unit": "kWh"}]],
        "energyweekdayschedule": grid(),
        "energyweekendschedule": grid(),
    },
    {
        "energyratestructure": [
            [{"max": 300, "rate": 0.1, "unit": "kWh daily"}, {"rate": 0.12, "unit": "kWh daily"}],
            [{"rate": 0.2, "unit": "kWh daily"}],
        ],
        "energyweekdayschedule": SEASONS,
        "energyweekendschedule": SEASONS,
    },
    {
        "energyratestructure": [[{"max": 200, "rate": 0.08, "unit": "kWh/kW"}, {"rate": 0.05, "unit": "kWh/kW"}]],
        "energyweekdayschedule": grid(),
        "energyweekendschedule": grid(),
    },
    {
        "energyratestructure": [[{"rate": 0.1, "sell": 0.04}], [{"rate": 0.2, "sell": 0.05}]],
        "energyweekdayschedule": TWO,
        "energyweekendschedule": TWO,
        "dgrules": "Net Billing Instantaneous",
    },
    {"realtimepricing": [round(0.05 + 0.01 * (k % 24), 4) for k in range(8760)]},
]
FLAT: list[dict[str, Any]] = [
    {},
    {
        "flatdemandstructure": [[{"rate": 5.0}], [{"rate": 7.0, "adj": 1.0}]],
        "flatdemandmonths": [0] * 6 + [1] * 6,
        "flatdemandunit": "kW",
    },
    {
        "flatdemandstructure": [[{"max": 100, "rate": 5.0, "unit": "kVA"}, {"rate": 6.0, "unit": "kVA"}]],
        "flatdemandmonths": [0] * 12,
        "flatdemandunit": "kVA",
        "demandratchetpercentage": [0.8] * 12,
    },
    {"flatdemandstructure": [[{"rate": 5.0}]], "flatdemandunit": "kW", "lookbackpercent": 0.6, "lookbackrange": 6},
]
TIMED: list[dict[str, Any]] = [
    {},
    {
        "demandratestructure": [[{"rate": 0}], [{"rate": 9.5}]],
        "demandrateunit": "kW",
        "demandweekdayschedule": TWO,
        "demandweekendschedule": grid(),
    },
    {
        "demandratestructure": [[{"max": 50, "rate": 2, "adj": 0.5}, {"rate": 4.5}]],
        "demandrateunit": "kW",
        "demandweekdayschedule": grid(),
        "demandweekendschedule": grid(),
    },
]
REST: list[dict[str, Any]] = [
    {"fixedchargefirstmeter": 9.0, "fixedchargeunits": "$/month", "fixedchargeeaaddl": 3.0},
    {"fixedchargefirstmeter": 2.0, "fixedchargeunits": "$/day", "mincharge": 1e6, "minchargeunits": "$/year"},
    {"fixedmonthlycharge": 259.2, "minmonthlycharge": 1e5},
    {"fueladjustmentsmonthly": [0.001 * m for m in range(12)], "demandwindow": 15},
    {"demandreactivepowercharge": 0.3, "annualmincharge": 1e6, "country": "USA"},
    {"energyattrs": [{"Voltage Discount": "$-0.00106/kWh"}], "fixedattrs": [{"key": "meter", "val": "$2"}]},
]
BULK = {
    "energyratestructure": "energyRateStrux", "energyweekdayschedule": "energyWeekdaySched",
    "energyweekendschedule": "energyWeekendSched", "flatdemandstructure": "flatDemandStrux",
    "flatdemandmonths": "flatDemandMonths", "flatdemandunit": "flatDemandUnits",
    "demandratestructure": "demandRateStrux", "demandweekdayschedule": "demandWeekdaySched",
    "demandweekendschedule": "demandWeekendSched", "demandrateunit": "demandRateUnits",
    "fixedchargefirstmeter": "fixedChargeFirstMeter", "fixedchargeunits": "fixedChargeUnits",
    "fixedchargeeaaddl": "fixedChargeEaAddl", "mincharge": "minCharge", "minchargeunits": "minChargeUnits",
    "demandwindow": "demandWindow", "demandreactivepowercharge": "demandReactPwrCharge", "dgrules": "dgRules",
    "demandratchetpercentage": "demandRatchetPercentage", "name": "rateName", "utility": "utilityName",
    "eiaid": "eiaId", "startdate": "effectiveDate", "enddate": "endDate", "source": "sourceReference",
    "energyattrs": "energyKeyVals", "fixedattrs": "fixedKeyVals", "supercedes": "Supersedes",
}  # fmt: skip
TIERS = {
    "energyratestructure": "energyRateTiers",
    "flatdemandstructure": "flatDemandTiers",
    "demandratestructure": "demandRateTiers",
}
#: A charge or rule of its own: without it the rate is another valid one.
OPTIONAL = {
    "adj", "fixedmonthlycharge", "minmonthlycharge", "annualmincharge", "fueladjustmentsmonthly", "demandwindow",
    "demandreactivepowercharge", "demandratchetpercentage", "lookbackrange", "country", "energyattrs", "fixedattrs",
    "fixedchargeeaaddl", "dgrules", "realtimepricing",
}  # fmt: skip


def random_rate(draw: random.Random) -> dict[str, Any]:
    made: dict[str, Any] = {key: DESCRIPTIVE[key] for key in draw.sample(sorted(DESCRIPTIVE), 9)}
    parts = [draw.choice(ENERGY), draw.choice(FLAT), draw.choice(TIMED), draw.choice(REST)]
    if draw.random() < 0.3:
        parts.append(ENERGY[-1])
    for part in parts:
        made.update(copy.deepcopy(part))
    for tiers in [t for key in TIERS for t in made.get(key, [])]:
        for tier in tiers:
            tier["rate"] = round(tier["rate"] * draw.uniform(0.5, 1.5), 5)
    return made


def as_bulk(rate: dict[str, Any]) -> dict[str, Any]:
    """The same rate as the bulk download spells it."""
    out = {}
    for key, value in rate.items():
        periods = [{TIERS[key]: tiers} for tiers in value] if key in TIERS else value
        out[BULK.get(key, key)] = periods
    return out


def read(text: str) -> tuple[Any, str]:
    """The tariff and what is said about its file."""
    try:
        tariff = power.parse_tariff(text)
    except errors.InputError as error:
        return None, str(error)
    return tariff, "\n".join(tariff.notices)


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every field of an object, at every level."""
    found: list[tuple[Any, ...]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [(*at, key), *places(inner, (*at, key))]
    elif isinstance(value, list) and len(value) < 13:
        for i, inner in enumerate(value):
            found += places(inner, (*at, i))
    return found


def holder(rate: Any, path: tuple[Any, ...]) -> Any:
    for step in path[:-1]:
        rate = rate[step]
    return rate


def is_descriptive(path: tuple[Any, ...]) -> bool:
    return path[0] in DESCRIPTIVE or path[0] in ("energyattrs", "fixedattrs")


def names(said: str, path: tuple[Any, ...]) -> bool:
    """Whether a field is named, or for a field of a tier, or one of a pair, its structure."""
    said = said.lower()
    return any(str(step).lower() in said for step in path if not isinstance(step, int))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rate_reads_in_both_spellings(seed: int) -> None:
    rate = random_rate(random.Random(seed))
    api, said = read(json.dumps({"items": [rate]}))
    assert api is not None, said
    bulk, said = read(json.dumps(as_bulk(rate)))
    assert bulk is not None, said
    assert power.bill(bulk, LOAD).total == power.bill(api, LOAD).total
    assert bulk.name == api.name


@pytest.mark.parametrize("seed", SEEDS)
def test_removed(seed: int) -> None:
    """A removed field is named, unless it describes, or is a charge or rule of its own."""
    rate = random_rate(random.Random(seed))
    before, noted = read(json.dumps(rate))
    for path in places(rate):
        if is_descriptive(path):
            continue
        changed = copy.deepcopy(rate)
        del holder(changed, path)[path[-1]]
        after, said = read(json.dumps(changed))
        if after is not None and said == noted:
            if power.bill(after, LOAD, power_factor=0.9).total == power.bill(before, LOAD, power_factor=0.9).total:
                with pytest.raises(errors.DomainError, match="sell") if path[-1] == "sell" else no_error():
                    assert power.bill(after, EXPORTING).total == power.bill(before, EXPORTING).total
                continue
            if path[-1] == "lookbackpercent" or path[-1] in OPTIONAL:
                continue
        new = said if after is None else "\n".join(set(said.split("\n")) - set(noted.split("\n")))
        partners = {"flatdemandunit": "flatdemandstructure", "demandrateunit": "demandratestructure"}
        assert path[-1] in OPTIONAL or names(new, (*path, partners.get(path[-1], path[-1]))), (path, said)


class no_error:
    """A context like pytest.raises that expects nothing, or that exports have no price."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: Any, value: Any, trace: Any) -> bool:
        return kind is errors.DomainError


@pytest.mark.parametrize("seed", SEEDS)
def test_renamed(seed: int) -> None:
    """A key that is none of the list is refused by name, at every level and whatever it holds."""
    draw = random.Random(seed)
    rate = random_rate(draw)
    for path in places(rate):
        if path[0] in ("energyattrs", "fixedattrs") and len(path) > 1:
            continue  # free words
        changed = copy.deepcopy(rate)
        key = str(path[-1])
        cut = draw.randrange(1, len(key))
        other = draw.choice([key[:cut] + "q" + key[cut:], key + "s2", "x" + key, key[:cut] + "zz"])
        holder(changed, path)[other] = holder(changed, path).pop(key)
        after, said = read(json.dumps(changed))
        assert after is None, (path, other)
        assert other in said, (path, other, said)


@pytest.mark.parametrize("seed", SEEDS)
def test_doubled(seed: int) -> None:
    """Twice the same key is refused; two spellings of it must say the same, and that is said."""
    rate = random_rate(random.Random(seed))
    for path in places(rate):
        if is_descriptive(path) and len(path) > 1:
            continue
        key = str(path[-1])
        changed = copy.deepcopy(rate)
        inside = holder(changed, path)
        inside["twice"] = inside[key]
        after, said = read(json.dumps(changed).replace('"twice"', f'"{key}"'))
        assert after is None, path
        assert f"{key} is given twice" in said, said
        other = key[0].upper() + "_" + key[1:]
        inside[other] = inside.pop("twice")
        after, said = read(json.dumps(changed))
        assert after is not None, (path, said)
        assert f"{other} says the same as {key}" in said, said
        inside[other] = -1234.5
        after, said = read(json.dumps(changed))
        assert after is None, path
        assert f"{other} is -1234.5, but {key}, another spelling of it, is" in said, said


@pytest.mark.parametrize("seed", SEEDS)
def test_moved(seed: int) -> None:
    """A field at another level is refused by name: beside the rate, in a tier, from a tier into the rate."""
    draw = random.Random(seed)
    rate = random_rate(draw)
    first = next(iter(rate.get("energyratestructure", [[{}]])))[0]
    for path in places(rate):
        if is_descriptive(path):
            continue
        changed = copy.deepcopy(rate)
        value = holder(changed, path).pop(path[-1])
        texts = []
        if len(path) == 1:
            texts.append(json.dumps({"items": [changed], path[0]: value}))
            texts.append(json.dumps({"items": [changed], "metadata": {path[0]: value}}))
            texts.append(json.dumps({**changed, "revisions": [{path[0]: value}]}))
            texts.append(json.dumps({**changed, "utility": {"name": "x", path[0]: value}}))
            if path[0] != "energyratestructure" and first:
                inner = copy.deepcopy(changed)
                inner["energyratestructure"][0][0][path[0]] = value
                texts.append(json.dumps(inner))
        else:
            texts.append(json.dumps({**changed, path[-1]: value}))
            texts.append(json.dumps({"items": [changed], path[-1]: value}))
            texts.append(json.dumps({**changed, "revisions": [{path[-1]: value}]}))
        for text in texts:
            after, said = read(text)
            if path[0] == "country" and after is not None:
                continue  # of a utility, say
            assert after is None, (path, text[-200:])
            assert str(path[-1]) in said, (path, said)
