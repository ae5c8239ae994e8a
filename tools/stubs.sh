#!/usr/bin/env bash
# tools/stubs.sh [--check]: writes the type stubs bindings/python/libroi/_libroi/*.pyi from the module installed by
# tools/package.sh, or compares them. The folder holds nothing else, so Python passes it by and imports the compiled
# module beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/stubs
stubs=bindings/python/libroi/_libroi
rm -rf "$out"
(cd build && ../.venv/bin/python -m pybind11_stubgen libroi._libroi --exit-code --ignore-invalid-expressions '.*' -o ../"$out")
made=$out/libroi/_libroi
if [ ! -d "$made" ]; then
  mkdir "$made"
  mv "$made.pyi" "$made/__init__.pyi"
fi
.venv/bin/ruff format -q --config pyproject.toml --no-force-exclude "$made"/*.pyi
if [ "${1:-}" = --check ]; then
  diff -ru "$stubs" "$made"
else
  rm -rf "$stubs"
  mkdir -p "$stubs"
  cp "$made"/*.pyi "$stubs"/
fi
