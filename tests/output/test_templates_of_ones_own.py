"""Templates of year-end reports: the shapes we ship, and an office's own, in all three formats."""

import re
import shutil
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import html

from planner.domain.figure_marks import bare
from planner.domain.report import AnnualReport
from planner.domain.typed_numbers import own_words_of, typed_numbers
from planner.errors import TemplateFaulty, TemplateFolderMissing, TemplateUnknown
from planner.output.markup import to_blocks
from planner.output.reports import Format, Layout, annual_templates, as_file, draw
from planner.output.text import clean
from planner.usecases.entry_writing import numbers_placed_in
from planner.usecases.report_files import layout_of
from tests.factories_reports import MARKED_REPORT
from tests.factories_views import EMPTY_REPORT, passages
from tests.output.conftest import HOSTILE, TEMPLATES

SHAPES = ("annual", "annual-headings", "annual-items", "annual-paragraphs")


def shown(report: AnnualReport, fmt: Format, layout: Layout) -> str:
    """What a reader of a format sees, without blanks."""
    written = as_file(draw(report, layout), fmt, TEMPLATES)
    match fmt:
        case "md":
            text = "".join(getattr(block, "text", "") for block in to_blocks(written.decode()))
        case "html":
            page: Any = html.document_fromstring(written)
            text = page.body.text_content()
        case "docx":
            text = "".join(p.text for p in docx.Document(BytesIO(written)).paragraphs)
    return "".join(text.split())


def headings(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("#")]


def own_folder(folder: Path, **files: str) -> Path:
    (folder / "reports").mkdir()
    for name, text in files.items():
        (folder / "reports" / f"{name}.md.j2").write_text(text, encoding="utf-8")
    return folder


# ---- the shapes ----


def test_every_shape_is_told_by_name_and_by_what_it_is() -> None:
    known = annual_templates(Layout(TEMPLATES))
    assert tuple(known) == SHAPES
    assert [about[:3] for about in known.values()] == ["法定四", "两部分", "两部分", "两部分"]


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        (
            "annual",
            [
                "## 一、主要举措和成效",
                "### （一）规范行政决策",
                "## 二、不足和原因",
                "## 三、党政主要负责人履行推进法治建设第一责任人职责情况",
                "## 四、2025年主要安排",
            ],
        ),
        (
            "annual-paragraphs",
            [
                "## 一、2024年工作情况",
                "### （一）规范行政决策",
                "### （二）党政主要负责人履行推进法治建设第一责任人职责情况",
                "## 二、2025年工作安排",
            ],
        ),
        (
            "annual-items",
            [
                "## 一、主要工作情况",
                "### （一）规范行政决策",
                "### （二）党政主要负责人履行推进法治建设第一责任人职责情况",
                "## 二、存在问题及下一步工作思路",
                "### （一）管好决策目录",
            ],
        ),
        (
            "annual-headings",
            [
                "## 一、2024年工作情况",
                "### （一）党政主要负责人履行推进法治建设第一责任人职责",
                "#### 1. 主要负责人带头述法",
                "### （二）规范行政决策",
                "#### 1. 管好决策目录",
                "## 二、存在的问题和下一步工作打算",
                "### （一）管好决策目录",
            ],
        ),
    ],
)
def test_shape_has_its_parts(shape: str, parts: list[str]) -> None:
    body = draw(MARKED_REPORT, Layout(TEMPLATES, template=shape)).body
    assert headings(body) == ["# 云溪市2024年法治建设年度报告", *parts]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("fmt", ["md", "html", "docx"])
def test_every_shape_tells_everything_in_every_format(shape: str, fmt: Format) -> None:
    text = shown(MARKED_REPORT, fmt, Layout(TEMPLATES, template=shape))
    for told in (
        "听取汇报5次。",
        "组织论证12次。",
        "专题研究2次。",
        "报送材料不齐。原因：联络机制不健全。",
        "审查力量不足。原因：〔待补充：原因，东岭县政府未填〕",
        "扩大目录范围。",
        "继续推进2024年没有完成的工作：加强合同审查。",
        "〔待补充：文号〕",
        "签发人：〔待补充：签发人〕",
        "云溪市人民政府",
        "〔待补充：成文日期〕",
    ):
        assert text.count(told) == 1, told


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_of_an_empty_year_holds_gaps_for_every_part(shape: str) -> None:
    body = draw(EMPTY_REPORT, Layout(TEMPLATES, template=shape)).body
    for gap in ("主要举措和成效", "存在的不足及其原因", "党政主要负责人履职情况", "2025年主要安排", "署名"):
        assert body.count(f"〔待补充：{gap}") == 1, gap


@pytest.mark.parametrize("shape", SHAPES)
def test_shape_types_no_number_of_its_own(shape: str) -> None:
    body = draw(MARKED_REPORT, Layout(TEMPLATES, template=shape)).body
    own = own_words_of(MARKED_REPORT)
    assert typed_numbers(body, numbers_placed_in, figures=MARKED_REPORT.figures, own_words=own) == ()
    assert [n.printed for n in typed_numbers(bare(body), numbers_placed_in)] == [
        n.printed for n in sorted(MARKED_REPORT.figures, key=lambda figure: body.index(f"{figure.number}\ue001"))
    ]


@pytest.mark.parametrize("text", [text for text in HOSTILE if text])
@pytest.mark.parametrize("fmt", ["md", "html", "docx"])
def test_hostile_words_of_a_unit_are_text_in_every_format(fmt: Format, text: str) -> None:
    report = replace(MARKED_REPORT, first_responsible=(passages("述法", f"甲{text}乙。"),))
    assert "".join(clean(f"述法。甲{text}乙。").split()) in shown(report, fmt, Layout(TEMPLATES))


# ---- an office's own ----


def test_own_template_goes_before_ours_and_ours_fill_in(tmp_path: Path) -> None:
    own = own_folder(tmp_path, annual="# {{ view.title }}\n\n{% include 'reports/closing.md.j2' %}")
    layout = layout_of(TEMPLATES, own=own)
    assert draw(MARKED_REPORT, layout).body == (
        "# 云溪市2024年法治建设年度报告\n\n---\n\n云溪市人民政府\n\n〔待补充：成文日期〕\n"
    )
    assert shown(MARKED_REPORT, "docx", layout) == "云溪市2024年法治建设年度报告云溪市人民政府〔待补充：成文日期〕"


def test_own_part_goes_into_our_template(tmp_path: Path) -> None:
    own = own_folder(tmp_path, head="云政报〔待补充：文号〕\n")
    assert draw(MARKED_REPORT, layout_of(TEMPLATES, own=own)).body.startswith("云政报〔待补充：文号〕\n\n# 云溪市")


def test_own_template_of_another_name_is_chosen_by_it(tmp_path: Path) -> None:
    own = own_folder(tmp_path, 本市="{# 本市的样子 #}\n# 一句话\n\n{{ view.first_responsible[0].passages[0].text }}")
    layout = layout_of(TEMPLATES, own=own, name="本市")
    assert tuple(annual_templates(layout).items())[-1] == ("本市", "本市的样子")
    assert shown(MARKED_REPORT, "md", layout) == "一句话专题研究2次。"


def test_template_that_the_guide_shows_tells_every_part(tmp_path: Path) -> None:
    guide = (TEMPLATES.parent / "docs" / "templates.zh-CN.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```jinja\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    layout = layout_of(TEMPLATES, own=own_folder(tmp_path, 本市=example), name="本市")
    tasks = [*MARKED_REPORT.done[0].tasks, *MARKED_REPORT.next_steps]
    wanted = [passage.text for task in tasks for passage in task.passages]
    wanted += [problem.problem for problem in MARKED_REPORT.problems]
    told = shown(MARKED_REPORT, "md", layout)
    assert [text for text in wanted if "".join(bare(text).rstrip("。").split()) not in told] == []
    assert shown(EMPTY_REPORT, "md", layout).count("〔待补充") == 5


def test_page_around_the_report_is_ours(tmp_path: Path) -> None:
    own = own_folder(tmp_path, annual="# 题")
    shutil.copytree(TEMPLATES / "web", own / "web")
    (own / "web" / "page.html.j2").write_text("<script src='http://x.example'></script>", encoding="utf-8")
    written = as_file(draw(MARKED_REPORT, layout_of(TEMPLATES, own=own)), "html", TEMPLATES)
    assert b"x.example" not in written


@pytest.mark.parametrize("name", ["../annual", "status", "head", "/etc/passwd", "没有的"])
def test_unknown_template_is_refused_with_the_names_there_are(tmp_path: Path, name: str) -> None:
    own = own_folder(tmp_path, 本市="# 题")
    with pytest.raises(TemplateUnknown) as refused:
        layout_of(TEMPLATES, own=own, name=name)
    told = str(refused.value)
    assert told.startswith(f"没有“{name}”这个报告模板，可用的有：annual（法定四部分：")
    assert [shape for shape in SHAPES if shape not in told] == []
    assert told.endswith("、本市。")


def test_folder_without_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TemplateFolderMissing, match="里面应是 reports 文件夹"):
        layout_of(TEMPLATES, own=tmp_path / "没有")


def test_fault_of_an_own_template_names_its_file_and_line(tmp_path: Path) -> None:
    own = own_folder(tmp_path, annual="# 题\n\n{{ view.nothing }}")
    with pytest.raises(TemplateFaulty) as refused:
        draw(MARKED_REPORT, layout_of(TEMPLATES, own=own))
    assert str(refused.value).startswith(f"模板“{own / 'reports' / 'annual.md.j2'}”有错（第3行：没有“nothing”这一项）")


def test_number_typed_into_a_template_is_found(tmp_path: Path) -> None:
    text = "# {{ view.year }}年报告\n\n全年办理99件，{{ view.first_responsible[0].passages[0].text }}"
    own = own_folder(tmp_path, annual=text)
    drawn = draw(MARKED_REPORT, layout_of(TEMPLATES, own=own))
    found = typed_numbers(
        drawn.body, numbers_placed_in, figures=MARKED_REPORT.figures, own_words=own_words_of(MARKED_REPORT)
    )
    assert [(number.line, number.printed, number.clause) for number in found] == [(3, "99件", "全年办理99件")]
