"""A part of a ledger: one section, one unit; and what an older version kept, completed."""

import datetime as dt
from dataclasses import replace

import pytest

from planner.domain.drafts import Role
from planner.domain.ledger import ChangeKind, Ledger, LedgerChange, LedgerNotices, PeriodCounts, UnitLine
from planner.domain.ledger_kept import completed
from planner.domain.ledger_parts import of_section, of_unit
from planner.domain.lights import Colour
from planner.domain.plain import from_plain, to_plain
from planner.domain.status_page import TaskNotice
from planner.errors import UnitNotInPart, WordUnclear, WordUnknown
from tests.factories_views import LEDGER, LEDGER_TASK, MISSING_RETURN, NOTICE, SILENT_LINE, STATUS_PAGE, UNIT_LINE


def day(month: int, number: int) -> dt.date:
    return dt.date(2024, month, number)


COUNTIES = "各县（市、区）政府"
OTHER_TASK = replace(
    LEDGER_TASK,
    code="2024-09",
    section="三、规范执法",
    lead=(),
    responsible=("市公安局",),
    cooperating=(),
    colour=Colour.RED,
    lines=(replace(UNIT_LINE, unit="市公安局", colour=Colour.RED),),
)
CHANGES = (
    LedgerChange("2024-05", "管好决策目录", ChangeKind.DUE_LATER, "", "2024-06-30", "2024-09-30"),
    LedgerChange("2024-05", "管好决策目录", ChangeKind.DONE, "2个单位", "", "东岭县政府、西坪县政府"),
    LedgerChange("2024-05", "管好决策目录", ChangeKind.BLOCKED, "市司法局", "推进中", "受阻"),
    LedgerChange("2024-09", "管好决策目录", ChangeKind.LIGHT_WORSE, "", "绿", "红"),
)
UNSET = replace(NOTICE, task="", kind="roster_unset", whose=("市政府有关部门",))
NOTICES = LedgerNotices(
    late=(replace(NOTICE, task="2024-09"),),
    late_by_original=(NOTICE,),
    due_soon=(),
    decisions=(NOTICE, replace(NOTICE, whose=("东岭县政府",)), UNSET),
)
WHOLE = replace(
    LEDGER,
    tasks=(LEDGER_TASK, OTHER_TASK),
    units=(*LEDGER.units, replace(LEDGER.units[0], unit="市公安局", leading=0, colours={Colour.RED: 1})),
    colours={Colour.YELLOW: 1, Colour.RED: 1},
    asked=3,
    reported=2,
    accepted=2,
    compared_with="2024Q1",
    before=PeriodCounts("2024Q1", "2024年第一季度", None, {}, 3, 3),
    changes=CHANGES,
    notices=NOTICES,
)


def counts(ledger: Ledger) -> tuple[object, ...]:
    return (
        [task.code for task in ledger.tasks],
        {colour: number for colour, number in ledger.colours.items() if number},
        (ledger.asked, ledger.reported, ledger.accepted),
        [(unit.unit, unit.tasks, unit.asked, unit.reported) for unit in ledger.units],
    )


@pytest.mark.parametrize("wanted", ["三、规范执法", "规范执法", "三、 规范执法", "三", "第三部分", "执法"])
def test_section_is_found_by_its_name_its_number_or_a_part_and_counted_alone(wanted: str) -> None:
    part = of_section(WHOLE, wanted)
    assert counts(part) == (["2024-09"], {Colour.RED: 1}, (1, 1, 1), [("市公安局", 1, 1, 1)])
    assert (part.only_section, part.missing, part.rosters_unset, part.before) == ("三、规范执法", (), (), None)
    assert part.changes == CHANGES[3:]
    assert part.notices == LedgerNotices((replace(NOTICE, task="2024-09"),), (), (), ())


def test_unit_has_its_tasks_with_its_own_lines_alone() -> None:
    part = of_unit(WHOLE, ["市司法局"], "司法局")
    assert counts(part) == (["2024-05"], {Colour.GREEN: 1}, (1, 1, 1), [("市司法局", 1, 1, 1)])
    assert part.tasks[0].lines == (UNIT_LINE,)
    assert (part.only_unit, part.missing) == ("市司法局", ())
    assert part.changes == (CHANGES[0], CHANGES[2])
    assert part.notices == LedgerNotices((), (NOTICE,), (), (NOTICE,))


def test_what_is_late_and_due_soon_is_told_of_the_units_own_lines() -> None:
    judged = WHOLE.judged_on
    late = replace(UNIT_LINE, colour=Colour.RED, reason="应于2024-06-10完成，已逾期20天", due=day(6, 10), days=20)
    soon = replace(UNIT_LINE, colour=Colour.YELLOW, reason="就在当天", due=judged, role=Role.COOPERATING)
    missing = replace(UNIT_LINE, colour=Colour.YELLOW, reason="至今未报", due=day(4, 10), days=81)
    other = replace(SILENT_LINE, colour=Colour.RED)
    tasks = tuple(
        replace(LEDGER_TASK, code=f"2024-1{number}", lines=(line, other))
        for number, line in enumerate((late, soon, missing))
    )
    told = LedgerNotices((replace(NOTICE, task="2024-10", whose=("东岭县政府",)),), (), (), ())
    part = of_unit(replace(WHOLE, tasks=tasks, notices=told), ["市司法局"], "")
    assert part.notices == LedgerNotices(
        late=(TaskNotice("2024-10", "管好决策目录", "", ("市司法局",), day(6, 10), 20, f"市司法局：{late.reason}"),),
        late_by_original=(),
        due_soon=(TaskNotice("2024-11", "管好决策目录", "", ("市司法局",), judged, 0, "市司法局：就在当天"),),
        decisions=(),
    )


def test_late_line_of_an_older_version_has_its_day_from_the_notices() -> None:
    task = replace(LEDGER_TASK, lines=(replace(UNIT_LINE, colour=Colour.RED, reason="逾期"),))
    for whose, expected in ((("市司法局", "市财政局"), (NOTICE.since, 20)), (("市财政局",), (None, 0))):
        told = LedgerNotices((replace(NOTICE, whose=whose),), (), (), ())
        part = of_unit(replace(WHOLE, tasks=(task,), notices=told), ["市司法局"], "")
        assert part.notices
        assert [(each.since, each.days, each.message) for each in part.notices.late] == [(*expected, "市司法局：逾期")]


def test_notice_of_several_units_speaks_of_the_one_alone() -> None:
    told = replace(NOTICE, whose=("市财政局", "市司法局"), message="市财政局、市司法局：已延到2024-09-30")
    part = of_unit(replace(WHOLE, notices=LedgerNotices((), (told,), (), ())), ["市司法局"], "")
    assert part.notices
    assert part.notices.late_by_original == (replace(told, whose=("市司法局",), message="市司法局：已延到2024-09-30"),)


def test_light_of_a_task_is_a_change_of_the_unit_that_it_speaks_of() -> None:
    worse = LedgerChange(
        "2024-05", "管好决策目录", ChangeKind.LIGHT_WORSE, "", "绿（市司法局：已报送）", "红（市财政局：逾期）"
    )
    ledger = replace(WHOLE, changes=(worse, replace(worse, before="绿", after="红（市财政局：逾期）")))
    assert of_unit(ledger, ["市司法局"], "").changes == (worse,)


def test_collective_has_the_lines_of_its_members() -> None:
    part = of_unit(WHOLE, [COUNTIES], COUNTIES)
    assert counts(part) == (["2024-05"], {Colour.YELLOW: 1}, (1, 0, 0), [("东岭县政府", 1, 1, 0)])
    assert part.missing == (MISSING_RETURN,)
    assert part.changes == (CHANGES[0], replace(CHANGES[1], unit="东岭县政府", after="已完成"))


def test_unit_of_a_section_is_both() -> None:
    part = of_unit(of_section(WHOLE, "二、规范行政决策"), ["市司法局"], "市司法局")
    assert (part.only_section, part.only_unit, len(part.tasks)) == ("二、规范行政决策", "市司法局", 1)


def test_unknown_section_and_unit_are_refused_with_those_there_are() -> None:
    with pytest.raises(WordUnknown) as refused:
        of_section(WHOLE, "督察")
    assert str(refused.value) == "部分没有“督察”这一项，可用的有：二、规范行政决策、三、规范执法。"
    with pytest.raises(WordUnknown) as refused:
        of_unit(WHOLE, [], "市水利局")
    assert str(refused.value).startswith("单位没有“市水利局”这一项，可用的有：市司法局、市财政局、各县（市、区）政府、")


def test_part_of_a_name_must_mean_one_alone() -> None:
    assert of_unit(WHOLE, [], "公安").only_unit == "市公安局"
    assert of_unit(WHOLE, [], "东岭").only_unit == "东岭县政府"
    assert of_unit(WHOLE, [], "市政府").only_unit == "市政府有关部门"  # a beginning goes before what stands within
    with pytest.raises(WordUnclear) as refused:
        of_section(WHOLE, "规范")
    assert str(refused.value) == "部分“规范”可以指2个：二、规范行政决策、三、规范执法；请写全要哪一个。"


def test_unit_without_tasks_in_the_part_is_not_said_to_be_unknown() -> None:
    with pytest.raises(UnitNotInPart) as refused:
        of_unit(of_section(WHOLE, "三"), [], "司法局", WHOLE)
    assert str(refused.value) == "“市司法局”在“三、规范执法”里没有任务，请核对要哪个单位、哪一部分。"
    with pytest.raises(UnitNotInPart) as refused:
        of_unit(WHOLE, ["市水利局"], "水利局")
    assert str(refused.value) == "“水利局”在2024年第二季度台账里没有任务，请核对要哪个单位、哪一部分。"


# ---- what an older version kept ----


def older(ledger: Ledger) -> Ledger:
    """A ledger as the version before kept it: without what has been thought of since."""
    plain = to_plain(ledger)
    for name in ("notices", "audit_hash", "only_section", "only_unit"):
        del plain[name]
    for task in plain["tasks"]:
        del task["dues"]
        for line in task["lines"]:
            for name in ("counts", "asked", "due", "days", "unmet"):
                del line[name]
    for unit in plain["units"]:
        del unit["kind_proposed"]
    return from_plain(Ledger, plain)


def test_kept_lines_are_settled_by_the_counts_kept_beside_them() -> None:
    made = completed(older(WHOLE), STATUS_PAGE)
    assert made.tasks == tuple(replace(task, dues=None) for task in WHOLE.tasks)
    assert made.notices == LedgerNotices(
        STATUS_PAGE.late, STATUS_PAGE.late_by_original, STATUS_PAGE.due_soon, STATUS_PAGE.decisions
    )
    assert made.audit_hash == ""


def settled(*lines: UnitLine, asked: int, reported: int) -> list[tuple[bool | None, bool | None]]:
    """Whether each line counts and owed a return, of what an older version kept."""
    tasks = tuple(replace(LEDGER_TASK, code=f"2024-{number}", lines=(line,)) for number, line in enumerate(lines))
    units = (replace(LEDGER.units[0], asked=asked, reported=reported),)
    made = completed(older(replace(LEDGER, tasks=tasks, units=units, missing=())), STATUS_PAGE)
    return [(line.counts, line.asked) for task in made.tasks for line in task.lines]


def test_work_that_was_done_before_is_the_last_to_have_been_asked_for() -> None:
    done = replace(UNIT_LINE, done=True)
    assert settled(done, UNIT_LINE, asked=1, reported=1) == [(True, False), (True, True)]
    assert settled(done, UNIT_LINE, asked=2, reported=2) == [(True, True), (True, True)]


def test_entry_that_counts_for_nothing_was_not_asked_for() -> None:
    left = replace(UNIT_LINE, role=None, reason="已不承担这项任务", colour=Colour.NONE)
    own = replace(UNIT_LINE, on_behalf=True, reason="", colour=Colour.NONE)
    assert settled(left, own, UNIT_LINE, asked=1, reported=1) == [(False, False), (False, False), (True, True)]


def test_silent_line_that_is_not_missing_was_not_asked_for() -> None:
    assert settled(replace(SILENT_LINE, unit="市司法局"), asked=0, reported=0) == [(True, False)]


def test_what_this_version_kept_stays_as_it_is() -> None:
    assert completed(WHOLE, STATUS_PAGE) is WHOLE
