"""Figures as people type them."""

from decimal import Decimal

import pytest

from planner.domain.drafts import CheckpointKind
from planner.domain.figures import GivenFigure, fitted, parse_figure
from planner.domain.progress import Basis
from planner.errors import FigureUnreadable


def plain(name: str, value: str, unit: str, printed: str, basis: Basis = Basis.PERIOD) -> GivenFigure:
    """A figure that is no share."""
    return GivenFigure(name, Decimal(value), None, None, unit, basis, printed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("案卷评查=2次", plain("案卷评查", "2", "次", "2次")),
        (" 案卷评查 = 2 次 ", plain("案卷评查", "2", "次", "2 次")),
        ("办件=累计30件", plain("办件", "30", "件", "累计30件", Basis.YEAR_TO_DATE)),
        ("办件=本期30件", plain("办件", "30", "件", "本期30件")),
        ("发放=1,200份", plain("发放", "1200", "份", "1,200份")),
        ("满意度=95.5%", plain("满意度", "95.5", "%", "95.5%")),
        ("会议=0次", plain("会议", "0", "次", "0次")),
        ("得分=8", plain("得分", "8", "", "8")),
        ("2024-01.1=1项", plain("2024-01.1", "1", "项", "1项")),
        ("用房=200㎡", plain("用房", "200", "㎡", "200㎡")),
    ],
)
def test_figure_is_read_as_typed(text: str, expected: GivenFigure) -> None:
    assert parse_figure(text) == expected


def test_share_keeps_part_and_whole_and_its_percent_is_computed() -> None:
    assert parse_figure("审查率=12/16件") == GivenFigure(
        "审查率", Decimal(75), Decimal(12), Decimal(16), "件", Basis.PERIOD, "12/16件"
    )


def test_full_width_is_understood_and_kept_as_printed() -> None:
    assert parse_figure("文件（甲类）＝累计１２／１６件") == GivenFigure(
        "文件（甲类）", Decimal(75), Decimal(12), Decimal(16), "件", Basis.YEAR_TO_DATE, "累计１２／１６件"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("案卷评查2次", "缺少名称或等号"),
        ("=2次", "缺少名称或等号"),
        ("", "缺少名称或等号"),
        ("案卷评查=两次", "的数不是数字"),
        ("案卷评查=", "的数不是数字"),
        ("案卷评查=-2次", "的数不是数字"),
        ("案卷评查=2次3件", "的数不是数字"),
        ("案卷评查=1,2次", "的数不是数字"),
        ("案卷评查=约2次", "的数不是数字"),
        ("审查率=13/12件", "的分子大于分母或分母是零"),
        ("审查率=0/0件", "的分子大于分母或分母是零"),
    ],
)
def test_what_is_no_figure_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(FigureUnreadable, match=f"^数据“{text}”{why}，请写成"):
        parse_figure(text)


@pytest.mark.parametrize(
    ("said", "kind", "measure", "value"),
    [
        ("2024-01.1=2次", CheckpointKind.FREQUENCY, "次", Decimal(2)),
        ("2024-01.1=累计12000件", CheckpointKind.QUANTITY, "万件", Decimal("1.2")),
        ("2024-01.1=1.2万件", CheckpointKind.QUANTITY, "件", Decimal(12000)),
        ("2024-01.1=11/12件", CheckpointKind.RATE, "%", Decimal(1100) / 12),
        ("2024-01.1=95%", CheckpointKind.RATE, "%", Decimal(95)),
        ("2024-01.1=1项", CheckpointKind.DATE, None, Decimal(1)),
    ],
)
def test_figure_of_a_checkpoint_counts_in_the_checkpoints_measure(
    said: str, kind: CheckpointKind, measure: str | None, value: Decimal
) -> None:
    assert fitted(parse_figure(said), kind, measure).value == value


@pytest.mark.parametrize(
    ("said", "kind", "measure", "why"),
    [
        ("2024-01.1=1/3次", CheckpointKind.QUANTITY, "次", "报的不是比率"),
        ("2024-01.1=96件", CheckpointKind.RATE, "%", "报的是比率"),
        ("2024-01.1=30天", CheckpointKind.QUANTITY, "个工作日", "计量单位与考核点不同（应为个工作日）"),
    ],
)
def test_figure_in_another_form_than_its_checkpoint_is_refused(
    said: str, kind: CheckpointKind, measure: str, why: str
) -> None:
    with pytest.raises(FigureUnreadable, match=why):
        fitted(parse_figure(said), kind, measure)
