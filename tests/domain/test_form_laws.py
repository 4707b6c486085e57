"""Laws of forms: whatever is filled in comes back, whatever is held is nothing new."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.form_layout import form_columns
from planner.domain.forms import (
    BLANK,
    RowAction,
)
from planner.domain.progress import Status
from planner.domain.wording import WORDS
from tests.domain.form_filled import filled
from tests.domain.form_found import DONE_ROW, SAID, checked, said, told
from tests.factories_forms import FORM_BOOK


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_whatever_is_filled_in_comes_back(data: st.DataObject) -> None:
    """Filled in as people would, and as the form itself would write it."""
    blank = tuple(replace(row, held=BLANK) for row in FORM_BOOK.rows)
    book = replace(FORM_BOOK, rows=blank)
    cells = {row.code: data.draw(st.just(BLANK) | filled(row), row.code) for row in blank}
    as_filled = {row.code: replace(row, held=cells[row.code]) for row in blank}
    columns = [column for column in form_columns(book) if column.field]
    typed = {(code, column.name): column.value(row) for code, row in as_filled.items() for column in columns}
    form = checked(typed, book)
    assert told(form) == []
    assert {row.code: row.cells for row in form.rows} == cells
    actions = {code: RowAction.CARRY if said.unchanged else RowAction.SAY for code, said in cells.items()}
    assert {row.code: row.action for row in form.rows} == {
        code: RowAction.NOTHING if cells[code] == BLANK else action for code, action in actions.items()
    }


@given(st.data())
@settings(deadline=None, max_examples=40)
def test_whatever_is_held_goes_out_and_comes_back_as_nothing_new(data: st.DataObject) -> None:
    rows = tuple(replace(row, held=data.draw(filled(row), row.code)) for row in FORM_BOOK.rows)
    form = checked(book=replace(FORM_BOOK, rows=rows))
    assert (told(form), {row.action for row in form.rows}) == ([], {RowAction.NOTHING})


def test_status_words_are_those_of_the_list() -> None:
    for status in Status:
        assert said({(DONE_ROW, "状态"): WORDS[status], **SAID})[1].status is status
