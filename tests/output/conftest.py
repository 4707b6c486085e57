"""What tests of output need: our templates, and LibreOffice where it is."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"

HOSTILE = (
    '=HYPERLINK("http://x.example","点")',
    "+1",
    "-1+2",
    "@SUM(A1)",
    "#N/A",
    "TRUE",
    "甲\x00\x07\x1b乙\ufffe",
    "单独的\ud800代理",
    "甲\x7f\x85乙\x9f\u2028丙\u2029丁\x0b戊\ue000\ue001己\ue002",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "**粗** _斜_ `码` ~~删~~ 5~10",
    "| 甲 | 乙 |",
    "# 标题",
    "1. 项",
    "- 项",
    "> 引",
    "---",
    "===",
    "[字](http://x.example) ![图](x) <http://x.example>",
    "&lt;b&gt; &#60; A&B",
    "反斜\\*线\\",
    "第一行\r\n第二行\n\n    第三行",
    "```\n码\n```",
    "2024-07-01",
    "=",
    "",
)
"""Texts that something between a unit's keyboard and the paper could take for more than text."""


Converted = Callable[[Mapping[str, bytes], str], dict[str, Path]]


@pytest.fixture(scope="session")
def to_pdf(converted: Converted) -> Callable[[Mapping[str, bytes]], dict[str, Path]]:
    """Turns files, given by their names, into PDF by LibreOffice."""
    return lambda files: converted(files, "pdf")


@pytest.fixture(scope="session")
def recalculated(converted: Converted) -> Callable[[Mapping[str, bytes]], dict[str, bytes]]:
    """Opens workbooks in LibreOffice, which computes their formulas, and saves them again."""
    kind = "xlsx:Calc MS Excel 2007 XML"
    return lambda books: {name: path.read_bytes() for name, path in converted(books, kind).items()}


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Converted:
    """Turns files into another format by LibreOffice, whose start is what takes long: all of a test file at once.

    Without it tests are skipped, or fail in the full run.
    """
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("LibreOffice (soffice) is missing, and the full run asks for it")
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("office")

    def convert(files: Mapping[str, bytes], to: str) -> dict[str, Path]:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                "made",
                *files,
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=180,
        )
        kind = to.partition(":")[0]
        return {name: (folder / "made" / name).with_suffix(f".{kind}") for name in files}

    return convert
