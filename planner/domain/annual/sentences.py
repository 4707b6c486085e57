"""The sentences of an entry, as the year-end report can tell them one by one."""

import re

from planner.domain.annual.sorting import label_of

_CLOSERS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "『": "』", "【": "】", "〔": "〕", "[": "]"}
_ENDS = "。！？!?\n"
# 其中办结271件, 并通报结果, 占总数的八成: no sentence of its own behind a ；
_CLINGS = re.compile(
    r"\s*(?:其中|其余|并|且|同时|以及|及|和|与|或|分别|占|比|较|从而|但|而|均|也|还|则|再|对此|为此|以此)"
)
_SHORT = 8


def sentences_of(text: str) -> tuple[str, ...]:
    """The sentences of a text, each with its stop; a line's end is one too. Parts between ； stand alone if they can.

    Stops inside brackets and quotes end nothing; what is left over at the end is a sentence without a stop. The label
    of a form (本期进展：) stays with the first part behind it.
    """
    found: list[str] = []
    for sentence in _split(text, _ENDS):
        label = label_of(sentence)
        first, *others = _parts(sentence[len(label) :]) or [""]
        found += [label + first, *others]
    return tuple(found)


def closed(text: str) -> str:
    """A sentence as the report tells it: without blanks at its ends, ended by 。 or its own ！ or ？."""
    words = unstopped(text)
    return words if not words or words[-1] in "！？!?" else f"{words}。"


def unnumbered(text: str) -> str:
    """A sentence without the numbers of items: 2.培训20人 → 培训20人; 成效明显：1.办结30件 → 成效明显：办结30件.

    一是 goes only where no 二是 follows.
    """
    words = _ITEM.sub("", text)
    alone = _FIRSTLY.sub("", words)
    return words if _NEXT.search(alone) else alone


def half_width(text: str) -> str:
    """A text with the digits of its numbers as a report prints them: ５０９件 → 509件. No character moves."""
    return _WIDE_COMMA.sub(",", text).translate(_HALF_WIDTH)


# 2.培训20人, ：1、办结, （2）培训, ③培训, 三、培训, （一）培训; not 1.5万人, 3、4月, 一、二季度
_ITEM = re.compile(
    r"(?:(?<=[:：;；])|^)\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[.．、)）]|[①-⑳]|[(（][一二三四五六七八九十]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]))\s*(?!\d)"
)
_NEXT = re.compile(r"[，,；;：:][一二三四五六七八九十]{1,3}是")
# 三是开展培训
_FIRSTLY = re.compile(r"^\s*[一二三四五六七八九十]{1,3}是[，,]?")
_WIDE_COMMA = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def with_quarter(text: str, period: str) -> str:
    """A sentence as it reads at the year's end: 本季度 of 2024Q4 is 四季度."""
    return re.sub("本季度", quarter_of(period), text)


def quarter_of(period: str) -> str:
    """2024Q3 → 三季度."""
    return f"{'一二三四'[int(period[-1]) - 1]}季度"


def unstopped(text: str) -> str:
    """A text on one line, without the stop at its end."""
    return " ".join(text.split()).rstrip("。；;，,、 ")


def _parts(sentence: str) -> list[str]:
    """A sentence at its ；, or whole where a part could not stand alone: a fragment, or the list behind a colon."""
    parts = _split(sentence, "；;")
    if len(parts) == 1 or re.search("[:：]", parts[0]):
        return [sentence]
    joined: list[str] = [parts[0]]
    for part in parts[1:]:
        if _CLINGS.match(part) or len(part.strip()) < _SHORT or len(joined[-1].strip()) < _SHORT:
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _split(text: str, ends: str) -> list[str]:
    """The stretches of a text up to and with each of `ends` outside brackets and quotes; blank ones are left out."""
    found: list[str] = []
    awaited: list[str] = []
    begin = 0
    for at, char in enumerate(text):
        if char in _CLOSERS and _CLOSERS[char] in text[at:]:
            awaited.append(_CLOSERS[char])
        elif awaited and char == awaited[-1]:
            awaited.pop()
        elif char in ends and not awaited:
            found.append(text[begin : at + 1])
            begin = at + 1
    found.append(text[begin:])
    return [piece.strip() for piece in found if piece.strip()]
