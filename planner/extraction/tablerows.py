"""A table's rows to tasks and headings: numbers, merged cells, rows that only head others."""

import re
from dataclasses import replace
from functools import cache

from planner.domain.drafts import PartKind, TaskKind
from planner.extraction.columns import ColumnKind
from planner.extraction.numbering import Mark, Style, bare_mark_at, mark_at
from planner.extraction.raw import RawSection, RawTask, Split
from planner.extraction.rulebook import any_pattern
from planner.extraction.slots import Field, FieldKind, Slot, find_slots, label_role
from planner.extraction.source import Source
from planner.extraction.tables import Row, Stretch, Table

_SENTENCE = 40  # a cell this long, or with a full stop in it, is a text and no title
_HEADING_LONGEST = 60


def split_table(source: Source, table: Table, path: tuple[str, ...] = ()) -> Split:
    """The tasks of a table that stands under the headings of `path`.

    A task is a row with a number, or every row where no column holds numbers. Rows over which number (or, for want
    of one, task and units) are merged are one task, each row a measure of it.
    """
    walker = _Walker(source, table, path)
    for row in table.rows:
        walker.take(row)
    walker.close()
    return walker.result


class _Walker:
    """Goes down a table's rows, gathering those of one task."""

    def __init__(self, source: Source, table: Table, path: tuple[str, ...]) -> None:
        self.source, self.table, self.path = source, table, path
        self.result = Split()
        self.heads: list[tuple[Style, str]] = []
        self.over: tuple[Stretch, ...] = ()
        self.standing: list[Stretch | None] = []
        self.group: list[Row] = []
        marks = [mark for row in table.rows if (mark := self.number(row))]
        self.deepest = max((mark.style for mark in marks), default=Style.ARABIC)

    def take(self, row: Row) -> None:
        """Take a row: it heads others, goes on with a task, begins one, or is none of these."""
        if skipped().match(self.words(row.filled()[0].own)):
            return
        if self.heads_others(row):
            self.close()
            self.head(row)
        elif self.group and self.goes_on(row):
            self.group.append(row)
        elif self.begins(row):
            self.close()
            self.group = [row]

    def words(self, stretch: Stretch | None) -> str:
        return self.source.text[slice(*stretch)] if stretch else ""

    def number(self, row: Row) -> Mark | None:
        """The number that holds for a row, its own or one merged over it; 1.1 and the like count as they stand."""
        stretch = self.table.words(row, ColumnKind.NUMBER)
        if stretch is None:
            return None
        start, end = stretch
        text = self.source.text
        mark = mark_at(text, start, end) or bare_mark_at(text, start)
        if mark and mark.end >= end:
            return mark
        digits = re.findall(r"\d+", text[start:end]) if end - start <= _NUMBER_LONGEST else []
        return Mark(Style.ARABIC, int(digits[-1]), text[start:end], start, end) if digits else None

    # ---- headings ----

    def heads_others(self, row: Row) -> bool:
        """Whether a row is a heading: one cell merged over the width or standing alone, or numbered further out."""
        first, *others = row.filled()
        if row.plain or not others:
            return self.is_alone(row)
        mark = self.number(row)
        if mark is None or self.table.cells(row, ColumnKind.NUMBER)[0][0] != first:
            return False
        return mark.style < min(self.deepest, Style.ARABIC) or (
            mark.style < Style.ARABIC and not any(self.table.words(row, kind) for kind in _DUTIES)
        )

    def is_alone(self, row: Row) -> bool:
        """Whether a row's only filled cell is a heading: short, in front or over everything, and no bare number."""
        cell = row.filled()[0]
        words = self.words(cell.own)
        if len(words) > _HEADING_LONGEST or "。" in words or words.isdigit():
            return False
        covered = all(other.of == cell.own for other in row.cells if other is not cell)
        blank = not any(other.of for other in row.cells)
        mark = mark_at(self.source.text, cell.start, cell.end)
        first = cell == row.cells[0] and (self.table.columns[0].kind is not ColumnKind.TITLE or mark is not None)
        lost = self.table.has(ColumnKind.NUMBER) and bool(mark and mark.style < Style.ARABIC)
        return row.plain or covered or (blank and (first or lost))

    def head(self, row: Row) -> None:
        """Record a heading; one further in than the last stands under it."""
        cells = [cell for cell in row.filled() if cell.own]
        mark = mark_at(self.source.text, cells[0].start, cells[0].end)
        mark = mark or (self.number(row) if len(cells) > 1 else None)
        alone = mark is None or mark.end < cells[0].end
        named = cells[0] if alone or len(cells) == 1 else cells[1]
        start = mark.end if mark and alone else named.start
        title = self.source.printed[start : named.end]
        style = mark.style if mark else Style.CHINESE
        while self.heads and self.heads[-1][0] >= style:
            self.heads.pop()
        self.result.parts.append((PartKind.SECTION, row.start))
        if not self.heads and not self.path:
            self.result.sections.append(RawSection(mark, title, row.start, named.end))
        self.heads.append((style, self.source.printed[named.start : named.end]))
        self.over, self.standing = (), []

    # ---- rows of one task ----

    def goes_on(self, row: Row) -> bool:
        """Whether a row is a further measure of the task above it."""
        table, first = self.table, self.group[0]
        title, body = table.words(row, ColumnKind.TITLE), table.words(row, ColumnKind.BODY)
        same_title = title is not None and title == table.words(first, ColumnKind.TITLE)
        if table.has(ColumnKind.NUMBER):
            number = table.words(row, ColumnKind.NUMBER)
            if number is not None:
                return number == table.words(first, ColumnKind.NUMBER)
            return same_title or (title is None and body is not None and body == self.own(row, ColumnKind.BODY))
        if not same_title or title is None:
            return False
        return mark_at(self.source.text, *title) is not None or self.same_units(row)

    def same_units(self, row: Row) -> bool:
        """Whether the units of a row are those of the task above it, merged over both."""
        above = [cell.words for cell, _ in self.table.cells(self.group[0], ColumnKind.UNITS)]
        return above == [cell.words for cell, _ in self.table.cells(row, ColumnKind.UNITS)]

    def begins(self, row: Row) -> bool:
        """Whether a row is a task: it has words of its own, and a number where the table has numbers or else duties."""
        own = self.own(row, ColumnKind.TITLE) or self.own(row, ColumnKind.BODY)
        if row.plain or not (own or (self.number(row) and self.table.words(row, ColumnKind.TITLE))):
            return False
        if skipped().match(self.words(self.table.words(row, ColumnKind.TITLE))):
            return False
        return (
            not self.table.has(ColumnKind.NUMBER)
            or self.number(row) is not None
            or any(self.table.words(row, kind) for kind in _DUTIES)
        )

    def own(self, row: Row, kind: ColumnKind) -> Stretch | None:
        """A row's first words of a kind that are its own."""
        return next((cell.own for cell, _ in self.table.cells(row, kind) if cell.own), None)

    def close(self) -> None:
        """Add the task that is being gathered."""
        if not self.group:
            return
        first = self.group[0]
        start = self.over_column(first)
        titled = self.table.words(first, ColumnKind.TITLE)
        mark = self.number(first)
        if titled and mark is None and (inner := mark_at(self.source.text, *titled)) and inner.end < titled[1]:
            mark, titled = inner, (inner.end, titled[1])
        cells = self.body()
        if titled and not cells and self.is_text(titled):
            cells, titled = (titled,), None
        content = [s for kind in _CONTENT if (s := self.own(first, kind))]
        text_start = min((s[0] for s in content), default=start)
        text_start = mark.end if mark and text_start <= mark.start < mark.end <= self.group[-1].end else text_start
        self.result.parts.append((PartKind.TASK, start))
        path = (*self.path, *(head for _, head in self.heads), *(self.printed(stretch) for stretch in self.over))
        end = self.group[-1].end
        task = RawTask(TaskKind.TASK, mark, path, start, end, max(text_start, start), None, self.slots())
        self.result.tasks.append(replace(task, cells=cells, titled=titled, dated=self.dated()))
        self.group = []

    def over_column(self, row: Row) -> int:
        """Take the headings in a row's section columns; where its task then begins.

        A heading in front of everything else is a part of its own.
        """
        before, self.over = self.over, self.sections_of(row)
        if not self.over or self.over == before:
            return row.start
        first = self.over[0]
        if not (self.path or self.heads) and first != (before[0] if before else None):
            mark = mark_at(self.source.text, *first)
            title = self.source.printed[mark.end if mark else first[0] : first[1]]
            self.result.sections.append(RawSection(mark, title, *first))
        leading = row.filled()
        while leading and leading[0].own in self.over:
            leading.pop(0)
        if leading and leading[0] is not row.filled()[0]:
            self.result.parts.append((PartKind.SECTION, row.start))
            return leading[0].start
        return row.start

    def sections_of(self, row: Row) -> tuple[Stretch, ...]:
        """The words of a row's section columns. A section stands until the next: one that is blank goes on.

        Below a new one the inner ones begin anew.
        """
        standing: list[Stretch | None] = []
        renewed = False
        for k, (cell, _) in enumerate(self.table.cells(row, ColumnKind.SECTION)):
            before = self.standing[k] if k < len(self.standing) else None
            words = cell.words or (None if renewed else before)
            renewed = renewed or words != before
            standing.append(words)
        self.standing = standing
        return tuple(dict.fromkeys(words for words in standing if words))

    def body(self) -> tuple[Stretch, ...]:
        """The words of the rows' measures, each once."""
        found: dict[Stretch, None] = {}
        for row in self.group:
            for cell, column in zip(row.cells, self.table.columns, strict=False):
                if cell.words and column.kind in _MEASURES:
                    found[cell.words] = None
        return tuple(found)

    def dated(self) -> tuple[tuple[Stretch, Stretch], ...]:
        """The cells under headers that are times, each with its header."""
        found = (pair for row in self.group for pair in self.table.cells(row, ColumnKind.DATED))
        return tuple((cell.words, column.at) for cell, column in found if cell.words and column.at)

    def is_text(self, stretch: Stretch) -> bool:
        return stretch[1] - stretch[0] >= _SENTENCE or "。" in self.words(stretch)

    def printed(self, stretch: Stretch) -> str:
        return self.source.printed[slice(*stretch)]

    # ---- units and times ----

    def slots(self) -> tuple[Slot, ...]:
        """What the rows' cells of units and times say, in their order; without units there, what brackets say.

        Cells that hold nothing of the plan (备注) are slots without fields: nothing is read from them.
        """
        found: dict[Stretch, Slot] = {}
        for row in self.group:
            for cell, column in zip(row.cells, self.table.columns, strict=False):
                stretch = cell.words
                if stretch and column.kind is ColumnKind.DATED:
                    stretch = column.at
                if stretch and stretch not in found and column.kind in _SLOTS:
                    found[stretch] = self.slot(stretch, column.kind, column.header)
        if not any(slot.names_units for slot in found.values()):
            for kind in _CONTENT:
                for stretch in {s for row in self.group if (s := self.own(row, kind))}:
                    found |= {(slot.start, slot.end): slot for slot in find_slots(self.source, *stretch)}
        return tuple(found.values())

    def slot(self, stretch: Stretch, kind: ColumnKind, header: str) -> Slot:
        """A cell as a slot; labels inside it (牵头单位：…配合单位：…) tell more than the header."""
        start, end = stretch
        if kind is ColumnKind.IGNORED:
            return Slot(start, end, ())
        if kind in {ColumnKind.TIME, ColumnKind.DATED}:
            return Slot(start, end, (Field(FieldKind.TIME, start, end),))
        labelled = [slot for slot in find_slots(self.source, start, end) if slot.names_units]
        if labelled and labelled[0].start == start:
            return Slot(start, end, tuple(field for slot in labelled for field in slot.fields))
        return Slot(start, end, (Field(FieldKind.UNITS, start, end, label_role(header)),))


_NUMBER_LONGEST = 10
_CONTENT = (ColumnKind.TITLE, ColumnKind.BODY)
_DUTIES = (ColumnKind.BODY, ColumnKind.UNITS, ColumnKind.TIME, ColumnKind.DATED)
_MEASURES = frozenset({ColumnKind.BODY, ColumnKind.DATED})
_SLOTS = frozenset({ColumnKind.UNITS, ColumnKind.TIME, ColumnKind.DATED, ColumnKind.IGNORED})


@cache
def skipped() -> re.Pattern[str]:
    """合计 / 备注： / 填表人：: rows that are no tasks."""
    return re.compile(any_pattern("tables", "rows.skipped"))
