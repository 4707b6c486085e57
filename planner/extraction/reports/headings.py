"""The parts that the rules ask a year-end report to have, and what its headings name of them."""

import re
from functools import cache

from planner.extraction.numerals import year as year_of
from planner.extraction.rulebook import any_pattern

DONE, PROBLEMS, DUTY, NEXT, OTHER = "1", "2", "3", "4", "5"
PART_NAMES = {
    DONE: "主要举措和成效",
    PROBLEMS: "不足和原因",
    DUTY: "党政主要负责人履行推进法治建设第一责任人职责情况",
    NEXT: "下一年度主要安排",
    OTHER: "其他需要报告的情况",
}


def parts_named(heading: str, year: int | None) -> tuple[str, ...]:
    """The parts that a heading's words (folded) name, in their order; none where it names a matter."""
    if names("first_responsible").search(heading):
        return (DUTY, NEXT) if _looks_ahead(heading, year) else (DUTY,)
    problems, coming = bool(names("problems").search(heading)), _looks_ahead(heading, year)
    done = bool(names("done").search(names("problems").sub("", heading))) and not (
        coming and not _two_clauses(heading, year)
    )
    parts = [part for part, named in ((DONE, done), (PROBLEMS, problems), (NEXT, coming)) if named]
    if names("other").search(heading):
        return (OTHER,)
    if parts:
        return tuple(parts)
    return (DONE,) if re.search("情况$", heading) else ()


def _looks_ahead(heading: str, year: int | None) -> bool:
    """Whether a heading names plans: 2024年重点工作完成情况 looks back in a report on 2024."""
    found = names("next_year").search(heading)
    if not found:
        return False
    own = year is not None and f"{year}年" in heading and f"{year + 1}年" not in heading
    return not (own and names("done").search(heading) and not re.search("下一?步|打算|今后", heading))


def _two_clauses(heading: str, year: int | None) -> bool:
    """Whether a heading that looks ahead names what was done as well: 2024年工作情况和2025年工作安排."""
    ahead = names("next_year").search(heading)
    before = heading[: ahead.start()] if ahead else heading
    return bool(names("done").search(before)) or bool(year and f"{year}年" in heading and f"{year + 1}年" in heading)


@cache
def names(key: str) -> re.Pattern[str]:
    """主要举措和成效 / 存在的不足和原因 / 履行推进法治建设第一责任人职责 / 2025年主要安排."""
    return re.compile(any_pattern("reports", f"headings.{key}"))


@cache
def words(key: str) -> re.Pattern[str]:
    """A list of phrases of reports.toml: words.cause, dates.will, sums.total."""
    return re.compile(any_pattern("reports", key))


_YEAR = re.compile(r"(?<![\d—–\-])(?P<year>20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年")  # 2024年 / 二〇二四年


def years_in(text: str) -> list[int]:
    """The years that a folded text names, in order."""
    return [year for found in _YEAR.finditer(text) if (year := year_of(found["year"]))]
