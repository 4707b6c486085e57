"""As of any day: acts that count for later days are not seen, and today's short way gives what history gives."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import errors
from planner.domain.drafts import Role
from planner.domain.lights import Colour
from planner.domain.periods import Period
from planner.domain.progress import Mark, Standing, Status, TaskState, standing
from planner.domain.status_page import StatusPage
from planner.store.queries.filings import load_filings
from planner.store.session import make_engine
from planner.usecases.assignments import assign, responsibility_table
from planner.usecases.audit import list_events
from planner.usecases.entries import list_entries
from planner.usecases.ledgers import read_ledger
from planner.usecases.lookups import find_plan
from planner.usecases.reports import read_annual
from planner.usecases.rosters import set_members
from planner.usecases.status import read_status
from planner.usecases.task_views import show_task
from planner.usecases.tasks import extend, set_mark, set_owners, set_state
from planner.usecases.units import add_unit, rename_unit, succeed_unit
from tests.databases import drop, lay
from tests.world import World, at_work

READERS: dict[str, Callable[[World], object]] = {
    "status": lambda world: world.ask(read_status, "2024-07-12"),
    "task": lambda world: world.ask(show_task, "2024-07-12", "2024-01"),
    "entries": lambda world: world.ask(list_entries, "2024-07-12"),
    "ledger": lambda world: world.ask(read_ledger, "2024-07-12", Period(2024, 2)),
    "annual": lambda world: world.ask(read_annual, "2024-07-12"),
    "responsibility": lambda world: world.ask(responsibility_table, "2024-07-12", None),
    "audit": lambda world: world.ask(list_events, "2024-07-12"),
}


def later_acts(world: World, pending: int) -> None:
    """One act of each kind, all of the day after."""
    on = "2024-07-13"
    world.accept(pending, on)
    world.accepted("2024-01", "市司法局", "2024Q2", on, status=Status.DONE, figures=("2024-01.1=1项",))
    world.log("2024-02", "市政府办公室", "2024Q3", on)
    world.do(assign, on, "2024-01", "市公安局", Role.LEAD)
    world.do(extend, on, "2024-02", dt.date(2025, 3, 31), reason="系统改造")
    world.do(extend, on, "2024-01.1", dt.date(2024, 8, 31), reason="系统改造")
    world.do(set_owners, on, "2024-01.2", ["市司法局"])
    world.do(set_mark, on, "2024-01", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(set_state, on, "2024-04", TaskState.PAUSED, basis="机构改革")
    world.do(set_members, on, "各县（市、区）政府", ["东桥县政府"])
    world.do(add_unit, on, "市金融局")
    world.do(succeed_unit, on, "市财政局", "市金融局", since=dt.date(2024, 7, 13))


@pytest.mark.parametrize("reader", READERS)
def test_reader_sees_no_act_of_a_later_day(world: World, reader: str) -> None:
    world.confirmed()
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", figures=("2024-01.1=1项",), problem="人手不足")
    pending = world.log("2024-01", "市司法局", "2024Q2", "2024-07-05")
    before = READERS[reader](world)
    later_acts(world, pending)
    assert READERS[reader](world) == before


def test_status_of_the_day_itself_sees_the_act(world: World) -> None:
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-05", status=Status.DONE)
    done = [world.ask(read_status, day).lights[Colour.GREEN] for day in ("2024-07-04", "2024-07-05")]
    assert done == [0, 1]


@pytest.mark.parametrize("what", [read_status, list_entries, list_events, read_annual])
def test_day_that_hasnt_come_is_refused(world: World, what: Callable[..., object]) -> None:
    world.confirmed()
    with pytest.raises(errors.DayInFuture, match="日期 2026-03-03 晚于 2026-03-02"):
        world.ask(what, "2026-03-03")


def test_act_for_a_day_that_hasnt_come_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.DayInFuture):
        world.do(rename_unit, "2026-03-03", "市司法局", "市司法厅")


# ---- the ledger of a period ----


def test_ledger_takes_its_periods_entries_whenever_made_up_to_the_day_asked(world: World) -> None:
    world.confirmed()
    world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="初稿。")
    world.log("2024-02", "市政府办公室", "2024Q2", "2024-08-20", text="改稿。")
    told = [
        world.ask(read_ledger, day, Period(2024, 2)).tasks[1].lines[0].progress
        for day in ("2024-07-01", "2024-07-02", "2024-08-20", "2025-02-03")
    ]
    assert told == ["", "初稿。", "改稿。", "改稿。"]


def test_ledger_is_judged_on_its_periods_last_day_at_most(world: World) -> None:
    world.confirmed()
    ledgers = [world.ask(read_ledger, day, Period(2024, 2)) for day in ("2024-06-20", "2024-07-12", "2025-02-03")]
    assert [ledger.judged_on.isoformat() for ledger in ledgers] == ["2024-06-20", "2024-06-30", "2024-06-30"]
    assert ledgers[1].tasks == ledgers[2].tasks
    assert [(task.colour, task.reason) for task in ledgers[2].tasks[2:]] == [
        (Colour.RED, "市公安局、市司法局：考核点2024-03.1（每季度至少开展1次）应于2024-03-31达成，已逾期91天"),
        (Colour.YELLOW, "市公安局：2024Q1应于2024-04-10报送，至今未报"),
    ]


def test_ledger_knows_nothing_of_later_periods(world: World) -> None:
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02")
    before = world.ask(read_ledger, "2025-02-03", Period(2024, 2))
    world.accepted("2024-02", "市政府办公室", "2024Q3", "2024-10-08", status=Status.DONE)
    world.accepted("2024-01", "市司法局", "2024Q3", "2024-10-08", figures=("2024-01.1=1项",))
    after = world.ask(read_ledger, "2025-02-03", Period(2024, 2))
    assert replace(after, audit_hash=before.audit_hash) == before


def test_work_done_in_a_later_period_shows_in_its_own_ledger(world: World) -> None:
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q3", "2024-10-08", status=Status.DONE)
    task = world.ask(read_ledger, "2025-02-03", Period(2024, 3)).tasks[1]
    assert (task.done, task.reason) == (True, "市政府办公室：2024-09-30完成")


# ---- slots and history ----

UNITS = (("2024-01", "市司法局"), ("2024-01", "市财政局"), ("2024-03", "市司法局"))
PERIODS = ("2024Q1", "2024Q2", "2024Q3")
STEP = st.tuples(
    st.sampled_from(("log", "log", "log", "accept", "accept", "return", "succeed")),
    st.sampled_from(UNITS),
    st.sampled_from(PERIODS),
    st.sampled_from(Status),
    st.integers(0, 3),
    st.integers(0, 40),
)
Step = tuple[str, tuple[str, str], str, Status, int, int]
NOT_ALLOWED_NOW = (errors.EntryReviewed, errors.EntryOutdated, errors.PeriodNotBegun, errors.NotOnTask)


def act_out(world: World, steps: list[Step]) -> None:
    """Do these steps on days that only go forward; what isn't allowed by then is left out."""
    on = dt.date(2024, 7, 1)
    newest: dict[tuple[tuple[str, str], str], int] = {}
    for verb, place, period, status, count, days in steps:
        on += dt.timedelta(days=days)
        with suppress(*NOT_ALLOWED_NOW, errors.SuccessionFaulty):
            if verb == "log":
                figures = (f"{place[0]}.1={count}次",)
                newest[place, period] = world.log(*place, period, on.isoformat(), status=status, figures=figures)
            elif verb == "succeed":
                world.do(succeed_unit, on.isoformat(), "市财政局", "市司法局", since=on)
            elif (place, period) in newest:
                (world.accept if verb == "accept" else world.returned)(newest[place, period], on.isoformat())


def known(world: World, later: int) -> tuple[dict[tuple[int, int], Standing], StatusPage]:
    """Standings and status of the world's today, read so many days later."""
    moment = world.app.clock() + dt.timedelta(days=later)
    app = replace(world.app, clock=lambda: moment)
    vars(app)["engine"] = world.app.engine
    with app.reading() as session:
        asked = app.as_of(session, world.app.today)
        filings = load_filings(session, find_plan(session, asked).id, as_of=asked.day, today=asked.today)
        return {place: standing(found) for place, found in filings.items()}, read_status(session, asked)


@pytest.fixture
def afresh(one_world: World, one_more: Callable[[], str]) -> Iterator[Callable[[], World]]:
    """Makes an office, again and again, with the plan confirmed and nothing filed yet."""
    one_world.confirmed().app.engine.dispose()
    url = one_more()
    engine = make_engine(url)

    def again() -> World:
        engine.dispose()
        lay(one_world.app.settings.database, url)
        return at_work(engine)

    yield again
    engine.dispose()
    drop(url)


@given(steps=st.lists(STEP, max_size=16))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_the_slots_hold_for_today_is_what_history_says(afresh: Callable[[], World], steps: list[Step]) -> None:
    """Today reads the slots, an earlier day the history: the day after must know today as today does."""
    world = afresh()
    act_out(world, steps)
    assert known(world, later=0) == known(world, later=1)


def test_slots_and_history_agree_after_a_year_of_corrections(world: World) -> None:
    world.confirmed()
    steps: list[Step] = [
        (verb, place, period, status, count, 3)
        for period in PERIODS
        for place in UNITS
        for verb, status, count in (
            ("log", Status.IN_PROGRESS, 1),
            ("return", Status.IN_PROGRESS, 0),
            ("log", Status.DONE, 1),
            ("accept", Status.DONE, 0),
            ("log", Status.BLOCKED, 0),
        )
    ]
    act_out(world, [*steps[:30], ("succeed", UNITS[0], "2024Q3", Status.DONE, 0, 0), *steps[30:]])
    assert known(world, later=0) == known(world, later=1)
