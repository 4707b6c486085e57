"""Whether shares can be: none over 100 %, and as large as part and whole beside them make it."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from planner.domain.report_check import Finding, FindingCode
from planner.extraction.reports.amounts import Amount, amounts_by_sentence, number
from planner.extraction.reports.headings import words
from planner.extraction.reports.parts import ReportText
from planner.extraction.rulebook import any_of
from planner.extraction.substance import is_loose

_ALL = Decimal(100)
_NEAR = 16
_STEM = 2
# (12/12件) / 12/12件, right behind a percentage
_FRACTION = re.compile(r"\(?(?P<part>\d[\d,]*)/(?P<whole>\d[\d,]*)(?:[一-龥]{1,2}(?=\)))?")


Told = tuple[Decimal, Decimal, int, int]
"""Part, whole, and the stretch that tells them with their share."""


def check_shares(report: ReportText) -> Iterator[Finding]:
    """Shares over 100 %, and shares that part and whole in the same sentence contradict."""
    for (start, _), amounts in amounts_by_sentence(report):
        for at, share in enumerate(amounts):
            if not share.share:
                continue
            if share.value > _ALL and _cannot_pass(report, share):
                yield _over(report, share)
            elif found := _part_and_whole(report, amounts, at, start):
                yield from _wrong(report, share, found)


def _cannot_pass(report: ReportText, share: Amount) -> bool:
    """Whether a percentage of this name is a share of a whole: 审查率, 占比; not 增长, 完成率."""
    clause = report.text[report.text.rfind(",", 0, share.start) + 1 : share.start]
    name = re.split("[。;:!?\n]", clause)[-1]
    shares = re.search(any_of("reports", "sums.share_noun"), name)
    return bool(shares) and not is_loose(name) and not re.search(any_of("reports", "sums.over"), name)


def _over(report: ReportText, share: Amount) -> Finding:
    start = share.start - len(share.name)
    message = f"{report.place(start)}“{report.printed(start, share.end)}”超过100%，比率不会大于100%，请核对。"
    return report.finding(FindingCode.SHARE_OVER, start, share.end, message)


def _wrong(report: ReportText, share: Amount, told: Told) -> Iterator[Finding]:
    """The share is right if it is the quotient, rounded or cut off at its last printed decimal."""
    part, whole, start, end = told
    if not whole or share.rough:
        return
    quotient = part * 100 / whole
    if abs(quotient - share.value) < Decimal(1).scaleb(-share.digits):
        return
    rounded = number(quotient.quantize(Decimal("0.1")))
    message = (
        f"{report.place(start)}“{report.printed(start, end)}”：{number(part)}÷{number(whole)}应为{rounded}%，"
        f"写的是{number(share.value)}%，请核对。"
    )
    yield report.finding(FindingCode.SHARE_WRONG, start, end, message)


def _part_and_whole(report: ReportText, amounts: Sequence[Amount], at: int, start: int) -> Told | None:
    """The part, the whole and the stretch that a share is told with, where the sentence leaves no doubt."""
    share = amounts[at]
    if fraction := _FRACTION.match(report.text, share.end):
        part, whole = (Decimal(fraction[key].replace(",", "")) for key in ("part", "whole"))
        return part, whole, share.start, fraction.end()
    before = [
        a for k, a in enumerate(amounts[:at]) if not a.share and (k + 1 == at or not _has_share(report, amounts, k))
    ]
    if not before:
        return None
    pair = _of_a_whole(report, before, share) or _by_name(report, before, share, start)
    if pair is None or pair[0].rough or pair[1].rough:
        return None
    return pair[0].value, pair[1].value, min(pair[0].start, pair[1].start), share.end


def _has_share(report: ReportText, amounts: Sequence[Amount], at: int) -> bool:
    """Whether an amount is told as a part itself, with a share of its own behind it: no whole of what follows."""
    share = amounts[at + 1]
    return share.share and bool(words("sums.share_of").search(report.text[amounts[at].end : share.start]))


def _of_a_whole(report: ReportText, before: Sequence[Amount], share: Amount) -> tuple[Amount, Amount] | None:
    """123件中100件占81.3% / 123件,其中100件,占比81.3% / 100件,占全部123件的81.3%."""
    last = before[-1]
    near = report.text[last.end : share.start]
    if re.fullmatch("的(?:比例|比重)?(?:为|达)?", near) and len(before) > 1:
        one = before[-2]
        within = one.measure == last.measure and "占" in report.text[one.end : last.start]
        return (one, last) if within and one.value <= last.value else None
    found = words("sums.share_of").search(near)
    if len(near) > _NEAR or not found:
        return None
    whole = _whole(report, [a for a in before[:-1] if a.measure == last.measure], last)
    of = words("sums.whole").sub("", found["of"] or "")
    return (last, whole) if whole and of in whole.name and whole.value >= last.value else None


def _whole(report: ReportText, wholes: Sequence[Amount], part: Amount) -> Amount | None:
    """What a part is of: the amount it stands in (123件中100件, 其中100件), the only one, or the only total."""
    if not wholes:
        return None
    between = report.text[wholes[-1].end : part.start]
    if re.match("[^,。;、]{0,6}中", between) or "其中" in between or len(wholes) == 1:
        return wholes[-1]
    totals = [whole for whole in wholes if words("sums.total").search(whole.name)]
    return totals[0] if len(totals) == 1 else None


def _by_name(report: ReportText, before: Sequence[Amount], share: Amount, start: int) -> tuple[Amount, Amount] | None:
    """受理550件,办结442件,办结率80.4%: the rate is named after the part, and only one whole comes before it."""
    rate = re.search("(?P<stem>[^,。;:、\n]{2,10})率(?:为|达到?|约)?$", report.text[start : share.start])
    if not rate:
        return None
    stem = rate["stem"][-_STEM:]
    parts = [a for a in before if stem in a.name]
    if len(parts) != 1:
        return None
    part = parts[0]
    wholes = [a for a in before if a.start < part.start and a.measure == part.measure]
    return (part, wholes[0]) if len(wholes) == 1 and wholes[0].value >= part.value else None
