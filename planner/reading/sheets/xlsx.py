"""The sheets of an xlsx file, read from its XML: only filled cells are kept, whatever size the file claims."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from planner.reading.sheets.cellformats import BUILT_IN, GENERAL
from planner.reading.sheets.grid import (
    ExactBook,
    ExactGrid,
    Grid,
    GridT,
    GridTooLarge,
    Merge,
    RawCell,
    bounded,
    hide,
    merge,
)
from planner.reading.zips import hides_its_tags, open_zip

BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    ValueError,
    IndexError,
    OverflowError,
    EOFError,
    OSError,
)
"""What reading raises where the bytes are no sheets."""

_MAIN = "xl/workbook.xml"
_MOST_WORDS = 500_000
_MOST_PROPERTIES = 1_000
_TOO_MANY_WORDS = f"超过 {_MOST_WORDS // 10_000} 万个词"
_ROWS_IN_EXCEL = 1 << 20
_TOO_MANY_ROWS = "比 Excel 能有的行还多"
_CHUNK = 1 << 16
_SIGNS = (b"<", b"=", b"&")  # of an element, an attribute, an entity: each costs up to 150 bytes once it is parsed
_MOST_SIGNS = 2_000_000
_HIDDEN = frozenset({"1", "true"})
# _x000D_ is a return, _x005F_ an underscore: so Excel writes what XML can't
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")  # B12 / $XFD$1048576


def read_xlsx(data: bytes) -> list[Grid]:
    """The worksheets in order. Raises ZipTooLarge, GridTooLarge, or one of BROKEN."""
    with open_zip(data) as archive:
        book = _Book(archive)
        return bounded(book.sheet(part, Grid(name, visible)) for part, name, visible in book.sheets())


def read_exact_xlsx(data: bytes) -> ExactBook:
    """The worksheets in order with their cells as they were typed, and the hidden document properties.

    Raises as read_xlsx does.
    """
    with open_zip(data) as archive:
        book = _Book(archive)
        sheets = bounded(book.sheet(part, ExactGrid(name, visible)) for part, name, visible in book.sheets())
        return ExactBook(dict(_properties(archive)), sheets)


class _Book:
    """What holds for all sheets: shared words, formats, calendar."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.main = next((target for kind, target in _relations(archive, "") if kind == "officeDocument"), _MAIN)
        self.parts = dict(_relations(archive, self.main))
        self.words = list(self._shared()) if "sharedStrings" in self.parts else []
        self.formats = self._formats() if "styles" in self.parts else []
        self.since_1904 = False

    def sheets(self) -> list[tuple[str, str, bool]]:
        """Part, name and whether it is seen, for each worksheet."""
        targets = {key: (kind, target) for key, kind, target in _related(self.archive, self.main)}
        found: list[tuple[str, str, bool]] = []
        for element in _elements(self.archive, self.main, "sheet", "workbookPr"):
            if _local(element) == "workbookPr":
                self.since_1904 = element.get("date1904") in _HIDDEN
                continue
            key = next((str(value) for name, value in element.items() if str(name).endswith("}id")), "")
            kind, target = targets[key]
            if kind == "worksheet":
                found.append((target, element.get("name", ""), element.get("state", "visible") == "visible"))
        if len({target for target, _, _ in found}) < len(found):
            raise ValueError("two sheets in one part")
        return found

    def sheet(self, part: str, grid: GridT) -> GridT:
        """Fill a grid from a worksheet's part."""
        row, rows = -1, 0
        _refuse_beyond(self.archive, part, b"<row", _ROWS_IN_EXCEL, _TOO_MANY_ROWS)
        for element in _elements(self.archive, part, "row", "col", "mergeCell", "sheetFormatPr"):
            match _local(element):
                case "row":
                    rows += 1
                    if rows > _ROWS_IN_EXCEL:
                        raise GridTooLarge(_TOO_MANY_ROWS)
                    row = int(element.get("r", row + 2)) - 1
                    self._row(grid, row, element)
                case "col" if element.get("hidden") in _HIDDEN:
                    hide(grid.hidden_columns, int(element.get("min", "0")) - 1, int(element.get("max", "0")) - 1)
                case "mergeCell":
                    merge(grid.merges, _merge(element.get("ref", "")))
        return grid

    def _row(self, grid: GridT, row: int, element: etree._Element) -> None:
        if element.get("hidden") in _HIDDEN:
            hide(grid.hidden_rows, row, row)
        known, behind = "", -1
        for cell in element.iterchildren("{*}c"):
            reference = cell.get("r")
            known, behind = (reference, 0) if reference else (known, behind + 1)
            if len(cell):  # there may be millions of blank ones
                grid.take(row, (_place(known)[1] if known else 0) + behind, self._raw(cell))

    def _raw(self, cell: etree._Element) -> RawCell:
        """What a cell holds; of a formula the value that it had when the file was saved."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return RawCell(_unescaped(_rich(cell[0] if len(cell) == 1 else cell)))
        value, formula = "", kind == "e"
        for part in cell.iterchildren(tag=etree.Element):
            match part.tag.rpartition("}")[2]:
                case "v":
                    value = part.text or ""
                case "f":
                    formula = True
        if kind == "n" and value:
            return RawCell(float(value), self._code(cell), self.since_1904, formula)
        return RawCell(self._words(kind, value), formula=formula)

    def _words(self, kind: str, value: str) -> str:
        match kind:
            case "s":
                return self.words[int(value)] if value else ""
            case "b":
                return "是" if value == "1" else "否"
            case "d":
                return value.removesuffix("T00:00:00")
            case _:
                return _unescaped(value)

    def _code(self, cell: etree._Element) -> str:
        style = int(cell.get("s", "0"))
        return self.formats[style] if style < len(self.formats) else GENERAL

    def _shared(self) -> Iterator[str]:
        part = self.parts["sharedStrings"]
        _refuse_beyond(self.archive, part, b"<si", _MOST_WORDS, _TOO_MANY_WORDS)
        for count, element in enumerate(_elements(self.archive, part, "si")):
            if count >= _MOST_WORDS:
                raise GridTooLarge(_TOO_MANY_WORDS)
            yield _unescaped(_rich(element))

    def _formats(self) -> list[str]:
        """The number format of each cell style."""
        codes = dict(BUILT_IN)
        found: list[str] = []
        for element in _elements(self.archive, self.parts["styles"], "numFmt", "cellXfs"):
            if _local(element) == "numFmt":
                codes[int(element.get("numFmtId", "0"))] = element.get("formatCode", GENERAL)
            else:
                numbers = [int(style.get("numFmtId", "0")) for style in element.iterchildren("{*}xf")]
                found = [codes.get(number, GENERAL) for number in numbers]
        return found


def _refuse_beyond(archive: zipfile.ZipFile, part: str, tag: bytes, most: int, why: str) -> None:
    """Raise GridTooLarge where a part has far more of a tag than can be: counted in its bytes, before any is parsed.

    What stands across two chunks, or under a prefix, isn't counted here; it is when it is read.
    """
    with archive.open(part) as source:
        if sum(chunk.count(tag) for chunk in iter(lambda: source.read(_CHUNK), b"")) > most + 1:
            raise GridTooLarge(why)


def _elements(archive: zipfile.ZipFile, part: str, *names: str) -> Iterator[etree._Element]:
    """The elements of these names in a part, each emptied when the next is asked for; entities stay unread.

    Raises GridTooLarge where far too much stands between two of them: until the next comes it is all kept; ValueError
    for a part whose elements can't be counted.
    """
    tags = [f"{{*}}{name}" for name in names]
    parser = etree.XMLPullParser(
        ("end",),
        tag=tags,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
    )
    held, parent = 0, None
    with archive.open(part) as source:
        chunk = source.read(_CHUNK)
        if hides_its_tags(chunk):
            raise ValueError(part)
        while chunk:
            held += sum(map(chunk.count, _SIGNS))
            if held > _MOST_SIGNS:
                raise GridTooLarge("格式标记太多")
            parser.feed(chunk)
            for _, found in parser.read_events():
                element: Any = found
                yield element
                _drop(element)
                if element.getparent() is not parent:
                    parent = element.getparent()
                    for above in element.iterancestors():
                        _drop_before(above)
                held = 0
            chunk = source.read(_CHUNK)
    parser.close()


def _drop(element: etree._Element) -> None:
    element.clear()
    _drop_before(element)


def _drop_before(element: etree._Element) -> None:
    above = element.getparent()
    while above is not None and (before := element.getprevious()) is not None:
        above.remove(before)


def _related(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """What a part ("" for the file itself) points to: id, kind and part name."""
    folder, name = posixpath.split(part)
    listed = posixpath.join(folder, "_rels", f"{name}.rels")
    if listed not in archive.namelist():
        return
    for element in _elements(archive, listed, "Relationship"):
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            yield element.get("Id", ""), posixpath.basename(element.get("Type", "")), target.lstrip("/")


def _relations(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, str]]:
    return ((kind, target) for _, kind, target in _related(archive, part))


def _properties(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """The document properties that people don't see."""
    part = next((target for kind, target in _relations(archive, "") if kind == "custom-properties"), None)
    if part in archive.namelist():
        for count, element in enumerate(_elements(archive, part, "property")):
            if count >= _MOST_PROPERTIES:
                raise GridTooLarge(f"超过 {_MOST_PROPERTIES} 个文档属性")
            yield element.get("name", ""), _unescaped("".join(map(str, element.itertext())).strip())


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2]


def _rich(element: etree._Element) -> str:
    """A rich text without its pronunciation; nearly always it is one plain run."""
    if len(element) == 1 and not len(element[0]):
        return element[0].text or ""
    runs = (text for text in element.iter("{*}t") if next(text.iterancestors("{*}rPh"), None) is None)
    return "".join(text.text or "" for text in runs)


def _unescaped(words: str) -> str:
    return _EXCEL_ESCAPE.sub(lambda found: chr(int(found[1], 16)), words) if "_x" in words else words


def _merge(reference: str) -> Merge:
    first, _, last = reference.partition(":")
    (top, left), (bottom, right) = _place(first), _place(last or first)
    return Merge(top, left, bottom, right)


@lru_cache(maxsize=4096)
def _place(reference: str) -> tuple[int, int]:
    """Row and column of a reference, from 0: B12 is (11, 1). Raises ValueError."""
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise ValueError(reference)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
