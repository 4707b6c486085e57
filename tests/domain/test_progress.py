"""Where a unit stands: per period the newest word and the newest accepted one."""

from hypothesis import given
from hypothesis import strategies as st

from planner.domain.progress import Filing, Status, Verdict, held_by, standing
from tests.domain.made import Q1, Q2, Q3, day, filing, stands, tally

FILINGS = st.lists(
    st.builds(
        Filing,
        entry_id=st.integers(1, 1000),
        period=st.sampled_from((Q1, Q2, Q3)),
        revision=st.integers(1, 4),
        status=st.sampled_from(Status),
        on=st.dates(day(1, 1), day(12, 31)),
        verdict=st.sampled_from(Verdict),
        tallies=st.sampled_from(((), (tally("3"),), (tally("95", part=19, whole=20), tally("4", running=True)))),
    ),
    unique_by=lambda f: f.entry_id,
    max_size=8,
)


@given(FILINGS.flatmap(lambda filings: st.tuples(st.just(filings), st.permutations(filings))))
def test_standing_doesnt_depend_on_the_order_of_entries(both: tuple[list[Filing], list[Filing]]) -> None:
    """Not even where two entries carry the same revision: two units that became one may both have filed a first."""
    filings, shuffled = both
    assert standing(filings) == standing(shuffled)


def test_newest_revision_stands_beside_the_newest_accepted_one() -> None:
    accepted = filing(Q2, entry=1, revision=1)
    returned = filing(Q2, entry=2, revision=2, verdict=Verdict.RETURNED)
    pending = filing(Q2, entry=3, revision=3, verdict=Verdict.PENDING)
    found = stands(pending, accepted, returned)
    assert (found.filed, found.accepted, found.current) == ((pending,), (accepted,), pending)


def test_one_entry_a_period_stands_in_the_order_of_periods() -> None:
    third, first = filing(Q3, entry=3), filing(Q1, entry=1)
    assert stands(third, first).filed == (first, third)


def test_nothing_filed_is_no_status_and_no_day() -> None:
    nothing = stands()
    assert (nothing.status, nothing.current, nothing.done_on, nothing.status_since) == (None, None, None, None)


def test_unreviewed_entry_is_reported_but_is_not_yet_the_units_status() -> None:
    found = stands(filing(Q2, Status.DONE, verdict=Verdict.PENDING))
    assert (found.reported(Q2), found.reported(Q3), found.status, found.done_on) == (True, False, None, None)


def test_returned_entry_doesnt_count_as_reported() -> None:
    assert not stands(filing(Q2, verdict=Verdict.RETURNED)).reported(Q2)


def test_accepted_entry_still_counts_as_reported_when_a_correction_is_returned() -> None:
    assert stands(filing(Q2, entry=1), filing(Q2, entry=2, revision=2, verdict=Verdict.RETURNED)).reported(Q2)


def test_done_counts_from_the_first_of_the_last_row_of_done_entries() -> None:
    found = stands(
        filing(Q1, Status.DONE, on=day(3, 20)),
        filing(Q2, Status.BLOCKED, on=day(6, 20)),
        filing(Q3, Status.DONE, on=day(9, 20)),
    )
    assert found.done_on == day(9, 20)


def test_done_entry_made_up_after_its_period_counts_from_the_periods_last_day() -> None:
    assert stands(filing(Q2, Status.DONE, on=day(7, 8))).done_on == day(6, 30)


def test_task_taken_up_again_is_done_no_more() -> None:
    assert stands(filing(Q1, Status.DONE), filing(Q2, Status.IN_PROGRESS)).done_on is None


def test_status_holds_since_the_first_accepted_entry_in_a_row_that_says_it() -> None:
    found = stands(
        filing(Q1, Status.IN_PROGRESS, on=day(4, 2)),
        filing(Q2, Status.BLOCKED, on=day(7, 3)),
        filing(Q3, Status.BLOCKED, on=day(10, 4)),
    )
    assert (found.status, found.status_since) == (Status.BLOCKED, day(7, 3))


def test_figures_held_are_those_tied_to_the_checkpoint() -> None:
    once, other = tally("1"), tally("5")._replace(checkpoint_id=2)
    accepted = [filing(Q1, Status.IN_PROGRESS, once, other), filing(Q2)]
    assert held_by(accepted, 1) == [(Q1, once)]
