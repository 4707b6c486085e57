"""What a file is, told by its bytes: a format that has a reader, or one sentence that says what to save it as."""

import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from planner.errors import DocumentBroken, DocumentLocked, DocumentTooLarge, FormatUnsupported, NotAText
from planner.reading import compound
from planner.reading.encoding import decode, starts_with_bom
from planner.reading.markup import Markup, markup_of


class Format(StrEnum):
    """The formats that documents are read from."""

    TXT = "txt"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


class Unread(NamedTuple):
    """A kind without a reader: what it is called, and what helps."""

    what: str
    advice: str


_AS_DOCX = "请用 Word 或 WPS 打开，另存为 docx 后再试"
_AS_XLSX = "请用 Excel 或 WPS 打开，另存为 xlsx 后再试"
_AS_PDF = "请在原来的程序里打开，导出为 PDF 或 Word（docx）后再试"
_RECOGNISE = "请先做文字识别，或向发文单位要电子版"
_UNPACK = "请先解压，再读里面的文件"

# Other kinds: what stands at an offset, what they are called, and the way out (None: there are no words in them).
_MAGIC: tuple[tuple[int, bytes, str, str | None], ...] = (
    (0, b"{\\rtf", "RTF", _AS_DOCX),
    (0, b"\x89PNG\r\n", "PNG 图片", _RECOGNISE),
    (0, b"\xff\xd8\xff", "JPEG 图片", _RECOGNISE),
    (0, b"GIF87a", "GIF 图片", _RECOGNISE),
    (0, b"GIF89a", "GIF 图片", _RECOGNISE),
    (0, b"II*\x00", "TIFF 图片", _RECOGNISE),
    (0, b"MM\x00*", "TIFF 图片", _RECOGNISE),
    (6, b"\x00\x00\x00\x00", "BMP 图片", _RECOGNISE),
    (8, b"WEBP", "WebP 图片", _RECOGNISE),
    (4, b"ftypheic", "HEIC 图片", _RECOGNISE),
    (4, b"ftypmif1", "HEIC 图片", _RECOGNISE),
    (0, b"Rar!\x1a\x07", "RAR 压缩", _UNPACK),
    (0, b"7z\xbc\xaf\x27\x1c", "7z 压缩", _UNPACK),
    (0, b"\x1f\x8b", "gzip 压缩", _UNPACK),
    (0, b"\xfd7zXZ\x00", "xz 压缩", _UNPACK),
    (257, b"ustar", "tar 打包", _UNPACK),
    (0, b"\x7fELF", "程序", None),
    (0, b"MZ\x90", "程序", None),
    (4, b"ftyp", "视频", None),
    (8, b"AVI LIST", "视频", None),
    (0, b"\x1aE\xdf\xa3", "视频", None),
    (8, b"WAVEfmt ", "音频", None),
    (0, b"ID3\x03\x00", "音频", None),
    (0, b"ID3\x04\x00", "音频", None),
    (0, b"OggS\x00", "音频", None),
)
# Where the mark at an offset is a common one, the file begins with these as well.
_BEGINS = {"BMP 图片": b"BM", "WebP 图片": b"RIFF"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PDF = b"%PDF-"
_JUNK_BEFORE_PDF = 1024  # Acrobat looks so far for a PDF's beginning
_MOST_PARTS = 20_000


def format_of(path: Path, data: bytes) -> Format:
    """The format of a file's bytes; its name only decides what they leave open.

    Raises FormatUnsupported (with what would help), DocumentLocked, DocumentBroken or DocumentTooLarge (a zip), or
    NotAText.
    """
    if data.startswith(_ZIP):
        return _zipped(path, data)
    if data.startswith(compound.MAGIC):
        return _old_office(path, data)
    if _is_pdf(data):
        return Format.PDF
    _refuse_known(path, data)
    if b"\x00" in data and not starts_with_bom(data) and "\x00" in (decode(data) or "\x00"):
        raise NotAText(path, "含有二进制内容")
    return _text(path, data)


def _is_pdf(data: bytes) -> bool:
    head = data[:_JUNK_BEFORE_PDF]
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_PDF) or (_PDF in head and b"startxref" in data)


def _refuse_known(path: Path, data: bytes) -> None:
    for at, magic, what, advice in _MAGIC:
        if data.startswith(magic, at) and data.startswith(_BEGINS.get(what, b"")):
            if advice is None:
                raise NotAText(path, what)
            raise FormatUnsupported(path, what, advice)


# ---- text and mark-up ----


def _text(path: Path, data: bytes) -> Format:
    match markup_of(path, data):
        case Markup.HTML | Markup.MHTML:
            return Format.HTML
        case Markup.MAIL:
            raise FormatUnsupported(path, "邮件（eml）", "请把正文或附件另存为 docx、html 或 txt 后再试")
        case Markup.WORD_XML:
            raise FormatUnsupported(path, "Word XML", _AS_DOCX)
        case Markup.EXCEL_XML:
            raise FormatUnsupported(path, "Excel XML 表格", _AS_XLSX)
        case Markup.XML:
            raise FormatUnsupported(path, "XML", "请在原来的程序里打开，另存为 docx 或 PDF 后再试")
        case None:
            _require_words(path, data)
            return Format.CSV if path.suffix.lower() == ".csv" else Format.TXT


def _require_words(path: Path, data: bytes) -> None:
    """Raise DocumentBroken for what calls itself a document and is neither one nor a Chinese text."""
    if path.suffix.lower() in _DOCUMENTS and not _CHINESE.search(decode(data) or "字"):
        raise DocumentBroken(path, f"里面不是 {path.suffix.lower().lstrip('.')} 文档，也没有一个汉字")


_DOCUMENTS = {".docx", ".doc", ".wps", ".pdf", ".xlsx", ".xls", ".et"}
_CHINESE = re.compile("[\u4e00-\u9fff]")


# ---- zip ----

# What stands in a zip tells its kind: the document formats that aren't read, what they are called and what helps.
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": ("ODF 文字（odt）", "请用 WPS 或 LibreOffice 打开，另存为 docx 后再试"),
    "application/vnd.oasis.opendocument.spreadsheet": (
        "ODF 表格（ods）",
        "请用 WPS 或 LibreOffice 打开，另存为 xlsx 后再试",
    ),
    "application/vnd.oasis.opendocument.presentation": (
        "ODF 演示（odp）",
        "请用 WPS 或 LibreOffice 打开，导出为 PDF 后再试",
    ),
    "application/epub+zip": ("EPUB 电子书", "请在阅读器里打开，另存为 docx 或 PDF 后再试"),
}
_BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, EOFError, LookupError, ValueError, RuntimeError)


def not_a_workbook(path: Path, data: bytes) -> FormatUnsupported | None:
    """The refusal of a zip where an xlsx workbook is wanted, by the name of its kind; None for a workbook.

    Raises DocumentBroken or DocumentTooLarge.
    """
    kind = _zip_kind(path, data)
    if isinstance(kind, Unread):
        return FormatUnsupported(path, kind.what, kind.advice if "xlsx" in kind.advice else _WANTS_XLSX)
    return FormatUnsupported(path, "Word（docx）", _WANTS_XLSX) if kind is Format.DOCX else None


_WANTS_XLSX = "这里要的是 xlsx 表格"


def _zipped(path: Path, data: bytes) -> Format:
    kind = _zip_kind(path, data)
    if isinstance(kind, Unread):
        raise FormatUnsupported(path, *kind)
    return kind


def _zip_kind(path: Path, data: bytes) -> Format | Unread:
    if data.count(b"PK\x01\x02") > _MOST_PARTS:
        raise DocumentTooLarge(path, f"里面有 {_MOST_PARTS} 多个文件")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            declared = _mimetype(archive)
    except _BROKEN_ZIP as error:
        raise DocumentBroken(path, "文件不完整，或已损坏") from error
    return _office(names) if "[content_types].xml" in names else _unread_zip(names, declared)


def _mimetype(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file or an e-book says it is in its first part; "" for any other zip."""
    if "mimetype" not in archive.namelist():
        return ""
    with archive.open("mimetype") as part:
        return part.read(100).decode("ascii", "replace").strip()


def _office(names: set[str]) -> Format | Unread:
    tops = {name.partition("/")[0] for name in names}
    if "word" in tops:
        return Format.DOCX
    if "xl/workbook.bin" in names:
        return Unread("二进制表格（xlsb）", _AS_XLSX)
    if "xl" in tops:
        return Format.XLSX
    if "ppt" in tops:
        return Unread("演示文稿（pptx）", "请用 PowerPoint 或 WPS 打开，另存为 PDF 后再试")
    if "fixeddocseq.fdseq" in names or "fixeddocumentsequence.fdseq" in names:
        return Unread("XPS", _AS_PDF)
    return Unread("不认识的 Office", _AS_PDF)


def _unread_zip(names: set[str], declared: str) -> Unread:
    if "ofd.xml" in names:
        return Unread("OFD", "请用 OFD 阅读器打开，导出为 PDF 或 Word（docx）后再试")
    for kind, (what, advice) in _OPEN_DOCUMENT.items():
        if declared.startswith(kind):
            return Unread(what, advice)
    if "index/document.iwa" in names:
        return Unread("Pages 或 Numbers", _AS_PDF)
    return Unread("zip 压缩", _UNPACK)


# ---- OLE ----

_TOLD_BY = ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document")
_OLD_WORD = {
    ".wps": ("WPS 文字（wps）", _AS_DOCX),
    ".wpt": ("WPS 文字模板（wpt）", _AS_DOCX),
}
_OLD_EXCEL = {
    ".et": ("WPS 表格（et）", "请用 WPS 打开，另存为 xlsx 后再试"),
    ".ett": ("WPS 表格模板（ett）", "请用 WPS 打开，另存为 xlsx 后再试"),
}


def _old_office(path: Path, data: bytes) -> Format:
    """XLS for a workbook; other files of the kind are refused by the name that their users know.

    What is embedded doesn't count: a letter with a sheet inside is a letter.
    """
    names = compound.top_names(data) or compound.names_anywhere(data, _TOLD_BY)
    suffix = path.suffix.lower()
    if "EncryptedPackage" in names:
        raise DocumentLocked(path)
    if names & {"Workbook", "Book"}:
        if suffix in _OLD_EXCEL:
            raise FormatUnsupported(path, *_OLD_EXCEL[suffix])
        return Format.XLS
    if "WordDocument" in names:
        raise FormatUnsupported(path, *_OLD_WORD.get(suffix, ("旧版 Word（doc）", _AS_DOCX)))
    if "PowerPoint Document" in names:
        raise FormatUnsupported(path, "演示文稿（ppt、dps）", "请用 PowerPoint 或 WPS 打开，另存为 PDF 后再试")
    raise FormatUnsupported(path, "旧版 Office 一类的", "请在原来的程序里打开，另存为 docx、xlsx 或 PDF 后再试")
