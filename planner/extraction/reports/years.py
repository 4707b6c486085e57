"""Years that a report can't mean: left over from another year's report, still to come, or mistyped."""

import datetime as dt
import re
from collections.abc import Iterator

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.calendar import month_end
from planner.extraction.headings import heading_text
from planner.extraction.reports.dates import published_on, signed_on
from planner.extraction.reports.headings import DONE, DUTY, NEXT, PROBLEMS, words
from planner.extraction.reports.parts import ReportText

_YEAR = re.compile(r"(?<![\d—–\-~])(?P<year>20\d\d)年")
# 2204年 / 20244年 / 202年; not 5000年文明
_MISTYPED = re.compile(r"(?<![\d.])(?:2[1-9]\d\d|20\d{3}|20\d)年(?!来|历史|文明|以[上前来]|间)")
# 2025年3月(5日), a day of something done
_MONTH = re.compile(r"(?<![\d—–\-~])(?P<y>20\d\d)年(?P<m>\d{1,2})月(?:\d{1,2}日)?")
# 今年(将) in a plan; not 今年以来
_THIS_YEAR = re.compile("今年(?!以来|[初上])")
# (力争)2024年底前 / 2024年6月底前
_DUE = re.compile(r"(?<!\d)(?P<year>20\d\d)年(?:\d{1,2}月(?:\d{1,2}日)?)?[底末]?之?[前内]")
_TOLD_LATEST = 4
_FARTHEST = 15
_LOOK = 16


def check_years(report: ReportText) -> Iterator[Finding]:
    """Years in title, headings, openings, plans and dates that don't fit the year reported on. One finding a place."""
    taken: set[int] = set()
    for start, end, reason in sorted([*_mistyped(report), *_stale(report)]):
        if not taken & set(range(start, end)):
            taken |= set(range(start, end))
            message = (
                f"{report.place(start)}“{report.printed(start, min(end + 12, _line_end(report, end)))}”：{reason}。"
            )
            yield report.finding(FindingCode.YEAR_STALE, start, end, message)


Place = tuple[int, int, str]


def _stale(report: ReportText) -> Iterator[Place]:
    if report.year is None:
        return
    yield from _title(report, report.year)
    yield from _headings(report, report.year)
    yield from _openings(report, report.year)
    yield from _plans(report, report.year)
    yield from _to_come(report, report.year)


def _mistyped(report: ReportText) -> Iterator[Place]:
    for found in _MISTYPED.finditer(report.source.masked, *report.body):
        yield found.start(), found.end(), "没有这样的年份，请核对"
    for found in _YEAR.finditer(report.source.masked, *report.body):
        goal = report.text[found.start() - 1] in "到至"
        if report.year is not None and int(found["year"]) > report.year + _FARTHEST and not goal:
            yield found.start(), found.end(), "年份太远，请核对"


def _title(report: ReportText, year: int) -> Iterator[Place]:
    """The first year of the title is the one reported on."""
    title = report.zones.title
    found = _YEAR.search(report.text, *title) if title else None
    if found and int(found["year"]) != year:
        yield found.start(), found.end(), f"标题的年份和正文不一致，报告的是{year}年，请核对"


def _headings(report: ReportText, year: int) -> Iterator[Place]:
    """What was done, fell short or was led has the year reported in its heading, plans have the next."""
    for section in report.sections:
        if not section.parts:
            continue
        for found in _YEAR.finditer(report.source.masked, section.start, section.head_end):
            yield from _unlike(found, section.parts, year)
        for child in section.children:
            opening = _YEAR.match(report.text, child.text_start)
            if opening and len(heading_text(report.source, child)) <= _LONGEST:
                yield from _unlike(opening, (report.part_at(child.start) or DONE,), year)


_LONGEST = 40


def _unlike(found: re.Match[str], parts: tuple[str, ...], year: int) -> Iterator[Place]:
    fitting = {year} if parts != (NEXT,) else set()
    fitting |= {year + 1} if NEXT in parts else set()
    if int(found["year"]) not in fitting:
        right = year + 1 if parts == (NEXT,) else year
        yield found.start(), found.end(), f"标题里的年份应为{right}年，请改正"


def _openings(report: ReportText, year: int) -> Iterator[Place]:
    """A sentence that opens with the year it is about: 2023年,我市…; one that looks back says so (2023年以来)."""
    for start, end in report.sentences:
        found = _YEAR.match(report.text, start)
        part = report.part_at(start)
        if not found or not re.match("[,全我本各区市县]", report.text[found.end() : end]):
            continue
        named = int(found["year"])
        if part == NEXT:
            if named <= year and words("dates.will").search(report.text, found.end(), end):
                yield found.start(), found.end(), f"写的是下一年的安排，年份应为{year + 1}年，请改正"
        elif named != year and f"{year}年" not in report.text[start:end] and not (named == year + 1 and part is None):
            yield found.start(), found.end(), f"报告的是{year}年，请核对年份"


def _plans(report: ReportText, year: int) -> Iterator[Place]:
    """A plan for the next year that is due before it begins."""
    for found in _DUE.finditer(report.source.masked, *report.body):
        before = report.text[max(0, found.start() - _LOOK) : found.start()]
        if report.part_at(found.start()) == NEXT and int(found["year"]) <= year and not re.search("截[至止]$", before):
            yield found.start(), found.end(), f"下一年安排的时限在{year}年以内，已经过了，请改正"

    for found in _THIS_YEAR.finditer(report.text, *report.body):
        clause = re.split("[。;\n]", report.text[found.end() : found.end() + 2 * _LOOK])[0]
        if report.part_at(found.start()) == NEXT and words("dates.will").search(clause):
            yield found.start(), found.end(), f"写的是下一年的安排，“今年”会看成{year}年，请写明{year + 1}年"


def _to_come(report: ReportText, year: int) -> Iterator[Place]:
    """A month told as past that lies behind the report's own date, or behind April of the next year."""
    dated = signed_on(report) or published_on(report)
    for found in _MONTH.finditer(report.source.masked, report.first, report.body[1]):
        latest = dated.day if dated and dated.day.year > year else dt.date(year + 1, _TOLD_LATEST, 1)
        last = month_end(int(found["y"]), int(found["m"]))
        if report.part_at(found.start()) not in (DONE, PROBLEMS, DUTY) or _is_planned(report, found) or last is None:
            continue
        if last.replace(day=1) > latest:
            yield found.start(), found.end(), "这个时间还没有到，不会是已经做了的事，请核对"


def _is_planned(report: ReportText, found: re.Match[str]) -> bool:
    """Whether a month ends a stretch of time (到2025年6月), or is one that something is wanted by (预计2025年6月)."""
    before, after = report.text[max(0, found.start() - _LOOK) : found.start()], report.text[found.end() :][:_LOOK]
    clause = re.split("[,。;:]", before)[-1]
    ranged = words("dates.range_before").search(before) or words("dates.range_after").search(after)
    return bool(ranged or words("dates.will").search(clause) or words("words.estimate").search(clause))


def _line_end(report: ReportText, index: int) -> int:
    found = report.text.find("\n", index)
    return len(report.text) if found < 0 else found
