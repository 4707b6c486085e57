"""Whether a report's dates can be: estimates, a date before its year's end, late dates, years of another report."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.calendar import day as real_day
from planner.extraction.numerals import whole
from planner.extraction.numerals import year as year_of
from planner.extraction.reports.headings import NEXT, OTHER, words
from planner.extraction.reports.parts import ReportText

REPORTED_BY = (3, 1)
PUBLISHED_BY = (4, 1)
"""《法治政府建设与责任落实督察工作规定》: reported by 1 March, published by 1 April of the next year."""

_DAY = re.compile(
    r"(?P<y>20\d\d)(?:年|[-/.])(?P<m>\d{1,2})(?:月|[-/.])(?P<d>\d{1,2})日?(?!\d)"
    r"|(?P<cy>二[〇○零][〇○零一二三四五六七八九]{2})年(?P<cm>[一二三四五六七八九十]{1,2})月(?P<cd>[一二三四五六七八九十]{1,3})日"
)
_SIGNED = 40


class Dated(NamedTuple):
    """A day that the report is dated with, and where it stands."""

    day: dt.date
    start: int
    end: int


def check_estimates(report: ReportText) -> Iterator[Finding]:
    """预计 of the year that is over: a report tells what was, not what was expected. Plans may expect."""
    for start, end in report.sentences:
        if report.part_at(start) in (NEXT, OTHER):
            continue
        found = words("words.estimate").search(report.text, start, end)
        if found and not _of_later(report, report.text[found.start() : end]):
            clause = re.search("[,。;\n]", report.text[found.end() : end])
            told = report.printed(found.start(), found.end() + clause.start() if clause else end)
            message = f"{report.place(start)}“{told}”是预计数，年度已经结束，请换成实际完成数。"
            yield report.finding(FindingCode.ESTIMATE, found.start(), found.end(), message)


def _of_later(report: ReportText, text: str) -> bool:
    clause = re.split("[,。;]", text)[0]
    named = [int(year) for year in re.findall(r"(20\d\d)年", clause)]
    return bool(words("words.later").search(clause)) or any(report.year and year > report.year for year in named)


# ---- the report's own date ----


def check_dates(report: ReportText) -> Iterator[Finding]:
    """A report dated before its year's end, reported after 1 March or published after 1 April."""
    if report.year is None:
        return
    signed, published = signed_on(report), published_on(report)
    for what, dated in (("落款", signed), ("发布", published)):
        if dated and dated.day < dt.date(report.year, 12, 31):
            message = f"{what}日期{dated.day}早于{report.year}年年底，全年情况还没有出来，请在年度结束后定稿。"
            yield Finding(FindingCode.DATED_EARLY, None, message, _span(report, dated))
            return
    if signed and signed.day > dt.date(report.year + 1, *REPORTED_BY):
        message = f"落款日期{signed.day}晚于{report.year + 1}年3月1日的报告期限，请核对日期，或说明原因。"
        yield Finding(FindingCode.REPORTED_LATE, None, message, _span(report, signed))
    if published and published.day > dt.date(report.year + 1, *PUBLISHED_BY):
        message = f"发布日期{published.day}晚于{report.year + 1}年4月1日的公开期限，请核对日期，或说明原因。"
        yield Finding(FindingCode.PUBLISHED_LATE, None, message, _span(report, published))


def _span(report: ReportText, dated: Dated) -> tuple[int, int]:
    span = report.source.span(dated.start, dated.end)
    return span.start, span.end


def signed_on(report: ReportText) -> Dated | None:
    """The day on a line of its own or behind the signature, at the end, or under the title; or 成文日期 of the page."""
    last = [p for p in report.source.paragraphs if p[1] <= report.zones.chrome_start][-_LAST:]
    behind = [p for p in last if p[0] >= report.zones.closing_start or p in last[-3:]]
    front = [p for p in report.source.paragraphs if report.zones.body_start <= p[0] < report.first]
    for start, end in [*reversed(behind), *front]:
        if end - start <= _SIGNED and (dated := _day_at_end(report, start, end)):
            return dated
    return _labelled(report, "dates.signed")


_LAST = 8


def _day_at_end(report: ReportText, start: int, end: int) -> Dated | None:
    """A line that is a day, or an organ's name and a day: 云溪市人民政府2025年2月20日."""
    for found in _DAY.finditer(report.text, start, end):
        around = report.text[start : found.start()], report.text[found.end() : end]
        if around[1] not in ("", ")") or not re.fullmatch(
            r"\(?|[^,。;:]*(?:政府|局|厅|委|会|办公室|组|部|院)", around[0]
        ):
            continue
        return _dated(found)
    return None


def published_on(report: ReportText) -> Dated | None:
    """The day that the page says it was published on."""
    return _labelled(report, "dates.published")


def _labelled(report: ReportText, key: str) -> Dated | None:
    """The day behind a label, on the lines around the report or between its title and its text."""
    label = re.compile(rf"{words(key).pattern}[::]?(?=20\d\d)")
    stretches = [(0, min(report.first, report.zones.body_start + 200)), (report.zones.closing_start, len(report.text))]
    for start, end in stretches:
        for found in label.finditer(report.text, start, end):
            if key == "dates.published" and words("dates.signed").search(
                report.text[max(0, found.start() - 4) : found.end()]
            ):
                continue
            if (match := _DAY.match(report.text, found.end(), end)) and (dated := _dated(match)):
                return dated
    return None


def _dated(found: re.Match[str]) -> Dated | None:
    printed = year_of(found["cy"]) if found["cy"] else int(found["y"])
    month, number = (whole(found["cm"]), whole(found["cd"])) if found["cy"] else (int(found["m"]), int(found["d"]))
    named = real_day(printed or 0, month or 0, number or 0) if printed else None
    return Dated(named, found.start(), found.end()) if named else None
