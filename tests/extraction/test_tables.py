"""Plans printed as tables."""

import datetime as dt

from tests.extraction.reading import draft, roles

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
