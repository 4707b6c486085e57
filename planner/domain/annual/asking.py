"""What a unit asks of others, in its next steps and among its deeds. What is in doubt stays where the unit wrote it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from planner.domain.annual.sorting import unlabelled

# ---- the words that decide ----

# [市]财政局, [上级], [各有关]部门; not [市]场, 望[城]区, 希望[工程]
_WHOM = (
    r"(?:市(?!场)|省|县|区(?!块)|州|国家|中央|上级|统筹|贵(?=[局委办单])|领导|各|有关|相关|主管|财政|编办|编制|组织部|人社|发改"
    r"|政府|党委|办公室|司法|牵头)"
)
# 请市人大[代表]视察, 请省里[专家]授课: invited, not asked for help
_GUESTS = r"(?![^，。；支协帮解安派]{0,8}(?:代表|委员(?!会)|专家|律师|教授|讲师|法官|检察官|老师|记者))"
_HELP = (
    r"(?:支持|协调|帮助|解决|明确|支援|批复|批准|给予|予以|安排|出台|统筹"
    r"|追加|核增|增加|加大|加快|尽[快早]|下达|拨付|开放)"
)
# 同时，我局将, 再, 一是: before what a clause says
_OPENING = re.compile(
    r"^(?:[一二三四五六七八九]是|同时|此外|另外?|并|也"
    r"|(?:我|本)(?:局|委|办|院|县|区|市|单位)|[，,\s])+"
)
_AND = re.compile(r"^(?:同时|此外|另外|并且?)[，,]?")
# 恳请市里支持, 再请市委编办核增编制, 建议市政府出台, 希望上级协调, 需市财政局安排经费支持, 提请市里协调解决
_ASKS = re.compile(
    rf"(?:再次?|还|拟|特|继续)?(?:恳请|敬请|谨请|烦请|恳盼|请求"
    rf"|建议(?:{_WHOM}|尽[快早]|统一|进一步明确|(?:给予|予以)(?=支持|协调|帮助|解决))"
    rf"|(?:希望|盼望?|期[望盼]|望)(?=(?:{_WHOM}[^，。；]{{0,16}})?{_HELP})"
    rf"|需?请(?:{_WHOM}{_GUESTS}|予以?|给予|协调|支持|帮助|尽[快早]|加快|明确|批[准复示]|安排|解决|统一|研究|从|在|对|将|把|能)"
    rf"|(?:需要?|仍需|还需|急需)[^，。；]{{0,20}}(?:支持|协调|支援|批复|帮助解决|予以解决)"
    rf"|(?:提请|商请|报请|申请){_WHOM}[^，。；]{{0,16}}(?:协调|帮助|支援|支持|明确))"
)
# 恳请市里支持, 提请市政府协调解决: so plain a request that it is taken out even among deeds
_PLAINLY_ASKS = re.compile(
    rf"(?:(?:恳请|敬请)(?:{_WHOM})?|(?:再次?)?请{_WHOM}{_GUESTS}|提请{_WHOM})[^，。；]{{0,20}}?{_HELP}"
)
_MAY_ASK = re.compile("[请望盼需]|建议|申请")
# 参加培训，[共300人]; [已协调解决12个]; [完成3场]: what came of it
_RESULT = re.compile(r"(?:已经?|(?<!公)共计?)[^，。；]{0,12}\d|完成了?\d")
# 2025年上半年完成, 2月底前, 继续推行, 届时开展: a clause of the unit's own again
_ARRANGES = re.compile(
    r"(?:20\d\d年|\d{1,2}月|[一二三四]季度|[上下]半年|年[底内末]前?|届时|下一?步|接下来|继续|将|计划|拟|批复[前后]|到位后|在此之前"
    r"|期间|抓好|加强|完善|推动|推进|组织|开展)"
)


class Step(NamedTuple):
    """A unit's next step: what it arranges itself, and what it asks of others. Either may be blank."""

    arranged: str
    asked: str


def asks(sentence: str) -> bool:
    """Whether something in a sentence is like a request: 希望上级加大支持; not 邀请人大代表视察, 望江路司法所建成."""
    return bool(_MAY_ASK.search(sentence)) and bool(step_of(sentence).asked)


def is_request(sentence: str) -> bool:
    """Whether a whole sentence of an entry's deeds plainly asks for help, tells no number and arranges nothing."""
    plain = _MAY_ASK.search(sentence) and _PLAINLY_ASKS.match(_OPENING.sub("", sentence.strip()))
    return bool(plain) and not re.search(r"\d", sentence) and not step_of(sentence).arranged


def step_of(text: str) -> Step:
    """A next step with what is asked of others taken out, clause by clause, until one speaks of the unit's own doing.

    请市司法局支援2名，2月底前补查完毕 → 2月底前补查完毕, and the request. What tells a result is no request.
    """
    runs = [("", False)]
    for found in re.finditer(r"[^，；。,;\n]*[，；。,;\n]*", unlabelled(text.strip())):
        bare = _OPENING.sub("", found[0].strip())
        before, asking = runs[-1]
        if _ASKS.match(bare):
            runs.append((found[0], True))
        elif asking and _ARRANGES.match(bare):
            runs.append((found[0], False))
        else:
            runs[-1] = (before + found[0], asking)
    asked = [asking and not _RESULT.search(words) for words, asking in runs]
    arranged = (words for (words, _), of in zip(runs, asked, strict=True) if not of)
    requests = (words for (words, _), of in zip(runs, asked, strict=True) if of)
    return Step(_joined(arranged), _joined(requests))


def _joined(clauses: Iterable[str]) -> str:
    return _AND.sub("", "".join(clauses).strip("，,；;、 \n"))
