"""The review workbook comes back: checked, every fault told by cell, and taken whole or not at all."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.document import name_key
from planner.domain.review import Handling, ReturnedPoint, ReturnedReview, ReturnedTask, ReviewBook
from planner.domain.review_checks import lost_words, point_faults, shown
from planner.domain.revisions import ProposalField
from planner.domain.wording import FIELD_WORDS
from planner.errors import SheetFaulty
from planner.reading.review import read_review
from planner.store.plans import Plan
from planner.usecases.acts import Act, require_coordinator
from planner.usecases.audit import record
from planner.usecases.plan_review import review_book
from planner.usecases.review_edits import Edits, point_differs, task_differs, untouched_point, untouched_row
from planner.usecases.review_units import Names
from planner.usecases.revision_settling import settle_proposals
from planner.usecases.versions import last_told

_YEARS_BEYOND = 5
_NUMBER_LONGEST = 40
_MERGED = FIELD_WORDS[ProposalField.UNITS]


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """What a workbook changed, a Chinese sentence each, and the units that were entered for it."""

    changes: tuple[str, ...]
    units_added: tuple[str, ...]


def apply_review_file(session: Session, act: Act, path: Path, code: str) -> ReviewOutcome:
    """Take a corrected review workbook.

    Raises SheetFaulty with every fault, and what reading raises.
    """
    returned = read_review(path)
    if returned.faults:
        raise SheetFaulty(path, returned.faults)
    outcome, faults = apply_review(session, act, returned, code)
    if faults:
        raise SheetFaulty(path, faults)
    return outcome


def apply_review(
    session: Session, act: Act, returned: ReturnedReview, code: str
) -> tuple[ReviewOutcome, tuple[str, ...]]:
    """Make a plan what a workbook says: what that changed, and the faults that forbid it.

    With any fault the transaction must be given up: changes may have been begun. Raises PlanMissing, NotAllowed,
    EntryBackdated.
    """
    require_coordinator(act, "核对计划")
    book = review_book(session, act.seen, code)
    faults = list(_of_another_plan(returned, book))
    returned = _touched(returned, book)
    locked = _confirmed(session, act, book)
    if not faults:
        faults += _Rows(book, returned, partial(last_told, session, act), locked=locked).faults()
    if faults:
        return ReviewOutcome((), ()), tuple(faults)
    names = Names(session, act, book.plan_code)
    edits = Edits(session, act, book, names)
    if not locked:
        edits.apply(returned)
    changes = [*edits.changes]
    settled, proposal_faults = settle_proposals(session, act, book, returned.proposals)
    faults = [*names.faults, *edits.faults, *proposal_faults]
    outcome = ReviewOutcome((*changes, *settled), tuple(names.added))
    if outcome.changes:
        record(session, act, "plan:review", book.plan_code, after={"changes": len(outcome.changes)})
    return outcome, tuple(faults)


def _of_another_plan(returned: ReturnedReview, book: ReviewBook) -> Iterable[str]:
    if returned.plan_code and name_key(returned.plan_code) != name_key(book.plan_code):
        yield f"这份核对表是计划“{returned.plan_code}”的，不是“{book.plan_code}”的，请核对文件"


def _touched(returned: ReturnedReview, book: ReviewBook) -> ReturnedReview:
    """A workbook without what nobody touched in rows that changed since, or went: that stands as it was decided."""
    tasks = {task.code: task for task in book.tasks}
    points = {point.code: point for point in book.points}

    def now(row: ReturnedTask) -> ReturnedTask:
        held = tasks.get(name_key(row.code))
        done = held and row.handling is Handling.MERGE and held.merged_into == name_key(row.target)
        if held and (row.untouched or done):
            return untouched_row(held, replace(row, handling=Handling.KEEP, target=""))
        return row

    def point_now(row: ReturnedPoint) -> ReturnedPoint | None:
        held = points.get(name_key(row.code))
        gone = held is None and row.handling is not Handling.ADD
        if gone and (row.untouched or row.handling is Handling.REMOVE):
            return None
        return untouched_point(held, row) if held and row.untouched else row

    return replace(
        returned,
        tasks=tuple(map(now, returned.tasks)),
        points=tuple(point for row in returned.points if (point := point_now(row))),
    )


def _confirmed(session: Session, act: Act, book: ReviewBook) -> bool:
    """Whether the plan is confirmed by now, whatever day the act counts for: its wording stays locked."""
    query = select(Plan.confirmed_on).where(Plan.office == act.office, Plan.code == book.plan_code)
    return session.scalars(query).one() is not None


class _Rows:
    """Checks that the rows of a workbook fit the plan as it stands, before anything is changed."""

    def __init__(self, book: ReviewBook, returned: ReturnedReview, last: Callable[[str], str], *, locked: bool) -> None:
        self.book = book
        self.last = last
        self.locked = locked
        self.returned = returned
        self.tasks = {task.code: task for task in book.tasks}
        self.points = {point.code: point for point in book.points}

    def faults(self) -> list[str]:
        """Every fault, in the order of the sheets."""
        found = [*self._codes(), *self._targets(), *self._stale(), *self._doubles(), *self._splits(), *self._days()]
        found += self._point_codes()
        found += [fault for point in self._changed_points() for fault in point_faults(point)]
        found += self._locked() if self.locked else self._twice()
        return found

    @property
    def older(self) -> bool:
        """Whether the workbook was written before something changed: what it lacks may have come since."""
        return bool(self.returned.state) and self.returned.state != self.book.state

    def _codes(self) -> Iterable[str]:
        seen = {name_key(row.code) for row in self.returned.tasks}
        for row in self.returned.tasks:
            code = name_key(row.code)
            where = row.cells.get("code", row.place)
            if len(row.number.strip()) > _NUMBER_LONGEST:
                yield f"{row.cells.get('number', row.place)}：序号太长，请只写原文的编号，如（一）"
            new = row.handling in (Handling.ADD, Handling.SPLIT)
            if new and code in self.tasks:
                yield f"{where}：{row.code} 已经是任务的编号，新增的行请不写编号，或写“新1”一类的记号"
            if not new and code not in self.tasks:
                yield f"{where}：没有编号为“{row.code}”的任务；新增的行请在“处理”写“新增”或“拆自 编号”"
        for code in self.tasks:
            if self.returned.tasks and code not in seen and not self.older:
                yield f"任务表里少了 {code} 一行；不要的请在“跟踪”写“否”或在“处理”写“并入 编号”，不要删行"

    def _targets(self) -> Iterable[str]:
        merged = {name_key(row.code) for row in self.returned.tasks if row.handling is Handling.MERGE}
        tracked = {name_key(row.code): row.tracked for row in self.returned.tasks}
        for row in self.returned.tasks:
            if row.handling not in (Handling.MERGE, Handling.SPLIT):
                continue
            where = row.cells.get("handling", row.place)
            target = name_key(row.target)
            if target not in self.tasks:
                yield f"{where}：没有编号为“{row.target}”的任务"
            elif row.handling is Handling.MERGE and (target == name_key(row.code) or target in merged):
                yield f"{where}：{row.code} 不能并入 {row.target}，请并入一项留下来的任务"
            elif row.handling is Handling.MERGE and not tracked.get(target, True):
                yield f"{where}：{row.target} 没有列入跟踪，并进去就都不在台账里了，请先把它的“跟踪”改成“是”"
            elif row.handling is Handling.SPLIT and target in merged:
                yield f"{where}：{row.target} 要并入别的任务，不能再拆出新任务"

    def _stale(self) -> Iterable[str]:
        """Rows made of an older state of the plan, which would undo what was decided since; those with no version too.

        A row that nobody touched is left out: what was decided since stands.
        """
        changed = "在这份核对表导出以后已经改动过{}，请重新导出，只改这一行"
        unknown = "“版本”一列空了，看不出是按哪一次导出改的，请在导出的核对表上改，不要另建表格"
        for row in self.returned.tasks:
            task = self.tasks.get(name_key(row.code))
            if task and row.version != task.version and task_differs(row, task):
                yield f"{row.place}：{row.code} {changed.format(self.last(task.code)) if row.version else unknown}"
        for point in self.returned.points:
            held = self.points.get(name_key(point.code))
            if held and point.version != held.version and point_differs(point, held):
                by = self.last(held.code)
                yield f"{point.place}：{point.code} {changed.format(by) if point.version else unknown}"
        yield from self._stale_proposals(changed.format, unknown)

    def _stale_proposals(self, changed: Callable[[str], str], unknown: str) -> Iterable[str]:
        """Proposals to take over what was decided since; units are no matter, of which only the difference is taken."""
        held = {proposal.id: proposal for proposal in self.book.proposals}
        for row in self.returned.proposals:
            now = held.get(row.id)
            if row.taken and now and row.version not in ("", now.version) and now.field != _MERGED:
                why = changed(self.last(now.task or "")) if row.version else unknown
                yield f"{row.place}：{now.task} 的{now.field}{why}"

    def _doubles(self) -> Iterable[str]:
        """New rows that are in the plan already: of a workbook that was taken before."""
        held = {name_key(f"{task.title}{task.body}"): task.code for task in self.book.tasks}
        points = {(point.task, name_key(point.text)): point.code for point in self.book.points}
        for row in self.returned.tasks:
            code = held.get(name_key(f"{row.title}{row.body}"))
            if row.handling in (Handling.ADD, Handling.SPLIT) and code:
                yield f"{row.place}：同样的任务已经有了（{code}），这份核对表是不是采用过了？请重新导出再改"
        for point in self.returned.points:
            code = points.get((name_key(point.task), name_key(point.text)))
            if point.handling is Handling.ADD and code:
                yield f"{point.place}：同样的考核点已经有了（{code}），这份核对表是不是采用过了？请重新导出再改"

    def _days(self) -> Iterable[str]:
        """Due days that can't be meant: before the plan was issued, or far behind its end."""
        first = self.book.issued_on or dt.date(self.book.year, 1, 1)
        last = self.book.ends_on.replace(year=self.book.ends_on.year + _YEARS_BEYOND, day=28)
        told = f"不在印发（{first}）以后的合理范围内，请核对年份"
        for row in self.returned.tasks:
            held = self.tasks.get(name_key(row.code))
            changed = row.due is not None and not (held and held.due == row.due)
            if changed and row.due and not first <= row.due <= last:
                yield f"{row.cells.get('due', row.place)}：{row.due} {told}"
        for point in self._changed_points():
            held_days = self.points[name_key(point.code)].dues if name_key(point.code) in self.points else ()
            for day in point.dues:
                if day not in held_days and not first <= day <= last:
                    yield f"{point.cells.get('dues', point.place)}：{day} {told}"

    def _splits(self) -> Iterable[str]:
        """Words of a split task that no row holds any more."""
        for code, task in self.tasks.items():
            parts = [
                row for row in self.returned.tasks if row.handling is Handling.SPLIT and name_key(row.target) == code
            ]
            own = [row for row in self.returned.tasks if name_key(row.code) == code]
            if not parts or not own:
                continue
            for part in parts:
                if not (part.title.strip() or part.body.strip()):
                    yield f"{part.place}：拆出来的任务没有写任务名称和正文"
            for sentence in lost_words(task.body, [f"{row.title}。{row.body}" for row in (*own, *parts)]):
                yield f"{own[0].cells.get('body', own[0].place)}：拆分 {code} 后，原文“{shown(sentence)}”没有着落"

    def _point_codes(self) -> Iterable[str]:
        seen = {name_key(row.code) for row in self.returned.points}
        known = {*self.tasks, *(name_key(row.code) for row in self.returned.tasks)}
        for row in self.returned.points:
            code = name_key(row.code)
            where = row.cells.get("code", row.place)
            if row.handling is Handling.ADD and code in self.points:
                yield f"{where}：{row.code} 已经是考核点的编号，新增的行请不写编号"
            if row.handling is not Handling.ADD and code not in self.points:
                yield f"{where}：没有编号为“{row.code}”的考核点；新增的行请在“处理”写“新增”"
            if name_key(row.task) not in known:
                yield f"{row.cells.get('task', row.place)}：没有编号为“{row.task}”的任务"
        for code in self.points:
            if self.returned.points and code not in seen and not self.older:
                yield f"考核点表里少了 {code} 一行；不要的请在“处理”写“删除”，不要删行"

    def _changed_points(self) -> Iterable[ReturnedPoint]:
        """The rows that say something new: what was read stays as it is, whatever it lacks."""
        for row in self.returned.points:
            held = self.points.get(name_key(row.code))
            changed = held is None or point_differs(row, held)
            if row.handling is not Handling.REMOVE and changed:
                yield row

    def _twice(self) -> Iterable[str]:
        """Tasks whose row was corrected beside a proposal taken for them: which word is the last can't be told."""
        wanted = {row.id for row in self.returned.proposals if row.taken}
        tasks = {proposal.task for proposal in self.book.proposals if proposal.id in wanted}
        for row in self.returned.tasks:
            task = self.tasks.get(name_key(row.code))
            if task and task.code in tasks and task_differs(row, task):
                yield f"{row.place}：{row.code} 既改了这一行又采用了它的修订建议，请分两次收回"

    def _locked(self) -> Iterable[str]:
        """Rows that would change a confirmed plan."""
        how = "计划已确认，文字已锁定；改单位用 task assign，改时限用 task extend，文件有新版用 plan import --revise"
        for row in self.returned.tasks:
            task = self.tasks.get(name_key(row.code))
            if row.handling is not Handling.KEEP or (task and task_differs(row, task)):
                yield f"{row.place}：{how}"
        for point in self.returned.points:
            held = self.points.get(name_key(point.code))
            if point.handling is not Handling.KEEP or (held and point_differs(point, held)):
                yield f"{point.place}：{how}"
