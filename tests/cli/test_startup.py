"""What short commands may load: nothing heavy that they don't use."""

import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.cli.conftest import Planner

STATUS_MAY_IMPORT = {
    "annotated_doc",
    "cython_runtime",
    "planner",
    "shellingham",
    "sqlalchemy",
    "typer",
    "typing_extensions",
}
"""Every package outside the standard library that `planner status` loads."""

DRIVER: Mapping[str, set[str]] = {"sqlite": set(), "postgresql": {"psycopg", "psycopg_binary"}}
"""What else, for the database; SQLite's is of the standard library."""

LOADED = """
import sys
sys.argv = ["planner", *sys.argv[1:]]
from planner.__main__ import main
try:
    main()
except SystemExit:
    pass
print("loaded:", *sorted({name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)))
"""


def loaded_by(*words: str) -> set[str]:
    """The packages outside the standard library that a command loads in a new process."""
    run = subprocess.run([sys.executable, "-c", LOADED, *words], capture_output=True, text=True, check=True)
    return {name for name in run.stdout.rpartition("loaded:")[2].split() if not name.startswith("_")}


def test_status_loads_the_database_library_and_no_writer(confirmed: Planner, one_url: str, one_kind: str) -> None:
    assert confirmed("status").code == 0

    assert loaded_by("--database", one_url, "status") <= STATUS_MAY_IMPORT | DRIVER[one_kind]


@pytest.mark.parametrize("words", [("--help",), ("plan", "--help"), ("task", "assign", "--help")])
def test_help_loads_no_database_library(words: tuple[str, ...]) -> None:
    assert loaded_by(*words) <= STATUS_MAY_IMPORT - {"sqlalchemy"}


@pytest.mark.parametrize(
    ("words", "foreign"),
    [
        (("task", "show", "2024-01"), {"openpyxl", "docx", "jinja2", "alembic", "lxml", "markdown_it"}),
        (("progress", "list"), {"openpyxl", "docx", "jinja2", "alembic", "lxml", "markdown_it"}),
        (("unit", "add", "市档案局"), {"openpyxl", "docx", "jinja2", "alembic", "lxml", "markdown_it"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_commands_without_files_load_no_file_library(
    words: tuple[str, ...], foreign: set[str], confirmed: Planner, one_url: str
) -> None:
    assert confirmed("task", "list").code == 0

    assert loaded_by("--database", one_url, *words) & foreign == set()
