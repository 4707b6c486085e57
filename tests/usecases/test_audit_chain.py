"""Every row of the audit log carries the hash of the one before, whoever writes and however a transaction goes."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from planner import errors
from planner.bootstrap import App
from planner.domain.actors import Actor, ActorRole
from planner.domain.wording import PlanState
from planner.settings import Settings
from planner.store.units import NameKind, Unit, UnitName
from planner.usecases.acts import Act
from planner.usecases.audit import newest_hash, record
from planner.usecases.rosters import set_members
from planner.usecases.units import add_unit, list_units
from tests.audit_chain import kept_and_rebuilt
from tests.world import NOW, World

ACT = Act(Actor("王敏", ActorRole.COORDINATOR), "default", dt.date(2024, 7, 2), NOW)


def chain(world: World, office: str = "default") -> list[str]:
    """The hashes of an office's log, which are those that the rows should have."""
    kept, rebuilt = kept_and_rebuilt(world.app.engine, office)
    assert kept == rebuilt
    return kept


def test_acts_of_a_year_make_one_chain(world: World) -> None:
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="说“好”、100%、换\n行，𠮷。")
    world.actor("李强").do(add_unit, None, "市档案馆")
    hashes = chain(world)
    assert len(hashes) == 11
    assert len(set(hashes)) == len(hashes)


def test_hash_is_of_what_the_row_keeps_and_not_of_what_was_given(world: World) -> None:
    """Lists for tuples, words for members, text keys in their own order: so they come back from the database."""
    with world.app.begin() as session:
        record(session, ACT, "plan:confirm", "2024", before=PlanState.DRAFT, after={"due": ("甲", 1.0)})
        record(session, ACT, "plan:confirm", "2024", before=0, after={10: "十", 9: None})
        session.commit()
    assert len(chain(world)) == 2


def test_many_acts_of_one_transaction_are_chained_in_their_order(world: World) -> None:
    with world.app.begin() as session:
        for number in range(1500):
            record(session, ACT, "unit:add", f"单位{number}")
            if number % 400 == 0:
                session.flush()  # rows may be written in several goes
        session.commit()
    assert len(chain(world)) == 1500


def test_offices_have_a_chain_each(world: World) -> None:
    other = world.office("second")
    for number in range(3):
        world.do(add_unit, None, f"市第{number}局")
        other.do(add_unit, None, f"市第{number}局")
    assert (len(chain(world)), len(chain(world, "second"))) == (3, 3)
    assert chain(world) != chain(world, "second")


def test_act_that_is_refused_leaves_no_gap(world: World) -> None:
    world.confirmed()
    with world.refused(errors.UnitIsCollective):
        world.do(set_members, None, "各县（市、区）政府", ["东桥县政府", "各开发区管委会"])
    world.do(add_unit, None, "市档案馆")
    assert len(chain(world)) == 9


def test_act_within_a_savepoint_that_is_rolled_back_leaves_no_gap(world: World) -> None:
    with world.app.begin() as session:
        record(session, ACT, "unit:add", "甲")
        savepoint = session.begin_nested()
        record(session, ACT, "unit:add", "乙")
        savepoint.rollback()
        record(session, ACT, "unit:add", "丙")
        with session.begin_nested():
            record(session, ACT, "unit:add", "丁")
        record(session, ACT, "unit:add", "戊")
        session.commit()
    assert len(chain(world)) == 4


def test_session_that_goes_on_after_its_commit_sees_what_others_wrote_between(world: World) -> None:
    with world.app.begin() as session:
        record(session, ACT, "unit:add", "甲")
        session.commit()
        world.do(add_unit, None, "市档案馆")
        record(session, ACT, "unit:add", "乙")
        session.commit()
    assert len(chain(world)) == 3


def test_many_writers_at_once_make_one_chain(database: str) -> None:
    """Each has a connection of its own, and three acts a transaction."""
    app = App(Settings(database=database, actor="王敏"))

    def write(number: int) -> None:
        with app.begin() as session:
            for part in range(3):
                record(session, ACT, "unit:add", f"单位{number}之{part}")
                session.flush()  # let the others' rows come between, if they can

    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(write, range(20)))
    kept, rebuilt = kept_and_rebuilt(app.engine)
    app.close()
    assert (len(kept), kept) == (60, rebuilt)


def test_writer_waits_for_one_of_its_own_office_only_and_readers_for_nobody(postgres_world: World) -> None:
    with postgres_world.app.begin() as first, postgres_world.app.begin() as second:
        for session in (first, second):
            session.execute(text("SET LOCAL lock_timeout = '300ms'"))
        record(first, ACT, "unit:add", "甲")
        record(second, replace(ACT, office="second"), "unit:add", "乙")
        assert postgres_world.ask(list_units, None) == ()
        with pytest.raises(errors.DatabaseBusy), postgres_world.app.translated():
            record(second, ACT, "unit:add", "丙")


def test_writer_waits_for_one_of_its_own_office_before_it_reads_anything(postgres_world: World) -> None:
    app, other = postgres_world.app, postgres_world.office("second").app
    with app.acting(None) as (session, act), other.acting(None) as (second, second_act):
        add_unit(second, second_act, "市图书馆")
        with app.begin() as waiting:
            waiting.execute(text("SET LOCAL lock_timeout = '300ms'"))
            with pytest.raises(errors.DatabaseBusy), app.translated():
                app.act(waiting, None)
            waiting.rollback()
        add_unit(session, act, "市档案馆")
    assert (len(chain(postgres_world)), len(chain(postgres_world, "second"))) == (1, 1)


def test_of_two_writers_who_wait_for_each_other_one_is_refused(postgres_world: World) -> None:
    """The first has entered a name, the second has the log; each goes on to what the other has."""
    postgres_world.do(add_unit, None, "市图书馆")
    app = postgres_world.app
    refused: list[str] = []

    def enter(session: Session) -> None:
        unit = session.scalars(select(Unit.id)).one()
        session.add(UnitName(unit_id=unit, name="图书馆", folded="图书馆", kind=NameKind.SHORT))
        session.flush()  # the database looks for the same name at once

    def go_on(step: Callable[[], None]) -> None:
        try:
            with app.translated():
                step()
        except errors.ChangedMeanwhile as refusal:
            refused.append(str(refusal))

    with app.begin() as first, app.begin() as second, ThreadPoolExecutor() as pool:
        for session in (first, second):
            session.execute(text("SET LOCAL deadlock_timeout = '100ms'"))
        enter(first)
        record(second, ACT, "unit:rename", "市图书馆")
        waiting = pool.submit(go_on, lambda: enter(second))
        go_on(lambda: record(first, ACT, "unit:rename", "市图书馆"))
        waiting.result()
        for session in (first, second):
            session.rollback()
    assert refused == ["同一时间有别人改了同样的记录，这次没有写入，请再看一遍后重试。"]


def test_newest_hash_is_that_of_the_newest_act_up_to_a_day(world: World) -> None:
    assert world.ask(newest_hash, None) == ""
    world.do(add_unit, "2024-05-06", "市档案馆")
    world.do(add_unit, "2024-07-01", "市气象局")
    world.do(add_unit, "2024-06-03", "市体育局")
    may, july, june = chain(world)
    days = ("2024-05-05", "2024-05-06", "2024-06-02", "2024-06-03", "2024-07-01", None)
    assert [world.ask(newest_hash, day) for day in days] == ["", may, may, june, june, june]
    assert july not in {may, june}


def test_newest_hash_is_of_ones_own_office(world: World) -> None:
    world.do(add_unit, None, "市档案馆")
    assert world.office("second").ask(newest_hash, None) == ""
