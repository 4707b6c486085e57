"""The year-end report's matter: what is told, once and in its place, and by which rule each figure follows."""

from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.annual.composing import Wanted, report_title
from planner.domain.drafts import Role
from planner.domain.figure_marks import bare
from planner.domain.history import HistoryFigure, PublishedReport
from planner.domain.material import Material, MaterialKind, ReportPart, Use
from planner.domain.number_ledger import Rule
from planner.domain.progress import Status, TaskState
from planner.domain.report import AlteredRow, UnfinishedTask
from tests.domain.annual_made import done, ledger, proposals, report, told, words
from tests.domain.made import LAST_DAY, day, task, unit

LEAD, RESPONSIBLE, _ = Role
FIRST, SECOND, THIRD = unit(1), unit(2), unit(3)
ONE = (task((FIRST, LEAD), (SECOND, RESPONSIBLE), (THIRD, RESPONSIBLE)),)
TWO = (*ONE, task((FIRST, LEAD), number=2, title="办好会议"))
LONG = "对全市重点行业领域的企业逐户开展走访，帮助解决用工、融资等问题"


# ---- the four parts ----


def test_report_of_one_task_in_its_four_parts() -> None:
    made = report(ONE, told(1, "开展评查3次；", problem="人手不足。", cause="岗位空缺；", next_step="招录2名"))
    assert (made.title, made.year, made.issuer, made.as_of) == (
        "青禾市2024年法治建设年度报告",
        2024,
        "青禾市司法局",
        LAST_DAY,
    )
    assert [(section.title, words(section.tasks)) for section in made.done] == [("规范决策", [["开展评查3次。"]])]
    assert [(p.problem, p.cause, p.unit, p.section) for p in made.problems] == [
        ("人手不足", "岗位空缺", "单位1", "规范决策")
    ]
    assert words(made.next_steps) == [["招录2名。"]]
    assert made.unfinished == (UnfinishedTask("2024-01", "管好文件", "执行中"),)
    assert ledger(made) == [("3次", "stated", [1]), ("2名", "stated", [1])]


def test_nothing_filed_leaves_empty_parts() -> None:
    empty = report(ONE)
    assert (empty.done, empty.problems, empty.first_responsible, empty.next_steps, empty.figures) == ((),) * 5


def test_first_responsible_duty_is_told_in_part_three_only() -> None:
    facts = (task((FIRST, LEAD), first_responsible=True), TWO[1])
    made = report(facts, told(1, "主要负责人带队3次。"), told(2, "清理文件。", task="2024-02"))
    assert (words(made.first_responsible), done(made)) == ([["单位1主要负责人带队3次。"]], ["清理文件。"])


def test_lead_is_told_before_the_others_and_each_by_period() -> None:
    facts = (task((SECOND, RESPONSIBLE), (FIRST, LEAD)),)
    made = report(
        facts,
        told(1, "乙方完成清单编制。", unit="单位2"),
        told(2, "丙项工作启动。", period="2024Q3"),
        told(3, "甲项工作启动。"),
    )
    assert done(made) == ["甲项工作启动。", "丙项工作启动。", "乙方完成清单编制。"]
    assert [[bare(p.text) for p in strand] for strand in made.done[0].tasks[0].by_unit] == [
        ["甲项工作启动。", "丙项工作启动。"],
        ["乙方完成清单编制。"],
    ]


def test_problems_and_next_steps_are_those_of_the_newest_entry() -> None:
    settled = told(1, "甲。", problem="人手缺3名", next_step="招录2名")
    made = report(ONE, settled, told(2, "乙。", period="2024Q3", problem="场地不足", next_step="租房"))
    assert ([p.problem for p in made.problems], words(made.next_steps), made.figures) == (
        ["场地不足"],
        [["租房。"]],
        (),
    )


def test_same_problem_is_told_once_with_all_its_causes() -> None:
    made = report(
        TWO,
        told(1, "甲。", problem="人手不足。", cause="岗位空缺"),
        told(2, "乙。", unit="单位2", problem="人手不足", cause="编制冻结"),
        told(3, "丙。", task="2024-02", problem="人手不足"),
    )
    assert [(p.problem, p.cause, p.units) for p in made.problems] == [
        ("人手不足", "岗位空缺；编制冻结", ("单位1", "单位2"))
    ]


def test_problems_of_one_cause_are_told_together() -> None:
    made = report(
        ONE,
        told(1, "甲。", problem="培训少", cause="经费不足"),
        told(2, "乙。", unit="单位2", problem="装备旧", cause="经费不足"),
    )
    assert [(p.problem, p.cause) for p in made.problems] == [("培训少；装备旧", "经费不足")]


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        (TaskState.ACTIVE, Status.IN_PROGRESS, [UnfinishedTask("2024-01", "管好文件", "执行中")]),
        (TaskState.PAUSED, Status.IN_PROGRESS, [UnfinishedTask("2024-01", "管好文件", "暂缓")]),
        (TaskState.DROPPED, Status.IN_PROGRESS, []),
        (TaskState.MERGED, Status.IN_PROGRESS, []),
        (TaskState.ACTIVE, Status.DONE, []),
    ],
)
def test_unfinished_tasks_go_on_next_year(state: TaskState, status: Status, expected: list[UnfinishedTask]) -> None:
    assert list(report((task((FIRST, LEAD), state=state),), told(1, "甲。", status=status)).unfinished) == expected


def test_a_units_long_sentence_on_two_tasks_is_told_once() -> None:
    made = report(TWO, told(1, f"{LONG}。"), told(2, f"{LONG}。", task="2024-02"))
    assert done(made) == [f"{LONG}。"]


def test_words_that_look_like_marks_are_cleaned() -> None:
    made = report(ONE, told(1, "开展评查\ue0001\ue0019次\ue002。"))
    assert done(made) == ["开展评查19次。"]


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


# ---- what a person made of the material ----


def changed(found: Material, key: str, **fields: object) -> Material:
    """The material with one row changed."""
    return replace(found, rows=tuple(replace(row, **fields) if row.key == key else row for row in found.rows))  # type: ignore[arg-type]


def test_number_written_by_hand_is_told_with_what_stood_there() -> None:
    entries = (told(1, "开展评查3次。"),)
    found = proposals(ONE, *entries)[1].material
    made = report(ONE, *entries, material=changed(found, "1.1", wording="开展评查8次。"))
    assert ledger(made) == [("8次", "by_hand", [])]
    assert made.altered == (
        AlteredRow("1.1", "2024-01", "单位1", "开展评查3次。", "开展评查8次。", ("8次",), ("3次",)),
    )


@pytest.mark.parametrize(
    ("wording", "figures", "by_hand", "dropped"),
    [
        ("办结案件39件。", [("39件", "by_hand", [])], ("39件",), ("9件", "30人", "30件")),
        ("办结案件30件。", [("30件", "by_hand", [])], ("30件",), ("9件", "30人", "30件")),
        ("办结案件九件。", [("九件", "stated", [1])], (), ("30人", "30件")),
        ("办结案件九十件。", [("九十件", "by_hand", [])], ("九十件",), ("9件", "30人", "30件")),
        (
            "另办30件，办结案件9件，接待来访三十人。",
            [("30件", "stated", [1]), ("9件", "stated", [1]), ("三十人", "stated", [1])],
            (),
            (),
        ),
    ],
)
def test_two_figures_of_one_entry_explain_no_third(
    wording: str, figures: list[tuple[str, str, list[int]]], by_hand: tuple[str, ...], dropped: tuple[str, ...]
) -> None:
    entries = (told(1, "办结案件9件，接待来访30人，另办30件。"),)
    found = proposals(ONE, *entries)[1].material
    made = report(ONE, *entries, material=changed(found, "1.1", wording=wording))
    assert ledger(made) == figures
    assert [(row.figures, row.dropped) for row in made.altered] == ([(by_hand, dropped)] if by_hand or dropped else [])


@pytest.mark.parametrize("wording", ["受理申请25件，办结申请30件。", "办结申请30件，受理申请25件。"])
def test_numbers_that_changed_their_names_are_typed_by_hand(wording: str) -> None:
    entries = (told(1, "受理申请12件，办结申请10件。", period="2024Q1"), told(2, "受理申请18件，办结申请15件。"))
    found = proposals(ONE, *entries)[1].material
    assert [row.told for row in found.rows if row.use is Use.TAKE] == ["受理申请30件，办结申请25件。"]
    made = report(ONE, *entries, material=changed(found, "2.1", wording=wording))
    assert [rule for _, rule, _ in ledger(made)[:2]] == ["by_hand", "by_hand"]
    assert made.altered[0].figures == tuple(number for number, _, _ in ledger(made)[:2])


def test_sum_changed_by_hand_to_one_of_its_parts_is_told() -> None:
    entries = (told(1, "办结案件9件。", period="2024Q1"), told(2, "办结案件30件。"))
    found = proposals(ONE, *entries)[1].material
    made = report(ONE, *entries, material=changed(found, "2.1", wording="办结案件30件。"))
    assert ledger(made)[0] == ("30件", "stated", [2])
    assert [(row.before, row.after, row.dropped) for row in made.altered] == [
        ("办结案件39件。", "办结案件30件。", ("9件",))
    ]


def test_other_words_around_the_same_number_are_not_told_as_altered() -> None:
    entries = (told(1, "开展评查3次。"),)
    found = proposals(ONE, *entries)[1].material
    made = report(ONE, *entries, material=changed(found, "1.1", wording="全市组织案卷评查3次。"))
    assert (ledger(made), made.altered) == ([("3次", "stated", [1])], ())


def test_row_typed_by_hand_is_told_by_hand() -> None:
    entries = (told(1, "开展评查3次。"),)
    found = proposals(ONE, *entries)[1].material
    typed = replace(
        found.rows[0], key="h1", entry_id=None, unit="", period="", text="另办展览2场。", origins=(), order=9
    )
    made = report(ONE, *entries, material=replace(found, rows=(*found.rows, typed)))
    assert done(made) == ["开展评查3次。", "另办展览2场。"]
    assert [(row.key, row.before, row.figures) for row in made.altered] == [("h1", "", ("2场",))]


def test_row_left_out_by_a_person_is_not_printed_anywhere() -> None:
    entries = (told(1, "开展评查3次。办理案件5件。"),)
    found = proposals(ONE, *entries)[1].material
    made = report(ONE, *entries, material=changed(found, "1.1", use=Use.LEAVE))
    assert (done(made), made.annex) == (["办理案件5件。"], ())


def test_row_merged_by_a_person_into_words_without_its_figure_is_in_the_annex() -> None:
    entries = (told(1, "开展评查3次。办理案件5件。"),)
    found = proposals(ONE, *entries)[1].material
    made = report(ONE, *entries, material=changed(found, "1.1", use=Use.MERGE, into="1.2"))
    assert done(made) == ["办理案件5件。"]
    assert [(bare(row.text), row.reason) for row in made.annex] == [
        ("开展评查3次。", "并入“办理案件5件。”，那里没有说到这些数据")
    ]


def test_numbers_of_merged_rows_add_up_in_a_wording_of_ones_own() -> None:
    entries = (told(1, "办理民事案件3件。", period="2024Q1"), told(2, "办结刑事案件5件。"))
    found = proposals(ONE, *entries)[1].material
    merged = changed(changed(found, "1.1", use=Use.MERGE, into="2.1"), "2.1", wording="办理各类案件8件。")
    assert ledger(report(ONE, *entries, material=merged)) == [("8件", "sum", [1, 2])]


def test_order_of_the_rows_is_the_order_of_the_report() -> None:
    entries = (told(1, "甲项工作启动。乙项工作启动。"),)
    found = proposals(ONE, *entries)[1].material
    assert done(report(ONE, *entries, material=changed(found, "1.1", order=7))) == ["乙项工作启动。", "甲项工作启动。"]


# ---- what is not begun, and what would be too long ----


def test_task_not_begun_tells_nothing_done_and_its_figures_stand_in_the_annex() -> None:
    made = report(ONE, told(1, "尚未启动，计划评查3次。", status=Status.NOT_STARTED))
    assert done(made) == []
    assert [(bare(row.text), row.reason) for row in made.annex] == [
        ("尚未启动，计划评查3次。", "单位填的是未启动，不算成效")
    ]


def test_limit_leaves_out_free_measures_then_words_then_the_oldest() -> None:
    entries = (
        told(1, "一季度开展专项检查3次。", period="2024Q1"),
        told(2, "持续推进有关重点工作。开展年度评议5次。", "走访企业=9家", period="2024Q4"),
    )
    shorter = [report(ONE, *entries, wanted=Wanted(max_characters=limit)) for limit in range(500, 0, -10)]
    visit = "m:2024-01:走访企业:家:单位1"
    assert list(dict.fromkeys(tuple(row.key for row in made.annex) for made in shorter)) == [
        (),
        (visit,),
        (visit, "2.1"),
        (visit, "2.1", "1.1"),
    ]
    assert [row.reason for row in shorter[-1].annex] == [
        "为控制字数：不属于考核点的数据",
        "为控制字数：没有数据的话",
        "为控制字数：较早填报的话",
    ]
    assert done(shorter[-1]) == ["开展年度评议5次。"]


def test_limit_keeps_what_tells_of_the_year_before_what_tells_of_a_later_quarter() -> None:
    entries = (
        told(1, "全年办结案件61件。", period="2024Q3"),
        told(2, "四季度举办讲座4场。", period="2024Q4"),
    )
    made = report(ONE, *entries, wanted=Wanted(max_characters=1))
    assert (done(made), [row.key for row in made.annex]) == (["全年办结案件61件。"], ["2.1"])


# ---- against the year before ----


def published(*figures: tuple[str, str, int, str]) -> PublishedReport:
    """Last year's report with these figures: name, printed, value, unit of measure."""
    return PublishedReport(
        year=2023,
        title="青禾市2023年法治建设年度报告",
        file_name="2023.txt",
        sha256="0" * 64,
        imported_on=day(1, 5),
        figures=tuple(HistoryFigure(n, p, Decimal(v), m, "", (0, 0)) for n, p, v, m in figures),
    )


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("累计受理复议申请550件。", ("受理复议申请", "222件", 222, "件"), "累计受理复议申请550件（同比增长148%）。"),
        ("累计受理复议申请88件。", ("受理复议申请", "100件", 100, "件"), "累计受理复议申请88件（同比下降12%）。"),
        ("累计受理复议申请103件。", ("受理复议申请", "100件", 100, "件"), "累计受理复议申请103件（同比增长3%）。"),
        (
            "累计受理复议申请1.5万件。",
            ("受理复议申请", "10000件", 10000, "件"),
            "累计受理复议申请1.5万件（同比增长50%）。",
        ),
        ("调解成功率98.2%。", ("调解成功率", "95%", 95, "%"), "调解成功率98.2%（同比提高3.2个百分点）。"),
        ("累计受理复议申请100件。", ("受理复议申请", "100件", 100, "件"), "累计受理复议申请100件。"),
        ("累计受理复议申请100件。", ("受理信访申请", "50件", 50, "件"), "累计受理复议申请100件。"),
        ("受理申请100件，同比增长5%。", ("受理申请", "50件", 50, "件"), "受理申请100件，同比增长5%。"),
    ],
)
def test_growth_stands_behind_the_total(text: str, before: tuple[str, str, int, str], expected: str) -> None:
    assert done(report(ONE, told(1, text, period="2024Q4"), wanted=Wanted(published(before)))) == [expected]


@pytest.mark.parametrize("name", ["新设经营主体", "登记新设经营主体"])
def test_growth_is_found_by_the_name_given_and_by_the_words_before_the_number(name: str) -> None:
    entry = told(1, "全年登记新设经营主体300户。", "新设经营主体=300户", period="2024Q4")
    made = report(ONE, entry, wanted=Wanted(published((name, "200户", 200, "户"))))
    assert done(made) == ["全年登记新设经营主体300户（同比增长50%）。"]


def test_two_figures_of_last_year_for_one_number_give_no_growth() -> None:
    entry = told(1, "全年登记新设经营主体300户。", "新设经营主体=300户", period="2024Q4")
    before = published(("登记新设经营主体", "200户", 200, "户"), ("新设经营主体", "220户", 220, "户"))
    assert done(report(ONE, entry, wanted=Wanted(before))) == ["全年登记新设经营主体300户。"]


def test_growth_is_a_figure_from_both_years() -> None:
    made = report(
        ONE,
        told(1, "累计受理申请300件。", period="2024Q1"),
        told(2, "累计受理申请550件。", period="2024Q4"),
        wanted=Wanted(published(("受理申请", "222件", 222, "件"))),
    )
    growth = made.figures[-1]
    assert (growth.printed, growth.rule, growth.value, growth.how) == (
        "148%",
        Rule.GROWTH,
        Decimal(148),
        "550件，2023年为222件",
    )
    assert [(o.entry_id, o.unit, o.printed) for o in growth.origins if o.counted] == [
        (2, "单位1", "550件"),
        (None, "青禾市2023年法治建设年度报告", "222件"),
    ]


def test_two_figures_of_a_name_in_last_years_report_give_no_growth() -> None:
    before = published(("受理申请", "222件", 222, "件"), ("共受理申请", "230件", 230, "件"))
    assert done(report(ONE, told(1, "累计受理申请550件。"), wanted=Wanted(before))) == ["累计受理申请550件。"]


def test_parts_of_rows_are_those_of_the_report() -> None:
    made = proposals(ONE, told(1, "甲。", problem="乙", next_step="丙"))[1].material
    assert [(row.key, row.kind, row.part) for row in made.rows] == [
        ("1.1", MaterialKind.SENTENCE, ReportPart.DONE),
        ("1.p", MaterialKind.PROBLEM, ReportPart.PROBLEMS),
        ("1.s", MaterialKind.NEXT_STEP, ReportPart.NEXT),
    ]


def test_sum_is_of_all_its_quarters_even_of_one_that_gave_nothing() -> None:
    made = report(
        ONE,
        told(1, "办理案件1件，全年0件。累计办理案件0件，其中本季度0件。", period="2024Q1"),
        told(2, "办理案件0件，全年1件。", period="2024Q2"),
    )
    assert done(made) == ["办理案件1件，全年1件。"]
    assert ledger(made)[0] == ("1件", "sum", [1, 2])
