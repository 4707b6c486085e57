"""The first sheet of a form (填报说明): whose it is, until when, how to fill it in, who signs."""

from collections.abc import Iterator, Mapping
from itertools import count

from planner.domain.form_guide import (
    EXCUSED_HEADINGS,
    FORM_LABEL,
    STEPS_HEADING,
    TO_FORM,
    UNIT_LABEL,
    form_title,
    return_line,
    steps,
    unit_line,
)
from planner.domain.form_layout import FILLED_ON, FILLER, FORM_SHEET, PHONE, SIGNED, SIGNER
from planner.domain.forms import FormBook
from planner.output.form_entry import Rule, add_rule, day_rule
from planner.output.looks import Kind, Shade
from planner.output.sheets import CellValue, Sheet, row_points, set_up_page

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
    _put_wide(sheet, next(rows), form_title(book), Kind.TITLE)
    _put_wide(sheet, next(rows), return_line(book), Kind.TITLE, Shade.PROPOSED)
    _put_line(sheet, next(rows), UNIT_LABEL, unit_line(book))
    row = next(rows)
    _put_line(sheet, row, FORM_LABEL, TO_FORM)
    sheet.link(row, 2, f"'{FORM_SHEET}'!A1")
    next(rows)
    _put_signature(sheet, rows, book)
    next(rows)
    _put_heading(sheet, next(rows), STEPS_HEADING)
    for number, step in enumerate(steps(book), 1):
        _put_line(sheet, next(rows), str(number), step)
    _put_excused(sheet, rows, book)
    set_up_page(sheet, heading="", header_rows=None)
    if len(book.excused) <= _FIT_ON_A_PAGE:
        sheet.worksheet.page_setup.fitToHeight = 1


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
    for column, text in enumerate(EXCUSED_HEADINGS, 1):
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
