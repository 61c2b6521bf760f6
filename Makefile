SHELL := /bin/sh
.DEFAULT_GOAL := help
BIN := .venv/bin
PYTHON_OF_OURS := $(BIN)/python
FRONT := node_modules/.package-lock.json
EMBEDDED := crm/embedded
SBOM := var/sbom
# Access, history and import: every line and every branch.
WHOLE := crm/shop/guards.py,crm/shop/permissions.py,crm/shop/actions/audit.py,crm/shop/models/audit_entry.py,customers/importing/*,customers/actions/import_*,customers/actions/data_import.py

# Where this is set, as in many containers, every process would compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-faults test-studies coverage bench check fix sbom demo manage front

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  Knobs: PORT=8123  REGULARS_HOME=dir  SHOP=empty  LAN=1  VERBOSE=1  DATABASE_URL=…  REDIS_URL=…  (.env.example has all)"

run: .venv/run $(FRONT) ## the shop on http://localhost:8000, with everything it needs
	@exec $(PYTHON_OF_OURS) -m crm.embedded.runner

test: .venv/test $(FRONT) ## every test but those that kill processes (ARGS="tests/customers -n0" for some)
	@$(PYTHON_OF_OURS) -m crm.embedded.browser
	@$(PYTHON_OF_OURS) -m pytest -n auto --dist loadgroup -m "not faults and not long_study" $(ARGS)

# One after the other: beside each other they would be each other's busy machine.
test-faults: .venv/test $(FRONT) ## everything that kills processes (ARGS=tests/faults/test_mail.py for some)
	@$(PYTHON_OF_OURS) -m pytest -n0 -m faults --durations=15 $(or $(ARGS),tests)

test-studies: .venv/test $(FRONT) ## how often the intervals hold the truth, by thousands of samples
	@$(PYTHON_OF_OURS) -m pytest -n auto -m long_study $(or $(ARGS),tests)

# Without browsers and faults: under a tracer they take longer than all others, and leaving them out can only lower the figure.
coverage: .venv/test $(FRONT) ## which lines no test runs; fails below 95 %, and below 100 % where it must not fail
	@$(PYTHON_OF_OURS) -m coverage erase
	@$(PYTHON_OF_OURS) -m coverage run -m pytest -n auto --dist loadgroup -m "not browser and not faults and not long_study" $(ARGS); failed=$$?; \
	  $(PYTHON_OF_OURS) -m coverage combine --quiet; $(PYTHON_OF_OURS) -m coverage report || failed=1; \
	  $(PYTHON_OF_OURS) -m coverage report --fail-under=100 --include="$(WHOLE)" || failed=1; exit $$failed

bench: .venv/run $(FRONT) ## how fast the shop answers, as multiples of a bare view (SCALE=10: a million customers)
	@exec $(PYTHON_OF_OURS) -m crm.bench

check: .venv/dev $(FRONT) ## style, types, layers, migrations, templates, docs
	@sh $(EMBEDDED)/check.sh

fix: .venv/dev ## put style right as far as a program can
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

sbom: .venv/dev $(FRONT) ## the list of everything we ship, in var/sbom
	@sh $(EMBEDDED)/sbom.sh $(SBOM)

demo: .venv/run $(FRONT) ## reset the demo shop (never a real one)
	@exec $(PYTHON_OF_OURS) -m crm.embedded.demo

manage: .venv/run $(FRONT) ## one command: make manage COMMAND="import_file sales.csv"
	@exec $(PYTHON_OF_OURS) -m crm.embedded.once $(COMMAND)

front: $(FRONT)

$(PYTHON_OF_OURS):
	@found=$$(sh $(EMBEDDED)/find_python.sh) || exit 1; echo "Making .venv with $$("$$found" --version) …"; "$$found" -m venv .venv

# Each file below .venv says that the requirements of that name are installed.
.venv/run: requirements/run.txt | $(PYTHON_OF_OURS)
	@sh $(EMBEDDED)/install.sh run && touch $@

.venv/test: requirements/test.txt | $(PYTHON_OF_OURS)
	@sh $(EMBEDDED)/install.sh test && touch $@ .venv/run

.venv/dev: requirements/dev.txt | $(PYTHON_OF_OURS)
	@sh $(EMBEDDED)/install.sh dev && touch $@ .venv/run .venv/test

.venv/node: requirements/node.txt | $(PYTHON_OF_OURS)
	@sh $(EMBEDDED)/install.sh node && touch $@

$(FRONT): package.json package-lock.json | .venv/node
	@echo "Installing front-end packages …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PYTHON_OF_OURS) $(BIN)/npm ci --silent --ignore-scripts --no-audit --no-fund \
	  || { echo "npm could not fetch the front-end packages. Check the network and run it again." >&2; exit 1; }
	@touch $@
