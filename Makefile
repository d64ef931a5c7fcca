# Two commands do everything: `make run` and `make test`. The rest is for people who work on Rakit.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check install --quiet

.DEFAULT_GOAL := run

run: face  ## start the portal with the demo office on http://127.0.0.1:8080
	@exec $(BIN)/rakit demo

test: face .make/test  ## everything that CI checks
	@$(BIN)/python -m tests.run

prove: face .make/test  ## the long proofs, seeded, under 45 minutes
	@$(BIN)/python -m tests.run --prove

bench: face .make/test  ## figures beside those of the peers
	@$(BIN)/python -m bench

lint: .make/run .make/test
	@$(BIN)/python -m tests.run --lint

demo-reset: face  ## throw the demo office away and load it anew
	@$(BIN)/rakit demo --reset

# Built anew when anything that it depends on has changed, as after a `git pull`; else 0.1 s.
face: .make/run
	@$(BIN)/python -m builder.kit.frontend.build

lock: .make/venv  ## resolve requirements/*.in anew into requirements/*.lock
	$(PIP) uv
	for name in run test build delivered; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate requirements/$$name.in -o requirements/$$name.lock || exit 1; \
	done

clean:
	rm -rf $(VENV) .make builder/kit/static/vendor builder/kit/frontend/node_modules

.make/venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Rakit needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12"; exit 1; }
	@mkdir -p .make
	@test -x $(BIN)/python || { echo "Making $(VENV)"; $(PYTHON) -m venv $(VENV); }
	@touch $@

.make/run: .make/venv requirements/run.lock requirements/build.lock pyproject.toml
	@echo "Installing what Rakit needs (about a minute the first time)"
	@$(PIP) --no-deps --require-hashes -r requirements/build.lock
	@$(PIP) --require-hashes -r requirements/run.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.make/test: .make/run requirements/test.lock
	@echo "Installing what the tests need"
	@$(PIP) --require-hashes -r requirements/test.lock
	@$(BIN)/python -m tests.browser_install
	@touch $@

.PHONY: run test prove bench lint demo-reset face lock clean
