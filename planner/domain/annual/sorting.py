"""What a sentence of an entry is, where it is no deed: a form's label, nothing at all, a failure, a request."""

import re
from typing import NamedTuple

from planner.domain.material import ReportPart

FAILED_BEFORE = "说的是没有做成的事，不算成效；是较早一期填的，做到哪里以后来的填报为准"
FAILED = "说的是没有做成的事，不算成效，写进第二部分"
STEP_BEFORE = "说的是下步打算，不算成效；是较早一期填的"
REQUEST = "是向上级或统筹单位提的请求，不写进公开的报告；需要协调的另行办理"
SAYS_NOTHING = "没有写具体内容，不成一句话"


class Step(NamedTuple):
    """A unit's next step: what it arranges itself, and what it asks of others. Either may be blank."""

    arranged: str
    asked: str


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


def is_failure(sentence: str) -> bool:
    """Whether a sentence tells what was not done: 三季度自评自查未能开展; not 对未整改的单位约谈, 未发生事故."""
    return bool(_FAILURE.search(sentence)) and any(_fails(clause) for clause in re.split("[，。；,;]", sentence))


def _fails(clause: str) -> bool:
    return any(
        not _OF_OTHERS.search(clause[: found.start()]) and not _ATTRIBUTE.match(clause[found.end() :])
        for found in _FAILURE.finditer(clause)
    )


def is_request(sentence: str) -> bool:
    """Whether a whole sentence asks something of others, and arranges nothing."""
    return bool(_ASKS.match(_OPENING.sub("", sentence.strip()))) and not step_of(sentence).arranged


def cause_in(sentence: str) -> tuple[str, str]:
    """A failure without its cause, and the cause: 因汛期抢险，自查未能开展 → 自查未能开展, 汛期抢险."""
    found = _BECAUSE.match(sentence)
    if not found or not is_failure(found["rest"]):
        return sentence, ""
    return f"{found['before'] or ''}{found['rest']}", found["cause"]


def step_of(text: str) -> Step:
    """A next step with what is asked of others taken out, clause by clause, until one speaks of the unit's own doing.

    请市司法局支援2名，2月底前补查完毕 → 2月底前补查完毕, and the request.
    """
    arranged, asked, asking = "", "", False
    for found in re.finditer(r"[^，；。,;\n]*[，；。,;\n]*", unlabelled(text.strip())):
        clause = found[0]
        bare = _OPENING.sub("", clause.strip())
        asking = bool(_ASKS.match(bare)) or (asking and not _ARRANGES.match(bare))
        arranged, asked = (arranged, asked + clause) if asking else (arranged + clause, asked)
    return Step(_AND.sub("", arranged.strip("，,；;、 \n")), asked.strip("，,；;、 \n"))


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
_FAILURE = re.compile(
    r"(?:尚未|仍未|还未|均未|至今(?:未|没有)|(?<!有案)未能|未按(?:期|时|计划|要求|序时)"
    r"|(?:仍|还)(?:没有|未)|没有能?(?:按期|如期|按时|完成|开展|启动|达到|补齐|落实|到位|实际|兑现|办结)"
    r"|未(?:完成|开展|启动|达到|达标|落实|到位|实施|建成|办结|整改|兑现|补齐|召开|组织|动工|开工)(?!前)"
    r"|(?:进展|进度|推进)(?:较|比较|相对|十分)?(?:缓慢|滞后))"
)
# 查出3家未落实制度, 对未办结件督办, 避免未达标: others' failure is what was dealt with
_OF_OTHERS = re.compile(
    r"查处|查出|查明|发现|督促|通报|约谈|纠正|整改|避免|防止|杜绝|减少|对|针对|无|如|若|凡|责令"
    r"|提醒|追究|处理|排查|催|反映"
)
# 未完成[整改的3家], 尚未[办结的案件], 因资金未落实[经批准移出]
_ATTRIBUTE = re.compile(r"[^，。；,;]{0,8}(?:的|者|问题|事项|原因|单位|件)|经|被|而|已|予以|改为|转为|移出|顺延|终止")
# 因汛期抢险，自查未能开展; 2024年由于经费不足，场所尚未建成
_BECAUSE = re.compile(
    r"^(?P<before>[^，,。；;]{0,8}?)(?:因为?|由于|受)(?P<cause>[^，,。；;]{2,40})"
    r"[，,](?P<rest>.+)$",
    re.DOTALL,
)
# 同时，我局将; 一是; 下一步
_OPENING = re.compile(
    r"^(?:[一二三四五六七八九]是|同时|此外|另外?|并|也"
    r"|(?:我|本)(?:局|委|办|院|县|区|市|单位)|[，,\s])+"
)
_AND = re.compile(r"^(?:同时|此外|另外|并且?)[，,]?")
_WHOM = (
    r"(?:市|省|县|区|州|国家|中央|上级|统筹|贵|领导|各|有关|相关|主管|财政|编办|编制|组织|人社|发改"
    r"|政府|党委|办公室|司法|牵头)"
)
# 恳请市里支持, 请协调数据接口, 建议市政府出台, 希望上级, 需市财政局安排经费, 提请市里协调
_ASKS = re.compile(
    rf"(?:恳请|敬请|谨请|烦请|望|盼|希望|期望|期盼|恳盼|请求|建议(?={_WHOM}|尽[快早]|加快|将|对|在|从|给予|予以|出台|统一|明确|进一步|加强|加大|适当)"
    rf"|(?:拟|需|特|再次|继续)?请(?:{_WHOM}|予以?|给予|协调|支持|帮助|尽[快早]|加快|明确|批[准复示]|安排|解决|统一|研究|从|在|对|将|把|能)"
    rf"|(?:需要?|仍需|还需|急需)[^，。；]{{0,20}}(?:支持|协调|支援|批复|帮助解决|予以解决)"
    rf"|(?:提请|商请|报请|申请|争取)[^，。；]{{0,16}}(?:协调解决|予以协调|帮助|支援)|{_WHOM}[^，。；]{{0,10}}(?:给予|予以)(?:支持|协调|帮助))"
)
# 2025年上半年完成, 2月底前, 继续推行, 届时开展: a clause of the unit's own again
_ARRANGES = re.compile(
    r"(?:20\d\d年|\d{1,2}月|[一二三四]季度|[上下]半年|年[底内末]前?|届时|下一?步|接下来|继续|将|计划|拟|批复[前后]|到位后|在此之前|期间|抓好|加强|完善|推动|推进|组织|开展)"
)
