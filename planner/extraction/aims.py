"""Which numbers of a task's text are targets: all with a unit of measure, unless the words around say otherwise."""

import re
from dataclasses import dataclass
from functools import cache

from planner.extraction.quantities import Quantity
from planner.extraction.rulebook import any_of, any_pattern, phrases

_NEAR = 14  # how far before a number its verb may stand
_CLOSE = 6
_A_COUPLE = 2
_TEN = 10


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a text and the words around it.

    `before` and `after` are its clause up to it and from it on, `opening` the sentence up to its clause, `rest` the
    sentence behind its clause. `least` and `most` say that words bound it (不少于, 以内), `cued` that words set it
    (达到) or bound it; `ahead` that such words stand before it.
    """

    quantity: Quantity
    before: str
    after: str
    opening: str
    rest: str
    least: bool = False
    most: bool = False
    cued: bool = False
    ahead: bool = False

    @property
    def bound(self) -> bool:
        """Whether words bound it."""
        return self.least or self.most


def is_target(figure: Figure, year: int | None) -> bool:
    """Whether a number says what is to be reached in a plan for `year`."""
    if _describes(figure) or _is_old(figure, year) or _is_condition(figure):
        return False
    quantity = figure.quantity
    measure = quantity.measure
    if measure in phrases("quantities", "duration"):
        return _is_limit(figure)
    if measure in phrases("quantities", "money") or (measure in _TENS_OF and not _counts_people(figure)):
        return _is_yield(figure)
    if measure in _RATES:
        return _is_rate(figure)
    if quantity.in_words and not _counts_in_words(figure):
        return False
    return figure.cued or not (_stands(figure) or _is_subject(figure) or _in_list_heading(figure))


_TENS_OF = ("万", "亿")  # a number with no unit but these: 为200万中小学生, 投资3亿
_RATES = ("%", "‰", "个百分点", "百分点", "倍")


# ---- what is no target whatever its unit ----


def _describes(figure: Figure) -> bool:
    """Numbers that describe a class, a size, an age, a score or a place in an order."""
    measure = figure.quantity.measure
    if measure == "分" or (measure in phrases("quantities", "age") and not _has("cues.lasting", figure.before)):
        return True
    if (
        _baseline().search(figure.before)
        or _is_left_behind(figure)
        or _after_a_limit(figure.before)
        or _class().match(figure.after)
    ):
        return True
    if measure in phrases("quantities", "context.abstract_units") and _opens("context.abstract", figure.after):
        return True
    if _is_size(figure) or (measure == "类" and re.match(r"[^、,]{1,12}\d", figure.after)):
        return True
    return measure in phrases("quantities", "size") and not figure.ahead and bool(_kind().match(figure.after))


def _is_left_behind(figure: Figure) -> bool:
    """由目前的平均40个(压减至15个), 以2家企业为例: the old value of two, and what only serves as an example."""
    if _LEAVES.search(figure.before) and _ARRIVES.match(figure.after):
        return True
    return "为例" in figure.after


_LEAVES = re.compile(r"[由从][^,。\d]{0,10}$")
_ARRIVES = re.compile(r"[^,。\d]{0,8}[至到为](?:平均|约|近)?\d")


def _is_size(figure: Figure) -> bool:
    """长度约740米, 日处理15吨的设施, 303平方米的综合楼: how large something is."""
    if figure.cued or figure.quantity.measure not in phrases("quantities", "context.bulk"):
        return False
    of_it = figure.after.startswith("的") and figure.quantity.measure not in ("公里", "千米", "米", "亩", "公顷")
    return of_it or bool(_descriptor().search(figure.before))


def _after_a_limit(before: str) -> bool:
    """前50名 and 上线前15项, but not 6月底前50个项目."""
    return bool(re.search(r"(?<![底日月末年旬节期号度])前$", before))


def _is_old(figure: Figure, year: int | None) -> bool:
    """Numbers of what is there already: 目前已建成50个; 2023年,全市… in a plan for 2024."""
    if figure.before.endswith("有") and not _shall_have().search(figure.before):
        return True
    before = _FULL_TERM.sub("", _SHIFTED.sub("", figure.before))
    if _reported().search(before) or _AS_OF.search(figure.opening):
        return True
    past = _PAST.search(figure.before) or _PAST_OPENING.match(figure.opening)
    return bool(past and year and int(past[1]) < year and not _has("context.making", figure.before[: past.start()]))


_SHIFTED = re.compile(r"[由从][^,。\d]{0,10}\d[\d.]{0,8}[^,。\d]{1,12}[至到为]$")  # 由目前的平均40个压减至(15个)
_FULL_TERM = re.compile(r"已[^,。\d]{0,8}满[\d一二两三半]{1,3}[^,。\d]{0,3}的")  # 已实施满1年的(决策)
_AS_OF = re.compile(r"截[至止](?!.*(?:今年|计划|力争|确保|再|将|到20))")  # 截至2023年底,全市建成50个
_PAST = re.compile(r"(?<![比较自从至到—-])(20\d\d)年(?!以来)")
_PAST_OPENING = re.compile(r"(20\d\d)年[^,]{0,8},")


def _is_condition(figure: Figure) -> bool:
    """Numbers of a case that a benefit is given in: 对投资达到1000万元的,给予奖补. 对1000户给予补助 is an amount."""
    if figure.before == "对":
        return False
    if figure.most and _ALLOWED.search(figure.opening):
        return True
    given = _has("context.money_given", figure.rest)
    if given and (_case().search(figure.after) or (figure.quantity.value == 1 and _THEN.match(figure.rest))):
        return True
    return bool(_CONDITION.match(figure.before) and (given or _has("context.money_given", figure.after)))


_ALLOWED = re.compile(r"(?:可以?(?![靠行视控])|允许|准予)[^,]{2,20},$")  # 一证可多次使用,但不超过(3次)
_CONDITION = re.compile(r"对.|凡|如果|若|每(?![年月季半个人户村县市])")  # 对投资达到… / 每引进1个团队,给予…
_THEN = re.compile(r",(?:一次性|分别)?(?:给予|奖励|补助|补贴|资助)")


@cache
def _case() -> re.Pattern[str]:
    """……的, ……的企业, at a clause's end."""
    return re.compile(rf"的(?:{any_of('quantities', 'context.kinds')})?$")


# ---- by the kind of unit ----


def _counts_people(figure: Figure) -> bool:
    """为200万中小学生, 新增自来水人口120万."""
    return bool(_has("context.people", figure.after) or _has("context.people", figure.before[-_CLOSE:]))


def _is_limit(figure: Figure) -> bool:
    """A limit on how long something takes, or for how long at least; not a time counted from an event."""
    before, after = figure.before, figure.after
    if _has("context.money_given", before) or re.search(r"(?:起|后|自[^,]{1,20})$", before):
        return False
    if figure.cued and _has("cues.lasting", before):
        return True
    if figure.quantity.measure in ("年", "个月") and not _shortened().search(before):
        return figure.ahead and figure.least
    if figure.most:
        return not _kind().match(after)
    return (figure.least and figure.ahead) or bool(_shortened().search(before) or _settled().match(after))


def _is_yield(figure: Figure) -> bool:
    """Money that is to be earned or invested, or a rate that is to be raised, not money that is given."""
    before = figure.before
    if _RAISED.search(before) or _OBTAINED.search(before):
        return True
    if "罚" in figure.after or before.endswith(("处", "处以")):
        return False
    if _has("context.money_given", before) or figure.after.startswith("的"):
        return False
    earned = _has("context.money_target", before) and _has("context.making", before)
    return figure.cued or bool(earned or _ends("context.money_earned", before))


_OBTAINED = re.compile(r"(?:债券?|国债)(?:资金)?额度[^,]{0,8}$")  # 专项债券额度不低于(8亿元): what is to be obtained
_RAISED = re.compile(r"[由从][^,]{0,10}\d[^,]{0,12}(?:提高|提升|增加|上调)[至到]$")  # 由每生每年5元提高至(10元)


def _is_rate(figure: Figure) -> bool:
    before = figure.before
    if _has("context.money_given", before) or _has("context.money_given", figure.after):
        return False
    if figure.cued or _ends("context.rate_noun", before):
        return True
    return not (re.search(r"按照?[^,]*$", before) or _has("context.money_given", figure.rest))


_FAR = re.compile(r"(?:达到?|增加到|扩大到|发展到|增长到|增至|增加至|扩大至|发展至|突破)$")  # 力争达到(两千人)


def _counts_in_words(figure: Figure) -> bool:
    """Whether a number in Chinese digits is meant as one: 每季度一次, 至少两期, 共建三个园区; not 一个体系."""
    quantity, before = figure.quantity, figure.before
    near = before[-_NEAR:]
    if quantity.measure in phrases("quantities", "counted_in_words"):
        if quantity.value == 1 and not figure.bound:
            return bool(every().search(before) or _ends("context.making", before))
        return figure.cued or _has("context.making", near)
    if figure.cued and quantity.value >= _TEN and _FAR.search(before):
        return True
    if figure.bound or quantity.value >= _TEN:
        return quantity.value > 1 and (figure.bound or _has("context.making", near))
    if quantity.value > _A_COUPLE:
        solid = quantity.measure in phrases("quantities", "solid")
        return bool(_has("context.building", before) or (solid and _has("context.making", before)))
    solid = quantity.measure in phrases("quantities", "solid")
    return quantity.value == _A_COUPLE and solid and _ends("context.building", before)


# ---- whether something is to be done ----


def _stands(figure: Figure) -> bool:
    """Whether a number counts what is there already: 依托12个中心, 涵盖19类; 依托中心新建12个 counts what is made."""
    bulk = figure.quantity.measure in phrases("quantities", "context.bulk")
    if bulk and _has("context.made_of", figure.before):
        return False
    among = _among().search(figure.before)
    if (among or not _standing_ends().search(figure.before)) and _has("context.making", figure.before):
        return False
    return bool(among or _has("context.standing", figure.before))


def _is_subject(figure: Figure) -> bool:
    """12个部门联合印发; 全县14个乡镇、158个村: the offices that act, or all there are, at a clause's start."""
    opens = _OPENING.fullmatch(figure.before)
    if not opens:
        return False
    return bool(_opens("context.bodies", figure.after) or (opens["all"] and _opens("context.places", figure.after)))


_OPENING = re.compile(
    r"(?P<all>全[市县省区州国镇乡])?(?:[市县省区](?:直|级|本级|政府))?(?:直|级)?(?:\d+个[^,、\d]{1,8}[、和及]){0,3}"
)


def _in_list_heading(figure: Figure) -> bool:
    """(共5项): a heading's own count."""
    return bool(re.search(r"\((?:共)?$", figure.before) and re.match(r"[^,]{0,4}\)", figure.after))


# ---- phrase lists ----


@cache
def _phrases(key: str, before: str = "", after: str = "") -> re.Pattern[str]:
    return re.compile(before + any_of("quantities", key) + after)


def _has(key: str, words: str) -> bool:
    return bool(_phrases(key).search(words))


def _ends(key: str, words: str) -> bool:
    return bool(_phrases(key, after="$").search(words))


def _opens(key: str, words: str) -> bool:
    return bool(_phrases(key).match(words))


@cache
def _baseline() -> re.Pattern[str]:
    """现有 / 第 / 由 / 由每年 / 从原来的, right before the number."""
    return re.compile(
        rf"(?:{any_of('quantities', 'context.baseline')}|[由从](?:原来?的?|目前的?|每[年月季半度人户]{{1,2}}))$"
    )


@cache
def _class() -> re.Pattern[str]:
    return re.compile(rf"{any_of('quantities', 'context.class_after')}|[^,。;]{{1,10}}之一")


@cache
def _kind() -> re.Pattern[str]:
    """(5000万元)以上项目 / (20户)及以上自然村 / (3年)以内的贷款."""
    return re.compile(rf"(?:(?:及|或)?以[上下内]|内)(?:的|{any_of('quantities', 'context.kinds')})")


@cache
def _descriptor() -> re.Pattern[str]:
    return re.compile(rf"{any_of('quantities', 'context.descriptor')}(?:约|近|为|各)?$")


@cache
def _reported() -> re.Pattern[str]:
    return re.compile(any_pattern("quantities", "context.reported"))


@cache
def _shall_have() -> re.Pattern[str]:
    return re.compile(r"每|确保|实现|做到|至少")


def _standing_ends() -> re.Pattern[str]:
    return _phrases("context.standing", after="[^,]{0,2}$")


def _shortened() -> re.Pattern[str]:
    return _phrases("cues.shortened", after="[^,]{0,4}$")


def _settled() -> re.Pattern[str]:
    return _phrases("cues.settled", before="[^,]{0,3}")


@cache
def _among() -> re.Pattern[str]:
    """A路、B路等(10条): the count of what was named, right before the number."""
    return re.compile(r"等$")


@cache
def every() -> re.Pattern[str]:
    """每季度 / 每半年, the period that a count belongs to."""
    return re.compile(r"每(?:半年|年|个?季度?|个?月|周|个?学期)")
