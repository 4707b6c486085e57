"""What the text of an entry holds that can be checked, and when nothing is left beside phrases."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.beside import NamedDay, TextFacts
from planner.domain.document import fold
from planner.extraction.substance import is_loose, text_facts


def facts(text: str, title: str = "评查执法案卷") -> TextFacts:
    """What a text of the year 2024 tells."""
    return text_facts(text, year=2024, title=title)


def day(text: str) -> dt.date:
    """A day written 2024-06-30."""
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6月28日召开评查会。", [("6月28日", "2024-06-28")]),
        ("６月２８日召开评查会。", [("6月28日", "2024-06-28")]),
        ("2月完成抽查。", [("2月", "2024-02-29")]),
        ("2023年12月印发方案，今年3月5日动员。", [("2023年12月", "2023-12-31"), ("3月5日", "2024-03-05")]),
        ("去年12月20日印发方案。", [("去年12月20日", "2023-12-20")]),
        ("六月三十日完成。", [("六月三十日", "2024-06-30")]),
        ("2023年已经完成。", [("2023年", "2023-12-31")]),
        ("于2024-06-20、2024.6.28两次会商。", [("2024-06-20", "2024-06-20"), ("2024.6.28", "2024-06-28")]),
        ("印发通知（云司发〔2023〕12号）。", [("云司发〔2023〕12号", "2023-12-31")]),
        ("6月31日完成。", []),
        ("13月完成。", []),
        ("修订《云溪市2019年评查办法》。", []),
        ("评查用时3个月。", []),
    ],
)
def test_days_that_a_text_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert facts(text).days == tuple(NamedDay(printed, day(last)) for printed, last in expected)


@pytest.mark.parametrize(
    "text",
    [
        "根据2021年5月的部署，案卷均已归档。",
        "自2019年以来，案卷均已归档。",
        "按照云政发〔2021〕5号要求，案卷均已归档。",
        "2021年修订的办法已经落实。",
        "每年6月归档。",
    ],
)
def test_days_of_a_basis_or_a_start_are_told_apart(text: str) -> None:
    assert [named.is_basis for named in facts(text).days] == [True]


@pytest.mark.parametrize(
    "text", ["自然资源局6月28日完成评查。", "从严查处，6月28日通报。", "根据安排开展评查，6月28日通报。"]
)
def test_days_near_such_words_are_days_of_the_deed(text: str) -> None:
    assert facts(text).days == (NamedDay("6月28日", day("2024-06-28")),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("已印发云司发〔2024〕12号。", ("云司发〔2024〕12号",)),
        ("已印发云司发(2024)12号。", ("云司发(2024)12号",)),
        ("印发《案卷评查办法》。", ("《案卷评查办法》",)),
        ("《案卷评查办法》已出台。", ("《案卷评查办法》",)),
        ("结果见 https://example.cn/a?b=1。", ("https://example.cn/a?b=1",)),
        ("学习《行政处罚法》。", ()),
    ],
)
def test_documents_that_a_text_names(text: str, expected: tuple[str, ...]) -> None:
    assert facts(text).documents == expected


@given(st.text(alphabet="去上今每自年月日号-./0123456789二三十〔〕()《》印发云司，。", max_size=40))
def test_what_is_told_stands_in_the_text(text: str) -> None:
    told = facts(text)
    assert all(named.printed in fold(text) for named in told.days)
    assert all(document in fold(text) for document in told.documents)


def test_numbers_are_those_that_count_something() -> None:
    assert facts("第3次会议后评查案卷120件，落实“三项制度”。").numbers == ("120件",)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("持续推进。", "持续推进"),
        ("执法案卷评查工作有序推进。", "有序推进"),
        ("按照要求，常态化开展案卷评查工作，稳步推进各项任务落实。", "常态化开展"),
        ("本单位高度重视，认真贯彻落实工作要求，各项工作正在有序推进，取得阶段性成效。", "高度重视"),
    ],
)
def test_text_of_nothing_but_phrases_is_told_by_its_first(text: str, phrase: str) -> None:
    assert facts(text) == TextFacts(only_ongoing=phrase)


@pytest.mark.parametrize(
    "text",
    [
        "常态化开展案卷评查，评查结果已向执法单位通报。",
        "有序推进案卷评查，评查案卷12件。",
        "有序推进案卷评查，6月28日通报。",
        "持续推进，已印发云司发〔2024〕12号。",
        "案卷评查尚未开始。",
        "已完成。",
        "",
    ],
)
def test_text_with_content_or_without_phrases_is_none(text: str) -> None:
    assert facts(text).only_ongoing == ""


def test_words_of_the_title_are_no_content_and_other_words_are() -> None:
    assert facts("乡镇法律顾问聘任有序推进。", title="推进乡镇法律顾问聘任").only_ongoing == "有序推进"
    assert facts("乡镇法律顾问聘任有序推进。", title="评查执法案卷").only_ongoing == ""


@pytest.mark.parametrize("name", ["办件量同比增长", "行政复议纠错率", "投诉率", "平均用时压缩", "相当于上年"])
def test_percentages_that_may_fall_or_pass_a_hundred(name: str) -> None:
    assert is_loose(name)


@pytest.mark.parametrize("name", ["审查率", "办结率", "满意度", "参训率"])
def test_percentages_of_a_whole(name: str) -> None:
    assert not is_loose(name)
