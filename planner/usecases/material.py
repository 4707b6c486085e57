"""The material of the year-end report as a workbook: out to the coordinator, and back into a report."""

from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.audit_words import ActTold
from planner.domain.material import ReportPart
from planner.domain.material_book import BookTask, MaterialBook
from planner.domain.material_faults import material_faults
from planner.domain.material_taking import TakenMaterial, take_material
from planner.errors import InputError, OutputHoldsWork, ReportFormatUnknown, SheetFaulty, VersionUnknown
from planner.reading.material import read_material as read_workbook
from planner.store.queries.board import load_tasks
from planner.usecases.acts import AsOf
from planner.usecases.lookups import find_confirmed
from planner.usecases.reports import read_annual, read_material
from planner.usecases.versions import acts_since, plan_version

_RESTORED = "选材表导出以后数据库恢复过，看不出其后的改动是谁做的"


def material_book(session: Session, asked: AsOf, code: str | None = None) -> MaterialBook:
    """The material as the rules propose it, with the plan's tasks and what a report would make of it.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft.
    """
    material = read_material(session, asked, code)
    report = read_annual(session, asked, code, material)
    version = plan_version(session, asked, material.plan_code)
    return MaterialBook(material, asked.day, _tasks(session, asked, code), report.figures, report.conflicts, version)


def export_material(session: Session, asked: AsOf, path: Path, code: str | None = None) -> MaterialBook:
    """Write the workbook of a plan's material (.xlsx).

    A workbook that stands there with somebody's work is not written over.
    Raises what material_book raises, ReportFormatUnknown, OutputHoldsWork, OutputUnwritable.
    """
    # Start-up time: what reads the book back needs no writer.
    from planner.output.files import write_whole  # noqa: PLC0415
    from planner.output.material_xlsx import material_workbook  # noqa: PLC0415

    if path.suffix.lower() != ".xlsx":
        raise ReportFormatUnknown(path, [".xlsx"])
    if path.is_file() and not _may_be_replaced(path):
        raise OutputHoldsWork(path)
    book = material_book(session, asked, code)
    write_whole(path, material_workbook(book))
    return book


def _may_be_replaced(path: Path) -> bool:
    """Whether a file is a workbook of material that nobody has written into."""
    try:
        return read_workbook(path).untouched
    except InputError:
        return False


def take_material_file(session: Session, asked: AsOf, path: Path, code: str | None = None) -> TakenMaterial:
    """The material as a workbook that came back wants it, over what is proposed by the day asked for.

    Taken whole or not at all. Raises SheetFaulty with every fault, what material_book raises, and what reading raises.
    """
    returned = read_workbook(path)
    now = read_material(session, asked, code)
    tasks = _tasks(session, asked, code)
    faults = material_faults(returned, now.plan_code, tasks)
    if faults:
        raise SheetFaulty(path, faults)
    acts, restored = _since(session, asked, now.plan_code, returned.version)
    taken = take_material(now, returned, tasks, acts)
    return replace(taken, notes=(*restored, *taken.notes))


def _since(session: Session, asked: AsOf, code: str, version: str) -> tuple[tuple[ActTold, ...], tuple[str, ...]]:
    """Who did what since a workbook was made, as far as it tells when that was; and that it can't be known."""
    try:
        return (acts_since(session, asked, code, version) if version else ()), ()
    except VersionUnknown:
        return (), (_RESTORED,)


def _tasks(session: Session, asked: AsOf, code: str | None) -> tuple[BookTask, ...]:
    """The plan's tasks, each with the part of the report that its work belongs to."""
    plan = find_confirmed(session, asked, code)
    return tuple(
        BookTask(
            code=task.code,
            title=task.title,
            section=task.section,
            part=ReportPart.FIRST_RESPONSIBLE if task.first_responsible else ReportPart.DONE,
        )
        for task in load_tasks(session, plan, asked.day)
    )
