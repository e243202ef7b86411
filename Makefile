# Every target is one line: what it does is in the packages, where it is tested. Needs Python 3.11 or later and make.
export OMP_NUM_THREADS := 1
PYTHON ?= python3
PY := .venv/bin/python
KUMPPANI := .venv/bin/kumppani
CORDIS ?=
REAL := build/realdata

.DEFAULT_GOAL := help
.PHONY: help setup demo test check fix bench docs client realdata

help:      ## list the targets
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12

setup: .venv/installed  ## make .venv and install the pinned versions and this project into it

demo: setup  ## train on the bundled data, serve, print the address
	$(KUMPPANI) demo

test: setup  ## run every test, with coverage
	$(PY) -m pytest --cov --cov-report=term

check: setup  ## run every check that needs no running code: format, lint, types, import contracts
	$(PY) -m ruff format --check && $(PY) -m ruff check && $(PY) -m mypy && .venv/bin/lint-imports --no-logo

fix: setup  ## format, and mend what can be mended by itself
	$(PY) -m ruff check --fix && $(PY) -m ruff format

bench: setup  ## measure speed, memory and endurance at full size
	$(PY) -m pytest tests/benchmarks tests/endurance --full

docs: setup  ## write the reference of the command line and draw the figures anew
	$(PY) docs/build.py && $(PY) docs/figures.py

client: .client-venv/installed  ## generate the Python client anew from docs/openapi.json
	PATH=$(CURDIR)/.client-venv/bin:$$PATH openapi-python-client generate --path docs/openapi.json --config client/generator.yaml --meta none --output-path client/kumppani_client --overwrite && cd client && touch kumppani_client/py.typed && LC_ALL=C sha256sum ../docs/openapi.json generator.* $$(find kumppani_client -name '*.py' | LC_ALL=C sort) > SHA256SUMS

realdata: setup  ## judge on the real CORDIS extracts in CORDIS=FOLDER, print README's table, run the tests that need them
	$(KUMPPANI) ingest cordis $(or $(if $(CORDIS),$(wildcard $(CORDIS)/*.zip)),$(error No archive of CORDIS is in '$(CORDIS)'; name their folder: make realdata CORDIS=FOLDER)) --workspace $(REAL) --until 2024-09-01 && $(KUMPPANI) evaluate --workspace $(REAL) --cutoff 2024-01-01 --seed 1 --table && $(PY) -m pytest -m realdata

.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv && $(PY) -m pip install --constraint constraints.txt --editable '.[dev]' && touch $@

.client-venv/installed: client/generator.txt
	$(PYTHON) -m venv .client-venv && .client-venv/bin/python -m pip install --requirement $< && touch $@
