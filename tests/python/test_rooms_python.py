"""The rooms of the Python package: each knows only those before it, no module waits for itself, no room is crowded."""

from __future__ import annotations

import ast
import graphlib
import importlib
import pathlib
from collections.abc import Iterator

import pytest

import libroi as roi

PACKAGE = pathlib.Path(__file__).resolve().parents[2] / "bindings" / "python" / "libroi"

#: A module may import from its own room and from rooms before it. The door `libroi/__init__.py` stands after all.
ORDER = (
    "errors",
    "_libroi",  # the compiled module
    "frames",
    "finance",
    "queueing",
    "plot",
    "plots",
    "power",
    "market",
    "result",
    "model",
    "report",
    "export",
    "compat",
    "cli",
)
MOST_FILES = 30


def modules_of(package: pathlib.Path) -> dict[str, pathlib.Path]:
    """Path by dotted name; a folder goes by the name of its `__init__.py`."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports_of(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Every import that may run, inside functions too; not those for annotations alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            for other in node.orelse:
                yield from imports_of(ast.Module([other], []))
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        else:
            yield from imports_of(node)


def room_of(module: str) -> str:
    """The first name below the package; empty for the package itself."""
    return [*module.split("."), ""][1]


def imported(module: str, path: pathlib.Path, known: set[str]) -> set[str]:
    """The modules of the package that a module imports, with the doors of other rooms it passes on the way."""
    package, found = module.split(".")[0], set()
    here = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in imports_of(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            above = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [f"{base}.{alias.name}" if f"{base}.{alias.name}" in known else base for alias in node.names]
        found.update(name for name in names if name.split(".")[0] == package)
    compiled = f"{package}._libroi"
    found = {compiled if name.startswith(f"{compiled}.") else name for name in found}
    doors = {f"{package}.{room_of(name)}" for name in found if room_of(name) not in ("", room_of(module))}
    return found | (doors & known)


def complaints(package: pathlib.Path, order: tuple[str, ...] = ORDER) -> list[str]:
    """What is wrong with the rooms, one sentence each."""
    modules, place = modules_of(package), {room: number for number, room in enumerate(order)}
    root = package.name
    known = {*modules, f"{root}._libroi"}
    graph = {name: imported(name, path, known) for name, path in modules.items()}
    out = [f"{name} stands in no room of the order" for name in graph if name != root and room_of(name) not in place]
    for name, targets in graph.items():
        for target in sorted(targets):
            before, after = place.get(room_of(target), len(order)), place.get(room_of(name), len(order))
            if before > after or (target == root and name != root):
                out.append(f"{name} imports {target}, which comes after it")
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        out.append(f"circle: {' <- '.join(error.args[1])}")
    for folder in sorted({path.parent for path in modules.values()}):
        files = len(list(folder.glob("*.py")))
        if files > MOST_FILES:
            out.append(f"{folder.name} has {files} files, but must have at most {MOST_FILES}")
    return out


def test_rooms_of_the_package() -> None:
    assert complaints(PACKAGE) == []


def test_the_order_names_rooms_that_exist() -> None:
    assert set(ORDER) == {room_of(name) for name in modules_of(PACKAGE)} - {""} | {"_libroi"}


def house(folder: pathlib.Path, files: dict[str, str]) -> list[str]:
    """Complaints about a small package with the rooms low and high, low before high."""
    empty = {"__init__.py": "", "low/__init__.py": "", "high/__init__.py": ""}
    for name, text in {**empty, **files}.items():
        path = folder / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return complaints(folder / "pack", ("low", "high"))


FOR_ANNOTATIONS = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..high.b import B\n"

UPWARDS = ["low.a imports pack.high,", "low.a imports pack.high.b,"]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"high/b.py": "from ..low.a import A\nfrom ..low import a\nimport numpy"}, []),
        ({"__init__.py": "from .high.b import B", "high/b.py": "from ..low import a", "low/a.py": ""}, []),
        ({"low/a.py": FOR_ANNOTATIONS, "high/b.py": "from ..low.a import A"}, []),
        ({"low/a.py": "from ..high.b import B", "high/b.py": ""}, UPWARDS),
        ({"low/a.py": "import pack.high.b", "high/b.py": ""}, UPWARDS),
        ({"low/a.py": "def f():\n    from ..high import B"}, UPWARDS[:1]),
        ({"low/a.py": FOR_ANNOTATIONS + "else:\n    from ..high import B"}, UPWARDS[:1]),
        ({"low/a.py": "from .. import B"}, ["low.a imports pack, which comes after it"]),
        ({"low/a.py": "from .b import B", "low/b.py": "def f():\n    from . import a"}, ["circle: "]),
        ({"low/__init__.py": "from .a import A", "low/a.py": "from . import A"}, ["circle: "]),
        ({"low/a.py": "from .a import A"}, ["circle: "]),
        ({"attic/a.py": ""}, ["pack.attic.a stands in no room"]),
        ({f"low/a{number}.py": "" for number in range(MOST_FILES)}, ["low has 31 files, but must have at most 30"]),
    ],
)  # fmt: skip
def test_a_house_in_disorder_is_refused(files: dict[str, str], words: list[str], tmp_path: pathlib.Path) -> None:
    found = house(tmp_path, files)
    assert len(found) == len(words), found
    for sentence, part in zip(found, words, strict=True):
        assert part in sentence


DOORS = ("errors", "export", "finance", "frames", "plots", "power", "report")


@pytest.mark.parametrize("name", [*DOORS, "cli", "compat.pyxirr"])
def test_public_modules_keep_their_names(name: str) -> None:
    module = importlib.import_module(f"libroi.{name}")
    assert module.__name__ == f"libroi.{name}" and module.__doc__
    assert name not in DOORS or getattr(roi, name) is module
    for public in module.__all__:
        assert hasattr(module, public), public
