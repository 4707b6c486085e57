"""Words that say how often: 每季度至少开展1次, 每月10日前, 月调度, 定期."""

import re
from dataclasses import dataclass
from functools import cache

from planner.domain.drafts import Recurrence
from planner.extraction.calendar import Within
from planner.extraction.numerals import whole
from planner.extraction.rulebook import any_of

_PERIODS = {
    "年": Recurrence.YEAR,
    "年度": Recurrence.YEAR,
    "半年": Recurrence.HALF,
    "季": Recurrence.QUARTER,
    "季度": Recurrence.QUARTER,
    "月": Recurrence.MONTH,
    "月度": Recurrence.MONTH,
}
_LENGTHS = {Recurrence.MONTH: 1, Recurrence.QUARTER: 3, Recurrence.HALF: 6, Recurrence.YEAR: 12}
_CLAUSE_LONGEST = 200
_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,2})"
# 每季度 / 每个月 / 每人每年 / 每周 / 每两年 / 每3个月
_EVERY = re.compile(
    rf"(?P<who>每[人家户村所生校班])?每(?P<one>一|1)?个?(?:(?P<unit>半年|年度?|季度?|月度?)|(?P<odd>周|旬|学期|学年|{_N}年|{_N}个?(?:月|季度|周)))(?!年[^底末终])"
)
# 定期通报 / 定期开展应急演练; not in 固定期限, 在规定期间
_IRREGULAR = re.compile(r"(?<![不非固规约一特法指选预限既稳])定期(?!限|间|内)")
# 上、下半年各举办1期: both halves of the year
_BOTH_HALVES = re.compile(
    r"上(?:半年)?[、和及]?下(?:两个)?半年(?=各|分别|均|都|至少|不少于)|上[、和及]?下(?:两个)?半年"
)
# 年度终了后一个季度内 / 季度结束后10日内
_AFTER_EACH = re.compile(
    rf"(?<![每本上])(?P<unit>年度|半年|季度|月度)(?:终了|结束)后(?:的?{_N}个?(?:季度|月|周|工作日|日|天)(?:之?内)?)?"
)
_AVERAGE = re.compile(r"年平?均(?!增|降|下|气|收|价|值|产|水|利|销|能|温|浓|优)")  # 年平均培训 / 年均举办
# 一月一通报 / 一季度一调度 / 一年两次
_ONE_BY_ONE = re.compile(
    r"(?<![十第\d])[一1]个?(?P<unit>半年|年|季度?|月)(?=[一二两三四1-4][次轮场期回通调考督检评会小报分研总排晾])"
)
# (每月)10日前 / (每季度)末月20日前 / (每半年)结束后10日内 / (每季度)第1个月的20日前 / (每月)上旬
_WITHIN = re.compile(
    r"(?:(?P<which>首|末|次|下|第[一二三1-6]|最后[一1])个?月(?:份)?|(?P<over>结束|终了)?后(?=\d))?的?"
    r"(?:(?P<number>\d{1,2})[日号](?:之?前|以前|内)?|(?P<part>[上中下]旬|[底末初])(?:之?前|以前)?)"
)
_FIRST = {"首": 1, "第一": 1, "第1": 1, "第二": 2, "第2": 2, "第三": 3, "第3": 3, "第4": 4, "第5": 5, "第6": 6}


@dataclass(frozen=True, slots=True)
class Frequency:
    """Words at [start, end) that say how often; `period` is None where that can't be told (定期, 每周).

    `within` is the day of each period, where one is printed (每月10日前); `count` how many times (至少1次).
    """

    start: int
    end: int
    period: Recurrence | None
    count: int | None = None
    within: Within | None = None


def find_frequencies(text: str, start: int, end: int) -> list[Frequency]:
    """The recurring times of a stretch of folded text; overlapping ones are all given."""
    every = (m for m in _EVERY.finditer(text, start, end) if not _limits_benefit(text, m, start, end))
    return [
        *(Frequency(*m.span(), None) for m in _IRREGULAR.finditer(text, start, end) if _is_duty(text, m, start, end)),
        *(Frequency(*m.span(), Recurrence.YEAR) for m in _AVERAGE.finditer(text, start, end)),
        *(Frequency(*m.span(), _PERIODS[m["unit"]]) for m in _AFTER_EACH.finditer(text, start, end)),
        *(
            Frequency(*m.span(), _PERIODS[m["unit"] or m["by"] or m["year"]])
            for m in _routine().finditer(text, start, end)
        ),
        *(Frequency(m.start("year"), m.end("year"), Recurrence.YEAR) for m in _yearly().finditer(text, start, end)),
        *(
            Frequency(*m.span(), Recurrence.HALF, count_at(text, m.end(), end))
            for m in _BOTH_HALVES.finditer(text, start, end)
        ),
        *(_counted_in(text, m, end) for m in _ONE_BY_ONE.finditer(text, start, end)),
        *(_every(text, m, end) for m in every),
    ]


def count_at(text: str, start: int, end: int) -> int | None:
    """How many times, in the clause at `start` or a clause behind it that is nothing else: (每年开展培训),不少于2次."""
    close = _clause_end(text, start, end)
    found = _counted().search(text, start, close)
    if not found and close < end and text[close] == ",":
        found = _alone().match(text, close + 1, end)
    return whole(found["n"]) if found else None


def _every(text: str, match: re.Match[str], end: int) -> Frequency:
    if not match["unit"]:
        return Frequency(*match.span(), None, count_at(text, match.end(), end))
    period = _PERIODS[match["unit"]]
    found = _WITHIN.match(text, match.end(), end)
    within = _within(found, period) if found else None
    close = found.end() if found and within else match.end()
    return Frequency(match.start(), close, period, count_at(text, close, end), within)


def _within(match: re.Match[str], period: Recurrence) -> Within | None:
    """The day that words behind a period name; None where they don't fit it (每年10日前)."""
    length, which = _LENGTHS[period], match["which"]
    if match["over"] or which in ("次", "下"):
        month = length + 1
    elif which in _FIRST:
        month = _FIRST[which]
    else:
        month = length
    if period is Recurrence.YEAR and not which:
        return None
    if match["part"] and not which and match["part"] not in ("底", "末") and period is not Recurrence.MONTH:
        return None
    return Within(month, int(match["number"]) if match["number"] else None, match["part"])


def _counted_in(text: str, match: re.Match[str], end: int) -> Frequency:
    return Frequency(*match.span(), _PERIODS[match["unit"]], count_at(text, match.end(), end))


def _clause_end(text: str, start: int, end: int) -> int:
    last = min(end, start + _CLAUSE_LONGEST)
    found = _STOP.search(text, start, last)
    return found.start() if found else last


_STOP = re.compile("[,。;:!?\n\t]")


# ---- what is no duty's frequency ----


def _is_duty(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Whether 定期 says how often something is done: not in 定期存款, nor in what is allowed (允许企业定期申报)."""
    if _fixed_term().match(text, match.end(), end):
        return False
    before = text[max(start, match.start() - _ALLOWED_LONGEST) : match.start()]
    clause = re.split("[,。;:\n\t]", before)[-1]
    if _parties().search(clause) and not _driven().search(clause):
        return False
    return not _allowed().search(clause)


_ALLOWED_LONGEST = 30


def _limits_benefit(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """每人每年只享受一次, 每年给予不超过20万元, 连续3年每年, 保费每生每年5元."""
    rest = text[match.end() : _clause_end(text, match.end(), end)]
    if text[max(start, match.start() - 4) : match.start()].endswith(("平均", "近三年", "近3年", "近五年", "近5年")):
        return True
    if _PRICE.match(rest):
        return True
    return bool(_benefit().search(rest)) or rest.startswith(("只", "仅", "限", "可", "最多", "约有", "产"))


_PRICE = re.compile(r"\d[\d.,]*[万亿]?元")


# ---- phrase lists ----


@cache
def _counted() -> re.Pattern[str]:
    """至少开展1次 / 通报一次."""
    return re.compile(rf"(?P<n>{_N})(?:{any_of('times', 'counted')})(?!性|要|会议纪要)")


@cache
def _alone() -> re.Pattern[str]:
    """不少于2次, a clause of its own."""
    return re.compile(
        rf"(?:每次|全年)?(?:不少于|至少|不低于|不得少于)(?P<n>{_N})(?:{any_of('times', 'counted')})(?=[,。;\n(]|$)"
    )


@cache
def _benefit() -> re.Pattern[str]:
    return re.compile(any_of("times", "benefit"))


@cache
def _routine() -> re.Pattern[str]:
    """月通报 / 按季度调度 / 逐月分析 / 月度例会."""
    names = any_of("times", "routine")
    return re.compile(
        rf"(?:[按逐]|(?<![\d一二三四五六七八九十每个当本上下前后]))(?P<unit>半年|季度?|月度?)(?=[一1]?{names})"
        rf"|[按逐](?P<by>半年|季度?|月|年度?)(?=(?:开展|进行|组织|实施){names})|按(?P<year>年度?)(?={names})"
    )


@cache
def _yearly() -> re.Pattern[str]:
    """(月调度、季通报、)年考核 / 实行年通报制度: 年考核 elsewhere (纳入年度考核) is the name of an event."""
    names, scheme = any_of("times", "routine"), "(?:工作)?(?:机制|制度|办法)"
    return re.compile(
        rf"(?:[月季]度?[一1]?{names}[、,和及](?:半年(?:度)?[一1]?{names}[、,和及])?|"
        rf"(?:实行|建立|推行|落实|执行|健全|完善|坚持)(?=年度?[一1]?{names}{scheme}))(?P<year>年度?)(?=[一1]?{names})"
    )


@cache
def _fixed_term() -> re.Pattern[str]:
    return re.compile(any_of("times", "fixed_term"))


@cache
def _parties() -> re.Pattern[str]:
    return re.compile(any_of("times", "parties") + "$")


@cache
def _driven() -> re.Pattern[str]:
    return re.compile(any_of("times", "driven"))


@cache
def _allowed() -> re.Pattern[str]:
    return re.compile(any_of("times", "allowed"))
