"""What has to go before a report is published: names of private persons, phone numbers."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import chain

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.parts import ReportText
from planner.extraction.rulebook import any_of, any_pattern, phrases

_GIVEN = "[一-龥]"
_TWO = 2
_AFTER = 8


def check_privacy(report: ReportText) -> Iterator[Finding]:
    """Persons by name, each told once, and phone numbers, from the title to the closing's end."""
    stretch = (report.zones.front_end, report.zones.chrome_start)
    yield from _persons(report, *stretch)
    for found in _phone().finditer(report.text, *stretch):
        place, number = report.place(found.start()), report.printed(*found.span())
        message = f"{place}有电话号码“{number}”，公开前请删去，或改用公开的服务热线。"
        yield report.finding(FindingCode.PHONE, *found.span(), message)


def _persons(report: ReportText, start: int, end: int) -> Iterator[Finding]:
    told: set[str] = set()
    for first, last in sorted(_named(report.source.masked, start, end)):
        name = report.text[first:last]
        if name in told:
            continue
        told |= {name, *name.split("、")}
        times = report.text.count(name, start, end)
        often = f"（共 {times} 处）" if times > 1 else ""
        message = (
            f"{report.place(first)}写了人名“{report.printed(first, last)}”{often}，公开前请核对能否公开，或隐去姓名。"
        )
        yield report.finding(FindingCode.PERSON_NAMED, first, last, message)


def _named(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where names of persons stand: beside a title, before an award, in a list of several, behind 联系人."""
    listed = [found.span("names") for found in _lists().finditer(text, start, end) if _all_names(found["names"])]
    yield from listed
    found_in = (pattern.finditer(text, start, end) for pattern in (_titled(), _awarded(), _addressed(), _contact()))
    for found in chain.from_iterable(found_in):
        first, last = found.span("name")
        inside = any(a <= first < b for a, b in listed)
        if not inside and _is_name(found["name"], text[last : last + _AFTER], known=found.re is _contact()):
            yield first, last


def _is_name(name: str, after: str, *, known: bool = False) -> bool:
    """Whether a surname with one or two characters behind it is a name, and no organ, place, brand or plain word.

    Words behind it may leave no doubt (获评, 同志), or say that somebody acts (主持): that takes a surname that is no
    common word, or two characters behind it. `known` says that words before it leave none.
    """
    if name in phrases("persons", "exempt") or re.search(any_pattern("persons", "never_in"), name):
        return False
    if re.match(any_pattern("persons", "brand"), after):
        return False
    if known or name[:_TWO] in phrases("persons", "double") or _strong().match(after):
        return True
    weak, short = name[0] in phrases("persons", "weak"), len(name) == _TWO
    if re.match(any_pattern("persons", "doing"), after):
        return not (weak and short)
    return not (weak or short)


def _all_names(names: str) -> bool:
    return all(_is_name(name, "", known=True) for name in names.split("、"))


# ---- patterns ----


@cache
def _name() -> str:
    """A surname and a given name, the longer reading first."""
    double, single = any_of("persons", "double"), any_of("persons", "surname")
    return rf"(?:{double}{_GIVEN}{{1,2}}|{single}{_GIVEN}{{1,2}})"


@cache
def _lazy_name() -> str:
    return _name().replace("{1,2}", "{1,2}?")


@cache
def _strong() -> re.Pattern[str]:
    """(马某某)获评 / (马某某)同志."""
    return re.compile(any_pattern("persons", "strong"))


@cache
def _titled() -> re.Pattern[str]:
    """司法所所长马某某获评 / 区长李某某主持."""
    after = "|".join(any_pattern("persons", key) for key in ("strong", "doing", "loose"))
    return re.compile(rf"{any_of('persons', 'title')}(?P<name>{_lazy_name()})(?={after}|$)")


@cache
def _awarded() -> re.Pattern[str]:
    """司法所马某某获评 / 街道李某某荣获."""
    return re.compile(rf"{any_of('persons', 'organ')}的?(?P<name>{_lazy_name()})(?={any_pattern('persons', 'strong')})")


@cache
def _addressed() -> re.Pattern[str]:
    """以王某某同志为 / ,李某某同志."""
    return re.compile(rf"(?<=[,。;:、(“\n对由向给授予以及和与])(?P<name>{_lazy_name()})(?=同志|先生|女士)")


@cache
def _contact() -> re.Pattern[str]:
    """联系人:张某某."""
    return re.compile(rf"(?:联系人|经办人|承办人|联系电话)[::](?P<name>{_name()})(?![一-龥])")


@cache
def _lists() -> re.Pattern[str]:
    """张某某、李某某等5名同志."""
    after = any_pattern("persons", "listed")
    return re.compile(rf"(?P<names>{_lazy_name()}(?:、{_lazy_name()}){{1,9}})(?={after})")


@cache
def _phone() -> re.Pattern[str]:
    """13800000000 / 0555-1234567 / 电话:1234567."""
    return re.compile(any_pattern("persons", "phone"))
