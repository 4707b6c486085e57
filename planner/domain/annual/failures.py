"""What a sentence of an entry says was not done, and why. What is in doubt is left where the unit wrote it."""

import re
from collections.abc import Iterator

# ---- the words that decide ----

# 自查[未能]开展, 听证室[尚未]装修, 23项[没有]实际办理
_NOT = r"尚未能?|仍未能?|还未能?|均未能?|至今未能?|迟迟未能?|未能|没能|[仍还]?没有能?|未"
_HOW = r"(?:按[^，。；]{0,4}[期时划求度]|如期|及时|实际|真正|完全|全部|全面|有效|正式|整体|得到|予以|进行)"
# what may be left undone: 实施细则未[制定], 2个乡镇没有[配备]法律顾问
_DOING = (
    r"(?:完成|开展|启动|达到|达标|落实|到位|实施|建成|建立|办结|办理|办毕|审结|结案|执结|整改|兑现|补齐|召开|组织|动工|开工|竣工|完工"
    r"|制定|制订|修订|编制|出台|印发|发布|公布|公开|配备|配齐|招录|招聘|设立|成立|组建|报送|上报|上线|接入|打通|联通|签订|缴纳"
    r"|通过|覆盖|安排|拨付|使用|投用|运行|运转|销号|验收|移交|交付|装修|解决|明确|形成|健全|衔接|划转|划定|清理|清偿|支付|履行"
    r"|评估|评查|检查|核查|审查|培训|移送|报批|就业|入库)"
)
# 未[发生]事故, 尚未[发现]问题 are good news; 未[成年]人, 未[来] are other words
_GOOD_OR_OTHER = r"(?:发[生现]|出现|收到|接到|引发|造成|超[期过出]|突破|反弹|遗漏|成年|来|经|婚|必|知)"
# 推迟到明年, 进展缓慢, 仅完成年度任务的40%
_LATE = r"推迟(?:到|至|开展|实施|启动|进行|举行)|(?:被|暂时?)搁置"
_SLOW = r"(?:进展|进度|推进|建设|工作)(?:还|仍)?(?:较为?|比较|相对|十分|明显|严重)?(?:缓慢|滞后)"
_ONLY = r"[仅只](?:完成|达到|实现)(?:了)?[^，。；]{0,10}(?:任务|目标|计划|指标|应[^，。；]{1,4}数|总量|总数)"
# 查出3家企业未落实制度, 推动5个尚未开工项目开工, 为尚未就业毕业生提供岗位: what was dealt with
_DEALS = (
    r"查[处出明]|发现|督促|督办|通报|约谈|纠正|整改|整治|避免|防止|杜绝|减少|确保|保证|针对|责令|提醒|追究|处理|排查|催|反映|推动|推进|推出|帮[助扶]"
    r"|协[助调]|指导|组织|开展|完成|办[理结]|受理|审[结查]|注销|吊销|清理|清退|印发|制[定订]|出台|召开|举办|培训|走访|检查|评查|巡查|抽查|解决|化解|调解|盘活"
    r"|收回|取消|移[出送]|[对为向把将令使让凡若如无]"
)
# 排查[工作]未开展, 整改[任务]未完成, 清理[方案]未制定: the dealing is itself what wasn't done
_MATTER = (
    r"(?:工作|任务|行动|事项|项目|计划|方案|办法|细则|制度|机制|机构|平台|系统|场所|活动|目标|清单|规划|台账|标准|程序|流程"
    r"|队伍|人员|经费|资金|建设|改造)"
)
# 未开展[专项检查], 未完成[整改]: what isn't done may itself be a dealing
_LIGHT = ("完成", "开展", "启动", "实施", "组织", "召开", "安排")
# 未办结案件[清零], 未公开信息[全部]公开, 尚未开工项目[实行]清单管理
_SETTLED = re.compile("全部|全面|全数|均|一律|逐[一个项件]|实行|清零|归零|受到|纳入|列入|转为|动态|挂牌|管理")
# 执法人员缺口12人, 经费不足, 仍有短板: tells no deed beside a failure
_LACKS = r"缺口|缺编|空编|短缺|不足|欠缺|空缺|薄弱"
# 截至12月底, 目前, 三季度, 由于人手不足, 只作了登记: no deed either
_ASIDE = r"(?:截至|截止|到|至)?(?:目前|20\d\d年|年底|年末|本?[一二三四]?季度|本期|[上下]半年|\d{1,2}月[底末]?)*"
# 但, 其中, 目前: before what a clause says
_OPENING = re.compile(r"^(?:[一二三四五六七八九]是|但是?|不过|然而|目前|其中|同时|此外|另外?|也|\s)+")

# 因骨干抽调, 受汛期影响, 2024年由于经费不足, 主要原因是人手不够; not 因地制宜, 因公出国, 受理, 接受
_BECAUSE = re.compile(
    rf"(?P<before>(?:20\d\d年|{_ASIDE}|[我本][局委办院县区市])?)"
    r"(?:(?:主要|其)?(?:原因)(?:是|在于|为|[:：])|主要是(?=因|由于)|由于|因为|因(?![此公地人时势材私素而果应循])"
    r"|受(?=(?![理助教奖表邀委聘])[^，,。；;]{1,30}(?:影响|制约|限制|冲击)$))(?P<cause>[^，,。；;]{2,40})$"
)

# ---- the rules ----


def is_failure(sentence: str) -> bool:
    """Whether a sentence tells nothing but what was not done: 因汛期抢险，自查未能开展; not 审结30件，5件尚未审结."""
    if not _MAY_FAIL.search(sentence):
        return False
    clauses = [words for _, words in _clauses(sentence)]
    return any(map(_fails, clauses)) and all(_fails(words) or _tells_no_deed(words) for words in clauses)


def unfinished_from(sentence: str) -> int:
    """Where a sentence of deeds comes to what is not done yet; its length where it doesn't.

    受理120件，审结100件，20件尚未审结: at 20件. Behind it no other number is told.
    """
    begin = len(sentence)
    if not _MAY_FAIL.search(sentence):
        return begin
    for start, words in reversed(list(_clauses(sentence))):
        if _fails(words):
            begin = start
        elif re.search(r"\d", words):
            break
    return begin


def says_unfinished(sentence: str) -> bool:
    """Whether some clause of a sentence tells what was not done."""
    return bool(_MAY_FAIL.search(sentence)) and any(_fails(words) for _, words in _clauses(sentence))


def cause_in(sentence: str) -> tuple[str, str]:
    """A failure without its cause, and the cause: 因汛期抢险，自查未能开展 → 自查未能开展, 汛期抢险.

    Only words at a clause's start name a cause: 因, 由于, 原因是, 受…影响.
    """
    clauses = list(_clauses(sentence))
    for place, (start, words) in enumerate(clauses):
        found = _BECAUSE.fullmatch(words)
        if not found:
            continue
        before, behind = sentence[:start], "".join(sentence[at:] for at, _ in clauses[place + 1 : place + 2])
        rest = f"{found['before']}{behind}" if place == 0 else before.rstrip("，,；; ") + "。"
        cause = found["cause"] if place == 0 else sentence[start + found.start("cause") :].strip("，,；;。 ")
        return (rest, cause) if is_failure(rest) else (sentence, "")
    return sentence, ""


def _clauses(sentence: str) -> Iterator[tuple[int, str]]:
    """The clauses of a sentence and where each begins; 1,200件 isn't parted."""
    for found in re.finditer(r"(?:[^，,；;。！？!?\n]|(?<=\d),(?=\d{3}))+", sentence):
        if found[0].strip():
            yield found.start() + len(found[0]) - len(found[0].lstrip()), found[0].strip()


def _fails(clause: str) -> bool:
    words = _OPENING.sub("", clause)
    for rule in _FAILURES:
        if (found := rule.fullmatch(words)) and not _deals(found["of"]):
            return not _deals_with(found.groupdict())
    return False


def _deals_with(said: dict[str, str]) -> bool:
    """Whether what isn't done only says of what something was done: 未办结案件[清零]; not 未开展[专项检查]."""
    what = said.get("what") or ""
    if said.get("doing") in _LIGHT:
        return bool(_DEALING.search(_DEALT.sub("", what)) or _SETTLED.search(what))
    return bool(_DEALING.search(re.sub(f"{_ACT}{{1,2}}{_MATTER}", "", what)) or _SETTLED.search(what))


def _deals(subject: str) -> bool:
    """Whether words tell how something was dealt with: 查出3家企业; not 排查工作, 专项检查."""
    return bool(_DEALING.search(_DEALT.sub("", subject)))


def _tells_no_deed(clause: str) -> bool:
    """Whether a clause beside a failure tells no deed: its cause or time, what is lacking, the matter alone."""
    words = _OPENING.sub("", clause)
    if not words or re.fullmatch(_ASIDE, words) or _BECAUSE.fullmatch(words):
        return True
    if re.match("[只仅]", words) or _deals(words):
        return words[0] in "只仅" and not re.search(r"\d", words)
    return bool(re.search(_LACKS, words)) or bool(re.fullmatch(rf"[^\d]{{0,20}}{_MATTER}", words))


_MAY_FAIL = re.compile("未|没|推迟|搁置|缓慢|滞后|[仅只]")
_FAILURES = (
    # 听证室尚未装修, 未完成12项任务; not 未达标企业整治, 未完成整改的3家, 未完成率为0
    re.compile(
        rf"(?P<of>.*?)(?:{_NOT})(?!{_GOOD_OR_OTHER}){_HOW}*(?P<doing>{_DOING})(?P<what>\d[^，。；的率]{{0,12}}|[^\d的率者前]{{0,14}})"
    ),
    # 案件尚未移送检察院: with 尚 any doing
    re.compile(rf"(?P<of>.*?)(?:尚未|仍未|还未|迟迟未|未能|没能)(?!{_GOOD_OR_OTHER})(?P<what>[^\d的率者前]{{2,8}})"),
    re.compile(rf"(?P<of>.*?)(?:{_LATE}).{{0,12}}"),
    re.compile(rf"(?P<of>.*?)(?:{_SLOW})"),
    re.compile(rf"(?P<of>.*?)(?:{_ONLY})[^，。；]{{0,12}}"),
)
_DEALING = re.compile(_DEALS)
_ACT = rf"(?:{_DEALS.partition('|[对')[0]})"
_DEALT = re.compile(rf"{_ACT}{{1,2}}{_MATTER}|{_ACT}{{1,2}}$")
