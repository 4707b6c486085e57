"""A year of acts in an office's audit log, seeded, written by the program."""

import datetime as dt
import random

from sqlalchemy.orm import Session

from planner.bootstrap import App
from planner.domain.actors import Actor, ActorRole
from planner.usecases.acts import Act
from planner.usecases.audit import record

_FIRST = dt.datetime(2024, 1, 2, 1, 0, tzinfo=dt.UTC)
_UNITS = ("市司法局", "市财政局", "市公安局", "市政府办公室", "市档案馆", "东桥县政府")
_PEOPLE = ("王敏", "李强", "张伟", "陈静")


def log_year(app: App, rows: int, seed: int) -> None:
    """Log so many acts from January to December, some in a transaction of their own, some many together."""
    chance = random.Random(seed)  # noqa: S311 - what happens again with the same seed is what is wanted
    written = 0
    while written < rows:
        together = min(chance.choice((1, 1, 2, 5, 60)), rows - written)
        moment = _FIRST + dt.timedelta(days=355 * written / rows, microseconds=chance.randrange(1_000_000))
        act = Act(Actor(chance.choice(_PEOPLE), ActorRole.COORDINATOR), "default", moment.date(), moment)
        with app.begin() as session:
            for _ in range(together):
                _log(session, act, chance)
        written += together


def _log(session: Session, act: Act, chance: random.Random) -> None:
    task, unit = f"2024-{chance.randint(1, 60):02}", chance.choice(_UNITS)
    quarter = f"2024Q{chance.randint(1, 4)}"
    match chance.randrange(4):
        case 0:
            said = {"entry": chance.randrange(10_000), "revision": 1, "status": "in_progress", "figures": ["12件", 0.5]}
            record(session, act, "progress:log", f"{task} {unit} {quarter}", after=said)
        case 1:
            record(session, act, "progress:accept", f"{task} {unit} {quarter}", before="pending", after="accepted")
        case 2:
            record(
                session, act, "task:extend", task, before="2024-12-31", after="2025-03-31", reason="系统“改造”\n未完"
            )
        case _:
            told = {"name": unit, "contact": chance.choice(_PEOPLE), "collective": False, "names": [unit, unit[1:]]}
            record(session, act, "unit:import", unit, before=told | {"contact": ""}, after=told)
