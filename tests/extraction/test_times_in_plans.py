"""Times and figures of whole sentences: what a task's deadlines, targets, checkpoints and warnings make of them."""

import datetime as dt

import pytest

from planner.domain.drafts import CheckpointKind, DeadlineKind, DueSource, PlanDraft, Recurrence, TaskDraft
from tests.extraction.reading import draft

HALVES = (dt.date(2024, 6, 30), dt.date(2024, 12, 31))


def plan(sentence: str, tail: str = "（市司法局负责）") -> PlanDraft:
    return draft(f"云溪市2024年工作要点\n一、重点工作\n（一）完善制度。健全机制。{sentence}{tail}\n")


def task(sentence: str, tail: str = "（市司法局负责）") -> TaskDraft:
    (only,) = plan(sentence, tail).tasks
    return only


def slot(words: str) -> str:
    return f"\n完成时限：{words}\n责任单位：市司法局"


# ---- deadlines ----


@pytest.mark.parametrize(
    ("sentence", "words", "due"),
    [
        ("新院区2024年10月开诊。", "2024年10月", (2024, 10, 31)),
        ("大桥10月正式通车。", "10月", (2024, 10, 31)),
        ("体育馆11月投用。", "11月", (2024, 11, 30)),
        ("3月1日起至5月31日集中整治。", "3月1日起至5月31日", (2024, 5, 31)),
        ("6月底前印发方案。", "6月底前", (2024, 6, 30)),
        ("2025年新增学位800个。", "2025年", (2025, 12, 31)),
    ],
)
def test_date_that_a_result_or_an_end_follows(sentence: str, words: str, due: tuple[int, int, int]) -> None:
    assert [(d.text, d.due) for d in task(sentence).deadlines] == [(words, dt.date(*due))]


@pytest.mark.parametrize(
    "sentence",
    ["大桥已于6月竣工。", "组织年终述法点评。", "提高一季度签约项目履约水平。", "结果纳入年度考核。"],
)
def test_words_that_name_no_day(sentence: str) -> None:
    assert task(sentence).deadlines == ()


def test_quarter_of_projects_with_a_number_is_a_date() -> None:
    assert [d.text for d in task("一季度开工项目30个。").deadlines] == ["一季度"]


@pytest.mark.parametrize("words", ["按时序推进", "按序时进度", "分阶段推进"])
def test_steady_work_in_a_slot_is_ongoing(words: str) -> None:
    assert [(d.text, d.kind) for d in task("盘活资产。", slot(words)).deadlines] == [(words, DeadlineKind.ONGOING)]


def test_yearly_review_beside_other_routines() -> None:
    found = task("建立月调度、季通报、年考核工作机制。").deadlines
    assert [(d.text, d.period) for d in found] == [
        ("月", Recurrence.MONTH),
        ("季", Recurrence.QUARTER),
        ("年", Recurrence.YEAR),
    ]


@pytest.mark.parametrize("sentence", ["上、下半年各举办1期培训班。", "上半年、下半年各举办1期培训班。"])
def test_both_halves_fall_due(sentence: str) -> None:
    (found,) = task(sentence).checkpoints
    assert (found.kind, found.period, found.due) == (CheckpointKind.FREQUENCY, Recurrence.HALF, HALVES)


@pytest.mark.parametrize(
    ("sentence", "code", "words"),
    [
        ("国庆节前印发方案。", "time-open", "国庆节前"),
        ("用三个月时间完成整治。", "time-open", "用三个月时间"),
        ("尽快完成编制。", "time-unknown", "尽快"),
        ("立即启动排查。", "time-unknown", "立即"),
        ("逢五逢十开展巡查。", "time-unknown", "逢五逢十"),
        ("每两个月开展1次巡查。", "time-irregular", "每两个月"),
        ("第三季度前完成修订。", "time-ambiguous", "第三季度前"),
        ("实现零上访。", "figure-unknown", "零上访"),
        ("女性代表占比过半。", "figure-unknown", "过半"),
    ],
)
def test_phrase_that_is_not_read_for_sure_is_told(sentence: str, code: str, words: str) -> None:
    (warning,) = plan(sentence).warnings
    assert warning.code == code
    assert f"“{words}”" in warning.message


def test_every_two_months_is_not_once_a_year() -> None:
    (found,) = task("每两个月开展1次巡查。").checkpoints
    assert (found.text, found.due, found.due_source) == ("每两个月开展1次", (), DueSource.NONE)


# ---- one series ----


def test_same_frequency_in_text_and_slot_is_one_series() -> None:
    found = task("每季度通报进展。", slot("每季度")).checkpoints
    assert [(c.text, len(c.due)) for c in found] == [("每季度通报进展", 4)]


def test_day_printed_in_the_slot_holds_for_the_series() -> None:
    (found,) = task("每半年通报进展。", slot("每半年结束后10日内")).checkpoints
    assert found.due == (dt.date(2024, 7, 10), dt.date(2025, 1, 10))


def test_other_frequency_in_the_slot_is_a_series_of_its_own() -> None:
    found = task("每月通报进展。", slot("每季度")).checkpoints
    assert [c.period for c in found] == [Recurrence.MONTH, Recurrence.QUARTER]


def test_same_date_in_text_and_slot_is_one() -> None:
    assert [c.text for c in task("6月底前完成清单编制。", slot("6月底前")).checkpoints] == ["6月底前完成清单编制"]


def test_rates_in_a_slot_fall_due_each_on_its_day() -> None:
    found = task("盘活资产。", slot("9月底、12月底分别完成50%和100%"))
    assert [(t.value, t.unit) for t in found.targets] == [(50, "%"), (100, "%")]
    assert [(c.value, c.due) for c in found.checkpoints] == [
        (50, (dt.date(2024, 9, 30),)),
        (100, (dt.date(2024, 12, 31),)),
    ]


def test_default_day_is_not_before_a_date_of_the_task() -> None:
    found = task("2025—2027年持续整治，群众满意度达到95%。").checkpoints
    assert [(c.text, c.due, c.due_source) for c in found][1:] == [
        ("群众满意度达到95%", (dt.date(2027, 12, 31),), DueSource.DEFAULT)
    ]


# ---- targets ----


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("审批由目前的平均40个工作日压减至15个工作日以内。", ("压减至15个工作日以内", 15, "个工作日", "<=")),
        ("窗口由目前的平均40个压减至15个。", ("压减至15个", 15, "个", "=")),
        ("废止不少于现行办法总数的50%。", ("不少于现行办法总数的50%", 50, "%", ">=")),
        ("设置不少于3档标准。", ("不少于3档", 3, "档", ">=")),
        ("接入摄像设备15万路。", ("15万路", 15, "万路", "=")),
        ("户均容量达到3.2千伏安。", ("达到3.2千伏安", 3.2, "千伏安", "=")),
        ("开展不少于2轮次检查。", ("开展不少于2轮次", 2, "轮次", ">=")),
        ("对已实施满1年的办法1至2项开展后评估。", ("1至2项", 1, "项", "=")),
        ("回收资金2.2亿元。", ("2.2亿元", 2.2, "亿元", "=")),
        ("争取专项债券额度不低于8亿元。", ("不低于8亿元", 8, "亿元", ">=")),
        ("力争会员达到两千人。", ("达到两千人", 2000, "人", "=")),
        ("日处理20吨以上设施达标率不低于90%。", ("日处理20吨以上设施达标率不低于90%", 90, "%", ">=")),
        ("选派不少于30名律师组建“服务团”。", ("选派不少于30名律师", 30, "名", ">=")),
        ("2024年12月底前全市学校办学条件达标率达到100%。", ("全市学校办学条件达标率达到100%", 100, "%", "=")),
        ("区、镇、街道三级公文交换率达到95%。", ("区、镇、街道三级公文交换率达到95%", 95, "%", "=")),
        ("到2026年年底卫生厕所普及率达到92%。", ("卫生厕所普及率达到92%", 92, "%", "=")),
        ("每个季度至少举办1场。", ("每个季度至少举办1场", 1, "场", ">=")),
    ],
)
def test_target_and_where_its_words_begin(sentence: str, expected: tuple[str, float, str, str]) -> None:
    found = task(sentence).targets
    assert [(t.text, t.value, t.unit, t.comparator.value) for t in found] == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "督促2家烟花企业落实责任。",
        "以2家企业为例总结做法。",
        "处5万元以下罚款。",
        "处5万元以上20万元以下罚款。",
        "约谈排名后3位的乡镇。",
    ],
)
def test_class_example_or_fine_is_no_target(sentence: str) -> None:
    assert task(sentence).targets == ()


# ---- a checkpoint's words ----


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("举办普法培训班，4期。", ["举办普法培训班，4期"]),
        ("万元产值能耗下降20%。", ["万元产值能耗下降20%"]),
        ("投诉在15个工作日内办结。", ["投诉在15个工作日内办结"]),
        ("6月、9月各核验一次。", ["6月、9月各核验一次"] * 2),
        ("开展执法检查，每季度至少1次。", ["开展执法检查，每季度至少1次"]),
        ("6月底前，完成编制。", ["6月底前，完成编制"]),
    ],
)
def test_words_of_a_checkpoint_say_what_is_counted(sentence: str, words: list[str]) -> None:
    assert [c.text for c in task(sentence).checkpoints] == words
