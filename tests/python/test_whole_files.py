"""Commands that write: all files whole or none, one line on standard error, exit code 2."""

from __future__ import annotations

import os
import pathlib
import resource
import subprocess
import sys
import zipfile

import pytest
from libroi.report import whole_files
from typer.testing import CliRunner

import libroi as roi
from libroi import cli, export

FILES = ("report.html", "statements.csv", "results.json", "model.xlsx")


def command(
    *arguments: str | pathlib.Path, largest_file: int | None = None, folder: pathlib.Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The command as a process; `largest_file` bytes stand for a full disk: writing more fails as there."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [sys.executable, "-m", "libroi.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, **environment},
        preexec_fn=limit,
        timeout=300,
        check=False,
    )


def left(folder: pathlib.Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.fixture
def folder(tmp_path: pathlib.Path) -> pathlib.Path:
    (tmp_path / "file").write_text("kept")
    (tmp_path / "taken" / "model.xlsx").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("run", "-o", "file"), "file: is a file, but must be a folder"),
        (("run", "-o", "file/sub"), "file/sub: the folder cannot be made: Not a directory"),
        (("run", "-o", "/proc/none/sub"), "/proc/none/sub: the folder cannot be made: No such file or directory"),
        (("run", "-o", "new/" + "a" * 300), "new/" + "a" * 300 + ": the folder cannot be made: File name too long"),
        (("run", "-o", "taken"), "taken/model.xlsx: is a folder, but must be a file to write"),
        (("export", "-o", "."), ".: is a folder, but must be a file to write"),
        (("export", "-o", "none/model.xlsx"), "none/model.xlsx: cannot be written: there is no folder none"),
        (("export", "-o", "file/model.xlsx"), "file/model.xlsx: cannot be written: there is no folder file"),
        (("export", "-o", "/dev/full"), "/dev/full: cannot be written: No space left on device"),
    ],
)
def test_where_nothing_can_be_written(
    example: pathlib.Path,
    folder: pathlib.Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    line: str,
) -> None:
    before = left(folder)
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(cli.app, [arguments[0], str(example), *arguments[1:]])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", line + "\n")
    assert left(folder) == before and (folder / "file").read_text() == "kept"


@pytest.mark.parametrize(  # files have 17 to 400 kB: none, the small ones, all but the workbook
    ("target", "largest"), [("old", 0), ("new/deep", 60_000), ("old", 300_000), ("new/deep", 300_000)]
)
def test_a_full_disk_leaves_what_was_there(
    example: pathlib.Path, tmp_path: pathlib.Path, target: str, largest: int
) -> None:
    old = tmp_path / "old"
    old.mkdir()
    (old / "report.html").write_text("the last report")
    (old / "model.xlsx").write_text("the last workbook")
    done = command("run", example, "-o", target, largest_file=largest, folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1 and done.stderr.startswith(f"{target}/") and "written" in done.stderr
    assert ".part" not in done.stderr
    assert left(tmp_path) == ["old", "old/model.xlsx", "old/report.html"]
    assert (old / "report.html").read_text() == "the last report"
    assert (old / "model.xlsx").read_text() == "the last workbook"


def test_a_workbook_that_was_cut_in_passing_is_not_kept(
    example: pathlib.Path, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sheets are collected in the folder for temporary files, and a full one says nothing."""
    result = roi.load(example).evaluate()
    whole = roi._libroi.write_workbook

    def cut(center: object, path: str, run_id: str, evaluation: object) -> None:
        whole(center, path, run_id, evaluation)  # type: ignore[arg-type]
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data[:4096] if name.endswith("sheet5.xml") else data)

    monkeypatch.setattr(roi._libroi, "write_workbook", cut)
    with pytest.raises(roi.FileError, match=r"model.xlsx: cannot be written whole \(xl/worksheets/sheet5.xml\)"):
        export.write(result, tmp_path / "out")
    assert left(tmp_path) == []


def test_files_that_cannot_be_renamed_leave_the_others_as_they_were(
    result: roi.Result, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "report.html").write_text("the last report")
    rename = os.replace

    def fails(source: object, target: object) -> None:
        if str(target).endswith("results.json"):
            raise OSError(1, "Operation not permitted")
        rename(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(whole_files.os, "replace", fails)
    with pytest.raises(roi.FileError, match=r"results.json: cannot be written: Operation not permitted"):
        export.write(result, tmp_path)
    assert left(tmp_path) == ["report.html"] and (tmp_path / "report.html").read_text() == "the last report"


def test_an_interrupted_run_leaves_nothing(
    result: roi.Result, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(roi._libroi, "write_workbook", interrupted)
    with pytest.raises(KeyboardInterrupt):
        export.write(result, tmp_path / "a" / "b")
    assert left(tmp_path) == []


def test_links_are_followed_and_old_files_replaced(result: roi.Result, tmp_path: pathlib.Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real", target_is_directory=True)
    (tmp_path / "book.xlsx").symlink_to("real/model.xlsx")
    assert export.write(result, tmp_path / "link") == [tmp_path / "link" / name for name in FILES]
    before = (tmp_path / "real" / "model.xlsx").read_bytes()
    (tmp_path / "real" / "model.xlsx").write_text("old")
    export.workbook(result, tmp_path / "book.xlsx")
    assert (tmp_path / "book.xlsx").is_symlink() and (tmp_path / "real" / "model.xlsx").read_bytes() == before
    assert left(tmp_path / "real") == sorted(FILES)


@pytest.mark.parametrize("arguments", [("schema",), ("run", "FILE"), ("run", "FILE", "--json")])
def test_standard_output_on_a_full_disk_is_one_line(
    example: pathlib.Path, tmp_path: pathlib.Path, arguments: tuple[str, ...]
) -> None:
    words = [str(example) if word == "FILE" else word for word in arguments]
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "libroi.cli", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=300,
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "standard output cannot be written: No space left on device\n")
