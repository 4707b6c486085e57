"""The Chinese words for what the code names in English: one word each, in every output."""

import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum

from planner.domain.actors import ActorRole
from planner.domain.decisions import DecisionField
from planner.domain.drafts import CheckpointKind, Comparator, DueSource, PartKind, Recurrence, Role, TaskKind
from planner.domain.lights import Cause, Colour, Light
from planner.domain.material import MaterialKind, ReportPart, Use
from planner.domain.matters import LetterKind, MatterCause
from planner.domain.number_ledger import Rule
from planner.domain.progress import Basis, Status, TaskState, Verdict
from planner.domain.revisions import ProposalField


class Provenance(StrEnum):
    """Where a due day comes from."""

    TEXT = "text"
    DEFAULT = "default"
    COORDINATOR = "coordinator"
    EXTENDED = "extended"


class PlanState(StrEnum):
    """A plan is a draft until the coordinator confirms it; then its wording is locked."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"


PROPOSED = "推定"
ROSTER_UNSET = "名册未设"
BEFORE_ISSUE = "印发前到期"
ON_BEHALF = "代报"
FROM_TEXT = "文中"


class Words:
    """The word of each member. Members of two enums may share a value, so they are told apart by their enum too."""

    def __init__(self, words: Iterable[tuple[StrEnum, str]]) -> None:
        self._words = {(type(member), member.value): word for member, word in words}

    def __getitem__(self, member: StrEnum) -> str:
        return self._words[type(member), member.value]


WORDS = Words(
    [
        (Role.LEAD, "牵头"),
        (Role.RESPONSIBLE, "责任"),
        (Role.COOPERATING, "配合"),
        (Status.NOT_STARTED, "未启动"),
        (Status.IN_PROGRESS, "推进中"),
        (Status.DONE, "已完成"),
        (Status.BLOCKED, "受阻"),
        (TaskState.ACTIVE, "执行中"),
        (TaskState.PAUSED, "暂缓"),
        (TaskState.DROPPED, "取消"),
        (TaskState.MERGED, "并入"),
        (Verdict.PENDING, "待审核"),
        (Verdict.ACCEPTED, "已采纳"),
        (Verdict.RETURNED, "已退回"),
        (Basis.PERIOD, "本期"),
        (Basis.YEAR_TO_DATE, "累计"),
        (Colour.RED, "红"),
        (Colour.YELLOW, "黄"),
        (Colour.GREEN, "绿"),
        (Colour.NOT_DUE, "未到期"),
        (Colour.NONE, "不亮灯"),
        (Provenance.TEXT, "原文"),
        (Provenance.DEFAULT, PROPOSED),
        (Provenance.COORDINATOR, "统筹设定"),
        (Provenance.EXTENDED, "延期"),
        (PlanState.DRAFT, "草案"),
        (PlanState.CONFIRMED, "已确认"),
        (PartKind.CHROME, "文件以外的文字"),
        (PartKind.TITLE, "标题"),
        (PartKind.LEAD_IN, "前面的消息或通知"),
        (PartKind.PREAMBLE, "引言和总体要求"),
        (PartKind.SECTION, "部分的标题"),
        (PartKind.TASK, "任务"),
        (PartKind.SAFEGUARD, "保障措施"),
        (PartKind.CLOSING, "落款和附件"),
        (TaskKind.TASK, "任务"),
        (TaskKind.SAFEGUARD, "保障措施"),
        (TaskKind.MEASURE, "举措"),
        (Comparator.AT_LEAST, "≥"),
        (Comparator.AT_MOST, "≤"),
        (Comparator.EXACTLY, "="),
        (CheckpointKind.DATE, "时间"),
        (CheckpointKind.RATE, "比率"),
        (CheckpointKind.QUANTITY, "数量"),
        (CheckpointKind.FREQUENCY, "频次"),
        (DueSource.TEXT, "原文"),
        (DueSource.DEFAULT, PROPOSED),
        (DueSource.NONE, "无时限"),
        (DueSource.COORDINATOR, "统筹设定"),
        (Recurrence.YEAR, "每年"),
        (Recurrence.HALF, "每半年"),
        (Recurrence.QUARTER, "每季度"),
        (Recurrence.MONTH, "每月"),
        (ActorRole.COORDINATOR, "统筹"),
        (ActorRole.UNIT, "单位"),
        (ActorRole.LEADER, "领导"),
        (ActorRole.AUDITOR, "审计"),
        (MatterCause.LATE, "逾期"),
        (MatterCause.RETURNED, "退回未重报"),
        (MatterCause.NOT_REPORTED, "未报送"),
        (MatterCause.RETURN_SOON, "待报送"),
        (MatterCause.DUE_SOON, "将到期"),
        (LetterKind.REMINDER, "提醒函"),
        (LetterKind.URGING, "催报函"),
        (LetterKind.SUPERVISION, "督办函"),
        (LetterKind.REQUEST, "商请函"),
        (ReportPart.DONE, "主要举措和成效"),
        (ReportPart.PROBLEMS, "不足和原因"),
        (ReportPart.FIRST_RESPONSIBLE, "第一责任人职责"),
        (ReportPart.NEXT, "主要安排"),
        (Use.TAKE, "采用"),
        (Use.MERGE, "合并"),
        (Use.LEAVE, "不用"),
        (MaterialKind.SENTENCE, "进展"),
        (MaterialKind.PROBLEM, "问题"),
        (MaterialKind.NEXT_STEP, "下步"),
        (MaterialKind.MEASURE, "数据"),
        (Rule.STATED, "填报原数"),
        (Rule.SAME, "相同的只写一次"),
        (Rule.SUM, "相加"),
        (Rule.LATEST, "取最新"),
        (Rule.RATE, "按分子分母重算"),
        (Rule.GROWTH, "与上年比较"),
        (Rule.COUNT, "程序计数"),
        (Rule.BY_HAND, "人工填写"),
    ]
)

FIELD_WORDS = Words(
    [
        (DecisionField.SECTION, "部分"),
        (DecisionField.NUMBER, "序号"),
        (DecisionField.TITLE, "任务"),
        (DecisionField.BODY, "正文"),
        (DecisionField.CHECKPOINT, "考核点"),
        (DecisionField.TRACKED, "跟踪"),
        (DecisionField.UNITS, "责任单位"),
        (DecisionField.DUE, "完成时限"),
        (DecisionField.ADDED, "新增任务"),
        (DecisionField.MERGED, "并入"),
        (ProposalField.SECTION, "部分"),
        (ProposalField.NUMBER, "序号"),
        (ProposalField.TITLE, "任务"),
        (ProposalField.BODY, "正文"),
        (ProposalField.UNITS, "责任单位"),
        (ProposalField.DEADLINES, "完成时限"),
        (ProposalField.CHECKPOINT, "考核点"),
        (ProposalField.NEW_TASK, "新任务"),
        (ProposalField.GONE_TASK, "取消任务"),
    ]
)
"""What a decision or a proposal is about, as column headings of the review workbook name it."""


def chinese_date(day: dt.date) -> str:
    """A day as official documents print it: 2024年4月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


_NAMED = 3
"""So many units a reason names; of more it tells how many there are."""


_ALSO = {
    Colour.RED: "也亮红灯",
    Colour.YELLOW: "也亮黄灯",
    Colour.NOT_DUE: "也未到期",
    Colour.GREEN: "也亮绿灯",
    Colour.NONE: "也不亮灯",
}


def done_but_unmet(codes: Sequence[str]) -> str:
    """What is said beside 已完成 where checkpoints aren't met; blank where all are."""
    return f"已报完成，但考核点{'、'.join(codes)}未达成" if codes else ""


def light_reason(light: Light) -> str:
    """Why a light has its colour, since when and whose: one sentence."""
    others = f"；另有{light.others}个单位{_ALSO[light.colour]}" if light.others else ""
    return f"{names_of(light.whose)}：{light_why(light)}{others}" if light.whose else light_why(light)


def names_of(whose: Sequence[str]) -> str:
    """The first units by name, and how many they are where not all are named."""
    many = f"等{len(whose)}个单位" if len(whose) > _NAMED else ""
    return f"{'、'.join(whose[:_NAMED])}{many}"


def light_why(light: Light) -> str:
    """Why a light has its colour and since when, where it is plain whose it is."""
    return f"{_why(light)}{by_original(light)}"


def by_original(light: Light) -> str:
    """How late it is by the day before it was moved later: ，按原时限2024-06-30逾期20天; blank where it isn't."""
    if not light.days_original:
        return ""
    of_point = light.original_of and light.original_of != (light.checkpoint.code if light.checkpoint else "")
    of_task = light.checkpoint is not None and not light.original_of
    whose = f"考核点{light.original_of}" if of_point else "任务" if of_task else ""
    return f"，{whose}按原时限{light.original}逾期{light.days_original}天"


def _why(light: Light) -> str:  # noqa: C901, PLR0911, PLR0912 - a sentence for each cause
    day = light.due.isoformat() if light.due else ""
    since = light.since.isoformat() if light.since else ""
    point = f"考核点{light.checkpoint.code}（{light.checkpoint.text}）" if light.checkpoint else ""
    several = len(light.whose) > 1
    match light.cause:
        case Cause.STATE:
            basis = f"（依据：{light.basis}）" if light.basis else ""
            on = f"自{since}起" if since else ""
            return f"任务{WORDS[light.state]}{light.into}，{on}不亮灯{basis}"
        case Cause.DONE:
            return f"到{since}都已完成" if several else f"{since}完成"
        case Cause.DONE_LATE:
            return f"{since}完成，逾期{light.days}天完成"
        case Cause.OVERDUE:
            return f"应于{day}完成，已逾期{light.days}天"
        case Cause.CHECKPOINT_OVERDUE:
            return f"{point}应于{day}达成，已逾期{light.days}天"
        case Cause.DUE_SOON:
            return f"{day}到期，{_left(light.days)}，自{since}起预警"
        case Cause.CHECKPOINT_DUE_SOON:
            return f"{point}{day}到期，{_left(light.days)}，自{since}起预警"
        case Cause.BLOCKED:
            return f"自{since}起受阻" if since else f"{light.period}填报受阻"
        case Cause.NOT_REPORTED:
            returned = "填报被退回，至今没有重报" if light.returned else "至今未报"
            return f"{light.period}应于{day}报送，{returned}"
        case Cause.NOT_ASKED_YET:
            if light.reported:
                return f"{_reported(light, since)}，还没到报送日和时限"
            return _not_asked_yet(light, since="" if several else since)
        case Cause.ON_COURSE:
            reported = _reported(light, since)
            return f"{reported}，时限{day}还没到" if day else f"{reported}，时限待重新设定"
        case Cause.NO_UNIT:
            return "只承担配合，任务没有牵头或责任单位，至今不亮灯" if light.whose else "任务没有责任单位，至今不亮灯"
        case Cause.NOBODY_COUNTS:
            return f"{ROSTER_UNSET}，没有成员单位可计，至今不亮灯"


def _reported(light: Light, since: str) -> str:
    if len(light.whose) > 1:
        return f"{light.period}到{since}都已报送" if since else f"{light.period}都已报送"
    return f"{light.period}已于{since}报送" if since else f"{light.period}已报送"


def _left(days: int) -> str:
    return f"还有{days}天" if days else "就在当天"


def _not_asked_yet(light: Light, *, since: str) -> str:
    on = f"{since}起承担，" if since else ""
    if light.period is None:
        return f"{on}本年没有要报送的填报期，时限还没到"
    return f"{on}{light.period}应于{light.due}报送，还没到报送日和时限"
