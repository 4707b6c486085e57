"""Any text in Markdown shows just itself, and Chinese prose needs no backslash."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planner.domain.figure_marks import CLOSE, MID, OPEN, bare, marked, stretches
from planner.output.escaping import escape
from planner.output.markup import Heading, Paragraph, Table, to_blocks
from planner.output.text import carried

# Letters that mean something to Markdown come often, others now and then.
SIGNS = st.text(st.sampled_from("\\`*_[]<>#|~&;!()-+=.:\"'1 \t\n甲ab/@x"), max_size=20)
TEXTS = SIGNS | st.text(max_size=20)


def seen(text: str) -> str:
    """What a reader sees of a text: no blanks told apart, no controls."""
    return " ".join(bare(carried(text)).split())


@given(TEXTS)
@example("1.")
@example("- - -")
@example("\u3000甲")
@example("&amp;")
def test_text_as_a_paragraph_shows_itself(text: str) -> None:
    blocks = to_blocks(f"前文\n\n{escape(text)}\n\n后文")
    shown = [seen(block.text) for block in blocks if isinstance(block, Paragraph)]
    assert shown == ["前文", *([seen(text)] if seen(text) else []), "后文"]
    assert len(shown) == len(blocks)


@given(TEXTS)
def test_text_amid_a_line_shows_itself(text: str) -> None:
    (block,) = to_blocks(f"甲（{escape(text)}）乙")
    assert isinstance(block, Paragraph)
    assert seen(block.text) == f"甲（{seen(text)}）乙"


@given(TEXTS)
@example("甲 #")
@example("甲 ##")
def test_text_as_a_heading_shows_itself(text: str) -> None:
    (block,) = to_blocks(f"# {escape(text)}")
    assert isinstance(block, Heading)
    assert (block.level, seen(block.text)) == (1, seen(text))


@given(TEXTS)
def test_text_in_a_table_shows_itself_in_its_cell(text: str) -> None:
    (block,) = to_blocks(f"| 甲 | 乙 |\n| --- | --- |\n| {escape(text)} | 丙 |\n")
    assert isinstance(block, Table)
    assert [tuple(map(seen, row)) for row in block.rows] == [(seen(text), "丙")]


@given(TEXTS)
def test_escaped_text_is_one_line(text: str) -> None:
    assert len(f"{escape(text)}x".splitlines()) == 1


@pytest.mark.parametrize(
    "text",
    [
        "编制目录18项（含1.5万户），审查率100%；下步：1.加强培训，2.完善机制。",
        "文号:云司发〔2024〕12号、file_name.pdf",
        "A&B公司，50%+以上，2024-06-30至2024-12-31",
        "《云溪市2024年法治建设工作要点》“放管服”改革——深化",
    ],
)
def test_prose_needs_no_backslash(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# 标题", "\\# 标题"),
        ("1. 项", "1\\. 项"),
        ("- 项", "\\- 项"),
        ("**粗**", "\\*\\*粗\\*\\*"),
        ("[字](网址)", "\\[字](网址)"),
        ("甲|乙", "甲\\|乙"),
        ("第一行\n第二行", "第一行 第二行"),
        ("&lt;", "\\&lt;"),
        ("-1", "-1"),
        ("1.加强", "1.加强"),
    ],
)
def test_only_what_would_mark_up_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


# ---- marks of figures ----

FIGURES = st.builds(marked, st.integers(1, 99), SIGNS.map(str.strip).filter(bool))
PIECES = st.lists(SIGNS | FIGURES, max_size=4).map("".join)


@given(PIECES)
@example(f"1{marked(1, '. 项')}")
@example(f"\\{marked(1, '*粗*')}*")
@example(f"&#{marked(1, '60')};")
@example(f"{marked(1, '#')} 题")
@example(f"甲{marked(1, '_斜_')}乙")
def test_text_with_figures_shows_itself_with_its_marks_and_without(text: str) -> None:
    escaped = escape(text)
    for markdown in (escaped, bare(escaped)):
        blocks = to_blocks(f"前文\n\n{markdown}\n\n后文")
        shown = [seen(block.text) for block in blocks if isinstance(block, Paragraph)]
        assert shown == ["前文", *([seen(text)] if seen(text) else []), "后文"]
        assert len(shown) == len(blocks)


def test_marks_keep_their_figures() -> None:
    text = f"审查{marked(7, '12/12件')}，*占*{marked(8, '5~10%')}"
    assert escape(text) == f"审查{marked(7, '12/12件')}，\\*占\\*{marked(8, chr(92).join(('5', '~10%')))}"


def test_half_a_mark_is_dropped() -> None:
    assert escape(f"甲{OPEN}乙{MID}1{CLOSE}. 丙") == "甲乙1. 丙"
    assert escape(f"{OPEN}1{MID}. 丙") == "1\\. 丙"


@given(st.text(st.sampled_from(f"12甲{OPEN}{MID}{CLOSE}"), max_size=12))
def test_stretches_of_any_text_join_to_its_bare_words(text: str) -> None:
    assert "".join(stretch.text for stretch in stretches(text)) == bare(text)
