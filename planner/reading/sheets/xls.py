"""The sheets of an xls file (Excel 97 to 2003), record by record. The records are those of [MS-XLS] 2.4."""

import struct
from collections.abc import Iterator

from planner.reading.compound import read_stream
from planner.reading.sheets.cellformats import BUILT_IN, GENERAL
from planner.reading.sheets.grid import AnyGrid, ExactGrid, Grid, GridT, Merge, RawCell, bounded, hide, merge

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _SST, _CONTINUE = 0x0809, 0x000A, 0x002F, 0x0085, 0x00FC, 0x003C
_FORMAT, _XF, _DATE1904 = 0x041E, 0x00E0, 0x0022
_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK = 0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD
_FORMULA, _STRING, _BOOLERR = 0x0006, 0x0207, 0x0205
_ROW, _COLINFO, _MERGEDCELLS = 0x0208, 0x007D, 0x00E5
_EXCEL_97 = 0x0600
_WORKSHEET = 0
_IS_BOOL, _IS_ERROR = 1, 2
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}

BROKEN = (struct.error, ValueError, IndexError, OverflowError)
"""What reading raises where the bytes are no sheets."""


class XlsLocked(Exception):
    """The file has a password."""


def read_xls(data: bytes) -> list[Grid]:
    """The worksheets in order. Raises XlsLocked, GridTooLarge, or one of BROKEN."""
    return grids_of(_stream(data))


def read_exact_xls(data: bytes) -> list[ExactGrid]:
    """The worksheets in order with their cells as they were typed. Raises as read_xls does."""
    book = _Book(_stream(data))
    return bounded(book.sheet(at, ExactGrid(name, visible)) for at, name, visible in book.sheets)


def grids_of(stream: bytes) -> list[Grid]:
    """The worksheets of a workbook stream. Raises as read_xls does."""
    book = _Book(stream)
    return bounded(book.sheet(at, Grid(name, visible)) for at, name, visible in book.sheets)


def _stream(data: bytes) -> bytes:
    stream = read_stream(data, "Workbook", "Book")
    if stream is None:
        raise ValueError("no workbook")
    return stream


class _Book:
    """What holds for all sheets: their names and places, words, formats, calendar."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.sheets: list[tuple[int, str, bool]] = []
        self.words: list[str] = []
        self.codes = dict(BUILT_IN)
        self.formats: list[int] = []
        self.since_1904 = False
        for kind, parts in _records(stream, 0):
            self._take(kind, parts)
        if len({at for at, _, _ in self.sheets}) < len(self.sheets):
            raise ValueError("two sheets in one place")

    def _take(self, kind: int, parts: list[bytes]) -> None:
        record = parts[0]
        match kind:
            case 0x0809 if struct.unpack_from("<H", record)[0] != _EXCEL_97:
                raise ValueError("older than Excel 97")
            case 0x002F:
                raise XlsLocked
            case 0x0085:
                at, hidden, sort = struct.unpack_from("<IBB", record)
                if sort == _WORKSHEET:
                    self.sheets.append((at, _Text([record], 6).short(), not hidden & 3))
            case 0x00FC:
                self.words = _Text(parts, 8).table(struct.unpack_from("<I", record, 4)[0])
            case 0x041E:
                self.codes[struct.unpack_from("<H", record)[0]] = _Text([record], 2).long()
            case 0x00E0:
                self.formats.append(struct.unpack_from("<H", record, 2)[0])
            case 0x0022:
                self.since_1904 = record[:1] == b"\x01"

    def sheet(self, at: int, grid: GridT) -> GridT:
        """Fill a grid with the records that begin at `at`."""
        formula = (0, 0)
        for kind, parts in _records(self.stream, at):
            record = parts[0]
            if kind == _FORMULA:
                formula = struct.unpack_from("<HH", record)
            if kind == _STRING:
                grid.take(*formula, RawCell(_Text(parts, 0).long(), formula=True))
            elif kind in _SHAPES:
                _shape(grid, kind, record)
            else:
                self._cell(grid, kind, parts)
        return grid

    def _cell(self, grid: AnyGrid, kind: int, parts: list[bytes]) -> None:
        record = parts[0]
        if kind not in _CELLS:
            return
        row, column, form = struct.unpack_from("<HHH", record)
        if kind == _MULRK:
            for k, at in enumerate(range(4, len(record) - 7, 6)):
                form, packed = struct.unpack_from("<HI", record, at)
                grid.take(row, column + k, self._number(_unpacked(packed), form))
            return
        grid.take(row, column, self._raw(kind, parts, form))

    def _raw(self, kind: int, parts: list[bytes], form: int) -> RawCell:
        record = parts[0]
        match kind:
            case 0x00FD:
                number: int = struct.unpack_from("<I", record, 6)[0]
                return RawCell(self.words[number])
            case 0x0204 | 0x00D6:
                return RawCell(_Text(parts, 6).long())
            case 0x0203:
                return self._number(struct.unpack_from("<d", record, 6)[0], form)
            case 0x027E:
                return self._number(_unpacked(struct.unpack_from("<I", record, 6)[0]), form)
            case 0x0205:
                return RawCell(_bool_or_error(record[6], is_error=bool(record[7])), formula=bool(record[7]))
            case _:
                return self._result(record, form)

    def _result(self, record: bytes, form: int) -> RawCell:
        """A formula's stored value; a text stands in the record behind it."""
        if record[12:14] != b"\xff\xff":
            return self._number(struct.unpack_from("<d", record, 6)[0], form)._replace(formula=True)
        kind = record[6]
        said = _bool_or_error(record[8], is_error=kind == _IS_ERROR) if kind in {_IS_BOOL, _IS_ERROR} else None
        return RawCell(said, formula=True)

    def _number(self, value: float, form: int) -> RawCell:
        code = self.codes.get(self.formats[form], GENERAL) if form < len(self.formats) else GENERAL
        return RawCell(value, code, self.since_1904)


_CELLS = frozenset({_LABELSST, _LABEL, _RSTRING, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR})
_SHAPES = frozenset({_ROW, _COLINFO, _MERGEDCELLS})


def _shape(grid: AnyGrid, kind: int, record: bytes) -> None:
    """Hidden rows and columns, merged ranges."""
    if kind == _ROW:
        row, flags = struct.unpack_from("<H10xH", record)
        if flags & 0x20:
            hide(grid.hidden_rows, row, row)
    elif kind == _COLINFO:
        first, last, _, _, flags = struct.unpack_from("<5H", record)
        if flags & 1:
            hide(grid.hidden_columns, first, last)
    else:
        for at in range(2, len(record) - 7, 8):
            top, bottom, left, right = struct.unpack_from("<4H", record, at)
            merge(grid.merges, Merge(top, left, bottom, right))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, list[bytes]]]:
    """The records of the part that begins at `at`, each with its continuations; parts inside it are skipped."""
    depth = 0
    for kind, parts in _grouped(stream, at):
        depth += kind == _BOF
        if depth == 1:
            yield kind, parts
        depth -= kind == _EOF
        if depth <= 0:
            return
    raise ValueError("cut short")


def _grouped(stream: bytes, at: int) -> Iterator[tuple[int, list[bytes]]]:
    kind, parts = -1, list[bytes]()
    while at + 4 <= len(stream):
        found, length = struct.unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + length]
        at += 4 + length
        if found == _CONTINUE and parts:
            parts.append(record)
            continue
        if parts:
            yield kind, parts
        kind, parts = found, [record]
    if parts:
        yield kind, parts


def _unpacked(packed: int) -> float:
    """A number in four bytes: the upper half of a float or a whole number, either in hundredths."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0])
    return value / 100 if packed & 1 else value


def _bool_or_error(value: int, *, is_error: bool) -> str:
    if is_error:
        return _ERRORS.get(value, "#N/A")
    return "是" if value else "否"


class _Text:
    """Strings in a record and its continuations: where one is cut, the rest begins with its width anew."""

    def __init__(self, parts: list[bytes], at: int) -> None:
        self.parts, self.part, self.at = parts, 0, at

    def table(self, count: int) -> list[str]:
        """Strings to the end, at most `count`."""
        found: list[str] = []
        while len(found) < count and not self._at_end():
            found.append(self.long())
        return found

    def short(self) -> str:
        """A string whose length stands in one byte."""
        return self._chars(self._take(1)[0], self._take(1)[0])

    def long(self) -> str:
        """A string whose length stands in two bytes, without what it says of fonts and pronunciation."""
        (length,) = struct.unpack("<H", self._take(2))
        flags = self._take(1)[0]
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        spoken = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        words = self._chars(length, flags)
        self._take(runs * 4 + spoken)
        return words

    def _at_end(self) -> bool:
        return self.part >= len(self.parts) - 1 and self.at >= len(self.parts[-1])

    def _take(self, count: int) -> bytes:
        found = b""
        while count > 0:
            if self.at >= len(self.parts[self.part]):
                self._next()
            piece = self.parts[self.part][self.at : self.at + count]
            found += piece
            self.at += len(piece)
            count -= len(piece)
        return found

    def _next(self) -> None:
        self.part, self.at = self.part + 1, 0
        if self.part >= len(self.parts):
            raise ValueError("string cut short")

    def _chars(self, count: int, flags: int) -> str:
        found: list[str] = []
        while count > 0:
            if self.at >= len(self.parts[self.part]):
                self._next()
                flags = self._take(1)[0]
            width = 2 if flags & 1 else 1
            fit = min(count, (len(self.parts[self.part]) - self.at) // width)
            if fit == 0:
                raise ValueError("half a character")
            raw = self._take(fit * width)
            found.append(raw.decode("utf-16-le" if width > 1 else "latin-1", "replace"))
            count -= fit
        return "".join(found)
