"""Word files that can't be used, or that are made to do harm: each is refused in one sentence."""

import struct
import zipfile
from io import BytesIO

import pytest

from planner.errors import DocumentBlank, DocumentBroken, DocumentLocked, DocumentTooLarge, InputError
from planner.reading.docx.package import MOST_IN_A_PART, MOST_UNPACKED
from planner.reading.docx.reader import read_docx
from tests.reading.word_files import NAMESPACES, PATH, cell, packed, paragraph, read, relations, run, table, word

GOOD = word(paragraph("甲") * 200)
LAUGHS = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 12))
ENTITIES = f'<!DOCTYPE w:document [<!ENTITY a0 "哈哈">{LAUGHS}]>'
OUTSIDE_ENTITY = '<!DOCTYPE w:document [<!ENTITY a11 SYSTEM "file:///etc/hostname">]>'
DEEP = "<w:ins>" * 100_000


def document_part(content: str | bytes) -> bytes:
    """A docx of nothing but this main part."""
    return packed({"word/document.xml": content})


def body_of(inside: str, before: str = "") -> str:
    return f"{before}<w:document {NAMESPACES}><w:body>{inside}</w:body></w:document>"


def with_flag(data: bytes, flag: int) -> bytes:
    """The same zip, each entry marked with a flag in its header and in the directory."""
    marked = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(signature)
        while place >= 0:
            struct.pack_into("<H", marked, place + at, flag)
            place = data.find(signature, place + 1)
    return bytes(marked)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"PK\x03\x04", DocumentBroken),
        (GOOD[: len(GOOD) // 2], DocumentBroken),
        (GOOD.replace(b"word/document.xml", b"word/docu\xffent.xml"), DocumentBroken),
        (packed({"mimetype": "x"}), DocumentBroken),
        (packed({"_rels/.rels": relations({"officeDocument": "nowhere.xml"})}), DocumentBroken),
        (document_part(""), DocumentBroken),
        (document_part("<w:document"), DocumentBroken),
        (document_part('<?xml version="1.0" encoding="no-such"?><a/>'), DocumentBroken),
        (document_part("<workbook/>"), DocumentBroken),
        (document_part(f"<w:document {NAMESPACES}/>"), DocumentBroken),
        (document_part(body_of(paragraph("&a11;"), ENTITIES)), DocumentBroken),
        (document_part(body_of(paragraph("&a11;"), OUTSIDE_ENTITY)), DocumentBroken),
        (document_part(body_of('<w:p w:x="&a11;"/>', ENTITIES)), DocumentBroken),
        (document_part(body_of(DEEP + DEEP.replace("<", "</"))), DocumentBroken),
        (word(paragraph("甲"), numbering="<w:num>"), DocumentBroken),
        (with_flag(GOOD, 1), DocumentLocked),
        (word(paragraph(" ") + paragraph()), DocumentBlank),
        (word(""), DocumentBlank),
    ],
)
def test_file_that_cannot_be_used_is_refused_in_one_sentence(data: bytes, error: type[InputError]) -> None:
    with pytest.raises(error) as refusal:
        read_docx(PATH, data)
    assert type(refusal.value) is error
    assert str(PATH) in str(refusal.value)
    assert str(refusal.value).endswith("。")


def test_zip_that_claims_to_be_huge_is_refused_unopened() -> None:
    claimed = bytearray(GOOD)
    struct.pack_into("<I", claimed, GOOD.rfind(b"PK\x01\x02") + 24, MOST_UNPACKED)
    with pytest.raises(DocumentTooLarge, match="解开后超过 200 MB"):
        read_docx(PATH, bytes(claimed))


def test_part_that_unpacks_without_end_is_refused() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(MOST_IN_A_PART // 1_000_000 + 1):
            part.write(b" " * 1_000_000)
    assert len(file.getvalue()) < 200_000
    with pytest.raises(DocumentTooLarge, match=r"document\.xml 超过 100 MB"):
        read_docx(PATH, file.getvalue())


@pytest.mark.parametrize("content", ["<w:p/>" * 3_000_000, '<w:p a="" b="" c="" d="" e=""/>' * 500_000])
def test_part_of_millions_of_elements_or_attributes_is_refused(content: str) -> None:
    with pytest.raises(DocumentTooLarge, match="内容太多"):
        read_docx(PATH, document_part(body_of(content)))


def test_part_in_an_encoding_whose_tags_are_written_otherwise_is_refused() -> None:
    part = '<?xml version="1.0" encoding="UTF-7"?>' + body_of(paragraph("abc")).replace("<w:r>", "+ADw-w:r>")
    with pytest.raises(DocumentBroken, match=r"其中的 word/document\.xml 的编码不是 Office 文件该有的"):
        read_docx(PATH, document_part(part))


@pytest.mark.parametrize("encoding", ["UTF-8", "utf-16", "utf-16le", "utf-16be", "GBK", "gb18030"])
def test_part_in_an_encoding_that_is_met_with_is_read(encoding: str) -> None:
    part = f'<?xml version="1.0" encoding="{encoding}"?>{body_of(paragraph("加强领导"))}'.encode(encoding)
    assert read_docx(PATH, document_part(part)).text == "加强领导"


def test_part_of_very_many_paragraphs_is_refused_before_they_are_read() -> None:
    with pytest.raises(DocumentTooLarge, match=r"document\.xml 超过 20 万段"):
        read_docx(PATH, document_part(body_of("<w:p/>" * 200_001)))


def test_table_whose_rows_share_no_column_is_refused() -> None:
    row = '<w:tr><w:trPr><w:gridBefore w:val="{0}"/></w:trPr>{1}{1}</w:tr>'
    with pytest.raises(DocumentTooLarge, match="行列太多"):
        read(table(*(row.format(k, cell("")) for k in range(1100))))


def test_nesting_as_deep_as_xml_may_be_is_read() -> None:
    depth = 80
    tables = f"{'<w:tbl><w:tr><w:tc>' * depth}{paragraph('甲')}{'</w:tc></w:tr></w:tbl>' * depth}"
    insertions = f"<w:p>{'<w:ins>' * 248}{run('乙')}{'</w:ins>' * 248}</w:p>"
    boxes = f"{'<w:p><w:r><w:txbxContent>' * depth}{paragraph('丙')}{'</w:txbxContent></w:r></w:p>' * depth}"
    assert "".join(read(tables + insertions + boxes).text.split()) == "甲乙丙"
