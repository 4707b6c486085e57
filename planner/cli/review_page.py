"""What `plan review` and `plan import --revise` show a person."""

from pathlib import Path
from typing import TYPE_CHECKING

from planner.cli.show import say, table, warn

if TYPE_CHECKING:
    from planner.domain.review import ReviewBook, ReviewProposal
    from planner.usecases.plan_review_apply import ReviewOutcome
    from planner.usecases.revisions import RevisionOutcome

_WIDEST = 36


def print_review(book: "ReviewBook", written: Path | None) -> None:
    """What a person decided so far and what waits; or where the workbook was written."""
    tracked = sum(task.tracked for task in book.tasks)
    counts = f"{tracked} 项任务，{len(book.points)} 个考核点，待定的修订建议 {len(book.proposals)} 条"
    if written is not None:
        say(f"已写 {written}：{book.plan_title}，{counts}。")
        say(f"改好后用 planner plan review {book.plan_code} --apply {written} 收回。")
        return
    say(f"{book.plan_title}（代号 {book.plan_code}）：{counts}")
    say("\n已核定")
    table(
        ("日期", "核定人", "编号", "项目", "识读", "核定"),
        [(r.on, r.by, r.code, r.field, r.read, r.decided) for r in book.records],
        widest=_WIDEST,
    )
    if book.proposals:
        say("\n待定的修订建议")
        _print_proposals(book.proposals)


def print_applied(outcome: "ReviewOutcome") -> None:
    """What a workbook that came back changed."""
    for change in outcome.changes:
        say(change)
    if outcome.units_added:
        say(f"单位名录新增 {len(outcome.units_added)} 个（类别为推定）：{'、'.join(outcome.units_added)}")
    say(f"核对表已采用：{len(outcome.changes)} 处改动。" if outcome.changes else "核对表与现状一致，没有改动。")


def print_revision(outcome: "RevisionOutcome") -> None:
    """What a newer document proposes."""
    if outcome.already:
        say(f"这份文件已经作为计划“{outcome.code}”的文件读过，没有新的修订建议；待定的还有 {outcome.pending} 条。")
        return
    for message in outcome.warnings:
        warn(f"提示：{message}")
    if not outcome.new:
        say(f"新文件与计划“{outcome.code}”《{outcome.title}》没有差别，没有修订建议。")
        return
    say(f"新文件对计划“{outcome.code}”《{outcome.title}》提出修订建议 {len(outcome.new)} 条，已确认的文字没有动：")
    _print_proposals(outcome.new)
    say(f"用 planner plan review {outcome.code} -o 核对表.xlsx 逐条取舍，再用 --apply 收回。")


def _print_proposals(proposals: "tuple[ReviewProposal, ...]") -> None:
    table(
        ("建议号", "任务", "项目", "现在", "新文件"),
        [(p.id, p.task or "（新）", p.field, p.held, p.proposed) for p in proposals],
        widest=_WIDEST,
    )
