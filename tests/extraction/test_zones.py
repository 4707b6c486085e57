"""Which parts a file falls into."""

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
