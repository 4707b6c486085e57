"""What `plan read` shows a person: what was understood, what lies outside the plan, and what is odd."""

from itertools import groupby

from planner.cli.show import say, table
from planner.cli.widths import clipped, padded, wrapped
from planner.domain.coverage import Outside, coverage
from planner.domain.document import Document
from planner.domain.drafts import CheckpointDraft, DueSource, PlanDraft, TaskDraft, TaskKind
from planner.domain.wording import PROPOSED, WORDS

_COLUMNS = 92


def print_draft(document: Document, draft: PlanDraft) -> None:
    """The draft on a terminal."""
    say(f"{draft.title or '（没有标题）'}")
    say(
        f"年度 {draft.year or '（未写）'}  发文单位 {draft.issuer or '（未写）'}  印发 {draft.issued_on or '（未写）'}"
        f"  {document.name}，{len(document.text)} 字"
    )
    _print_counts(draft)
    for section, tasks in groupby(draft.tasks, key=lambda task: task.section):
        say(f"\n{section or '（没有分部分）'}")
        for task in tasks:
            _print_task(task)
    _print_outside(document, draft)
    _print_warnings(draft)


def _print_counts(draft: PlanDraft) -> None:
    tasks = [task for task in draft.tasks if task.kind is TaskKind.TASK]
    mentions = [unit for task in draft.tasks for unit in task.units]
    names = {unit.name: unit.collective for unit in mentions}
    points = [point for task in draft.tasks for point in task.checkpoints]
    say(
        f"{len(draft.sections)} 个部分，{len(tasks)} 项任务，责任单位 {len(mentions)} 处、{len(names)} 个名称"
        f"（统称 {sum(names.values())} 个），考核点 {len(points)} 个、到期日 {sum(len(p.due) for p in points)} 个"
    )
    others = len(draft.tasks) - len(tasks)
    if others:
        say(f"另有保障措施等 {others} 项，导入后不进台账，要进请用 task mark")
    for claim in draft.claims:
        verdict = "相符" if claim.stated == claim.found else f"不符，读到 {claim.found}"
        say(f"原文自称“{claim.text}”：{verdict}")


def _print_task(task: TaskDraft) -> None:
    say(f"  {padded(task.number or '·', 12)}{task.title or clipped(task.body, 60)}")
    roles = {role: [u for u in task.units if u.role is role] for role in dict.fromkeys(u.role for u in task.units)}
    for role, units in roles.items():
        names = "、".join(f"{u.name}（统称）" if u.collective else u.name for u in units)
        _print_line(WORDS[role], names)
    for lead in task.measure_leads:
        _print_line("句中", f"“{lead.phrase}” → {lead.name}（{WORDS[lead.role]}，只管这一句）")
    for deadline in task.deadlines:
        due = f"{deadline.due}" if deadline.due else (WORDS[deadline.period] if deadline.period else "没有定日")
        _print_line("时间", f"“{deadline.text}” → {due}")
    for place, point in enumerate(task.checkpoints, start=1):
        _print_line(f"考核点{place}", _checkpoint(point))


def _checkpoint(point: CheckpointDraft) -> str:
    due = "、".join(day.isoformat() for day in point.due) or "没有定日"
    proposed = f"（{PROPOSED}）" if point.due_source is DueSource.DEFAULT else ""
    whose = f"（{point.whose}）" if point.whose else ""
    return f"{WORDS[point.kind]}：{point.text}{whose} → {due}{proposed}"


def _print_line(label: str, text: str) -> None:
    first, *more = wrapped(text, _COLUMNS - 24, indent=0) or [""]
    say(f"              {padded(label, 8)}  {first}")
    for line in more:
        say(f"{' ' * 20}{line}")


def _print_outside(document: Document, draft: PlanDraft) -> None:
    say("\n不属于任务的文字")
    for item in coverage(document, draft).outside:
        _print_stretch(item)


def print_coverage(document: Document, draft: PlanDraft) -> None:
    """How much of the text has a name, and what stayed outside and why."""
    found = coverage(document, draft)
    say(f"{draft.title or '（没有标题）'}")
    say(f"{document.name}（{document.format}），{found.characters} 字（不计空白）")
    say(f"正文 {found.body} 字，归入有名称的部分 {found.body_named} 字，占 {found.share:.2f}%")
    say(f"全文 {found.characters} 字，归入有名称的部分 {found.named} 字\n")
    table(
        ("部分", "字数", "占全文"),
        [(WORDS[kind], count, f"{100 * count / found.characters:.1f}%") for kind, count in found.kinds],
    )
    say("\n不属于任务的文字")
    for item in found.outside:
        _print_stretch(item)
    say("\n任务里没有读懂归属的文字" if found.loose else "\n任务里没有无归属的文字")
    for item in found.loose:
        _print_stretch(item)
    if found.left_out:
        say("\n文件里没有读进来的文字")
        for left in found.left_out:
            say(f"  {padded(left.what, 18)}{clipped(left.text, 60)}")


def _print_stretch(item: Outside) -> None:
    say(f"  {padded(WORDS[item.kind], 18)}{item.span.start}–{item.span.end}  {clipped(item.text, 60)}")


def _print_warnings(draft: PlanDraft) -> None:
    say(f"\n要留意的 {len(draft.warnings)} 处" if draft.warnings else "\n没有要留意的")
    for warning in draft.warnings:
        say(f"  {padded(warning.task or '', 10)}{warning.message}")
