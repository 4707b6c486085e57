"""All that the checker says of a report, in the order a reader comes upon it."""

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.causes import check_causes
from planner.extraction.reports.dates import check_dates, check_estimates
from planner.extraction.reports.growth import check_growth
from planner.extraction.reports.headings import words
from planner.extraction.reports.ledger import Written, check_ledger
from planner.extraction.reports.parts import ReportText
from planner.extraction.reports.privacy import check_privacy
from planner.extraction.reports.repeats import check_repeats
from planner.extraction.reports.shares import check_shares
from planner.extraction.reports.structure import check_parts
from planner.extraction.reports.sums import check_sums
from planner.extraction.reports.values import check_values
from planner.extraction.reports.years import check_years
from planner.extraction.stretches import touches

MOST_CHARACTERS = 5000
"""《整治形式主义为基层减负若干规定》 (2024): general documents have no more."""


def check_gaps(report: ReportText) -> Iterator[Finding]:
    """Gaps that are still to be filled: 〔待补充：…〕, ××件."""
    for found in words("words.gap").finditer(report.text, 0, report.zones.chrome_start):
        start, end = found.span()
        message = f"{report.place(start)}还留着“{report.printed(start, end)}”，请补上内容后再定稿。"
        yield report.finding(FindingCode.GAP, start, end, message)


def check_length(report: ReportText) -> Iterator[Finding]:
    """More characters than a general document should have, from the title to the closing: advice, no fault."""
    characters = len(report.text[report.zones.front_end : report.body[1]].replace("\n", ""))
    if characters > MOST_CHARACTERS:
        message = f"全文约 {characters} 字，超过一般文件 {MOST_CHARACTERS} 字的要求，建议精简，或把细项移到附件。"
        yield Finding(FindingCode.TOO_LONG, None, message, None)


_OF_THE_TEXT = (
    check_parts,
    check_causes,
    check_sums,
    check_shares,
    check_growth,
    check_values,
    check_estimates,
    check_dates,
    check_years,
    check_privacy,
    check_gaps,
    check_length,
)


def check_report(
    report: ReportText,
    *,
    written: Written | None = None,
    previous: ReportText | None = None,
) -> tuple[Finding, ...]:
    """What a careful reader would mark in a year-end report; an empty tuple where there is nothing.

    `written` is what it was written from, to compare its numbers with; `previous` is last year's report. What is
    missing comes first, then all by its place.
    """
    found = chain(
        chain.from_iterable(check(report) for check in _OF_THE_TEXT),
        check_ledger(report, written) if written is not None else (),
        check_repeats(report, previous) if previous is not None else (),
    )
    return tuple(sorted(_each_once(found), key=lambda f: (f.span or (-1, -1), f.part or "", f.code)))


def _each_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without those of a kind that share characters with one told before."""
    told: dict[FindingCode, list[tuple[int, int]]] = defaultdict(list)
    for finding in findings:
        stretches = told[finding.code]
        if finding.span is None:
            yield finding
        elif not touches(stretches, *finding.span):
            insort(stretches, finding.span)
            yield finding
