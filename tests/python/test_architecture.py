"""docs/architecture.md: its picture is the one tools/architecture.py draws, and every path it names exists."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "architecture.py"
sys.path.insert(0, str(ROOT / "tools"))
from architecture import PAGE, Plan, Room, arrows, picture, read_plan, renewed  # noqa: E402

TEXT = (ROOT / PAGE).read_text(encoding="utf-8")


def run(*words):
    return subprocess.run([sys.executable, str(TOOL), *map(str, words)], capture_output=True, text=True, check=False)


def paths(text):
    """What a page names in code or as a link, if it is a path or a file's name."""
    named = re.findall(r"`([^`\s]+)`", text) + re.findall(r"\]\(([^)#:]+)\)", text)
    return sorted({name for name in named if "/" in name or re.search(r"\.\w+$", name)})


@pytest.mark.parametrize("path", paths(TEXT))
def test_every_path_exists(path):
    if path == "inputs.hpp":  # of any room
        assert list((ROOT / "libroi").glob("*/inputs.hpp"))
        return
    assert any((ROOT / folder / path).exists() for folder in (".", "docs", "libroi")), path


def test_the_paths_found_are_those_named():
    text = "`a/b.hpp`, `c/` and `word` in [d](e/f.md), not [g](https://h.org/i) nor `roi run x.json`, but `j.md`"
    assert paths(text) == ["a/b.hpp", "c/", "e/f.md", "j.md"]


def test_the_picture_is_up_to_date():
    done = run("--check")
    assert (done.returncode, done.stderr) == (0, "")


PAGE_OF_THREE = """# House

## Rooms, in order

| room | part | what it is for |
|---|---|---|
| `core` | ground | numbers |
| `power` | domains | kW |
| `sales` | domains | money |
| `risk` (later) | uses | chance |

Inside `power`, in order: `power/check.hpp`,
`power/hours`, `power`.

<!-- picture: begin, made by tools/architecture.py -->
old
<!-- picture: end -->

## Other things

| `attic` | uses | not a room: another section |
"""


@pytest.fixture
def house(tmp_path):
    """Three rooms: sales includes both others, power the first."""
    files = {"core/a.hpp": [], "power/b.hpp": ["core/a.hpp"], "sales/c.cpp": ["power/b.hpp", "core/a.hpp"]}
    for name, targets in files.items():
        path = tmp_path / "libroi" / name
        path.parent.mkdir(parents=True)
        path.write_text("".join(f'#include "libroi/{target}"\n' for target in targets))
    (tmp_path / "docs").mkdir()
    (tmp_path / PAGE).write_text(PAGE_OF_THREE)
    return tmp_path


def test_the_plan_of_a_page():
    plan = read_plan(PAGE_OF_THREE)
    assert plan.rooms == [
        Room("core", "ground"),
        Room("power", "domains"),
        Room("sales", "domains"),
        Room("risk", "uses", later=True),
    ]
    assert plan.order() == ["core", "power/check.hpp", "power/hours", "power", "sales", "risk"]
    deep = ["libroi/power/check.hpp", "libroi/power/hours/deep/a.hpp", "libroi/power/other/a.hpp", "libroi/core/a.hpp"]
    assert [plan.place(path) for path in deep] == ["power/check.hpp", "power/hours", "power", "core"]


def test_the_picture_leaves_out_what_others_imply(house):
    assert renewed(PAGE_OF_THREE, house) == PAGE_OF_THREE.replace(
        "old\n",
        "```mermaid\nflowchart LR\n"
        '  subgraph part0["ground"]\n    core\n  end\n'
        '  subgraph part1["domains"]\n    power\n    sales\n  end\n'
        "  core --> power\n  power --> sales\n```\n",
    )


def test_the_picture_shows_an_include_against_the_order(house):
    (house / "libroi" / "core" / "a.hpp").write_text('#include "libroi/sales/c.hpp"\n')
    assert arrows(house, ["core", "power", "sales"]) == ([("core", "power"), ("power", "sales")], [("sales", "core")])
    assert "  sales -. against the order .-> core\n" in picture(read_plan(PAGE_OF_THREE), house)


def test_drawing_twice_changes_nothing(house):
    assert run(house).returncode == 0
    once = (house / PAGE).read_text()
    assert once != PAGE_OF_THREE
    assert run(house).returncode == 0
    assert (house / PAGE).read_text() == once


def test_a_stale_page_is_noticed_and_left_alone(house):
    assert run("--check", house).returncode == 1
    assert (house / PAGE).read_text() == PAGE_OF_THREE
    run(house)
    assert run("--check", house).returncode == 0
    (house / "libroi" / "power" / "b.hpp").write_text("")  # power no longer includes core
    done = run("--check", house)
    assert (done.returncode, done.stderr.strip()) == (1, f"{PAGE} is out of date: run tools/architecture.py")


def test_pages_that_cannot_be_read_say_why(house):
    with pytest.raises(ValueError, match=r'no section "Rooms, in order"'):
        read_plan("# House\n")
    with pytest.raises(ValueError, match="no table of rooms"):
        read_plan("\n## Rooms, in order\n\nNone.\n")
    with pytest.raises(ValueError, match="Inside `power`"):
        read_plan(PAGE_OF_THREE.replace("`power/hours`, `power`.", "`power/hours`."))
    with pytest.raises(ValueError, match="lost its markers"):
        renewed(PAGE_OF_THREE.replace("<!-- picture: end -->\n", ""), house)


def test_an_empty_plan_of_a_room_is_the_room():
    assert Plan([Room("core", "ground")]).order() == ["core"]
