"""Whether a report has the parts that the rules ask for, each its own and in order."""

import re
from collections.abc import Iterator
from itertools import pairwise

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.headings import heading_end
from planner.extraction.reports.headings import DONE, DUTY, NEXT, OTHER, PART_NAMES, PROBLEMS
from planner.extraction.reports.parts import ReportText, Section

ASKED = (DONE, PROBLEMS, DUTY, NEXT)
"""Other matters, the fifth part, are only for those who have any."""
_NUMBER = {DONE: "一", PROBLEMS: "二", DUTY: "三", NEXT: "四", "5": "五"}


def part_name(part: str) -> str:
    """A part as people call it: 第二部分“不足和原因”."""
    return f"第{_NUMBER[part]}部分“{PART_NAMES[part]}”"


def check_parts(report: ReportText) -> Iterator[Finding]:
    """Parts that are missing, that are there but not their own, and that stand out of order."""
    shared: set[tuple[str, ...]] = set()
    for part in ASKED:
        own = [section for section in report.sections if section.parts == (part,)]
        if own:
            yield from _empty(report, own)
            continue
        section = next((s for s in report.sections if part in s.parts), None)
        if section is None:
            yield from _elsewhere(report, part)
        elif section.parts not in shared:
            shared.add(section.parts)
            yield _sharing(report, section)
    yield from _out_of_order(report)


_REPORT = re.compile("报告|总结|情况|述职|述法")
_PLAN = re.compile("(?:要点|计划|方案|安排|打算|分工|清单)$")


def is_report(report: ReportText) -> bool:
    """Whether a text can be a year-end report at all: by its title, by what opens it, or by parts of its own.

    One with a plan's title (…工作要点) is none, unless it tells of shortcomings as well as of what was done.
    """
    title = _title(report)
    if _REPORT.search(title):
        return True
    named = {part for section in report.sections for part in section.parts} - {OTHER}
    if named == {DONE} and not any(section.label for section in report.sections):
        named = set()  # 红烧肉的做法
    if _PLAN.search(title):
        return {DONE, PROBLEMS} <= named
    start = report.zones.body_start
    return bool(named) or bool(re.search("[报总][告结]如下", report.text[start : start + _OPENING]))


def plan_title(report: ReportText) -> str | None:
    """The title, where it is a plan's: 云溪市2024年法治政府建设工作要点."""
    return _title(report) if _PLAN.search(_title(report)) else None


def _title(report: ReportText) -> str:
    return report.text[slice(*report.zones.title)].replace("\n", "") if report.zones.title else ""


_OPENING = 600


def _empty(report: ReportText, own: list[Section]) -> Iterator[Finding]:
    """A part that is a heading and nothing else."""
    if not any(report.text[section.head_end : section.end].strip("。\n") for section in own):
        part = own[0].parts[0]
        message = f"{part_name(part)}只有标题，没有内容，请补写。"
        yield report.finding(FindingCode.PART_MISSING, own[0].start, own[0].head_end, message, part)


def _elsewhere(report: ReportText, part: str) -> Iterator[Finding]:
    """What is to say of a part that no section's heading names. What was done under one heading of its own is fine."""
    matters = [s for s in report.sections if not s.parts and report.part_at(s.start) == DONE]
    if part == DONE and matters:
        if len(matters) > 1:
            yield _scattered(report, matters)
    else:
        yield _inside(report, part) or _missing(report, part)


def _sharing(report: ReportText, section: Section) -> Finding:
    """One finding for all parts under one heading: in the first of them that isn't what was done."""
    part = next(p for p in section.parts if p != DONE)
    names = "、".join(f"“{PART_NAMES[p]}”" for p in section.parts)
    message = f"{names}合在“{section.title}”一个部分里，请分开，各自成为一个部分。"
    return report.finding(FindingCode.PART_NOT_OWN, section.start, section.head_end, message, part)


def _inside(report: ReportText, part: str) -> Finding | None:
    """A part that an item or a paragraph of another one tells."""
    turns = [*report.pieces, (report.zones.closing_start, None)]
    for (turn, named), (after, _) in pairwise(turns):
        if named == part and (told := report.text[turn:after].strip()):
            start = report.text.index(told, turn)
            what, end = _how(report, start, after)
            message = f"{part_name(part)}只是{what}，没有自成一个部分，请单列。"
            return report.finding(FindingCode.PART_NOT_OWN, start, end, message, part)
    return None


def _how(report: ReportText, start: int, after: int) -> tuple[str, int]:
    """What a stretch that tells a part is, and where its heading or first line ends."""
    section = next((s for s in report.sections if s.start <= start < s.end), None)
    line = report.text.find("\n", start, after)
    end = after if line < 0 else line
    if section is None:
        return "正文里的一段", end
    item = next((c for c in section.children if c.start == start), None)
    if item:
        return f"{report.place(start)}这个小节", min(end, heading_end(report.source, item))
    last = not report.text[after : section.end].strip()
    return f"“{section.title}”{'末尾' if last else '里'}的一段", end


def _scattered(report: ReportText, matters: list[Section]) -> Finding:
    """What was done told under several headings of its own matters, with no part around them."""
    message = (
        f"{part_name(DONE)}分在{_listed(matters)}等 {len(matters)} 个部分里写，没有自成一个部分，请归到一个部分下。"
    )
    return report.finding(FindingCode.PART_NOT_OWN, matters[0].start, matters[0].head_end, message, DONE)


def _listed(sections: list[Section]) -> str:
    return "、".join(f"“{s.title[:12]}”" for s in sections[:2])


def _missing(report: ReportText, part: str) -> Finding:
    told = _duty_mentions(report) if part == DUTY else ""
    message = f"没有{part_name(part)}{told}，请补写一个部分。"
    return Finding(FindingCode.PART_MISSING, part, message, None)


def _duty_mentions(report: ReportText) -> str:
    """Where a report without the part speaks of the duty all the same: in a citation, in plans, in a sentence."""
    start, end = report.body
    said: dict[str, str] = {}
    for found in re.finditer("第一责任人", report.text[start:end]):
        at = start + found.start()
        if report.source.masked[at] == "□":
            said["引用文件"] = ""
        elif report.part_at(at) == NEXT:
            said["下一年安排"] = ""
        else:
            said["句中"] = f"{report.place(at)}的一句话"
    where = [what or kind for kind, what in said.items()]
    return f"（只在{'、'.join(where)}里提到）" if where else ""


def _out_of_order(report: ReportText) -> Iterator[Finding]:
    told = [section for section in report.sections if section.parts]
    for before, section in pairwise(told):
        if section.parts[0] < before.parts[0]:
            message = (
                f"{part_name(section.parts[0])}排在“{PART_NAMES[before.parts[0]]}”后面，"
                "请按举措和成效、不足和原因、第一责任人履职、下一年安排的顺序排列。"
            )
            yield report.finding(FindingCode.PART_ORDER, section.start, section.head_end, message, section.parts[0])
