"""What any file format can hold of a text, and how wide it stands on paper."""

import re

from planner.domain.figure_marks import cleaned

# NUL and other controls but tab and line feed, U+FFFE, U+FFFF: XML has no place for them, or no reader shows them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Windows, old Macs, Word's manual break (vertical tab), page break, NEL, and Unicode's own line and paragraph ends
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

# What a report leaves for a person to fill in or to settle: 〔待补充：成文日期〕, 〔待核实：累计550件，数据为552件〕
GAP = re.compile(r"(〔待(?:补充|核实)[^〔〕]*〕)")

# 12, 2024-07, 2024-12.2, 2024-06-30, 2024Q2, 9/11, 24（+2）, 0（平）, —: what stands in mid-cell, on one line
SHORT = re.compile(r"[0-9]+(?:[-./Q][0-9]+){0,3}(?:（(?:平|[+−][0-9]+)）)?|—")


def clean(text: str) -> str:
    """The text as a file can carry it: what `carried` keeps, and none of the characters that mark figures."""
    return text if text.isprintable() else cleaned(carried(text))


def carried(text: str) -> str:
    r"""The text without controls, marks of figures kept: a lone surrogate becomes U+FFFD, any line's end \n."""
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("", _SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text)))


def display_width(text: str) -> float:
    """Columns the text takes: a Chinese character two, a Latin letter one, what lies between about one and a half.

    Half of characters plus UTF-8 bytes gives just that, and is quick on long ledgers.
    """
    return (len(text) + len(text.encode("utf-8", "replace"))) / 2
