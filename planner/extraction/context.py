"""What holds for all tasks of one document, found before any of them is read."""

import re
from dataclasses import dataclass

from planner.extraction.calendar import PlanYears
from planner.extraction.names import first_leads_rule
from planner.extraction.raw import RawTask
from planner.extraction.source import Source

_TITLE_LONGEST = 40
_TITLE_WITH_COMMA = 30
_TITLED_SHARE = 0.4


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for all tasks of a document. `text` is its reading text with cited titles and slots blanked out."""

    source: Source
    text: str
    years: PlanYears
    titled: bool
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
    titled = sum(short_title(source, task) is not None for task in tasks)
    return Context(
        source,
        "".join(chars),
        years,
        titled=titled >= len(tasks) * _TITLED_SHARE,
        first_leads=bool(first_leads_rule().search(source.text)),
    )


def short_title(source: Source, task: RawTask) -> int | None:
    """The end of a first sentence that reads like a title and has a body behind it, else None."""
    text = source.text
    stop = text.find("。", task.text_start, min(task.end, task.text_start + _TITLE_LONGEST + 1))
    if stop < 0:
        return None
    words = text[task.text_start : stop]
    commas = words.count(",")
    if re.search(r"[;:!?\n]", words) or commas > 1 or (commas and len(words) > _TITLE_WITH_COMMA):
        return None
    return stop if _has_body(text, task, stop + 1) else None


def _has_body(text: str, task: RawTask, start: int) -> bool:
    at = start
    for slot in task.slots:
        if text[at : slot.start].strip("。.;,\n "):
            return True
        at = max(at, slot.end)
    return bool(text[at : task.end].strip("。.;,\n "))
