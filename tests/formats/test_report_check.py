"""One report with faults in every format: the checker says the same of each, at the words that it marks."""

from collections.abc import Callable
from html import escape
from pathlib import Path

import pytest
from docx import Document as WordDocument

from planner.domain.report_check import Finding
from planner.usecases.report_check import check_file
from tests.extraction.report_sample import CLEAN
from tests.formats.make import Office

FAULTY = (
    CLEAN.replace("三、2024年党政主要负责人履行推进法治建设第一责任人职责情况", "三、普法宣传工作")
    .replace("行政规范性文件31件", "行政规范性文件30件")
    .replace("调解成功率99%", "调解成功率98%")
    .replace("受理申请4.6万件", "受理申请预计可达4.6万件")
    .replace("城南司法所连续", "城南司法所所长谢明远获评先进，城南司法所连续")
    .replace("根源在于对群众需要什么了解不够。", "这方面要想办法。")
    .replace("四、2025年", "四、2024年")
    .replace("2025年2月20日", "2025年3月10日")
)


def as_txt(path: Path) -> None:
    """The text as it is."""
    path.write_text(FAULTY, encoding="utf-8")


def as_html(path: Path) -> None:
    """A page with a paragraph for each line."""
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in FAULTY.splitlines() if line)
    path.write_text(f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{lines}</body></html>", "utf-8")


def as_docx(path: Path) -> None:
    """A Word file with a paragraph for each line."""
    document = WordDocument()
    for line in FAULTY.splitlines():
        if line:
            document.add_paragraph(line)
    document.save(str(path))


def told(path: Path) -> list[tuple[str, str | None, str | None]]:
    """The findings of a file: code, part, and the words marked, without the breaks that a page puts into them."""
    checked = check_file(path)
    return [(f.code.value, f.part, _words(f, checked.text)) for f in checked.findings]


def _words(finding: Finding, text: str) -> str | None:
    return None if finding.span is None else "".join(text[slice(*finding.span)].split())


EXPECTED = [
    ("part_missing", "3", None),
    ("sum_wrong", "1", "36件，其中政府规章5件、行政规范性文件30件"),
    ("estimate", "1", "预计"),
    ("share_wrong", "1", "8,640件，调解成功8,554件，调解成功率98%"),
    ("person_named", "1", "谢明远"),
    ("causes_missing", "2", "（三）普法的针对性不强。面向老年人和外来务工人员的宣传办法不多，这方面要想办法。"),
    ("year_stale", "4", "2024年"),
    ("reported_late", None, "2025年3月10日"),
]


@pytest.mark.parametrize("write", [as_txt, as_html, as_docx])
def test_a_report_gets_the_same_findings_in_every_format(write: Callable[[Path], None], tmp_path: Path) -> None:
    path = tmp_path / f"报告.{write.__name__.removeprefix('as_')}"
    write(path)

    assert told(path) == EXPECTED


@pytest.mark.office
def test_a_report_gets_the_same_findings_as_pdf(office: Office, tmp_path: Path) -> None:
    as_docx(tmp_path / "报告.docx")

    assert told(office.convert(tmp_path / "报告.docx", "pdf")) == EXPECTED
