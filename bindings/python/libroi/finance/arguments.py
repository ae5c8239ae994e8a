"""What the functions take as a series, a matrix or a number. Anything else is refused in words, never flattened."""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import DomainError, NoSolutionError

__all__ = ["broadcast", "matrix_of", "named", "number", "one_series", "series_or_rows", "whole"]

Array = NDArray[np.float64]


def one_series(function: str, name: str, values: Any, *, rows: str = "", error: type[Exception] = DomainError) -> Array:
    """A one-dimensional array of numbers; `rows` names the function that takes a matrix.

    >>> one_series("irr_gradient", "cash_flows", [[-100, 110]])
    Traceback (most recent call last):
    libroi.DomainError: irr_gradient: cash_flows has shape (1, 2), but must be one series of numbers
    """
    wanted = "one series of numbers"
    array = _numbers(function, name, values, wanted, error)
    if array.ndim == 1:
        return array
    hint = f"; {rows} takes one series a row" if rows and array.ndim == 2 else ""
    raise error(f"{_place(function, name)} {_shape(array)}, but must be {wanted}{hint}")


def series_or_rows(function: str, name: str, values: Any) -> Array:
    """An array of one dimension, or of two: one series a row."""
    wanted = "one series of numbers, or a matrix of one series a row"
    array = _numbers(function, name, values, wanted, DomainError)
    if array.ndim in (1, 2):
        return array
    raise DomainError(f"{_place(function, name)} {_shape(array)}, but must be {wanted}")


def matrix_of(function: str, name: str, values: Any) -> Array:
    """An array of two dimensions: one series a row."""
    wanted = "a matrix of one series a row"
    array = _numbers(function, name, values, wanted, DomainError)
    if array.ndim == 2:
        return array
    raise DomainError(f"{_place(function, name)} {_shape(array)}, but must be {wanted}")


def broadcast(function: str, **arguments: Any) -> tuple[Array, ...]:
    """Numbers and arrays of numbers of any shapes that go together, all in their common shape.

    >>> broadcast("mean_wait", servers=[10, 20, 30], load=[8, 9])
    Traceback (most recent call last):
    libroi.DomainError: mean_wait: servers has shape (3,) and load has shape (2,), which do not broadcast together
    """
    arrays = {
        name: _numbers(function, name, x, "a number or an array of numbers", DomainError)
        for name, x in arguments.items()
    }
    try:
        return np.broadcast_arrays(*arrays.values())
    except ValueError:
        shapes = [f"{name} {_shape(array)}" for name, array in arrays.items()]
        told = " and ".join([", ".join(shapes[:-1]), shapes[-1]])
        raise DomainError(f"{function}: {told}, which do not broadcast together") from None


def number(function: str, name: str, value: Any, error: type[Exception] = DomainError) -> float:
    """One number; an array of no dimension is one, an array of one entry is not."""
    if type(value) is float:
        return value
    if isinstance(value, (str, bytes, complex)):
        raise error(f"{_place(function, name)} is a {type(value).__name__}, but must be one number")
    try:
        dimensions = np.ndim(value)
    except ValueError:
        raise error(f"{_place(function, name)} has entries of unequal lengths, but must be one number") from None
    if dimensions:
        raise error(f"{_place(function, name)} has shape {np.shape(value)}, but must be one number")
    try:
        return float(value)
    except (TypeError, ValueError):
        raise error(f"{_place(function, name)} is a {type(value).__name__}, but must be one number") from None


def whole(function: str, name: str, value: Any) -> int:
    """One whole number."""
    try:
        return operator.index(value)
    except TypeError:
        said = f"has shape {np.shape(value)}" if np.ndim(value) else f"is {value!r}"
        raise DomainError(f"{_place(function, name)} {said}, but must be one whole number") from None


@contextlib.contextmanager
def named(inside: str, function: str) -> Iterator[None]:
    """An error that begins with a function of the engine begins with the one that was called."""
    try:
        yield
    except (DomainError, NoSolutionError) as error:
        text = str(error)
        if not text.startswith(f"{inside}: "):
            raise
        raise type(error)(function + text[len(inside) :]) from None


def _place(function: str, name: str) -> str:
    return f"{function}: {name}" if function else name


def _shape(array: NDArray[Any]) -> str:
    return f"has shape {array.shape}" if array.ndim else "is a single number"


def _numbers(function: str, name: str, values: Any, wanted: str, error: type[Exception]) -> Array:
    if type(values) is np.ndarray and values.dtype == np.float64:
        return values

    def refusal(said: str) -> Exception:
        return error(f"{_place(function, name)} {said}, but must be {wanted}")

    if values is None or isinstance(values, (str, bytes, bytearray, dict, set, frozenset)):
        raise refusal("is None" if values is None else f"is a {type(values).__name__}")
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise refusal("has masked entries")
    if hasattr(values, "to_numpy"):
        values = values.to_numpy()
    elif not hasattr(values, "__array__") and not hasattr(values, "__getitem__") and isinstance(values, Iterable):
        values = list(values)
    try:
        array = np.asarray(values)
    except ValueError:
        raise refusal("has entries of unequal lengths") from None
    if array.dtype.kind == "O":
        strange = next((x for x in array.flat if x is not None and not hasattr(x, "__float__")), None)
        if isinstance(strange, (list, tuple, np.ndarray)):
            raise refusal("has entries of unequal lengths")
        if strange is not None:
            raise refusal(f"holds a {type(strange).__name__}")
    elif array.dtype.kind not in "biuf":
        raise refusal(f"holds {_KINDS.get(array.dtype.kind, str(array.dtype))}")
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise refusal("holds entries that are no numbers") from None


_KINDS = {"U": "text", "S": "text", "c": "complex numbers", "M": "dates", "m": "durations"}
