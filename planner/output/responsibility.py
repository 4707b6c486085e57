"""The table of who does what by when (责任分工表): a workbook to correct and send back, a document to print."""

from collections.abc import Callable

from planner.domain.responsibility import ResponsibilityRow, ResponsibilityTable
from planner.domain.wording import PROPOSED, WORDS, PlanState, chinese_date
from planner.domain.workbooks import PLAN_PROPERTY
from planner.output import docx
from planner.output.gbt9704 import TYPE_AREA, new_document, turn_sideways
from planner.output.looks import Kind
from planner.output.sheets import (
    Column,
    Sheet,
    add_sheet,
    freeze_and_filter,
    name_workbook,
    new_workbook,
    row_points,
    set_up_page,
    to_bytes,
    write_table,
)

_COLUMNS: tuple[Column[ResponsibilityRow], ...] = (
    Column("编号", 10, lambda r: r.task, Kind.SHORT),
    Column("部分", 16, lambda r: r.section, widest=30),
    Column("序号", 9, lambda r: r.number, Kind.SHORT),
    Column("重点任务", 24, lambda r: r.title, widest=50),
    Column("牵头单位", 16, lambda r: "、".join(r.lead), widest=40),
    Column("责任单位", 28, lambda r: "、".join(r.responsible), widest=60),
    Column("配合单位", 18, lambda r: "、".join(r.cooperating), widest=40),
    Column("完成时限", 12, lambda r: r.due, Kind.DATE),
    Column("时限来源", 10, lambda r: WORDS[r.provenance], Kind.SHORT),
    Column("原文时限", 16, lambda r: r.due_phrase, widest=30),
    Column("考核点", 32, lambda r: "\n".join(r.checkpoints), widest=60),
    Column(f"牵头建议（{PROPOSED}）", 13, lambda r: r.lead_proposal or ""),
)
_VERSION: Column[ResponsibilityRow] = Column("版本", 10, lambda r: r.version, Kind.SHORT)
"""Only in the workbook: it tells a row that was changed here since it was sent out."""

_HEADER_ROW = 2
_HOW_TO = (
    "请核对每一行的牵头单位、责任单位、配合单位和完成时限，直接在“责任分工表”里改正后发回。",
    "只有这四列会被采用，其余各列供对照，改了不起作用；请不要改动“编号”和“版本”。",
    "一格里有几个单位的，用顿号（、）隔开；单位名称请用规范简称或全称。",
    "完成时限写成日期，如 2024-06-30；留空表示不改。",
    f"时限来源为“{PROPOSED}”的，原文没有写明时限，暂按规则推定，请核定。",
    f"“牵头建议（{PROPOSED}）”是按责任单位排列次序提出的建议，采用时请填入“牵头单位”。",
    "列可以移动，整行可以删除（删除的行不改动）；表头和编号重复的，整份表退回。",
)


def responsibility_workbook(table: ResponsibilityTable) -> bytes:
    """The table as an xlsx file: title, header, tasks from row 3; a second sheet says how to send it back."""
    heading = _heading(table)
    workbook = new_workbook(heading, table.as_of)
    name_workbook(workbook, {PLAN_PROPERTY: table.plan_code})
    tasks = add_sheet(workbook, "责任分工表")
    tasks.put(1, 1, heading, Kind.TITLE)
    tasks.merge(1, 1, 1, len(_COLUMNS) + 1)
    tasks.height(1, 34)
    behind = write_table(tasks, _HEADER_ROW, (*_COLUMNS, _VERSION), table.rows)
    freeze_and_filter(tasks, header_row=_HEADER_ROW, columns=len(_COLUMNS) + 1, last_row=behind - 1, kept=4)
    set_up_page(tasks, heading="", header_rows=f"{_HEADER_ROW}:{_HEADER_ROW}")
    notes = add_sheet(workbook, "说明")
    _fill_notes(notes, table)
    set_up_page(notes, heading="", header_rows=None)
    return to_bytes(workbook)


def responsibility_docx(table: ResponsibilityTable) -> bytes:
    """The table as an official document on A4 laid sideways."""
    heading = _heading(table)
    document = new_document(heading)
    turn_sideways(document.sections[0])
    docx.add_title(document, heading)
    header = [name for name, _ in _PRINTED]
    rows = [[value(row) for _, value in _PRINTED] for row in table.rows]
    width = TYPE_AREA[1]
    docx.add_table(document, header, rows, width=width, widths=docx.fair_shares(header, rows, width))
    docx.add_small(document, f"注：数据截止{chinese_date(table.as_of)}；完成时限注明“{PROPOSED}”的，原文未写明时限。")
    return docx.to_bytes(document)


_PRINTED: tuple[tuple[str, Callable[[ResponsibilityRow], str]], ...] = (
    ("编号", lambda r: r.task),
    ("重点任务", lambda r: f"{r.number}{r.title}"),
    ("牵头单位", lambda r: "、".join(r.lead)),
    ("责任单位", lambda r: "、".join(r.responsible)),
    ("配合单位", lambda r: "、".join(r.cooperating)),
    ("完成时限", lambda r: f"{r.due.isoformat()}\n（{WORDS[r.provenance]}）"),
    ("考核点", lambda r: "\n".join(r.checkpoints)),
    (f"牵头建议\n（{PROPOSED}）", lambda r: r.lead_proposal or ""),
)
"""The printed table's columns: fewer than the workbook's, to stay legible."""


def _heading(table: ResponsibilityTable) -> str:
    draft = f"（{WORDS[PlanState.DRAFT]}）" if table.plan_state is PlanState.DRAFT else ""
    return f"{table.plan_title}责任分工表{draft}"


def _fill_notes(sheet: Sheet, table: ResponsibilityTable) -> None:
    facts = (
        f"工作要点：{table.plan_title}（代码 {table.plan_code}，{WORDS[table.plan_state]}）",
        f"数据截止：{table.as_of.isoformat()}",
    )
    numbered = [f"{number}. {text}" for number, text in enumerate(_HOW_TO, 1)]
    sheet.widths([100])
    sheet.put(1, 1, "怎样改、怎样发回", Kind.TITLE)
    sheet.height(1, 34)
    for row, text in enumerate((*facts, *numbered), 2):
        sheet.put(row, 1, text, Kind.PLAIN)
        sheet.height(row, row_points([(text, 100)]) + 8)
