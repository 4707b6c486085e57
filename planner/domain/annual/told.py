"""The texts that a report tells of its material: rows with all that is merged into them, the same words only once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from planner.domain.annual.doers import Doers, Names
from planner.domain.annual.points import FindNumbers
from planner.domain.annual.resolve import Told, attach_elsewhere, told_text
from planner.domain.annual.sentences import closed, unstopped
from planner.domain.document import name_key
from planner.domain.figure_marks import cleaned
from planner.domain.likeness import is_short, words_of
from planner.domain.material import Material, MaterialKind, MaterialRow, ReportPart, Use

Family = list[MaterialRow]
"""A row that is told, and the rows that are told within it."""

WORK = (ReportPart.DONE, ReportPart.FIRST_RESPONSIBLE)


def told_of(material: Material, find_numbers: FindNumbers, proposed: Mapping[str, MaterialRow]) -> list[Told]:
    """What a material tells, section by section and task by task in the rows' order, every number resolved.

    `proposed` are the rows as the rules propose them, by their keys.
    """
    told = [_told(family, find_numbers, proposed.get(family[0].key)) for family in _families(material)]
    by_task: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        by_task[each.row.task].append(each)
    for each in told:
        if each.left:
            attach_elsewhere(each, by_task[each.row.task])
    return told


def name_doers(told: Sequence[Told], doers: Doers, proposed: Mapping[str, MaterialRow]) -> None:
    """Say of each text whose deed it tells, where it is told as the rules propose: a coordinator's words stand.

    A unit is named where several tell of one task, wherever it is a part of the area, and always in part three, whose
    duties are each head's own, and in part four: who will do it is half of an arrangement.
    """
    units: dict[tuple[str, str], set[tuple[str, ...]]] = defaultdict(set)
    for each in told:
        units[each.row.part, each.row.task].add(each.units)
    for each in told:
        row = each.row
        each.names = doers.names(each.text, each.units)
        same = proposed.get(row.key)
        if same is None or same.told != row.told:
            continue
        of_task = row.part is not ReportPart.PROBLEMS and len(units[row.part, row.task]) > 1
        several = of_task or row.part in (ReportPart.FIRST_RESPONSIBLE, ReportPart.NEXT)
        each.doer = doers.lead(each.text, each.units, several=several)
        each.known = _known(each, doers)


def _known(told: Told, doers: Doers) -> int:
    """How many characters at a text's head name its unit only because the rules put the name there."""
    row = told.row
    by_rule = row.kind is MaterialKind.MEASURE or not doers.spoken(row.text, [row.unit]).startswith(row.unit)
    return len(row.unit) if row.unit and by_rule and told.text.startswith(row.unit) else 0


def _told(family: Family, find_numbers: FindNumbers, proposed: MaterialRow | None) -> Told:
    row = family[0]
    before = proposed.told if proposed and proposed.told != row.told else None
    if row.kind is not MaterialKind.PROBLEM:
        return told_text(cleaned(closed(row.told)), family, find_numbers, before=before)
    told = told_text(cleaned(unstopped(row.told)), family, find_numbers, before=before)
    told.cause = told_text(cleaned(_causes(family)), family, find_numbers)
    told.left = [origin for origin in told.left if origin in told.cause.left]
    return told


def _causes(family: Family) -> str:
    """The causes of a problem, each once: its own before those of rows that say the same problem."""
    causes = {name_key(unstopped(row.cause)): unstopped(row.cause) for row in reversed(family)}
    return "；".join(cause for cause in reversed(causes.values()) if cause)


def _families(material: Material) -> list[Family]:
    """The rows that are told, in order, each with those merged into it. What is merged into nothing told is told."""
    sections = {title: place for place, title in enumerate(dict.fromkeys(row.section for row in material.rows))}
    tasks = {code: place for place, code in enumerate(dict.fromkeys(row.task for row in material.rows))}
    rows = sorted(material.rows, key=lambda row: (sections[row.section], tasks[row.task], row.order))
    by_key = {row.key: row for row in rows}
    families: dict[str, Family] = {}
    heads: dict[tuple[str, ...], str] = {}
    for row in rows:
        if row.use is Use.TAKE or (row.use is Use.MERGE and _head(row, by_key) is None):
            first = heads.setdefault(_words_key(row), row.key)
            families.setdefault(first, []).append(row)
            heads[row.key,] = first
    for row in rows:
        head = _head(row, by_key) if row.use is Use.MERGE else None
        if head is not None:
            families[heads[head.key,]].append(row)
    return list(families.values())


def _head(row: MaterialRow, by_key: dict[str, MaterialRow]) -> MaterialRow | None:
    """The row that is told and that a merged one goes into, if need be by way of others."""
    seen = {row.key}
    while row.use is Use.MERGE:
        into = by_key.get(row.into)
        if into is None or into.key in seen:
            return None
        seen.add(into.key)
        row = into
    return row if row.use is Use.TAKE else None


def _words_key(row: MaterialRow) -> tuple[str, ...]:
    """What two rows have in common that tell the same: a problem its words; long words of a unit's work, or a step."""
    words = name_key(unstopped(row.told))
    if row.part is ReportPart.PROBLEMS:
        return (row.part, words)
    if is_short(words_of(words)):
        return (row.part, row.key)
    return (row.part, words) if row.part is ReportPart.NEXT else (row.part, words, row.unit)


def with_said(told: Iterable[Told]) -> Iterator[tuple[Told, bool]]:
    """Each text, and whether what stands before it in its unit's run says whose deed it is.

    A sentence that names somebody else (市公安局东岭分局破案30起) ends that: the one behind it would be read as theirs.
    """
    strand: tuple[str, ...] = ()
    said = False
    for each in told:
        said = said and each.strand == strand
        yield each, said
        strand = each.strand
        said = each.names is Names.ITSELF or (each.names is Names.NOBODY and (said or bool(each.doer)))


def every(told: Told) -> Iterator[Told]:
    """A text and, of a problem, its cause."""
    yield told
    if told.cause:
        yield told.cause
