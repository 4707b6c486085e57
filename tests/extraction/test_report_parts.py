"""How a report is parted: by numbered headings, by headings without numbers, by what paragraphs say."""

import pytest

from planner.extraction.reports.headings import parts_named
from tests.extraction.report_sample import CLEAN, findings, marked, read


@pytest.mark.parametrize(
    ("heading", "parts"),
    [
        ("主要举措和成效", ("1",)),
        ("2024年法治政府建设工作情况", ("1",)),
        ("2024年重点工作完成情况", ("1",)),
        ("工作开展情况及存在问题", ("1", "2")),
        ("存在的不足和原因", ("2",)),
        ("存在问题及下一步工作思路", ("2", "4")),
        ("主要负责同志履职情况", ("3",)),
        ("党政主要负责人履行推进法治建设第一责任人职责,加强法治政府建设的情况", ("3",)),
        ("第一责任人履职情况和2025年工作安排", ("3", "4")),
        ("2024年工作总结和2025年工作安排", ("1", "4")),
        ("2025年主要安排", ("4",)),
        ("下一步工作打算", ("4",)),
        ("其他需要报告的情况", ("5",)),
        ("存在的主要问题", ("2",)),
        ("问题与不足", ("2",)),
        ("着力解决突出问题,优化营商环境", ()),
        ("化解矛盾纠纷,解决急难愁盼问题", ()),
        ("补齐短板,帮扶困难群众", ()),
        ("下一年度推进法治政府建设的主要安排", ("4",)),
        ("坚持党的领导", ()),
    ],
)
def test_parts_that_a_heading_names(heading: str, parts: tuple[str, ...]) -> None:
    assert parts_named(heading, 2024) == parts


@pytest.mark.parametrize(
    "headed",
    [
        CLEAN.replace("一、2", "第一部分 2")
        .replace("二、2", "第二部分 2")
        .replace("三、2", "第三部分 2")
        .replace("四、2", "第四部分 2"),
        CLEAN.replace("一、2024年法治", "2024年法治")
        .replace("二、2024年法治", "2024年法治")
        .replace("三、2024年党政", "2024年党政")
        .replace("四、2025年法治", "2025年法治"),
        CLEAN.replace("一、2", "## 一、2")
        .replace("二、2", "## 二、2")
        .replace("三、2", "## 三、2")
        .replace("四、2", "## 四、2"),
    ],
    ids=["counted parts", "without numbers", "markdown"],
)
def test_a_report_is_parted_however_its_headings_are_written(headed: str) -> None:
    assert headed != CLEAN
    assert [section.parts for section in read(headed).sections] == [("1",), ("2",), ("3",), ("4",)]
    assert findings(headed) == ()


def test_what_was_done_under_headings_of_its_own_matters_is_scattered() -> None:
    text = (
        CLEAN.replace("一、2024年法治政府建设的主要举措和成效\n\n（一）把制度立在前面。", "一、把制度立在前面\n\n")
        .replace("（二）让办事少跑路。", "二、让办事少跑路\n\n")
        .replace("二、2024年", "三、2024年")
    )

    assert marked(text, findings(text)) == [("part_not_own", "1", "一、把制度立在前面")]


def test_a_text_without_headings_has_its_parts_in_paragraphs() -> None:
    text = (
        "云溪市2024年法治政府建设报告\n\n"
        "2024年，云溪市审查文件36件，办理复议申请465件。\n\n"
        "工作中还存在一些不足，由于人手紧，办案周期偏长。\n\n"
        "下一步，充实办案力量。\n"
    )

    assert [(code, part) for code, part, _ in marked(text, findings(text))] == [
        ("part_missing", "3"),
        ("part_not_own", "1"),
        ("part_not_own", "2"),
        ("part_not_own", "4"),
    ]


def test_a_text_that_is_no_report_lacks_every_part() -> None:
    assert [(f.code.value, f.part) for f in findings("青石镇便民服务中心周末照常开门。")] == [
        ("part_missing", "1"),
        ("part_missing", "2"),
        ("part_missing", "3"),
        ("part_missing", "4"),
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        (CLEAN, 2024),
        (CLEAN.removeprefix("云溪市2024年法治政府建设年度报告\n"), 2024),
        (CLEAN.replace("云溪市2024年法治政府建设年度报告", "云溪市二〇二四年法治政府建设年度报告"), 2024),
        (CLEAN.replace("云溪市2024年法治政府建设年度报告", "云溪市2023年法治政府建设年度报告"), 2024),
        (CLEAN.replace("2024年，云溪市坚持", "2023年，云溪市坚持"), 2024),
        ("云溪市法治政府建设年度报告\n\n一、工作情况\n\n审查文件36件。\n", None),
    ],
    ids=["title", "no title", "Chinese digits", "title left over", "opening left over", "no year"],
)
def test_the_year_reported_on(text: str, year: int | None) -> None:
    assert read(text).year == year


def test_a_year_given_overrules_the_text() -> None:
    assert read(CLEAN, 2023).year == 2023
    assert [(f.code.value, CLEAN[slice(*f.span)]) for f in findings(CLEAN, 2023) if f.span][:2] == [
        ("year_stale", "2024年"),
        ("year_stale", "2024年"),
    ]


def test_items_behind_a_paragraph_of_shortcomings_are_the_plans() -> None:
    text = (
        "云溪市2024年法治政府建设报告\n\n一、2024年工作情况\n\n审查文件36件。\n\n二、存在的问题和下一步工作打算\n\n"
        "工作中还有以下不足。一是人手紧，原因是编制少。二是审得慢。原因：案子多。\n\n"
        "（一）补充人手。预计招录5人。\n\n（二）加快审查。\n"
    )

    assert [(code, part) for code, part, _ in marked(text, findings(text))] == [
        ("part_missing", "3"),
        ("part_not_own", "2"),
    ]
    assert read(text).part_at(read(text).text.index("预计")) == "4"
