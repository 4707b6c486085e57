"""What holds for all tasks of one document, found before any of them is read."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from planner.extraction.calendar import PlanYears
from planner.extraction.labels import other_label, time_label, unit_label
from planner.extraction.names import first_leads_rule
from planner.extraction.numbering import Style
from planner.extraction.raw import RawTask
from planner.extraction.source import Source

_TITLE_LONGEST = 40
_TITLE_WITH_COMMA = 30
_TITLED_SHARE = 0.4
_SEVERAL = 3
_PRINTED_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all tasks of a document. `text` is its reading text with cited titles and slots blanked out.

    `titled` holds where the items start whose short first sentence is a title.
    """

    source: Source
    text: str
    years: PlanYears
    titled: frozenset[int]
    first_leads: bool

    def printed(self, start: int, end: int) -> str:
        """The words of a stretch of reading text as printed, on one line."""
        return self.source.printed[start:end].replace("\n", "").replace("\t", " ")


def context_of(source: Source, tasks: list[RawTask], years: PlanYears) -> Context:
    """The document-wide rules: whether items have titles, and whether a first unit leads (…为牵头部门，下同)."""
    chars = list(source.masked)
    for task in tasks:
        for slot in task.slots:
            chars[slot.start : slot.end] = "□" * (slot.end - slot.start)
    return Context(
        source,
        "".join(chars),
        years,
        titled=_titled(source, [task for task in tasks if task.titled is None]),
        first_leads=bool(first_leads_rule().search(source.text)),
    )


def _titled(source: Source, tasks: list[RawTask]) -> frozenset[int]:
    """Where the items start whose short first sentence is their title.

    It is one where it is usual among items with marks of that style (1. may have none where （一） has them), or where
    all of several items under one heading open with one.
    """
    kinds: dict[Style | None, list[RawTask]] = {}
    headings: dict[tuple[Style | None, tuple[str, ...]], list[RawTask]] = {}
    for task in tasks:
        style = task.mark.style if task.mark else None
        kinds.setdefault(style, []).append(task)
        headings.setdefault((style, task.path), []).append(task)
    short = {task.start for task in tasks if short_title(source, task) is not None}
    found: set[int] = set()
    for group in kinds.values():
        if sum(task.start in short for task in group) >= len(group) * _TITLED_SHARE:
            found.update(task.start for task in group)
    for group in headings.values():
        if len(group) >= _SEVERAL and all(task.start in short for task in group):
            found.update(task.start for task in group)
    return frozenset(found)


def printed_title(source: Source, task: RawTask) -> int | None:
    """The end of a heading that print sets off, whatever is usual in the document: **1. 开展植树** 利用空闲地…."""
    first = source.offsets[task.text_start] if task.text_start < task.end else len(source.original)
    line = source.original.rfind("\n", 0, first) + 1
    if source.original.count("**", line, first) % 2 == 0:
        return None
    closed = source.original.find("**", first)
    end = bisect_left(source.offsets, closed, task.text_start, min(task.end, task.text_start + _PRINTED_LONGEST + 1))
    words = source.text[task.text_start : end]
    if closed < 0 or source.at(end) < closed or re.search(r"[。;\n\t].", words, re.DOTALL) or not words.strip("。"):
        return None
    if any(slot.start < end for slot in task.slots):
        return None
    return end if _has_body(source.text, task, end) else None


def short_title(source: Source, task: RawTask) -> int | None:
    """The end of a first sentence that reads like a title and has a body behind it, else None."""
    text = source.text
    stop = text.find("。", task.text_start, min(task.end, task.text_start + _TITLE_LONGEST + 1))
    if stop < 0:
        return None
    words = text[task.text_start : stop]
    if labelled := _label_behind().search(words):
        words, stop = words[: labelled.start()], task.text_start + labelled.start()
    commas = words.count(",")
    if re.search(r"[;:!?\n\t]", words) or commas > 1 or (commas and len(words) > _TITLE_WITH_COMMA):
        return None
    return stop if _has_body(text, task, stop + 1) else None


@cache
def _label_behind() -> re.Pattern[str]:
    """,责任人: / (责任单位: / 完成时限:, where a title is over."""
    return re.compile(rf"[,;(\[【〔]?(?:{other_label()}|{unit_label()}|{time_label()}):")


def _has_body(text: str, task: RawTask, start: int) -> bool:
    at = start
    for slot in task.slots:
        if text[at : slot.start].strip("。.;,\n "):
            return True
        at = max(at, slot.end)
    return bool(text[at : task.end].strip("。.;,\n "))
