# Folkmoot: `make run` serves a community, `make test` checks the house.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL := help
.PHONY: help run test hostile leaks bench lighthouse lint types floors check screenshots requirements clean

help: ## show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/:/' | column -t -s ':'

# uv installs in seconds; where it cannot, pip does the same from the same hashes.
define install
	@test -d .venv || $(PYTHON) -m venv .venv
	@$(BIN)/python -m tools.install $(1)
endef

.venv/runtime: requirements.txt pyproject.toml
	$(call install,requirements.txt)
	@touch $@

.venv/development: requirements-dev.txt pyproject.toml
	$(call install,requirements-dev.txt)
	@touch .venv/runtime $@

# Pages work without what is built, so that nothing fails where it cannot be.
static/built/manifest.json: .venv/runtime package-lock.json tools/assets.py $(shell find static/css static/js -type f)
	@$(BIN)/python -m tools.assets

# What tests need besides; without it those that need it are skipped.
tests/npm/node_modules/.folkmoot: .venv/development tests/npm/package-lock.json
	@$(BIN)/python -m tools.provider

run: .venv/runtime static/built/manifest.json ## serve the forum at http://127.0.0.1:5000 (PORT=… changes it)
	@exec $(BIN)/forum run

test: .venv/development static/built/manifest.json tests/npm/node_modules/.folkmoot ## run all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

hostile: .venv/development ## send every line of hostile input through the renderer and the pages
	$(BIN)/python -m pytest -n auto --dist worksteal -m hostile tests/hostile

leaks: .venv/development ## ask every address as every kind of reader for what they must not see
	$(BIN)/python -m tests.leaks

bench: .venv/development static/built/manifest.json ## measure the pages and the search beside their floors
	$(BIN)/python -m benchmarks

lighthouse: .venv/development ## let Lighthouse judge the pages of members, on a phone (needs Node and Chromium)
	$(BIN)/python -m benchmarks.lighthouse

lint: .venv/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/development
	$(BIN)/mypy

floors: .venv/development
	$(BIN)/lint-imports

check: lint types floors test ## everything that must hold

screenshots: .venv/development static/built/manifest.json ## make the pictures of the README again
	$(BIN)/python -m tools.screenshots

requirements: ## pin the newest dependencies by hash
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade pyproject.toml -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

clean:
	rm -rf .venv build node_modules tests/npm/node_modules static/built *.egg-info
