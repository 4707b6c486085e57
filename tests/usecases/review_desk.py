"""A draft plan on a coordinator's desk: its workbook edited row by row and handed back."""

from dataclasses import replace

from sqlalchemy.orm import Session

from planner import errors
from planner.domain.review import (
    Handling,
    ReturnedPoint,
    ReturnedReview,
    ReturnedTask,
    ReviewBook,
    ReviewPoint,
    ReviewTask,
)
from planner.usecases.acts import Act
from planner.usecases.plan_review import review_book
from planner.usecases.plan_review_apply import ReviewOutcome, apply_review
from tests.world import World

DAY = "2024-03-12"


def task_row(task: ReviewTask) -> ReturnedTask:
    """A task's row as it comes back untouched."""
    return ReturnedTask(
        place=f"任务!{task.code}",
        cells={},
        code=task.code,
        handling=Handling.KEEP,
        target="",
        tracked=task.tracked,
        section=task.section,
        number=task.number,
        title=task.title,
        body=task.body,
        units={role: "、".join(names) for role, names in task.units.items()},
        due=task.due,
        version=task.version,
    )


def point_row(point: ReviewPoint) -> ReturnedPoint:
    """A checkpoint's row as it comes back untouched."""
    return ReturnedPoint(
        place=f"考核点!{point.code}",
        cells={},
        code=point.code,
        handling=Handling.KEEP,
        task=point.task,
        text=point.text,
        kind=point.kind,
        comparator=point.comparator,
        value=point.value,
        unit=point.unit,
        period=point.period,
        dues=point.dues,
        whose=point.whose,
        version=point.version,
    )


def untouched(book: ReviewBook) -> ReturnedReview:
    """A workbook as it comes back untouched."""
    return ReturnedReview(
        state=book.state,
        plan_code=book.plan_code,
        tasks=tuple(map(task_row, book.tasks)),
        points=tuple(map(point_row, book.points)),
        proposals=(),
        faults=(),
    )


class Desk:
    """A draft plan whose workbook is edited row by row and handed back."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.book = world.ask(review_book, DAY, "2024")
        self.back = untouched(self.book)

    def task(self, code: str, /, **changed: object) -> "Desk":
        """Change cells of a task's row."""
        rows = tuple(replace(row, **changed) if row.code == code else row for row in self.back.tasks)  # type: ignore[arg-type]
        self.back = replace(self.back, tasks=rows)
        return self

    def point(self, code: str, /, **changed: object) -> "Desk":
        """Change cells of a checkpoint's row."""
        rows = tuple(replace(row, **changed) if row.code == code else row for row in self.back.points)  # type: ignore[arg-type]
        self.back = replace(self.back, points=rows)
        return self

    def new_task(self, handling: Handling, target: str = "", **cells: object) -> "Desk":
        """Put a new row under the others."""
        blank = replace(
            self.back.tasks[0], place="任务!新行", code="", section="", number="", title="", body="", units={}, due=None
        )
        row = replace(blank, handling=handling, target=target, tracked=True, version="", **cells)  # type: ignore[arg-type]
        self.back = replace(self.back, tasks=(*self.back.tasks, row))
        return self

    def new_point(self, **cells: object) -> "Desk":
        """Put a new checkpoint under the others."""
        row = replace(
            self.back.points[0],
            place="考核点!新行",
            code="",
            handling=Handling.ADD,
            version="",
            **cells,  # type: ignore[arg-type]
        )
        self.back = replace(self.back, points=(*self.back.points, row))
        return self

    def hand_in(self, on: str = DAY) -> ReviewOutcome:
        """Give the workbook back; its faults are raised so that the transaction is given up."""
        return self.world.do(taken, on, self.back)


class FaultsFoundError(errors.InputError):
    """The faults of a workbook, for a test to look at."""


def taken(session: Session, act: Act, back: ReturnedReview) -> ReviewOutcome:
    outcome, faults = apply_review(session, act, back, "2024")
    if faults:
        raise FaultsFoundError("\n".join(faults))
    return outcome
