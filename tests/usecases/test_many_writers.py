"""Eight who write at once, each something else: all of it is there, in one chain an office."""

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from planner.bootstrap import App
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.domain.progress import TaskState
from planner.settings import Settings
from planner.usecases.assignments import assign, unassign
from planner.usecases.audit import list_events
from planner.usecases.audit_checking import verify_log
from planner.usecases.closing import close_period, reopen_period
from planner.usecases.form_collect import collect_forms
from planner.usecases.forms import export_forms
from planner.usecases.rosters import set_members
from planner.usecases.tasks import set_state
from planner.usecases.units import add_unit, rename_unit
from planner.usecases.users import add_user
from tests.audit_chain import kept_and_rebuilt
from tests.copies import backed_up
from tests.filling import Filling
from tests.world import NOW, World, day

Q1, Q2 = Period(2024, 1), Period(2024, 2)
ON = "2024-07-05"
TURNS = 3
LOGGED = {
    "unit:add": 6,  # those that the roster brings among them
    "progress:log": 7,  # the form's among them: it is collected twice and taken once
    "progress:accept": 3,
    "task:assign": 2,
    "task:unassign": 1,
    "task:pause": 2,
    "task:resume": 1,
    "unit:members": 3,
    "form:collect": 1,
    "unit:rename": 1,
    "user:add": 1,
}


def writers(form: Path, folder: Path) -> Sequence[Callable[[World, int], object]]:
    """What each of the eight does in its turns."""
    return (
        lambda world, turn: world.do(add_unit, ON, f"市档案馆{turn}"),
        lambda world, turn: world.log("2024-02", "市政府办公室", "2024Q2", ON, text=f"开会{turn}次。"),
        lambda world, turn: world.accepted("2024-03", "市司法局", "2024Q2", ON, text=f"评查{turn}宗。"),
        lambda world, turn: world.do((unassign if turn % 2 else assign), ON, "2024-02", "市气象局", *_role(turn)),
        lambda world, turn: world.do(
            set_state, ON, "2024-04", TaskState.ACTIVE if turn % 2 else TaskState.PAUSED, basis=f"会议纪要{turn}"
        ),
        lambda world, turn: world.do(set_members, ON, "各县（市、区）政府", [f"东桥县政府{turn}"]),
        lambda world, turn: [*collect_forms(partial(world.app.acting, day(ON)), [form])] if turn else _around(world),
        lambda world, turn: _elsewhere(world, turn, folder / f"备份{turn}.db"),
    )


def _role(turn: int) -> tuple[Role, ...]:
    return () if turn % 2 else (Role.COOPERATING,)


def _around(world: World) -> None:
    world.do(rename_unit, ON, "市公安局", "市公安一局")
    world.do(add_user, ON, "王敏", ActorRole.COORDINATOR)


def _elsewhere(world: World, turn: int, path: Path) -> None:
    backed_up(world.app, path)
    world.office("second").do(add_unit, ON, f"市司法局{turn}")


def test_eight_who_do_different_things_at_once_make_one_chain_an_office(database: str, tmp_path: Path) -> None:
    def app() -> App:
        return App(Settings(database=database, actor="王敏"), clock=lambda: NOW)

    first = World(app())
    first.confirmed()
    first.do(add_unit, "2024-03-12", "市气象局")
    first.do(close_period, "2024-04-02", Q1)
    first.do(reopen_period, "2024-04-03", Q1, reason="漏报")
    sent = first.do(export_forms, "2024-07-01", Q2, tmp_path / "发出", units=("市财政局",)).forms[0].path
    form = Filling(sent)
    form.put("2024-03", 本期进展="拨付经费。")
    form.sign(填报人="李明", 审签人="张华", 联系电话="0913-1234567", 日期=day("2024-07-04"))
    path = form.save(tmp_path / "收回.xlsx")
    before = len(first.ask(list_events, None))
    together = threading.Barrier(8)

    def work(number: int) -> None:
        world = World(app())
        together.wait()
        for turn in range(TURNS):
            doings[number](world, turn)
        world.app.close()

    doings = writers(path, tmp_path)
    with ThreadPoolExecutor(max_workers=8) as pool:
        list(pool.map(work, range(8)))

    found = Counter(event.verb for event in first.ask(list_events, None)[before:])
    assert found == LOGGED
    assert first.ask(verify_log, None).faults == ()
    assert first.office("second").ask(verify_log, None).rows == TURNS
    for office in ("default", "second"):
        kept, rebuilt = kept_and_rebuilt(first.app.engine, office)
        assert kept == rebuilt
    first.app.close()
