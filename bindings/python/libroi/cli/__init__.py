"""The command `roi`.

Exit codes: 0 done; 2 the input is wrong; 3 a hard check fails. Errors go to stderr, one a line, with file, line and
column where they have one; `--json` prints JSON with sorted keys, the same bytes for the same input.
"""

from __future__ import annotations

from .app import app, main

__all__ = ["app", "main"]
