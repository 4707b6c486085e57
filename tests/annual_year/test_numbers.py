"""The finder of numbers that measures reports: what it finds, and what it takes for no amount."""

from decimal import Decimal

import pytest

from tests.annual_year.numbers import Number, find, fold, numbers


def number(value: str, measure: str) -> Number:
    """A number as it is found."""
    return Number(Decimal(value), measure)


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("案卷评查2次", "2", "次"),
        ("化解17,497宗", "17497", "宗"),
        ("服务15195.82小时", "15195.82", "小时"),
        ("挽回830.24万元", "8302400", "元"),
        ("产值790亿元", "79000000000", "元"),
        ("力量2.1万余名", "21000", "名"),
        ("听课2000余人次", "2000", "人次"),
        ("拿到意见５０９件", "509", "件"),
        ("纠错率18.1%", "18.1", "%"),
        ("纠错率18.1％。", "18.1", "%"),
        ("少了35个工作日", "35", "个工作日"),
        ("累计300件", "300", "件"),
        ("走了40里路", "40", ""),
        ("第3次", "3", "次"),
    ],
)
def test_number_with_its_unit_of_measure(text: str, value: str, measure: str) -> None:
    assert numbers(text) == [number(value, measure)]


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "截至2024年8月31日",
        "2025年1月",
        "8月31日前",
        "9月底前",
        "1. 加强领导",
        "## 2. 加强领导",
        "（3）加强监督",
        "12345热线",
        "12345政务服务热线",
        "一是，二是",
        "“一件事”",
        "第二批",
        "每一个数据",
        "一、总则\n（二）细则",
        "一审案件",
    ],
)
def test_no_amount(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "value", "measure"),
    [
        ("改好三处", 3, "处"),
        ("两个领域", 2, "个"),
        ("十次", 10, "次"),
        ("十二家", 12, "家"),
        ("二十五条", 25, "条"),
    ],
)
def test_number_in_words_before_a_unit_of_measure(text: str, value: int, measure: str) -> None:
    assert numbers(text) == [Number(Decimal(value), measure, worded=True)]


def test_share_and_range_have_two_numbers_of_one_measure() -> None:
    assert numbers("办结40/50件，提早2～3个月") == [
        number("40", "件"),
        number("50", "件"),
        number("2", "个月"),
        number("3", "个月"),
    ]


def test_numbers_of_a_sentence_in_order() -> None:
    assert numbers("4个集体、8名个人，共12345件，2024-07.1") == [
        number("4", "个"),
        number("8", "名"),
        number("12345", "件"),
        number("2024", ""),
        number("07.1", ""),
    ]


def test_whole_numbers_are_found_never_a_part_of_one() -> None:
    assert number("2", "次") not in numbers("召开12次、3.2次、1,002次")


def test_place_is_that_in_the_folded_text() -> None:
    text = "化解１７,４９７宗，三处"
    assert [fold(text)[found.start : found.end] for found in find(text)] == ["17,497宗", "三处"]
