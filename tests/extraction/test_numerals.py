"""Numbers in Chinese and Arabic digits."""

import pytest

from planner.extraction.numerals import chinese_number, number, whole


@pytest.mark.parametrize(
    ("printed", "value"),
    [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("二十五", 25), ("一百零三", 103), ("两", 2), ("三千", 3000)],
)
def test_chinese_number_of_a_numeral(printed: str, value: int) -> None:
    assert chinese_number(printed) == value


@pytest.mark.parametrize("printed", ["", "第一", "一个", "abc"])
def test_chinese_number_of_other_words_is_none(printed: str) -> None:
    assert chinese_number(printed) is None


def test_number_reads_both_kinds_of_digits() -> None:
    assert [number(text) for text in ("4.5", "1,200", "十五", "1.2.3")] == [4.5, 1200.0, 15, None]


def test_whole_refuses_a_fraction() -> None:
    assert [whole(text) for text in ("6", "六", "6.5")] == [6, 6, None]
