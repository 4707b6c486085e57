"""What a sentence of an entry is, where it says nothing of its own: a form's label, or nothing at all."""

import re

from planner.domain.material import ReportPart

FAILED_BEFORE = "说的是没有做成的事，不算成效；是较早一期填的，做到哪里以后来的填报为准"
FAILED = "说的是没有做成的事，不算成效，写进第二部分"
STEP_BEFORE = "说的是下步打算，不算成效；是较早一期填的"
REQUEST = "是向上级或统筹单位提的请求，不写进公开的报告；需要协调的另行办理"
SAYS_NOTHING = "没有写具体内容，不成一句话"
UNFINISHED = "说到没有做完的，请看要不要写进第二部分"
ASKS_TOO = "像是向上级或统筹单位提的请求，没有拿掉，请看要不要写"


def label_of(text: str) -> str:
    """The label of a form that a text begins with, blanks and colon included; blank where there is none.

    本期进展：开展评查3次 → 本期进展：; 下步打算： → all of it.
    """
    found = _LABEL.match(text) if _MAY_LABEL.search(text[:_LONGEST_LABEL]) else None
    return found[0] + label_of(text[found.end() :]) if found else ""


def unlabelled(text: str) -> str:
    """A text without the label of a form at its head."""
    return text[len(label_of(text)) :]


def part_under(label: str) -> ReportPart | None:
    """The part of the report that belongs under a form's label: 存在问题： is of part two; None without a label."""
    if not label:
        return None
    if re.search("问题|不足|困难|原因", label):
        return ReportPart.PROBLEMS
    return ReportPart.NEXT if re.search("下一?步|下阶段", label) else ReportPart.DONE


def says_nothing(text: str) -> bool:
    """Whether a field is filled without saying anything: 无, 暂无问题, 同上, 按计划推进。"""
    if len(text) > _LONGEST_NOTHING:
        return False
    return not re.sub(r"[\W_]", "", text) or bool(_NOTHING.fullmatch(re.sub(r"[\s，。；、,;]", "", text)))


def answers_none(text: str) -> bool:
    """Whether the answer under a form's label is that there is none: 存在问题：无. The label covers nothing more."""
    return bool(_NONE.fullmatch(re.sub(r"[\s，。；、,;]", "", text)))


_LONGEST_LABEL = 30
_LONGEST_NOTHING = 30
_MAY_LABEL = re.compile("[:：]|下一|下阶段")
# 本期进展：, 主要做法：, 一、工作开展情况：, 下一步工作打算：, 存在的问题:
_LABEL = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}[)）]?[、.．)）]\s*)?(?:[【\[（(]?\s*(?:(?:本期|本季度|本季|本年度?|全年|第?[一二三四]季度|上半年|下半年|目前|主要|重点|具体|当前|年度)"
    r"(?:的)?)*(?:工作|任务|填报)?"
    r"(?:进展(?:情况)?|完成情况|开展情况|推进情况|落实情况|执行情况|工作情况|基本情况|有关情况|进度|做法|举措|措施|成效|成果|亮点|内容|总结|小结"
    r"|(?:存在)?(?:的)?(?:主要)?(?:问题|不足|困难)(?:和|及|与)?(?:原因|不足|困难)?|原因(?:分析)?"
    r"|(?:下一?步|下阶段|下步)(?:工作)?(?:的)?(?:打算|安排|计划|措施|举措|思路|工作)?)\s*[】\]）)]?\s*[:：]\s*"
    r"|(?:下一?步|下阶段)(?:工作中?)?[，,]\s*)"
)
_NOTHING = re.compile(
    r"(?:无|没有|暂无|未填|同上|同前|不涉及|(?:暂)?(?:无|没有|未发现)(?:明显|突出|具体)?(?:问题|困难|原因|安排|打算|需求|变化|进展)|见附件|详见附件"
    r"|(?:继续|持续|按计划|按照计划|按要求|按序时|按时间节点|稳步|有序|正常|扎实|抓紧|加快|深入)*(?:推进|落实|开展|实施|抓好|推进落实|推进中|进行中|开展中)(?:工作|此项工作|该项工作|相关工作|各项工作)?)"
)
# 无, 暂无问题, 没有明显困难
_NONE = re.compile(r"无|没有|暂无|(?:暂)?(?:无|没有|未发现)(?:明显|突出|具体)?(?:问题|困难|原因|不足|安排|打算|需求)")
