"""Sentences that stand in last year's report as well."""

import re
from collections.abc import Iterator

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.parts import ReportText

_SHORTEST = 15
_MARKS = re.compile(r"[\W_]+")
_YEAR = re.compile(r"20\d\d(?=年)")


def check_repeats(report: ReportText, previous: ReportText) -> Iterator[Finding]:
    """Runs of sentences that last year's report has word for word, but for marks and the year; with their share.

    Headings, the opening and the closing don't count, nor sentences of a few words.
    """
    known = {key for _, _, key in _sentences(previous)}
    own = list(_sentences(report))
    repeated = [at for at, (_, _, key) in enumerate(own) if key in known]
    share = f"{len(repeated) * 100 / max(1, len(own)):.0f}%"
    for run in _runs(repeated):
        start, end = own[run[0]][0], own[run[-1]][1]
        what = "这句话" if len(run) == 1 else f"这 {len(run)} 句话"
        message = (
            f"{report.place(start)}“{report.printed(start, end)}”：{what}和上年报告相同"
            f"（全文 {len(own)} 句中相同的有 {len(repeated)} 句，占 {share}），请写当年的情况。"
        )
        yield report.finding(FindingCode.REPEATED, start, end, message)


def _sentences(report: ReportText) -> Iterator[tuple[int, int, str]]:
    """The sentences of the sections, each with what it is compared by."""
    heads = {section.start for section in report.sections}
    for start, end in report.sentences:
        key = _MARKS.sub("", _YEAR.sub("", report.text[start:end]))
        if start >= report.first and start not in heads and len(key) >= _SHORTEST:
            yield start, end, key


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Numbers in order, grouped where one follows the other."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run
