"""Whose deed a report's sentences tell: self-words beside words that only look like them, runs, words of several."""

from dataclasses import replace

import pytest

from planner.domain.annual.doers import Doers
from planner.domain.annual.speaking import doer
from planner.domain.board import TaskFacts
from planner.domain.drafts import Role
from planner.domain.entries import EntryView
from planner.domain.figure_marks import bare
from planner.domain.report import AnnualReport
from planner.domain.typed_numbers import own_words_of, told_texts, typed_numbers
from planner.usecases.entry_writing import numbers_placed_in
from tests.domain.annual_made import deeds, ledger, proposals, report, told
from tests.domain.made import task, unit


def facts(*names: str) -> tuple[TaskFacts, ...]:
    """One task of some units."""
    return (task(*((unit(number, name), Role.RESPONSIBLE) for number, name in enumerate(names, 1))),)


def says(number: int, name: str, text: str, problem: str = "", cause: str = "", next_step: str = "") -> EntryView:
    return told(number, text, unit=name, period="2024Q4", problem=problem, cause=cause, next_step=next_step)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("榆关市政府", "规范资本市场秩序。", "规范资本市场秩序。"),
        ("东岭区政府", "明确根本区别，我区块链平台上线。", "明确根本区别，我区块链平台上线。"),
        ("东岭区政府", "本区域协作3次，为我区企业减负。", "本区域协作3次，为东岭区企业减负。"),
        ("东岭县政府", "赴日本县市考察，扩大我县影响。", "赴日本县市考察，扩大东岭县影响。"),
        ("东岭县政府", "县长热线办结3件，收入本县案例5个。", "东岭县县长热线办结3件，收入东岭县案例5个。"),
        ("东岭县政府", "发放3本县志，2024年本县增收。", "发放3本县志，2024年东岭县增收。"),
        ("东岭县政府", "县司法局增编5名，由县长热线转办。", "东岭县司法局增编5名，由县长热线转办。"),
        ("东岭县政府", "县直部门自查，委托县公安局评估。", "东岭县直部门自查，委托县公安局评估。"),
        ("东岭区政府", "区块链管理局挂牌。", "区块链管理局挂牌。"),
        ("市商务局", "引进日本公司3家，制作剧本中心标本。", "引进日本公司3家，制作剧本中心标本。"),
        ("市司法局", "自本局成立以来，向局长信箱回复。", "自市司法局成立以来，向局长信箱回复。"),
        ("市司法局", "5月8日本局长期坚持。", "5月8日市司法局长期坚持。"),
        ("市司法局", "市司法局本局公布清单。", "市司法局公布清单。"),
        ("市司法局", "党委和政府重视，主要领导小组开会。", "党委和政府重视，主要领导小组开会。"),
    ],
)
def test_only_a_word_for_the_unit_itself_is_replaced(name: str, text: str, expected: str) -> None:
    assert doer(name).named(text) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("东岭县政府", "市级示范村创建5个。", "东岭县"),
        ("东岭县政府", "国家级示范村创建2个。", "东岭县"),
        ("东岭县政府", "全国文明村创建2个。", "东岭县"),
        ("东岭县政府", "全市首个法治公园建成。", "东岭县"),
        ("东岭县政府", "市级部门督导5次。", ""),
        ("东岭县政府", "县直部门自查5次。", "东岭县"),
        ("市商务局", "组建本公司法务队伍。", "市商务局"),
        ("市商务局", "建成基本单位名录。", ""),
    ],
)
def test_grade_of_a_thing_is_no_doer(name: str, text: str, expected: str) -> None:
    assert Doers(facts("东岭县政府", "市商务局")).lead(text, [name], several=False) == expected


def test_name_within_another_units_name_is_not_its_own() -> None:
    doers = Doers(facts("公安局", "市公安局"))
    assert doers.lead("公安局破案3起。", ["市公安局"], several=True) == ""
    assert doers.names("市公安局破案3起。", ["公安局"]).value == "another"


def test_area_of_the_plan_is_no_part_of_it() -> None:
    doers = Doers(facts("云溪市政府", "东岭县政府"), of="云溪市2024年法治政府建设工作要点")
    assert [doers[name].lower for name in ("云溪市政府", "东岭县政府")] == [False, True]


def test_sentence_behind_one_that_names_another_says_whose_deed_it_tells() -> None:
    text = "培训12人。市公安局东岭分局破案30起。走访群众40户。慰问家庭50户。"
    units = facts("东岭县政府", "市公安局")
    found = deeds(report(units, says(1, "东岭县政府", text), says(2, "市公安局", "破案5起。")))
    assert found == [
        "东岭县培训12人。",
        "市公安局东岭分局破案30起。",
        "东岭县走访群众40户。",
        "慰问家庭50户。",
        "市公安局破案5起。",
    ]


def test_untouched_sentence_behind_one_that_was_reworded_says_whose_deed_it_tells() -> None:
    units = facts("东岭县政府", "市司法局")
    entries = says(1, "东岭县政府", "普法30场。发放手册500册。送法下乡8次。"), says(2, "市司法局", "培训70人。")
    material = proposals(units, *entries)[1].material
    reworded = tuple(replace(row, wording="举办普法30场。") if row.key == "1.1" else row for row in material.rows)
    found = deeds(report(units, *entries, material=replace(material, rows=reworded)))
    assert found == ["举办普法30场。", "东岭县发放手册500册。", "送法下乡8次。", "市司法局培训70人。"]


def test_words_that_several_say_of_themselves_are_told_by_their_names() -> None:
    made = _of_two("我县开展检查30次。", problem="我县缺编12名", cause="县财政紧张", next_step="本县增编5名")
    assert deeds(made) == ["甲山县、乙山县各自开展检查30次。"]
    assert [bare(each.problem) for each in made.problems] == ["甲山县缺编12名；乙山县缺编12名"]
    assert _steps(made) == ["甲山县增编5名。", "乙山县增编5名。"]
    assert ledger(made)[0] == ("30次", "same", [1, 2])


def test_words_that_several_say_without_a_name_are_told_by_all_their_names() -> None:
    made = _of_two("县长主持会议3次。", problem="缺编12名", cause="待遇偏低", next_step="增编5名")
    assert deeds(made) == ["甲山县、乙山县县长主持会议3次。"]
    assert [f"{each.doer}{bare(each.problem)}" for each in made.problems] == ["甲山县、乙山县缺编12名"]
    assert _steps(made) == ["甲山县、乙山县增编5名。"]


def _of_two(text: str, **fields: str) -> AnnualReport:
    names = ("甲山县政府", "乙山县政府")
    return report(facts(*names), *(says(number, name, text, **fields) for number, name in enumerate(names, 1)))


def _steps(made: AnnualReport) -> list[str]:
    return [f"{each.doer}{bare(each.text)}" for told_task in made.next_steps for each in told_task.passages]


def test_number_in_a_units_short_name_is_no_figure() -> None:
    entries = (
        says(1, "3号街道办事处", "检查3次。本街道培训30人。", "本街道缺编2名", "待遇低"),
        says(2, "市公安局", "破案50起。"),
    )
    made = report(facts("3号街道办事处", "市公安局"), *entries)
    assert deeds(made)[:2] == ["3号街道检查3次。", "3号街道培训30人。"]
    assert [printed for printed, _, _ in ledger(made)] == ["3次", "30人", "50起", "2名"]
    text = "\n".join(told_texts(made))
    assert typed_numbers(text, numbers_placed_in, figures=made.figures, own_words=own_words_of(made)) == ()


def test_arrangement_of_next_year_says_who_will_do_it_though_only_one_tells_of_the_task() -> None:
    made = report(facts("市司法局"), says(1, "市司法局", "开展检查3次。", next_step="选取网点开展试点。"))
    (step,) = made.next_steps
    assert [(passage.doer, bare(passage.text)) for passage in step.passages] == [("市司法局", "选取网点开展试点。")]
    assert [passage.doer for passage in made.done[0].tasks[0].passages] == [""]
