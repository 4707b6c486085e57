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
PHRASES = [*WORDS.split(), "\n", "\n\n", "\t", " ", "　", "序号\t任务\t责任单位\n"]
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
