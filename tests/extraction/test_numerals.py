"""Numbers in Chinese and Arabic digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.document import fold
from planner.extraction.numerals import chinese_number, number, whole, year


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("二十五", 25),
        ("一百零三", 103),
        ("两", 2),
        ("三千", 3000),
        ("三万五千", 35000),
        ("一亿五千万", 150_000_000),
        ("二百零五", 205),
    ],
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


def test_number_with_a_chinese_point() -> None:
    assert [number(text) for text in ("九十五点五", "三点", "点五")] == [95.5, None, None]


def test_year_in_both_kinds_of_digits() -> None:
    assert [year(text) for text in ("2024", "二〇二四", "二○二五", "二零二六", "今年")] == [
        2024,
        2024,
        2025,
        2026,
        None,
    ]


DIGITS = "零一二三四五六七八九"


def in_words(value: int) -> str:
    """A whole number below a hundred million as one writes it in Chinese."""
    if value >= 10_000:
        above, below = divmod(value, 10_000)
        gap = "零" if below and below < 1000 else ""
        return in_words(above) + "万" + gap + (in_words(below) if below else "")
    written, gap = "", ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written, gap = written + gap + DIGITS[digit] + name, ""
        elif written and value:
            gap = "零"
    return written


@given(st.integers(min_value=1, max_value=99_999_999))
def test_number_has_one_value_in_every_writing(value: int) -> None:
    wide = str(value).translate({ord("0") + k: ord("０") + k for k in range(10)})
    assert [number(fold(text)) for text in (str(value), wide, f"{value:,}", in_words(value))] == [value] * 4
