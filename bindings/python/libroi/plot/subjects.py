"""What a picture must be given: the plots know these few facts, not the classes of the rooms that draw with them."""

from __future__ import annotations

from typing import Any, Protocol

import pandas as pd

from ..frames import Frequency

__all__ = ["BilledYear", "CostedCenter", "EvaluatedCenter", "ExplainedCenter", "FacilityYear"]


class _Priced(Protocol):
    @property
    def currency(self) -> str: ...


class EvaluatedCenter(Protocol):
    """Monthly lines of a center, as `libroi.Result` has them."""

    @property
    def center(self) -> _Priced: ...
    @property
    def index(self) -> pd.PeriodIndex: ...
    @property
    def lines(self) -> pd.DataFrame: ...
    def power_bill(self, frequency: Frequency = "Y") -> pd.DataFrame: ...


class CostedCenter(Protocol):
    """Levelised cost by part, as `libroi.Result` has it."""

    @property
    def unit_costs(self) -> pd.DataFrame: ...


class BilledYear(_Priced, Protocol):
    """A bill by month and group of charges, as `libroi.power.Bill` has it."""

    @property
    def months(self) -> pd.DataFrame: ...


class FacilityYear(Protocol):
    """Hours of a facility and its PUE, as `libroi.power.FacilityHours` has them."""

    @property
    def hours(self) -> pd.DataFrame: ...
    @property
    def pue(self) -> float: ...


class _Explained(Protocol):
    @property
    def fleets(self) -> list[str]: ...
    @property
    def markets(self) -> list[str]: ...
    @property
    def attrs(self) -> dict[str, Any]: ...
    @property
    def unmet(self) -> pd.DataFrame: ...
    @property
    def matrix(self) -> pd.DataFrame: ...
    def by_month(self, fleet: str) -> pd.DataFrame: ...
    def use_by_month(self, fleet: str) -> pd.DataFrame: ...


class ExplainedCenter(EvaluatedCenter, Protocol):
    """Hours of a center by use and cause, as `libroi.Result` has them."""

    @property
    def mismatch(self) -> _Explained: ...
    def ladder(self) -> pd.DataFrame: ...
