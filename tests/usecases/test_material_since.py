"""Two people at the material of a report: what one does while the other chooses in the workbook is told, and whose."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from planner.domain.drafts import Role
from planner.domain.material_book import KEPT_SHEET
from planner.domain.workbooks import VERSION_PROPERTY
from planner.usecases.assignments import assign
from planner.usecases.material import export_material
from tests.usecases.test_material import DAY, filled, report_of, row_of, taken, told, work
from tests.world import World

LATER = "2025-01-12"
TEXT = "评查案卷36宗，发出意见书9份。"
MINE = "全年评查案卷36宗，发出意见书9份。"


@pytest.fixture
def chosen(one_world: World, tmp_path: Path) -> tuple[World, Path]:
    """An office whose coordinator 王敏 has put a sentence and a problem of 市司法局 in other words."""
    filled(one_world)
    path = tmp_path / "选材.xlsx"
    one_world.ask(export_material, DAY, path, "2024")
    work(path, **{f"M{row_of(path, TEXT)}": MINE, f"N{row_of(path, '评查力量不足')}": "编制没有到位"})
    return one_world, path


def with_version(path: Path, version: str | None) -> None:
    """Let a workbook say another version, or none as before workbooks had one."""
    workbook: Any = load_workbook(path)
    del workbook.custom_doc_props[VERSION_PROPERTY]
    sheet = workbook[KEPT_SHEET]
    row = next(row for row in sheet.iter_rows() if row[0].value == VERSION_PROPERTY)
    if version is None:
        sheet.delete_rows(row[0].row)
    else:
        row[1].value = version
    workbook.save(path)


def corrected(world: World) -> None:
    """Somebody else takes a correction of 市司法局's entry: other figures, another problem, no next step."""
    world.actor("李强").accepted(
        "2024-03", "市司法局", "2024Q4", "2025-01-11", text="评查案卷38宗。", problem="评查力量不足"
    )


def test_correction_taken_meanwhile_is_told_with_who_took_it(chosen: tuple[World, Path]) -> None:
    world, path = chosen
    corrected(world)
    outcome = taken(world, path, LATER)
    who = "（其后 2025-01-11 李强 填报，2025-01-11 李强 采纳）"
    gone = "（其后 2025-01-11 李强 填报 2024-03 市司法局 2024Q4，2025-01-11 李强 采纳 2024-03 市司法局 2024Q4）"
    task = "2024-03《评查执法案卷》市司法局 2024Q4"
    at = {text: row_of(path, text) for text in (TEXT, "评查力量不足", "建立评查人员库")}
    found = {text: f"选材!第{row}行（序号{row - 1}），2024-03 市司法局" for text, row in at.items()}
    lost = "填报已经更正或退回，表里对它的改动不再起作用"
    assert outcome.notes == (
        f"选材表导出以后新增：{task}“评查案卷38宗。”，按规则的提议写（采用），请核对{who}",
        f"选材表导出以后新增：{task}“评查力量不足”，按规则的提议写（采用），请核对{who}",
        f"选材表导出以后没有了：{found[TEXT]}“{MINE}”，{lost}{gone}",
        f"选材表导出以后没有了：{found['评查力量不足']}“评查力量不足”，{lost}{gone}",
        f"选材表导出以后没有了：{found['建立评查人员库']}“建立评查人员库”，填报已经更正或退回{gone}",
    )
    report = told(report_of(world, outcome.material, LATER))
    assert ("38宗" in report, "36宗" in report) == (True, False)


def test_what_was_done_to_other_rows_or_counts_only_later_is_not_told(chosen: tuple[World, Path]) -> None:
    world, path = chosen
    world.actor("李强").do(assign, "2025-01-11", "2024-02", "市财政局", Role.COOPERATING)
    world.actor("周宁").log("2024-03", "市公安局", "2024Q4", "2025-01-11", text="复查案卷4宗。")
    assert taken(world, path, LATER).notes == ()
    world.accepted("2024-03", "市公安局", "2024Q3", "2025-01-11", text="复查案卷5宗。")
    world.actor("李强").returned(world.log("2024-03", "市公安局", "2024Q3", "2025-01-14"), "2025-01-14")
    named = "2024-03《评查执法案卷》市公安局 2024Q3“复查案卷5宗。”"
    who = "（其后 2025-01-11 王敏 填报，2025-01-11 王敏 采纳）"
    assert taken(world, path, LATER).notes == (f"选材表导出以后新增：{named}，按规则的提议写（采用），请核对{who}",)


def test_of_many_acts_the_last_are_told(chosen: tuple[World, Path]) -> None:
    world, path = chosen
    for number in (3, 4, 5):
        world.accepted("2024-03", "市公安局", "2024Q4", "2025-01-11", text=f"复查案卷{number}宗。")
    (note,) = taken(world, path, LATER).notes
    last = "，".join(f"2025-01-11 王敏 {verb}" for verb in ("采纳", "填报", "采纳"))
    assert note.endswith(f"（其后共 6 处，最近是 {last}）")


def test_workbook_of_before_there_were_versions_is_taken_without_who(chosen: tuple[World, Path]) -> None:
    world, path = chosen
    corrected(world)
    who = taken(world, path, LATER)
    with_version(path, None)
    outcome = taken(world, path, LATER)
    assert outcome.notes == tuple(note.partition("（其后")[0] for note in who.notes)
    assert outcome.material == who.material


def test_workbook_of_what_a_restore_took_back_says_so(chosen: tuple[World, Path]) -> None:
    world, path = chosen
    with_version(path, "999-0000")
    assert taken(world, path).notes == ("选材表导出以后数据库恢复过，看不出其后的改动是谁做的",)
