"""The text of a written report as a reader gets it, by ways that share no code with what wrote it."""

import re
from pathlib import Path
from typing import NamedTuple

import docx
from docx.table import Table
from lxml import html

_BLOCKS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "hr", "br")
# the signs of Markdown at a line's head, a line that no reader sees, and a backslash before a sign
_HEAD = re.compile(r"^(?:#{1,6} |[-*] |> |---$|\[//\]: # \(.*\)$)", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_ROW = re.compile(r"^\| (.*) \|$", re.MULTILINE)
_SOURCES = "//table[.//tr[starts-with(@id, 'figure-')]]"
_ANNEX = "\n附件　"


class Written(NamedTuple):
    """A written report: its body, a paragraph a line, and the rows of the annex of what the body leaves out.

    Headers, footers and a page's list of sources aren't read.
    """

    body: str
    annex: tuple[tuple[str, ...], ...]


def read_report(path: Path) -> Written:
    """A report written as .md, .html or .docx."""
    text, rows = {".md": _markdown, ".html": _page, ".docx": _document}[path.suffix](path)
    return Written(text.partition(_ANNEX)[0], tuple(rows[1:]))


_Read = tuple[str, list[tuple[str, ...]]]
"""The text outside tables, and the rows of the tables."""


def _markdown(path: Path) -> _Read:
    text = path.read_text(encoding="utf-8")
    rows = [row.split(" | ") for row in _ROW.findall(text)]
    return _plain(_ROW.sub("", text)), [tuple(map(_plain, row)) for row in rows if row[0] != "---"]


def _plain(markdown: str) -> str:
    return _ESCAPED.sub(r"\1", _HEAD.sub("", markdown))


def _page(path: Path) -> _Read:
    page = html.parse(path, parser=html.HTMLParser(encoding="utf-8")).getroot()
    for left_out in page.xpath(f"//head | //script | //style | {_SOURCES}"):
        left_out.drop_tree()
    rows = [tuple(cell.text_content().strip() for cell in row) for row in page.iter("tr")]
    for table in page.xpath("//table"):
        table.drop_tree()
    for block in page.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    lines = (line.strip() for line in page.text_content().splitlines())
    return "\n".join(line for line in lines if line), rows


def _document(path: Path) -> _Read:
    lines: list[str] = []
    rows: list[tuple[str, ...]] = []
    for part in docx.Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            rows += [tuple(cell.text for cell in row.cells) for row in part.rows]
        else:
            lines.append(part.text)
    return "\n".join(lines), rows
