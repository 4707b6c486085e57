"""Quantities that a task must reach: which numbers of its text are targets, and how they are to be met."""

import re
from dataclasses import dataclass
from functools import cache

from planner.domain.drafts import Comparator
from planner.extraction.quantities import Quantity, quantities_in
from planner.extraction.rulebook import any_of, any_pattern, phrases

_LOOK_BACK = 14  # how far before a number its verb may stand


@dataclass(frozen=True, slots=True)
class Aim:
    """A target at [start, end) of the text searched; the words are number, unit, cue and the noun it counts."""

    start: int
    end: int
    quantity: Quantity
    comparator: Comparator

    @property
    def is_rate(self) -> bool:
        """Whether it is a share in percent."""
        return self.quantity.unit == "%"


def find_targets(masked: str, start: int, end: int) -> list[Aim]:
    """The targets in a stretch of folded and masked text, in order."""
    return [aim for quantity in quantities_in(masked, start, end) if (aim := _aim(masked, quantity, start, end))]


def unknown_figures(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where words set a figure that no rule turns into a number: 翻一番, 八成以上."""
    return [found.span() for found in _unread().finditer(masked, start, end)]


def _aim(text: str, quantity: Quantity, start: int, end: int) -> Aim | None:
    clause = _clause_start(text, quantity.start, start)
    before = text[clause : quantity.start]
    after = text[quantity.end : min(end, quantity.end + _LOOK_BACK)]
    bound, cue_start, cue_end = _bound(before, after)
    if not _is_target(quantity, before, after, bound=bound):
        return None
    first = _words_start(before, cue_start)
    last = _words_end(text, quantity, quantity.end + cue_end, end)
    return Aim(clause + first, last, quantity, bound or Comparator.EXACTLY)


def _clause_start(text: str, at: int, start: int) -> int:
    first = max(start, at - _CLAUSE_LONGEST)
    return max(first, max(text.rfind(stop, first, at) for stop in ",。;:!?\n") + 1)


_CLAUSE_LONGEST = 200


# ---- how it is to be met ----


def _bound(before: str, after: str) -> tuple[Comparator | None, int, int]:
    """The comparator that words before or after a number give, where they start before it and end behind it."""
    behind = _behind().match(after)
    ahead = _ahead().search(before)
    cue_start = ahead.start() if ahead else len(before)
    cue_end = behind.end() if behind else 0
    if behind:
        return (Comparator.AT_LEAST if behind["least"] else Comparator.AT_MOST), cue_start, cue_end
    if ahead and ahead["least"]:
        return Comparator.AT_LEAST, cue_start, cue_end
    if ahead and ahead["most"]:
        return Comparator.AT_MOST, cue_start, cue_end
    return None, cue_start, cue_end


@cache
def _unread() -> re.Pattern[str]:
    return re.compile(any_pattern("quantities", "context.unknown"))


@cache
def _ahead() -> re.Pattern[str]:
    """不少于 / 至少开展 / 达到, just before the number; 至少 may have its verb between."""
    least, most, reached = (any_of("quantities", f"cues.{key}") for key in ("at_least", "at_most", "reached"))
    about = any_of("quantities", "cues.about")
    return re.compile(
        rf"(?:(?P<least>{least}[^\d,。;]{{0,6}})|(?P<most>{most}[^\d,。;]{{0,3}})|(?P<reached>{reached}))(?:{about})?$"
    )


@cache
def _behind() -> re.Pattern[str]:
    """以上 / 及以上 / 以内 / 内."""
    least, most = (any_of("quantities", f"cues.{key}") for key in ("after_at_least", "after_at_most"))
    return re.compile(rf"(?:(?P<least>{least})|(?P<most>{most}))")


# ---- whether it is one ----


def _is_target(quantity: Quantity, before: str, after: str, *, bound: Comparator | None) -> bool:
    if _excluded(quantity, before, after):
        return False
    unit = quantity.unit.lstrip("万亿千百余多")
    if unit in phrases("quantities", "duration"):
        return bound is Comparator.AT_MOST and _limits(before, after)
    if quantity.in_words:
        return _words_count(quantity, unit, before, bound=bound)
    cued = bound is not None or bool(_ahead().search(before))
    if unit in phrases("quantities", "money"):
        return bool(_money_target().search(before)) and (cued or bool(_making().search(before)))
    if unit == "%":
        return cued or bool(_rate().search(before)) or bool(_whole().search(before))
    return cued or bool(_making().search(before[-_LOOK_BACK:]))


def _words_count(quantity: Quantity, unit: str, before: str, *, bound: Comparator | None) -> bool:
    """Whether a number in Chinese digits is meant as one: 每季度一次, 至少两期, 共建三个园区; not 一个体系."""
    if unit not in phrases("quantities", "counted_in_words"):
        return quantity.value > _A_COUPLE and (bound is not None or bool(_building().search(before)))
    if quantity.value == 1 and bound is None:
        return bool(_every().search(before))
    return bound is not None or bool(_ahead().search(before) or _making().search(before[-_LOOK_BACK:]))


_A_COUPLE = 2


def _excluded(quantity: Quantity, before: str, after: str) -> bool:
    """Amounts given away, old values, and numbers that describe a class or a name."""
    if quantity.unit.endswith(("分", "倍")) or _baseline().search(before) or _class().match(after):
        return True
    return bool(_given().search(before)) or (quantity.unit == "%" and bool(_given().search(after)))


def _limits(before: str, after: str) -> bool:
    """A limit on how long something takes (压缩至3个工作日以内), not a time counted from an event (更新后30天内)."""
    return not re.search(r"(?:起|后|自[^,]{1,20})$", before) and not re.match(r"内?的?(?:企业|项目)", after)


@cache
def _baseline() -> re.Pattern[str]:
    return re.compile(any_of("quantities", "context.baseline") + "$")


@cache
def _class() -> re.Pattern[str]:
    return re.compile(rf"{any_of('quantities', 'context.class_after')}|[^,。;]{{1,10}}之一")


@cache
def _given() -> re.Pattern[str]:
    return re.compile(any_of("quantities", "context.money_given"))


@cache
def _money_target() -> re.Pattern[str]:
    return re.compile(any_of("quantities", "context.money_target"))


@cache
def _making() -> re.Pattern[str]:
    return re.compile(any_of("quantities", "context.making"))


@cache
def _building() -> re.Pattern[str]:
    return re.compile(any_of("quantities", "context.building"))


@cache
def _rate() -> re.Pattern[str]:
    """审查率 / 满意度, right before the number."""
    return re.compile(any_of("quantities", "context.rate_noun") + "$")


@cache
def _whole() -> re.Pattern[str]:
    """全市90%的…: a share of a named whole that opens the clause."""
    return re.compile(r"^(?:确保|力争|实现)?全[市省区县国州]$")


@cache
def _every() -> re.Pattern[str]:
    return re.compile(r"每(?:半年|年|季度?|个?月|周)")


# ---- its words ----


def _words_start(before: str, cue_start: int) -> int:
    """Where a target's words begin: with a rate's noun, a period (每季度至少开展1次), a verb (举办2期), or its cue."""
    found = (
        _every().search(before) or _rate_words().search(before, 0, cue_start) or _verb().search(before, 0, cue_start)
    )
    return found.start() if found else cue_start


@cache
def _verb() -> re.Pattern[str]:
    """举办 / 免费手术 / 完成投资, right before the number or its cue."""
    making, money = any_of("quantities", "context.making"), any_of("quantities", "context.money_target")
    return re.compile(rf"{making}{{1,2}}{money}?$")


@cache
def _rate_words() -> re.Pattern[str]:
    """规范性文件审查率 / 满意度: the noun up to its clause's start or last joiner."""
    return re.compile(rf"[^、,。;:(){{}}\s]{{0,20}}{any_of('quantities', 'context.rate_noun')}$")


def _words_end(text: str, quantity: Quantity, at: int, end: int) -> int:
    """Where a target's words end: behind 以上, and behind the noun that 个, 名 and 家 count."""
    if not quantity.unit.endswith(_COUNTING):
        return at
    noun = _noun().match(text, at, end)
    return noun.end() if noun else at


_COUNTING = ("个", "名", "家", "项", "所", "座", "件", "条", "部", "套", "台", "处", "例")
_NOUN_LONGEST = 16


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"[^\d,。;:、!?()\[\]【】的\n]{{1,{_NOUN_LONGEST}}}(?=[,。;、!?()\[\n]|$)")
