# Untold's two commands: `make demo` and `make test`. Both set everything up first.

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3.11
DEMO := out/untold-sample.html
PATHS := src tests evals training benchmarks

.PHONY: demo test setup check eval train lock format clean

demo: setup
	@mkdir -p out
	$(BIN)/untold compare sample/articles.jsonl sample/pages -o $(DEMO)
	@echo "The report is $(DEMO): open it in a browser; it needs no network."

# the floors beside the tests: either alone leaves a core idle for minutes
test: setup check
	@mkdir -p out
	@$(BIN)/python -m evals --gate > out/evals.txt 2>&1 & evals=$$!; trap "kill $$evals" INT TERM; \
	$(BIN)/python -m pytest -q; tests=$$?; \
	echo "Tests are done; the floors are measured beside them."; \
	wait $$evals; gate=$$?; cat out/evals.txt; exit $$((tests || gate))

setup: $(VENV)/.ready

# every package by its hash; Untold itself without fetching anything more
$(VENV)/.ready: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

check: setup
	$(BIN)/ruff check $(PATHS)
	$(BIN)/ruff format --check $(PATHS)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

eval: setup
	$(BIN)/python -m evals

train: setup
	$(BIN)/python -m training

lock: setup
	$(BIN)/pip-compile --quiet --upgrade --generate-hashes --extra dev --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.txt pyproject.toml

format: setup
	$(BIN)/ruff check --fix-only --quiet $(PATHS)
	$(BIN)/ruff format --quiet $(PATHS)

clean:
	rm -rf $(VENV) out build dist
