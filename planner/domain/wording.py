"""The Chinese words for what the code names in English: one word each, in every output."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from planner.domain.actors import ActorRole
from planner.domain.decisions import DecisionField
from planner.domain.drafts import CheckpointKind, Comparator, DueSource, PartKind, Recurrence, Role, TaskKind
from planner.domain.lights import Cause, Colour, Light
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


def light_reason(light: Light) -> str:
    """Why a light has its colour, since when and whose: one sentence."""
    names = "、".join(light.whose[:_NAMED])
    many = f"等{len(light.whose)}个单位" if len(light.whose) > _NAMED else ""
    others = f"；另有{light.others}个单位" if light.others else ""
    return f"{names}{many}：{light_why(light)}{others}" if names else light_why(light)


def light_why(light: Light) -> str:  # noqa: C901, PLR0911, PLR0912 - a sentence for each cause
    """Why a light has its colour and since when, where it is plain whose it is."""
    day = light.due.isoformat() if light.due else ""
    since = light.since.isoformat() if light.since else ""
    point = f"考核点{light.checkpoint.code}（{light.checkpoint.text}）" if light.checkpoint else ""
    match light.cause:
        case Cause.STATE:
            return f"任务{WORDS[light.state]}，自{since}起不亮灯"
        case Cause.DONE:
            return f"{since}完成"
        case Cause.DONE_LATE:
            return f"{since}完成，逾期{light.days}天完成"
        case Cause.OVERDUE:
            return f"应于{day}完成，已逾期{light.days}天"
        case Cause.CHECKPOINT_OVERDUE:
            return f"{point}应于{day}达成，已逾期{light.days}天"
        case Cause.DUE_SOON:
            return f"{day}到期，还有{light.days}天"
        case Cause.CHECKPOINT_DUE_SOON:
            return f"{point}{day}到期，还有{light.days}天"
        case Cause.BLOCKED:
            return f"自{since}起受阻"
        case Cause.NOT_REPORTED:
            return f"{light.period}应于{day}报送，至今未报"
        case Cause.NOT_ASKED_YET:
            return "尚未到报送日和时限"
        case Cause.ON_COURSE:
            return f"{light.period}已报送，未到时限"
        case Cause.NO_UNIT:
            return "没有牵头或责任单位，暂不亮灯"
        case Cause.NOBODY_COUNTS:
            return f"责任单位{ROSTER_UNSET}，暂不亮灯"
