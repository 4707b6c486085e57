"""Workbooks of material that come back as they were sent, with any edits that are allowed, and spoilt."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from planner.domain.material import Material, MaterialKind, MaterialRow, ReportPart, Use
from planner.domain.material_book import MaterialBook
from planner.domain.material_faults import material_faults
from planner.domain.material_taking import TakenMaterial, take_material
from planner.domain.wording import WORDS
from planner.errors import FileMissing, FormatUnsupported, InputError, TableBroken
from planner.output.review_xlsx import review_workbook
from planner.reading.material import read_material
from tests.factories_material import (
    MATERIAL,
    MATERIAL_BOOK,
    PROBLEM,
    SENTENCE,
    TASKS,
    book_of,
)
from tests.factories_review import REVIEW_BOOK
from tests.output.conftest import HOSTILE
from tests.reading.material_files import changed, edited, faults, sent, typed, write
from tests.reading.office import saved_by_office

HARD = (
    *(text for text in HOSTILE if text.strip() and "\ud800" not in text),
    "_x000D_乙",
    "  两头有空格\u3000",
    "1,200",
)
TEXT = st.sampled_from(HARD) | st.text(max_size=30).map(lambda text: f"甲{text}")
COLUMNS = {"use": "K", "into": "L", "wording": "M", "cause": "N"}
PART_OF = {MaterialKind.PROBLEM: ReportPart.PROBLEMS, MaterialKind.NEXT_STEP: ReportPart.NEXT}


@st.composite
def materials(draw: st.DrawFn) -> Material:
    """Any material whose merged rows go into one that is told, of their own task and part where there is one."""
    rows: list[MaterialRow] = []
    for task in TASKS:
        for order in range(1, draw(st.integers(0, 4)) + 1):
            kind = draw(st.sampled_from(MaterialKind))
            part = PART_OF.get(kind, task.part)
            told = [row for row in rows if row.use is Use.TAKE and (row.task, row.part) == (task.code, part)]
            use = draw(st.sampled_from(Use if told else (Use.TAKE, Use.LEAVE)))
            row = replace(
                SENTENCE,
                key=draw(st.sampled_from((f"{task.code}.{order}", f"m:{task.code}:案卷（册）\x07 数:{order}"))),
                kind=kind,
                part=part,
                section=task.section,
                task=task.code,
                title=task.title,
                unit=draw(TEXT),
                text=draw(TEXT),
                use=use,
                order=order,
                into=draw(st.sampled_from(told)).key if use is Use.MERGE else "",
                wording=draw(st.none() | TEXT),
                cause=draw(TEXT) if part is ReportPart.PROBLEMS else "",
                reason=draw(TEXT),
            )
            rows.append(row)
    return replace(MATERIAL, rows=tuple(rows))


@given(materials())
@settings(deadline=None, max_examples=40)
def test_any_material_comes_back_as_it_was_sent(material: Material) -> None:
    with tempfile.TemporaryDirectory() as folder:
        returned = read_material(sent(Path(folder), replace(MATERIAL_BOOK, material=material)))
    assert (returned.faults, returned.untouched) == ((), True)
    assert take_material(material, returned, TASKS) == TakenMaterial(material, ())


@given(materials().filter(lambda material: len(material.rows) > 0), st.data())
@settings(deadline=None, max_examples=40)
def test_any_allowed_edits_come_back_and_nothing_else(material: Material, data: st.DataObject) -> None:
    uses = {row.key: data.draw(st.sampled_from((Use.TAKE, Use.LEAVE)), label=row.key) for row in material.rows}
    wanted = material
    for row in material.rows:
        told = [o for o in material.rows if (o.task, o.part) == (row.task, row.part) and uses[o.key] is Use.TAKE]
        others = [other.key for other in told if other.key != row.key]
        into = data.draw(st.sampled_from(others)) if others and uses[row.key] is Use.LEAVE else ""
        wording = data.draw(st.none() | st.text("改写案卷12宗，。ab \n", min_size=1).filter(str.strip))
        wanted = changed(
            wanted,
            row.key,
            use=Use.MERGE if into else uses[row.key],
            into=into,
            wording=row.wording if wording is None else wording,
            cause="都是兼职" if row.part is ReportPart.PROBLEMS and wording else row.cause,
        )
    with tempfile.TemporaryDirectory() as folder:
        returned = edited(Path(folder), lambda workbook: write_all(workbook, material, wanted), book_of(*material.rows))
    assert (returned.faults, material_faults(returned, "2024", TASKS)) == ((), ())
    assert take_material(material, returned, TASKS) == TakenMaterial(wanted, ())


def write_all(workbook: Workbook, before: Material, wanted: Material) -> None:
    """Type into the cells whatever is wanted otherwise than it was."""
    numbers = {row.key: number for number, row in enumerate(before.rows, 1)}
    for old, new in zip(before.rows, wanted.rows, strict=True):
        at = numbers[old.key] + 1
        cells: dict[str, Any] = {"use": WORDS[new.use], "into": numbers.get(new.into)}
        cells |= {"wording": new.wording} if new.wording != old.wording else {}
        cells |= {"cause": new.cause} if new.cause != old.cause else {}
        for field, value in cells.items():
            write(workbook, f"选材!{COLUMNS[field]}{at}", value)


# ---- spoilt ----


def test_unreadable_cells_are_told_all_at_once(tmp_path: Path) -> None:
    assert faults(tmp_path, K2="用", M2=None, B3="末尾", L3="77", M4="=1+", C8="五、其他", D2="=1+") == (
        "选材!D2：公式没有算出结果，请改成直接填写的内容",
        "选材!K2：看不懂“用”，请填 采用、合并、不用",
        "选材!B3：“末尾”不是数字，请写 1、2、2.5 一类的数",
        "选材!L3：没有序号为“77”的行",
        "选材!M4：公式没有算出结果，请改成直接填写的内容",
        "选材!C8：看不懂“五、其他”，请填 主要举措和成效、不足和原因、第一责任人职责、主要安排，或留空",
        "选材!E8：补写的一行要写任务编号，如 2024-03",
        "选材!M8：报告用语是空的；要写进报告的请写明，不写的请在“处理”里选“不用”",
    )


def test_nothing_is_told_of_what_only_follows_from_an_unreadable_cell(tmp_path: Path) -> None:
    typed_row = {"A8": "新1", "C8": "末部分", "E8": "2024-03", "M8": "补写一句。"}
    assert faults(tmp_path, K2="删", M2=None, L2="3", C3="二", A4="=1+", **typed_row, K5="合并", L5="新1") == (
        "选材!K2：看不懂“删”，请填 采用、合并、不用",
        "选材!第3行：灰色的格子改过了，改动不会写进报告；请恢复原样，要改的文字写在“报告用语”里",
        "选材!A4：公式没有算出结果，请改成直接填写的内容",
        "选材!C8：看不懂“末部分”，请填 主要举措和成效、不足和原因、第一责任人职责、主要安排，或留空",
    )


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"K2": None}, ("选材!K2：“处理”是空的，请填 采用、合并、不用",)),
        ({"M2": " "}, ("选材!M2：报告用语是空的；要写进报告的请写明，不写的请在“处理”里选“不用”",)),
        ({"L3": None}, ("选材!L3：“处理”是“合并”，请写并到哪一行（那一行第一列的序号）",)),
        ({"L3": "99"}, ("选材!L3：没有序号为“99”的行",)),
        ({"L3": "2"}, ("选材!L3：一行不能并入它自己",)),
        ({"L3": "6"}, ("选材!L3：序号6的行不用，并进去就写不到报告里了；请并入一个采用的行，或改这一行的“处理”",)),
        ({"L3": "4"}, ("选材!L3：序号4的行是别的部分的，只能并入同一项任务、同一部分的行",)),
        ({"L3": "6", "K7": "采用"}, ("选材!L3：序号6的行是别的任务的，只能并入同一项任务、同一部分的行",)),
        (
            {"K4": "合并", "L4": "2"},
            ("选材!L4：序号2的行自己也并入了别的行，并进去就写不到报告里了；请并入一个采用的行，或改这一行的“处理”",),
        ),
        (
            {"K2": "合并", "L2": "3", "K4": "合并", "L4": "1"},
            (
                "选材!L2：序号3的行自己也并入了别的行，并进去就写不到报告里了；请并入一个采用的行，或改这一行的“处理”",
                "选材!L4：序号1的行自己也并入了别的行，并进去就写不到报告里了；请并入一个采用的行，或改这一行的“处理”",
            ),
        ),
        ({"L2": "3"}, ("选材!L2：写了并入序号3，“处理”却不是“合并”，请改成一致",)),
        (
            {"J2": "抽取案卷63宗。"},
            ("选材!第2行：灰色的格子改过了，改动不会写进报告；请恢复原样，要改的文字写在“报告用语”里",),
        ),
        (
            {"Q3": "12.1", "L3": None, "K3": "采用"},
            ("选材!A3：这一行是从选材!第2行复制来的，请删去一行；补写的请写在表末的空行里",),
        ),
        ({"A4": 2}, ("选材!A4：这一行的序号是 3，请改回来；“并入”写的就是它",)),
        ({"A4": None, "Q4": "m:2024-03:评查案卷:宗"}, ("选材!A4：这一行的序号是 3，请改回来；“并入”写的就是它",)),
        ({"Q3": "77.1"}, ("选材!A3：这一行不是导出时就有的，补写的请写在表末的空行里",)),
        ({"M8": "补写一句。"}, ("选材!E8：补写的一行要写任务编号，如 2024-03",)),
        ({"E8": "2024-09", "M8": "补写一句。"}, ("选材!E8：没有编号为“2024-09”的任务",)),
        ({"E8": "2024-05"}, ("选材!M8：报告用语是空的；要写进报告的请写明，不写的请在“处理”里选“不用”",)),
        (
            {"A8": "1", "E8": "2024-05", "M8": "补写一句。"},
            ("选材!A8：序号“1”已经有了，补写的一行请写 新1、新2，或空着",),
        ),
        ({"M2": "长" * 32_001}, ("选材!M2：这一格超过32000字，表格里放不全，请分成几行",)),
    ],
)
def test_what_cannot_be_meant_is_told_by_cell(tmp_path: Path, cells: dict[str, object], told: tuple[str, ...]) -> None:
    assert faults(tmp_path, **cells) == told


def test_row_merged_into_a_deleted_one_is_told(tmp_path: Path) -> None:
    def edit(workbook: Workbook) -> None:
        write(workbook, "选材!K4", "合并")
        write(workbook, "选材!L4", "1")
        workbook["选材"].delete_rows(2)

    assert material_faults(edited(tmp_path, edit), "2024", TASKS) == (
        "选材!L3：序号1的行已经删掉，并进去就写不到报告里了；请并入一个采用的行，或改这一行的“处理”",
    )


def test_workbook_of_another_plan_is_told(tmp_path: Path) -> None:
    back = read_material(sent(tmp_path))
    assert material_faults(back, "2025", TASKS) == ("这份选材表是计划“2024”的，不是“2025”的，请核对文件",)


def test_workbook_without_rows_is_told(tmp_path: Path) -> None:
    back = edited(tmp_path, lambda workbook: workbook["选材"].delete_rows(2, 9))
    assert material_faults(back, "2024", TASKS) == ("“选材”表一行也没有了；不用的行请在“处理”里选“不用”，不要全部删掉",)


def test_hidden_sheet_that_was_cut_or_taken_away_is_told(tmp_path: Path) -> None:
    back = edited(tmp_path, lambda workbook: workbook["planner"].delete_rows(5))
    assert material_faults(back, "2024", TASKS) == (
        "隐藏的“planner”表不完整，看不出改了哪些格，请在导出的选材表上改，不要另建表格",
    )
    assert edited(tmp_path, lambda workbook: write(workbook, "planner!A5", "{}")).faults == (
        "planner!A5：隐藏的“planner”表改动过，请在导出的选材表上改",
    )
    assert edited(tmp_path, lambda workbook: workbook.remove(workbook["planner"])).faults == (
        "里面没有隐藏的“planner”表，看不出改了哪些格，请交回 planner report material 导出的选材表，不要另建表格",
    )


def test_missing_sheet_columns_and_copies_are_told(tmp_path: Path) -> None:
    assert faults(tmp_path, M1="用语") == ("选材!第1行：表头里没有“报告用语”一列",)
    assert edited(tmp_path, lambda workbook: workbook.remove(workbook["选材"])).faults == (
        "里面没有“选材”表，请交回 planner report material 导出的选材表",
    )
    assert edited(tmp_path, lambda workbook: workbook.copy_worksheet(workbook["选材"])).faults == (
        "“选材”、“选材 Copy”都是“选材”表，请只留一张",
    )


def test_another_workbook_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "核对表.xlsx"
    path.write_bytes(review_workbook(REVIEW_BOOK))
    assert read_material(path).faults == ("这份工作簿不是选材表，请交回 planner report material 导出的选材表",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (None, FileMissing),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), FormatUnsupported),
        (b"PK\x03\x04 cut short", TableBroken),
        ("行号,处理\n".encode(), TableBroken),
    ],
)
def test_what_is_no_workbook_is_refused_in_one_sentence(
    tmp_path: Path, data: bytes | None, error: type[InputError]
) -> None:
    path = tmp_path / "选材.xlsx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_material(path)
    assert str(caught.value).count("。") == 1


# ---- whether it holds work ----


@pytest.mark.parametrize(
    ("cells", "untouched"),
    [
        ({}, True),
        ({"K2": "采用", "L3": 1}, True),
        ({"K2": "不用"}, False),
        ({"B2": 2}, False),
        ({"M2": "改写。"}, False),
        ({"N5": None}, False),
        ({"M8": "补写"}, False),
        ({"J2": "改了原文"}, False),
        ({"A2": 9}, False),
        ({"B2": "末尾"}, False),
    ],
)
def test_workbook_that_somebody_worked_in_is_known(tmp_path: Path, cells: dict[str, object], untouched: bool) -> None:
    assert typed(tmp_path, **cells).untouched is untouched


@pytest.mark.office
def test_workbook_saved_by_another_program_comes_back_as_it_was_sent(tmp_path: Path) -> None:
    rows = tuple(
        replace(SENTENCE, key=f"{number}.1", text=text, unit=text, wording=None, order=number)
        for number, text in enumerate((text for text in HARD if "_x000D_" not in text), 1)
    )
    book: MaterialBook = book_of(*rows, PROBLEM)
    returned = read_material(saved_by_office(sent(tmp_path, book)))
    assert (returned.faults, returned.untouched) == ((), True)
    assert take_material(book.material, returned, TASKS) == TakenMaterial(book.material, ())
