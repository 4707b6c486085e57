"""A unit's form for tests: four tasks, with a checkpoint of every kind, something held, something returned."""

import datetime as dt
from decimal import Decimal

from planner.domain.drafts import CheckpointKind, Role
from planner.domain.forms import Amount, FormBook, FormCells, FormPoint, FormRow, RowVersion
from planner.domain.progress import Basis, Status

DATE_POINT = FormPoint(
    code="2024-05.1",
    text="编制决策目录",
    kind=CheckpointKind.DATE,
    unit="",
    wanted="",
    due="2024-06-30 应达成",
    held="",
    asked=True,
    yes_or_no=True,
    dated=True,
)
RATE_POINT = FormPoint(
    code="2024-05.2",
    text="合法性审查率达到95%以上",
    kind=CheckpointKind.RATE,
    unit="件",
    wanted="≥95%",
    due="2024-12-31 应达成（推定）",
    held="已采纳：12/12",
    asked=True,
    yes_or_no=False,
    dated=True,
)
HOURS_POINT = FormPoint(
    code="2024-07.1",
    text="执法人员每人培训不少于60学时",
    kind=CheckpointKind.QUANTITY,
    unit="学时",
    wanted="≥60学时",
    due="2024-12-31 应达成",
    held="已采纳：累计30学时",
    asked=True,
    yes_or_no=False,
    dated=True,
)
CHECKS_POINT = FormPoint(
    code="2024-07.2",
    text="每季度至少抽查1次",
    kind=CheckpointKind.FREQUENCY,
    unit="次",
    wanted="每季度≥1次",
    due="2024-06-30 应达成",
    held="",
    asked=True,
    yes_or_no=False,
    dated=True,
)
MET_POINT = FormPoint(
    code="2024-09.1",
    text="一季度公布清单",
    kind=CheckpointKind.DATE,
    unit="",
    wanted="",
    due="2024-03-31 应达成",
    held="已达成，不用再报",
    asked=False,
    yes_or_no=True,
    dated=True,
)

FIRST_ROW = FormRow(
    code="2024-05",
    number="（五）",
    title="管好决策目录",
    measures="6月底前编制决策目录，实行动态管理。\n合法性审查率达到95%以上。",
    role=Role.LEAD,
    due=dt.date(2024, 6, 30),
    due_note="",
    points=(DATE_POINT, RATE_POINT),
    last_period="2024Q1",
    last_status=Status.IN_PROGRESS,
    last_text="目录初稿已送各单位征求意见。",
    returned="",
    held=FormCells(),
    version=RowVersion("0a1b2c3d", "4e5f6071", 0),
)
RETURNED_ROW = FormRow(
    code="2024-07",
    number="（七）",
    title="提升执法能力",
    measures="开展执法人员轮训。每季度组织案卷抽查。",
    role=Role.RESPONSIBLE,
    due=dt.date(2024, 12, 31),
    due_note="推定：原文没有写明",
    points=(HOURS_POINT, CHECKS_POINT),
    last_period="2024Q1",
    last_status=Status.IN_PROGRESS,
    last_text="轮训已办一期。",
    returned="只说持续推进，请写明第二季度做了什么。",
    held=FormCells(
        status=Status.IN_PROGRESS,
        text="轮训持续推进。",
        amounts=(("2024-07.1", Amount(Decimal(30), basis=Basis.YEAR_TO_DATE)), ("2024-07.2", Amount(Decimal(2)))),
        problem="师资不足",
        cause="没有专职教员",
        next_step="7月办第二期",
        support="请财政安排经费",
        evidence=("文号：云司发〔2024〕12号", "文件：签到表.xlsx"),
        extend_to=dt.date(2025, 1, 31),
        extend_what="2024-07.1",
        extend_reason="教室在装修",
    ),
    version=RowVersion("1b2c3d4e", "5f607182", 7),
)
MET_ROW = FormRow(
    code="2024-09",
    number="（九）",
    title="公布权责清单",
    measures="一季度公布清单，按季更新。",
    role=Role.COOPERATING,
    due=dt.date(2024, 9, 30),
    due_note="统筹设定",
    points=(MET_POINT,),
    last_period="2024Q1",
    last_status=Status.DONE,
    last_text="清单已公布。",
    returned="",
    held=FormCells(unchanged=True),
    version=RowVersion("2c3d4e5f", "60718293", 3),
)
PLAIN_ROW = FormRow(
    code="2024-11",
    number="（十一）",
    title="加强法治宣传",
    measures="开展法治宣传进乡村活动。",
    role=Role.RESPONSIBLE,
    due=dt.date(2024, 12, 31),
    due_note="推定：原文没有写明",
    points=(),
    last_period="",
    last_status=None,
    last_text="",
    returned="",
    held=FormCells(),
    version=RowVersion("3d4e5f60", "718293a4", 0),
)
FORM_BOOK = FormBook(
    plan="2024",
    plan_title="云溪市2024年法治建设工作要点",
    period="2024Q2",
    period_label="2024年第二季度",
    round=1,
    return_by=dt.date(2024, 7, 10),
    unit="市司法局",
    contact="周明",
    phone="0570-1234567",
    rows=(FIRST_ROW, RETURNED_ROW, MET_ROW, PLAIN_ROW),
    excused=(("2024-13", "清理规范性文件", "任务已暂缓：等待上级修订办法"),),
)
