"""A closed period shows for ever what it showed when it was closed."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import update

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.ledger import Ledger
from planner.domain.lights import Colour
from planner.domain.periods import Period
from planner.domain.plain import from_plain, to_plain
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.status_page import StatusPage
from planner.store.rounds import PeriodClose
from planner.usecases.acts import Act, AsOf
from planner.usecases.audit import list_events
from planner.usecases.closing import close_period, closed_periods, reopen_period
from planner.usecases.kept import kept_hash
from planner.usecases.ledgers import export_ledger, read_ledger
from planner.usecases.lookups import find_plan, require_open
from planner.usecases.plans import import_plan
from planner.usecases.reviews import Wanted, review
from planner.usecases.rosters import set_members
from planner.usecases.status import read_period_status
from planner.usecases.tasks import extend, set_state
from planner.usecases.units import add_unit, rename_unit, succeed_unit
from planner.usecases.users import add_user
from tests.world import SMALL_PLAN, World, document, shared

Q1, Q2, Q3 = Period(2024, 1), Period(2024, 2), Period(2024, 3)


@shared
def second_quarter(world: World) -> World:
    """A confirmed plan with a roster, three accepted entries and one returned, of the second quarter."""
    world.confirmed()
    world.do(set_members, "2024-03-12", "各县（市、区）政府", ["东桥县政府", "西桥县政府"])
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", problem="人手不足", figures=("2024-01.1=1项",))
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-03", status=Status.DONE)
    world.accepted("2024-03", "市公安局", "2024Q2", "2024-07-04", status=Status.BLOCKED, support="请增派人员")
    world.returned(world.log("2024-01", "市司法局", "2024Q2", "2024-07-05"), "2024-07-08")
    return world


def looks(world: World, folder: Path, as_of: str | None) -> tuple[Any, ...]:
    """Every cell of the second quarter's ledger with its look, its record, and the status page of the period."""
    path = folder / "台账.xlsx"
    ledger = world.ask(export_ledger, as_of, Q2, path)
    cells = [
        (sheet.title, cell.coordinate, cell.value, cell.number_format, repr((cell.font, cell.fill, cell.alignment)))
        for sheet in load_workbook(path).worksheets
        for row in sheet.iter_rows()
        for cell in row
    ]
    return cells, ledger, world.ask(read_period_status, as_of, Q2)


def later_acts(world: World) -> None:
    """What may come after a quarter was closed: names, successions, rosters, days, states, the next quarter."""
    world.do(rename_unit, "2024-08-01", "市公安局", "市公安局（新）")
    world.do(add_unit, "2024-08-01", "市金融局")
    world.do(succeed_unit, "2024-08-01", "市财政局", "市金融局", since=dt.date(2024, 6, 1))
    world.do(set_members, "2024-08-01", "各县（市、区）政府", ["东桥县政府"])
    world.do(extend, "2024-08-02", "2024-03", dt.date(2025, 3, 31), reason="系统改造")
    world.do(set_state, "2024-08-02", "2024-04", TaskState.PAUSED, basis="机构改革")
    world.accepted("2024-03", "市司法局", "2024Q3", "2024-10-08", status=Status.DONE)


def test_closed_quarter_shows_the_same_whatever_comes_later(world: World, tmp_path: Path) -> None:
    second_quarter(world)
    world.do(close_period, "2024-07-20", Q2)
    before = looks(world, tmp_path, "2024-07-20")
    later_acts(world)
    for words in ({"unit": "市政府办公室", "on": "2024-11-01"}, {"unit": "市政府办公室", "on": "2024-07-10"}):
        with world.refused(errors.PeriodClosed):
            world.log("2024-02", words["unit"], "2024Q2", words["on"])
    assert looks(world, tmp_path, "2024-07-20") == before
    assert looks(world, tmp_path, "2024-12-31") == before
    assert looks(world, tmp_path, None) == before


def test_later_acts_would_have_shown_in_an_open_quarter(one_world: World, tmp_path: Path) -> None:
    second_quarter(one_world)
    before = looks(one_world, tmp_path, "2024-07-20")
    later_acts(one_world)
    after = looks(one_world, tmp_path, "2024-12-31")
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, True, True]


def test_day_before_the_closing_shows_what_was_known_then(world: World) -> None:
    second_quarter(world)
    known = world.ask(read_ledger, "2024-07-03", Q2), world.ask(read_period_status, "2024-07-03", Q2)
    eve = world.ask(read_ledger, "2024-07-19", Q2)
    world.do(close_period, "2024-07-20", Q2)
    assert (world.ask(read_ledger, "2024-07-03", Q2), world.ask(read_period_status, "2024-07-03", Q2)) == known
    assert world.ask(read_ledger, "2024-07-19", Q2) == eve
    closed = world.ask(read_ledger, "2024-07-20", Q2)
    assert closed == replace(eve, as_of=dt.date(2024, 7, 20), closed_on=dt.date(2024, 7, 20), before=closed.before)


def test_closing_is_logged_with_the_hash_of_what_is_kept(world: World) -> None:
    second_quarter(world)
    with world.logged() as events:
        outcome = world.do(close_period, "2024-07-20", Q2)
    ledger, page = world.ask(read_ledger, None, Q2), world.ask(read_period_status, None, Q2)
    sha256 = kept_hash({"ledger": to_plain(ledger), "status": to_plain(page)})
    assert (outcome.plan, outcome.period, outcome.number, outcome.sha256) == ("2024", "2024Q2", 1, sha256)
    assert (outcome.tasks, outcome.asked, outcome.reported) == (len(ledger.tasks), ledger.asked, ledger.reported)
    assert events == [("plan:close-period", "2024 2024Q2", None, {"number": 1, "sha256": sha256}, "")]
    assert [event.verb for event in world.ask(list_events, None, target="2024")][-1] == "plan:close-period"


def test_what_is_kept_comes_back_from_json_as_it_was(world: World) -> None:
    second_quarter(world)
    ledger = world.ask(read_ledger, "2024-07-20", Q2)
    page = world.ask(read_period_status, "2024-07-20", Q2)
    assert from_plain(Ledger, json.loads(json.dumps(to_plain(ledger)))) == ledger
    assert from_plain(StatusPage, json.loads(json.dumps(to_plain(page)))) == page
    assert ledger.changes
    assert page.decisions


def test_what_was_kept_before_a_field_was_thought_of_has_its_default(world: World) -> None:
    second_quarter(world)
    ledger = world.ask(read_ledger, "2024-07-20", Q2)
    older = to_plain(ledger)
    for name in ("closed_on", "compared_with", "before", "changes"):
        del older[name]
    for line in (line for task in older["tasks"] for line in task["lines"]):
        del line["done"]
    tasks = tuple(replace(task, lines=tuple(replace(line, done=False) for line in task.lines)) for task in ledger.tasks)
    assert from_plain(Ledger, older) == replace(ledger, compared_with=None, before=None, changes=(), tasks=tasks)


def test_review_of_a_closed_quarter_is_refused(world: World) -> None:
    second_quarter(world)
    early = world.log("2024-01", "市司法局", "2024Q2", "2024-07-09")
    late = world.log("2024-01", "市司法局", "2024Q2", "2024-07-10")
    world.accept(late, "2024-07-11")
    world.do(close_period, "2024-07-20", Q2)
    sentence = "填报期 2024Q2 已于 2024-07-20 关账，如要更正，请先用 plan reopen-period 2024Q2 --reason … 重新打开。"
    for on in ("2024-07-15", "2024-07-21"):
        with world.refused(errors.PeriodClosed, sentence):
            world.do(review, on, Wanted(ids=(early,)), Verdict.ACCEPTED)


def test_open_quarter_is_open_and_others_stay_open(world: World) -> None:
    second_quarter(world)
    world.do(close_period, "2024-07-20", Q2)

    def ask_all(session: Any, asked: AsOf) -> list[bool]:  # noqa: ANN401 - a session
        plan = find_plan(session, asked).id
        return [opened(session, plan, period) for period in (Q1, Q2, Q3)]

    def opened(session: Any, plan: int, period: Period) -> bool:  # noqa: ANN401 - as above
        try:
            require_open(session, plan, period)
        except errors.PeriodClosed:
            return False
        return True

    assert world.ask(ask_all, "2024-07-01") == [True, False, True]


# ---- refusals ----


def test_quarter_that_is_not_over_cannot_be_closed(world: World) -> None:
    world.confirmed()
    sentence = "填报期 2024Q2 到 2024-06-30 才结束，结束以后才能关账。"
    with world.refused(errors.PeriodNotOver, sentence):
        world.do(close_period, "2024-06-30", Q2)
    assert world.do(close_period, "2024-07-01", Q2).number == 1


def test_quarter_with_entries_pending_cannot_be_closed_and_tells_whose(world: World) -> None:
    second_quarter(world)
    world.log("2024-03", "市司法局", "2024Q2", "2024-07-09")
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-09")
    world.log("2024-04", "市公安局", "2024Q2", "2024-07-09")
    with world.refused(errors.PeriodPending, "填报期 2024Q2 还有 3 份填报没有审核（市司法局2份、市公安局1份）"):
        world.do(close_period, "2024-07-20", Q2)


def test_entries_pending_of_another_quarter_do_not_hold_it_up(world: World) -> None:
    second_quarter(world)
    world.log("2024-03", "市司法局", "2024Q3", "2024-07-09")
    assert world.do(close_period, "2024-07-20", Q2).number == 1


def test_closed_quarter_is_not_closed_again(world: World) -> None:
    second_quarter(world)
    world.do(close_period, "2024-07-20", Q2)
    with world.refused(errors.PeriodClosedBefore, "填报期 2024Q2 已于 2024-07-20 由“王敏”关账，不必再关"):
        world.do(close_period, "2024-07-25", Q2)


def test_draft_has_no_period_to_close(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    with world.refused(errors.PlanIsDraft):
        world.do(close_period, "2024-07-20", Q2)


def test_closing_cannot_count_for_a_day_before_what_it_closes_over(world: World) -> None:
    second_quarter(world)
    with world.refused(errors.EntryBackdated, "日期 2024-07-07 早于前一次的日期 2024-07-08"):
        world.do(close_period, "2024-07-07", Q2)


@pytest.mark.parametrize("verb", ["close", "reopen"])
def test_only_the_coordinator_closes_and_opens(world: World, verb: str) -> None:
    second_quarter(world)
    world.do(add_user, "2024-07-10", "王敏", ActorRole.COORDINATOR)
    world.do(add_user, "2024-07-10", "李强", ActorRole.LEADER)
    with world.refused(errors.NotAllowed):
        if verb == "close":
            world.actor("李强").do(close_period, "2024-07-20", Q2)
        else:
            world.actor("李强").do(reopen_period, "2024-07-20", Q2, reason="更正")


# ---- opening again ----


def test_reopened_quarter_moves_again_and_is_kept_anew(world: World) -> None:
    second_quarter(world)
    first = world.do(close_period, "2024-07-20", Q2)
    kept = world.ask(read_ledger, "2024-07-31", Q2)
    with world.logged() as events:
        world.do(reopen_period, "2024-08-01", Q2, reason="财政局更正数据")
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-08-02", text="更正后的进展。")
    moved = world.ask(read_ledger, "2024-08-02", Q2)
    again = world.do(close_period, "2024-08-05", Q2)

    before = {"number": 1, "closed_on": "2024-07-20", "sha256": first.sha256}
    assert events == [("plan:reopen-period", "2024 2024Q2", before, {"number": 2}, "财政局更正数据")]
    assert (again.number, again.sha256 != first.sha256) == (3, True)
    assert world.ask(read_ledger, "2024-07-31", Q2) == kept
    assert moved.closed_on is None
    assert world.ask(read_ledger, "2024-09-30", Q2).closed_on == dt.date(2024, 8, 5)
    assert progress(world, "2024-09-30") == progress(world, "2024-08-02") == "更正后的进展。"
    assert progress(world, "2024-07-31") == "推进了有关工作。"


def progress(world: World, as_of: str) -> str:
    """What the ledger says that the finance office did on 2024-01."""
    lines = world.ask(read_ledger, as_of, Q2).tasks[0].lines
    return next(line.progress for line in lines if line.unit == "市财政局")


def test_opening_again_needs_a_reason_a_closed_quarter_and_a_later_day(world: World) -> None:
    second_quarter(world)
    with world.refused(errors.PeriodNotClosed, "填报期 2024Q2 没有关账，不必重新打开"):
        world.do(reopen_period, "2024-07-19", Q2, reason="更正")
    world.do(close_period, "2024-07-20", Q2)
    with world.refused(errors.ReasonMissing, "重新打开填报期要写明理由"):
        world.do(reopen_period, "2024-08-01", Q2, reason=" ")
    with world.refused(errors.EntryBackdated):
        world.do(reopen_period, "2024-07-19", Q2, reason="更正")
    world.do(reopen_period, "2024-08-01", Q2, reason="更正")
    with world.refused(errors.PeriodNotClosed, "填报期 2024Q2 没有关账（2024-08-01 王敏 重新打开），不必重新打开"):
        world.do(reopen_period, "2024-08-02", Q2, reason="更正")
    with world.refused(errors.EntryBackdated):
        world.do(close_period, "2024-07-31", Q2)


def test_closed_periods_are_listed_as_of_a_day(world: World) -> None:
    second_quarter(world)
    world.do(close_period, "2024-07-19", Q1)
    world.do(close_period, "2024-07-20", Q2)
    world.do(reopen_period, "2024-08-01", Q1, reason="更正")
    listed = [
        [(each.period, each.since.isoformat()) for each in world.ask(closed_periods, day)]
        for day in ("2024-07-18", "2024-07-20", "2024-08-01")
    ]
    assert listed == [[], [("2024Q1", "2024-07-19"), ("2024Q2", "2024-07-20")], [("2024Q2", "2024-07-20")]]


def test_what_is_kept_and_was_tampered_with_is_told(world: World) -> None:
    second_quarter(world)
    world.do(close_period, "2024-07-20", Q2)

    def tamper(session: Any, _: Act) -> None:  # noqa: ANN401 - a session
        session.execute(update(PeriodClose).values(kept={"ledger": {}, "status": {}}))

    world.do(tamper, None)
    for reader in (read_ledger, read_period_status):
        with pytest.raises(errors.KeptDamaged, match="填报期 2024Q2 在 2024-07-20 关账时留存的内容与当时的校验码不符"):
            world.ask(reader, None, Q2)


# ---- the period's page while it is open ----


def test_page_of_an_open_period_is_judged_as_its_ledger(world: World) -> None:
    second_quarter(world)
    world.accepted("2024-03", "市司法局", "2024Q3", "2024-10-08", status=Status.DONE)
    page = world.ask(read_period_status, "2024-12-31", Q2)
    ledger = world.ask(read_ledger, "2024-12-31", Q2)
    assert (page.period, page.as_of, page.judged_on, page.closed_on) == (
        "2024Q2",
        dt.date(2024, 12, 31),
        dt.date(2024, 6, 30),
        None,
    )
    assert page.lights == ledger.colours
    assert [(row.task, row.unit) for row in page.missing] == [(row.task, row.unit) for row in ledger.missing]
    assert page.lights[Colour.GREEN] == 1
    assert page.missing_label == "未报送"


def test_page_of_a_period_that_runs_names_that_period(world: World) -> None:
    world.confirmed()
    page = world.ask(read_period_status, "2024-05-06", Q2)
    assert (page.period, page.judged_on, page.missing_label) == (
        "2024Q2",
        dt.date(2024, 5, 6),
        "待报送（2024-07-10 前）",
    )
