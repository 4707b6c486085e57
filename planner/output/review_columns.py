"""The columns of the review workbook: what stands in them, what is coloured, what may be filled in."""

from collections.abc import Mapping

from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Recurrence, Role
from planner.domain.review import ReviewBook, ReviewPoint, ReviewProposal, ReviewRecord, ReviewTask
from planner.domain.wording import PROPOSED, WORDS, Provenance
from planner.domain.workbooks import (
    DECLINE,
    JOINER,
    NO,
    POINT_COLUMNS,
    PROPOSAL_COLUMNS,
    TAKE,
    TASK_COLUMNS,
    YES,
)
from planner.output.entry import Entry
from planner.output.looks import Kind, Shade
from planner.output.sheets import Column

_T, _P = TASK_COLUMNS, POINT_COLUMNS


def task_columns(book: ReviewBook) -> tuple[Column[ReviewTask], ...]:
    """The columns of 任务. The last, 版本, is for hiding; 原文 before it is for looking up and not for printing."""
    guessed = {point.task for point in book.points if point.due_source is DueSource.DEFAULT}
    return (
        Column(_T["code"], 9, lambda t: t.code, Kind.TYPED),
        Column(_T["handling"], 9.5, lambda _: "", Kind.TYPED),
        Column(_T["tracked"], 5.5, lambda t: YES if t.tracked else NO, Kind.TYPED),
        Column(_T["section"], 11, lambda t: t.section, widest=30),
        Column(_T["number"], 7.5, lambda t: t.number, Kind.TYPED),
        Column("类别", 5.5, lambda t: WORDS[t.kind], Kind.SHORT, shade=_grey),
        Column(_T["title"], 15, lambda t: t.title, widest=50),
        Column(_T["body"], 48, lambda t: t.body, widest=150),
        Column(_T["lead"], 12, lambda t: _units(t, Role.LEAD), widest=40, shade=_lead_shade),
        Column(_T["responsible"], 18, lambda t: _units(t, Role.RESPONSIBLE), widest=60),
        Column(_T["cooperating"], 12, lambda t: _units(t, Role.COOPERATING), widest=40),
        Column(_T["due"], 11, lambda t: t.due, Kind.DATE, shade=_due_shade),
        Column("时限出处", 15, _due_from, widest=40, shade=lambda t: _due_shade(t) or Shade.LOCKED),
        Column(
            "考核点",
            21,
            lambda t: "\n".join(t.checkpoints),
            widest=60,
            shade=lambda t: Shade.PROPOSED if t.code in guessed else Shade.LOCKED,
        ),
        Column("提示", 19, _remarks, widest=60, shade=_remark_shade),
        Column("原文", 70, lambda t: t.source, shade=_grey, fits=False),
        Column(_T["version"], 10, lambda t: t.version, Kind.TYPED, shade=_grey),
    )


def _grey(_: object) -> Shade:
    return Shade.LOCKED


def _units(task: ReviewTask, role: Role) -> str:
    return JOINER.join(task.units.get(role, ()))


def _lead_shade(task: ReviewTask) -> Shade | None:
    return Shade.PROPOSED if task.lead_proposal else None


def _due_shade(task: ReviewTask) -> Shade | None:
    return Shade.PROPOSED if task.provenance is Provenance.DEFAULT else None


def _due_from(task: ReviewTask) -> str:
    """原文“6月底前”; 推定：原文没有写明，按计划最后一天; below it the other times that are printed."""
    printed = f"“{task.due_phrase}”" if task.due_phrase else ""
    match task.provenance:
        case Provenance.TEXT:
            told = f"{WORDS[task.provenance]}{printed}"
        case Provenance.DEFAULT if task.due_reason:
            told = task.due_reason
        case Provenance.DEFAULT if printed:
            told = f"{PROPOSED}：原文{printed}不是日期，暂按计划的最后一天"
        case Provenance.DEFAULT:
            told = f"{PROPOSED}：原文没有写明，暂按计划的最后一天"
        case _:
            reason = f"：{task.due_reason}" if task.due_reason else ""
            told = f"{WORDS[task.provenance]}{reason}{f'；原文{printed}' if printed else ''}"
    others = JOINER.join(f"“{time}”" for time in dict.fromkeys(task.times) if time != task.due_phrase)
    return f"{told}\n另有时间：{others}" if others else told


def _remarks(task: ReviewTask) -> str:
    lead = [f"首列单位“{task.lead_proposal}”可作牵头（{PROPOSED}）"] if task.lead_proposal else []
    return "\n".join((*task.warnings, *lead))


def _remark_shade(task: ReviewTask) -> Shade:
    if task.warnings:
        return Shade.NOTED
    return Shade.PROPOSED if task.lead_proposal else Shade.LOCKED


def task_entries(plan: str) -> Mapping[str, Entry]:
    """What is said beside the open columns of 任务, with examples of the plan's own codes."""
    units = Entry("几个单位用顿号（、）隔开，用规范简称或全称。")
    handling = (
        f"空着或写 保留：按这一行\n并入 {plan}-03：并到那项任务\n拆自 {plan}-05：从那项任务拆出\n新增：原文没有单列"
    )
    return {
        _T["code"]: Entry("已有的编号请不要改。新的一行可以空着，也可以写 新1、新2，供“考核点”表指明任务。"),
        _T["handling"]: Entry(handling),
        _T["tracked"]: Entry("写 否 就不进台账。不要删除整行。", (YES, NO)),
        _T["lead"]: Entry("几个单位用顿号（、）隔开。黄色的可按“提示”里的推定填写。"),
        _T["responsible"]: units,
        _T["cooperating"]: units,
        _T["due"]: Entry("写成日期，如 2024-06-30。黄色是推定，请核定。"),
    }


def point_columns() -> tuple[Column[ReviewPoint], ...]:
    """The columns of 考核点. The last, 版本, is for hiding."""
    return (
        Column(_P["code"], 11, lambda p: p.code, Kind.TYPED),
        Column(_P["handling"], 8, lambda _: "", Kind.TYPED),
        Column(_P["task"], 10, lambda p: p.task, Kind.TYPED),
        Column(_P["text"], 40, lambda p: p.text, widest=80),
        Column(_P["kind"], 8, lambda p: WORDS[p.kind], Kind.TYPED),
        Column(_P["comparator"], 7, lambda p: WORDS[p.comparator] if p.comparator else "", Kind.TYPED),
        Column(_P["value"], 9, _value, Kind.TYPED),
        Column(_P["unit"], 10, lambda p: p.unit or "", Kind.TYPED),
        Column(_P["period"], 9, lambda p: WORDS[p.period] if p.period else "", Kind.TYPED),
        Column(_P["dues"], 13, _dues, Kind.TYPED, widest=40, shade=_guess_shade),
        Column(
            "日期出处", 10, lambda p: WORDS[p.due_source], Kind.SHORT, shade=lambda p: _guess_shade(p) or Shade.LOCKED
        ),
        Column(_P["whose"], 14, lambda p: p.whose or "", widest=40),
        Column("原句", 52, lambda p: p.sentence, widest=120, shade=_grey),
        Column(_P["version"], 10, lambda p: p.version, Kind.TYPED, shade=_grey),
    )


def _value(point: ReviewPoint) -> str:
    """95, 4.5: as text, so that what is typed over it stays as typed (95%)."""
    text = "" if point.value is None else format(point.value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _dues(point: ReviewPoint) -> str:
    """A day a line: a column of days wraps in the middle of one."""
    return "\n".join(due.isoformat() for due in point.dues)


def _guess_shade(point: ReviewPoint) -> Shade | None:
    return Shade.PROPOSED if point.due_source is DueSource.DEFAULT else None


def point_entries(plan: str) -> Mapping[str, Entry]:
    """What is said beside the open columns of 考核点, with examples of the plan's own codes."""
    return {
        _P["code"]: Entry("已有的编号请不要改。新增的一行空着。"),
        _P["handling"]: Entry("空着：按这一行。不要的写 删除，补上的写 新增。", ("删除", "新增")),
        _P["task"]: Entry(f"任务的编号，如 {plan}-05；新任务写它在“任务”表里的编号，如 新1。"),
        _P["kind"]: Entry("从列表里选。", tuple(WORDS[kind] for kind in CheckpointKind)),
        _P["comparator"]: Entry(
            "≥ 不少于，≤ 不多于，= 正好。没有数值的空着。", tuple(WORDS[sign] for sign in Comparator)
        ),
        _P["value"]: Entry("只写数字，如 95；单位写在“计量单位”里，如 %、学时、次。"),
        _P["period"]: Entry("按周期重复的才选，其余空着。", tuple(WORDS[period] for period in Recurrence)),
        _P["dues"]: Entry("写成 2024-06-30；有几个的一行一个，或用顿号隔开。黄色是推定，请核定。"),
        _P["whose"]: Entry("要求落在谁身上，照原文写，如 每人、市县两级政府。可以空着。"),
    }


PROPOSED_CHANGES: tuple[Column[ReviewProposal], ...] = (
    Column(PROPOSAL_COLUMNS["id"], 9, lambda p: p.id, Kind.COUNT, shade=_grey),
    Column(PROPOSAL_COLUMNS["taken"], 9, lambda _: "", Kind.TYPED),
    Column("任务", 11, lambda p: p.task or "", Kind.TYPED, shade=_grey),
    Column("项目", 12, lambda p: p.field, Kind.SHORT, shade=_grey),
    Column("现在", 60, lambda p: p.held, widest=150, shade=_grey),
    Column("新文件", 60, lambda p: p.proposed, widest=150, shade=_grey),
    Column(PROPOSAL_COLUMNS["version"], 10, lambda p: p.version, Kind.TYPED, shade=_grey),
)
PROPOSAL_ENTRIES: Mapping[str, Entry] = {
    PROPOSAL_COLUMNS["taken"]: Entry("选 采用 或 不采用；空着就是以后再定。", (TAKE, DECLINE)),
}

RECORDED_CHANGES: tuple[Column[ReviewRecord], ...] = (
    Column("日期", 12, lambda r: r.on, Kind.DATE),
    Column("核定人", 12, lambda r: r.by, Kind.SHORT),
    Column("编号", 11, lambda r: r.code, Kind.TYPED),
    Column("项目", 12, lambda r: r.field, Kind.SHORT),
    Column("识读", 60, lambda r: r.read, widest=150),
    Column("核定", 60, lambda r: r.decided, widest=150),
)
