#!/usr/bin/env bash
# tools/stubs.sh [--check]: writes bindings/python/libroi/_libroi.pyi from the installed module, or compares it.
set -euo pipefail
cd "$(dirname "$0")/.."
out=build/stubs
rm -rf "$out"
(cd build && ../.venv/bin/python -m pybind11_stubgen libroi._libroi --exit-code --ignore-invalid-expressions '.*' -o ../"$out")
made=$out/libroi/_libroi.pyi
if [ "${1:-}" = --check ]; then
  diff -u bindings/python/libroi/_libroi.pyi "$made"
else
  cp "$made" bindings/python/libroi/_libroi.pyi
fi
