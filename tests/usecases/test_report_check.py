"""Our own year-end report beside the number ledger that it was written from."""

from pathlib import Path

import pytest

from planner.errors import FormatUnsupported, NoReport, PlanMissing, PreviousIsSame, ReportOfOtherYear
from planner.usecases.report_check import KnownFigures, check_file, known_figures
from planner.usecases.report_files import layout_of, write_report
from planner.usecases.reports import read_annual
from tests.extraction.report_sample import CLEAN
from tests.world import World, shared

ASKED = "2025-01-20"


@pytest.fixture
@shared
def reported(world: World) -> World:
    """A year with figures in words and beside them, a shortcoming with its cause and a next step."""
    world.confirmed()
    world.accepted(
        "2024-03",
        "市司法局",
        "2024Q4",
        "2025-01-06",
        text="评查执法案卷136宗，评为优秀的120宗；通报评查结果7期。",
        figures=("2024-03.1=1次",),
        problem="案卷装订不统一",
        cause="各部门文书样式不同",
        next_step="统一文书样式",
    )
    return world


def written(world: World, path: Path) -> tuple[Path, KnownFigures]:
    """The year-end report as a file, and its number ledger."""
    report = world.ask(read_annual, ASKED, "2024")
    write_report(report, path, layout_of(world.app.templates))
    return path, world.ask(known_figures, ASKED, "2024")


def codes(path: Path, known: KnownFigures | None = None) -> list[tuple[str, str | None]]:
    """What is found in a file: code, and the words marked."""
    checked = check_file(path, known=known)
    found = [(f.code.value, checked.text[slice(*f.span)] if f.span else None) for f in checked.findings]
    return [(code, words) for code, words in found if code != "gap"]


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_our_report_agrees_with_its_ledger(ending: str, reported: World, tmp_path: Path) -> None:
    path, known = written(reported, tmp_path / f"报告.{ending}")

    assert (codes(path, known), known.year) == ([], 2024)


def test_a_figure_altered_in_our_report_is_told(reported: World, tmp_path: Path) -> None:
    path, known = written(reported, tmp_path / "报告.md")
    text = path.read_text("utf-8")
    assert text.count("136宗") == 1
    path.write_text(text.replace("136宗", "7期").replace("通报评查结果", "约谈单位21家，通报评查结果"), "utf-8")

    assert codes(path) == []
    assert codes(path, known) == [("figure_differs", "7期"), ("figure_untraced", "21家")]


def test_gaps_of_our_report_are_told(reported: World, tmp_path: Path) -> None:
    path, _ = written(reported, tmp_path / "报告.md")
    checked = check_file(path)

    gaps = [checked.text[slice(*f.span)] for f in checked.findings if f.code == "gap" and f.span]
    assert [gap[:9] for gap in gaps] == [
        "〔待补充：文号〕",
        "〔待补充：签发人〕",
        "〔待补充：党政主要",
        "〔待补充：成文日期",
    ]
    assert len(gaps) == len(checked.findings)


def test_the_year_given_overrules_that_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text(CLEAN, "utf-8")

    assert check_file(path).year == 2024
    with pytest.raises(ReportOfOtherYear, match="是2024年的报告，同2023年的计划对不上"):
        check_file(path, known=KnownFigures(2023, ()))
    assert check_file(path, year=2022, known=KnownFigures(2023, ())).year == 2022


def test_a_report_is_not_compared_with_itself(tmp_path: Path) -> None:
    for name in ("报告.txt", "去年.txt"):
        (tmp_path / name).write_text(CLEAN, "utf-8")

    with pytest.raises(PreviousIsSame, match=r"去年\.txt”和要核对的报告是同一份文件"):
        check_file(tmp_path / "报告.txt", previous=tmp_path / "去年.txt")


PLAN = "云溪市2024年法治政府建设工作要点\n一、规范决策\n审查文件。\n二、规范执法\n评查案卷2次。\n"


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("菜谱.txt", "红烧肉的做法\n五花肉500克，切块，焯水2分钟。\n加糖30克，炖60分钟。\n", "没有年度报告的标题"),
        ("要点.txt", PLAN, "《云溪市2024年法治政府建设工作要点》是一份计划"),
    ],
)
def test_what_is_no_report_at_all_is_refused_in_one_sentence(name: str, text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")

    with pytest.raises(NoReport, match=f"“{name}”不像法治政府建设年度报告（{why}.*），请核对选的文件。$"):
        check_file(tmp_path / name)


def test_a_table_is_no_report(tmp_path: Path) -> None:
    path = tmp_path / "表.csv"
    path.write_text("序号,任务,单位\n1,评查案卷,市司法局\n2,培训,市司法局\n", "utf-8")

    with pytest.raises(FormatUnsupported, match="报告请用 docx、pdf、html 或 txt"):
        check_file(path)


def test_the_ledger_of_a_plan_that_is_not_there_is_refused(reported: World) -> None:
    with reported.refused(PlanMissing):
        reported.ask(known_figures, ASKED, "2031")
