"""Which rows of a form that came back are whose, and whether its locked cells were left alone."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.domain.form_checks import check_form
from planner.domain.form_layout import ROW_KEY
from planner.domain.forms import (
    CellValue,
    Fault,
    Mend,
    Place,
    ReadCell,
    ReadForm,
    ReadRow,
)
from planner.domain.workbooks import LONGEST_CELL
from tests.domain.form_found import DONE_ROW, SAID, Typed, checked, found, place, told, with_row
from tests.factories_forms import FIRST_ROW, FORM_BOOK, PLAIN_ROW

AS_SENT = "请把内容填到原来发的那份表里（或向统筹单位再要一份）"


def test_locked_cells_may_come_back_in_other_widths_and_shapes() -> None:
    typed = {
        (DONE_ROW, "完成时限"): "2024年6月30日",
        (DONE_ROW, "重点任务"): "(五) 管好决策目录",
        (DONE_ROW, "举措"): FIRST_ROW.measures.replace("\n", "\r\n"),
    }
    assert told(checked(typed)) == []


@pytest.mark.parametrize(
    ("column", "value", "was"),
    [
        ("编号", "2024-06", "原来是“2024-05”"),
        ("重点任务", "（五）管好目录", "原来是“（五）管好决策目录”"),
        ("完成时限", dt.date(2024, 7, 31), "原来是“2024-06-30”"),
        ("退回原因", "没有", "原来是空的"),
        ("举措", None, "原来是“6月底前编制决策目录，实行动态管理。 合法性审查率达到95%以上。”"),
    ],
)
def test_locked_cell_that_was_changed_is_told(column: str, value: CellValue, was: str) -> None:
    assert told(checked({(DONE_ROW, column): value})) == [
        f"{place(DONE_ROW, column)}：“{column}”不能改，{was}，请改回来，要说的写到白格里"
    ]


@pytest.mark.parametrize(
    ("column", "typed", "restored"),
    [
        ("举措", FIRST_ROW.measures + "\n（已办结）", "“举措”不能改，已恢复原来的内容；你添的“（已办结）”请写到白格里"),
        ("角色", "协办", "“角色”不能改，已恢复原来的内容；你写的“协办”请写到白格里"),
        ("角色", None, "“角色”不能改，已恢复原来的内容"),
        ("退回原因", "已改", "“退回原因”不能改，已恢复原来的内容；你写的“已改”请写到白格里"),
    ],
)
def test_locked_cell_can_be_put_back_and_what_was_written_is_kept(column: str, typed: CellValue, restored: str) -> None:
    (fault,) = checked({(DONE_ROW, column): typed}).faults
    assert (fault.mend, fault.here) == (Mend(DONE_ROW, column, restored), True)


def test_cell_that_is_not_asked_can_be_emptied() -> None:
    (fault,) = checked({(PLAIN_ROW.code, "①本期数"): 3}).faults
    why = "这一行没有这个考核点，“①本期数”不用填"
    assert fault.message == f"{why}，请清空"
    assert fault.mend == Mend(PLAIN_ROW.code, "①本期数", f"{why}，已清空；你写的是“3”")


def test_lost_row_can_be_put_back_in_the_copy_but_not_by_hand() -> None:
    form = found()
    (fault,) = check_form(replace(form, rows=form.rows[:-1]), FORM_BOOK, FORM_BOOK).faults
    lost = "少了任务 2024-11（加强法治宣传）这一行"
    assert fault == Fault(
        Place("填报表"),
        f"{lost}，{AS_SENT}",
        Mend("2024-11", "", f"{lost}，已补在表的最下面，请在这一行填写，没有进展的空着"),
        elsewhere=True,
    )


def covered(code: str, *columns: str, typed: Typed) -> ReadForm:
    """A form in which a row's cells were merged into others."""
    form = found(typed)
    at = [row.code for row in FORM_BOOK.rows].index(code)
    cells = dict(form.rows[at].cells)
    cells.update({name: replace(cells[name], covered=True) for name in columns})
    rows = [*form.rows]
    rows[at] = replace(rows[at], cells=cells)
    return replace(form, rows=tuple(rows), faults=(Fault(cells[columns[0]].place, "合并成了一格"),))


def test_merged_open_cells_raise_no_other_fault() -> None:
    form = covered(DONE_ROW, "本期进展", typed={(DONE_ROW, "状态"): "已完成"})
    assert told(check_form(form, FORM_BOOK, FORM_BOOK)) == [f"{place(DONE_ROW, '本期进展')}：合并成了一格"]
    across = covered(DONE_ROW, "状态", "无变化", "本期进展", typed={(DONE_ROW, "状态"): "目录已经印发。"})
    assert told(check_form(across, FORM_BOOK, FORM_BOOK)) == [f"{place(DONE_ROW, '状态')}：合并成了一格"]


def test_other_faults_of_a_row_with_merged_cells_are_told() -> None:
    form = covered(DONE_ROW, "本期进展", typed={(DONE_ROW, "状态"): "快了", (DONE_ROW, "角色"): "协办"})
    assert [str(fault.place) for fault in check_form(form, FORM_BOOK, FORM_BOOK).faults] == [
        place(DONE_ROW, "角色"),
        place(DONE_ROW, "状态"),
        place(DONE_ROW, "本期进展"),
    ]


def test_locked_text_longer_than_a_cell_is_compared_up_to_there() -> None:
    book = with_row(replace(FIRST_ROW, measures="很长的举措。" * 6000))
    cut = ("很长的举措。" * 6000)[:LONGEST_CELL] + "……以下未列"
    assert told(checked({(DONE_ROW, "举措"): cut}, book)) == []


def test_rows_may_be_sorted() -> None:
    form = found(SAID)
    backwards = replace(form, rows=form.rows[::-1])
    assert check_form(backwards, FORM_BOOK, FORM_BOOK) == checked(SAID)


def test_rows_dropped_doubled_added_and_edited_are_told() -> None:
    form = found()
    first, second, third, _ = form.rows
    key = second.cells[ROW_KEY]
    shown = replace(first.cells["编号"], place=Place("填报表", "A6"))
    doubled = replace(first, number=6, cells={**first.cells, "编号": shown})
    added = {name: replace(cell, value=None) for name, cell in first.cells.items()}
    added["本期进展"] = ReadCell(Place("填报表", "L7"), "另一项工作")
    edited = replace(second, cells={**second.cells, ROW_KEY: replace(key, value=f"{key.value}0")})
    foreign = {**third.cells, ROW_KEY: replace(third.cells[ROW_KEY], value="abc 2024-99 x.y.0")}
    rows = (first, edited, replace(third, cells=foreign), doubled, ReadRow(7, Place("填报表", "第7行"), added))
    assert told(check_form(replace(form, rows=rows), FORM_BOOK, FORM_BOOK)) == [
        f"填报表：少了任务 2024-09（公布权责清单）这一行，{AS_SENT}",
        f"填报表：少了任务 2024-11（加强法治宣传）这一行，{AS_SENT}",
        f"{second.cells['编号'].place}：这一行隐藏的校验码被改过，请在发出的那份表里重新填写",
        f"{third.cells['编号'].place}：这一行不是这张填报表里的（“编号”是“2024-09”），请删去，在原有的行里填写",
        "填报表!A6：与第2行是同一项任务（2024-05），请只留一行",
        "填报表!L7：这一行是新加的，填报表不能加行，请把内容并到原有的任务里，再删去这一行",
    ]


def test_table_pasted_below_is_told_by_its_first_rows() -> None:
    form = found()
    blank = {name: replace(cell, value=None) for name, cell in form.rows[0].cells.items()}
    more = (
        ReadRow(n, Place("填报表", f"第{n}行"), {**blank, "编号": ReadCell(Place("填报表", f"A{n}"), n)})
        for n in range(6, 106)
    )
    faults = told(check_form(replace(form, rows=(*form.rows, *more)), FORM_BOOK, FORM_BOOK))
    assert (len(faults), faults[0], faults[1][:8]) == (51, "填报表：另有 50 行也不是这张填报表里的", "填报表!A6：这")


def test_row_of_an_earlier_form_pasted_in_is_told() -> None:
    form, earlier = found(), found(book=replace(FORM_BOOK, round=2))
    mixed = replace(form, rows=(earlier.rows[0], *form.rows[1:]))
    assert told(check_form(mixed, FORM_BOOK, FORM_BOOK)) == [
        f"{place(DONE_ROW, '编号')}：这一行是从另一张填报表里来的，请在发出的那份表里重新填写"
    ]


def test_swapped_contents_are_told_by_their_locked_cells() -> None:
    form = found()
    first, second = form.rows[:2]
    cells = {name: replace(cell, value=second.cells[name].value) for name, cell in first.cells.items()}
    swapped = replace(first, cells={**cells, ROW_KEY: first.cells[ROW_KEY]})
    faults = told(check_form(replace(form, rows=(swapped, *form.rows[1:])), FORM_BOOK, FORM_BOOK))
    assert f"{place(DONE_ROW, '编号')}：“编号”不能改，原来是“2024-05”，请改回来，要说的写到白格里" in faults


def test_lost_column_is_told_once() -> None:
    form = found(SAID)
    rows = tuple(
        replace(row, cells={name: cell for name, cell in row.cells.items() if name != "原因"}) for row in form.rows
    )
    assert told(check_form(replace(form, rows=rows), FORM_BOOK, FORM_BOOK)) == [
        "填报表：少了“原因”这一列，请在发出的那份表里重新填写"
    ]


def test_lost_keys_are_told_once() -> None:
    form = found(SAID)
    rows = tuple(
        replace(row, cells={name: cell for name, cell in row.cells.items() if name != ROW_KEY}) for row in form.rows
    )
    assert told(check_form(replace(form, rows=rows), FORM_BOOK, FORM_BOOK)) == [
        "填报表：少了隐藏的“校验”这一列，请在发出的那份表里重新填写"
    ]


def test_words_beside_the_table_are_told_and_not_lost() -> None:
    form = found()
    cells = {**form.rows[0].cells, "AA列": ReadCell(Place("填报表", "AA2"), "补充：已印发")}
    beside = replace(form, rows=(replace(form.rows[0], cells=cells), *form.rows[1:]))
    assert told(check_form(beside, FORM_BOOK, FORM_BOOK)) == [
        "填报表!AA2：“AA列”不是填报表里的列，写在这里的收不回去，请移到表里相应的格子，再清空这一格"
    ]
