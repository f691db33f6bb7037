# The two commands are `make demo` and `make check`; the others are shortcuts for people who change the code.

# When one of these changes, the environment is brought up to date. The code itself runs from this folder.
RECIPE := pyproject.toml hatch_build.py tools/install
CATALOGUES := $(shell find linli -name '*.po')
BIN := .venv/bin

.PHONY: help demo check test test-postgres test-browser format clean
.DEFAULT_GOAL := help

help: ## say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

demo: .venv/installed ## set up and serve a lived-in Hancheng Street on http://127.0.0.1:8000
	@LINLI_MODE=demo $(BIN)/linli demo

check: .venv/installed-dev ## set up and run everything that CI runs
	@$(BIN)/python -m tools.check

test: .venv/installed-dev ## the tests on SQLite
	@$(BIN)/python -m pytest -n 2

test-postgres: .venv/installed-dev ## the tests on a PostgreSQL that is made for them and removed
	@$(BIN)/python tools/with_postgres.py $(BIN)/python -m pytest -n 2

test-browser: .venv/installed-dev ## the journeys in Chromium; LINLI_SHOTS=1 keeps screenshots in var/shots
	@$(BIN)/python -m pytest -m browser tests/browser

format: .venv/installed-dev ## let ruff format the code and repair what it can
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove the environment and the caches, never the data in var/
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

.venv/installed: $(RECIPE) $(CATALOGUES)
	@tools/install

# The same environment, with what the tests need; those compile the catalogues themselves.
.venv/installed-dev: $(RECIPE)
	@tools/install dev
