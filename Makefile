# make demo       sets up .venv, installs the pinned packages and runs the main job on the articles that ship in the package
# make install    sets up .venv with all that the tests and checks need
# make test       the demo, then the whole test suite
# make test-cluster  Spark at length: equality on more articles, and a cluster on this machine, a worker of which is killed
# make notebooks  runs the notebooks
# make check      format, lint, types and the direction of imports
# Another Python: make demo PYTHON=python3.12 (and VENV=somewhere-else for a second environment).

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

# uv takes seconds where pip takes minutes, but knows nothing of pip's settings: behind a mirror that only pip has been told
# of, pip does it. Both check every package against its hash.
installed = $(BIN)/uv pip install --quiet --python $(BIN)/python $(1) || \
  { echo "uv could not install the packages: pip tries" >&2; $(BIN)/python -m pip install --quiet $(1); }

# The suite starts hundreds of processes: modules that are compiled once and kept save each of them a second.
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo install test test-cluster notebooks check

demo: $(VENV)/.installed
	$(BIN)/claimkit demo

install: $(VENV)/.installed-dev

# Four processes on two cores, for many tests wait for processes of their own. What a process takes at a time, and in which
# order, tests/conftest.py says.
test: demo $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder --durations=15

# A thousand copies of a story, fifty real articles, and Spark in six processes on loopback, one of them killed.
# Some minutes; skips without Java.
test-cluster: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -m cluster tests/spark

notebooks: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n 2 --nbmake --nbmake-timeout=300 notebooks

check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A half-made environment (no pip in it) is completed; a whole one is left as it is.
$(VENV)/.installed: requirements.lock requirements-installer.lock pyproject.toml
	@case "$$($(PYTHON) --version)" in "Python 3.11."*|"Python 3.12."*|"Python 3.13."*) ;; \
	  *) echo "claimkit needs Python 3.11 to 3.13 and found $$($(PYTHON) --version). Run: make demo PYTHON=python3.11" >&2; exit 1;; esac
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv $(VENV)
	@echo "Installing the pinned packages into $(VENV) (once; about 1 GB on disk) ..."
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-installer.lock
	$(call installed,--require-hashes -r requirements.lock)
	$(call installed,--no-deps --no-build-isolation -e .)
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(call installed,--require-hashes -r requirements-dev.lock)
	@touch $@
