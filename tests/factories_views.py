"""Views for tests of what is written: small, complete, each field open to change by name."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from planner.domain.drafts import Role
from planner.domain.ledger import Ledger, LedgerTask, MissingReturn, UnitLine, UnitSummary
from planner.domain.lights import Colour
from planner.domain.number_ledger import FigureOrigin, ReportFigure, Rule
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.report import (
    AnnualReport,
    Passage,
    ProblemPassage,
    SectionPassages,
    TaskPassages,
    UnfinishedTask,
)
from planner.domain.responsibility import ResponsibilityRow, ResponsibilityTable
from planner.domain.status_page import CountedGroup, MissingReport, StatusPage, TaskNotice
from planner.domain.wording import PlanState, Provenance

UNIT_LINE = UnitLine(
    unit="市司法局",
    role=Role.LEAD,
    via=None,
    colour=Colour.GREEN,
    reason="市司法局：2024Q2已报送，未到时限",
    reported=True,
    status=Status.IN_PROGRESS,
    verdict=Verdict.ACCEPTED,
    revision=2,
    on=dt.date(2024, 7, 5),
    on_behalf=False,
    progress="印发目录清单，组织审查会3次。",
    figures="审查率=12/12件",
    problem="材料报送不齐。",
    next_step="逐件督促补齐。",
    support="增加审查人员2名",
    evidence="文号:云司发〔2024〕12号",
    counts=True,
    asked=True,
)
"""A line with something in every cell."""

SILENT_LINE = UnitLine(
    unit="东岭县政府",
    role=Role.RESPONSIBLE,
    via="各县（市、区）政府",
    colour=Colour.YELLOW,
    reason="东岭县政府：2024Q2应于2024-07-10报送，至今未报",
    reported=False,
    status=None,
    verdict=None,
    revision=None,
    on=None,
    on_behalf=False,
    progress="",
    figures="",
    problem="",
    next_step="",
    support="",
    evidence="",
    counts=True,
    asked=True,
)
"""The line of a unit that filed nothing."""

LEDGER_TASK = LedgerTask(
    code="2024-05",
    number="（五）",
    section="二、规范行政决策",
    title="管好决策目录",
    measures="编制决策目录，实行动态管理。",
    lead=("市司法局",),
    responsible=("市财政局", "各县（市、区）政府（1/2）"),
    cooperating=("市政府有关部门（名册未设）",),
    due=dt.date(2024, 9, 30),
    due_original=dt.date(2024, 6, 30),
    due_phrase="6月底前",
    provenance=Provenance.EXTENDED,
    before_issue=False,
    checkpoints=(3, 4),
    state=TaskState.ACTIVE,
    state_basis="",
    done=False,
    colour=Colour.YELLOW,
    reason="东岭县政府：2024Q2应于2024-07-10报送，至今未报",
    lines=(UNIT_LINE, SILENT_LINE),
)

UNIT_SUMMARY = UnitSummary(
    unit="市司法局",
    kind="政府部门",
    tasks=1,
    leading=1,
    asked=1,
    reported=1,
    colours={Colour.GREEN: 1},
)

MISSING_RETURN = MissingReturn(
    unit="东岭县政府",
    via="各县（市、区）政府",
    role=Role.RESPONSIBLE,
    task="2024-05",
    title="管好决策目录",
    period="2024Q2",
    return_by=dt.date(2024, 7, 10),
    contact="林知远",
    phone="0900-8120001",
    returned_reason="数据与上期不符。",
)

LEDGER = Ledger(
    plan_code="2024",
    plan_title="云溪市2024年法治建设工作要点",
    period="2024Q2",
    period_label="2024年第二季度",
    as_of=dt.date(2024, 7, 20),
    judged_on=dt.date(2024, 6, 30),
    colours={Colour.YELLOW: 1},
    asked=2,
    reported=1,
    accepted=1,
    tasks=(LEDGER_TASK,),
    units=(
        UNIT_SUMMARY,
        UnitSummary("东岭县政府", "下级政府", tasks=1, leading=0, asked=1, reported=0, colours={Colour.YELLOW: 1}),
    ),
    missing=(MISSING_RETURN,),
    rosters_unset=("市政府有关部门",),
)

RESPONSIBILITY_ROW = ResponsibilityRow(
    task="2024-05",
    section="二、规范行政决策",
    number="（五）",
    title="管好决策目录",
    lead=("市司法局",),
    responsible=("市财政局", "各县（市、区）政府"),
    cooperating=(),
    due=dt.date(2024, 6, 30),
    provenance=Provenance.TEXT,
    due_phrase="6月底前",
    checkpoints=("2024-05.1 编制目录（2024-06-30）", "2024-05.2 审查率100%"),
    lead_proposal=None,
)

RESPONSIBILITY_TABLE = ResponsibilityTable(
    plan_code="2024",
    plan_title="云溪市2024年法治建设工作要点",
    plan_state=PlanState.DRAFT,
    as_of=dt.date(2024, 4, 20),
    rows=(
        RESPONSIBILITY_ROW,
        replace(
            RESPONSIBILITY_ROW,
            task="2024-06",
            number="（六）",
            title="加强合同审查",
            lead=(),
            due=dt.date(2024, 12, 31),
            provenance=Provenance.DEFAULT,
            due_phrase="",
            checkpoints=(),
            lead_proposal="市财政局",
        ),
    ),
)

LIGHTS = {Colour.RED: 1, Colour.YELLOW: 2, Colour.NOT_DUE: 0, Colour.GREEN: 3, Colour.NONE: 0}

NOTICE = TaskNotice(
    task="2024-05",
    title="管好决策目录",
    kind="overdue",
    whose=("市司法局",),
    since=dt.date(2024, 6, 30),
    days=20,
    message="市司法局：应于2024-06-30完成，已逾期20天",
)

STATUS_PAGE = StatusPage(
    plan_code="2024",
    plan_title="云溪市2024年法治建设工作要点",
    as_of=dt.date(2024, 7, 20),
    period="2024Q2",
    period_label="2024年第二季度",
    lights=LIGHTS,
    sections=(CountedGroup("二、规范行政决策", 6, LIGHTS),),
    units=(CountedGroup("市司法局", 6, LIGHTS), CountedGroup("市财政局", 1, {**dict.fromkeys(Colour, 0)})),
    late=(NOTICE,),
    due_soon=(replace(NOTICE, task="2024-06", since=dt.date(2024, 7, 31), days=11),),
    missing=(
        MissingReport(
            task="2024-05",
            title="管好决策目录",
            unit="东岭县政府",
            via="各县（市、区）政府",
            role=Role.RESPONSIBLE,
            period="2024Q2",
            return_by=dt.date(2024, 7, 10),
        ),
    ),
    decisions=(replace(NOTICE, kind="support", since=None, days=0, message="市公安局：需协调 增加人员2名"),),
)


def passages(title: str, *texts: str) -> TaskPassages:
    """A task of which several units tell, a text each."""
    told = tuple(Passage(text, number, f"市第{number}局", "2024Q4") for number, text in enumerate(texts, 1))
    return TaskPassages("2024-05", title, told)


ANNUAL_REPORT = AnnualReport(
    plan_code="2024",
    plan_title="云溪市2024年法治建设工作要点",
    title="云溪市2024年法治建设年度报告",
    year=2024,
    issuer="云溪市人民政府",
    as_of=dt.date(2024, 12, 31),
    done=(
        SectionPassages(
            "规范行政决策",
            (
                passages("管好决策目录", "编制目录18项。", "组织论证12次。"),
                passages("加强合同审查", "审查合同56份。"),
            ),
        ),
    ),
    problems=(
        ProblemPassage("2024-05", "管好决策目录", 501, "市司法局", "报送材料不齐。", "联络机制不健全。"),
        ProblemPassage("2024-06", "加强合同审查", 502, "东岭县政府", "审查力量不足", ""),
    ),
    first_responsible=(passages("主要负责人带头述法", "听取专题汇报2次。"),),
    next_steps=(passages("管好决策目录", "扩大目录范围。"),),
    unfinished=(UnfinishedTask("2024-06", "加强合同审查", "执行中"),),
    figures=(
        ReportFigure(
            number=1,
            printed="18项",
            name="目录清单",
            value=Decimal(18),
            measure="项",
            rule=Rule.STATED,
            origins=(
                FigureOrigin(
                    entry_id=12,
                    task="2024-05",
                    unit="市司法局",
                    period="2024Q4",
                    on=dt.date(2024, 12, 20),
                    name="目录清单",
                    printed="18项",
                    value=Decimal(18),
                    measure="项",
                ),
            ),
            task="2024-05",
        ),
    ),
)

EMPTY_REPORT = replace(
    ANNUAL_REPORT,
    issuer=None,
    done=(),
    problems=(),
    first_responsible=(),
    next_steps=(),
    unfinished=(),
    figures=(),
)
"""A year of which nothing was accepted."""
