"""A task's stretch of text read in full: title, body, measures, units, times, targets, checkpoints."""

import datetime as dt
import re
from bisect import bisect_left

from planner.domain.document import Span
from planner.domain.drafts import CheckpointDraft, DeadlineDraft, DeadlineKind, Measure, Target, TaskDraft
from planner.extraction.checkpoints import Duty, duties_of, joined, slot_duty, slot_rates
from planner.extraction.context import Context, printed_title, short_title
from planner.extraction.measures import measures_of
from planner.extraction.mentions import mentions_of
from planner.extraction.numbering import Mark
from planner.extraction.raw import RawTask
from planner.extraction.slots import Field, FieldKind
from planner.extraction.source import Source
from planner.extraction.targets import Aim, find_targets
from planner.extraction.times import Time, find_times


def draft_task(context: Context, raw: RawTask) -> TaskDraft:
    """The draft of one task."""
    return _Drafter(context, raw).draft()


class _Drafter:
    """Reads one task; its attributes are stretches of reading text."""

    def __init__(self, context: Context, raw: RawTask) -> None:
        self.context = context
        self.source = context.source
        self.raw = raw
        self.end = _stripped_end(self.source.text, raw.text_start, raw.end)
        self.title = self._title()
        self.body = self._body()

    def draft(self) -> TaskDraft:
        body_span = self.source.span(*self.body)
        times = self._times()
        slot_times = self._slot_times()
        aims = find_targets(self.context.text, self.raw.text_start, self.end, year=self.context.years.first)
        slot_aims = [aim for field in self._time_fields() for aim in self._rates_in(field)]
        units, leads = mentions_of(self.context, self.raw, self.body)
        raw, source = self.raw, self.source
        return TaskDraft(
            kind=raw.kind,
            number=_label(source, raw.mark),
            section=" > ".join(raw.path) or None,
            title=self.context.printed(*self.title).rstrip("。") if self.title else None,
            body=self._words(),
            span=source.span(raw.start, self.end),
            body_span=body_span,
            measures=self._measures(),
            units=units,
            deadlines=self._deadlines(times, slot_times),
            targets=tuple(self._target(aim) for aim in sorted([*aims, *slot_aims], key=lambda aim: aim.start)),
            checkpoints=self._checkpoints(times, slot_times, aims),
            measure_leads=leads,
        )

    # ---- title and body ----

    def _title(self) -> tuple[int, int] | None:
        if self.raw.titled:
            return self.raw.titled
        if self.raw.heading is not None:
            return self.raw.text_start, self.raw.heading
        short = printed_title(self.source, self.raw)
        if short is None and self.raw.start in self.context.titled:
            short = short_title(self.source, self.raw)
        return (self.raw.text_start, short) if short is not None else None

    def _body(self) -> tuple[int, int]:
        """From behind the title to the slots that close the task; in a table from its first cell to its last."""
        if self.raw.cells is not None:
            return self._cells()[0][0], self._cells()[-1][1]
        text = self.source.text
        end = self.end
        for slot in reversed(self.raw.slots):
            if text[slot.end : end].strip("。.;,\n ") or slot.start < self.raw.text_start:
                break
            end = slot.start
        start = self.title[1] if self.title else self.raw.text_start
        while start < end and text[start] in "。.:,;\n":
            start += 1
        while end > start and text[end - 1] == "\n":
            end -= 1
        return start, max(start, end)

    def _cells(self) -> list[tuple[int, int]]:
        """The cells of a table's body, without a title that opens the first and brackets of units that close one.

        One empty stretch where there are none.
        """
        first, *others = self.raw.cells or ((self._behind_title(),) * 2,)
        start = first[0]
        if self.title and first[0] <= self.title[0] and self.title[1] <= first[1]:
            start = min(first[1], self.title[1] + self.source.text.startswith("。", self.title[1]))
        return [(a, self._closed(a, b)) for a, b in [(start, first[1]), *others]]

    def _closed(self, start: int, end: int) -> int:
        """Where the slots begin that close a stretch; its end where none does."""
        for slot in sorted(self.raw.slots, key=lambda slot: -slot.start):
            if start < slot.start and slot.end <= end and not self.source.text[slot.end : end].strip("。.;,"):
                end = slot.start
        return end

    def _behind_title(self) -> int:
        inside = self.title and self.raw.start <= self.title[0] and self.title[1] <= self.end
        return self.title[1] if self.title and inside else self.raw.text_start

    def _measures(self) -> tuple[Measure, ...]:
        """The body's sentences; of several rows' cells each is a measure."""
        if self.raw.cells is not None and len(self.raw.cells) > 1:
            return tuple(Measure(self._original(*cell), self.source.span(*cell)) for cell in self._cells())
        spans = [self.source.span(a, b) for a, b in measures_of(self.source.text, *self.body)]
        ends = [*(span.start for span in spans[1:]), self.source.span(*self.body).end]
        whole = [Span(span.start, end) for span, end in zip(spans, ends, strict=False)]
        return tuple(Measure(span.of(self.source.original), span) for span in whole)

    # ---- times ----

    def _times(self) -> list[Time]:
        return find_times(self.context.text, self.raw.text_start, self.end, years=self.context.years, slot=False)

    def _slot_times(self) -> list[Time]:
        """The times in slots; words in a deadline slot that no rule reads are kept as a date without a day."""
        found: list[Time] = []
        for field in self._time_fields():
            times = find_times(self.source.masked, field.start, field.end, years=self.context.years, slot=True)
            found += times or [Time(field.start, field.end, DeadlineKind.DATE)]
        return found

    def _time_fields(self) -> list[Field]:
        return [f for slot in self.raw.slots for f in slot.fields if f.kind is FieldKind.TIME]

    def _deadlines(self, times: list[Time], slot_times: list[Time]) -> tuple[DeadlineDraft, ...]:
        both = [*((t, False) for t in times), *((t, True) for t in slot_times)]
        both.sort(key=lambda pair: pair[0].start)
        return tuple(self._deadline(time, slot=slot) for time, slot in both)

    def _deadline(self, time: Time, *, slot: bool) -> DeadlineDraft:
        words = self.context.printed(time.start, time.end)
        span = self.source.span(time.start, time.end)
        return DeadlineDraft(words, time.kind, time.due, time.period, time.count, slot=slot, span=span)

    # ---- figures ----

    def _target(self, aim: Aim) -> Target:
        q = aim.quantity
        words, span = self.context.printed(aim.start, aim.end), self.source.span(aim.start, aim.end)
        return Target(words, q.value, q.value_max, q.unit, aim.comparator, span)

    def _rates_in(self, field: Field) -> list[Aim]:
        """The rates in a deadline slot: 9月底、12月底分别完成50%和100%."""
        aims = find_targets(self.source.masked, field.start, field.end, year=self.context.years.first)
        return [aim for aim in aims if aim.is_rate]

    def _slot_rates(self, field: Field) -> list[Duty]:
        aims = self._rates_in(field)
        if not aims:
            return []
        times = find_times(self.source.masked, field.start, field.end, years=self.context.years, slot=True)
        return slot_rates((field.start, field.end), aims, [time.due for time in times if time.due])

    def _checkpoints(self, times: list[Time], slot_times: list[Time], aims: list[Aim]) -> tuple[CheckpointDraft, ...]:
        slot_due = _latest(slot_times)
        last_day = _latest(times)
        found: list[tuple[Duty, tuple[int, int]]] = []
        time_starts, aim_starts = [time.start for time in times], [aim.quantity.start for aim in aims]
        for sentence in self._sentences():
            duties = duties_of(
                self.context.text,
                sentence,
                times[_between(time_starts, *sentence)],
                aims[_between(aim_starts, *sentence)],
                years=self.context.years,
                slot_due=self._due_of_cell(sentence) or slot_due,
                last_day=last_day,
            )
            found += [(duty, sentence) for duty in duties]
        slot_duties = [duty for time in slot_times if (duty := slot_duty(time, self.context.years))]
        slot_duties += [duty for field in self._time_fields() for duty in self._slot_rates(field)]
        merged = joined([duty for duty, _ in found], slot_duties, self.context.years)
        sentences = [*(sentence for _, sentence in found), *((d.start, d.end) for d in merged[len(found) :])]
        return tuple(self._checkpoint(*pair) for pair in zip(merged, sentences, strict=True))

    def _due_of_cell(self, sentence: tuple[int, int]) -> dt.date | None:
        """The day that the header over a sentence's cell says: 6月底."""
        over = [header for (start, end), header in self.raw.dated if start <= sentence[0] and sentence[1] <= end]
        return _latest(
            [t for at in over for t in find_times(self.source.masked, *at, years=self.context.years, slot=True)]
        )

    def _sentences(self) -> list[tuple[int, int]]:
        """The sentences of title and body; in a table those of each cell of the task."""
        text, start = self.source.text, self.raw.text_start
        if self.raw.cells is None:
            return measures_of(text, start, self.body[1])
        own = re.finditer(r"[^\t\n]+", text[start : self.end])
        return [sentence for cell in own for sentence in measures_of(text, start + cell.start(), start + cell.end())]

    def _checkpoint(self, duty: Duty, sentence: tuple[int, int]) -> CheckpointDraft:
        return CheckpointDraft(
            text=self.context.printed(duty.start, duty.end),
            kind=duty.kind,
            due=duty.due,
            due_source=duty.due_source,
            value=duty.value,
            unit=duty.unit,
            comparator=duty.comparator,
            period=duty.period,
            whose=self.context.printed(*duty.whose) if duty.whose else None,
            sentence=self.context.printed(*_around(sentence, duty)),
            span=self.source.span(duty.start, duty.end),
        )

    # ---- words ----

    def _words(self) -> str:
        """The body as printed; of several cells of a table each is a line, for other columns stand between them."""
        cells = [self.body] if self.raw.cells is None else self._cells()
        return "\n".join(self._original(*cell) for cell in cells)

    def _original(self, start: int, end: int) -> str:
        return self.source.span(start, end).of(self.source.original)


_SENTENCE_LONGEST = 1000


def _around(sentence: tuple[int, int], duty: Duty) -> tuple[int, int]:
    """A duty's sentence, of an endless one what stands around the duty."""
    return max(sentence[0], duty.start - _SENTENCE_LONGEST), min(sentence[1], duty.end + _SENTENCE_LONGEST)


def _stripped_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in "\n\t":
        end -= 1
    return end


def _label(source: Source, mark: Mark | None) -> str | None:
    """A number as a draft prints it: （一） with its own brackets, 1 without its mark, 一 and 第一条."""
    if mark is None:
        return None
    if mark.label.isdigit():
        return mark.label
    return source.printed[mark.start : mark.start + len(mark.label)]


def _between(starts: list[int], first: int, last: int) -> slice:
    """Which of things in order start in [first, last)."""
    return slice(bisect_left(starts, first), bisect_left(starts, last))


def _latest(times: list[Time]) -> dt.date | None:
    return max((time.due for time in times if time.due and not time.period), default=None)
