"""What a careful reader would ask, each beside a near miss that raises no question."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.beside import (
    Beside,
    FigureBefore,
    NamedDay,
    OpenPoint,
    Said,
    TextFacts,
    open_points,
    silent_members,
)
from planner.domain.board import Standings
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, Recurrence, Role
from planner.domain.entries import EntryView, FigureView
from planner.domain.likeness import alike, covered, words_of
from planner.domain.progress import Basis, Status, Verdict
from planner.domain.questions import questions
from tests.domain.made import Q1, Q2, Q3, day, entry, filing, members, point, stands, tally, task, unit

LONG = "会同市公安局评查执法案卷，梳理常见问题，逐项向执法单位反馈并督促整改。"
PLAN = "评查执法案卷。每季度至少开展1次案卷评查，通报评查结果，推动执法单位整改。"


def asked(view: EntryView, beside: Beside | None = None) -> list[tuple[str, str]]:
    """The questions beside an entry, as code and message."""
    return [(str(question.code), question.message) for question in questions(view, beside or Beside())]


def said(text: str, **given: object) -> Said:
    """Words of 单位1 on 2024-01 in the first quarter."""
    fields: dict[str, object] = {"task": "2024-01", "unit": "单位1", "period": "2024Q1", "status": Status.IN_PROGRESS}
    return Said(words=words_of(text), **(fields | given))  # type: ignore[arg-type]


def figure(name: str, printed: str, value: str, measure: str, **given: object) -> FigureView:
    """A figure that was given, of the period."""
    fields: dict[str, object] = {
        "part": None,
        "whole": None,
        "basis": Basis.PERIOD,
        "checkpoint": None,
        "from_text": False,
    }
    return FigureView(name=name, printed=printed, value=Decimal(value), unit=measure, **(fields | given))  # type: ignore[arg-type]


# ---- the same words ----


@pytest.mark.parametrize(
    ("text", "how"),
    [
        (LONG, "相同"),
        (LONG.replace("，", " ，").replace("。", ""), "相同"),
        (LONG.replace("逐项", "逐条"), "几乎相同"),
    ],
)
def test_words_of_the_last_period_are_asked_about(text: str, how: str) -> None:
    assert asked(entry(2, text), Beside(last=said(LONG))) == [
        ("same_as_last", f"与2024Q1的文字{how}，本期有什么新进展？")
    ]


def test_short_words_are_asked_about_only_when_they_are_the_same() -> None:
    last = Beside(last=said("已印发云司发〔2024〕12号。"))
    assert [code for code, _ in asked(entry(2, "已印发云司发〔2024〕12号"), last)] == ["same_as_last"]
    assert asked(entry(2, "已印发云司发〔2024〕19号。"), last) == []


def test_the_same_sentence_with_another_count_is_news() -> None:
    first = LONG.replace("执法案卷", "执法案卷120件")
    assert asked(entry(2, LONG.replace("执法案卷", "执法案卷150件")), Beside(last=said(first))) == []


def test_the_same_sentence_with_another_date_is_asked_about() -> None:
    first, second = f"截至3月底，{LONG}办结12件。", f"截至6月底，{LONG}办结12件。"
    assert [code for code, _ in asked(entry(2, second), Beside(last=said(first)))] == ["same_as_last"]


@pytest.mark.parametrize("status", [Status.DONE, Status.NOT_STARTED])
def test_nothing_new_is_due_of_what_was_done_or_is_not_begun(status: Status) -> None:
    beside = Beside(last=said(LONG, status=status), was_done=True)
    assert asked(entry(2, LONG, status=status), beside) == []
    assert [code for code, _ in asked(entry(2, LONG), beside)] == ["same_as_last"]


def test_words_carried_over_are_asked_about_from_the_second_time_on() -> None:
    carried = entry(3, LONG, carried=True, period="2024Q3")
    once, twice = Beside(last=said(LONG), carried_for=("2024Q3",)), Beside(carried_for=("2024Q2", "2024Q3"))
    assert asked(carried, once) == []
    assert asked(carried, twice) == [("carried_again", "从2024Q2起连续2期填无变化，是确实没有进展，还是没有更新？")]
    assert asked(replace(carried, status=Status.DONE), replace(twice, was_done=True)) == []


def test_words_of_another_unit_are_asked_about_by_its_name() -> None:
    others = (said("另行开展了执法监督检查，约谈了相关执法单位的负责人。", unit="单位2"), said(LONG, unit="单位3"))
    assert asked(entry(2, LONG), Beside(others=others)) == [("same_as_other", "与单位3填的文字相同，本单位做了什么？")]


def test_words_of_another_task_are_asked_about_by_its_code() -> None:
    assert asked(entry(2, LONG), Beside(others=(said(LONG, task="2024-04"),))) == [
        ("same_as_other", "与本单位在任务2024-04填的文字相同，这项任务做了什么？")
    ]


@pytest.mark.parametrize("text", ["已印发云司发〔2024〕12号。", "已完成。", "召开了动员会议。"])
def test_short_words_may_be_anybodys(text: str) -> None:
    assert asked(entry(2, text), Beside(others=(said(text, unit="单位2"),))) == []


def test_short_words_for_two_tasks_of_a_unit_are_asked_about_where_they_are_the_same() -> None:
    others = (said("已按要求抓好落实。", unit="单位2"), said("已按要求抓好落实", task="2024-04"))
    assert asked(entry(2, "已按要求抓好落实。"), Beside(others=others)) == [
        ("same_as_other", "与本单位在任务2024-04填的文字相同，这项任务做了什么？")
    ]


@pytest.mark.parametrize(
    ("text", "other"),
    [("已印发云司发〔2024〕12号。", "已印发云司发〔2024〕13号。"), ("按期完成整改。", "按期完成整改。")],
)
def test_short_words_for_two_tasks_of_a_unit_are_let_be_where_they_differ_or_are_few(text: str, other: str) -> None:
    assert asked(entry(2, text), Beside(others=(said(other, task="2024-04"),))) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_mutual_and_every_text_is_like_itself(one: str, other: str) -> None:
    first, second = words_of(one), words_of(other)
    assert alike(first, second) == alike(second, first)
    assert alike(first, first) == bool(first.key)


# ---- the plan's own words ----


def test_the_plans_own_sentence_is_asked_about() -> None:
    assert asked(entry(2, "每季度至少开展1次案卷评查，通报评查结果"), Beside(plan_words=PLAN)) == [
        ("plan_words", "文字几乎都是工作要点的原话，实际做了什么？")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("开展案卷评查，推动执法单位整改问题12个", TextFacts(numbers=("12个",))),
        ("6月20日开展案卷评查，通报评查结果", TextFacts(days=(NamedDay("6月20日", day(6, 20)),))),
        ("评查案卷，约谈三家单位，复查整改情况", TextFacts()),
        ("通报评查结果", TextFacts()),
    ],
)
def test_words_near_the_plans_are_not_asked_about(text: str, told: TextFacts) -> None:
    assert asked(entry(2, text), Beside(plan_words=PLAN, told=told)) == []


def test_the_plans_words_beside_evidence_or_a_figure_are_not_asked_about() -> None:
    text, beside = "开展案卷评查，通报评查结果", Beside(plan_words=PLAN)
    assert [code for code, _ in asked(entry(2, text), beside)] == ["plan_words"]
    assert asked(entry(2, text, evidence=("文件：通报.docx",)), beside) == []
    assert asked(entry(2, text, figures=(figure("2024-01.1", "1次", "1", "次"),)), beside) == []


def test_covered_is_the_share_of_characters_in_runs_of_three() -> None:
    assert (covered("评查案卷甲乙", "评查案卷"), covered("评查", "评查案卷"), covered("", "评查")) == (4 / 6, 0, 0)


# ---- phrases ----


def test_nothing_but_phrases_is_asked_about() -> None:
    beside = Beside(told=TextFacts(only_ongoing="有序推进"))
    view = entry(2, "案卷评查工作有序推进。")
    assert asked(view, beside) == [("only_ongoing", "文字里只有“有序推进”一类的话，本期具体做了什么？")]
    assert asked(replace(view, evidence=("文号：云司发〔2024〕12号",)), beside) == []
    assert asked(replace(view, figures=(figure("评查", "2次", "2", "次"),)), beside) == []


# ---- done ----


def test_done_without_proof_is_asked_about() -> None:
    assert asked(entry(2, "已全部完成。", status=Status.DONE)) == [
        ("done_without_proof", "填的是已完成，但没有数据、时间、文号或其他佐证，从哪里看出已经完成？")
    ]


@pytest.mark.parametrize(
    ("given", "beside"),
    [
        ({"figures": (figure("评查", "2次", "2", "次"),)}, Beside()),
        ({"evidence": ("链接：https://example.cn/1",)}, Beside()),
        ({}, Beside(told=TextFacts(numbers=("12",)))),
        ({}, Beside(told=TextFacts(days=(NamedDay("6月20日", day(6, 20)),)))),
        ({}, Beside(told=TextFacts(documents=("云司发〔2024〕12号",)))),
        ({}, Beside(was_done=True)),
        ({"status": Status.IN_PROGRESS}, Beside()),
    ],
)
def test_done_with_any_proof_or_proven_before_is_not_asked_about(given: dict[str, object], beside: Beside) -> None:
    assert asked(entry(2, "已全部办理。", **({"status": Status.DONE} | given)), beside) == []


def done(*days: NamedDay) -> TextFacts:
    """What a text tells that names these days."""
    return TextFacts(days=days)


DECEMBER = NamedDay("去年12月", dt.date(2023, 12, 31))
MAY = NamedDay("5月20日", day(5, 20))


def test_done_before_the_plan_was_issued_is_asked_about() -> None:
    beside = Beside(issued_on=day(3, 8), told=done(DECEMBER))
    assert asked(entry(2, "去年12月印发方案。", status=Status.DONE), beside) == [
        ("done_before_began", "文中的时间（去年12月）在工作要点印发（2024-03-08）之前，是印发以后完成的吗？")
    ]


@pytest.mark.parametrize(
    ("told", "issued"),
    [
        (done(DECEMBER, MAY), day(3, 8)),
        (done(NamedDay("3月", day(3, 31))), day(3, 8)),
        (done(NamedDay("2021年", dt.date(2021, 12, 31), is_basis=True)), day(3, 8)),
        (done(DECEMBER), None),
    ],
)
def test_done_on_a_day_that_fits_is_not_asked_about(told: TextFacts, issued: dt.date | None) -> None:
    assert asked(entry(2, "已印发方案。", status=Status.DONE), Beside(issued_on=issued, told=told)) == []


def test_going_on_since_before_the_plan_is_not_asked_about() -> None:
    assert asked(entry(2, "去年12月印发方案。"), Beside(issued_on=day(3, 8), told=done(DECEMBER))) == []


def test_done_while_the_unit_still_said_it_had_not_begun_is_asked_about() -> None:
    third = entry(3, "5月20日印发方案。", status=Status.DONE, period="2024Q3")
    assert asked(third, Beside(told=done(MAY), not_begun=((Q2, day(6, 30)),))) == [
        ("done_before_began", "文中的时间（5月20日）之后，2024Q2的填报还说未启动，究竟何时完成？")
    ]
    assert asked(third, Beside(told=done(MAY), not_begun=((Q1, day(3, 31)),))) == []
    assert asked(third, Beside(told=done(MAY, NamedDay("8月", day(8, 31))), not_begun=((Q2, day(6, 30)),))) == []


def test_done_before_a_period_that_says_not_begun_is_asked_about() -> None:
    view = entry(2, "5月20日印发方案。", status=Status.DONE)
    assert asked(view, Beside(told=done(MAY), not_begun=((Q3, day(9, 30)),))) == [
        ("done_before_began", "2024Q3的填报说未启动，2024Q2怎么已经完成？")
    ]


# ---- the lead and the others ----

LEAD, FIRST, SECOND, HELPER = unit(1), unit(2), unit(3), unit(4)
TOGETHER = task((LEAD, Role.LEAD), (FIRST, Role.RESPONSIBLE), (SECOND, Role.RESPONSIBLE), (HELPER, Role.COOPERATING))


def silent(unit_id: int, standings: Standings) -> tuple[str, ...]:
    """Who says nothing for the second quarter beside a unit of the task."""
    return silent_members(TOGETHER, unit_id, standings, Q2)


def test_lead_that_is_done_before_the_others_reported_is_asked_about() -> None:
    proof = ("文件：通报.docx",)
    view = entry(2, "已全部完成。", status=Status.DONE, evidence=proof)
    assert asked(view, Beside(silent=("单位2",))) == [
        (
            "lead_done_members_silent",
            "牵头单位填了已完成，责任单位单位2本期还没有填报，这些单位的部分完成了吗？",
        )
    ]
    assert asked(view, Beside(silent=("甲", "乙", "丙", "丁")))[0][1].startswith(
        "牵头单位填了已完成，责任单位甲、乙、丙等4个单位本期还没有填报"
    )
    assert asked(entry(2, "正在评查。"), Beside(silent=("单位2",))) == []


def test_silent_are_responsible_units_with_nothing_that_stands() -> None:
    pending = stands(filing(Q2, verdict=Verdict.PENDING))
    returned = stands(filing(Q2, verdict=Verdict.RETURNED))
    finished = stands(filing(Q1, Status.DONE))
    assert silent(1, {}) == ("单位2", "单位3")
    assert silent(1, {(1, 2): pending, (1, 3): returned}) == ("单位3",)
    assert silent(1, {(1, 2): pending, (1, 3): finished}) == ()
    assert silent(2, {}) == ()


def test_silent_members_of_a_roster_are_told_one_by_one() -> None:
    collective = unit(9, "各县政府", collective=True)
    facts = task((LEAD, Role.LEAD), (collective, Role.RESPONSIBLE), rosters={9: (FIRST, SECOND)})
    assert silent_members(facts, 1, {(1, 2): stands(filing(Q2))}, Q2) == ("单位3",)
    assert [one.unit.name for one in members(FIRST)] == ["单位2"]


# ---- figures ----


def totals(first: FigureView, second: FigureView, *loose: str) -> list[tuple[str, str]]:
    """What is asked of a figure after another one was accepted for the first quarter."""
    view = entry(2, "办理了一批案件。", figures=(second,))
    return asked(view, Beside(before=(FigureBefore("2024Q1", first),), loose=frozenset(loose)))


def running(name: str, number: str, measure: str = "件") -> FigureView:
    """A running total."""
    return figure(name, f"累计{number}{measure}", number, measure, basis=Basis.YEAR_TO_DATE)


def test_running_total_that_falls_is_asked_about() -> None:
    assert totals(running("办件", "30"), running("办件", "28")) == [
        ("figure_falls", "“办件”在2024Q1是累计30件，本期是累计28件，为什么少了？")
    ]
    assert len(totals(running("截至3月底累计办件", "30"), running("截至6月底，累计办件", "28"))) == 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (running("办件", "30"), running("办件", "30")),
        (running("办件", "30"), running("培训", "28")),
        (running("办件", "30"), running("办件", "28", "次")),
        (running("累计", "30"), running("累计", "28")),
        (figure("办件", "30件", "30", "件"), figure("办件", "28件", "28", "件")),
        (figure("办件", "30件", "30", "件"), running("办件", "28")),
        (running("办件", "30"), figure("办件", "28件", "28", "件")),
    ],
)
def test_figures_that_do_not_fall_or_do_not_compare_are_not_asked_about(first: FigureView, second: FigureView) -> None:
    assert totals(first, second) == []


def test_share_that_falls_is_asked_about_unless_it_may() -> None:
    first, second = figure("办结率", "98%", "98", "%"), figure("办结率", "95%", "95", "%")
    assert totals(first, second) == [("figure_falls", "“办结率”在2024Q1是98%，本期是95%，为什么低了？")]
    assert totals(first, second, "办结率") == []
    assert totals(second, first) == []
    assert totals(first, replace(second, value=Decimal("97.5"))) == []


def test_checkpoints_share_is_compared_by_its_code() -> None:
    first = figure("2024-01.2", "12/12件", "100", "件", part=Decimal(12), whole=Decimal(12), checkpoint="2024-01.2")
    second = replace(first, printed="15/16件", value=Decimal("93.75"), part=Decimal(15), whole=Decimal(16))
    assert totals(first, second) == [
        ("figure_falls", "考核点2024-01.2在2024Q1是12/12件（100.0%），本期是15/16件（93.8%），为什么低了？")
    ]
    assert len(totals(first, replace(second, unit="%", part=None, whole=None))) == 1
    assert totals(first, replace(second, checkpoint="2024-01.3")) == []


def test_share_above_a_hundred_is_asked_about_unless_it_may() -> None:
    view = entry(2, "办理了一批案件。", figures=(figure("办结率", "120%", "120", "%", from_text=True),))
    assert asked(view) == [("over_hundred", "“办结率”120%超过100%，达到数和总数各是多少？")]
    assert asked(view, Beside(loose=frozenset({"办结率"}))) == []


@pytest.mark.parametrize(
    "one",
    [figure("办结率", "100%", "100", "%"), figure("投诉", "120件", "120", "件"), figure("合格", "95‰", "950", "‰")],
)
def test_a_hundred_or_what_is_no_share_is_not_asked_about(one: FigureView) -> None:
    assert asked(entry(2, "办理了一批案件。", figures=(one,))) == []


# ---- checkpoints ----

DUE = day(6, 30)
ONCE = point(CheckpointKind.QUANTITY, DUE)
OPEN = Beside(open_points=(OpenPoint(ONCE, Due(DUE)),))
NO_FIGURE = "考核点2024-01.1（评查2次）2024-06-30到期，本期没有报数据，"


def test_checkpoint_that_fell_due_without_a_figure_is_asked_about() -> None:
    assert asked(entry(2, "正在评查。"), OPEN) == [("checkpoint_without_figure", f"{NO_FIGURE}达到了吗？")]


def test_number_of_its_measure_in_the_text_is_offered() -> None:
    view = entry(2, "评查案卷2次。", figures=(figure("评查案卷", "2次", "2", "次", from_text=True),))
    assert asked(view, OPEN) == [("checkpoint_without_figure", f"{NO_FIGURE}文中的“2次”是不是它的数据？")]


def test_checkpoint_with_a_figure_or_not_spoken_of_as_going_on_is_not_asked_about() -> None:
    given = figure("2024-01.1", "2次", "2", "次", checkpoint="2024-01.1")
    assert asked(entry(2, "正在评查。", figures=(given,)), OPEN) == []
    assert asked(entry(2, "人手不足。", status=Status.BLOCKED), OPEN) == []
    assert asked(entry(2, "尚未启动。", status=Status.NOT_STARTED), OPEN) == []


def open_on(on: dt.date, *filed: str, due: dt.date = DUE, unit_id: int = 1) -> list[dt.date]:
    """The due days that are open for a unit in the second quarter after these totals of the first."""
    facts = task((LEAD, Role.LEAD), (HELPER, Role.COOPERATING), points=(point(CheckpointKind.QUANTITY, due),))
    standing = stands(*(filing(Q1, Status.IN_PROGRESS, tally(value)) for value in filed))
    return [found.due.day for found in open_points(facts, unit_id, standing, Q2, on)]


def test_open_are_the_dues_of_the_period_that_came_and_that_nothing_is_held_for() -> None:
    assert open_on(day(7, 5)) == [DUE]
    assert open_on(day(6, 29)) == []
    assert open_on(day(7, 5), "0") == []
    assert open_on(day(7, 5), due=day(3, 31)) == []
    assert open_on(day(7, 5), due=day(7, 1)) == []
    assert open_on(day(7, 5), unit_id=4) == []
    assert open_on(day(7, 5), unit_id=7) == []


def test_frequency_is_open_again_in_each_of_its_windows() -> None:
    quarterly = point(CheckpointKind.FREQUENCY, day(3, 31), DUE, every=Recurrence.QUARTER)
    facts = task((LEAD, Role.LEAD), points=(quarterly,))
    first, both = filing(Q1, Status.IN_PROGRESS, tally("1")), filing(Q2, Status.IN_PROGRESS, tally("1"), entry=2)
    assert [found.due.day for found in open_points(facts, 1, stands(first), Q2, day(7, 5))] == [DUE]
    assert open_points(facts, 1, stands(first, both), Q2, day(7, 5)) == ()


# ---- what is fine ----


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("已印发云司发〔2024〕12号。", {"status": Status.DONE, "evidence": ("文号：云司发〔2024〕12号",)}),
        (LONG, {}),
        ("尚未启动。", {"status": Status.NOT_STARTED}),
        ("经费未到位，评查暂停。", {"status": Status.BLOCKED}),
    ],
)
def test_plain_entry_raises_no_question(text: str, given: dict[str, object]) -> None:
    other = said("本局组织了行政执法人员法律知识培训，邀请专家授课并现场答疑。", unit="单位2")
    assert asked(entry(2, text, **given), Beside(plan_words=PLAN, last=other, others=(other,))) == []
