"""Numbers with a unit of measure, and which of them are targets."""

import pytest

from planner.domain.document import fold
from planner.extraction.quantities import find_quantities
from planner.extraction.source import mask
from planner.extraction.targets import find_targets


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("开展案卷评查2次，覆盖12个部门", [(2, None, "次"), (12, None, "个")]),
        ("新增学位4.5万个", [(4.5, None, "万个")]),
        ("办结1,200件", [(1200, None, "件")]),
        ("建成3—5个站点", [(3, 5, "个")]),
        ("满意度98.5%，参训率百分之九十五", [(98.5, None, "%"), (95, None, "%")]),
        ("每季度开展一次", [(1, None, "次")]),
    ],
)
def test_quantities_of_a_text(text: str, expected: list[tuple[float, float | None, str]]) -> None:
    assert [(q.value, q.value_max, q.unit) for q in find_quantities(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年6月30日召开会议",
        "依托12345政务服务便民热线",
        "落实《三年行动计划（2024—2026年）》",
        "按照云政发〔2024〕5号文件",
        "第3次全体会议",
        "落实行政执法三项制度",
        "提供7×24小时服务",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert find_quantities(text) == []


def test_quantity_points_at_its_words() -> None:
    text = "共走访企业３５家"
    (found,) = find_quantities(text)
    assert text[found.start : found.end] == "３５家"


def targets(text: str) -> list[tuple[str, float, str, str]]:
    folded = fold(text)
    found = find_targets(mask(folded), 0, len(folded))
    return [(text[a.start : a.end], a.quantity.value, a.quantity.unit, a.comparator.value) for a in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("文件审查率100%。", ("文件审查率100%", 100, "%", "=")),
        ("群众满意度达到95%以上。", ("群众满意度达到95%以上", 95, "%", ">=")),
        ("参训不少于60学时。", ("不少于60学时", 60, "学时", ">=")),
        ("各县至少开展2次评查。", ("至少开展2次", 2, "次", ">=")),
        ("举办2期以上讲座。", ("举办2期以上", 2, "期", ">=")),
        ("审批时限压缩至3个工作日以内。", ("压缩至3个工作日以内", 3, "个工作日", "<=")),
        ("诉求在48小时内办结。", ("48小时内", 48, "小时", "<=")),
        ("发布100个应用场景清单。", ("发布100个应用场景清单", 100, "个", "=")),
        ("免费手术2000例。", ("免费手术2000例", 2000, "例", "=")),
        ("全市90%的重点企业接入平台。", ("90%", 90, "%", "=")),
        ("每季度至少开展1次巡查。", ("每季度至少开展1次", 1, "次", ">=")),
        ("共建东、西、南三个产业园区。", ("三个产业园区", 3, "个", "=")),
        ("办件量突破1万件。", ("突破1万件", 1, "万件", ">=")),
        ("能耗降低到5%以下。", ("降低到5%以下", 5, "%", "<=")),
        ("完成投资120亿元。", ("完成投资120亿元", 120, "亿元", "=")),
    ],
)
def test_target_of_a_sentence(text: str, expected: tuple[str, float, str, str]) -> None:
    assert targets(text) == [expected]


def test_range_keeps_both_ends() -> None:
    (aim,) = find_targets("建成3-5个站点。", 0, 9)
    assert (aim.quantity.value, aim.quantity.value_max) == (3, 5)


@pytest.mark.parametrize(
    "text",
    [
        "给予最高3000万元奖补。",
        "担保费率不超过0.8%。",
        "支持实际投资5000万元以上的项目。",
        "由8%提高。",
        "健全一个体系、两张清单。",
        "涵盖3大平台、19类模块。",
        "名单公开后30天内反馈。",
        "作为五个试点城区之一。",
        "推进二期工程。",
        "落实“双随机、一公开”监管。",
        "完成平台建设（0.5分）。",
    ],
)
def test_number_that_is_no_target(text: str) -> None:
    assert targets(text) == []
