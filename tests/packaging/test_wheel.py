"""The built wheel carries all it needs and works in an environment of its own, away from the checkout."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: object, cwd: Path) -> str:
    """What a command prints; nothing of this run's Python paths reaches it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PLANNER"))}
    done = subprocess.run([str(c) for c in command], cwd=cwd, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel installed from its file; the libraries it needs are borrowed from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--quiet", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("planner-*.whl")
    environment = folder / "env"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    install = ("install", "--quiet", "--no-deps", "--no-index", wheel)
    run(sys.executable, "-m", "pip", "--python", environment / "bin" / "python", *install, cwd=folder)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return environment


def test_the_wheel_is_what_runs(installed: Path, tmp_path: Path) -> None:
    where = run(installed / "bin" / "python", "-c", "import planner; print(planner.__file__)", cwd=tmp_path)

    assert Path(where.strip()).is_relative_to(installed)


def test_the_wheel_carries_templates_migrations_and_examples(installed: Path) -> None:
    (shipped,) = installed.glob("lib/python*/site-packages/planner/shipped")

    assert {path.name for path in shipped.iterdir()} == {"alembic.ini", "migrations", "templates", "examples"}
    assert sorted(path.name for path in (shipped / "examples").iterdir()) == sorted(
        path.name for path in (ROOT / "examples").iterdir()
    )


def test_a_year_can_be_run_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    printed = run(installed / "bin" / "planner", "demo", "--out", "out", cwd=tmp_path)

    assert printed.endswith("示例的一年走完了，文件都在“out”。\n")
    assert (tmp_path / "out" / "报告.docx").stat().st_size > 10_000
