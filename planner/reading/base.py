"""One way in for every file: fetch its bytes, see what they are, hand them to the format's own reader."""

from pathlib import Path

from planner.domain.document import Document
from planner.errors import FormatUnsupported, NotAText
from planner.reading.encoding import starts_with_bom
from planner.reading.fetch import fetch
from planner.reading.text import read_text

# How a file that is no text begins, what it is called, and what helps (None: it holds no text to save).
_SAVE_AS_TEXT = "请在原来的程序里另存为 txt 后再试"
_MAGIC: tuple[tuple[bytes, str, str | None], ...] = (
    (b"%PDF-", "PDF", _SAVE_AS_TEXT),
    (b"PK\x03\x04", "docx、xlsx 一类的压缩", _SAVE_AS_TEXT),
    (b"PK\x05\x06", "zip 压缩", _SAVE_AS_TEXT),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、Excel 或 WPS", _SAVE_AS_TEXT),
    (b"{\\rtf", "RTF", _SAVE_AS_TEXT),
    (b"\x89PNG\r\n", "PNG 图片", None),
    (b"\xff\xd8\xff", "JPEG 图片", None),
    (b"GIF8", "GIF 图片", None),
    (b"II*\x00", "TIFF 图片", None),
    (b"Rar!", "RAR 压缩包", None),
    (b"7z\xbc\xaf", "7z 压缩包", None),
    (b"\x1f\x8b", "gzip 压缩包", None),
    (b"\x7fELF", "程序", None),
    (b"MZ\x90", "程序", None),
)


def read_document(path: Path) -> Document:
    """The document in a file, its format told by the content and not by the name's ending.

    Raises FileMissing, FileUnreadable (also for a folder), FileEmpty, FormatUnsupported, NotAText
    or EncodingUnknown.
    """
    data = fetch(path)
    _refuse_binary(path, data)
    return read_text(path, data)


def _refuse_binary(path: Path, data: bytes) -> None:
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            if advice:
                raise FormatUnsupported(path, what, advice)
            raise NotAText(path, what)
    if b"\x00" in data and not starts_with_bom(data):
        raise NotAText(path, "含有二进制内容")
