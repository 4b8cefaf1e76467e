# Each target sets up what it needs from nothing: `.venv` from pyproject.toml, and a Temporal CLI
# in the cache folder when a server is started.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed-from-pyproject
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test lint format golden docs bench fuzz upgrade clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@echo "setting up $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.11")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@$(BIN)/python -m compileall -q compiler runtime_support  # as pip does with what is not editable
	@touch $(STAMP)

demo: $(STAMP) ## Compile the orders example and run it on a Temporal dev server
	@$(BIN)/python examples/orders/demo.py

lint: $(STAMP) ## Check style and types
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "run 'make format'"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@MYPYPATH=examples/orders $(BIN)/mypy --no-error-summary --strict examples/orders/demo.py

test: lint ## Check style and types, and run all tests
	@$(BIN)/python -m wippyc.cli.temporal_cli > /dev/null
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_OPTIONS)

golden: $(STAMP) ## Accept the generated code as the new goldens
	@$(BIN)/python -m pytest -q tests/package/test_goldens.py tests/unit/emit/test_construct_goldens.py --update-golden

docs: $(STAMP) ## Fill the generated parts of the documentation
	@$(BIN)/python -m scripts.documentation

bench: $(STAMP) ## Measure generated code, the compiler and the worker
	@$(BIN)/python -m benchmarks

fuzz: $(STAMP) ## Compare random programs with real Lua (SECONDS=60)
	@$(BIN)/python scripts/fuzz.py --seconds $(or $(SECONDS),60)

format: $(STAMP) ## Format the Python code
	@$(BIN)/ruff format --quiet .

upgrade: $(STAMP) ## Take the newest versions of all dependencies and note them in constraints.txt
	@$(BIN)/python -m pip install --quiet --upgrade --upgrade-strategy eager --editable '.[dev]'
	@$(BIN)/python -m pip freeze --exclude-editable > constraints.txt

clean: ## Remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
