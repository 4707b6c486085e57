"""Web pages as saved: html, xhtml, and mht, the form of a mail in which browsers save a page as one file."""

import email
import hashlib
import re
from pathlib import Path

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from planner.domain.document import Document
from planner.errors import DocumentBlank, DocumentBroken, DocumentTooLarge, EncodingUnknown
from planner.reading.encoding import decode
from planner.reading.html.bounds import require_few_tags
from planner.reading.html.lines import lines_of
from planner.reading.markup import is_mail

_LOOK_FOR_CHARSET = 4096
# <meta charset="gb2312">, content="text/html; charset=utf-8", <?xml version="1.0" encoding="gbk"?>
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
# What XML's makers and browsers leave out: all control characters but blanks. (lxml would end the text at the first.)
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127])


def read_html(path: Path, data: bytes) -> Document:
    """The document of a page: what a browser shows of it, but for the site's navigation, banner and footer.

    Blocks are lines, rows of a table are lines with tabs, numbered lists have their numbers.
    Raises EncodingUnknown, DocumentBlank (nothing is left to read), DocumentTooLarge, DocumentBroken.
    """
    text = _decoded(path, data)
    page = lines_of(_parsed(path, text))
    if not page.text:
        raise DocumentBlank(path)
    return Document(
        name=path.name,
        format="html",
        sha256=hashlib.sha256(data).hexdigest(),
        text=page.text,
        continued=page.continued,
        left_out=page.left_out,
    )


# ---- bytes to text ----


def _decoded(path: Path, data: bytes) -> str:
    declared: str | None = None
    if is_mail(data):
        data, declared = _page_in_mail(path, data)
    if not declared and (found := _CHARSET.search(data[:_LOOK_FOR_CHARSET])):
        declared = found[1].decode("ascii", "replace")
    text = decode(data, declared)
    if text is None:
        raise EncodingUnknown(path)
    return text.translate(_CONTROLS)


def _page_in_mail(path: Path, data: bytes) -> tuple[bytes, str | None]:
    """The longest page among the parts of a mail, and its encoding as the mail declares it."""
    try:
        parts = [part for part in email.message_from_bytes(data).walk() if part.get_content_type() == "text/html"]
        pages = [(part.get_payload(decode=True), part.get_content_charset()) for part in parts]
    except (RecursionError, ValueError, LookupError) as error:
        raise DocumentBroken(path, "网页存档不完整") from error
    found = [(page, charset) for page, charset in pages if isinstance(page, bytes)]
    if not found:
        raise DocumentBlank(path)
    return max(found, key=lambda page: len(page[0]))


# ---- text to elements ----


def _parsed(path: Path, text: str) -> tuple[HtmlElement, ...]:
    """The page's elements; none where there is nothing, and more than one where text follows the page's end.

    A page has no entities of its own, so lxml's `huge_tree` only raises the limit on depth (from 256 to 2048). Beyond
    a limit lxml drops what follows: that is told, never passed over.
    """
    data = text.encode("utf-8", "replace")
    require_few_tags(path, data)
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = document_fromstring(data, parser=parser)
    except etree.ParserError:  # "Document is empty"
        return ()
    except etree.LxmlError as error:
        raise DocumentBroken(path, "网页的标记有错") from error
    if any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
        raise DocumentTooLarge(path, "网页里一层套一层，套得太深")
    return (root, *root.itersiblings("html"))
