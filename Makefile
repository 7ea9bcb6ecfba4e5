# Every command that the project knows. `make demo` and `make test` do all the set-up that they need.

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
# Small dense algebra on few cores is faster without threads that wait for each other.
export OPENBLAS_NUM_THREADS = 1
export OMP_NUM_THREADS = 1
DATA ?= ../shared/data/star

.PHONY: help demo star test slow check bench docs system lock clean

help:            ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 16

$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Clearbar needs Python 3.11 or newer; say which: make PYTHON=python3.12 ...")'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep -oE '^uv==[0-9.]+' requirements.lock)"
	@VIRTUAL_ENV=.venv $(BIN)/uv pip sync --quiet --require-hashes requirements.lock
	@VIRTUAL_ENV=.venv $(BIN)/uv pip install --quiet --no-deps --editable .
	@touch $@

test: $(READY)   ## the tests (fast suite)
	$(BIN)/pytest -m "not slow"

slow: $(READY)   ## the tests that run for minutes
	$(BIN)/pytest -m slow

check: $(READY)  ## style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lock:            ## take newer versions of the dependencies
	VIRTUAL_ENV=.venv $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --group dev --group bench --group docs pyproject.toml -o requirements.lock --custom-compile-command "make lock"

clean:           ## remove all that was made
	rm -rf .venv build site .mypy_cache .ruff_cache .pytest_cache .hypothesis
