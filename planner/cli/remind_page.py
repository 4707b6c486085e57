"""What `planner remind` prints: who is rung first, what went out, and the same as JSON."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from planner.cli.show import plain, say
from planner.cli.widths import padded, wrapped
from planner.domain.matters import QUIET_DAYS, Matter, MatterCause, short_codes, told_together
from planner.domain.reminders import ChaseList, UnitToChase, matter_words, step_words
from planner.domain.wording import PROPOSED, WORDS
from planner.usecases.reminders import Sent

_COLUMNS = (10, 24, 18, 8)
_ABOUT = 53
_HEADER = ("编号", "催什么", "应于", "第几次", "任务")
_OFTEN = 3
_NAMED = 5


def print_chase(chase: ChaseList) -> None:
    """The list, a unit after another, who is longest late first; what isn't listed is counted at its foot."""
    count = sum(len(unit.matters) for unit in chase.units)
    said = f"要催 {len(chase.units)} 个单位、{count} 件" if count else "没有要催的事项"
    say(f"{chase.plan_title}（{chase.plan_code}）  截至 {chase.as_of}  {said}")
    if chase.units:
        say()
        _line(_HEADER)
    for place, unit in enumerate(chase.units, 1):
        _print_unit(place, unit)
    _print_foot(chase)


def print_sent(sent: Sent) -> None:
    """What went out and was logged."""
    chase = sent.chase
    if not chase.units:
        say("没有新的事项要催，没有写文件，也没有新的记录。")
    for path in sent.files:
        say(f"已写 {path}")
    if sent.logged:
        say(f"已记下 {chase.as_of} 催了 {len(chase.units)} 个单位、{sent.logged} 件：")
        for unit in chase.units:
            say(f"  {unit.unit.name}  {len(unit.matters)} 件（{_codes(unit.matters)}）")
    _print_foot(chase)


def print_calendar(path: Path, events: int) -> None:
    """Where the calendar went."""
    say(f"已写 {path}：{events} 个到期日，提前 7 天提醒。")


def payload(sent: Sent, ics: Path | None) -> dict[str, Any]:
    """The stable JSON of `remind --json`."""
    chase = sent.chase
    return {
        "plan": chase.plan_code,
        "title": chase.plan_title,
        "as_of": chase.as_of.isoformat(),
        "units": [_unit(unit) for unit in chase.units],
        "held_back": chase.held_back,
        "awaiting_review": chase.awaiting_review,
        "gone_on": chase.gone_on,
        "files": [str(path) for path in (*sent.files, *([ics] if ics else []))],
        "logged": sent.logged,
    }


def _unit(chased: UnitToChase) -> dict[str, Any]:
    unit = chased.unit
    return {
        "unit": unit.name,
        "kind": unit.kind,
        "kind_proposed": unit.kind_proposed,
        "contact": unit.contact,
        "phone": unit.phone,
        "email": unit.email,
        "letter": chased.letter.value,
        "matters": [_matter(matter) for matter in chased.matters],
    }


def _matter(matter: Matter) -> dict[str, Any]:
    return {
        "key": matter.key,
        "cause": matter.cause.value,
        "task": matter.task,
        "title": matter.title,
        "checkpoint": matter.checkpoint,
        "period": str(matter.period) if matter.period else None,
        "due": matter.due.isoformat(),
        "due_original": plain(matter.original),
        "overdue": matter.overdue,
        "days": matter.days,
        "days_original": matter.days_original,
        "step": matter.step,
        "message": matter_words(matter),
    }


def _codes(matters: Sequence[Matter]) -> str:
    codes = list(dict.fromkeys(matter.code for matter in matters))
    return "、".join(codes[:_NAMED]) + (" 等" if len(codes) > _NAMED else "")


# ---- the list ----


def _print_unit(place: int, chased: UnitToChase) -> None:
    unit = chased.unit
    kind = f"{unit.kind}，{PROPOSED}" if unit.kind_proposed else unit.kind
    known = [
        f"联络员 {unit.contact}" if unit.contact else "",
        f"电话 {unit.phone}" if unit.phone else "",
        f"邮箱 {unit.email}" if unit.email else "",
    ]
    reach = "  ".join(filter(None, known)) or "没有联系方式"
    say(f"\n{place}. {unit.name}（{kind}）  {reach}  → {WORDS[chased.letter]}")
    for group in told_together(chased.matters):
        first = group[0]
        code = first.code if len(group) == 1 else f"{len(group)} 项"
        _line((code, _what(first), _due(first), f"第 {first.step} 次", _about(group)))
    often = [matter for matter in chased.matters if matter.step >= _OFTEN]
    if often:
        say(f"   {_codes(often)}：{step_words(max(matter.step for matter in often))}")


def _line(cells: tuple[str, ...]) -> None:
    """One line, and more where its last cell needs them."""
    *short, long = cells
    fitted = " ".join(padded(cell, columns) for cell, columns in zip(short, _COLUMNS, strict=True))
    for place, part in enumerate(wrapped(long, _ABOUT, indent=0)):
        say(f"   {padded('' if place else fitted, sum(_COLUMNS) + len(_COLUMNS) - 1)} {part}")


def _what(matter: Matter) -> str:
    word = WORDS[matter.cause]
    if matter.cause is MatterCause.LATE:
        moved = f"（原定 {matter.days_original}）" if matter.original else ""
        return f"{word} {matter.days} 天{moved}"
    if matter.cause is MatterCause.RETURNED:
        return word
    days = f"{'已超' if matter.overdue else '还有'} {matter.days} 天" if matter.days else "就是今天"
    return f"{word}，{days}"


def _due(matter: Matter) -> str:
    return f"{matter.due}（{PROPOSED}）" if matter.proposed else matter.due.isoformat()


def _about(group: tuple[Matter, ...]) -> str:
    first = group[0]
    period = f"{first.period} " if first.period else ""
    if len(group) > 1:
        return f"{first.period or WORDS[first.cause]}：{short_codes(group)}"
    more = f"：{first.checkpoint_text}" if first.checkpoint else f"：{first.reason}" if first.reason else ""
    return f"{period}{first.title}{more}"


def _print_foot(chase: ChaseList) -> None:
    notes = []
    if chase.held_back:
        notes.append(f"另有 {chase.held_back} 件 {QUIET_DAYS} 天内催过，未列；--all 可见。")
    if chase.awaiting_review:
        notes.append(f"另有 {chase.awaiting_review} 件单位已经填报、等待审核，请先审核（progress list --pending）。")
    if chase.gone_on:
        notes.append(f"另有 {chase.gone_on} 项任务已结转到以后年度的计划，由那个计划催办，未列。")
    if any(unit.unit.kind_proposed for unit in chase.units):
        notes.append(f"类别标“{PROPOSED}”的单位还没有确认类别，不发督办函；用 unit confirm 确认。")
    if notes:
        say()
    for note in notes:
        say(note)
