"""A small office for tests: a plan text of our own, and short ways to do and to ask things on given days."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import wraps
from hashlib import sha256
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from planner.bootstrap import App
from planner.domain.document import Document
from planner.domain.periods import Period
from planner.domain.progress import Status, Verdict
from planner.errors import PlannerError
from planner.settings import Settings
from planner.store.models import Base
from planner.usecases.acts import Act, AsOf
from planner.usecases.audit import list_events
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.progress import Said, log
from planner.usecases.reviews import Wanted, review
from tests.kept_rows import Kept, is_empty

P = ParamSpec("P")
R = TypeVar("R")

SMALL_PLAN = """青禾市2024年法治建设工作要点

为做好本年度法治建设工作，制定本要点。

一、规范决策

（一）管好规范性文件。6月底前完成规范性文件清单编制。对文件开展审查，审查率100%。\
[责任单位：市司法局、市财政局，各县（市、区）政府按职责分工分别负责]

（二）办好政府会议。改进会议组织，严格议题管理。[责任单位：市政府办公室]

二、规范执法

（三）评查执法案卷。每季度至少开展1次案卷评查，通报评查结果。\
[牵头单位：市司法局；责任单位：市公安局；配合单位：市财政局]

（四）培训执法人员。加强业务学习，不断提高执法水平。[责任单位：市公安局，市政府有关部门按职责分工分别负责]

青禾市司法局
2024年3月8日
"""
"""Four tasks: 2024-01 with two checkpoints (a date, a rate), 2024-03 with a lead and four due days, 2024-04 a class
that names those concerned."""


NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
"""The moment of every world that doesn't bring its own clock: well after the year of the plans in the tests."""


def stopped() -> dt.datetime:
    """A clock that stands at that moment."""
    return NOW


def document(text: str, name: str = "要点.txt") -> Document:
    """A text as if it had been read from a file."""
    return Document(name=name, format="txt", sha256=sha256(text.encode()).hexdigest(), text=text)


def day(text: str | None) -> dt.date | None:
    """A day written 2024-06-30."""
    return None if text is None else dt.date.fromisoformat(text)


@dataclass(frozen=True)
class World:
    """An application on a fresh database. Each act is one transaction."""

    app: App

    def do(
        self, verb: Callable[Concatenate[Session, Act, P], R], on: str | None, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Do something on a day: 2024-05-06, or None for today."""
        with self.app.begin() as session:
            return verb(session, self.app.act(session, day(on)), *args, **kwargs)

    def ask(
        self, reader: Callable[Concatenate[Session, AsOf, P], R], as_of: str | None, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Ask something as of a day, or None for today."""
        with self.app.reading() as session:
            return reader(session, self.app.as_of(session, day(as_of)), *args, **kwargs)

    def actor(self, name: str) -> "World":
        """The same office with somebody else acting."""
        return self._with(replace(self.app.settings, actor=name))

    def office(self, name: str) -> "World":
        """Another office on the same database."""
        return self._with(replace(self.app.settings, office=name))

    def _with(self, settings: Settings) -> "World":
        app = replace(self.app, settings=settings)
        vars(app)["engine"] = self.app.engine  # one database, and one to close
        return World(app)

    def once(self, arrange: Callable[Concatenate["World", P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What `arrange` leads to from an empty database: done once, afterwards its rows are laid back."""
        engine, settings = self.app.engine, replace(self.app.settings, database="")
        if self.app.clock is not stopped or not is_empty(engine):
            return arrange(self, *args, **kwargs)
        key = (arrange, args, *kwargs.items(), engine.dialect.name, settings)
        if key in _ARRANGED:
            _ARRANGED[key][1].lay_back(engine)
        else:
            _ARRANGED[key] = arrange(self, *args, **kwargs), Kept.of(engine)
        given: R = _ARRANGED[key][0]
        return given

    def once_in(self, folder: Path, arrange: Callable[["World", Path], R]) -> R:
        """As once, for what also leaves files in an empty folder: they are written there again."""
        given, files = self.once(_arranged_in, arrange, _Folder(folder))
        for name, data in files.items():
            path = folder / name
            if data is None:
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(data)
        return given

    def imported(self, text: str = SMALL_PLAN, *, on: str = "2024-03-11") -> "World":
        """The office with a plan as a draft."""
        self.once(_imported, text, on)
        return self

    def confirmed(self, text: str = SMALL_PLAN, *, on: str = "2024-03-11") -> "World":
        """The office with a plan imported and confirmed."""
        self.once(_confirmed, text, on)
        return self

    def log(self, task: str, unit: str, period: str, on: str, **said: Any) -> int:  # noqa: ANN401 - fields of Said
        """Log an entry; status and text have defaults. Its id."""
        fields: dict[str, Any] = {"status": Status.IN_PROGRESS, "text": "推进了有关工作。"} | said
        return self.do(log, on, Said(task=task, unit=unit, period=Period.parse(period), **fields))

    def accept(self, entry: int, on: str) -> None:
        """Accept an entry."""
        self.do(review, on, Wanted(ids=(entry,)), Verdict.ACCEPTED)

    def accepted(self, task: str, unit: str, period: str, on: str, **said: Any) -> int:  # noqa: ANN401 - as in log
        """Log an entry and accept it on the same day."""
        entry = self.log(task, unit, period, on, **said)
        self.accept(entry, on)
        return entry

    def returned(self, entry: int, on: str, reason: str = "没有写数据") -> None:
        """Return an entry."""
        self.do(review, on, Wanted(ids=(entry,)), Verdict.RETURNED, reason=reason)

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table."""
        with self.app.reading() as session:
            return {
                name: sorted(repr(tuple(row)) for row in session.execute(every_row))
                for name, every_row in _EVERY_ROW.items()
            }

    @contextmanager
    def refused(self, error: type[PlannerError], words: str | None = None) -> Iterator[None]:
        """What is done within is refused, with these words, and changes not a row of any table."""
        before = self.rows()
        with pytest.raises(error, match=words):
            yield
        assert self.rows() == before

    @contextmanager
    def logged(self) -> Iterator[list[tuple[Any, ...]]]:
        """The acts that are logged within, once it is over: verb, target, before, after, reason."""
        found: list[tuple[Any, ...]] = []
        known = len(self.ask(list_events, None))
        yield found
        events = self.ask(list_events, None)[known:]
        found.extend((event.verb, event.target, event.before, event.after, event.reason) for event in events)


_EVERY_ROW = {name: select(table) for name, table in Base.metadata.tables.items()}
_ARRANGED: dict[tuple[object, ...], tuple[Any, Kept]] = {}


@dataclass(frozen=True)
class _Folder:
    """Where files are left: any folder will do."""

    path: Path = field(compare=False)


def _arranged_in(
    world: World, arrange: Callable[[World, Path], R], folder: _Folder
) -> tuple[R, dict[str, bytes | None]]:
    """What `arrange` leads to, and what it leaves: folders (None) before the files in them."""
    given = arrange(world, folder.path)
    left = sorted(folder.path.rglob("*"))
    return given, {str(path.relative_to(folder.path)): path.read_bytes() if path.is_file() else None for path in left}


def _imported(world: World, text: str, on: str) -> str:
    return world.do(import_plan, on, document(text)).code


def _confirmed(world: World, text: str, on: str) -> None:
    world.do(confirm_plan, on, world.once(_imported, text, on))


def shared(arrange: Callable[[World], World]) -> Callable[[World], World]:
    """A beginning of many tests on an empty database: see World.once. It gives back the world it is given."""

    def arranged(world: World) -> None:
        arrange(world)

    @wraps(arrange)
    def begun(world: World) -> World:
        world.once(arranged)
        return world

    return begun


def at_work(engine: Engine) -> World:
    """An office at work on the database behind `engine`; the engine stays the caller's to close."""
    app = App(Settings(database=engine.url.render_as_string(hide_password=False), actor="王敏"), clock=stopped)
    vars(app)["engine"] = engine  # as the app would make it, but with the statements that it has learned
    return World(app)
