"""A year of forms: 40 units, 25 tasks, 4 quarters, returned as people return them, seeded."""

import random
import shutil
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from planner.domain.entries import EntryView
from planner.domain.periods import Period
from planner.domain.wording import WORDS
from planner.usecases.form_known import FormOutcome, Taking
from tests.filling import Filling
from tests.usecases.form_crowd import DEEDS, UNITS, Crowd, Return, crowded_plan
from tests.usecases.form_desk import FormDesk
from tests.world import World

pytestmark = pytest.mark.long

SEED = 2024
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIELDS = {"本期进展": "text", "存在问题": "problem", "下步安排": "next_step", "需协调事项": "support"}


@pytest.mark.drill
def test_year_of_forms_keeps_every_cell_once_and_names_every_fault(one_world: World, tmp_path: Path) -> None:
    """Every cell of a form that is acknowledged is in the database once; not one faulty file is half taken."""
    desk = FormDesk(one_world.confirmed(crowded_plan(SEED), on="2024-01-10"), tmp_path)
    chance = random.Random(SEED)  # noqa: S311 - what happens again with the same seed is what is wanted
    said: dict[tuple[str, str], str] = {}
    faulty = 0
    for number in (1, 2, 3, 4):
        period = f"2024Q{number}"
        faulty += _quarter(desk, period, Crowd(chance, period, desk.back, _earlier(desk, number), said))
    assert len(UNITS) == 40
    assert faulty > 20


def test_quarter_of_forms_on_both_databases(world: World, tmp_path: Path) -> None:
    desk = FormDesk(world.confirmed(crowded_plan(7), on="2024-01-10"), tmp_path)
    chance = random.Random(7)  # noqa: S311 - as above
    _quarter(desk, "2024Q1", Crowd(chance, "2024Q1", desk.back, None, {}), units=12)


def _earlier(desk: FormDesk, number: int) -> Path | None:
    return desk.folder / f"发出-2024Q{number - 1}" if number > 1 else None


def _quarter(desk: FormDesk, period: str, crowd: Crowd, *, units: int = len(UNITS)) -> int:
    """One quarter: forms out, returns in (some late), collected twice. The number of faulty files."""
    last = Period.parse(period).last_day
    out = desk.send(period, last.isoformat())
    shutil.copytree(desk.folder / "发出", desk.folder / f"发出-{period}")
    returns = [found for form in out.forms[:units] for found in crowd.answer(form.unit, Filling(form.path))]
    late = last + (out.return_by - last) * 2
    outcomes = desk.collect(late.isoformat())
    _check(desk, period, returns, outcomes)
    again = desk.collect(late.isoformat())
    assert {outcome.outcome for outcome in again} <= {Taking.ALREADY}
    crowd.said.update({(entry.unit, entry.task): period for entry in desk.entries(period=period)})
    shutil.rmtree(desk.back)
    shutil.rmtree(desk.folder / "发出")
    return sum(bool(found.planted) for found in returns)


def _check(desk: FormDesk, period: str, returns: Sequence[Return], outcomes: Sequence[FormOutcome]) -> None:
    told = {outcome.file: outcome for outcome in outcomes}
    assert len(told) == len(returns)
    entries = {(entry.unit, entry.task): entry for entry in desk.entries(period=period)}
    assert len(entries) == len(desk.entries(period=period)), "a cell was kept twice"
    expected = set()
    for found in returns:
        outcome = told[found.path.relative_to(desk.back).as_posix()]
        if found.planted:
            _check_faulty(found, outcome)
            continue
        assert outcome.outcome in (Taking.TAKEN, Taking.UNCHANGED, Taking.ALREADY), outcome
        for task, cells in found.kept.items():
            expected.add((found.unit, task))
            _check_entry(entries[found.unit, task], cells)
    assert set(entries) == expected, "something was kept that nobody said"


def _check_entry(entry: EntryView, cells: dict[str, object]) -> None:
    if cells.get("无变化"):
        assert entry.carried
        return
    assert {name: getattr(entry, field) for name, field in _FIELDS.items()} == {
        name: cells.get(name, "") for name in _FIELDS
    }
    assert cells.get("状态") in (None, WORDS[entry.status])


def _check_faulty(found: Return, outcome: FormOutcome) -> None:
    """Every fault planted is named by its cell, row or task; a file that can't be read at all as a whole."""
    assert outcome.outcome is Taking.SET_ASIDE, (found, outcome)
    assert outcome.set_aside
    for place in found.planted:
        kind, _, name = place.partition(" ")
        if kind == "row":
            assert any(fault.place.cell.strip(_LETTERS) == name for fault in outcome.faults), outcome
        elif kind == "task":
            assert any(name in str(fault) for fault in outcome.faults), outcome
        elif place:
            assert place in [fault.place.cell for fault in outcome.faults], (place, outcome)


def test_crowd_does_everything_that_people_do() -> None:
    """The drill means something only while every kind of return comes up in it."""
    chance = random.Random(1)  # noqa: S311 - what happens again with the same seed is what is wanted
    drawn = Counter(chance.choices(list(DEEDS), weights=[weight for weight, _ in DEEDS.values()], k=160))
    assert set(drawn) == set(DEEDS)
