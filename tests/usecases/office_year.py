"""A whole year of an office, verb by verb, and everything that it can be asked afterwards."""

import datetime as dt
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.domain.plain import to_plain
from planner.domain.progress import Mark, Status, TaskState, Verdict
from planner.domain.reminders import Wish
from planner.usecases.assignments import assign, responsibility_table, unassign
from planner.usecases.audit import list_events
from planner.usecases.closing import close_period, closed_later, closed_periods, reopen_period
from planner.usecases.entries import list_entries
from planner.usecases.extension_answers import answer_extensions
from planner.usecases.extensions import ask_extension, list_extensions
from planner.usecases.form_collect import collect_forms
from planner.usecases.forms import export_forms
from planner.usecases.history import import_report, read_published
from planner.usecases.ledgers import read_ledger
from planner.usecases.material import material_book
from planner.usecases.plan_review import review_book
from planner.usecases.plans import confirm_plan, import_plan, list_plans, show_plan
from planner.usecases.questions import questions_for
from planner.usecases.reminders import read_chase, tell
from planner.usecases.report_check import known_figures
from planner.usecases.reports import read_annual
from planner.usecases.reviews import Wanted, review
from planner.usecases.revisions import revise_plan
from planner.usecases.rollover import roll_over
from planner.usecases.rosters import set_members, show_members
from planner.usecases.status import read_period_status, read_status, read_year_status
from planner.usecases.task_views import list_tasks, show_task
from planner.usecases.tasks import extend, set_mark, set_owners, set_state
from planner.usecases.units import add_unit, confirm_units, list_units, rename_unit, show_unit, succeed_unit
from planner.usecases.users import add_user, list_users
from tests.filling import Filling
from tests.world import SMALL_PLAN, World, day, document

COUNTIES = "各县（市、区）政府"
PUBLISHED = "青禾市2023年法治政府建设年度报告\n一、主要举措和成效\n全年共受理行政复议申请550件。\n"
QUARTERS = ("2024Q1", "2024Q2", "2024Q3", "2024Q4")

_IDS = frozenset(
    {"id", "entry", "entries", "entry_id", "request", "key", "merged_into", "roster", "owners", "checkpoint_id"}
)
_OWN = frozenset({"hash", "sha256", "audit_hash", "version"})


def like(value: Any) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    """A view as plain values without what two offices can't share: ids (but how many), versions and hashes."""
    match value:
        case dict():
            return {key: _many(item) if key in _IDS else like(item) for key, item in value.items() if key not in _OWN}
        case list():
            return [like(item) for item in value]
        case _:
            return value


def _many(ids: Any) -> Any:  # noqa: ANN401 - as above
    return len(ids) if isinstance(ids, list) else ids is not None


def year(world: World, folder: Path) -> list[Any]:
    """The year 2024 of an office: what every verb answered."""
    folder.mkdir()
    said = [world.do(import_plan, "2024-03-11", document(SMALL_PLAN)), world.do(confirm_plan, "2024-03-12", "2024")]
    for name, role, unit in (
        ("王敏", ActorRole.COORDINATOR, None),
        ("李强", ActorRole.UNIT, "市司法局"),
        ("孙审", ActorRole.AUDITOR, None),
    ):
        said.append(world.do(add_user, "2024-03-12", name, role, unit=unit))
    said += [
        world.do(set_members, "2024-03-13", COUNTIES, ["东桥县政府", "西河县政府"]),
        world.do(add_unit, "2024-03-13", "市档案馆"),
        world.do(rename_unit, "2024-03-14", "市档案馆", "市档案局"),
        world.do(confirm_units, "2024-03-14", (), everyone=True),
        world.do(assign, "2024-03-15", "2024-02", "市财政局", Role.COOPERATING),
        world.do(set_mark, "2024-03-15", "2024-02", Mark.FIRST_RESPONSIBLE, value=True),
        world.do(set_owners, "2024-03-15", "2024-01.1", ["市司法局"]),
        world.do(import_report, "2024-04-01", document(PUBLISHED, "年报.txt"), 2023),
        world.do(close_period, "2024-04-20", Period.parse("2024Q1")),
    ]
    said += _second_quarter(world, folder)
    said += _rest(world)
    return [like(to_plain(each)) for each in said]


def _second_quarter(world: World, folder: Path) -> list[Any]:
    forms = world.do(export_forms, "2024-07-01", Period.parse("2024Q2"), folder)
    form = Filling(folder / "2024Q2填报表-市公安局.xlsx")
    form.put("2024-03", 本期进展="整改案卷问题4个。")
    returned = form.save(folder / "收回.xlsx")
    world.log("2024-03", "市司法局", "2024Q2", "2024-07-02", text="评查案卷12宗。", figures=("2024-03.1=1次",))
    taken = list(collect_forms(partial(world.app.acting, day("2024-07-05")), [returned]))
    entry = world.actor("李强").log("2024-01", "市司法局", "2024Q2", "2024-07-05", figures=("2024-01.2=3/3件",))
    world.returned(entry, "2024-07-06")
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-08", support="请协调数据接口", figures=("2024-01.2=4/4件",))
    world.do(review, "2024-07-09", Wanted(everyone=True), Verdict.ACCEPTED)
    first = world.do(ask_extension, "2024-07-10", "2024-03", "市司法局", dt.date(2025, 2, 1), reason="案卷未齐")
    second = world.do(ask_extension, "2024-07-10", "2024-04", "市公安局", dt.date(2025, 3, 1), reason="师资未定")
    return [
        [each.unit for each in forms.forms],
        [(outcome.outcome, outcome.unit, outcome.rows, outcome.notes) for outcome in taken],
        world.do(answer_extensions, "2024-07-12", [first], approved=True),
        world.do(answer_extensions, "2024-07-12", [second], approved=False, reason="理由不足"),
        world.do(tell, "2024-07-20", Wish(), ["市财政局"]),
        world.do(close_period, "2024-07-22", Period.parse("2024Q2")),
    ]


def _rest(world: World) -> list[Any]:
    world.accepted("2024-02", "市政府办公室", "2024Q3", "2024-10-08", status=Status.DONE, text="议题清单已印发。")
    world.log("2024-03", "市公安局", "2024Q3", "2024-10-08", problem="人手不足", cause="编制未到位")
    revised = document(SMALL_PLAN.replace("加强业务学习", "加强业务培训"), "新版.txt")
    return [
        world.do(revise_plan, "2024-10-10", revised, "2024"),
        world.do(succeed_unit, "2024-10-12", "市财政局", "市档案局", since=dt.date(2024, 10, 12)),
        world.do(unassign, "2024-10-12", "2024-02", "市档案局"),
        world.do(extend, "2024-10-13", "2024-02", dt.date(2025, 1, 31), reason="会期未定"),
        world.do(set_state, "2024-11-01", "2024-04", TaskState.PAUSED, basis="机构改革"),
        world.do(reopen_period, "2024-11-02", Period.parse("2024Q1"), reason="有更正"),
        world.do(import_plan, "2025-01-10", document(SMALL_PLAN.replace("2024", "2025"), "新要点.txt")),
        world.do(roll_over, "2025-01-20", "2024", "2025"),
    ]


def asked(world: World, as_of: str | None = None) -> Mapping[str, Any]:
    """Everything an office can be asked as of a day, by the reader's name."""

    def of(reader: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - any reader
        return to_plain(world.ask(reader, as_of, *args, **options))

    codes = [task.facts.code for task in world.ask(list_tasks, as_of, "2024")]
    entries = world.ask(list_entries, as_of, "2024")
    return {
        "plans": of(list_plans),
        "plan": of(show_plan, "2024"),
        "review": of(review_book, "2024"),
        "next": of(review_book, "2025"),
        "responsibility": of(responsibility_table, "2024"),
        "tasks": of(list_tasks, "2024"),
        "task": [of(show_task, code) for code in codes],
        "entries": to_plain(entries),
        "questions": list(to_plain(world.ask(questions_for, as_of, entries)).values()),
        "extensions": of(list_extensions, "2024"),
        "units": of(list_units),
        "unit": of(show_unit, "市司法局"),
        "members": of(show_members, COUNTIES),
        "status": of(read_status, "2024"),
        "year": of(read_year_status, "2024"),
        "quarters": [of(read_period_status, Period.parse(quarter), "2024") for quarter in QUARTERS],
        "ledgers": [of(read_ledger, Period.parse(quarter), "2024") for quarter in QUARTERS],
        "closed": of(closed_periods, "2024"),
        "later": [of(closed_later, Period.parse(quarter), "2024") for quarter in QUARTERS],
        "chase": of(read_chase, Wish(everything=True), "2024"),
        "material": of(material_book, "2024"),
        "annual": of(read_annual, "2024"),
        "known": of(known_figures, "2024"),
        "published": of(read_published, 2023),
        "users": of(list_users),
        "log": of(list_events),
    }
