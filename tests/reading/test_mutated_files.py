"""Real files after accidents: each is read, or refused in a sentence, whatever befell it and wherever it goes."""

from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.form_checks import check_form
from planner.errors import PlannerError
from planner.reading.forms import read_form
from planner.usecases.plans import read_file
from planner.usecases.report_check import check_file
from tests.drills.mutations import mutated
from tests.factories_forms import FORM_BOOK
from tests.reading.form_returns import sent

FILES = Path(__file__).parents[1] / "formats" / "files"
DOCUMENTS = ("plan.txt", "plan.docx", "plan.html", "plan.pdf", "table.xlsx", "table.xls")
FORM = sent()

accidents = st.integers(0, 2**32)
"""Seeds: what befalls a file is the same each time."""
within_seconds = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def damaged(data: bytes, seed: int) -> bytes:
    return mutated(data, Random(seed))  # noqa: S311 - what happens again with the same seed is what is wanted


@within_seconds
@given(st.sampled_from(DOCUMENTS), accidents)
def test_damaged_document_is_read_or_refused(name: str, seed: int) -> None:
    data = damaged((FILES / name).read_bytes(), seed)
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        for verb in (read_file, check_file):
            with suppress(PlannerError):
                verb(path)
        assert path.read_bytes() == data


@within_seconds
@given(accidents)
def test_damaged_form_is_read_or_told(seed: int) -> None:
    form = read_form("市司法局.xlsx", damaged(FORM, seed))
    checked = check_form(form, FORM_BOOK, FORM_BOOK)
    told = [*form.faults, *checked.faults]
    assert not any(fault.message.endswith("。") or "Error" in fault.message for fault in told)


@within_seconds
@given(st.text(max_size=200), st.sampled_from((".txt", ".html", ".csv", ".docx")))
def test_any_text_under_any_name_is_read_or_refused(text: str, ending: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, f"要点{ending}")
        path.write_bytes(text.encode("utf-8", "replace"))
        for verb in (read_file, check_file):
            with suppress(PlannerError):
                verb(path)
