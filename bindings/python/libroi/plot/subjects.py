"""What a picture must be given: the plots know these few facts, not the classes of the rooms that draw with them."""

from __future__ import annotations

from typing import Protocol

import pandas as pd

from ..frames import Frequency

__all__ = ["BilledYear", "EvaluatedCenter", "FacilityYear"]


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
