"""What people see: tables by display width, lights in colour only on a terminal that wants them."""

import os
import pty
import subprocess
import sys

import pytest

from planner.cli.widths import clipped, padded, width, wrapped
from tests.cli.conftest import Planner

RED = "\x1b[31m"


def on_a_terminal(*words: str, **environ: str) -> str:
    """What `planner …` prints when its output is a terminal."""
    terminal, end = pty.openpty()
    settings = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | environ
    run = subprocess.Popen([sys.executable, "-m", "planner", *words], stdout=end, stderr=subprocess.PIPE, env=settings)
    os.close(end)
    chunks = []
    while chunk := read(terminal):
        chunks.append(chunk)
    os.close(terminal)
    _, errors = run.communicate()
    assert (run.returncode, errors) == (0, b"")
    return b"".join(chunks).decode()


def read(terminal: int) -> bytes:
    """The next bytes of a terminal; nothing at its end, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def test_lights_are_coloured_on_a_terminal_and_always_named(confirmed: Planner, sqlite_url: str) -> None:
    assert "红 2" in confirmed("status", "--as-of", "2024-07-05").out

    assert f"{RED}\x1b[1m红" in on_a_terminal("--database", sqlite_url, "status", "--as-of", "2024-07-05")


def test_no_color_is_honoured(confirmed: Planner, sqlite_url: str) -> None:
    assert confirmed("status").code == 0

    assert "\x1b" not in on_a_terminal("--database", sqlite_url, "status", "--as-of", "2024-07-05", NO_COLOR="1")


def test_nothing_is_coloured_in_a_pipe(confirmed: Planner) -> None:
    assert "\x1b" not in confirmed("status", "--as-of", "2024-07-05").out


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("市司法局", 8), ("第2季度", 7), ("（一）", 6), ("", 0)])
def test_a_chinese_character_takes_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_text_is_padded_clipped_and_wrapped_by_columns() -> None:
    assert padded("市局", 6) == "市局  "
    assert clipped("市司法局\n与市财政局", 12) == "市司法局 …"
    assert clipped("市司法局", 8) == "市司法局"
    assert wrapped("市司法局，市财政局", 8, indent=2) == ["  市司法局，", "  市财政局"]


def test_columns_of_a_table_stand_under_each_other(confirmed: Planner) -> None:
    header, *rows = confirmed("unit", "list").out.splitlines()
    start = width(header[: header.index("类别")])

    assert len(rows) == 6
    for row in rows:
        assert width(row[: row.index("（推定）")].rstrip()) > start
