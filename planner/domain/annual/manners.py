"""How a number of one period goes into the year's value, by the words around it."""

import re
from enum import StrEnum

from planner.domain.document import fold
from planner.domain.figures import PlacedFigure, scaled


class Manner(StrEnum):
    """How a number of one period goes into the year's value."""

    ADDED = "added"
    """It counts its period alone; the year's value is the sum."""
    RUNNING = "running"
    """It counts from 1 January; the year's value is the last."""
    STANDING = "standing"
    """A share, a length of time or a number on hand: the last one holds, and none is added."""
    APART = "apart"
    """A bound, a comparison, an amount for each or about so many: it holds where it was said, no other replaces it."""


ADDED, RUNNING, STANDING, APART = Manner


def is_added(measure: str) -> bool:
    """Whether amounts in a unit of measure may be added up over periods or units: shares and days may not."""
    return not {measure, scaled(measure)[0]} & _NOT_ADDED


def is_on_hand(name: str) -> bool:
    """Whether a name counts what is on hand, so that a newer number replaces it: 在建项目; not 化解存量案件."""
    left = _LEFT.search(name)
    return bool(_ON_HAND.search(name)) or (left is not None and not _DONE_TO.search(name[: left.start()]))


def is_for_each(words: str) -> bool:
    """Whether an amount is asked of each person or body, and means nothing added up: 每人不少于60学时; not 每季度."""
    return bool(_FOR_EACH.search(words))


def without_each(words: str) -> str:
    """Words without the person or body that they ask an amount of: 每人学法 → 学法."""
    return _FOR_EACH.sub("", words)


def manner_of(text: str, placed: PlacedFigure, measure: str) -> Manner:
    """How a number of a sentence counts; `measure` is its unit of measure."""
    before, behind = fold(text[: placed.start]), fold(text[placed.end :])
    clause = re.split("[,;:。、]", before)[-1]
    if _BOUND_BEHIND.match(behind) or (_FROM.search(clause) and _TO.match(behind)):
        return APART
    since = [found.end() for found in _SINCE.finditer(before)]
    this_period = [found.end() for found in _THIS_PERIOD.finditer(before)]
    runs = bool(since) and max(since) >= max(this_period, default=0)
    if _BOUND.search(clause) or (not placed.exact and is_added(measure) and not is_on_hand(clause)):
        return STANDING if runs else APART
    if not is_added(measure) or is_on_hand(clause) or _REACHED.search(clause):
        return STANDING
    return RUNNING if runs else ADDED


_SINCE = re.compile(
    r"累计|共计|总计|(?:今年|年初|1月)以来|20\d\d年以来|(?:截至|截止)(?:(?:20\d\d年)?第?[一二三四1-4]季度)?|"
    r"全年|年内|本年度|上半年|前三季度|1[-—–~至]\d{1,2}月"
)
# 全年14场，下半年8场: the second counts a part of the year
_THIS_PERIOD = re.compile(r"本季度|本期|当季|本季|下半年|当月|本月|第?[一二三四1-4]季度")
# 现有调解员300名, 队伍有63人, 现行有效7件; not 其中有5件
_ON_HAND = re.compile(r"现有|共有|拥有|尚有|还有|仍有|保有|(?<!其中)有$|在册|总数|总量|现行|[继仍依][续旧然]?有效")
# 覆盖率达95, 提高3个百分点, 减到90项
_REACHED = re.compile(r"达到?$|达到|增长|下降|提高|降低|压缩|缩短|[减增降升压扩缩][^\d,]{0,2}[至到]|居")
# 尚余未结案件30件, 在建项目8个
_LEFT = re.compile(r"剩余|尚余|未结|未办结|在建|存量|结存|留存")
# 化解存量案件30件 and 检查在建项目8个 count what was done
_DONE_TO = re.compile(
    r"化解|清理|清查|处[置理]|消化|办结|审结|执结|盘活|[检抽核巡督复排]查|整治|督办|推[动进]|帮扶|走访|协调|解决|完成|调解|服务"
)
# 单笔最高奖励5万元, 较上年多2件, 同比增长30%, 人均学习60学时, 为各镇街配备顾问2名
_BOUND = re.compile(
    r"最[高低大小多少长短](?![限程])|单笔|单次|单户|每|各(?![类项种式界方])|人均|平均|同比|环比"
    r"|(?:较|(?<!占)比)(?:上|去|往|前|同期|年初|原|计划)"
)
# 500平方米[以上]的场所, 30日[以内]
_BOUND_BEHIND = re.compile(r"(?:\(含\)|及|或|\(含本数\))?(?:以[上下内]|之[内上下])")
# [由]100项减到90项, [从年初的]8个增加至12个
_FROM = re.compile(r"[由从](?:原来的?|原有的?|原先的?|年初的?|上年的?|去年的?|上季度的?)?$")
_TO = re.compile(r"[^\d,;。]{0,8}[减增降升压提扩缩](?:[^\d,;。]{0,3})[到至为]")
# 每人不少于60学时, 每个乡镇至少2名, 人均30件; not 每个季度
_FOR_EACH = re.compile(r"每一?(?:名|位|人|家|户|所|村|镇|乡|县|区|个(?!季度|半年|年度?|月|周|工作日))|人均|平均")
_NOT_ADDED = frozenset(
    (
        "%",
        "‰",
        "个百分点",
        "百分点",
        "倍",
        "天",
        "日",
        "周",
        "个工作日",
        "工作日",
        "小时",
        "个小时",
        "分钟",
        "秒",
        "个月",
        "月",
        "年",
        "岁",
        "周岁",
        "分",
    )
)
