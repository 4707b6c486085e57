"""How units speak of themselves (本局, 我县, 县长, 党组), and their names in place of it.

Only what certainly is a word for the unit is replaced; 资本市场 and 我区块链平台 stay as they are.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from planner.domain.kinds import is_of_a_part

_MARKS = r"\s，。；：、！？,;:!?（()“\"《"
_TIME = (
    r"(?:(?:20\d\d年|今年|全年|年内|年末|年底|上半年|下半年|前三季度|本季度|本期|目前|近期|第?[一二三四1-4]季度"
    r"|\d{1,2}月(?:\d{1,2}日|份|底|初|末)?)[以来内，,、]*)"
)
TIMES = re.compile(f"^{_TIME}+")
# 局党委, 由局长, 5月县长: where a word that stands for the unit may begin
_BEGIN = rf"(?:^|(?<=[{_MARKS}])|(?<=[由经向报请在对和与及以为把将被给到于年月度末底初])|(?<=\d日))"
# 本局, 自本局, 经本局, 5月8日本局, 结合本县; not 资本局, 日本公司, 3本公司章程
_OUR = (
    rf"(?:(?<![自忘])我|(?:^|(?<=[{_MARKS}”》）的由对在向经与和及为是以将把被请到于从按全等自给让据至因同除入年月底末初度期])"
    r"|(?<=\d日)|(?<=结合|立足|组织|围绕|根据|关于|涉及|加强|落实|推动|覆盖|作为|属于|支持|帮助|服务|走访))本)"
)
# 根本, 样本, 日本, 读本: no 本 of one's own
_OTHER_WORDS = "基根样成资版文剧标日原读课书账副脚蓝范股原赔亏孤"
_ORGANS = "局委办院厅部"
# 党组, 领导班子, 主要负责人: somebody's, and whose is not said
_HEADS = (
    r"党组(?!织)|党委(?![（(、和]|政府)|领导班子|班子成员|班子|主要负责(?:人|同志)|主要领导(?!小组)"
    r"|分管负责(?:人|同志)|分管领导(?!小组)|主任办公会|办公会"
)
# 我区块链平台, 本市场, 本区域: another word begins with the 区
_GOES_ON = {
    "县": "级",
    "区": "级|块链|分|别|间|域|位|划|段|隔",
    "市": "级|场|值|面",
    "旗": "级|舰|帜|下",
    "州": "级|际",
    "盟": "级|友|约|主",
    "乡": "级|愁|音|土|镇",
    "镇": "级|压|静|定|痛",
}
# 局长信箱, 县长热线, 区长效机制: no person acts
_NO_HEAD = "期|效|远|度|江|安|信箱|热线|专线|接待|质询|论坛"
_DEPARTMENT = (
    r"局(?!限|面|势|域|部(?!署|门|分))|委(?!员|托|派|屈|婉|任)|办(?![法理公事学案好到成])|院(?!落|墙|士|线|子)"
    r"|厅(?!堂)|部门(?!槛)|单位|中心(?!城区|组|任务|工作|环节)|公司|集团(?!军)|支队|校(?![园车准对验])"
)
# “本县户籍”, 《我县若干规定》: others' words
_QUOTED = "(?P<quoted>“[^”]*”|《[^》]*》)"
_AREA = re.compile(r"(?P<area>.*?(?P<level>[县区市旗州盟乡镇]|街道))(?:人民)?(?:政府|管理委员会|管委会|办事处)?")
# 县司法局, 区市场监管局, 镇综合执法队, 县直部门: an area's own office
_OFFICE = (
    r"[^\s，。；：、！？,;（）()“”的0-9]{1,8}?(?:局(?!部)|委(?!员|托)|办公室|大队|支队|执法队|法院|检察院|党校|工会)"
    r"|[直属](?=[部机单各]|事业)"
)
_LEFT = re.compile(
    rf"(?:(?<![{_OTHER_WORDS}\d])本|(?<![自忘])我)(?:县|区|市(?!场)|旗|镇|乡|街道|{_DEPARTMENT})(?!级|块链|别)"
)
_NAMED = 3


@dataclass(frozen=True, slots=True)
class _Self:
    """The words by which a unit speaks of itself: those anywhere, and those that a sentence opens with."""

    said: re.Pattern[str]
    opening: re.Pattern[str]


@dataclass(frozen=True)
class Doer:
    """A unit as the doer of what it tells: `called` is its name in a sentence (东岭县政府 is 东岭县).

    `lower`: it stands for a part of the area only, and is always named; `level` is then its kind of area (县), else
    what kind of office it is (局). `several` units told as one have their names joined.
    """

    name: str
    called: str
    lower: bool
    level: str = ""
    several: bool = False

    def named(self, text: str) -> str:
        """A text in which the unit is named wherever it speaks of itself: 本局 → 市司法局, 县长 → 石门县县长.

        What opens with its name has it only once: 市司法局本局公布清单 → 市司法局公布清单.
        """
        own = self._own
        for name in (f"{self.name}单位", self.name, self.called):
            if text.startswith(name):
                behind = self.named(text[len(name) :])
                return behind if behind.startswith(self.called) else f"{name}{behind}"
        text = own.opening.sub(lambda found: f"{found['when'] or ''}{self._for(found, 'self')}", text, count=1)
        return own.said.sub(lambda found: found[0] if found["quoted"] else self._for(found, 0), text)

    def has(self, opening: str) -> bool:
        """Whether what a sentence opens with is the unit's own: 县直 and 全县 of a county, 县委 of a city's bureau."""
        if self.lower:
            return opening[0] in ("各", self.level[0]) or (opening[0] in "全我本" and opening[1:] == self.level)
        return opening[0] in LEVELS and self.name[0] in LEVELS and opening[0] != self.name[0]

    @cached_property
    def _own(self) -> _Self:
        return _of_lower(self.level) if self.lower else _of_department(self.level)

    def _for(self, found: re.Match[str], group: str | int) -> str:
        """What the report says for a word of the unit's own."""
        word = found[group]
        if word[0] in "本我全":
            at = found.start(group)
            acts = self.several and self.lower and (not at or TIMES.fullmatch(found.string[:at]))
            return f"{self.called}{'各自' if acts else ''}"
        if not self.lower:
            same = self.level and word[0] == self.level and not word.startswith(f"{word[0]}长")
            return f"{self.name}{word[1:] if same else word}"
        if word.startswith("常务会议"):
            return f"{self.name}{word}"
        if word.startswith(self.level) and not word.startswith(f"{self.level}长"):
            return f"{self.called}{word[len(self.level) :]}"
        return f"{self.called}{word}"


LEVELS = "省市县区州"


def doer(name: str, kind: str = "", of: str = "") -> Doer:
    """A unit as a doer, by its kind and its name. An area that the plan's words `of` speak of is no part of it."""
    found = _AREA.fullmatch(name)
    area = found["area"] if found and len(found["area"]) > len(found["level"]) else ""
    lower = is_of_a_part(kind) or (bool(area) and area != name and area not in of)
    if not lower:
        return Doer(name, name, lower=False, level=name[-1] if name[-1:] in _ORGANS else "")
    return Doer(name, area or name, lower=True, level=found["level"] if found and area else "区")


def together(doers: Sequence[Doer]) -> Doer:
    """Several units that say the same, as one: by all their names, speaking as the first does."""
    if len(doers) == 1:
        return doers[0]
    names, called = joined([each.name for each in doers]), joined([each.called for each in doers])
    return replace(doers[0], name=names, called=called, several=True)


def joined(names: Sequence[str]) -> str:
    """The first names; never how many there are, which would be a number without a source."""
    return "、".join(names[:_NAMED]) + "等" * (len(names) > _NAMED)


def speaks_of_itself(text: str) -> bool:
    """Whether a text still says 本局 or 我县, maybe inside a longer word."""
    return bool(_LEFT.search(re.sub(_QUOTED, "", text)))


@lru_cache(maxsize=64)
def _of_lower(level: str) -> _Self:
    """我县, 县委, 副县长; 市长 of a city below the report's only where it opens a sentence: elsewhere it is another."""
    goes_on = f"(?!{_GOES_ON.get(level, '级')})"
    organs = rf"{level}(?:委(?!员|托)|政府|人大|政协|法院|检察院|纪委)"
    of_a_city = level == "市"
    if not of_a_city:
        organs += f"|{level}{goes_on}(?:{_OFFICE})"
    inside = "" if of_a_city else rf"|{_BEGIN}(?:{organs}|副?{level}长(?!{_NO_HEAD}))"
    everywhere = "" if of_a_city else f"全{level}{goes_on}|"
    return _Self(
        re.compile(rf"{_QUOTED}|{_OUR}{level}{goes_on}{inside}"),
        re.compile(rf"^(?P<when>{_TIME})?(?P<self>{everywhere}{organs}|副?{level}长(?![期效远度江安])|常务会议)"),
    )


@lru_cache(maxsize=64)
def _of_department(organ: str) -> _Self:
    """本局, 我委, 本单位; 局党委, 局长 where the unit is a 局; 党组, 主要负责人 that open a sentence."""
    heads = rf"党委|党组|党支部|领导|班子|机关|长(?!{_NO_HEAD})|主要负责|主任|务会|办公会|属|系统"
    inside = rf"|{_BEGIN}{organ}(?:{heads})" if organ else ""
    return _Self(
        re.compile(rf"{_QUOTED}|{_OUR}(?:{_DEPARTMENT}){inside}"),
        re.compile(rf"^(?P<when>{_TIME})?(?P<self>{_HEADS})"),
    )
