"""What makes two sentences tell the same thing: their words without numbers and times, and how each number counts."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from planner.domain.annual.manners import Manner, manner_of
from planner.domain.document import fold, name_key
from planner.domain.figures import PlacedFigure, scaled
from planner.domain.wording import FROM_TEXT

PERCENT = "%"


class Slot(NamedTuple):
    """A number of a sentence, where it stands and how it counts.

    `name` is what it counts: the words before it, or those of the number that it sums up (办结73件，全年192件).
    """

    placed: PlacedFigure
    manner: Manner
    name: str

    @property
    def measure(self) -> str:
        """Its unit of measure: a share's is %."""
        return measure_of(self.placed)


class Shape(NamedTuple):
    """A sentence's words without its numbers (`key`), and its numbers in order."""

    key: str
    slots: tuple[Slot, ...]

    def around(self, slot: Slot) -> str:
        """The words on both sides of a number, up to the numbers next to it."""
        stretches = _SIGNS.split(self.key)
        place = self.slots.index(slot)
        return "".join(stretches[place : place + 2])

    @property
    def is_telling(self) -> bool:
        """Whether there are words enough to say that two such sentences tell the same thing."""
        return len(_SIGNS.sub("", self.key)) > 1


def measure_of(placed: PlacedFigure) -> str:
    """A found number's unit of measure: of 12/12件 it is %."""
    return PERCENT if placed.figure.part is not None else placed.figure.unit


def shape_of(text: str, found: Sequence[PlacedFigure]) -> Shape:
    """The shape of a sentence with the numbers found in it."""
    words, behind = "", 0
    for placed in found:
        words += f"{text[behind : placed.start]}#{scaled(measure_of(placed))[0]}"
        behind = placed.end
    words = fold(words + text[behind:])
    key = _MARKS.sub("", name_key(_COUNTING.sub("", _YEAR.sub("", _WHEN.sub("", words)))))
    slots: list[Slot] = []
    for placed in found:
        slots.append(Slot(placed, manner_of(text, placed, measure_of(placed)), _name(text, placed, slots)))
    return Shape(key, tuple(slots))


def _name(text: str, placed: PlacedFigure, before: Sequence[Slot]) -> str:
    """The words before a number; without any those of the number that it sums up, else the words behind it."""
    name = placed.figure.name
    if name != FROM_TEXT and len(core(name)) > 1:
        return name
    if before and before[-1].measure == measure_of(placed) and name != FROM_TEXT and not core(name):
        return before[-1].name
    behind = _BEHIND.match(text, placed.end)
    return behind[0] if behind else name


def without_times(text: str) -> str:
    """A sentence without the part of the year that it speaks of: 一季度，开展评查3次 → 开展评查3次."""
    return _WHEN.sub("", text).lstrip("，, ")


def core(name: str) -> str:
    """What a number's name is about: without 全年, 累计, 开展 and the like; 共开展案卷评查 → 案卷评查."""
    words = _MARKS.sub("", _COUNTING.sub("", _YEAR.sub("", _WHEN.sub("", fold(name)))))
    while (shorter := _DOING.sub("", words)) != words:
        words = shorter
    return _ENDING.sub("", words)


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one thing: the same but for order (案卷评查, 评查案卷) and filling words."""
    mine, others = core(one), core(other)
    return len(mine) > 1 and sorted(mine) == sorted(others)


def akin(one: str, other: str) -> bool:
    """Whether two names may mean one thing: one holds the other, or they share a pair of characters in any order.

    Names that tell different things done (走访企业, 检查企业) never do.
    """
    mine, others = core(one), core(other)
    if not mine or not others or _differ_in_acts(mine, others):
        return False
    pairs = {frozenset(mine[at : at + 2]) for at in range(len(mine) - 1)}
    return (
        mine in others or others in mine or any(frozenset(others[n : n + 2]) in pairs for n in range(len(others) - 1))
    )


def tells_an_act(words: str) -> bool:
    """Whether words tell one of the things done that a name differs by: 走访, 受理, 培训."""
    return bool(_ACTS.search(words))


def _differ_in_acts(one: str, other: str) -> bool:
    mine, others = set(_ACTS.findall(one)), set(_ACTS.findall(other))
    return bool(mine and others) and not mine & others


def counts_occasions(measure: str) -> bool:
    """Whether a unit of measure counts occasions, of which the same number may well come again: 1次 each quarter."""
    return measure in _OCCASIONS


# 同18个[抢险救援单位签好协议], 5项[决策事项]
_BEHIND = re.compile(r"[^\W\d_]{2,28}")
_SIGNS = re.compile(r"[#%‰]")
_MARKS = re.compile(r"[^\w#%‰]+")
# 一季度, 2024年第二季度, 上半年, 1-6月, 3月5日, 本季度; not 6月30日前
_WHEN = re.compile(
    r"(?:截至|截止|到|至)?(?:20\d\d年)?(?:第?[一二三四1-4]季度|[上下]半年|前三季度|\d{1,2}[-—–~至]\d{1,2}月份?"
    r"|(?<!\d)\d{1,2}月(?:\d{1,2}[日号]|份|底|末)?(?![前至到—-])|本季度|本期|当季|本季)(?:以来|内|期间|末|底)?[，,]?"
)
_YEAR = re.compile(
    r"(?:20\d\d年|今年|年初|1月)以来|(?:截至|到)?目前|(?:20\d\d年|今年|本年度?)?全年|本年度?|年内|今年|20\d\d年"
)
# 累计受理, 共印发, 已办结, 总计; not 共同, 公共
_COUNTING = re.compile(r"累计|共计|总计|合计|(?<!公)共(?![同享建治])|已经?(?!知)")
_OCCASIONS = frozenset(["次", "场", "期", "轮", "回", "场次", "批", "批次"])
_DOING = re.compile(
    r"^(?:[全我][省市县区州]|开展|组织|完成|进行|实施|举办|举行|召开|办理|达到?|为|了|有|新|又|及|和|并)"
)
_ENDING = re.compile(r"(?:数量|总数|数|达到?|为|了|共|的|开展|组织|完成|进行|实施|举办|举行|召开|办理)+$")
# [走访]企业 is another thing than [检查]企业, [受理]申请 than [办结]申请
_ACTS = re.compile(
    r"受理|立案|办结|审结|结案|执结|走访|[检抽核巡督复排普评审备审]查|调查|评查|督办|整改|整治|培训|轮训|宣讲|调解|化解|处罚|处置|查处|撤销|纠正"
    r"|印发|制定|出台|修订|修改|清理|废止|公布|新增|新建|改造|建成|下放|承接|取消|应诉|旁听|出庭|备案|签约|聘请|招录|通报|约谈"
)
