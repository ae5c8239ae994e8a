"""libroi/ keeps to the house in docs/architecture.md: who includes whom, what stands where, how full a folder is.

Each rule is a function of a root folder (and of the plan that page gives) that returns one message per violation; the
real tree must give none, and small trees written here must give the expected one.
"""

import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from architecture import PAGE, Include, Plan, Room, includes, read_plan, sources  # noqa: E402

MOST_FILES = 30


def refusal(include: Include, rule: str) -> str:
    return f"{include.file}:{include.line}: includes {include.target}: {rule}"


def missing_headers(root: Path, plan: Plan) -> list[str]:
    rule = "no such file; an include is a path from the root of the repository"
    return [refusal(include, rule) for include in includes(root) if not (root / include.target).is_file()]


def unknown_rooms(root: Path, plan: Plan) -> list[str]:
    """Folders that the page does not know, rooms of the page that are not there or marked (later) though they are."""
    known = {room.name: room for room in plan.rooms}
    there = {path.parts[len(root.parts) + 1] for path in sources(root) if path.parent != root / "libroi"}
    found = [f"libroi/{name}: no room of {PAGE}" for name in sorted(there - set(known))]
    for name, room in known.items():
        if room.later == (name in there):
            found.append(f"libroi/{name}: {PAGE} says that it comes {'later' if room.later else 'now'}")
    for place in (place for places in plan.inside.values() for place in places):
        if not (root / "libroi" / place).exists() and not known[place.split("/")[0]].later:
            found.append(f"libroi/{place}: in an order inside a room of {PAGE}, but not there")
    return found


def top_level(root: Path, plan: Plan) -> list[str]:
    top = [path.relative_to(root).as_posix() for path in sources(root) if path.parent == root / "libroi"]
    found = [f"{path}: only libroi/libroi.hpp may stand at the top" for path in top if path != "libroi/libroi.hpp"]
    rule = "it is for programs outside; nothing in libroi includes it"
    return found + [refusal(i, rule) for i in includes(root) if i.target == "libroi/libroi.hpp"]


def flat_folders(root: Path, plan: Plan) -> list[str]:
    counts = Counter(path.parent.relative_to(root).as_posix() for path in sources(root))
    rule = f"at most {MOST_FILES} may stand in one folder; make rooms inside"
    return [f"{folder}: {count} files; {rule}" for folder, count in sorted(counts.items()) if count > MOST_FILES]


def between_rooms(root: Path) -> list[Include]:
    """Includes of libroi/ that leave neither from nor to its top."""
    return [i for i in includes(root) if i.file.count("/") > 1 and i.target.count("/") > 1]


def against_the_order(root: Path, plan: Plan) -> list[str]:
    rank = {place: i for i, place in enumerate(plan.order())}
    found = []
    for include in between_rooms(root):
        here, there = plan.place(include.file), plan.place(include.target)
        unknown = [place for place in (here, there) if place not in rank]
        if unknown:
            found += [refusal(include, f"{place} has no place in the order of {PAGE}") for place in unknown]
        elif rank[there] > rank[here]:
            rooms = here.split("/")[0], there.split("/")[0]
            if rooms[0] != rooms[1]:
                here, there = rooms
            else:
                here, there = (f"the rest of {place}" if place in plan.inside else place for place in (here, there))
            found.append(refusal(include, f"{there} comes after {here}, which knows only what comes before it"))
    return found


def circles(root: Path, plan: Plan) -> list[str]:
    """Two rooms, or two places in the order inside a room, that include each other."""
    first: dict[tuple[str, str], Include] = {}
    for include in between_rooms(root):
        here, there = plan.place(include.file), plan.place(include.target)
        if here.split("/")[0] != there.split("/")[0]:
            here, there = here.split("/")[0], there.split("/")[0]
        first.setdefault((here, there), include)
    return [
        refusal(first[a, b], f"{a} and {b} include each other, see {first[b, a].file}:{first[b, a].line}")
        for a, b in sorted(first)
        if a < b and (b, a) in first
    ]


RULES = [missing_headers, unknown_rooms, top_level, flat_folders, against_the_order, circles]


@pytest.mark.parametrize("rule", RULES)
def test_the_library_keeps_to(rule):
    found = rule(ROOT, read_plan((ROOT / PAGE).read_text(encoding="utf-8")))
    assert not found, "\n".join(found)


PLAN = Plan(
    [
        Room("core", "ground"),
        Room("power", "operations"),
        Room("sales", "operations"),
        Room("risk", "uses", later=True),
    ],
    {"power": ["power/check.hpp", "power/hours", "power/month", "power"]},
)
SOUND = {
    "libroi.hpp": ["sales/sales.hpp"],
    "core/book.hpp": [],
    "power/check.hpp": ["core/book.hpp"],
    "power/hours/year.hpp": ["power/check.hpp"],
    "power/hours/deep/air.hpp": ["power/hours/year.hpp"],
    "power/month/bill.hpp": ["power/hours/year.hpp", "power/check.hpp", "core/book.hpp"],
    "power/power.hpp": ["power/month/bill.hpp"],
    "power/extra/more.hpp": ["power/power.hpp"],
    "sales/sales.hpp": ["core/book.hpp", "power/power.hpp"],
    "sales/sales.cpp": ["sales/sales.hpp"],
}


def tree(root, changes):
    """A small libroi/: the sound one, changed: file by file the headers it includes, or None where it is not there."""
    for name, targets in (SOUND | changes).items():
        if targets is None:
            continue
        path = root / "libroi" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [f'#include "libroi/{target}"\n' for target in targets]
        path.write_text('#pragma once\n#include <vector>\n// #include "libroi/no.hpp"\n' + "".join(lines))
    return root


@pytest.mark.parametrize("rule", RULES)
def test_a_sound_tree_passes(rule, tmp_path):
    assert rule(tree(tmp_path, {}), PLAN) == []


LATER = "which knows only what comes before it"
OUTSIDE = "it is for programs outside; nothing in libroi includes it"
WRONG = {
    "a header that is not there": (
        missing_headers,
        {"core/book.hpp": ["core/lost.hpp"]},
        "libroi/core/book.hpp:4: includes libroi/core/lost.hpp: "
        "no such file; an include is a path from the root of the repository",
    ),
    "a later room": (
        against_the_order,
        {"power/month/bill.hpp": ["core/book.hpp", "sales/sales.hpp"]},
        f"libroi/power/month/bill.hpp:5: includes libroi/sales/sales.hpp: sales comes after power, {LATER}",
    ),
    "a later room inside its own": (
        against_the_order,
        {"power/hours/year.hpp": ["power/month/bill.hpp"]},
        f"libroi/power/hours/year.hpp:4: includes libroi/power/month/bill.hpp: "
        f"power/month comes after power/hours, {LATER}",
    ),
    "from deep inside": (
        against_the_order,
        {"power/hours/deep/air.hpp": ["power/power.hpp"]},
        f"libroi/power/hours/deep/air.hpp:4: includes libroi/power/power.hpp: "
        f"the rest of power comes after power/hours, {LATER}",
    ),
    "a folder of no place, which counts as the room": (
        against_the_order,
        {"power/month/bill.hpp": ["power/extra/more.hpp"]},
        f"libroi/power/month/bill.hpp:4: includes libroi/power/extra/more.hpp: "
        f"the rest of power comes after power/month, {LATER}",
    ),
    "from a file that comes first": (
        against_the_order,
        {"power/check.hpp": ["power/hours/year.hpp"]},
        f"libroi/power/check.hpp:4: includes libroi/power/hours/year.hpp: "
        f"power/hours comes after power/check.hpp, {LATER}",
    ),
    "from a source file": (
        against_the_order,
        {"core/book.cpp": ["sales/sales.hpp"]},
        f"libroi/core/book.cpp:4: includes libroi/sales/sales.hpp: sales comes after core, {LATER}",
    ),
    "from a room without a place": (
        against_the_order,
        {"cellar/wine.hpp": ["core/book.hpp"]},
        f"libroi/cellar/wine.hpp:4: includes libroi/core/book.hpp: cellar has no place in the order of {PAGE}",
    ),
    "two rooms in a circle": (
        circles,
        {"core/book.hpp": ["sales/sales.hpp"]},
        "libroi/core/book.hpp:4: includes libroi/sales/sales.hpp: "
        "core and sales include each other, see libroi/sales/sales.hpp:4",
    ),
    "a circle of rooms whose parts make none": (
        circles,
        {"power/hours/year.hpp": ["sales/sales.hpp"]},
        "libroi/power/hours/year.hpp:4: includes libroi/sales/sales.hpp: "
        "power and sales include each other, see libroi/sales/sales.hpp:5",
    ),
    "a circle inside a room": (
        circles,
        {"power/hours/year.hpp": ["power/month/bill.hpp"]},
        "libroi/power/hours/year.hpp:4: includes libroi/power/month/bill.hpp: "
        "power/hours and power/month include each other, see libroi/power/month/bill.hpp:4",
    ),
    "a file at the top": (
        top_level,
        {"loose.hpp": []},
        "libroi/loose.hpp: only libroi/libroi.hpp may stand at the top",
    ),
    "the include of everything": (
        top_level,
        {"sales/sales.cpp": ["libroi.hpp"]},
        f"libroi/sales/sales.cpp:4: includes libroi/libroi.hpp: {OUTSIDE}",
    ),
    "31 files in a folder": (
        flat_folders,
        {f"core/{i}.{'ch'[i % 2]}pp": [] for i in range(30)},
        "libroi/core: 31 files; at most 30 may stand in one folder; make rooms inside",
    ),
    "a room the page does not know": (unknown_rooms, {"cellar/wine.hpp": []}, f"libroi/cellar: no room of {PAGE}"),
    "a room that was to come later": (
        unknown_rooms,
        {"risk/draw.hpp": []},
        f"libroi/risk: {PAGE} says that it comes later",
    ),
    "a room that is gone": (
        unknown_rooms,
        {"sales/sales.hpp": None, "sales/sales.cpp": None},
        f"libroi/sales: {PAGE} says that it comes now",
    ),
    "a place inside a room that is gone": (
        unknown_rooms,
        {"power/check.hpp": None},
        f"libroi/power/check.hpp: in an order inside a room of {PAGE}, but not there",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_refused(name, tmp_path):
    rule, changes, message = WRONG[name]
    assert rule(tree(tmp_path, changes), PLAN) == [message]


def test_thirty_files_in_a_folder_and_more_in_folders_of_their_own_are_fine(tmp_path):
    files = {f"core/{i}.hpp": [] for i in range(29)} | {f"core/inner/{i}.hpp": [] for i in range(30)}
    assert flat_folders(tree(tmp_path, files), PLAN) == []


@pytest.mark.parametrize(
    "line",
    ['#include "book.hpp"', '#  include "../core/book.hpp"', "#include <libroi/core/lost.hpp>"],
)
def test_includes_in_other_words_are_seen(line, tmp_path):
    file = tree(tmp_path, {}) / "libroi" / "core" / "other.hpp"
    file.write_text(f"#pragma once\n{line}\n")
    (message,) = missing_headers(tmp_path, PLAN)
    assert message.startswith("libroi/core/other.hpp:2: includes ")
