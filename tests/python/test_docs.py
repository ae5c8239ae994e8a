"""What is written down works: README, docstrings, examples, notebook, type stubs."""

from __future__ import annotations

import doctest
import importlib
import os
import pathlib
import pkgutil
import re
import shutil
import subprocess
import sys
from typing import Any

import pytest

import libroi as roi

MODULES = sorted(m.name for m in pkgutil.walk_packages(roi.__path__, "libroi.") if m.name != "libroi._libroi")


@pytest.mark.parametrize("name", ["libroi", "libroi._libroi", *MODULES])
def test_docstrings(name: str, example: pathlib.Path) -> None:
    module = importlib.import_module(name)
    globs = {**vars(module), "roi": roi, "example": str(example)}
    finder = doctest.DocTestFinder(exclude_empty=True)
    runner = doctest.DocTestRunner(
        optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    )
    for test in finder.find(module, name, globs=globs):
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


def readme_block(root: pathlib.Path, language: str) -> tuple[str, str]:
    """The code of a language in the README and the output printed below it."""
    text = (root / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"```{language}\n(.*?)```\s+prints\s+```text\n(.*?)```", text, re.DOTALL)
    assert match is not None, language
    return match[1], match[2]


def test_readme_starts_with_the_two_commands(root: pathlib.Path) -> None:
    text = (root / "README.md").read_text(encoding="utf-8")
    assert text.index("make demo") < text.index("make test") < text.index("## ")


def test_readme_python(root: pathlib.Path) -> None:
    code, expected = readme_block(root, "python")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=300, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == expected
    assert code in (root / "examples" / "one_minute.py").read_text(encoding="utf-8")
    assert expected == (root / "examples" / "one_minute.py.expected.txt").read_text(encoding="utf-8")


def test_readme_cpp(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    code, expected = readme_block(root, "cpp")
    assert code in (root / "examples" / "one_minute.cpp").read_text(encoding="utf-8")
    assert expected == (root / "examples" / "one_minute.expected.txt").read_text(encoding="utf-8")
    libraries = sorted((root / "build").glob("*/libroi.a"), key=lambda p: p.stat().st_mtime)
    ready = [p for p in libraries if p.parent.name not in ("asan", "debug")]
    if not ready:
        pytest.skip("no C++ build here; ctest runs example_one_minute")
    (tmp_path / "main.cpp").write_text(code, encoding="utf-8")
    compiler = os.environ.get("CXX") or shutil.which("c++") or "c++"
    flags = ["-std=c++20", "-O0", "-ffp-contract=off", "-Wno-psabi", f"-I{root}"]
    build = [compiler, *flags, "main.cpp", str(ready[-1]), "-lxlsxwriter", "-pthread", "-o", "main"]
    done = subprocess.run(build, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    run = subprocess.run([tmp_path / "main"], cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, run.stdout) == (0, expected)


def scripts() -> list[str]:
    folder = pathlib.Path(__file__).resolve().parents[2] / "examples"
    return sorted(p.name for p in folder.glob("*.py"))


@pytest.mark.parametrize("name", scripts())
def test_example_prints_what_it_should(name: str, root: pathlib.Path) -> None:
    expected = (root / "examples" / f"{name}.expected.txt").read_text(encoding="utf-8")
    command = [sys.executable, f"examples/{name}"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == expected


@pytest.mark.parametrize("name", ["first_look", "why_idle"])
def test_notebook_gives_the_stored_output(name: str, root: pathlib.Path) -> None:
    nbclient = pytest.importorskip("nbclient")
    nbformat = pytest.importorskip("nbformat")
    stored = nbformat.read(root / "examples" / f"{name}.ipynb", as_version=4)
    fresh = nbformat.from_dict(stored)
    nbclient.NotebookClient(
        fresh, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(root)}}
    ).execute()
    for cell, again in zip(stored.cells, fresh.cells, strict=True):
        if cell.cell_type != "code":
            continue
        assert texts_of(cell.outputs) == texts_of(again.outputs), cell.source


def texts_of(outputs: list[dict[str, Any]]) -> list[str]:
    """What is printed, joined, and the plain forms of results without hashes; pictures only by their kind."""
    printed = "".join(str(o["text"]) for o in outputs if o["output_type"] == "stream" and o["name"] == "stdout")
    shown = []
    for data in (o["data"] for o in outputs if "data" in o):
        shown.append("picture" if "image/png" in data else re.sub(r"\b[0-9a-f]{12,64}\b", "#", data["text/plain"]))
    return [printed, *shown]


def test_public_names_have_docstrings() -> None:
    for name in roi.__all__:
        item = getattr(roi, name)
        assert getattr(item, "__doc__", None), name
    for kind in (roi.Center, roi.Result, roi.Statements):
        for name, member in vars(kind).items():
            if not name.startswith("_"):
                assert getattr(member, "__doc__", None), f"{kind.__name__}.{name}"


def test_stubs_name_what_the_module_has(root: pathlib.Path) -> None:
    stub = (root / "bindings/python/libroi/_libroi/__init__.pyi").read_text(encoding="utf-8")
    module = importlib.import_module("libroi._libroi")
    for name in vars(module):
        if not name.startswith("__"):
            known = rf"^(def|class) {name}\b|^{name}:|^from \. import .*\b{name}\b"
            assert re.search(known, stub, re.MULTILINE), name


def test_user_code_is_typed(root: pathlib.Path, tmp_path: pathlib.Path) -> None:
    pytest.importorskip("mypy")
    (tmp_path / "user.py").write_text(
        "import pandas as pd\n"
        "import libroi as roi\n"
        "center = roi.load('x.json')\n"
        "value: float = center.evaluate().metric('npv/project')\n"
        "frame: pd.DataFrame = center.evaluate_many({'a': [1.0, 2.0]})\n"
        "reveal_type(center.replace({'a': 1}).evaluate().statements.annual().income)\n"
        "center.evaluate(3)\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "--config-file=", "user.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600, check=False)
    lines = done.stdout.splitlines()
    assert any('Revealed type is "pandas' in line and "DataFrame" in line for line in lines), done.stdout
    assert lines[-2].startswith("user.py:7: error: Too many arguments") and "Found 1 error" in lines[-1], done.stdout
