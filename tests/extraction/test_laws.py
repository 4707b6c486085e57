"""What holds for every text, a plan or not."""

from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.document import Span, fold, name_key
from planner.domain.drafts import PlanDraft, TaskDraft
from planner.extraction.quantities import find_quantities
from planner.extraction.units import split_units
from tests.extraction.reading import draft

WORDS = """
一、 二、 （一） (二) （三） 1. 2． 3、 （1） ① 第一条 一是 专栏1 云溪市2024年工作要点 总体要求 组织保障 完善制度
市司法局 各县（市、区）政府 市委编办、 责任单位： 牵头部门: 完成时限： [责任单位: （ ） [ ] 〔 〕 《 》 “ ”
牵头， 负责 会同 等有关部门 6月底前 每季度至少开展1次 每年 定期 任期内 审查率100% 不少于60学时 2期以上 。 ， ； ：
** —3— 附件： 2024年3月5日 编辑： 25项任务 8个方面 下一步打算 现将情况报告如下 |a|b|c|
"""
FIGURES = """
每月10日前 每季度末月 每年6月、12月底前 两年内 春节前 近期 明年 2023年底 2025—2026年
“十四五”末 9月中旬至10月底 4月1日至6月30日
新建３—５个 培训三千人次 增长6%左右 九成以上 翻一番 给予 的企业 截至 分别达到98%、95%以上 12部门 压缩至3个工作日 100余家
不少于30 百分之九十五点五 千分之三 １，２００件 万 个 第 二〇二四年 至 前
"""
PHRASES = [*WORDS.split(), *FIGURES.split(), "\n", "\n\n", "\t", " ", "　", "序号\t任务\t责任单位\n"]
assembled = st.lists(st.sampled_from(PHRASES), max_size=60).map("".join)
texts = st.one_of(
    assembled, st.text(max_size=200), st.lists(st.one_of(assembled, st.text(max_size=20)), max_size=4).map("\n".join)
)
many = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def labelled(task: TaskDraft) -> list[tuple[str, Span]]:
    """Every word that a task claims, with its place."""
    return [
        *((unit.name, unit.span) for unit in (*task.units, *task.measure_leads)),
        *((deadline.text, deadline.span) for deadline in task.deadlines),
        *((target.text, target.span) for target in task.targets),
        *((checkpoint.text, checkpoint.span) for checkpoint in task.checkpoints),
    ]


def bare(words: str) -> str:
    """Words without what reading leaves out: blanks, stars, signs that are not seen."""
    return name_key(fold(words)).translate(dict.fromkeys(map(ord, "*\u200b\u200c\u200d\u2060\ufeff\xad")))


def broken_by_a_page(words: str) -> bool:
    return "\n" in words or "\r" in words


@many
@given(texts)
def test_parts_tile_any_text(text: str) -> None:
    parts = draft(text).parts
    assert "".join(part.span.of(text) for part in parts) == text
    assert all(part.span.start < part.span.end for part in parts)


@many
@given(texts)
def test_tasks_stand_in_order_and_apart(text: str) -> None:
    spans = [task.span for task in draft(text).tasks]
    assert all(before.end <= after.start for before, after in pairwise(spans))


@many
@given(texts)
def test_body_is_a_stretch_of_its_task_and_measures_tile_it(text: str) -> None:
    for task in draft(text).tasks:
        assert task.body == task.body_span.of(text)
        assert task.span.start <= task.body_span.start <= task.body_span.end <= task.span.end
        assert "".join(measure.text for measure in task.measures) == task.body
        assert all(measure.text == measure.span.of(text) for measure in task.measures)


@many
@given(texts)
def test_every_labelled_word_stands_in_its_own_task(text: str) -> None:
    for task in draft(text).tasks:
        for words, span in labelled(task):
            assert task.span.start <= span.start < span.end <= task.span.end
            printed = span.of(text)
            assert broken_by_a_page(printed) or bare(printed) == bare(words)


@many
@given(texts)
def test_due_days_are_near_the_plans_years(text: str) -> None:
    plan = draft(text)
    if plan.year is None or plan.ends_on is None:
        return
    for task in plan.tasks:
        recurring = [day for checkpoint in task.checkpoints if checkpoint.period for day in checkpoint.due]
        assert all(plan.year <= day.year <= plan.year + 1 for day in recurring)
        assert all(list(c.due) == sorted(set(c.due)) for c in task.checkpoints)


@many
@given(texts)
def test_reading_is_the_same_for_every_width_of_characters(text: str) -> None:
    def meanings(plan: PlanDraft) -> list[object]:
        return [
            *((d.kind, d.due, d.period, d.count, d.slot, d.span) for task in plan.tasks for d in task.deadlines),
            *((t.value, t.value_max, t.unit, t.comparator, t.span) for task in plan.tasks for t in task.targets),
            *((c.kind, c.due, c.value, c.unit, c.span) for task in plan.tasks for c in task.checkpoints),
        ]

    assert meanings(draft(text)) == meanings(draft(fold(text)))


@many
@given(texts)
def test_draft_prints_as_json_with_the_published_keys(text: str) -> None:
    plan: PlanDraft = draft(text)
    printed = plan.as_json()
    assert {"title", "year", "issuer", "parts", "sections", "tasks", "warnings"} <= set(printed)
    assert len(printed["tasks"]) == len(plan.tasks)


@many
@given(st.one_of(st.text(max_size=60), assembled))
def test_lists_and_figures_of_any_text_are_read_without_fail(text: str) -> None:
    assert all(name == "".join(name.split()) for name in split_units(text))
    assert all(0 <= q.start < q.end <= len(text) for q in find_quantities(text))


@given(st.text())
def test_fold_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
