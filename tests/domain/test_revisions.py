"""Two readings of a plan side by side: only what changed is told, item by item."""

from typing import Any

from planner.domain.document import Document
from planner.domain.revisions import Change, ProposalField, compare, heading, units_by_role
from planner.extraction.pipeline import read_plan

PLAN = """云溪市2024年工作要点
一、规范决策
（一）管好规范性文件。6月底前完成清单编制。审查率100%。[责任单位：市司法局、市财政局]
（二）办好政府会议。改进会议组织，严格议题管理。[责任单位：市政府办公室]
二、规范执法
（三）评查执法案卷。每季度至少开展1次案卷评查。[责任单位：市公安局]
"""


def items(text: str) -> list[Any]:
    """A plan's items as they are kept."""
    tasks: list[Any] = read_plan(Document("要点.txt", "txt", "", text)).as_json()["tasks"]
    return tasks


def changes(old: str, new: str) -> list[tuple[int | None, int | None, ProposalField]]:
    """What changed, without the words."""
    return [(c.old, c.new, c.field) for c in compare(items(old), items(new)).changes]


def test_the_same_words_change_nothing() -> None:
    assert compare(items(PLAN), items(PLAN)).changes == ()
    assert compare(items(PLAN), items(PLAN)).matches == (0, 1, 2)


def test_widths_and_blanks_change_nothing() -> None:
    assert changes(PLAN, PLAN.replace("100%", "１００％").replace("市司法局、市财政局", "市司法局、 市财政局")) == []


def test_a_reworded_sentence_changes_the_body_and_nothing_else() -> None:
    assert compare(items(PLAN), items(PLAN.replace("改进会议组织", "精简会议数量"))).changes == (
        Change(1, 1, ProposalField.BODY, "改进会议组织，严格议题管理。", "精简会议数量，严格议题管理。"),
    )


def test_another_unit_changes_the_units() -> None:
    (change,) = compare(items(PLAN), items(PLAN.replace("责任单位：市公安局", "牵头单位：市公安局"))).changes
    assert (change.field, change.read, change.proposed) == (
        ProposalField.UNITS,
        {"responsible": ["市公安局"]},
        {"lead": ["市公安局"]},
    )


def test_another_figure_changes_the_body_and_the_checkpoint() -> None:
    found = compare(items(PLAN), items(PLAN.replace("审查率100%", "审查率95%以上"))).changes
    assert [(c.field, c.read and c.proposed and True) for c in found] == [
        (ProposalField.BODY, True),
        (ProposalField.CHECKPOINT, True),
    ]
    assert (found[1].read["value"], found[1].proposed["value"], found[1].proposed["comparator"]) == (100, 95, ">=")


def test_a_task_put_between_others_is_new_and_moves_only_their_numbers() -> None:
    more = PLAN.replace("（二）办好", "（二）公开政府信息。及时公开各类信息。[责任单位：市大数据局]\n（三）办好")
    more = more.replace("（三）评查", "（四）评查")
    found = compare(items(PLAN), items(more))
    assert found.matches == (0, None, 1, 2)
    told = [(c.old, c.new, c.field, c.proposed if c.old is not None else heading(c.proposed)) for c in found.changes]
    assert told == [
        (None, 1, ProposalField.NEW_TASK, "（二）公开政府信息"),
        (1, 2, ProposalField.NUMBER, "（三）"),
        (2, 3, ProposalField.NUMBER, "（四）"),
    ]


def test_a_task_left_out_is_gone() -> None:
    less = "".join(line for line in PLAN.splitlines(keepends=True) if not line.startswith("（二）"))
    assert [(c.old, c.new, c.field) for c in compare(items(PLAN), items(less)).changes] == [
        (1, None, ProposalField.GONE_TASK)
    ]


def test_a_task_is_named_by_number_and_title() -> None:
    first = items(PLAN)[0]
    assert heading(first) == "（一）管好规范性文件"
    assert units_by_role(first) == {"responsible": ["市司法局", "市财政局"]}
