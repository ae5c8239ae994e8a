"""Runs everything CI runs and ends with "N passed, N failed", summed over all stages.

  tools/run_tests.py [STAGE...]     all stages, or the named ones; --list names them

A stage that does not build counts as one failure, and the others still run. Logs and JUnit files: build/test-logs.
"""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"
LOGS = BUILD / "test-logs"
PYTHON = ROOT / ".venv" / "bin" / "python"
JOBS = os.environ.get("LIBROI_JOBS") or str(os.cpu_count() or 2)
ASAN_FOLDERS = ["core", "inputs"]
ASAN_SKIPS = "BreakEveryField.OfTheCenter"  # minutes; `make soak` runs it
TIDY_FILES = [
    "libroi/core/version.cpp",
    "libroi/inputs/[su]*.cpp",
    "libroi/inputs/text/[js]*.cpp",
    "tests/isa/isa_test.cpp",
]


class Counts:
    def __init__(self, passed: int = 0, failed: int = 0) -> None:
        self.passed = passed
        self.failed = failed

    def __iadd__(self, other: "Counts") -> "Counts":
        self.passed += other.passed
        self.failed += other.failed
        return self


def run(log: str, *command: "str | pathlib.Path") -> tuple[bool, str]:
    """Runs a command with its output in build/test-logs/<log>.log; prints the end of it where it failed."""
    path = LOGS / f"{log}.log"
    with path.open("a", encoding="utf-8", errors="replace") as file:
        start = file.tell()
        print("$", *command, file=file, flush=True)
        words = [str(word) for word in command]
        status = subprocess.run(words, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT).returncode
    with path.open(encoding="utf-8", errors="replace") as file:
        file.seek(start)
        output = file.read()
    if status != 0:
        print(
            f"--- {log}: ended with {status}; {path.relative_to(ROOT)} ends:",
            *output.splitlines()[-60:],
            sep="\n",
            flush=True,
        )
    return status == 0, output


def build(preset: str, targets: "list[str] | None" = None) -> Counts:
    """Configures and builds a preset; a failure counts once, as what was built is still tested."""
    ok, _ = run(f"build-{preset}", "cmake", "--preset", preset)
    if ok:
        chosen = ["--target", *targets] if targets else []
        ok, _ = run(f"build-{preset}", "cmake", "--build", BUILD / preset, "-j", JOBS, *chosen, "--", "-k", "0")
    return Counts(1, 0) if ok else Counts(0, 1)


def junit_counts(path: pathlib.Path) -> Counts:
    """Counts of a JUnit or GoogleTest file; one failure if it is missing, cut short or holds no test."""
    try:
        cases = list(ElementTree.parse(path).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return Counts(0, 1)
    counts = Counts()
    for case in cases:
        if case.find("failure") is not None or case.find("error") is not None:
            counts.failed += 1
        elif case.find("skipped") is None and case.get("status") not in ("notrun", "disabled"):
            counts.passed += 1
    return counts if counts.passed + counts.failed else Counts(0, 1)


def ctest(preset: str, only: str = ".", skips: str = "") -> Counts:
    """Runs ctest, without GoogleTest's cases `skips`; a GoogleTest program counts by its cases, anything else once."""
    results = BUILD / preset / "test-results"
    shutil.rmtree(results, ignore_errors=True)
    summary = LOGS / f"ctest-{preset}.xml"
    summary.unlink(missing_ok=True)
    environment = ["cmake", "-E", "env", f"GTEST_FILTER=*-{skips}"] if skips else []
    command = ["ctest", "--preset", preset, "-R", only, "-j", JOBS, "--output-junit", summary]
    run(f"ctest-{preset}", *environment, *command)
    try:
        tests = list(ElementTree.parse(summary).iter("testcase"))
    except (OSError, ElementTree.ParseError):
        return Counts(0, 1)
    counts = Counts()
    for test in tests:
        cases = results / f"{test.get('name')}.xml"
        passed = test.get("status") == "run"
        found = junit_counts(cases) if cases.exists() else Counts(int(passed), int(not passed))
        if not passed and found.failed == 0:  # crashed or timed out after writing, or leaked under the sanitizer
            found.failed = 1
        counts += found
    return counts if tests else Counts(0, 1)


def headers(preset: str) -> Counts:
    """Every public header compiles alone, without a warning; with Clang only, as GCC compiles them with the sources."""
    total = len(list((ROOT / "libroi").rglob("*.hpp")))
    ok, _ = run(f"headers-{preset}", "cmake", "--preset", preset)
    if not ok:
        return Counts(0, total)
    target = ["--target", "all_verify_interface_header_sets"]
    ok, output = run(f"headers-{preset}", "cmake", "--build", BUILD / preset, "-j", JOBS, *target, "--", "-k", "0")
    failed = len(re.findall(r"^FAILED: ", output, re.MULTILINE))
    return Counts(total - failed, failed) if ok or failed else Counts(0, total)


def stage_setup() -> Counts:
    ok, _ = run("setup", "tools/setup.sh", "test")
    return Counts(1, 0) if ok else Counts(0, 1)


@functools.cache
def package() -> bool:
    """Installs the Python package with the extension of the tree that the C++ tests use; once a run."""
    return run("package", "tools/package.sh", "ci")[0]


def stage_cpp() -> Counts:
    counts = build("ci")
    counts += ctest("ci")
    return counts


def stage_clang() -> Counts:
    """Headers alone, and what is compiled once an instruction set; the sources themselves belong to stage asan."""
    counts = headers("clang")
    counts += build("clang", ["libroi_engine_isa", "libroi_tests_isa", "libroi_isa_control"])
    counts += ctest("clang", "^isa")
    return counts


def stage_asan() -> Counts:
    """The whole library by Clang with sanitizers; tests where text and memory are handled, and one whole evaluation."""
    folders = [folder for folder in ASAN_FOLDERS if list((ROOT / "tests" / folder).glob("*_test.cpp"))]
    counts = build("asan", ["fingerprint", *(f"libroi_tests_{folder}" for folder in folders)])
    counts += ctest("asan", f"^({'|'.join(['fingerprint', *folders])})$", ASAN_SKIPS)
    return counts


def stage_tidy() -> Counts:
    if not (BUILD / "clang" / "compile_commands.json").exists():
        run("tidy", "cmake", "--preset", "clang")
    sources = sorted(file.relative_to(ROOT) for pattern in TIDY_FILES for file in ROOT.glob(pattern))

    def check(source: pathlib.Path) -> bool:
        return run(f"tidy-{source.stem}", "clang-tidy-14", "--quiet", "-p", BUILD / "clang", source)[0]

    with ThreadPoolExecutor(int(JOBS)) as pool:
        passed = sum(pool.map(check, sources))
    return Counts(passed, len(sources) - passed)


def stage_python() -> Counts:
    if not list((ROOT / "tests" / "python").glob("test_*.py")):
        return Counts()
    if not package():
        return Counts(0, 1)
    junit = LOGS / "pytest.xml"
    junit.unlink(missing_ok=True)
    ok, _ = run("pytest", PYTHON, "-m", "pytest", "-q", "-n", JOBS, f"--junitxml={junit}")
    counts = junit_counts(junit)
    if not ok and counts.failed == 0:
        counts.failed = 1
    return counts


def stage_types() -> Counts:
    """The type stubs are those of the built module; the package passes mypy --strict; ruff finds nothing."""
    sources = ROOT / "bindings" / "python" / "libroi"
    if not sources.is_dir():
        return Counts()
    counts = Counts()
    if (sources / "_libroi").exists():
        ok = package() and run("types", "tools/stubs.sh", "--check")[0]
        counts += Counts(int(ok), int(not ok))
    for command in (["mypy", sources], ["ruff", "check", "bindings", "tests", "tools"]):
        ok, _ = run("types", PYTHON, "-m", *command)
        counts += Counts(int(ok), int(not ok))
    return counts


STAGES = {
    "setup": stage_setup,
    "cpp": stage_cpp,
    "clang": stage_clang,
    "asan": stage_asan,
    "tidy": stage_tidy,
    "python": stage_python,
    "types": stage_types,
}


def main() -> int:
    names = sys.argv[1:] or list(STAGES)
    if names == ["--list"]:
        print(*STAGES, sep="\n")
        return 0
    unknown = [name for name in names if name not in STAGES]
    if unknown:
        print(f"no stage {', '.join(unknown)}; there are {', '.join(STAGES)}", file=sys.stderr)
        return 2
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    os.environ.setdefault("CCACHE_DIR", str(BUILD / ".ccache"))
    total = Counts()
    for name in names:
        started = time.monotonic()
        counts = STAGES[name]()
        total += counts
        seconds = time.monotonic() - started
        print(f"{name:8} {counts.passed:6} passed {counts.failed:4} failed {seconds:7.0f} s", flush=True)
    print(f"{total.passed} passed, {total.failed} failed")
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
