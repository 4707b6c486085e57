"""The first sheet of a form (填报说明): whose it is, until when, how to fill it in, who signs."""

from collections.abc import Iterator, Mapping
from itertools import count

from planner.domain.form_layout import FILLED_ON, FILLER, FORM_SHEET, PHONE, SIGNED, SIGNER
from planner.domain.forms import TICK, FormBook
from planner.domain.wording import chinese_date
from planner.output.form_entry import Rule, add_rule, day_rule
from planner.output.sheets import CellValue, Kind, Shade, Sheet, row_points, set_up_page

_WIDTHS = (13.0, 34.0, 62.0)
_LAST = len(_WIDTHS)
_FIT_ON_A_PAGE = 10
"""With so many tasks that aren't asked for, one page can still be read."""
_SIGNED_HINTS: Mapping[str, str] = {
    FILLER: "填这份表的人。",
    SIGNER: "审定这份表的负责人。",
    PHONE: "有问题时找谁，打哪个电话。",
}
_SIGNED_KINDS: Mapping[str, Kind] = {PHONE: Kind.WORDS, FILLED_ON: Kind.DATE}


def fill_guide(sheet: Sheet, book: FormBook) -> None:
    """Write the sheet: plan, unit and deadline, who signs, the steps, what is not asked for; it prints on a page."""
    sheet.widths(_WIDTHS)
    rows = count(1)
    _put_wide(sheet, next(rows), f"{book.plan_title}　{book.period_label}填报表", Kind.TITLE)
    _put_wide(sheet, next(rows), f"请最迟于 {chinese_date(book.return_by)} 报回", Kind.TITLE, Shade.PROPOSED)
    again = f"　第{book.round}轮" if book.round > 1 else ""
    _put_line(sheet, next(rows), "填报单位", f"{book.unit}　共{len(book.rows)}项任务{again}")
    row = next(rows)
    _put_line(sheet, row, "填报", f"点这里，到“{FORM_SHEET}”填写 →")
    sheet.link(row, 2, f"'{FORM_SHEET}'!A1")
    next(rows)
    _put_signature(sheet, rows, book)
    next(rows)
    _put_heading(sheet, next(rows), "怎样填")
    for number, step in enumerate(_steps(book), 1):
        _put_line(sheet, next(rows), str(number), step)
    _put_excused(sheet, rows, book)
    set_up_page(sheet, heading="", header_rows=None)
    if len(book.excused) <= _FIT_ON_A_PAGE:
        sheet.worksheet.page_setup.fitToHeight = 1


def _steps(book: FormBook) -> Iterator[str]:
    """How to fill the form in; nothing is told that this form doesn't have."""
    yield f"在“{FORM_SHEET}”里填，一项任务一行。蓝色表头下面的白格要填，灰格供对照；点到白格会有提示。"
    yield f"有进展的，写“本期进展”；与上次报的一样的，“无变化”选{TICK}就行。两样都空着，就是这项没有报。"
    yield "“状态”从列表里选，空着就沿用上次的。"
    if any(row.points for row in book.rows):
        yield (
            "考核点右边的白格填数，只写数字。一般填本期数；填全年累计数的，写成“累计30”。"
            "比率分两格填达到数和总数。已经达成的不再问。"
        )
    yield "有问题的，写“存在问题”和“原因”；要别的单位帮助的，写“需协调事项”。没有就空着。"
    yield "“佐证”写文号、文件名或链接，几样用分号（；）隔开。"
    yield "要延期的，填“申请延期至”和“延期理由”。"
    if any(row.returned for row in book.rows):
        yield "有“退回原因”的任务，上次填报没有采纳，请照原因改好再报。"
    yield "可以筛选、调列宽行高；请不要增删行列、改表头、合并单元格。粘贴时请选“只粘贴文本”或“数值”。"
    yield f"在上面签好{'、'.join(SIGNED)}，存盘（仍存为 xlsx），整份发回。"


def _put_signature(sheet: Sheet, rows: Iterator[int], book: FormBook) -> None:
    known = {FILLER: book.contact, PHONE: book.phone}
    for name in SIGNED:
        row = next(rows)
        sheet.put(row, 1, name, Kind.ASKED)
        sheet.put(row, 2, known.get(name) or None, _SIGNED_KINDS.get(name, Kind.TEXT), unlocked=True)
        sheet.height(row, 22)
        rule = (
            Rule(name, _SIGNED_HINTS[name])
            if name in _SIGNED_HINTS
            else day_rule(name, "填表的日期，例如 2024-07-05。")
        )
        add_rule(sheet, rule, [f"B{row}"])


def _put_excused(sheet: Sheet, rows: Iterator[int], book: FormBook) -> None:
    """The tasks that aren't asked for, with the reason; nothing where there are none."""
    if not book.excused:
        return
    next(rows)
    row = next(rows)
    for column, text in enumerate(("不用填的", "任务", "原因"), 1):
        sheet.put(row, column, text, Kind.HEADER)
    sheet.height(row, 20)
    for line in book.excused:
        row = next(rows)
        for column, text in enumerate(line, 1):
            sheet.put(row, column, text, Kind.SHORT if column == 1 else Kind.TEXT, shade=Shade.LOCKED)
        sheet.height(row, row_points((text, width - 2) for text, width in zip(line, _WIDTHS, strict=True)) + 4)


def _put_heading(sheet: Sheet, row: int, text: str) -> None:
    _put_wide(sheet, row, text, Kind.HEADER)
    sheet.height(row, 20)


def _put_wide(sheet: Sheet, row: int, text: str, kind: Kind, shade: Shade | None = None) -> None:
    """A text across all columns."""
    for column in range(1, _LAST + 1):
        sheet.put(row, column, text if column == 1 else None, kind, shade=shade)
    sheet.merge(row, 1, row, _LAST)
    sheet.height(row, row_points([(text, sum(_WIDTHS) * 0.52)]) * 1.9 + 8)


def _put_line(sheet: Sheet, row: int, name: str, text: CellValue) -> None:
    sheet.put(row, 1, name, Kind.SHORT, shade=Shade.LOCKED)
    for column in range(2, _LAST + 1):
        sheet.put(row, column, text if column == 2 else None, Kind.TEXT, shade=Shade.LOCKED)  # noqa: PLR2004 - the second
    sheet.merge(row, 2, row, _LAST)
    sheet.height(row, row_points([(text, sum(_WIDTHS[1:]) - 3)]) + 6)
