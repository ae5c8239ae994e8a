"""Queues: what on-demand work loses that finds no free card, and how long it waits.

    from libroi import queueing

    queueing.erlang_b(servers=100, load=90)                 # share of jobs lost that do not wait
    queueing.waits_longer_than(servers=100, load=90, patience=0.5, service_time=8)
    queueing.kaufman_roberts(cards=1024, job_cards=[1, 8, 64], load=[97, 389, 486]).lost_share

Jobs arrive at random; `load` is what is offered: arrivals x mean service time, in servers or cards. Arguments
broadcast; numbers give a number. What is outside its domain raises `libroi.DomainError`, which says why.

`loss` and `hayward_loss` are the closed forms that models and workbooks compute with, for real numbers of servers; all
others are exact (`allen_cunneen` is an approximation by nature). `closed_form_error` bounds the difference.

>>> erlang_b(servers=[10, 100], load=[8, 90]).round(8).tolist()
[0.12166106, 0.02695738]
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._libroi import queueing as _engine
from .errors import DomainError
from .finance.arguments import broadcast, number, one_series

__all__ = [
    "PoolOfJobs",
    "allen_cunneen",
    "closed_form_error",
    "erlang_b",
    "erlang_c",
    "hayward_loss",
    "kaufman_roberts",
    "loss",
    "mean_wait",
    "waits_longer_than",
]


def _each(function: str, **arguments: Any) -> Any:
    columns = broadcast(function, **arguments)
    result = getattr(_engine, function)(*[np.ascontiguousarray(column).reshape(-1) for column in columns])
    return result.reshape(columns[0].shape)[()]


def erlang_b(servers: Any, load: Any) -> Any:
    """Share of jobs lost that do not wait, exact; real numbers of servers too.

    >>> print(round(erlang_b(servers=10, load=8), 8))
    0.12166106
    """
    return _each("erlang_b", servers=servers, load=load)


def erlang_c(servers: Any, load: Any) -> Any:
    """Share of jobs that wait, if all wait as long as it takes; 1 for load >= servers.

    >>> print(round(erlang_c(servers=10, load=8), 8))
    0.40918015
    """
    return _each("erlang_c", servers=servers, load=load)


def mean_wait(servers: Any, load: Any, service_time: Any = 1.0) -> Any:
    """Mean wait of all jobs, in the unit of `service_time`; load must be below servers.

    >>> print(round(mean_wait(servers=10, load=8, service_time=24), 4))
    4.9102
    >>> mean_wait(servers=10, load=12)
    Traceback (most recent call last):
    libroi.DomainError: mean_wait: load is 12, but must be < servers (10): otherwise the queue grows without end
    """
    return _each("mean_wait", servers=servers, load=load, service_time=service_time)


def waits_longer_than(servers: Any, load: Any, patience: Any, service_time: Any = 1.0) -> Any:
    """Share of jobs that wait longer than `patience`, both times in one unit; 1 for load >= servers.

    >>> print(round(waits_longer_than(servers=10, load=8, patience=12, service_time=24), 6))
    0.150529
    """
    return _each("waits_longer_than", servers=servers, load=load, patience=patience, service_time=service_time)


def loss(servers: Any, load: Any) -> Any:
    """Erlang's loss in closed form, as models compute it; `erlang_b` is exact.

    >>> print(round(loss(servers=100, load=90), 6))
    0.026957
    """
    return _each("loss", servers=servers, load=load)


def hayward_loss(cards: Any, load: Any, mean_job: Any) -> Any:
    """Share of card load lost by jobs of several sizes, in closed form, as models compute it.

    `mean_job` is the mean size in cards, weighted by load: sum of (share of load x cards of the job).

    >>> print(round(hayward_loss(cards=1024, load=0.95 * 1024, mean_job=0.1 * 1 + 0.4 * 8 + 0.5 * 64), 4))
    0.1086
    """
    return _each("hayward_loss", cards=cards, load=load, mean_job=mean_job)


def allen_cunneen(arrival_variation: Any, service_variation: Any) -> Any:
    """Factor on `mean_wait` where times are not random: (Ca^2 + Cs^2) / 2, with coefficients of variation.

    >>> allen_cunneen(arrival_variation=1, service_variation=3)
    np.float64(5.0)
    """
    return _each("allen_cunneen", arrival_variation=arrival_variation, service_variation=service_variation)


def closed_form_error(cards: Any, largest_job: Any) -> Any:
    """The most by which `hayward_loss` differs from `kaufman_roberts`' lost share: largest_job / cards, at most 1.

    >>> print(closed_form_error(cards=1024, largest_job=64))
    0.0625
    """
    return _each("closed_form_error", cards=cards, largest_job=largest_job)


@dataclasses.dataclass(frozen=True)
class PoolOfJobs:
    """What `kaufman_roberts` found. Shares of 1; cards as means over time."""

    blocking: NDArray[np.float64]  #: by class: share of its jobs lost
    lost_share: float  #: of card load
    closed_form: float  #: the same by `hayward_loss`
    carried: float  #: cards taken
    utilization: float  #: carried / cards


def kaufman_roberts(cards: Any, job_cards: Any, load: Any) -> PoolOfJobs:
    """Jobs of several sizes on one pool, exact: cards of a job and offered load in cards, by class.

    >>> pool = kaufman_roberts(cards=1024, job_cards=[1, 8, 64], load=[97.28, 389.12, 486.4])
    >>> print(pool.blocking.round(4).tolist(), round(pool.lost_share, 4), round(pool.closed_form, 4))
    [0.0031, 0.0254, 0.2121] 0.1165 0.1086
    """
    sizes = one_series("kaufman_roberts", "job_cards", job_cards)
    loads = one_series("kaufman_roberts", "load", load)
    if len(sizes) != len(loads):
        raise DomainError(
            f"kaufman_roberts: job_cards has {len(sizes)} entries and load has {len(loads)}, but each class needs both"
        )
    blocking, *rest = _engine.kaufman_roberts(number("kaufman_roberts", "cards", cards), sizes, loads)
    blocking.flags.writeable = False
    return PoolOfJobs(blocking, *rest)
