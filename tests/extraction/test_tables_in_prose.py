"""Tables of tasks among other words: before, behind and around them."""

import datetime as dt

from planner.extraction.pipeline import read_plan
from tests.extraction.reading import roles
from tests.extraction.tabletext import table_document, table_draft

PROSE = """
云溪市2024年法治建设工作方案
为推进法治建设，制定本方案。
一、总体要求
坚持问题导向，全面推进。
二、重点任务
序号|工作任务|牵头单位|完成时限
1|修订办法|市司法局|6月底
2|印发细则|市财政局|9月底
三、保障措施
（一）加强领导。各单位要高度重视。
云溪市人民政府
2024年3月5日
"""


def test_table_inside_prose() -> None:
    document = table_document(PROSE, form="docx")
    plan = read_plan(document)
    assert [(t.kind.value, t.number, t.section, t.title) for t in plan.tasks] == [
        ("task", "1", "二、重点任务", "修订办法"),
        ("task", "2", "二、重点任务", "印发细则"),
        ("safeguard", "（一）", "三、保障措施", "加强领导"),
    ]
    assert [(part.kind.value, part.span.of(document.text).strip()[:4]) for part in plan.parts] == [
        ("title", "云溪市2"),
        ("preamble", "为推进法"),
        ("section", "二、重点"),
        ("task", "1\t修订"),
        ("task", "2\t印发"),
        ("section", "三、保障"),
        ("safeguard", "（一）加"),
        ("closing", "云溪市人"),
    ]


def test_items_behind_a_table_stand_under_the_same_heading() -> None:
    text = """
云溪市2024年法治建设工作方案
一、重点任务
（一）项目建设
序号|建设任务|责任单位
1|建设调解中心|市司法局
（二）印发细则。印发实施细则。（责任单位：市财政局）
二、收尾工作
（三）总结。做好总结。（责任单位：市财政局）
"""
    plan = table_draft(text, form="docx")
    assert [(task.number, task.section) for task in plan.tasks] == [
        ("1", "一、重点任务 > （一）项目建设"),
        ("（二）", "一、重点任务"),
        ("（三）", "二、收尾工作"),
    ]
    assert [section.title for section in plan.sections] == ["重点任务", "收尾工作"]


def test_table_of_other_things_is_the_text_of_its_task() -> None:
    text = """
云溪市2024年法治建设工作方案
一、重点任务
（一）修订办法。按下表安排。（责任单位：市司法局）
序号|项目名称|地点
1|印刷|东岭县
（二）印发细则。印发实施细则。（责任单位：市财政局）
"""
    first, second = table_draft(text, form="docx").tasks
    assert first.body.endswith("1\t印刷\t东岭县")
    assert [first.number, second.number] == ["（一）", "（二）"]


def test_rows_of_labels_under_a_task_are_its_slots() -> None:
    text = """
云溪市2024年法治建设工作方案
一、重点任务
（一）修订办法。起草文本。
责任单位|市司法局、市财政局
完成时限|6月底前
（二）印发细则。印发实施细则。
牵头单位|市审计局|完成时限|9月底前
二、保障措施
（一）加强领导。各单位要高度重视。
"""
    document = table_document(text, form="docx")
    first, second, _ = read_plan(document).tasks
    assert [(task.body, roles(task)) for task in (first, second)] == [
        ("起草文本。", [("市司法局", "r"), ("市财政局", "r")]),
        ("印发实施细则。", [("市审计局", "l")]),
    ]
    assert [(d.due, d.slot) for task in (first, second) for d in task.deadlines] == [
        (dt.date(2024, 6, 30), True),
        (dt.date(2024, 9, 30), True),
    ]
    assert first.span.of(document.text).endswith("责任单位\t市司法局、市财政局\n完成时限\t6月底前")


def test_header_of_two_labels_is_no_line_of_labels() -> None:
    text = "云溪市2024年法治建设工作方案\n一、重点任务\n责任单位|工作任务\n市司法局|修订办法"
    assert [(t.title, roles(t)) for t in table_draft(text, form="docx").tasks] == [("修订办法", [("市司法局", "r")])]


def test_table_attached_to_a_plan_whose_items_name_units_is_closing() -> None:
    text = """
云溪市2024年法治建设工作方案
一、重点任务
（一）修订办法。起草文本。（责任单位：市司法局）
附件：任务分解表
云溪市人民政府
2024年3月5日
任务分解表
序号|工作任务|责任单位
1|修订办法|市司法局
"""
    assert [task.number for task in table_draft(text, form="docx").tasks] == ["（一）"]


def test_notes_with_numbers_below_a_table_close_it() -> None:
    text = "序号|工作任务|责任单位\n1|修订办法|市司法局\n注：1.本表由市司法局解释。\n2.时限为最后期限。"
    plan = table_draft(text)
    assert [part.kind.value for part in plan.parts] == ["preamble", "task", "closing"]


def test_title_is_the_line_above_the_table() -> None:
    text = "附件2\n云溪市2024年重点工作推进表\n填表单位：市司法局\n序号|工作任务|责任单位\n1|修订办法|市司法局"
    plan = table_draft(text)
    assert (plan.title, plan.year) == ("云溪市2024年重点工作推进表", 2024)


# ---- what cannot be read ----
