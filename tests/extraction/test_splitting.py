"""Which items of an outline are tasks."""

from planner.domain.drafts import TaskKind
from tests.extraction.reading import draft, roles

HEAD = "云溪市2024年工作方案\n"


def outline(text: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """The tasks as (kind, number, section, title)."""
    return [(task.kind.value, task.number, task.section, task.title) for task in draft(text).tasks]


def test_innermost_items_are_tasks_and_outer_ones_their_path() -> None:
    text = HEAD + (
        "三、主要任务\n（一）简化流程\n1．取消材料。"
        "清理证明事项。（市司法局）\n2．压减环节。合并流程。（市政务服务局）\n"
        "（二）优化服务\n3．开设专窗。设置窗口。（市人社局）\n"
    )
    assert outline(text) == [
        ("task", "1", "三、主要任务 > （一）简化流程", "取消材料"),
        ("task", "2", "三、主要任务 > （一）简化流程", "压减环节"),
        ("task", "3", "三、主要任务 > （二）优化服务", "开设专窗"),
    ]
    assert [(section.number, section.title) for section in draft(text).sections] == [("三", "主要任务")]


def test_preamble_sections_hold_no_tasks() -> None:
    text = HEAD + (
        "一、总体要求\n（一）指导思想。坚持为民。\n（二）基本原则。坚持创新。\n"
        "二、重点产品\n（一）传感器。加快研发。\n（二）控制器。加快量产。\n"
        "三、重点任务\n（一）建平台。搭建系统。（市科技局）\n（二）育人才。引进团队。（市人社局）\n"
    )
    assert outline(text) == [
        ("task", "（一）", "三、重点任务", "建平台"),
        ("task", "（二）", "三、重点任务", "育人才"),
    ]


def test_items_of_a_safeguard_section_are_safeguards() -> None:
    text = (
        HEAD + "一、重点任务\n（一）建平台。搭建系统。（市科技局）\n二、保障措施\n"
        "（一）加强领导。由市科技局牵头调度。\n（二）强化宣传。各县要及时总结。\n"
    )
    plan = draft(text)
    assert [(task.kind, roles(task)) for task in plan.tasks] == [
        (TaskKind.TASK, [("市科技局", "r")]),
        (TaskKind.SAFEGUARD, [("市科技局", "l")]),
        (TaskKind.SAFEGUARD, []),
    ]


def test_safeguards_whose_numbers_run_on_are_tasks() -> None:
    text = (
        HEAD
        + "一、重点任务\n（一）建平台。搭建系统。（市科技局）\n二、组织保障\n（二）加强领导。健全机制。（市科技局）\n"
    )
    assert [task.kind for task in draft(text).tasks] == [TaskKind.TASK, TaskKind.TASK]


def test_safeguards_that_the_document_counts_are_tasks() -> None:
    text = HEAD + (
        "本方案部署2项工作任务。\n一、重点任务\n（一）建平台。搭建系统。（市科技局）\n"
        "二、组织保障\n（一）加强领导。健全机制。（市科技局）\n"
    )
    assert [task.kind for task in draft(text).tasks] == [TaskKind.TASK, TaskKind.TASK]


def test_item_with_units_above_items_with_units_is_a_task_with_measures() -> None:
    text = HEAD + (
        "一、重点任务\n（一）降低成本，落实减税政策。（市财政局、市税务局负责）具体措施：\n"
        "1．开展收费治理。（市市场监管局牵头）\n2．清理不合理费用。（市财政局负责）\n"
    )
    assert [(task.kind.value, task.number) for task in draft(text).tasks] == [
        ("task", "（一）"),
        ("measure", "1"),
        ("measure", "2"),
    ]


def test_list_under_a_task_without_units_is_its_text() -> None:
    text = (
        HEAD + "一、重点任务\n（一）建平台。按以下步骤搭建统一的业务系统，分批上线运行：\n"
        "1．编制需求。\n2．开展测试。\n（市科技局负责）\n"
    )
    (task,) = draft(text).tasks
    assert (task.number, roles(task)) == ("（一）", [("市科技局", "r")])
    assert "2．开展测试。" in task.body


def test_unnumbered_paragraphs_with_a_bracket_each_are_tasks() -> None:
    text = HEAD + (
        "一、支持平台建设\n\n培育平台。重点培育一批平台。（责任单位：市工信局）\n\n"
        "推动上云，引导企业用云，降低用云成本。（责任单位：市财政局）\n"
        "二、支持人才\n\n引进人才。建立名录。（责任单位：市人社局）\n"
    )
    assert outline(text) == [
        ("task", None, "一、支持平台建设", "培育平台"),
        ("task", None, "一、支持平台建设", None),
        ("task", None, "二、支持人才", "引进人才"),
    ]


def test_heading_with_one_paragraph_is_a_task_in_no_section() -> None:
    text = HEAD + "一、建立名录\n逐户登记。（市人社局）\n二、加大培训\n举办讲座。（市教育局）\n"
    assert outline(text) == [("task", "一", None, "建立名录"), ("task", "二", None, "加大培训")]


def test_document_on_one_line_is_cut_at_its_numbers() -> None:
    text = (
        "一、夯实基础（一）完善制度，健全机制。（市水利局负责）具体措施：1．编制办法。（市水利局负责）"
        "2．2025年底前建库。（市数据局负责）二、强化监管（二）开展检查。（市水利局负责）"
    )
    assert [(task.kind.value, task.number, task.section) for task in draft(text).tasks] == [
        ("task", "（一）", "一、夯实基础"),
        ("measure", "1", "一、夯实基础 > （一）完善制度，健全机制"),
        ("measure", "2", "一、夯实基础 > （一）完善制度，健全机制"),
        ("task", "（二）", "二、强化监管"),
    ]


def test_boxed_insert_belongs_to_the_task_before_it() -> None:
    text = HEAD + "（一）建平台。搭建系统。\n专栏1 重点工程\n1．数据工程。\n2．安全工程。\n（二）育人才。引进团队。\n"
    plan = draft(text)
    assert [task.number for task in plan.tasks] == ["（一）", "（二）"]
    assert "安全工程" in plan.tasks[0].body


def test_title_is_null_where_most_items_run_on() -> None:
    text = HEAD + "（一）完善平台，优化界面。\n（二）梳理事项，编制清单。\n（三）加强宣传。印发手册，\n拍摄短片。\n"
    assert [task.title for task in draft(text).tasks] == [None, None, None]


def test_report_holds_tasks_only_in_its_next_year_part() -> None:
    text = (
        "云溪区2023年法治建设情况的报告\n一、工作开展情况\n（一）完善制度。已建立台账。\n"
        "二、2024年工作安排\n重点做好以下工作：\n一是健全机制。完善清单。定期清理文件。\n二是加强宣传。举办活动。\n"
    )
    plan = draft(text)
    assert [(task.number, task.title) for task in plan.tasks] == [("一是", "健全机制"), ("二是", "加强宣传")]
    assert plan.year == 2024


def test_problem_list_of_a_report_is_no_task() -> None:
    text = (
        "云溪区2023年法治建设年度报告\n一、工作成效\n（一）完善制度。已建立台账。\n"
        "二、存在问题及下一步打算\n主要体现在：一是力量不足。二是进度不一。\n"
        "（一）健全机制。完善清单。\n（二）加强宣传。举办活动。\n"
    )
    assert [task.title for task in draft(text).tasks] == ["健全机制", "加强宣传"]
