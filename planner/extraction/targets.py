"""Quantities that a task must reach: each target's words and how it is to be met."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from planner.domain.drafts import Comparator
from planner.extraction.aims import Figure, every, is_target
from planner.extraction.quantities import Quantity, not_quantities_in, quantities_in
from planner.extraction.rulebook import any_of, any_pattern
from planner.extraction.stretches import holds, touches

_SHARES = ("%", "‰")
_CLAUSE_LONGEST = 120
_SENTENCE_LONGEST = 300
_STOPS = ",。;:!?\n\t"
_SENTENCE_STOPS = "。;!?\n\t"


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
        return self.quantity.unit in _SHARES


def find_targets(masked: str, start: int, end: int, *, year: int | None = None) -> list[Aim]:
    """The targets in a stretch of folded and masked text, in order. `year` is the plan's first."""
    quoted = [found.span() for found in _QUOTED.finditer(masked, start, end)]
    aims = [
        aim
        for quantity in quantities_in(masked, start, end)
        if not holds(quoted, quantity.start, quantity.end) and (aim := _aim(masked, quantity, (start, end), year))
    ]
    return _alike(masked, aims)


# “15分钟就医圈” / "一河一策": what is quoted is a name
_QUOTED = re.compile(r"[“\"][^“”\"\n,。;]{1,24}[”\"]")


def unknown_figures(masked: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where words set a figure that no rule turns into a number with a unit: 翻一番, 八成以上, 不少于30."""
    found = [match.span() for match in _unread().finditer(masked, start, end)]
    bare = list(_bare().finditer(masked, start, end))
    if bare:
        read = {quantity.start for quantity in quantities_in(masked, start, end)}
        named = not_quantities_in(masked, start, end)
        found += [m.span() for m in bare if m.start("n") not in read and not touches(named, *m.span("n"))]
    return sorted(found)


def _aim(text: str, quantity: Quantity, within: tuple[int, int], year: int | None) -> Aim | None:
    start, end = within
    clause = _start_of(text, quantity.start, start, _STOPS)
    before = text[clause : quantity.start]
    sentence = _start_of(text, clause, start, _SENTENCE_STOPS)
    close = _end_of(text, quantity.end, end, _STOPS)
    after = text[quantity.end : close]
    rest = text[close : _end_of(text, close, end, _SENTENCE_STOPS)]
    behind, ahead = _behind().match(after), _ahead().search(before)
    if quantity.unit in _SHARES and not (ahead and (ahead["least"] or ahead["most"])):
        ahead = _ahead_of_share().search(before) or ahead
    comparator = _comparator(quantity, ahead, behind)
    figure = Figure(
        quantity,
        before,
        after,
        text[sentence:clause],
        rest,
        least=comparator is Comparator.AT_LEAST,
        most=comparator is Comparator.AT_MOST,
        cued=bool(ahead or behind),
        ahead=bool(ahead),
    )
    if not is_target(figure, year):
        return None
    first = _words_start(before, ahead.start() if ahead else len(before), share=quantity.unit in _SHARES)
    last = _words_end(text, quantity, quantity.end + (behind.end() if behind else 0), end)
    return Aim(clause + first, last, quantity, comparator)


def _start_of(text: str, at: int, start: int, stops: str) -> int:
    first = max(start, at - _CLAUSE_LONGEST)
    return max(first, max(text.rfind(stop, first, at) for stop in stops) + 1)


def _end_of(text: str, at: int, end: int, stops: str) -> int:
    last = min(end, at + _SENTENCE_LONGEST)
    found = _stop(stops).search(text, at, last)
    return found.start() if found else last


@cache
def _stop(stops: str) -> re.Pattern[str]:
    return re.compile(f"[{stops}]")


# ---- how it is to be met ----


def _comparator(quantity: Quantity, ahead: re.Match[str] | None, behind: re.Match[str] | None) -> Comparator:
    if behind and not behind["about"]:
        return Comparator.AT_LEAST if behind["least"] else Comparator.AT_MOST
    if ahead and ahead["most"]:
        return Comparator.AT_MOST
    if (ahead and ahead["least"]) or quantity.more:
        return Comparator.AT_LEAST
    return Comparator.EXACTLY


def _alike(text: str, aims: list[Aim]) -> list[Aim]:
    """分别不低于95%、90% and 95%、90%以上: one bound for all that a list joins."""
    found = list(aims)
    for k, (one, other) in enumerate(pairwise(aims)):
        if _joined(text, one, other) and found[k].comparator is not Comparator.EXACTLY:
            found[k + 1] = replace(other, comparator=found[k].comparator)
    for k in range(len(found) - 1, 0, -1):
        one, other = found[k - 1], found[k]
        if _joined(text, one, other) and one.comparator is Comparator.EXACTLY:
            found[k - 1] = replace(one, comparator=other.comparator)
    return found


def _joined(text: str, one: Aim, other: Aim) -> bool:
    between = text[one.quantity.end : other.quantity.start]
    return one.quantity.unit == other.quantity.unit and between in ("、", "和", "及", "以及", "与")


@cache
def _unread() -> re.Pattern[str]:
    return re.compile(any_pattern("quantities", "context.unknown"))


@cache
def _bare() -> re.Pattern[str]:
    """不少于30(篮) / 达到95以上: words that bound a number, and no unit that is known."""
    least, most = (any_of("quantities", f"cues.{key}") for key in ("at_least", "at_most"))
    return re.compile(rf"(?:(?:{least}|{most})(?:约|近)?|达到?(?=\d[\d.]{{0,8}}以))(?P<n>\d[\d,.]{{0,12}})")


@cache
def _ahead() -> re.Pattern[str]:
    """不少于 / 至少开展 / 达到, just before the number; 至少 may have its verb between."""
    least, most, reached = (any_of("quantities", f"cues.{key}") for key in ("at_least", "at_most", "reached"))
    about = any_of("quantities", "cues.about")
    return re.compile(
        rf"(?:(?P<least>{least}[^\d,。;]{{0,6}})|(?P<most>{most}[^\d,。;]{{0,3}})|(?P<reached>{reached}))(?:{about})?$"
    )


@cache
def _ahead_of_share() -> re.Pattern[str]:
    """不少于现行文件总数的(50%): what the share is of stands between."""
    least, most = (any_of("quantities", f"cues.{key}") for key in ("at_least", "at_most"))
    return re.compile(rf"(?:(?P<least>{least})|(?P<most>{most}))[^\d,。;]{{2,24}}的$")


@cache
def _behind() -> re.Pattern[str]:
    """以上 / 及以上 / 以内 / 内 / 左右."""
    least, most = (any_of("quantities", f"cues.{key}") for key in ("after_at_least", "after_at_most"))
    return re.compile(
        rf"(?:(?P<least>{least})|(?P<most>{most})(?!部|设|容|外|地|资|控|涝|河|陆|镜|科)|(?P<about>左右))"
    )


# ---- its words ----


def _words_start(before: str, cue_start: int, *, share: bool) -> int:
    """Where a target's words begin: with a rate's noun, a period (每季度至少开展1次), a verb (举办2期), or its cue."""
    periods = [found.start() for found in every().finditer(before)]
    if periods and not re.search(r"\d", before[periods[-1] : cue_start]):
        return periods[-1]
    if share and _rate_words().search(before, 0, cue_start):
        return max((found.end() for found in _cut().finditer(before, 0, cue_start)), default=0)
    found = _verb().search(before, 0, cue_start)
    return found.start() if found else cue_start


@cache
def _cut() -> re.Pattern[str]:
    """What stands before a rate's noun: 年底前, 达到95%以上、, 审查率、(备案率), 〕 and the like."""
    noun = any_of("quantities", "context.rate_noun")
    return re.compile(
        rf"(?:{_DAY})(?:之前|以前|前)?|\d[\d.]{{0,8}}[^\d、,]{{0,6}}[、和及]|(?<![季年月]){noun}[、和及]|(?<=\d)%(?:以上|以内|左右)?"
        rf"|[(){{}}\s□]"
    )


_DAY = (
    r"(?:力争|确保|[到至])?(?:20\d\d|[今本当明])年年?度?[底末内]?(?:\d{1,2}月(?:份|[底初末]|[上中下]旬)?(?:\d{1,2}[日号])?)?"
    r"|年[底末内]|\d{1,2}月(?:份|[底初末]|[上中下]旬)?(?:\d{1,2}[日号])?|[上下]半年|第?[一二三四]季度[末底]?"
)


@cache
def _verb() -> re.Pattern[str]:
    """举办 / 免费手术 / 完成投资, right before the number or its cue."""
    making, money = any_of("quantities", "context.making"), any_of("quantities", "context.money_target")
    return re.compile(rf"{making}{{1,2}}{money}?$")


@cache
def _rate_words() -> re.Pattern[str]:
    """规范性文件审查率 / 满意度, right before the number or its cue; no 季度."""
    return re.compile(rf"(?<![季年月]){any_of('quantities', 'context.rate_noun')}(?:均|都|全部|分别|要|须|应)?$")


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
    """(100个)应用场景清单, (30名)律师(组建…): up to the clause's end or what is done with it."""
    stop = rf"{any_of('quantities', 'context.then')}|[“\"]"
    plain = r"[^\d,。;:、!?()\[\]【】的\n]"
    return re.compile(rf"(?:(?!{stop}){plain}){{1,{_NOUN_LONGEST}}}(?=[,。;、!?()\[\n]|{stop}|$)")
