"""Letters to units: reopened as Word files, and laid out by LibreOffice."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pypdfium2  # type: ignore[import-untyped]
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from planner.domain.letters import Letter, build_letter
from planner.domain.matters import LetterKind, Matter, MatterCause
from planner.domain.periods import Period
from planner.output.letters import letter_docx, letter_path
from planner.output.text import GAP
from tests.output.conftest import HOSTILE, TEMPLATES

AS_OF = dt.date(2024, 7, 20)
Q2 = Period(2024, 2)
LATE = Matter(
    "2024-05 late 2024-06-30", MatterCause.LATE, "2024-05", "管好决策目录", dt.date(2024, 6, 30), 20, overdue=True
)
MISSING = replace(
    LATE,
    cause=MatterCause.NOT_REPORTED,
    task="2024-06",
    title="加强合同审查",
    due=dt.date(2024, 7, 10),
    days=10,
    period=Q2,
)
BACK = replace(MISSING, cause=MatterCause.RETURNED, task="2024-07", title="办好会议", reason="没有写数据")
SOON = replace(
    LATE, cause=MatterCause.DUE_SOON, task="2024-08", title="培训人员", due=dt.date(2024, 7, 31), days=11, overdue=False
)
POINT = replace(
    LATE,
    key="2024-09.1 late 2024-06-30",
    task="2024-09",
    title="评查案卷",
    checkpoint="2024-09.1",
    checkpoint_text="评查2次",
    original=dt.date(2024, 5, 31),
    days_original=50,
)
ALL = (LATE, BACK, MISSING, POINT, SOON)


def letter(kind: LetterKind, *matters: Matter, unit: str = "市公安局") -> Letter:
    return build_letter(kind, unit, matters or ALL, plan=("云溪市2024年法治建设工作要点", 2024), as_of=AS_OF)


def written(made: Letter) -> Document:
    return docx.Document(BytesIO(letter_docx(made, TEMPLATES)))


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def table(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in document.tables[0].rows]


def test_urging_letter_says_what_is_missing_and_by_when() -> None:
    document = written(letter(LetterKind.URGING))
    assert lines(document) == [
        "〔待补充：文号〕",
        "关于2024年工作要点有关任务的催报函",
        "市公安局：",
        "《云溪市2024年法治建设工作要点》中由贵单位承担的下列事项，请抓紧办理（截至2024年7月20日）：",
        "请在收到本函后3个工作日内补报所缺内容，说明逾期事项进展和办结时间；未到期的请按期办理，已报的不必再报。",
        "联系人及电话：〔待补充：联系人及电话〕",
        "",
        "〔待补充：发函单位〕",
        "〔待补充：成文日期〕",
    ]
    assert table(document) == [
        ["编号", "任务", "事由", "应于", "已超/还有"],
        ["2024-05", "管好决策目录", "逾期未完成", "2024-06-30", "已超20天"],
        ["2024-07", "办好会议", "第二季度填报退回未补：没有写数据", "2024-07-10", "已超10天"],
        ["2024-06", "加强合同审查", "第二季度进展未报送", "2024-07-10", "已超10天"],
        ["2024-09.1", "评查案卷", "考核点未达成：评查2次，按原定时限超50天", "2024-06-30", "已超20天"],
        ["2024-08", "培训人员", "即将到期", "2024-07-31", "还有11天"],
    ]


def test_reminder_asks_for_what_comes() -> None:
    document = written(letter(LetterKind.REMINDER, SOON, replace(MISSING, cause=MatterCause.RETURN_SOON)))
    assert lines(document)[1:5] == [
        "关于2024年工作要点有关任务的提醒函",
        "市公安局：",
        "《云溪市2024年法治建设工作要点》中由贵单位承担的下列事项将要到期，现予提醒（截至2024年7月20日）：",
        "请统筹安排，在所列日期前办结、报送；有困难或者已经办结的，请及时告知。已经报送过的内容和数据，不必再报。",
    ]


def test_supervision_leaves_its_authority_blank_and_concludes_nothing() -> None:
    body = "\n".join(lines(written(letter(LetterKind.SUPERVISION, replace(LATE, step=2), MISSING))))
    assert (
        "部门开展政府督查须由本级政府指定（《政府督查工作条例》第七条），本函授权依据为〔待补充：授权依据〕。" in body
    )
    assert "截至2024年7月20日经催报仍逾期或者缺报的，现予督办：" in body
    assert "请在收到本函后3个工作日内书面反馈进展、原因和办结时间，补报所缺内容；已报的不必再报。" in body
    assert not any(word in body for word in ("结论", "异议", "30日"))


def test_request_orders_nothing() -> None:
    document = written(letter(LetterKind.REQUEST, unit="市中级人民法院"))
    text = "\n".join([*lines(document), *(cell for row in table(document) for cell in row)])
    assert "市中级人民法院：" in lines(document)
    assert "商请予以支持" in text
    assert table(document)[0] == ["编号", "任务", "商请事项", "计划时间", "距今"]
    assert not any(word in text for word in ("逾期", "未报", "退回", "督", "催", "工作日内", "应于", "已超"))


@pytest.mark.parametrize("kind", LetterKind)
def test_no_letter_invents_names_numbers_or_asks_for_photos(kind: LetterKind) -> None:
    text = "\n".join(lines(written(letter(kind))))
    blanks = {"文号", "联系人及电话", "发函单位", "成文日期"} | (
        {"授权依据"} if kind is LetterKind.SUPERVISION else set()
    )
    assert set(GAP.findall(text)) == {f"〔待补充：{blank}〕" for blank in blanks}
    assert not any(word in text for word in ("照片", "会议记录", "印章"))
    assert "不必再" in text


def test_second_telling_says_so() -> None:
    again = replace(LATE, step=2)
    assert "再次请抓紧办理" in "\n".join(lines(written(letter(LetterKind.URGING, again))))
    assert "再次商请" in "\n".join(lines(written(letter(LetterKind.REQUEST, again))))


def test_number_is_at_the_right_and_the_addressee_at_the_left_edge() -> None:
    number, _, addressee, body = written(letter(LetterKind.URGING)).paragraphs[:4]

    def indent(paragraph: Paragraph) -> Any:  # noqa: ANN401 - an lxml element
        properties: Any = paragraph._p.pPr  # noqa: SLF001 - an indent in characters has no API
        return properties.find(qn("w:ind"))

    assert number.alignment is WD_ALIGN_PARAGRAPH.RIGHT
    for flush in (number, addressee):
        assert [indent(flush).get(qn(name)) for name in ("w:firstLine", "w:firstLineChars")] == ["0", "0"]
    assert indent(body) is None


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_stands_in_a_letter_as_text(text: str) -> None:
    made = letter(LetterKind.URGING, replace(LATE, title=f"甲{text}乙"), unit=f"甲{text}乙")
    plain = written(made)
    assert len(table(plain)) == 2
    assert table(plain)[1][1].startswith("甲")
    assert table(plain)[1][1].endswith("乙")
    assert plain.paragraphs[2].text.endswith("乙：")


def test_letter_is_never_written_over_and_its_name_is_legal() -> None:
    taken = {"催报函-市公安局.docx", "催报函-甲a.docx"}
    names = [
        letter_path(Path("发出"), kind, unit, taken).name
        for kind, unit in (
            (LetterKind.URGING, "市公安局"),
            (LetterKind.URGING, "市公安局"),
            (LetterKind.REQUEST, "市公安局"),
            (LetterKind.URGING, "甲A"),
            (LetterKind.URGING, "人事/科:甲"),
        )
    ]
    assert names == [
        "催报函-市公安局（2）.docx",
        "催报函-市公安局（3）.docx",
        "商请函-市公安局.docx",
        "催报函-甲A（2）.docx",
        "催报函-人事／科：甲.docx",
    ]


KINDS = (LetterKind.REMINDER, LetterKind.URGING, LetterKind.REQUEST)


@pytest.fixture(scope="module")
def printed(to_pdf: Callable[[Mapping[str, bytes]], dict[str, Path]]) -> dict[str, Path]:
    """A letter of each kind with eight matters, every row of its table on two lines; one with sixteen matters."""
    eight = [
        replace(each, key=f"{n}", title="规范重大行政决策程序等") for n, each in enumerate((*ALL, LATE, BACK, SOON))
    ]
    made = {kind.value: letter(kind, *eight) for kind in KINDS}
    made["long"] = letter(LetterKind.SUPERVISION, *(replace(LATE, key=f"{n}") for n in range(16)))
    paths = to_pdf({f"{name}.docx": letter_docx(one, TEMPLATES) for name, one in made.items()})
    return {path.stem: path for path in paths.values()}


@pytest.mark.office
@pytest.mark.parametrize("kind", KINDS)
def test_eight_matters_go_on_one_page(kind: LetterKind, printed: dict[str, Path]) -> None:
    assert len(pypdfium2.PdfDocument(printed[kind.value])) == 1


@pytest.mark.office
def test_signature_of_a_long_letter_never_stands_alone(printed: dict[str, Path]) -> None:
    pdf = pypdfium2.PdfDocument(printed["long"])
    last = pdf[len(pdf) - 1].get_textpage().get_text_bounded()
    assert len(pdf) == 2
    assert last.index("联系人及电话") < last.index("成文日期")
