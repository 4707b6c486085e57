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
_DECLARED = {
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "ms936", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "x-x-big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
}
_LAYOUT = frozenset("\t\n\x0b\x0c\r")
# Private use, unassigned, surrogate, control: bytes of another encoding often fit GB 18030, but land here.
_IMPLAUSIBLE = frozenset({"Co", "Cn", "Cs", "Cc"})

_MARKS = frozenset("“”‘’—…·①②③④⑤⑥⑦⑧⑨⑩")
_NEARLY_ALL = 0.95
_ENOUGH = 100_000


def starts_with_bom(data: bytes) -> bool:
    """Whether the bytes say themselves which encoding they are in."""
    return any(data.startswith(mark) for mark, _ in _BOMS)


def decode(data: bytes, declared: str | None = None) -> str | None:
    """The text of `data` without its byte order mark, newlines as they are; None where no encoding fits.

    What a page declares comes after the mark and is held to it as strictly. Declared gb2312 and gbk are parts of
    GB 18030, and read as that. UTF-16 without a mark is known by what only it has: letters and blanks with a NUL.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if b"\x00" in data and (text := _unmarked_utf16(data)) is not None:
        return text
    for encoding in (_DECLARED.get((declared or "").lower(), "utf-8"), "utf-8"):
        if (text := _strict(data, encoding)) is not None:
            return text
    text = _strict(data, "gb18030")
    return text if text is not None and _plausible(text) else None


def _unmarked_utf16(data: bytes) -> str | None:
    """The text where just one order of the bytes makes a text of it, and that nearly all Chinese or ASCII."""
    found = [text for encoding in ("utf-16-le", "utf-16-be") if (text := _strict(data, encoding)) and _usual(text)]
    return found[0] if len(found) == 1 else None


def _usual(text: str) -> bool:
    beginning = text[:_ENOUGH]
    usual = sum(
        char < "\x7f" or "\u3000" <= char <= "\u9fff" or "\uff01" <= char <= "\uff5e" or char in _MARKS
        for char in beginning
    )
    return usual >= _NEARLY_ALL * len(beginning) and "\x00" not in text and _plausible(text)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    return all(c in _LAYOUT or unicodedata.category(c) not in _IMPLAUSIBLE for c in set(text))
