"""The measuring year: the facts of published reports as a year of entries in words of our own, and how it is filed."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from planner.domain.periods import Period
from planner.domain.progress import Mark, Status, Verdict
from planner.usecases.acts import Act
from planner.usecases.history import import_report
from planner.usecases.progress import Said, log
from planner.usecases.reviews import Wanted, review
from planner.usecases.tasks import set_mark
from tests.annual_year.numbers import Number, numbers
from tests.world import World, document

FOLDER = Path(__file__).parent
PLAN = (FOLDER / "plan.txt").read_text(encoding="utf-8")
PREVIOUS = (FOLDER / "previous.txt").read_text(encoding="utf-8")
"""The report that was published on the year before."""
AS_OF = "2025-01-20"
CHARACTERS = 2000
"""How long the shortened report may be: a good half of what there is to tell."""

_FILED = {"2024Q1": "2024-04-03", "2024Q2": "2024-07-03", "2024Q3": "2024-10-08", "2024Q4": "2025-01-06"}
_STATUS = {"推进中": Status.IN_PROGRESS, "已完成": Status.DONE, "受阻": Status.BLOCKED}


@dataclass(frozen=True, slots=True)
class Row:
    """What a unit says of a task for a quarter. `listed` names by hand every number that it gives.

    `verdict` is 采纳, 退回 or 待审核.
    """

    task: str
    unit: str
    period: str
    status: str
    text: str
    figures: tuple[str, ...]
    problem: str
    cause: str
    next_step: str
    listed: tuple[str, ...]
    verdict: str

    @property
    def numbers(self) -> list[Number]:
        """The numbers listed by hand."""
        return [number for item in self.listed for number in numbers(item)]

    @property
    def words(self) -> str:
        """All that the row says in words."""
        return f"{self.text}\n{self.problem}\n{self.cause}\n{self.next_step}"

    @property
    def given(self) -> list[Number]:
        """The numbers of the figures that are given beside the words: 2024-07.1=700/700件."""
        return [number for figure in self.figures for number in numbers(figure.partition("=")[2])]

    @property
    def said(self) -> Said:
        return Said(
            task=self.task,
            unit=self.unit,
            period=Period.parse(self.period),
            status=_STATUS[self.status],
            text=self.text,
            figures=self.figures,
            problem=self.problem,
            cause=self.cause,
            next_step=self.next_step,
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure of a published report: which report, as printed there, and a word of its subject in our sentence."""

    report: str
    printed: str
    subject: str


def _table(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _items(cell: str) -> tuple[str, ...]:
    return tuple(item for item in cell.split("；") if item)


ROWS = tuple(
    Row(
        task=cells["任务"],
        unit=cells["单位"],
        period=cells["填报期"],
        status=cells["状态"],
        text=cells["本期进展"],
        figures=_items(cells["数据"]),
        problem=cells["存在问题"],
        cause=cells["原因"],
        next_step=cells["下步安排"],
        listed=_items(cells["所列数据"]),
        verdict=cells["审核"],
    )
    for cells in _table("entries.csv")
)
FACTS = tuple(Fact(cells["报告"], cells["数据"], cells["主题词"]) for cells in _table("facts.csv"))


def filed(world: World) -> Mapping[int, Row]:
    """File the whole year in an office without rows, last year's report first; every entry's row by its id."""
    world.do(import_report, "2024-03-01", document(PREVIOUS, "上年报告.txt"), 2023)
    world.confirmed(PLAN, on="2024-03-01")
    world.do(set_mark, "2024-03-01", "2024-01", Mark.FIRST_RESPONSIBLE, value=True)
    world.do(set_mark, "2024-03-01", "2024-02", Mark.FIRST_RESPONSIBLE, value=True)
    found: dict[int, Row] = {}
    for period, on in _FILED.items():
        found |= world.do(_file_quarter, on, [row for row in ROWS if row.period == period])
    return found


def _file_quarter(session: Session, act: Act, rows: list[Row]) -> dict[int, Row]:
    found = {}
    for row in rows:
        entry = log(session, act, row.said)
        found[entry] = row
        if row.verdict == "采纳":
            review(session, act, Wanted(ids=(entry,)), Verdict.ACCEPTED)
        elif row.verdict == "退回":
            review(session, act, Wanted(ids=(entry,)), Verdict.RETURNED, reason="数据与台账不符")
    return found
