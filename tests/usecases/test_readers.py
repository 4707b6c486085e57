"""Status, ledger and year-end report as read from a database."""

import datetime as dt

import pytest

from planner.domain.drafts import Role
from planner.domain.figure_marks import bare
from planner.domain.lights import Cause, Colour
from planner.domain.periods import Period
from planner.domain.progress import Mark, Status, TaskState
from planner.domain.report import FigureSource, ProblemPassage, UnfinishedTask
from planner.domain.status_page import TaskNotice
from planner.usecases.assignments import assign, unassign
from planner.usecases.ledgers import read_ledger
from planner.usecases.reports import read_annual
from planner.usecases.rosters import set_members
from planner.usecases.status import read_status
from planner.usecases.task_views import list_tasks
from planner.usecases.tasks import set_mark, set_state
from tests.world import World, shared

COUNTIES = "各县（市、区）政府"


@pytest.fixture
@shared
def summer(world: World) -> World:
    """The office in July: one unit done, one blocked and asking for help, one returned, the others silent."""
    world.confirmed()
    world.do(set_members, "2024-03-20", COUNTIES, ["东桥县政府", "西桥县政府"])
    world.accepted(
        "2024-02",
        "市政府办公室",
        "2024Q2",
        "2024-07-02",
        status=Status.DONE,
        text="召开会议12次。",
        figures=("会议=累计12次",),
        next_step="提前3日发送材料",
    )
    world.accepted(
        "2024-03",
        "市司法局",
        "2024Q2",
        "2024-07-03",
        status=Status.BLOCKED,
        text="评查案卷36宗。",
        figures=("2024-03.1=1次",),
        problem="人手不足",
        cause="岗位空缺",
        support="请落实编制",
    )
    world.returned(world.log("2024-03", "市公安局", "2024Q2", "2024-07-04"), "2024-07-05", "没有写次数")
    world.accepted("2024-01", "东桥县政府", "2024Q2", "2024-07-05", status=Status.DONE, figures=("2024-01.1=1项",))
    return world


def test_status_page_of_the_summer(summer: World) -> None:
    page = summer.ask(read_status, "2024-07-12")
    assert [page.lights[colour] for colour in (Colour.RED, Colour.YELLOW, Colour.GREEN)] == [2, 1, 1]
    assert [(notice.task, notice.whose) for notice in page.late] == [
        ("2024-03", ("市公安局", "市司法局")),
        ("2024-01", ("市司法局", "市财政局", "西桥县政府")),
    ]
    assert [(row.task, row.unit) for row in page.missing] == [
        ("2024-01", "市司法局"),
        ("2024-01", "市财政局"),
        ("2024-01", "西桥县政府"),
        ("2024-03", "市公安局"),
        ("2024-03", "市财政局"),
        ("2024-04", "市公安局"),
    ]
    assert page.decisions[:2] == (
        TaskNotice(
            "2024-03",
            "评查执法案卷",
            "blocked",
            ("市司法局",),
            dt.date(2024, 7, 3),
            0,
            "市司法局：自2024-07-03起受阻",
        ),
        TaskNotice("2024-03", "评查执法案卷", "support", ("市司法局",), None, 0, "市司法局：需协调 请落实编制"),
    )
    assert [notice.kind for notice in page.decisions[2:]] == ["roster_unset"]


def test_ledger_of_the_summer(summer: World) -> None:
    ledger = summer.ask(read_ledger, "2024-07-12", Period(2024, 2))
    assert (ledger.asked, ledger.reported, ledger.accepted) == (9, 3, 3)
    assert ledger.tasks[0].responsible == ("市司法局", "市财政局", "各县（市、区）政府（1/2）")
    assert ledger.rosters_unset == ("市政府有关部门",)
    assert [(row.task, row.unit, row.returned_reason) for row in ledger.missing if row.task == "2024-03"] == [
        ("2024-03", "市公安局", "没有写次数"),
        ("2024-03", "市财政局", ""),
    ]
    line = ledger.tasks[2].lines[0]
    assert (line.unit, line.figures, line.problem, line.support) == (
        "市司法局",
        "2024-03.1=1次",
        "人手不足（原因：岗位空缺）",
        "请落实编制",
    )


def test_annual_report_of_the_summer(summer: World) -> None:
    summer.do(set_mark, "2024-12-02", "2024-03", Mark.FIRST_RESPONSIBLE, value=True)
    summer.do(set_state, "2024-12-02", "2024-04", TaskState.DROPPED, basis="上级取消")
    report = summer.ask(read_annual, "2025-01-20")
    told = {task.task: task.passages for section in report.done for task in section.tasks}
    assert {code: [bare(passage.text) for passage in passages] for code, passages in told.items()} == {
        "2024-01": ["推进了有关工作。", "完成规范性文件清单编制1项。"],
        "2024-02": ["召开会议12次。"],
    }
    meeting, review = 1, 2
    assert [[(p.key, bare(p.text), p.unit) for p in task.passages] for task in report.first_responsible] == [
        [("2.1", "评查案卷36宗。", "市司法局"), ("m:2024-03:2024-03.1:次", "开展案卷评查1次。", "市司法局")]
    ]
    assert report.problems == (
        ProblemPassage(
            "2024-03",
            "评查执法案卷",
            review,
            "市司法局",
            "人手不足",
            "岗位空缺",
            section="规范执法",
            units=("市司法局",),
        ),
    )
    assert [[bare(passage.text) for passage in step.passages] for step in report.next_steps] == [["提前3日发送材料。"]]
    assert report.unfinished == (
        UnfinishedTask("2024-01", "管好规范性文件", "执行中"),
        UnfinishedTask("2024-03", "评查执法案卷", "执行中"),
    )
    of_meeting = [source for source in report.sources if source.entry_id == meeting]
    assert [(source.text, source.name, source.basis) for source in of_meeting] == [
        ("12次", "会议", "累计"),
        ("3日", "提前", "文中"),
    ]
    assert [source for source in report.sources if source.entry_id == review] == [
        FigureSource("36宗", "评查案卷", review, "2024-03", "市司法局", "2024Q2", dt.date(2024, 7, 3), "文中"),
        FigureSource("1次", "开展案卷评查", review, "2024-03", "市司法局", "2024Q2", dt.date(2024, 7, 3), "本期"),
    ]


def test_lead_done_makes_the_task_done_unless_a_responsible_unit_is_red(world: World) -> None:
    world.confirmed()
    world.do(assign, "2024-03-20", "2024-04", "市财政局", Role.LEAD)
    world.accepted("2024-04", "市财政局", "2024Q2", "2024-07-02", status=Status.DONE)
    judged = [world.ask(list_tasks, day)[3] for day in ("2024-07-05", "2025-01-05")]
    assert [(task.done, task.light.colour, task.light.cause) for task in judged] == [
        (True, Colour.YELLOW, Cause.NOT_REPORTED),
        (False, Colour.RED, Cause.OVERDUE),
    ]


def test_same_day_gives_the_same_page_however_often_it_is_read(summer: World) -> None:
    pages = [summer.ask(read_status, "2024-07-12") for _ in range(2)]
    assert pages[0] == pages[1]


def test_unit_that_left_keeps_its_line_in_the_ledger_and_its_words_in_the_report(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", text="拨付经费30万元。")
    world.do(unassign, "2024-09-02", "2024-01", "市财政局")

    lines = world.ask(read_ledger, "2024-10-08", Period(2024, 2)).tasks[0].lines
    report = world.ask(read_annual, "2024-10-08")

    assert [(line.unit, line.role, line.colour, line.progress) for line in lines] == [
        ("市司法局", Role.RESPONSIBLE, Colour.YELLOW, ""),
        ("市财政局", None, Colour.NONE, "拨付经费30万元。"),
    ]
    told = [bare(p.text) for section in report.done for task in section.tasks for p in task.passages]
    assert told == ["拨付经费30万元。"]
    assert [source.text for source in report.sources] == ["30万元"]


def test_what_was_filed_for_a_class_is_in_the_report(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", "各县（市、区）政府", "2024Q2", "2024-07-02", text="四县完成清单。")

    report = world.ask(read_annual, None)

    assert [p.text for section in report.done for task in section.tasks for p in task.passages] == ["四县完成清单。"]


def test_marks_hold_from_their_day_on(world: World) -> None:
    world.confirmed()
    world.do(set_mark, "2024-05-06", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(set_mark, "2024-10-08", "2024-02", Mark.FIRST_RESPONSIBLE, value=False)
    world.do(set_mark, "2024-10-08", "2024-04", Mark.TRACKED, value=False)

    def marked(day: str) -> list[tuple[str, bool]]:
        return [(t.facts.code, t.facts.first_responsible) for t in world.ask(list_tasks, day)]

    assert marked("2024-05-05")[1] == ("2024-02", False)
    assert marked("2024-10-07")[1] == ("2024-02", True)
    assert [code for code, _ in marked("2024-10-07")] == ["2024-01", "2024-02", "2024-03", "2024-04"]
    assert marked("2024-10-08") == [("2024-01", False), ("2024-02", False), ("2024-03", False)]
