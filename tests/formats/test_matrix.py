"""The same plan in every format reads the same: two plans, in the formats that LibreOffice writes (README.md here)."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pypdfium2  # type: ignore[import-untyped]
import pytest

from planner.domain.document import Document, Span, name_key
from planner.domain.drafts import CheckpointDraft, DeadlineDraft, PartKind, PlanDraft, Target, TaskDraft
from planner.extraction.pipeline import read_plan
from planner.reading import read_document
from tests.formats.expected import PLAN_SECTIONS, PLAN_TASKS, PLAN_TITLE, TABLE_SECTIONS, TABLE_TASKS, TABLE_TITLE, Says
from tests.formats.make import FILES, SOURCES, Office

PLANS = ("plan.txt", "plan.docx", "plan.pdf", "plan.html", "plan-lists.html", "plan-page.html")
TABLES = ("table.xlsx", "table.xls", "table.docx", "table.pdf", "table.html", "table-sheet.html")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")

PAPER = (
    "云溪市公共文化服务联席会议文件",
    "云溪市文广旅游局公共服务科印制",
    "—1—",
    "—2—",
    "云溪市城镇老旧小区改造工作专班",
    "云溪市住建局物业科汇总",
    "第1页",
)
"""What stands on the pages above and below the two plans."""

SITE = (
    "首页",
    "政务公开",
    "互动交流",
    "搜索",
    "发布时间",
    "浏览次数",
    "字体",
    "打印",
    "分享",
    "微博",
    "责任编辑",
    "相关链接",
    "夜场时间表",
    "脚本里的任务",
    "看不见的任务",
    "写出来的任务",
    "主办",
    "网站地图",
)
"""What stands around the plan on the saved page."""

AROUND = (PartKind.CHROME, PartKind.LEAD_IN)


@cache
def read(path: Path) -> tuple[Document, PlanDraft]:
    document = read_document(path)
    return document, read_plan(document)


def fixture(name: str) -> tuple[Document, PlanDraft]:
    return read(FILES / name)


# ---- the files are as hard as they are meant to be ----


def test_numbers_of_the_docx_are_automatic_and_a_sentence_is_boxed() -> None:
    with ZipFile(FILES / "plan.docx") as parts:
        written = parts.read("word/document.xml").decode()
    assert "（一）" not in written
    assert written.count('<w:numId w:val="1"/>') == 4 + 12 + 2
    assert [box.count("流动图书车") for box in re.findall("<w:txbxContent>.*?</w:txbxContent>", written)] == [1, 1]


def test_page_of_the_pdf_ends_inside_a_bracket() -> None:
    with pypdfium2.PdfDocument(FILES / "plan.pdf") as pdf:
        pages = [_bare(pdf[k].get_textpage().get_text_range()) for k in range(len(pdf))]
    assert len(pages) == 3
    assert "(牵头部门:市—2—" in pages[1]
    assert PAPER[0] + "文广旅游局;参与部门:" in pages[2]


def test_header_of_the_table_is_printed_on_both_pages() -> None:
    with pypdfium2.PdfDocument(FILES / "table.pdf") as pdf:
        assert ["责任分工" in pdf[k].get_textpage().get_text_range() for k in range(len(pdf))] == [True, True]


# ---- what the plans say ----


def test_plan_in_text_says_what_a_person_read() -> None:
    _, draft = fixture("plan.txt")
    assert (draft.title, draft.year, str(draft.issued_on)) == (PLAN_TITLE, 2024, "2024-03-15")
    assert draft.issuer == "云溪市文化广电和旅游局"
    assert _sections(draft) == PLAN_SECTIONS
    assert tuple(_says(task) for task in draft.tasks) == PLAN_TASKS


@pytest.mark.parametrize("name", TABLES)
def test_table_says_what_a_person_read(name: str) -> None:
    _, draft = fixture(name)
    assert (draft.title, draft.year) == (TABLE_TITLE, 2024)
    assert _sections(draft) == TABLE_SECTIONS
    assert tuple(_says(task) for task in draft.tasks) == TABLE_TASKS


# ---- the same in every format ----


@pytest.mark.parametrize("name", PLANS[1:])
def test_plan_reads_as_from_text(name: str) -> None:
    assert _essence(fixture(name)[1]) == _essence(fixture("plan.txt")[1])


@pytest.mark.parametrize("name", TABLES[1:])
def test_table_reads_as_from_workbook(name: str) -> None:
    assert _essence(fixture(name)[1]) == _essence(fixture("table.xlsx")[1])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_text_reads_alike_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    text = (FILES / "plan.txt").read_text(encoding="utf-8-sig")
    path = tmp_path / "plan.txt"
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    path.write_bytes((mark + text).encode(encoding))
    document, draft = read(path)
    assert document.text == text
    assert draft == fixture("plan.txt")[1]


@pytest.mark.parametrize("name", PLANS[1:])
def test_plan_says_every_word_in_every_format(name: str) -> None:
    """Part by part, from the title to the last task, not a character more or less than in the text."""
    assert _body(*fixture(name)) == _body(*fixture("plan.txt"))


@pytest.mark.parametrize("name", TABLES[1:])
def test_table_says_every_word_in_every_format(name: str) -> None:
    assert _body(*fixture(name)) == _body(*fixture("table.xlsx"))


def test_nothing_of_the_sources_is_missing() -> None:
    """What the other formats are compared with: a source's words, in prose without the numbers LibreOffice printed."""
    prose = re.sub(r"(?m)^ *(?:[一二三四]、|（[一二三四]）|\d\.) ", "", fixture("plan.txt")[0].text)
    assert _bare(prose) == _words(SOURCES / "plan.fodt")
    assert _bare(fixture("table.xlsx")[0].text) == _words(SOURCES / "table.fods")


# ---- where the words stand ----


@pytest.mark.parametrize("name", PLANS + TABLES)
def test_words_stand_at_their_spans(name: str) -> None:
    document, draft = fixture(name)
    assert [(words, span) for words, span in _placed(draft) if _bare(span.of(document.text)) != _bare(words)] == []


@pytest.mark.parametrize("name", PLANS + TABLES)
def test_parts_tile_the_text(name: str) -> None:
    document, draft = fixture(name)
    starts = [part.span.start for part in draft.parts]
    ends = [part.span.end for part in draft.parts]
    assert starts == [0, *ends[:-1]]
    assert ends[-1] == len(document.text)


@pytest.mark.parametrize("name", PLANS + TABLES)
def test_no_page_stands_inside_the_plan(name: str) -> None:
    inside = _inside(*fixture(name))
    assert [words for words in PAPER if words in inside] == []


def test_no_site_stands_inside_the_plan() -> None:
    """Every one of its words is on the page, and none of them in the plan."""
    page = _bare((FILES / "plan-page.html").read_text(encoding="gb18030"))
    inside = _inside(*fixture("plan-page.html"))
    assert [(words in page, words in inside) for words in SITE] == [(True, False)] * len(SITE)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("plan.docx", {"页眉": "云溪市公共文化服务联席会议文件", "页脚": "云溪市文广旅游局公共服务科印制"}),
        (
            "plan.pdf",
            {"页眉": "云溪市公共文化服务联席会议文件", "页脚": "云溪市文广旅游局公共服务科印制", "页码": "—1—"},
        ),
        ("table.docx", {"页眉": "云溪市城镇老旧小区改造工作专班", "页脚": "云溪市住建局物业科汇总"}),
        (
            "table.pdf",
            {"页眉": "云溪市城镇老旧小区改造工作专班", "页脚": "云溪市住建局物业科汇总", "页码": "第1页共2页"},
        ),
    ],
)
def test_furniture_left_out_is_told(name: str, told: dict[str, str]) -> None:
    document, _ = fixture(name)
    for what, words in told.items():
        assert words in "".join(_bare(left.text) for left in document.left_out if left.what == what)


@pytest.mark.office
def test_plan_reads_alike_from_the_office_at_hand(office: Office) -> None:
    """What this LibreOffice makes of the source today, as docx and printed from it as pdf."""
    docx = office.convert(SOURCES / "plan.fodt", "docx")
    pdf = office.convert(docx, "pdf")
    text = _essence(fixture("plan.txt")[1])
    assert [_essence(read(path)[1]) == text for path in (docx, pdf)] == [True, True]


# ---- how a draft is compared ----


def _says(task: TaskDraft) -> Says:
    return Says(
        task.kind.value,
        task.section or "",
        task.number or "",
        task.title or "",
        tuple(f"{unit.name}{'*' if unit.collective else ''} {unit.role.value}" for unit in task.units),
        tuple(_deadline(deadline) for deadline in task.deadlines),
        tuple(f"{target.comparator.value} {_amount(target)}" for target in task.targets),
        tuple((_amount(point), tuple(str(day) for day in point.due)) for point in task.checkpoints),
    )


def _sections(draft: PlanDraft) -> tuple[str, ...]:
    return tuple(f"{section.number} {section.title}" for section in draft.sections)


def _deadline(deadline: DeadlineDraft) -> str:
    facts = (deadline.kind, deadline.due, deadline.period, deadline.count)
    return " ".join(str(fact) for fact in facts if fact is not None)


def _amount(counted: Target | CheckpointDraft) -> str:
    return f"{counted.value:g}{counted.unit}"


def _essence(draft: PlanDraft) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    """A draft as JSON without places and parts, its words without blanks and of one width."""
    return _placeless(draft.as_json())


def _placeless(value: Any) -> Any:  # noqa: ANN401 - JSON is untyped by nature
    match value:
        case dict():
            return {key: _placeless(item) for key, item in value.items() if "span" not in key and key != "parts"}
        case list():
            return [_placeless(item) for item in value]
        case str():
            return _bare(value)
        case _:
            return value


def _words(source: Path) -> str:
    """All that a source says, without what is printed above and below its pages."""
    body = source.read_text(encoding="utf-8").partition("<office:body>")[2]
    return _bare(re.sub("<[^>]*>", "", body))


def _inside(document: Document, draft: PlanDraft) -> str:
    """All that is taken for the document's own words, from the title to the closing."""
    return "".join(_bare(part.span.of(document.text)) for part in draft.parts if part.kind not in AROUND)


def _body(document: Document, draft: PlanDraft) -> list[tuple[str, str]]:
    parts = [part for part in draft.parts if part.kind not in (*AROUND, PartKind.CLOSING)]
    return [(part.kind.value, _bare(part.span.of(document.text))) for part in parts]


def _placed(draft: PlanDraft) -> Iterator[tuple[str, Span]]:
    """The words of a draft that are printed as they stand, with their places."""
    yield from ((draft.title or "", part.span) for part in draft.parts if part.kind is PartKind.TITLE)
    for section in draft.sections:
        yield f"{section.number}、{section.title}", section.span
    for task in draft.tasks:
        yield from ((measure.text, measure.span) for measure in task.measures)
        yield from ((deadline.text, deadline.span) for deadline in task.deadlines)
        yield from ((target.text, target.span) for target in task.targets)
        yield from ((unit.name, unit.span) for unit in task.units)


def _bare(words: str) -> str:
    return name_key(words)
