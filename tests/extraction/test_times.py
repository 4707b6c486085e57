"""Time words and the days they name."""

import datetime as dt

import pytest

from planner.domain.document import fold
from planner.domain.drafts import DeadlineKind, Recurrence
from planner.extraction.calendar import PlanYears
from planner.extraction.times import Time, find_times, unknown_times
from tests.extraction.reading import only_task

YEARS = PlanYears(2024, 2024)


def times(text: str, *, slot: bool = False) -> list[tuple[str, Time]]:
    folded = fold(text)
    found = find_times(folded, 0, len(folded), years=YEARS, slot=slot)
    return [(text[time.start : time.end], time) for time in found]


@pytest.mark.parametrize(
    ("text", "words", "due"),
    [
        ("6月底前完成编制", "6月底前", (2024, 6, 30)),
        ("2025年3月底前完成编制", "2025年3月底前", (2025, 3, 31)),
        ("9月30日前报送", "9月30日前", (2024, 9, 30)),
        ("五月中旬前启动", "五月中旬前", (2024, 5, 20)),
        ("。11月组织宣传周", "11月", (2024, 11, 30)),
        ("第一季度报送报告", "第一季度", (2024, 3, 31)),
        ("三季度末前完成验收", "三季度末前", (2024, 9, 30)),
        ("上半年完成修订", "上半年", (2024, 6, 30)),
        ("年底前建成", "年底前", (2024, 12, 31)),
        ("2025年底前建成", "2025年底前", (2025, 12, 31)),
        ("年内实现清零", "年内", (2024, 12, 31)),
        ("到2026年，建成三个园区", "到2026年", (2026, 12, 31)),
        ("2027年前全面建成", "2027年前", (2027, 12, 31)),
        ("2024年7月至12月开展整治", "2024年7月至12月", (2024, 12, 31)),
        ("9月中旬至10月底分批验收", "9月中旬至10月底", (2024, 10, 31)),
        ("4月1日至6月30日集中整治", "4月1日至6月30日", (2024, 6, 30)),
        ("10月中下旬举办年会", "10月中下旬", (2024, 10, 31)),
        ("2025年年底前建成", "2025年年底前", (2025, 12, 31)),
        ("到2025年底前建成", "到2025年底前", (2025, 12, 31)),
        ("明年3月底前报送", "明年3月底前", (2025, 3, 31)),
        ("二〇二五年六月底前投用", "二〇二五年六月底前", (2025, 6, 30)),
        ("6月30日（星期日）前报送", "6月30日（星期日）前", (2024, 6, 30)),
        ("12月31日17时前报送", "12月31日17时前", (2024, 12, 31)),
        ("前三季度完成八成", "前三季度", (2024, 9, 30)),
        ("，于9月举办年会", "9月", (2024, 9, 30)),
        ("。5月15日举办开放日", "5月15日", (2024, 5, 15)),
        ("2025年，建成二期厂房", "2025年", (2025, 12, 31)),
        ("2024年完成全部改造", "2024年", (2024, 12, 31)),
        ("“十四五”期间建成五座", "“十四五”期间", (2025, 12, 31)),
        ("本年度内完成修订", "本年度内", (2024, 12, 31)),
        ("2024—2025年分批改造", "2024—2025年", (2025, 12, 31)),
        ("“十四五”末实现全覆盖", "“十四五”末", (2025, 12, 31)),
    ],
)
def test_date_in_a_sentence(text: str, words: str, due: tuple[int, int, int]) -> None:
    ((found, time),) = times(text)
    assert (found, time.kind, time.due) == (words, DeadlineKind.DATE, dt.date(*due))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("部门负责人任期内接受轮训", "任期内"),
        ("自公布之日起30日内报送", "自公布之日起30日内"),
        ("各单位应于名单公开后10个工作日内反馈", "名单公开后10个工作日内"),
        ("用3年时间完成改造", "用3年时间"),
        ("两年内完成改造", "两年内"),
        ("经过3至5年努力，基本建成", "经过3至5年努力"),
        ("3个月内完成整改", "3个月内"),
        ("未来三年培育百家门店", "未来三年"),
        ("春节前完成慰问", "春节前"),
        ("主汛期前完成清淤", "主汛期前"),
        ("供暖季前完成检修", "供暖季前"),
        ("本月底前完成摸底", "本月底前"),
        ("次月10日前报送上月数据", "次月10日前"),
    ],
)
def test_date_that_cannot_be_told_keeps_its_words(text: str, words: str) -> None:
    assert times(text) == [(words, Time(text.index(words), text.index(words) + len(words), DeadlineKind.DATE))]


@pytest.mark.parametrize(
    "text",
    [
        "截至2023年底，已建成六处",
        "自2024年1月1日起施行，有效期至2026年12月31日",
        "编制年度报告",
        "2023年以来持续改善",
        "年底述职",
        "全年接待群众",
        "不定期抽查",
        "每年给予不超过20万元补助",
        "每人每年只享受一次",
        "持续推进数据共享",
        "审批时间压缩至48小时内",
        "审批时间压缩至3个月内",
        "2023年底已建成三座",
        "2023年，全市新建五座",
        "去年年底完成摸底",
        "上年12月底前形成的台账",
        "2024年3月印发的方案",
        "2024年1月1日至12月31日购买新车的，给予补贴",
        "6月5日世界环境日",
        "上半年工作总结",
        "毕业2年内的高校毕业生",
        "对入驻企业5年内享受减免",
        "审批环节前移",
        "编制“十五五”规划",
        "落实定期存款利率",
        "允许企业定期申报",
        "取消定期验审",
        "连续3年每年给予支持",
        "在5月20日前后",
    ],
)
def test_words_that_are_no_deadline_in_a_sentence(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize(
    ("text", "words", "period", "count"),
    [
        ("每季度至少开展1次评查", "每季度", Recurrence.QUARTER, 1),
        ("每半年召开一次会议", "每半年", Recurrence.HALF, 1),
        ("每人每年参训不少于60学时", "每人每年", Recurrence.YEAR, None),
        ("每月通报进展", "每月", Recurrence.MONTH, None),
        ("定期通报进展", "定期", None, None),
        ("实行月调度制度", "月", Recurrence.MONTH, None),
        ("按季度通报情况", "按季度", Recurrence.QUARTER, None),
        ("年均培训骨干", "年均", Recurrence.YEAR, None),
        ("每年开展培训，不少于2次", "每年", Recurrence.YEAR, 2),
        ("每个季度组织两次会商", "每个季度", Recurrence.QUARTER, 2),
        ("一季度一调度", "一季度", Recurrence.QUARTER, None),
        ("一月一通报", "一月", Recurrence.MONTH, None),
        ("实行月度点评", "月度", Recurrence.MONTH, None),
        ("按年度开展评估", "按年度", Recurrence.YEAR, None),
        ("每周召开一次例会", "每周", None, 1),
        ("每两年开展一次评估", "每两年", None, 1),
        ("每年选拔资助不少于50名", "每年", Recurrence.YEAR, None),
        ("督促企业定期开展自查", "定期", None, None),
        ("每月10日前报送数据", "每月10日前", Recurrence.MONTH, None),
        ("每季度末月20日前报送数据", "每季度末月20日前", Recurrence.QUARTER, None),
        ("每半年结束后15日内报送总结", "每半年结束后15日内", Recurrence.HALF, None),
        ("每年6月、12月底前报送总结", "每年6月、12月底前", Recurrence.YEAR, None),
    ],
)
def test_recurring_time(text: str, words: str, period: Recurrence | None, count: int | None) -> None:
    ((found, time),) = times(text)
    assert (found, time.kind, time.due, time.period, time.count) == (words, DeadlineKind.RECURRING, None, period, count)


def test_recurring_time_with_its_day_is_one() -> None:
    ((words, time),) = times("每年3月1日前报送报告")
    assert (words, time.period, time.due) == ("每年3月1日前", Recurrence.YEAR, dt.date(2024, 3, 1))


def days(text: str) -> list[tuple[int, int]]:
    ((_, time),) = times(text)
    return [(day.month, day.day) for day in time.days]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每月10日前报送", [(month, 10) for month in range(1, 13)]),
        ("每季度末月20日前报送", [(3, 20), (6, 20), (9, 20), (12, 20)]),
        ("每个季度第1个月的20日前报送", [(1, 20), (4, 20), (7, 20), (10, 20)]),
        ("每季度结束后10日内报送", [(4, 10), (7, 10), (10, 10), (1, 10)]),
        ("每季度次月10日前报送", [(4, 10), (7, 10), (10, 10), (1, 10)]),
        ("每年6月、12月底前报送", [(6, 30), (12, 31)]),
        ("每年年底前报送", [(12, 31)]),
        ("每季度报送", []),
    ],
)
def test_recurring_time_names_its_own_days(text: str, expected: list[tuple[int, int]]) -> None:
    assert days(text) == expected


def test_day_that_a_month_lacks_is_its_last() -> None:
    assert days("每月31日前报送")[:4] == [(1, 31), (2, 29), (3, 31), (4, 30)]


def test_months_of_a_list_are_a_deadline_each() -> None:
    found = times("6月、9月和12月底前各报送一次")
    assert [(words, time.due) for words, time in found] == [
        ("6月", dt.date(2024, 6, 30)),
        ("9月", dt.date(2024, 9, 30)),
        ("12月底前", dt.date(2024, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("text", "words", "due"),
    [
        ("2024.6.30", "2024.6.30", (2024, 6, 30)),
        ("2024/6", "2024/6", (2024, 6, 30)),
        ("2024年全年", "2024年全年", (2024, 12, 31)),
        ("2024年1-11月", "2024年1-11月", (2024, 11, 30)),
        ("第四季度", "第四季度", (2024, 12, 31)),
    ],
)
def test_date_in_a_slot(text: str, words: str, due: tuple[int, int, int]) -> None:
    assert [(found, time.due) for found, time in times(text, slot=True)] == [(words, dt.date(*due))]


def test_slot_holds_a_bare_month_and_an_ongoing_time() -> None:
    found = times("12月取得阶段性成果并持续推进", slot=True)
    assert [(words, time.kind, time.due) for words, time in found] == [
        ("12月", DeadlineKind.DATE, dt.date(2024, 12, 31)),
        ("持续推进", DeadlineKind.ONGOING, None),
    ]


def test_date_without_any_year_is_kept_without_a_day() -> None:
    ((time),) = find_times("6月底前完成", 0, 7, years=PlanYears(None, None), slot=False)
    assert (time.kind, time.due) == (DeadlineKind.DATE, None)


def test_day_that_does_not_exist_is_none() -> None:
    assert [time.due for _, time in times("2月30日前报送")] == [None]


@pytest.mark.parametrize(
    ("text", "words"),
    [("近期启动招标", "近期"), ("每日巡查河道", "每日"), ("年中、年底各检查一次", "年中"), ("于20日前报送", "20日前")],
)
def test_unknown_time_is_found(text: str, words: str) -> None:
    assert [text[start:end] for start, end in unknown_times(text, 0, len(text))] == [words]


@pytest.mark.parametrize("text", ["签订固定期限合同。", "在规定期限内办结。", "在约定期间不变更。", "在一定期间公示。"])
def test_the_end_of_another_word_is_no_frequency(text: str) -> None:
    assert only_task(text).deadlines == ()


@pytest.mark.parametrize(
    ("text", "period"),
    [("年度终了后一个季度内报送收支情况。", "year"), ("季度结束后10日内上报进度。", "quarter")],
)
def test_what_follows_each_period_comes_back_with_it(text: str, period: str) -> None:
    assert [(time.kind, time.period) for time in only_task(text).deadlines] == [("recurring", period)]


def test_a_price_a_year_is_no_frequency() -> None:
    assert only_task("将校车保险费由每生每年30元提高至50元。").deadlines == ()
