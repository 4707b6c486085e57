"""What a unit's name says about its kind."""

import pytest

from planner.extraction.unit_kinds import is_collective, propose_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("市司法局", "政府部门"),
        ("市政府办公室", "政府部门"),
        ("市政府有关部门", "政府部门"),
        ("市民政局", "政府部门"),
        ("省委组织部", "党委机关"),
        ("市委编办", "党委机关"),
        ("市委政法委", "党委机关"),
        ("市委党校", "党委机关"),
        ("市委网信办", "党委机关"),
        ("市纪委监委", "纪委监委"),
        ("市人大常委会办公室", "人大"),
        ("市政协办公室", "政协"),
        ("市中级人民法院", "法院"),
        ("市人民检察院", "检察院"),
        ("市消防救援支队", "垂直管理"),
        ("市税务局", "垂直管理"),
        ("市气象局", "垂直管理"),
        ("各县（市、区）政府", "下级政府"),
        ("云溪县人民政府", "下级政府"),
        ("各区", "下级政府"),
        ("青溪新区管委会", "派出或授权机构"),
        ("经济技术开发区", "派出或授权机构"),
        ("市总工会", "群团或事业单位"),
        ("市妇联", "群团或事业单位"),
        ("云溪学院", "群团或事业单位"),
        ("市水务集团", "企业"),
        ("各金融机构", "企业"),
    ],
)
def test_kind_of_a_name(name: str, kind: str) -> None:
    assert propose_kind(name) == kind


@pytest.mark.parametrize(
    "name",
    [
        "各县（市、区）政府",
        "有关区县政府",
        "相关区",
        "各乡镇人民政府",
        "各地区",
        "市政府有关部门",
        "市政府各部门",
        "市级各部门",
        "国务院相关部门",
        "各有关部门和单位",
        "各金融机构",
        "市安委会成员单位",
        "市、县两级政府",
        "市政府各组成部门",
        "市级各执法部门",
        "各行政执法单位",
        "市直各部门、单位",
        "决策承办单位",
        "政策实施部门",
        "文件起草单位",
        "负有消防监管职责的部门",
    ],
)
def test_name_of_a_class_is_collective(name: str) -> None:
    assert is_collective(name)


@pytest.mark.parametrize(
    "name",
    ["市司法局", "云溪县政府", "市政府办公室", "青溪区", "市委统战部", "市各民主党派办公室", "市城市管理综合执法局"],
)
def test_name_of_one_unit_is_not_collective(name: str) -> None:
    assert not is_collective(name)
