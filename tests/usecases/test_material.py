"""Material out to the coordinator as a workbook, and back into the year-end report."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from planner import errors
from planner.domain.figure_marks import bare
from planner.domain.material import Material, MaterialRow, ReportPart, Use
from planner.domain.material_book import BookTask
from planner.domain.material_taking import TakenMaterial, with_places
from planner.domain.progress import Mark
from planner.domain.report import AnnualReport
from planner.usecases.material import export_material, material_book, take_material_file
from planner.usecases.reports import read_annual, read_material
from planner.usecases.rosters import set_members
from planner.usecases.tasks import set_mark
from tests.output.conftest import HOSTILE
from tests.world import World, shared

DAY = "2025-01-10"
HARD = (
    "_x000D_乙收到3件",
    "  “两头”'有'空格\u3000",
    "1,200",
    "办结3件；\n\n" * 10,
    '="3件"&"2件"',
    "长于一格的句子，" * 4_100 + "办结3件。",
)
"""Besides those that something takes for more than text: quotes, numbers, lines, texts longer than a cell."""
ONE_FACT = "全市联合清查执法证件1260本。"


@pytest.fixture
def year(one_world: World) -> World:
    """The office after a year: three units reported one fact, one a figure that a later entry replaced."""
    return filled(one_world)


@shared
def filled(world: World) -> World:
    world.confirmed()
    world.do(set_members, "2024-03-20", "市政府有关部门", ["市司法局", "市财政局"], task="2024-04")
    for unit in ("市公安局", "市司法局", "市财政局"):
        world.accepted("2024-04", unit, "2024Q2", "2024-07-05", text=ONE_FACT)
    world.accepted("2024-02", "市政府办公室", "2024Q2", "2024-07-05", text="今年累计督办议题30件。")
    world.accepted("2024-02", "市政府办公室", "2024Q4", "2025-01-05", text="今年累计督办议题72件。")
    world.accepted(
        "2024-03",
        "市司法局",
        "2024Q4",
        "2025-01-05",
        text="评查案卷36宗，发出意见书9份。",
        problem="评查力量不足",
        next_step="建立评查人员库",
    )
    return world


def work(path: Path, **cells: object) -> Path:
    """Type into cells of 选材."""
    workbook: Workbook = load_workbook(path)
    for place, value in cells.items():
        cell: Any = workbook["选材"][place]
        cell.value = value
    workbook.save(path)
    return path


def row_of(path: Path, text: str) -> int:
    """The number of the sheet's first row that has a text as its original."""
    rows = load_workbook(path)["选材"].iter_rows(values_only=True)
    return next(number for number, row in enumerate(rows, 1) if row[9] == text)


def told(report: AnnualReport) -> str:
    """All that the report tells in its parts, as people read it."""
    tasks = [task for section in report.done for task in section.tasks]
    tasks += [*report.first_responsible, *report.next_steps]
    texts = [passage.text for task in tasks for passage in task.passages]
    return "\n".join(map(bare, [*texts, *(f"{problem.problem}：{problem.cause}" for problem in report.problems)]))


def taken(world: World, path: Path, as_of: str = DAY) -> TakenMaterial:
    return world.ask(take_material_file, as_of, path, "2024")


def report_of(world: World, material: Material | None, as_of: str = DAY) -> AnnualReport:
    return world.ask(read_annual, as_of, "2024", material)


def by_text(material: Material, text: str) -> list[MaterialRow]:
    return [row for row in material.rows if row.text == text]


def test_untouched_workbook_gives_the_material_and_the_report_of_the_rules(world: World, tmp_path: Path) -> None:
    filled(world)
    book = world.ask(export_material, DAY, tmp_path / "选材.xlsx", "2024")
    assert book.material == world.ask(read_material, DAY, "2024")
    outcome = taken(world, tmp_path / "选材.xlsx")
    assert outcome == TakenMaterial(book.material, ())
    assert report_of(world, outcome.material) == report_of(world, None)


def test_whatever_is_reported_an_untouched_workbook_changes_nothing(one_world: World, tmp_path: Path) -> None:
    world = one_world
    world.confirmed()
    world.do(set_members, "2024-03-20", "市政府有关部门", ["市司法局", "市财政局"], task="2024-04")
    plain = [f"{text}评查案卷3宗" for text in HOSTILE if "\ud800" not in text]
    for at, unit in enumerate(("市公安局", "市司法局", "市财政局")):
        text, problem, cause = "\n".join(plain[at::3]), HARD[at], HARD[at + 3]
        world.accepted(
            "2024-04", unit, "2024Q4", "2025-01-03", text=text, problem=problem, cause=cause, next_step=problem
        )
    book = world.ask(export_material, DAY, tmp_path / "选材.xlsx", "2024")
    outcome = taken(world, tmp_path / "选材.xlsx")
    assert outcome == TakenMaterial(book.material, ())
    assert report_of(world, outcome.material) == report_of(world, None)


def test_one_fact_of_three_units_and_a_figure_that_was_replaced_are_told_once(year: World, tmp_path: Path) -> None:
    year.ask(export_material, DAY, tmp_path / "选材.xlsx", "2024")
    outcome = taken(year, tmp_path / "选材.xlsx")
    report = report_of(year, outcome.material)
    assert (told(report).count("1260本"), told(report).count("72件"), told(report).count("30件")) == (1, 1, 0)
    same = by_text(outcome.material, ONE_FACT)
    assert sorted(row.use for row in same) == [Use.MERGE, Use.MERGE, Use.TAKE]
    figure = next(figure for figure in report.figures if figure.printed == "1260本")
    assert {origin.unit for origin in figure.origins} == {"市公安局", "市司法局", "市财政局"}


def test_coordinator_merges_three_sentences_into_one(year: World, tmp_path: Path) -> None:
    """What the rules would not join, a person may: the figures stay tied to the entries of all three."""
    texts = {"市公安局": "查验证件500本。", "市司法局": "我局核对证件500本。", "市财政局": "参与检查，涉及证件500本。"}
    for unit, text in texts.items():
        year.accepted("2024-04", unit, "2024Q3", "2024-10-05", text=text)
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    rows = {unit: row_of(path, text) for unit, text in texts.items()}
    first = rows["市公安局"]
    work(path, **{f"K{first}": "采用", f"L{first}": None, f"M{first}": "三部门共查验执法证件500本。"})
    for unit in ("市司法局", "市财政局"):
        work(path, **{f"K{rows[unit]}": "合并", f"L{rows[unit]}": str(first - 1)})
    report = report_of(year, taken(year, path).material)
    assert told(report).count("500本") == 1
    assert "三部门共查验执法证件500本。" in told(report)
    figure = next(figure for figure in report.figures if figure.printed == "500本")
    assert {origin.unit for origin in figure.origins} == set(texts)


def test_figure_altered_by_hand_is_told_with_what_stood_before(year: World, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    text = "评查案卷36宗，发出意见书9份。"
    at = row_of(path, text)
    work(path, **{f"M{at}": "评查案卷63宗，发出意见书9份。"})
    report = report_of(year, taken(year, path).material)
    assert [(row.task, row.unit, row.before, row.after, row.figures) for row in report.altered] == [
        ("2024-03", "市司法局", text, "评查案卷63宗，发出意见书9份。", ("63宗",))
    ]


def test_cause_altered_by_hand_is_told_as_such_with_its_row(year: World, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    at = row_of(path, "评查力量不足")
    work(path, **{f"N{at}": "专职人员只有3名"})
    outcome = taken(year, path)
    report = with_places(report_of(year, outcome.material), outcome)
    assert [(row.place, row.before, row.after, row.figures) for row in report.altered] == [
        (
            f"选材!第{at}行（序号{at - 1}）",
            *("评查力量不足；原因：（空）", "评查力量不足；原因：专职人员只有3名"),
            ("3名",),
        )
    ]


def test_figure_that_the_row_it_went_into_does_not_tell_is_told_with_that_rows_words(
    year: World, tmp_path: Path
) -> None:
    year.accepted("2024-03", "市公安局", "2024Q4", "2025-01-05", text="移送案卷7宗。")
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    into, out = (row_of(path, text) for text in ("评查案卷36宗，发出意见书9份。", "移送案卷7宗。"))
    work(path, **{f"K{out}": "合并", f"L{out}": into - 1})
    report = report_of(year, taken(year, path).material)
    assert [(bare(row.text), row.reason) for row in report.annex] == [
        ("移送案卷7宗。", "并入“评查案卷36宗，发出意见书9份。”，那里没有说到这些数据")
    ]


def test_rows_left_out_and_typed_are_left_out_and_told(year: World, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    book = year.ask(export_material, DAY, path, "2024")
    below = len(book.material.rows) + 2
    out = row_of(path, "评查力量不足")
    work(path, **{f"K{out}": "不用", f"E{below}": "2024-01", f"M{below}": "编制文件清单1套。"})
    outcome = taken(year, path)
    report = report_of(year, outcome.material)
    assert outcome.notes == ("统筹单位补写，没有填报作出处：选材!第10行，2024-01《管好规范性文件》“编制文件清单1套。”",)
    assert ("评查力量不足" in told(report), "编制文件清单1套。" in told(report)) == (False, True)
    assert [(row.key, row.before, row.after) for row in report.altered] == [("h1", "", "编制文件清单1套。")]


def test_entry_accepted_since_is_told_and_written_as_proposed(year: World, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    work(path, **{f"K{row_of(path, '评查力量不足')}": "不用"})
    year.accepted("2024-03", "市公安局", "2024Q4", "2025-01-11", text="复查案卷4宗。")
    outcome = taken(year, path, "2025-01-12")
    row = "2024-03《评查执法案卷》市公安局 2024Q4“复查案卷4宗。”"
    assert outcome.notes == (
        f"选材表导出以后新增：{row}，按规则的提议写（采用），请核对（其后 2025-01-11 王敏 填报，2025-01-11 王敏 采纳）",
    )
    report = report_of(year, outcome.material, "2025-01-12")
    assert ("复查案卷4宗。" in told(report), "评查力量不足" in told(report)) == (True, False)


def test_workbook_with_work_in_it_is_not_written_over(year: World, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    year.ask(export_material, DAY, path, "2024")
    work(path, K2="不用")
    before = path.read_bytes()
    with year.refused(errors.OutputHoldsWork):
        year.ask(export_material, DAY, path, "2024")
    assert path.read_bytes() == before
    (tmp_path / "别的.xlsx").write_bytes(b"PK\x03\x04")
    with year.refused(errors.OutputHoldsWork):
        year.ask(export_material, DAY, tmp_path / "别的.xlsx", "2024")


def test_faulty_workbook_is_refused_whole_with_every_fault(year: World, tmp_path: Path) -> None:
    path = tmp_path / "选材.xlsx"
    year.ask(export_material, DAY, path, "2024")
    work(path, K2="合并", L2="1", B3="头一个", K4="删去")
    with pytest.raises(errors.SheetFaulty) as caught:
        taken(year, path)
    assert caught.value.faults == (
        "选材!L2：一行不能并入它自己",
        "选材!B3：“头一个”不是数字，请写 1、2、2.5 一类的数",
        "选材!K4：看不懂“删去”，请填 采用、合并、不用",
    )


def test_workbook_of_another_plan_or_of_none_is_refused(year: World, tmp_path: Path) -> None:
    year.ask(export_material, DAY, tmp_path / "选材.xlsx", "2024")
    year.confirmed(SECOND_PLAN, on="2025-01-08")
    with pytest.raises(errors.SheetFaulty, match="是计划“2024”的，不是“2025”的"):
        year.ask(take_material_file, DAY, tmp_path / "选材.xlsx", "2025")
    with pytest.raises(errors.FileMissing):
        taken(year, tmp_path / "没有.xlsx")
    with pytest.raises(errors.ReportFormatUnknown):
        year.ask(export_material, DAY, tmp_path / "选材.docx", "2024")


SECOND_PLAN = """青禾市2025年法治建设工作要点

一、规范决策

（一）管好规范性文件。编制规范性文件清单。[责任单位：市司法局]

青禾市司法局
2025年1月6日
"""


def test_book_knows_the_tasks_and_in_which_part_each_is_told(year: World) -> None:
    year.do(set_mark, "2024-04-01", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    book = year.ask(material_book, DAY, "2024")
    assert book.tasks[:2] == (
        BookTask("2024-01", "管好规范性文件", "一、规范决策", ReportPart.DONE),
        BookTask("2024-02", "办好政府会议", "一、规范决策", ReportPart.FIRST_RESPONSIBLE),
    )
    assert {row.part for row in book.material.rows if row.task == "2024-02"} == {ReportPart.FIRST_RESPONSIBLE}
    assert book.figures == year.ask(read_annual, DAY, "2024").figures
