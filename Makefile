# make demo    install what is missing, build, evaluate a named center, leave report, tables and workbook in out/
# make test    everything that CI runs; the last line is "N passed, N failed"
# make soak    the long tests      make bench   the benchmarks      make lint   formatting, ruff, mypy, clang-tidy
SHELL := /bin/bash
CENTER ?= harbin_china_mobile
export CCACHE_DIR ?= $(CURDIR)/build/.ccache

.PHONY: demo test soak bench lint format stubs setup package clean
.DEFAULT_GOAL := demo

demo:
	@tools/setup.sh run
	@.venv/bin/roi run models/centers/$(CENTER).json -o out/$(CENTER)
	@ls -l out/$(CENTER)

setup:
	@tools/setup.sh test

package: setup
	@tools/package.sh ci

test:
	@tools/test.sh

soak: package
	cmake --preset release
	cmake --build --preset release --target libroi_soak
	set -e; for program in build/release/tests/libroi_soak_*; do [ ! -x "$$program" ] || "$$program"; done
	cmake --preset asan
	set -e; for room in inputs finance; do \
	  cmake --build --preset asan --target libroi_tests_$$room; build/asan/tests/libroi_tests_$$room; \
	done
	.venv/bin/python -m pytest -q -n auto -m soak || [ $$? -eq 5 ]

bench: package
	cmake --preset bench
	cmake --build --preset bench
	set -e; for program in build/bench/*_bench; do [ ! -x "$$program" ] || "$$program"; done
	set -e; for script in tests/benchmarks/*.py; do \
	  [ "$$script" != tests/benchmarks/pysam_peer.py ] || .venv/bin/python -c 'import PySAM' 2>/dev/null || continue; \
	  .venv/bin/python "$$script"; \
	done

lint: setup
	git ls-files '*.hpp' '*.cpp' | xargs clang-format-14 --dry-run -Werror
	.venv/bin/ruff format --check bindings tests tools
	.venv/bin/python tools/run_tests.py clang tidy types

format:
	git ls-files '*.hpp' '*.cpp' | xargs clang-format-14 -i
	.venv/bin/ruff format bindings tests tools

stubs: package
	tools/stubs.sh

clean:
	rm -rf build out
