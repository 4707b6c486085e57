"""The year-end report from the database: as of a day, against the year before, from the coordinator's material."""

from dataclasses import replace
from decimal import Decimal

import pytest

from planner.domain.figure_marks import bare
from planner.domain.material import Use
from planner.domain.report import AnnualReport
from planner.errors import LimitTooSmall
from planner.usecases.entry_writing import numbers_placed_in
from planner.usecases.history import import_report
from planner.usecases.reports import read_annual, read_material
from planner.usecases.rosters import set_members
from tests.world import World, document, shared

BEFORE = document(
    "青禾市2023年法治建设年度报告\n一、主要举措和成效\n全年受理行政复议申请222件，调解成功率95%。\n", "2023年报.txt"
)


def told(report: AnnualReport) -> list[str]:
    """What part one tells, as people read it."""
    tasks = [task for section in report.done for task in section.tasks]
    return [bare(passage.text) for task in tasks for passage in task.passages]


@shared
def reviewed(world: World) -> World:
    """An office where one unit told of two quarters."""
    world.confirmed()
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="累计受理行政复议申请300件。")
    world.accepted("2024-02", "市政府办公室", "2024Q4", "2025-01-06", text="累计受理行政复议申请550件。")
    return world


def test_total_is_compared_with_the_report_of_the_year_before_once_it_is_there(world: World) -> None:
    reviewed(world).do(import_report, "2025-01-10", BEFORE, 2023)
    assert [told(world.ask(read_annual, day)) for day in ("2025-01-08", "2025-01-10")] == [
        ["累计受理行政复议申请550件。"],
        ["累计受理行政复议申请550件（同比增长148%）。"],
    ]


def test_figure_superseded_later_is_told_as_it_was_on_its_day(world: World) -> None:
    reviewed(world)
    assert told(world.ask(read_annual, "2024-10-08")) == ["累计受理行政复议申请300件。"]
    (figure,) = world.ask(read_annual, "2025-01-20").figures
    assert [(origin.entry_id, origin.printed, origin.counted) for origin in figure.origins] == [
        (1, "300件", False),
        (2, "550件", True),
    ]


def test_units_of_one_checkpoint_make_one_share(world: World) -> None:
    world.confirmed()
    world.accepted("2024-01", "市司法局", "2024Q2", "2024-07-02", text="甲。", figures=("2024-01.2=12/12件",))
    world.accepted("2024-01", "市财政局", "2024Q2", "2024-07-02", text="乙。", figures=("2024-01.2=18/20件",))
    report = world.ask(read_annual, "2025-01-20")
    assert told(report) == ["甲。", "乙。", "审查率93.8%（30/32件）。"]
    assert [(figure.rule, figure.how) for figure in report.figures] == [("rate", "（12＋18）÷（12＋20）")] * 2


def test_material_as_it_is_proposed_makes_the_same_report(world: World) -> None:
    material = reviewed(world).ask(read_material, "2025-01-20")
    assert world.ask(read_annual, "2025-01-20", None, material) == world.ask(read_annual, "2025-01-20")


def test_material_of_the_coordinator_is_what_is_told(world: World) -> None:
    material = reviewed(world).ask(read_material, "2025-01-20")
    left_out = replace(material, rows=tuple(replace(row, use=Use.LEAVE) for row in material.rows))
    assert told(world.ask(read_annual, "2025-01-20", None, left_out)) == []


def test_report_within_a_limit_names_what_it_leaves_out(world: World) -> None:
    reviewed(world)
    world.accepted("2024-03", "市司法局", "2024Q4", "2025-01-06", text="持续改进评查办法，推动问题整改。")
    report = world.ask(read_annual, "2025-01-20", max_characters=100)
    assert told(report) == ["累计受理行政复议申请550件。"]
    assert [(row.key, row.reason) for row in report.annex] == [("3.1", "为控制字数：没有数据的话")]


def test_one_measure_with_two_values_is_named_with_both(world: World) -> None:
    world.confirmed()
    world.accepted(
        "2024-02", "市政府办公室", "2024Q2", "2024-07-02", text="累计办件550件。", figures=("办件=累计552件",)
    )
    report = world.ask(read_annual, "2025-01-20")
    assert told(report) == ["累计办件550件〔待核实：“办件”有两个不同的数〕。"]
    (conflict,) = report.conflicts
    assert conflict.message == (
        "任务 2024-02 市政府办公室的“办件”有两个数：552件、550件，"
        "填报的数据与文字（2024Q2）不一致；请核实后改正填报或选材表"
    )


@pytest.mark.parametrize(
    ("text", "printed", "exact"),
    [
        ("审查率12/12件", "12/12件", True),
        ("走访近100家", "100家", False),
        ("走访100余家", "100余家", False),
        ("约3—5个", "3—5个", False),
        ("走访企业1,200家", "1,200家", True),
    ],
)
def test_numbers_have_their_places(text: str, printed: str, *, exact: bool) -> None:
    (found,) = numbers_placed_in(text)
    assert (found.figure.printed, text[found.start : found.end], found.exact) == (printed, printed, exact)


@pytest.mark.parametrize(
    ("text", "printed", "value", "unit"),
    [
        ("办结九百件", "九百件", 900, "件"),
        ("培训三十余人", "三十余人", 30, "人"),
        ("惠及两万户", "两万户", 2, "万户"),
        ("查处三起", "三起", 3, "起"),
        ("举办讲座两场", "两场", 2, "场"),
    ],
)
def test_count_in_chinese_characters_is_a_number(text: str, printed: str, value: int, unit: str) -> None:
    (found,) = numbers_placed_in(text)
    assert (found.figure.printed, found.figure.value, found.figure.unit) == (printed, Decimal(value), unit)


@pytest.mark.parametrize(
    "text",
    [
        "一是受理",
        "三个方面",
        "办好一件事",
        "两件大事",
        "第三十条",
        "三五个",
        "十几家",
        "每两名配一台",
        "四个意识",
        "改好三处",
    ],
)
def test_idiom_with_a_numeral_is_no_number(text: str) -> None:
    assert numbers_placed_in(text) == []


def test_share_in_words_has_its_part_and_whole() -> None:
    (found,) = numbers_placed_in("审查率3/4件")
    assert (found.figure.value, found.figure.part, found.figure.whole) == (Decimal(75), Decimal(3), Decimal(4))


@pytest.mark.parametrize("text", ["1-6月推进", "4—9月份推进", "2024年6月30日前完成"])
def test_months_are_no_numbers(text: str) -> None:
    assert numbers_placed_in(text) == []


def test_limit_that_leaves_no_report_is_refused(world: World) -> None:
    with pytest.raises(LimitTooSmall, match="正文最多 99 字太少，写不成报告；--max-characters 至少写 100。"):
        reviewed(world).ask(read_annual, "2025-01-20", max_characters=99)


@pytest.mark.parametrize(
    ("task", "unit", "period", "text"),
    [
        ("2024-02", "市政府办公室", "2024Q1", "受理行政复议申请550件。"),
        ("2024-02", "市政府办公室", "2024Q4", "受理行政复议申请550件。"),
        ("2024-02", "市政府办公室", "2024Q4", "累计受理行政复议申请550余件。"),
        ("2024-01", "东川县政府", "2024Q4", "累计受理行政复议申请550件。"),
    ],
)
def test_part_of_a_year_or_of_the_area_or_a_round_number_is_compared_with_nothing(
    one_world: World, task: str, unit: str, period: str, text: str
) -> None:
    world = one_world.confirmed()
    world.do(set_members, "2024-03-20", "各县（市、区）政府", ["东川县政府"])
    world.do(import_report, "2024-03-20", BEFORE, 2023)
    world.accepted(task, unit, period, "2025-01-06", text=text)
    assert told(world.ask(read_annual, "2025-01-20")) == [text]
