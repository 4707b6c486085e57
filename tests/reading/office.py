"""Workbooks as another program saves them, for tests that read them back."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest


def saved_by_office(path: Path, kind: str = "xlsx") -> Path:
    """The same workbook, opened by LibreOffice and saved as another file. Without it the test is skipped or fails."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("LibreOffice (soffice) is missing, and the full run asks for it")
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", str(path.parent / "saved"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (path.parent / "saved" / path.name).with_suffix(f".{kind}")
