"""The year-end report's matter: what is told, once and in its place, and where each number is from."""

import re
from decimal import Decimal

import pytest

from planner.domain.annual import build_report, report_title
from planner.domain.board import TaskFacts
from planner.domain.drafts import Role
from planner.domain.entries import EntryView, FigureView
from planner.domain.figures import GivenFigure
from planner.domain.periods import Period
from planner.domain.progress import Basis, Filing, Standing, Status, TaskState
from planner.domain.report import (
    AnnualReport,
    FigureSource,
    Passage,
    ProblemPassage,
    SectionPassages,
    TaskPassages,
    UnfinishedTask,
)
from tests.domain.made import LAST_DAY, board, day, entry, filing, stands, task, unit

LEAD, RESPONSIBLE, COOPERATING = Role
FIRST, SECOND = unit(1), unit(2)


def numbers(text: str) -> list[GivenFigure]:
    """The numbers of a text with their unit of measure, under the name 文中."""
    return [
        GivenFigure("文中", Decimal(found[1]), None, None, found[2], Basis.PERIOD, found[0])
        for found in re.finditer(r"(\d+)([次件份])", text)
    ]


def said(*entries: EntryView) -> dict[tuple[int, int], Standing]:
    """Where units stand after these entries, all accepted."""
    filings: dict[tuple[int, int], list[Filing]] = {}
    for found in entries:
        place = int(found.task[-2:]), int(found.unit[-1])
        filings.setdefault(place, []).append(filing(Period.parse(found.period), found.status, entry=found.id))
    return {place: stands(*of) for place, of in filings.items()}


def report(facts: tuple[TaskFacts, ...], *entries: EntryView) -> AnnualReport:
    """The report on the year's last day."""
    made = board(LAST_DAY, *facts, said=said(*entries))
    return build_report(made, {found.id: found for found in entries}, numbers, LAST_DAY)


def figure(name: str, printed: str, value: int, unit_of: str, *, checkpoint: str | None = None) -> FigureView:
    """A figure given beside the text."""
    basis = Basis.YEAR_TO_DATE if printed.startswith("累计") else Basis.PERIOD
    return FigureView(name, printed, Decimal(value), None, None, unit_of, basis, checkpoint, from_text=False)


def source(text: str, name: str, number: int, basis: str) -> FigureSource:
    """A number of an entry of 单位1 for 2024Q2."""
    return FigureSource(text, name, number, "2024-01", "单位1", "2024Q2", day(6, 30), basis)


ONE = (task((FIRST, LEAD), (SECOND, RESPONSIBLE)),)


def test_report_of_one_task_in_its_four_parts() -> None:
    done = entry(
        1,
        "开展评查3次；",
        figures=(figure("走访", "累计9件", 9, "件"),),
        problem="人手不足。",
        cause="岗位空缺；",
        next_step="招录2次",
    )
    assert report(ONE, done) == AnnualReport(
        plan_code="2024",
        plan_title="青禾市2024年法治建设工作要点",
        title="青禾市2024年法治建设年度报告",
        year=2024,
        issuer="青禾市司法局",
        as_of=LAST_DAY,
        done=(
            SectionPassages(
                "规范决策",
                (
                    TaskPassages(
                        "2024-01", "管好文件", (Passage("开展评查3次（走访累计9件）。", 1, "单位1", "2024Q2"),)
                    ),
                ),
            ),
        ),
        problems=(ProblemPassage("2024-01", "管好文件", 1, "单位1", "人手不足", "岗位空缺"),),
        first_responsible=(),
        next_steps=(TaskPassages("2024-01", "管好文件", (Passage("招录2次。", 1, "单位1", "2024Q2"),)),),
        unfinished=(UnfinishedTask("2024-01", "管好文件", "执行中"),),
        sources=(
            source("3次", "文中", 1, "文中"),
            source("累计9件", "走访", 1, "累计"),
            source("2次", "文中", 1, "文中"),
        ),
    )


def test_nothing_filed_leaves_empty_parts() -> None:
    empty = report(ONE)
    parts = (empty.done, empty.problems, empty.first_responsible, empty.next_steps, empty.sources)
    assert parts == ((),) * 5


def test_same_words_are_told_once_and_their_numbers_once() -> None:
    made = report(ONE, entry(1, "开展评查3次。"), entry(2, "开展评查３次", unit="单位2"))
    assert [passage.entry_id for section in made.done for told in section.tasks for passage in told.passages] == [1]
    assert made.sources == (source("3次", "文中", 1, "文中"),)


def test_lead_is_told_before_the_others_and_each_by_period() -> None:
    facts = (task((SECOND, RESPONSIBLE), (FIRST, LEAD)),)
    made = report(
        facts,
        entry(1, "乙。", unit="单位2"),
        entry(2, "丙。", period="2024Q3"),
        entry(3, "甲。"),
    )
    assert [passage.text for told in made.done[0].tasks for passage in told.passages] == ["甲。", "丙。", "乙。"]


def test_task_not_begun_tells_nothing_done() -> None:
    made = report(ONE, entry(1, "尚未启动，计划评查3次。", status=Status.NOT_STARTED))
    assert (made.done, made.sources) == ((), ())


def test_first_responsible_duty_is_told_in_part_three_only() -> None:
    facts = (task((FIRST, LEAD), first_responsible=True), task((FIRST, LEAD), number=2))
    made = report(facts, entry(1, "主要负责人带队3次。"), entry(2, "清理文件。", task="2024-02"))
    assert [told.task for told in made.first_responsible] == ["2024-01"]
    assert [told.task for section in made.done for told in section.tasks] == ["2024-02"]
    assert made.sources == (source("3次", "文中", 1, "文中"),)


def test_problems_and_next_steps_are_those_of_the_newest_entry() -> None:
    settled = entry(1, "甲。", problem="人手缺3次", next_step="招录2次")
    newer = entry(2, "乙。", period="2024Q3", problem="场地不足", next_step="租房")
    made = report(ONE, settled, newer)
    assert [problem.problem for problem in made.problems] == ["场地不足"]
    assert [passage.text for step in made.next_steps for passage in step.passages] == ["租房。"]
    assert made.sources == ()


def test_problem_settled_since_is_not_told() -> None:
    assert report(ONE, entry(1, "甲。", problem="人手不足"), entry(2, "乙。", period="2024Q3")).problems == ()


def test_same_problem_of_two_units_is_told_once() -> None:
    made = report(ONE, entry(1, "甲。", problem="人手不足"), entry(2, "乙。", unit="单位2", problem="人手不足"))
    assert [problem.unit for problem in made.problems] == ["单位1"]


def test_number_in_the_text_takes_its_name_and_basis_from_the_figure_given_for_it() -> None:
    made = report(ONE, entry(1, "全年开展评查9次。", figures=(figure("案卷评查", "累计9次", 9, "次"),)))
    assert made.done[0].tasks[0].passages[0].text == "全年开展评查9次。"
    assert made.sources == (source("9次", "案卷评查", 1, "累计"),)


def test_figure_is_told_beside_a_text_that_only_holds_a_longer_number() -> None:
    made = report(ONE, entry(1, "召开会议12次。", figures=(figure("案卷评查", "2次", 2, "次"),)))
    assert made.done[0].tasks[0].passages[0].text == "召开会议12次（案卷评查2次）。"
    assert made.sources == (source("12次", "文中", 1, "文中"), source("2次", "案卷评查", 1, "本期"))


def test_figure_under_a_checkpoint_serves_the_lights_and_is_not_told() -> None:
    made = report(ONE, entry(1, "评查。", figures=(figure("2024-01.1", "2次", 2, "次", checkpoint="2024-01.1"),)))
    assert (made.done[0].tasks[0].passages[0].text, made.sources) == ("评查。", ())


@pytest.mark.parametrize(
    ("state", "status", "told"),
    [
        (TaskState.ACTIVE, Status.IN_PROGRESS, [UnfinishedTask("2024-01", "管好文件", "执行中")]),
        (TaskState.PAUSED, Status.IN_PROGRESS, [UnfinishedTask("2024-01", "管好文件", "暂缓")]),
        (TaskState.DROPPED, Status.IN_PROGRESS, []),
        (TaskState.MERGED, Status.IN_PROGRESS, []),
        (TaskState.ACTIVE, Status.DONE, []),
    ],
)
def test_unfinished_tasks_go_on_next_year(state: TaskState, status: Status, told: list[UnfinishedTask]) -> None:
    assert list(report((task((FIRST, LEAD), state=state),), entry(1, "甲。", status=status)).unfinished) == told


@pytest.mark.parametrize(
    ("plan", "title"),
    [
        ("青禾市2024年法治建设工作要点", "青禾市2024年法治建设年度报告"),
        ("青禾市2024年数字政府建设行动方案", "青禾市2024年数字政府建设年度报告"),
        ("青禾市2024年度工作计划", "青禾市2024年度报告"),
        ("青禾市2024年依法治市事项", "青禾市2024年依法治市事项年度报告"),
    ],
)
def test_report_is_named_after_its_plan(plan: str, title: str) -> None:
    assert report_title(plan) == title
