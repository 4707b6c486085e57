"""Which row of a form that came back is of which task, by its hidden key: none added, dropped, doubled or foreign."""

from collections.abc import Iterator, Mapping, Sequence

from planner.domain.form_layout import FORM_SHEET, ROW_KEY, TASK_CODE
from planner.domain.form_rows import Columns
from planner.domain.form_values import plain_text, short
from planner.domain.forms import Fault, FormBook, Mend, Place, ReadForm, ReadRow

_MOST_WRONG_ROWS = 50


def keyed_rows(read: ReadForm, sent: FormBook, columns: Columns) -> tuple[dict[str, ReadRow], list[Fault]]:
    """The rows by task, and what is wrong with their keys, their number and the columns they have."""
    filled = [row for row in read.rows if any(plain_text(cell.value) or cell.formula for cell in row.cells.values())]
    if read.faults and not filled:
        return {}, []
    sheet = filled[0].place.sheet if filled else FORM_SHEET
    faults = list(_lost_columns(filled, columns, sheet))
    if filled and ROW_KEY not in filled[0].cells:
        return {}, faults
    rows: dict[str, ReadRow] = {}
    wrong: list[Fault] = []
    own = sent.code
    for row in filled:
        code, fault = _task_of(row, sent, own)
        if code in rows:
            fault = Fault(_shown_at(row), f"与第{rows[code].number}行是同一项任务（{code}），请只留一行")
        elif code:
            rows[code] = row
        wrong += [fault] if fault else []
    return rows, [*faults, *_told_in_part(wrong, sheet), *_lost_rows(sent, rows, sheet)]


def _told_in_part(faults: Sequence[Fault], sheet: str) -> Iterator[Fault]:
    """The first of them, and how many more there are: a whole table may have been pasted in."""
    yield from faults[:_MOST_WRONG_ROWS]
    if len(faults) > _MOST_WRONG_ROWS:
        yield Fault(Place(sheet), f"另有 {len(faults) - _MOST_WRONG_ROWS} 行也不是这张填报表里的")


def _lost_rows(sent: FormBook, rows: Mapping[str, ReadRow], sheet: str) -> Iterator[Fault]:
    for row in sent.rows:
        if row.code not in rows:
            lost = f"少了任务 {row.code}（{short(row.title)}）这一行"
            mend = Mend(row.code, "", f"{lost}，已补在表的最下面，请在这一行填写，没有进展的空着")
            advice = "请把内容填到原来发的那份表里（或向统筹单位再要一份）"
            yield Fault(Place(sheet), f"{lost}，{advice}", mend, elsewhere=True)


def _lost_columns(rows: Sequence[ReadRow], columns: Columns, sheet: str) -> Iterator[Fault]:
    if not rows:
        return
    for column in columns.all:
        if column.name not in rows[0].cells:
            hidden = "隐藏的" if column.name == ROW_KEY else ""
            lost = f"少了{hidden}“{column.name}”这一列"
            yield Fault(Place(sheet), f"{lost}，请在发出的那份表里重新填写", elsewhere=True)


def _task_of(row: ReadRow, sent: FormBook, own: str) -> tuple[str, Fault | None]:
    """The code of the task that a row is of ("" where that isn't known), and what is wrong with its key.

    `own` is the form's own code.
    """
    key, place = plain_text(row.cells[ROW_KEY].value), _shown_at(row)
    if not key:
        return "", Fault(place, "这一行是新加的，填报表不能加行，请把内容并到原有的任务里，再删去这一行")
    form, _, rest = key.partition(" ")
    code, _, version = rest.partition(" ")
    task = next((each for each in sent.rows if each.code == code), None)
    if form != own and task and version == str(task.version):
        return code, Fault(place, "这一行是从另一张填报表里来的，请在发出的那份表里重新填写", elsewhere=True)
    if form != own or task is None:
        named = f"“{TASK_CODE}”是“{_shown_code(row)}”"
        return "", Fault(place, f"这一行不是这张填报表里的（{named}），请删去，在原有的行里填写")
    if version != str(task.version):
        return code, Fault(place, "这一行隐藏的校验码被改过，请在发出的那份表里重新填写", elsewhere=True)
    return code, None


def _shown_code(row: ReadRow) -> str:
    cell = row.cells.get(TASK_CODE)
    return short(cell.value) if cell else ""


def _shown_at(row: ReadRow) -> Place:
    """Where a fault of a row's key is shown: not at the key, nobody sees that, but at the row's first filled cell."""
    seen = [cell for name, cell in row.cells.items() if name != ROW_KEY]
    return next((cell.place for cell in seen if plain_text(cell.value) or cell.formula), row.place)
