#!/usr/bin/env bash
# tools/setup.sh run|test: installs what is missing on this machine, and makes .venv.
#   run   what `make demo` needs: compiler, CMake, two libraries, Python, and the Python package itself
#   test  what `make test` needs to begin: also GoogleTest, Boost headers, Clang, LibreOffice, pytest and the linters
# Where nothing is missing nothing is contacted and the script ends within a second.
set -euo pipefail
cd "$(dirname "$0")/.."
purpose=${1:-run}
case $purpose in run) extras=() ;; test) extras=(test lint) ;; *) echo "usage: $0 run|test" >&2; exit 2 ;; esac

# --- programs and libraries: Debian's package, how to tell that it is there ------------------------------------------
have_header() { printf '#include <%s>\n' "$1" | c++ -E -x c++ - >/dev/null 2>&1; }
have_sanitizer() { printf 'int main() {}\n' | "$1" -fsanitize=address -x c++ - -o /dev/null >/dev/null 2>&1; }
have_python() { python3 -c "$1" >/dev/null 2>&1; }
missing=()
need() { local package=$1; shift; "$@" || missing+=("$package"); }
find_missing() {
  missing=()
  need g++ command -v c++
  need cmake command -v cmake
  need ninja-build command -v ninja
  need pkg-config command -v pkg-config
  need ccache command -v ccache
  need nlohmann-json3-dev have_header nlohmann/json_fwd.hpp
  need libxlsxwriter-dev have_header xlsxwriter.h
  need python3-venv have_python 'import ensurepip, venv, sys; assert sys.version_info >= (3, 10)'
  need python3-dev have_python 'import sysconfig; open(sysconfig.get_paths()["include"] + "/Python.h")'
  if [ "$purpose" = test ]; then
    need libgtest-dev have_header gtest/gtest.h
    need libgmock-dev have_header gmock/gmock.h
    # Debian's two Boost versions exclude each other: whichever is there will do.
    need libboost1.81-dev have_header boost/version.hpp
    need clang-14 command -v clang++-14
    need libclang-rt-14-dev have_sanitizer clang++-14
    need clang-tidy-14 command -v clang-tidy-14
    need libreoffice-calc-nogui command -v soffice
  fi
}
find_missing >/dev/null
if ((${#missing[@]})); then
  if ! command -v apt-get >/dev/null; then
    echo "missing on this machine (Debian's names): ${missing[*]}" >&2
    exit 1
  fi
  sudo=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "missing, and neither root nor sudo to install: ${missing[*]}" >&2; exit 1; }
    sudo=(sudo)
  fi
  echo "installing ${missing[*]}"
  "${sudo[@]}" apt-get update -q
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -yq --no-install-recommends "${missing[@]}"
  find_missing >/dev/null
  if ((${#missing[@]})); then echo "still missing after installation: ${missing[*]}" >&2; exit 1; fi
fi

# --- Python packages: into .venv, once per state of pyproject.toml and the constraints -------------------------------
[ -x .venv/bin/python ] || python3 -m venv .venv
digest=$(cat pyproject.toml requirements/constraints.txt | sha256sum | cut -c1-16)
stamp=.venv/.libroi-requirements-$purpose-$digest
if [ ! -e "$stamp" ] && { [ "$purpose" = test ] || [ ! -e ".venv/.libroi-requirements-test-$digest" ]; }; then
  .venv/bin/python tools/requirements.py "${extras[@]}" >.venv/requirements.txt
  .venv/bin/python -m pip install -q --disable-pip-version-check -c requirements/constraints.txt -r .venv/requirements.txt
  rm -f ".venv/.libroi-requirements-$purpose-"*
  touch "$stamp"
fi

# --- the package itself: the tests install it from the tree they compile (tools/package.sh ci) ------------------------
[ "$purpose" = test ] || tools/package.sh
