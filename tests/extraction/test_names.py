"""Lists of units: where they are cut, and who has which role."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.drafts import Role
from planner.extraction.units import read_roles, split_units


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市委编办、市政府办公室,各县(市、区)政府按职责分工分别负责", ["市委编办", "市政府办公室", "各县(市、区)政府"]),
        ("各市、县、区政府", ["各市、县、区政府"]),
        ("各区（县）政府，市教育局", ["各区（县）政府", "市教育局"]),
        ("各市、州、县人民政府等负责", ["各市、州、县人民政府"]),
        ("市、县两级政府，市林业局", ["市、县两级政府", "市林业局"]),
        ("市工业和信息化局和市住房和城乡建设局", ["市工业和信息化局", "市住房和城乡建设局"]),
        ("各有关部门和单位", ["各有关部门和单位"]),
        ("市直各部门、单位，各区县政府", ["市直各部门、单位", "各区县政府"]),
        ("县政府有关部门、单位按职责分工负责", ["县政府有关部门、单位"]),
        ("各乡镇、街道，市供销社、企业服务中心", ["各乡镇、街道", "市供销社", "企业服务中心"]),
        ("市财政局以及有关区县政府", ["市财政局", "有关区县政府"]),
        ("商务部等有关部门", ["商务部", "有关部门"]),
        ("市商务局、市税务局等部门", ["市商务局", "市税务局"]),
        ("市教育局等市级有关部门", ["市教育局", "市级有关部门"]),
        ("青溪示范区、白鹭新区管委会", ["青溪示范区", "白鹭新区管委会"]),
        ("市住建局、审批服务局", ["市住建局", "审批服务局"]),
        ("县委宣传部 县教育局 县河长办", ["县委宣传部", "县教育局", "县河长办"]),
        ("市人 民检察院、各县（市、区） 政府", ["市人民检察院", "各县（市、区）政府"]),
        ("常务副区长、市司法局", ["市司法局"]),
        ("各区县（自治县，以下简称各区县）政府具体负责", ["各区县（自治县，以下简称各区县）政府"]),
        ("市高等法院、市中等职业学校", ["市高等法院", "市中等职业学校"]),
    ],
)
def test_split_units_of_a_printed_list(printed: str, names: list[str]) -> None:
    assert split_units(printed) == names


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("市司法局牵头，市公安局、各区按职责分工负责", [("市司法局", "l"), ("市公安局", "r"), ("各区", "r")]),
        ("市司法局牵头，市公安局配合", [("市司法局", "l"), ("市公安局", "c")]),
        ("市水利局会同有关部门负责", [("市水利局", "l"), ("有关部门", "c")]),
        ("由市水利局牵头，会同市林业局、市气象局", [("市水利局", "l"), ("市林业局", "c"), ("市气象局", "c")]),
        ("市司法局（牵头）、市公安局", [("市司法局", "l"), ("市公安局", "r")]),
        ("市文旅局、市体育局牵头", [("市文旅局", "l"), ("市体育局", "l")]),
        ("市文旅局；市体育局配合", [("市文旅局", "r"), ("市体育局", "c")]),
        ("市文旅局、市体育局，按职责分工负责", [("市文旅局", "r"), ("市体育局", "r")]),
    ],
)
def test_roles_follow_the_verbs(printed: str, expected: list[tuple[str, str]]) -> None:
    assert [(unit.name, unit.role.value[0]) for unit in read_roles(printed)] == expected


def test_label_gives_the_role_and_a_bare_verb_keeps_it() -> None:
    found = read_roles("市司法局、市公安局负责", Role.COOPERATING)
    assert [(unit.name, unit.role) for unit in found] == [
        ("市司法局", Role.COOPERATING),
        ("市公安局", Role.COOPERATING),
    ]


def test_name_points_at_its_place() -> None:
    text = "市司法局、各县（市、区）政府负责"
    assert [text[unit.start : unit.end] for unit in read_roles(text)] == ["市司法局", "各县（市、区）政府"]


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("市委 政法委、市司法局", ["市委政法委", "市司法局"]),
        ("市政府办 公室", ["市政府办公室"]),
        ("人行云溪中心 支行、市财政局", ["人行云溪中心支行", "市财政局"]),
        ("区民政局 区人力资源和社 会保障局 区教育局", ["区民政局", "区人力资源和社会保障局", "区教育局"]),
        ("市民政局 市机关 事务服务中心", ["市民政局", "市机关事务服务中心"]),
        ("区住建局 审批服务局 供销社", ["区住建局", "审批服务局", "供销社"]),
        ("各市、州 、县人民政府，市财政局", ["各市、州、县人民政府", "市财政局"]),
        ("市公安局 市司法局、市财政局", ["市公安局", "市司法局", "市财政局"]),
        ("市司法局、各县区政府按职责 分工分别负责", ["市司法局", "各县区政府"]),
        ("公安部 司法部 国家数据局", ["公安部", "司法部", "国家数据局"]),
        ("各区、县〔市〕政府，市财政局", ["各区、县〔市〕政府", "市财政局"]),
        ("各县区党委、政府，市直有关部门", ["各县区党委、政府", "市直有关部门"]),
        ("市司法局、其他为配合单位", ["市司法局"]),
    ],
)
def test_stray_blank_in_a_list_parts_no_name(printed: str, names: list[str]) -> None:
    assert split_units(printed) == names


LISTED = st.lists(
    st.sampled_from(
        ["市司法局", "市工业和信息化局", "各县（市、区）政府", "各市、县、区政府", "市委宣传部", "云溪海关"]
    ),
    min_size=1,
    max_size=6,
    unique=True,
)


@given(
    LISTED, st.sampled_from(["、", "，", ",", "；", "\n", " 、"]), st.sampled_from(["", "负责", "等部门按职责分工负责"])
)
def test_list_of_names_reads_back_as_the_names(names: list[str], joiner: str, tail: str) -> None:
    assert split_units(joiner.join(names) + tail) == names


@given(st.text(alphabet="市县区各局委办、，和及 等负责牵头配合()（）政府", max_size=40))
def test_every_name_stands_at_its_place(text: str) -> None:
    for unit in read_roles(text):
        assert "".join(text[unit.start : unit.end].split()) == unit.name
