"""The last word, as the coordinator has it: workbook out, corrected with a spreadsheet program's means, back in."""

from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.conftest import Answer, Planner
from tests.world import SMALL_PLAN

DAY = ("--as-of", "2024-03-12")


@pytest.fixture
def drafted(planner: Planner, small_plan: Path) -> Planner:
    """The command line with the small plan imported as a draft."""
    assert planner("plan", "import", str(small_plan), "--as-of", "2024-03-11").code == 0
    return planner


@pytest.fixture
def exported(drafted: Planner, tmp_path: Path) -> Path:
    """The draft's review workbook."""
    path = tmp_path / "核对表.xlsx"
    assert drafted("plan", "review", "2024", "-o", str(path), *DAY).code == 0
    return path


def columns(sheet: Worksheet) -> dict[str, int]:
    """Column numbers by header."""
    return {str(cell.value): cell.column for cell in next(sheet.iter_rows(max_row=1)) if cell.value}


def edit(path: Path, sheet: str, code: str, **cells: Any) -> None:  # noqa: ANN401 - whatever a cell may hold
    """Write into cells of the row with a code, by column name."""
    book = load_workbook(path)
    names = columns(book[sheet])
    number = next(k for k, row in enumerate(book[sheet].iter_rows(), 1) if str(row[0].value) == code)
    for name, value in cells.items():
        book[sheet].cell(number, names[name]).value = value
    book.save(path)


def add(path: Path, sheet: str, **cells: Any) -> None:  # noqa: ANN401 - as above
    """Write a new row under the others."""
    book = load_workbook(path)
    names = columns(book[sheet])
    last = max(k for k, row in enumerate(book[sheet].iter_rows(), 1) if row[0].value)
    for name, value in cells.items():
        book[sheet].cell(last + 1, names[name]).value = value
    book.save(path)


def apply(planner: Planner, path: Path) -> Answer:
    return planner("plan", "review", "2024", "--apply", str(path), *DAY)


def test_unchanged_workbook_changes_nothing(drafted: Planner, exported: Path) -> None:
    before = drafted("audit", "log", "--json").json
    assert apply(drafted, exported) == Answer(0, "核对表与现状一致，没有改动。\n", "")
    assert drafted("audit", "log", "--json").json == before


def test_corrections_change_just_what_they_say(drafted: Planner, exported: Path) -> None:
    edit(exported, "任务", "2024-02", 任务="开好政府会议", 牵头单位="市政府办公室", 责任单位=None)
    edit(exported, "考核点", "2024-01.2", 要求="≥", 数值="95％", 应达成日="2024年11月30日")
    answer = apply(drafted, exported)
    assert answer.out.splitlines() == [
        "2024-02：任务由“办好政府会议”改为“开好政府会议”",
        "2024-02：撤销 市政府办公室（责任）",
        "2024-02：市政府办公室 为牵头单位",
        "2024-01.2：考核点由“审查率100%（比率，= 100 %，2024-12-31）”改为“审查率100%（比率，≥ 95 %，2024-11-30）”",
        "核对表已采用：4 处改动。",
    ]
    task = drafted("task", "show", "2024-02", *DAY, "--json").json
    assert (task["title"], [(a["unit"], a["role"]) for a in task["assignments"]]) == (
        "开好政府会议",
        [("市政府办公室", "lead")],
    )


def test_read_and_decided_stand_side_by_side(drafted: Planner, exported: Path) -> None:
    edit(exported, "任务", "2024-02", 任务="开好政府会议")
    apply(drafted, exported)
    (record,) = drafted("plan", "review", "2024", *DAY, "--json").json["records"]
    assert record == {
        "on": "2024-03-12",
        "by": "王敏",
        "code": "2024-02",
        "field": "任务",
        "read": "办好政府会议",
        "decided": "开好政府会议",
    }
    draft = drafted("plan", "show", "2024", *DAY, "--json").json["draft"]
    assert draft["tasks"][1]["title"] == "办好政府会议"


def test_a_split_and_a_new_checkpoint_name_each_other_by_a_word(drafted: Planner, exported: Path) -> None:
    edit(exported, "任务", "2024-01", 正文="6月底前完成规范性文件清单编制。")
    add(
        exported,
        "任务",
        编号="新1",
        处理="拆自 2024-01",
        任务="审查规范性文件",
        正文="对文件开展审查，审查率100%。",
    )
    add(
        exported,
        "考核点",
        处理="新增",
        任务="新1",
        考核内容="审查意见20份",
        类型="数量",
        要求="≥",
        数值=20,
        计量单位="份",
    )
    assert apply(drafted, exported).code == 0
    points = drafted("task", "show", "2024-05", *DAY, "--json").json["checkpoints"]
    assert [point["text"] for point in points] == ["审查意见20份", "审查率100%"]


def test_every_fault_is_told_by_cell_and_nothing_is_taken(drafted: Planner, exported: Path) -> None:
    edit(exported, "任务", "2024-01", 任务="照样不改", 完成时限="下个月")
    edit(exported, "任务", "2024-02", 处理="拆开")
    edit(exported, "考核点", "2024-01.2", 数值="很多")
    before = drafted("audit", "log", "--json").json
    answer = apply(drafted, exported)
    assert (answer.code, answer.out) == (1, "")
    assert [line.split("：")[0].strip() for line in answer.err.splitlines()[1:]] == ["任务!L2", "任务!B3", "考核点!G3"]
    assert drafted("audit", "log", "--json").json == before


def test_faults_of_matter_are_told_by_cell_too(drafted: Planner, exported: Path) -> None:
    edit(exported, "任务", "2024-02", 责任单位="市政府办公宝")
    answer = apply(drafted, exported)
    assert "  任务!J3：单位名录里没有“市政府办公宝”，是不是“市政府办公室”？" in answer.err


def test_a_workbook_that_is_none_of_ours_is_refused(drafted: Planner, tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    assert drafted("plan", "export", "2024", "-o", str(path), *DAY).code == 0
    answer = apply(drafted, path)
    assert (answer.code, "核对表" in answer.err) == (1, True)


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_table_that_somebody_corrected_is_not_written_over(drafted: Planner, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"分工.{ending}"
    export = ("plan", "export", "2024", "-o", str(path), *DAY)
    assert [drafted(*export).code, drafted(*export).code] == [0, 0]
    if ending == "xlsx":
        book = load_workbook(path)
        book["责任分工表"]["G3"].value = "市财政局"
        book.save(path)
    else:
        document = Document(str(path))
        document.add_paragraph("请财政局阅。")
        document.save(str(path))
    corrected = path.read_bytes()
    answer = drafted(*export)
    assert (answer.code, answer.err) == (
        1,
        f"“{path}”已经有了，写出以后改过或另存过（或者是旧版本写的），没有覆盖；还没收回的请先收回，收回过的请移走，或换一个文件名。\n",
    )
    assert path.read_bytes() == corrected


def test_newer_document_makes_proposals_that_the_workbook_settles(
    confirmed: Planner, small_plan: Path, tmp_path: Path
) -> None:
    newer = tmp_path / "新要点.txt"
    newer.write_text(SMALL_PLAN.replace("审查率100%", "审查率95%以上"), encoding="utf-8")
    told = confirmed("plan", "import", str(newer), "--revise", "2024", "--as-of", "2024-05-06")
    assert told.out.startswith(
        "新文件对计划“2024”《青禾市2024年法治建设工作要点》提出修订建议 2 条，已确认的文字没有动：\n"
    )
    path = tmp_path / "核对表.xlsx"
    confirmed("plan", "review", "2024", "-o", str(path), "--as-of", "2024-05-06")
    edit(path, "修订建议", "1", 处理="采用")
    edit(path, "修订建议", "2", 处理="不采用")
    answer = confirmed("plan", "review", "2024", "--apply", str(path), "--as-of", "2024-05-06")
    assert answer.out.splitlines() == [
        "2024-01：正文改按新文件",
        "修订建议 2：不采用（考核点）",
        "核对表已采用：2 处改动。",
    ]
    again = confirmed("plan", "import", str(small_plan), "--revise", "2024", "--as-of", "2024-05-06")
    assert again.out.startswith("新文件对计划“2024”《青禾市2024年法治建设工作要点》提出修订建议 1 条，")


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "review", "2024", "-o", "核对表.xlsx", "--apply", "核对表.xlsx"),
        ("plan", "import", "要点.txt", "--revise", "2024", "--code", "2025"),
    ],
)
def test_options_that_contradict_each_other_are_wrong_usage(
    drafted: Planner, small_plan: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(small_plan.parent)
    answer = drafted(*words)
    assert (answer.code, "一起用" in answer.err) == (2, True)


def test_coverage_names_every_character_and_what_stayed_outside(planner: Planner, small_plan: Path) -> None:
    answer = planner("plan", "read", str(small_plan), "--coverage")
    assert "占 100.00%" in answer.out
    for what in ("标题", "引言和总体要求", "落款和附件"):
        assert f"  {what}" in answer.out
    covered = planner("plan", "read", str(small_plan), "--coverage", "--json").json["coverage"]
    assert covered["characters"] == covered["named"] == len("".join(SMALL_PLAN.split()))
    assert covered["loose"] == []
