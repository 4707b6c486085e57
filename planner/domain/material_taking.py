"""Material as the coordinator wants it: what came back in the workbook, laid over what is proposed by now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from planner.domain.audit_words import ActTold
from planner.domain.document import name_key
from planner.domain.material import Material, MaterialRow, ReportPart, Use
from planner.domain.material_book import (
    BookTask,
    KeptRow,
    ReturnedMaterial,
    ReturnedRow,
    key_in_cell,
    kind_in,
    recaused,
    reordered,
    retold,
    reworded,
)
from planner.domain.material_news import TYPED, News
from planner.domain.report import AnnualReport


@dataclass(frozen=True, slots=True)
class TakenMaterial:
    """The material to write the report from, and what a person should know of how it came about, a sentence each.

    `places` says by a row's key where a person finds it in the workbook: 选材!第7行（序号6）.
    """

    material: Material
    notes: tuple[str, ...]
    places: Mapping[str, str] = field(default_factory=dict, compare=False)


def with_places(report: AnnualReport, taken: TakenMaterial) -> AnnualReport:
    """The report with the places in the workbook of the rows that were altered there."""
    altered = tuple(replace(row, place=taken.places.get(row.key, "")) for row in report.altered)
    return replace(report, altered=altered)


def take_material(
    now: Material, returned: ReturnedMaterial, tasks: Sequence[BookTask], acts: Sequence[ActTold] = ()
) -> TakenMaterial:
    """Lay a workbook without faults over the material as it is proposed now.

    Whatever wasn't changed in a row follows the proposal of now; a row that came since is as proposed, one that was
    deleted isn't told (不用), one that somebody typed stands behind those of its task and part. All of it is told in
    the notes, and so is every row whose words or figures changed since the workbook went out, with those of `acts` (all
    since then) that were done to it.
    """
    returned = _by_real_keys(returned, now)
    kept = {row.key: row for row in returned.kept}
    back = {row.key: row for row in returned.rows}
    names = returned.names
    rows = [_laid_over(row, kept.get(row.key), back.get(row.key), names) for row in now.rows]
    typed = [_typed(row, names, tasks) for row in returned.rows if row.by_hand]
    placed = _placed(rows, typed, tasks)
    moved = {row.key: row.order for row in returned.rows if row.order is not None and _moved(row, kept)}
    ordered = _ordered(placed, moved)
    proposed = {key for key, row in back.items() if key in kept and not retold(row, kept[key], names)}
    settled = _Merges(now, ordered, proposed).settled()
    news = News(now, returned, settled, acts)
    notes = (
        *(*news.since(), *news.deleted(), *news.followed(ordered), *news.unmerged(ordered)),
        *(*news.tied(placed, moved), *news.typed()),
    )
    return TakenMaterial(replace(now, rows=tuple(settled)), notes, {row.key: row.where for row in returned.rows})


# ---- rows ----


def _by_real_keys(returned: ReturnedMaterial, now: Material) -> ReturnedMaterial:
    """The workbook with the keys of the material, where a cell has only the fingerprint of one."""
    real = {key_in_cell(row.key): row.key for row in now.rows}
    return replace(
        returned,
        rows=tuple(replace(row, key=real.get(row.key, row.key)) for row in returned.rows),
        kept=tuple(
            replace(row, key=real.get(row.key, row.key), into=real.get(row.into, row.into)) for row in returned.kept
        ),
    )


def _laid_over(
    row: MaterialRow, kept: KeptRow | None, back: ReturnedRow | None, names: Mapping[str, str]
) -> MaterialRow:
    """A row as it is proposed, with what was changed of it."""
    if kept is None:
        return row
    if back is None:
        return replace(row, use=Use.LEAVE, into="")
    if retold(back, kept, names):
        use = back.use or row.use
        row = replace(row, use=use, into=names.get(back.into, "") if use is Use.MERGE else "")
        if reworded(back, kept):
            row = replace(row, wording=None if back.wording == row.text else back.wording)
    if recaused(back, kept):
        row = replace(row, cause=back.cause)
    return row


def _typed(row: ReturnedRow, names: Mapping[str, str], tasks: Sequence[BookTask]) -> MaterialRow:
    task = next(task for task in tasks if name_key(task.code) == name_key(row.task))
    part = row.part or task.part
    use = row.use or Use.TAKE
    return MaterialRow(
        key=row.key,
        kind=kind_in(part),
        part=part,
        section=task.section,
        task=task.code,
        title=task.title,
        entry_id=None,
        unit=row.unit,
        period="",
        text="",
        use=use,
        order=0,
        into=names.get(row.into, "") if use is Use.MERGE else "",
        wording=row.wording,
        cause=row.cause if part is ReportPart.PROBLEMS else "",
        reason=TYPED,
    )


def _placed(
    rows: Sequence[MaterialRow], typed: Iterable[MaterialRow], tasks: Sequence[BookTask]
) -> tuple[MaterialRow, ...]:
    """Typed rows behind those of their task and part, else behind their task, else by the order of the tasks."""
    places = {name_key(task.code): place for place, task in enumerate(tasks)}
    placed = list(rows)
    for row in typed:
        mine = [at for at, other in enumerate(placed) if (other.task, other.part) == (row.task, row.part)]
        mine = mine or [at for at, other in enumerate(placed) if other.task == row.task]
        own = places[name_key(row.task)]
        mine = mine or [at for at, other in enumerate(placed) if places.get(name_key(other.task), 0) < own]
        last = max((other.order for other in placed if other.task == row.task), default=0)
        placed.insert(mine[-1] + 1 if mine else 0, replace(row, order=last + 1))
    return tuple(placed)


def _moved(row: ReturnedRow, kept: Mapping[str, KeptRow]) -> bool:
    return row.order is not None and (row.key not in kept or reordered(row, kept[row.key]))


def _ordered(rows: Sequence[MaterialRow], wanted: Mapping[str, Decimal]) -> tuple[MaterialRow, ...]:
    """The rows in the places that were typed; a task with one between two others (2.5) is counted anew."""
    found = {row.key: Decimal(row.order) for row in rows} | dict(wanted)
    moved: dict[str, list[MaterialRow]] = {row.task: [] for row in rows if row.key in wanted}
    for row in rows:
        if row.task in moved:
            moved[row.task].append(row)
    arranged = {task: iter(_arranged(of_task, found)) for task, of_task in moved.items()}
    return tuple(next(arranged[row.task]) if row.task in moved else row for row in rows)


def _arranged(rows: Sequence[MaterialRow], places: Mapping[str, Decimal]) -> list[MaterialRow]:
    """The rows of one task by their places."""
    by_place = sorted(rows, key=lambda row: places[row.key])
    whole = all(places[row.key] == places[row.key].to_integral_value() for row in rows)
    return [replace(row, order=int(places[row.key]) if whole else number) for number, row in enumerate(by_place, 1)]


class _Merges:
    """Merged rows whose place isn't told any more: the coordinator or newer entries made something else of it.

    `seen` are the keys of rows that the coordinator saw proposed and left so.
    """

    def __init__(self, now: Material, rows: Sequence[MaterialRow], seen: Collection[str]) -> None:
        self.proposed = {row.key: row for row in now.rows}
        self.rows = {row.key: row for row in rows}
        self.seen = seen

    def settled(self) -> list[MaterialRow]:
        """Each merged row goes where its place went; one that nobody decided on is told itself where that isn't."""
        return [self._settled(row) for row in self.rows.values()]

    def _settled(self, row: MaterialRow) -> MaterialRow:
        if row.use is not Use.MERGE or self._as_proposed(row):
            return row
        passed = {row.key}
        place = self.rows.get(row.into)
        while place is not None and place.use is Use.MERGE and place.key not in passed:
            passed.add(place.key)
            place = self.rows.get(place.into)
        if place is not None and place.use is Use.TAKE:
            return row if place.key == row.into else replace(row, into=place.key)
        left = place is not None and place.use is Use.LEAVE and row.key in self.seen
        return replace(row, use=Use.LEAVE if left else Use.TAKE, into="")

    def _as_proposed(self, row: MaterialRow) -> bool:
        place = self.rows.get(row.into)
        same = self.proposed.get(row.key)
        return same is not None and same.into == row.into and (place is None or place == self.proposed.get(place.key))
