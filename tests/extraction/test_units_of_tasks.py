"""Where a task's units are read from: brackets, labelled lines, headings, sentences."""

import pytest

from planner.domain.drafts import Role
from tests.extraction.reading import draft, only_task, roles


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (
            "［责任单位：市司法局、各县（市、区）政府按职责分工分别负责］",
            [("市司法局", "r"), ("各县（市、区）政府", "r")],
        ),
        ("（6月底完成，牵头考核单位：市数据局）", [("市数据局", "l")]),
        ("（市教育局、市财政局负责）", [("市教育局", "r"), ("市财政局", "r")]),
        ("（市教育局会同有关部门负责）", [("市教育局", "l"), ("有关部门", "c")]),
        ("（市教育局等负责）", [("市教育局", "r")]),
        ("（负责部门：市商务局、市财政局，适用范围：青溪片区）", [("市商务局", "r"), ("市财政局", "r")]),
        (
            "（市水利局牵头，市林业局、各区政府按职责分工负责）",
            [("市水利局", "l"), ("市林业局", "r"), ("各区政府", "r")],
        ),
        ("（牵头单位：市民政局；责任单位：各区政府）", [("市民政局", "l"), ("各区政府", "r")]),
        ("【市科技局、市经济信息化委】", [("市科技局", "r"), ("市经济信息化委", "r")]),
        (
            "〔市发展改革委、各区县（经开区，以下简称各区县）政府具体负责〕",
            [("市发展改革委", "r"), ("各区县（经开区，以下简称各区县）政府", "r")],
        ),
        ("（0.5分）（持续推进，牵头考核单位：市委组织部）", [("市委组织部", "l")]),
        (
            "\n牵头单位：市司法局\n参与单位：市公安局、市民政局\n完成时限：持续推进",
            [("市司法局", "l"), ("市公安局", "c"), ("市民政局", "c")],
        ),
        ("（市司法局负责，视进展推进）", [("市司法局", "r")]),
        ("（市司法局负责，市财政局保障经费）", [("市司法局", "r")]),
        ("（市司法局牵头，市财政局配合，分批实施）", [("市司法局", "l"), ("市财政局", "c")]),
        (
            "（责任单位：市司法局，按片区推进；市财政局、各区政府）",
            [("市司法局", "r"), ("市财政局", "r"), ("各区政府", "r")],
        ),
        ("责任单位:市司法局、市公安局负责。", [("市司法局", "r"), ("市公安局", "r")]),
    ],
)
def test_units_of_a_printed_form(printed: str, expected: list[tuple[str, str]]) -> None:
    task = only_task(f"完善制度。健全工作机制，明确工作流程。{printed}")
    assert roles(task) == expected
    assert task.body.startswith("健全工作机制，明确工作流程。")


def test_bracket_before_the_full_stop_closes_the_body() -> None:
    task = only_task("完善制度。健全工作机制（市司法局负责）。")
    assert (task.body, roles(task)) == ("健全工作机制", [("市司法局", "r")])


def test_several_brackets_give_all_their_units_and_a_unit_two_roles() -> None:
    task = only_task("培育主体。放宽准入。（市司法局牵头，市商务局配合）加强服务。（市商务局负责）")
    assert roles(task) == [("市司法局", "l"), ("市商务局", "c"), ("市商务局", "r")]


def test_list_of_units_inside_a_sentence_is_no_bracket_of_units() -> None:
    assert only_task("规范管理。经“两委一局”（市发展改革委、市经济信息化委、市财政局）认定后公布。").units == ()


def test_responsible_word_in_a_sentence_is_no_label() -> None:
    assert only_task("压实责任。细化任务分工，并明确责任单位，确保落实。").units == ()


def test_first_unit_leads_where_the_document_says_so_once() -> None:
    plan = draft(
        "云溪市2024年工作要点\n一、重点工作\n"
        "（一）简化流程。取消材料。（市司法局、市财政局负责，排在第一位的部门为牵头部门，下同）\n"
        "（二）压减时限。优化环节。（市公安局负责）\n"
        "（三）强化督导。开展检查。（各有关部门和单位、市审计局负责）\n"
        "（四）加强宣传。举办活动。（市教育局、市文旅局负责）\n"
    )
    assert [roles(task) for task in plan.tasks] == [
        [("市司法局", "l"), ("市财政局", "r")],
        [("市公安局", "r")],
        [("各有关部门和单位", "r"), ("市审计局", "r")],
        [("市教育局", "l"), ("市文旅局", "r")],
    ]


def test_sentence_gives_the_units_where_no_bracket_does() -> None:
    task = only_task("开展宣讲。由市教育局牵头，会同市司法局开展进校园活动。")
    assert roles(task) == [("市教育局", "l"), ("市司法局", "c")]


def test_lead_in_a_sentence_beside_a_bracket_is_kept_apart() -> None:
    task = only_task("开展整治。梳理问题清单，市司法局牵头开展检查。（市公安局、市司法局负责）")
    assert roles(task) == [("市公安局", "r"), ("市司法局", "r")]
    assert [(lead.name, lead.role, lead.phrase) for lead in task.measure_leads] == [
        ("市司法局", Role.LEAD, "市司法局牵头开展检查")
    ]


def test_unit_that_heads_its_duties_is_responsible() -> None:
    assert roles(only_task("市应急管理局：统筹安全生产工作，开展隐患排查。")) == [("市应急管理局", "r")]


def test_unit_keeps_the_words_that_bound_it() -> None:
    (unit,) = only_task("完善制度。健全机制。（市司法局负责）").units
    assert (unit.phrase, unit.collective) == ("（市司法局负责）", False)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("由市司法局牵头、市财政局配合，开展检查。", [("市司法局", "l"), ("市财政局", "c")]),
        ("由市司法局会同有关部门制定办法。", [("市司法局", "l"), ("有关部门", "c")]),
        ("市司法局要会同市公安局开展检查。", [("市司法局", "l"), ("市公安局", "c")]),
        ("市司法局牵头，市公安局、市民政局参与，制定细则。", [("市司法局", "l"), ("市公安局", "c"), ("市民政局", "c")]),
        ("由市政府督查室牵头组织督查。", [("市政府督查室", "l")]),
        ("（由市司法局牵头）开展清理。", [("市司法局", "l")]),
        ("鼓励行业协会牵头制定标准。", []),
        ("由企业牵头，会同高校、科研院所开展攻关。", []),
        ("由分管副市长牵头，定期会商。", []),
        ("各区县要及时总结经验。", []),
    ],
)
def test_role_word_in_a_sentence_binds_organs_only(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert roles(only_task(f"改进工作。健全机制。{sentence}")) == expected


def test_class_words_alone_are_collective() -> None:
    units = only_task("改进工作。健全机制。（各乡镇人民政府、街道办事处，高新区管委会）").units
    assert [(unit.name, unit.collective) for unit in units] == [
        ("各乡镇人民政府", True),
        ("街道办事处", True),
        ("高新区管委会", False),
    ]


def test_words_behind_the_units_that_no_rule_knows_are_kept_as_a_time_to_settle() -> None:
    task = only_task("完善制度。健全工作机制。（市司法局负责，视进展推进）")
    assert [(deadline.text, deadline.due) for deadline in task.deadlines] == [("视进展推进", None)]


@pytest.mark.parametrize(
    "name", ["各县（市、区）", "各区（街道）", "各功能区（开发区、管委会）", "各县区政府（管委会）"]
)
def test_bracket_inside_a_name_at_the_end_of_a_line_names_no_units(name: str) -> None:
    task = only_task(f"做宣传。宣讲活动覆盖{name}")
    assert (task.body, task.units) == (f"宣讲活动覆盖{name}", ())


def test_persons_beside_the_units_are_no_words_of_the_task() -> None:
    first = only_task("建设法治公园3个。责任人：李明，责任单位：市司法局。")
    assert (first.title, first.body, roles(first)) == (None, "建设法治公园3个。", [("市司法局", "r")])
    last = only_task("建公园。建设法治公园3个。责任人：李明，")
    assert (last.title, last.body, last.units) == ("建公园", "建设法治公园3个。", ())


def test_label_ends_a_title() -> None:
    task = only_task("建设法治公园3个，责任人：李明，责任单位：市司法局。抓好公园的日常维护。")
    assert (task.title, roles(task)) == ("建设法治公园3个", [("市司法局", "r")])
