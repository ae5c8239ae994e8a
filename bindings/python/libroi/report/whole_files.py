"""Files that are written whole or not at all.

Everything is written under temporary names beside its target and renamed at the end, so that a full disk leaves what
was there before: no half of a file, and no half of a set of files. Errors are one line.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import pathlib
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping

from ..errors import Error, FileError

__all__ = ["Producer", "folder_for", "write_whole"]

#: Writes one file at the path it is given.
Producer = Callable[[pathlib.Path], None]

_numbers = itertools.count()


def write_whole(files: Mapping[pathlib.Path, Producer]) -> None:
    """Writes all of the files, or none and raises FileError. A link is followed; a device or pipe is written into."""
    targets = {_target(path): (path, producer) for path, producer in files.items()}
    parts: list[tuple[pathlib.Path, pathlib.Path, pathlib.Path]] = []
    try:
        for target, (path, producer) in targets.items():
            part = _part_of(target)
            parts.append((part, target, path))
            with _said_of(path, part):
                producer(part)
        with _restored_on_failure([target for _, target, _ in parts]):
            for part, target, path in parts:
                with _said_of(path, part):
                    if _is_special(target):
                        with part.open("rb") as source, target.open("wb") as sink:
                            shutil.copyfileobj(source, sink)
                    else:
                        os.replace(part, target)
    finally:
        for part, _, _ in parts:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


@contextlib.contextmanager
def folder_for(folder: pathlib.Path) -> Iterator[None]:
    """The folder with its parents; those that were made are removed again where what follows fails."""
    made: list[pathlib.Path] = []
    try:
        try:
            for part in [*reversed(folder.parents), folder]:
                if not part.exists():
                    part.mkdir()
                    made.append(part)
        except OSError as error:
            raise FileError(f"{folder}: the folder cannot be made: {_reason(error)}") from None
        if not folder.is_dir():
            raise FileError(f"{folder}: is a file, but must be a folder")
        yield
    except BaseException:
        for part in reversed(made):
            with contextlib.suppress(OSError):
                part.rmdir()
        raise


@contextlib.contextmanager
def _restored_on_failure(targets: list[pathlib.Path]) -> Iterator[None]:
    """Where a later file cannot be renamed, earlier ones become what they were."""
    before: dict[pathlib.Path, pathlib.Path] = {}
    fresh = [target for target in targets if not target.exists()]
    try:
        for target in targets:
            if target.is_file():
                kept = _part_of(target)
                with contextlib.suppress(OSError):  # no second names on this disk
                    os.link(target, kept)
                    before[target] = kept
        yield
    except BaseException:
        for target, kept in before.items():
            os.replace(kept, target)
        for target in fresh:
            target.unlink(missing_ok=True)
        raise
    finally:
        for kept in before.values():
            kept.unlink(missing_ok=True)


def _target(path: pathlib.Path) -> pathlib.Path:
    try:
        if _is_special(path) and not path.is_dir():
            return path  # a device or pipe by the name it was given
        target = pathlib.Path(os.path.realpath(path))
        if target.is_dir():
            raise FileError(f"{path}: is a folder, but must be a file to write")
        if not target.parent.is_dir():
            raise FileError(f"{path}: cannot be written: there is no folder {path.parent}")
    except OSError as error:
        if isinstance(error, Error):
            raise
        raise FileError(f"{path}: cannot be written: {_reason(error)}") from None
    return target


def _is_special(target: pathlib.Path) -> bool:
    return target.exists() and not target.is_file()


def _part_of(target: pathlib.Path) -> pathlib.Path:
    folder = pathlib.Path(tempfile.gettempdir()) if _is_special(target) else target.parent
    return folder / f".libroi-{os.getpid()}-{next(_numbers)}{target.suffix}.part"


@contextlib.contextmanager
def _said_of(path: pathlib.Path, part: pathlib.Path) -> Iterator[None]:
    """Errors name the file that was asked for."""
    try:
        yield
    except FileError as error:
        raise FileError(str(error).replace(str(part), str(path))) from None
    except OSError as error:
        raise FileError(f"{path}: cannot be written: {_reason(error)}") from None


def _reason(error: OSError) -> str:
    return error.strerror or str(error) or type(error).__name__
