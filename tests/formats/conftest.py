"""LibreOffice, where it is."""

import os
import shutil
from pathlib import Path

import pytest

from tests.formats.make import Office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The LibreOffice at hand. Without it tests are skipped, or fail in the full run."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("PLANNER_TEST_FULL") == "1":
            pytest.fail("LibreOffice (soffice) is missing, and the full run asks for it")
        pytest.skip("LibreOffice (soffice) is not installed")
    return Office(program, tmp_path)
