"""Lists for mail merge: csv that spreadsheets open with its Chinese whole and nothing in it run."""

import csv
import unicodedata
from io import StringIO

from planner.domain.document import fold
from planner.domain.matters import Matter, short_codes, told_together
from planner.domain.reminders import ChaseList, UnitToChase, matter_words
from planner.domain.wording import PROPOSED, WORDS
from planner.output.text import clean

_HEADER = ("单位", "类别", "联络员", "电话", "邮箱", "件数", "事项", "函件类型", "第几次")
# =1+1, +86…, -1, @SUM(A1), a tab or a line's end before them: a spreadsheet would compute
_UNSEEN = ("Zs", "Cf")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def chase_csv(chase: ChaseList) -> bytes:
    """One row a unit, as utf-8 with BOM."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADER)
    for unit in chase.units:
        writer.writerow([_harmless(clean(cell)) if isinstance(cell, str) else cell for cell in _row(unit)])
    return text.getvalue().encode("utf-8-sig", "replace")


def _row(chased: UnitToChase) -> tuple[str | int, ...]:
    unit = chased.unit
    matters = map(_words, told_together(chased.matters))
    return (
        unit.name,
        f"{unit.kind}（{PROPOSED}）" if unit.kind_proposed else unit.kind,
        unit.contact,
        unit.phone,
        unit.email,
        len(chased.matters),
        "；".join(matters),
        WORDS[chased.letter],
        chased.step,
    )


def _words(group: tuple[Matter, ...]) -> str:
    first, several = group[0], len(group) > 1
    what = short_codes(group) if several else f"{first.code} {first.title}"
    return f"{what}：{matter_words(first)}"


def _harmless(text: str) -> str:
    """The text with ' before it where a spreadsheet might take it for a formula: full widths, unseen signs and all."""
    seen = "".join(char for char in fold(text) if not (char == " " or unicodedata.category(char) in _UNSEEN))
    return f"'{text}" if seen.startswith(_FORMULA) else text
