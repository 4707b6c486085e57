"""What a draft warns of."""

import pytest

from tests.extraction.reading import draft

HEAD = "云溪市2024年工作要点\n（2024年4月18日）\n"


def warnings(text: str) -> list[tuple[str, str | None]]:
    return [(warning.code, warning.task) for warning in draft(HEAD + text).warnings]


def test_gap_and_double_in_numbers() -> None:
    text = "".join(f"{n}．建平台。搭建系统。（市科技局）\n" for n in (1, 2, 2, 5))
    assert warnings(text) == [("number-double", "2"), ("number-gap", "5")]


def test_numbers_that_start_again_in_a_section_are_no_gap() -> None:
    item = "（一）建平台。搭建系统。（市科技局）\n（二）育人才。引进团队。（市人社局）\n"
    assert warnings(f"一、平台\n{item}二、人才\n{item}") == []


def test_times_that_a_person_must_settle() -> None:
    text = (
        "（一）完善制度。定期通报进展。（市司法局）\n（二）加强培训。任期内轮训一遍。（市人社局）\n"
        "（三）报送总结。第一季度报送报告。（市科技局）\n（四）开展慰问。春节前完成。（市民政局）\n"
        "（五）推进招标。近期启动招标。（市住建局）\n（六）召开例会。每周召开一次例会。（市住建局）\n"
    )
    assert warnings(text) == [
        ("time-irregular", "（一）"),
        ("time-open", "（二）"),
        ("time-before-issue", "（三）"),
        ("time-open", "（四）"),
        ("time-unknown", "（五）"),
        ("time-irregular", "（六）"),
    ]


def test_message_names_task_words_and_day() -> None:
    (warning,) = draft(HEAD + "（一）报送总结。第一季度报送报告。（市科技局）\n").warnings
    assert warning.message == (
        "任务（一）“报送总结”的“第一季度”（2024-03-31）早于印发日期（2024-04-18），需要统筹单位核定。"
    )


def test_deadline_slot_that_no_rule_reads_is_kept_and_told() -> None:
    plan = draft(HEAD + "（一）建平台。搭建系统。\n责任单位：市科技局\n完成时限：待资金落实\n")
    (task,) = plan.tasks
    assert [(d.text, d.due, d.slot) for d in task.deadlines] == [("待资金落实", None, True)]
    assert [warning.code for warning in plan.warnings] == ["time-open"]


def test_task_without_units_among_others_with_units() -> None:
    text = "（一）建平台。搭建系统。（市科技局）\n（二）育人才。引进团队。\n（三）做宣传。印发手册。（市委宣传部）\n"
    assert warnings(text) == [("units-missing", "（二）")]


def test_plan_without_any_units_is_not_warned_of() -> None:
    assert warnings("（一）建平台。搭建系统。\n（二）育人才。引进团队。\n") == []


@pytest.mark.parametrize(
    "words",
    [
        "产业规模翻一番",
        "九成以上村庄接入",
        "三分之二的站点投用",
        "半数以上企业上云",
        "每户不少于30篮",
        "考评得分达到95以上",
    ],
)
def test_figure_that_no_rule_reads(words: str) -> None:
    assert warnings(f"（一）建平台。搭建系统，{words}。（市科技局）\n") == [("figure-unknown", "（一）")]


def test_time_that_is_read_is_not_told_as_unknown() -> None:
    assert warnings("（一）建平台。每个季度第1个月的20日前报送进展。（市科技局）\n") == []


def test_bracket_without_a_partner() -> None:
    assert warnings("（一）建平台。搭建（试点系统。（市科技局）\n") == [("bracket-unbalanced", "（一）")]


def test_name_that_is_no_unit_is_kept_and_told() -> None:
    plan = draft(HEAD + "（一）建平台。搭建系统。（责任单位：市科技局、进一步推进数据共享的办公室）\n")
    assert [unit.name for unit in plan.tasks[0].units] == ["市科技局", "进一步推进数据共享的办公室"]
    assert [warning.code for warning in plan.warnings] == ["unit-odd"]
