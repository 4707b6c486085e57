"""Marks of figures in a text: put in, read back, taken out."""

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.figure_marks import (
    CLOSE,
    MID,
    OPEN,
    Stretch,
    apart,
    bare,
    cleaned,
    figures_in,
    marked,
    place,
    placed,
    stretches,
)

WORDS = st.text(st.sampled_from("12甲乙，。次"), max_size=6)
ANY = st.text(st.sampled_from(f"12甲{OPEN}{MID}{CLOSE}"), max_size=16)
TEXTS = st.lists(WORDS | st.builds(marked, st.integers(1, 30), WORDS) | st.builds(place, st.integers(1, 30))).map(
    "".join
)


def test_marked_text_is_told_in_words_and_figures() -> None:
    text = f"听取汇报{marked(3, '5次')}，审查{marked(12, '100%')}。"
    assert list(stretches(text)) == [
        Stretch("听取汇报", None),
        Stretch("5次", 3),
        Stretch("，审查", None),
        Stretch("100%", 12),
        Stretch("。", None),
    ]
    assert bare(text) == "听取汇报5次，审查100%。"
    assert figures_in(text) == {3, 12}


def test_place_of_a_figure_is_its_number_to_a_reader() -> None:
    assert (bare(place(12)), placed(place(12)), placed(f" {place(12)} ")) == ("12", 12, 12)
    assert (placed("12"), placed(f"{place(12)}次"), placed(marked(12, "12次"))) == (None, None, None)
    assert figures_in(place(12)) == frozenset()


@given(TEXTS)
def test_marks_taken_apart_go_back_where_they_were(text: str) -> None:
    words, marks = apart(text)
    assert words == bare(text)
    told, behind = "", 0
    for at, mark in marks:
        told += words[behind:at] + mark
        behind = at
    assert told + words[behind:] == text


@given(ANY)
def test_whatever_was_typed_has_no_marks_when_it_is_bare_or_cleaned(text: str) -> None:
    marks = {OPEN, MID, CLOSE}
    assert not set(bare(text)) & marks
    assert not set(cleaned(text)) & marks
    assert not set(apart(text)[0]) & marks
