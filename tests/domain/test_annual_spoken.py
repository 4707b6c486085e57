"""A year in the words that units use among themselves: what the report makes of 本局, requests, labels and failures."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from planner.domain.annual.asking import Step, step_of
from planner.domain.annual.composing import Wanted
from planner.domain.annual.doers import Doers
from planner.domain.annual.failures import is_failure
from planner.domain.annual.sorting import label_of, says_nothing
from planner.domain.board import TaskFacts, UnitFacts
from planner.domain.drafts import Role
from planner.domain.entries import EntryView
from planner.domain.figure_marks import bare
from planner.domain.material import Use
from planner.domain.progress import TaskState
from planner.domain.report import AnnualReport, TaskPassages
from tests.domain.annual_made import deeds, report, rows, told
from tests.domain.made import task, unit

LOWER = {"柏岭县政府": "柏岭县", "桐溪区政府": "桐溪区", "榆关市政府": "榆关市", "高台新区管委会": "高台新区"}
OFFICES = (
    *("市司法局", "市公安局", "市财政局", "市卫生健康委", "市委编办"),
    *("市中级人民法院", "市政府办公室", "市税务局"),
)
TITLES = ("履行第一责任", "梳理清单", "培训队伍", "走访企业", "评查案卷", "对接数据")
# how each speaks of itself: its head, itself, and what it would be called in the report
HEADS = {
    "柏岭县政府": "县长",
    "桐溪区政府": "区长",
    "榆关市政府": "市长",
    "高台新区管委会": "主要负责人",
    "市卫生健康委": "委主任",
    "市委编办": "主要负责人",
    "市中级人民法院": "院长",
    "市政府办公室": "主要负责人",
}
ITSELF = {
    "柏岭县政府": "我县",
    "桐溪区政府": "本区",
    "榆关市政府": "我市",
    "高台新区管委会": "我区",
    "市卫生健康委": "我委",
    "市委编办": "本单位",
    "市中级人民法院": "本院",
    "市政府办公室": "本单位",
}


@cache
def facts() -> tuple[TaskFacts, ...]:
    """Six tasks with twelve units each; the first is the duty of the heads of Party and government."""
    units = [unit(number, name) for number, name in enumerate((*LOWER, *OFFICES), 1)]
    lower = [each._replace(kind="下级政府") for each in units[: len(LOWER)]]
    assigned: list[tuple[UnitFacts, Role]] = [(each, Role.RESPONSIBLE) for each in (*lower, *units[len(LOWER) :])]
    return tuple(
        task(*assigned, number=number, title=title, first_responsible=number == 1)
        for number, title in enumerate(TITLES, 1)
    )


def filed() -> Iterator[EntryView]:
    """Seventy-two entries of the year's end."""
    for place, name in enumerate((*LOWER, *OFFICES), 1):
        head, itself = HEADS.get(name, "局长"), ITSELF.get(name, "本局")
        words = (
            f"{head}带队研究法治事项{place + 20}次。",
            f"修订清单{place + 40}项。{itself}公布清单{place + 60}份。",
            f"培训执法人员{place + 80}人。",
            f"本期进展：走访企业{place + 100}家。存在问题：{place}处场所没有无障碍设施。下步打算：{itself}增设窗口。",
            f"评查案卷{place + 120}本。因骨干抽调，第{place}期专题评查未能开展。",
            f"与{place + 140}个平台对接。",
        )
        steps = (
            "",
            "无",
            "恳请市里支持经费。",
            "",
            "",
            f"请协调开放接口{place + 160}个，2025年{place}月底前完成对接。",
        )
        for number, text in enumerate(words, 1):
            yield told(
                place * 10 + number,
                text,
                task=f"2024-{number:02d}",
                unit=name,
                period="2024Q4",
                next_step=steps[number - 1],
            )


@pytest.fixture(scope="module")
def made() -> AnnualReport:
    """The year's report."""
    return report(facts(), *filed())


def runs(told_tasks: tuple[TaskPassages, ...]) -> list[tuple[str, str]]:
    """Each unit's run in each task: the unit and how it opens."""
    return [(run[0].unit, f"{run[0].doer}{bare(run[0].text)}") for task_told in told_tasks for run in task_told.by_unit]


def texts(made: AnnualReport) -> list[str]:
    """All that the report says in its parts, as people read it."""
    tasks = [task_told for section in made.done for task_told in section.tasks]
    every = [*tasks, *made.first_responsible, *made.next_steps]
    passages = [f"{passage.doer}{bare(passage.text)}" for task_told in every for passage in task_told.passages]
    return [*passages, *(f"{p.doer}{bare(p.problem)}。{bare(p.cause)}" for p in made.problems)]


def test_each_run_of_a_year_opens_with_whose_deeds_it_tells(made: AnnualReport) -> None:
    found = runs((*made.first_responsible, *(each for section in made.done for each in section.tasks)))
    assert len(found) == 5 * 12 + 12
    assert [text for name, text in found if not text.startswith(LOWER.get(name, name))] == []


def test_units_of_a_year_never_speak_of_themselves(made: AnnualReport) -> None:
    own = re.compile(r"[本我](?:局|委|院|县|区|市|单位)|(?<![市县区局院])(?:局|院|县|区|市)长|(?<!委)主任")
    assert [text for text in texts(made) if own.search(text)] == []
    duties = [text for _, text in runs(made.first_responsible)]
    assert duties[:6] == [
        "柏岭县县长带队研究法治事项21次。",
        "桐溪区区长带队研究法治事项22次。",
        "榆关市市长带队研究法治事项23次。",
        "高台新区管委会主要负责人带队研究法治事项24次。",
        "市司法局局长带队研究法治事项25次。",
        "市公安局局长带队研究法治事项26次。",
    ]


def test_next_steps_of_a_year_ask_for_nothing(made: AnnualReport) -> None:
    steps = [text for name, text in runs(made.next_steps)]
    assert [text for text in steps if re.search("请|支持|无|打算", text)] == []
    assert [text for text in steps if text.startswith("柏岭县")] == [
        "柏岭县增设窗口。",
        "柏岭县2025年1月底前完成对接。",
    ]
    assert [(bare(row.text), row.unit) for row in made.annex][:2] == [
        ("请协调开放接口161个。", "柏岭县政府"),
        ("请协调开放接口162个。", "桐溪区政府"),
    ]
    assert made.carried_on == tuple(each for each in made.unfinished if each.task not in ("2024-04", "2024-06"))


def test_failures_of_a_year_stand_among_the_shortcomings_with_their_causes(made: AnnualReport) -> None:
    found = [(f"{p.doer}{bare(p.problem)}", p.cause) for p in made.problems]
    assert len(found) == 12 + 1
    assert found[0] == ("柏岭县1处场所没有无障碍设施", "")
    *_, (failures, cause) = found
    assert (failures.split("；")[3:6], cause) == (
        ["高台新区第4期专题评查未能开展", "市司法局第5期专题评查未能开展", "市公安局第6期专题评查未能开展"],
        "骨干抽调",
    )
    deeds = [text for section in made.done for _, text in runs(section.tasks)]
    assert [text for text in deeds if re.search("未能|没有|问题|进展", text)] == []


def test_paragraphs_of_a_year_are_broken_between_runs(made: AnnualReport) -> None:
    for each in (each for section in made.done for each in section.tasks):
        lengths = [
            sum(len(p.doer + bare(p.text)) for strand in paragraph for p in strand.passages)
            for paragraph in each.paragraphs
        ]
        assert max(lengths) <= 400
        assert [strand.number for paragraph in each.paragraphs for strand in paragraph] == list(range(1, 13))


# ---- the rules one by one ----


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("市司法局", "局党委学法5次，由局长主持。", "市司法局党委学法5次，由市司法局局长主持。"),
        ("市司法局", "8月，党组学法5次。", "8月，市司法局党组学法5次。"),
        ("市司法局", "党委（党组）书记述法。", "党委（党组）书记述法。"),
        ("市司法局", "基本单位名录2册，样本局部调整。", "基本单位名录2册，样本局部调整。"),
        ("柏岭县政府", "县委、县政府部署，我县完成3项。", "柏岭县委、柏岭县政府部署，柏岭县完成3项。"),
        ("柏岭县政府", "取消“本县户籍”条件。", "取消“本县户籍”条件。"),
        ("柏岭县政府", "全县调解纠纷5件。", "柏岭县调解纠纷5件。"),
        ("柏岭县政府", "报市长同意后施行。", "报市长同意后施行。"),
        ("榆关市政府", "市长包抓难题，报市政府备案。", "榆关市市长包抓难题，报市政府备案。"),
        ("桐溪区政府", "常务会议学法8次，区长效机制建立。", "桐溪区政府常务会议学法8次，区长效机制建立。"),
    ],
)
def test_unit_is_named_where_it_speaks_of_itself(name: str, text: str, expected: str) -> None:
    assert Doers(facts()).spoken(text, [name]) == expected


@pytest.mark.parametrize(
    ("units", "text", "several", "expected"),
    [
        (["柏岭县政府"], "办结案件5件。", False, "柏岭县"),
        (["柏岭县政府"], "县直部门自查5次。", False, "柏岭县"),
        (["柏岭县政府"], "柏岭县政府自查5次。", False, ""),
        (["柏岭县政府"], "市政府督导5次。", False, ""),
        (["市司法局"], "办结案件5件。", True, "市司法局"),
        (["市司法局"], "办结案件5件。", False, ""),
        (["市司法局"], "市场主体增加5户。", True, "市司法局"),
        (["市司法局"], "全市办结案件5件。", True, ""),
        (["市司法局"], "2024年各县（市、区）办结案件5件。", True, ""),
        (["市司法局"], "市公安局报送案件5件。", True, ""),
        (["市司法局", "柏岭县政府"], "办结案件5件。", True, ""),
        (["柏岭县政府", "桐溪区政府"], "办结案件5件。", False, "柏岭县、桐溪区"),
        ([*LOWER], "办结案件5件。", False, "柏岭县、桐溪区、榆关市等"),
        ([], "办结案件5件。", True, ""),
    ],
)
def test_whose_deed_is_said_where_the_words_do_not(units: list[str], text: str, several: bool, expected: str) -> None:
    assert Doers(facts()).lead(text, units, several=several) == expected


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("本期进展：走访3家", "本期进展："),
        ("一、工作开展情况：走访3家", "一、工作开展情况："),
        ("【主要做法】：走访3家", "【主要做法】："),
        ("下一步工作打算：", "下一步工作打算："),
        ("下一步，增设窗口", "下一步，"),
        ("进展情况：存在的问题：人手不足", "进展情况：存在的问题："),
        ("问题整改5个", ""),
        ("推出三项举措：一是走访", ""),
    ],
)
def test_label_of_a_form(text: str, label: str) -> None:
    assert label_of(text) == label


@pytest.mark.parametrize("text", ["无", "暂无问题。", "同上", "按计划推进。", "持续推进此项工作", "——"])
def test_nothing_said(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["加强培训", "推进标准化建设", "无障碍设施改造3处"])
def test_something_said(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "三季度自查未能开展",
        "保留的88项中仍有23项没有实际办理",
        "听证室尚未装修",
        "因经费不足未开展培训",
        "改造进展缓慢",
    ],
)
def test_failure(text: str) -> None:
    assert is_failure(text)


@pytest.mark.parametrize(
    "text",
    [
        "未发生安全事故",
        "全年无一超期",
        "对未按期整改的3家单位约谈",
        "查出3家企业未落实制度",
        "未完成整改的7个问题挂牌督办",
        "未发现有案不移",
        "不予立案的7件均书面说明理由",
    ],
)
def test_what_tells_of_others_failure_is_a_deed(text: str) -> None:
    assert not is_failure(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请市里支援专家2名，2025年2月底前补查完毕。", Step("2025年2月底前补查完毕。", "请市里支援专家2名")),
        ("恳请上级支持经费50万元，用于购置设备。", Step("", "恳请上级支持经费50万元，用于购置设备。")),
        ("建议市政府出台办法。", Step("", "建议市政府出台办法。")),
        ("请协调数据接口；同时开展培训。", Step("开展培训。", "请协调数据接口")),
        ("请第三方机构评估，3月完成。", Step("请第三方机构评估，3月完成。", "")),
        ("提请市政府常务会议审议。", Step("提请市政府常务会议审议。", "")),
        ("下一步，推行抽查。", Step("推行抽查。", "")),
    ],
)
def test_what_is_asked_of_others_is_taken_out_of_a_next_step(text: str, expected: Step) -> None:
    assert step_of(text) == expected


def test_failure_of_an_earlier_quarter_is_left_to_what_was_filed_since() -> None:
    found = rows(facts(), _first(10, "自查未能开展。", "2024Q3"), _first(11, "自查5次。", "2024Q4"))
    assert [(row.key, row.use, row.part) for row in found.values()] == [
        ("10.1", Use.LEAVE, "done"),
        ("11.1", Use.TAKE, "done"),
    ]
    assert "不算成效" in found["10.1"].reason


def _first(number: int, text: str, period: str) -> EntryView:
    return told(number, text, task="2024-02", unit="市司法局", period=period)


def test_total_is_not_told_behind_a_sentence_that_tells_it() -> None:
    text = "余下职责交叉事项划分完毕，9项全部有了分工。"
    assert deeds(report(facts(), _first_given(text, "明确职责交叉事项=9项"))) == [text]
    other = "余下职责交叉事项划分完毕，8项全部有了分工。"
    assert deeds(report(facts(), _first_given(other, "明确职责交叉事项=9项"))) == [other, "明确职责交叉事项9项。"]


def _first_given(text: str, *given: str) -> EntryView:
    return told(1, text, *given, task="2024-02", unit="市司法局", period="2024Q4")


@pytest.mark.parametrize(
    "later",
    [
        "余下的企业发函告知。",
        "上述企业发函告知。",
        "对11家企业发函告知。",
        "走访的11家企业发函告知。",
        "这些企业发函告知。",
    ],
)
def test_what_refers_to_a_text_that_is_left_out_goes_with_it(later: str) -> None:
    long = "，".join(["帮助企业解决用工和融资方面的问题"] * 20)
    entries = (
        _first(10, f"走访企业11家，{long}。", "2024Q1"),
        _first(11, later, "2024Q2"),
        _first(12, "全年培训讲师20人。", "2024Q3"),
        _first(13, "举办讲座7场。", "2024Q4"),
    )
    short = report(facts(), *entries, wanted=Wanted(max_characters=500))
    assert deeds(short) == ["全年培训讲师20人。", "举办讲座7场。"]
    assert {bare(row.text): row.reason for row in short.annex}[later].startswith("为控制字数")
    assert deeds(report(facts(), *entries))[1] == later


def test_task_that_was_put_off_is_not_carried_on() -> None:
    off, on = (task((unit(1), Role.LEAD), number=n, state=state) for n, state in _STATES.items())
    made = report((off, on))
    assert ([each.task for each in made.paused], [each.task for each in made.carried_on]) == (["2024-01"], ["2024-02"])


_STATES = {1: TaskState.PAUSED, 2: TaskState.ACTIVE}
