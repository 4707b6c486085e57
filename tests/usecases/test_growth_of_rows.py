"""What is asked of one plan looks at its rows: no table that grows with years and offices is gone through."""

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, text

from planner.domain.periods import Period
from planner.usecases.entries import list_entries
from planner.usecases.ledgers import read_ledger
from planner.usecases.status import read_status
from planner.usecases.task_views import show_task
from tests.world import World

SECOND = "2024-07-05"
SCANNED = re.compile(r"SCAN (\w+)")
SMALL = {"CONSTANT", "alembic_version", "plan", "unit", "unit_name", "user_account", "task_origin"}
"""Tables of which an office has at most tens of rows a year; a constant is no table."""


def asked(engine: Engine, deed: Callable[[], object]) -> list[tuple[str, Any]]:
    """Every statement of a deed, with what it was given."""
    found: list[tuple[str, Any]] = []

    def keep(_connection: Connection, _cursor: object, statement: str, given: Any, *_: object) -> None:  # noqa: ANN401
        found.append((statement, given))

    event.listen(engine, "before_cursor_execute", keep)
    try:
        deed()
    finally:
        event.remove(engine, "before_cursor_execute", keep)
    return found


def gone_through(engine: Engine, statement: str, given: Any) -> set[str]:  # noqa: ANN401 - as the driver takes it
    """The tables that SQLite would read from one end to the other for a statement."""
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all()
    return {found[1] for row in plan if (found := SCANNED.match(row[3]))}


def grown(engine: Engine) -> None:
    """Let SQLite take the database for one of ten thousand offices like this one: so it decides where to look."""
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))
        for row in connection.execute(text("SELECT rowid, stat FROM sqlite_stat1")).all():
            rows, *each = row.stat.split()
            stat = " ".join([str(10_000 * int(rows)), *each])
            connection.execute(text("UPDATE sqlite_stat1 SET stat = :s WHERE rowid = :id"), {"s": stat, "id": row[0]})
    engine.dispose()


def test_table_asked_by_what_it_has_no_index_of_is_gone_through(sqlite_world: World) -> None:
    grown(sqlite_world.confirmed().app.engine)
    assert gone_through(sqlite_world.app.engine, "SELECT id FROM entry WHERE text = ?", ("甲",)) == {"entry"}


@pytest.mark.parametrize(
    "deed",
    [
        lambda world: world.ask(read_status, SECOND),
        lambda world: world.ask(read_status, "2024-05-06"),
        lambda world: world.ask(show_task, SECOND, "2024-01"),
        lambda world: world.ask(list_entries, SECOND),
        lambda world: world.ask(read_ledger, SECOND, Period(2024, 2)),
        lambda world: world.log("2024-01", "市司法局", "2024Q2", SECOND),
    ],
    ids=["status", "status of an earlier day", "task show", "progress list", "ledger", "progress log"],
)
def test_no_growing_table_is_gone_through(sqlite_world: World, deed: Callable[[World], object]) -> None:
    world = sqlite_world.confirmed()
    world.accepted("2024-01", "市司法局", "2024Q2", "2024-07-02", figures=("2024-01.1=1次",))
    engine = world.app.engine
    grown(engine)
    statements = [each for each in asked(engine, partial(deed, world)) if each[0].startswith(("SELECT", "select"))]
    assert len(statements) > 5
    assert set().union(*(gone_through(engine, *each) for each in statements)) <= SMALL
