"""Review workbooks for tests: sent out, edited as people do, and what should come back of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from planner.domain.drafts import Role
from planner.domain.review import (
    Handling,
    ReturnedPoint,
    ReturnedProposal,
    ReturnedReview,
    ReturnedTask,
    ReviewBook,
    ReviewPoint,
    ReviewTask,
)
from planner.output.review_xlsx import review_workbook
from planner.output.text import clean
from planner.reading.review import read_review
from tests.factories_review import REVIEW_BOOK


def sent(folder: Path, book: ReviewBook = REVIEW_BOOK) -> Path:
    path = folder / "核对表.xlsx"
    path.write_bytes(review_workbook(book))
    return path


def edited(folder: Path, edit: Callable[[Workbook], object], book: ReviewBook = REVIEW_BOOK) -> ReturnedReview:
    """What comes back after somebody worked in the file."""
    path = sent(folder, book)
    workbook = load_workbook(path)
    edit(workbook)
    workbook.save(path)
    return read_review(path)


def cell(workbook: Workbook, place: str) -> Any:  # noqa: ANN401 - a cell takes any value
    """任务!B7 → its cell."""
    name, _, at = place.partition("!")
    return workbook[name][at]


def typed(folder: Path, **cells: object) -> ReturnedReview:
    """The file with values typed into cells: 任务_B2="新增"."""

    def edit(workbook: Workbook) -> None:
        for place, value in cells.items():
            cell(workbook, place.replace("_", "!")).value = value

    return edited(folder, edit)


def faults(folder: Path, **cells: object) -> tuple[str, ...]:
    return typed(folder, **cells).faults


def places(sheet: str, row: int, letters: str, fields: str) -> dict[str, str]:
    return {field: f"{sheet}!{letter}{row}" for letter, field in zip(letters, fields.split(), strict=True)}


def as_sent(task: ReviewTask, row: int) -> ReturnedTask:
    """The row that comes back of a task that nobody touched."""
    fields = "code handling tracked section number title body lead responsible cooperating due version"
    return ReturnedTask(
        place=f"任务!第{row}行",
        cells=places("任务", row, "ABCDEGHIJKLQ", fields),
        code=task.code,
        handling=Handling.KEEP,
        target="",
        tracked=task.tracked,
        section=clean(task.section),
        number=clean(task.number),
        title=clean(task.title),
        body=clean(task.body),
        units={role: clean("、".join(task.units.get(role, ()))) for role in Role},
        due=task.due,
        version=task.version,
    )


def point_as_sent(point: ReviewPoint, row: int) -> ReturnedPoint:
    """The row that comes back of a checkpoint that nobody touched."""
    fields = "code handling task text kind comparator value unit period dues whose version"
    return ReturnedPoint(
        place=f"考核点!第{row}行",
        cells=places("考核点", row, "ABCDEFGHIJLN", fields),
        code=point.code,
        handling=Handling.KEEP,
        task=point.task,
        text=clean(point.text),
        kind=point.kind,
        comparator=point.comparator,
        value=point.value,
        unit=clean(point.unit or "") or None,
        period=point.period,
        dues=point.dues,
        whose=clean(point.whose or "") or None,
        version=point.version,
    )


def book_as_sent(book: ReviewBook) -> ReturnedReview:
    return ReturnedReview(
        plan_code=book.plan_code,
        tasks=tuple(as_sent(task, row) for row, task in enumerate(book.tasks, 2)),
        points=tuple(point_as_sent(point, row) for row, point in enumerate(book.points, 2)),
        proposals=tuple(
            ReturnedProposal(f"修订建议!第{row}行", p.id, None, p.version) for row, p in enumerate(book.proposals, 2)
        ),
        faults=(),
        state=book.state,
    )
