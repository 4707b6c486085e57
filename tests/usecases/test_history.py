"""Published reports of earlier years: imported once, replaced for a reason, read as of a day."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from planner import errors
from planner.domain.actors import ActorRole
from planner.domain.history import HistoryFigure, PublishedReport
from planner.usecases.history import Importing, ReportImport, import_report, read_file, read_published, withdraw_report
from planner.usecases.units import add_unit
from planner.usecases.users import add_user
from tests.world import World, document

TEXT = """云溪市2023年法治政府建设年度报告
一、主要举措和成效
全年共受理行政复议申请550件，审查率98.5%。
二、存在的不足和原因
由于人手少，走访企业只有100余家。
"""
SENTENCE = "全年共受理行政复议申请550件，审查率98.5%。"
FIRST = document(TEXT, "2023年报.txt")
SECOND = document(TEXT.replace("550", "560"), "2023年报（更正）.txt")
OTHER = document("云溪市法治政府建设年度报告\n一、主要举措和成效\n受理申请80件。\n", "旧报.txt")
FIRST_OF_2022 = document(OTHER.text.replace("80", "70"), "2022年报.txt")
BARE = document(
    "云溪市2023年法治政府建设年度报告\n一、主要举措和成效\n2023年6月印发云政发〔2023〕2号文件。\n", "空.txt"
)


def amounts(report: PublishedReport | None) -> list[Decimal]:
    """The values of a report's figures."""
    return [] if report is None else [figure.value for figure in report.figures]


def test_report_is_kept_with_its_figures_and_their_words(world: World) -> None:
    outcome = world.do(import_report, "2024-04-01", FIRST, 2023)
    kept = PublishedReport(
        year=2023,
        title="云溪市2023年法治政府建设年度报告",
        file_name="2023年报.txt",
        sha256=FIRST.sha256,
        imported_on=dt.date(2024, 4, 1),
        figures=(
            HistoryFigure("受理行政复议申请", "550件", Decimal(550), "件", SENTENCE, (40, 44)),
            HistoryFigure("审查率", "98.5%", Decimal("98.5"), "%", SENTENCE, (48, 53)),
            HistoryFigure(
                "走访企业只有",
                "100余家",
                Decimal(100),
                "家",
                "由于人手少，走访企业只有100余家。",
                (78, 83),
                exact=False,
            ),
        ),
    )
    assert outcome == ReportImport(kept)
    assert world.ask(read_published, None, 2023) == kept
    assert [TEXT[slice(*figure.span)] for figure in kept.figures] == ["550件", "98.5%", "100余家"]


def test_report_is_seen_from_its_day_on_for_its_own_year_and_office(world: World) -> None:
    world.do(import_report, "2024-04-01", FIRST, 2023)
    assert world.ask(read_published, "2024-03-31", 2023) is None
    assert amounts(world.ask(read_published, "2024-04-01", 2023)) == [550, Decimal("98.5"), 100]
    assert world.ask(read_published, None, 2022) is None
    assert world.office("second").ask(read_published, None, 2023) is None
    assert not world.office("second").do(import_report, "2024-04-01", FIRST, 2023).already


def test_same_file_again_does_nothing(world: World) -> None:
    first = world.do(import_report, "2024-04-01", FIRST, 2023)
    before = world.rows()
    again = world.do(import_report, "2024-05-01", FIRST, 2023, Importing(replace=True, reason="再导一次"))
    assert (again, world.rows()) == (ReportImport(first.report, already=True), before)


def test_other_file_of_a_year_is_taken_for_a_reason_only(world: World) -> None:
    world.do(import_report, "2024-04-01", FIRST, 2023)
    with world.refused(errors.ReportHeld, r"2023年的报告已于 2024-04-01 导入（2023年报.txt），.*加 --replace"):
        world.do(import_report, "2024-05-06", SECOND, 2023)
    with world.refused(errors.ReasonMissing, "替换2023年的报告要写明理由"):
        world.do(import_report, "2024-05-06", SECOND, 2023, Importing(replace=True, reason=" "))
    with world.refused(errors.EntryBackdated):
        world.do(import_report, "2024-03-31", SECOND, 2023, Importing(replace=True, reason="发布稿有更正"))


def test_replaced_report_is_seen_until_the_day_of_its_replacement(world: World) -> None:
    world.do(import_report, "2024-04-01", FIRST, 2023)
    replaced = world.do(import_report, "2024-05-06", SECOND, 2023, Importing(replace=True, reason="发布稿有更正"))
    assert (replaced.already, replaced.replaced) == (False, "2023年报.txt")
    assert amounts(world.ask(read_published, "2024-05-05", 2023))[0] == 550
    assert world.ask(read_published, "2024-05-06", 2023) == replaced.report
    assert amounts(replaced.report)[0] == 560
    world.do(import_report, "2024-06-03", FIRST, 2023, Importing(replace=True, reason="更正稿撤回"))
    assert amounts(world.ask(read_published, None, 2023))[0] == 550


def test_import_and_replacement_are_logged_with_the_hashes(world: World) -> None:
    with world.logged() as events:
        world.do(import_report, "2024-04-01", FIRST, 2023)
        world.do(import_report, "2024-05-06", SECOND, 2023, Importing(replace=True, reason="发布稿有更正"))
    title = "云溪市2023年法治政府建设年度报告"
    first, second = (
        {"title": title, "file": each.name, "sha256": each.sha256, "figures": 3} for each in (FIRST, SECOND)
    )
    held = {"file": FIRST.name, "sha256": FIRST.sha256}
    assert events == [
        ("report:import", "2023 年度报告", None, first, ""),
        ("report:import", "2023 年度报告", held, second, "发布稿有更正"),
    ]


def test_file_that_stands_for_one_year_is_no_other_years(world: World) -> None:
    world.do(import_report, "2024-04-01", OTHER, 2022)
    with world.refused(errors.ReportOfAnotherYear, r"（旧报.txt）已于 2024-04-01 作为2022年的报告导入"):
        world.do(import_report, "2024-04-01", OTHER, 2023)
    world.do(import_report, "2024-04-02", FIRST_OF_2022, 2022, Importing(replace=True, reason="年份弄错了"))
    assert world.do(import_report, "2024-04-02", OTHER, 2023).already is False


@pytest.mark.parametrize(
    ("year", "error", "words"),
    [
        (2024, errors.ReportYearDiffers, "《云溪市2023年法治政府建设年度报告》，不是2024年的"),
        (2025, errors.ReportYearFuture, "2025年还没有到（以 2024-04-01 为准）"),
        (23, errors.YearUnreasonable, "年度 23 不合理"),
        (20233, errors.YearUnreasonable, "年度 20233 不合理"),
    ],
)
def test_year_that_cant_be_meant_is_refused(
    one_world: World, year: int, error: type[errors.PlannerError], words: str
) -> None:
    with one_world.refused(error, words):
        one_world.do(import_report, "2024-04-01", FIRST, year)


def test_report_dated_before_its_year_is_over_is_taken(one_world: World) -> None:
    assert one_world.do(import_report, "2023-12-21", FIRST, 2023).report.year == 2023


def test_file_without_a_title_goes_by_its_name(one_world: World) -> None:
    text = document("一、主要举措和成效\n受理申请80件。\n", "二〇二二年报.txt")
    assert one_world.do(import_report, None, text, 2022).report.title == "二〇二二年报"


def test_file_without_a_figure_is_refused(one_world: World) -> None:
    with one_world.refused(errors.NoFiguresInReport, "“空.txt”里没有读到数据"):
        one_world.do(import_report, "2024-04-01", BARE, 2023)


def test_withdrawn_report_is_seen_until_the_day_it_was_withdrawn(world: World) -> None:
    world.do(import_report, "2024-04-01", OTHER, 2022)
    with world.refused(errors.ReasonMissing, "撤下2022年的报告要写明理由"):
        world.do(withdraw_report, "2024-04-02", 2022, reason=" ")
    with world.refused(errors.EntryBackdated):
        world.do(withdraw_report, "2024-03-31", 2022, reason="年份弄错了")
    with world.logged() as events:
        gone = world.do(withdraw_report, "2024-04-02", 2022, reason="年份弄错了")
    held = {"title": gone.title, "file": "旧报.txt", "sha256": OTHER.sha256}
    assert events == [("report:withdraw", "2022 年度报告", held, None, "年份弄错了")]
    assert world.ask(read_published, "2024-04-01", 2022) == gone
    assert world.ask(read_published, "2024-04-02", 2022) is None
    with world.refused(errors.NothingToWithdraw, "2022年的报告已于2024-04-02撤下，没有可以撤下的"):
        world.do(withdraw_report, None, 2022, reason="再撤一次")
    with world.refused(errors.NothingToReplace, "2022年的报告已于2024-04-02撤下，没有可以替换的"):
        world.do(import_report, None, FIRST_OF_2022, 2022, Importing(replace=True, reason="更正"))
    assert world.do(import_report, "2024-04-02", OTHER, 2023).already is False
    assert amounts(world.do(import_report, "2024-04-03", FIRST_OF_2022, 2022).report) == [70]


def test_report_of_another_area_is_taken_only_as_ours(one_world: World) -> None:
    one_world.confirmed()
    ours = document(FIRST.text.replace("云溪市", "临江省青禾市"), "本市.txt")
    signed = document(
        "关于2022年情况的报告\n一、主要举措和成效\n受理80件。\n\n清河县人民政府\n2023年2月1日\n", "落款.txt"
    )
    with one_world.refused(errors.ReportOfOtherArea, r"2023年.*》是云溪市的，这里的计划是青禾市的.*请加 --renamed"):
        one_world.do(import_report, None, FIRST, 2023)
    with one_world.refused(errors.ReportOfOtherArea, "是清河县的"):
        one_world.do(import_report, None, signed, 2022)
    assert one_world.do(import_report, "2024-04-01", ours, 2023).report.title.startswith("临江省青禾市")
    with one_world.logged() as events:
        one_world.do(import_report, None, signed, 2022, Importing(renamed=True))
    assert [after and after["renamed"] for _, _, _, after, _ in events] == [True]


def test_plan_is_no_published_report(one_world: World) -> None:
    plan = document("云溪市2023年法治建设工作要点\n一、规范决策\n评查案卷2次。\n", "要点.txt")
    with one_world.refused(errors.NoReport, "《云溪市2023年法治建设工作要点》是一份计划"):
        one_world.do(import_report, None, plan, 2023)


def test_marks_of_figures_and_controls_in_a_report_are_not_kept(one_world: World) -> None:
    text = TEXT.replace("申请550件", "申\x7f请\ue0001\ue001550件\ue002")
    figure = one_world.do(import_report, None, document(text, "年报.txt"), 2023).report.figures[0]
    kept = one_world.ask(read_published, None, 2023)
    assert kept is not None
    assert all(char.isprintable() for char in f"{kept.figures[0].name}{kept.figures[0].sentence}{kept.title}")
    assert figure.printed == "550件"


def test_nothing_is_there_to_be_replaced(one_world: World) -> None:
    with one_world.refused(errors.NothingToReplace, "还没有导入过2023年的报告"):
        one_world.do(import_report, "2024-04-01", FIRST, 2023, Importing(replace=True, reason="更正"))


def test_only_the_coordinator_imports(one_world: World) -> None:
    one_world.do(add_user, None, "王敏", ActorRole.COORDINATOR)
    one_world.do(add_unit, None, "市司法局")
    one_world.do(add_user, None, "李强", ActorRole.UNIT, unit="市司法局")
    with one_world.refused(errors.NotAllowed, "无权导入往年报告"):
        one_world.actor("李强").do(import_report, None, FIRST, 2023)


@pytest.mark.parametrize(
    ("text", "error", "sentence"),
    [
        (
            "2024年，本区扎实推进法治建设。\n一、2024年主要举措和成效\n受理行政复议申请550件。\n",
            errors.ReportTextOfYear,
            "“邻区.txt”讲的是2024年的工作，不是2023年的",
        ),
        (
            "云溪市2023年法治政府建设年度报告\n一、主要举措和成效\n受理申请55件。\n〔待补充：成文日期〕\n",
            errors.ReportUnpublished,
            "“邻区.txt”里还有〔待补充〕，不是已发布的报告",
        ),
    ],
)
def test_text_of_another_year_and_a_draft_are_no_baseline(
    one_world: World, text: str, error: type[errors.PlannerError], sentence: str
) -> None:
    with one_world.refused(error, sentence):
        one_world.do(import_report, "2025-01-10", document(text, "邻区.txt"), 2023)


def test_table_is_no_published_report(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_text("编号,任务\n1,受理申请55件\n", "utf-8")
    with pytest.raises(errors.FormatUnsupported, match="报告请用 docx、pdf、html 或 txt"):
        read_file(path)
