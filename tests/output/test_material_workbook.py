"""The workbook of material, re-opened cell by cell."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.material_book import MaterialBook, kept_of
from planner.domain.number_ledger import Conflict
from planner.domain.workbooks import KIND_PROPERTY, PLAN_PROPERTY, STATE_PROPERTY, VERSION_PROPERTY
from planner.output.looks import Shade
from planner.output.material_xlsx import material_workbook
from planner.output.text import clean
from tests.factories_material import AUTUMN, LEADING, MATERIAL_BOOK, MEASURE, PROBLEM, SAME, SENTENCE, book_of
from tests.output.conftest import HOSTILE

HEADER = (
    *("序号", "排序", "部分", "章节", "任务编号", "任务", "单位", "填报期", "类别", "原文"),
    *("处理", "并入", "报告用语", "原因", "理由和提示", "数据", "键"),
)


def opened(book: MaterialBook = MATERIAL_BOOK) -> Workbook:
    return load_workbook(BytesIO(material_workbook(book)))


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    """The filled rows."""
    return [values for values in sheet.iter_rows(values_only=True) if any(value is not None for value in values)]


def open_cells(sheet: Worksheet, row: int) -> list[str]:
    """The columns of a row that may be typed in, by their names."""
    return [str(head.value) for head, cell in zip(sheet[1], sheet[row], strict=True) if not cell.protection.locked]


def test_every_row_of_the_material_stands_below_one_header() -> None:
    section, title = "二、规范执法", "评查执法案卷"
    done = ("一、主要举措和成效", section, "2024-03", title)
    assert rows(opened()["选材"]) == [
        HEADER,
        (
            *(1, 1, *done, "市司法局", "2024Q2", "进展", "抽取案卷36宗开展评查。"),
            *("采用", None, "抽取案卷36宗开展评查。", None, None, "36宗", "12.1"),
        ),
        (
            *(2, 2, *done, "市公安局", "2024Q2", "进展", "配合抽取案卷36宗开展评查。"),
            *("合并", 1, "配合抽取案卷36宗开展评查。", None, "与第1行说的是同一件事", "36宗", "13.1"),
        ),
        (
            *(3, 3, *done, "市司法局", None, "数据", "全年评查案卷36宗、24宗"),
            *("采用", None, "全年共评查案卷60宗", None, "两期相加", "36宗、24宗", "m:2024-03:评查案卷:宗"),
        ),
        (
            *(4, 4, "二、不足和原因", section, "2024-03", title, "市司法局", "2024Q2", "问题", "评查力量不足"),
            *("采用", None, "评查力量不足", "评查人员都是兼职", None, None, "12.p"),
        ),
        (
            *(5, 5, "四、主要安排", section, "2024-03", title, "市司法局", "2024Q2", "下步", "建立评查人员库"),
            *("采用", None, "建立评查人员库", None, None, None, "12.s"),
        ),
        (
            *(6, 1, "三、第一责任人职责", section, "2024-04", "主要负责人述法", "市政府办公室", "2024Q4", "进展"),
            *("组织述法1次", "不用", None, "组织述法1次", None, "还没有启动", None, "20.1"),
        ),
    ]


def test_figures_are_listed_with_entry_place_and_what_becomes_of_them() -> None:
    def line(number: int, name: str, *rest: object) -> tuple[object, ...]:
        return (number, "评查案卷", name, "宗", *rest)

    found = [tuple(str(v)[:10] if hasattr(v, "year") else v for v in row) for row in rows(opened()["数据"])]
    assert found == [
        (
            *("选材序号", "名称", "数据", "计量单位", "口径", "任务编号", "单位", "填报编号", "填报期", "日期"),
            *("填报表里的位置", "全年数怎么来的"),
        ),
        line(
            *(1, "36宗", "文中", "2024-03", "市司法局", 12, "2024Q2", "2024-07-03", None),
            "36宗：几处说的是同一事实，只写一次；60宗：相加（36宗＋24宗）",
        ),
        line(
            *(2, "36宗", "累计", "2024-03", "市公安局", 13, "2024Q2", "2024-07-03", "填报表!H3"),
            "36宗：几处说的是同一事实，只写一次；不另计：已有更新的数，或与别处相同",
        ),
        line(
            *(3, "36宗", "文中", "2024-03", "市司法局", 12, "2024Q2", "2024-07-03", None),
            "36宗：几处说的是同一事实，只写一次；60宗：相加（36宗＋24宗）",
        ),
        line(
            *(3, "24宗", "文中", "2024-03", "市司法局", 19, "2024Q3", "2024-10-08", None),
            "60宗：相加（36宗＋24宗）",
        ),
    ]


def test_only_choices_and_wordings_may_be_typed_in_and_lines_below() -> None:
    sheet = opened()["选材"]
    assert open_cells(sheet, 2) == ["排序", "处理", "并入", "报告用语"]
    assert open_cells(sheet, 5) == ["排序", "处理", "并入", "报告用语", "原因"]
    typed = ["序号", "排序", "部分", "任务编号", "单位", "处理", "并入", "报告用语", "原因"]
    assert [open_cells(sheet, row) for row in (8, 47)] == [typed, typed]
    assert sheet.max_row == 47


def test_every_sheet_is_protected_without_a_password() -> None:
    workbook = opened()
    assert [(sheet.protection.sheet, sheet.protection.password) for sheet in workbook.worksheets] == [(True, None)] * 4
    free = workbook["选材"].protection
    assert (free.sort, free.autoFilter, free.formatColumns, free.formatRows, free.deleteRows) == (False,) * 5


def test_what_the_rules_would_not_tell_is_yellow_and_what_is_locked_grey() -> None:
    sheet = opened()["选材"]
    grounds = {shade.name: f"00{shade.value}" for shade in Shade}
    assert [sheet[f"K{row}"].fill.start_color.rgb for row in (3, 7)] == [grounds["PROPOSED"]] * 2
    assert sheet["K2"].fill.fill_type is None
    assert {sheet[f"{letter}2"].fill.start_color.rgb for letter in "ACEGJNOPQ"} == {grounds["LOCKED"]}


def test_choices_are_lists_and_hints_stand_beside_the_open_cells() -> None:
    rules = {rule.promptTitle: rule for rule in opened()["选材"].data_validations.dataValidation}
    assert {name: rule.formula1 for name, rule in rules.items() if rule.type} == {
        "部分": '"一、主要举措和成效,二、不足和原因,三、第一责任人职责,四、主要安排"',
        "处理": '"采用,合并,不用"',
    }
    assert set(rules) == {"序号", "排序", "部分", "任务编号", "处理", "并入", "报告用语", "原因"}
    assert all(len(str(rule.prompt)) <= 255 for rule in rules.values())


def test_table_is_set_up_for_screen_and_paper() -> None:
    sheet = opened()["选材"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("C2", "A1:Q47", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.print_area) == (
        "landscape",
        1,
        "'选材'!$A$1:$P$7",
    )
    assert [letter for letter in "ABCDEFGHIJKLMNOPQ" if sheet.column_dimensions[letter].hidden] == ["Q"]
    assert opened().active.title == "选材"  # type: ignore[union-attr]  # there is one
    printed = [sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLMNOP"]
    assert sum(printed) <= 202, "letters of ten points are smaller than 6.8 on a page that wide"


def test_guide_says_what_to_do_in_ten_lines_and_counts_the_parts() -> None:
    lines = {row[0]: row[1] for row in rows(opened()["说明"])}
    steps = [text for name, text in lines.items() if str(name).startswith("怎样选材")]
    assert len(steps) == 10
    assert "planner report annual 2024 --material 选材.xlsx -o 报告.docx" in steps[-1]
    assert {name: lines[name] for name in ("数据截止", "一、主要举措和成效", "三、第一责任人职责", "数据")} == {
        "数据截止": "2025-01-10，只有已采纳的填报",
        "一、主要举措和成效": "3行：采用2行，合并1行",
        "三、第一责任人职责": "1行：不用1行",
        "数据": "4处",
    }


def test_workbook_carries_what_it_is_and_whose() -> None:
    workbook: Any = opened()
    properties = {
        KIND_PROPERTY: "material",
        PLAN_PROPERTY: "2024",
        STATE_PROPERTY: MATERIAL_BOOK.state,
        VERSION_PROPERTY: "128-3f9a",
    }
    assert {prop.name: prop.value for prop in workbook.custom_doc_props.props} == properties
    assert dict(row[:2] for row in rows(workbook["planner"])[:4]) == properties
    assert [(sheet.title, sheet.sheet_state) for sheet in workbook.worksheets] == [
        ("说明", "visible"),
        ("选材", "visible"),
        ("数据", "visible"),
        ("planner", "hidden"),
    ]


def test_hostile_texts_stay_texts() -> None:
    texts = [text for text in HOSTILE if "\ud800" not in text]
    found = tuple(replace(PROBLEM, key=f"{n}.p", text=text, unit=text, cause=text) for n, text in enumerate(texts))
    sheet = opened(book_of(*found, LEADING, SENTENCE))["选材"]
    assert [sheet[f"J{row}"].value for row in range(2, 2 + len(texts))] == [clean(text) or None for text in texts]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} == {"s", "n"}


def test_plan_without_material_gives_a_workbook_to_write_in() -> None:
    empty = opened(replace(book_of(), figures=()))
    assert rows(empty["选材"]) == [HEADER]
    assert rows(empty["数据"])[1][0] == "已采纳的填报里没有数据"
    assert open_cells(empty["选材"], 2)[0] == "序号"


def test_same_book_gives_the_same_cells() -> None:
    def cells() -> list[object]:
        return [
            (sheet.title, cell.coordinate, cell.value, cell.style_id)
            for sheet in opened().worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]

    assert cells() == cells()


def test_measure_with_two_values_is_marked_on_each_row_that_has_one_of_them() -> None:
    conflict = Conflict("2024-03", "评查案卷", "宗", ("60宗", "62宗"), (AUTUMN,), "有两个数")
    sheet = opened(replace(MATERIAL_BOOK, conflicts=(conflict,)))["选材"]
    told = "数据矛盾：“评查案卷”有60宗、62宗，请核实"
    assert [sheet[f"O{row}"].value for row in (2, 3, 4)] == [None, SAME.reason, f"{MEASURE.reason}\n{told}"]
    assert [sheet[f"O{row}"].fill.start_color.rgb for row in (3, 4)] == [
        f"00{shade.value}" for shade in (Shade.LOCKED, Shade.NOTED)
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", "改过了", "[" * 30_000])
def test_what_was_kept_of_a_row_and_changed_since_is_nothing(text: str) -> None:
    assert kept_of(text) is None
