"""Logging: what a unit says becomes the next revision, and what is refused leaves no trace."""

import datetime as dt
from decimal import Decimal

import pytest

from planner import errors
from planner.domain.entries import EntryView, FigureView
from planner.domain.lights import Cause, Colour
from planner.domain.periods import Period
from planner.domain.progress import Basis, Status, Verdict
from planner.usecases.entries import EntryFilter, list_entries
from planner.usecases.plans import import_plan
from planner.usecases.progress import Said, log_all
from planner.usecases.rosters import set_members
from planner.usecases.task_views import show_task
from planner.usecases.units import rename_unit
from tests.world import SMALL_PLAN, World, document

COUNTIES = "各县（市、区）政府"


def entries(world: World, as_of: str | None = None) -> tuple[EntryView, ...]:
    """Every entry."""
    return world.ask(list_entries, as_of)


def test_entry_keeps_all_that_was_said(world: World) -> None:
    world.confirmed()
    number = world.log(
        "2024-03",
        "市司法局",
        "2024Q2",
        "2024-07-02",
        status=Status.BLOCKED,
        text=" 评查案卷36宗。 ",
        figures=("2024-03.1=1次", "整改=4/5件"),
        problem="人手不足",
        cause="岗位空缺",
        next_step="三季度补评",
        support="请落实经费",
        evidence=("文号:青司〔2024〕3号", "文件：通报.docx"),
    )
    assert entries(world) == (
        EntryView(
            id=number,
            task="2024-03",
            unit="市司法局",
            period="2024Q2",
            revision=1,
            status=Status.BLOCKED,
            text="评查案卷36宗。",
            figures=(
                FigureView("2024-03.1", "1次", Decimal(1), None, None, "次", Basis.PERIOD, "2024-03.1", False),
                FigureView("整改", "4/5件", Decimal(80), Decimal(4), Decimal(5), "件", Basis.PERIOD, None, False),
                FigureView("评查案卷", "36宗", Decimal(36), None, None, "宗", Basis.PERIOD, None, True),
            ),
            problem="人手不足",
            cause="岗位空缺",
            next_step="三季度补评",
            support="请落实经费",
            evidence=("文号：青司〔2024〕3号", "文件：通报.docx"),
            verdict=Verdict.PENDING,
            review_reason="",
            reviewed_by="",
            on_behalf=False,
            by="王敏",
            on=dt.date(2024, 7, 2),
        ),
    )


def test_correction_is_the_next_revision_and_the_first_stays_readable(world: World) -> None:
    world.confirmed()
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-02", text="已清理12件。")
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-08", text="已清理13件。")
    assert [(entry.revision, entry.text) for entry in entries(world)] == [(1, "已清理12件。"), (2, "已清理13件。")]
    assert [entry.revision for entry in entries(world, "2024-07-07")] == [1]


def test_each_period_counts_its_own_revisions(world: World) -> None:
    world.confirmed()
    for period, day in (("2024Q1", "2024-04-02"), ("2024Q2", "2024-07-02"), ("2024Q2", "2024-07-03")):
        world.log("2024-01", "市司法局", period, day)
    assert [(entry.period, entry.revision) for entry in entries(world)] == [
        ("2024Q1", 1),
        ("2024Q2", 1),
        ("2024Q2", 2),
    ]


def test_controls_and_marks_of_figures_in_an_entry_are_not_kept(one_world: World) -> None:
    one_world.confirmed()
    said = "审查\ue0001\ue00112件\ue002\x7f，\x85另有\x9f3件。"
    one_world.log("2024-01", "市司法局", "2024Q2", "2024-07-02", text=said, problem="人\x80手少")
    entry = entries(one_world)[0]
    assert (entry.text, entry.problem) == ("审查112件，\x85另有3件。", "人手少")


def test_number_in_the_text_that_a_figure_says_already_is_not_kept_twice(world: World) -> None:
    world.confirmed()
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-02", text="审查12件。", figures=("审查率=12/12件",))
    assert [(figure.name, figure.from_text) for figure in entries(world)[0].figures] == [("审查率", False)]


def test_number_said_to_be_a_running_total_in_the_text_is_kept_as_one(world: World) -> None:
    world.confirmed()
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-02", text="开展培训，累计培训120人次。")
    assert [(figure.printed, figure.basis) for figure in entries(world)[0].figures] == [("120人次", Basis.YEAR_TO_DATE)]


def test_figure_under_a_checkpoints_code_in_any_width_meets_it(world: World) -> None:
    world.confirmed()
    for unit in ("市司法局", "市财政局"):
        world.accepted("2024-01", unit, "2024Q2", "2024-07-02", figures=("２０２４－０１．１＝１项",))
    point = world.ask(show_task, "2024-07-05", "2024-01").checkpoints[0]
    assert (point.met_by, point.unmet_by) == (("市司法局", "市财政局"), ())


def test_unit_is_found_by_its_former_name(world: World) -> None:
    world.confirmed()
    world.do(rename_unit, "2024-05-06", "市财政局", "市财政金融局")
    world.log("2024-01", "市财政局", "2024Q2", "2024-07-02")
    assert [entry.unit for entry in entries(world)] == ["市财政金融局"]


def test_member_of_a_roster_logs_for_itself(world: World) -> None:
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, ["东桥县政府"])
    world.log("2024-01", "东桥县政府", "2024Q2", "2024-07-02")
    assert [(entry.unit, entry.on_behalf) for entry in entries(world)] == [("东桥县政府", False)]


def test_entry_for_a_class_is_marked_and_counts_for_nothing(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", COUNTIES, "2024Q2", "2024-07-02", status=Status.DONE)
    board = world.ask(show_task, "2024-07-15", "2024-01").board
    assert [(entry.unit, entry.on_behalf) for entry in entries(world)] == [(COUNTIES, True)]
    assert [unit.participant.unit.name for unit in board.units] == ["市司法局", "市财政局"]
    assert (board.light.colour, board.light.cause) == (Colour.RED, Cause.CHECKPOINT_OVERDUE)


def test_entries_are_listed_by_task_unit_period_and_verdict(world: World) -> None:
    world.confirmed()
    first = world.accepted("2024-01", "市司法局", "2024Q1", "2024-04-02")
    second = world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    third = world.log("2024-02", "市政府办公室", "2024Q2", "2024-07-02")

    def ids(**wanted: object) -> list[int]:
        return [entry.id for entry in world.ask(list_entries, None, None, EntryFilter(**wanted))]  # type: ignore[arg-type]

    assert ids() == [first, second, third]
    assert ids(task="2024-01") == [first, second]
    assert ids(unit="市政府办公室") == [third]
    assert ids(period=Period(2024, 2)) == [second, third]
    assert ids(verdict=Verdict.ACCEPTED) == [first]
    assert ids(verdict=Verdict.PENDING, task="2024-02") == [third]


# ---- refused, and nothing stored ----


@pytest.mark.parametrize(
    ("said", "error", "words"),
    [
        ({"unit": "市公安局"}, errors.NotOnTask, "“市公安局”不是任务 2024-01 的责任单位；这项任务的单位有：市司法局"),
        ({"unit": "市档案局"}, errors.UnitMissing, "单位名录里没有“市档案局”"),
        ({"task": "2024-77"}, errors.TaskMissing, "没有编号为“2024-77”的任务"),
        ({"period": "2023Q4"}, errors.PeriodOutsidePlan, "填报期 2023Q4 不在计划“2024”的年度"),
        ({"period": "2024Q3", "on": "2024-06-30"}, errors.PeriodNotBegun, "填报期 2024Q3 从 2024-07-01 才开始"),
        ({"text": " 　"}, errors.TextMissing, "没有写本期进展"),
        ({"figures": ("评查=两次",)}, errors.FigureUnreadable, "数据“评查=两次”的数不是数字"),
        ({"figures": ("评查=1次", "率=3/2件")}, errors.FigureUnreadable, "的分子大于分母"),
        ({"figures": ("2024-01.9=1次",)}, errors.FigureUnreadable, "的考核点编号不在任务 2024-01 里"),
        ({"evidence": ("通报.docx",)}, errors.EvidenceUnreadable, "佐证“通报.docx”没有写明种类"),
        ({"evidence": ("文号:",)}, errors.EvidenceUnreadable, "没有写明种类"),
        ({"on": "2026-03-03"}, errors.DayInFuture, "日期 2026-03-03 晚于 2026-03-02"),
        ({"on": "2024-03-10", "period": "2024Q1"}, errors.PlanNotYet, "还没有计划“2024”"),
    ],
)
def test_entry_that_cannot_be_taken_leaves_no_trace(
    world: World, said: dict[str, object], error: type[errors.PlannerError], words: str
) -> None:
    world.confirmed()
    fields: dict[str, object] = {"task": "2024-01", "unit": "市司法局", "period": "2024Q2", "on": "2024-07-02"}
    with world.refused(error, words):
        world.log(**(fields | said))  # type: ignore[arg-type]


def test_draft_takes_no_progress(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    with world.refused(errors.PlanIsDraft):
        world.log("2024-01", "市司法局", "2024Q1", "2024-04-02")


def test_plan_takes_no_progress_for_a_day_before_it_was_confirmed(world: World) -> None:
    world.do(import_plan, "2024-03-11", document(SMALL_PLAN))
    world.confirmed(SMALL_PLAN, on="2024-03-15")
    with world.refused(errors.PlanIsDraft):
        world.log("2024-01", "市司法局", "2024Q1", "2024-03-14")


def test_correction_that_counts_for_an_earlier_day_than_the_entry_is_refused(world: World) -> None:
    world.confirmed()
    world.log("2024-01", "市司法局", "2024Q2", "2024-07-08")
    with world.refused(errors.EntryBackdated, "日期 2024-07-02 早于前一次的日期 2024-07-08"):
        world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
    assert world.log("2024-01", "市司法局", "2024Q2", "2024-07-08") > 0


def test_many_are_logged_at_once_each_for_its_own_day(world: World) -> None:
    world.confirmed()
    rows = [
        ("第2行", Said("2024-01", "市司法局", Period(2024, 2), Status.IN_PROGRESS, "推进。"), dt.date(2024, 7, 2)),
        ("第3行", Said("2024-02", "市政府办公室", Period(2024, 2), Status.DONE, "完成。"), None),
    ]
    ids, faults = world.do(log_all, "2024-07-09", rows)
    assert (len(ids), faults) == (2, ())
    assert [(entry.task, entry.on.isoformat()) for entry in entries(world)] == [
        ("2024-01", "2024-07-02"),
        ("2024-02", "2024-07-09"),
    ]


def test_faults_of_many_are_all_told_by_their_place(world: World) -> None:
    world.confirmed()
    good = Said("2024-01", "市司法局", Period(2024, 2), Status.IN_PROGRESS, "推进。")
    rows = [
        ("第2行", Said("2024-01", "市公安局", Period(2024, 2), Status.IN_PROGRESS, "推进。"), None),
        ("第3行", good, None),
        ("第4行", Said("2024-01", "市司法局", Period(2024, 2), Status.IN_PROGRESS, ""), None),
        ("第5行", good, dt.date(2024, 7, 10)),
    ]
    _, faults = world.do(log_all, "2024-07-09", rows)
    assert [fault[:4] for fault in faults] == ["第2行：", "第4行：", "第5行："]
    assert "日期 2024-07-10 晚于 2024-07-09" in faults[2]


def test_logging_is_logged(world: World) -> None:
    world.confirmed()
    with world.logged() as events:
        first = world.log("2024-01", "市司法局", "2024Q2", "2024-07-02")
        second = world.log("2024-01", "市司法局", "2024Q2", "2024-07-03", status=Status.DONE)
    assert events == [
        (
            "progress:log",
            "2024-01 市司法局 2024Q2",
            None,
            {"entry": first, "revision": 1, "status": "in_progress"},
            "",
        ),
        (
            "progress:log",
            "2024-01 市司法局 2024Q2",
            {"entry": first},
            {"entry": second, "revision": 2, "status": "done"},
            "",
        ),
    ]
