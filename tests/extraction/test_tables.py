"""Plans printed as tables."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.document import name_key
from planner.errors import HeaderDoubled, TaskColumnMissing
from planner.extraction.pipeline import read_plan
from tests.extraction.reading import draft, roles
from tests.extraction.tabletext import table_document, table_draft

TABLE = (
    "云溪市2024年河湖管护考核细则\n"
    "序号\t考核项目\t分值\t考核指标\t牵头单位\t配合单位\t完成时限\n"
    "一、\t制度建设\t10\t\t\t\t\n"
    "1\t完善制度\t5\t修订管护办法。\t市水利局\t市林业局 市城管局\t6月底\n"
    "2\t强化督查\t5\t开展督查，年内不少于4次。\t市水利局\t\t持续推进\n"
    "二、\t水质提升\t10\t\t\t\t\n"
    "3\t治理污水\t10\t提升处理率。\t市住建局\t各区政府\t\n"
)


def test_rows_of_a_table_are_tasks() -> None:
    plan = draft(TABLE)
    assert [(task.number, task.section, task.title, task.body, roles(task)) for task in plan.tasks] == [
        ("1", "制度建设", "完善制度", "修订管护办法。", [("市水利局", "l"), ("市林业局", "c"), ("市城管局", "c")]),
        ("2", "制度建设", "强化督查", "开展督查，年内不少于4次。", [("市水利局", "l")]),
        ("3", "水质提升", "治理污水", "提升处理率。", [("市住建局", "l"), ("各区政府", "c")]),
    ]
    assert [(section.number, section.title) for section in plan.sections] == [("一", "制度建设"), ("二", "水质提升")]


def test_deadline_cell_is_a_slot() -> None:
    first, second, _ = draft(TABLE).tasks
    assert [(d.text, d.due, d.slot) for d in first.deadlines] == [("6月底", dt.date(2024, 6, 30), True)]
    assert [(d.text, d.kind.value, d.slot) for d in second.deadlines] == [
        ("年内", "date", False),
        ("持续推进", "ongoing", True),
    ]


def test_markdown_table_is_read_alike() -> None:
    text = (
        "# 云溪市2024年任务分解表\n| 序号 | 工作任务 | 责任单位 | 完成时限 |\n|---|---|---|---|\n"
        "| 1 | 修订管理办法 | 市司法局、市财政局 | 6月底 |\n| 2 | 开展督查 | 市政府督查室 | 11月 |\n"
    )
    assert [(task.number, task.title, roles(task)) for task in draft(text).tasks] == [
        ("1", "修订管理办法", [("市司法局", "r"), ("市财政局", "r")]),
        ("2", "开展督查", [("市政府督查室", "r")]),
    ]


# ---- headers ----


def read(text: str, form: str = "xlsx") -> list[tuple[str | None, str | None, str | None, str, list[tuple[str, str]]]]:
    """Number, section, title, body and units of each task of a table with merged cells."""
    return [(t.number, t.section, t.title, t.body, roles(t)) for t in table_draft(text, form=form).tasks]


def test_columns_stand_in_any_order_and_wording() -> None:
    text = """
配合部门|办结时限|具体措施|主办部门|任务名称|编号
市财政局|6月底|起草并公布|市司法局|修订办法|1
"""
    assert read(text) == [("1", None, "修订办法", "起草并公布", [("市财政局", "c"), ("市司法局", "l")])]
    assert [(d.text, d.slot) for d in table_draft(text).tasks[0].deadlines] == [("6月底", True)]


def test_header_of_two_lines_gives_the_roles() -> None:
    text = """
序号|工作任务|责任分工|←|←|完成时限
↑|↑|牵头|责任|配合|↑
1|修订办法|市司法局|市财政局|市审计局|6月底
"""
    assert read(text) == [("1", None, "修订办法", "", [("市司法局", "l"), ("市财政局", "r"), ("市审计局", "c")])]


def test_upper_header_counts_where_the_lower_says_nothing() -> None:
    text = """
序号|工作任务|牵头单位|←|配合单位
↑|↑|市级|县级|↑
1|修订办法|市司法局|各县（市、区）司法局|市财政局
"""
    assert read(text)[0][4] == [("市司法局", "l"), ("各县（市、区）司法局", "l"), ("市财政局", "c")]


def test_header_merged_over_two_columns_is_one() -> None:
    text = "序号|工作任务|责任单位|←\n1|修订办法|市司法局|市财政局\n2|印发细则|市审计局|←"
    assert [row[4] for row in read(text)] == [[("市司法局", "r"), ("市财政局", "r")], [("市审计局", "r")]]


def test_persons_notes_and_progress_are_not_read_but_stay_in_the_task() -> None:
    text = """
序号|工作任务|责任单位|责任人|备注|进展情况
1|修订办法|市司法局|市局局长陈某|2023年12月底前启动|已完成95%
"""
    document = table_document(text)
    (task,) = read_plan(document).tasks
    assert (roles(task), task.deadlines, task.targets) == ([("市司法局", "r")], (), ())
    assert task.span.of(document.text).endswith("已完成95%")


def test_labels_and_verbs_in_a_cell_tell_more_than_its_header() -> None:
    text = """
序号|工作任务|责任分工
1|修订办法|市司法局牵头，市财政局、市审计局配合
2|简化流程|牵头单位：市政务服务局 配合单位：市委编办
3|公布清单|市委编办（牵头）、市财政局
"""
    assert [row[4] for row in read(text)] == [
        [("市司法局", "l"), ("市财政局", "c"), ("市审计局", "c")],
        [("市政务服务局", "l"), ("市委编办", "c")],
        [("市委编办", "l"), ("市财政局", "r")],
    ]


def test_header_printed_again_is_no_row() -> None:
    text = "序号|工作任务|责任单位\n1|修订办法|市司法局\n序号|工作任务|责任单位\n2|印发细则|市财政局"
    assert [row[:3] for row in read(text)] == [("1", None, "修订办法"), ("2", None, "印发细则")]


# ---- merged cells ----


def test_merged_units_and_times_hold_for_every_row_and_point_at_their_words() -> None:
    text = "云溪市2024年任务表\n序号|工作任务|责任单位|完成时限\n1|修订办法|市司法局|6月底\n2|印发细则|↑|↑"
    document = table_document(text)
    for task in read_plan(document).tasks:
        assert [(unit.name, unit.span.of(document.text)) for unit in task.units] == [("市司法局", "市司法局")]
        assert [(d.due, d.span.of(document.text)) for d in task.deadlines] == [(dt.date(2024, 6, 30), "6月底")]


def test_empty_cell_that_is_not_merged_stays_empty() -> None:
    text = "序号|工作任务|责任单位|完成时限\n1|修订办法|市司法局|6月底\n2|印发细则||"
    (_, second) = table_draft(text).tasks
    assert (second.units, second.deadlines) == ((), ())


def test_number_merged_over_rows_is_one_task_with_a_measure_a_row() -> None:
    text = """
序号|工作任务|主要举措|牵头单位|配合单位
1|修订办法|起草文本。征求意见。|市司法局|
↑|↑|公布文本|↑|市财政局
2|印发细则|印发|市财政局|
"""
    document = table_document(text)
    first, second = read_plan(document).tasks
    assert (first.number, first.title, first.body) == ("1", "修订办法", "起草文本。征求意见。\n公布文本")
    assert [(m.text, m.span.of(document.text)) for m in first.measures] == [
        ("起草文本。征求意见。", "起草文本。征求意见。"),
        ("公布文本", "公布文本"),
    ]
    assert first.body_span.of(document.text) == "起草文本。征求意见。\t市司法局\t\n\t\t公布文本"
    assert (roles(first), roles(second)) == ([("市司法局", "l"), ("市财政局", "c")], [("市财政局", "l")])


def test_title_merged_over_numbered_rows_is_the_title_of_each() -> None:
    text = "序号|工作任务|主要举措|责任单位\n1|修订办法|起草文本|市司法局\n2|↑|公布文本|市财政局"
    assert read(text) == [
        ("1", None, "修订办法", "起草文本", [("市司法局", "r")]),
        ("2", None, "修订办法", "公布文本", [("市财政局", "r")]),
    ]


@pytest.mark.parametrize("below", ["↑", ""])
def test_category_before_the_numbers_is_the_section_and_the_measure_the_task(below: str) -> None:
    text = f"""
重点工作|序号|具体举措|责任单位
法治宣传|1|开展宣讲。组织志愿者进村。|市司法局
{below}|2|制作短片|市委宣传部
执法监督|3|公布案例|市司法局
"""
    assert read(text) == [
        ("1", "法治宣传", None, "开展宣讲。组织志愿者进村。", [("市司法局", "r")]),
        ("2", "法治宣传", None, "制作短片", [("市委宣传部", "r")]),
        ("3", "执法监督", None, "公布案例", [("市司法局", "r")]),
    ]


def test_task_of_each_row_before_its_number_stays_the_task() -> None:
    text = "重点工作|序号|具体举措|责任单位\n修订办法|1|起草|市司法局\n印发细则|2|印发|市财政局"
    assert [row[:3] for row in read(text)] == [("1", None, "修订办法"), ("2", None, "印发细则")]


def test_without_numbers_rows_under_a_title_are_one_task_if_their_units_are_merged_too() -> None:
    text = """
工作任务|具体措施|责任单位
修订办法|起草文本|市司法局
↑|公布文本|↑
保障经费|安排预算|市财政局
↑|开展审计|市审计局
"""
    assert read(text) == [
        (None, None, "修订办法", "起草文本\n公布文本", [("市司法局", "r")]),
        (None, None, "保障经费", "安排预算", [("市财政局", "r")]),
        (None, None, "保障经费", "开展审计", [("市审计局", "r")]),
    ]


def test_row_without_number_and_title_goes_on_with_the_task_above() -> None:
    text = (
        "序号|工作任务|主要举措|责任单位\n1|修订办法|起草文本|市司法局\n||公布文本|市财政局\n2|印发细则|印发|市财政局"
    )
    assert [(row[0], row[3]) for row in read(text)] == [("1", "起草文本\n公布文本"), ("2", "印发")]


def test_checkpoints_of_a_row_come_from_its_own_cell() -> None:
    text = "序号|工作任务|主要举措|责任单位\n1|修订办法|举办培训2期以上|市司法局\n↑|↑|走访企业不少于30家|↑"
    (task,) = table_draft(text).tasks
    assert [(c.text, c.sentence) for c in task.checkpoints] == [
        ("举办培训2期以上", "举办培训2期以上"),
        ("走访企业不少于30家", "走访企业不少于30家"),
    ]


# ---- columns of times ----


def test_dates_among_what_is_to_be_done_are_deadlines() -> None:
    text = "云溪市2024年任务表\n序号|工作任务|责任单位|进度安排\n1|修订办法|市司法局|6月底：完成初稿；12月底：印发"
    (task,) = table_draft(text).tasks
    assert [(d.text, d.due, d.slot) for d in task.deadlines] == [
        ("6月底", dt.date(2024, 6, 30), True),
        ("12月底", dt.date(2024, 12, 31), True),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "序号|工作任务|责任单位|进度安排|←|←\n↑|↑|↑|6月底|三季度|12月底",
        "序号|工作任务|责任单位|6月底|三季度|12月底",
    ],
)
def test_header_that_is_a_time_is_the_deadline_of_what_stands_below(header: str) -> None:
    text = f"云溪市2024年任务表\n{header}\n1|改造管线|市住建局|改造20公里||改造60公里\n2|修订办法|市司法局||起草|"
    document = table_document(text)
    first, second = read_plan(document).tasks
    assert (first.body, second.body) == ("改造20公里\n改造60公里", "起草")
    assert [(d.span.of(document.text), d.due, d.slot) for task in (first, second) for d in task.deadlines] == [
        ("6月底", dt.date(2024, 6, 30), True),
        ("12月底", dt.date(2024, 12, 31), True),
        ("三季度", dt.date(2024, 9, 30), True),
    ]
    assert [(c.value, c.due) for c in first.checkpoints] == [
        (20, (dt.date(2024, 6, 30),)),
        (60, (dt.date(2024, 12, 31),)),
    ]


def test_year_over_a_month_is_not_guessed() -> None:
    text = "云溪市2024年任务表\n序号|工作任务|责任单位|2025年|←\n↑|↑|↑|6月底|12月底\n1|修订办法|市司法局|起草|印发"
    (task,) = table_draft(text).tasks
    assert (task.deadlines, task.body) == ((), "起草\n印发")


# ---- numbers and titles ----


def test_number_in_front_of_the_task_is_its_number() -> None:
    text = "工作任务|责任单位\n1.修订办法|市司法局\n（二）印发细则|市财政局"
    assert [row[:3] for row in read(text)] == [("1", None, "修订办法"), ("（二）", None, "印发细则")]


def test_numbers_of_two_parts_stay_as_printed() -> None:
    text = "编号|工作任务|责任单位\n1.1|修订办法|市司法局\n1.2|印发细则|市财政局\n2.1|简化流程|市政务服务局"
    plan = table_draft(text)
    assert ([task.number for task in plan.tasks], plan.warnings) == (["1.1", "1.2", "2.1"], ())


def test_chinese_numbers_are_tasks_where_there_are_no_others() -> None:
    text = "序号|工作任务|工作内容|责任单位\n一|修订办法|起草|市司法局\n二|印发细则|印发|市财政局"
    assert [row[:4] for row in read(text)] == [("一", None, "修订办法", "起草"), ("二", None, "印发细则", "印发")]


def test_brackets_name_the_units_where_no_column_does() -> None:
    text = "序号|工作任务|工作内容\n1|修订办法|起草文本。（责任单位：市司法局）\n2|印发细则|印发。（市财政局负责）"
    assert [row[3:] for row in read(text)] == [
        ("起草文本。", [("市司法局", "r")]),
        ("印发。", [("市财政局", "r")]),
    ]


def test_totals_and_notes_are_no_tasks() -> None:
    text = "序号|工作任务|责任单位\n1|修订办法|市司法局\n合计|1项|\n注：本表由市司法局解释。|←|←\n填表人：陈某||"
    assert [row[0] for row in read(text)] == ["1"]


def test_table_of_two_columns_and_one_row() -> None:
    assert read("工作任务|责任单位\n修订办法|市司法局") == [(None, None, "修订办法", "", [("市司法局", "r")])]


# ---- sections ----


def test_merged_row_is_a_section_and_one_further_in_stands_under_it() -> None:
    text = """
序号|工作任务|责任单位
一、制度建设|←|←
（一）立法|←|←
1|修订办法|市司法局
二、服务提升|←|←
2|公布清单|市委编办
"""
    plan = table_draft(text)
    assert [task.section for task in plan.tasks] == ["一、制度建设 > （一）立法", "二、服务提升"]
    assert [(s.number, s.title) for s in plan.sections] == [("一", "制度建设"), ("二", "服务提升")]


@pytest.mark.parametrize("row", ["制度建设|←|←", "制度建设||", "制度建设"])
def test_section_row_without_a_number(row: str) -> None:
    text = f"序号|工作任务|责任单位\n{row}\n1|修订办法|市司法局"
    assert read(text)[0][1] == "制度建设"


def test_section_column_is_the_section_of_the_rows_it_is_merged_over() -> None:
    text = "板块|工作任务|责任单位\n制度建设|修订办法|市司法局\n↑|印发细则|市财政局\n服务提升|简化流程|市政务服务局"
    plan = table_draft(text)
    assert [task.section for task in plan.tasks] == ["制度建设", "制度建设", "服务提升"]
    assert [part.kind.value for part in plan.parts] == ["preamble", "section", "task", "task", "section", "task"]


def test_section_stands_until_the_next_and_units_do_not() -> None:
    text = """
类别|方面|序号|工作任务|责任单位
制度|立法|1|修订办法|市司法局
||2|印发细则|
服务||3|简化流程|市政务服务局
|窗口|4|公开清单|市委编办
"""
    plan = table_draft(text)
    assert [(task.section, roles(task)) for task in plan.tasks] == [
        ("制度 > 立法", [("市司法局", "r")]),
        ("制度 > 立法", []),
        ("服务", [("市政务服务局", "r")]),
        ("服务 > 窗口", [("市委编办", "r")]),
    ]
    assert [section.title for section in plan.sections] == ["制度", "服务"]


def test_outer_of_two_task_columns_is_the_section() -> None:
    text = "序号|目标任务|工作任务|主要举措|责任单位\n1|制度建设|修订办法|起草|市司法局\n2|↑|↑|公布|市财政局"
    assert [row[:4] for row in read(text)] == [
        ("1", "制度建设", "修订办法", "起草"),
        ("2", "制度建设", "修订办法", "公布"),
    ]


def test_sheets_are_sections_under_one_title() -> None:
    table = "云溪市2024年任务分解表\n序号|工作任务|责任单位\n1|修订办法|市司法局\n"
    plan = table_draft(f"制度建设\n{table}服务提升\n{table}")
    assert plan.title == "云溪市2024年任务分解表"
    assert [(task.number, task.section) for task in plan.tasks] == [("1", "制度建设"), ("1", "服务提升")]


# ---- tables and prose ----


@pytest.mark.parametrize("form", ["xlsx", "xls", "docx", "html", "pdf"])
def test_table_without_a_task_column_is_refused(form: str) -> None:
    with pytest.raises(TaskColumnMissing, match=r"“分解表\.xlsx”.*表头是：序号、名字、金额"):
        table_draft("表\n序号|名字|金额\n1|甲|3\n2|乙|4", form=form)


@pytest.mark.parametrize("header", ["工作任务|责任单位|责任单位", "工作任务|工作任务|责任单位"])
def test_doubled_header_is_refused(header: str) -> None:
    with pytest.raises(HeaderDoubled, match="出现了不止一次"):
        table_draft(f"序号|{header}\n1|修订办法|市司法局|市财政局")


def test_tabs_of_a_plain_text_are_never_refused() -> None:
    assert table_draft("序号|名字|金额\n1|甲|3\n2|乙|4", form="txt").tasks == ()


def test_table_without_rows_holds_no_tasks() -> None:
    assert table_draft("序号|工作任务|责任单位\n||").tasks == ()


def test_prose_in_a_sheet_is_read_as_prose() -> None:
    text = "云溪市2024年工作要点\n一、制度建设\n（一）修订办法。起草文本。（责任单位：市司法局）"
    assert [(t.number, t.title) for t in table_draft(text).tasks] == [("（一）", "修订办法")]


# ---- laws ----

HEADS = ("序号", "类别", "工作任务", "主要举措", "责任单位", "完成时限", "6月底", "备注")
CELLS = ("", "1", "2", "一、", "一、制度", "（一）", "修订办法", "起草。", "市司法局", "6月底", "合计", "↑", "←")
cell_rows = st.lists(st.lists(st.sampled_from(HEADS + CELLS), min_size=1, max_size=5), min_size=1, max_size=8)


@settings(max_examples=150, deadline=None)
@given(cell_rows, st.sampled_from(["xlsx", "docx", "txt"]))
def test_any_table_is_tiled_and_its_words_stand_where_they_are_said_to(rows: list[list[str]], form: str) -> None:
    lines = ["|".join("" if cell == "←" and not k else cell for k, cell in enumerate(row)) for row in rows]
    lines[0] = lines[0].replace("↑", "")
    document = table_document("\n".join(lines), form=form)
    try:
        plan = read_plan(document)
    except (TaskColumnMissing, HeaderDoubled):
        return
    assert "".join(part.span.of(document.text) for part in plan.parts) == document.text
    for task in plan.tasks:
        assert all(name_key(unit.span.of(document.text)) == name_key(unit.name) for unit in task.units)
        assert all(measure.span.of(document.text) == measure.text for measure in task.measures)
        assert [part.kind.value for part in plan.parts if part.span.start <= task.span.start < part.span.end] == [
            "task"
        ]
