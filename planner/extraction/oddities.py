"""What is odd in a draft, each told in Chinese with its place: gaps in numbers, times without a day, missing units."""

import datetime as dt
import re
from collections.abc import Iterable
from itertools import pairwise

from planner.domain.document import Span, fold
from planner.domain.drafts import (
    Claim,
    DeadlineDraft,
    DeadlineKind,
    TaskDraft,
    TaskKind,
    UnitMention,
    Warning,  # noqa: A004 - the word of the published JSON
)
from planner.extraction.brackets import find_brackets
from planner.extraction.facts import Dated
from planner.extraction.names import looks_odd
from planner.extraction.numbering import Mark
from planner.extraction.raw import RawTask
from planner.extraction.source import Source
from planner.extraction.stretches import touches
from planner.extraction.targets import unknown_figures
from planner.extraction.times import unknown_times

_WHAT = {"sections": "个部分", "tasks": "项任务"}


def oddities(
    source: Source,
    raw: list[RawTask],
    tasks: list[TaskDraft],
    outermost: list[Mark],
    *,
    issued: Dated | None,
    claims: Iterable[Claim],
) -> list[Warning]:
    """Everything that a person should look at, in the order of the document's rules, then of its tasks.

    `outermost` are the marks of the outermost items, sections and tasks alike, whose numbers follow each other.
    """
    found = [*_numbers(source, outermost, raw), *_claims(claims)]
    named = any(task.units for task in tasks)
    for item, task in zip(raw, tasks, strict=True):
        found += _times(task, issued.day if issued else None)
        found += _unread(source, item, task)
        found += [_odd_unit(task, unit) for unit in task.units if looks_odd(fold(unit.name))]
        found += _brackets(source, item, task)
        if named and not task.units and task.kind is TaskKind.TASK:
            found.append(Warning("units-missing", task.number, f"{_place(task)}没有写明责任单位。", task.span))
    return found


def _place(task: TaskDraft) -> str:
    """How a message names a task: by number and title, or the first words of its body."""
    words = task.title or task.body[:_WORDS].split("\n")[0] + "…"
    return f"任务{task.number or ''}“{words}”"


_WORDS = 14


# ---- numbers ----


def _numbers(source: Source, outermost: list[Mark], raw: list[RawTask]) -> list[Warning]:
    runs: list[list[Mark]] = [outermost]
    outer = {mark.start for mark in outermost}
    last: Mark | None = None
    for task in raw:
        if task.mark is None or task.mark.start in outer:
            continue
        if last is None or task.mark.style is not last.style or task.mark.value == 1 or task.kind is TaskKind.MEASURE:
            runs.append([])
        runs[-1].append(task.mark)
        last = task.mark
    return [warning for run in runs for warning in _run(source, run)]


def _run(source: Source, marks: list[Mark]) -> list[Warning]:
    found: list[Warning] = []
    for before, after in pairwise(marks):
        if after.style is not before.style or after.value in (before.value + 1, 1):
            continue
        double = after.value == before.value
        told = f"编号“{after.label}”重复出现" if double else f"编号从“{before.label}”跳到“{after.label}”"
        span = source.span(after.start, after.end)
        found.append(Warning("number-double" if double else "number-gap", after.label, f"{told}，请核对原文。", span))
    return found


def _claims(claims: Iterable[Claim]) -> list[Warning]:
    return [
        Warning(
            "count-differs",
            None,
            f"文件里说“{claim.text}”，读到的是 {claim.found} {_WHAT[claim.what]}，请核对。",
            claim.span,
        )
        for claim in claims
        if claim.stated != claim.found
    ]


# ---- times and figures ----


def _times(task: TaskDraft, issued: dt.date | None) -> list[Warning]:
    return [warning for deadline in task.deadlines if (warning := _time(task, deadline, issued))]


def _time(task: TaskDraft, deadline: DeadlineDraft, issued: dt.date | None) -> Warning | None:
    def told(code: str, what: str) -> Warning:
        return Warning(code, task.number, f"{_place(task)}的“{deadline.text}”{what}", deadline.span)

    if deadline.kind is DeadlineKind.RECURRING and deadline.period is None:
        odd = fold(deadline.text).startswith("每")
        return told("time-irregular", "不是按年、半年、季度或月算的周期，需要统筹单位核定。" if odd else _HOW_OFTEN)
    if deadline.kind is DeadlineKind.DATE and deadline.due is None:
        return told("time-open", "定不了具体日期，需要统筹单位核定。")
    if deadline.kind is DeadlineKind.DATE and deadline.due and _QUARTER_BEFORE.search(fold(deadline.text)):
        return told("time-ambiguous", f"按{deadline.due}读，也可能指这个季度开始以前，需要统筹单位核定。")
    if issued and deadline.due and deadline.due < issued:
        return told("time-before-issue", f"（{deadline.due}）早于印发日期（{issued}），需要统筹单位核定。")
    return None


_QUARTER_BEFORE = re.compile(r"季度(?:之|以)?前$")  # 第三季度前; not 三季度末前
_HOW_OFTEN = "没有写明多久一次，需要统筹单位核定。"


def _unread(source: Source, item: RawTask, task: TaskDraft) -> list[Warning]:
    def told(code: str, what: str, start: int, end: int) -> Warning:
        words = source.printed[start:end]
        return Warning(code, task.number, f"{_place(task)}的“{words}”{what}", source.span(start, end))

    read = [deadline.span for deadline in task.deadlines]
    times = [
        told("time-unknown", "像是时限，但没有读懂。", *at)
        for at in unknown_times(source.masked, item.start, item.end)
        if not touches(read, *source.span(*at))
    ]
    figures = [
        told("figure-unknown", "像是指标，但没有读懂。", *at)
        for at in unknown_figures(source.masked, item.start, item.end)
    ]
    return times + figures


# ---- units and brackets ----


def _odd_unit(task: TaskDraft, unit: UnitMention) -> Warning:
    return Warning("unit-odd", task.number, f"{_place(task)}的责任单位“{unit.name}”不像单位名称，请核对。", unit.span)


def _brackets(source: Source, item: RawTask, task: TaskDraft) -> list[Warning]:
    """Signs without a partner; a number's own half bracket, 1）, stands before the task's text."""
    _, alone = find_brackets(source.text, item.text_start, item.end)
    if not alone:
        return []
    span: Span = source.span(alone[0], alone[0] + 1)
    sign = source.printed[alone[0]]
    return [Warning("bracket-unbalanced", task.number, f"{_place(task)}的括号“{sign}”不成对，请核对原文。", span)]
