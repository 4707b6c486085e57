"""Numbers of automatic numbering as they are printed, by the names that docx gives the ways to write them."""

from collections.abc import Callable, Mapping

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_MOST_ROMAN = 3999
_MOST_LETTERS = 26 * 30
_TEN_THOUSAND = 10_000
_CYCLE = 60
_BELOW_TENS = 100


def numeral(form: str, value: int) -> str:
    """A number as printed in a form, the name that w:numFmt has for it: 12 in chineseCounting is 十二.

    Beyond a form's reach, for zero and below where it has none, and in a form unknown, it is the decimal number.
    """
    write = _FORMS.get(form)
    return (write(value) if write and value > 0 else None) or str(value)


def _counted(value: int, *, digits: str = _DIGITS, units: str = "十百千", bare_ten: bool = True) -> str | None:
    """一百二十: Chinese reading of a number below ten thousand; `bare_ten` says 十二 instead of 一十二."""
    if value >= _TEN_THOUSAND:
        return None
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = value // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        words += (digits[0] if gap else "") + digits[digit] + (units[place - 1] if place else "")
        gap = False
    return words[1:] if bare_ten and words.startswith(digits[1] + units[0]) else words


def _chinese(value: int) -> str | None:
    """Words up to ninety-nine, then digit by digit."""
    return _counted(value) if value < _BELOW_TENS else _digitwise(value).replace("〇", "○")


def _japanese(value: int) -> str | None:
    """A single hundred or thousand has no 一 before it, and gaps aren't spoken: 百三."""
    words = _counted(value)
    return words and words.replace("〇", "").replace("一百", "百").replace("一千", "千")


def _legal(value: int) -> str | None:
    return _counted(value, digits=_LEGAL, units="拾佰仟", bare_ten=False)


def _legal_traditional(value: int) -> str | None:
    return _counted(value, digits=_LEGAL_TRADITIONAL, units="拾佰仟", bare_ten=False)


def _digitwise(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _letters(value: int) -> str | None:
    """A … Z, AA, BB …: so Word goes on."""
    return chr(ord("A") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value <= _MOST_LETTERS else None


def _roman(value: int) -> str | None:
    if value > _MOST_ROMAN:
        return None
    letters = ""
    for worth, letter in _ROMAN:
        count, value = divmod(value, worth)
        letters += letter * count
    return letters


def _lower(write: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda value: (write(value) or "").lower() or None


def _one_of(signs: str) -> Callable[[int], str | None]:
    return lambda value: signs[value - 1] if value <= len(signs) else None


def _row(first: str, count: int) -> Callable[[int], str | None]:
    """Signs that follow each other in Unicode."""
    return _one_of("".join(chr(ord(first) + k) for k in range(count)))


def _sixty(value: int) -> str | None:
    """甲子, 乙丑 …: stem and branch together."""
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if value <= _CYCLE else None


_FORMS: Mapping[str, Callable[[int], str | None]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "numberInDash": lambda value: f"- {value} -",
    "chineseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "chineseCountingThousand": _counted,
    "taiwaneseCountingThousand": _counted,
    "japaneseCounting": _japanese,
    "ideographDigital": _digitwise,
    "japaneseDigitalTenThousand": _digitwise,
    "taiwaneseDigital": _digitwise,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "ideographTraditional": _one_of(_STEMS),
    "ideographZodiac": _one_of(_BRANCHES),
    "ideographZodiacTraditional": _sixty,
    # the four rows of numbers in GB 2312
    "decimalEnclosedFullstop": _row("⒈", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "ideographEnclosedCircle": _row("㈠", 10),
    "upperLetter": _letters,
    "lowerLetter": _lower(_letters),
    "upperRoman": _roman,
    "lowerRoman": _lower(_roman),
}
