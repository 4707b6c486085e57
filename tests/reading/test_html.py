"""Pages as browsers show them: lines, tables, numbered lists, and what stands around the text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.document import Continued, Document, LeftOut, Span
from planner.errors import DocumentBlank, DocumentBroken, DocumentTooLarge, EncodingUnknown
from planner.reading import read_document
from planner.reading.html.reader import read_html

PATH = Path("要点.html")
LONG = "加强河道巡查，及时处理群众反映的问题，" * 20


def read(body: str, *, head: str = "") -> Document:
    return read_html(PATH, f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode())


def lines(body: str, *, head: str = "") -> list[str]:
    return read(body, head=head).text.split("\n")


def carried_on(document: Document) -> list[tuple[int, str]]:
    """For each covered cell its offset and the words that hold for it."""
    return [(cell.at, cell.of.of(document.text)) for cell in document.continued]


# ---- lines ----


def test_page_is_a_document_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "要点.txt"
    path.write_bytes("<html><body><h1>云溪市2024年要点</h1><p>一、做好甲。</p></body></html>".encode())
    document = read_document(path)
    assert (document.name, document.format, len(document.sha256)) == ("要点.txt", "html", 64)
    assert document.text == "云溪市2024年要点\n一、做好甲。"
    assert (document.continued, document.left_out) == ((), ())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><div>乙<p>丙</p>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<p>甲<br>乙<br/><br>丙</p>", ["甲", "乙", "丙"]),
        ("<p>一、<b>做好</b><a href='x'>甲</a>。</p>", ["一、做好甲。"]),
        ("<p>面积20m<sup>2</sup>，CO<sub>2</sub></p>", ["面积20m2，CO2"]),
        ("<p>&ldquo;甲&rdquo;&mdash;&#x4e59;&lt;丙&gt;&amp;</p>", ["“甲”—乙<丙>&"]),
        ("<p>市司法局、\n   市财政局\n负责</p>", ["市司法局、市财政局负责"]),
        ("<p>建设“\n数字云溪”\n项目</p>", ["建设“数字云溪”项目"]),
        ("<p>open\n data 平台\nAPI</p>", ["open data 平台 API"]),
        ("<p>甲 \t 乙</p>", ["甲 乙"]),
        ("<p>甲<b> 乙</b> <i> 丙</i></p>", ["甲 乙 丙"]),
        ("<p>  甲  </p>", ["甲"]),
        ("<p>\u3000\u3000一、甲&nbsp;&nbsp;乙</p>", ["\u3000\u3000一、甲\xa0\xa0乙"]),
        ("<p>&nbsp;</p><p>\u3000</p><p>甲</p>", ["甲"]),
        ("<pre>甲\n  乙\n\n丙</pre>", ["甲", "  乙", "丙"]),
        ("<p style='white-space: pre-wrap'>甲\n  乙</p>", ["甲", "  乙"]),
        ("<span style='display:block'>甲</span><span>乙</span>", ["甲", "乙"]),
        ("<span style='display:block;float:left'>一、</span><span>乙</span>", ["一、乙"]),
        ("<div style='display: inline'>甲</div><div style='display:inline'>乙</div>", ["甲乙"]),
        ("<p><![if !supportLists]><span>一、</span><![endif]>甲<!-- 注 -->乙</p>", ["一、甲乙"]),
        ("<div>甲<nav>首页</nav>乙<span hidden>丙</span>丁</div>", ["甲", "乙丁"]),
        ("<p>甲<img alt='图一' src='a.png'>乙</p>", ["甲乙"]),
        ("<p>甲<o:p></o:p></p><dl><dt>乙<dd>丙</dl>", ["甲", "乙", "丙"]),
        ("<p>甲\x00\x01\x0b乙&#0;</p>", ["甲 乙\ufffd"]),
    ],
)
def test_lines_are_those_a_browser_prints(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_text_after_the_body_and_unclosed_elements_are_read() -> None:
    page = "<html><head><title>题</title><body><p>甲<p>乙<td>丙</body></html>丁<p>戊"
    assert read_html(PATH, page.encode()).text.split("\n") == ["甲", "乙", "丙", "丁", "戊"]


paragraph = st.text(st.sampled_from("甲乙丙（）。、“”Az09<>&\"' \xa0\u3000"), min_size=1).filter(str.strip)


@given(st.lists(paragraph, min_size=1))
def test_paragraphs_come_back_as_they_were(paragraphs: list[str]) -> None:
    escaped = (p.replace("&", "&amp;").replace("<", "&lt;").replace(" ", "&#32;") for p in paragraphs)
    expected = [collapsed for p in paragraphs if (collapsed := " ".join(filter(None, p.split(" ")))).strip()]
    page = "<html>" + "".join(f"<p>{p}</p>" for p in escaped)
    assert read_html(PATH, page.encode()).text.split("\n") == expected


# ---- encodings ----


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("declared", ["", "<meta charset=gb2312>", "<meta charset='UTF-8'>", "<meta charset=latin1>"])
def test_encoding_is_found_whatever_is_declared(encoding: str, declared: str) -> None:
    page = f"<html><head>{declared}</head><body>云溪市—2024年·要点</body></html>"
    assert read_html(PATH, page.encode(encoding)).text == "云溪市—2024年·要点"


def test_declared_encoding_decides_where_two_fit() -> None:
    both = b"\xe4\xba\x91\xe6\xba\xaa"  # 云溪 in UTF-8, three other characters in GBK
    page = b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=%s"></head><body>%s'
    assert read_html(PATH, page % (b"utf-8", both)).text == "云溪"
    assert read_html(PATH, page % (b"gb2312", both)).text == both.decode("gbk")


def test_page_in_big5_is_read_where_it_says_so() -> None:
    page = "<html><head><meta charset=big5></head><body>雲溪市要點</body></html>"
    assert read_html(PATH, page.encode("big5")).text == "雲溪市要點"


def test_page_in_no_known_encoding_is_refused() -> None:
    with pytest.raises(EncodingUnknown):
        read_html(PATH, b"<html><body>\xff\xff\x80</body></html>")


# ---- what stands around ----


def test_navigation_banner_footer_and_scripts_are_left_out_and_told() -> None:
    document = read(
        "<header><a href='/'>云溪市人民政府</a></header><nav><a href='a'>首页</a><a href='b'>要闻</a></nav>"
        "<div role='search'><input value='请输入'><button>搜一搜</button></div>"
        "<article><header><h1>云溪市要点</h1></header><p>一、甲。</p><footer>云溪市人民政府</footer></article>"
        "<aside>热点专题</aside><script>document.write('备用文字');</script><style>p{color:red}</style>"
        "<select><option>县区</option></select><noscript>请启用脚本</noscript><template><p>样板</p></template>"
        "<p hidden>藏一</p><p style='color:red;display:none'>藏二</p><p aria-hidden='true'>藏三</p>"
        "<footer>备案号</footer>",
        head="<title>云溪市要点_政府网站</title>",
    )
    assert document.text.split("\n") == ["云溪市要点", "一、甲。", "云溪市人民政府"]
    assert document.left_out == (
        LeftOut("网页标题", "云溪市要点_政府网站"),
        LeftOut("页眉", "云溪市人民政府"),
        LeftOut("导航", "首页 要闻"),
        LeftOut("搜索", "搜一搜"),
        LeftOut("旁栏", "热点专题"),
        LeftOut("脚本", "备用文字"),
        LeftOut("下拉选项", "县区"),
        LeftOut("不支持脚本时的提示", "请启用脚本"),
        LeftOut("模板", "样板"),
        LeftOut("隐藏的内容", "藏一"),
        LeftOut("隐藏的内容", "藏二"),
        LeftOut("隐藏的内容", "藏三"),
        LeftOut("页脚", "备案号"),
    )


def test_what_office_programs_write_around_a_page_is_left_out() -> None:
    document = read(
        '<div title="header"><p>云溪市文件</p></div><p>一、甲<a class="sdfootnoteanc" href="#n"><sup>1</sup></a>。</p>'
        '<div id="sdfootnote1"><p>1 见通知</p></div><div title="footer"><p>第 1 页</p></div>'
        "<div style='mso-element:footnote-list'><p>注</p></div><div style='mso-element:comment-list'>批</div>"
    )
    assert document.text == "一、甲1。"
    assert [left.what for left in document.left_out] == ["页眉", "脚注", "页脚", "脚注", "批注"]


def test_what_is_told_of_long_words_is_short() -> None:
    [left] = read(f"<nav>{'栏目' * 500}</nav><p>{LONG * 3}</p>").left_out
    assert (left.what, left.text) == ("导航", "栏目" * 99 + "栏…")


@pytest.mark.parametrize(
    "opening",
    ["<nav>", "<aside>", "<footer>", "<header>", "<div role=banner>", "<div style='display:none'>", "<noscript>"],
)
def test_element_that_holds_most_of_the_page_is_read(opening: str) -> None:
    closing = f"</{opening[1:].split(maxsplit=1)[0].rstrip('>')}>"
    document = read(f"<div>首页</div>{opening}<p>{LONG}</p><nav>导航</nav>{closing}<div>版权所有</div>")
    assert document.text.split("\n") == ["首页", LONG, "版权所有"]
    assert document.left_out == (LeftOut("导航", "导航"),)


def test_long_navigation_of_links_is_no_text() -> None:
    links = "".join(f"<a href='{k}'>市直部门信息公开目录{k}</a>" for k in range(100))
    assert lines(f"<nav>{links}</nav><p>一、甲。</p>") == ["一、甲。"]


def test_banner_with_the_only_main_heading_is_read() -> None:
    assert lines("<header><h1>云溪市要点</h1></header><p>一、甲。</p>") == ["云溪市要点", "一、甲。"]
    assert lines("<header><h1>网站</h1></header><h1>云溪市要点</h1>") == ["云溪市要点"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>&nbsp;</p><img alt='图' src='x'>",
        "<iframe src='x'>浏览器不支持</iframe>",
        "<noscript>请启用 JavaScript 后再访问</noscript><div id=app></div>",
        "<nav>首页</nav><footer>备案号</footer>",
        "<table><tr><td></td></tr></table><ol><li></li></ol>",
    ],
)
def test_page_with_nothing_in_it_is_refused(body: str) -> None:
    with pytest.raises(DocumentBlank, match="没有正文文字"):
        read(body)


@pytest.mark.parametrize("page", [b"<!doctype html>", b"<html></html>", b"<html><frameset><noframes>x</noframes>"])
def test_page_without_a_body_is_refused(page: bytes) -> None:
    with pytest.raises(DocumentBlank):
        read_html(PATH, page)


# ---- lists ----


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1.甲", "2.乙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<ol start=3><li><p>甲</p><p>续</p></li><li value=7>乙</li><li>丙</li></ol>", ["3.甲", "续", "7.乙", "8.丙"]),
        ("<ol reversed><li>甲</li><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ("<ol type=a><li>甲</li></ol><ol type=A><li>乙</li></ol>", ["a.甲", "A.乙"]),
        ("<ol type=i><li>甲<li>乙</ol><ol type=I><li>丙<li>丁</ol>", ["i.甲", "ii.乙", "I.丙", "II.丁"]),
        ("<ol style='list-style: none'><li>一是甲</li></ol>", ["一是甲"]),
        (
            "<ol style='list-style-type:simp-chinese-informal' start=10><li>甲<li>乙</ol>",
            ["十、甲", "十一、乙"],
        ),
        ("<ol><li style='list-style-type:cjk-ideographic'>甲</li></ol>", ["一、甲"]),
        ("<ol style='list-style-type: \"○\"'><li>甲</li></ol>", ["○甲"]),
        ("<ol type=1><li>甲<ol type=1><li>乙<li>丙</ol><li>丁</ol>", ["1.甲", "1.乙", "2.丙", "2.丁"]),
        ("<ol type=1><ol type=1 start=2><li>甲</li></ol><li>乙</li></ol>", ["2.甲", "1.乙"]),
        ("<ol><li></li><li>乙</li></ol><p>丙</p>", ["2.乙", "丙"]),
        ("<ol type=1><li><ol><li>甲</ol></ol>", ["1.1.甲"]),
        ("<ol><li hidden>甲<li>乙</ol>", ["1.乙"]),
        ("<ol><li><table><tr><td>甲<td>乙</tr></table>丙</ol>", ["1.", "甲\t乙", "丙"]),
    ],
)
def test_numbered_list_has_its_numbers(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<ol><li>乙<ol><li>丙</ol></ol><li>丁</ol>", ["一、甲", "（一）乙", "1.丙", "二、丁"]),
        (
            "<ol><li>甲<ol><li>乙</ol></ol><p>丙</p><ol><ol start=2><li>丁</ol><li>戊</ol>",
            ["一、甲", "（一）乙", "丙", "（二）丁", "二、戊"],
        ),
        ("<ol><li>甲<ol><li>乙</ol></ol><ol start=2><li>丙</ol>", ["一、甲", "（一）乙", "二、丙"]),
        ("<p>一、甲</p><ol><li>乙<ol><li>丙</ol></ol>", ["一、甲", "（一）乙", "1.丙"]),
        ("<p>（一）甲</p><ol><li>乙<ol><li>丙</ol></ol>", ["（一）甲", "1.乙", "（1）丙"]),
        ("<ol><li>甲<ol type=a><li>乙</ol></ol>", ["1.甲", "a.乙"]),
        ("<style>ol{list-style:decimal}</style><ol><li>甲<ol><li>乙</ol></ol>", ["1.甲", "1.乙"]),
        ("<table><tr><td><ol><li>甲</ol><td>乙</table>", ["1.甲\t乙"]),
    ],
)
def test_lists_that_only_nesting_tells_apart_have_the_numbers_of_plans(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_numbers_that_nesting_told_are_told_as_inferred() -> None:
    document = read("<ol><li>甲<ol><li>乙<ol><li>丙</ol></ol><li>丁</ol>")
    assert document.left_out == (LeftOut("推断的编号", "一、 （一） 1."),)
    assert read("<ol><li>甲<li>乙</ol>").left_out == ()


@pytest.mark.parametrize(
    ("rule", "first"),
    [
        ("li { list-style: none; margin:0 }", "甲"),
        ("/* ol */ ol.num, p { list-style-type: simp-chinese-informal }", "一、甲"),
        (".num{list-style:upper-roman inside !important}", "I.甲"),
        ("ol.other { list-style: none }", "1.甲"),
        ("ol { color: red }", "1.甲"),
    ],
)
def test_style_sheet_of_the_page_rules_its_lists(rule: str, first: str) -> None:
    assert lines("<ol class='a num'><li>甲</li></ol>", head=f"<style>p{{x:y}} {rule}</style>") == [first]


# ---- tables ----


def test_row_is_a_line_with_tabs_and_merged_cells_are_told() -> None:
    document = read(
        "<table><caption>分工表</caption>"
        "<thead><tr><th rowspan=2>序号<th rowspan=2>任务<th colspan=2>责任分工</tr><tr><th>牵头<th>配合</tr></thead>"
        "<tr><td rowspan=2>1<td><p>甲</p><p>乙</p><td rowspan=2>市司法局<td></tr><tr><td>丙<td>市财政局</tr></table>"
    )
    assert document.text == ("分工表\n序号\t任务\t责任分工\t\n\t\t牵头\t配合\n1\t甲 乙\t市司法局\t\n\t丙\t\t市财政局")
    assert carried_on(document) == [
        (15, "责任分工"),
        (16, "序号"),
        (17, "任务"),
        (36, "1"),
        (39, "市司法局"),
    ]
    assert document.continued[0] == Continued(15, Span(10, 14))


def test_full_width_row_covers_its_columns() -> None:
    document = read(
        "<table><tr><td>1<td>任务<td>单位</tr><tr><td colspan=20>一、甲类</td></tr><tr><td>2<td><td></tr></table>"
    )
    assert document.text == "1\t任务\t单位\n一、甲类\t\t\n2\t\t"
    assert carried_on(document) == [(13, "一、甲类"), (14, "一、甲类")]


def test_title_rows_above_the_header_are_lines() -> None:
    rows = "<tr><td colspan=3>云溪市分解表</td></tr><tr></tr><tr><td>填表单位：市司法局<td><td></tr>"
    document = read(f"<table>{rows}<tr><td rowspan=2>序号<td>任务<td>单位</tr><tr><td>甲<td>乙</tr></table>")
    assert document.text == "云溪市分解表\n填表单位：市司法局\n序号\t任务\t单位\n\t甲\t乙"
    assert carried_on(document) == [(26, "序号")]


def test_merged_first_column_does_not_make_a_title() -> None:
    document = read("<table><tr><td rowspan=2>1<td><td></tr><tr><td>甲<td>乙</tr><tr><td>2<td>丙<td>丁</tr></table>")
    assert document.text == "1\t\t\n\t甲\t乙\n2\t丙\t丁"


def test_breaks_and_tabs_in_a_cell_are_blanks_and_rows_are_of_one_width() -> None:
    body = "<table><tr><td>甲<br>乙<ol><li>丙</ol><td><pre>丁\t戊</pre></tr><tr><td>己</tr></table>"
    assert lines(body) == ["甲 乙 1.丙\t丁 戊", "己\t"]


def test_rowspan_beyond_the_table_and_empty_rows_do_not_matter() -> None:
    document = read("<table><tr><td rowspan=0>1<td>甲</tr><tr><td>乙</tr><tr></tr><tr><td></tr></table>")
    assert document.text == "1\t甲\n\t乙"
    assert carried_on(document) == [(4, "1")]


def test_cell_that_covers_others_without_words_carries_nothing_on() -> None:
    document = read("<table><tr><td rowspan=2><td>甲<td>1</tr><tr><td>乙<td>2</tr></table>")
    assert (document.text, document.continued) == ("\t甲\t1\n\t乙\t2", ())


def test_hidden_rows_and_cells_take_no_place() -> None:
    document = read(
        "<table><tr><td>1<td style='display:none'>内部<td>甲</tr><tr hidden><td>2<td>乙</tr>"
        "<tbody style='display:none'><tr><td>3<td>丙</tr></tbody><tr><td>4<td>丁</tr></table>"
    )
    assert document.text == "1\t甲\n4\t丁"
    assert [left.text for left in document.left_out] == ["3 丙", "内部", "2 乙"]


def test_table_inside_text_keeps_its_place_and_offsets() -> None:
    document = read("<p>前文</p><table><tr><td>甲<td rowspan=2>乙</tr><tr><td>丙</tr></table><p>后文</p>")
    assert document.text == "前文\n甲\t乙\n丙\t\n后文"
    assert carried_on(document) == [(9, "乙")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<table><tr><td>甲</td></tr><tr><td>乙<p>丙</p></td></tr></table>", ["甲", "乙", "丙"]),
        ("<table><tr><td>栏目<td><table><tr><td>1<td>甲</tr></table><p>乙</p></tr></table>", ["栏目", "1\t甲", "乙"]),
        (f"<table><tr><td>栏目<td><p>标题</p><p>{LONG}</p></tr></table>", ["栏目", "标题", LONG]),
        (
            f"<table><tr><td>文号<td>X-1<tr><td>名称<td>要点<tr><td colspan=2><p>标题</p><ol><li>{LONG}</ol></table>",
            ["文号", "X-1", "名称", "要点", "标题", f"1.{LONG}"],
        ),
        ("<table>游离<tr><td>1<td>甲</tr></table>", ["游离", "1", "甲"]),
        ("<table><tr><td>1<div><td>甲</div></tr></table>", ["1", "甲"]),
        ("<table><form><tr><form><td>1</td><td>甲</td></form></tr></form></table>", ["1\t甲"]),
    ],
)
def test_table_that_only_places_things_gives_lines(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


def test_long_measures_in_cells_are_still_a_table() -> None:
    cell = f"<p>1.{LONG}</p><p>2.{LONG}</p>"
    rows = "".join(f"<tr><td>{k}<td>任务{k}<td>{cell}<td>市司法局</tr>" for k in (1, 2))
    found = lines(f"<table><tr><th>序号<th>任务<th>措施<th>单位</tr>{rows}</table>")
    assert found == ["序号\t任务\t措施\t单位", *(f"{k}\t任务{k}\t1.{LONG} 2.{LONG}\t市司法局" for k in (1, 2))]
    one = lines(f"<table><tr><th>序号<th>任务<th>措施</tr><tr><td>1<td>任务<td>{cell}</tr></table>")
    assert one == ["序号\t任务\t措施", f"1\t任务\t1.{LONG} 2.{LONG}"]


# ---- pages saved as one file ----

MHT = """From: <Saved by Blink>
Subject: =?utf-8?Q?x?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----B"

------B
Content-Type: text/html; charset={charset}
Content-Transfer-Encoding: {coding}

{page}
------B
Content-Type: text/html

<p>x</p>
------B
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------B--
"""


def test_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    page = "=E4=BA=91=\n=E6=BA=AA<p class=3D'a'>=E4=BA=91</p>".replace("\n", "\r\n")
    path = tmp_path / "要点.mht"
    text = MHT.replace("\n", "\r\n").format(charset="utf-8", coding="quoted-printable", page=f"<html>{page}")
    path.write_bytes(text.encode())
    document = read_document(path)
    assert (document.format, document.text) == ("html", "云溪\n云")


def test_page_saved_as_one_file_in_gbk_is_read() -> None:
    text = MHT.format(charset="gb2312", coding="8bit", page="<html><p>云溪市要点</p>")
    assert read_html(PATH, text.encode("gbk")).text == "云溪市要点"


def test_saved_file_without_a_page_is_refused() -> None:
    with pytest.raises(DocumentBlank):
        read_html(PATH, b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--\n")


# ---- hostile pages ----


def test_deep_nesting_is_read_up_to_a_limit_and_refused_beyond() -> None:
    assert lines("<div>" * 1500 + "甲" + "</div>" * 1500 + "<p>末</p>") == ["甲", "末"]
    with pytest.raises(DocumentTooLarge, match="套得太深"):
        read("<div>" * 100_000 + "甲")


@pytest.mark.parametrize(
    "body",
    ["<p>" * 1_000_001, "<p " + " ".join(f"a{k}" for k in range(40_000)) + ">甲", "<p a b c d e f g>甲" * 150_000],
    ids=["tags", "attributes of one", "attributes"],
)
def test_page_of_very_many_tags_or_attributes_is_refused_unbuilt(body: str) -> None:
    with pytest.raises(DocumentTooLarge, match="网页里的标记太多"):
        lines(body)


def test_page_with_a_picture_inside_is_read() -> None:
    assert lines(f'<p>甲<img src="data:image/png;base64,{"iVBO Rw0K=" * 100_000}">乙</p>') == ["甲乙"]


def test_deep_mail_is_refused() -> None:
    parts = "".join(f"Content-Type: multipart/related; boundary=b{k}\n\n--b{k}\n" for k in range(5000))
    with pytest.raises(DocumentBroken):
        read_html(PATH, f"MIME-Version: 1.0\n{parts}".encode())


@pytest.mark.parametrize(
    "body",
    [
        "<nav>" * 1500 + "甲" * 200,
        "<table><tr><td>" * 300 + "甲",
        "<table>" + "<tr>" + "<td rowspan=65534 colspan=1000>甲</td>" * 2000 + "<tr><td>乙" * 2000 + "</table>",
        "<table>" + "<tr><td rowspan=0>甲" * 3000 + "</table>",
        "<ol><li>" * 600 + "甲",
        "<div>" * 1000 + "<ol><li></ol>" * 20_000 + "甲",
        "<p>甲" + "<header>乙</header><h1></h1>" * 20_000,
        "<p>甲<table>" + "<div>" * 1000 + "<td>乙</td>" * 20_000,
        "<p>" + "甲 <b>乙</b>\n" * 50_000,
        "<!-- -->" * 50_000 + "<p>甲",
        "<p style='" + "display: " * 50_000 + "'>甲",
        "<style>" + "list-style{" * 20_000 + "</style><ol><li>甲</ol>",
        "<style>" + "a" * 300_000 + "</style><ol><li>甲</ol>",
        "<script>" + "甲" * 300_000 + "</script><p>乙",
    ],
)
def test_hostile_page_is_read(body: str) -> None:
    assert read(body).text[:1] in {"甲", "乙", "1", "一"}
