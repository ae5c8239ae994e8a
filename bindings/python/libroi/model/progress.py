"""How far a batch has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

__all__ = ["Progress", "reporting"]

Progress = Callable[[int, int], object]


class reporting:
    """A callback for the engine: the caller's own, a tqdm bar, or none."""

    def __init__(self, wanted: Progress | bool | None, total: int) -> None:
        self._wanted = wanted
        self._total = total
        self._bar: Any = None

    def __enter__(self) -> Progress | None:
        if self._wanted is True:
            from tqdm.auto import tqdm

            self._bar = tqdm(total=self._total, unit="row")
            return self._advance
        return self._wanted if callable(self._wanted) else None

    def _advance(self, done: int, total: int) -> None:
        self._bar.update(done - self._bar.n)

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.close()
