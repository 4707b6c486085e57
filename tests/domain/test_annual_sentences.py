"""An entry's sentences, and what makes two of them tell the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.annual.manners import Manner, is_added
from planner.domain.annual.points import point_name
from planner.domain.annual.sentences import closed, half_width, sentences_of, unnumbered, with_quarter
from planner.domain.annual.shapes import akin, core, same_name, shape_of
from planner.usecases.entry_writing import numbers_placed_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展评查3次。通报结果。", ("开展评查3次。", "通报结果。")),
        ("开展评查3次，通报结果", ("开展评查3次，通报结果",)),
        ("印发办法（含细则。附件）。执行到位。", ("印发办法（含细则。附件）。", "执行到位。")),
        ("提出“先审后发。逐件备案”。落实到位。", ("提出“先审后发。逐件备案”。", "落实到位。")),
        ("完成清单编制并公布；组织集中培训两期。", ("完成清单编制并公布；", "组织集中培训两期。")),
        ("受理申请336件；其中办结271件。", ("受理申请336件；其中办结271件。",)),
        ("抓好三件事：一是修订目录清单；二是开展年度评查。", ("抓好三件事：一是修订目录清单；二是开展年度评查。",)),
        ("完成清单；推进。", ("完成清单；推进。",)),
        ("第一行\n第二行。", ("第一行", "第二行。")),
        ("未完的括号（开展评查。通报。", ("未完的括号（开展评查。", "通报。")),
        ("", ()),
    ],
)
def test_sentences_of_a_text(text: str, expected: tuple[str, ...]) -> None:
    assert sentences_of(text) == expected


@given(st.text("开展评查3次，。；！（）“”\n "))
def test_no_character_is_lost_between_sentences(text: str) -> None:
    assert "".join("".join(sentences_of(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"), [("评查3次；", "评查3次。"), ("好！", "好！"), ("评查 3次\n。", "评查 3次。"), ("。", "")]
)
def test_closed_sentence(text: str, expected: str) -> None:
    assert closed(text) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("开展评查3次。", "开展评查１２次"),
        ("一季度，开展评查3次。", "4—6月开展评查5次。"),
        ("累计受理300件。", "全年共受理1097件。"),
        ("培训1.2万人。", "培训800人。"),
    ],
)
def test_same_words_with_other_numbers_have_one_shape(one: str, other: str) -> None:
    first, second = (shape_of(text, numbers_placed_in(text)) for text in (one, other))
    assert first.key == second.key


@pytest.mark.parametrize(("one", "other"), [("开展评查3次。", "开展评查3件。"), ("受理3件。", "办结3件。")])
def test_other_words_have_another_shape(one: str, other: str) -> None:
    first, second = (shape_of(text, numbers_placed_in(text)) for text in (one, other))
    assert first.key != second.key


@pytest.mark.parametrize(
    ("text", "manners"),
    [
        ("开展评查3次。", [Manner.ADDED]),
        ("累计开展评查3次，办结5件。", [Manner.RUNNING, Manner.RUNNING]),
        ("今年以来评查3次，本季度评查1次。", [Manner.RUNNING, Manner.ADDED]),
        ("办结73件，全年192件。", [Manner.ADDED, Manner.RUNNING]),
        ("全年讲案14场，下半年8场。", [Manner.RUNNING, Manner.ADDED]),
        ("截至三季度末办结14件。", [Manner.RUNNING]),
        ("合格率95%，用时3天。", [Manner.STANDING, Manner.STANDING]),
        ("现有调解员30名。", [Manner.STANDING]),
        ("走访企业100余家。", [Manner.APART]),
        ("累计走访企业100余家。", [Manner.STANDING]),
        ("已办结30件。", [Manner.ADDED]),
        ("累计已办结30件。", [Manner.RUNNING]),
        ("队伍有63人，尚有未结案件30件，其中有5件疑难案件。", [Manner.STANDING, Manner.STANDING, Manner.ADDED]),
        ("在建项目8个，化解存量案件3件。", [Manner.STANDING, Manner.ADDED]),
        ("对500平方米以上的场所检查3家。", [Manner.APART, Manner.ADDED]),
        ("单笔最高奖励5万元。", [Manner.APART]),
        ("为每个镇街配备顾问2名，为各村配备3名。", [Manner.APART, Manner.APART]),
        ("由100项减到90项。", [Manner.APART, Manner.STANDING]),
        ("较上年多2件，同比增长5%。", [Manner.APART, Manner.APART]),
        ("累计受理300件，同比增长5%。", [Manner.RUNNING, Manner.STANDING]),
        ("办理各类案件8件。", [Manner.ADDED]),
    ],
)
def test_how_a_number_counts(text: str, manners: list[Manner]) -> None:
    assert [slot.manner for slot in shape_of(text, numbers_placed_in(text)).slots] == manners


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("办结投诉73件，全年192件。", ["办结投诉", "办结投诉"]),
        ("5项决策事项进入目录。", ["决策事项进入目录"]),
        ("同18个救援单位签约。", ["救援单位签约"]),
        ("（3件）", ["文中"]),
    ],
)
def test_number_is_named_by_the_words_around_it(text: str, names: list[str]) -> None:
    assert [slot.name for slot in shape_of(text, numbers_placed_in(text)).slots] == names


@pytest.mark.parametrize(
    ("name", "about"), [("全年共开展案卷评查", "案卷评查"), ("累计受理申请", "受理申请"), ("公共场所", "公共场所")]
)
def test_what_a_name_is_about(name: str, about: str) -> None:
    assert core(name) == about


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("案卷评查", "开展评查案卷", True),
        ("办件", "退回办件", False),
        ("受理", "办结", False),
        ("全年", "累计", False),
        ("法律援助案件累计办理", "全市共办理法律援助案件", True),
    ],
)
def test_names_of_one_thing(one: str, other: str, *, expected: bool) -> None:
    assert same_name(one, other) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("案卷评查", "行政执法案卷评查", True),
        ("走访企业", "检查企业", False),
        ("受理复议申请", "办结复议申请", False),
        ("培训执法人员", "执法培训", True),
        ("案卷", "讲座", False),
    ],
)
def test_names_that_may_mean_one_thing(one: str, other: str, *, expected: bool) -> None:
    assert akin(one, other) is expected


@pytest.mark.parametrize(
    ("measure", "expected"), [("件", True), ("学时", True), ("天", False), ("百分点", False), ("周岁", False)]
)
def test_units_of_measure_that_may_be_added(measure: str, *, expected: bool) -> None:
    assert is_added(measure) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.培训20人。", "培训20人。"),
        ("成效明显：1.办结案件30件。", "成效明显：办结案件30件。"),
        ("抓好两件事：1、修订；2、评查3次。", "抓好两件事：修订；评查3次。"),
        ("（三）培训20人。", "培训20人。"),
        ("三、培训20人。", "培训20人。"),
        ("二是开展评查3次。", "开展评查3次。"),
        ("一是修订目录；二是开展评查。", "一是修订目录；二是开展评查。"),
        ("1.5万人参加。", "1.5万人参加。"),
        ("3、4号楼完成改造。", "3、4号楼完成改造。"),
        ("一、二季度各评查3次。", "一、二季度各评查3次。"),
    ],
)
def test_numbers_of_items_are_no_words_of_a_sentence(text: str, expected: str) -> None:
    assert unnumbered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("办结５０９件（３／４）", "办结509件（3／4）"), ("培训１，２００人，评查3次", "培训1,200人，评查3次")],
)
def test_digits_are_printed_in_half_width(text: str, expected: str) -> None:
    assert half_width(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("每季度至少开展1次案卷评查", "开展案卷评查"),
        ("6月底前完成清单编制", "完成清单编制"),
        ("审查率达到100%", "审查率"),
        ("每年12月底前举办2期以上法治讲座", "举办法治讲座"),
    ],
)
def test_checkpoint_is_named_by_what_is_counted(text: str, name: str) -> None:
    assert point_name(text, numbers_placed_in) == name


def test_this_quarter_is_named_at_the_years_end() -> None:
    assert with_quarter("本季度办结5件。", "2024Q3") == "三季度办结5件。"
