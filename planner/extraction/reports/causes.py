"""Whether a report's shortcomings come with their causes."""

from collections.abc import Iterator
from itertools import pairwise

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.numbering import counted_marks
from planner.extraction.reports.headings import PROBLEMS, words
from planner.extraction.reports.parts import ReportText

Stretch = tuple[int, int]


def check_causes(report: ReportText) -> Iterator[Finding]:
    """Shortcomings without their causes: one finding where none is told, else one for each item that has none.

    A part whose heading promises causes may tell them in softer words (意识不强, 机制不健全); elsewhere it takes 由于,
    原因 or the like, for 重视不够 alone is a shortcoming too. A gap left for a cause is told as a gap.
    """
    stretches = _stretches(report)
    items = [item for stretch in stretches for item in _items(report, *stretch)]
    promised = any(PROBLEMS in section.parts and "原因" in section.title for section in report.sections)
    told = [_tells_cause(report, *item, promised=promised) for item in items]
    if not items or all(told) or _told_together(report, stretches, items[-1]):
        return
    if not any(told):
        start, end = stretches[0]
        message = f"{report.place(start)}写了不足，没有写原因，请逐项说明原因。"
        yield report.finding(FindingCode.CAUSES_MISSING, start, _line_end(report, start, end), message, PROBLEMS)
        return
    for (start, end), has in zip(items, told, strict=True):
        if not has:
            message = f"{report.place(start)}“{report.printed(start, end, 24)}”没有写原因，请补上。"
            yield report.finding(FindingCode.CAUSES_MISSING, start, end, message, PROBLEMS)


def _stretches(report: ReportText) -> list[Stretch]:
    """Where shortcomings are told, without the headings of their sections."""
    heads = {section.start: section.head_end for section in report.sections}
    turns = [*report.pieces, (report.zones.closing_start, None)]
    found = [(heads.get(start, start), end) for (start, part), (end, _) in pairwise(turns) if part == PROBLEMS]
    return [_trimmed(report, start, end) for start, end in found if report.text[start:end].strip("。\n")]


def _items(report: ReportText, start: int, end: int) -> list[Stretch]:
    """The shortcomings one by one: numbered items, a run of 一是 … 二是, or paragraphs."""
    starts = [c.start for s in report.sections for c in s.children if start <= c.start < end]
    starts = starts or [mark.start for mark in counted_marks(report.text, start, end)]
    starts = starts or [first for first, _ in report.source.paragraphs_in(start, end)] or [start]
    return [_trimmed(report, first, after) for first, after in zip(starts, [*starts[1:], end], strict=True)]


def _told_together(report: ReportText, stretches: list[Stretch], last: Stretch) -> bool:
    """Whether the causes of all shortcomings are told in one place: 上述问题的原因…, or behind the last of them."""
    if any(words("words.all_causes").search(_ungapped(report, *stretch)) for stretch in stretches):
        return True
    return bool(words("words.closing_causes").search(_ungapped(report, *last)))


def _tells_cause(report: ReportText, start: int, end: int, *, promised: bool) -> bool:
    """Whether a shortcoming's cause is told, or a gap waits for it."""
    gaps = words("words.gap").findall(report.text[start:end])
    text = _ungapped(report, start, end)
    if any("原因" in gap for gap in gaps) or words("words.cause").search(text):
        return True
    return promised and bool(words("words.soft_cause").search(text))


def _ungapped(report: ReportText, start: int, end: int) -> str:
    """A stretch without its gaps, nor the label before one: 原因:〔待补充〕."""
    return words("words.gap").sub("□", report.text[start:end]).replace("原因:□", "")


def _line_end(report: ReportText, start: int, end: int) -> int:
    found = report.text.find("\n", start, end)
    return end if found < 0 else found


def _trimmed(report: ReportText, start: int, end: int) -> Stretch:
    """A stretch without line breaks and stops around it."""
    while start < end and report.text[start] in "。\n":
        start += 1
    while start < end and report.text[end - 1] == "\n":
        end -= 1
    return start, end
