"""Whether a form that came back can be taken: rows, locked cells, versions, signatures."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.form_checks import check_form
from planner.domain.form_layout import form_columns
from planner.domain.forms import (
    DONE_WORD,
    Amount,
    CellValue,
    FormCells,
    Place,
    ReadCell,
    RowAction,
    RowVersion,
    SignOff,
)
from planner.domain.progress import Status
from planner.domain.workbooks import LONGEST_CELL
from tests.domain.form_found import DONE_ROW, MADE, SAID, Typed, checked, found, place, said, told, with_row
from tests.factories_forms import FIRST_ROW, FORM_BOOK, MET_POINT, MET_ROW, PLAIN_ROW, RETURNED_ROW

# ---- nothing said ----


def test_untouched_form_says_nothing_and_has_no_faults() -> None:
    form = checked()
    assert {row.code: (row.action, row.cells) for row in form.rows} == {
        row.code: (RowAction.NOTHING, row.held) for row in FORM_BOOK.rows
    }
    assert (form.faults, form.notes) == ((), ("有 1 项退回的没有改（2024-07）",))
    assert form.signed == SignOff("周明", "吴青")


def test_untouched_row_is_no_conflict_even_where_all_moved_on() -> None:
    moved = tuple(replace(row, version=RowVersion("a", "b", 99), held=FormCells(text="新的")) for row in FORM_BOOK.rows)
    form = checked(current=replace(FORM_BOOK, rows=moved))
    assert (told(form), {row.action for row in form.rows}) == ([], {RowAction.NOTHING})


def test_untouched_row_of_a_task_that_is_not_asked_any_more_is_no_fault() -> None:
    assert told(checked(current=replace(FORM_BOOK, rows=()))) == []


def test_row_that_says_what_is_held_by_now_is_taken_for_nothing_new() -> None:
    held = replace(
        FIRST_ROW, held=replace(MADE, status=Status.IN_PROGRESS), version=RowVersion("0a1b2c3d", "4e5f6071", 9)
    )
    form = checked(SAID, current=with_row(held))
    assert (told(form), form.rows[0].action) == ([], RowAction.NOTHING)


def test_tick_that_was_taken_already_is_taken_for_nothing_new() -> None:
    """What is carried over is held as the last text, without a tick of its own."""
    carried = FormCells(status=FIRST_ROW.last_status, text=FIRST_ROW.last_text)
    now = replace(FIRST_ROW, held=carried, version=RowVersion("0a1b2c3d", "4e5f6071", 9))
    form = checked({(DONE_ROW, "无变化"): "√"}, current=with_row(now))
    assert (told(form), form.rows[0].action) == ([], RowAction.NOTHING)


def test_row_whose_blank_status_was_settled_when_it_was_taken_says_nothing_new() -> None:
    done = replace(FIRST_ROW, held=replace(MADE, status=Status.DONE))
    typed = {(DONE_ROW, "状态"): None, (DONE_ROW, "存在问题"): "无"}
    taken = replace(done, held=replace(done.held, problem="无"), version=RowVersion("0a1b2c3d", "4e5f6071", 9))
    form = checked(typed, with_row(done), with_row(taken))
    assert (told(form), form.rows[0].action) == ([], RowAction.NOTHING)


def test_tick_beside_what_was_said_for_the_period_adds_nothing() -> None:
    said_before = replace(FIRST_ROW, held=replace(MADE, status=Status.DONE))
    form = checked({(DONE_ROW, "无变化"): "√"}, with_row(said_before))
    assert (told(form), form.rows[0].action) == ([], RowAction.NOTHING)


def test_tick_beside_what_was_returned_carries_the_last_entry_over() -> None:
    action, cells = said({(RETURNED_ROW.code, "无变化"): "√"}, RETURNED_ROW.code)
    assert (action, cells) == (RowAction.CARRY, replace(RETURNED_ROW.held, unchanged=True))


def test_tick_in_a_returned_row_may_stand_alone() -> None:
    """The words that were returned are taken out, and nothing new is put in."""
    columns = [column for column in form_columns(FORM_BOOK) if column.field]
    emptied: Typed = {(RETURNED_ROW.code, column.name): None for column in columns}
    action, cells = said({**emptied, (RETURNED_ROW.code, "无变化"): "√"}, RETURNED_ROW.code)
    assert (action, cells) == (RowAction.CARRY, FormCells(unchanged=True))


def test_tick_in_an_old_form_is_a_conflict_with_what_was_said_since() -> None:
    now = replace(FIRST_ROW, held=MADE, version=RowVersion("0a1b2c3d", "4e5f6071", 9))
    why = "任务 2024-05 本期又有了新的填报，不能用旧表覆盖，请清空这一行填的内容，在新的填报表里填写"
    assert told(checked({(DONE_ROW, "无变化"): "√"}, current=with_row(now))) == [
        f"{place(DONE_ROW, '编号')}：这张表发出以后，{why}"
    ]


def test_tick_with_a_changed_text_is_told_even_where_the_last_entry_is_held() -> None:
    carried = replace(FIRST_ROW, held=FormCells(status=FIRST_ROW.last_status, text=FIRST_ROW.last_text))
    assert told(checked({(DONE_ROW, "无变化"): "√", **SAID}, with_row(carried))) == [
        f"{place(DONE_ROW, '本期进展')}：勾了“无变化”，又写了本期进展，请只留一样"
    ]


def test_untouched_request_that_was_answered_since_is_not_asked_again() -> None:
    answered = replace(RETURNED_ROW, held=replace(RETURNED_ROW.held, extend_to=None, extend_what="", extend_reason=""))
    assert checked(current=with_row(answered)).rows[1].cells == answered.held


def test_held_figure_that_is_not_asked_any_more_is_no_change() -> None:
    """It is not said again either: whoever takes the row keeps what the form has no cell for."""
    held = FormCells(status=Status.DONE, text="清单已公布。", amounts=((MET_POINT.code, Amount(Decimal(1))),))
    book = with_row(replace(MET_ROW, held=held))
    assert told(checked(book=book)) == []
    assert said({(MET_ROW.code, "存在问题"): "无"}, MET_ROW.code, book)[1] == replace(held, amounts=(), problem="无")


def test_row_that_was_emptied_is_not_reported_and_noted() -> None:
    columns = [column for column in form_columns(FORM_BOOK) if column.field]
    form = checked({(RETURNED_ROW.code, column.name): None for column in columns})
    assert (told(form), form.rows[1].action) == ([], RowAction.NOTHING)
    assert form.notes == (
        "填报表!第3行：任务 2024-07 填的内容都清空了，当作没有填，原有的填报不变",
        "有 1 项退回的没有改（2024-07）",
    )


# ---- something said ----


def test_progress_is_said() -> None:
    assert said(SAID) == (RowAction.SAY, MADE)


def test_text_keeps_its_lines_and_loses_blanks_at_its_ends() -> None:
    assert (
        said({(DONE_ROW, "本期进展"): " 一是印发目录。\r\n二是培训。\n\u3000"})[1].text == "一是印发目录。\n二是培训。"
    )


def test_tick_carries_the_last_entry_over() -> None:
    assert said({(DONE_ROW, "无变化"): "√"}) == (RowAction.CARRY, FormCells(unchanged=True))


@pytest.mark.parametrize("mark", ["√", " 是", "对", 1, "１", "✓", "✔", "✔\ufe0f", "x", "X", "无变化", "TRUE", "true"])
def test_tick_is_understood_in_many_shapes(mark: CellValue) -> None:
    assert said({(DONE_ROW, "无变化"): mark})[0] is RowAction.CARRY


@pytest.mark.parametrize("mark", ["否", 0, "FALSE", "  ", None])
def test_what_is_no_tick_leaves_the_row_as_it_is(mark: CellValue) -> None:
    assert said({(DONE_ROW, "无变化"): mark, **SAID}) == (RowAction.SAY, MADE)


@pytest.mark.parametrize("word", ["已完成", " 已 完成", "已完成\n"])
def test_status_is_understood_with_blanks(word: str) -> None:
    assert said({(DONE_ROW, "状态"): word, **SAID})[1].status is Status.DONE


@pytest.mark.parametrize("word", ["完成", "已办结", "进行中", "done", "2"])
def test_status_that_is_only_near_is_told(word: str) -> None:
    assert told(checked({(DONE_ROW, "状态"): word, **SAID})) == [
        f"{place(DONE_ROW, '状态')}：看不懂“{word}”，请从 未启动、推进中、已完成、受阻 中选一个，或留空"
    ]


def test_tick_beside_the_last_status_is_no_contradiction() -> None:
    assert said({(DONE_ROW, "无变化"): "√", (DONE_ROW, "状态"): "推进中"})[0] is RowAction.CARRY


def test_tick_with_text_or_other_changes_is_told_cell_by_cell() -> None:
    typed = {
        (DONE_ROW, "无变化"): "√",
        (DONE_ROW, "本期进展"): "目录已印发。",
        (DONE_ROW, "状态"): "已完成",
        (DONE_ROW, "①本期数"): DONE_WORD,
        (DONE_ROW, "存在问题"): "无",
    }
    assert told(checked(typed)) == [
        f"{place(DONE_ROW, '状态')}：勾了“无变化”，又改了“状态”；有变化请清去勾，写明本期进展",
        f"{place(DONE_ROW, '本期进展')}：勾了“无变化”，又写了本期进展，请只留一样",
        f"{place(DONE_ROW, '①本期数')}：勾了“无变化”，又填了“①本期数”；有变化请清去勾，写明本期进展",
        f"{place(DONE_ROW, '存在问题')}：勾了“无变化”，又改了“存在问题”；有变化请清去勾，写明本期进展",
    ]


def test_tick_without_an_earlier_entry_is_told() -> None:
    assert told(checked({(PLAIN_ROW.code, "无变化"): "√"})) == [
        f"{place(PLAIN_ROW.code, '无变化')}：上期没有填报过，不能勾“无变化”，请写本期进展"
    ]


def test_tick_where_the_last_entry_was_returned_says_so() -> None:
    returned = replace(PLAIN_ROW, returned="2024Q1：请写明做了什么。")
    assert told(checked({(PLAIN_ROW.code, "无变化"): "√"}, with_row(returned))) == [
        f"{place(PLAIN_ROW.code, '无变化')}：上期的填报被退回，还没有重报，不能勾“无变化”，请写本期进展"
    ]


def test_tick_where_only_this_periods_entry_was_returned_has_nothing_to_carry() -> None:
    held = replace(PLAIN_ROW, returned="请写明。", held=MADE, version=RowVersion("3d4e5f60", "718293a4", 8))
    (fault,) = told(checked({(PLAIN_ROW.code, "无变化"): "√"}, with_row(held)))
    assert fault.endswith("：上期没有填报过，不能勾“无变化”，请写本期进展")


def test_row_without_progress_and_with_nothing_to_carry_is_told_to_write() -> None:
    assert told(checked({(PLAIN_ROW.code, "状态"): "推进中"})) == [
        f"{place(PLAIN_ROW.code, '本期进展')}：填了“状态”，却没有写“本期进展”，请写“本期进展”"
    ]


@pytest.mark.parametrize(("column", "value"), [("状态", "推进中"), ("存在问题", "缺人"), ("①本期数", DONE_WORD)])
def test_row_that_says_something_without_progress_is_told(column: str, value: str) -> None:
    assert told(checked({(DONE_ROW, column): value})) == [
        f"{place(DONE_ROW, '本期进展')}：填了“{column}”，却没有写“本期进展”；没有新进展请勾“无变化”"
    ]


def test_text_beyond_a_cells_length_is_told() -> None:
    form = checked({(DONE_ROW, "本期进展"): "长" * (LONGEST_CELL + 1)})
    assert told(form) == [f"{place(DONE_ROW, '本期进展')}：这一格超过32000字，表格里放不全，请写短一些"]


def test_formula_without_a_value_is_told() -> None:
    form = found(SAID)
    cells = {**form.rows[0].cells}
    cells["下步安排"] = replace(cells["下步安排"], formula=True)
    cells["②本期数"] = replace(cells["②本期数"], value="#REF!", formula=True)
    spoilt = replace(form, rows=(replace(form.rows[0], cells=cells), *form.rows[1:]))
    assert told(check_form(spoilt, FORM_BOOK, FORM_BOOK)) == [
        f"{place(DONE_ROW, column)}：公式没有算出结果，或算出的是错误值，请改成直接填写的内容"
        for column in ("②本期数", "下步安排")
    ]


# ---- what moved on since ----


@pytest.mark.parametrize(
    ("version", "why"),
    [
        (RowVersion("new", "4e5f6071", 0), "任务 2024-05 的内容改过，请清空这一行填的内容，在新的填报表里填写"),
        (RowVersion("0a1b2c3d", "new", 0), "任务 2024-05 的责任分工改过，请清空这一行填的内容，在新的填报表里填写"),
        (
            RowVersion("0a1b2c3d", "4e5f6071", 8),
            "任务 2024-05 本期又有了新的填报，不能用旧表覆盖，请清空这一行填的内容，在新的填报表里填写",
        ),
    ],
)
def test_row_that_speaks_of_what_moved_on_is_a_conflict(version: RowVersion, why: str) -> None:
    form = checked(SAID, current=with_row(replace(FIRST_ROW, version=version)))
    assert told(form) == [f"{place(DONE_ROW, '编号')}：这张表发出以后，{why}"]


def test_row_of_a_task_that_is_not_asked_any_more_is_told_with_the_reason() -> None:
    current = replace(FORM_BOOK, rows=FORM_BOOK.rows[1:], excused=((DONE_ROW, "管好决策目录", "暂缓（等上级办法）"),))
    assert told(checked(SAID, current=current)) == [
        f"{place(DONE_ROW, '编号')}：任务 2024-05 现在不用填报（暂缓（等上级办法）），请清空这一行填的内容"
    ]


# ---- signature ----


def test_missing_signature_is_noted_where_something_is_said() -> None:
    form = check_form(replace(found(SAID), signed={}), FORM_BOOK, FORM_BOOK)
    left = "有 1 项退回的没有改（2024-07）"
    assert (told(form), form.notes, form.signed) == ([], (left, "没有写填报人", "没有写审签人"), SignOff())
    assert check_form(replace(found(), signed={}), FORM_BOOK, FORM_BOOK).notes == (left,)


def test_day_of_filling_in_is_read_or_told_first() -> None:
    form = found({(DONE_ROW, "状态"): "做完了"})
    cell = ReadCell(Place("填报说明", "B9"), "七月五日")
    assert told(check_form(replace(form, signed={"日期": cell}), FORM_BOOK, FORM_BOOK)) == [
        "填报说明!B9：“七月五日”不是日期，请写成 2024-06-30 的样子",
        f"{place(DONE_ROW, '状态')}：看不懂“做完了”，请从 未启动、推进中、已完成、受阻 中选一个，或留空",
    ]
    good = replace(found(), signed={"日期": replace(cell, value="2024年7月5日")})
    assert check_form(good, FORM_BOOK, FORM_BOOK).signed.filled_on == dt.date(2024, 7, 5)


def test_form_that_could_not_be_read_has_only_the_readers_faults() -> None:
    form = replace(found(), rows=(), faults=(found_fault := checked({(DONE_ROW, "状态"): "?"}).faults[0],))
    assert check_form(form, FORM_BOOK, FORM_BOOK).faults == (found_fault,)
