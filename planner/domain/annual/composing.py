"""Writes the year-end report from material: prose in its parts, every figure marked and in the number ledger."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from planner.domain.annual.asides import altered_of, mark_conflicts, untold
from planner.domain.annual.doers import Doers
from planner.domain.annual.growth import compare
from planner.domain.annual.limit import LeftOut, within
from planner.domain.annual.material import Proposals
from planner.domain.annual.points import FindNumbers
from planner.domain.annual.resolve import Told
from planner.domain.annual.told import WORK, name_doers, told_of
from planner.domain.annual.writing import Writer
from planner.domain.board import Board
from planner.domain.history import PublishedReport
from planner.domain.kinds import is_of_a_part
from planner.domain.material import Material, ReportPart
from planner.domain.progress import TaskState
from planner.domain.report import AnnualReport, UnfinishedTask
from planner.domain.wording import WORDS

# 云溪市2024年法治政府建设工作要点; 某省2025年数字政府建设行动方案
_KIND_OF_PLAN = re.compile(r"(年度)?(工作)?(要点|计划|方案|安排|实施方案|行动方案|行动计划|任务分工方案)$")
_TEMPLATE = 260
"""The characters that the shipped template itself puts into a report: headings, gaps, signature."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a report is wanted: compared with the year before, and with a body of so many characters at most."""

    previous: PublishedReport | None = None
    max_characters: int | None = None


def compose(
    material: Material,
    proposals: Proposals,
    board: Board,
    find_numbers: FindNumbers,
    *,
    as_of: dt.date,
    wanted: Wanted | None = None,
) -> AnnualReport:
    """The report that a material makes. `proposals` are what the rules propose for the same entries.

    Every number of the told texts becomes a figure of the number ledger: by the rule that it follows by from the
    figures of its row and of those merged into it, or BY_HAND where none explains it.
    """
    wanted = wanted or Wanted()
    proposed = {row.key: row for row in proposals.material.rows}
    told = told_of(material, find_numbers, proposed)
    name_doers(told, Doers.of(board), proposed)
    conflicts = mark_conflicts(told, proposals)
    if wanted.previous:
        compare([each for each in told if each.row.part in WORK], wanted.previous, _lower(board))
    unfinished = _unfinished(board)
    left = _left_out(told, board, unfinished, wanted.max_characters)
    gone = {id(each.told) for each in left}
    body = [each for each in told if id(each) not in gone]
    writer = Writer()
    return AnnualReport(
        plan_code=board.plan.code,
        plan_title=board.plan.title,
        title=report_title(board.plan.title),
        year=board.plan.year,
        issuer=board.plan.issuer,
        as_of=as_of,
        done=writer.sections(body),
        problems=writer.problems(body),
        first_responsible=writer.tasks(body, ReportPart.FIRST_RESPONSIBLE),
        next_steps=writer.tasks(body, ReportPart.NEXT),
        unfinished=unfinished,
        annex=writer.annex([*left, *untold(told, material, proposals, find_numbers)]),
        figures=tuple(writer.figures),
        conflicts=conflicts,
        altered=altered_of(told, proposals),
    )


def _left_out(
    told: Sequence[Told], board: Board, unfinished: Sequence[UnfinishedTask], most: int | None
) -> list[LeftOut]:
    """What goes so that the body has so many characters at most."""
    if most is None:
        return []
    around = _TEMPLATE + len(board.plan.title) + sum(len(task.title) + 6 for task in unfinished)
    return within(told, most - around)


def _lower(board: Board) -> frozenset[str]:
    """The units that are a part of the office's area only: lower governments and authorised bodies."""
    units = (unit.participant.unit for task in board.tasks for unit in task.units)
    return frozenset(unit.name for unit in units if is_of_a_part(unit.kind))


def report_title(plan_title: str) -> str:
    """云溪市2024年法治政府建设工作要点 → 云溪市2024年法治政府建设年度报告."""
    return _KIND_OF_PLAN.sub("", plan_title) + "年度报告"


def _unfinished(board: Board) -> tuple[UnfinishedTask, ...]:
    return tuple(
        UnfinishedTask(task.facts.code, task.facts.title, WORDS[task.facts.state])
        for task in board.tasks
        if not task.done and task.facts.state in (TaskState.ACTIVE, TaskState.PAUSED)
    )
