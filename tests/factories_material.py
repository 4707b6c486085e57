"""Material for tests: two tasks with something to tell, one without, and a row of every kind."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from planner.domain.material import Material, MaterialKind, MaterialRow, ReportPart, Use
from planner.domain.material_book import BookTask, MaterialBook
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.progress import Basis

TAUGHT, LED, SILENT = (
    BookTask("2024-03", "评查执法案卷", "二、规范执法", ReportPart.DONE),
    BookTask("2024-04", "主要负责人述法", "二、规范执法", ReportPart.FIRST_RESPONSIBLE),
    BookTask("2024-05", "培训执法人员", "三、强化保障", ReportPart.DONE),
)
TASKS = (TAUGHT, LED, SILENT)

SUMMER = FigureOrigin(
    entry_id=12,
    task="2024-03",
    unit="市司法局",
    period="2024Q2",
    on=dt.date(2024, 7, 3),
    name="评查案卷",
    printed="36宗",
    value=Decimal(36),
    measure="宗",
    from_text=True,
)
AUTUMN = replace(SUMMER, entry_id=19, period="2024Q3", on=dt.date(2024, 10, 8), printed="24宗", value=Decimal(24))
POLICE = replace(SUMMER, entry_id=13, unit="市公安局", counted=False, place="填报表!H3", basis=Basis.YEAR_TO_DATE)
POLICE = replace(POLICE, from_text=False)


def of_task(task: BookTask) -> dict[str, Any]:
    """What a row has from its task."""
    return {"part": task.part, "section": task.section, "task": task.code, "title": task.title}


SENTENCE = MaterialRow(
    key="12.1",
    **of_task(TAUGHT),
    kind=MaterialKind.SENTENCE,
    entry_id=12,
    unit="市司法局",
    period="2024Q2",
    text="抽取案卷36宗开展评查。",
    use=Use.TAKE,
    order=1,
    origins=(SUMMER,),
)
SAME = replace(
    SENTENCE,
    key="13.1",
    entry_id=13,
    unit="市公安局",
    text="配合抽取案卷36宗开展评查。",
    use=Use.MERGE,
    into="12.1",
    order=2,
    origins=(POLICE,),
    reason="与第1行说的是同一件事",
)
MEASURE = replace(
    SENTENCE,
    key="m:2024-03:评查案卷:宗",
    kind=MaterialKind.MEASURE,
    entry_id=None,
    period="",
    text="全年评查案卷36宗、24宗",
    wording="全年共评查案卷60宗",
    order=3,
    origins=(SUMMER, AUTUMN),
    reason="两期相加",
)
PROBLEM = replace(
    SENTENCE,
    key="12.p",
    kind=MaterialKind.PROBLEM,
    part=ReportPart.PROBLEMS,
    text="评查力量不足",
    cause="评查人员都是兼职",
    order=4,
    origins=(),
)
NEXT = replace(
    SENTENCE,
    key="12.s",
    kind=MaterialKind.NEXT_STEP,
    part=ReportPart.NEXT,
    text="建立评查人员库",
    order=5,
    origins=(),
)
LEADING = replace(
    SENTENCE,
    **of_task(LED),
    key="20.1",
    entry_id=20,
    unit="市政府办公室",
    period="2024Q4",
    text="组织述法1次",
    use=Use.LEAVE,
    order=1,
    origins=(),
    reason="还没有启动",
)
ROWS = (SENTENCE, SAME, MEASURE, PROBLEM, NEXT, LEADING)
MATERIAL = Material("2024", "云溪市2024年法治建设工作要点", 2024, ROWS)
MATERIAL_BOOK = MaterialBook(
    MATERIAL,
    dt.date(2025, 1, 10),
    TASKS,
    (
        ReportFigure(1, "36宗", "评查案卷", Decimal(36), "宗", Rule.SAME, (SUMMER, POLICE), "2024-03"),
        ReportFigure(2, "60宗", "评查案卷", Decimal(60), "宗", Rule.SUM, (SUMMER, AUTUMN), "2024-03", "36宗＋24宗"),
    ),
    version="128-3f9a",
)


def book_of(*rows: MaterialRow) -> MaterialBook:
    """The same book with other rows."""
    return replace(MATERIAL_BOOK, material=replace(MATERIAL, rows=rows))
