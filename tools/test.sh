#!/usr/bin/env bash
# tools/test.sh [STAGE...]: what CI runs, on a bare Debian as well. Setting up is the first stage.
set -uo pipefail
cd "$(dirname "$0")/.."
if [ $# = 0 ] && ! command -v python3 >/dev/null; then
  tools/setup.sh test || { echo "0 passed, 1 failed"; exit 1; }
fi
exec python3 tools/run_tests.py "$@"
