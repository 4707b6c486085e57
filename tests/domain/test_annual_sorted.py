"""What is a deed, a failure, a cause or a request: nothing moves on a guess, no figure leaves the year's sums."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.annual.asking import is_request, step_of
from planner.domain.annual.failures import cause_in, is_failure, says_unfinished, unfinished_from
from planner.domain.drafts import Role
from planner.domain.entries import EntryView
from planner.domain.figure_marks import bare
from planner.domain.material import Use
from planner.domain.report import AnnualReport
from tests.domain.annual_made import deeds, ledger, report, rows, told
from tests.domain.made import task, unit

FACTS = (task((unit(1, "市司法局"), Role.LEAD)),)


def filed(number: int, text: str) -> EntryView:
    """What the office filed in a quarter."""
    return told(number, text, unit="市司法局", task="2024-01", period=f"2024Q{number}")


def problems(made: AnnualReport) -> list[tuple[str, str]]:
    """What part two tells, with the causes."""
    return [(bare(each.problem), bare(each.cause)) for each in made.problems]


@pytest.mark.parametrize(
    "text",
    [
        "实施细则未制定。",
        "2个乡镇没有配备法律顾问。",
        "评估工作推迟到明年。",
        "仅完成年度任务的40%。",
        "执法人员缺口12人，未招录。",
        "排查工作未开展，整改方案未制定。",
        "数据平台建设，尚未启动。",
        "信息化建设进度较为滞后。",
        "专项检查未能开展，只作了登记。",
    ],
)
def test_sentence_is_a_failure_where_it_tells_nothing_else(text: str) -> None:
    assert is_failure(text)


@pytest.mark.parametrize(
    "text",
    [
        "推动3个进度滞后项目加快建设",
        "完成12户未达标企业整治",
        "推动5个尚未开工项目全部开工",
        "办理未落实政策人员补助300人",
        "为尚未就业毕业生提供岗位200个",
        "未办结案件全部清零",
        "未按期办结案件实行挂牌督办",
        "未达标企业整治",
        "未成年人保护案件办结12件",
        "全年未完成率为0",
        "3件案件未按时办结率下降到0.5%",
        "确保没有一件未按时办结",
        "对11处问题“回头看”，没有反弹",
    ],
)
def test_what_is_left_undone_may_belong_to_a_deed(text: str) -> None:
    assert not says_unfinished(text)


@pytest.mark.parametrize(
    ("text", "unfinished"),
    [
        ("受理1,200件，审结1,000件，200件尚未审结。", "200件尚未审结。"),
        ("受理30件，5件尚未审结，均在审限内。", "5件尚未审结，均在审限内。"),
        ("检查40家，2家未整改到位，移送3家。", ""),
        ("受助学生300人，其余人员尚未落实。", "其余人员尚未落实。"),
    ],
)
def test_what_is_unfinished_of_a_deed_stays_with_it(text: str, unfinished: str) -> None:
    assert (is_failure(text), text[unfinished_from(text) :]) == (False, unfinished)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("因骨干抽调，自查未能开展。", ("自查未能开展。", "骨干抽调")),
        ("2024年由于经费不足，场所尚未建成。", ("2024年场所尚未建成。", "经费不足")),
        ("受汛期影响，自查未能开展。", ("自查未能开展。", "汛期影响")),
        ("自查未能开展，主要原因是骨干抽调，经费不足。", ("自查未能开展。", "骨干抽调，经费不足")),
        ("受理投诉300件，20件尚未办结。", None),
        ("因公出国审批30件，5件尚未办结。", None),
        ("因地制宜建设站点30个，5个尚未建成。", None),
        ("接受监督检查12次，2项问题还未整改到位。", None),
        ("受助学生300人，其余人员尚未落实。", None),
        ("原因分析会未召开。", None),
    ],
)
def test_cause_is_named_by_words_at_the_start_of_a_clause(text: str, expected: tuple[str, str] | None) -> None:
    assert cause_in(text) == (expected or (text, ""))


@pytest.mark.parametrize(
    ("text", "among_deeds", "asked"),
    [
        ("恳请市里支持经费。", True, "恳请市里支持经费。"),
        ("提请市政府协调解决场地问题。", True, "提请市政府协调解决场地问题。"),
        ("恳请市里支持经费50万元。", False, "恳请市里支持经费50万元。"),
        ("希望上级加大支持力度。", False, "希望上级加大支持力度。"),
        ("3月底前完成改造；再请市委编办核增编制2名。", False, "再请市委编办核增编制2名。"),
        ("望江路司法所建成启用。", False, ""),
        ("望城区开展执法检查30次。", False, ""),
        ("希望工程捐建学校3所。", False, ""),
        ("争取省厅支援执法车5辆。", False, ""),
        ("市法律援助中心给予帮助1200人次。", False, ""),
        ("建议对12名责任人给予处分。", False, ""),
        ("请市人大代表视察3次。", False, ""),
        ("请各单位法治负责人参加培训，共300人。", False, ""),
    ],
)
def test_request_is_taken_out_of_deeds_only_where_it_is_plain(text: str, among_deeds: bool, asked: str) -> None:
    assert (is_request(text), step_of(text).asked) == (among_deeds, asked)


def test_what_is_unfinished_never_takes_a_quarter_out_of_the_sum() -> None:
    made = report(
        FACTS,
        filed(1, "受理案件120件，审结100件，20件尚未审结。"),
        filed(2, "受理案件80件，审结70件，10件尚未审结。"),
        filed(3, "受理案件60件，审结60件。"),
        filed(4, "受理案件40件，审结30件，10件尚未审结。"),
    )
    assert deeds(made) == ["受理案件300件，审结260件，40件尚未审结。"]
    assert ledger(made) == [("300件", "sum", [1, 2, 3, 4]), ("260件", "sum", [1, 2, 3, 4]), ("40件", "sum", [1, 2, 4])]
    assert problems(made) == []


def test_what_is_unfinished_since_earlier_is_the_newest() -> None:
    made = report(
        FACTS, filed(1, "受理案件120件，审结100件，20件尚未审结。"), filed(4, "受理案件80件，审结90件，10件尚未审结。")
    )
    assert deeds(made) == ["受理案件200件，审结190件，10件尚未审结。"]
    assert [(bare(row.text), row.key) for row in made.annex] == [("受理案件120件，审结100件，20件尚未审结。", "1.1")]


def test_coordinator_is_told_to_look_at_what_is_unfinished_or_like_a_request() -> None:
    found = rows(FACTS, filed(1, "检查企业40家，2家未整改到位。希望上级加大支持力度。"))
    assert [(row.use, row.reason) for row in found.values()] == [
        (Use.TAKE, "说到没有做完的，请看要不要写进第二部分"),
        (Use.TAKE, "像是向上级或统筹单位提的请求，没有拿掉，请看要不要写"),
    ]


def test_label_ends_at_the_answer_that_there_is_none() -> None:
    made = report(FACTS, filed(4, "本期进展：检查3次。存在问题：暂无。培训200人。下步打算：增设窗口。新建公园2处。"))
    assert (deeds(made), problems(made)) == (["检查3次。", "培训200人。"], [])
    assert [bare(p.text) for each in made.next_steps for p in each.passages] == ["增设窗口。", "新建公园2处。"]


_number = st.integers(1, 40)
_more = st.sampled_from(
    (
        "",
        "{}个乡镇没有配备顾问。",
        "实施细则未制定。",
        "请市里支援专家{}名。",
        "恳请市里支持经费。",
        "存在问题：无。",
        "完成{}户未达标企业整治。",
        "因经费不足，{}处场所尚未建成。",
    )
)
_quarter = st.tuples(
    _number, _number, st.sampled_from(("", "，{}件尚未办结", "，个别案件尚未办结")), _number, _more, _number
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_quarter, min_size=1, max_size=4, unique_by=lambda quarter: quarter[0]))
def test_totals_are_of_all_quarters_and_every_figure_is_told(
    quarters: list[tuple[int, int, str, int, str, int]],
) -> None:
    entries = [
        filed(number, f"受理申请{taken}件，办结{settled}件{left.format(open_still)}。{more.format(amount)}")
        for number, (taken, settled, left, open_still, more, amount) in enumerate(quarters, 1)
    ]
    made = report(FACTS, *entries)
    totals = f"受理申请{sum(each[0] for each in quarters)}件，办结{sum(each[1] for each in quarters)}件"
    assert [re.split("，(?=个别|\\d+件尚)", text)[0].rstrip("。") for text in deeds(made) if "受理" in text] == [totals]
    sources = {(origin.entry_id, origin.printed) for figure in made.figures for origin in figure.origins}
    assert {(each.id, figure.printed) for each in entries for figure in each.figures} - sources == set()
