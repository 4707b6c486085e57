"""What the open cells of a form say and allow when someone fills them in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from planner.domain.drafts import CheckpointKind
from planner.domain.form_layout import FormColumn, point_at
from planner.domain.forms import DONE_WORD, EXTEND_TASK, TICK, FormBook, FormField, FormPoint, FormRow
from planner.domain.progress import Status
from planner.domain.wording import WORDS
from planner.output.entry import FIRST_DAY, LAST_DAY
from planner.output.sheets import Sheet, cell_text

LONGEST_HINT = 255
"""Excel calls a file damaged whose hint or list is longer, in UTF-16 units; so with a title beyond 32, an error 225."""
_LONGEST_LIST = 255


class Rule(NamedTuple):
    """What a cell allows, and what it says. Without a `kind` it allows anything; a strict one lets nothing else pass.

    `first` and `second` are Excel's formulas; {cell} in them stands for the cell itself.
    """

    title: str
    hint: str
    kind: Literal["list", "date", "decimal", "custom"] | None = None
    operator: Literal["between", "greaterThan"] | None = None
    first: str | None = None
    second: str | None = None
    error: str = ""
    strict: bool = False


_STATUSES = tuple(WORDS[status] for status in Status)
_HINTS: Mapping[FormField, str] = {
    FormField.TEXT: "本期做了什么、做到哪一步，写明时间、数量、文号。与上次报的一样的不用写，在“无变化”里选√。",
    FormField.PROBLEM: "遇到的问题；没有就空着。",
    FormField.CAUSE: "问题的原因；没有问题就空着。",
    FormField.NEXT: "下一步做什么，什么时候做完。",
    FormField.SUPPORT: "需要别的单位或领导协调的事；没有就空着。",
    FormField.EVIDENCE: "文号、文件名或链接；有几样的，用分号（；）隔开。",
    FormField.EXTEND_REASON: "申请延期的，写明理由；不延期就空着。",
}
# Typed as text: 3, 1,200, 95%, 12/12 and 累计30 are all fine; for the rest the program asks once.
_A_NUMBER = 'IFERROR(VALUE(SUBSTITUTE({cell},"累计",""))>=0,FALSE)'
_ASK_NUMBER = "这一格一般只写数字，例如 3；全年累计的数写成“累计30”。请看一下是否写错了格。"


def guide_cells(sheet: Sheet, book: FormBook, columns: Sequence[FormColumn]) -> None:
    """Put its hint, and the rule of what may be typed, on every open cell; cells of one rule share it."""
    places: dict[Rule, list[str]] = {}
    for number, column in enumerate(columns, 1):
        letter = get_column_letter(number)
        for rule, first, last in _stretches(column, book.rows):
            places.setdefault(rule, []).append(
                f"{letter}{first}:{letter}{last}" if last > first else f"{letter}{first}"
            )
    for rule, cells in places.items():
        add_rule(sheet, rule, cells)


def guide_row(sheet: Sheet, at: int, columns: Mapping[int, FormColumn], row: FormRow) -> None:
    """Put the hints and rules on the open cells of one row; on those that have one already it stays."""
    ruled = [held.sqref for held in sheet.worksheet.data_validations.dataValidation]
    for number, column in columns.items():
        cell = f"{get_column_letter(number)}{at}"
        rule = _rule(column, row) if column.is_open(row) else None
        if rule and not any(cell in cells for cells in ruled):
            add_rule(sheet, rule, [cell])


def add_rule(sheet: Sheet, rule: Rule, cells: Sequence[str]) -> None:
    """Put a rule on cells or stretches of cells."""
    made = DataValidation(
        type=rule.kind,
        operator=rule.operator,
        formula1=rule.first and rule.first.replace("{cell}", cells[0].partition(":")[0]),
        formula2=rule.second,
        allow_blank=True,
        showInputMessage=True,
        promptTitle=rule.title,
        prompt=rule.hint,
    )
    if rule.kind:
        made.showErrorMessage = True
        made.errorStyle = "stop" if rule.strict else "warning"
        made.errorTitle, made.error = rule.title, rule.error
    made.sqref = " ".join(cells)
    sheet.worksheet.add_data_validation(made)


def day_rule(title: str, hint: str) -> Rule:
    """A cell for a day."""
    error = "请填日期，例如 2024-09-30。"
    return Rule(title, hint, "date", "between", FIRST_DAY, LAST_DAY, error=error)


def _stretches(column: FormColumn, rows: Sequence[FormRow]) -> Iterator[tuple[Rule, int, int]]:
    """The rules of a column's open cells, each with the first and the last row that it is for."""
    first, held = 0, None
    for number, row in enumerate(rows, 2):
        rule = _rule(column, row) if column.is_open(row) else None
        if rule != held:
            if held:
                yield held, first, number - 1
            first, held = number, rule
    if held:
        yield held, first, len(rows) + 1


def _rule(column: FormColumn, row: FormRow) -> Rule | None:
    field = column.field
    if field and field in _HINTS:
        return Rule(column.name, _HINTS[field])
    if column.slot is None:
        return _rule_of_row(column.name, field, row)
    point = point_at(row, column.slot)
    if point is None:
        return None
    return _amount(column.name, point) if field is FormField.AMOUNT else _whole(column.name, point)


def _rule_of_row(name: str, field: FormField | None, row: FormRow) -> Rule | None:
    match field:
        case FormField.STATUS:
            hint = f"从列表里选。空着：沿用上次报的；没有报过的，算“{WORDS[Status.IN_PROGRESS]}”。"
            return _choice(name, hint, _STATUSES, strict=True)
        case FormField.UNCHANGED:
            return _choice(name, f"与上次报的一样，就选{TICK}，不用再写进展；有新进展的空着。", (TICK,))
        case FormField.EXTEND_TO:
            return day_rule(name, "要延期的，填想延到哪一天，例如 2024-09-30；不延期就空着。")
        case FormField.EXTEND_WHAT:
            hint = f"整项任务延期，选“{EXTEND_TASK}”；只延一个考核点，选它的编号。空着就是“{EXTEND_TASK}”。"
            return _choice(name, hint, (EXTEND_TASK, *(each.code for each in row.points if each.dated)), strict=True)
        case _:
            return None


def _choice(title: str, hint: str, choices: Sequence[str], *, strict: bool = False) -> Rule:
    """A list to choose from; only the hint where Excel could not hold the list."""
    listed = f'"{",".join(choices)}"'
    if len(listed) - 2 > _LONGEST_LIST:
        return Rule(title, hint)
    error = "请从列表里选一个，或者空着。"
    return Rule(title, hint, "list", first=listed, error=error, strict=strict)


def _amount(title: str, point: FormPoint) -> Rule:
    if point.yes_or_no:
        return _choice(title, _of_point(point, f"做到了就选“{DONE_WORD}”；还没有就空着。"), (DONE_WORD,))
    if point.kind is CheckpointKind.RATE:
        told = f"这一格填本期达到数{_measure(point)}，右边“总数”填总数，都只写数字；不要写在一格里（12/12）。"
    else:
        told = f"填本期数{_measure(point)}，只写数字；是全年累计的数，写成“累计30”。"
    return Rule(title, _of_point(point, told), "custom", first=_A_NUMBER, error=_ASK_NUMBER)


def _whole(title: str, point: FormPoint) -> Rule:
    told = f"填本期总数{_measure(point)}，只写数字；达到数填在左边一格。"
    error = "总数一般是大于零的数字，请看一下是否写错了格。"
    return Rule(title, _of_point(point, told), "decimal", "greaterThan", "0", error=error)


def _measure(point: FormPoint) -> str:
    return f"（{point.unit}）" if point.unit and point.unit != "%" else ""


def _of_point(point: FormPoint, told: str) -> str:
    """A hint that names its checkpoint, as much of it as there is room for."""
    room = LONGEST_HINT - _units(told) - 1
    return f"{_cut(cell_text(f'{point.code} {point.text}'), room)}。{told}"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, room: int) -> str:
    if _units(text) <= room:
        return text
    return text.encode("utf-16-le")[: 2 * (room - 1)].decode("utf-16-le", "ignore") + "…"
