"""A task's words made into countable duties with their due days."""

import datetime as dt

import pytest

from planner.domain.drafts import CheckpointDraft, CheckpointKind, Comparator, DueSource, Recurrence
from tests.extraction.reading import only_task

END = dt.date(2024, 12, 31)
QUARTERS = (dt.date(2024, 3, 31), dt.date(2024, 6, 30), dt.date(2024, 9, 30), END)


def checkpoints(sentence: str) -> tuple[CheckpointDraft, ...]:
    return only_task(f"完善制度。健全机制。{sentence}（市司法局负责）").checkpoints


def only(sentence: str) -> CheckpointDraft:
    (checkpoint,) = checkpoints(sentence)
    return checkpoint


def test_frequency_and_amount_in_the_same_words_are_one_series() -> None:
    found = only("执法部门和镇（街道）每季度至少开展1次评查。")
    assert (found.text, found.kind, found.due, found.due_source) == (
        "每季度至少开展1次",
        CheckpointKind.FREQUENCY,
        QUARTERS,
        DueSource.TEXT,
    )
    assert (found.value, found.unit, found.comparator) == (1, "次", Comparator.AT_LEAST)
    assert (found.period, found.whose) == (Recurrence.QUARTER, "执法部门和镇（街道）")
    assert found.sentence == "执法部门和镇（街道）每季度至少开展1次评查。"


@pytest.mark.parametrize(
    ("sentence", "months"),
    [("每半年召开一次会议。", (6, 12)), ("每月通报进展。", tuple(range(1, 13))), ("每年组织培训。", (12,))],
)
def test_frequency_falls_due_at_the_end_of_each_period(sentence: str, months: tuple[int, ...]) -> None:
    assert tuple(day.month for day in only(sentence).due) == months


def test_frequency_with_its_own_day_falls_due_then() -> None:
    found = only("每月10日前报送进展。")
    assert (found.text, found.kind, found.period) == ("每月10日前报送进展", CheckpointKind.FREQUENCY, Recurrence.MONTH)
    assert found.due == tuple(dt.date(2024, month, 10) for month in range(1, 13))


def test_frequency_with_several_days_a_year_falls_due_on_each() -> None:
    assert only("每年6月、12月底前报送总结。").due == (dt.date(2024, 6, 30), END)


def test_amount_for_each_person_a_year_is_one() -> None:
    found = only("行政执法人员每人每年参训不少于60学时。")
    assert (found.kind, found.value, found.unit, found.due, found.whose) == (
        CheckpointKind.QUANTITY,
        60,
        "学时",
        (END,),
        "每人",
    )


def test_date_gives_one_with_its_clause() -> None:
    found = only("6月底前完成清单编制，并向社会公布。")
    assert (found.text, found.kind, found.due, found.due_source) == (
        "6月底前完成清单编制",
        CheckpointKind.DATE,
        (dt.date(2024, 6, 30),),
        DueSource.TEXT,
    )


def test_date_and_amount_in_one_clause_are_one() -> None:
    found = only("9月底前新增学位800个。")
    assert (found.kind, found.value, found.due) == (CheckpointKind.QUANTITY, 800, (dt.date(2024, 9, 30),))


def test_date_alone_in_its_clause_holds_for_the_amounts_after_it() -> None:
    found = checkpoints("到2025年，新增学位800个，入园率达到90%以上。")
    assert [(c.value, c.kind, c.due) for c in found] == [
        (800, CheckpointKind.QUANTITY, (dt.date(2025, 12, 31),)),
        (90, CheckpointKind.RATE, (dt.date(2025, 12, 31),)),
    ]


def test_rate_without_a_day_falls_due_with_the_plan() -> None:
    found = only("文件审查率100%。")
    assert (found.kind, found.due, found.due_source) == (CheckpointKind.RATE, (END,), DueSource.DEFAULT)


def test_rate_falls_due_on_the_day_of_the_deadline_slot() -> None:
    task = only_task("完善制度。健全机制，文件审查率100%。（10月底完成，责任单位：市司法局）")
    (found,) = task.checkpoints
    assert (found.due, found.due_source) == ((dt.date(2024, 10, 31),), DueSource.TEXT)


def test_amount_within_a_term_of_office_has_no_day() -> None:
    found = only("部门负责人任期内至少接受1次培训。")
    assert (found.due, found.due_source, found.whose) == ((), DueSource.NONE, "部门负责人")


def test_irregular_time_gives_none() -> None:
    assert checkpoints("定期通报进展。") == ()


def test_bearer_before_the_verb_is_whose() -> None:
    assert only("政府领导班子举办2期以上讲座。").whose == "政府领导班子"


def test_year_end_of_a_plan_for_several_years() -> None:
    task = only_task("完善制度。健全机制，文件审查率100%。", year=2024)
    assert task.checkpoints[0].due == (END,)


@pytest.mark.parametrize("sentence", ["新建学校3所。", "对企业检查2次。", "走访村15个。"])
def test_what_is_made_or_dealt_with_does_not_bear_the_count(sentence: str) -> None:
    assert only(sentence).whose is None
