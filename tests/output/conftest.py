"""What tests of output need: our templates, and LibreOffice where it is."""

import os
import shutil
import subprocess
from collections.abc import Callable
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


@pytest.fixture(scope="session")
def to_pdf(converted: Callable[[bytes, str, str], Path]) -> Callable[[bytes, str], Path]:
    """Turns a file's bytes into a PDF by LibreOffice."""
    return lambda data, name: converted(data, name, "pdf")


@pytest.fixture(scope="session")
def recalculated(converted: Callable[[bytes, str, str], Path]) -> Callable[[bytes], bytes]:
    """Opens a workbook in LibreOffice, which computes its formulas, and saves it again."""
    return lambda data: converted(data, "book.xlsx", "xlsx:Calc MS Excel 2007 XML").read_bytes()


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str, str], Path]:
    """Turns a file into another format by LibreOffice. Without it tests are skipped, or fail in the full run."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("LibreOffice (soffice) is missing, and the full run asks for it")
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("office")

    def convert(data: bytes, name: str, to: str) -> Path:
        source = folder / name
        source.write_bytes(data)
        subprocess.run(
            [
                office,
                f"-env:UserInstallation=file://{folder}/profile",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                "made",
                source.name,
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=180,
        )
        return folder / "made" / source.with_suffix("." + to.partition(":")[0]).name

    return convert
