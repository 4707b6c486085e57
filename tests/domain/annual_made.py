"""A year of entries for tests of the year-end report: what units said, as it would be stored, and the report of it."""

from collections.abc import Sequence

from planner.domain.annual.composing import Wanted, compose
from planner.domain.annual.material import Proposals, propose
from planner.domain.board import Board, TaskFacts
from planner.domain.checkpoints import Checkpoint
from planner.domain.entries import EntryView, FigureView
from planner.domain.figure_marks import bare
from planner.domain.figures import fitted, parse_figure
from planner.domain.material import Material, MaterialRow
from planner.domain.periods import Period
from planner.domain.progress import Filing, Standing
from planner.domain.report import AnnualReport, TaskPassages
from planner.usecases.entry_writing import figures_in, numbers_placed_in
from tests.domain.made import LAST_DAY, board, entry, filing, stands


def told(number: int, text: str, *given: str, points: Sequence[Checkpoint] = (), **fields: object) -> EntryView:
    """Entry `number` with figures as `planner progress log --figure` takes them, and those found in its text."""
    by_code = {point.code: point for point in points}
    figures = [_given(figure, by_code) for figure in given]
    known = {(f.value, f.unit) for f in figures} | {(n, f.unit) for f in figures for n in (f.part, f.whole)}
    found = [] if fields.get("carried") else [f for f in figures_in(text) if (f.value, f.unit) not in known]
    in_text = [FigureView(f.name, f.printed, f.value, None, None, f.unit, f.basis, None, from_text=True) for f in found]
    return entry(number, text, figures=(*figures, *in_text), **fields)


def _given(text: str, points: dict[str, Checkpoint]) -> FigureView:
    figure = parse_figure(text)
    point = points.get(figure.name)
    if point:
        figure = fitted(figure, point.kind, point.unit)
    return FigureView(
        name=figure.name,
        printed=figure.printed,
        value=figure.value,
        part=figure.part,
        whole=figure.whole,
        unit=figure.unit,
        basis=figure.basis,
        checkpoint=point.code if point else None,
        from_text=False,
    )


def said(facts: Sequence[TaskFacts], *entries: EntryView) -> dict[tuple[int, int], Standing]:
    """Where units stand after these entries, all accepted."""
    ids = {each.unit.name: each.unit.id for task in facts for each in task.participants}
    filings: dict[tuple[int, int], list[Filing]] = {}
    for found in entries:
        place = int(found.task[-2:]), ids[found.unit]
        filings.setdefault(place, []).append(filing(Period.parse(found.period), found.status, entry=found.id))
    return {place: stands(*of) for place, of in filings.items()}


def proposals(facts: Sequence[TaskFacts], *entries: EntryView) -> tuple[Board, Proposals]:
    """What the rules propose on the year's last day."""
    made = board(LAST_DAY, *facts, said=said(facts, *entries))
    return made, propose(made, {found.id: found for found in entries}, numbers_placed_in)


def rows(facts: Sequence[TaskFacts], *entries: EntryView) -> dict[str, MaterialRow]:
    """The proposed rows by their keys."""
    return {row.key: row for row in proposals(facts, *entries)[1].material.rows}


def report(
    facts: Sequence[TaskFacts], *entries: EntryView, material: Material | None = None, wanted: Wanted | None = None
) -> AnnualReport:
    """The report on the year's last day."""
    made, found = proposals(facts, *entries)
    return compose(material or found.material, found, made, numbers_placed_in, as_of=LAST_DAY, wanted=wanted)


def words(told_tasks: Sequence[TaskPassages]) -> list[list[str]]:
    """What each task tells, as people read it."""
    return [[bare(passage.text) for passage in task.passages] for task in told_tasks]


def done(made: AnnualReport) -> list[str]:
    """What part one tells, as people read it."""
    return [text for section in made.done for task in words(section.tasks) for text in task]


def deeds(made: AnnualReport) -> list[str]:
    """What part one tells, with whose deed it is where the report says so before it."""
    told_tasks = [task for section in made.done for task in section.tasks]
    return [f"{passage.doer}{bare(passage.text)}" for task in told_tasks for passage in task.passages]


def ledger(made: AnnualReport) -> list[tuple[str, str, list[int | None]]]:
    """The number ledger in short: each figure as printed, its rule and the entries that it is computed from."""
    return [
        (figure.printed, figure.rule.value, [origin.entry_id for origin in figure.origins if origin.counted])
        for figure in made.figures
    ]
