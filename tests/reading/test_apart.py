"""Work in a process of its own comes back as it is, or as one sentence where the process didn't come back."""

import mmap
import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from planner.errors import DocumentBroken, DocumentTooLarge
from planner.reading.apart import apart
from planner.reading.pdf.reader import read_pdf
from tests.reading.pdfs import file_of, stream

HERE = Path("要点.pdf")
REFUSED = """
import os, resource, pathlib
from planner.reading.apart import apart
if os.getuid() == 0:
    os.setuid(12345)
resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
try:
    apart(pathlib.Path("要点.pdf"), int)
except Exception as told:
    print(told)
"""
bounded = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process as we do")


def broken() -> None:
    raise DocumentBroken(HERE, "第 1 页打不开")


def test_what_it_gives_comes_back() -> None:
    process, word = apart(HERE, lambda: (os.getpid(), "甲"))
    assert (process == os.getpid(), word) == (sys.platform != "linux", "甲")


def test_refusal_comes_back_as_it_was() -> None:
    with pytest.raises(DocumentBroken) as told:
        apart(HERE, broken)
    assert str(told.value) == str(DocumentBroken(HERE, "第 1 页打不开"))


def test_any_other_fault_comes_back_too() -> None:
    with pytest.raises(ZeroDivisionError):
        apart(HERE, lambda: 1 // 0)


@bounded
@pytest.mark.parametrize(
    "work", [partial(os._exit, 3), partial(signal.raise_signal, signal.SIGKILL), partial(bytearray, 4_000_000_000)]
)
def test_process_that_ends_or_wants_all_memory_is_told(work: object, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DocumentTooLarge, match="读它要用的内存或时间太多"):
        apart(HERE, work)  # type: ignore[arg-type]
    assert capfd.readouterr() == ("", "")


@bounded
def test_process_that_has_grown_leaves_its_copy_as_much_room() -> None:
    """A worker that has read large workbooks keeps their addresses."""
    with mmap.mmap(-1, 2_000_000_000, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ):
        assert apart(HERE, lambda: len(bytearray(500_000_000))) == 500_000_000


def without_end() -> None:
    while True:
        pass


@bounded
def test_work_without_end_is_ended_and_told() -> None:
    with pytest.raises(DocumentTooLarge, match="读它要用的内存或时间太多"):
        apart(HERE, without_end, seconds=1)


@bounded
def test_system_that_has_no_process_to_give_is_told() -> None:
    """In a process of its own, which from then on may start none."""
    run = subprocess.run([sys.executable, "-c", REFUSED], capture_output=True, text=True, check=False)
    assert "读不了“要点.pdf”（系统现在不给开新的进程）" in run.stdout + run.stderr


@bounded
def test_form_that_draws_itself_does_not_take_the_program_along() -> None:
    """Where memory ends, pdfium ends its process."""
    resources = "/Resources << /XObject << /X 5 0 R >> >>"
    data = file_of(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {resources} >>".encode(),
            stream(b"/X Do "),
            stream(b"/X Do " * 20, f"/Type /XObject /Subtype /Form /BBox [0 0 600 900] {resources}"),
        ]
    )
    with pytest.raises(DocumentTooLarge, match="读它要用的内存或时间太多"):
        read_pdf(HERE, data)
