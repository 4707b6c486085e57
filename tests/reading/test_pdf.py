"""PDFs written by hand: what is refused, what is joined and what stays apart, what belongs to the page only."""

import hashlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.document import Document, LeftOut
from planner.errors import DocumentBlank, DocumentBroken, DocumentScanned, DocumentTooLarge, InputError
from planner.reading import read_document
from planner.reading.pdf.reader import read_pdf
from tests.reading.pdfs import FILE, FULL, WIDE, Leaf, lines, page, pdf_of, read


def test_the_helper_s_full_row_is_as_wide_as_it_says() -> None:
    assert 16 * len(FULL) == WIDE


# ---- the document ----


def test_document_has_name_format_and_digest() -> None:
    data = pdf_of([Leaf().put("开展巡查。", y=120)])
    digest = hashlib.sha256(data).hexdigest()
    assert read_pdf(FILE, data) == Document("计划.pdf", "pdf", digest, "开展巡查。")


def test_file_without_the_ending_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "计划.txt"
    path.write_bytes(pdf_of([Leaf().put("开展巡查。", y=120)]))
    assert read_document(path).text == "开展巡查。"


# ---- refusals ----


def test_pictures_of_pages_are_refused_with_their_number() -> None:
    with pytest.raises(DocumentScanned, match="3 页都是图片"):
        read(*[Leaf(picture=True)] * 3)


def test_picture_with_a_stamp_is_still_a_scan() -> None:
    with pytest.raises(DocumentScanned):
        read(Leaf(picture=True).put("第1页", y=800), Leaf(picture=True).put("第2页", y=800))


def test_single_picture_page_among_text_is_told() -> None:
    document = read(page(FULL, "一遍。"), Leaf(picture=True), page(FULL, "一遍。"))
    assert document.left_out == (LeftOut("图片", "第 2 页只有图片，没有文字可读"),)


def test_empty_pages_are_blank() -> None:
    with pytest.raises(DocumentBlank):
        read(Leaf(), Leaf())


def test_page_of_blanks_is_blank() -> None:
    with pytest.raises(DocumentBlank):
        read(Leaf().put("   ", y=120))


def test_letters_without_codes_are_told_as_such() -> None:
    with pytest.raises(DocumentBroken, match="文字没有编码，复制出来是乱码"):
        read_pdf(FILE, pdf_of([page(FULL, FULL)], unmapped=True))


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\n", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <</Root 1 0 R>>\n%%EOF", b"\x00" * 100, b"text"]
)
def test_what_is_no_pdf_is_broken(data: bytes) -> None:
    with pytest.raises(DocumentBroken):
        read_pdf(FILE, data)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=40))
def test_damaged_file_is_read_or_refused(at: int, junk: bytes) -> None:
    data = pdf_of([page(FULL, "一遍。")])
    at %= len(data)
    for damaged in (data[:at], data[:at] + junk + data[at + len(junk) :]):
        with suppress(InputError):
            assert read_pdf(FILE, damaged).text


def test_too_many_pages_are_refused_before_they_are_read() -> None:
    with pytest.raises(DocumentTooLarge, match="2001 页"):
        read(*[Leaf()] * 2001)


def test_too_many_letters_on_a_page_are_refused() -> None:
    leaf = Leaf()
    for k in range(210):
        leaf.put("水" * 1000, y=100 + 3 * k, size=0.5)
    with pytest.raises(DocumentTooLarge, match="第 1 页超过 200000 字"):
        read(leaf)


# ---- lines to paragraphs ----


def test_full_line_goes_on_and_a_short_one_ends() -> None:
    assert lines(page(">登记造册。", ">巡查茶园。", FULL, "完成。", ">养护。")) == [
        "登记造册。",
        "巡查茶园。",
        FULL + "完成。",
        "养护。",
    ]


def test_indented_line_begins_a_paragraph_behind_a_full_one() -> None:
    assert lines(page(">巡查。", ">养护。", FULL, ">登记。", FULL, "完成。")) == [
        "巡查。",
        "养护。",
        FULL,
        "登记。",
        FULL + "完成。",
    ]


def test_new_mark_at_the_edge_begins_a_paragraph() -> None:
    rows = ["1." + FULL[1:], "完成。", "2." + FULL[1:], "3." + FULL[1:], "（四）" + FULL[3:], "年底前。"]
    assert lines(page(*rows)) == ["1." + FULL[1:] + "完成。", rows[2], rows[3], rows[4] + rows[5]]


def test_number_at_a_line_s_start_is_no_mark() -> None:
    rows = ["1.5万处完成。", "2024年。", "〔2031〕9号。"]
    assert lines(page(FULL, rows[0], FULL, rows[1], FULL, rows[2])) == [FULL + row for row in rows]


def test_hanging_lines_belong_to_the_paragraph_above() -> None:
    rows = [FULL, ">" + FULL[2:], ">完成。", "巡查茶园。", FULL, ">" + FULL[2:], ">年底前。", "养护。"]
    joined = FULL + FULL[2:]
    assert lines(page(*rows)) == [joined + "完成。", "巡查茶园。", joined + "年底前。", "养护。"]


def test_two_centred_lines_of_a_title_stay_two() -> None:
    leaf = Leaf().put("云溪市茶园养护", x=203, y=80, size=22).put("2031年工作要点", x=214, y=112, size=22)
    for k, row in enumerate([FULL, FULL, "完成。"]):
        leaf.put(row, y=160 + 28 * k)
    assert lines(leaf) == ["云溪市茶园养护", "2031年工作要点", FULL + FULL + "完成。"]


def test_boxed_text_is_joined_at_the_edge_of_its_box() -> None:
    within = FULL[:19]  # from 128 to 432, in a box from 120 to 440
    leaf = page(FULL, FULL, "完成。").ruled([120, 440], [190, 270])
    for k, row in enumerate([within, within[:17], "养护并登记。"]):
        leaf.put(row, x=128, y=210 + 22 * k)
    for k, row in enumerate([FULL, FULL, "养护。"]):
        leaf.put(row, y=310 + 28 * k)
    assert lines(leaf) == [FULL * 2 + "完成。", within + within[:17], "养护并登记。", FULL * 2 + "养护。"]


def test_boxed_text_of_short_lines_is_not_joined() -> None:
    leaf = page(FULL, FULL, "完成。").ruled([120, 440], [190, 250]).put("云溪市水利局", x=128, y=210)
    assert lines(leaf.put("云溪市林业局", x=128, y=232)) == [FULL * 2 + "完成。", "云溪市水利局", "云溪市林业局"]


def test_full_line_does_not_go_on_into_a_box() -> None:
    leaf = page(FULL, FULL).ruled([85, 440], [155, 200]).put("养护茶园", x=93, y=176)
    assert lines(leaf) == [FULL * 2, "养护茶园"]


def test_passage_set_in_on_both_sides_is_joined_at_its_own_edge() -> None:
    within = FULL[:18]  # from 144 to 432
    leaf = page(FULL, FULL, "完成。")
    for k, row in enumerate([within, within, within, "一遍。"]):
        leaf.put(row, x=144, y=220 + 24 * k)
    for k, row in enumerate([FULL, FULL, "养护。"]):
        leaf.put(row, y=330 + 28 * k)
    assert lines(leaf) == [FULL * 2 + "完成。", within * 3 + "一遍。", FULL * 2 + "养护。"]


def test_paragraphs_of_one_line_are_no_passage_set_in() -> None:
    items = [FULL[:20], FULL[2:22], FULL[4:24]]
    rows = [
        ">登记。",
        ">巡查。",
        ">" + FULL[2:],
        FULL,
        FULL,
        FULL,
        "完成。",
        *(">" + item for item in items),
        ">修缮。",
    ]
    whole = ["登记。", "巡查。", FULL[2:] + FULL * 3 + "完成。", *items, "修缮。"]
    assert lines(page(*rows)) == whole


def test_title_that_fills_the_width_goes_on_in_its_second_line() -> None:
    title = "云溪市2031年茶园养护和水库巡查工"  # 18 letters' width of 22 points
    body = [FULL, FULL, "完成。"]

    def leaf(first: str, rest: str) -> Leaf:
        def width(text: str) -> float:
            return sum(11 if letter.isascii() else 22 for letter in text)

        made = Leaf()
        for k, row in enumerate([first, rest]):
            made.put(row, x=280 - width(row) / 2, y=80 + 32 * k, size=22)
        for k, row in enumerate(body):
            made.put(row, y=180 + 28 * k)
        return made

    assert lines(leaf(title + "作要", "点")) == [title + "作要点", "".join(body)]
    assert lines(leaf(title, "作要点")) == [title, "作要点", "".join(body)]


def test_centred_line_below_a_full_one_of_the_text_stays_apart() -> None:
    leaf = page(FULL, FULL, FULL).put("第二部分", x=248, y=204)
    assert lines(leaf) == [FULL * 3, "第二部分"]


def test_larger_gap_begins_a_paragraph() -> None:
    leaf = Leaf()
    for y, row in [(100, FULL), (128, FULL), (156, FULL), (200, FULL), (228, "完成。")]:
        leaf.put(row, y=y)
    assert lines(leaf) == [FULL * 3, FULL + "完成。"]


def test_signature_at_the_right_edge_stays_apart() -> None:
    leaf = page(FULL, FULL, FULL).put("云溪市养护办公室", x=352, y=232).put("2031年2月9日", x=384, y=260)
    assert lines(leaf) == [FULL * 3, "云溪市养护办公室", "2031年2月9日"]


def test_list_of_short_lines_is_not_joined() -> None:
    names = ["云溪市水利局", "云溪市林业局", "云溪市气象局", "云溪市档案局"]
    assert lines(page(*names)) == names


def test_paragraph_goes_on_over_a_page_break_with_furniture_between() -> None:
    def leaf(number: int, *rows: str) -> Leaf:
        made = Leaf().put("养护简报", x=250, y=50, size=10).put(f"— {number} —", x=260, y=800, size=12)
        for k, row in enumerate(rows):
            made.put(row, y=120 + 28 * k)
        return made

    opened = FULL[:-8] + "（牵头单位：市水"
    document = read(leaf(1, FULL, opened), leaf(2, "利局；责任单位：各县区）", FULL), leaf(3, "完成。"))
    assert document.text.split("\n") == [FULL + opened + "利局；责任单位：各县区）", FULL + "完成。"]
    assert document.left_out == (LeftOut("页眉", "养护简报"), LeftOut("页码", "— 1 — … — 3 —"))


def test_latin_words_are_parted_and_hyphens_honoured() -> None:
    rows = ["The survey covers every ferry landing and the co-", "operation of keepers is described in each of the"]
    rows += ["reports of the year", "Next."]
    assert lines(page(*rows)) == [f"{rows[0][:-1]}{rows[1]} {rows[2]}", "Next."]


# ---- characters ----


def test_radicals_and_ligatures_become_ordinary_characters() -> None:
    assert lines(Leaf().put("⽅案⻓期，豈有ﬁve", y=120)) == ["方案长期，豈有five"]


def test_spaced_out_letters_lose_their_blanks_and_a_real_gap_keeps_its_own() -> None:
    assert lines(Leaf().put("文 本 排 开 了", y=120).put("一 总体要求", y=160)) == ["文本排开了", "一 总体要求"]


def test_letters_set_apart_to_fill_the_line_have_no_blanks() -> None:
    leaf = Leaf()
    for k, letter in enumerate("全市登记造册"):
        leaf.put(letter, x=80 + 22 * k, y=120)
    assert lines(leaf) == ["全市登记造册"]


def test_letters_drawn_twice_to_be_bold_are_read_once() -> None:
    assert lines(Leaf().put("登记造册", y=120).put("登记造册", x=80.4, y=120)) == ["登记造册"]


# ---- page furniture ----


@pytest.mark.parametrize("shape", ["{}", "- {} -", "—{}—", "第{}页 共3页", "第 {} 页", "{}/3", "Page {} of 3"])
def test_page_numbers_of_every_shape_are_left_out(shape: str) -> None:
    made = [page(FULL, FULL, "完成。").put(shape.format(k), x=260, y=800, size=10) for k in (1, 2, 3)]
    document = read(*made)
    assert document.text.split("\n") == [FULL * 2 + "完成。"] * 3
    assert [out.what for out in document.left_out] == ["页码"]


def test_number_that_is_not_the_page_s_stays() -> None:
    made = [page(FULL, FULL, "完成。").put(str(k), x=260, y=800) for k in (70, 12, 31)]
    assert "12" in lines(*made)


def test_footer_of_an_only_page_is_left_out() -> None:
    document = read(page(FULL, FULL, "完成。").put("— 内部资料 —", x=260, y=800, size=10))
    assert document.text == FULL * 2 + "完成。"
    assert document.left_out == (LeftOut("页脚", "— 内部资料 —"),)


@pytest.mark.parametrize(("y", "words"), [(700, "内部资料"), (800, "2024年3月5日"), (800, "完成验收。")])
def test_last_line_of_an_only_page_that_may_be_of_the_text_stays(y: float, words: str) -> None:
    assert lines(page(FULL, "完成。").put(words, x=260, y=y))[-1] == words


def test_last_line_of_a_page_that_is_full_to_its_end_stays() -> None:
    leaf = Leaf()
    for k in range(25):
        leaf.put("登记造册", y=128 + 28 * k)
    assert len(lines(leaf)) == 25


def test_repeated_line_of_the_body_stays() -> None:
    rows = ["责任单位：市水利局", *[FULL] * 3, "完成。"]
    assert lines(*[page(*rows)] * 3) == ["责任单位：市水利局", FULL * 3 + "完成。"] * 3


def test_body_line_that_stands_at_the_top_of_several_pages_stays() -> None:
    def leaf(first: str) -> Leaf:
        return Leaf().put(first, y=90).put(FULL, y=150).put(FULL, y=178).put("完成。", y=206)

    assert lines(*[leaf(first) for first in ("市水利局", "市林业局", "市水利局", "巡查。", "市水利局")]) == [
        line
        for first in ("市水利局", "市林业局", "市水利局", "巡查。", "市水利局")
        for line in (first, FULL * 2 + "完成。")
    ]


def test_headers_of_chapters_that_follow_each_other_are_left_out() -> None:
    made = [page(FULL, "完成。").put(name, x=250, y=50, size=10) for name in ["第一编"] * 3 + ["第二编"] * 2]
    document = read(*made)
    assert document.text.split("\n") == [FULL + "完成。"] * 5


def test_header_of_two_pages_that_lie_across_is_left_out_below_a_wide_margin() -> None:
    def leaf(first: int) -> Leaf:
        made = Leaf(size=(842, 595)).put("云溪市养护专班", x=350, y=97, size=10.5)
        made.ruled([80, 200, 400], [130, 160, 190]).put("序号", x=90, y=150, size=12).put("任务", x=210, y=150, size=12)
        return made.put(str(first), x=90, y=180, size=12).put("巡查水库", x=210, y=180, size=12)

    document = read(leaf(1), leaf(2))
    assert document.text == "序号\t任务\n1\t巡查水库\n2\t巡查水库"
    assert document.left_out == (LeftOut("页眉", "云溪市养护专班"), LeftOut("重复的表头", "序号\t任务"))


def test_title_printed_again_above_each_part_of_a_table_is_kept_once() -> None:
    def leaf(first: int) -> Leaf:
        made = Leaf().put("茶园养护任务表", x=200, y=90, size=18).ruled([80, 200, 400], [110, 140])
        return made.put(str(first), x=90, y=130, size=12).put("巡查水库和河道堤防", x=210, y=130, size=12)

    document = read(leaf(1), leaf(2), leaf(3))
    assert document.text == "茶园养护任务表\n1\t巡查水库和河道堤防\n2\t巡查水库和河道堤防\n3\t巡查水库和河道堤防"
    assert document.left_out == (LeftOut("页眉", "茶园养护任务表"),)


def test_text_at_an_angle_is_told_as_left_out() -> None:
    leaf = page(FULL, "完成。")
    leaf.turned.append(("0.7 0.7 -0.7 0.7 200 300", 60, "草稿"))
    assert read(leaf).left_out == (LeftOut("斜排或竖排的文字", "草稿"),)


@pytest.mark.parametrize(
    ("rotate", "matrices"),
    [
        (90, ["0 1 -1 0 200 100", "0 1 -1 0 228 100"]),
        (270, ["0 -1 1 0 228 700", "0 -1 1 0 200 700"]),
        (180, ["-1 0 0 -1 500 300", "-1 0 0 -1 500 328"]),
        (0, ["0 1 -1 0 200 100", "0 1 -1 0 228 100"]),
    ],
)
def test_turned_pages_are_set_upright(rotate: int, matrices: list[str]) -> None:
    turned = [(matrix, 16.0, row) for matrix, row in zip(matrices, ["巡查水库", "养护茶园"], strict=True)]
    assert lines(Leaf(rotate=rotate, turned=turned)) == ["巡查水库", "养护茶园"]


# ---- hostile files ----


def test_page_full_of_rulings_is_read_without_a_table() -> None:
    leaf = page(FULL, "完成。")
    leaf.strokes = [(70, 60 + k / 20, 500, 60 + k / 20) for k in range(6000)]
    leaf.strokes += [(70 + k / 20, 60, 70 + k / 20, 600) for k in range(6000)]
    assert lines(leaf) == [FULL + "完成。"]
