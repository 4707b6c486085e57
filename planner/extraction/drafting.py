"""A task's stretch of text read in full: title, body, measures, units, times, targets, checkpoints."""

import datetime as dt

from planner.domain.document import Span
from planner.domain.drafts import CheckpointDraft, DeadlineDraft, DeadlineKind, Measure, Target, TaskDraft
from planner.extraction.checkpoints import Duty, duties_of, slot_duty
from planner.extraction.context import Context, short_title
from planner.extraction.measures import measures_of
from planner.extraction.mentions import mentions_of
from planner.extraction.numbering import Mark
from planner.extraction.raw import RawTask
from planner.extraction.slots import FieldKind
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
        aims = find_targets(self.context.text, self.raw.text_start, self.end)
        units, leads = mentions_of(self.context, self.raw, self.body)
        raw, source = self.raw, self.source
        return TaskDraft(
            kind=raw.kind,
            number=_label(source, raw.mark),
            section=" > ".join(raw.path) or None,
            title=self.context.printed(*self.title).rstrip("。") if self.title else None,
            body=self._original(*self.body),
            span=source.span(raw.start, self.end),
            body_span=body_span,
            measures=self._measures(),
            units=units,
            deadlines=self._deadlines(times, slot_times),
            targets=tuple(self._target(aim) for aim in aims),
            checkpoints=self._checkpoints(times, slot_times, aims),
            measure_leads=leads,
        )

    # ---- title and body ----

    def _title(self) -> tuple[int, int] | None:
        if self.raw.heading is not None:
            return self.raw.text_start, self.raw.heading
        short = short_title(self.source, self.raw) if self.context.titled else None
        return (self.raw.text_start, short) if short is not None else None

    def _body(self) -> tuple[int, int]:
        """From behind the title to the slots that close the task, or a table's cell."""
        if self.raw.cell:
            return self.raw.cell
        text = self.source.text
        end = self.end
        for slot in reversed(self.raw.slots):
            if text[slot.end : end].strip("。.;,\n ") or slot.start < self.raw.text_start:
                break
            end = slot.start
        start = self.title[1] if self.title else self.raw.text_start
        while start < end and text[start] in "。.:\n":
            start += 1
        while end > start and text[end - 1] == "\n":
            end -= 1
        return start, max(start, end)

    def _measures(self) -> tuple[Measure, ...]:
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
        for field in (f for slot in self.raw.slots for f in slot.fields if f.kind is FieldKind.TIME):
            times = find_times(self.source.masked, field.start, field.end, years=self.context.years, slot=True)
            found += times or [Time(field.start, field.end, DeadlineKind.DATE)]
        return found

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

    def _checkpoints(self, times: list[Time], slot_times: list[Time], aims: list[Aim]) -> tuple[CheckpointDraft, ...]:
        slot_due = _latest(slot_times)
        found: list[CheckpointDraft] = []
        for sentence in measures_of(self.source.text, self.raw.text_start, self.body[1]):
            a, b = sentence
            duties = duties_of(
                self.context.text,
                sentence,
                [t for t in times if a <= t.start < b],
                [aim for aim in aims if a <= aim.quantity.start < b],
                years=self.context.years,
                slot_due=slot_due,
            )
            found += [self._checkpoint(duty, sentence) for duty in duties]
        slot_duties = [duty for time in slot_times if (duty := slot_duty(time, self.context.years))]
        return (*found, *(self._checkpoint(duty, (duty.start, duty.end)) for duty in slot_duties))

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
            sentence=self.context.printed(*sentence),
            span=self.source.span(duty.start, duty.end),
        )

    # ---- words ----

    def _original(self, start: int, end: int) -> str:
        return self.source.span(start, end).of(self.source.original)


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


def _latest(times: list[Time]) -> dt.date | None:
    return max((time.due for time in times if time.due and not time.period), default=None)
