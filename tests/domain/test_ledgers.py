"""A period's ledger, built from a board and the period's entries."""

from dataclasses import replace
from decimal import Decimal

from planner.domain.board import TaskFacts
from planner.domain.checkpoints import Due
from planner.domain.drafts import CheckpointKind, Role
from planner.domain.entries import EntryView, FigureView
from planner.domain.ledger import DueMark, DueState, Ledger, LedgerTask, MissingReturn, UnitLine, UnitSummary
from planner.domain.ledgers import build_ledger, figures_text
from planner.domain.lights import Colour
from planner.domain.progress import Basis, Standing, Status, TaskState, Verdict
from planner.domain.wording import Provenance
from tests.domain.made import LAST_DAY, Q1, Q2, board, day, entry, filing, point, stands, task, unit

LEAD, RESPONSIBLE, COOPERATING = Role
JUSTICE, FINANCE, EAST, WEST = unit(1, "市司法局"), unit(2, "市财政局"), unit(3, "东桥县政府"), unit(4, "西桥县政府")
COUNTIES = unit(9, "各县（市、区）政府", collective=True)
CONCERNED = unit(8, "市政府有关部门", collective=True)
NO_LIGHTS = dict.fromkeys(Colour, 0)


def ledger(facts: TaskFacts, said: dict[tuple[int, int], Standing] | None = None, *entries: EntryView) -> Ledger:
    """The ledger of 2024Q2 on 2024-07-15, judged on the quarter's last day."""
    by_place = {(found.task, found.unit): found for found in entries}
    return build_ledger(board(day(6, 30), facts, said=said), by_place, Q2, day(7, 15))


def figure(printed: str, *, basis: Basis = Basis.PERIOD, from_text: bool = False) -> FigureView:
    """A figure 办件."""
    return FigureView("办件", printed, Decimal(30), None, None, "件", basis, None, from_text)


def test_ledger_of_a_small_task_says_all_that_is_known_of_it() -> None:
    facts = task((JUSTICE, LEAD), (FINANCE, COOPERATING), points=(point(),))
    said = {(1, 1): stands(filing(Q2, Status.DONE, entry=5, on=day(7, 3)))}
    view = entry(
        5,
        "已完成清单。",
        unit="市司法局",
        status=Status.DONE,
        figures=(figure("累计30件", basis=Basis.YEAR_TO_DATE), figure("30件", from_text=True)),
        problem="人手不足",
        cause="岗位空缺",
        next_step="招录",
        support="请落实编制",
        evidence=("文号：青司〔2024〕3号", "文件：清单.xlsx"),
        on=day(7, 3),
    )
    green, not_due = NO_LIGHTS | {Colour.GREEN: 1}, NO_LIGHTS | {Colour.YELLOW: 1}
    quiet = UnitLine(
        unit="市财政局",
        role=COOPERATING,
        via=None,
        colour=Colour.YELLOW,
        reason="2024Q1应于2024-04-10报送，至今未报",
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
        due=day(4, 10),
        days=81,
        unmet=(),
    )
    assert ledger(facts, said, view) == Ledger(
        plan_code="2024",
        plan_title="青禾市2024年法治建设工作要点",
        period="2024Q2",
        period_label="2024年第二季度",
        as_of=day(7, 15),
        judged_on=day(6, 30),
        colours=green,
        asked=2,
        reported=1,
        accepted=1,
        tasks=(
            LedgerTask(
                code="2024-01",
                number="（一）",
                section="一、规范决策",
                title="管好文件",
                measures="开展有关工作。",
                lead=("市司法局",),
                responsible=(),
                cooperating=("市财政局",),
                due=LAST_DAY,
                due_original=None,
                due_phrase="",
                provenance=Provenance.DEFAULT,
                before_issue=False,
                checkpoints=(0, 1),
                state=TaskState.ACTIVE,
                state_basis="",
                done=True,
                colour=Colour.GREEN,
                reason="市司法局：2024-06-30完成",
                lines=(
                    replace(
                        quiet,
                        unit="市司法局",
                        role=LEAD,
                        colour=Colour.GREEN,
                        reason="2024-06-30完成",
                        reported=True,
                        status=Status.DONE,
                        verdict=Verdict.ACCEPTED,
                        revision=1,
                        on=day(7, 3),
                        progress="已完成清单。",
                        figures="办件=累计30件",
                        problem="人手不足（原因：岗位空缺）",
                        next_step="招录",
                        support="请落实编制",
                        evidence="文号：青司〔2024〕3号；文件：清单.xlsx",
                        done=True,
                        due=LAST_DAY,
                        days=0,
                        unmet=("2024-01.1",),
                    ),
                    quiet,
                ),
                dues=(DueMark("2024-01.1", "评查2次", None, DueState.COMING, met=0, of=1),),
            ),
        ),
        units=(
            UnitSummary("市司法局", "政府部门", tasks=1, leading=1, asked=1, reported=1, colours=green),
            UnitSummary("市财政局", "政府部门", tasks=1, leading=0, asked=1, reported=0, colours=not_due),
        ),
        missing=(
            MissingReturn(
                unit="市财政局",
                via=None,
                role=COOPERATING,
                task="2024-01",
                title="管好文件",
                period="2024Q2",
                return_by=day(7, 10),
                contact="",
                phone="",
                returned_reason="",
            ),
        ),
        rosters_unset=(),
    )


def test_collective_carries_its_count_or_the_note_that_it_has_no_roster() -> None:
    facts = task((COUNTIES, RESPONSIBLE), (CONCERNED, COOPERATING), rosters={9: (EAST, WEST)})
    made = ledger(facts, {(1, 3): stands(filing(Q2, Status.DONE))})
    assert (made.tasks[0].responsible, made.tasks[0].cooperating, made.rosters_unset) == (
        ("各县（市、区）政府（1/2）",),
        ("市政府有关部门（名册未设）",),
        ("市政府有关部门",),
    )


def test_members_stand_with_the_collective_that_brought_them() -> None:
    made = ledger(task((COUNTIES, RESPONSIBLE), rosters={9: (EAST, WEST)}))
    assert [(line.unit, line.via) for line in made.tasks[0].lines] == [
        ("东桥县政府", "各县（市、区）政府"),
        ("西桥县政府", "各县（市、区）政府"),
    ]


def test_collectives_own_entry_is_a_line_without_a_light_and_counts_nowhere() -> None:
    own = entry(5, "各县均已部署。", unit="各县（市、区）政府", on_behalf=True, verdict=Verdict.PENDING)
    made = ledger(task((COUNTIES, RESPONSIBLE)), {(1, 9): stands(filing(Q2, verdict=Verdict.PENDING))}, own)
    assert [(line.unit, line.colour, line.on_behalf, line.progress) for line in made.tasks[0].lines] == [
        ("各县（市、区）政府", Colour.NONE, True, "各县均已部署。")
    ]
    assert [(line.counts, line.asked) for line in made.tasks[0].lines] == [(False, False)]
    assert (made.asked, made.reported, made.units, made.missing) == (0, 0, (), ())


def test_returned_entry_is_missing_with_the_reason_it_was_returned_for() -> None:
    back = entry(5, "推进中。", unit="市司法局", verdict=Verdict.RETURNED, review_reason="没有写数据")
    made = ledger(task((JUSTICE, LEAD)), {(1, 1): stands(filing(Q2, verdict=Verdict.RETURNED))}, back)
    assert [(row.unit, row.returned_reason) for row in made.missing] == [("市司法局", "没有写数据")]
    assert (made.reported, made.accepted, made.tasks[0].lines[0].reported) == (0, 0, False)


def test_unit_already_done_is_not_asked_again() -> None:
    said = {(1, 1): stands(filing(Q1, Status.DONE))}
    made = ledger(task((JUSTICE, LEAD)), said)
    assert (made.asked, made.missing, made.units[0].asked) == (0, (), 0)


def test_merged_task_stays_and_names_the_one_it_became_part_of() -> None:
    merged = task((JUSTICE, LEAD), state=TaskState.MERGED)._replace(merged_into=7, merged_code="2024-07")
    (found,) = ledger(merged).tasks
    assert (found.state, found.merged_into, found.colour) == (TaskState.MERGED, "2024-07", Colour.NONE)


def test_figures_of_a_cell_leave_out_those_that_stand_in_the_text() -> None:
    given = [figure("30件"), figure("累计30件", basis=Basis.YEAR_TO_DATE), figure("9件", from_text=True)]
    assert figures_text(given) == "办件=30件；办件=累计30件"


def test_task_done_with_checkpoints_open_names_those_that_are_owed() -> None:
    before_issue = point(CheckpointKind.QUANTITY, Due(day(2, 1), before_issue=True))._replace(id=2, code="2024-01.2")
    facts = task((JUSTICE, LEAD), points=(point(), before_issue))
    said = {(1, 1): stands(filing(Q2, Status.DONE))}
    made = ledger(facts, said).tasks[0]
    assert (made.unmet, [line.unmet for line in made.lines]) == (("2024-01.1",), [("2024-01.1",)])
    assert ledger(facts).tasks[0].unmet == ()
    assert ledger(facts._replace(state=TaskState.PAUSED), said).tasks[0].unmet == ()
