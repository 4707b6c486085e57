"""Faults planted one at a time in a report that has none: each is found once, where it stands, and nothing else is."""

import pytest

from tests.extraction.report_sample import CLEAN, findings, marked


def part(number: str) -> str:
    """One of the clean report's four parts as printed, with its heading."""
    start = CLEAN.index(f"{number}、2")
    following = {"一": "二、2", "二": "三、2", "三": "四、2", "四": "云溪市人民政府\n2025"}[number]
    return CLEAN[start : CLEAN.index(following)]


ONE, TWO, THREE, FOUR = (part(number) for number in "一二三四")
HEADINGS = {text: text[: text.index("\n")] for text in (ONE, TWO, THREE, FOUR)}


def below(text: str) -> str:
    """A part without its heading."""
    return text.removeprefix(HEADINGS[text]).lstrip("\n")


def test_a_clean_report_gets_no_finding() -> None:
    assert len(CLEAN) > 1500
    assert findings(CLEAN) == ()


PARTS = [
    pytest.param(CLEAN.replace(THREE, ""), ("part_missing", "3", None), id="no part three"),
    pytest.param(CLEAN.replace(TWO, ""), ("part_missing", "2", None), id="no part two"),
    pytest.param(CLEAN.replace(FOUR, ""), ("part_missing", "4", None), id="no part four"),
    pytest.param(
        CLEAN.replace(THREE, "").replace(
            "（三）把执法管严", "落实党政主要负责人履行第一责任人职责的要求。\n（三）把执法管严"
        ),
        ("part_missing", "3", None),
        id="a sentence on the duty is no part",
    ),
    pytest.param(
        CLEAN.replace(HEADINGS[ONE], "一、2024年主要举措和成效、存在的不足和原因").replace(f"{HEADINGS[TWO]}\n", ""),
        ("part_not_own", "2", "一、2024年主要举措和成效、存在的不足和原因"),
        id="one and two share a heading",
    ),
    pytest.param(
        CLEAN.replace(HEADINGS[THREE], "三、2024年第一责任人履职情况和2025年主要安排").replace(
            f"{HEADINGS[FOUR]}\n", ""
        ),
        ("part_not_own", "3", "三、2024年第一责任人履职情况和2025年主要安排"),
        id="three and four share a heading",
    ),
    pytest.param(
        CLEAN.replace(THREE, "").replace(TWO, f"（六）第一责任人职责落到实处。{below(THREE)}{TWO}"),
        ("part_not_own", "3", "（六）第一责任人职责落到实处"),
        id="part three is an item of part one",
    ),
    pytest.param(
        CLEAN.replace(THREE, "").replace(TWO, f"党政主要负责人认真履行第一责任人职责。全年听取汇报四回。\n{TWO}"),
        ("part_not_own", "3", "党政主要负责人认真履行第一责任人职责。全年听取汇报四回。"),
        id="part three is a paragraph of part one",
    ),
    pytest.param(
        CLEAN.replace(THREE, "").replace(
            "（三）把执法管严", "一是学法用法。二是第一责任人职责扛在肩上。市长牵头。书记督办。\n（三）把执法管严"
        ),
        ("part_not_own", "3", "二是第一责任人职责扛在肩上。市长牵头。书记督办。"),
        id="part three is one of 一是, 二是",
    ),
    pytest.param(CLEAN.replace(below(THREE), "\n"), ("part_missing", "3", HEADINGS[THREE]), id="an empty part"),
    pytest.param(
        CLEAN.replace(TWO, "一年来的工作还存在一些不足：由于人手紧，基层执法还不够规范。\n\n"),
        ("part_not_own", "2", "一年来的工作还存在一些不足：由于人手紧，基层执法还不够规范。"),
        id="part two is a paragraph",
    ),
    pytest.param(
        CLEAN.replace(FOUR, "2025年，我市将继续补齐短板，做强基层执法，做实精准普法。\n\n"),
        ("part_not_own", "4", "2025年，我市将继续补齐短板，做强基层执法，做实精准普法。"),
        id="part four is a paragraph",
    ),
    pytest.param(CLEAN.replace(TWO + THREE, THREE + TWO), ("part_order", "2", HEADINGS[TWO]), id="two behind three"),
    pytest.param(
        CLEAN.replace(THREE + FOUR, FOUR + THREE), ("part_order", "3", HEADINGS[THREE]), id="three behind four"
    ),
    pytest.param(
        CLEAN.replace("主要原因是执法人员中熟悉法律的不多，培训偏重理论、缺少跟班实训。", "这方面还要下功夫。"),
        (
            "causes_missing",
            "2",
            "（一）基层执法力量还要补强。有的街道承接了下放的事项，办案却不够规范。这方面还要下功夫。",
        ),
        id="one shortcoming without its cause",
    ),
    pytest.param(
        CLEAN.replace(TWO, f"{HEADINGS[TWO]}\n基层执法的水平有待提高，普法的形式有待丰富。\n"),
        ("causes_missing", "2", "基层执法的水平有待提高，普法的形式有待丰富。"),
        id="no causes at all",
    ),
]

SENTENCES = [
    ("修订《云溪市", "〔待补充：修订依据〕修订《云溪市", "gap", "〔待补充：修订依据〕"),
    ("审计项目20个", "审计项目××个", "gap", "××"),
    ("行政规范性文件31件", "行政规范性文件30件", "sum_wrong", "36件，其中政府规章5件、行政规范性文件30件"),
    ("其中政府规章5件、行政规范性文件31件", "其中行政规范性文件63件", "sum_wrong", "36件，其中行政规范性文件63件"),
    ("行政处罚案卷300宗", "行政处罚案卷310宗", "sum_wrong", "310宗、行政许可案卷120宗，共评查420宗"),
    ("审计项目20个", "审计项目8个+12个=21个", "sum_wrong", "8个+12个=21个"),
    (
        "审计项目20个",
        "共有审计项目20个，财政、民生两类分别为8个、11个",
        "sum_wrong",
        "20个，财政、民生两类分别为8个、11个",
    ),
    ("审结430件，正在审理35件", "审结430件，正在审理45件", "sum_wrong", "465件，审结430件，正在审理45件"),
    ("按期办结率99.7%", "按期办结率109.7%", "share_over", "按期办结率109.7%"),
    ("评查总数的85%", "评查总数的75%", "share_wrong", "420宗，评为优秀的357宗，占评查总数的75%"),
    ("调解成功率99%", "调解成功率98%", "share_wrong", "8,640件，调解成功8,554件，调解成功率98%"),
    ("审计项目20个", "审计项目20个，整改率90%（16/18件）", "share_wrong", "90%（16/18件"),
    ("审计项目20个", "审计项目20个，20个中5个占30%", "share_wrong", "20个中5个占30%"),
    ("项，增长28%", "项，增长38%", "growth_wrong", "1,280项，比上年的1,000项增加280项，增长38%"),
    ("增加280项，", "增加380项，", "growth_wrong", "1,280项，比上年的1,000项增加380项"),
    (
        "同比增长50%",
        "同比增长150%",
        "growth_wrong",
        "465件，审结430件，正在审理35件；2023年收到310件，2024年同比增长150%",
    ),
    ("扩大到118项", "从98项扩大到118项，增加30项", "growth_wrong", "98项扩大到118项，增加30项"),
    ("审计项目20个", "评议满意率由92%提高到95%，提高5个百分点", "growth_wrong", "92%提高到95%，提高5个百分点"),
    ("学法6次", "学法6次，回应城南片区收到行政复议申请475件的情况", None, None),
    ("今年以来，", "全年收到行政复议申请475件。今年以来，", "two_values", "全年收到行政复议申请475件"),
    ("受理申请4.6万件", "受理申请预计可达4.6万件", "estimate", "预计"),
    ("2025年2月20日", "2024年12月10日", "dated_early", "2024年12月10日"),
    ("2025年2月20日", "2025年3月10日", "reported_late", "2025年3月10日"),
    ("年度报告\n", "年度报告\n发布日期：2025-04-10\n", "published_late", "2025-04-10"),
    ("一、2024年法治", "一、2023年法治", "year_stale", "2023年"),
    ("四、2025年法治", "四、2024年法治", "year_stale", "2024年"),
    ("2024年，云溪市坚持", "2023年，云溪市坚持", "year_stale", "2023年"),
    ("云溪市2024年法治政府建设年度报告", "云溪市2023年法治政府建设年度报告", "year_stale", "2023年"),
    ("2025年6月底前", "2024年6月底前", "year_stale", "2024年6月底前"),
    ("截至2024年8月", "截至2204年8月", "year_stale", "2204年"),
    ("修订《云溪市", "2025年5月，修订《云溪市", "year_stale", "2025年5月"),
    ("城南司法所连续", "城南司法所所长谢明远获评全省人民调解工作先进个人，城南司法所连续", "person_named", "谢明远"),
    ("3个集体、7名个人", "3个集体和周立言、吴晓芸等7名同志", "person_named", "周立言、吴晓芸"),
    ("市政府主要负责人出庭", "市长韩卓然主持专题会议，市政府主要负责人出庭", "person_named", "韩卓然"),
    ("四、2025年", "四、今年", "year_stale", "今年"),
    ("推动法律专业人才", "今年将推动法律专业人才", "year_stale", "今年"),
    ("首违不罚清单扩大", "2042年首违不罚清单扩大", "year_stale", "2042年"),
    ("城南司法所连续", "市司法局高志强同志被评为先进，城南司法所连续", "person_named", "高志强"),
    ("城南司法所连续", "民警赵磊荣立二等功，城南司法所连续", "person_named", "赵磊"),
    ("市政府主要负责人出庭", "由副市长林国栋任组长，市政府主要负责人出庭", "person_named", "林国栋"),
    ("线上预约，", "线上预约（电话13800001111），", "phone", "13800001111"),
    ("线上预约，", "线上预约（0555-6123456），", "phone", "0555-6123456"),
    ("云溪市人民政府\n2025", "联系人：沈知秋\n云溪市人民政府\n2025", "person_named", "沈知秋"),
]


WRONG_SUMS = [
    ("受理12件：甲类7件，乙类4件", "12件：甲类7件，乙类4件"),
    ("受理12件（甲类7件、乙类4件）", "12件（甲类7件、乙类4件"),
    ("受理12件，分别为甲类7件、乙类4件", "12件，分别为甲类7件、乙类4件"),
    ("受理12件，甲类、乙类各为7件、4件", "12件，甲类、乙类各为7件、4件"),
    ("12件案件中，甲类7件、乙类4件", "12件案件中，甲类7件、乙类4件"),
    ("受理12件，其中7件为甲类、4件为乙类", "12件，其中7件为甲类、4件"),
    ("全年受理12件。其中，甲类7件，乙类4件", "12件。其中，甲类7件，乙类4件"),
    ("甲类7件、乙类4件，两类合计12件", "7件、乙类4件，两类合计12件"),
    ("7件甲类案件、4件乙类案件，共12件", "7件甲类案件、4件乙类案件，共12件"),
    ("上半年5次，下半年6次，全年12次", "5次，下半年6次，全年12次"),
    ("一季度3次、二季度4次、三季度2次、四季度2次，全年12次", "3次、二季度4次、三季度2次、四季度2次，全年12次"),
    ("调整事项146项，新增38项、取消57项、变更31项", "146项，新增38项、取消57项、变更31项"),
    ("来信来访36件，其中来信5件、来访21件", "36件，其中来信5件、来访21件"),
]
NO_SUMS = [
    "受理12件：甲类7件，乙类4件等",
    "受理12件（办结7件，调解4件）",
    "12件案件中，甲类7件、丙类2件",
    "受理120件。其中，甲类7件，乙类4件",
    "办理案件共120件，同比增加30件，其中行政处罚20件、强制15件",
    "审查12件，提出意见7件，共采纳11件",
    "增加12件，其中甲类增加9件、乙类减少2件",
    "上半年5次，全年共12次",
    "上半年5次，下半年6次，全年11次",
    "一季度新增3件，二季度新增4件，全年累计12件",
    "共有律师120名，其中党员律师40名、女律师50名",
    "甲类7件，乙类4件。全年共12件",
]


@pytest.mark.parametrize(("told", "words"), WRONG_SUMS)
def test_parts_that_are_all_of_a_total_add_up_to_it(told: str, words: str) -> None:
    text = CLEAN.replace("审计项目20个", told)

    assert marked(text, findings(text)) == [("sum_wrong", "1", words)]


def test_parts_that_may_be_some_of_a_total_are_left_alone() -> None:
    assert [told for told in NO_SUMS if findings(CLEAN.replace("审计项目20个", told))] == []


def test_a_report_longer_than_it_should_be_is_told_so() -> None:
    text = CLEAN.replace("修订《云溪市", f"{'窗口服务越办越细，群众越来越满意。' * 250}修订《云溪市")

    assert marked(text, findings(text)) == [("too_long", None, None)]
    assert findings(text)[0].message == "全文约 5716 字，超过一般文件 5000 字的要求，建议精简，或把细项移到附件。"


@pytest.mark.parametrize(("text", "expected"), PARTS)
def test_a_fault_in_the_parts_is_found_once(text: str, expected: tuple[str, str | None, str | None]) -> None:
    assert text != CLEAN
    assert marked(text, findings(text)) == [expected]


@pytest.mark.parametrize(("before", "after", "code", "words"), SENTENCES, ids=[row[1] for row in SENTENCES])
def test_a_fault_in_a_sentence_is_found_once(before: str, after: str, code: str | None, words: str | None) -> None:
    assert CLEAN.count(before) == 1
    text = CLEAN.replace(before, after)

    assert [(code, words) for code, _, words in marked(text, findings(text))] == ([(code, words)] if code else [])
