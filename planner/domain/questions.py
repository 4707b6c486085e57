"""What a careful reader would ask beside an entry. Questions, never verdicts: they decide nothing."""

import re
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from planner.domain.beside import Beside, Said
from planner.domain.document import name_key
from planner.domain.entries import EntryView, FigureView
from planner.domain.likeness import Words, alike, covered, is_short, same, words_of
from planner.domain.periods import Period
from planner.domain.progress import Basis, Status

_GIVEN_BACK = 0.8
_NAMED = 3
_LONG_ENOUGH_TO_COPY = 8
SHARES = {"%": 100, "‰": 1000}
"""Units of measure of a share, each with the whole."""


class Code(StrEnum):
    """What a question is about."""

    SAME_AS_LAST = "same_as_last"
    CARRIED_AGAIN = "carried_again"
    SAME_AS_OTHER = "same_as_other"
    PLAN_WORDS = "plan_words"
    DONE_WITHOUT_PROOF = "done_without_proof"
    ONLY_ONGOING = "only_ongoing"
    FIGURE_FALLS = "figure_falls"
    OVER_HUNDRED = "over_hundred"
    DONE_BEFORE_BEGAN = "done_before_began"
    LEAD_DONE_MEMBERS_SILENT = "lead_done_members_silent"
    CHECKPOINT_WITHOUT_FIGURE = "checkpoint_without_figure"


class Question(NamedTuple):
    """One sentence that asks."""

    code: str
    message: str


def questions(entry: EntryView, beside: Beside) -> tuple[Question, ...]:
    """What a careful reader would ask of an entry, in a fixed order.

    Words that were carried over (无变化) were read in their own period: they are not asked about again.
    """
    words = words_of(entry.text)
    found: list[Question | None] = [_carried_again(entry, beside)]
    if not entry.carried:
        found += [
            _same_as_last(entry, words, beside),
            _same_as_other(entry, words, beside),
            _plan_words(entry, words, beside),
            _only_ongoing(entry, beside),
        ]
    found += [
        _done_without_proof(entry, beside),
        *_figures_fall(entry, beside),
        *_over_hundred(entry, beside),
        _done_before_began(entry, beside),
        _members_silent(entry, beside),
        *_without_figure(entry, beside),
    ]
    return tuple(question for question in found if question)


# ---- words ----


def _carried_again(entry: EntryView, beside: Beside) -> Question | None:
    """The second 无变化 in a row, and every one after; what is done changes no more."""
    times = len(beside.carried_for)
    if not entry.carried or times < 2 or entry.status is Status.DONE:  # noqa: PLR2004 - one is what 无变化 is for
        return None
    return Question(
        Code.CARRIED_AGAIN,
        f"从{beside.carried_for[0]}起连续{times}期填无变化，是确实没有进展，还是没有更新？",
    )


def _same_as_last(entry: EntryView, words: Words, beside: Beside) -> Question | None:
    """The same words as in the newest earlier period; unless both say 已完成, or both 未启动: nothing new is due."""
    last = beside.last
    if last is None or not alike(words, last.words):
        return None
    if entry.status is last.status and entry.status in (Status.DONE, Status.NOT_STARTED):
        return None
    return Question(Code.SAME_AS_LAST, f"与{last.period}的文字{_how_alike(words, last.words)}，本期有什么新进展？")


def _same_as_other(entry: EntryView, words: Words, beside: Beside) -> Question | None:
    """The same words as another unit's on the task, or as the unit's own on another: the first of them is named.

    Short words may be anybody's, but not a unit's for two of its tasks, letter for letter.
    """
    other = next((said for said in beside.others if _is_copied(entry, words, said)), None)
    if other is None:
        return None
    how = _how_alike(words, other.words)
    if other.task == entry.task:
        return Question(Code.SAME_AS_OTHER, f"与{other.unit}填的文字{how}，本单位做了什么？")
    return Question(Code.SAME_AS_OTHER, f"与本单位在任务{other.task}填的文字{how}，这项任务做了什么？")


def _is_copied(entry: EntryView, words: Words, other: Said) -> bool:
    if is_short(words):
        return other.task != entry.task and len(words.key) >= _LONG_ENOUGH_TO_COPY and same(words, other.words)
    return alike(words, other.words)


def _how_alike(one: Words, other: Words) -> str:
    return "相同" if same(one, other) else "几乎相同"


def _plan_words(entry: EntryView, words: Words, beside: Beside) -> Question | None:
    """Four fifths of the text are the task's own words, and nothing else given tells what was done."""
    plan = words_of(beside.plan_words).key
    if len(words.key) < _LONG_ENOUGH or covered(words.key, plan) < _GIVEN_BACK or _own_facts(entry, beside, plan):
        return None
    return Question(Code.PLAN_WORDS, "文字几乎都是工作要点的原话，实际做了什么？")


_LONG_ENOUGH = 10


def _own_facts(entry: EntryView, beside: Beside, plan: str) -> bool:
    told = (*beside.told.numbers, *(day.printed for day in beside.told.days), *beside.told.documents)
    given = any(not figure.from_text for figure in entry.figures)
    return given or bool(entry.evidence) or any(words_of(fact).key not in plan for fact in told)


def _only_ongoing(entry: EntryView, beside: Beside) -> Question | None:
    """Nothing but 常态化, 持续推进 and the like; unless figures or evidence were given beside the text."""
    if not beside.told.only_ongoing or entry.figures or entry.evidence:
        return None
    return Question(Code.ONLY_ONGOING, f"文字里只有“{beside.told.only_ongoing}”一类的话，本期具体做了什么？")


# ---- done ----


def _done_without_proof(entry: EntryView, beside: Beside) -> Question | None:
    """已完成 without a figure, a day, a document or evidence; not asked again once it was accepted."""
    told = beside.told
    proof = entry.figures or entry.evidence or told.numbers or told.days or told.documents
    if entry.status is not Status.DONE or proof or beside.was_done:
        return None
    return Question(Code.DONE_WITHOUT_PROOF, "填的是已完成，但没有数据、时间、文号或其他佐证，从哪里看出已经完成？")


def _done_before_began(entry: EntryView, beside: Beside) -> Question | None:
    """已完成, though by the words before it began. Asked in three cases, the first that fits:

    every day that the text names as done lies before the plan's own date; every such day lies before one on which
    the unit itself still said 未启动; or the unit says 未启动 for a later period.
    """
    if entry.status is not Status.DONE or beside.was_done:
        return None
    days = [day for day in beside.told.days if not day.is_basis]
    newest = max(days, key=lambda day: day.last, default=None)
    if newest and beside.issued_on and newest.last < beside.issued_on:
        when = f"{beside.issued_on:%Y-%m-%d}"
        return _before(f"文中的时间（{newest.printed}）在工作要点印发（{when}）之前，是印发以后完成的吗？")
    own = Period.parse(entry.period)
    for period, until in beside.not_begun:
        if newest and period < own and newest.last < until:
            return _before(f"文中的时间（{newest.printed}）之后，{period}的填报还说未启动，究竟何时完成？")
        if period > own:
            return _before(f"{period}的填报说未启动，{entry.period}怎么已经完成？")
    return None


def _before(message: str) -> Question:
    return Question(Code.DONE_BEFORE_BEGAN, message)


def _members_silent(entry: EntryView, beside: Beside) -> Question | None:
    """The lead says 已完成 while responsible units have nothing that stands for the period."""
    if entry.status is not Status.DONE or not beside.silent:
        return None
    named = "、".join(beside.silent[:_NAMED])
    many = f"等{len(beside.silent)}个单位" if len(beside.silent) > _NAMED else ""
    return Question(
        Code.LEAD_DONE_MEMBERS_SILENT,
        f"牵头单位填了已完成，责任单位{named}{many}本期还没有填报，这些单位的部分完成了吗？",
    )


# ---- figures ----

# 截至6月底, 2024年, 二季度, 今年以来, 累计
_WHEN = re.compile(
    r"截[至止]|今年以来|今年|本年度?|全年|\d+[年月日号]+[份底末]?|第?[一二三四]季度|上半年|目前|累计|共计?|已|[\W_]"
)


def _figures_fall(entry: EntryView, beside: Beside) -> Iterator[Question]:
    """A running total, or by a point and more a share, below the one accepted last under the same name and measure."""
    for figure in entry.figures:
        before = [one for one in beside.before if _same_thing(one.figure, figure)]
        if not before or figure.name in beside.loose:
            continue
        period = before[-1].period
        lowest = min((one.figure for one in before if one.period == period), key=lambda one: one.value)
        fall = lowest.value - figure.value
        if fall > 0 and (not _is_share(figure) or 100 * fall >= SHARES.get(figure.unit, 100)):
            how = "低" if _is_share(figure) else "少"
            yield Question(
                Code.FIGURE_FALLS,
                f"{_label(figure)}在{period}是{_shown(lowest)}，本期是{_shown(figure)}，为什么{how}了？",
            )


def _same_thing(one: FigureView, other: FigureView) -> bool:
    """Whether two figures count the same in the same way. Those of a checkpoint are all in its own measure."""
    kind = _kind(other)
    if not kind or _kind(one) != kind:
        return False
    if one.checkpoint or other.checkpoint:
        return one.checkpoint == other.checkpoint
    return one.unit == other.unit and bool(_counted(one)) and _counted(one) == _counted(other)


def _kind(figure: FigureView) -> str:
    """Only totals and shares can be held against each other: what a period counts may well be less than before."""
    if _is_share(figure):
        return "share"
    return "total" if figure.basis is Basis.YEAR_TO_DATE else ""


def _is_share(figure: FigureView) -> bool:
    """Whether a figure is a share: with part and whole, or in % or ‰."""
    return figure.part is not None or figure.unit in SHARES


def _counted(figure: FigureView) -> str:
    """What a figure counts, without the words for when: 截至6月底累计办理 is 办理."""
    return _WHEN.sub("", name_key(figure.name))


def _shown(figure: FigureView) -> str:
    return figure.printed if figure.part is None else f"{figure.printed}（{figure.value:.1f}%）"


def _label(figure: FigureView) -> str:
    return f"考核点{figure.checkpoint}" if figure.checkpoint else f"“{figure.name}”"


def _over_hundred(entry: EntryView, beside: Beside) -> Iterator[Question]:
    """A share above 100 %, given or in the text."""
    for figure in entry.figures:
        most = Decimal(100) if figure.part is not None else Decimal(SHARES.get(figure.unit, 0))
        if most and figure.value > most and figure.name not in beside.loose:
            yield Question(Code.OVER_HUNDRED, f"{_label(figure)}{figure.printed}超过100%，达到数和总数各是多少？")


def _without_figure(entry: EntryView, beside: Beside) -> Iterator[Question]:
    """A checkpoint fell due within the period, the entry says 推进中 or 已完成, and no figure for it is held or given.

    A number of its unit of measure in the text is offered: only figures with the checkpoint's code count.
    """
    if entry.status not in (Status.IN_PROGRESS, Status.DONE):
        return
    given = {figure.checkpoint for figure in entry.figures}
    for point, due in beside.open_points:
        if point.code in given:
            continue
        about = f"考核点{point.code}（{point.text}）{due.day:%Y-%m-%d}到期，本期没有报数据"
        likely = next((one.printed for one in entry.figures if point.unit and one.unit == point.unit), "")
        asked = f"文中的“{likely}”是不是它的数据？" if likely else "达到了吗？"
        yield Question(Code.CHECKPOINT_WITHOUT_FIGURE, f"{about}，{asked}")
