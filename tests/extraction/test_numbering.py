"""Marks of numbered items."""

import pytest

from planner.domain.document import fold
from planner.extraction.numbering import Style, counted_marks, mark_at


@pytest.mark.parametrize(
    ("line", "style", "label", "value"),
    [
        ("一、总体要求", Style.CHINESE, "一", 1),
        ("十二．落实责任", Style.CHINESE, "十二", 12),
        ("（二十五）开展研究", Style.CHINESE_BRACKET, "(二十五)", 25),
        ("(三)完善制度", Style.CHINESE_BRACKET, "(三)", 3),
        ("12．完善制度", Style.ARABIC, "12", 12),
        ("3、2025年底前建成", Style.ARABIC, "3", 3),
        ("3．2025年底前建成", Style.ARABIC, "3", 3),
        ("（2）建立台账", Style.ARABIC_BRACKET, "2", 2),
        ("2）建立台账", Style.ARABIC_BRACKET, "2", 2),
        ("③摸清底数", Style.CIRCLED, "③", 3),
        ("㈡强化督查", Style.CHINESE_BRACKET, "㈡", 2),
        ("⑶建立台账", Style.ARABIC_BRACKET, "⑶", 3),
        ("⒈完善制度", Style.ARABIC, "1", 1),
        ("第十一条 市政府统一领导", Style.ARTICLE, "第十一条", 11),
        ("第二章 职责", Style.CHAPTER, "第二章", 2),
    ],
)
def test_mark_of_a_numbered_line(line: str, style: Style, label: str, value: int) -> None:
    mark = mark_at(fold(line), 0)
    assert mark is not None
    assert (mark.style, mark.label, mark.value) == (style, label, value)


@pytest.mark.parametrize("line", ["2024年工作", "1.5万个学位", "一体推进", "三、四级河道", "第一季度报送", "（试行）"])
def test_line_without_a_mark(line: str) -> None:
    assert mark_at(fold(line), 0) is None


def test_counted_marks_are_a_run_from_one() -> None:
    text = fold("抓好两件事：一是摸清底数；二是建立台账。")
    assert [mark.label for mark in counted_marks(text, 0, len(text))] == ["一是", "二是"]


def test_counted_mark_alone_counts_nothing() -> None:
    text = fold("一是摸清底数。")
    assert counted_marks(text, 0, len(text)) == []
