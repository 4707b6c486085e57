"""The same questions and acts in a database of one office, and of very many: these may not make them slower."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, String, Table, func, insert, literal, select, text
from sqlalchemy.sql.elements import ColumnElement

from benchmarks.timing import function_seconds
from planner.bootstrap import App
from planner.domain.periods import Period
from planner.domain.progress import Status
from planner.settings import Settings
from planner.store.models import Base
from planner.usecases.entries import list_entries
from planner.usecases.ledgers import read_ledger
from planner.usecases.progress import Said, log
from planner.usecases.status import read_status
from planner.usecases.task_views import show_task
from tests.copies import moved
from tests.drills.servers import another, databases

DOUBLINGS = 7
ROUNDS = 9
TASK = "2024-12"


def measure(folder: Path) -> None:
    """Measure on the demo's year in `folder`, alone, and among 127 other offices with a year each."""
    work = folder / "scale"
    work.mkdir()
    demo = _app(f"sqlite:///{folder / 'demo.db'}")
    with databases(work) as urls:
        alone = {"SQLite": f"sqlite:///{work / 'alone.db'}", "PostgreSQL": another(urls["PostgreSQL"], "alone")}
        for kind, url in urls.items():
            moved(demo, url)
            moved(demo, alone[kind])
            _compare(kind, _app(alone[kind]), _app(url))
    demo.close()


def _compare(kind: str, alone: App, among: App) -> None:
    started, rows = time.perf_counter(), grow(among, DOUBLINGS)
    made = time.perf_counter() - started
    deeds = {name: (partial(deed, alone), partial(deed, among)) for name, deed in DEEDS.items()}
    print(f"\n{kind}: one office, and among {2**DOUBLINGS} of {rows:,} rows, made in {made:.0f} s")
    for name, (one, many) in deeds.items():
        seconds = function_seconds({"alone": one, "among": many}, ROUNDS)
        told = f"{seconds['alone'] * 1000:8.1f} ms {seconds['among'] * 1000:8.1f} ms"
        print(f"  {name:42}{told} {seconds['among'] / seconds['alone']:8.2f} x alone")
    alone.close()
    among.close()


def _app(url: str) -> App:
    return App(Settings(database=url, actor="王敏"))


def _ask(question: Callable[..., object], *args: object) -> Callable[[App], None]:
    def run(app: App) -> None:
        with app.reading() as session:
            question(session, app.as_of(session, None), *args)

    return run


def _log(app: App) -> None:
    """Log an entry for the unit that leads the task; nothing stays of it."""
    with app.begin() as session:
        act = app.act(session, None)
        unit = show_task(session, act.seen, TASK).assignments[0].unit
        log(session, act, Said(TASK, unit, Period(2024, 4), Status.IN_PROGRESS, "办理了12件。", figures=("办件=12件",)))
        session.rollback()


DEEDS = {
    "status": _ask(read_status),
    "task show": _ask(show_task, TASK),
    "progress list": _ask(list_entries),
    "ledger": _ask(read_ledger, Period(2024, 4)),
    "progress log": _log,
}


def grow(app: App, doublings: int) -> int:
    """Copy all that there is to offices of another name, so many times over; how many rows there are then."""
    tables = Base.metadata.sorted_tables
    with app.engine.begin() as connection:
        for number in range(doublings):
            behind = {table.name: _highest(connection, table) for table in tables}
            for table in tables:
                _double(connection, table, behind, f"-{number}")
        for table in tables:
            if connection.dialect.name == "postgresql" and "id" in table.c:
                of = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(of, func.max(table.c.id))))
        connection.execute(text("ANALYZE"))
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables)


def _highest(connection: Connection, table: Table) -> int:
    return (connection.scalar(select(func.max(table.c.id))) or 0) if "id" in table.c else 0


def _double(connection: Connection, table: Table, behind: dict[str, int], suffix: str) -> None:
    """Its rows again, with ids behind those that there are, and what refers to others referring to their copies."""

    def copied(name: str) -> ColumnElement[object]:
        column = table.c[name]
        if name == "office":
            return column + literal(suffix, String)
        of = next((key.column.table.name for key in column.foreign_keys), table.name if name == "id" else None)
        return column if of is None else column + behind[of]

    names = [column.name for column in table.c]
    connection.execute(insert(table).from_select(names, select(*map(copied, names))))
