# Everything the project does, by name. `make report` and `make test` need nothing prepared.

# What the tests use beside Python packages: command=Debian package
APT_TEST := pdftotext=poppler-utils qpdf=qpdf shellcheck=shellcheck chromium=chromium chromedriver=chromium-driver

BIN := .venv/bin

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help report test lint types imports unit format messages bench lock clean setup setup-dev

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

report: setup ## Set up, check the playbook, export the default collection, print the PDF's path
	@$(BIN)/sane validate >&2
	@$(BIN)/sane export

test: lint types imports unit ## Set up, then all that must hold: lint, types, import rules, tests

lint: setup-dev ## Style of the Python and shell code, and that the locks name all that is needed
	$(BIN)/pip check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	shellcheck scripts/*.sh .ci/run

types: setup-dev ## Types, strictly
	$(BIN)/mypy

imports: setup-dev ## Who may import whom
	$(BIN)/lint-imports

unit: setup-dev ## Tests, with coverage; core and rules at 95 % of lines and branches at least
	$(BIN)/pytest -n auto --dist loadscope --cov --cov-report=term:skip-covered
	$(BIN)/coverage report --include='sane_cli/core/*,sane_cli/rules/*' --skip-covered --fail-under=95

format: setup-dev ## Put the Python code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup-dev ## Bring the catalogues of the languages up to date, name what is not translated
	@$(BIN)/python scripts/messages.py

bench: setup-dev ## Measure: run every benchmarks/bench_*.py
	@set -e; for file in benchmarks/bench_*.py; do \
	  if [ -e "$$file" ]; then $(BIN)/python "$$file"; else echo "No benchmarks yet."; fi; \
	done

lock: setup-dev ## Pin the requirements anew from pyproject.toml (UPGRADE=--upgrade for newer ones)
	@scripts/lock.sh $(UPGRADE)

clean: ## Remove what the other targets made, but for the exports
	@rm -rf build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage htmlcov .sane
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
	@test -L .venv || rm -rf .venv

setup:
	@scripts/setup.sh run

setup-dev:
	@scripts/setup.sh dev $(APT_TEST)
