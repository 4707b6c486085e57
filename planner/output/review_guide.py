"""The first sheet of the review workbook (说明): what it is, what to do, what there is to look at."""

from collections.abc import Iterator, Sequence
from itertools import count

from planner.domain.drafts import DueSource
from planner.domain.review import ReviewBook
from planner.domain.wording import PROPOSED, WORDS, PlanState, Provenance
from planner.domain.workbooks import POINTS, PROPOSALS, TASKS
from planner.output.guides import GuideLine, fill_lines, put_line
from planner.output.looks import Kind, Shade
from planner.output.sheets import Sheet

_WIDTHS = (16.0, 104.0)


def fill_guide(sheet: Sheet, book: ReviewBook) -> None:
    """Write the sheet: the plan and its source, how to fill the others in, colours, counts, warnings, what is left."""
    steps = (GuideLine(f"怎样核对 {number}", told) for number, told in enumerate(_steps(book), 1))
    behind = fill_lines(sheet, f"{book.plan_title}核对表", _WIDTHS, (_facts(book), steps, _LEGEND, _counts(book)))
    rows = count(behind)
    _fill_block(sheet, rows, "全文提示", [("", note) for note in book.notes])
    _fill_block(sheet, rows, "任务以外的文字", book.outside)


def _fill_block(sheet: Sheet, rows: Iterator[int], title: str, lines: Sequence[tuple[str, str]]) -> None:
    """A headed table of lines; nothing where there are none."""
    if not lines:
        return
    row = next(rows)
    for column, text in enumerate((title, "内容"), 1):
        sheet.put(row, column, text, Kind.HEADER)
    sheet.height(row, 20)
    for number, (name, text) in enumerate(lines, 1):
        put_line(sheet, next(rows), GuideLine(name or str(number), text), _WIDTHS)
    next(rows)


def _facts(book: ReviewBook) -> list[GuideLine]:
    return [
        GuideLine("工作要点", f"{book.plan_title}（代码 {book.plan_code}）"),
        GuideLine("状态", WORDS[book.plan_state]),
        GuideLine("来源文件", book.source_name),
        GuideLine("来源文件校验码", f"SHA-256：{book.source_sha256}"),
        GuideLine("数据截止", book.as_of.isoformat()),
    ]


def _steps(book: ReviewBook) -> tuple[str, ...]:
    apply = (
        f"改好存盘，运行：planner plan review {book.plan_code} --apply 核对表.xlsx。"
        "先逐格检查再整份采用；有一处不对就一处也不采用，并说明是哪一格。"
    )
    tidy = "可以移动列、排序和筛选；请不要改表头和已有的编号，不要删除隐藏的“版本”列。"
    if book.plan_state is PlanState.CONFIRMED:
        return (*_locked_steps(book), tidy, apply)
    taken = (_TAKE_OR_NOT,) if book.proposals else ()
    return (*_draft_steps(book.plan_code), *taken, tidy, apply)


_TAKE_OR_NOT = f"“{PROPOSALS}”是新文件与现有文字的不同之处：在“处理”里选“采用”或“不采用”，空着就是以后再定。"


def _draft_steps(code: str) -> tuple[str, ...]:
    handling = (
        f"“{TASKS}”表的“处理”：空着或写“保留”，就按这一行；写“并入 {code}-03”，把这一行并到那项任务；"
        f"写“拆自 {code}-05”，这一行是从那项任务拆出来的；写“新增”，是原文没有单列的任务。"
    )
    return (
        f"请对照原文核对“{TASKS}”和“{POINTS}”两张表，识读错了的，直接在格子里改正；灰色的列供对照，改了会整份退回。",
        handling,
        "不需要跟踪的行，把“跟踪”改成“否”，就不进台账；请不要删除整行。",
        f"拆出和新增的任务，插入一行填写，“编号”空着，或写“新1”“新2”，“{POINTS}”表的“{TASKS}”一列就能用它指明任务。",
        "一格里有几个单位、几个应达成日的，用顿号（、）隔开；日期写成 2024-06-30 的样子。",
        f"“{POINTS}”表的“处理”：空着就按这一行，不要的写“删除”，补上的写“新增”；数值只写数字，单位写在“计量单位”里。",
    )


def _locked_steps(book: ReviewBook) -> tuple[str, ...]:
    if not book.proposals:
        return ("本工作要点已经确认，文字已经锁定，这份表只供查看；目前没有修订建议，改了也不会采用。",)
    locked = (
        f"本工作要点已经确认，文字已经锁定：“{TASKS}”和“{POINTS}”两张表只供查看，改了不起作用，"
        f"只有“{PROPOSALS}”表会被采用。"
    )
    return (locked, _TAKE_OR_NOT)


_LEGEND = (
    GuideLine(PROPOSED, f"黄色：原文没有写明，按规则{PROPOSED}的时限、牵头单位和应达成日，请核定。", Shade.PROPOSED),
    GuideLine("提示", "橙色：识读时发现的疑点，写在“提示”一列，请对照原文看一眼。", Shade.NOTED),
    GuideLine("对照", "灰色：供对照，不用填写。", Shade.LOCKED),
)


def _counts(book: ReviewBook) -> list[GuideLine]:
    tracked = sum(task.tracked for task in book.tasks)
    defaults = sum(task.provenance is Provenance.DEFAULT for task in book.tasks)
    leads = sum(task.lead_proposal is not None for task in book.tasks)
    noted = sum(bool(task.warnings) for task in book.tasks)
    open_points = sum(point.due_source is DueSource.DEFAULT for point in book.points)
    counts = [
        GuideLine(TASKS, f"{len(book.tasks)}行，跟踪{tracked}行，不跟踪{len(book.tasks) - tracked}行"),
        GuideLine(POINTS, f"{len(book.points)}个，其中应达成日{PROPOSED}的{open_points}个"),
        GuideLine(f"待核定的{PROPOSED}", f"完成时限{defaults}行，牵头单位{leads}行"),
        GuideLine("有提示的", f"{noted}行，另有全文提示{len(book.notes)}条"),
    ]
    return [*counts, GuideLine(PROPOSALS, f"{len(book.proposals)}条")] if book.proposals else counts
