"""The material for the year-end report as the rules propose it: every accepted sentence and figure, and its use."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.domain.annual.alike import join_alike
from planner.domain.annual.asking import step_of
from planner.domain.annual.conflicts import in_words
from planner.domain.annual.doers import Doers
from planner.domain.annual.failures import cause_in
from planner.domain.annual.joining import join_periods, join_units
from planner.domain.annual.lines import Line, lines_of, text_origin
from planner.domain.annual.measures import Measure, measures_of
from planner.domain.annual.points import FindNumbers, numbers_in, points_of
from planner.domain.annual.sentences import closed, unnumbered, with_quarter
from planner.domain.annual.shapes import shape_of
from planner.domain.annual.sorting import FAILED, REQUEST, SAYS_NOTHING, says_nothing, unlabelled
from planner.domain.board import Board, TaskOnBoard
from planner.domain.document import name_key
from planner.domain.entries import EntryView
from planner.domain.material import Material, MaterialKind, MaterialRow, ReportPart, Use
from planner.domain.number_ledger import Conflict, FigureOrigin
from planner.domain.progress import Status
from planner.domain.wording import names_of


@dataclass(frozen=True, slots=True)
class Proposals:
    """The material that the rules propose, and its conflicts, each by the key of the row that tells the measure."""

    material: Material
    conflicts: Mapping[str, tuple[Conflict, ...]]


def propose(board: Board, entries: Mapping[int, EntryView], find_numbers: FindNumbers) -> Proposals:
    """Every row of the material, with its conflicts. `entries` holds every accepted entry in force, by id.

    A task marked as a first-responsible-person duty is told in part three and not again in part one. Problems and
    next steps are those of each unit's newest accepted entry: what was settled since isn't told.
    """
    rows: list[MaterialRow] = []
    conflicts: dict[str, tuple[Conflict, ...]] = {}
    doers = Doers.of(board)
    for task in board.tasks:
        found = _of_task(task, entries, find_numbers, doers)
        rows += [replace(row, order=order) for order, row in enumerate(found.rows, 1)]
        for key, conflict in found.conflicts:
            conflicts[key] = (*conflicts.get(key, ()), conflict)
    return Proposals(Material(board.plan.code, board.plan.title, board.plan.year, tuple(rows)), conflicts)


@dataclass(frozen=True, slots=True)
class _Found:
    rows: tuple[MaterialRow, ...]
    conflicts: tuple[tuple[str, Conflict], ...]


def _of_task(task: TaskOnBoard, entries: Mapping[int, EntryView], find_numbers: FindNumbers, doers: Doers) -> _Found:
    filed = [[entries[filing.entry_id] for filing in own.accepted] for own in task.filed if own.accepted]
    points = points_of(task.facts, find_numbers)
    by_unit = [[line for entry in own for line in lines_of(entry, points, find_numbers)] for own in filed]
    for own in by_unit:
        join_periods(own)
    lines = [line for own in by_unit for line in own]
    join_units(lines, points)
    join_alike(lines)
    measures = measures_of(task.facts.code, [entry for own in filed for entry in own], points, lines)
    aside = [line for line in lines if _is_newest_aside(line, filed)]
    told = (row for row in _told(task, by_unit, measures, doers) if row.key not in {line.key for line in aside})
    rows = [*told, *_newest_words(task, [own[-1] for own in filed], aside, find_numbers, doers)]
    of_measures = [(m.into or m.key, m.conflict) for m in measures if m.conflict]
    return _Found(tuple(rows), (*of_measures, *in_words(task.facts.code, lines)))


def _is_newest_aside(line: Line, filed: Sequence[Sequence[EntryView]]) -> bool:
    """Whether a sentence of a unit's newest entry belongs to another part than the deeds."""
    newest = {own[-1].id for own in filed}
    return line.part is not ReportPart.DONE and line.entry.id in newest and line.entry.status is not Status.NOT_STARTED


def _told(
    task: TaskOnBoard, by_unit: Sequence[Sequence[Line]], measures: Sequence[Measure], doers: Doers
) -> Iterator[MaterialRow]:
    """A unit's sentences and its own measures, unit by unit; then what several units have in common."""
    left = list(measures)
    for own in by_unit:
        yield from (_of_line(task, line, doers) for line in own)
        alone = [measure for measure in left if own and measure.units == (own[0].unit,)]
        yield from (_of_measure(task, measure) for measure in alone)
        left = [measure for measure in left if measure not in alone]
    yield from (_of_measure(task, measure) for measure in left)


def _of_line(task: TaskOnBoard, line: Line, doers: Doers) -> MaterialRow:
    row = _row(task, line.key, MaterialKind.SENTENCE, _part(task), line.text)
    words = with_quarter(row.text if line.wording is None else line.wording, line.entry.period)
    if line.use is Use.TAKE:
        words = doers.spoken(words, list(dict.fromkeys(each.unit for each in (line, *line.members))))
    return replace(
        row,
        entry_id=line.entry.id,
        unit=line.unit,
        period=line.entry.period,
        use=line.use,
        into=line.into,
        wording=None if words == line.text or line.use is not Use.TAKE else words,
        reason="；".join(filter(None, (line.reason, line.hint))),
        origins=line.origins,
    )


def _of_measure(task: TaskOnBoard, measure: Measure) -> MaterialRow:
    row = _row(task, measure.key, MaterialKind.MEASURE, _part(task), measure.text)
    return replace(
        row,
        entry_id=measure.total.origins[-1].entry_id if len(measure.units) == 1 else None,
        unit=names_of(measure.units),
        period=measure.period,
        use=measure.use,
        into=measure.into,
        reason=measure.reason,
        origins=tuple(replace(origin, counted=True) for origin in measure.total.origins),
    )


def _newest_words(
    task: TaskOnBoard, newest: Sequence[EntryView], aside: Sequence[Line], find_numbers: FindNumbers, doers: Doers
) -> Iterator[MaterialRow]:
    """The problem and the next step of each unit's newest entry; the same words only once."""
    seen: dict[tuple[str, str], MaterialRow] = {}
    for entry in newest:
        own = [line for line in aside if line.entry is entry]
        for found in _problems_and_steps(task, entry, own, find_numbers):
            row = _spoken(found, doers)
            first = seen.setdefault((row.kind, name_key(row.told).rstrip("。;")), row)
            if first is row or row.use is not Use.TAKE:
                yield row
            else:
                yield replace(row, use=Use.MERGE, into=first.key, reason=f"与{first.unit}所报相同")


def _problems_and_steps(
    task: TaskOnBoard, entry: EntryView, aside: Sequence[Line], find_numbers: FindNumbers
) -> Iterator[MaterialRow]:
    """What an entry says of problems and next steps, in their fields and among its deeds."""
    problem, cause = unlabelled(entry.problem), unlabelled(entry.cause)
    cause = "" if says_nothing(cause) else cause
    if problem:
        row = _row(task, f"{entry.id}.p", MaterialKind.PROBLEM, ReportPart.PROBLEMS, problem)
        origins = (*_origins(entry, problem, find_numbers), *_origins(entry, cause, find_numbers))
        yield _left_blank(replace(_by(row, entry), cause=cause, origins=origins))
    for line in aside:
        if line.part is ReportPart.PROBLEMS:
            words, own = cause_in(line.text)
            row = _row(task, line.key, MaterialKind.PROBLEM, ReportPart.PROBLEMS, words)
            more = () if own else _origins(entry, cause, find_numbers)
            yield replace(_by(row, entry), cause=own or cause, origins=(*line.origins, *more), reason=FAILED)
    yield from _steps(task, entry, f"{entry.id}.s", entry.next_step, find_numbers)
    for line in aside:
        if line.part is ReportPart.NEXT:
            yield from _steps(task, entry, line.key, line.text, find_numbers)


def _steps(
    task: TaskOnBoard, entry: EntryView, key: str, text: str, find_numbers: FindNumbers
) -> Iterator[MaterialRow]:
    """What a unit arranges next; what it asks of others stands beside it and isn't told."""
    step = step_of(text)
    for words, more, reason in ((step.arranged, "", ""), (step.asked, "q" if step.arranged else "", REQUEST)):
        if words:
            row = _row(task, key + more, MaterialKind.NEXT_STEP, ReportPart.NEXT, words)
            row = replace(_by(row, entry), origins=_origins(entry, words, find_numbers))
            yield replace(row, use=Use.LEAVE, reason=reason) if reason else _left_blank(row)


def _left_blank(row: MaterialRow) -> MaterialRow:
    """A row, left out where it says nothing."""
    return replace(row, use=Use.LEAVE, reason=SAYS_NOTHING) if says_nothing(row.text) else row


def _spoken(row: MaterialRow, doers: Doers) -> MaterialRow:
    """A row in which the unit is named where it speaks of itself."""
    if row.use is not Use.TAKE:
        return row
    words = doers.spoken(closed(unnumbered(row.text)), [row.unit])
    same = words.rstrip("。") == row.text.strip().rstrip("。；;，,、 ")
    return replace(row, wording=None if same else words, cause=doers.spoken(row.cause, [row.unit]))


def _origins(entry: EntryView, text: str, find_numbers: FindNumbers) -> tuple[FigureOrigin, ...]:
    numbers = numbers_in(text, find_numbers, [entry.unit])
    return tuple(text_origin(entry, slot) for slot in shape_of(text, numbers).slots)


def _by(row: MaterialRow, entry: EntryView) -> MaterialRow:
    return replace(row, entry_id=entry.id, unit=entry.unit, period=entry.period)


def _part(task: TaskOnBoard) -> ReportPart:
    return ReportPart.FIRST_RESPONSIBLE if task.facts.first_responsible else ReportPart.DONE


def _row(task: TaskOnBoard, key: str, kind: MaterialKind, part: ReportPart, text: str) -> MaterialRow:
    return MaterialRow(
        key=key,
        kind=kind,
        part=part,
        section=task.facts.section,
        task=task.facts.code,
        title=task.facts.title,
        entry_id=None,
        unit="",
        period="",
        text=text,
        use=Use.TAKE,
        order=0,
    )
