"""Automatic numbering of Word files: every number is in the text as it is printed."""

import pytest

from planner.reading.numerals import numeral
from tests.reading.word_files import numbered, paragraph, read


def level(depth: int, form: str, pattern: str, more: str = "", start: int = 1) -> str:
    """A level's definition."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def definition(*levels: str, name: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def listed(number: int = 1, overrides: str = "", definition_name: int = 0) -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{definition_name}"/>{overrides}</w:num>'


def restarted(depth: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


PLAN = definition(
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCounting", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircle", "%4"),
)


@pytest.mark.parametrize(
    ("form", "marks"),
    [
        ("decimal", {1: "1", 10: "10", 21: "21", 100: "100"}),
        ("decimalZero", {1: "01", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalHalfWidth", {12: "12"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 101: "一○一"}),
        (
            "chineseCountingThousand",
            {9: "九", 10: "十", 15: "十五", 53: "五十三", 100: "一百", 101: "一百〇一", 110: "一百一十"},
        ),
        ("japaneseCounting", {1: "一", 10: "十", 12: "十二", 40: "四十", 100: "百", 103: "百三"}),
        ("taiwaneseCountingThousand", {3: "三", 30: "三十", 2004: "二千〇四"}),
        ("ideographDigital", {1: "一", 10: "一〇", 12: "一二"}),
        ("chineseLegalSimplified", {1: "壹", 2: "贰", 10: "壹拾", 23: "贰拾叁"}),
        ("ideographLegalTraditional", {2: "貳", 6: "陸"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 13: "丙子", 60: "癸亥", 61: "61"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "21"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩", 11: "11"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {1: "a", 27: "aa"}),
        ("upperRoman", {1: "I", 4: "IV", 19: "XIX", 1000: "M"}),
        ("lowerRoman", {9: "ix", 40: "xl"}),
        ("numberInDash", {2: "- 2 -"}),
        ("unheard of", {2: "2"}),
    ],
)
def test_numbers_are_written_in_the_form_of_their_level(form: str, marks: dict[int, str]) -> None:
    assert {value: numeral(form, value) for value in marks} == marks


@pytest.mark.parametrize(
    "form", ["chineseCounting", "upperRoman", "lowerLetter", "decimalEnclosedCircle", "ideographDigital"]
)
def test_numbers_beyond_reason_stay_short(form: str) -> None:
    assert numeral(form, 0) == "0"
    assert numeral(form, -3) == "-3"
    assert len(numeral(form, 1_000_000)) == 7


def test_levels_count_and_begin_anew_under_a_higher_one() -> None:
    depths = [0, 1, 1, 2, 3, 3, 2, 3, 0, 1, 2]
    document = read("".join(numbered("抓落实", depth) for depth in depths), numbering=PLAN + listed())
    marks = ["一、", "（一）", "（二）", "1.", "①", "②", "2.", "①", "二、", "（一）", "1."]
    assert document.text == "\n".join(f"{mark}抓落实" for mark in marks)


def test_numbering_goes_on_over_other_paragraphs() -> None:
    body = numbered("总体要求") + paragraph("坚持稳中求进。") + numbered("重点任务")
    assert read(body, numbering=PLAN + listed()).text == "一、总体要求\n坚持稳中求进。\n二、重点任务"


def test_lists_of_one_definition_count_on_together_unless_told_to_restart() -> None:
    numbering = PLAN + listed(1) + listed(2) + listed(3, restarted(0, 5))
    body = "".join(numbered("条", number=number) for number in (1, 2, 3, 3, 1))
    assert read(body, numbering=numbering).text == "一、条\n二、条\n五、条\n六、条\n七、条"


def test_number_of_several_levels_is_whole_and_legal_ones_are_decimal() -> None:
    numbering = definition(
        level(0, "chineseCounting", "第%1章"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
    )
    body = numbered("甲", 0) + numbered("乙", 1) + numbered("丙", 2) + numbered("丁", 2)
    assert read(body, numbering=numbering + listed()).text == "第一章甲\n一.1乙\n1.1.1丙\n1.1.2丁"


def test_level_without_one_above_begins_that_one() -> None:
    numbering = definition(level(0, "decimal", "%1", start=3), level(1, "decimal", "%1.%2"))
    assert read(numbered("甲", 1) + numbered("乙", 0), numbering=numbering + listed()).text == "3.1甲\n4乙"


def test_level_may_count_on_under_a_higher_one() -> None:
    numbering = definition(
        level(0, "chineseCounting", "第%1章"), level(1, "chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')
    )
    body = "".join(numbered("总则", depth) for depth in (0, 1, 1, 0, 1))
    assert (
        read(body, numbering=numbering + listed()).text == "第一章总则\n第一条总则\n第二条总则\n第二章总则\n第三条总则"
    )


def test_level_may_restart_only_under_a_certain_one() -> None:
    numbering = definition(
        level(0, "decimal", "%1"), level(1, "decimal", "%2"), level(2, "decimal", "（%3）", '<w:lvlRestart w:val="1"/>')
    )
    body = "".join(numbered("条", depth) for depth in (0, 1, 2, 1, 2, 0, 2))
    assert read(body, numbering=numbering + listed()).text.split("条\n") == [
        "1",
        "1",
        "（1）",
        "2",
        "（2）",
        "2",
        "（1）条",
    ]


def test_list_may_bring_its_own_level() -> None:
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1．", start=2)}</w:lvlOverride>'
    assert read(numbered("条"), numbering=PLAN + listed(overrides=own)).text == "B．条"


CUSTOM = (
    '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
    '<w:numFmt w:val="custom" w:format="01, 02, 03, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
    '</mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1."/></w:lvl>'
)


@pytest.mark.parametrize(
    ("definition_of_level", "line"),
    [
        (level(0, "bullet", "●"), "条"),
        (level(0, "none", "附件：%1"), "附件：条"),
        (level(0, "decimal", ""), "条"),
        (level(0, "decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>"), "条"),
        (level(0, "decimal", "%1.", '<w:suff w:val="space"/>'), "1.条"),
        ('<w:lvl w:ilvl="0"><w:lvlText w:val="%1)"/></w:lvl>', "0)条"),
        (
            CUSTOM,
            "07.条",
        ),
    ],
)
def test_mark_is_what_the_level_prints(definition_of_level: str, line: str) -> None:
    assert read(numbered("条"), numbering=definition(definition_of_level) + listed()).text == line


def test_number_typed_as_well_stands_beside_the_automatic_one() -> None:
    assert read(numbered("一、总体要求"), numbering=PLAN + listed()).text == "一、一、总体要求"


def test_list_zero_and_a_missing_list_print_nothing() -> None:
    body = numbered("甲", number=0) + numbered("乙", number=9) + numbered("丙")
    assert read(body, numbering=PLAN + listed()).text == "甲\n乙\n一、丙"


def test_empty_numbered_paragraph_prints_its_number_and_counts() -> None:
    assert (
        read(numbered("甲") + numbered("") + numbered("乙"), numbering=PLAN + listed()).text == "一、甲\n二、\n三、乙"
    )


# ---- through styles ----

STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="a"/>
<w:style w:type="paragraph" w:styleId="h1"><w:basedOn w:val="a"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h2"><w:basedOn w:val="h1"/>
  <w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="h2narrow"><w:basedOn w:val="h2"/></w:style>
<w:style w:type="paragraph" w:styleId="plain"><w:basedOn w:val="h1"/>
  <w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>
"""


def styled(text: str, style: str, more: str = "") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>{more}')


def test_numbering_comes_from_the_style_and_from_what_it_is_based_on() -> None:
    body = "".join(styled("条", name) for name in ("h1", "h2", "h2narrow", "plain", "loop", "h1"))
    document = read(body + paragraph("正文"), numbering=PLAN + listed(), styles=STYLES)
    assert document.text == "一、条\n（一）条\n（二）条\n条\n条\n二、条\n正文"


def test_level_that_names_a_style_decides_its_depth() -> None:
    numbering = definition(level(0, "decimal", "%1."), level(1, "decimal", "（%2）", '<w:pStyle w:val="h1"/>'))
    assert read(styled("条", "h1"), numbering=numbering + listed(), styles=STYLES).text == "（1）条"


def test_paragraph_can_leave_the_list_of_its_style() -> None:
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("甲", "h1") + styled("乙", "h1", off) + styled("丙", "h1")
    assert read(body, numbering=PLAN + listed(), styles=STYLES).text == "一、甲\n乙\n二、丙"


def test_definition_may_stand_for_a_list_style() -> None:
    styles = """<w:style w:type="numbering" w:styleId="official">
      <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"""
    linked = '<w:abstractNum w:abstractNumId="5"><w:numStyleLink w:val="official"/></w:abstractNum>'
    numbering = PLAN + linked + listed(1) + listed(2, definition_name=5)
    assert read(numbered("条", 1, number=2), numbering=numbering, styles=styles).text == "（一）条"


def test_hostile_numbering_is_harmless() -> None:
    pattern = "%1" * 100_000
    numbering = definition(level(0, "lowerLetter", pattern, start=10**9)) + listed()
    assert len(read(numbered("条"), numbering=numbering).text) < 1000
    far = '<w:numPr><w:ilvl w:val="99999999999"/><w:numId w:val="1"/></w:numPr>'
    assert read(paragraph("条", properties=far), numbering=PLAN + listed()).text == "条"
