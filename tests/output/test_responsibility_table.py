"""The table of who does what by when, as a workbook and as a document."""

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import Any

import docx
from docx.shared import Length
from openpyxl import load_workbook

from planner.domain.wording import PlanState
from planner.domain.workbooks import PLAN_PROPERTY
from planner.output.responsibility import responsibility_docx, responsibility_workbook
from tests.factories_views import RESPONSIBILITY_ROW, RESPONSIBILITY_TABLE
from tests.output.conftest import HOSTILE


def test_workbook_has_title_header_and_a_row_for_each_task() -> None:
    rows = list(
        load_workbook(BytesIO(responsibility_workbook(RESPONSIBILITY_TABLE)))["责任分工表"].iter_rows(values_only=True)
    )
    june, december = (dt.datetime.combine(day, dt.time()) for day in (dt.date(2024, 6, 30), dt.date(2024, 12, 31)))
    first, second = RESPONSIBILITY_TABLE.rows
    units = "市财政局、各县（市、区）政府"
    points = "2024-05.1 编制目录（2024-06-30）\n2024-05.2 审查率100%"
    assert rows == [
        ("云溪市2024年法治建设工作要点责任分工表（草案）", *([None] * 12)),
        (
            *("编号", "部分", "序号", "重点任务", "牵头单位", "责任单位", "配合单位", "完成时限", "时限来源"),
            *("原文时限", "考核点", "牵头建议（推定）", "版本"),
        ),
        (
            "2024-05",
            "二、规范行政决策",
            "（五）",
            "管好决策目录",
            "市司法局",
            units,
            None,
            june,
            "原文",
            "6月底前",
            points,
            None,
            first.version,
        ),
        (
            "2024-06",
            "二、规范行政决策",
            "（六）",
            "加强合同审查",
            None,
            units,
            None,
            december,
            "推定",
            None,
            None,
            "市财政局",
            second.version,
        ),
    ]


def test_workbook_days_are_dates_and_header_repeats() -> None:
    sheet = load_workbook(BytesIO(responsibility_workbook(RESPONSIBILITY_TABLE)))["责任分工表"]
    assert (sheet["H3"].data_type, sheet["H3"].number_format) == ("d", "yyyy-mm-dd")
    assert (sheet.print_title_rows, sheet.freeze_panes, sheet.auto_filter.ref) == ("$2:$2", "E3", "A2:M4")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_workbook_carries_its_plan_and_tells_how_to_send_it_back() -> None:
    workbook: Any = load_workbook(BytesIO(responsibility_workbook(RESPONSIBILITY_TABLE)))
    assert {prop.name: prop.value for prop in workbook.custom_doc_props.props} == {PLAN_PROPERTY: "2024"}
    told = "".join(str(row[0]) for row in workbook["说明"].iter_rows(values_only=True))
    assert "发回" in told
    assert "（代码 2024，草案）" in told


def test_title_of_a_confirmed_plan_does_not_call_it_a_draft() -> None:
    table = replace(RESPONSIBILITY_TABLE, plan_state=PlanState.CONFIRMED)
    title = load_workbook(BytesIO(responsibility_workbook(table)))["责任分工表"]["A1"].value
    assert title == "云溪市2024年法治建设工作要点责任分工表"


def test_workbook_keeps_hostile_texts_as_texts() -> None:
    table = replace(RESPONSIBILITY_TABLE, rows=tuple(replace(RESPONSIBILITY_ROW, title=text) for text in HOSTILE))
    sheet = load_workbook(BytesIO(responsibility_workbook(table)))["责任分工表"]
    assert {sheet.cell(row, 4).data_type for row, text in enumerate(HOSTILE, 3) if text} == {"s"}


def test_document_is_a_landscape_a4_with_one_table() -> None:
    document = docx.Document(BytesIO(responsibility_docx(RESPONSIBILITY_TABLE)))
    section = document.sections[0]
    width, height = section.page_width, section.page_height
    assert [round(Length(side or 0).mm) for side in (width, height)] == [297, 210]
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "云溪市2024年法治建设工作要点责任分工表（草案）",
        "注：数据截止2024年4月20日；完成时限注明“推定”的，原文未写明时限。",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["编号", "重点任务", "牵头单位", "责任单位", "配合单位", "完成时限", "考核点", "牵头建议\n（推定）"],
        [
            "2024-05",
            "（五）管好决策目录",
            "市司法局",
            "市财政局、各县（市、区）政府",
            "",
            "2024-06-30\n（原文）",
            "2024-05.1 编制目录（2024-06-30）\n2024-05.2 审查率100%",
            "",
        ],
        [
            *("2024-06", "（六）加强合同审查", "", "市财政局、各县（市、区）政府", ""),
            *("2024-12-31\n（推定）", "", "市财政局"),
        ],
    ]


def test_document_repeats_its_header_and_keeps_rows_whole() -> None:
    table = docx.Document(BytesIO(responsibility_docx(RESPONSIBILITY_TABLE))).tables[0]
    marks = [[child.tag.rpartition("}")[2] for child in row._tr.trPr] for row in table.rows]  # noqa: SLF001 - row marks
    assert marks == [["cantSplit", "tblHeader"], ["cantSplit"], ["cantSplit"]]
