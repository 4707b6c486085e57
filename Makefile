# The two commands of the README, `make demo` and `make test`, set up all they need: Python 3.11+, git and make suffice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT ?= out
PLATFORM ?= any
TARGET_PYTHON ?= 3.11

.PHONY: demo test test-postgres test-full check lint types imports migrations format fixtures bench drill bundle bundle-test clean

# The environment for using the program, and on top of it the one for working on it.
$(VENV)/.used: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.used
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	@touch $@

# A whole year on the example plan, by the README's own commands; what they write goes to out/.
demo: $(VENV)/.used
	$(BIN)/planner demo --out $(OUT)

# Three at a time on two cores: there is always one that waits for a disk or a database. Of drills, the short forms.
test: check
	$(BIN)/python -m pytest -n 3 --dist worksteal -m "not drill"

# Everything that needs a database on PostgreSQL: also what runs on SQLite alone in test, since one kind will do there.
test-postgres: $(VENV)/.developed
	$(BIN)/python -m pytest -n 3 --dist worksteal --on postgresql

# Like both, but what needs LibreOffice fails instead of being skipped where it is missing.
test-full: check
	PLANNER_TEST_FULL=1 $(BIN)/python -m pytest -n 3 --dist worksteal
	PLANNER_TEST_FULL=1 $(BIN)/python -m pytest -n 3 --dist worksteal --on postgresql

check: lint types imports migrations

lint: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.developed
	$(BIN)/mypy

imports: $(VENV)/.developed
	$(BIN)/lint-imports

# A database made by the migrations must need none for today's models.
migrations: $(VENV)/.developed
	rm -f $(VENV)/drift.db
	PLANNER_DATABASE_URL=sqlite:///$(VENV)/drift.db $(BIN)/alembic upgrade head
	PLANNER_DATABASE_URL=sqlite:///$(VENV)/drift.db $(BIN)/alembic check

format: $(VENV)/.developed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The plans in every format that tests/formats/ compares, made anew by LibreOffice from their sources.
fixtures: $(VENV)/.developed
	$(BIN)/python -m tests.formats.make

bench: $(VENV)/.developed
	$(BIN)/python -m benchmarks

# The long drills, seeded, about an hour: kills, many writers, harm to files and rows. Short forms are part of test.
drill: $(VENV)/.developed
	$(BIN)/python -m tests.drills

# A folder of wheels and a start script for a PC without internet: make bundle PLATFORM=win_amd64
bundle: $(VENV)/.developed
	.ci/bundle/make.sh $(abspath $(BIN)/python) $(PLATFORM) $(TARGET_PYTHON)

# Installs such a folder with every index switched off, and runs the demo from it.
bundle-test: $(VENV)/.developed
	.ci/bundle/make.sh $(abspath $(BIN)/python) any $(TARGET_PYTHON)
	.ci/bundle/test.sh

clean:
	rm -rf $(VENV) $(OUT) dist build bundle .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
