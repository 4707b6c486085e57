"""Figures of the ledger's summary sheets: formulas over its rows, with the values that LibreOffice gives them too."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from planner.domain.ledger import Ledger, UnitSummary
from planner.domain.ledger_parts import of_unit
from planner.domain.lights import Colour
from planner.domain.wording import WORDS
from planner.output.formulas import with_values
from planner.output.ledger_columns import LedgerColumns, chosen_columns
from planner.output.ledger_xlsx import ledger_workbook
from tests.factories_views import LEDGER, UNIT_SUMMARY
from tests.output.made_ledger import UNITS, made_ledger

pytestmark = pytest.mark.long

LIGHTS = (Colour.RED, Colour.YELLOW, Colour.GREEN, Colour.NOT_DUE, Colour.NONE)
Recalculated = Callable[[Mapping[str, bytes]], dict[str, bytes]]
Cells = dict[tuple[str, str], Any]


def filled(data: bytes, *, values_only: bool) -> Iterator[tuple[tuple[str, str], Any]]:
    """Every cell that holds something, by sheet and cell: with its formula, or with the value beside it."""
    for sheet in load_workbook(BytesIO(data), read_only=True, data_only=values_only).worksheets:
        for row in sheet.iter_rows():
            yield from (((sheet.title, cell.coordinate), cell) for cell in row if cell.value is not None)


def formulas(data: bytes) -> dict[tuple[str, str], str]:
    """Every formula, by sheet and cell."""
    cells = filled(data, values_only=False)
    return {place: cell.value for place, cell in cells if cell.data_type == "f" and isinstance(cell.value, str)}


def values(data: bytes) -> Cells:
    """What stands beside every formula, as a program sees it that doesn't compute."""
    found = {place: cell.value for place, cell in filled(data, values_only=True)}
    return {place: found.get(place) for place in formulas(data)}


def without_values(data: bytes) -> bytes:
    """The workbook without the values beside its formulas: whoever shows one has computed it."""
    file = BytesIO()
    load_workbook(BytesIO(data)).save(file)
    return file.getvalue()


def rows(data: bytes, sheet: str) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(data), read_only=True, data_only=True)[sheet].iter_rows(values_only=True))


def chosen(*names: str) -> LedgerColumns:
    return chosen_columns(names)


def rounded(cells: Cells) -> Cells:
    return {place: round(value, 12) if isinstance(value, float) else value for place, value in cells.items()}


def to_be_ranked() -> Ledger:
    """Six units that reported so many returns of so many."""
    returns = [(2, 3), (4, 6), (3, 3), (1, 3), (2, 2), (0, 5)]
    units = tuple(
        replace(UNIT_SUMMARY, unit=f"市第{number}局", asked=asked, reported=reported)
        for number, (reported, asked) in enumerate(returns, 1)
    )
    return replace(LEDGER, units=units)


@pytest.fixture(scope="module")
def written() -> dict[str, bytes]:
    """Workbooks with values beside their formulas."""
    empty = replace(LEDGER, tasks=(), units=(), missing=(), colours={}, asked=0, reported=0, accepted=0)
    return {
        "all": ledger_workbook(made_ledger(1)),
        "without-lights": ledger_workbook(made_ledger(2), chosen("编号", "重点任务", "单位", "本期进展")),
        "of-one-unit": ledger_workbook(of_unit(made_ledger(2), ["东岭县政府"], ""), chosen("编号", "单位")),
        "without-lines": ledger_workbook(made_ledger(3), chosen("编号", "重点任务")),
        "empty": ledger_workbook(empty),
        # a ledger that shows no lines keeps the units' counts as they are: the ranks alone are computed
        "ranks": ledger_workbook(to_be_ranked(), chosen("编号")),
    }


@pytest.fixture(scope="module")
def computed(recalculated: Recalculated, written: dict[str, bytes]) -> dict[str, bytes]:
    """The same without values, as LibreOffice computes them."""
    bare = {f"{name}.xlsx": without_values(data) for name, data in written.items()}
    assert {value for data in bare.values() for value in values(data).values()} == {None}
    return {name.partition(".")[0]: data for name, data in recalculated(bare).items()}


@pytest.mark.office
@pytest.mark.parametrize("name", ["all", "without-lights", "of-one-unit", "without-lines", "empty"])
def test_libreoffice_computes_what_stands_beside_each_formula(
    written: dict[str, bytes], computed: dict[str, bytes], name: str
) -> None:
    found = {place: cell.value for place, cell in filled(computed[name], values_only=True)}
    held = values(written[name])
    assert rounded({place: found.get(place) for place in held}) == rounded(held)


def test_every_figure_of_the_plan_on_the_cover_is_a_formula_and_equals_the_record() -> None:
    ledger = made_ledger(4)
    data = ledger_workbook(ledger)
    cover = {row[0]: row[1] for row in rows(data, "封面")[3:]}
    names = ["任务数", *(WORDS[colour] for colour in LIGHTS), "已报完成、考核点未达成"]
    names += ["应报（任务·单位）", "已报", "已采纳"]
    assert [cover[name] for name in names] == [
        len(ledger.tasks),
        *(sum(task.colour is colour for task in ledger.tasks) for colour in LIGHTS),
        sum(task.done and task.checkpoints[1] > 0 for task in ledger.tasks),  # no mark of a made ledger is met
        *(ledger.asked, ledger.reported, ledger.accepted),
    ]
    assert len([place for place in formulas(data) if place[0] == "封面"]) == len(names)


def test_ledger_of_one_unit_counts_its_own_lights() -> None:
    whole = made_ledger(9)
    own = [line.colour for task in whole.tasks for line in task.lines if line.unit == "东岭县政府"]
    data = ledger_workbook(of_unit(whole, ["东岭县政府"], ""))
    lights = [own.count(colour) for colour in LIGHTS]
    cover = {row[0]: row[1] for row in rows(data, "封面")[3:]}
    assert [cover[WORDS[colour]] for colour in LIGHTS] == lights
    assert list(next(row for row in rows(data, "分部分") if row[1] == "合计")[12:]) == lights
    assert [row[1] for row in rows(data, "图表")[3:8]] == lights
    assert [row[1] for row in rows(data, "分单位")[1:-1]] == ["东岭县政府", "合计（各单位相加）"]


def test_units_are_counted_with_denominators_and_told_in_blocks() -> None:
    ledger = made_ledger(5)
    told = rows(ledger_workbook(ledger), "分单位")
    assert told[0][:12] == (
        *("序号", "单位", "类别", "任务数", "其中牵头", "已完成", "完成率", "应报", "已报", "未报", "报送率"),
        "报送率名次",
    )
    by_name = {row[1]: row for row in told[1:]}
    for unit in ledger.units:
        lines = [line for task in ledger.tasks for line in task.lines if line.unit == unit.unit]
        done = sum(line.done for line in lines)
        assert by_name[unit.unit][3:11] == (
            *(len(lines), unit.leading, done, pytest.approx(done / len(lines))),
            *(unit.asked, unit.reported, unit.asked - unit.reported, pytest.approx(unit.reported / unit.asked)),
        )
        assert by_name[unit.unit][12:] == tuple(sum(line.colour is c for line in lines) for c in LIGHTS)
    assert [row[1] or row[0] for row in told[1:-1]] == [
        *("市司法局", "市有关部门*", "市有关部门甲", "东岭县政府", "=1+1"),
        "以下单位的类别待确认（推定），不排名次",
        "高新区管委会",
        "以下单位依法不列入政府督查对象（党委、人大、政协、法院、检察院、垂直管理等），单列，不排名次",
        *("市中级人民法院", "市委宣传部", "市消防救援支队"),
        "合计（各单位相加）",
    ]
    assert by_name["合计（各单位相加）"][7:9] == (ledger.asked, ledger.reported)
    assert by_name["高新区管委会"][2] == "派出或授权机构（推定）"


def ranks(*returns: tuple[int, int], kinds: tuple[str, ...] = ()) -> list[Any]:
    """The ranks of units that reported so many returns of so many."""
    units = tuple(
        UnitSummary(f"市第{number}局", kind, tasks=asked, leading=0, asked=asked, reported=reported, colours={})
        for number, ((reported, asked), kind) in enumerate(
            zip(returns, (*kinds, *["政府部门"] * len(returns)), strict=False), 1
        )
    )
    told = rows(ledger_workbook(replace(LEDGER, units=units)), "分单位")
    return [row[11] for row in told[1:] if str(row[1]).startswith("市第")]


@pytest.mark.parametrize(
    ("returns", "expected"),
    [
        ([(2, 3), (4, 6), (3, 3), (1, 3)], [2, 2, 1, 4]),
        ([(3, 3), (2, 2), (1, 3), (3, 4)], [1, "—", 3, 2]),
        ([(3, 3), (2, 2), (1, 3)], ["—", "—", "—"]),
        ([(0, 0), (0, 3), (0, 3), (3, 3)], ["—", 2, 2, 1]),
    ],
    ids=["equal-rates", "fewer-than-three-asked", "fewer-than-three-units", "nothing-asked"],
)
def test_reporting_rates_are_ranked_only_where_there_is_enough_to_rank(
    returns: list[tuple[int, int]], expected: list[Any]
) -> None:
    assert ranks(*returns) == expected
    able = [Fraction(one, of) for one, of in returns if of >= 3]
    assert [place for place in expected if place != "—"] in (
        [],
        [1 + sum(other > rate for other in able) for rate in able],
    )


def test_organs_the_government_does_not_direct_are_not_ranked() -> None:
    returns = [(3, 3), (2, 3), (1, 3), (3, 3)]
    assert ranks(*returns, kinds=("法院",)) == [2, 3, 1, "—"]  # 法院 stands apart, below the others
    assert ranks(*returns, kinds=("法院", "人大")) == ["—"] * 4


@pytest.mark.office
def test_libreoffice_ranks_as_we_do(computed: dict[str, bytes]) -> None:
    assert [row[11] for row in rows(computed["ranks"], "分单位")[1:7]] == [2, 2, 1, 4, "—", 5]


def test_sections_are_counted_in_the_order_of_the_plan_and_add_up() -> None:
    ledger = made_ledger(6)
    told = rows(ledger_workbook(ledger), "分部分")
    assert [row[1] for row in told[1:6]] == ["一、规范决策", "二、规范?法", "二、规范执法", "（不分部分）", "合计"]
    for row, name in zip(told[1:5], ("一、规范决策", "二、规范?法", "二、规范执法", ""), strict=True):
        tasks = [task for task in ledger.tasks if task.section == name]
        assert (row[2], row[3], row[5], row[6]) == (
            len(tasks),
            sum(task.done for task in tasks),
            sum(task.checkpoints[1] for task in tasks),
            sum(task.checkpoints[0] for task in tasks),
        )
        assert row[12:] == tuple(sum(task.colour is colour for task in tasks) for colour in LIGHTS)
    total = told[5]
    assert (total[2], total[8], total[9]) == (len(ledger.tasks), ledger.asked, ledger.reported)
    assert total[12:] == tuple(ledger.colours[colour] for colour in LIGHTS)


def test_rate_of_nothing_is_a_dash() -> None:
    task = replace(LEDGER.tasks[0], checkpoints=(0, 0), lines=())
    told = rows(ledger_workbook(replace(LEDGER, tasks=(task,), units=())), "分部分")
    assert (told[1][7], told[1][11]) == ("—", "—")


def test_what_summaries_count_by_stands_hidden_beside_the_rows() -> None:
    sheet = load_workbook(BytesIO(ledger_workbook(LEDGER, chosen("编号", "单位"))))["台账"]
    header = [cell.value for cell in sheet[2]]
    assert header[:3] == ["序号", "编号", "单位"]
    assert header[3:] == [
        *(
            "计任务",
            "计完成任务",
            "计达成",
            "计考核点",
            "计任务未达成",
            "部分序",
            "单位序",
            "计牵头",
            "计应报",
            "计已报",
            "计采纳",
            "计完成",
            "计未达成",
        ),
        *("任务亮灯", "亮灯"),
    ]
    hidden = [column.hidden for _, column in sorted(sheet.column_dimensions.items())]
    assert hidden == [False] * 3 + [True] * 15
    assert sheet.auto_filter.ref == "A2:C4"
    assert [cell.value for cell in sheet[3]][3:] == [1, None, 3, 4, None, 1, 1, 1, 1, 1, 1, None, None, "黄", "绿"]
    assert [cell.value for cell in sheet[4]][3:] == [*[None] * 5, 1, 2, None, 1, *[None] * 4, "黄", "黄"]


def test_where_no_column_of_lines_is_chosen_a_task_is_one_row() -> None:
    data = ledger_workbook(made_ledger(7), chosen("编号", "任务亮灯"))
    sheet = load_workbook(BytesIO(data))["台账"]
    assert sheet.max_row == 2 + 24
    assert [str(block) for block in sheet.merged_cells.ranges] == ["A1:B1"]
    assert rows(data, "分单位") == rows(ledger_workbook(made_ledger(7)), "分单位")


def test_workbook_is_computed_when_it_is_opened() -> None:
    with ZipFile(BytesIO(ledger_workbook(LEDGER))) as parts:
        assert b'fullCalcOnLoad="1"' in parts.read("xl/workbook.xml")


def test_values_are_put_beside_formulas_whatever_openpyxl_writes_for_none() -> None:
    part = (
        b'<c r="A1" s="2"><f>SUM(B1:B2)</f><v /></c><c r="A2"><f>T(B1)</f><v></v></c>'
        b'<c r="A3"><f>B1</f><v/></c><c r="B1"><v>3</v></c>'
    )
    assert with_values(part, {"A1": 3, "A2": "<—", "A3": 0.5}).decode() == (
        '<c r="A1" s="2"><f>SUM(B1:B2)</f><v>3</v></c><c r="A2" t="str"><f>T(B1)</f><v>&lt;—</v></c>'
        '<c r="A3"><f>B1</f><v>0.5</v></c><c r="B1"><v>3</v></c>'
    )


def test_names_that_are_patterns_or_formulas_are_counted_by_number() -> None:
    assert {name for name, _ in UNITS} >= {"市有关部门*", "市有关部门甲", "=1+1"}
    texts = formulas(ledger_workbook(made_ledger(8))).values()
    assert not [text for text in texts if "有关" in text or "1+1" in text.replace("1+SUM", "")]


def test_days_of_the_cover_are_days() -> None:
    cover = {row[0]: row[1] for row in rows(ledger_workbook(LEDGER), "封面")[3:]}
    assert cover["判灯日"] == dt.datetime(2024, 6, 30, 0, 0)  # noqa: DTZ001 - as openpyxl gives it
