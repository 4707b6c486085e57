"""Headings of items: where they end, and what they say of the part below them."""

import re
from functools import cache

from planner.extraction.outline import Node
from planner.extraction.rulebook import any_pattern
from planner.extraction.source import Source


def heading_end(source: Source, node: Node) -> int:
    """Where an item's heading ends: at its first full stop, or with its line."""
    found = re.compile("[。\n]").search(source.text, node.text_start, node.own_end)
    return found.start() if found else node.own_end


def heading_text(source: Source, node: Node) -> str:
    """An item's heading in folded text, without number and full stop, and without a score in brackets behind it."""
    text = source.text[node.text_start : heading_end(source, node)]
    return re.sub(r"\([^()]{1,10}分\)$", "", text)


def heading_line_end(source: Source, node: Node, end: int) -> int | None:
    """The end of a heading that has its line to itself and more below it, else None."""
    found = source.text.find("\n", node.text_start, end)
    if found < 0 or not source.text[found:end].strip("\n"):
        return None
    line = source.text[node.text_start : found].rstrip("。")
    return found if line and len(line) <= _HEADING_LONGEST and not re.search("[。;!?]|,.*,.*,", line) else None


_HEADING_LONGEST = 60


def is_report(source: Source, roots: list[Node], front: str) -> bool:
    """A year-end report: it says so, and it has sections on what was done and one that looks ahead."""
    if not _reports().search(front):
        return False
    ahead = [looks_ahead(source, root) for root in roots]
    back = [bool(_looks_back().search(heading_text(source, root))) for root in roots]
    return any(ahead) and any(done and not coming for done, coming in zip(back, ahead, strict=True))


def looks_ahead(source: Source, root: Node) -> bool:
    """Whether an item is the part of a year-end report that plans the coming year."""
    return bool(_ahead().search(heading_text(source, root)))


def is_preamble(title: str) -> bool:
    """Whether a heading's words (folded) stand over requirements and no tasks: 总体要求, 基本原则."""
    return bool(_preamble().search(title))


def is_safeguard(title: str) -> bool:
    """Whether a heading's words (folded) stand over safeguards: 组织保障, 保障措施."""
    return bool(_safeguard().search(title))


def names_safeguards(title: str) -> bool:
    """Whether a heading's words (folded) call what stands under them safeguards, so that each paragraph is one."""
    return bool(_safeguards_named().search(title))


@cache
def _reports() -> re.Pattern[str]:
    """…情况的报告 (a title), 现将有关情况报告如下 (an opening)."""
    return re.compile(any_pattern("zones", "report_front"), re.MULTILINE)


@cache
def _ahead() -> re.Pattern[str]:
    """下一步工作打算 / 2025年工作安排."""
    return re.compile(any_pattern("zones", "next_year_section"))


@cache
def _looks_back() -> re.Pattern[str]:
    """主要举措和成效 / 工作开展情况."""
    return re.compile(any_pattern("zones", "report_section"))


@cache
def _preamble() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "preamble_section"))


@cache
def _safeguards_named() -> re.Pattern[str]:
    """组织保障 / 组织实施, but not 有关要求."""
    return re.compile(any_pattern("zones", "safeguard_named"))


@cache
def _safeguard() -> re.Pattern[str]:
    return re.compile(any_pattern("zones", "safeguard_section"))
