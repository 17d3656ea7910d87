# `make app` and `make test` are the two commands; `make help` lists the others.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8501
RUN := .venv/bin/python
CODE := $(wildcard app.py pages segcore tests tools benchmarks)
NPM := cd editor && PATH="$(CURDIR)/.venv/bin:$$PATH" npm --loglevel=error
MODULES := editor/node_modules/.complete

.PHONY: app test check editor bench screenshots lock setup detectron2 help

app: setup  ## Start the app on http://localhost:8501 (PORT=... for another port)
	@test -e "$${SEGCORE_DATA_DIR:-datasets}/.sample-made" || $(RUN) -m segcore sample --once
	@echo "Segcore is starting on http://localhost:$(PORT) (Ctrl-C stops it)"
	@exec $(RUN) -m streamlit run app.py --server.port $(PORT)

test: setup $(MODULES)  ## Run every test, the browser tests included
	@$(NPM) run --silent test
	@$(RUN) -m pytest

check: setup $(MODULES)  ## Format, lint, types and tests: what .ci/run runs
	@$(RUN) -m ruff format --check $(CODE)
	@$(RUN) -m ruff check $(CODE)
	@$(RUN) -m mypy
	@$(NPM) run --silent check
	@$(RUN) -m pytest

editor: setup $(MODULES)  ## Build the polygon editor from its TypeScript
	@$(NPM) run --silent build

$(MODULES): editor/package-lock.json | setup
	@$(NPM) ci
	@touch $@

bench: setup  ## Measure the claims of the README
	@for script in $$(grep -l __main__ benchmarks/*.py); do \
	  echo "== $$script"; PYTHONPATH=. $(RUN) $$script || exit 1; done

screenshots: setup  ## Take the pictures of README and docs from the running app
	@PYTHONPATH=. $(RUN) tools/screenshots.py

lock: setup  ## Pin the newest requirements that fit together
	@$(RUN) -m uv pip compile --quiet --upgrade requirements/dev.in --output-file requirements.txt
	@$(RUN) -m uv pip compile --quiet --upgrade requirements/detectron2.in \
	  --output-file requirements/detectron2-deps.txt

setup:  ## Make .venv ready; skipped while the requirements stay the same
	@command -v $(PYTHON) >/dev/null || { \
	  echo "Segcore needs Python 3.11 or newer and found no $(PYTHON); install Python, or name" \
	    "one like this: make app PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) tools/setup_env.py

detectron2:  ## Install Detectron2, and fail where that cannot be
	@REQUIRE_D2=1 $(MAKE) --no-print-directory setup

help:  ## This list
	@sed -n 's/^\([a-z0-9]*\):.*## /make \1\t/p' Makefile | expand -t 18
