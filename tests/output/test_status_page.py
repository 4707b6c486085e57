"""The status page as Markdown, document and self-contained html page."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from lxml import html

from planner.domain.lights import Colour
from planner.domain.status_page import StatusPage
from planner.errors import TemplateFaulty, TemplateMissing
from planner.output.status_page import render_status
from planner.output.status_print import Printed, printed_rows, row_lines
from planner.output.text import clean
from tests.factories_status import SUPPORT, year_page
from tests.factories_views import NOTICE, STATUS_PAGE
from tests.output.conftest import HOSTILE, TEMPLATES

YEAR = year_page(listed=3)


def markdown(view: StatusPage) -> str:
    return render_status(view, fmt="md", templates=TEMPLATES).decode()


def page(view: StatusPage) -> Any:  # noqa: ANN401 - lxml's elements
    return html.document_fromstring(render_status(view, fmt="html", templates=TEMPLATES))


def document(view: StatusPage) -> Document:
    return docx.Document(BytesIO(render_status(view, fmt="docx", templates=TEMPLATES)))


def seen(text: str) -> str:
    return " ".join(clean(text).split())


def words(element: Any) -> str:  # noqa: ANN401 - lxml's elements
    return seen(element.text_content())


def behind(tree: Any, anchor: str) -> list[str]:  # noqa: ANN401 - lxml's elements
    """The codes that stand behind a number's link."""
    (target,) = tree.xpath(f"//*[@id='{anchor}']")
    if target.xpath("./th[@scope='rowgroup']"):
        return [words(row)[:7] for row in target.xpath("./following-sibling::tr/th")]
    return [words(link) for link in target.xpath(".//li/*[contains(@class, 'code')]")]


# ---- as Markdown ----


def test_page_tells_lights_late_decisions_and_missing() -> None:
    assert markdown(STATUS_PAGE) == (
        "# 云溪市2024年法治建设工作要点 执行情况\n\n"
        "截至2024年7月20日，填报期为2024年第二季度（2024Q2）。\n\n"
        "## 一、亮灯\n\n"
        "共6项任务；逾期1项，最长的（2024-05）已逾期20天；需要决定1件；15日内到期1项；未报送1份。\n\n"
        "| 部分 | 任务数 | 红 | 黄 | 绿 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 全部 | 6 | 1 | 2 | 3 |\n"
        "| 二、规范行政决策 | 6 | 1 | 2 | 3 |\n\n"
        "## 二、逾期\n\n"
        "| 编号 | 任务 | 情况 | 应完成 | 逾期天数 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2024-05 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-06-30 | 20 |\n\n"
        "## 三、需要决定的事项\n\n"
        "| 编号 | 任务 | 情况 |\n"
        "| --- | --- | --- |\n"
        "| 2024-05 | 管好决策目录 | 市公安局：需协调 增加人员2名 |\n\n"
        "## 四、15日内到期\n\n"
        "| 编号 | 任务 | 情况 | 到期 | 还有天数 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2024-06 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-07-31 | 11 |\n\n"
        "## 五、季度对比\n\n"
        "本年的第一个填报期还没有开始，没有可比的季度。\n\n"
        "## 六、全年进展\n\n"
        "没有逐月的数。\n\n"
        "## 七、未报送\n\n"
        "| 单位 | 未报任务 | 应报日期 |\n"
        "| --- | --- | --- |\n"
        "| 东岭县政府 | 2024-05 | 2024-07-10 |\n\n"
        "## 八、有红灯、黄灯的单位\n\n"
        "| 单位 | 任务数 | 红 | 黄 | 绿 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 市司法局 | 6 | 1 | 2 | 3 |\n"
    )


def test_page_tells_what_is_late_by_its_original_day_and_what_is_out_of_action() -> None:
    moved = replace(NOTICE, original=dt.date(2024, 5, 31), days_original=50)
    merged = replace(NOTICE, task="2024-06", kind="merged", days=0, message="市司法局：任务并入2024-05")
    text = markdown(
        replace(
            STATUS_PAGE,
            late=(moved, replace(NOTICE, task="2024-08")),
            decisions=(replace(NOTICE, task="", title="", message="名册未设"),),
            late_by_original=(replace(moved, task="2024-07", days=0, message="已延到2024-09-30"),),
            out_of_action=(merged,),
        ),
    )
    assert (
        "| 编号 | 任务 | 情况 | 应完成 | 逾期天数 | 原时限 | 按原时限逾期天数 |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| 2024-05 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-06-30 | 20 | 2024-05-31 | 50 |\n"
        "| 2024-08 | 管好决策目录 | 市司法局：应于2024-06-30完成，已逾期20天 | 2024-06-30 | 20 | 没有变 | 20 |\n\n"
        "延期后没有逾期，按原时限逾期的：\n\n"
        "| 编号 | 任务 | 情况 | 原时限 | 按原时限逾期天数 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 2024-07 | 管好决策目录 | 已延到2024-09-30 | 2024-05-31 | 50 |\n\n"
        "## 三、需要决定的事项\n\n"
        "| 编号 | 任务 | 情况 |\n"
        "| --- | --- | --- |\n"
        "| — | 不属于一项任务 | 名册未设 |\n" in text
    )
    assert text.endswith(
        "\n\n## 九、暂缓、取消、并入的任务\n\n"
        "| 编号 | 任务 | 情况 | 自 |\n"
        "| --- | --- | --- | --- |\n"
        "| 2024-06 | 管好决策目录 | 市司法局：任务并入2024-05 | 2024-06-30 |\n"
    )


def test_page_with_nothing_to_tell_says_so() -> None:
    quiet = replace(STATUS_PAGE, late=(), decisions=(), due_soon=(), missing=(), units=())
    said = [line for line in markdown(quiet).splitlines() if line.endswith("。")][2:]
    assert said == [
        "没有逾期的任务。",
        "没有需要决定的事项。",
        "没有15日内到期的任务。",
        "本年的第一个填报期还没有开始，没有可比的季度。",
        "没有逐月的数。",
        "2024年第二季度没有未报送的单位。",
        "没有亮红灯、黄灯的单位。",
    ]


def test_page_sets_quarter_against_quarter() -> None:
    told = markdown(YEAR).split("## 五、季度对比\n\n")[1].split("\n\n## 七、")[0]
    assert told == (
        "| 项数 | 2024年第一季度（2024年3月31日，已关账） | 2024年第二季度（2024年6月30日） |"
        " 2024年第三季度（2024年9月30日） | 2024年第四季度（到2024年10月20日，还没结束） |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| 红 | 5 | 5（平） | 5（平） | 5（平） |\n"
        "| 黄 | 5 | 5（平） | 5（平） | 5（平） |\n"
        "| 绿 | 10 | 10（平） | 10（平） | 10（平） |\n"
        "| 未到期 | 5 | 5（平） | 5（平） | 5（平） |\n"
        "| 已完成/全部 | 1/25 | 3/25（+2） | 5/25（+2） | 5/25（平） |\n"
        "| 已报送/应报送（份） | 187/200 | 184/200 | 186/200 | 还没到报送期 |\n\n"
        "括号里是比上一季多（+）少（−）多少。2024年第三季度比上一季："
        "新转红5项（2024-03、2024-08、2024-13、2024-18、2024-23）；"
        "不再红5项（2024-04、2024-09、2024-14、2024-19、2024-24）；新完成2项（2024-07、2024-17）。\n\n"
        "## 六、全年进展\n\n"
        "| 月份 | 新完成 | 到月底累计完成 |\n"
        "| --- | --- | --- |\n"
        "| 3月 | 1 | 1/25 |\n"
        "| 4月 | 1 | 2/25 |\n"
        "| 5月 | 1 | 3/25 |\n"
        "| 8月 | 1 | 4/25 |\n"
        "| 9月 | 1 | 5/25 |\n"
        "| 10月 | 0 | 5/25 |\n\n"
        "现在算完成的任务，按各自完成的日子计入各月；没有列出的月份，没有新完成的。"
    )


def test_first_quarter_has_none_to_be_compared_with() -> None:
    first = replace(YEAR, period="2024Q1", period_label="2024年第一季度", quarters=YEAR.quarters[:1])
    told = "2024年第一季度是第一个填报期，没有上一季可比。"
    assert told in markdown(first)
    assert [words(p) for p in page(first).xpath("//section[@aria-labelledby='quarters']/p")] == [told]


def test_quarters_alike_are_told_to_be_so() -> None:
    alike = replace(YEAR.quarters[1], period="2024Q3", label="2024年第三季度")
    same = replace(YEAR, quarters=(YEAR.quarters[1], alike))
    told = "2024年第三季度比上一季，红灯和完成的任务没有变化。"
    assert told in markdown(same)
    assert words(page(same).xpath("//section[@aria-labelledby='quarters']/p")[0]) == told.replace("，", "：", 1)


def test_tasks_whose_day_of_completion_is_not_known_are_put_in_no_month() -> None:
    unknown = replace(YEAR, tasks=tuple(replace(task, done_on=None) for task in YEAR.tasks))
    assert "没有各项任务完成的日子，逐月的数略去。" in markdown(unknown)
    assert [figure.get("class") for figure in page(unknown).iter("figure")] == [None, None]


def test_document_has_the_quarters_as_a_table() -> None:
    quarters = document(YEAR).tables[5]
    assert [cell.text for cell in quarters.rows[1].cells] == ["红", "5", "5（平）", "5（平）", "5（平）"]
    assert [cell.text for cell in document(YEAR).tables[6].rows[1].cells] == ["3月", "1", "1/25"]


# ---- as a page ----


def test_page_stands_alone() -> None:
    """No resource from elsewhere and no script; every link leads to a place in the page."""
    tree = page(YEAR)
    assert tree.get("lang") == "zh-CN"
    assert tree.findtext(".//title") == tree.findtext(".//h1") == "云溪市2024年法治政府建设工作要点 执行情况"
    assert tree.xpath("//@src | //link | //script | //iframe | //object | //@onclick") == []
    assert tree.xpath("//meta[@name='viewport']/@content") == ["width=device-width, initial-scale=1"]
    ids = Counter(tree.xpath("//@id"))
    assert [one for one, count in ids.items() if count > 1] == []
    assert [href for href in tree.xpath("//@href") if not href.startswith("#") or href[1:] not in ids] == []
    style = tree.findtext(".//style") or ""
    assert re.findall(r"url\(|@import|https?:", style) == []
    fills = [re.fullmatch(r"url\(#(.+)\)", fill) for fill in tree.xpath("//@fill") if "url" in fill]
    assert [fill for fill in fills if fill is None or fill[1] not in ids] == []


def test_every_number_leads_to_as_many_rows_and_back() -> None:
    tree = page(YEAR)
    numbers = tree.xpath("//a[@class='n' and starts-with(@id, 'at-')]")
    assert len(numbers) > 80
    for number in numbers:
        anchor = number.get("href")[1:]
        assert len(behind(tree, anchor)) == int(words(number)), anchor
        (target,) = tree.xpath(f"//*[@id='{anchor}']")
        assert f"#{number.get('id')}" in target.xpath(".//a[contains(@class, 'back')]/@href")


def test_numbers_count_what_the_page_counts() -> None:
    tree = page(YEAR)
    tiles = {
        words(tile.find("span")): words(tile.xpath(".//*[@class='n' or @class='zero']")[0])
        for tile in tree.iter("li")
        if tile.get("class") in list(Colour)
    }
    assert tiles == {"红": "5", "黄": "5", "绿": "10", "未到期": "5", "不亮灯": "0"}
    assert behind(tree, "rows-now-red") == [task.code for task in YEAR.tasks if task.colour is Colour.RED]
    of_section = [t.code for t in YEAR.tasks if t.section == YEAR.sections[1].name and t.colour is Colour.YELLOW]
    assert behind(tree, f"rows-section-2-{Colour.YELLOW}") == of_section
    assert behind(tree, "rows-quarter-2024Q2-red") == list(YEAR.quarters[1].lights[Colour.RED])
    assert behind(tree, "rows-quarter-2024Q3-done") == list(YEAR.quarters[2].done)
    assert behind(tree, "rows-month-4-so-far") == ["2024-02", "2024-12"]


def test_returns_of_a_quarter_lead_to_those_of_its_units() -> None:
    tree = page(YEAR)
    links = tree.xpath("//section[@aria-labelledby='quarters']//a[starts-with(@href, '#returns-')]")
    assert [words(link) for link in links] == ["187/200", "184/200", "186/200"]
    for link in links:
        (head,) = tree.xpath(f"//h3[@id='{link.get('href')[1:]}']")
        rows = [
            [words(cell) for cell in row.findall("td")] for row in head.xpath("./following-sibling::table[1]/tbody/tr")
        ]
        reported, asked = (sum(int(row[place]) for row in rows) for place in (1, 0))
        assert f"{reported}/{asked}" == words(link)
        missing = sum(row[2].count("2024-") for row in rows)
        assert missing == asked - reported


def test_late_tasks_tell_whose_since_when_and_by_both_days() -> None:
    table = page(YEAR).xpath("//section[@aria-labelledby='late']//table")[0]
    head = [words(cell) for cell in table.xpath("./thead//th")]
    first = [words(cell) for cell in table.xpath("./tbody/tr[1]/td")]
    assert dict(zip(head, first, strict=True)) == {
        "任务": "2024-01 做实第1项行政执法监督任务",
        "谁": "、".join(YEAR.late[0].whose),
        "情况": "考核点2024-03.1（每季度至少组织开展1次行政执法案卷评查并通报结果）应于2024-06-30达成，已逾期112天",
        "应完成": "2024-06-30",
        "已逾期": "112天",
        "原时限": "2024-05-31",
        "按原时限": "142天",
    }


def test_decisions_say_what_is_to_be_decided() -> None:
    rows = page(YEAR).xpath("//section[@aria-labelledby='decisions']//tbody/tr")
    assert [words(cell) for cell in rows[0].findall("td")][1:] == [
        "需协调",
        f"市司法局、市公安局、市财政局等8个单位：{SUPPORT}",
        "—",
    ]


def test_charts_have_a_title_a_description_and_bars_in_proportion() -> None:
    charts = page(YEAR).xpath("//svg")
    assert [(chart.get("role"), chart.findtext("title")) for chart in charts] == [
        ("img", "各季度的亮灯"),
        ("img", "各季度的报送"),
        ("img", "逐月累计完成的任务"),
    ]
    for chart in charts:
        assert chart.get("aria-labelledby").split() == [chart.find("title").get("id"), chart.find("desc").get("id")]
    assert charts[0].findtext("desc").startswith("第一季度（3月31日）红5、黄5、绿10、未到期5；")
    assert charts[1].findtext("desc").endswith("第四季度（到10月20日）还没到报送期。")
    assert charts[2].findtext("desc").endswith("10月新完成0项、累计5项；全部25项。")
    pieces = [float(width) for width in charts[0].xpath("./rect[@height='18.0' or @height='18']/@width")]
    assert pieces == [68.0, 68.0, 136.0, 68.0] * 4
    assert sum(float(height) for height in charts[2].xpath("./rect[@x='259.0']/@height")) == pytest.approx(76 * 5 / 25)


def test_page_can_be_read_by_its_structure() -> None:
    """Landmarks, one h1, no heading level left out, tables with captions and scopes, and a way to skip to the text."""
    tree = page(YEAR)
    assert [len(tree.xpath(f"/html/body/{name}")) for name in ("header", "nav", "main", "footer", "main//h1")] == [
        1,
        1,
        1,
        1,
        0,
    ]
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels.count(1) == 1
    assert [after for before, after in pairwise(levels) if after > before + 1] == []
    assert tree.xpath("/html/body/*[1]/@href") == ["#main"]
    assert [table for table in tree.iter("table") if not words(table.find("caption"))] == []
    assert tree.xpath("//th[not(@scope)]") == []
    assert tree.xpath("//section[not(@aria-labelledby)]") == []
    assert [name for name in tree.xpath("//section/@aria-labelledby") if not tree.xpath(f"//h2[@id='{name}']")] == []
    assert tree.xpath("//table[@role='table']//tr[not(@role)] | //table[@role='table']//td[not(@role)]") == []
    assert tree.xpath("//a[not(normalize-space())] | //*[@tabindex > 0]") == []


def test_lights_are_told_by_words_beside_their_colours() -> None:
    lamps = {
        (lamp.get("class").split()[1], words(lamp)) for lamp in page(YEAR).xpath("//*[starts-with(@class, 'lamp ')]")
    }
    assert lamps == {("red", "红"), ("yellow", "黄"), ("green", "绿"), ("not_due", "未到期")}


def test_page_kept_without_its_tasks_shows_numbers_and_no_dead_link() -> None:
    tree = page(STATUS_PAGE)
    assert words(tree.xpath("//ul[@class='tiles']/li[1]")[0]) == "红 1/6 项"
    assert [href for href in tree.xpath("//@href") if not tree.xpath(f"//*[@id='{href[1:]}']")] == []


def test_what_is_not_printed_is_said() -> None:
    tree = page(year_page())
    rows = tree.xpath("//section[@aria-labelledby='late']//table")[0].xpath("./tbody/tr")
    assert [row.get("class") for row in rows] == [None] * 5 + ["unprinted"] * 20
    notes = [words(note) for note in tree.xpath("//p[contains(@class, 'print-only')]")]
    assert notes[:2] == [
        "打印时只印前 8 个部分，略去 2 个部分，都在这个文件里。",
        "打印时只印前 5 项，略去 20 项，都在这个文件里。",
    ]
    assert notes[-1].startswith("打印时略去：各项任务（25项，按亮灯）、每个数字是哪些任务、各季度各单位的报送。")


LISTS = ("sections", "late", "decisions", "soon", "by_original", "missing", "units", "out")
LEAST = {"sections": 8, "late": 5, "decisions": 3, "soon": 1, "by_original": 1, "missing": 1, "units": 2, "out": 1}


def test_few_rows_are_all_printed_and_many_share_the_pages() -> None:
    few = {name: [2] for name in LISTS}
    assert printed_rows(few) == Printed(dict.fromkeys(LISTS, 1), whole=True)
    many = printed_rows({name: [9] * 100 for name in LISTS})
    assert (many.whole, {name: min(LEAST[name], many.rows[name]) for name in LISTS}) == (False, LEAST)
    late = printed_rows(few | {"late": [2] * 100, "soon": [], "by_original": []})
    assert (late.whole, late.rows["late"], late.rows["soon"]) == (False, 15, 0)


def test_long_rows_are_printed_whole_where_there_is_room() -> None:
    assert printed_rows({name: [] for name in LISTS} | {"decisions": [9, 2, 2]}).whole
    assert row_lines([("2024-05", "名册未设" * 40), ("2024-06", "受阻")], narrow=24) == [4, 1]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
def test_hostile_text_is_shown_as_text(text: str) -> None:
    late = (replace(NOTICE, task=YEAR.tasks[0].code, title=text, message=text),)
    tasks = (replace(YEAR.tasks[0], title=text, reason=text), *YEAR.tasks[1:])
    view = replace(YEAR, plan_title=f"甲{text}", late=late, tasks=tasks)
    tree = page(view)
    assert words(tree.find(".//h1")) == seen(f"甲{text} 执行情况")
    cells = tree.xpath("//section[@aria-labelledby='late']//table")[0].findall(".//td")
    assert [words(cells[0]), words(cells[2])] == [seen(f"2024-01 {text}"), seen(text)]
    assert words(tree.xpath("//*[@id='task-1']/th")[0]) == seen(f"2024-01 {text}")
    assert tree.xpath("//script") == []
    printed = document(view)
    assert [seen(cell.text) for cell in printed.tables[1].rows[1].cells[1:3]] == [seen(text)] * 2
    assert seen(printed.paragraphs[0].text) == seen(f"甲{text} 执行情况")


def test_same_page_gives_the_same_bytes() -> None:
    first, second = (render_status(YEAR, fmt="html", templates=TEMPLATES) for _ in range(2))
    assert first == second


def test_missing_and_faulty_templates_are_told(tmp_path: Path) -> None:
    with pytest.raises(TemplateMissing):
        render_status(YEAR, fmt="html", templates=tmp_path)
    (tmp_path / "web").mkdir()
    (tmp_path / "web/status.html.j2").write_text("好\n{{ view.nothing_of_the_kind }}", encoding="utf-8")
    with pytest.raises(TemplateFaulty, match="nothing_of_the_kind"):
        render_status(YEAR, fmt="html", templates=tmp_path)
