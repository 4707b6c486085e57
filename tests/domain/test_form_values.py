"""What is typed into the cells of a form: figures, evidence, days."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.forms import (
    DONE_WORD,
    EXTEND_TASK,
    Amount,
    CellValue,
    RowAction,
)
from planner.domain.progress import Basis
from tests.domain.form_found import DONE_ROW, MADE, SAID, Typed, checked, place, said, told, with_row
from tests.factories_forms import DATE_POINT, HOURS_POINT, RETURNED_ROW

# ---- figures ----


@pytest.mark.parametrize(
    ("typed", "value", "basis"),
    [
        (3, "3", Basis.PERIOD),
        (3.0, "3", Basis.PERIOD),
        (0.1 + 0.2, "0.3", Basis.PERIOD),
        ("１２", "12", Basis.PERIOD),
        ("1,200", "1200", Basis.PERIOD),
        ("3 学时", "3", Basis.PERIOD),
        ("累计30学时", "30", Basis.YEAR_TO_DATE),
        ("累计 ３０", "30", Basis.YEAR_TO_DATE),
        ("1.2千学时", "1200", Basis.PERIOD),
        (0, "0", Basis.PERIOD),
    ],
)
def test_amount_is_understood_as_people_type_it(typed: CellValue, value: str, basis: Basis) -> None:
    _, cells = said({(RETURNED_ROW.code, "①本期数"): typed}, RETURNED_ROW.code)
    assert dict(cells.amounts)[HOURS_POINT.code] == Amount(Decimal(value), basis=basis)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        (
            dt.date(2024, 12, 12),
            "要填数，这里却是日期（2024-12-12）：像 12/12 这样的数会被表格软件当成日期，请只写数字",
        ),
        (-3, "“-3”是负数，请填不小于零的数"),
        ("负3", "“负3”是负数，请填不小于零的数"),
        ("三次", "“三次”不是数字，请只写数字，如 12"),
        ("约30", "“约30”不是数字，请只写数字，如 12"),
        ("12/16", "“12/16”是比率，这个考核点要的是学时数，请只写数字"),
        ("95％", "“95％”是比率，这个考核点要的是学时数，请只写数字"),
        ("30天", "“30天”的计量单位与考核点不同（应为学时），请换算后再填"),
        ("1.2万", "“1.2万”没有写计量单位，请写全数字，如 12000"),
        (1e16, "“10000000000000000”太大，请核对"),
    ],
)
def test_amount_that_is_none_is_told(typed: CellValue, why: str) -> None:
    code = RETURNED_ROW.code
    assert told(checked({(code, "①本期数"): typed})) == [f"{place(code, '①本期数')}：{why}"]


@pytest.mark.parametrize(
    ("part", "whole", "amount"),
    [
        (12, 16, Amount(Decimal(75), Decimal(12), Decimal(16))),
        ("12件", "１６ 件", Amount(Decimal(75), Decimal(12), Decimal(16))),
        ("12/16", None, Amount(Decimal(75), Decimal(12), Decimal(16))),
        ("12/16", 16, Amount(Decimal(75), Decimal(12), Decimal(16))),
        ("累计12", 16, Amount(Decimal(75), Decimal(12), Decimal(16), Basis.YEAR_TO_DATE)),
        ("95％", None, Amount(Decimal(95))),
        ("95.5%", None, Amount(Decimal("95.5"))),
    ],
)
def test_share_is_understood_in_one_cell_and_in_two(part: CellValue, whole: CellValue, amount: Amount) -> None:
    _, cells = said({**SAID, (DONE_ROW, "②本期数"): part, (DONE_ROW, "②总数"): whole})
    assert cells.amounts == (("2024-05.2", amount),)


@pytest.mark.parametrize(
    ("part", "whole", "column", "why"),
    [
        (13, 12, "②本期数", "达到数（13）大于总数（12），或总数是零，请核对"),
        (0, 0, "②本期数", "达到数（0）大于总数（0），或总数是零，请核对"),
        ("13/12", None, "②本期数", "“13/12”的达到数大于总数，或总数是零，请核对"),
        (None, 12, "②本期数", "只填了总数，没有填本期数，请一并填写，或都留空"),
        (12, None, "②总数", "没有填总数：报的是比率，请填总数，或在本期数里写成 12/12 或 95% 的样子"),
        ("95%", 12, "②本期数", "填了百分数就不填总数；有总数时本期数请填达到数"),
        ("12/16", 12, "②总数", "与“12/16”里的总数不同，请核对"),
        (12, "16/16", "②总数", "“16/16”不是总数，请只写一个数字"),
        (12, "十六", "②总数", "“十六”不是数字，请只写数字，如 12"),
        ("1.2万件", 20000, "②总数", "与本期数的计量单位不同，请两格都只写数字"),
        (12, "累计16", "②总数", "是累计数，本期数却不是，请核对"),
        (
            dt.date(2024, 12, 12),
            None,
            "②本期数",
            "要填数，这里却是日期（2024-12-12）：像 12/12 这样的数会被表格软件当成日期，请把达到数和总数分别填在两格里",
        ),
    ],
)
def test_share_that_is_none_is_told(part: CellValue, whole: CellValue, column: str, why: str) -> None:
    form = checked({**SAID, (DONE_ROW, "②本期数"): part, (DONE_ROW, "②总数"): whole})
    assert told(form) == [f"{place(DONE_ROW, column)}：{why}"]


@pytest.mark.parametrize("mark", [DONE_WORD, "是", "√", "完成", "已完成", 1, "TRUE"])
def test_yes_or_no_is_one(mark: CellValue) -> None:
    assert said({**SAID, (DONE_ROW, "①本期数"): mark})[1].amounts == ((DATE_POINT.code, Amount(Decimal(1))),)


def test_yes_or_no_that_is_neither_is_told() -> None:
    assert told(checked({**SAID, (DONE_ROW, "①本期数"): "差不多"})) == [
        f"{place(DONE_ROW, '①本期数')}：看不懂“差不多”，这个考核点达成了请选 已达成，没有达成请留空"
    ]


@pytest.mark.parametrize(
    ("code", "column", "why"),
    [
        ("2024-11", "①本期数", "这一行没有这个考核点，“①本期数”不用填，请清空"),
        ("2024-09", "①本期数", "考核点 2024-09.1 全年要报的已经报齐，“①本期数”不用再填，请清空"),
        ("2024-07", "②总数", "考核点 2024-07.2 报的不是比率，没有总数，请清空"),
    ],
)
def test_figure_where_none_is_asked_is_told(code: str, column: str, why: str) -> None:
    assert told(checked({(code, column): 3})) == [f"{place(code, column)}：{why}"]


# ---- evidence ----


@pytest.mark.parametrize(
    ("typed", "items"),
    [
        ("文号：云司发〔2024〕12号；文件: 签到表.xlsx", ("文号：云司发〔2024〕12号", "文件：签到表.xlsx")),
        ("云司发[2024]12号\n签到表.xlsx;", ("文号：云司发[2024]12号", "文件：签到表.xlsx")),
        ("https://a.example/x;链接:http://b.example", ("链接：https://a.example/x", "链接：http://b.example")),
        (20240612, ("文件：20240612",)),
    ],
)
def test_evidence_is_split_and_its_kind_told(typed: CellValue, items: tuple[str, ...]) -> None:
    assert said({**SAID, (DONE_ROW, "佐证"): typed})[1].evidence == items


def test_evidence_without_words_is_told() -> None:
    assert told(checked({**SAID, (DONE_ROW, "佐证"): "文号："})) == [
        f"{place(DONE_ROW, '佐证')}：“文号：”后面是空的，请写明，如 文号：云司发〔2024〕12号"
    ]


# ---- more time ----

LATER: Typed = {(DONE_ROW, "申请延期至"): dt.date(2024, 9, 30), (DONE_ROW, "延期理由"): "等上级文件"}


def test_more_time_is_for_the_task_where_nothing_is_chosen() -> None:
    assert said({**SAID, **LATER})[1] == replace(
        MADE, extend_to=dt.date(2024, 9, 30), extend_what=EXTEND_TASK, extend_reason="等上级文件"
    )


@pytest.mark.parametrize("typed", ["2024-9-30", "２０２４年９月３０日", "2024/09/30", "2024.9.30"])
def test_day_is_understood_as_text(typed: str) -> None:
    assert said({**SAID, **LATER, (DONE_ROW, "申请延期至"): typed})[1].extend_to == dt.date(2024, 9, 30)


def test_more_time_may_stand_beside_a_tick() -> None:
    action, cells = said({(DONE_ROW, "无变化"): "√", **LATER, (DONE_ROW, "延期事项"): "2024-05.1"})
    assert (action, cells.extend_what) == (RowAction.CARRY, "2024-05.1")


@pytest.mark.parametrize(
    ("typed", "column", "why"),
    [
        ({"延期理由": None}, "延期理由", "申请延期要写理由"),
        ({"申请延期至": None}, "申请延期至", "填了“延期理由”，没有填延期到哪一天"),
        (
            {"申请延期至": None, "延期理由": None, "延期事项": "本任务"},
            "申请延期至",
            "填了“延期事项”，没有填延期到哪一天",
        ),
        ({"申请延期至": "下月底"}, "申请延期至", "“下月底”不是日期，请写成 2024-06-30 的样子"),
        ({"申请延期至": "2024-02-30"}, "申请延期至", "“2024-02-30”不是日期，请写成 2024-06-30 的样子"),
        ({"申请延期至": 45473}, "申请延期至", "“45473”不是日期，请写成 2024-06-30 的样子"),
        (
            {"申请延期至": dt.date(2024, 6, 30)},
            "申请延期至",
            "2024-06-30 不在现在的时限（2024-06-30）之后，请填更晚的日子",
        ),
        (
            {"延期事项": "2024-07.1"},
            "延期事项",
            "看不懂“2024-07.1”，请从 本任务、2024-05.1、2024-05.2 中选一个，或留空（即本任务）",
        ),
    ],
)
def test_more_time_asked_for_wrongly_is_told(typed: dict[str, CellValue], column: str, why: str) -> None:
    form = checked({**SAID, **LATER, **{(DONE_ROW, name): value for name, value in typed.items()}})
    assert told(form) == [f"{place(DONE_ROW, column)}：{why}"]


def test_request_left_as_it_went_out_is_as_it_stands_by_now() -> None:
    """It was answered meanwhile: what a unit didn't touch it doesn't ask again."""
    code = RETURNED_ROW.code
    answered = replace(RETURNED_ROW.held, extend_to=None, extend_what="", extend_reason="")
    form = checked({(code, "本期进展"): "办了二期。"}, current=with_row(replace(RETURNED_ROW, held=answered)))
    assert told(form) == []
    assert form.rows[1].cells == replace(answered, text="办了二期。")
