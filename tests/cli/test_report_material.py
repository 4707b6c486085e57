"""The year-end report from chosen material, as the coordinator does it: workbook out, worked in, report written."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.cli.report_material import told_altered
from planner.domain.report import AlteredRow
from tests.cli.conftest import After, Planner

DAY = ("--as-of", "2025-01-10")


@pytest.fixture
def reported(after: After) -> Planner:
    """The command line with two accepted entries on one task."""
    said = [
        ("--unit", unit, "--period", "2024Q4", "--status", "推进中", "--text", text, "--as-of", "2025-01-05")
        for unit, text in (("市司法局", "评查案卷36宗。"), ("市公安局", "整改案卷问题4个。"))
    ]
    logged = [("progress", "log", "2024-03", *words) for words in said]
    return after(*logged, ("progress", "accept", "1", "2", "--as-of", "2025-01-06"))


@pytest.fixture
def exported(reported: Planner, tmp_path: Path) -> Path:
    """The workbook of their material."""
    path = tmp_path / "选材.xlsx"
    assert reported("report", "material", "2024", "-o", str(path), *DAY).code == 0
    return path


def work(path: Path, **cells: object) -> None:
    """Type into cells of 选材."""
    workbook = load_workbook(path)
    for place, value in cells.items():
        cell: Any = workbook["选材"][place]
        cell.value = value
    workbook.save(path)


def test_material_is_written_and_counted(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    answer = reported("report", "material", "2024", "-o", str(path), *DAY)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        f"已写 {path}：青禾市2024年法治建设工作要点，材料 2 条（提议采用 2，合并 0，不用 0），数据 2 处。\n"
        f"改好后用 planner report annual 2024 --material {path} -o 报告.docx 写报告。\n"
    )
    assert load_workbook(path).sheetnames == ["说明", "选材", "数据", "planner"]


def test_material_prints_its_keys_as_json(reported: Planner, tmp_path: Path) -> None:
    printed = reported("report", "material", "2024", "-o", str(tmp_path / "选材.xlsx"), "--json", *DAY).json
    assert {key: printed[key] for key in ("plan_code", "plan_title", "year", "as_of")} == {
        "plan_code": "2024",
        "plan_title": "青禾市2024年法治建设工作要点",
        "year": 2024,
        "as_of": "2025-01-10",
    }
    row = next(row for row in printed["rows"] if row["unit"] == "市司法局")
    assert {key: row[key] for key in ("key", "kind", "part", "task", "entry_id", "period", "text", "use", "into")} == {
        "key": "1.1",
        "kind": "sentence",
        "part": "done",
        "task": "2024-03",
        "entry_id": 1,
        "period": "2024Q4",
        "text": "评查案卷36宗。",
        "use": "take",
        "into": "",
    }
    assert [(origin["printed"], origin["unit"], origin["on"]) for origin in row["origins"]] == [
        ("36宗", "市司法局", "2025-01-05")
    ]


def test_report_is_written_from_the_workbook_and_says_what_nobody_reported(
    reported: Planner, exported: Path, tmp_path: Path
) -> None:
    texts = [load_workbook(exported)["选材"][f"J{row}"].value for row in (2, 3)]
    out = texts.index("整改案卷问题4个。") + 2
    work(exported, **{f"K{out}": "不用", f"M{5 - out}": "评查案卷63宗。"}, E4="2024-04", M4="培训执法人员两期。")
    report = tmp_path / "报告.md"
    answer = reported("report", "annual", "2024", "--material", str(exported), "-o", str(report), *DAY)
    assert (answer.code, answer.out.splitlines()[0]) == (
        0,
        f"已写 {report}：青禾市2024年法治建设年度报告，数据 2 个，其中 2 个是人工填写、没有填报来源。",
    )
    assert answer.err.splitlines()[:3] == [
        "提示：统筹单位补写，没有填报作出处：选材!第4行，2024-04《培训执法人员》“培训执法人员两期。”。",
        (
            f"改动：选材!第{5 - out}行（序号{4 - out}），2024-03 市司法局，由“评查案卷36宗。”改为“评查案卷63宗。”，"
            "其中 63宗 没有填报来源，原来的 36宗 不再写入报告"
        ),
        "补写：选材!第4行，2024-04，其中 两期 没有填报来源",
    ]
    written = report.read_text(encoding="utf-8")
    assert [text in written for text in ("评查案卷63宗。", "整改案卷问题", "培训执法人员两期。")] == [True, False, True]


def test_row_whose_words_stayed_is_told_by_what_went_into_it() -> None:
    row = AlteredRow(
        "1.1", "2024-03", "市司法局", "评查案卷36宗。", "评查案卷36宗。", ("36宗",), place="选材!第3行（序号2）"
    )
    assert told_altered(row) == (
        "改动：选材!第3行（序号2），2024-03 市司法局，“评查案卷36宗。”没有改，并入它的行改了，其中 36宗 没有填报来源"
    )


def test_faulty_workbook_is_refused_and_no_report_written(reported: Planner, exported: Path, tmp_path: Path) -> None:
    work(exported, K2="改", L3="9")
    report = tmp_path / "报告.md"
    answer = reported("report", "annual", "2024", "--material", str(exported), "-o", str(report), *DAY)
    assert (answer.code, answer.out, report.exists()) == (1, "", False)
    assert answer.err == (
        f"“{exported}”有 2 处问题，一处也没有采用，请改好后再交：\n"
        "  选材!K2：看不懂“改”，请填 采用、合并、不用\n"
        "  选材!L3：写了并入序号9，“处理”却不是“合并”，请改成一致\n"
    )


def test_workbook_with_work_in_it_is_kept(reported: Planner, exported: Path) -> None:
    work(exported, K2="不用")
    answer = reported("report", "material", "2024", "-o", str(exported), *DAY)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"“{exported}”已经有了，写出以后改过或另存过（或者是旧版本写的），没有覆盖；还没收回的请先收回，收回过的请移走，或换一个文件名。\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("material", "2031", "-o", "选材.xlsx"), "没有代号为“2031”的计划；现有：2024。"),
        (("material", "2024", "-o", "选材.docx"), "不知道“选材.docx”要写成什么格式，文件名请以 .xlsx 结尾。"),
        (
            ("annual", "2024", "--material", "没有.xlsx", "-o", "报告.md"),
            "找不到文件“没有.xlsx”，请核对路径和文件名。",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(words: tuple[str, ...], sentence: str, reported: Planner) -> None:
    answer = reported("report", *words)
    assert (answer.code, answer.out, answer.err) == (1, "", f"{sentence}\n")
