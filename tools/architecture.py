"""Draws the picture in docs/architecture.md: the rooms of libroi/ in the order of that page, and their real includes.

tools/architecture.py [--check] [ROOT]     --check writes nothing and fails where the picture is out of date

The order of the rooms stands nowhere else. `read_plan` reads it, for tests/python/test_rooms.py too.
"""

import pathlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

PAGE = pathlib.PurePath("docs/architecture.md")
BEGIN = "<!-- picture: begin, made by tools/architecture.py -->\n"
END = "<!-- picture: end -->\n"
ROW = re.compile(r"\| `(\w+)`( \(later\))? \| ([^|]+) \|")
INSIDE = re.compile(r"^Inside `(\w+)`, in order: (.*?)\.$", re.MULTILINE | re.DOTALL)
INCLUDE = re.compile(r'\s*#\s*include\s*(?:"([^"]+)"|<(libroi/[^>]+)>)')


@dataclass(frozen=True)
class Room:
    name: str
    part: str
    later: bool = False


@dataclass
class Plan:
    """Rooms in their order, and for some of them the order of what is inside: folders, files, the room itself."""

    rooms: list[Room]
    inside: dict[str, list[str]] = field(default_factory=dict)

    def order(self) -> list[str]:
        return [place for room in self.rooms for place in self.inside.get(room.name, [room.name])]

    def place(self, path: str) -> str:
        """The place in the order that a path in libroi/ belongs to; of a room that is not in it, its name."""
        parts = path.split("/")[1:]
        inside = self.inside.get(parts[0], [])
        for length in range(len(parts), 1, -1):
            if (deep := "/".join(parts[:length])) in inside:
                return deep
        return parts[0]


@dataclass(frozen=True)
class Include:
    file: str
    line: int
    target: str


def read_plan(page: str) -> Plan:
    _, found, section = page.partition("\n## Rooms, in order\n")
    section = section.partition("\n## ")[0]
    rooms = [Room(name, part, bool(later)) for name, later, part in ROW.findall(section)]
    if not rooms:
        raise ValueError(f"{PAGE}: no table of rooms" if found else f'{PAGE}: no section "Rooms, in order"')
    inside = {}
    for room, places in INSIDE.findall(section):
        inside[room] = re.findall(r"`([^`]+)`", places)
        if room not in [r.name for r in rooms] or room not in inside[room]:
            raise ValueError(f'{PAGE}: "Inside `{room}`" must list a room of the table, itself among what is inside')
    return Plan(rooms, inside)


def sources(root: pathlib.Path) -> list[pathlib.Path]:
    return sorted(p for p in (root / "libroi").rglob("*") if p.suffix in (".hpp", ".cpp"))


def includes(root: pathlib.Path) -> Iterator[Include]:
    """Every include in libroi/ but those of the system and other libraries."""
    for path in sources(root):
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if match := INCLUDE.match(text):
                yield Include(path.relative_to(root).as_posix(), number, match[1] or match[2])


def arrows(root: pathlib.Path, names: list[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs (known, knowing) of rooms: those along the order that no others imply, and those against it."""
    at = {name: i for i, name in enumerate(names)}
    pairs = set()
    for include in includes(root):
        knowing, known = include.file.split("/")[1], include.target.split("/")[1:2]
        if knowing in at and known and known[0] in at and knowing != known[0]:
            pairs.add((at[known[0]], at[knowing]))
    known_by = {i: {a for a, b in pairs if a < b == i} for i in range(len(names))}
    implied: dict[int, set[int]] = {}  # all rooms that a room knows, through others too
    along = []
    for b in range(len(names)):
        through = set().union(*(implied[a] for a in known_by[b]))
        implied[b] = known_by[b] | through
        along += [(names[a], names[b]) for a in sorted(known_by[b] - through)]
    return along, [(names[a], names[b]) for a, b in sorted(pairs) if a > b]


def picture(plan: Plan, root: pathlib.Path) -> str:
    rooms = [room for room in plan.rooms if not room.later]
    along, against = arrows(root, [room.name for room in rooms])
    lines = ["```mermaid", "flowchart LR"]
    for i, part in enumerate(dict.fromkeys(room.part for room in rooms)):
        lines.append(f'  subgraph part{i}["{part}"]')
        lines += [f"    {room.name}" for room in rooms if room.part == part]
        lines.append("  end")
    lines += [f"  {a} --> {b}" for a, b in along]
    lines += [f"  {a} -. against the order .-> {b}" for a, b in against]
    return "\n".join([*lines, "```", ""])


def renewed(page: str, root: pathlib.Path) -> str:
    """The page with its picture drawn anew."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE}: the picture has lost its markers")
    return before + begin + picture(read_plan(page), root) + end + after


def main() -> None:
    given = [word for word in sys.argv[1:] if word != "--check"]
    root = pathlib.Path(given[0]) if given else pathlib.Path(__file__).resolve().parent.parent
    page = (root / PAGE).read_text(encoding="utf-8")
    new = renewed(page, root)
    if "--check" not in sys.argv:
        (root / PAGE).write_text(new, encoding="utf-8")
    elif page != new:
        sys.exit(f"{PAGE} is out of date: run tools/architecture.py")


if __name__ == "__main__":
    main()
