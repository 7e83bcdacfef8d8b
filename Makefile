# Thin front door: what a command does stands in build/. `make demo` and `make test` need nothing prepared but
# Python 3.11 or newer, git and make.

SHELL := /bin/sh
VENV := .venv
PYTHON_IN_VENV := $(VENV)/bin/python
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed

.PHONY: help demo run test thorough lint bench lock clean system-run system-demo system-test

help:
	@echo "make demo    the rehearsal office: synthetic people only, in a window"
	@echo "make test    every check and every test"
	@echo "make thorough  the slow tests without samples: every write, every byte (hours)"
	@echo "make run     the program (arguments in ARGS)"
	@echo "make lint    format, lint, types and import contracts only"
	@echo "make bench   the table of speeds and sizes"
	@echo "make lock    write the pinned requirements anew from pyproject.toml"
	@echo "make clean   remove everything that these commands made here"

demo: system-demo $(RUN)
	@$(PYTHON_IN_VENV) -m app demo --out out/demo $(ARGS)

run: system-run $(RUN)
	@$(PYTHON_IN_VENV) -m app $(ARGS)

test: system-test $(DEV)
	@build/check all

thorough: system-test $(DEV)
	@SEKISHO_THOROUGH=1 build/check slow

lint: $(DEV)
	@build/check lint

bench: system-test $(DEV)
	@build/install-age >/dev/null || true
	@$(PYTHON_IN_VENV) -m build.bench $(ARGS)

lock:
	@build/lock

clean:
	rm -rf $(VENV) out .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find app tests build -name __pycache__ -type d -prune -exec rm -rf {} +

system-run system-demo system-test:
	@build/system-packages $(@:system-%=%)

# Stamps: a second call installs nothing. A test installation holds all that a plain one does.
$(RUN): build/requirements/run.txt build/make-venv
	@if [ -e $(DEV) ] && [ $(DEV) -nt build/requirements/run.txt ]; then :; else \
		$(MAKE) --no-print-directory system-run && echo "Installing the program's packages ..." && \
		build/make-venv $(VENV) build/requirements/run.txt; fi
	@touch $@

$(DEV): build/requirements/dev.txt build/make-venv
	@$(MAKE) --no-print-directory system-run
	@echo "Installing the packages of program and tests ..."
	@build/make-venv $(VENV) build/requirements/dev.txt
	@touch $@
