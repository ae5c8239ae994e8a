"""OpenEI rates: real ones against a plain loop over the dictionary; what is said of fields that are not understood."""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from libroi import errors, power

sys.path.insert(0, str(Path(__file__).resolve().parent))  # tests are imported one by one, without their folder
from urdb_files import MONTH, bill, grid, rate, tariff

LOAD = 300 + 200 * np.sin(np.arange(8760) / 3.0) ** 2 + np.arange(8760) % 97


def loop(fields: dict[str, Any], load: np.ndarray, year: int) -> np.ndarray:
    """Monthly bills by dates: energy and demand in kWh and kW tiers of the month, fixed charge; no ratchet."""
    kwh = [dict[int, float]() for _ in range(12)]
    tou = [dict[int, float]() for _ in range(12)]
    peak = [0.0] * 12
    for k, kw in enumerate(load):
        at = datetime.datetime(year, 1, 1) + datetime.timedelta(hours=k)
        kind = "weekday" if at.weekday() < 5 else "weekend"
        m = at.month - 1
        p = fields[f"energy{kind}schedule"][m][at.hour]
        kwh[m][p] = kwh[m].get(p, 0.0) + kw
        peak[m] = max(peak[m], kw)
        if fields.get("demandratestructure"):
            q = fields[f"demand{kind}schedule"][m][at.hour]
            tou[m][q] = max(tou[m].get(q, 0.0), kw)

    def tiers(structure: list[dict], quantity: float) -> float:
        below, cost = 0.0, 0.0
        for i, tier in enumerate(structure):
            upper = tier.get("max", np.inf) if i + 1 < len(structure) else np.inf
            cost += max(min(quantity, upper) - below, 0.0) * (tier.get("rate", 0.0) + tier.get("adj", 0.0))
            below = upper
        return cost

    bills = []
    for m in range(12):
        cost = sum(tiers(fields["energyratestructure"][p], q) for p, q in kwh[m].items())
        cost += sum(tiers(fields["demandratestructure"][p], q) for p, q in tou[m].items())
        if fields.get("flatdemandstructure"):
            cost += tiers(fields["flatdemandstructure"][fields["flatdemandmonths"][m]], peak[m])
        bills.append(cost + fields.get("fixedmonthlycharge", 0.0) + fields.get("fixedchargefirstmeter", 0.0))
    return np.array(bills)


SUMMER, WINTER = [0] * 8 + [1] * 4 + [2] * 6 + [1] * 5 + [0], [0] * 24
#: Southern California Edison, TOU-GS-2 B, 55fc81d7682bea28da64f9ae, as in NREL's REopt API tests (reo/tests); its
#: energy prices are not printed there in full and are stood in for.
EDISON = rate(
    label="55fc81d7682bea28da64f9ae",
    name="Time of Use, General Service, Demand Metered, Option B: GS-2 TOU B, Single Phase",
    uri="http://en.openei.org/apps/IURDB/rate/view/55fc81d7682bea28da64f9ae",
    utility="Southern California Edison Co",
    country="USA",
    approved=True,
    startdate=1433116800,
    enddate=1451520000,
    eiaid=17609,
    phasewiring="Single Phase",
    voltagecategory="Primary",
    voltageminimum=2000,
    voltagemaximum=50000,
    peakkwcapacitymin=20,
    peakkwcapacityhistory=12,
    source="http://www.sce.com/NR/sc3/tm2/pdf/ce30-12.pdf",
    description="- Energy tiered charge = generation charge + delivery charge\r\n",
    revisions=[1433408708, 1433409358],
    energyattrs=[{"Voltage Discount (2KV-<50KV)": "$-0.00106/Kwh"}],
    demandattrs=[{"FaciltiesVoltageDiscount(2KV-<50KV)": "$-0.18/KW"}],
    energyratestructure=[[{"rate": 0.05, "adj": 0.004}], [{"rate": 0.08}], [{"rate": 0.12}]],
    energyweekdayschedule=[SUMMER if 5 <= m <= 8 else WINTER for m in range(12)],
    energyweekendschedule=grid(),
    demandratestructure=[[{"rate": 0}], [{"rate": 5.3}], [{"rate": 18.11}]],
    demandweekdayschedule=[SUMMER if 5 <= m <= 8 else WINTER for m in range(12)],
    demandweekendschedule=grid(),
    demandrateunit="kW",
    flatdemandstructure=[[{"rate": 13.2}]],
    flatdemandmonths=[0] * 12,
    flatdemandunit="kW",
    fixedmonthlycharge=259.2,
)
#: Pacific Gas & Electric, BEV-2-S, 6757525f259975f54b0eccbf, with an empty demand structure as rate builders write it.
PACIFIC = rate(
    label="6757525f259975f54b0eccbf",
    utility="Pacific Gas & Electric Co",
    eiaid=17609,
    servicetype="Bundled",
    sector="Commercial",
    demandunits="kW",
    demandrateunit="kW",
    demandratestructure=[],
    demandweekdayschedule=[],
    demandweekendschedule=[],
    demandcomments="",
    energytoulabels=["Off-Peak", "Super Off-Peak", "Peak"],
    energyratestructure=[
        [{"unit": "kWh", "rate": 0.18081, "adj": 0.00}],
        [{"unit": "kWh", "rate": 0.15754, "adj": 0.00}],
        [{"unit": "kWh", "rate": 0.39404, "adj": 0.00}],
    ],
    energyweekdayschedule=[[0] * 9 + [1] * 5 + [0] * 2 + [2] * 5 + [0] * 3 for _ in range(12)],
    energyweekendschedule=[[0] * 9 + [1] * 5 + [0] * 2 + [2] * 5 + [0] * 3 for _ in range(12)],
    flatdemandunit="kW",
    flatdemandstructure=[[{"rate": 1.91, "adj": 0}]],
    flatdemandmonths=[0] * 12,
    fixedchargefirstmeter=447.44,
    fixedchargeunits="$/month",
    is_default=False,
)


@pytest.mark.parametrize("year", [2015, 2017, 2023])
@pytest.mark.parametrize("fields", [EDISON, PACIFIC], ids=["Edison", "Pacific"])
def test_real_rates_against_a_loop(fields: dict[str, Any], year: int) -> None:
    made = bill(fields, LOAD, year=year)
    np.testing.assert_allclose(
        made.months["total"], loop({"demandratestructure": [], **fields}, LOAD, year), rtol=1e-12
    )


@pytest.mark.parametrize("wrapper", ["items", "results"])
def test_wrapped_rates_and_nulls(wrapper: str) -> None:
    fields = {**PACIFIC, "minmonthlycharge": None, "enddate": None, "fueladjustmentsmonthly": None}
    made = power.bill(power.parse_tariff({wrapper: [fields]}), LOAD, year=2023)
    assert made.total == pytest.approx(bill(PACIFIC, LOAD, year=2023).total, rel=1e-15)
    with pytest.raises(errors.InputError, match=rf"tariff:1:\d+: /{wrapper} holds 2 rates, but must hold one"):
        power.parse_tariff({wrapper: [fields, fields]})


def test_dictionaries_are_tariffs() -> None:
    assert power.bill(PACIFIC, LOAD).total == bill(PACIFIC, LOAD).total


def test_periods_of_other_months_are_not_charged() -> None:
    """A ratchet carries a summer period's peak through the summer, not into months without its hours."""
    seasons = [[int(5 <= m <= 8)] * 24 for m in range(12)]
    fields = rate(
        demandratestructure=[[{"rate": 1.0}], [{"rate": 10.0}]],
        demandweekdayschedule=seasons,
        demandweekendschedule=seasons,
        lookbackpercent=0.8,
    )
    load = np.full(8760, 100.0)
    load[4000] = 200.0  # June
    own = bill(fields, load).months["demand"]
    assert list(own) == pytest.approx([100] * 5 + [2000] + [1600] * 3 + [100] * 3)
    month = power.bill(tariff(fields, tou_ratchet="month"), load).months["demand"]
    assert list(month) == pytest.approx([160] * 5 + [2000] + [1600] * 3 + [160] * 3)
    none = power.bill(tariff(fields, tou_ratchet="none"), load).months["demand"]
    assert list(none) == pytest.approx([100] * 5 + [2000] + [1000] * 3 + [100] * 3)


def test_ratchet_on_flat_demand_leaves_time_of_use_alone() -> None:
    fields = {**EDISON, "lookbackpercent": 1.0}
    load = np.full(8760, 100.0)
    load[30] = 200.0
    made = bill(fields, load)
    assert made.total_of("demand/facility") == pytest.approx(12 * 200 * 13.2)
    assert made.total_of("demand/time-of-use") == pytest.approx(4 * 100 * (5.3 + 18.11))


@pytest.mark.parametrize(
    ("basis", "energy"),
    [
        (None, 100 * 0.1 + 50 * 0.2 + (28 * 24 - 150) * 0.3),
        ("all_in_order", 100 * 0.1 + 50 * 0.2 + (28 * 24 - 150) * 0.3),
        ("period", 100 * 0.1 + (28 * 12 - 100) * 0.3 + 150 * 0.2 + (28 * 12 - 150) * 0.3),
    ],
)
def test_tiers_where_periods_share_a_month(basis: str | None, energy: float) -> None:
    """Noon parts the periods; 100 kWh of tier in the one and 150 in the other: bounds of its own for each."""
    half = [[0] * 12 + [1] * 12 for _ in range(12)]
    fields = rate(
        energyratestructure=[[{"max": 100, "rate": 0.1}, {"rate": 0.3}], [{"max": 150, "rate": 0.2}, {"rate": 0.3}]],
        energyweekdayschedule=half,
        energyweekendschedule=half,
    )
    load = np.ones(8760)
    made = power.bill(tariff(fields, tier_basis=basis), load).months.loc[2, "energy"]
    if basis != "period":
        # Hour h of the month is billed at the tier of its own period that h kWh have reached.
        energy = sum((0.1 if h < 100 else 0.3) if h % 24 < 12 else (0.2 if h < 150 else 0.3) for h in range(28 * 24))
    assert made == pytest.approx(energy)


@pytest.mark.parametrize(
    ("fields", "path", "words"),
    [
        ({"coincidentratestructure": [[{"rate": 3}]]}, "/coincidentratestructure", "hours of the system's peaks"),
        (
            {"coincidentratestructure": [[{"rate": 3}]] * 2, "coincidentrateschedule": [[0] * 12 + [1] * 12] * 12},
            "/coincidentrateschedule",
            "has several periods in month 1, but must have one a month",
        ),
        ({"energyratestructure": [[{"rate": 0.1, "unit": "MWh"}]]}, "/energyratestructure", "tier in MWh"),
        ({"energyratestructure": [[{"rate": 0.1, "unit": "kWh/kVA"}]]}, "/energyratestructure", "tier in kWh/kVA"),
        ({"energyratestructure": [[{"rate": 0.1, "extra": 1}]]}, "/energyratestructure/0/0/extra", "is not an input"),
        (
            {"energyratestructure": [[{"max": 10, "rate": 0.1, "sell": 0.1}, {"rate": 0.1, "sell": 0.2}]]},
            "/energyratestructure",
            "sell rates of 0.1 and 0.2",
        ),
        (
            {"energyratestructure": [[{"max": 10, "unit": "kWh/kW", "rate": 0.1}, {"rate": 0.1}]]},
            "/energyratestructure",
            "without unit after one in kWh/kW",
        ),
        (
            {"energyratestructure": [[{"max": 10, "unit": "kWh daily", "rate": 0.1}, {"unit": "kWh", "rate": 0.1}]]},
            "/energyratestructure",
            "mixes daily and monthly tiers",
        ),
        ({"flatdemandstructure": [[{"rate": 1}]], "flatdemandunit": "MW"}, "/flatdemandunit", "must be one of kW, kVA"),
        (
            {"flatdemandstructure": [[{"rate": 1, "unit": "kVA"}]], "flatdemandunit": "kW"},
            "/flatdemandstructure",
            "tier per kVA, but the structure is per kW",
        ),
        ({"flatdemandstructure": [[{"rate": 1}], [{"rate": 2}]]}, "/flatdemandmonths", "is missing: there are 2"),
        (
            {"lookbackpercent": 0.5, "lookbackrange": 6, "lookbackmonths": [1] + [0] * 11},
            "/lookbackmonths",
            "exclude each other",
        ),
        (
            {"energyratestructure": [[{"rate": 1}], [{"rate": 2}]], "energyweekendschedule": None},
            "/energyweekendschedule",
            "is missing",
        ),
        ({"fixedchargefirstmeter": 3.0, "fixedchargeunits": "$/kWh"}, "/fixedchargeunits", "must be one of $/month"),
        ({"fixedchargefirstmeter": 3.0, "fixedmonthlycharge": 4.0}, "/fixedmonthlycharge", "one of them must go"),
        ({"demandwindow": 7}, "/demandwindow", "must divide an hour"),
        ({"country": "MEX"}, "/country", "does not name the currency"),
        ({"powerfactorpenalty": 0.2}, "/powerfactorpenalty", "carries money and is not understood"),
        ({"energymultiplier": 1.1}, "/energymultiplier", "carries money and is not understood"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(fields: dict[str, Any], path: str, words: str) -> None:
    with pytest.raises(errors.InputError) as caught:
        tariff(rate(**fields))
    assert path in str(caught.value)
    assert words in str(caught.value)
    assert str(caught.value).startswith("rate.json:1:")


@pytest.mark.parametrize(
    "fields",
    [
        {
            "coincidentratestructure": [[{"rate": 0, "unit": "kW"}]],
            "coincidentrateunit": "kW",
            "coincidentrateschedule": grid(),
        },
        {"demandweekdayschedule": grid(), "demandweekendschedule": grid()},
        {"fixedchargeeaaddl": 12.0},
        {"fixedchargefirstmeter": 7.0, "fixedmonthlycharge": 7.0},
        {"lookbackpercent": 0.0, "lookbackrange": 6},
        {"demandratchetpercentage": [0] * 12},
        {"energycomments": "PCA varies", "dgrules": "Net Metering", "usenetmetering": True},
        {"energyratestructure": [[{"rate": 0.1, "unit": "KWH"}]], "energyunits": "kWh"},
    ],
)
def test_what_costs_nothing_is_read(fields: dict[str, Any]) -> None:
    assert bill(rate(**fields), LOAD).total == pytest.approx(
        sum(fields.get(key, 0.0) for key in ("fixedchargefirstmeter",)) * 12
        + (0.1 * LOAD.sum() if "energyratestructure" in fields else 0.0)
    )


def test_exports_under_net_metering_are_refused() -> None:
    load = LOAD.copy()
    load[10] = -50.0
    priced = bill(rate(energyratestructure=[[{"rate": 0.1, "sell": 0.04}]]), load)
    assert priced.total_of("export/") == pytest.approx(-2.0)
    with pytest.raises(errors.DomainError, match=r"month 1 exports 50 kWh.*dgrules is \"Net Metering\""):
        bill(rate(dgrules="Net Metering"), load)


def test_units_of_demand() -> None:
    load = np.full(8760, 100.0)
    kva = rate(flatdemandstructure=[[{"rate": 2.0}]], demandunits="kVA")
    assert power.bill(tariff(kva), load, power_factor=0.8).months.loc[1, "demand"] == pytest.approx(250.0)
    own = rate(flatdemandstructure=[[{"rate": 2.0}]], demandunits="kVA", flatdemandunit="kW")
    assert power.bill(tariff(own), load, power_factor=0.8).months.loc[1, "demand"] == pytest.approx(200.0)
    daily = rate(flatdemandstructure=[[{"rate": 2.0, "unit": "kW daily"}]])
    assert bill(daily, load).months.loc[1, "demand"] == pytest.approx(31 * 200.0)


def test_coincident_structure_at_given_hours() -> None:
    load = np.random.default_rng(9).uniform(50, 150, 8760)
    fields = rate(
        coincidentratestructure=[[{"rate": 3.0}], [{"max": 60, "rate": 4.0}, {"rate": 5.0, "adj": 0.5}]],
        coincidentrateunit="kW", coincidentrateschedule=[[0] * 24] * 6 + [[1] * 24] * 6,
    )  # fmt: skip
    hours = [10, 20, 5000]
    demand = power.bill(tariff(fields, coincident_hours=hours), load).months["demand"].to_numpy()
    assert demand[0] == pytest.approx(3.0 * (load[10] + load[20]) / 2)
    month = int(MONTH[5000])
    assert demand[month] == pytest.approx(4.0 * min(load[5000], 60) + 5.5 * max(load[5000] - 60, 0))
    assert demand.sum() == pytest.approx(demand[0] + demand[month])
    with pytest.raises(errors.InputError, match="has no price, but coincident_hours are given"):
        tariff(rate(), coincident_hours=hours)


def test_daily_demand_of_periods() -> None:
    """The sum of each day's highest power in the period's hours, as an independent sum of the same hours has it."""
    day = [0] * 8 + [1] * 10 + [0] * 6
    as_used = rate(
        demandratestructure=[[{"rate": 0.0}], [{"rate": 0.9}]], demandrateunit="kW daily",
        demandweekdayschedule=[day] * 12, demandweekendschedule=grid(),
    )  # fmt: skip
    load = np.random.default_rng(5).uniform(50, 150, 8760)
    hours = pd.DataFrame({"kw": load}, index=pd.date_range("2026-01-01", periods=8760, freq="h"))
    inside = hours[(hours.index.day_of_week < 5) & (hours.index.hour >= 8) & (hours.index.hour < 18)]
    daily = inside.groupby(inside.index.date)["kw"].max()
    by_month = 0.9 * daily.groupby(pd.to_datetime(daily.index).month).sum()
    found = power.bill(tariff(as_used), load, year=2026).months["demand"]
    np.testing.assert_allclose(found.to_numpy(), by_month.to_numpy(), rtol=1e-12)


def test_quarter_hours_keep_their_peaks() -> None:
    """Where a rate names no demand window the load's own steps count; with one of an hour its mean does."""
    load = np.full(35040, 100.0)
    load[2] = 200.0
    fields = rate(flatdemandstructure=[[{"rate": 1.0}]])
    assert bill(fields, load).months.loc[1, "demand"] == pytest.approx(200.0)
    assert bill({**fields, "demandwindow": 60}, load).months.loc[1, "demand"] == pytest.approx(125.0)
    assert bill({**fields, "demandwindow": 30}, load).months.loc[1, "demand"] == pytest.approx(150.0)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda load: np.where(np.arange(8760) == 5000, np.nan, load), "load of step 5001 of the year is nan"),
        (lambda load: load[:-1], "number of values is 8759"),
        (lambda load: load[:0], "number of values is 0"),
        (lambda load: np.append(load, np.ones(24)), "a leap year must be given"),
        (lambda load: load.reshape(365, 24), "number of dimensions is 2"),
    ],
)
def test_bad_loads(change: Any, words: str) -> None:
    with pytest.raises(errors.DomainError) as caught:
        bill(PACIFIC, change(LOAD))
    assert words in str(caught.value)


def test_a_bill_of_nothing() -> None:
    made = bill(rate(energyratestructure=[[{"rate": 0.1}]]), np.zeros(8760))
    assert made.total == 0.0
    assert made.total_of("energy/") == 0.0
    assert len(made.months) == 12


def test_files_and_options(tmp_path: Path) -> None:
    path = tmp_path / "rate.json"
    path.write_text(json.dumps({**PACIFIC, "country": "CAN"}))
    assert power.bill(power.read_tariff(path, currency="CAD"), LOAD).currency == "CAD"
    with pytest.raises(errors.DomainError, match="tier_basis is each, but must be one of period all_pro_rata"):
        power.read_tariff(path, tier_basis="each")
