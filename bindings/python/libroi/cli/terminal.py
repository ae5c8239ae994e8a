"""What the command prints: whole, readable in any encoding, one voice on errors."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from typing import NoReturn

import typer

from ..errors import Error
from ..result.result import Result
from .exit_codes import CHECK_FAILED, INPUT_ERROR

__all__ = ["errors", "fail", "one_voice", "printable", "run", "stop_where_checks_fail", "write_json"]


def run(command: Callable[[], object]) -> None:
    """The command as a process: letters the terminal lacks are escaped; output that cannot be written is one line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            command()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        sys.stderr.write(f"standard output cannot be written: {error.strerror or error}\n")
        with contextlib.suppress(OSError, ValueError):  # nothing more can be said at the end of the process
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(INPUT_ERROR) from None


@contextlib.contextmanager
def errors() -> Iterator[None]:
    """Errors of libroi as lines on standard error, and the end of the command."""
    try:
        yield
    except Error as error:
        fail(str(error))


def fail(words: str, code: int = INPUT_ERROR) -> NoReturn:
    """The end of the command, with words on standard error."""
    sys.stderr.write(f"{printable(words)}\n")
    raise typer.Exit(code)


def stop_where_checks_fail(result: Result, quiet: bool) -> None:
    """The end of the command where a check fails; which one is said on standard error, unless `quiet`."""
    failed = result.checks[~result.checks["passed"]]
    if failed.empty:
        return
    if not quiet:
        for check_id, row in failed.iterrows():
            at = f" in {row['month']}" if row["month"] else ""
            sys.stderr.write(
                f"{check_id} fails: {row['name']}: residual {row['residual']:g}{at}, tolerance {row['tolerance']:g}\n"
            )
    raise typer.Exit(CHECK_FAILED)


def write_json(text: str) -> None:
    """JSON on standard output, with escapes of JSON for letters that its encoding lacks."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = "".join(letter if letter.isascii() else json.dumps(letter)[1:-1] for letter in text)
    sys.stdout.write(text)


def printable(text: str) -> str:
    r"""A text without characters that a terminal obeys.

    >>> printable("a\x1b[2Jb")
    'a\\x1b[2Jb'
    """
    return "".join(
        letter if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs") else ascii(letter)[1:-1]
        for letter in text
    )


@contextlib.contextmanager
def one_voice() -> Iterator[None]:
    """Silences what libraries of C write to the terminal: their errors come back as exceptions and are said once."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no standard error
        yield
        return
    sys.stderr.flush()
    try:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
