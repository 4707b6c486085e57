"""Bytes to text by a ladder without guesses: byte order mark, UTF-8, GB 18030; each strictly or not at all."""

import codecs
import unicodedata

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LAYOUT = frozenset("\t\n\x0b\x0c\r")
# Private use, unassigned, surrogate, control: bytes of another encoding often fit GB 18030, but land here.
_IMPLAUSIBLE = frozenset({"Co", "Cn", "Cs", "Cc"})


def starts_with_bom(data: bytes) -> bool:
    """Whether the bytes say themselves which encoding they are in."""
    return any(data.startswith(mark) for mark, _ in _BOMS)


def decode(data: bytes) -> str | None:
    """The text of `data` without its byte order mark, newlines as they are; None where no encoding fits.

    A declared gb2312 or gbk is a part of GB 18030, so it needs no rung of its own.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    text = _strict(data, "utf-8")
    if text is not None:
        return text
    text = _strict(data, "gb18030")
    return text if text is not None and _plausible(text) else None


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    return all(c in _LAYOUT or unicodedata.category(c) not in _IMPLAUSIBLE for c in set(text))
