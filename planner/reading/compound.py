"""OLE compound files, the container of Word, Excel and WPS before 2007, read without trust in their sizes.

The layout is [MS-CFB] 2.2–2.6.
"""

import struct
from collections.abc import Iterator, Sequence

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END = 0xFFFFFFFA  # sector numbers from here on are marks: end of chain, free, table
_IN_HEADER = 109
_ENTRY = 128
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def read_stream(data: bytes, *names: str) -> bytes | None:
    """The first stream of one of these names, None where there is none. Raises ValueError, struct.error, IndexError."""
    file = _Compound(data)
    for name in names:
        for entry in file.entries:
            if entry.kind == _STREAM and entry.name.lower() == name.lower():
                return file.content(entry)
    return None


def top_names(data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the top, not those of objects embedded further down.

    Nothing where the directory can't be followed.
    """
    try:
        return frozenset(_children(_Compound(data).entries))
    except (struct.error, ValueError, IndexError):
        return frozenset()


def names_anywhere(data: bytes, names: tuple[str, ...]) -> frozenset[str]:
    """Which of the names stand anywhere in the bytes: the second-best answer where the directory is damaged."""
    return frozenset(name for name in names if name.encode("utf-16-le") in data)


class _Entry:
    """A name of the directory: its neighbours and children in the tree, where its content begins, how long it is."""

    def __init__(self, raw: bytes) -> None:
        length: int = struct.unpack_from("<H", raw, 64)[0]
        self.name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        self.kind = raw[66]
        self.left, self.right, self.child = struct.unpack_from("<III", raw, 68)
        self.start: int = struct.unpack_from("<I", raw, 116)[0]
        self.size: int = struct.unpack_from("<I", raw, 120)[0]


class _Compound:
    """The sector tables and the directory of a compound file."""

    def __init__(self, data: bytes) -> None:
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in {9, 12} or mini_shift >= shift:
            raise ValueError(shift)
        self.data, self.size, self.mini_size = data, 1 << shift, 1 << mini_shift
        directory, _, self.cutoff, mini_table = struct.unpack_from("<IIII", data, 48)
        self.table = self._table()
        listed = self._chain(directory)
        self.entries = [_Entry(listed[at : at + _ENTRY]) for at in range(0, len(listed) - _ENTRY + 1, _ENTRY)]
        self.mini_table = _numbers(self._chain(mini_table))
        root = next((entry for entry in self.entries if entry.kind == _ROOT), None)
        self.mini = self._chain(root.start) if root else b""

    def content(self, entry: _Entry) -> bytes:
        """The bytes of a stream: a small one stands in the mini stream of the root."""
        if entry.size >= self.cutoff:
            return self._chain(entry.start)[: entry.size]
        return _follow(self.mini, self.mini_size, self.mini_table, entry.start)[: entry.size]

    def _sector(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def _table(self) -> Sequence[int]:
        """The table that chains sectors; further sectors of it are listed in a chain of lists."""
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", self.data, 76))
        further: int = struct.unpack_from("<I", self.data, 68)[0]
        for _ in range(len(self.data) // self.size):
            if further >= _END:
                break
            *listed, further = _numbers(self._sector(further))
            numbers += listed
        most = len(self.data) // self.size
        return _numbers(b"".join(self._sector(number) for number in numbers[:most] if number < _END))

    def _chain(self, start: int) -> bytes:
        return _follow(self.data[self.size :], self.size, self.table, start)


def _children(entries: Sequence[_Entry]) -> Iterator[str]:
    """The names below the root, a binary tree by left and right neighbours."""
    if not entries or entries[0].kind != _ROOT:
        return
    pending, seen = [entries[0].child], set[int]()
    while pending:
        number = pending.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        if entry.kind in {_STREAM, _STORAGE}:
            yield entry.name
        pending += [entry.left, entry.right]


def _follow(data: bytes, size: int, table: Sequence[int], start: int) -> bytes:
    """The sectors of a chain, joined. Raises ValueError where it runs in a circle."""
    found: list[bytes] = []
    while start < _END:
        found.append(data[start * size : (start + 1) * size])
        if len(found) > len(table):
            raise ValueError(start)
        start = table[start]
    return b"".join(found)


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
