"""What can become of a file on its way: bytes, the members of a zip, nodes of its XML, cells, words. All seeded."""

import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from typing import Any

from lxml import etree
from openpyxl import load_workbook

ODD_TEXTS = (
    "",
    " ",
    "=1+1",
    '=HYPERLINK("http://example.invalid","点我")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\u202e倒过来\u202c",
    "\u200b\ufeff",
    "<script>alert(1)</script>",
    "{{ 7*7 }}{% for x in y %}",
    "&lt;b&gt;&#0;",
    "（（（（［［〔〔【【",
    "一、（一）1．（1）①",
    "２０２４年１３月４５日",
    "100%" * 50,
    "１／０件",
    "1e999",
    "-0",
    "99999999999999999999999",
    "2024-02-30",
    "0000-00-00",
    "9999-12-31",
    "各县（市、区）政府" * 40,
    "𠮷😀\U0010fffd",
    "\x7f\x85\u2028",
    "长" * 40_000,
    "责任单位：" * 200,
)
_NUMBERS = (
    "-1",
    "0",
    "1",
    "255",
    "65536",
    "2147483648",
    "-2147483649",
    "1e308",
    "NaN",
    "",
    "A1",
    "XFD1048576",
    "A1:XFD1048576",
    "true",
)
_VALUES: tuple[object, ...] = (*ODD_TEXTS, 0, -1, 1.5, 1e300, 2**63, True, False, None, 45000, -45000, 2958466.5)


def mutated(data: bytes, chance: Random) -> bytes:
    """The file after one to three accidents."""
    for count in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(_ways(data, whole=not count))(data, chance)
    return data


def _ways(data: bytes, *, whole: bool) -> Sequence[Callable[[bytes, Random], bytes]]:
    """What may happen to such a file. Only one that is `whole` may be opened in a program and saved again."""
    if data.startswith(b"PK\x03\x04"):
        book = whole and b"xl/workbook.xml" in data
        return (_bytes, _members, _members, _nodes, _nodes, _nodes, *((_cells, _cells, _cells) if book else ()))
    if not data or data.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"SQLite")):
        return (_bytes,)
    return (_bytes, _words, _words, _words)


# ---- bytes ----


def _bytes(data: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    size = chance.choice((1, 2, 8, 100, 4000))
    noisy = bytearray(data)
    for _ in range(min(size, len(data))):
        noisy[chance.randrange(len(data))] = chance.randrange(256)
    return chance.choice(
        (
            bytes(noisy),
            data[:at],
            data[:at] + data[at + size :],
            data[:at] + chance.randbytes(size) + data[at:],
            data[:at] + data[at : at + size] * chance.choice((2, 5, 50)) + data[at + size :],
            data[:at] + bytes(size) + data[at + size :],
            data[at:] + data[:at],
        )
    )


# ---- words ----


def _words(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    odd = chance.choice(ODD_TEXTS)
    match chance.randrange(7):
        case 0:
            lines.insert(at, odd)
        case 1:
            place = chance.randrange(len(lines[at]) + 1)
            lines[at] = lines[at][:place] + odd + lines[at][place:]
        case 2:
            lines[at:] = lines[at : at + 3] * chance.choice((2, 20)) + lines[at:]
        case 3:
            chance.shuffle(lines)
        case 4:
            lines = ["".join(lines)]
        case 5:
            del lines[at : at + chance.choice((1, 5, 50))]
        case _:
            old = chance.choice('，。；：、（）0123456789年月日%<>"&;=') or "，"
            lines = [line.replace(old, odd[:50]) for line in lines]
    return "\n".join(lines).encode("utf-8", "replace")


# ---- zip members ----

_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, LookupError, ValueError, RuntimeError, OverflowError)
_MEMBER_NAMES = ("../../evil.xml", "/etc/passwd", "C:\\x.xml", "[Content_Types].xml", "xl/../xl/a.xml", "a" * 300, " ")


def _opened(data: bytes) -> list[tuple[str, bytes]] | None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > 50_000_000:
                return None
            return [(info.filename, archive.read(info)) for info in archive.infolist()]
    except _BROKEN:
        return None


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    file = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # doubled names are what is wanted
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def _members(data: bytes, chance: Random) -> bytes:
    members = _opened(data)
    if not members:
        return _bytes(data, chance)
    at = chance.randrange(len(members))
    name, content = members[at]
    match chance.randrange(8):
        case 0:
            del members[at]
        case 1:
            members[at] = (chance.choice(_MEMBER_NAMES), content)
        case 2:
            members[at] = (name, b"")
        case 3:
            members[at] = (name, _bytes(content, chance) if content else b"x")
        case 4:
            members[at] = (name, chance.choice(members)[1])
        case 5:
            members.insert(0, (name, chance.choice(members)[1]))
        case 6:
            members.append((name.upper(), content))
        case _:
            members[at] = (name, content + bytes(chance.choice((10, 3_000_000))))
    return _packed(members)


# ---- nodes ----


def _nodes(data: bytes, chance: Random) -> bytes:
    members = _opened(data)
    places = [at for at, (name, _) in enumerate(members or ()) if name.endswith((".xml", ".rels"))]
    if not members or not places:
        return _bytes(data, chance)
    at = chance.choice(places)
    name, content = members[at]
    try:
        root = etree.fromstring(content)
    except (etree.XMLSyntaxError, ValueError):
        return _bytes(data, chance)
    for _ in range(chance.choice((1, 3, 10))):
        _change_node(root, chance)
    members[at] = (name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return _packed(members)


def _change_node(root: Any, chance: Random) -> None:  # noqa: ANN401 - lxml's elements
    nodes = [node for node in root.iter() if isinstance(node.tag, str) and node is not root]
    if not nodes:
        return
    node = chance.choice(nodes)
    parent = node.getparent()
    match chance.randrange(8):
        case 0:
            parent.remove(node)
        case 1:
            for _ in range(chance.choice((1, 30))):
                parent.append(_copy(node))
        case 2:
            chance.choice(nodes).append(_copy(node))
        case 3 | 4 if node.attrib:
            node.set(chance.choice(list(node.attrib)), chance.choice((*_NUMBERS, _legal(chance.choice(ODD_TEXTS)))))
        case 5 if node.attrib:
            del node.attrib[chance.choice(list(node.attrib))]
        case 6:
            node.tag = chance.choice(nodes).tag
        case _:
            node.text = chance.choice((*_NUMBERS, _legal(chance.choice(ODD_TEXTS))))


def _copy(node: Any) -> Any:  # noqa: ANN401 - as above
    return etree.fromstring(etree.tostring(node, with_tail=False))


def _legal(text: str) -> str:
    return "".join(char for char in text if char >= " " or char in "\t\n")


# ---- cells ----


_ROWS = 1000


def _cells(data: bytes, chance: Random) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data))
    except Exception:  # noqa: BLE001 - it was damaged before: openpyxl may raise anything
        return _members(data, chance)
    sheet: Any = chance.choice(book.worksheets)
    for _ in range(chance.choice((1, 2, 6))):
        _change_cells(sheet, chance)
    file = BytesIO()
    try:
        book.save(file)
    except Exception:  # noqa: BLE001 - as above
        return _members(data, chance)
    return file.getvalue()


def _change_cells(sheet: Any, chance: Random) -> None:  # noqa: ANN401 - openpyxl's
    row, column = chance.randint(1, min(max(sheet.max_row, 1), 60)), chance.randint(1, max(sheet.max_column, 1))
    if sheet.max_row > _ROWS or sheet.max_column > _ROWS:
        return  # moving so many rows takes long, and is nobody's accident
    match chance.randrange(9):
        case 0:
            sheet.delete_rows(row)
        case 1:
            sheet.insert_rows(row)
        case 2:
            sheet.delete_cols(column)
        case 3:
            sheet.insert_cols(column)
        case 4:
            sheet.title = chance.choice(("Sheet", "表", "填报表 (2)", "x" * 31))
        case 5:
            sheet.cell(chance.choice((1_048_576, 50_000)), chance.choice((1, 16_384))).value = "远"
        case 6:
            sheet.merge_cells(start_row=row, end_row=row + 3, start_column=column, end_column=column + 2)
        case _:
            cell = sheet.cell(row, column)
            if type(cell).__name__ == "Cell":
                value = chance.choice(_VALUES)
                cell.value = _legal(value)[:32_000] if isinstance(value, str) else value
