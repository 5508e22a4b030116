# Every target works from a fresh clone: Python 3.11 or newer, make, and nothing else installed.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.setup-done
# Where the shared corpus and the gold questions lie, for those who have them.
BUDGETQA_SHARED ?= $(abspath ../shared)
export BUDGETQA_SHARED
# Passed on to the program behind a target: make chat ARGS="--port 8000", make test ARGS="-k samples".
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup samples chat test gold roundtrip report bench lint clean distclean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## create .venv and install everything into it (once; again when pyproject.toml changes)

# Debian's Python may come without ensurepip: then `-m venv` fails until python3-venv is installed.
$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "budgetqa needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) \
		|| { .ci/apt-install python3-venv && rm -rf $(VENV) && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,eval,lint]'
	$(BIN)/python -m pip check
	@touch $(STAMP)

samples: ## write samples/documents from samples/facts.toml
	$(PYTHON) samples/build.py

chat: setup ## open the chat page; an empty library first gets the sample documents
	@$(BIN)/budgetqa documents --json 2>/dev/null | grep -q '"file"' || $(BIN)/budgetqa ingest samples/documents
	$(BIN)/budgetqa serve --open $(ARGS)

test: setup ## run the tests (installs Chromium, fonts and PostgreSQL for some of them where apt-get can)
	@.ci/apt-install chromium chromium-driver fonts-noto-cjk postgresql \
		|| echo "some packages are missing: the tests that need them are skipped"
	$(BIN)/python -m pytest -n 2 $(ARGS)

gold: setup ## measure reading, retrieval and answers on the shared corpus; fails below eval/floors.toml
	@if [ -d "$(BUDGETQA_SHARED)" ]; then \
	$(BIN)/python -m eval.figures "$(BUDGETQA_SHARED)/corpus" && $(BIN)/python -m eval.identities && \
	$(BIN)/python -m eval.retrieval && $(BIN)/python -m eval.gold $(ARGS) && \
	$(BIN)/python -m eval.roundtrip --sample 5000 && $(BIN)/python -m eval.perturb && \
	$(BIN)/python -m eval.negatives; \
	else echo "no gold questions at $(BUDGETQA_SHARED): nothing to measure"; fi

report: setup ## write eval/out/report/report.html: figures, and every miss with its trace
	@if [ -d "$(BUDGETQA_SHARED)" ]; then $(BIN)/python -m eval.report $(ARGS); \
	else echo "no gold questions at $(BUDGETQA_SHARED): nothing to report"; fi

roundtrip: setup ## ask for every figure of the shared corpus again, some 23,000 questions; `make gold` asks 5,000
	$(BIN)/python -m eval.roundtrip $(ARGS)

bench: setup ## measure speed
	$(BIN)/python -m eval.bench $(ARGS)

lint: setup ## ruff, formatting, mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean: ## remove caches and build outputs
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis eval/out
	find . -name __pycache__ -type d -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## remove the environment too
	rm -rf $(VENV)
