"""The audit log in Chinese: what was done, a logged value, and a row by what a person knows it by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.domain.actors import ActorRole
from planner.domain.audit_faults import Fault, Named, ids_told
from planner.domain.drafts import CheckpointKind, Recurrence, Role
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.wording import WORDS, PlanState

VERBS = {
    "plan:import": "导入计划",
    "plan:confirm": "确认计划",
    "plan:review": "核对",
    "plan:revise": "修订",
    "plan:close-period": "关账",
    "plan:reopen-period": "重新打开",
    "plan:rollover": "结转",
    "unit:add": "添加单位",
    "unit:rename": "单位更名",
    "unit:succeed": "单位接替",
    "unit:confirm": "确认类别",
    "unit:import": "导入单位",
    "unit:members": "设置名册",
    "task:assign": "指定单位",
    "task:unassign": "撤销单位",
    "task:due": "改时限",
    "task:extend": "延期",
    "task:mark": "作标记",
    "task:pause": "暂缓",
    "task:drop": "取消",
    "task:merge": "并入",
    "task:resume": "恢复",
    "progress:log": "填报",
    "progress:accept": "采纳",
    "progress:return": "退回",
    "extension:ask": "申请延期",
    "extension:approve": "同意延期",
    "extension:refuse": "不同意延期",
    "extension:settle": "一并同意延期",
    "form:round": "开一轮填报",
    "form:export": "发填报表",
    "form:collect": "收填报表",
    "report:import": "导入往年报告",
    "report:withdraw": "撤下往年报告",
    "remind:letter": "发函催办",
    "remind:list": "列入催办名单",
    "remind:told": "口头催办",
    "user:add": "登记用户",
    "user:remove": "注销用户",
}
"""Whatever a verb logs, by the word it logs."""

_LONGEST = 40


@dataclass(frozen=True, slots=True)
class ActTold:
    """An act for people: what it was done to (2024-03 市司法局 2024Q2), and when, by whom, what."""

    target: str
    told: str


def fault_told(fault: Fault) -> str:
    """A fault as a sentence with its row's name: 序号12（2024-07-02，王敏，延期，2024-02）：…"""
    if fault.row is None:
        return fault.message
    return f"{ids_told(fault.first, fault.last)}（{row_told(fault.row)}）：{fault.message}"


def row_told(row: Named) -> str:
    """A row's day, who, what and to what: 2024-07-02，王敏，延期，2024-02."""
    return "，".join(_short(each) for each in (row.on, row.actor, VERBS.get(row.verb, row.verb), row.target))


def _short(text: str) -> str:
    """A text as a line of the screen can hold it, whatever was put into the database."""
    seen = "".join(char if char.isprintable() else "�" for char in text)
    return seen if len(seen) <= _LONGEST else f"{seen[:_LONGEST]}…"


def brief(value: object) -> str:
    """A logged value in words: 填报 12、第 2 次、推进中.

    A word that isn't one of ours is told as it stands: the log may have been written in behind our back.
    """
    match value:
        case None:
            return ""
        case dict():
            keys = {**_KEYS, **_ASKED} if "request" in value else _KEYS
            return "、".join(_worded(str(key), item, keys) for key, item in value.items() if item not in (None, "", []))
        case list() | tuple():
            return "、".join(brief(item) for item in value)
        case bool():
            return "是" if value else "否"
        case str():
            return next((WORDS[kind(value)] for kind in _ENUMS if value in set(kind)), value)
        case _:
            return str(value)


def _worded(key: str, value: object, keys: Mapping[str, str]) -> str:
    if key in _ENUMS_BY_KEY and isinstance(value, str) and value in set(_ENUMS_BY_KEY[key]):
        return WORDS[_ENUMS_BY_KEY[key](value)]
    return f"{keys.get(key, key)} {brief(value)}"


_ENUMS: tuple[type[StrEnum], ...] = (Role, PlanState)
_ENUMS_BY_KEY: dict[str, type[StrEnum]] = {
    "status": Status,
    "review": Verdict,
    "state": TaskState,
    "role": ActorRole,
    "kind": CheckpointKind,
    "period": Recurrence,
}
_KEYS = {
    "figures": "数据",
    "entry": "填报",
    "entries": "填报",
    "round": "轮次",
    "return_by": "交回日",
    "letter": "函件",
    "file": "文件",
    "told": "事项",
    "issuer": "发文单位",
    "issued": "印发",
    "proposals": "修订建议",
    "changes": "改动",
    "section": "部分",
    "number": "序号",
    "body": "正文",
    "checkpoint": "考核点",
    "units": "责任单位",
    "due": "完成时限",
    "added": "新增任务",
    "linked": "同名任务",
    "closed_on": "关账日",
    "merged": "并入",
    "text": "内容",
    "value": "数值",
    "comparator": "要求",
    "period": "周期",
    "whose": "归属",
    "dues": "应达成日",
    "lead": "牵头",
    "responsible": "责任",
    "cooperating": "配合",
    "revision": "次数",
    "title": "标题",
    "source": "来源",
    "sha256": "校验码",
    "tasks": "任务",
    "first_responsible": "第一责任人职责",
    "tracked": "进台账",
    "owners": "承担单位",
    "into": "并入",
    "name": "名称",
    "kind": "类别",
    "proposed": "推定",
    "collective": "统称",
    "contact": "联络员",
    "phone": "电话",
    "email": "邮箱",
    "from": "起",
    "to": "止",
    "names": "名称",
    "full": "全称",
    "short": "简称",
    "former": "曾用名",
    "unit": "单位",
}
_ASKED = {"request": "申请", "to": "延到"}
"""A request for more time names its day as a unit names its last one."""
