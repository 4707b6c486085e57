"""Laws of the year-end report: no accepted figure is lost, and each printed one follows from its sources."""

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.drafts import CheckpointKind, Role
from planner.domain.entries import EntryView
from planner.domain.figure_marks import bare, stretches
from planner.domain.material import Use
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.report import AnnualReport
from planner.usecases.entry_writing import numbers_placed_in
from tests.domain.annual_made import proposals, report, told
from tests.domain.made import point, task, unit

UNITS = tuple(unit(number) for number in (1, 2, 3))
POINTS = (point(), point(CheckpointKind.RATE, value=100)._replace(code="2024-01.2", text="审查率100%", unit="%"))
TASKS = (
    task(*((one, Role.RESPONSIBLE) for one in UNITS), points=POINTS),
    task(*((one, Role.RESPONSIBLE) for one in UNITS), number=2, title="办好事项"),
)
_SENTENCES = (
    "开展案卷评查{}次。",
    "累计受理申请{}件，办结{}件。",
    "一季度走访企业{}家。",
    "走访企业{}家。",
    "印发文件{}份；组织开展执法人员业务培训{}期。",
    "审查率{}%。",
    "现有人民调解员{}名。",
    "对辖区内重点行业领域的企业逐户开展了合规经营情况走访，共计{}家。",
    "对辖区内重点行业领域的企业逐户开展了合规经营状况走访，共计{}家。",
    "推进有关工作。",
    "办理案件{}件，全年{}件。",
    "建成网点近{}个。",
    "服务群众{}万人次。",
    "化解积案{}余宗。",
    "单笔最高奖励{}万元。",
    "由{}项减到{}项。",
    "对{}平方米以上的场所检查{}家。",
    "1.各部门开展检查{}次。",
    "在建项目{}个，同比增长{}%。",
    "累计办理案件{}件，其中本季度{}件。",
    "累计受理申请{}件，{}件尚未办结。",
    "走访企业{}家，仍有{}家未整改到位。",
    "{}个乡镇没有配备法律顾问。",
)
_GIVEN = (
    "案卷评查={}次",
    "受理申请=累计{}件",
    "2024-01.1={}次",
    "2024-01.2={}/40件",
    "群众满意率={}/50件",
    "办件={}件",
    "在建项目={}个",
    "走访企业={}家",
    "各部门开展检查={}次",
)
_small = st.integers(0, 40)
_sentence = st.builds(lambda words, one, other: words.format(one, other), st.sampled_from(_SENTENCES), _small, _small)
_figure = st.builds(lambda words, value: words.format(value), st.sampled_from(_GIVEN), _small)
_entry = st.tuples(
    st.sampled_from(TASKS),
    st.sampled_from(UNITS),
    st.integers(1, 4),
    st.lists(_sentence, min_size=1, max_size=3),
    st.lists(_figure, max_size=2),
)


@st.composite
def years(draw: st.DrawFn) -> tuple[EntryView, ...]:
    """Up to eight accepted entries, one of a unit on a task for a quarter."""
    found = draw(st.lists(_entry, max_size=8, unique_by=lambda e: (e[0].id, e[1].id, e[2])))
    numbers = count(1)
    return tuple(
        told(
            next(numbers),
            "".join(text),
            *(figure for figure in given if facts.id == 1 or not figure.startswith("2024-01")),
            points=facts.checkpoints,
            task=facts.code,
            unit=one.name,
            period=f"2024Q{quarter}",
        )
        for facts, one, quarter, text, given in found
    )


def texts(made: AnnualReport) -> list[str]:
    """Every text that the body or the annex prints."""
    tasks = [*(task for section in made.done for task in section.tasks), *made.first_responsible, *made.next_steps]
    return [
        *(passage.text for found in tasks for passage in found.passages),
        *(text for problem in made.problems for text in (problem.problem, problem.cause)),
        *(row.text for row in made.annex),
    ]


def amount(value: Decimal, measure: str) -> tuple[Decimal, str]:
    """An amount without 万."""
    return (value * 10000, measure[1:]) if measure.startswith("万") else (value, measure)


def follows(figure: ReportFigure) -> bool:
    """Whether the printed value is what the rule makes of the figures that it counts."""
    counted = [origin for origin in figure.origins if origin.counted]
    values = [amount(origin.value, origin.measure) for origin in counted]
    wanted, measure = amount(figure.value, figure.measure)
    match figure.rule:
        case Rule.SUM:
            return sum(value for value, _ in values) == wanted and {of for _, of in values} == {measure}
        case Rule.RATE:
            return _rounded(figure, 100 * _sum(counted, "part") / _sum(counted, "whole"))
        case Rule.STATED | Rule.SAME | Rule.LATEST:
            newest = max(origin.period for origin in counted)
            return all(
                _rounded(figure, value) and of == measure
                for origin, (value, of) in zip(counted, values, strict=True)
                if figure.rule is not Rule.LATEST or origin.period == newest
            )
        case _:
            return False


def _sum(origins: Sequence[FigureOrigin], name: str) -> Decimal:
    return sum((getattr(origin, name) for origin in origins), Decimal(0))


def _rounded(figure: ReportFigure, value: Decimal) -> bool:
    """Equal, or, for a printed percent, rounded as it is."""
    if figure.measure != "%" or figure.part is not None:
        return amount(figure.value, figure.measure)[0] == value
    digits = re.sub("[^0-9.]", "", figure.printed).partition(".")[2]
    return figure.value == value.quantize(Decimal(1).scaleb(-len(digits)), ROUND_HALF_UP)


@settings(max_examples=100, deadline=None)
@given(years())
def test_every_accepted_figure_is_the_source_of_a_printed_one(entries: tuple[EntryView, ...]) -> None:
    made = report(TASKS, *entries)
    sources = {
        (origin.entry_id, re.sub("^累计", "", origin.printed)) for figure in made.figures for origin in figure.origins
    }
    accepted = {(each.id, re.sub("^累计", "", figure.printed)) for each in entries for figure in each.figures}
    assert accepted - sources == set()


@settings(max_examples=100, deadline=None)
@given(years())
def test_every_printed_figure_follows_from_its_sources(entries: tuple[EntryView, ...]) -> None:
    made = report(TASKS, *entries)
    assert [figure for figure in made.figures if not follows(figure)] == []


@settings(max_examples=50, deadline=None)
@given(years())
def test_every_number_in_the_texts_is_a_figure_of_the_ledger(entries: tuple[EntryView, ...]) -> None:
    made = report(TASKS, *entries)
    for text in texts(made):
        marked = [(stretch.figure, stretch.text) for stretch in stretches(text) if stretch.figure is not None]
        printed = [words for _, words in marked]
        assert [made.figures[number - 1].printed for number, _ in marked] == printed
        nameless = re.sub("单位[123]", "某单位", bare(text))
        assert [found.figure.printed for found in numbers_placed_in(nameless)] == printed


@settings(max_examples=50, deadline=None)
@given(years())
def test_every_row_is_told_or_goes_into_one_that_is(entries: tuple[EntryView, ...]) -> None:
    found = proposals(TASKS, *entries)[1].material.rows
    by_key = {row.key: row for row in found}
    assert len(by_key) == len(found)
    heads = [(row, by_key[row.into]) for row in found if row.use is Use.MERGE]
    assert [row.key for row, head in heads if (head.use, head.task, head.part) != (Use.TAKE, row.task, row.part)] == []
