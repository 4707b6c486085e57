"""The review workbook, re-opened cell by cell."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.domain.drafts import DueSource
from planner.domain.review import ReviewBook
from planner.domain.wording import PlanState, Provenance
from planner.domain.workbooks import KIND_PROPERTY, PLAN_PROPERTY, STATE_PROPERTY
from planner.output.looks import Shade
from planner.output.review_xlsx import review_workbook
from planner.output.text import clean
from tests.factories_review import PROPOSED_TASK, RATE_POINT, REVIEW_BOOK, REVIEW_POINT, REVIEW_TASK, TWICE_POINT
from tests.output.conftest import HOSTILE

JUNE, DECEMBER = (dt.datetime.combine(day, dt.time()) for day in (dt.date(2024, 6, 30), dt.date(2024, 12, 31)))


def opened(book: ReviewBook = REVIEW_BOOK) -> Workbook:
    return load_workbook(BytesIO(review_workbook(book)))


def rows(sheet: Worksheet) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def shades(sheet: Worksheet, row: int) -> dict[str, str]:
    """The shade of each coloured cell of a row, by its column's name."""
    known = {f"00{shade.value}": shade.name for shade in Shade}
    cells = {str(head.value): str(cell.fill.start_color.rgb) for head, cell in zip(sheet[1], sheet[row], strict=True)}
    return {name: known[colour] for name, colour in cells.items() if colour in known}


def told(book: ReviewBook = REVIEW_BOOK) -> dict[Any, Any]:
    return {row[0]: row[1] for row in rows(opened(book)["说明"])}


def test_workbook_has_a_sheet_for_each_thing_to_decide() -> None:
    assert opened().sheetnames == ["说明", "任务", "考核点", "修订建议", "改动记录"]
    assert opened(replace(REVIEW_BOOK, proposals=())).sheetnames == ["说明", "任务", "考核点", "改动记录"]


def test_tasks_stand_below_one_header_with_what_was_read() -> None:
    assert rows(opened()["任务"]) == [
        (
            *("编号", "处理", "跟踪", "部分", "序号", "类别", "任务", "正文", "牵头单位", "责任单位", "配合单位"),
            *("完成时限", "时限出处", "考核点", "提示", "原文", "版本"),
        ),
        (
            *("2024-05", None, "是", "二、规范行政决策", "（五）", "任务", "管好决策目录"),
            "6月底前编制决策目录，实行动态管理。\n合法性审查率达到95%以上。",
            *("市司法局", "市财政局、各县（市、区）政府", None, JUNE),
            "原文“6月底前”\n另有时间：“第一季度”",
            "2024-05.1 编制决策目录（2024-06-30）\n2024-05.2 合法性审查率≥95%（推定 2024-12-31）",
            None,
            REVIEW_TASK.source,
            REVIEW_TASK.version,
        ),
        (
            *("2024-06", None, "是", "二、规范行政决策", "（六）", "任务", "加强合同审查"),
            *("对重大合同逐件审查。", None, "市财政局、市司法局", "市审计局", DECEMBER),
            *("推定：原文没有写明，暂按计划的最后一天", None),
            "“择机”像是时间，没有读懂\n责任单位“市审记局”不在单位名册里\n首列单位“市财政局”可作牵头（推定）",
            *(PROPOSED_TASK.source, PROPOSED_TASK.version),
        ),
        (
            *("2024-07", None, "否", "二、规范行政决策", None, "保障措施", None, "各单位要加强组织领导。"),
            *(None, None, None, DECEMBER, "推定：原文“长期坚持”不是日期，暂按计划的最后一天"),
            *(None, None, "各单位要加强组织领导。", REVIEW_BOOK.tasks[2].version),
        ),
    ]


def test_due_days_that_people_set_say_so() -> None:
    tasks = (
        replace(REVIEW_TASK, provenance=Provenance.COORDINATOR, times=()),
        replace(PROPOSED_TASK, provenance=Provenance.EXTENDED),
    )
    sheet = opened(replace(REVIEW_BOOK, tasks=tasks))["任务"]
    assert [sheet["M2"].value, sheet["M3"].value] == ["统筹设定；原文“6月底前”", "延期"]
    assert "完成时限" not in shades(sheet, 3)


def test_what_is_proposed_what_is_odd_and_what_is_locked_differ_in_colour() -> None:
    sheet = opened()["任务"]
    assert shades(sheet, 2) == {
        "类别": "LOCKED",
        "时限出处": "LOCKED",
        "考核点": "PROPOSED",
        "提示": "LOCKED",
        "原文": "LOCKED",
        "版本": "LOCKED",
    }
    assert shades(sheet, 3) == {
        "类别": "LOCKED",
        "牵头单位": "PROPOSED",
        "完成时限": "PROPOSED",
        "时限出处": "PROPOSED",
        "考核点": "LOCKED",
        "提示": "NOTED",
        "原文": "LOCKED",
        "版本": "LOCKED",
    }
    assert shades(opened(replace(REVIEW_BOOK, tasks=(replace(PROPOSED_TASK, warnings=()),)))["任务"], 2)["提示"] == (
        "PROPOSED"
    )


def test_checkpoints_show_every_field_and_default_days_as_proposed() -> None:
    sheet = opened()["考核点"]
    assert rows(sheet) == [
        (
            *("编号", "处理", "任务", "考核内容", "类型", "要求", "数值", "计量单位", "周期", "应达成日", "日期出处"),
            *("归属", "原句", "版本"),
        ),
        (
            *("2024-05.1", None, "2024-05", "编制决策目录", "时间", None, None, None, None, "2024-06-30", "原文"),
            *(None, REVIEW_POINT.sentence, REVIEW_POINT.version),
        ),
        (
            *("2024-05.2", None, "2024-05", "合法性审查率达到95%以上", "比率", "≥", "95", "%", None, "2024-12-31"),
            *("推定", None, RATE_POINT.sentence, RATE_POINT.version),
        ),
        (
            *("2024-06.1", None, "2024-06", "每半年至少抽查1次", "频次", "≥", "1", "次", "每半年"),
            *("2024-06-30\n2024-12-31", "原文", "市、县两级政府", TWICE_POINT.sentence, TWICE_POINT.version),
        ),
    ]
    assert shades(sheet, 2) == {"日期出处": "LOCKED", "原句": "LOCKED", "版本": "LOCKED"}
    assert shades(sheet, 3) == {"应达成日": "PROPOSED", "日期出处": "PROPOSED", "原句": "LOCKED", "版本": "LOCKED"}


def test_proposals_and_records_are_listed() -> None:
    workbook = opened()
    assert rows(workbook["修订建议"]) == [
        ("建议号", "处理", "任务", "项目", "现在", "新文件", "版本"),
        (7, None, "2024-05", "正文", "实行动态管理。", "实行动态管理，每季度公布。", "2b133730"),
        (8, None, None, "新任务", None, "（八）开展法治体检。", "e3b0c442"),
    ]
    assert workbook["修订建议"].column_dimensions["G"].hidden
    assert rows(workbook["改动记录"]) == [
        ("日期", "核定人", "编号", "项目", "识读", "核定"),
        (
            dt.datetime.combine(dt.date(2024, 4, 18), dt.time()),
            *("林知远", "2024-05", "完成时限", "2024-12-31", "2024-06-30"),
        ),
    ]


def test_cells_guide_what_is_typed_in_them() -> None:
    def rules(sheet: Worksheet) -> dict[str, tuple[str | None, str | None]]:
        return {rule.promptTitle: (rule.type, rule.formula1) for rule in sheet.data_validations.dataValidation}

    workbook = opened()
    free = (None, None)
    assert rules(workbook["任务"]) == {
        "编号": free,
        "处理": free,
        "跟踪": ("list", '"是,否"'),
        "牵头单位": free,
        "责任单位": free,
        "配合单位": free,
        "完成时限": ("date", "36526"),
    }
    assert {name: list_ for name, (kind, list_) in rules(workbook["考核点"]).items() if kind == "list"} == {
        "处理": '"删除,新增"',
        "类型": '"时间,比率,数量,频次"',
        "要求": '"≥,≤,="',
        "周期": '"每年,每半年,每季度,每月"',
    }
    assert rules(workbook["修订建议"]) == {"处理": ("list", '"采用,不采用"')}
    assert all(
        len(str(rule.prompt)) <= 255 and len(str(rule.promptTitle)) <= 32
        for sheet in workbook.worksheets
        for rule in sheet.data_validations.dataValidation
    )


def test_guides_and_formats_reach_the_rows_that_people_add() -> None:
    sheet = opened()["任务"]
    ranges = {rule.promptTitle: str(rule.sqref) for rule in sheet.data_validations.dataValidation}
    assert (ranges["跟踪"], ranges["完成时限"]) == ("C2:C304", "L2:L304")
    assert [sheet.column_dimensions[letter].number_format for letter in "AL"] == ["@", "yyyy-mm-dd"]


def test_codes_stay_texts_when_they_are_typed_over() -> None:
    workbook = opened()
    cells = (workbook["任务"]["A2"], workbook["任务"]["B2"], workbook["考核点"]["C2"], workbook["考核点"]["G3"])
    assert [cell.number_format for cell in cells] == ["@"] * 4
    assert (workbook["任务"]["L2"].number_format, workbook["任务"]["L2"].data_type) == ("yyyy-mm-dd", "d")


def test_tables_are_set_up_for_screen_and_paper() -> None:
    sheet = opened()["任务"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("D2", "A1:Q4", "$1:$1")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.page_setup.fitToWidth) == (
        "landscape",
        9,
        1,
    )
    assert sheet.print_area == "'任务'!$A$1:$O$4"
    assert [letter for letter in "ABCDEFGHIJKLMNOPQ" if sheet.column_dimensions[letter].hidden] == ["Q"]
    assert opened()["考核点"].print_area == "'考核点'!$A$1:$M$4"


def test_long_bodies_get_tall_rows_and_their_original_does_not_count() -> None:
    short, long = REVIEW_TASK, replace(REVIEW_TASK, code="2024-06", body="逐件审查。" * 40, source="原" * 3000)
    sheet = opened(replace(REVIEW_BOOK, tasks=(short, long)))["任务"]
    height = sheet.row_dimensions[3].height or 0
    assert (sheet.row_dimensions[2].height or 0) < 13 * 400 / 48 < height < 150


def test_guide_tells_plan_source_counts_and_what_stands_outside() -> None:
    lines = told()
    assert {name: lines[name] for name in ("工作要点", "状态", "来源文件", "来源文件校验码", "数据截止")} == {
        "工作要点": "云溪市2024年法治建设工作要点（代码 2024）",
        "状态": "草案",
        "来源文件": "要点.docx",
        "来源文件校验码": f"SHA-256：{REVIEW_BOOK.source_sha256}",
        "数据截止": "2024-04-20",
    }
    assert {name: lines[name] for name in ("任务", "考核点", "待核定的推定", "有提示的", "修订建议")} == {
        "任务": "3行，跟踪2行，不跟踪1行",
        "考核点": "3个，其中应达成日推定的1个",
        "待核定的推定": "完成时限2行，牵头单位1行",
        "有提示的": "1行，另有全文提示1条",
        "修订建议": "2条",
    }
    assert (lines["1"], lines["标题"], lines["引言"]) == (
        "文中说“8个方面”，读到7个",
        "云溪市2024年法治建设工作要点",
        "今年的工作要点如下。",
    )


def test_guide_says_what_to_do_and_how_to_hand_it_back() -> None:
    steps = "\n".join(str(text) for name, text in told().items() if str(name).startswith("怎样核对"))
    for words in ("“处理”", "并入 2024-03", "拆自 2024-05", "新1", "不要删除整行", "采用"):
        assert words in steps
    assert "planner plan review 2024 --apply 核对表.xlsx" in steps
    assert "修订建议" not in "\n".join(map(str, told(replace(REVIEW_BOOK, proposals=())).values()))


def test_guide_names_the_colours_on_their_grounds() -> None:
    sheet = opened()["说明"]
    grounds = {cell.value: cell.fill.start_color.rgb for cell in sheet["A"]}
    assert [grounds[name] for name in ("推定", "提示", "对照")] == [f"00{shade.value}" for shade in Shade]


def test_confirmed_plan_is_locked_but_for_its_proposals() -> None:
    book = replace(REVIEW_BOOK, plan_state=PlanState.CONFIRMED)
    workbook = opened(book)
    assert [len(sheet.data_validations.dataValidation) for sheet in workbook.worksheets] == [0, 0, 0, 1, 0]
    assert len(shades(workbook["任务"], 2)) == workbook["任务"].max_column
    assert shades(workbook["任务"], 3)["完成时限"] == "PROPOSED"
    assert "处理" not in shades(workbook["修订建议"], 2)
    assert "只有“修订建议”表会被采用" in told(book)["怎样核对 1"]
    assert "目前没有修订建议" in told(replace(book, proposals=()))["怎样核对 1"]


def test_workbook_carries_what_it_is_and_whose() -> None:
    workbook: Any = opened()
    assert {prop.name: prop.value for prop in workbook.custom_doc_props.props} == {
        KIND_PROPERTY: "review",
        PLAN_PROPERTY: "2024",
        STATE_PROPERTY: REVIEW_BOOK.state,
    }


def test_hostile_texts_stay_texts() -> None:
    texts = [text for text in HOSTILE if "\ud800" not in text]
    tasks = tuple(replace(REVIEW_TASK, title=text, body=text, source=text, warnings=(text,)) for text in texts)
    points = tuple(replace(REVIEW_POINT, text=text, unit=text, due_source=DueSource.NONE) for text in texts)
    workbook = opened(replace(REVIEW_BOOK, tasks=tasks, points=points, notes=tuple(texts)))
    assert [row[7] for row in rows(workbook["任务"])[1:]] == [clean(text) or None for text in texts]
    cells = [cell for sheet in workbook.worksheets[:3] for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s", "d"}


def test_same_book_gives_the_same_cells() -> None:
    def cells(book: ReviewBook) -> list[object]:
        return [
            (sheet.title, cell.coordinate, cell.value, cell.style_id, sheet.row_dimensions[number].height)
            for sheet in opened(book).worksheets
            for number, row in enumerate(sheet.iter_rows(), 1)
            for cell in row
        ]

    assert cells(REVIEW_BOOK) == cells(REVIEW_BOOK)


def test_book_with_nothing_in_it_is_still_a_workbook() -> None:
    empty = replace(REVIEW_BOOK, tasks=(), points=(), proposals=(), records=(), notes=(), outside=())
    assert {sheet.title: sheet.max_row for sheet in opened(empty).worksheets if sheet.title != "说明"} == {
        "任务": 1,
        "考核点": 1,
        "改动记录": 1,
    }
