"""Who may act: everybody while nobody is entered, then only those who are, each within their part."""

import datetime as dt

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.progress import Mark, TaskState
from planner.store.users import User
from planner.usecases.assignments import apply_table, assign, unassign
from planner.usecases.audit import list_events
from planner.usecases.entries import list_entries
from planner.usecases.extension_answers import answer_extensions
from planner.usecases.extensions import ask_extension
from planner.usecases.plans import confirm_plan, import_plan
from planner.usecases.rosters import set_members
from planner.usecases.status import read_year_status
from planner.usecases.task_views import list_tasks, show_task
from planner.usecases.tasks import extend, set_mark, set_owners, set_state
from planner.usecases.units import add_unit, rename_unit, succeed_unit
from planner.usecases.users import UserView, add_user, list_users, remove_user
from tests.world import World, document, shared

pytestmark = pytest.mark.alike


@pytest.fixture
@shared
def office(world: World) -> World:
    """A confirmed plan with a coordinator, two liaisons, a leader and an auditor."""
    world.confirmed()
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "李强", ActorRole.UNIT, unit="市司法局")
    world.do(add_user, None, "赵云", ActorRole.UNIT, unit="市公安局")
    world.do(add_user, None, "周局", ActorRole.LEADER)
    world.do(add_user, None, "孙审", ActorRole.AUDITOR)
    return world


def users(world: World) -> tuple[UserView, ...]:
    """Every user of the office."""
    return world.ask(list_users, None)


def test_anybody_is_the_coordinator_while_nobody_is_entered(world: World) -> None:
    world.actor("路人").confirmed()
    assert users(world) == ()


def test_users_are_listed_with_role_and_unit(office: World) -> None:
    assert users(office) == (
        UserView("王敏", ActorRole.COORDINATOR, None),
        UserView("李强", ActorRole.UNIT, "市司法局"),
        UserView("赵云", ActorRole.UNIT, "市公安局"),
        UserView("周局", ActorRole.LEADER, None),
        UserView("孙审", ActorRole.AUDITOR, None),
    )


def test_first_user_must_be_a_coordinator_for_somebody_must_go_on(world: World) -> None:
    world.confirmed()
    with world.refused(errors.FirstUserNotCoordinator):
        world.do(add_user, None, "李强", ActorRole.UNIT, unit="市司法局")


def test_unknown_actor_is_refused_once_there_are_users(office: World) -> None:
    with office.refused(errors.ActorUnknown, "“路人”不在用户名单里"):
        office.actor("路人").log("2024-01", "市司法局", "2024Q2", "2024-07-02")


def test_user_is_entered_once(office: World) -> None:
    with office.refused(errors.UserExists, "用户“李强”已经登记过了"):
        office.do(add_user, None, "李强", ActorRole.LEADER)


def test_who_was_removed_acts_no_more_and_may_come_back_as_somebody_else(office: World) -> None:
    with office.logged() as events:
        assert office.do(remove_user, None, "李强", reason="调离") == UserView("李强", ActorRole.UNIT, "市司法局")
    assert events == [("user:remove", "李强", {"role": "unit", "unit": "市司法局"}, None, "调离")]
    with office.refused(errors.ActorUnknown):
        office.actor("李强").log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    office.do(add_user, None, "李强", ActorRole.LEADER)
    assert users(office)[-1] == UserView("李强", ActorRole.LEADER, None)


def test_last_coordinator_stays_and_strangers_cannot_be_removed(office: World) -> None:
    with office.refused(errors.LastCoordinator, "“王敏”是唯一的统筹用户"):
        office.do(remove_user, None, "王敏")
    with office.refused(errors.UserMissing, "没有登记过用户“路人”；现有：王敏、李强、赵云、周局、孙审"):
        office.do(remove_user, None, "路人")


def test_successors_liaison_reads_what_its_predecessor_filed_and_files_for_itself(office: World) -> None:
    entry = office.log("2024-03", "市公安局", "2024Q2", "2024-07-02")
    office.do(add_unit, None, "市警务局")
    office.do(succeed_unit, None, "市公安局", "市警务局", since=dt.date(2025, 1, 1))
    office.do(add_user, None, "钱进", ActorRole.UNIT, unit="市警务局")
    heir = office.actor("钱进")
    assert [view.id for view in heir.ask(list_entries, None)] == [entry]
    assert [task.facts.code for task in heir.ask(list_tasks, None)] == ["2024-03", "2024-04"]
    assert heir.log("2024-03", "市警务局", "2024Q3", "2025-01-02") > entry
    with office.refused(errors.NotAllowed, "“钱进”无权替“市公安局”填报（登记的身份是单位）"):
        heir.log("2024-03", "市公安局", "2024Q3", "2025-01-02")


def test_liaison_needs_a_unit_that_there_is(office: World) -> None:
    with office.refused(errors.LiaisonWithoutUnit):
        office.do(add_user, None, "钱进", ActorRole.UNIT)
    with office.refused(errors.UnitMissing):
        office.do(add_user, None, "钱进", ActorRole.UNIT, unit="市档案馆")


def test_liaison_logs_for_its_own_unit_only(office: World) -> None:
    liaison = office.actor("李强")
    assert liaison.log("2024-01", "市司法局", "2024Q2", "2024-07-02") > 0
    with office.refused(errors.NotAllowed, "“李强”无权替“市财政局”填报"):
        liaison.log("2024-01", "市财政局", "2024Q2", "2024-07-02")


def test_liaison_of_a_member_logs_where_its_class_stands(office: World) -> None:
    office.do(set_members, "2024-03-20", "各县（市、区）政府", ["东桥县政府"])
    office.do(add_user, None, "吴乡", ActorRole.UNIT, unit="东桥县政府")
    member = office.actor("吴乡")
    assert member.log("2024-01", "东桥县政府", "2024Q2", "2024-07-02") > 0
    with office.refused(errors.NotAllowed):
        member.log("2024-01", "各县（市、区）政府", "2024Q2", "2024-07-02")


def test_liaison_is_not_told_who_is_on_a_task_that_it_may_not_see(office: World) -> None:
    liaison, day = office.actor("李强"), dt.date(2024, 9, 30)
    told = "“市司法局”不是任务 2024-02 的责任单位。如应由其承担，请先用 task assign 指定。"
    for state in (TaskState.ACTIVE, TaskState.PAUSED):
        if state is TaskState.PAUSED:
            office.do(set_state, "2024-07-01", "2024-02", state, basis="会议纪要")
        with office.refused(errors.NotOnTask, told):
            liaison.log("2024-02", "市司法局", "2024Q2", "2024-07-02")
        with office.refused(errors.NotOnTask, told):
            liaison.do(ask_extension, "2024-07-02", "2024-02", "市司法局", day, reason="来不及")


@pytest.mark.parametrize("code", ["2024-03", "2024-03.1"])
def test_liaison_reads_that_another_unit_asked_for_time_and_not_why(office: World, code: str) -> None:
    to = dt.date(2025, 2, 28)
    asked = office.do(ask_extension, "2024-07-02", code, "市公安局", to, reason="别人的难处")
    office.do(answer_extensions, "2024-07-03", [asked], approved=True, reason="同意")
    shown = {
        name: repr(office.actor(name).ask(show_task, "2024-07-04", "2024-03")) for name in ("王敏", "赵云", "李强")
    }
    assert {name: "市公安局申请" in told for name, told in shown.items()} == dict.fromkeys(shown, True)
    assert {name: "别人的难处" in told for name, told in shown.items()} == {"王敏": True, "赵云": True, "李强": False}


def test_liaisons_page_names_its_unit_as_it_is_called_today(office: World) -> None:
    office.do(rename_unit, "2024-06-01", "市司法局", "市司法行政局")
    assert office.actor("李强").ask(read_year_status, "2024-07-01").only_unit == "市司法行政局"


@pytest.mark.parametrize("name", ["周局", "孙审"])
def test_leader_and_auditor_log_nothing(office: World, name: str) -> None:
    with office.refused(errors.NotAllowed, f"“{name}”无权替“市司法局”填报"):
        office.actor(name).log("2024-01", "市司法局", "2024Q2", "2024-07-02")


@pytest.mark.parametrize("name", ["李强", "周局", "孙审"])
def test_only_the_coordinator_settles_and_reviews(office: World, name: str) -> None:
    entry = office.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    other = office.actor(name)
    later = dt.date(2025, 3, 31)
    for attempt in (
        lambda: other.do(import_plan, None, document("另一份。")),
        lambda: other.do(confirm_plan, None, "2024"),
        lambda: other.do(assign, None, "2024-02", "市司法局", Role.LEAD),
        lambda: other.do(unassign, None, "2024-02", "市政府办公室"),
        lambda: other.do(apply_table, None, []),
        lambda: other.do(extend, None, "2024-02", later, reason="工作需要"),
        lambda: other.do(set_mark, None, "2024-02", Mark.FIRST_RESPONSIBLE, value=True),
        lambda: other.do(set_mark, None, "2024-02", Mark.TRACKED, value=False),
        lambda: other.do(set_owners, None, "2024-01.1", ["市司法局"]),
        lambda: other.do(set_state, None, "2024-02", TaskState.PAUSED, basis="会议决定"),
        lambda: other.do(set_members, None, "各县（市、区）政府", ["东桥县政府"]),
        lambda: other.do(add_user, None, "新人", ActorRole.COORDINATOR),
        lambda: other.accept(entry, "2024-07-05"),
        lambda: other.returned(entry, "2024-07-05"),
    ):
        with office.refused(errors.NotAllowed, f"“{name}”无权"):
            attempt()


def test_names_are_kept_without_blanks_at_their_ends_so_that_one_person_is_one(office: World) -> None:
    with office.refused(errors.UserExists, "用户“王敏”已经登记过了"):
        office.do(add_user, None, "　王敏 \u00a0", ActorRole.LEADER)
    added = office.do(add_user, None, " 何平\u3000", ActorRole.LEADER)
    assert (added.name, users(office)[-1].name) == ("何平", "何平")
    with office.logged() as acts:
        assert office.actor("王敏 ").do(remove_user, None, "何平 ").name == "何平"
    assert [act[:2] for act in acts] == [("user:remove", "何平")]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (" \u3000", "姓名是空的"),
        ("李\n强", "姓名“李 强”里有换行"),
        ("王敏\u200b", "姓名“王敏”里有看不见的字符（U.200B）"),
        ("\u202e王敏", "姓名“王敏”里有看不见的字符（U.202E）"),
        ("王\t敏", "姓名“王敏”里有看不见的字符（U.0009）"),
        ("王敏\u3164", "姓名“王敏”里有看不见的字符（U.3164）"),
    ],
)
def test_name_is_refused_that_looks_like_another_or_like_nothing(office: World, name: str, said: str) -> None:
    before = users(office)
    with office.refused(errors.NameUnusable, said):
        office.do(add_user, None, name, ActorRole.LEADER)
    with office.refused(errors.NameUnusable, "操作人的姓名"):
        office.actor(name).do(add_unit, None, "市档案馆")
    assert users(office) == before


def test_actor_is_kept_as_named_while_nobody_is_entered(world: World) -> None:
    world.actor(" 王敏 ").confirmed()
    assert {event.actor for event in world.ask(list_events, None)} == {"王敏"}
    with world.refused(errors.NameUnusable, "操作人的姓名（--actor 或 PLANNER_ACTOR）是空的"):
        world.actor("   ").do(add_user, None, "王敏", ActorRole.COORDINATOR)


def test_user_entered_with_blanks_by_an_earlier_version_is_still_found(office: World) -> None:
    with office.app.begin() as session:
        session.add(User(office="default", name="老王 ", role=ActorRole.COORDINATOR, unit_id=None))
        session.commit()
    with office.refused(errors.UserExists):
        office.do(add_user, None, "老王", ActorRole.LEADER)
    assert office.actor("老王 ").do(remove_user, None, "老王 ").name == "老王 "


def test_office_is_the_same_with_a_blank_behind_its_name(office: World) -> None:
    assert users(office.office("default\u3000")) == users(office)
    with office.refused(errors.NameUnusable, "机关的名称（--office 或 PLANNER_OFFICE）“default”里有看不见的字符"):
        users(office.office("default\u200b"))


def test_office_of_an_earlier_version_is_found_under_the_name_it_has(office: World) -> None:
    with office.app.begin() as session:
        session.add(User(office="甲县 ", name="王敏", role=ActorRole.COORDINATOR, unit_id=None))
        session.commit()
    assert users(office.office("甲县 ")) == (UserView("王敏", ActorRole.COORDINATOR, None),)
