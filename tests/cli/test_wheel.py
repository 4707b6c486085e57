"""The built wheel carries all it needs and works in an environment of its own, away from the checkout."""

from pathlib import Path

import pytest

from tests.cli.wheel import ROOT, run

pytestmark = pytest.mark.long


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "bin" / "python", "-c", "import planner; print(planner.__file__)", cwd=tmp_path)

    assert Path(where.strip()).is_relative_to(installed)


def test_the_wheel_carries_templates_migrations_and_examples(installed: Path) -> None:
    (shipped,) = installed.glob("lib/python*/site-packages/planner/shipped")

    assert {path.name for path in shipped.iterdir()} == {"alembic.ini", "migrations", "templates", "examples"}
    assert sorted(path.name for path in (shipped / "examples").iterdir()) == sorted(
        path.name for path in (ROOT / "examples").iterdir()
    )


def test_a_year_can_be_run_from_the_wheel(demo: tuple[Path, str]) -> None:
    out, printed = demo

    assert printed.endswith("示例的一年走完了，文件都在“out”。\n")
    assert (out / "报告.docx").stat().st_size > 10_000
