"""A review workbook's book for tests: small, with something proposed, something odd and something for each sheet."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from planner.domain.drafts import CheckpointKind, Comparator, DueSource, Recurrence, Role, TaskKind
from planner.domain.review import ReviewBook, ReviewPoint, ReviewProposal, ReviewRecord, ReviewTask
from planner.domain.wording import PlanState, Provenance

REVIEW_TASK = ReviewTask(
    code="2024-05",
    kind=TaskKind.TASK,
    tracked=True,
    section="二、规范行政决策",
    number="（五）",
    title="管好决策目录",
    body="6月底前编制决策目录，实行动态管理。\n合法性审查率达到95%以上。",
    units={Role.LEAD: ("市司法局",), Role.RESPONSIBLE: ("市财政局", "各县（市、区）政府")},
    due=dt.date(2024, 6, 30),
    provenance=Provenance.TEXT,
    due_phrase="6月底前",
    times=("6月底前", "第一季度"),
    checkpoints=("2024-05.1 编制决策目录（2024-06-30）", "2024-05.2 合法性审查率≥95%（推定 2024-12-31）"),
    lead_proposal=None,
    warnings=(),
    source="（五）管好决策目录。6月底前编制决策目录，实行动态管理。\n合法性审查率达到95%以上。（市司法局牵头）",
)
PROPOSED_TASK = replace(
    REVIEW_TASK,
    code="2024-06",
    number="（六）",
    title="加强合同审查",
    body="对重大合同逐件审查。",
    units={Role.RESPONSIBLE: ("市财政局", "市司法局"), Role.COOPERATING: ("市审计局",)},
    due=dt.date(2024, 12, 31),
    provenance=Provenance.DEFAULT,
    due_phrase="",
    times=(),
    checkpoints=(),
    lead_proposal="市财政局",
    warnings=("“择机”像是时间，没有读懂", "责任单位“市审记局”不在单位名册里"),
    source="（六）加强合同审查。对重大合同逐件审查。",
)
SAFEGUARD = replace(
    PROPOSED_TASK,
    code="2024-07",
    kind=TaskKind.SAFEGUARD,
    tracked=False,
    number="",
    title="",
    body="各单位要加强组织领导。",
    units={},
    due_phrase="长期坚持",
    lead_proposal=None,
    warnings=(),
    source="各单位要加强组织领导。",
)
REVIEW_POINT = ReviewPoint(
    code="2024-05.1",
    task="2024-05",
    text="编制决策目录",
    kind=CheckpointKind.DATE,
    comparator=None,
    value=None,
    unit=None,
    period=None,
    dues=(dt.date(2024, 6, 30),),
    due_source=DueSource.TEXT,
    whose=None,
    sentence="6月底前编制决策目录，实行动态管理。",
)
RATE_POINT = replace(
    REVIEW_POINT,
    code="2024-05.2",
    text="合法性审查率达到95%以上",
    kind=CheckpointKind.RATE,
    comparator=Comparator.AT_LEAST,
    value=Decimal(95),
    unit="%",
    dues=(dt.date(2024, 12, 31),),
    due_source=DueSource.DEFAULT,
    sentence="合法性审查率达到95%以上。",
)
TWICE_POINT = replace(
    REVIEW_POINT,
    code="2024-06.1",
    task="2024-06",
    text="每半年至少抽查1次",
    kind=CheckpointKind.FREQUENCY,
    comparator=Comparator.AT_LEAST,
    value=Decimal(1),
    unit="次",
    period=Recurrence.HALF,
    dues=(dt.date(2024, 6, 30), dt.date(2024, 12, 31)),
    whose="市、县两级政府",
    sentence="市、县两级政府每半年至少抽查1次。",
)
REVIEW_BOOK = ReviewBook(
    plan_code="2024",
    plan_title="云溪市2024年法治建设工作要点",
    plan_state=PlanState.DRAFT,
    source_name="要点.docx",
    source_sha256="0123456789abcdef" * 4,
    as_of=dt.date(2024, 4, 20),
    year=2024,
    issued_on=dt.date(2024, 3, 15),
    ends_on=dt.date(2024, 12, 31),
    tasks=(REVIEW_TASK, PROPOSED_TASK, SAFEGUARD),
    points=(REVIEW_POINT, RATE_POINT, TWICE_POINT),
    proposals=(
        ReviewProposal(7, "2024-05", "正文", "实行动态管理。", "实行动态管理，每季度公布。"),
        ReviewProposal(8, None, "新任务", "", "（八）开展法治体检。"),
    ),
    records=(ReviewRecord(dt.date(2024, 4, 18), "林知远", "2024-05", "完成时限", "2024-12-31", "2024-06-30"),),
    notes=("文中说“8个方面”，读到7个",),
    outside=(("标题", "云溪市2024年法治建设工作要点"), ("引言", "今年的工作要点如下。")),
)
