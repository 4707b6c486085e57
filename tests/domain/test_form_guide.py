"""What was written beside what is asked for: sheets of one's own, words on the guide."""

from dataclasses import replace

from planner.domain.form_guide import words_on_guide
from planner.domain.forms import Place, ReadCell
from tests.domain.form_found import checked, found
from tests.factories_forms import FORM_BOOK


def on_guide(*texts: str) -> list[str]:
    """What is told of words on the guide."""
    cells = tuple(ReadCell(Place("填报说明", f"C{row}"), text) for row, text in enumerate(texts, 1))
    return list(words_on_guide(replace(found(), guide=cells), FORM_BOOK))


def test_words_typed_on_the_guide_are_told() -> None:
    assert on_guide("怎样填", "本单位另报：已办结3项。") == [
        "填报说明!C2 写的“本单位另报：已办结3项。”没有收，请打开原件看"
    ]


def test_what_went_out_on_the_guide_is_not_told() -> None:
    code, title, why = FORM_BOOK.excused[0]
    assert on_guide("请最迟于 2024年7月10日 报回", "市司法局　共4项任务", "１", code, title, why, "周明") == []


def test_many_words_on_the_guide_are_told_in_part() -> None:
    told = on_guide(*(f"补充{number}" for number in range(8)))
    assert (len(told), told[-1]) == (6, "“填报说明”上另有 3 格写的没有收，请打开原件看")


def test_returned_entries_that_came_back_as_they_were_are_counted() -> None:
    rows = tuple(replace(row, returned="请写明。") for row in FORM_BOOK.rows)
    book = replace(FORM_BOOK, rows=rows)
    assert checked(book=book).notes == ("有 4 项退回的没有改（2024-05、2024-07、2024-09、2024-11）",)
    said = checked({("2024-05", "本期进展"): "目录已印发。"}, book)
    assert said.notes == ("有 3 项退回的没有改（2024-07、2024-09、2024-11）",)


def test_returned_entry_that_was_answered_since_is_not_counted() -> None:
    answered = tuple(replace(row, returned="") for row in FORM_BOOK.rows)
    assert checked(current=replace(FORM_BOOK, rows=answered)).notes == ()
