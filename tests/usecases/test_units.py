"""The registry of units: entering, confirming, renaming, succeeding, and lists that complete it."""

import datetime as dt
from dataclasses import replace

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.lights import Cause, Colour
from planner.domain.progress import Status
from planner.usecases.assignments import assign
from planner.usecases.audit import list_events
from planner.usecases.task_views import show_task
from planner.usecases.tasks import set_owners
from planner.usecases.units import (
    UnitRecord,
    UnitRow,
    add_unit,
    confirm_units,
    import_units,
    list_units,
    rename_unit,
    show_unit,
    succeed_unit,
)
from planner.usecases.users import add_user
from tests.world import World, shared

pytestmark = pytest.mark.alike

JUSTICE = UnitRecord(
    name="市司法局",
    kind="政府部门",
    kind_proposed=True,
    collective=False,
    short_names=(),
    former_names=(),
    contact="",
    phone="",
    email="",
    valid_from=None,
    valid_to=None,
    successor=None,
    tasks=(("2024-01", Role.RESPONSIBLE), ("2024-03", Role.LEAD)),
)


def on_task(world: World, code: str, as_of: str | None = None) -> list[tuple[str, Role]]:
    """The units that work on a task, with their roles."""
    found = world.ask(show_task, as_of, code).board.units
    return [(unit.participant.unit.name, unit.participant.role) for unit in found]


def test_units_of_a_plan_are_entered_with_a_proposed_kind(world: World) -> None:
    world.confirmed()
    units = world.ask(list_units, None)
    assert units[0] == JUSTICE
    assert [(unit.name, unit.kind, unit.collective) for unit in units] == [
        ("市司法局", "政府部门", False),
        ("市财政局", "政府部门", False),
        ("各县（市、区）政府", "下级政府", True),
        ("市政府办公室", "政府部门", False),
        ("市公安局", "政府部门", False),
        ("市政府有关部门", "政府部门", True),
    ]
    assert all(unit.kind_proposed for unit in units)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市委宣传部", "党委机关"),
        ("市纪委监委", "纪委监委"),
        ("市人大常委会办公室", "人大"),
        ("市政协办公室", "政协"),
        ("市中级人民法院", "法院"),
        ("市人民检察院", "检察院"),
        ("东桥县政府", "下级政府"),
        ("市税务局", "垂直管理"),
        ("市消防救援支队", "垂直管理"),
        ("市总工会", "群团或事业单位"),
    ],
)
def test_kind_is_proposed_from_the_name(one_world: World, name: str, kind: str) -> None:
    assert one_world.do(add_unit, None, name) == kind
    assert one_world.ask(show_unit, None, name).kind_proposed


def test_kind_that_a_person_gives_is_confirmed(world: World) -> None:
    assert world.do(add_unit, None, "高新区管委会", kind="派出或授权机构") == "派出或授权机构"
    assert not world.ask(show_unit, None, "高新区管委会").kind_proposed


def test_kind_outside_the_list_is_refused_with_the_list(world: World) -> None:
    with world.refused(errors.WordUnknown, "单位类别没有“机关”这一项，可用的有：政府部门、下级政府"):
        world.do(add_unit, None, "市档案馆", kind="机关")


@pytest.mark.parametrize("name", ["各县（市、区）政府", "各县(市、区)政府", " 各县（市、区） 政府"])
def test_name_that_is_known_in_any_width_is_not_entered_again(world: World, name: str) -> None:
    world.confirmed()
    with world.refused(errors.UnitExists, "单位名录里已经有"):
        world.do(add_unit, None, name)


def test_name_of_blanks_is_no_name(world: World) -> None:
    with world.refused(errors.NameUnusable, "单位名称是空的"):
        world.do(add_unit, None, "　 ")


def test_proposed_kinds_are_confirmed_one_by_one_or_all_at_once(world: World) -> None:
    world.confirmed()
    assert world.do(confirm_units, None, ["市司法局"]) == ("市司法局",)
    assert world.do(confirm_units, None, [], everyone=True) == (
        "市财政局",
        "各县（市、区）政府",
        "市政府办公室",
        "市公安局",
        "市政府有关部门",
    )
    assert world.do(confirm_units, None, [], everyone=True) == ()
    assert not any(unit.kind_proposed for unit in world.ask(list_units, None))


def test_confirming_needs_names_or_all(world: World) -> None:
    with world.refused(errors.NothingToDo):
        world.do(confirm_units, None, [])


def test_unit_that_isnt_there_is_told_with_the_nearest_names(world: World) -> None:
    world.confirmed()
    with pytest.raises(errors.UnitMissing, match="单位名录里没有“市司法厅”；是不是：市司法局"):
        world.ask(show_unit, None, "市司法厅")


def test_renamed_unit_is_found_by_both_names(world: World) -> None:
    world.confirmed()
    world.do(rename_unit, "2024-05-06", "市财政局", "市财政金融局")
    found = [world.ask(show_unit, None, name) for name in ("市财政局", "市财政金融局")]
    assert [(unit.name, unit.former_names, unit.tasks) for unit in found] == [
        ("市财政金融局", ("市财政局",), (("2024-01", Role.RESPONSIBLE), ("2024-03", Role.COOPERATING)))
    ] * 2


def test_unit_may_take_its_former_name_again(world: World) -> None:
    world.confirmed()
    world.do(rename_unit, "2024-05-06", "市财政局", "市财政金融局")
    world.do(rename_unit, "2024-05-07", "市财政金融局", "市财政局")
    unit = world.ask(show_unit, None, "市财政局")
    assert (unit.name, unit.former_names) == ("市财政局", ("市财政金融局",))


def test_renaming_to_another_units_name_is_refused(world: World) -> None:
    world.confirmed()
    with world.refused(errors.UnitExists, "单位名录里已经有“市公安局”"):
        world.do(rename_unit, None, "市财政局", "市公安局")
    with world.refused(errors.UnitExists):
        world.do(rename_unit, None, "市财政局", "市 财政局")


# ---- one unit takes over from another ----


@shared
def succeeded(world: World) -> World:
    """市公安局 is followed by 市公安与应急局 from 2024-08-01, after it filed for two quarters."""
    world.confirmed()
    world.accepted("2024-03", "市公安局", "2024Q1", "2024-04-08", figures=("2024-03.1=1次",))
    world.accepted("2024-03", "市公安局", "2024Q2", "2024-07-08", status=Status.BLOCKED, figures=("2024-03.1=1次",))
    world.do(add_unit, "2024-08-01", "市公安与应急局")
    assert world.do(succeed_unit, "2024-08-01", "市公安局", "市公安与应急局", since=dt.date(2024, 8, 1)) == 2
    return world


def test_successor_holds_the_open_assignments_from_the_day_on(world: World) -> None:
    succeeded(world)
    lead = ("市司法局", Role.LEAD)
    helping = ("市财政局", Role.COOPERATING)
    assert on_task(world, "2024-03", "2024-07-31") == [lead, ("市公安局", Role.RESPONSIBLE), helping]
    assert on_task(world, "2024-03", "2024-08-01") == [lead, ("市公安与应急局", Role.RESPONSIBLE), helping]


def test_successor_is_named_by_the_unit_it_followed(world: World) -> None:
    succeeded(world)
    gone = world.ask(show_unit, None, "市公安局")
    assert (gone.successor, gone.valid_to, gone.tasks) == ("市公安与应急局", dt.date(2024, 8, 1), ())


def test_what_was_filed_before_counts_for_the_successors_light(world: World) -> None:
    succeeded(world)
    light = world.ask(show_task, "2024-08-20", "2024-03").board.units[1].light
    assert (light.colour, light.cause, light.since, light.whose) == (
        Colour.YELLOW,
        Cause.BLOCKED,
        dt.date(2024, 7, 8),
        ("市公安与应急局",),
    )


def test_entries_stay_under_the_name_that_filed_them(world: World) -> None:
    succeeded(world)
    assert [(entry.unit, entry.period) for entry in world.ask(show_task, None, "2024-03").entries] == [
        ("市公安局", "2024Q1"),
        ("市公安局", "2024Q2"),
    ]


def test_successor_that_files_again_for_a_period_makes_the_next_revision(world: World) -> None:
    succeeded(world)
    world.log("2024-03", "市公安与应急局", "2024Q2", "2024-08-05", status=Status.IN_PROGRESS)
    assert [(entry.unit, entry.revision) for entry in world.ask(show_task, None, "2024-03").entries] == [
        ("市公安局", 1),
        ("市公安局", 1),
        ("市公安与应急局", 2),
    ]


def test_successors_successor_goes_on_with_the_revisions_too(world: World) -> None:
    succeeded(world)
    world.do(add_unit, "2024-09-02", "市平安局")
    world.do(succeed_unit, "2024-09-02", "市公安与应急局", "市平安局", since=dt.date(2024, 9, 2))
    world.log("2024-03", "市平安局", "2024Q2", "2024-09-03", status=Status.IN_PROGRESS)
    detail = world.ask(show_task, None, "2024-03")
    assert [(entry.unit, entry.revision) for entry in detail.entries][-1] == ("市平安局", 2)
    assert [filing.revision for filing in detail.board.units[1].standing.filed] == [1, 2]


def test_unit_that_was_followed_files_no_more(world: World) -> None:
    succeeded(world)
    with world.refused(errors.NotOnTask):
        world.log("2024-03", "市公安局", "2024Q3", "2024-10-08")


def test_merger_into_a_unit_of_the_same_task_is_unseen_on_the_days_before(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", "市财政局", "2024Q1", "2024-04-08", status=Status.DONE)
    before = world.ask(show_task, "2024-04-30", "2024-01").board
    assert world.do(succeed_unit, "2024-05-06", "市财政局", "市司法局", since=dt.date(2024, 5, 6)) == 1
    assert world.ask(show_task, "2024-04-30", "2024-01").board == before
    assert on_task(world, "2024-01") == [("市司法局", Role.RESPONSIBLE)]
    assert on_task(world, "2024-03") == [("市司法局", Role.LEAD), ("市公安局", Role.RESPONSIBLE)]


def test_checkpoint_of_the_unit_that_left_is_owed_by_its_successor(world: World) -> None:
    world.confirmed()
    world.do(set_owners, "2024-05-06", "2024-03.1", ["市公安局"])
    world.do(add_unit, "2024-08-01", "市平安局")
    world.do(succeed_unit, "2024-08-01", "市公安局", "市平安局", since=dt.date(2024, 8, 1))
    owed = [world.ask(show_task, day, "2024-03").checkpoints[0].owed_by for day in ("2024-07-31", "2024-08-01")]
    assert owed == [("市公安局",), ("市平安局",)]


@pytest.mark.parametrize(
    ("old", "new", "since", "why"),
    [
        ("市公安局", "市公安局", dt.date(2024, 8, 1), "前后是同一个单位"),
        ("市公安局", "市财政局", dt.date(2024, 8, 2), "起始日 2024-08-02 晚于办理日 2024-08-01"),
    ],
)
def test_succession_that_makes_no_sense_is_refused(world: World, old: str, new: str, since: dt.date, why: str) -> None:
    world.confirmed()
    with world.refused(errors.SuccessionFaulty, why):
        world.do(succeed_unit, "2024-08-01", old, new, since=since)


def test_unit_is_followed_once(world: World) -> None:
    succeeded(world)
    told = "已经自 2024-08-01 起由“市公安与应急局”接替（2024-08-01 王敏 办理）"
    with world.refused(errors.SuccessionFaulty, f"“市公安局”{told}"):
        world.do(succeed_unit, "2024-08-02", "市公安局", "市财政局", since=dt.date(2024, 8, 2))
    with world.refused(errors.SuccessionFaulty, f"“市公安局”自己也{told}"):
        world.do(succeed_unit, "2024-08-02", "市财政局", "市公安局", since=dt.date(2024, 8, 2))


# ---- lists ----


def test_list_enters_new_units_and_completes_known_ones(world: World) -> None:
    world.confirmed()
    rows = [
        UnitRow("市司法局", "政府部门", ("司法局",), ("市法制办",), "李强", "0571-1", "lq@example.cn"),
        UnitRow("市档案馆", "群团或事业单位", valid_from=dt.date(2024, 1, 1)),
    ]
    assert world.do(import_units, None, rows) == (1, 1)
    assert world.ask(show_unit, None, "司法局") == replace(
        JUSTICE,
        kind_proposed=False,
        short_names=("司法局",),
        former_names=("市法制办",),
        contact="李强",
        phone="0571-1",
        email="lq@example.cn",
    )
    new = world.ask(show_unit, None, "市档案馆")
    assert (new.kind, new.kind_proposed, new.valid_from) == ("群团或事业单位", False, dt.date(2024, 1, 1))


def test_blank_cells_erase_nothing_and_the_same_list_changes_nothing(world: World) -> None:
    world.do(import_units, None, [UnitRow("市司法局", "政府部门", ("司法局",), (), "李强", "0571-1")])
    before = world.rows()
    assert world.do(import_units, None, [UnitRow("市司法局"), UnitRow("司法局", phone="0571-1")]) == (0, 0)
    assert world.rows() == before


def test_list_with_one_wrong_kind_is_taken_nowhere(world: World) -> None:
    with world.refused(errors.WordUnknown, "单位类别没有“局”这一项"):
        world.do(import_units, None, [UnitRow("市司法局", "政府部门"), UnitRow("市档案馆", "局")])


def test_short_name_of_another_unit_is_refused(world: World) -> None:
    world.do(import_units, None, [UnitRow("市司法局", short_names=("司法局",))])
    with world.refused(errors.UnitExists, "已经有“司法局”（是“市司法局”的别名）"):
        world.do(import_units, None, [UnitRow("东桥县司法局", short_names=("司法局",))])


def test_every_act_on_units_is_logged_with_what_was_before(world: World) -> None:
    world.do(add_unit, None, "市财政局")
    with world.logged() as events:
        world.do(rename_unit, None, "市财政局", "市财政金融局")
        world.do(confirm_units, None, ["市财政局"])
        world.do(add_unit, None, "市金融局")
        world.do(succeed_unit, None, "市财政局", "市金融局", since=dt.date(2026, 3, 2))
    assert [event[:2] for event in events] == [
        ("unit:rename", "市财政金融局"),
        ("unit:confirm", "市财政金融局"),
        ("unit:add", "市金融局"),
        ("unit:succeed", "市财政金融局"),
    ]
    assert events[0][2:] == ("市财政局", "市财政金融局", "")
    assert events[3][2:] == ("市财政金融局", {"unit": "市金融局", "tasks": []}, "自 2026-03-02 起")


def test_imported_unit_is_logged_with_all_that_the_list_said(world: World) -> None:
    with world.logged() as events:
        world.do(import_units, None, [UnitRow("市司法局", "政府部门", contact="李强")])
    assert [(event[0], event[3]["contact"]) for event in events] == [("unit:add", ""), ("unit:import", "李强")]


def test_only_the_coordinator_keeps_the_registry(world: World) -> None:
    world.confirmed()
    world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    world.do(add_user, None, "李强", ActorRole.UNIT, unit="市司法局")
    liaison = world.actor("李强")
    for attempt in (
        lambda: liaison.do(add_unit, None, "市档案馆"),
        lambda: liaison.do(rename_unit, None, "市司法局", "市司法厅"),
        lambda: liaison.do(succeed_unit, None, "市司法局", "市财政局", since=dt.date(2024, 8, 1)),
        lambda: liaison.do(confirm_units, None, [], everyone=True),
        lambda: liaison.do(import_units, None, [UnitRow("市档案馆")]),
        lambda: liaison.do(assign, None, "2024-02", "市司法局", Role.LEAD),
    ):
        with world.refused(errors.NotAllowed, "“李强”无权"):
            attempt()
    assert world.ask(list_events, None)[-1].actor == "王敏"


def test_unit_is_kept_without_blanks_at_its_names_ends(world: World) -> None:
    world.do(add_unit, None, "\u3000市档案馆 ")
    world.do(rename_unit, None, "市档案馆", " 市方志馆\u00a0")
    world.do(import_units, None, [UnitRow(" 市气象局 ", short_names=(" 气象局",))])
    found = [(unit.name, unit.short_names, unit.former_names) for unit in world.ask(list_units, None)]
    assert found == [("市方志馆", (), ("市档案馆",)), ("市气象局", ("气象局",), ())]


@pytest.mark.parametrize(
    ("name", "said"),
    [("  ", "单位名称是空的"), ("市\n七局", "单位名称“市 七局”里有换行"), ("市八局\u200b", "（U.200B）")],
)
def test_unit_is_refused_whose_name_looks_like_another(world: World, name: str, said: str) -> None:
    world.do(add_unit, None, "市八局")
    with world.refused(errors.NameUnusable, said):
        world.do(add_unit, None, name)
    with world.refused(errors.NameUnusable, said):
        world.do(rename_unit, None, "市八局", name)
    with world.refused(errors.NameUnusable, said):
        world.do(import_units, None, [UnitRow(name)])
    with world.refused(errors.NameUnusable, "单位简称"):
        world.do(import_units, None, [UnitRow("市八局", short_names=("八局\ufeff",))])
    assert [unit.name for unit in world.ask(list_units, None)] == ["市八局"]
