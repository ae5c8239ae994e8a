#!/usr/bin/env bash
# tools/package.sh [PRESET]: installs the Python package into .venv; needs no network.
#   without PRESET   as anybody would, by pip in a folder of its own (build/py-*); only when a source changed
#   with PRESET      with the extension of build/PRESET, which the C++ tests share: nothing is compiled twice
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-}
export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/.ccache}
[ -d bindings/python/libroi ] || exit 0
pip_install() {
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps --no-index "$@" .
}

digest=$(find libroi bindings/python cmake CMakeLists.txt pyproject.toml README.md LICENSE -type f \
           ! -path '*/__pycache__/*' -print0 2>/dev/null | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c1-16)
stamp=.venv/.libroi-package-$digest
if [ -z "$preset" ]; then
  [ ! -e "$stamp" ] || exit 0
  echo "building the Python package"
  export CXX=${CXX:-$(command -v c++)}  # the compiler's name as CMake finds it, so that ccache knows its objects
  rm -f .venv/.libroi-package-*
  pip_install
else
  cmake --preset "$preset"
  cmake --build "build/$preset" --target _libroi
  rm -f .venv/.libroi-package-*
  pip_install --config-settings=wheel.cmake=false  # everything but the extension
  where=$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("platlib"))')
  cmake --install "build/$preset" --component python --prefix "$where"
fi
touch "$stamp"
