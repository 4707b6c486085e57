"""The content of a table: by whom its rows are written, in which order and on which database doesn't show in it."""

import datetime as dt
from hashlib import sha256

from sqlalchemy import text

from planner.bootstrap import App
from planner.domain.backups import TableContent
from planner.domain.wording import PlanState
from planner.settings import Settings
from planner.store.copying import contents, tables
from planner.store.plans import Plan, SourceDocument
from planner.store.units import Roster, RosterMember, Unit
from tests.copies import held
from tests.world import NOW, World


def content(world: World, name: str) -> TableContent:
    """What a table holds."""
    return next(table for table in held(world.app) if table.name == name)


def hashed(*lines: str) -> str:
    """The hash of a table's form, written out."""
    return sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def test_tables_come_after_those_that_they_name() -> None:
    names = [table.name for table in tables()]
    for table in tables():
        named = {reference.column.table.name for reference in table.foreign_keys} - {table.name}
        assert all(names.index(other) < names.index(table.name) for other in named)


def test_content_is_the_hash_of_the_rows_in_the_published_form(world: World) -> None:
    with world.app.begin() as session:
        session.add(
            Unit(
                id=7,
                name='市"财政"局\n𠮷\\',
                kind="政府部门",
                kind_proposed=True,
                collective=False,
                valid_from=dt.date(2024, 1, 31),
                successor_id=None,
            )
        )
        session.add(
            SourceDocument(
                id=3,
                file_name="要点.txt",
                format="txt",
                sha256="ab",
                text="一、",
                recorded=dt.datetime(2024, 3, 11, 8, 30, tzinfo=dt.timezone(dt.timedelta(hours=8))),
            )
        )
    assert content(world, "unit") == TableContent(
        "unit",
        1,
        hashed(
            '["collective","contact","email","id","kind","kind_proposed","name","office","phone","successor_id","valid_from","valid_to"]',
            '[false,"","",7,"政府部门",true,"市\\"财政\\"局\\n𠮷\\\\","default","",null,"2024-01-31",null]',
        ),
    )
    assert content(world, "source_document") == TableContent(
        "source_document",
        1,
        hashed(
            '["file_name","format","id","office","recorded","sha256","text"]',
            '["要点.txt","txt",3,"default","2024-03-11T00:30:00.000000+00:00","ab","一、"]',
        ),
    )
    assert content(world, "plan").rows == 0


def test_json_stands_with_its_keys_sorted(world: World) -> None:
    with world.app.begin() as session:
        session.add(SourceDocument(id=1, file_name="", format="", sha256="", text="", recorded=NOW))
        session.flush()  # the plan names it by its id only
        session.add(
            Plan(
                id=1,
                code="2024",
                year=2024,
                title="",
                ends_on=dt.date(2024, 12, 31),
                state=PlanState.DRAFT,
                source_id=1,
                extractor_version=1,
                draft={"乙": [1, 2.5, None], "甲": {"b": True, "a": "x"}},
                imported_on=dt.date(2024, 3, 11),
            )
        )
    assert content(world, "plan").sha256 == hashed(
        '["code","confirmed_on","draft","ends_on","extractor_version","id","imported_on","issued_on","issuer","office","source_id","state","title","year"]',
        '["2024",null,"{\\"乙\\": [1, 2.5, null], \\"甲\\": {\\"a\\": \\"x\\", \\"b\\": true}}",'
        '"2024-12-31",1,1,"2024-03-11",null,null,"default",1,"draft","",2024]',
    )


def test_rows_are_ordered_by_their_key_however_they_were_written(world: World) -> None:
    """Two keys a row, added backwards."""
    with world.app.begin() as session:
        for number in (30, 4, 100):
            session.add(Unit(id=number, name=str(number), kind="政府部门", kind_proposed=False, collective=False))
        session.flush()  # members name them by their ids only
        session.add_all(Roster(id=number, collective_id=4, valid_from=dt.date(2024, 1, 1)) for number in (2, 1))
        session.flush()  # as above
        for roster, unit in ((2, 4), (1, 100), (2, 30), (1, 30)):
            session.add(RosterMember(roster_id=roster, unit_id=unit, position=0))
            session.flush()  # one by one, in this order
    assert content(world, "roster_member").sha256 == hashed(
        '["position","roster_id","unit_id"]', "[0,1,30]", "[0,1,100]", "[0,2,4]", "[0,2,30]"
    )


def test_any_change_of_a_value_changes_the_content(sqlite_url: str) -> None:
    world = World(App(Settings(database=sqlite_url, actor="王敏"), clock=lambda: NOW))
    world.confirmed()
    before = held(world.app)
    for table, change in (
        ("task", "body = body || ' '"),
        ("checkpoint", "value = '100.0'"),
        ("audit_event", "recorded = '2026-03-02 09:00:00.000001'"),
        ("unit", "collective = not collective"),
        ("plan", "issuer = null"),
        ("section", "id = id + 1000"),
    ):
        with world.app.begin() as session:
            session.execute(text("pragma defer_foreign_keys = on"))
            session.execute(text(f"update {table} set {change} where rowid = (select max(rowid) from {table})"))  # noqa: S608 - our own words
            changed = tuple(each for each in contents(session.connection()) if each not in before)
            session.rollback()
        assert [each.name for each in changed] == [table]
    world.app.close()
