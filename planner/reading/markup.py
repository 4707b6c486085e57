"""Whether a text file is a page, a mail or other mark-up: told by how it begins."""

import re
from enum import Enum, auto
from pathlib import Path

_LOOK = 65_536


class Markup(Enum):
    """What a text with mark-up is."""

    HTML = auto()
    MHTML = auto()
    MAIL = auto()
    WORD_XML = auto()
    EXCEL_XML = auto()
    XML = auto()


def markup_of(path: Path, data: bytes) -> Markup | None:
    """The kind of mark-up that a text's bytes are in, None for plain text.

    Marks are ASCII, and no encoding that is read has "<" inside another character, so the bytes needn't be decoded.
    """
    head = _ascii(data)
    if header := _mail_header(head):
        return Markup.MHTML if _WEB_ARCHIVE.search(header) else Markup.MAIL
    start = _after_prolog(head)
    if _PAGE.match(head, start):
        return Markup.HTML
    if _XML.match(head):
        return _xml(head, start)
    return Markup.HTML if _is_fragment(path, data, head, start) else None


def is_mail(data: bytes) -> bool:
    """Whether the bytes are a mail, or a page saved in the form of one (mht)."""
    return bool(_mail_header(_ascii(data)))


def _ascii(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data[:_LOOK].decode("utf-16", "replace").lstrip()
    if b"\x00" in data[:_LOOK]:
        return data[:_LOOK].replace(b"\x00", b"").decode("latin-1").lstrip()
    return data[:_LOOK].removeprefix(b"\xef\xbb\xbf").decode("latin-1").lstrip()


_HEADER_LINE = re.compile(r"[A-Za-z][A-Za-z-]{1,40}: ?")  # From: <Saved by Blink> / Content-Type: text/html
_BLANK_LINE = re.compile(r"\n\r?\n")
_MIME = re.compile(r"^mime-version: *1\.0", re.IGNORECASE | re.MULTILINE)
_WEB_ARCHIVE = re.compile(r"^content-type: *(?:multipart/related|text/html)\b", re.IGNORECASE | re.MULTILINE)
_BLANKS = re.compile(r"\s*")
_PAGE = re.compile(
    r"<(?:!doctype\s+(?:html|\"-//w3c//dtd x?html)|(?:html|head|body|meta|frameset)[\s>/])", re.IGNORECASE
)
_XML = re.compile(r"<\?xml[\s?]")
_ROOT_WORD = re.compile(r"<(?:w:wordDocument|pkg:package)\b")
_ROOT_EXCEL = re.compile(r"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
# <p class="a">, </td>, <br/>: what pages are made of
_TAG = re.compile(
    r"<(?:/?(?:div|p|span|table|tbody|tr|td|th|ul|ol|li|h[1-6]|a|font|b|strong|section|article|center|title|style"
    r"|script|link|img|br|hr|html|body)(?:\s[^<>]{0,1000})?/?)>",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"</(?:div|p|span|table|ul|ol|h[1-6]|section|article|center|title|style|script|html|body)\s*>", re.IGNORECASE
)
_FEW = 3
_SHARE = 0.25
_TAIL = 1000
_PAGE_SUFFIXES = frozenset({".html", ".htm", ".shtml", ".xhtml", ".mht", ".mhtml"})


def _mail_header(head: str) -> str:
    """The header of a mail, "" for anything else: lines of names and values up to a blank line."""
    if not _HEADER_LINE.match(head):
        return ""
    header = _BLANK_LINE.split(head, maxsplit=1)[0]
    return header if _MIME.search(header) else ""


def _after_prolog(head: str) -> int:
    """Where the first element or doctype begins: after blanks, comments and processing instructions."""
    at = _blanks_end(head, 0)
    while closing := _closing_of_prolog(head, at):
        end = head.find(closing, at)
        if end < 0:
            break
        at = _blanks_end(head, end + len(closing))
    return at


def _closing_of_prolog(head: str, at: int) -> str:
    if head.startswith("<!--", at):
        return "-->"
    return "?>" if head.startswith("<?", at) else ""


def _blanks_end(head: str, at: int) -> int:
    found = _BLANKS.match(head, at)
    return found.end() if found else at


def _xml(head: str, start: int) -> Markup:
    if _ROOT_WORD.match(head, start):
        return Markup.WORD_XML
    return Markup.EXCEL_XML if _ROOT_EXCEL.match(head, start) else Markup.XML


def _is_fragment(path: Path, data: bytes, head: str, start: int) -> bool:
    """Whether tags make up the text: a page without a head, not a text that happens to have a "<" or a "<br>"."""
    tags = _TAG.findall(head)
    if path.suffix.lower() in _PAGE_SUFFIXES and tags:
        return True
    if len(tags) < _FEW or not _CLOSING.search(head):
        return False
    enclosed = bool(_TAG.match(head, start)) and data[-_TAIL:].rstrip(b" \t\r\n\x00").endswith(b">")
    return enclosed or sum(map(len, tags)) >= _SHARE * len(head)
