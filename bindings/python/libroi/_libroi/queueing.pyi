"""
Loss and waiting; use it through `libroi.queueing`.
"""

from __future__ import annotations
import numpy
import numpy.typing
import typing

__all__: list[str] = [
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

def allen_cunneen(
    arrival_variation: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    service_variation: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def closed_form_error(
    cards: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    largest_job: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def erlang_b(
    servers: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def erlang_c(
    servers: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def hayward_loss(
    cards: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    mean_job: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def kaufman_roberts(
    cards: typing.SupportsFloat | typing.SupportsIndex,
    job_cards: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> tuple[numpy.typing.NDArray[numpy.float64], float, float, float, float]: ...
def loss(
    servers: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def mean_wait(
    servers: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    service_time: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
def waits_longer_than(
    servers: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    load: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    patience: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
    service_time: typing.Annotated[numpy.typing.ArrayLike, numpy.float64],
) -> numpy.typing.NDArray[numpy.float64]: ...
