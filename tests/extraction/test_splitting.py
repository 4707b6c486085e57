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


def test_each_paragraph_under_a_safeguard_heading_is_a_safeguard() -> None:
    text = (
        HEAD + "一、重点任务\n（一）建平台。搭建系统。（市科技局）\n二、保障措施\n"
        "强化统筹。由市科技局牵头，市财政局配合调度。\n各县区要及时总结经验。\n"
    )
    plan = draft(text)
    assert outline(text)[1:] == [
        ("safeguard", None, "二、保障措施", "强化统筹"),
        ("safeguard", None, "二、保障措施", None),
    ]
    assert [roles(task) for task in plan.tasks[1:]] == [[("市科技局", "l"), ("市财政局", "c")], []]


def test_safeguard_on_the_line_of_its_heading_is_one() -> None:
    text = HEAD + "一、建平台。搭建系统。（市科技局）\n二、组织保障。各部门要密切配合。\n"
    assert outline(text)[1:] == [("safeguard", None, "二、组织保障", None)]
    assert draft(text).tasks[1].body == "各部门要密切配合。"


def test_plain_paragraph_under_a_heading_of_requirements_is_kept_but_no_task() -> None:
    text = HEAD + "一、重点任务\n（一）建平台。搭建系统。（市科技局）\n二、有关要求\n各县区要及时总结经验。\n"
    plan = draft(text)
    assert len(plan.tasks) == 1
    assert [part.kind.value for part in plan.parts][-1] == "safeguard"


def test_items_of_which_only_the_last_names_units_stay_apart() -> None:
    text = HEAD + "一、重点任务\n（一）建平台。搭建系统。\n（二）育人才。引进团队。（市人社局）\n"
    assert [(task.number, roles(task)) for task in draft(text).tasks] == [
        ("（一）", []),
        ("（二）", [("市人社局", "r")]),
    ]


def test_bracket_on_its_own_line_behind_a_list_closes_the_item_above() -> None:
    text = HEAD + (
        "（一）建设体系\n1.完善预案\n（1）规范编制，做好审批和备案工作。\n（2）加强演练，完善管理制度。\n"
        "（责任单位：市应急局）\n2.健全机制\n（1）强化基层力量，落实人员。\n（2）开展培训。\n（责任单位：市委编办）\n"
    )
    assert [(task.number, task.title, roles(task)) for task in draft(text).tasks] == [
        ("1", "完善预案", [("市应急局", "r")]),
        ("2", "健全机制", [("市委编办", "r")]),
    ]


def test_unit_duties_and_products_listed_under_a_task_are_its_text() -> None:
    text = HEAD + (
        "一、重点任务\n（一）压实责任。明确各部门分工：\n1.市工信局：负责统筹协调，定期调度进展情况。\n"
        "2.市财政局：负责资金保障，加强绩效管理。\n（二）发展产品。重点发展以下产品：\n1.传感器。\n2.控制器。\n"
        "（三）培育企业。建立企业库。（市工信局）\n"
    )
    assert [(task.number, task.title) for task in draft(text).tasks] == [
        ("（一）", "压实责任"),
        ("（二）", "发展产品"),
        ("（三）", "培育企业"),
    ]


def test_items_with_text_of_their_own_under_an_introduction_are_tasks() -> None:
    text = HEAD + (
        "一、重点任务\n（一）优化服务。围绕企业和群众的需求，重点抓好以下工作：\n"
        "1.开设综合窗口。整合各部门分散的窗口，推行一窗受理，公布办事指南和服务电话。\n"
        "2.推行帮办代办。建立专业的帮办队伍，为企业提供全程服务，定期回访听取意见。\n"
    )
    assert [task.title for task in draft(text).tasks] == ["开设综合窗口", "推行帮办代办"]


def test_unnumbered_document_whose_paragraphs_close_with_units_is_read_by_paragraph() -> None:
    text = (
        "云溪市2024年民生实事\n为办好实事，作如下安排。\n教育惠民\n新建学校5所。（责任单位：市教育局）\n"
        "扩充学位。（责任单位：市教育局、各县区政府）\n健康惠民\n改造卫生院20个。\n责任单位：市卫健委\n"
    )
    plan = draft(text)
    assert [(task.number, task.section, roles(task)) for task in plan.tasks] == [
        (None, "教育惠民", [("市教育局", "r")]),
        (None, "教育惠民", [("市教育局", "r"), ("各县区政府", "r")]),
        (None, "健康惠民", [("市卫健委", "r")]),
    ]
    assert [(section.number, section.title) for section in plan.sections] == [(None, "教育惠民"), (None, "健康惠民")]
    assert "作如下安排" in next(part.span.of(text) for part in plan.parts if part.kind.value == "preamble")


def test_document_on_one_line_with_its_title_and_no_stops_behind_headings() -> None:
    text = (
        "云溪市2024年工作方案一、重点任务（一）建平台。搭建系统。（市科技局）（二）育人才。引进团队。（市人社局）"
        "二、保障措施（一）加强领导。成立专班。"
    )
    plan = draft(text)
    assert plan.title == "云溪市2024年工作方案"
    assert outline(text) == [
        ("task", "（一）", "一、重点任务", "建平台"),
        ("task", "（二）", "一、重点任务", "育人才"),
        ("safeguard", "（一）", "二、保障措施", "加强领导"),
    ]


def test_document_on_one_line_is_cut_behind_labels_without_stops() -> None:
    text = (
        "一、规范清单1．梳理清单。逐项清理。牵头部门：市司法局参与部门：市级有关部门完成时限：2024年6月底前"
        "2．动态调整。及时更新。牵头部门：市数据局完成时限：持续推进二、优化服务3．开设专窗。设置窗口。牵头部门：市税务局"
    )
    assert [(task.number, task.section, roles(task)) for task in draft(text).tasks] == [
        ("1", "一、规范清单", [("市司法局", "l"), ("市级有关部门", "c")]),
        ("2", "一、规范清单", [("市数据局", "l")]),
        ("3", "二、优化服务", [("市税务局", "l")]),
    ]


def test_chapters_of_general_and_closing_provisions_hold_no_tasks() -> None:
    text = (
        "云溪市优化营商环境实施办法\n第一章 总则\n第一条 为了优化营商环境，制定本办法。\n第二章 市场环境\n"
        "第二条 压减时间。推行一窗受理。（市市场监管局负责）\n第三章 附则\n第三条 本办法自2024年3月1日起施行。\n"
    )
    plan = draft(text)
    assert outline(text) == [("task", "第二条", "第二章 市场环境", "压减时间")]
    assert plan.parts[-1].kind.value == "closing"


def test_sections_that_are_tasks_themselves_leave_no_gap_in_the_numbers() -> None:
    items = "一、建平台\n（一）建库。搭建系统。\n（二）联网。接入系统。\n"
    text = f"{HEAD}{items}二、育人才\n引进团队。\n三、抓宣传\n（一）办活动。办展。\n"
    assert [warning.code for warning in draft(text).warnings] == []


REPORT = (
    "云溪区2023年法治建设情况的报告\n一、工作开展情况\n（一）完善制度。一是建立台账。二是开展培训。\n"
    "二、2024年工作安排\n"
)


def test_counted_measures_right_under_a_heading_of_the_coming_year_are_tasks() -> None:
    text = REPORT + (
        "（一）在严格执法上发力。一是开展案卷评查。每季度通报。二是推行联合检查，由区司法局牵头。\n"
        "（二）加强队伍建设：一是组织培训；二是配齐人员。\n"
    )
    assert outline(text) == [
        ("task", "一是", "二、2024年工作安排 > （一）在严格执法上发力", None),
        ("task", "二是", "二、2024年工作安排 > （一）在严格执法上发力", None),
        ("task", "一是", "二、2024年工作安排 > （二）加强队伍建设", None),
        ("task", "二是", "二、2024年工作安排 > （二）加强队伍建设", None),
    ]


def test_counted_measures_behind_words_of_their_item_or_closed_by_one_bracket_are_its_text() -> None:
    text = REPORT + (
        "（一）严格执法。坚持规范公正文明，落实各项制度。一是开展案卷评查。二是推行联合检查。\n"
        "（二）加强队伍建设。一是组织业务培训。二是配齐配强人员。（区司法局负责）\n"
    )
    assert outline(text) == [
        ("task", "（一）", "二、2024年工作安排", "严格执法"),
        ("task", "（二）", "二、2024年工作安排", "加强队伍建设"),
    ]
    assert roles(draft(text).tasks[1]) == [("区司法局", "r")]


def test_section_headed_by_a_past_year_and_work_looks_back() -> None:
    text = (
        "云溪区2023年法治建设情况报告\n一、2023年工作\n开展了培训。\n二、2024年工作安排\n一是健全制度。二是开展评查。\n"
    )
    assert [number for _, number, _, _ in outline(text)] == ["一是", "二是"]


def test_titles_are_judged_for_each_kind_of_item() -> None:
    untitled = "".join(
        f"{n}.推动窗口服务提质，办理时间压缩，确保群众{n}类事项就近办、快捷办。（市政务服务局）\n" for n in range(1, 7)
    )
    text = HEAD + (
        f"一、改革\n（一）政务服务\n{untitled}"
        "二、监管\n（一）规范检查。建立会审制度。（市司法局）\n（二）创新方式。制定抽查清单。（市司法局）\n"
    )
    assert [title for _, _, _, title in outline(text)] == [*[None] * 6, "规范检查", "创新方式"]


def test_titles_of_all_items_under_one_heading_are_read_though_others_have_none() -> None:
    untitled = "".join(
        f"{n}.推动窗口服务提质，办理时间压缩，确保群众{n}类事项就近办、快捷办。（市政务服务局）\n" for n in range(1, 9)
    )
    titled = "".join(
        f"{n}.{name}。抓好各项工作落实。（市司法局）\n" for n, name in enumerate(("建台账", "做评查", "强培训"), 9)
    )
    text = HEAD + f"一、改革\n{untitled}二、执法\n{titled}"
    assert [title for _, _, _, title in outline(text)] == [*[None] * 8, "建台账", "做评查", "强培训"]


def test_bold_heading_without_a_stop_is_a_title() -> None:
    text = HEAD + (
        "**一、任务**\n**1. 清理河道。** 加强督导检查。（市水利局）\n**2. 栽植行道树** 利用空闲地绿化。（市林业局）\n"
        "3. 抓好**管护**工作 落实管护人员，明确管护责任，长期抓好，形成机制（市林业局）\n"
    )
    assert [(task.title, task.body) for task in draft(text).tasks] == [
        ("清理河道", "加强督导检查。"),
        ("栽植行道树", "利用空闲地绿化。"),
        (None, "抓好**管护**工作 落实管护人员，明确管护责任，长期抓好，形成机制"),
    ]


def test_item_on_the_line_behind_a_comma_is_an_item_of_its_own() -> None:
    text = HEAD + "一、任务\n（一）建公园。建设公园三处，\n（二）建广场。建设广场两处。\n"
    assert [number for _, number, _, _ in outline(text)] == ["（一）", "（二）"]
