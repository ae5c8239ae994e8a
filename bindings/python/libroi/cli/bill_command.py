"""`roi bill`: the itemised power bill of a center's model, or of a load or an hourly facility under a tariff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
import typer

from .. import power
from ..errors import DomainError
from ..model import reading
from ..power.bills import year_of
from ..report import files
from . import center_bill, terminal

__all__ = ["bill"]

_OF_LOADS = {
    "tariff", "first_weekday", "utc_offset", "weather", "activity", "power_factor", "tier_basis", "tou_ratchet",
    "coincident_hour",
}  # fmt: skip
DURATION_SHARES = (0.0, 0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 1.0)


def bill(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help="model of a center (JSON): its own bill; or, with --tariff, a load (text: kW an hour, or a column "
            "with its unit and time stamps) or a facility (JSON)",
            show_default=False,
        ),
    ],
    tariff: Annotated[
        Path | None,
        typer.Option(
            "--tariff",
            "-t",
            help="of a load or facility: tariff file, libroi's form or OpenEI URDB JSON",
            show_default=False,
        ),
    ] = None,
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            "-y",
            help="of a model: this year alone; of a load: calendar year, without it that of its time stamps, else 365 "
            "days from --first-weekday",
        ),
    ] = None,
    scenario: Annotated[str, typer.Option("--scenario", "-s", help="of a model: apply this scenario")] = "",
    first_weekday: Annotated[
        int | None, typer.Option(help="weekday of 1 January, 0 = Monday, where there is no year", show_default="0")
    ] = None,
    utc_offset: Annotated[
        float | None, typer.Option(help="hours of the place's standard time ahead of UTC, for a load stamped in UTC")
    ] = None,
    weather: Annotated[
        Path | None, typer.Option("--weather", "-w", help="weather file of a facility: EPW, TMY3 or CSV")
    ] = None,
    activity: Annotated[float, typer.Option(help="activity of a facility's busiest hour, 0 to 1")] = 0.8,
    power_factor: Annotated[float, typer.Option(help="of the load at its peaks")] = 1.0,
    tier_basis: Annotated[
        str | None, typer.Option(help="URDB: period, all_pro_rata or all_in_order climb the tiers")
    ] = None,
    tou_ratchet: Annotated[
        str | None, typer.Option(help="URDB: time-of-use demand under a ratchet: none, own or month")
    ] = None,
    coincident_hour: Annotated[
        list[int] | None, typer.Option(help="URDB: hour of the year of a system peak, 0 = the first; may be repeated")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON with sorted keys")] = False,
) -> None:
    """A center's own itemised power bill by year and month; or that of a load under a tariff, with its duration."""
    with terminal.errors():
        if center_bill.looks_like_a_center(file):
            _refuse(context, _OF_LOADS, f"belongs to a load or facility, but {file} is a model with a bill of its own")
            result = reading.load(file, scenario).evaluate()
            form = center_bill.as_dict(result, year) if as_json else center_bill.as_text(result, year)
            _print(form)
            return
        _refuse(context, {"scenario"}, f"belongs to a model of a center, but {file} is none")
        if tariff is None:
            raise DomainError(f"--tariff is missing: {file} is a load or facility, not a model with a bill of its own")
        facility = None
        if file.suffix == ".json":
            if weather is None:
                raise DomainError(f"--weather is missing: {file} is a facility, whose power depends on it")
            facility = power.simulate(file, weather, activity, year=year, first_weekday=first_weekday or 0)
            load = facility.hours["facility_kw"].to_numpy()
            notices = [f"{weather}: {notice}" for notice in facility.hours.attrs["notices"]]
        else:
            metered = power.read_load(file, utc_offset=utc_offset)
            year = year_of(metered, year, first_weekday)
            load = metered.to_numpy()
            notices = [f"{file}: {notice}" for notice in metered.attrs["notices"]]
        rate = power.read_tariff(
            tariff, tier_basis=tier_basis, tou_ratchet=tou_ratchet, coincident_hours=coincident_hour or []
        )
        billed = power.bill(rate, load, year=year, first_weekday=first_weekday, power_factor=power_factor)
    duration = load_duration(load)
    notices += [f"{tariff}: {notice}" for notice in rate.notices]
    answer = as_dict if as_json else as_text
    _print(answer(billed, duration, facility, notices))


def _refuse(context: typer.Context, names: set[str], words: str) -> None:
    """Options that the file makes no use of."""
    given = [o for o in context.command.params if o.name in names and _was_given(context, str(o.name))]
    if given:
        raise DomainError(f"{given[0].opts[0]} {words}")


def _was_given(context: typer.Context, name: str) -> bool:
    source = context.get_parameter_source(name)
    return source is not None and source.name != "DEFAULT"


def _print(answer: dict[str, Any] | str) -> None:
    if isinstance(answer, str):
        typer.echo(answer)
    else:
        terminal.write_json(files.json_text(answer))


def load_duration(load: np.ndarray) -> dict[str, float]:
    """Peak, mean, load factor, and the load exceeded in given shares of the year."""
    ordered = np.sort(load)[::-1]
    figures = {"peak_kw": float(ordered[0]), "mean_kw": float(load.mean()), "least_kw": float(ordered[-1])}
    figures["load_factor"] = figures["mean_kw"] / figures["peak_kw"] if figures["peak_kw"] > 0 else 0.0
    for share in DURATION_SHARES:
        figures[f"exceeded {share:.0%}"] = float(ordered[min(int(share * len(ordered)), len(ordered) - 1)])
    return figures


def by_line(result: power.Bill) -> pd.DataFrame:
    """One row a line: yearly quantity and amount, and the mean price."""
    table = result.items.groupby("path", sort=False).agg(
        quantity=("quantity", "sum"), unit=("unit", "first"), amount=("amount", "sum")
    )
    table["price"] = table["amount"] / table["quantity"].where(table["quantity"] != 0)
    return table[["quantity", "unit", "price", "amount"]]


def as_dict(
    result: power.Bill, duration: dict[str, float], facility: power.FacilityHours | None, notices: list[str]
) -> dict[str, Any]:
    """The whole answer for `--json`."""
    out: dict[str, Any] = {
        "currency": result.currency,
        "total": result.total,
        "energy_kwh": result.energy_kwh,
        "price_per_kwh": result.price_per_kwh if result.energy_kwh > 0 else None,
        "items": result.items.to_dict("records"),
        "months": {str(m): {str(k): float(v) for k, v in row.items()} for m, row in result.months.iterrows()},
        "load_duration": duration,
        "notices": notices,
    }
    if facility is not None:
        out["facility"] = {
            "pue": facility.pue,
            "wue": facility.wue,
            "tue": facility.tue,
            "water_m3": facility.water_m3,
            "it_kwh": facility.it_kwh,
        }
    return out


def as_text(
    result: power.Bill, duration: dict[str, float], facility: power.FacilityHours | None, notices: list[str]
) -> str:
    """Lines, months and load duration as aligned text."""
    lines = [f"{'line':<42}{'quantity':>18} {'unit':<8}{'price':>12}{'amount ' + result.currency:>20}"]
    for path, row in by_line(result).iterrows():
        price = "" if pd.isna(row["price"]) else f"{row['price']:.6g}"
        lines.append(f"{path!s:<42}{row['quantity']:>18,.2f} {row['unit']:<8}{price:>12}{row['amount']:>20,.2f}")
    lines.append(
        f"{'total':<42}{result.energy_kwh:>18,.2f} {'kWh':<8}{result.price_per_kwh:>12.6g}{result.total:>20,.2f}"
    )
    lines += ["", f"{'month':<8}{'energy kWh':>18}{'peak kW':>14}{'bill ' + result.currency:>20}"]
    for month, row in result.months.iterrows():
        lines.append(f"{month!s:<8}{row['energy_kwh']:>18,.0f}{row['peak_kw']:>14,.1f}{row['total']:>20,.2f}")
    lines += ["", "load duration"]
    for name, value in duration.items():
        lines.append(f"  {name:<18}{value:>14,.3f}" if name == "load_factor" else f"  {name:<18}{value:>14,.1f}")
    if facility is not None:
        lines += [
            "",
            f"PUE {facility.pue:.4f}   WUE {facility.wue:.3f} L/kWh   TUE {facility.tue:.4f}",
            f"water {facility.water_m3:,.0f} m3",
        ]
    if notices:
        lines += ["", "notices", *(f"  {notice}" for notice in notices)]
    return "\n".join(lines)
