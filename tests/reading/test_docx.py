"""Word files: the text as it is printed, and what of the file isn't in it."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.document import Document, LeftOut
from planner.errors import DocumentBlank
from planner.reading.docx.reader import read_docx
from tests.reading.word_files import (
    DOWN,
    NAMESPACES,
    ON,
    PATH,
    SPAN2,
    cell,
    field,
    field_marks,
    numbered,
    packed,
    paragraph,
    read,
    relations,
    run,
    table,
    word,
)

FIRST = '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
NUMBERING = (
    FIRST + '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
DELETED_MARK = "<w:rPr><w:del/></w:rPr>"


# ---- words ----


def test_document_carries_name_format_hash_and_paragraphs() -> None:
    data = word(paragraph("云溪市2024年", "工作要点") + paragraph() + paragraph("　　一、总体要求 "))
    assert read_docx(Path("夹/要点.docx"), data) == Document(
        name="要点.docx",
        format="docx",
        sha256=hashlib.sha256(data).hexdigest(),
        text="云溪市2024年工作要点\n\n　　一、总体要求 ",
    )


@settings(max_examples=40, deadline=None)  # each loads and saves a whole template
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])), min_size=1))
def test_paragraphs_written_by_another_library_come_back(texts: list[str]) -> None:
    written = docx.Document()
    for text in texts:
        written.add_paragraph(text)
    file = BytesIO()
    written.save(file)
    if "".join(texts).strip():
        assert read_docx(PATH, file.getvalue()).text == "\n".join(texts)
    else:
        with pytest.raises(DocumentBlank):
            read_docx(PATH, file.getvalue())


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:r><w:t>工作要点</w:t><w:br/><w:t>（2024年）</w:t></w:r>", "工作要点\n（2024年）"),
        ('<w:r><w:t>责任</w:t><w:br w:type="page"/><w:t>单位</w:t></w:r>', "责任单位"),
        ('<w:r><w:t>责任</w:t><w:br w:type="column"/><w:lastRenderedPageBreak/><w:t>单位</w:t></w:r>', "责任单位"),
        ("<w:r><w:t>牵头单位：</w:t><w:tab/><w:t>市司法局</w:t></w:r>", "牵头单位： 市司法局"),
        ("<w:r><w:t>A</w:t><w:noBreakHyphen/><w:t>1</w:t><w:softHyphen/></w:r>", "A-1"),
        ("<w:r><w:t>\n  两端的空白不算 </w:t></w:r>", "两端的空白不算"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>', "≥95%"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F082"/><w:t>抓落实</w:t></w:r>', "②抓落实"),
        ('<w:r><w:sym w:font="宋体" w:char="2460"/><w:sym w:char="?"/></w:r>', "①"),
        (f"<w:hyperlink><w:smartTag>{run('办法')}</w:smartTag></w:hyperlink>", "办法"),
        (f'<w:sdt><w:sdtPr><w:tag w:val="x"/></w:sdtPr><w:sdtContent>{run("标题")}</w:sdtContent></w:sdt>', "标题"),
        (f"<w:ins>{run('增加')}</w:ins><w:moveTo>{run('移来')}</w:moveTo>", "增加移来"),
        ("<w:r><w:t>条</w:t><w:footnoteReference w:id='2'/><w:commentReference w:id='3'/></w:r>", "条"),
        (f"<w:r><w:ruby><w:rt>{run('yún')}</w:rt><w:rubyBase>{run('云')}</w:rubyBase></w:ruby></w:r>", "云"),
    ],
)
def test_runs_give_what_they_print(inside: str, text: str) -> None:
    assert read(paragraph(inside)).text == text


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (field("DATE \\@ yyyy", "2024") + run("年"), "2024年"),
        (field(" SEQ 表 ", None) + run("年"), "年"),
        (field("eq \\o\\ac(○,3)", None) + run("抓落实"), "③抓落实"),
        (field("eq \\o\\ac(○,3)", "3") + run("抓落实"), "③抓落实"),
        (f'<w:fldSimple w:instr=" REF x ">{run("附件1")}</w:fldSimple>', "附件1"),
        (field("IF", f"甲</w:t></w:r>{field('REF y', '乙')}<w:r><w:t>丙"), "甲乙丙"),
        (f'<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText></w:r>{run("正文还在")}', "正文还在"),
        (f'<w:r><w:fldChar w:fldCharType="end"/></w:r>{run("正文还在")}', "正文还在"),
    ],
)
def test_fields_give_their_results(inside: str, text: str) -> None:
    assert read(paragraph(inside)).text == text


def test_field_may_run_over_paragraphs() -> None:
    begin, separate, end = field_marks("INCLUDETEXT")
    assert read(paragraph(begin) + paragraph(separate, "甲") + paragraph("乙", end, "丙")).text == "\n甲\n乙丙"


# ---- what is not printed ----


def test_tracked_deletion_is_left_out_and_told() -> None:
    deleted = "<w:del><w:r><w:delText>每月</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('通报')}</w:moveFrom>"
    document = read(paragraph(deleted, f"<w:ins>{run('每季度')}</w:ins>", "调度", moved))
    assert (document.text, document.left_out) == ("每季度调度", (LeftOut("修订中删去的文字", "每月通报"),))


def test_deleted_paragraph_takes_no_number_and_deleted_mark_joins() -> None:
    gone = "<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>'
    body = (
        numbered("甲") + paragraph(gone, properties=number + DELETED_MARK) + paragraph("乙的", properties=DELETED_MARK)
    )
    document = read(body + numbered("后半"), numbering=NUMBERING)
    assert document.text == "1.甲\n2.乙的后半"


def test_last_paragraph_with_a_deleted_mark_stays() -> None:
    assert read(paragraph("甲", properties=DELETED_MARK)).text == "甲"


def test_hidden_words_are_left_out_and_told() -> None:
    styles = '<w:style w:type="character" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph(
        "看得见", run("暗", "<w:vanish/>"), run("的", '<w:vanish w:val="0"/>'), run("注", '<w:rStyle w:val="x"/>')
    )
    document = read(body, styles=styles)
    assert (document.text, document.left_out) == ("看得见的", (LeftOut("隐藏文字", "暗注"),))


def test_paragraph_of_a_hidden_style_leaves_no_words() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="x"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = paragraph("内部说明", properties='<w:pStyle w:val="x"/><w:rPr><w:vanish/></w:rPr>') + paragraph("正文")
    document = read(body, styles=styles)
    assert (document.text, document.left_out) == ("正文", (LeftOut("隐藏文字", "内部说明"),))


def test_heading_that_runs_into_its_text_is_one_line() -> None:
    lead = paragraph("健全制度。", properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")
    assert read(lead + paragraph("修订规则。")).text == "健全制度。修订规则。"


def test_table_of_contents_is_left_out_and_told() -> None:
    begin, separate, end = field_marks(' TOC \\o "1-3" ')
    body = (
        paragraph("工作要点")
        + paragraph("目　录")
        + paragraph(begin, separate, "一、总体要求 1")
        + paragraph("二、重点任务 ", field("PAGEREF x", "2"))
        + paragraph(end)
        + paragraph("一、总体要求")
    )
    document = read(body)
    assert document.text == "工作要点\n一、总体要求"
    assert document.left_out == (LeftOut("目录", "目　录 一、总体要求 1 二、重点任务 2"),)


def test_table_of_contents_in_a_control_is_left_out_and_told() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    body = f"<w:sdt>{gallery}<w:sdtContent>{paragraph('目录')}{paragraph('一、总体要求')}</w:sdtContent></w:sdt>"
    document = read(body + paragraph("正文"))
    assert (document.text, document.left_out) == ("正文", (LeftOut("目录", "目录 一、总体要求"),))


def test_headers_footers_notes_and_comments_are_outside_each_text_once() -> None:
    line = f'<w:footnote w:type="separator">{paragraph("横线")}</w:footnote>'
    document = read(
        paragraph("正文"),
        header1=paragraph("云溪市文件"),
        header2=paragraph("云溪市文件"),
        footer1=paragraph("— ", field("PAGE", "3"), " —"),
        footer2=paragraph("内部资料"),
        footer3=paragraph(),
        footnotes=f"{line}<w:footnote>{paragraph('指市级')}</w:footnote>",
        endnotes=f"<w:endnote>{paragraph('另行通知')}</w:endnote>",
        comments=f"<w:comment>{paragraph('请核对')}</w:comment>",
    )
    assert document.text == "正文"
    assert document.left_out == (
        LeftOut("页眉", "云溪市文件"),
        LeftOut("页码", "— 3 —"),
        LeftOut("页脚", "内部资料"),
        LeftOut("脚注", "指市级"),
        LeftOut("尾注", "另行通知"),
        LeftOut("批注", "请核对"),
    )


def test_long_text_left_out_is_shortened() -> None:
    (told,) = read(paragraph("正文"), header=paragraph("长" * 500)).left_out
    assert told == LeftOut("页眉", "长" * 199 + "…")


# ---- text boxes ----


def boxed(*paragraphs: str) -> str:
    """A run with a text box as Word writes it: once for today's programs and once for old ones."""
    content = f"<w:txbxContent>{''.join(paragraphs)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
        f"{content}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def test_text_box_stands_once_after_its_paragraph() -> None:
    body = paragraph("前半", boxed(numbered("框内"), paragraph("第二段")), "后半") + numbered("下一段")
    assert read(body, numbering=NUMBERING).text == "前半后半\n1.框内\n第二段\n2.下一段"


def test_text_box_of_old_programs_is_read() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框内')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert read(paragraph("正文", box)).text == "正文\n框内"


def test_old_form_is_taken_where_the_new_one_has_no_words() -> None:
    old = f"<w:pict><v:textbox><w:txbxContent>{paragraph('框内')}</w:txbxContent></v:textbox></w:pict>"
    both = f"<mc:Choice><w:drawing/></mc:Choice><mc:Fallback>{old}</mc:Fallback>"
    assert read(paragraph("正文", f"<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>")).text == "正文\n框内"


def test_text_box_in_deleted_text_is_left_out() -> None:
    document = read(paragraph("正文", f"<w:del>{boxed(paragraph('框内'))}</w:del>"))
    assert (document.text, document.left_out) == ("正文", (LeftOut("修订中删去的文字", "框内"),))


def test_word_art_is_told() -> None:
    document = read(paragraph("正文", '<w:r><w:pict><v:textpath string="样稿"/></w:pict></w:r>'))
    assert (document.text, document.left_out) == ("正文", (LeftOut("艺术字", "样稿"),))


# ---- tables ----


def held(document: Document) -> list[tuple[int, int, str]]:
    """Each covered cell: its row, its column, and the words that hold for it."""
    places = []
    for each in document.continued:
        before = document.text[: each.at]
        assert document.text[each.at : each.at + 1] in {"", "\t", "\n"}
        assert before[-1:] in {"", "\t", "\n"}
        line = before.rpartition("\n")[2]
        places.append((before.count("\n"), line.count("\t"), each.of.of(document.text)))
    return places


def test_rows_are_lines_and_cells_are_parted_by_tabs() -> None:
    soft = paragraph("<w:r><w:t>市司法局</w:t><w:br/><w:t>市财政局</w:t><w:tab/><w:t>等</w:t></w:r>")
    rows = table(cell("序号") + cell("单位") + cell("时限"), cell("1") + cell(soft, "各县") + cell(""))
    document = read(paragraph("分工表") + rows + paragraph("说明"))
    assert document.text == "分工表\n序号\t单位\t时限\n1\t市司法局 市财政局 等 各县\t\n说明"
    assert document.continued == ()


def test_merged_cells_hold_their_words_once() -> None:
    rows = table(
        cell("重点任务", properties=SPAN2) + cell("单位"),
        cell("甲", properties=DOWN) + cell("一") + cell("市司法局", properties=DOWN),
        cell("", properties=ON) + cell("二") + cell("", properties=ON),
        cell("乙") + cell("三") + cell("市财政局"),
    )
    document = read(paragraph("表") + rows)
    assert document.text == "表\n重点任务\t\t单位\n甲\t一\t市司法局\n\t二\t\n乙\t三\t市财政局"
    assert held(document) == [(1, 1, "重点任务"), (3, 0, "甲"), (3, 2, "市司法局")]


def test_merge_in_both_directions_is_one_cell() -> None:
    rows = table(
        cell("大", properties=SPAN2 + DOWN) + cell("一"),
        cell("", properties=SPAN2 + ON) + cell("二"),
        cell("a") + cell("b") + cell("c"),
    )
    document = read(rows)
    assert document.text == "大\t\t一\n\t\t二\na\tb\tc"
    assert held(document) == [(0, 1, "大"), (1, 0, "大"), (1, 1, "大")]


def test_old_horizontal_merge_is_read() -> None:
    rows = table(
        cell("甲", properties='<w:hMerge w:val="restart"/>') + cell("", properties="<w:hMerge/>") + cell("乙"),
        cell("1") + cell("2") + cell("3"),
    )
    assert held(read(rows)) == [(0, 1, "甲")]


def test_continuation_with_nothing_above_is_a_cell_of_its_own() -> None:
    document = read(table(cell("甲", properties=ON) + cell("乙"), cell("丙") + cell("丁")))
    assert (document.text, document.continued) == ("甲\t乙\n丙\t丁", ())


def test_words_under_a_merged_cell_are_told_and_take_no_number() -> None:
    rows = table(
        cell("甲", properties=DOWN) + cell(numbered("")), cell(numbered("遮住"), properties=ON) + cell(numbered(""))
    )
    document = read(rows, numbering=NUMBERING)
    assert document.text == "甲\t1.\n\t2."
    assert document.left_out == (LeftOut("合并单元格盖住的文字", "遮住"),)


def test_rows_that_begin_or_end_elsewhere_keep_their_columns() -> None:
    shifted = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("乙")}{cell("丙")}</w:tr>'
    document = read(table(cell("a") + cell("b") + cell("c"), shifted, cell("短")))
    assert (document.text, document.continued) == ("a\tb\tc\n\t乙\t丙\n短\t\t", ())


def test_edges_a_hair_apart_are_one_column() -> None:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (2000, 30, 3000))
    rows = table(
        cell("任务") + cell("单位", properties=SPAN2), cell("甲", properties=SPAN2) + cell("市司法局"), grid=grid
    )
    document = read(rows)
    assert (document.text, document.continued) == ("任务\t单位\n甲\t市司法局", ())


def test_grid_columns_in_which_no_cell_begins_are_none() -> None:
    document = read(table(cell("任务", properties=SPAN2) + cell("单位"), cell("甲", properties=SPAN2) + cell("乙")))
    assert (document.text, document.continued) == ("任务\t单位\n甲\t乙", ())


def test_nested_table_is_words_of_its_cell() -> None:
    inner = table(cell("a") + cell("b"), cell("c") + cell(""))
    assert read(table(cell("外", inner) + cell("右"))).text == "外 a b c\t右"


def test_box_around_text_is_no_table() -> None:
    inner = table(cell("a") + cell("b"))
    body = table(cell("第一段", "第二段", inner), cell(numbered("第三段")))
    assert read(body, numbering=NUMBERING).text == "第一段\n第二段\na\tb\n1.第三段"


def test_deleted_and_hidden_rows_are_left_out() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell('删')}{cell('去')}</w:tr>"
    hidden = f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell('隐')}{cell('藏')}</w:tr>"
    document = read(table(cell("a") + cell("b"), gone, hidden))
    assert document.text == "a\tb"
    assert [told.what for told in document.left_out] == ["修订中删去的文字"] * 2 + ["隐藏文字"] * 2


def test_cells_and_rows_inside_controls_are_found() -> None:
    def controlled(inside: str) -> str:
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    wrapped = controlled(f"<w:tr>{cell('甲')}{controlled(cell('乙'))}</w:tr>")
    body = f"<w:tbl>{wrapped}</w:tbl>"
    assert read(body).text == "甲\t乙"


def test_text_box_in_a_cell_is_words_of_the_cell() -> None:
    assert read(table(cell(paragraph("甲", boxed(paragraph("框内")))) + cell("乙"))).text == "甲 框内\t乙"


# ---- other forms of the file ----


def test_main_part_is_found_by_its_relation() -> None:
    parts = {
        "_rels/.rels": relations({"officeDocument": "/other/Main.xml"}),
        "other/main.xml": f"<w:document {NAMESPACES}><w:body>{numbered('甲')}</w:body></w:document>",
        "other/_rels/main.xml.rels": relations({"numbering": "../numbers.xml"}),
        "numbers.xml": f"<w:numbering {NAMESPACES}>{NUMBERING}</w:numbering>",
    }
    assert read_docx(PATH, packed(parts)).text == "1.甲"


def test_strict_form_of_the_standard_is_read() -> None:
    data = word(numbered("甲") + table(cell("乙", properties=SPAN2) + cell("丙")), numbering=NUMBERING)
    strict: dict[str, str | bytes] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name).decode()
            content = content.replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/"
            )
            strict[name] = content.replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
    assert read_docx(PATH, packed(strict)).text == "1.甲\n乙\t丙"


def test_relation_to_a_part_that_is_missing_is_passed_over() -> None:
    parts = {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{paragraph('甲')}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({"styles": "styles.xml", "header": "header1.xml"}),
    }
    assert read_docx(PATH, packed(parts)).text == "甲"


def test_embedded_files_are_told() -> None:
    parts = {
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{paragraph('甲')}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations({"package": "embeddings/分工.xlsx"}),
    }
    assert read_docx(PATH, packed(parts)).left_out == (LeftOut("嵌入的文件", "分工.xlsx"),)
