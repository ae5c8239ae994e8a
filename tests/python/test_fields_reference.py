"""The reference of fields in docs/ is the one the declarations give."""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def test_reference_is_up_to_date():
    command = [sys.executable, str(ROOT / "tools" / "fields_reference.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
