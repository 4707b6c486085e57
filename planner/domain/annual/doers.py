"""Whose deed a sentence tells: units that speak of themselves are named, and each unit's run opens with its name.

The report is the whole area's. What a unit calls 本局, 我县 or 县长 would be read there as the area's own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from planner.domain.board import Board, TaskFacts
from planner.domain.kinds import is_of_a_part

_MARKS = r"[\s，。；：、！？,;:!?（(“\"]"
_TIME = (
    r"(?:(?:20\d\d年|今年|全年|年内|年末|年底|上半年|下半年|前三季度|本季度|本期|目前|近期|第?[一二三四1-4]季度"
    r"|\d{1,2}月(?:\d{1,2}日|份|底|初|末)?)[以来内，,、]*)"
)
# 局党委, 由局长, 5月县长: where a word that stands for the unit may begin
_BEGIN = rf"(?:^|(?<={_MARKS})|(?<=[由经向报请在对和与及以为把将被给到于年月日度末底初]))"
_ORGANS = "局委办院厅部"
# 党组, 领导班子, 主要负责人: somebody's, and whose is not said
_HEADS = (
    r"党组(?!织)|党委(?![（(、])|领导班子|班子成员|班子|主要负责(?:人|同志)|主要领导"
    r"|分管负责(?:人|同志)|分管领导|主任办公会|办公会"
)
# “本县户籍”, 《我县若干规定》: others' words
_QUOTED = "(?P<quoted>“[^”]*”|《[^》]*》)"
_AREA = re.compile(r"(?P<area>.*?(?P<level>[县区市旗州盟乡镇]|街道))(?:人民)?(?:政府|管理委员会|管委会|办事处)?")
# 市政府网站开设专栏, 全市调解组织, 各县区, 省级平台: somebody is named, or everybody is meant
_NAMES_ITSELF = re.compile(
    r"(?:全[省市县区州体]|[我本][省市县区州]|各|国家|中央|[省市县区州](?:委|政府|人大|政协|本级|直|级|属|领导|长|[、和与]))"
)
_LEVELS = "省市县区州"
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Self:
    """How a unit speaks of itself, and what the report says in place of it."""

    said: re.Pattern[str]
    opening: re.Pattern[str]


@dataclass(frozen=True)
class Doer:
    """A unit as the doer of what it tells: `called` is its name in a sentence (东岭县政府 is 东岭县).

    `lower`: it stands for a part of the area only, and is always named; `level` is then its kind of area (县).
    """

    name: str
    called: str
    lower: bool
    level: str = ""

    def named(self, text: str) -> str:
        """A text in which the unit is named wherever it speaks of itself: 本局 → 市司法局, 县长 → 石门县县长."""
        own = self._own
        text = own.opening.sub(lambda found: f"{found['when'] or ''}{self._for(found['self'])}", text, count=1)
        return own.said.sub(lambda found: found[0] if found["quoted"] else self._for(found[0]), text)

    def opens(self, text: str) -> bool:
        """Whether a text has the unit's name in its first clause."""
        clause = re.split("[，。；,;]", text, maxsplit=1)[0]
        return self.called in clause or self.name in clause

    def has(self, opening: str) -> bool:
        """Whether what a sentence opens with is the unit's own: 县直 and 全县 of a county, 县级 of a city's bureau."""
        if self.lower:
            return opening[0] in ("各", self.level[0]) or opening == f"全{self.level}"
        return opening[0] in _LEVELS and self.name[0] in _LEVELS and opening[0] != self.name[0]

    @cached_property
    def _own(self) -> _Self:
        return _of_lower(self.level) if self.lower else _of_department(self.name)

    def _for(self, word: str) -> str:
        """What the report says for a word of the unit's own."""
        if word[0] in "本我全":
            return self.called
        if not self.lower:
            same = word[0] in _ORGANS and word[0] == self.name[-1] and not word.startswith(f"{word[0]}长")
            return f"{self.name}{word[1:] if same else word}"
        if word.startswith("常务会议"):
            return f"{self.name}{word}"
        if word.startswith(self.level) and not word.startswith(f"{self.level}长"):
            return f"{self.called}{word[len(self.level) :]}"
        return f"{self.called}{word}"


def _of_lower(level: str) -> _Self:
    """我县, 县委, 副县长; 市长 of a city below the report's only where it opens a sentence: elsewhere it is another."""
    organs = rf"{level}(?:委(?!员|托)|政府|人大|政协|法院|检察院|纪委)|副?{level}长(?![期效远度江])"
    of_a_city = level == "市"
    inside = "" if of_a_city else rf"|{_BEGIN}(?:{organs})"
    everywhere = "" if of_a_city else f"全{level}|"
    return _Self(
        re.compile(rf"{_QUOTED}|(?<![基成样自])[我本]{level}(?!级){inside}"),
        re.compile(rf"^(?P<when>{_TIME})?(?P<self>{everywhere}{organs}|常务会议)"),
    )


def _of_department(name: str) -> _Self:
    """本局, 我委, 本单位; 局党委, 局长 where the unit is a 局; 党组, 主要负责人 that open a sentence."""
    organ = name[-1] if name[-1] in _ORGANS else ""
    heads = r"党委|党组|党支部|领导|班子|机关|长(?![期效远度])|主要负责|主任|务会|办公会|属|系统"
    inside = rf"|{_BEGIN}{organ}(?:{heads})" if organ else ""
    return _Self(
        re.compile(
            rf"{_QUOTED}|(?<![基成样自根资版文])[本我](?:局|委(?!员|托)|办(?![法理公事])|院|厅|部门|单位|中心|公司|集团|支队|校)"
            + inside
        ),
        re.compile(rf"^(?P<when>{_TIME})?(?P<self>{_HEADS})"),
    )


class Doers:
    """The units of a plan as doers, by their names."""

    def __init__(self, tasks: Iterable[TaskFacts]) -> None:
        self._found: dict[str, Doer] = {}
        for facts in tasks:
            for unit in [*(unit for unit, _ in facts.assigned), *(each.unit for each in facts.participants)]:
                self._found.setdefault(unit.name, _doer(unit.name, unit.kind))

    @classmethod
    def of(cls, board: Board) -> "Doers":
        """The units of a plan as it stands."""
        return cls(task.facts for task in board.tasks)

    def __getitem__(self, unit: str) -> Doer:
        return self._found.get(unit) or _doer(unit, "")

    def spoken(self, text: str, units: Sequence[str]) -> str:
        """A text of units, each named where it speaks of itself; of several the first ones."""
        if not units or not text:
            return text
        doers = [self[unit] for unit in units]
        if len(doers) == 1:
            return doers[0].named(text)
        return Doer(_joined([d.name for d in doers]), _joined([d.called for d in doers]), lower=False).named(text)

    def lead(self, text: str, units: Sequence[str], *, several: bool) -> str:
        """What to put before a sentence so that it says whose deed it tells; blank where it does, or needn't.

        What several units tell as one is the area's, unless all of them are parts of it.
        """
        doers = [self[unit] for unit in units]
        lower = all(doer.lower for doer in doers)
        if not doers or any(doer.opens(text) for doer in doers) or (not lower and len(doers) > 1):
            return ""
        if (lower or several) and not self._names_somebody(text, doers[0]):
            return _joined([doer.called for doer in doers])
        return ""

    def _names_somebody(self, text: str, doer: Doer) -> bool:
        words = re.sub(f"^{_TIME}+", "", text)
        found = _NAMES_ITSELF.match(words)
        return bool(found and not doer.has(found[0])) or words.startswith(self._names)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(name for doer in self._found.values() for name in {doer.name, doer.called})


def _doer(name: str, kind: str) -> Doer:
    found = _AREA.fullmatch(name)
    area = found["area"] if found and len(found["area"]) > len(found["level"]) else ""
    lower = is_of_a_part(kind) or (bool(area) and area != name)
    if not lower:
        return Doer(name, name, lower=False)
    return Doer(name, area or name, lower=True, level=found["level"] if found and area else "区")


def _joined(names: Sequence[str]) -> str:
    """The first names; never how many there are, which would be a number without a source."""
    return "、".join(names[:_NAMED]) + "等" * (len(names) > _NAMED)


def runs(keys: Iterable[str]) -> Iterator[bool]:
    """Of each key in a row whether it is another than the one before."""
    before: str | None = None
    for key in keys:
        yield key != before
        before = key
