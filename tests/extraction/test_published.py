"""The figures of a published report, and the names that next year's words are held against."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.history import HistoryFigure
from planner.extraction.published import bare_name, figures_of, title_of, years_named
from planner.extraction.reports.parts import read_report
from planner.reading import read_document
from tests.world import document

SEEDS = Path(__file__).parents[2] / "../shared/seeds"
YEAR = 2023

REPORT = """云溪市2023年法治政府建设年度报告
发布时间：2024-03-20 浏览次数：318次
2023年，云溪市认真推进法治政府建设。现将情况报告如下：
一、主要举措和成效
（一）化解行政争议。全年共受理行政复议申请550件，同比增长148%，办结４４２件。依据云司发〔2023〕12号文件，\
6月30日前清理文件2.1万余份。
类别\t收案\t结案
行政诉讼\t146件\t97.5%
二、存在的不足和原因
由于人手不足，仍有3起案件超期。
三、党政主要负责人履行第一责任人职责情况
市政府常务会议听取汇报4次。
四、2024年主要安排
组织执法培训不少于12场。
云溪市人民政府
2024年3月18日
"""


def names(body: str) -> list[tuple[str, str]]:
    """The names and printed words of the figures in a report's body."""
    text = f"云溪市2023年法治政府建设年度报告\n一、主要举措和成效\n{body}\n"
    return [(f.name, f.printed) for f in figures_of(read_report(document(text), YEAR), YEAR)]


def test_every_figure_of_a_report_is_taken_with_its_sentence_and_place() -> None:
    report = read_report(replace(document(REPORT), format="docx"), YEAR)
    found = figures_of(report, YEAR)

    assert title_of(report) == "云溪市2023年法治政府建设年度报告"
    assert [(f.name, f.printed, str(f.value), f.measure, f.exact) for f in found] == [
        ("受理行政复议申请", "550件", "550", "件", True),
        ("同比增长", "148%", "148", "%", True),
        ("办结", "４４２件", "442", "件", True),
        ("6月30日前清理文件", "2.1万余份", "2.1", "万份", False),
        ("行政诉讼", "146件", "146", "件", True),
        ("行政诉讼", "97.5%", "97.5", "%", True),
        ("仍有案件超期", "3起", "3", "起", True),
        ("市政府常务会议听取汇报", "4次", "4", "次", True),
        ("安排：组织执法培训", "12场", "12", "场", False),
    ]
    assert [REPORT[slice(*f.span)] for f in found] == [f.printed for f in found]
    assert found[0] == HistoryFigure(
        name="受理行政复议申请",
        printed="550件",
        value=Decimal(550),
        measure="件",
        sentence="全年共受理行政复议申请550件，同比增长148%，办结４４２件。",
        span=found[0].span,
    )
    assert (found[4].sentence, found[5].sentence) == ("行政诉讼 146件 97.5%", "行政诉讼 146件 97.5%")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2023年，全市共受理行政复议申请550件。", [("受理行政复议申请", "550件")]),
        ("截至2023年底，累计受理行政复议申请达550件。", [("受理行政复议申请", "550件")]),
        ("受理行政复议申请 550 件。", [("受理行政复议申请", "550件")]),
        ("受理行政复议申请（含补正）550件。", [("受理行政复议申请（含补正）", "550件")]),
        ("办理案件120件（其中行政处罚80件）。", [("办理案件", "120件"), ("行政处罚", "80件")]),
        ("制发1件规范性文件，审查率100%。", [("制发规范性文件", "1件"), ("审查率", "100%")]),
        ("5项决策事项纳入目录。", [("决策事项纳入目录", "5项")]),
        ("举办培训3期120人次。", [("举办培训", "3期"), ("举办培训", "120人次")]),
        ("组织执法考试2场，共434人。", [("组织执法考试", "2场"), ("组织执法考试", "434人")]),
        ("信访件30天内办结率达100%。", [("信访件", "30天"), ("信访件30天内办结率", "100%")]),
        ("参考率达85%以上。", [("参考率", "85%")]),
        ("完成审计20项，查处违法行为7起。", [("完成审计", "20项"), ("查处违法行为", "7起")]),
        ("受理预约1,203次。", [("受理预约", "1,203次")]),
    ],
)
def test_name_is_the_words_before_a_figure_without_time_scope_and_amount(
    sentence: str, expected: list[tuple[str, str]]
) -> None:
    assert names(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("受理申请数量同比2022年增长148%。", "受理申请数量同比增长"),
        ("受理申请较上年增加30件。", "受理申请同比增加"),
        ("受理申请与去年同期相比多30件。", "受理申请同比多"),
    ],
)
def test_growth_is_named_so_and_never_like_an_amount(sentence: str, name: str) -> None:
    assert [found for found, _ in names(sentence)] == [name]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("2022年，受理申请80件，2023年受理申请90件。", ["其他时段：2022年受理申请", "受理申请"]),
        ("上年结转案件12件。", ["其他时段：上年结转案件"]),
        ("自2020年以来，培训执法人员300人。", ["其他时段：2020年培训执法人员"]),
        ("2023年1—11月受理申请80件。", ["其他时段：2023年1—11月受理申请"]),
        ("2023年上半年，受理申请80件。", ["其他时段：2023年上半年受理申请"]),
        ("截至2023年12月底，受理申请80件。", ["受理申请"]),
        ("截至11月，受理申请80件。", ["其他时段：截至11月受理申请"]),
    ],
)
def test_figure_of_another_time_says_so_in_its_name(sentence: str, expected: list[str]) -> None:
    assert [found for found, _ in names(sentence)] == expected


def test_what_counts_nothing_is_no_figure() -> None:
    assert names("依据云政发〔2023〕5号文件，12月1日起，第3次会议让群众在每一次执法中感受到公平，拨打12345热线。") == []


@pytest.mark.parametrize("words", ["推动事项网上办100件", "受理预约100次", "排查附近100家"])
def test_word_that_only_ends_like_a_rough_one_leaves_the_number_exact(words: str) -> None:
    text = f"云溪市2023年法治政府建设年度报告\n一、主要举措和成效\n{words}。\n"
    assert [figure.exact for figure in figures_of(read_report(document(text), YEAR), YEAR)] == [True]


@pytest.mark.parametrize("words", ["100余家", "近100家", "超过100家", "100家以上", "100家左右", "90—100家"])
def test_rough_number_is_kept_as_such(words: str) -> None:
    text = f"云溪市2023年法治政府建设年度报告\n一、主要举措和成效\n检查企业{words}。\n"
    (figure,) = figures_of(read_report(document(text), YEAR), YEAR)
    assert (figure.name, figure.measure, figure.exact) == ("检查企业", "家", False)


def test_years_of_a_title_include_those_of_a_span() -> None:
    assert years_named("云溪市法治政府建设（2021—2023年）总结") == {2021, 2022, 2023}
    assert years_named("关于2023年工作情况和2024年安排的报告") == {2023, 2024}
    assert years_named("法治政府建设年度报告") == set()


WORDS = """
全年 共 累计 已 2023年 2022年 截至 年底 全市 我市 受理 申请 达
至 约 均 分别 统计 行为 同比 较上年 增长 （ ） ， 、 等 和 并 率
"""


@given(st.lists(st.sampled_from(WORDS.split()), max_size=12).map("".join))
def test_name_is_as_bare_as_it_gets_at_once(words: str) -> None:
    assert bare_name(bare_name(words, YEAR), YEAR) == bare_name(words, YEAR)


PARTS = """
受理申请 550件 １，２００件 1,203次 12场 百分之九十五 一次 每一次 3—5个 30天内 100余家 98.5% ， 、 。 （ ） （含补正）
（其中 ： ； 2022年， 去年 同比增长 《办法》 一、主要举措 二、2024年安排
"""


@given(st.lists(st.sampled_from([*PARTS.split(), "\n", "\t"]), max_size=40).map("".join))
def test_every_figure_of_any_text_has_a_name_and_its_own_place(text: str) -> None:
    for figure in figures_of(read_report(document(text), YEAR), YEAR):
        assert "".join(text[slice(*figure.span)].split()) == figure.printed
        assert figure.name
        assert figure.printed in figure.sentence


@pytest.mark.parametrize(
    ("seed", "year", "figures"),
    [("000_6400df55651fb672", 2020, 7), ("001_27e7cd63c1189395", 2021, 54), ("003_c0351d6103819b41", 2024, 40)],
)
def test_published_reports_give_every_figure_with_its_own_words(seed: str, year: int, figures: int) -> None:
    path = SEEDS / f"{seed}.txt"
    if not path.exists():
        pytest.skip("the published reports are not beside this checkout (../shared/seeds)")
    read = read_document(path)
    found = figures_of(read_report(read, year), year)
    assert len(found) == figures
    for figure in found:
        assert "".join(read.text[slice(*figure.span)].split()) == figure.printed
        assert figure.printed in figure.sentence
        assert figure.name not in ("", "文中")
        assert figure.printed not in figure.name
