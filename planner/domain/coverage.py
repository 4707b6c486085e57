"""How much of a document's text a draft has a name for, and what stayed outside its tasks."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from planner.domain.document import Document, LeftOut, Span
from planner.domain.drafts import PartKind, PlanDraft

BODY = (PartKind.PREAMBLE, PartKind.SECTION, PartKind.TASK, PartKind.SAFEGUARD)
_ITEMS = (PartKind.TASK, PartKind.SAFEGUARD)


@dataclass(frozen=True, slots=True)
class Outside:
    """A part of the text that is no task: what it is, where it stands and its words."""

    kind: PartKind
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """A draft's parts counted in characters, blanks left out.

    `characters` is the whole text, `named` how many of them lie in exactly one part; `body` and `body_named` count
    the same for what stands between title and closing. `kinds` counts by kind. `loose` are stretches of task parts
    that no task has for its own; `left_out` is what the reader of the format left out of the text.
    """

    characters: int
    named: int
    body: int
    body_named: int
    kinds: tuple[tuple[PartKind, int], ...]
    outside: tuple[Outside, ...]
    loose: tuple[Outside, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def share(self) -> float:
        """The percent of the body's characters that have a name."""
        return 100.0 * self.body_named / self.body if self.body else 100.0


def coverage(document: Document, draft: PlanDraft) -> Coverage:
    """What a draft makes of a document's text."""
    text = document.text
    times = [0] * len(text)
    for part in draft.parts:
        for at in range(*part.span):
            times[at] += 1
    kinds = dict.fromkeys(PartKind, 0)
    for part in draft.parts:
        kinds[part.kind] += _count(text, part.span)
    first, last = _body(draft, len(text))
    solid = [at for at, char in enumerate(text) if not char.isspace()]
    return Coverage(
        characters=len(solid),
        named=sum(times[at] == 1 for at in solid),
        body=sum(first <= at < last for at in solid),
        body_named=sum(times[at] == 1 for at in solid if first <= at < last),
        kinds=tuple((kind, count) for kind, count in kinds.items() if count),
        outside=tuple(
            Outside(part.kind, part.span, part.span.of(text).strip())
            for part in draft.parts
            if part.kind not in (PartKind.SECTION, *_ITEMS) and part.span.of(text).strip()
        ),
        loose=tuple(_loose(text, draft)),
        left_out=document.left_out,
    )


def _body(draft: PlanDraft, length: int) -> tuple[int, int]:
    """From the first part of the body to the last; a gap between parts lies inside it."""
    spans = [part.span for part in draft.parts if part.kind in BODY]
    return (min(s.start for s in spans), max(s.end for s in spans)) if spans else (length, length)


def _loose(text: str, draft: PlanDraft) -> Iterator[Outside]:
    """What lies in a task's part behind or before the tasks' own stretches."""
    spans = sorted(task.span for task in draft.tasks)
    starts = [span.start for span in spans]
    for part in draft.parts:
        if part.kind not in _ITEMS:
            continue
        at = part.span.start
        for span in spans[bisect_left(starts, part.span.start) : bisect_left(starts, part.span.end)]:
            yield from _stretch(text, part.kind, at, span.start)
            at = max(at, span.end)
        yield from _stretch(text, part.kind, at, part.span.end)


def _stretch(text: str, kind: PartKind, start: int, end: int) -> Iterator[Outside]:
    words = text[start:end].strip() if start < end else ""
    if words:
        yield Outside(kind, Span(start, end), words)


def _count(text: str, span: Span) -> int:
    return sum(not char.isspace() for char in span.of(text))
