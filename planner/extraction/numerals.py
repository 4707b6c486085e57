"""Numbers as plans print them: 12, 1,000, 二十五, 三千二百, 百分之九十."""

_DIGITS = {c: value for value, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral (二十五 → 25, 一百零三 → 103, 三万五千 → 35000), else None."""
    total, section, digit = 0, 0, 0
    for char in text:
        if char in _TENS:
            section += (digit or 1) * _TENS[char]
            digit = 0
        elif char == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        elif char == "亿":
            total, section, digit = (total + section + digit) * 100_000_000, 0, 0
        elif char in _DIGITS:
            digit = _DIGITS[char]
        else:
            return None
    return total + section + digit if text else None


def number(text: str) -> float | None:
    """The value of a number in Arabic or Chinese digits (1,000 → 1000, 4.5, 三 → 3, 三点五 → 3.5), else None.

    `text` is folded to half width.
    """
    plain = text.replace(",", "")
    if plain[:1].isascii() and plain[:1].isdigit():
        try:
            return float(plain)
        except ValueError:
            return None
    before, point, after = text.partition("点")
    if point and after and all(char in _DIGITS for char in after):
        ones = chinese_number(before)
        return None if ones is None else ones + float("0." + "".join(str(_DIGITS[char]) for char in after))
    return chinese_number(text)


def whole(text: str) -> int | None:
    """Like `number`, for values that must be whole (a month, an item's number)."""
    value = number(text)
    return int(value) if value is not None and value == int(value) else None


def year(text: str) -> int | None:
    """A year in Arabic or Chinese digits: 2024, 二〇二四; None for anything else."""
    digits = "".join(str(_YEAR_DIGITS.get(char, char)) for char in text)
    return int(digits) if digits.isascii() and digits.isdigit() else None


_YEAR_DIGITS = _DIGITS | {"○": 0}
