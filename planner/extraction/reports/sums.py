"""Whether totals and their parts agree: 其中…, …共36件, 分别为…, 5件+31件, 受理 against 办结 and 在办."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.amounts import Amount, amounts_by_sentence, number, total
from planner.extraction.reports.headings import words
from planner.extraction.reports.parts import ReportText
from planner.extraction.rulebook import phrases

_LIST_GAP = 24
_HEAD_GAP = 14
_NEARLY_ALL = 20
_ONE_OFF = 10
"""Parts behind 其中 that leave out no more than a twentieth, or just one of ten or more, look like all of a total that
was miscounted; others may be the largest of them."""


def check_sums(report: ReportText) -> Iterator[Finding]:
    """One finding for each sentence whose total and parts disagree."""
    before: Amount | None = None
    for (start, _), amounts in amounts_by_sentence(report):
        counted = [amount for amount in amounts if not amount.share]
        total_before = [before] if before and report.text.startswith("其中", start) else []
        found = next(_wrong(report, [*total_before, *counted]), None)
        before = amounts[-1]
        if found:
            whole, parts = found
            yield _finding(report, whole, parts)


def _wrong(report: ReportText, amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Sequence[Amount]]]:
    for at, whole in enumerate(amounts):
        if whole.rough or _is_change(whole):
            continue
        behind = _run(report, amounts[at + 1 :], whole.measure)
        if behind and not any(part.rough for part in behind) and _disagrees(report, whole, behind):
            yield whole, behind
        before = list(reversed(_run_before(report, amounts[:at], whole)))
        if len(before) > 1 and not any(part.rough for part in before) and total(before) != whole.value:
            yield whole, before
    yield from _periods(amounts)
    yield from _unsettled(report, amounts)


def _is_change(amount: Amount) -> bool:
    """Whether an amount says by how much something grew or fell: no total of what follows, no part of a total."""
    return bool(words("sums.change").search(amount.name))


def _periods(amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Sequence[Amount]]]:
    """The year beside all of its quarters, or both of its halves: 上半年5次，下半年6次，全年12次."""
    for names in _YEAR_IN_PARTS:
        for at in range(len(amounts) - len(names) + 1):
            parts = amounts[at : at + len(names)]
            if not all(name in part.name for name, part in zip(names, parts, strict=True)):
                continue
            beside = [*amounts[max(0, at - 1) : at], *amounts[at + len(names) : at + len(names) + 1]]
            alike = len({part.measure for part in parts}) == 1 and not any(part.rough for part in parts)
            for whole in beside:
                of_year = "全年" in whole.name and whole.measure == parts[0].measure and not whole.rough
                if alike and of_year and whole.value != total(parts):
                    yield whole, parts


_YEAR_IN_PARTS = (("上半年", "下半年"), ("一季度", "二季度", "三季度", "四季度"))


def _finding(report: ReportText, whole: Amount, parts: Sequence[Amount]) -> Finding:
    start, end = min(whole.start, parts[0].start), max(whole.end, parts[-1].end)
    added = "＋".join(number(part.value) for part in parts)
    summed = total(parts)
    sign = "" if len(parts) == 1 else f"={number(summed)}".replace("=", "＝")
    message = (
        f"{report.place(start)}“{report.printed(start, end)}”：分项{added}{sign}{whole.measure}，"
        f"与总数{number(whole.value)}{whole.measure}不符，请核对。"
    )
    return report.finding(FindingCode.SUM_WRONG, start, end, message)


# ---- a total, then its parts ----


def _run(report: ReportText, amounts: Sequence[Amount], measure: str) -> list[Amount]:
    """The amounts of one measure that are listed one after another from the first on."""
    run: list[Amount] = []
    for amount in amounts:
        if amount.measure != measure:
            break
        if run and not _listed(report, run[-1], amount):
            break
        run.append(amount)
    return run


def _listed(report: ReportText, one: Amount, other: Amount) -> bool:
    """Whether two amounts stand in one list: A件、B件 / A件,B件 / A件(占60%)、B件 / A件+B件."""
    between = re.sub(r"\([^()]*\)", "", report.text[one.end : other.start])
    if re.fullmatch("[^,。;、]{1,10}[、,]", between):  # 7件为甲类、4件为乙类
        return True
    return len(between) <= _LIST_GAP and bool(re.match(r"[、,;+和与及]|以及", between)) and between.count(",") <= 1


def _disagrees(report: ReportText, whole: Amount, parts: Sequence[Amount]) -> bool:
    cue = report.text[whole.end : parts[0].start]
    if len(cue) > _LIST_GAP or "。" in cue.removeprefix("。其中") or any(_is_change(part) for part in parts):
        return False
    open_end = report.text[parts[-1].end : parts[-1].end + 1] == "等"
    summed = total(parts)
    if len(parts) > 1 and not open_end and _complementary(parts) and re.match("[,:(]", cue):
        return summed != whole.value
    if "其中" in cue[:_HEAD_GAP] or re.match("[^,。;、]{0,6}中[,:]?", cue):
        return _among_disagree(report, whole, parts, open_end=open_end)
    listed = len(parts) > 1 and _opens_list(report, whole, parts)
    return listed and (summed > whole.value or (summed < whole.value and not open_end and "等" not in cue))


def _among_disagree(report: ReportText, whole: Amount, parts: Sequence[Amount], *, open_end: bool) -> bool:
    """Whether parts behind 其中 can't be of the whole: one is larger, or all together are, or nearly all are told."""
    summed = total(parts)
    if max(part.value for part in parts) > whole.value:
        return True
    if len(parts) == 1 or summed == whole.value or _measures(parts) or not _side_by_side(report, parts):
        return False
    return summed > whole.value or (not open_end and _looks_whole(summed, whole.value))


def _looks_whole(summed: Decimal, whole: Decimal) -> bool:
    """Whether parts that come to less than the whole were meant as all of it."""
    missing = whole - summed
    return missing * _NEARLY_ALL <= whole or (missing == 1 and whole >= _ONE_OFF)


def _opens_list(report: ReportText, whole: Amount, parts: Sequence[Amount]) -> bool:
    """Whether all of a total is listed behind it: 共36件:规章5件、… / 共36件,包括… / 60件,分别为…"""
    cue = report.text[whole.end : parts[0].start]
    before = report.text[max(0, whole.start - _HEAD_GAP) : whole.start]
    if not words("sums.total").search(before):
        opens = cue.startswith((":", "(")) or bool(words("sums.each").search(cue))
        return opens and _side_by_side(report, parts)
    return cue.startswith((":", "(")) or bool(words("sums.listing").search(cue))


def _complementary(parts: Sequence[Amount]) -> bool:
    """Whether parts are named so that nothing is left beside them: 男…、女…; 来信…、来访…."""
    names = "/".join(part.name for part in parts)
    return any(
        re.fullmatch("/".join(f"[^/]*{word}[^/]*" for word in opposed.split("、")), names)
        for opposed in phrases("reports", "sums.opposed")
    )


def _side_by_side(report: ReportText, parts: Sequence[Amount]) -> bool:
    """Whether parts exclude each other: 办结80件,调解成功60件 may hold one another, 规章5件、规范性文件30件 don't."""
    commas = any(report.text[part.end : part.end + 1] == "," for part in parts[:-1])
    within = [bool(words("sums.within").search(part.name)) for part in parts]
    return not any(within if commas else within[1:]) and not any(_is_change(part) for part in parts)


def _measures(parts: Sequence[Amount]) -> bool:
    """Whether parts are measures that one case may meet together: 罚款15件、吊销许可证8件."""
    return sum(bool(words("sums.measures").search(part.name)) for part in parts) > 1


# ---- the parts, then 共 ----

_TOGETHER = "[两二三四五六七八九][类项者种级]|[两二三四五六七八九]个?方面"


def _run_before(report: ReportText, amounts: Sequence[Amount], whole: Amount) -> list[Amount]:
    """The list that 共36件 closes, last first."""
    if not amounts or amounts[-1].measure != whole.measure:
        return []
    between = report.text[amounts[-1].end : whole.start]
    summing = re.fullmatch(
        rf"[^,。;、\d]{{0,8}}[,;:、]?(?:{_TOGETHER})?(?:{words('sums.summing').pattern})(?P<what>[^\d,。;]{{0,6}})|=",
        between,
    )
    if not summing:
        return []
    run: list[Amount] = []
    for amount in reversed(amounts):
        if amount.measure != whole.measure or (run and not _listed(report, amount, run[-1])):
            break
        run.append(amount)
    if summing["what"] and max(amount.value for amount in run) >= whole.value:
        return []  # 审查12件，提出意见7件，共采纳11件
    return run if _side_by_side(report, run[::-1]) else []


# ---- what came in, what was settled, what is open ----


def _unsettled(report: ReportText, amounts: Sequence[Amount]) -> Iterator[tuple[Amount, Sequence[Amount]]]:
    """受理100件,审结80件,尚在办理30件; where cases of the year before are among them, nothing can be said."""
    if not amounts:
        return
    sentence = report.text[report.text.rfind("。", 0, amounts[0].start) + 1 : amounts[-1].end]
    if words("sums.carried_over").search(sentence):
        return
    amounts = [a for a in amounts if not words("sums.other_year").search(a.name)]
    still = [a for a in amounts if words("sums.still_open").search(a.name)]
    settled = [a for a in amounts if a not in still and words("sums.closed").search(a.name)]
    came = [a for a in amounts if a not in still and a not in settled and words("sums.received").search(a.name)]
    if len(came) == len(settled) == len(still) == 1:
        three = (came[0], settled[0], still[0])
        alike = len({a.measure for a in three}) == 1 and not any(a.rough for a in three)
        if alike and three[0].start < three[1].start and three[0].value != three[1].value + three[2].value:
            yield three[0], three[1:]
