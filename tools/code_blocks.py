"""Writes the named code blocks of a page to files: what a page tells a reader to write, a test can write too.

tools/code_blocks.py PAGE FOLDER     a block is named by the word behind its language: ```cpp courses.hpp
"""

import pathlib
import re
import sys

BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def code_blocks(page: str) -> dict[str, str]:
    """Text by name; blocks without a name are left out, a second block of a name is refused."""
    found: dict[str, str] = {}
    for name, text in BLOCK.findall(page):
        if name in found:
            raise ValueError(f"two code blocks are named {name}")
        found[name] = text
    return found


def main() -> None:
    page, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in code_blocks(page.read_text(encoding="utf-8")).items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:  # an unchanged file is not compiled again
            path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
