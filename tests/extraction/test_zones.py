"""Which parts a file falls into."""

import datetime as dt

from planner.domain.drafts import PartKind
from tests.extraction.reading import draft

SCRAPED = """• 今天是
首页 >云溪司法 >正文
云溪市印发今年法治建设工作要点
时间:2024-04-20 来源:云溪市司法局
为做好今年工作,4月18日,印发了《云溪市2024年法治建设工作要点》。
《要点》围绕优化职能、强化监督等2个方面,部署了3项工作任务。
云溪市2024年法治建设工作要点
为推进法治建设,制定本要点。
一、优化职能
(一)规范权责。编制清单。[责任单位:市委编办]
(二)提升服务。简化流程。[责任单位:市政务服务局]
二、强化监督
(三)开展检查。查找问题。[责任单位:市司法局]
[编辑:某某]
元宵佳节,市民赏灯...[详细]
"""


def kinds(text: str) -> list[tuple[str, str]]:
    """The parts as (kind, first words)."""
    return [(part.kind.value, part.span.of(text).split()[0][:8]) for part in draft(text).parts]


def test_plan_in_a_news_page_is_found_between_lead_in_and_teasers() -> None:
    assert kinds(SCRAPED) == [
        ("chrome", "•"),
        ("lead-in", "云溪市印发今年法"),
        ("title", "云溪市2024年"),
        ("preamble", "为推进法治建设,"),
        ("section", "一、优化职能"),
        ("task", "(一)规范权责。"),
        ("task", "(二)提升服务。"),
        ("section", "二、强化监督"),
        ("task", "(三)开展检查。"),
        ("chrome", "[编辑:某某]"),
    ]


def test_parts_join_to_the_text() -> None:
    assert "".join(part.span.of(SCRAPED) for part in draft(SCRAPED).parts) == SCRAPED


def test_notice_in_front_is_lead_in_and_attachments_are_closing() -> None:
    text = (
        "云溪市人民政府办公室关于印发2024年绿化工作方案的通知\n各县（市、区）人民政府：\n现将《方案》印发给你们。\n"
        "云溪市人民政府办公室\n2024年3月5日\n"
        "云溪市2024年绿化工作方案\n一、重点工作\n（一）植树造林。抓好春季造林。（市林业局负责）\n"
        "附件：1.任务分解表\n2.联系表\n抄送：市委办公室。\n"
    )
    plan = draft(text)
    assert kinds(text) == [
        ("lead-in", "云溪市人民政府办"),
        ("title", "云溪市2024年"),
        ("section", "一、重点工作"),
        ("task", "（一）植树造林。"),
        ("closing", "附件：1.任务分"),
    ]
    assert plan.title == "云溪市2024年绿化工作方案"


def test_title_on_two_lines_is_one() -> None:
    plan = draft(
        "云溪市人民政府关于促进\n全民阅读的若干意见\n一、重点工作\n（一）建好书屋。开放阅览室。（市文旅局负责）\n"
    )
    assert plan.title == "云溪市人民政府关于促进全民阅读的若干意见"


def test_file_without_a_title_has_none() -> None:
    assert draft("一、重点工作\n（一）建好书屋。开放阅览室。（市文旅局负责）\n").title is None


def test_signature_and_date_are_closing() -> None:
    text = (
        "云溪市2024年阅读工作要点\n（一）建好书屋。开放阅览室。\n"
        "（二）办好书展。邀请作家。\n云溪市文化和旅游局\n2024年3月1日\n"
    )
    assert kinds(text)[-1] == ("closing", "云溪市文化和旅游")


def test_paragraph_behind_the_last_bracket_is_closing() -> None:
    text = "云溪市2024年阅读工作方案\n（一）建好书屋。开放阅览室。（市文旅局）\n各地要因地制宜推进。\n"
    assert kinds(text)[-1] == ("closing", "各地要因地制宜推")


def test_text_without_items_has_no_tasks() -> None:
    plan = draft("今天天气很好，我们去公园散步。")
    assert (plan.tasks, [part.kind for part in plan.parts]) == ((), [PartKind.PREAMBLE])


def test_empty_text_has_no_parts() -> None:
    assert draft("").parts == ()


def test_title_on_two_lines_is_one_that_begins_with_the_year() -> None:
    text = "云溪市2024年城乡绿化\n美化工作要点\n现就2024年工作提出要点。\n一、植树\n（一）造林。（市林业局负责）\n"
    assert draft(text).title == "云溪市2024年城乡绿化美化工作要点"


def test_line_with_a_date_or_an_issue_is_no_part_of_the_title_below() -> None:
    for line in ("云溪市人民政府公报2024年第3期", "发文日期2024年3月15日"):
        assert draft(f"{line}\n城乡绿化工作要点\n一、植树\n（一）造林。（市林业局负责）\n").title == "城乡绿化工作要点"


def test_plan_behind_a_notice_with_items_of_its_own_is_the_plan() -> None:
    text = (
        "云溪市人民政府办公室关于印发《云溪市营商环境重点任务分工方案》的通知\n各县区人民政府，市直各单位：\n"
        "现将方案印发给你们，并提出如下要求：\n一、提高认识。各单位要高度重视。\n二、压实责任。各单位要抓好落实。\n"
        "附件：云溪市营商环境重点任务分工方案\n云溪市人民政府办公室\n2024年5月6日\n附件\n"
        "云溪市营商环境重点任务分工方案\n一、优化准入\n1.推进一照多址。完善登记。（牵头单位：市市场监管局）\n"
    )
    plan = draft(text)
    assert plan.title == "云溪市营商环境重点任务分工方案"
    assert [task.title for task in plan.tasks] == ["推进一照多址"]
    assert [part.kind.value for part in plan.parts][:2] == ["lead-in", "title"]


def test_line_that_bears_the_announced_name_is_the_title() -> None:
    text = (
        "关于印发云溪市应急体系规划责任分解的通知\n各县区人民政府：\n请认真组织实施。\n云溪市应急体系规划责任分解\n"
        "为提高能力，现进行责任分解。\n应急体系9个具体建设任务\n（一）完善预案。规范编制。（市应急局）\n"
    )
    assert draft(text).title == "云溪市应急体系规划责任分解"


def test_title_that_runs_into_its_text_ends_where_a_sentence_begins() -> None:
    text = "云溪市2024年法治政府建设工作要点为深入推进法治政府建设，制定本要点。一、完善制度。清理文件。（市司法局）"
    plan = draft(text)
    assert plan.title == "云溪市2024年法治政府建设工作要点"
    assert [task.title for task in plan.tasks] == ["完善制度"]


def test_last_items_on_validity_and_explanation_are_closing() -> None:
    head = "云溪市支持工业发展若干措施\n一、支持技改。给予补助。（市工信局）\n"
    for closing in (
        "二、本措施自2024年5月1日起施行，有效期3年。\n",
        "二、附则\n（一）本措施自发布之日起施行。\n（二）本措施由市工信局负责解释。\n",
        "二、实施期限\n本措施有效期至2026年12月31日。\n附件：申报指南\n",
    ):
        plan = draft(head + closing)
        assert [task.title for task in plan.tasks] == ["支持技改"]
        assert plan.parts[-1].span.of(head + closing) == closing


def test_part_begins_with_the_signs_of_its_line() -> None:
    text = "# 云溪市2024年要点\n\n## 一、完善制度\n\n**（一）清理文件。**开展清理。（市司法局）\n"
    assert [part.span.of(text).split("\n")[0] for part in draft(text).parts] == [
        "# 云溪市2024年要点",
        "## 一、完善制度",
        "**（一）清理文件。**开展清理。（市司法局）",
    ]


def test_numbered_links_behind_the_editor_are_no_tasks() -> None:
    page = """云溪市2024年绿化工作要点
一、植树
（一）造林。抓好春季造林。（市林业局负责）
（二）护林。加强巡护。（市林业局负责）
云溪市林业局
2024年3月15日
责任编辑：高晓帆
相关链接
1.图解：今年种多少树
2.市植物园开放时间表
"""
    plan = draft(page)
    assert (plan.issuer, str(plan.issued_on), len(plan.tasks)) == ("云溪市林业局", "2024-03-15", 2)
    assert page[slice(*plan.parts[-1].span)].startswith("责任编辑")


TASKS = "\n一、任务\n（一）植树。开展绿化。（市林业局负责）\n"


def test_years_in_brackets_on_the_line_below_belong_to_the_title() -> None:
    plan = draft(f"**云溪市美丽乡村建设三年行动计划**\n\n**（2024—2026年）**\n{TASKS}")
    assert plan.title == "云溪市美丽乡村建设三年行动计划（2024—2026年）"
    assert (plan.year, plan.ends_on) == (2024, dt.date(2026, 12, 31))


def test_kind_of_paper_on_the_line_below_belongs_to_the_title() -> None:
    assert draft(f"云溪市城乡绿化专项行动\n工作方案\n{TASKS}").title == "云溪市城乡绿化专项行动工作方案"


def test_line_that_opens_the_file_and_stops_nowhere_begins_the_title() -> None:
    assert draft(f"深化便民服务改革\n重点任务分工方案\n{TASKS}").title == "深化便民服务改革重点任务分工方案"


def test_line_over_a_whole_title_or_apart_from_it_is_no_part_of_it() -> None:
    for front in ("云溪市人民政府办公室\n", "法治云溪建设进行时\n\n", "云溪市人民政府文件\n", "云政办发〔2024〕3号\n"):
        assert draft(f"{front}重点任务分工方案\n{TASKS}").title == "重点任务分工方案"
    assert draft(f"法治云溪建设进行时\n云溪市2024年绿化工作要点\n{TASKS}").title == "云溪市2024年绿化工作要点"


def test_plan_that_says_how_long_it_holds_ends_then() -> None:
    plan = draft(f"云溪市支持绿化若干措施（2025年）\n{TASKS}本措施自2025年1月1日起施行，有效期至2027年12月31日。\n")
    assert (plan.year, plan.ends_on) == (2025, dt.date(2027, 12, 31))
