"""The year-end report on paper: what LibreOffice makes of it, measured in millimetres against GB/T 9704-2012.

A letter's box is its ink, so it stands up to a millimetre inside the square of its character.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from planner.domain.letters import build_letter
from planner.domain.matters import LetterKind
from planner.domain.report import Passage, TaskPassages
from planner.output.letters import letter_docx
from planner.output.reports import Layout, as_file, draw
from tests.factories_reports import LEFT_OUT, MARKED_REPORT
from tests.output.conftest import TEMPLATES
from tests.output.paper import Letter, Page, pages, words
from tests.output.test_letters import AS_OF, BACK

pytestmark = pytest.mark.office

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
"""The type area on an upright page."""
CHARACTER = 15.75 * 25.4 / 72
LINE = 28.95 * 25.4 / 72
INK = 1.0
"""How far a letter's ink may stand inside its square, in millimetres; over the type area's edge it never does."""

LONG = TaskPassages(
    "2024-08", "国" * 12, tuple(Passage("国" * 700 + "。", n, f"市第{n}局", "2024Q4") for n in range(1, 5))
)
REPORT = replace(
    MARKED_REPORT,
    done=(replace(MARKED_REPORT.done[0], tasks=(*MARKED_REPORT.done[0].tasks, LONG)),),
    annex=tuple(replace(LEFT_OUT, key=f"{n}.1") for n in range(30)),
)


@pytest.fixture(scope="module")
def printed(to_pdf: Callable[[Mapping[str, bytes]], dict[str, Path]]) -> dict[str, Path]:
    """The report with both annexes, and a letter of two pages."""
    report = as_file(draw(REPORT, Layout(TEMPLATES, sources=True)), "docx", TEMPLATES)
    matters = [replace(BACK, key=f"{n}", task=f"2024-{n}", reason=f"第{n}格没有写数据") for n in range(10, 38)]
    plan = ("云溪市2024年法治建设工作要点", 2024)
    made = build_letter(LetterKind.URGING, "市公安局", matters, plan=plan, as_of=AS_OF)
    return to_pdf({"report.docx": report, "letter.docx": letter_docx(made, TEMPLATES)})


@pytest.fixture(scope="module")
def paper(printed: dict[str, Path]) -> list[Page]:
    """The report, page by page."""
    return pages(printed["report.docx"])


def within(letters: list[Letter]) -> bool:
    inside = (letter.left >= LEFT and letter.right <= RIGHT and letter.top >= TOP for letter in letters)
    return all(inside) and max(letter.bottom for letter in letters) <= BOTTOM


def upright(paper: list[Page]) -> list[Page]:
    return [page for page in paper if page.width < page.height]


def test_sheets_stand_then_lie_then_stand_again(paper: list[Page]) -> None:
    sizes = [(page.width, page.height) for page in paper]
    lying = sizes.index((297, 210))
    assert lying >= 5
    assert sizes[:lying] == [(210, 297)] * lying
    assert sizes[lying:] == [(297, 210), (210, 297), (210, 297)]


def test_nothing_but_the_page_number_stands_outside_the_type_area(paper: list[Page]) -> None:
    for page in upright(paper):
        assert within([letter for letter in page.letters if letter.size != 14])


def test_full_page_has_22_lines_of_equal_height(paper: list[Page]) -> None:
    lines = [line for line in paper[2].lines() if line[0].size == 16]
    assert len(lines) == 22
    feet = [max(letter.bottom for letter in line) for line in lines]
    assert (feet[-1] - feet[0]) / 21 == pytest.approx(LINE, abs=0.05)
    assert feet[-1] - feet[0] + LINE == pytest.approx(225, abs=1)


def test_full_line_has_28_characters_from_edge_to_edge(paper: list[Page]) -> None:
    full = [line for line in paper[2].lines() if words(line) == "国" * 28]
    assert len(full) >= 18
    for line in full:
        assert line[0].left - LEFT == pytest.approx(INK / 2, abs=INK / 2)
        assert RIGHT - line[-1].right == pytest.approx(INK / 2, abs=INK / 2)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("云溪市2024年法治建设年度报告", 22),
        ("二、不足和原因", 16),
        ("）规范行政决策", 16),
        ("管好决策目录", 16),
        ("附件：1.数据来源表", 16),
        ("〔待补充：成文日期〕", 16),
    ],
)
def test_letters_have_their_sizes(paper: list[Page], text: str, size: float) -> None:
    found = next(page.line(text) for page in paper if text in "".join(map(words, page.lines())))
    assert {letter.size for letter in found} == {size}


def test_number_of_the_document_and_signatory_stand_a_character_in(paper: list[Page]) -> None:
    head = paper[0].lines()[0]
    assert words(head) == "〔待补充：文号〕签发人：〔待补充：签发人〕"
    assert head[0].left - LEFT - CHARACTER == pytest.approx(2, abs=2.5)  # 〔 has its ink in its right half
    assert RIGHT - CHARACTER - head[-1].right == pytest.approx(2, abs=2.5)


def test_title_stands_in_the_middle_two_lines_below(paper: list[Page]) -> None:
    head, title = paper[0].lines()[:2]
    assert (title[0].left + title[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.6)
    blank = max(letter.top for letter in title) - max(letter.bottom for letter in head)
    assert blank == pytest.approx(2 * LINE + 5, abs=3)


def test_paragraphs_begin_two_characters_in(paper: list[Page]) -> None:
    lines = [line for page in paper for line in page.lines()]
    first = next(at for at, line in enumerate(lines) if words(line).startswith("国" * 12 + "。"))
    assert lines[first][0].left - lines[first + 1][0].left == pytest.approx(2 * CHARACTER, abs=0.3)


def test_attachments_stand_under_each_other_a_line_below_the_body(paper: list[Page]) -> None:
    page = next(page for page in paper if "附件：" in page.text)
    one, two = page.line("附件：1.数据来源表"), page.line("2.未写入正文的材料")
    assert one[0].left - LEFT == pytest.approx(2 * CHARACTER + INK / 2, abs=INK)
    assert two[0].left - one[3].left == pytest.approx(0, abs=0.5)
    lines = page.lines()
    at = next(place for place, line in enumerate(lines) if line[0] == one[0])
    assert one[0].bottom - lines[at - 1][0].bottom == pytest.approx(2 * LINE, abs=0.5)


def test_date_stands_four_characters_from_the_right(paper: list[Page]) -> None:
    page = next(page for page in paper if "成文日期" in page.text)
    date = page.line("〔待补充：成文日期〕")
    assert RIGHT - date[-1].right == pytest.approx(4 * CHARACTER + 2, abs=2.5)


def test_page_number_is_outside_on_every_sheet_whichever_way_it_lies(paper: list[Page]) -> None:
    for number, page in enumerate(paper, 1):
        letters = [letter for letter in page.letters if letter.size == 14]
        if page.width > page.height:
            letters.sort(key=lambda one: one.top)
            along, away = (letters[0].top, letters[-1].bottom), 35 - letters[0].right
        else:
            letters.sort(key=lambda one: one.left)
            along, away = (letters[0].left, letters[-1].right), letters[0].top - BOTTOM
        assert words(letters) == f"—{number}—"
        assert away == pytest.approx(7, abs=0.3)
        edge = RIGHT - along[1] if number % 2 else along[0] - LEFT
        assert edge == pytest.approx(4.9, abs=0.7)


def test_wide_table_fills_the_lying_sheet_and_its_letters_are_small(paper: list[Page]) -> None:
    page = next(page for page in paper if page.width > page.height)
    table = [letter for letter in page.letters if letter.size == 9]
    assert page.line("序号")[0].size == 9
    assert min(letter.left for letter in table) >= 35
    assert max(letter.right for letter in table) <= 35 + 225
    assert max(letter.right for letter in table) - min(letter.left for letter in table) > 200


def test_letter_has_the_same_type_area_sizes_and_page_number(printed: dict[str, Path]) -> None:
    first, second, *_ = pages(printed["letter.docx"])
    for page, number in ((first, "1"), (second, "2")):
        assert words([letter for letter in page.letters if letter.size == 14]) == f"—{number}—"
        assert within([letter for letter in page.letters if letter.size != 14])
    assert {letter.size for letter in first.line("关于2024年工作要点有关任务的催报函")} == {22}
    assert {letter.size for letter in first.line("《云溪市2024年法治建设工作要点》")} == {16}
