"""One way in for every document: fetch its bytes, see what they are, hand them to the format's own reader."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from planner.domain.document import Document
from planner.domain.figure_marks import CLOSE, MID, OPEN
from planner.errors import DocumentTooLarge
from planner.reading.fetch import fetch
from planner.reading.kinds import Format, format_of

Reader = Callable[[Path, bytes], Document]

MOST_BYTES = 50_000_000
"""A plan is a few pages; a file beyond this is something else, and reading it would only cost time and memory."""

MOST_CHARACTERS = 500_000
"""The longest plans and reports have a tenth of it; so many are read in seconds, more would take minutes."""


def read_document(path: Path) -> Document:
    """The document in a file, its format told by the content and not by the name's ending.

    Raises FileMissing, FileUnreadable (also for a folder), FileEmpty, FormatUnsupported, NotAText, EncodingUnknown,
    DocumentLocked, DocumentScanned, DocumentBroken, DocumentTooLarge or DocumentBlank.
    """
    data = fetch(path, most=MOST_BYTES)
    document = _reader(format_of(path, data))(path, data)
    if len(document.text) > MOST_CHARACTERS:
        raise DocumentTooLarge(path, f"超过 {MOST_CHARACTERS // 10_000} 万字")
    return _without_marks(document)


def _without_marks(document: Document) -> Document:
    """A document without the characters of private use that mark figures in our reports: each becomes U+FFFD.

    Files have them where a font brought signs of its own.
    """
    text = document.text.translate(_MARKS)
    return document if text == document.text else replace(document, text=text)


_MARKS = dict.fromkeys(map(ord, (OPEN, MID, CLOSE)), "\ufffd")


def _reader(form: Format) -> Reader:
    """The reader of a format, loaded when it is needed: some bring large libraries."""
    match form:
        case Format.TXT:
            from planner.reading.text import read_text as reader  # noqa: PLC0415
        case Format.HTML:
            from planner.reading.html.reader import read_html as reader  # noqa: PLC0415
        case Format.DOCX:
            from planner.reading.docx.reader import read_docx as reader  # noqa: PLC0415
        case Format.PDF:
            from planner.reading.pdf.reader import read_pdf as reader  # noqa: PLC0415
        case Format.XLSX | Format.XLS:
            from planner.reading.sheets.reader import read_sheets as reader  # noqa: PLC0415
        case Format.CSV:
            from planner.reading.sheets.commas import read_csv as reader  # noqa: PLC0415
    return reader
