"""Collecting what came back: one file after another, each in a transaction of its own."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.forms import Fault, Place
from planner.domain.periods import Period
from planner.errors import ChangedMeanwhile, InputError, NothingToCollect
from planner.reading.form_files import FormFile, form_files
from planner.reading.forms import read_form
from planner.reading.kinds import Format, format_of
from planner.usecases.acts import Act
from planner.usecases.form_aside import set_aside
from planner.usecases.form_known import FormFaulty, FormOutcome, Taking
from planner.usecases.form_state import FormState
from planner.usecases.form_taking import take_form

Opened = Callable[[], AbstractContextManager[tuple[Session, Act]]]
"""Opens a transaction with the act that is done in it; leaving it commits, an exception undoes it."""

_SHEETS = frozenset({".xlsx", ".xls", ".xlsm", ".et", ".csv", ".ods", ".xlsb", ""})
"""What is meant to be a table by its name, and is told what is wrong with it where it is none."""

_GONE = "收的时候已经不在了：可能刚移走、改名或者正在保存；还要收的请再收一次"

_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")


def collect_forms(
    opened: Opened, paths: Sequence[Path], *, only: Period | None = None, dry_run: bool = False
) -> Iterator[FormOutcome]:
    """Take every form among files, folders and zips; what became of each is told as soon as it is kept for good.

    A faulty file is set aside whole: moved to 退回 beside it, with a copy in which each faulty cell is marked; what is
    another unit's or another office's stays where it is. Run
    again after a break, it goes on: what was taken is known by its hash. With `dry_run` all is done in one transaction
    that is undone, and no file is moved. Raises FileMissing, NothingToCollect before anything is done; StoreErrors.
    """
    found = _trial(opened, paths, only) if dry_run else _taken(opened, paths, only)
    met = False
    for outcome in found:
        met = True
        yield outcome
    if not met:
        raise NothingToCollect(paths)


def _taken(opened: Opened, paths: Sequence[Path], only: Period | None) -> Iterator[FormOutcome]:
    state = FormState()
    for file in form_files(paths):
        yield _unfit(file) or _take(opened, file, state, only)


def _take(opened: Opened, file: FormFile, state: FormState, only: Period | None) -> FormOutcome:
    """One file. Where somebody else wrote the same at the same time, it is looked at once more."""
    try:
        return _take_once(opened, file, state, only)
    except ChangedMeanwhile:
        return _take_once(opened, file, state, only)


def _take_once(opened: Opened, file: FormFile, state: FormState, only: Period | None) -> FormOutcome:
    data = file.data or b""
    try:
        with opened() as (session, act):
            return take_form(session, act, read_form(file.name, data), state, only=only)
    except FormFaulty as faulty:
        return faulty.outcome if faulty.outcome.outcome is Taking.LEFT else set_aside(file, data, faulty)


def _trial(opened: Opened, paths: Sequence[Path], only: Period | None) -> Iterator[FormOutcome]:
    state = FormState()
    with opened() as (session, act):
        for file in form_files(paths):
            yield _unfit(file) or _try(session, act, file, state, only)
        session.rollback()


def _try(session: Session, act: Act, file: FormFile, state: FormState, only: Period | None) -> FormOutcome:
    try:
        with session.begin_nested():
            return take_form(session, act, read_form(file.name, file.data or b""), state, only=only)
    except FormFaulty as faulty:
        return faulty.outcome


# ---- what is no form ----


def _unfit(file: FormFile) -> FormOutcome | None:
    """What is told of a file that can't be a form, None for one that may be; such a file is left where it is."""
    if file.gone:
        return FormOutcome(file.name, Taking.SKIPPED, notes=(_GONE,))
    if file.data is None:
        return FormOutcome(file.name, Taking.SET_ASIDE, faults=(Fault(Place(), file.fault),))
    if file.data.startswith(_ARCHIVES):
        fault = Fault(Place(), "是压缩包，但不是 zip，读不了；请解压到收回的文件夹里再收")
        return FormOutcome(file.name, Taking.SET_ASIDE, faults=(fault,))
    if Path(file.name).suffix.lower() in _SHEETS or _is_table(file):
        return None
    return FormOutcome(file.name, Taking.SKIPPED, notes=("不是表格文件，没有动它",))


def _is_table(file: FormFile) -> bool:
    """Whether the bytes are a workbook's, whatever the file is called."""
    try:
        return format_of(Path(file.name), file.data or b"") in (Format.XLSX, Format.XLS)
    except InputError:
        return False
