"""What any file format can hold of a text, and how wide it stands on paper."""

import re

# XML 1.0 has no place for these: NUL and other controls but tab, line feed and return; U+FFFE, U+FFFF.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# What a report leaves for a person to fill in or to settle: 〔待补充：成文日期〕, 〔待核实：累计550件，数据为552件〕
GAP = re.compile(r"(〔待(?:补充|核实)[^〔〕]*〕)")

# 12, 2024-07, 2024-12.2, 2024-06-30, 2024Q2, 9/11: what stands in the middle of its cell, on one line
SHORT = re.compile(r"[0-9]+(?:[-./Q][0-9]+){0,3}")


def clean(text: str) -> str:
    r"""The text without what XML can't carry: controls go, a lone surrogate becomes U+FFFD, \r\n becomes \n."""
    if text.isprintable():
        return text
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _UNPRINTABLE.sub("", text)


def display_width(text: str) -> float:
    """Columns the text takes: a Chinese character two, a Latin letter one, what lies between about one and a half.

    Half of characters plus UTF-8 bytes gives just that, and is quick on long ledgers.
    """
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2
