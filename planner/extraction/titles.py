"""What reads like a document's title, and the title that a notice announces for the plan behind it."""

import re
from functools import cache

from planner.extraction.rulebook import any_of, any_pattern

TITLE_LONGEST = 80
TITLE_SHORTEST = 5


def is_title(line: str) -> bool:
    """Whether a folded line reads like the title of a plan, report or notice."""
    return (
        TITLE_SHORTEST <= len(line) <= TITLE_LONGEST
        and bool(title_end().search(line))
        and not re.search(r"[。;!?>:|]|^[•·]", line)
    )


def is_notice(line: str) -> bool:
    """Whether a title is that of a notice, which another title may follow."""
    return bool(_notice().search(line))


def title_opening(text: str) -> int | None:
    """The length of a title that opens a folded text without anything to part it from the sentence behind it."""
    for found in _title_then_sentence().finditer(text, 0, TITLE_LONGEST):
        if is_title(text[: found.start()]):
            return found.start()
    return None


def announced(title: str) -> str | None:
    """The name of the document that a notice's title says it issues: 关于印发《…方案》的通知."""
    found = _ISSUES.search(title)
    return found["name"].strip("《》<>") if found else None


_ISSUES = re.compile(r"(?:印发|转发|发布|下发|批转)(?P<name>.{4,80}?)的(?:通知|公告|通告|函)$")


@cache
def title_end() -> re.Pattern[str]:
    """…工作要点 / …行动方案（2025—2030年）."""
    return re.compile(any_of("zones", "title_kind") + r"(?:\([^()]{1,30}\)){0,2}$")


@cache
def _title_then_sentence() -> re.Pattern[str]:
    """…工作要点|为深入贯彻 / …行动方案|20XX年: where a sentence of a plan's opening begins."""
    return re.compile(any_of("zones", "opens_sentence"))


@cache
def _notice() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "notice_title"))
