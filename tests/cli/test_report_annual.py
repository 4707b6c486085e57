"""The year-end report as the coordinator writes it: formats, templates, sources, and what has to be looked at."""

import json
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from lxml import html

from tests.cli.conftest import After, Answer, Planner, Words

DAY = ("--as-of", "2025-01-10")
GAPS = "报告里有 {} 处〔待补充〕或〔待核实〕，交稿前请逐处补上。\n"


@pytest.fixture
def reported(after: After) -> Planner:
    """The command line with two accepted entries on one task."""
    return after(
        logging("市司法局", "评查案卷36宗。", "--problem", "评查人员不足", "--cause", "没有专职人员"),
        logging("市公安局", "整改案卷问题4个。", "--next", "逐案回访。"),
        ("progress", "accept", "1", "2", "--as-of", "2025-01-06"),
    )


def logging(unit: str, text: str, *more: str) -> Words:
    said = ("--status", "推进中", "--text", text, "--as-of", "2025-01-05")
    return ("progress", "log", "2024-03", "--unit", unit, "--period", "2024Q4", *said, *more)


def log(planner: Planner, unit: str, text: str, *more: str) -> None:
    answer = planner(*logging(unit, text, *more))
    assert answer.code == 0, answer.err


def annual(planner: Planner, path: Path, *more: str) -> Answer:
    return planner("report", "annual", "2024", "-o", str(path), *more, *DAY)


def test_report_is_written_and_its_gaps_are_counted(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    answer = annual(reported, path)
    assert (answer.code, answer.out) == (
        0,
        f"已写 {path}：青禾市2024年法治建设年度报告，数据 2 个，都有出处。\n",
    )
    text = path.read_text(encoding="utf-8")
    assert answer.err == GAPS.format(text.count("〔待补充"))
    assert "一是市司法局评查案卷36宗。二是市公安局整改案卷问题4个。" in text


def test_sources_are_attached_on_a_lying_sheet_and_summed_up(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "报告.docx"
    answer = annual(reported, path, "--sources")
    assert answer.out.splitlines()[1:] == ["附件“数据来源表”：填报原数 2 个；矛盾 0 处，人工改动 0 条。"]
    written = docx.Document(BytesIO(path.read_bytes()))
    assert [section.orientation for section in written.sections] == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert [[row.cells[column].text for column in (0, 1, 6, 9)] for row in written.tables[0].rows] == [
        ["序号", "数据", "单位", "填报编号"],
        ["1", "36宗", "市司法局", "1"],
        ["2", "4个", "市公安局", "2"],
    ]


def test_sources_are_written_as_data_for_programs(reported: Planner, tmp_path: Path) -> None:
    file = tmp_path / "出处.json"
    answer = annual(reported, tmp_path / "报告.md", "--sources-file", str(file))
    assert answer.out.splitlines()[1] == f"已写 {file}：数据出处。"
    ledger = json.loads(file.read_text(encoding="utf-8"))
    assert {key: ledger[key] for key in ("plan", "title", "year", "as_of", "conflicts")} == {
        "plan": "2024",
        "title": "青禾市2024年法治建设年度报告",
        "year": 2024,
        "as_of": "2025-01-10",
        "conflicts": [],
    }
    assert [
        (f["number"], f["printed"], f["value"], f["measure"], f["rule"], f["origins"][0]["entry_id"])
        for f in ledger["figures"]
    ] == [(1, "36宗", 36, "宗", "stated", 1), (2, "4个", 4, "个", "stated", 2)]


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_sources_are_written_as_a_file_of_their_own(reported: Planner, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"出处.{ending}"
    assert annual(reported, tmp_path / "报告.md", "--sources-file", str(file)).code == 0
    assert file.stat().st_size > 0


def test_page_leads_from_each_figure_to_its_sources(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    annual(reported, path)
    page: Any = html.document_fromstring(path.read_bytes())
    found = page.xpath("//a[@class='figure']")
    assert [(a.text_content(), a.get("href"), a.get("title")) for a in found] == [
        ("36宗", "#figure-1", "市司法局2024Q4（2025年1月5日，填报1）36宗"),
        ("4个", "#figure-2", "市公安局2024Q4（2025年1月5日，填报2）4个"),
    ]


def test_report_as_json_holds_its_texts_without_marks(reported: Planner, tmp_path: Path) -> None:
    printed = annual(reported, tmp_path / "报告.md", "--json").json
    (task,) = printed["done"][0]["tasks"]
    assert [passage["text"] for passage in task["passages"]] == ["评查案卷36宗。", "整改案卷问题4个。"]
    assert [(source["text"], source["unit"], source["entry_id"]) for source in printed["sources"]] == [
        ("36宗", "市司法局", 1),
        ("4个", "市公安局", 2),
    ]
    assert (len(printed["figures"]), printed["conflicts"], printed["altered"], printed["annex"]) == (2, [], [], [])


def test_another_shape_is_chosen_by_its_name(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    assert annual(reported, path, "--template", "annual-items").code == 0
    parts = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]
    assert parts == ["## 一、主要工作情况", "## 二、存在问题及下一步工作思路"]


def test_numbers_typed_into_an_own_template_are_told(reported: Planner, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    text = "# {{ view.title }}\n\n全年办理99件。{{ view.done[0].tasks[0].passages[0].text }}\n"
    (tmp_path / "reports" / "本市.md.j2").write_text(text, encoding="utf-8")
    path = tmp_path / "报告.md"
    answer = annual(reported, path, "--templates", str(tmp_path), "--template", "本市")
    assert (answer.code, answer.err.splitlines()) == (
        0,
        [
            "模板里手写的数字：正文第3行“全年办理99件”里的 99件 没有出处，请改用填报的数据。",
            "有 1 个数据模板没有写出，正文和附件里都没有：模板可能缺了某个部分。",
        ],
    )
    assert "\n\n全年办理99件。评查案卷36宗。\n" in path.read_text(encoding="utf-8")


def test_figures_that_an_own_template_leaves_out_are_told(reported: Planner, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "短.md.j2").write_text("# {{ view.title }}\n\n此件公开发布。\n", encoding="utf-8")
    answer = annual(reported, tmp_path / "报告.md", "--templates", str(tmp_path), "--template", "短")
    assert (answer.code, answer.err) == (
        0,
        "有 2 个数据模板没有写出，正文和附件里都没有：模板可能缺了某个部分。\n",
    )


def test_contradicting_figures_are_told_and_the_report_is_partly_done(confirmed: Planner, tmp_path: Path) -> None:
    log(confirmed, "市司法局", "全年评查案卷累计36宗。", "--figure", "评查案卷=累计38宗")
    assert confirmed("progress", "accept", "1", "--as-of", "2025-01-06").code == 0
    path = tmp_path / "报告.md"
    answer = annual(confirmed, path)
    assert (answer.code, path.is_file()) == (3, True)
    told = [line for line in answer.err.splitlines() if line.startswith("数据矛盾：")]
    assert len(told) == 1
    assert "38宗" in told[0]


def test_report_that_is_too_long_leaves_the_rest_to_an_annex(reported: Planner, tmp_path: Path) -> None:
    log(reported, "市司法局", "评查案卷36宗。" + "".join(f"走访第{n}家企业听取意见。" for n in "甲乙丙丁戊己"))
    assert reported("progress", "accept", "3", "--as-of", "2025-01-06").code == 0
    path = tmp_path / "报告.md"
    answer = annual(reported, path, "--max-characters", "350")
    text = path.read_text(encoding="utf-8")
    assert "附件：未写入正文的材料" in text
    assert "、1 个数据没有写入正文，连同理由列在附件“未写入正文的材料”里。\n" in answer.err
    body, annex = text.split("\n## 附件　未写入正文的材料\n")
    assert "评查案卷36宗" in body
    assert "4个" in annex
    length = len("".join(re.sub(r"^#+ |^---$", "", body, flags=re.MULTILINE).split()))
    assert answer.out == f"已写 {path}：青禾市2024年法治建设年度报告，正文 {length} 字、数据 1 个，都有出处。\n"
    assert text.index("〔待补充：成文日期〕") < text.index("## 附件　未写入正文的材料") < text.index("走访第甲家")


@pytest.mark.parametrize("ending", ["md", "html", "docx"])
def test_report_that_somebody_changed_is_not_written_over(reported: Planner, tmp_path: Path, ending: str) -> None:
    path, sources = tmp_path / f"报告.{ending}", tmp_path / "出处.md"
    both = ("--sources-file", str(sources))
    assert [annual(reported, path, *both).code for _ in range(2)] == [0, 0]
    change(path)
    changed = path.read_bytes()
    answer = annual(reported, path, *both)
    assert (answer.code, answer.out, path.read_bytes()) == (1, "", changed)
    assert answer.err == (
        f"“{path}”已经有了，写出以后被改动或另存过（或者不是本程序写的），没有覆盖；"
        "请换一个文件名，或先移走它，确实不要了再加 --force。\n"
    )
    assert annual(reported, path, *both, "--force").code == 0
    assert path.read_bytes() != changed
    sources.write_text("自己写的", encoding="utf-8")
    assert (annual(reported, path, *both).code, sources.read_text(encoding="utf-8")) == (1, "自己写的")


def change(path: Path) -> None:
    """A word put into a report, as a clerk would."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        document.paragraphs[3].add_run("，已核")
        document.save(str(path))
    else:
        path.write_text(path.read_text(encoding="utf-8").replace("36宗", "37宗"), encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("-o", "报告.pdf"), 1, "不知道“报告.pdf”要写成什么格式，文件名请以 .md、.html、.docx 结尾。"),
        (
            ("-o", "报告.md", "--sources-file", "出处.xlsx"),
            1,
            "不知道“出处.xlsx”要写成什么格式，文件名请以 .md、.html、.docx、.json 结尾。",
        ),
        (
            ("-o", "报告.md", "--templates", "没有"),
            1,
            "找不到模板文件夹“没有”，请核对路径；里面应是 reports 文件夹，放自己的 .md.j2 模板。",
        ),
    ],
)
def test_what_cannot_be_written_is_refused(
    reported: Planner, words: tuple[str, ...], code: int, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    answer = reported("report", "annual", "2024", *words, *DAY)
    assert (answer.code, answer.out, answer.err) == (code, "", f"{sentence}\n")
    assert sorted(tmp_path.iterdir()) == before


def test_published_copy_is_the_body_alone(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "公开.html"
    answer = annual(reported, path, "--public")
    assert answer.code == 0
    page = html.fromstring(path.read_text(encoding="utf-8"))
    text = "".join(map(str, page.itertext()))
    assert (page.xpath("//main//a | //body//table"), "附件" in text) == ([], False)
    assert "一是市司法局评查案卷36宗。" in text


@pytest.mark.parametrize("option", [("--sources",), ("--sources-file", "出处.json")])
def test_published_copy_has_no_sources(reported: Planner, tmp_path: Path, option: tuple[str, ...]) -> None:
    answer = annual(reported, tmp_path / "公开.md", "--public", *option)
    assert (answer.code, list(tmp_path.glob("公开.md"))) == (2, [])
    assert f"--public 不能和 {option[0]} 一起用" in answer.err


def test_unknown_template_is_refused_with_the_names_there_are(reported: Planner, tmp_path: Path) -> None:
    answer = annual(reported, tmp_path / "报告.md", "--template", "三部分")
    assert answer.code == 1
    assert answer.err.startswith("没有“三部分”这个报告模板，可用的有：annual（法定四部分：")


def test_sources_never_take_the_place_of_the_report(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    answer = annual(reported, path, "--sources-file", str(path))
    assert (answer.code, path.exists()) == (1, False)
    assert "报告和数据出处写的是同一个文件" in answer.err


def test_nothing_is_written_where_the_sources_cannot_be(reported: Planner, tmp_path: Path) -> None:
    path = tmp_path / "报告.md"
    answer = annual(reported, path, "--sources-file", str(tmp_path / "没有" / "出处.json"))
    assert (answer.code, path.exists()) == (1, False)
    assert "所在的文件夹不存在" in answer.err


def test_template_that_says_nothing_makes_no_report(reported: Planner, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "空.md.j2").write_text("{# 空的 #}\n", encoding="utf-8")
    path = tmp_path / "报告.md"
    answer = annual(reported, path, "--templates", str(tmp_path), "--template", "空")
    assert (answer.code, path.exists()) == (1, False)
    assert "没有写出任何内容" in answer.err
