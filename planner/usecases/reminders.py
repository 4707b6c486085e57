"""Whom to chase, the letters and lists that go out, and the log of what went to whom."""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from planner.domain.board import Board, PlanFacts
from planner.domain.due_days import due_events
from planner.domain.letters import build_letter
from planner.domain.matters import Channel, LetterKind
from planner.domain.periods import Period
from planner.domain.permissions import Deed
from planner.domain.progress import Verdict
from planner.domain.reminders import (
    ChaseList,
    Known,
    SentBack,
    Told,
    UnitToChase,
    Wish,
    chase_list,
    find_matters,
    without,
)
from planner.domain.wording import WORDS
from planner.errors import OutputUnwritable, PlannerError, ReportFormatUnknown, UnitIsCollective, UnitNotChased
from planner.output.files import write_whole
from planner.store.progress import Figure, Review
from planner.store.queries.closes import load_closes
from planner.store.reminders import Reminder
from planner.store.units import Unit
from planner.usecases.acts import Act, AsOf, require, require_coordinator, require_in_order
from planner.usecases.audit import record
from planner.usecases.boards import load_board
from planner.usecases.lookups import find_confirmed, find_unit
from planner.usecases.origins import gone_on

REMINDER, REVIEW, FIGURE = Reminder.__table__.c, Review.__table__.c, Figure.__table__.c


@dataclass(frozen=True, slots=True)
class Sent:
    """What went out: the list it was taken from, the files written, and how many matters were logged."""

    chase: ChaseList
    files: tuple[Path, ...]
    logged: int


def read_chase(session: Session, asked: AsOf, wish: Wish, code: str | None = None) -> ChaseList:
    """Whom to chase on a day, and why. Nothing is logged.

    Raises PlanMissing, PlanUnclear, PlanNotYet, PlanIsDraft, UnitMissing, UnitIsCollective, NotAllowed.
    """
    require(asked, Deed.INSPECT, "查看催办清单")
    board = load_board(session, asked, find_confirmed(session, asked, code))
    unit = _one_unit(session, asked.office, wish.unit)
    return chase_list(board, wish, _known(session, asked, board), unit.id if unit else None)


def write_calendar(session: Session, asked: AsOf, path: Path, wish: Wish, code: str | None = None) -> int:
    """Write every due day from a day on as a calendar (.ics); how many there are. Nothing is logged.

    Raises what read_chase raises, ReportFormatUnknown and OutputUnwritable.
    """
    from planner.output.calendar_ics import calendar  # noqa: PLC0415 - start-up time: only who asks for a calendar

    require(asked, Deed.INSPECT, "写出催办日历")
    _require_ending(path, ".ics")
    board = load_board(session, asked, find_confirmed(session, asked, code))
    board = without(board, gone_on(session, asked, board.plan))
    unit = _one_unit(session, asked.office, wish.unit)
    events = due_events(board, unit.id if unit else None, _closed(session, board.plan, asked))
    write_whole(path, calendar(board.plan, events, asked.day))
    return len(events)


def send(
    session: Session,
    act: Act,
    wish: Wish,
    code: str | None = None,
    *,
    letters: Path | None,
    listing: Path | None,
    templates: Path,
) -> Sent:
    """Write letters into a folder, a list for mail merge, or both, and log what they tell.

    Files first, whole or not at all, then the log: what is logged has been written. Letters that stand there stay.
    Raises what read_chase raises, NotAllowed, EntryBackdated, ReportFormatUnknown, OutputUnwritable, TemplateMissing,
    TemplateFaulty.
    """
    from planner.output.lists import chase_csv  # noqa: PLC0415 - start-up time of who only lists

    require_coordinator(act, "催办")
    if listing:
        _require_ending(listing, ".csv")
    plan = find_confirmed(session, act.seen, code)
    chase = read_chase(session, act.seen, wish, plan.code)
    _require_in_order(session, act, plan, chase.units)
    if not chase.units:
        return Sent(chase, (), 0)
    written = _letters(chase, letters, templates) if letters else []
    files = [*written, *([(listing, chase_csv(chase))] if listing else [])]
    _write_all(files, letters)
    names = [path.name for path, _ in written] or [""] * len(chase.units)
    channel = Channel.LETTER if letters else Channel.LIST
    for unit, name in zip(chase.units, names, strict=True):
        _log(session, act, plan, unit, channel, file=name)
    return Sent(chase, tuple(path for path, _ in files), sum(len(unit.matters) for unit in chase.units))


def tell(session: Session, act: Act, wish: Wish, names: Sequence[str], code: str | None = None) -> Sent:
    """Log that units were told by mouth what is on their list; nothing is logged twice within QUIET_DAYS.

    Raises what read_chase raises, NotAllowed, EntryBackdated, UnitNotChased where a unit has nothing to be told.
    """
    require_coordinator(act, "催办")
    plan = find_confirmed(session, act.seen, code)
    board = load_board(session, act.seen, plan)
    known = _known(session, act.seen, board)
    found = find_matters(board, wish.within, known)
    chased = {unit.id for unit, matters in found.items() if not all(matter.awaiting for matter in matters)}
    wanted = {one.id: one.name for name in names if (one := _one_unit(session, act.office, name))}
    for unit_id, name in wanted.items():
        if unit_id not in chased:
            raise UnitNotChased(name, act.on)
    lists = [chase_list(board, wish, known, unit_id) for unit_id in wanted]
    units = tuple(unit for each in lists for unit in each.units)
    _require_in_order(session, act, plan, units)
    for unit in units:
        _log(session, act, plan, unit, Channel.TOLD)
    held_back, awaiting = sum(each.held_back for each in lists), sum(each.awaiting_review for each in lists)
    told = ChaseList(plan.code, plan.title, plan.year, act.on, units, held_back, awaiting)
    return Sent(told, (), sum(len(unit.matters) for unit in units))


def _require_ending(path: Path, ending: str) -> None:
    if path.suffix.lower() != ending:
        raise ReportFormatUnknown(path, [ending])


def _one_unit(session: Session, office: str, name: str | None) -> Unit | None:
    if name is None:
        return None
    unit = find_unit(session, office, name)
    if unit.collective:
        raise UnitIsCollective(unit.name, "催办")
    return unit


# ---- what is known ----


def _known(session: Session, asked: AsOf, board: Board) -> Known:
    rows = session.execute(
        select(REMINDER.unit_id, REMINDER.matter, REMINDER.on)
        .where(REMINDER.plan_id == board.plan.id, REMINDER.on <= asked.day)
        .order_by(REMINDER.id)
    )
    return Known(
        told=tuple(Told(*row) for row in rows),
        sent_back=_sent_back(session, _returned(board)),
        closed=_closed(session, board.plan, asked),
        unreviewed=_figures(session, _newest(board, Verdict.PENDING)),
        gone_on=gone_on(session, asked, board.plan),
    )


def _newest(board: Board, verdict: Verdict) -> list[int]:
    """The units' newest entries with a verdict."""
    newest = [unit.standing.current for task in board.tasks for unit in task.units]
    return [filing.entry_id for filing in newest if filing and filing.verdict is verdict]


def _returned(board: Board) -> list[int]:
    """The units' entries that were returned and not resent, of every period."""
    filed = [filing for task in board.tasks for unit in task.units for filing in unit.standing.filed]
    return [filing.entry_id for filing in filed if filing.verdict is Verdict.RETURNED]


def _sent_back(session: Session, entries: Sequence[int]) -> dict[int, SentBack]:
    rows = session.execute(select(REVIEW.entry_id, REVIEW.reason, REVIEW.on).where(REVIEW.entry_id.in_(entries)))
    return {row.entry_id: SentBack(row.reason, row.on) for row in rows}


def _figures(session: Session, entries: Sequence[int]) -> frozenset[tuple[int, int]]:
    """The checkpoints that entries give figures for."""
    tied = FIGURE.entry_id.in_(entries) & FIGURE.checkpoint_id.is_not(None)
    return frozenset(
        (row[0], row[1]) for row in session.execute(select(FIGURE.entry_id, FIGURE.checkpoint_id).where(tied))
    )


def _closed(session: Session, plan: PlanFacts, asked: AsOf) -> frozenset[Period]:
    return frozenset(period for period, facts in load_closes(session, plan.id, asked.day).items() if facts.closed)


# ---- files and log ----


def _letters(chase: ChaseList, folder: Path, templates: Path) -> list[tuple[Path, bytes]]:
    """A letter a unit with the path it goes to, in the list's order."""
    from planner.output.letters import letter_docx, letter_path  # noqa: PLC0415 - start-up time of who only lists

    taken = {path.name.casefold() for path in folder.glob("*")}
    plan = (chase.plan_title, chase.year)
    found = []
    for unit in chase.units:
        letter = build_letter(unit.letter, unit.unit.name, unit.matters, plan=plan, as_of=chase.as_of)
        found.append((letter_path(folder, unit.letter, unit.unit.name, taken), letter_docx(letter, templates)))
    return found


def _write_all(files: Sequence[tuple[Path, bytes]], folder: Path | None) -> None:
    """Write all or none: where one can't be written, those written just now go again."""
    if folder:
        _make_folder(folder)
    written: list[Path] = []
    try:
        for path, data in files:
            new = not path.exists()
            write_whole(path, data)
            written += [path] if new else []
    except PlannerError:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise OutputUnwritable(folder, "这里建不了文件夹") from fault


def _require_in_order(session: Session, act: Act, plan: PlanFacts, units: Iterable[UnitToChase]) -> None:
    """Refuse an act dated before a later telling of the same matter: its step would have been another."""
    wanted = {(unit.unit.id, matter.key) for unit in units for matter in unit.matters}
    later = session.execute(
        select(REMINDER.unit_id, REMINDER.matter, REMINDER.on).where(REMINDER.plan_id == plan.id, REMINDER.on > act.on)
    )
    require_in_order(act, [row.on for row in later if (row.unit_id, row.matter) in wanted])


def _log(session: Session, act: Act, plan: PlanFacts, chased: UnitToChase, channel: Channel, *, file: str = "") -> None:
    letter: LetterKind | None = chased.letter if channel is Channel.LETTER else None
    session.add_all(
        Reminder(
            plan_id=plan.id,
            unit_id=chased.unit.id,
            matter=matter.key,
            channel=channel.value,
            letter=letter.value if letter else "",
            actor=act.actor.name,
            on=act.on,
            recorded=act.recorded,
        )
        for matter in chased.matters
    )
    told = [f"{matter.code} {WORDS[matter.cause]}（第{matter.step}次）" for matter in chased.matters]
    after = {"letter": WORDS[letter], "file": file} if letter else {}
    record(session, act, f"remind:{channel.value}", f"{plan.code} {chased.unit.name}", after={**after, "told": told})
