"""Collecting what came back: one file after another, each in a transaction of its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.forms import Fault, Place
from planner.domain.periods import Period
from planner.errors import NothingToCollect, PlannerError
from planner.output.files import legal_name, write_whole
from planner.reading.form_files import SET_ASIDE, FormFile, form_files
from planner.reading.forms import read_form
from planner.usecases.acts import Act
from planner.usecases.form_known import FormFaulty, FormOutcome, Taking
from planner.usecases.form_state import FormState
from planner.usecases.form_taking import take_form

Opened = Callable[[], AbstractContextManager[tuple[Session, Act]]]
"""Opens a transaction with the act that is done in it; leaving it commits, an exception undoes it."""

_SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".csv", ".ods", ".xlsb", ""})
"""What may be a form by its name. Everything else in the folder (evidence, mostly) is left alone, and told."""


def collect_forms(
    opened: Opened, paths: Sequence[Path], *, only: Period | None = None, dry_run: bool = False
) -> Iterator[FormOutcome]:
    """Take every form among files, folders and zips; what became of each is told as soon as it is kept for good.

    A faulty file is set aside whole: moved to 退回 beside it, with a copy in which each faulty cell is marked. Run
    again after a break, it goes on: what was taken is known by its hash. With `dry_run` nothing is written or moved.
    Raises FileMissing, NothingToCollect before anything is done; StoreErrors.
    """
    state = FormState()
    met = False
    for file in form_files(paths):
        met = True
        yield _collect(opened, file, state, only=only, dry_run=dry_run)
    if not met:
        raise NothingToCollect(paths)


def _collect(opened: Opened, file: FormFile, state: FormState, *, only: Period | None, dry_run: bool) -> FormOutcome:
    if Path(file.name).suffix.lower() not in _SHEETS:
        return FormOutcome(file.name, Taking.SKIPPED, notes=("不是表格文件，没有动它",))
    if file.data is None:
        return FormOutcome(file.name, Taking.SET_ASIDE, faults=(Fault(Place(), file.fault),))
    try:
        with opened() as (session, act):
            return take_form(session, act, read_form(file.name, file.data), state, only=only, dry_run=dry_run)
    except FormFaulty as faulty:
        outcome = faulty.outcome
    return outcome if dry_run else _set_aside(file, file.data, outcome)


# ---- setting aside ----


def _set_aside(file: FormFile, data: bytes, outcome: FormOutcome) -> FormOutcome:
    """Move a faulty file to 退回 and put the marked copy beside it. What can't be moved stays, and is told."""
    from planner.output.form_marked import marked_form  # noqa: PLC0415 - only faulty files need a writer

    folder = file.folder / SET_ASIDE
    try:
        folder.mkdir(exist_ok=True)
        original = _free(folder, legal_name(Path(file.name).name), data)
        marked = marked_form(data, outcome.faults)
        copy = folder / f"{original.stem}（标注）.xlsx"
        if marked is not None:
            write_whole(copy, marked)
        write_whole(original, data)
        if file.path is not None:
            file.path.unlink()
    except (OSError, PlannerError) as fault:
        note = f"没能移到“{folder}”（{fault}）" if isinstance(fault, PlannerError) else f"没能移到“{folder}”"
        return replace(outcome, notes=(*outcome.notes, note))
    return replace(outcome, set_aside=str(copy if marked is not None else original))


def _free(folder: Path, name: str, data: bytes) -> Path:
    """A path for the file in the folder: one that isn't taken, or that holds the same file already."""
    path, count = folder / name, 1
    while path.exists() and path.read_bytes() != data:
        count += 1
        path = folder / f"{Path(name).stem}-{count}{Path(name).suffix}"
    return path
