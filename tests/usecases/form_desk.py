"""A coordinator's desk for tests of forms: sends a period's forms out, and collects what came back."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from planner.domain.entries import EntryView
from planner.domain.periods import Period
from planner.usecases.entries import EntryFilter, list_entries
from planner.usecases.form_collect import collect_forms
from planner.usecases.form_known import FormOutcome
from planner.usecases.forms import Outgoing, export_forms
from tests.filling import Filling
from tests.world import World, day


@dataclass(frozen=True)
class FormDesk:
    """Folders for what goes out (发出) and what comes back (收回)."""

    world: World
    folder: Path

    @property
    def back(self) -> Path:
        """The folder of what came back."""
        path = self.folder / "收回"
        path.mkdir(exist_ok=True)
        return path

    @property
    def aside(self) -> Path:
        """The folder of what was set aside."""
        return self.back / "退回"

    def send(self, period: str, on: str, **options: Any) -> Outgoing:  # noqa: ANN401 - those of export_forms
        """Send a period's forms out."""
        if "return_by" in options:
            options["return_by"] = day(options["return_by"])
        return self.world.do(export_forms, on, Period.parse(period), self.folder / "发出", **options)

    def form(self, unit: str, period: str, on: str) -> Filling:
        """A unit's form of a period, open to be filled in."""
        outgoing = self.send(period, on, units=(unit,))
        return Filling(outgoing.forms[0].path)

    def hand_in(self, form: Filling, name: str = "") -> Path:
        """Save a form among what came back."""
        return form.save(self.back / (name or form.path.name))

    def collect(
        self,
        on: str | None,
        *paths: Path,
        watch: Callable[[FormOutcome], None] | None = None,
        **options: Any,  # noqa: ANN401 - those of collect_forms
    ) -> list[FormOutcome]:
        """Collect what came back, or these files."""
        if "only" in options:
            options["only"] = Period.parse(options["only"])
        found = []
        for outcome in collect_forms(partial(self.world.app.acting, day(on)), paths or [self.back], **options):
            found.append(outcome)
            if watch:
                watch(outcome)
        return found

    def entries(self, unit: str | None = None, period: str | None = None) -> tuple[EntryView, ...]:
        """The entries there are."""
        wanted = EntryFilter(unit=unit, period=Period.parse(period) if period else None)
        return self.world.ask(list_entries, None, "2024", wanted)


OUT, BACK = "2024-07-01", "2024-07-05"
"""The days on which the tests send forms out and collect them."""


def filled(desk: FormDesk, **cells: object) -> Filling:
    """The form of 市司法局 with something written for 2024-03."""
    form = desk.form("市司法局", "2024Q2", OUT)
    form.put("2024-03", **({"本期进展": "评查案卷30宗。"} | cells))
    form.sign(填报人="李明", 审签人="张华", 联系电话="0913-1234567", 日期=dt.date(2024, 7, 4))
    return form


def only(outcomes: list[FormOutcome]) -> FormOutcome:
    """The one outcome there is."""
    (outcome,) = outcomes
    return outcome


def faults(outcome: FormOutcome) -> list[str]:
    """Its faults as they are told."""
    return [str(fault) for fault in outcome.faults]
