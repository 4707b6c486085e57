"""planner ledger export: the whole workbook, or a part of it."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from planner.output.seals import is_untouched
from tests.cli.conftest import After, Planner

Q2 = "2024Q2"
DAY = ("--as-of", "2024-07-20")


@pytest.fixture
def export(after: After, tmp_path: Path) -> Any:  # noqa: ANN401 - a command
    """Export the second quarter with these words; the answer."""
    log = ("progress", "log", "2024-02", "--unit", "市政府办公室", "--period", Q2, "--status", "已完成")
    logged = (*log, "--text", "改进了会议组织。", "--as-of", "2024-07-03")
    planner = after(logged, ("progress", "accept", "--all", "--as-of", "2024-07-05"))
    return lambda *words: planner("ledger", "export", Q2, "-o", str(tmp_path / "台账.xlsx"), *DAY, *words)


def sheet(folder: Path, name: str) -> Worksheet:
    return load_workbook(folder / "台账.xlsx", data_only=True)[name]


def cover(folder: Path) -> dict[Any, Any]:
    return {row[0]: row[1] for row in sheet(folder, "封面").iter_rows(min_row=4, max_col=2, values_only=True)}


@pytest.mark.parametrize("words", ["编号,重点任务,亮灯", "编号，重点任务，亮灯", "亮灯、 重点任务、编号、编号"])
def test_chosen_columns_stand_in_the_order_of_the_sheet_and_the_cover_says_so(
    export: Any,  # noqa: ANN401 - a command
    tmp_path: Path,
    words: str,
) -> None:
    assert (
        export("--columns", words).out == f"已写 {tmp_path / '台账.xlsx'}：2024年第二季度，4 项任务，应报 7、已报 1。\n"
    )
    tasks: Any = sheet(tmp_path, "台账")
    assert [cell.value for cell in tasks[2] if not tasks.column_dimensions[cell.column_letter].hidden] == [
        *("序号", "编号", "重点任务", "任务亮灯"),
    ]
    assert tasks.max_row == 2 + 4
    assert cover(tmp_path)["只列"] == "台账的列：序号、编号、重点任务、任务亮灯"


def test_unit_and_section_choose_tasks_and_counts_are_of_what_is_shown(export: Any, tmp_path: Path) -> None:  # noqa: ANN401
    answer = export("--section", "一", "--unit", "府办", "--json")
    assert [(task["code"], [line["unit"] for line in task["lines"]]) for task in answer.json["tasks"]] == [
        ("2024-02", ["市政府办公室"])
    ]
    assert {name: answer.json[name] for name in ("asked", "reported", "accepted", "only_section", "only_unit")} == {
        "asked": 1,
        "reported": 1,
        "accepted": 1,
        "only_section": "一、规范决策",
        "only_unit": "市政府办公室",
    }
    facts = cover(tmp_path)
    assert facts["只列"] == ("部分：一、规范决策；单位：市政府办公室；以下各数只计所列的任务和单位，亮灯是本单位自己的")
    assert (facts["任务数"], facts["应报（任务·单位）"], facts["绿"]) == (1, 1, 1)


def test_unit_is_found_by_an_older_name_after_it_was_renamed(confirmed: Planner, export: Any, tmp_path: Path) -> None:  # noqa: ANN401
    confirmed("plan", "close-period", Q2, "--as-of", "2024-07-20")
    assert confirmed("unit", "rename", "市政府办公室", "市府办", "--as-of", "2024-08-01").code == 0
    late = ("--as-of", "2024-08-02")
    for name in ("市府办", "市政府办公室"):
        words = ("ledger", "export", Q2, "-o", str(tmp_path / "台账.xlsx"), *late, "--unit", name, "--json")
        assert confirmed(*words).json["only_unit"] == "市政府办公室"
    assert export("--unit", "市府办").code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--columns", "编号,电话"), "台账的列没有“电话”这一项，可用的有：序号、编号、部分、重点任务、举措、"),
        (("--columns", ""), "台账的列没有“”这一项，"),
        (("--unit", "市水利局"), "单位没有“市水利局”这一项，可用的有：市司法局、市财政局、各县（市、区）政府、"),
        (("--unit", "市"), "单位“市”可以指"),
        (("--section", "二", "--unit", "市政府办"), "“市政府办公室”在“二、规范执法”里没有任务，"),
        (("--section", "三、规范督察"), "部分没有“三、规范督察”这一项，可用的有：一、规范决策、二、规范执法。"),
    ],
)
def test_unknown_names_are_refused_with_those_there_are(
    export: Any,  # noqa: ANN401 - a command
    tmp_path: Path,
    words: tuple[str, ...],
    told: str,
) -> None:
    answer = export(*words)
    assert (answer.code, answer.out) == (1, "")
    assert told in answer.err
    assert not (tmp_path / "台账.xlsx").exists()


def test_json_has_the_newest_hash_and_what_needs_a_decision(export: Any) -> None:  # noqa: ANN401 - a command
    ledger = json.loads(export("--json").out)
    assert len(ledger["audit_hash"]) == 64
    assert [notice["kind"] for notice in ledger["notices"]["decisions"]] == ["roster_unset", "roster_unset"]
    assert {mark["code"] for task in ledger["tasks"] for mark in task["dues"]} == {
        "2024-01.1",
        "2024-01.2",
        "2024-03.1",
    }


def test_ledger_that_nobody_touched_is_written_anew_the_same_once_it_is_closed(
    confirmed: Planner,
    export: Any,  # noqa: ANN401 - a command
    tmp_path: Path,
) -> None:
    assert confirmed("plan", "close-period", Q2, *DAY).code == 0
    path = tmp_path / "台账.xlsx"
    written = [(export().code, parts(path)) for _ in range(2)]
    assert written[0] == written[1]
    assert (written[0][0], is_untouched(path)) == (0, True)


def parts(path: Path) -> dict[str, bytes]:
    """What a workbook is made of; not its properties, which tell the second it was written in."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


def change(path: Path) -> None:
    """A remark put into a workbook, as a clerk would."""
    book = load_workbook(path)
    book.worksheets[0]["Z9"].value = "请财政局核"
    book.save(path)


@pytest.mark.parametrize(
    "words",
    [
        ("ledger", "export", Q2, "-o", "{}/台账.xlsx", *DAY),
        ("plan", "export", "2024", "-o", "{}/台账.xlsx", *DAY),
        ("form", "export", Q2, "-o", "{}", *DAY, "--return-by", "2024-07-30"),
    ],
)
def test_ledger_is_not_written_over_what_somebody_worked_in_or_was_sent(
    confirmed: Planner, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert confirmed(*(word.format(tmp_path) for word in words)).code == 0
    path = next(tmp_path.glob("*.xlsx"))
    if words[0] != "form":
        change(path)
    held = path.read_bytes()
    answer = confirmed("ledger", "export", Q2, "-o", str(path), *DAY)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        f"“{path}”已经有了，写出以后改过或另存过（或者是旧版本写的），没有覆盖；还没收回的请先收回，收回过的请移走，或换一个文件名。\n"
    )
    assert path.read_bytes() == held
