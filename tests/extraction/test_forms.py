"""The printed forms in which units and times are put under a task: brackets, lines, lists, remarks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.drafts import TaskDraft
from tests.extraction.reading import draft, roles

BODY = "健全工作机制，明确工作流程。"


def closed_by(printed: str) -> TaskDraft:
    """A task whose body is closed by some words, with another task behind it."""
    text = f"云溪市2024年工作要点\n一、重点工作\n（一）完善制度。{BODY}{printed}\n（二）改进作风。开展活动。\n"
    return draft(text).tasks[0]


@pytest.mark.parametrize(
    ("printed", "expected", "due"),
    [
        ("{责任单位：市司法局}", "市司法局r", []),
        ("﹝责任单位：市司法局﹞", "市司法局r", []),
        ("（牵头部门：市司法局 责任部门：市财政局、市人社局）", "市司法局l 市财政局r 市人社局r", []),
        ("（市司法局牵头，6月底前完成）", "市司法局l", ["2024-06-30"]),
        ("（市司法局、市财政局按职责分工负责，2024年10月底前完成）", "市司法局r 市财政局r", ["2024-10-31"]),
        ("（市司法局、市财政局；2024年6月）", "市司法局r 市财政局r", ["2024-06-30"]),
        ("（责任单位：市司法局、市财政局，6月底前完成）", "市司法局r 市财政局r", ["2024-06-30"]),
        ("（持续推进。责任单位：市司法局）", "市司法局r", [None]),
        ("（市司法局负责指导，各区县政府负责落实）", "市司法局r 各区县政府r", []),
        ("（牵头单位及责任人：市司法局）", "市司法局l", []),
        ("（牵头（责任）单位：市司法局）", "市司法局l", []),
        ("（责任股室：法规股）", "法规股r", []),
        ("（责任单位：市司法局；责任人：李某）", "市司法局r", []),
        ("\n责任单位：市司法局；责任人：李某", "市司法局r", []),
        ("（\n责任单位：市司法局）", "市司法局r", []),
        ("（责任单位：市司法局", "市司法局r", []),
        ("\n责任单位：\n市司法局\n市财政局\n各县（市、区）政府", "市司法局r 市财政局r 各县（市、区）政府r", []),
        ("\n牵头单位：\n市司法局\n完成时限：\n2024年9月底", "市司法局l", ["2024-09-30"]),
        ("牵头单位：市司法局参与单位：市财政局完成时限：6月底前", "市司法局l 市财政局c", ["2024-06-30"]),
        ("（全市各级行政执法机关）", "全市各级行政执法机关r", []),
        (
            "〔责任单位：省司法厅、省财政厅按职责分工负责。具体任务均涉及相关市（州）人民政府，不再做分工，下同。〕",
            "省司法厅r 省财政厅r",
            [],
        ),
    ],
)
def test_form_gives_units_and_times_and_closes_the_body(printed: str, expected: str, due: list[str | None]) -> None:
    task = closed_by(printed)
    assert " ".join(name + role for name, role in roles(task)) == expected
    assert [str(d.due) if d.due else None for d in task.deadlines] == due
    assert task.body == BODY


def test_label_inside_a_sentence_is_read_where_only_units_follow() -> None:
    assert roles(closed_by("加强统计，责任单位：市统计局。")) == [("市统计局", "r")]
    assert closed_by("细化台账，责任单位：要逐项明确到人，确保落实。").units == ()


def test_lines_below_a_lone_label_are_names_only_as_long_as_they_are() -> None:
    task = closed_by("\n责任单位：\n市司法局\n按月调度，及时通报。")
    assert roles(task) == [("市司法局", "r")]
    assert task.body.endswith("按月调度，及时通报。")


@pytest.mark.parametrize(
    "rule",
    [
        "排名第一的为牵头单位，下同",
        "列首位的为牵头单位，其他为配合单位，下同",
        "排第一位的责任单位为牵头单位或汇总单位",
    ],
)
def test_remark_on_who_leads_is_no_unit(rule: str) -> None:
    assert roles(closed_by(f"（责任单位：市司法局、市财政局，{rule}）")) == [("市司法局", "l"), ("市财政局", "r")]


def test_several_paragraphs_with_a_bracket_each_under_a_numbered_item_are_one_task() -> None:
    text = (
        "云溪市2024年工作方案\n一、重点任务\n**（一）建设平台**\n搭建业务系统，分批上线。（责任单位：市数据局）\n"
        "归集共享数据，完善目录。（责任单位：市数据局、各区县政府）\n**（二）优化服务**\n"
        "开设专窗。（责任单位：市税务局）\n编印指南。（责任单位：市司法局）\n"
    )
    plan = draft(text)
    assert [(task.number, task.title) for task in plan.tasks] == [("（一）", "建设平台"), ("（二）", "优化服务")]
    assert [roles(task) for task in plan.tasks] == [
        [("市数据局", "r"), ("各区县政府", "r")],
        [("市税务局", "r"), ("市司法局", "r")],
    ]


NAMES = [
    "市司法局",
    "市工业和信息化局",
    "市委宣传部",
    "各县（市、区）政府",
    "各市、县、区政府",
    "市政府有关部门",
    "云溪海关",
]
PAIRS = ["（）", "()", "［］", "[]", "〔〕", "【】", "{}"]


@settings(deadline=None)
@given(
    names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True),
    pair=st.sampled_from(PAIRS),
    joiner=st.sampled_from(["、", "，", ",", "；", "、 "]),
    form=st.sampled_from(["责任单位：{}", "{}负责", "{}按职责分工分别负责", "{}等部门负责", "责任单位:{}等"]),
    stop=st.sampled_from(["。{}", "{}。", "{}", "。\n{}"]),
)
def test_units_are_the_same_in_any_bracket_with_any_joiner(
    names: list[str], pair: str, joiner: str, form: str, stop: str
) -> None:
    bracket = pair[0] + form.format(joiner.join(names)) + pair[1]
    text = "云溪市2024年工作要点\n一、重点工作\n（一）完善制度。健全工作机制" + stop.format(bracket)
    (task,) = draft(text).tasks
    assert roles(task) == [(name, "r") for name in names]
    assert task.body.rstrip("。\n") == "健全工作机制"


@settings(deadline=None)
@given(
    at=st.integers(min_value=1, max_value=31), broken=st.sampled_from(["\n", "\n\n", "\n— 3 —\n", "\n第3页 共9页\n"])
)
def test_bracket_broken_anywhere_by_a_page_reads_the_same(at: int, broken: str) -> None:
    bracket = "（责任单位：市委编办、市财政局，市级有关部门，各县（市、区）政府）"
    head = "云溪市2024年工作要点\n一、重点工作\n（一）完善制度。健全工作机制，明确工作流程，压实工作责任。"
    task = draft(head + bracket[:at] + broken + bracket[at:] + "\n（二）改进作风。开展活动。\n").tasks[0]
    expected = ["市委编办", "市财政局", "市级有关部门", "各县（市、区）政府"]
    assert [unit.name for unit in task.units] == expected
