"""planner audit: who did what."""

from enum import StrEnum
from typing import Annotated

import typer

from planner.cli.chinese import ChineseCommand, noun
from planner.cli.options import AsOf, Json, app_of, read_whole
from planner.cli.show import as_json, table
from planner.domain.actors import ActorRole
from planner.domain.drafts import Role
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.wording import WORDS, PlanState

app = noun("操作记录：谁、何时、做了什么。")

_VERBS = {
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
}


@app.command("log", cls=ChineseCommand)
def log(
    ctx: typer.Context,
    target: Annotated[str | None, typer.Option("--target", metavar="对象", help="只看某个计划、任务、单位的")] = None,
    last: Annotated[int | None, typer.Option("--last", metavar="条数", parser=read_whole, help="只看最近几条")] = None,
    as_of: AsOf = None,
    as_json_: Json = False,
) -> None:
    """列出操作记录：谁、哪一天的事、对什么、从什么改到什么、为什么。"""
    from planner.usecases.audit import list_events

    application = app_of(ctx)
    with application.reading() as session:
        events = list_events(session, application.as_of(as_of), target=target, limit=last)
    if as_json_:
        as_json({"events": events})
        return
    table(
        ("序号", "记录时间", "计入", "谁", "操作", "对象", "原来", "现在", "理由"),
        [
            (
                e.id,
                e.recorded.astimezone().strftime("%Y-%m-%d %H:%M"),
                e.on,
                e.actor,
                _VERBS.get(e.verb, e.verb),
                e.target,
                _brief(e.before),
                _brief(e.after),
                e.reason,
            )
            for e in events
        ],
        widest=30,
    )


def _brief(value: object) -> str:
    """A logged value in words: 填报 12、第 2 次、推进中."""
    match value:
        case None:
            return ""
        case dict():
            return "、".join(_worded(str(key), item) for key, item in value.items() if item not in (None, "", []))
        case list() | tuple():
            return "、".join(_brief(item) for item in value)
        case bool():
            return "是" if value else "否"
        case str():
            return next((WORDS[kind(value)] for kind in _ENUMS if value in set(kind)), value)
        case _:
            return str(value)


def _worded(key: str, value: object) -> str:
    if key in _ENUMS_BY_KEY and isinstance(value, str):
        return WORDS[_ENUMS_BY_KEY[key](value)]
    return f"{_KEYS.get(key, key)} {_brief(value)}"


_ENUMS: tuple[type[StrEnum], ...] = (Role, PlanState)
_ENUMS_BY_KEY: dict[str, type[StrEnum]] = {"status": Status, "review": Verdict, "state": TaskState, "role": ActorRole}
_KEYS = {
    "figures": "数据",
    "entry": "填报",
    "entries": "填报",
    "round": "轮次",
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
