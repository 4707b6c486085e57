"""A year-end report whose figures are marked and sourced, as the use case reads it."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from planner.domain.figure_marks import marked
from planner.domain.material import ReportPart
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.report import AnnexRow, Passage, TaskPassages
from tests.factories_views import ANNUAL_REPORT


def origin(entry_id: int, printed: str, value: int, unit: str = "市司法局", period: str = "2024Q4") -> FigureOrigin:
    """A figure of an entry on the first task, counted in 次."""
    return FigureOrigin(
        entry_id=entry_id,
        task="2024-05",
        unit=unit,
        period=period,
        on=dt.date(2024, 12, 20),
        name="听取汇报",
        printed=printed,
        value=Decimal(value),
        measure="次",
    )


def figure(number: int, printed: str, value: int, rule: Rule, *origins: FigureOrigin, how: str = "") -> ReportFigure:
    """A printed figure of the first task."""
    return ReportFigure(
        number=number,
        printed=printed,
        name="听取汇报",
        value=Decimal(value),
        measure="次",
        rule=rule,
        origins=origins,
        task="2024-05",
        how=how,
    )


SUMMED = figure(
    1,
    "5次",
    5,
    Rule.SUM,
    origin(12, "3次", 3),
    origin(15, "2次", 2, "市公安局", "2024Q3"),
    how="3次＋2次",
)
STATED = figure(2, "12次", 12, Rule.STATED, origin(16, "12次", 12))
BY_HAND = figure(3, "2次", 2, Rule.BY_HAND)

LEFT_OUT = AnnexRow(
    key="17.1",
    part=ReportPart.DONE,
    task="2024-06",
    title="加强合同审查",
    unit="东岭县政府",
    period="2024Q2",
    text="走访企业，听取意见。",
    reason="没有数据的句子，因篇幅没有写入",
)

MARKED_REPORT = replace(
    ANNUAL_REPORT,
    done=(
        replace(
            ANNUAL_REPORT.done[0],
            tasks=(
                TaskPassages(
                    "2024-05",
                    "管好决策目录",
                    (
                        Passage(f"听取汇报{marked(1, '5次')}。", 12, "市司法局", "2024Q4"),
                        Passage(f"组织论证{marked(2, '12次')}。", 16, "市公安局", "2024Q4"),
                    ),
                ),
            ),
        ),
    ),
    first_responsible=(
        TaskPassages(
            "2024-07", "主要负责人带头述法", (Passage(f"专题研究{marked(3, '2次')}。", 20, "市政府办公室", "2024Q4"),)
        ),
    ),
    figures=(SUMMED, STATED, BY_HAND),
)
"""Three figures, each in the text once: summed, as stated, and typed by hand."""
