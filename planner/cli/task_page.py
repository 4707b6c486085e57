"""What `task show` shows a person."""

from planner.cli.extensions import answer_text
from planner.cli.show import cell_text, lit, print_version, say, table
from planner.cli.widths import clipped, wrapped
from planner.domain.board import DueDay, TaskOnBoard, unmet_though_done
from planner.domain.checkpoints import Due
from planner.domain.drafts import Comparator, DueSource
from planner.domain.entries import EntryView
from planner.domain.extensions import ExtensionView, extension_message
from planner.domain.progress import Status
from planner.domain.rollover import told_idle
from planner.domain.wording import (
    BEFORE_ISSUE,
    ON_BEHALF,
    PROPOSED,
    ROSTER_UNSET,
    WORDS,
    PlanState,
    Provenance,
    done_but_unmet,
    light_reason,
    light_why,
    names_of,
)
from planner.usecases.origins import LaterTask
from planner.usecases.task_views import AssignmentView, CheckpointView, TaskDetail

_COLUMNS = 92
_SENTENCE = 140
"""A light's sentence is what one looks at here: it is not cut before this, nor are the days of a checkpoint."""
_WORDS = 40

_COMPARED = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.EXACTLY: ""}


def print_task(detail: TaskDetail) -> None:
    """One task on a terminal."""
    facts = detail.board.facts
    say(f"{facts.code}  {facts.number}{facts.title}")
    say(f"{detail.section_path or ''}")
    if detail.plan_state is PlanState.DRAFT:
        say(f"（计划 {detail.plan} 还是草案）")
    for line in wrapped(facts.body.strip(), _COLUMNS, indent=2):
        say(line)
    _print_state(detail)
    say(f"时限  {_due(detail)}")
    for deadline in detail.deadlines:
        if deadline.provenance is not Provenance.DEFAULT:
            reason = f"（{deadline.reason}）" if deadline.reason else ""
            where = "原文时限" if deadline.slot else "文中时间"
            label = where if deadline.provenance is Provenance.TEXT else WORDS[deadline.provenance]
            due = cell_text(deadline.due) or (WORDS[deadline.period] if deadline.period else "没有定日")
            said = f"“{deadline.text}” → {due}" if deadline.text else due
            say(f"      {label}：{said}{reason}")
    for request in detail.extensions:
        say(f"      {_extension(request)}")
    if facts.first_responsible:
        say("标记  第一责任人职责")
    say("\n分工")
    table(("单位", "角色", "出处"), [(_unit(a), WORDS[a.role], _origin(a)) for a in detail.assignments], widest=60)
    if detail.checkpoints:
        say("\n考核点")
        table(
            ("编号", "内容", "要求", "到期", "已达成", "未达成"),
            [_checkpoint(point) for point in detail.checkpoints],
            widest=_SENTENCE,
            below=[_moved(point) for point in detail.checkpoints],
        )
    say("\n各单位")
    units = [
        (u.participant.unit.name, WORDS[u.participant.role], WORDS[u.light.colour], light_why(u.light))
        for u in detail.board.units
    ]
    table(("单位", "角色", "亮灯", "原因"), units, widest=_SENTENCE)
    say("\n填报")
    table(
        ("编号", "单位", "填报期", "次", "状态", "审核", "本期进展"),
        [_entry(view) for view in detail.entries],
        widest=50,
    )
    for earlier in detail.earlier:
        idle = told_idle(earlier.state, earlier.state_basis)
        say(f"\n结转自 {earlier.task}  {earlier.title}（{earlier.carried_on} 结转{f'，{idle}' if idle else ''}）")
        table(
            ("编号", "单位", "填报期", "次", "状态", "审核", "本期进展"),
            [_entry(view) for view in earlier.entries],
            widest=50,
        )
    print_version(detail.version)


def _print_state(detail: TaskDetail) -> None:
    """The state with its basis, where the task went, its light, and what contradicts it."""
    facts, light = detail.board.facts, detail.board.light
    into = f" {detail.merged_into}" if detail.merged_into else ""
    basis = f"（依据：{facts.state_basis}）" if facts.state_basis else ""
    say(f"\n状态  {WORDS[Status.DONE if detail.board.done else facts.state]}{into}{basis}")
    for later in detail.later:
        say(f"去向  {_later(later)}")
    say(f"亮灯  {lit(WORDS[light.colour])}  {light_reason(light)}")
    for told in _done_but_unmet(detail.board):
        say(f"提示  {told}")


def _done_but_unmet(board: TaskOnBoard) -> list[str]:
    """Where units say 已完成 though checkpoints aren't met: those of the same ones in a sentence."""
    found: dict[tuple[str, ...], list[str]] = {}
    for unit in board.units:
        if codes := unmet_though_done(board, unit):
            found.setdefault(codes, []).append(unit.participant.unit.name)
    return [f"{names_of(whose)}：{done_but_unmet(codes)}" for codes, whose in found.items()]


def _later(later: LaterTask) -> str:
    """Where a task went: 结转到 2025-04（2025-02-10，计划 2025 还是草案）."""
    draft = "" if later.confirmed else f"，计划 {later.plan} 还是草案"
    left = "" if later.tracked else "，没有列入跟踪"
    return f"结转到 {later.task}（{later.carried_on}{draft}{left}）"


def due_text(due: DueDay) -> str:
    """A task's due day, marked where a rule proposed it or it lay before the plan's issue."""
    marks = [
        word
        for word, wanted in ((PROPOSED, due.provenance is Provenance.DEFAULT), (BEFORE_ISSUE, due.before_issue))
        if wanted
    ]
    return f"{due.day}（{'，'.join(marks)}）" if marks else due.day.isoformat()


def _due(detail: TaskDetail) -> str:
    due = detail.due
    original = f"，原 {due.original}" if due.original and (due.phrase or due.moved_from) else ""
    early = f"，{BEFORE_ISSUE}" if due.before_issue else ""
    return f"{due.day}（{WORDS[due.provenance]}{original}{early}）"


def _extension(request: ExtensionView) -> str:
    """A request for more time, and what was answered."""
    return f"延期申请：{extension_message(request)}；{answer_text(request)}"


def _unit(view: AssignmentView) -> str:
    if not view.collective:
        return view.unit
    return f"{view.unit}（{ROSTER_UNSET}）" if view.members is None else f"{view.unit}（{len(view.members)} 个）"


def _origin(view: AssignmentView) -> str:
    if view.proposed:
        return f"{PROPOSED}：排在首位，只作建议，用 task assign 确定"
    if not view.phrase:
        return f"统筹单位 {view.since} 指定" if view.since else "统筹单位改定角色"
    return f"修订文件“{view.phrase}”，{view.since} 起" if view.since else f"原文“{view.phrase}”"


def _checkpoint(view: CheckpointView) -> tuple[str, ...]:
    point = view.checkpoint
    wanted = f"{_COMPARED[point.comparator]}{point.value}{point.unit or ''}" if point.value and point.comparator else ""
    days = "、".join(map(_day, point.dues)) or "没有定日"
    proposed = f"（{PROPOSED}）" if point.due_source is DueSource.DEFAULT else ""
    whose = f"（{view.whose}）" if view.whose else ""
    return (
        view.code,
        clipped(f"{view.text}{whose}", _WORDS),
        wanted,
        f"{days}{proposed}",
        clipped("、".join(view.met_by) or "—", _WORDS),
        clipped("、".join(view.unmet_by) or "—", _WORDS),
    )


def _moved(view: CheckpointView) -> list[str]:
    """Under a checkpoint: which of its days were moved, from when and why."""
    return [
        f"      {due.day}：{WORDS[Provenance.EXTENDED]}，原 {due.original}{f'，{due.reason}' if due.reason else ''}"
        for due in view.checkpoint.dues
        if due.original
    ]


def _day(due: Due) -> str:
    if due.original:
        return f"{due.day}（{WORDS[Provenance.EXTENDED]}）"
    return f"{due.day}（{BEFORE_ISSUE}）" if due.before_issue else due.day.isoformat()


def _entry(view: EntryView) -> tuple[object, ...]:
    unit = f"{view.unit}（{ON_BEHALF}）" if view.on_behalf else view.unit
    verdict = f"{WORDS[view.verdict]}：{view.review_reason}" if view.review_reason else WORDS[view.verdict]
    return (view.id, unit, view.period, view.revision, WORDS[view.status], verdict, view.text)
