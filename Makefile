# make run: install what is missing, prepare, serve.   make test: install, check, test.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONPATH := src:.:sdk/python/src

.DEFAULT_GOAL := help
.PHONY: help run test check bench docs mutation generate clean setup setup-dev

help:  ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: setup  ## set everything up and serve on 127.0.0.1:8000
	@$(BIN)/python -m yibao.commands serve $(ARGS)

test: setup-dev  ## set everything up and run every check and every test
	@bash tools/test.sh

check: setup-dev  ## lint, types, import contracts
	@bash tools/check.sh

bench: setup  ## benchmarks: ratios against a floor in the same run
	@$(BIN)/python -m yibao.commands bench gateway $(ARGS)

mutation: setup-dev  ## put known bugs into the supervision evaluators: every one must fail a test
	@$(BIN)/python tools/mutation.py $(ARGS)

generate: setup-dev  ## write catalogue.json, the OpenAPI document and the generated pages anew
	@$(BIN)/python -m yibao.commands generate

clean:  ## remove the environment, the data folder and every cache
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

setup: $(VENV)/.installed

setup-dev: $(VENV)/.installed-dev

# The lock is exact, with hashes; uv installs it and is itself installed by pip.
$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@touch $@

$(VENV)/.installed: $(VENV)/.uv requirements.lock
	@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements.lock
	@printf '#!/bin/sh\nexec "%s/yibao" "$$@"\n' "$(CURDIR)" > $(BIN)/yibao && chmod +x $(BIN)/yibao
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@$(BIN)/uv pip install --quiet --require-hashes --python $(BIN)/python -r requirements-dev.lock
	@bash tools/install-test-programs.sh
	@touch $@
