"""What a file is, told by its bytes; and for what isn't read, the sentence that says what helps."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import pytest

from planner.errors import (
    DocumentBroken,
    DocumentLocked,
    DocumentTooLarge,
    FormatUnsupported,
    InputError,
    NotAText,
    TableBroken,
)
from planner.reading.compound import top_names
from planner.reading.kinds import Format, format_of
from planner.reading.tables import read_book

PATH = Path("要点.txt")
AS_DOCX = "请用 Word 或 WPS 打开，另存为 docx 后再试。"
AS_XLSX = "请用 Excel 或 WPS 打开，另存为 xlsx 后再试。"
NONE, END, FREE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF


def refused(data: bytes, name: str = "要点.txt", error: type[InputError] = FormatUnsupported) -> str:
    """The refusal's words after the file's name."""
    with pytest.raises(error) as caught:
        format_of(Path(name), data)
    assert type(caught.value) is error
    return str(caught.value).removeprefix(f"“{name}”")


def zipped(parts: Mapping[str, bytes] | Sequence[str]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in parts:
            archive.writestr(name, parts[name] if isinstance(parts, Mapping) else b"")
    return buffer.getvalue()


def compound(top: Sequence[str], *, embedded: Sequence[str] = (), sector: int = 512) -> bytes:
    """A compound file of empty streams: those at the top, and those in a storage of its own, ObjectPool."""
    names = [*top, *(("ObjectPool",) if embedded else ()), *embedded]
    entries = [_entry("Root Entry", 5, child=1)]
    for number, name in enumerate(names, 1):
        is_last = number in {len(names), len(names) - len(embedded)}
        child = number + 1 if name == "ObjectPool" else NONE
        entries.append(_entry(name, 2 if child == NONE else 1, right=NONE if is_last else number + 1, child=child))
    directory = b"".join(entries)
    directory += _entry("", 0) * (-len(entries) % (sector // 128))
    count = len(directory) // sector
    chain = [*range(2, count + 1), END]
    table = struct.pack("<I", 0xFFFFFFFD) + struct.pack(f"<{count}I", *chain)
    table += struct.pack("<I", FREE) * ((sector - len(table)) // 4)
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHH", 0x3E, 3, 0xFFFE, sector.bit_length() - 1)
    )
    header += struct.pack("<H", 6) + bytes(6) + struct.pack("<IIIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0, 0)
    header += struct.pack("<I", FREE) * 108
    return header.ljust(sector, b"\0") + table + directory


def _entry(name: str, kind: int, *, right: int = NONE, child: int = NONE) -> bytes:
    raw = name.encode("utf-16-le")
    begin = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1) + struct.pack("<III", NONE, right, child)
    return begin.ljust(116, b"\0") + struct.pack("<IQ", END, 0)


# ---- what is read ----


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("云溪市要点".encode(), Format.TXT),
        ("面积<500，<b 为限".encode("gb18030"), Format.TXT),
        ("第一段<br>第二段<br/>第三段，" * 3 + "字" * 200, Format.TXT),
        ("<办法>的通知\n一、甲", Format.TXT),
        ("<p align=center>标题</p>\n\n# 一、\n<b>甲</b>\n" + "- 做好日常工作\n" * 30, Format.TXT),
        ("From: 市司法局\nTo: 市财政局\n一、甲", Format.TXT),
        ("%PDF-1.4 这个词在文中", Format.PDF),
        ("文中说到%PDF-1.4", Format.TXT),
        (b"%PDF-1.7\n", Format.PDF),
        (b"\xef\xbb\xbf\r\n%PDF-1.7\n", Format.PDF),
        (b"\x00\x01junk%PDF-1.4\n1 0 obj\nstartxref\n0\n%%EOF", Format.PDF),
        ("<!DOCTYPE html><p>甲", Format.HTML),
        ("\ufeff\n<!-- saved from url=(0014)about:internet -->\n<HTML><p>甲", Format.HTML),
        ("<html>".encode("utf-16"), Format.HTML),
        (
            '<?xml version="1.0" encoding="gbk"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML//EN"><html>',
            Format.HTML,
        ),
        ("<head><title>甲</title>", Format.HTML),
        ("<meta charset=gbk><p>甲", Format.HTML),
        ("<div><p>" + "一、做好日常工作。" * 300 + "</p><p>二</p></div>\n", Format.HTML),
        ("甲<p>乙</p><p>丙</p><br/><p></p>", Format.HTML),
        ("MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n", Format.HTML),
        ("From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>", Format.HTML),
        (zipped(["[Content_Types].xml", "word/document.xml", "word/embeddings/a.xlsx"]), Format.DOCX),
        (zipped(["[Content_Types].xml", "xl/workbook.xml"]), Format.XLSX),
        (compound(["Workbook", "\x05SummaryInformation"]), Format.XLS),
        (compound(["Book"]), Format.XLS),
        (compound(["a", "b", "c", "d", "e", "Workbook"], embedded=["WordDocument"]), Format.XLS),
        (compound(["Workbook"], sector=4096), Format.XLS),
        ("云溪市2024年工作要点\n一、甲".encode("utf-16-le"), Format.TXT),
        ("云溪市2024年工作要点\n一、甲".encode("utf-16-be"), Format.TXT),
    ],
)
def test_format_is_told_by_the_bytes(data: bytes | str, expected: Format) -> None:
    assert format_of(PATH, data if isinstance(data, bytes) else data.encode()) is expected


def test_name_decides_only_what_the_bytes_leave_open() -> None:
    few_tags = "一、做好日常工作。<br>二、做好其他工作。".encode()
    assert format_of(Path("要点.htm"), few_tags) is Format.HTML
    assert format_of(Path("要点.txt"), few_tags) is Format.TXT
    assert format_of(Path("要点.html"), "一、甲".encode()) is Format.TXT
    assert format_of(Path("要点.pdf"), "一、甲".encode()) is Format.TXT
    assert format_of(Path("要点.doc"), b"<html><body>") is Format.HTML
    assert format_of(Path("要点.wps"), zipped(["[Content_Types].xml", "word/document.xml"])) is Format.DOCX


# ---- what is refused, with the way out ----


@pytest.mark.parametrize(
    ("name", "streams", "expected"),
    [
        ("要点.doc", ["WordDocument", "1Table"], f"是旧版 Word（doc）文件，读不了；{AS_DOCX}"),
        ("要点.DOC", ["WordDocument"], f"是旧版 Word（doc）文件，读不了；{AS_DOCX}"),
        ("要点.docx", ["WordDocument"], f"是旧版 Word（doc）文件，读不了；{AS_DOCX}"),
        ("要点.wps", ["WordDocument"], f"是WPS 文字（wps）文件，读不了；{AS_DOCX}"),
        ("分工.et", ["Workbook"], "是WPS 表格（et）文件，读不了；请用 WPS 打开，另存为 xlsx 后再试。"),
        (
            "片.ppt",
            ["PowerPoint Document"],
            "是演示文稿（ppt、dps）文件，读不了；请用 PowerPoint 或 WPS 打开，另存为 PDF 后再试。",
        ),
        (
            "信.msg",
            ["__properties_version1.0"],
            "是旧版 Office 一类的文件，读不了；请在原来的程序里打开，另存为 docx、xlsx 或 PDF 后再试。",
        ),
    ],
)
def test_old_office_file_is_refused_by_the_name_its_users_know(name: str, streams: list[str], expected: str) -> None:
    assert refused(compound(streams), name) == expected


def test_embedded_object_does_not_make_the_kind() -> None:
    letter = compound(["WordDocument"], embedded=["Workbook"])
    assert top_names(letter) == {"WordDocument", "ObjectPool"}
    assert refused(letter).startswith("是旧版 Word（doc）")


def test_encrypted_office_file_is_refused_as_locked() -> None:
    data = compound(["EncryptionInfo", "EncryptedPackage"])
    assert refused(data, "要点.docx", DocumentLocked) == "设了密码，读不了；请在原来的程序里去掉密码，另存后再试。"


@pytest.mark.parametrize("keep", [8, 40, 100, 600, 1100, 1500])
def test_old_office_file_cut_short_or_looped_is_told_apart_by_what_is_left(keep: int) -> None:
    data = compound(["WordDocument", "1Table", "Data", "CompObj", "x"])
    cut = data[:keep]
    assert refused(cut).startswith(
        "是旧版 Word（doc）" if "WordDocument".encode("utf-16-le") in cut else "是旧版 Office"
    )
    looped = data[:512] + struct.pack("<I", 1) * 128 + data[1024:]
    assert refused(looped).startswith("是旧版 Word（doc）")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            ["OFD.xml", "Doc_0/Document.xml"],
            "是OFD文件，读不了；请用 OFD 阅读器打开，导出为 PDF 或 Word（docx）后再试。",
        ),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""},
            "是ODF 文字（odt）文件，读不了；请用 WPS 或 LibreOffice 打开，另存为 docx 后再试。",
        ),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet\n"},
            "是ODF 表格（ods）文件，读不了；请用 WPS 或 LibreOffice 打开，另存为 xlsx 后再试。",
        ),
        (
            {"mimetype": b"application/epub+zip"},
            "是EPUB 电子书文件，读不了；请在阅读器里打开，另存为 docx 或 PDF 后再试。",
        ),
        (["[Content_Types].xml", "xl/workbook.bin"], f"是二进制表格（xlsb）文件，读不了；{AS_XLSX}"),
        (
            ["[Content_Types].xml", "ppt/presentation.xml"],
            "是演示文稿（pptx）文件，读不了；请用 PowerPoint 或 WPS 打开，另存为 PDF 后再试。",
        ),
        (["要点.docx", "word/document.xml"], "是zip 压缩文件，读不了；请先解压，再读里面的文件。"),
        ([], "是zip 压缩文件，读不了；请先解压，再读里面的文件。"),
    ],
)
def test_zip_of_another_kind_is_refused(parts: Mapping[str, bytes] | Sequence[str], expected: str) -> None:
    assert refused(zipped(parts)) == expected


def test_zip_cut_short_is_broken() -> None:
    data = zipped(["[Content_Types].xml", "word/document.xml"])
    for cut in (data[:30], data[: len(data) // 2], data[:-10]):
        assert refused(cut, error=DocumentBroken).startswith("读不了“要点.txt”（文件不完整，或已损坏）")


def test_zip_of_very_many_files_is_refused() -> None:
    assert "里面有 20000 多个文件" in refused(b"PK\x03\x04" + b"PK\x01\x02" * 20_001, error=DocumentTooLarge)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"{\\rtf1\\ansi", f"是RTF文件，读不了；{AS_DOCX}"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>',
            f"是Word XML文件，读不了；{AS_DOCX}",
        ),
        (
            b'<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            f"是Excel XML 表格文件，读不了；{AS_XLSX}",
        ),
        (
            b'<?xml version="1.0"?><office:document>',
            "是XML文件，读不了；请在原来的程序里打开，另存为 docx 或 PDF 后再试。",
        ),
        (
            b"From: a@b\nMIME-Version: 1.0\nContent-Type: multipart/mixed\n\n",
            "是邮件（eml）文件，读不了；请把正文或附件另存为 docx、html 或 txt 后再试。",
        ),
        (b"\x89PNG\r\n\x1a\n", "是PNG 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"\xff\xd8\xff\xe0", "是JPEG 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"GIF89a", "是GIF 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"II*\x00", "是TIFF 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"BM\x36\x10\x00\x00" + bytes(4), "是BMP 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"RIFF\x10\x00\x00\x00WEBP", "是WebP 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"\x00\x00\x00\x18ftypheic", "是HEIC 图片文件，读不了；请先做文字识别，或向发文单位要电子版。"),
        (b"Rar!\x1a\x07\x00", "是RAR 压缩文件，读不了；请先解压，再读里面的文件。"),
        (b"7z\xbc\xaf\x27\x1c", "是7z 压缩文件，读不了；请先解压，再读里面的文件。"),
        (b"\x1f\x8b\x08", "是gzip 压缩文件，读不了；请先解压，再读里面的文件。"),
        (b"a.txt".ljust(257, b"\0") + b"ustar", "是tar 打包文件，读不了；请先解压，再读里面的文件。"),
    ],
)
def test_other_kind_is_refused_with_the_way_out(data: bytes, expected: str) -> None:
    assert refused(data) == expected


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"MZ\x90\x00", "程序"),
        (b"\x7fELF", "程序"),
        (b"\x00\x00\x00\x18ftypisom", "视频"),
        (b"ID3\x03\x00", "音频"),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", "音频"),
        (b"text\x00more", "含有二进制内容"),
        (bytes(100), "含有二进制内容"),
        (bytes(range(256)) * 4, "含有二进制内容"),
    ],
)
def test_file_without_words_is_refused(data: bytes, what: str) -> None:
    assert f"（{what}）" in refused(data, error=NotAText)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"},
            "是ODF 表格（ods）文件，读不了；请用 WPS 或 LibreOffice 打开，另存为 xlsx 后再试。",
        ),
        (
            {"mimetype": b"application/vnd.oasis.opendocument.text"},
            "是ODF 文字（odt）文件，读不了；这里要的是 xlsx 表格。",
        ),
        (
            {"[Content_Types].xml": b"", "word/document.xml": b""},
            "是Word（docx）文件，读不了；这里要的是 xlsx 表格。",
        ),
        ({"a.txt": b""}, "是zip 压缩文件，读不了；这里要的是 xlsx 表格。"),
    ],
)
def test_zip_that_is_no_workbook_is_refused_by_the_name_of_its_kind(
    tmp_path: Path, parts: dict[str, bytes], words: str
) -> None:
    path = tmp_path / "核对表.xlsx"
    path.write_bytes(zipped(parts))
    with pytest.raises(FormatUnsupported) as caught:
        read_book(path)
    assert str(caught.value) == f"“{path}”{words}"


def test_workbook_without_sheets_is_broken(tmp_path: Path) -> None:
    path = tmp_path / "核对表.xlsx"
    path.write_bytes(zipped(["[Content_Types].xml", "xl/workbook.xml"]))
    with pytest.raises(TableBroken, match="里面没有工作表"):
        read_book(path)


def test_bytes_that_are_no_document_are_none_under_its_name() -> None:
    for name in ("报告.docx", "报告.PDF"):
        ending = name[-4:].lstrip(".").lower()
        assert f"里面不是 {ending} 文档，也没有一个汉字" in refused(b"no such thing, 12 + 7", name, DocumentBroken)
    assert format_of(Path("报告.docx"), "一、甲".encode()) is Format.TXT
