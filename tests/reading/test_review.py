"""Review workbooks that come back as they were sent out, whatever stands in them."""

import datetime as dt
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Recurrence, Role, TaskKind
from planner.domain.review import ReviewBook, ReviewPoint, ReviewTask
from planner.domain.wording import PlanState, Provenance
from planner.reading.review import read_review
from tests.factories_review import REVIEW_BOOK, REVIEW_POINT, REVIEW_TASK
from tests.output.conftest import HOSTILE
from tests.reading.office import saved_by_office
from tests.reading.review_files import book_as_sent, sent

HARD = (
    *(text for text in HOSTILE if "\ud800" not in text),  # no document and no database holds half a character
    "_x000D_",
    "_x0041_乙",
    "  两头有空格\u3000",
    "\n首尾换行\n",
    "一行\r\n二行\r三行",
    "\t制表\t",
    "😀全角１２３％（）👨\u200d👩\u200d👧",
)
TEXT = st.sampled_from(HARD) | st.text(max_size=40)
DAY = st.dates(dt.date(1950, 1, 1), dt.date(2150, 1, 1))
TASK = st.builds(
    ReviewTask,
    code=st.just(""),
    kind=st.sampled_from(TaskKind),
    tracked=st.booleans(),
    section=TEXT,
    number=TEXT,
    title=TEXT,
    body=TEXT,
    units=st.dictionaries(st.sampled_from(Role), st.lists(TEXT, max_size=3).map(tuple)),
    due=DAY,
    provenance=st.sampled_from(Provenance),
    due_phrase=TEXT,
    times=st.lists(TEXT, max_size=2).map(tuple),
    checkpoints=st.lists(TEXT, max_size=2).map(tuple),
    lead_proposal=st.none() | TEXT,
    warnings=st.lists(TEXT, max_size=2).map(tuple),
    source=TEXT,
)
POINT = st.builds(
    ReviewPoint,
    code=st.just(""),
    task=st.sampled_from(["2024-01", "2024-12"]),
    text=TEXT,
    kind=st.sampled_from(CheckpointKind),
    comparator=st.none() | st.sampled_from(Comparator),
    value=st.none() | st.decimals(0, 10**9, places=3),
    unit=st.none() | TEXT,
    period=st.none() | st.sampled_from(Recurrence),
    dues=st.lists(DAY, max_size=4).map(tuple),
    due_source=st.sampled_from(DueSource),
    whose=st.none() | TEXT,
    sentence=TEXT,
)


@given(st.lists(TASK, max_size=3), st.lists(POINT, max_size=3), st.sampled_from(PlanState))
@settings(deadline=None, max_examples=60)
def test_any_book_comes_back_as_it_was_sent(
    tasks: list[ReviewTask], points: list[ReviewPoint], state: PlanState
) -> None:
    book = replace(
        REVIEW_BOOK,
        plan_state=state,
        tasks=tuple(replace(task, code=f"2024-{number:02}") for number, task in enumerate(tasks, 1)),
        points=tuple(replace(point, code=f"{point.task}.{number}") for number, point in enumerate(points, 1)),
    )
    with tempfile.TemporaryDirectory() as folder:
        assert read_review(sent(Path(folder), book)) == book_as_sent(book)


PLAIN_HARD = tuple(text for text in HARD if text != "_x000D_")  # LibreOffice writes these very words as a return
HARD_TEXTS = replace(
    REVIEW_BOOK,
    tasks=tuple(
        replace(REVIEW_TASK, code=f"2024-{number:02}", title=text, body=f"{text}\n尾", number=text, section=text)
        for number, text in enumerate(PLAIN_HARD, 1)
    ),
    points=tuple(
        replace(REVIEW_POINT, code=f"2024-01.{number}", text=text, unit=text, whose=text, value=Decimal("0.10"))
        for number, text in enumerate(PLAIN_HARD, 1)
    ),
)


@pytest.mark.office
@pytest.mark.parametrize("book", [REVIEW_BOOK, HARD_TEXTS], ids=["plain", "hard texts"])
def test_book_saved_by_another_program_comes_back_as_it_was_sent(tmp_path: Path, book: ReviewBook) -> None:
    assert read_review(saved_by_office(sent(tmp_path, book))) == book_as_sent(book)
