"""Tables in PDFs written by hand: ruled, merged, turned, cut by the end of a page."""

from collections.abc import Sequence

from planner.domain.document import Continued, Document, LeftOut, Span
from tests.reading.pdfs import FULL, Leaf, Stroke, lines, page, read

XS, YS = [80, 130, 330, 500], [100, 140, 180, 220]


def test_ruled_table_is_rows_between_the_lines_above_and_below() -> None:
    leaf = Leaf().put("任务表", x=250, y=80).ruled(XS, YS).put("注：略。", y=250)
    for y, row in zip(
        (125, 165, 205), [("序号", "任务", "单位"), ("1", "登记水库", ""), ("2", "", "市水利局")], strict=True
    ):
        for x, words in zip(XS, row, strict=False):
            leaf.put(words, x=x + 6, y=y, size=12)
    assert lines(leaf) == ["任务表", "序号\t任务\t单位", "1\t登记水库\t", "2\t\t市水利局", "注：略。"]


def test_merged_cells_are_told_from_empty_ones() -> None:
    strokes: list[Stroke] = [(80.0, y, 400.0, y) for y in (100.0, 180.0)] + [(240.0, 140.0, 400.0, 140.0)]
    strokes += [(x, 100.0, x, 180.0) for x in (80.0, 240.0, 400.0)]
    leaf = Leaf(strokes=strokes).put("林区", x=90, y=125).put("巡查", x=250, y=125)
    document = read(leaf)
    assert document.text == "林区\t巡查\n\t"
    assert document.continued == (Continued(6, Span(0, 2)),)


def test_turned_table_is_read_upright() -> None:
    strokes: list[Stroke] = [(100.0, x, 220.0, x) for x in (200.0, 300.0, 400.0)] + [
        (y, 200.0, y, 400.0) for y in (100.0, 160.0, 220.0)
    ]
    turned = [("0 1 -1 0 130 460", 12.0, "任务"), ("0 1 -1 0 130 560", 12.0, "单位")]
    turned += [("0 1 -1 0 190 460", 12.0, "巡查"), ("0 1 -1 0 190 560", 12.0, "水利局")]
    assert lines(Leaf(rotate=90, strokes=strokes, turned=turned)) == ["任务\t单位", "巡查\t水利局"]


def test_wrapped_lines_in_a_cell_are_joined_and_a_new_line_is_a_blank() -> None:
    leaf = Leaf().ruled([80, 180, 400], [100, 180, 220]).put("登记全市水库", x=86, y=115, size=14)
    leaf.put("河道", x=86, y=130, size=14).put("市水利局", x=190, y=115, size=14).put("各县区", x=190, y=130, size=14)
    assert lines(leaf)[0] == "登记全市水库河道\t市水利局 各县区"


def test_space_between_two_lines_is_no_row() -> None:
    leaf = Leaf().ruled([80, 200, 400], [100, 140, 148, 188]).put("序号", x=90, y=125).put("任务", x=210, y=125)
    assert lines(leaf.put("1", x=90, y=173).put("巡查", x=210, y=173)) == ["序号\t任务", "1\t巡查"]


def test_box_around_text_is_no_table() -> None:
    leaf = page(FULL, FULL, "完成。").ruled([70, 500], [90, 400])
    assert lines(leaf) == [FULL * 2 + "完成。"]


def test_table_goes_on_and_its_header_is_dropped_where_it_is_printed_again() -> None:
    def leaf(first: int) -> Leaf:
        made = Leaf().ruled([80, 200, 400], [100, 140, 180]).put("序号", x=90, y=125).put("任务", x=210, y=125)
        return made.put(str(first), x=90, y=165).put("巡查水库", x=210, y=165)

    document = read(leaf(1), leaf(2))
    assert document.text == "序号\t任务\n1\t巡查水库\n2\t巡查水库"
    assert document.left_out == (LeftOut("重复的表头", "序号\t任务"),)


def test_row_that_the_page_cuts_is_joined_and_an_empty_number_alone_is_not() -> None:
    def leaf(number: str, words: list[str]) -> Leaf:
        made = Leaf().ruled([80, 200, 330], [100, 180]).put(number, x=90, y=120, size=12)
        for k, row in enumerate(words):
            made.put(row, x=206, y=120 + 16 * k, size=12)
        return made

    full = "逐处登记水库和河道"
    assert lines(leaf("1", [full, full]), leaf("", ["并存入簿册。"])) == [f"1\t{full}{full}并存入簿册。"]
    assert lines(leaf("1", [full, "完成。"]), leaf("", ["并存入簿册。"])) == [f"1\t{full}完成。", "\t并存入簿册。"]


COLUMNS = [80, 120, 190, 350]


def group_table(ys: Sequence[float], groups: Sequence[tuple[int, int]], *rows: Sequence[str]) -> Leaf:
    """Rows of a number, a name and words; number and name are one cell each for the rows of a group."""
    leaf = Leaf(strokes=[(x, ys[0], x, ys[-1]) for x in COLUMNS])
    inside = {k for first, last in groups for k in range(first + 1, last + 1)}
    leaf.strokes += [(COLUMNS[2] if k in inside else COLUMNS[0], y, COLUMNS[-1], y) for k, y in enumerate(ys)]
    for y, row in zip(ys, rows, strict=False):
        for x, words in zip(COLUMNS, row, strict=False):
            leaf.put(words, x=x + 6, y=y + 18, size=12)
    return leaf


def held(document: Document) -> list[tuple[int, int, str]]:
    """The covered cells: line, column, the words that hold."""
    before = [document.text[: c.at] for c in document.continued]
    words = [c.of.of(document.text) for c in document.continued]
    places = [(text.count("\n"), text.rpartition("\n")[2].count("\t")) for text in before]
    return [(*place, word) for place, word in zip(places, words, strict=True)]


def test_row_cut_inside_a_group_is_joined_where_all_its_cells_are_full() -> None:
    first = group_table([100, 130, 160], [], ("1", "登记"), ("2", "巡查茶园和", "逐处登记水库和河道堤防并存"))
    second = group_table(
        [100, 130, 160, 190], [(0, 1)], ("", "水库", "入簿册。"), ("", "", "年底报送。"), ("3", "养护")
    )
    document = read(first, second)
    rows = ["1\t登记\t", "2\t巡查茶园和水库\t逐处登记水库和河道堤防并存入簿册。", "\t\t年底报送。", "3\t养护\t"]
    assert document.text.split("\n") == rows
    assert held(document) == [(2, 0, "2"), (2, 1, "巡查茶园和水库")]


def test_row_below_a_group_is_its_own_where_a_cell_has_room() -> None:
    first = group_table([100, 130, 160], [(0, 1)], ("1", "登记全市的", "逐处登记。"), ("", "", "逐处巡查水库。"))
    second = group_table([100, 130, 160], [], ("", "水库", "养护。"), ("3", "养护"))
    assert read(first, second).text.split("\n")[2] == "\t水库\t养护。"


HEAD = ("序号", "任务", "举措")
GROUPS = [
    ("1", "登记", "造册。"),
    ("", "", "核对。"),
    ("2", "巡查", "上堤。"),
    ("", "", "报送。"),
    ("3", "养护", "修枝。"),
]


def test_group_cut_between_two_rows_goes_on_where_nothing_else_begins_empty() -> None:
    ys = [100, 130, 160, 190, 220, 250, 280]
    second = group_table([100, 130, 160], [], ("", "", "施肥。"), ("4", "修缮", "补漏。"))
    document = read(group_table(ys, [(1, 2), (3, 4)], HEAD, *GROUPS), second)
    inner = [(2, 0, "1"), (2, 1, "登记"), (4, 0, "2"), (4, 1, "巡查")]
    assert held(document) == [*inner, (6, 0, "3"), (6, 1, "养护")]


def test_row_that_begins_empty_as_others_do_belongs_to_no_group() -> None:
    ys = [100, 130, 160, 190, 220, 250, 280]
    second = group_table([100, 130, 160], [], ("", "", "施肥。"), ("", "", "补漏。"))
    document = read(group_table(ys, [(1, 2), (3, 4)], HEAD, *GROUPS), second)
    assert held(document) == [(2, 0, "1"), (2, 1, "登记"), (4, 0, "2"), (4, 1, "巡查")]
