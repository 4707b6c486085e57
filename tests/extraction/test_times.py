"""Time words and the days they name."""

import datetime as dt

import pytest

from planner.domain.document import fold
from planner.domain.drafts import DeadlineKind, Recurrence
from planner.extraction.calendar import PlanYears
from planner.extraction.times import Time, find_times, unknown_times

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
        ("2022年7月至12月开展整治", "2022年7月至12月", (2022, 12, 31)),
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
    ],
)
def test_recurring_time(text: str, words: str, period: Recurrence | None, count: int | None) -> None:
    ((found, time),) = times(text)
    assert (found, time.kind, time.due, time.period, time.count) == (words, DeadlineKind.RECURRING, None, period, count)


def test_recurring_time_with_its_day_is_one() -> None:
    ((words, time),) = times("每年3月1日前报送报告")
    assert (words, time.period, time.due) == ("每年3月1日前", Recurrence.YEAR, dt.date(2024, 3, 1))


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


def test_unknown_time_is_found() -> None:
    assert unknown_times("春节前完成慰问", 0, 7) == [(0, 3)]
