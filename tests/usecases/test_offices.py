"""Several offices on one database know nothing of each other."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.progress import Verdict
from planner.domain.review import ReturnedProposal, ReturnedReview
from planner.usecases.audit import list_events
from planner.usecases.entries import entries_by_id, list_entries
from planner.usecases.extension_answers import answer_extensions
from planner.usecases.extensions import extensions_by_id, list_extensions
from planner.usecases.form_collect import collect_forms
from planner.usecases.plan_review import review_book
from planner.usecases.plan_review_apply import apply_review
from planner.usecases.plans import import_plan, list_plans
from planner.usecases.reviews import Wanted, review
from planner.usecases.rosters import set_members, show_members
from planner.usecases.status import read_status
from planner.usecases.task_views import show_task
from planner.usecases.units import add_unit, list_units, succeed_unit
from planner.usecases.users import add_user, list_users
from tests.copies import at, backed_up, moved, restored
from tests.usecases.office_year import asked, like, year
from tests.world import SMALL_PLAN, World, document

pytestmark = pytest.mark.long

COUNTIES = "各县（市、区）政府"


def first_year(world: World, folder: Path) -> list[Any]:
    """The year of office 甲: what every verb answered."""
    return year(world.office("甲"), folder / "甲")


def test_one_plan_may_be_imported_by_each_office(world: World) -> None:
    other = world.office("other")
    world.confirmed()
    assert not other.do(import_plan, "2024-04-01", document(SMALL_PLAN)).already
    assert [plan.imported_on.isoformat() for plan in world.ask(list_plans, None)] == ["2024-03-11"]
    assert [plan.imported_on.isoformat() for plan in other.ask(list_plans, None)] == ["2024-04-01"]


def test_other_office_sees_no_plan_task_unit_or_act(world: World) -> None:
    world.confirmed()
    other = world.office("other")
    assert (other.ask(list_plans, None), other.ask(list_units, None), other.ask(list_events, None)) == ((), (), ())
    with pytest.raises(errors.PlanMissing):
        other.ask(read_status, None)
    with pytest.raises(errors.TaskMissing):
        other.ask(show_task, None, "2024-01")


def test_entry_of_another_office_cannot_be_reviewed(world: World) -> None:
    world.confirmed()
    other = world.office("other").confirmed()
    entry = world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    with world.refused(errors.EntryMissing):
        other.accept(entry, "2024-07-05")
    with world.refused(errors.NothingPending):
        other.do(review, "2024-07-05", Wanted(everyone=True), Verdict.ACCEPTED)
    assert other.ask(list_entries, None) == ()


def test_entries_rosters_and_successions_stay_within_an_office(world: World) -> None:
    world.confirmed()
    other = world.office("other").confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, ["东桥县政府"])
    world.do(add_unit, "2024-03-20", "东桥区政府")
    world.accepted("2024-01", "东桥县政府", "2024Q2", "2024-07-02")
    before = other.ask(show_task, None, "2024-01")
    succession = world.app.today
    world.do(succeed_unit, None, "东桥县政府", "东桥区政府", since=succession)
    assert other.ask(show_task, None, "2024-01") == before
    assert other.ask(show_members, None, COUNTIES) == ()


def test_users_of_one_office_bind_nobody_in_another(world: World) -> None:
    world.confirmed()
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    with pytest.raises(errors.ActorUnknown):
        world.actor("李强").do(add_unit, None, "市档案馆")
    world.office("other").actor("李强").do(add_unit, None, "市档案馆")
    assert world.office("other").actor("李强").ask(list_users, None) == ()


def test_whole_database_is_not_for_an_office_without_users_where_another_has_some(world: World, tmp_path: Path) -> None:
    stranger = world.confirmed().office("没有的机关").actor("路人")
    kept = tmp_path / "早.db"
    backed_up(stranger.app, kept)
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    told = "涉及库里的全部机关；机关“没有的机关”没有登记用户，不能确认身份"
    with world.refused(errors.OfficeOpen, f"备份数据库{told}"):
        backed_up(stranger.app, tmp_path / "偷走.db")
    with world.refused(errors.OfficeOpen, f"恢复数据库{told}"):
        restored(stranger.app, kept, replace=True)
    with world.refused(errors.OfficeOpen, f"搬移数据库{told}"):
        moved(stranger.app, f"sqlite:///{tmp_path / '搬走.db'}")
    backed_up(world.app, tmp_path / "晚.db")
    with at(world.app, f"sqlite:///{tmp_path / '新.db'}") as empty, pytest.raises(errors.OfficeOpen):
        restored(empty.office("没有的机关").actor("路人").app, tmp_path / "晚.db")


def test_year_beside_another_office_is_the_year_alone(world: World, tmp_path: Path) -> None:
    first, second = world.office("甲"), world.office("乙")
    said = world.once_in(tmp_path, first_year)
    alone = asked(first), asked(first, "2025-01-21")
    assert year(second, tmp_path / "乙") == said
    assert (asked(first), asked(first, "2025-01-21")) == alone
    assert (like(asked(second)), like(asked(second, "2025-01-21"))) == (like(alone[0]), like(alone[1]))


def test_ids_of_another_office_are_not_there(world: World, tmp_path: Path) -> None:
    first, second = world.office("甲"), world.office("乙")
    world.once_in(tmp_path, first_year)
    second.confirmed()
    entries = [view.id for view in first.ask(list_entries, None, "2024")]
    requests = [view.id for view in first.ask(list_extensions, None, "2024")]
    assert second.ask(entries_by_id, None, entries) == {}
    assert second.ask(extensions_by_id, None, requests) == ()
    for entry in entries:
        with world.refused(errors.EntryMissing):
            second.accept(entry, "2025-02-01")
    for request in requests:
        with world.refused(errors.ExtensionMissing):
            second.do(answer_extensions, None, [request], approved=True)


def test_files_of_another_office_are_not_taken(world: World, tmp_path: Path) -> None:
    first, second = world.office("甲"), world.office("乙")
    world.once_in(tmp_path, first_year)
    second.confirmed()
    before = world.rows()
    form = tmp_path / "甲" / "2024Q2填报表-市司法局.xlsx"
    (outcome,) = collect_forms(partial(second.app.acting, None), [form])
    assert (outcome.outcome, [fault.message for fault in outcome.faults]) == (
        "left",
        ["这份填报表不是这里发出的，或者隐藏的标识被改动过；请在发来的原表里填写后再交"],
    )
    proposals = first.ask(review_book, None, "2024").proposals
    rows = tuple(ReturnedProposal("修订建议!2", each.id, taken=True) for each in proposals)
    assert rows
    back = ReturnedReview(plan_code="2024", tasks=(), points=(), proposals=rows, faults=())
    with second.app.begin() as session:
        _, faults = apply_review(session, second.app.act(session, None), back, "2024")
        session.rollback()
    assert faults == tuple(f"修订建议!2：没有第 {row.id} 号修订建议" for row in rows)
    assert world.rows() == before
