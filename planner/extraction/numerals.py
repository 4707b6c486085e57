"""Numbers as plans print them: 12, 1,000, 二十五, 百分之九十."""

_DIGITS = {c: value for value, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand (二十五 → 25, 一百零三 → 103), else None."""
    total, digit = 0, 0
    for char in text:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + digit if text else None


def number(text: str) -> float | None:
    """The value of a number in Arabic or Chinese digits (1,000 → 1000, 4.5, 三 → 3), else None.

    `text` is folded to half width.
    """
    plain = text.replace(",", "")
    if plain[:1].isascii() and plain[:1].isdigit():
        try:
            return float(plain)
        except ValueError:
            return None
    return chinese_number(text)


def whole(text: str) -> int | None:
    """Like `number`, for values that must be whole (a month, an item's number)."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None
