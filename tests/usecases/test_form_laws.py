"""Laws of the round trip: an untouched form changes nothing; what is filled in is what is kept."""

from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner.domain.entries import EntryView
from planner.domain.progress import Status
from planner.domain.wording import WORDS
from planner.usecases.form_known import Taking
from tests.usecases.form_desk import FormDesk
from tests.world import World

DAY = "2024-07-05"
"""Everything happens on one day: no example may look behind what the one before did."""

# What people type: any printable words, with line breaks, formulas and odd signs; blanks at the ends are of no account.
WORDS_TYPED = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp", "Zs"])
        | st.sampled_from(" \n，。=+-@"),
        min_size=1,
        max_size=40,
    )
    .map(str.strip)
    .filter(bool)
)
ROWS = st.fixed_dictionaries(
    {"本期进展": WORDS_TYPED},
    optional={
        "状态": st.sampled_from([WORDS[status] for status in Status]),
        "①本期数": st.integers(0, 10**9),
        "存在问题": WORDS_TYPED,
        "原因": WORDS_TYPED,
        "下步安排": WORDS_TYPED,
        "需协调事项": WORDS_TYPED,
    },
)
FIELDS = {"本期进展": "text", "存在问题": "problem", "原因": "cause", "下步安排": "next_step", "需协调事项": "support"}
PATIENT = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def desk(one_world: World, tmp_path: Path) -> FormDesk:
    """An office with the small plan confirmed, and an accepted first quarter."""
    world = one_world.confirmed()
    world.accepted("2024-03", "市司法局", "2024Q1", "2024-04-02", text="评查一次。", figures=("2024-03.1=1次",))
    return FormDesk(world, tmp_path)


def fresh(desk: FormDesk) -> FormDesk:
    """The same office with empty folders."""
    return FormDesk(desk.world, Path(mkdtemp(dir=desk.folder)))


def newest(desk: FormDesk) -> EntryView:
    """What 市司法局 said last of 2024-03 for the second quarter."""
    return [entry for entry in desk.entries("市司法局", "2024Q2") if entry.task == "2024-03"][-1]


@given(cells=ROWS)
@PATIENT
def test_what_is_filled_in_is_what_is_kept(desk: FormDesk, cells: dict[str, object]) -> None:
    """And the form made anew from it changes nothing when it comes back untouched, whatever became of the entry."""
    desk = fresh(desk)
    form = desk.form("市司法局", "2024Q2", DAY)
    held = {column: form.at("2024-03", column).value for column in ("①本期数", *FIELDS)}
    form.put("2024-03", **cells)
    desk.hand_in(form)
    (outcome,) = desk.collect(DAY)
    assert outcome.faults == ()
    entry = newest(desk)
    assert {name: getattr(entry, field) for name, field in FIELDS.items()} == {
        name: str(cells.get(name, held[name] or "")) for name in FIELDS
    }
    given_figures = {figure.checkpoint: int(figure.value) for figure in entry.figures if not figure.from_text}
    amount = cells.get("①本期数", held["①本期数"])
    assert given_figures == ({} if amount is None else {"2024-03.1": int(str(amount))})
    if "状态" in cells:
        assert WORDS[entry.status] == cells["状态"]
    again = fresh(desk)
    again.hand_in(again.form("市司法局", "2024Q2", DAY))
    (outcome,) = again.collect(DAY)
    assert outcome.outcome in (Taking.UNCHANGED, Taking.ALREADY)
    assert newest(desk).id == entry.id
