"""An office with a mark of its own in every field that a person fills in, so that what leaks into a file is seen."""

import datetime as dt
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import partial
from io import BytesIO
from pathlib import Path

from planner.domain.drafts import Role
from planner.domain.periods import Period
from planner.domain.progress import Status, TaskState, Verdict
from planner.domain.reminders import Wish
from planner.usecases.assignments import assign
from planner.usecases.closing import close_period, reopen_period
from planner.usecases.extension_answers import answer_extensions
from planner.usecases.extensions import ask_extension
from planner.usecases.form_collect import collect_forms
from planner.usecases.forms import export_forms
from planner.usecases.history import import_report, withdraw_report
from planner.usecases.reminders import tell
from planner.usecases.reviews import Wanted, review
from planner.usecases.tasks import extend, set_state
from planner.usecases.units import UnitRow, import_units
from tests.filling import Filling
from tests.world import World, day, document

OWN, OTHER = "市司法局", "市公安局"
"""The unit whose files are looked at, and one that is on a task with it and on one without."""

PUBLISHED = "青禾市2023年法治政府建设年度报告\n一、主要举措和成效\n全年共受理行政复议申请550件。\n"


class Marks:
    """Marks by what they stand in. Each is a word that nothing else holds, without digits: a figure it is not."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """The mark of a field, made at its first use."""
        if name not in self.of:
            number = len(self.of)
            self.of[name] = f"QX{chr(65 + number // 26)}{chr(65 + number % 26)}ZQ"
        return self.of[name]

    def found(self, data: bytes) -> set[str]:
        """The names of the fields whose marks stand anywhere in a file, its parts unpacked."""
        texts = list(unpacked(data))
        forms = {name: (mark.encode(), mark.encode("utf-16-le")) for name, mark in self.of.items()}
        return {name for name, forms_ in forms.items() if any(form in text for text in texts for form in forms_)}


def unpacked(data: bytes) -> Iterator[bytes]:
    """A file's bytes, and those of everything packed in it, with the names of its parts."""
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as archive:
            yield archive.comment
            for info in archive.infolist():
                yield info.filename.encode() + info.comment + info.extra
                yield from unpacked(archive.read(info))


def marked(world: World, folder: Path) -> tuple[World, Marks]:
    """A year of an office of which every field that somebody wrote into holds a mark; done by 王 with a mark."""
    mark = deepcopy(world.once_in(folder, _year))
    return world.actor(mark("who acts")), mark


def _year(world: World, folder: Path) -> Marks:
    mark = Marks()
    office = world.actor(mark("who acts"))
    office.confirmed()
    rows = [_unit(mark, name) for name in (OWN, OTHER, "市财政局", "市政府办公室")]
    office.do(import_units, "2024-03-13", rows)
    office.do(assign, "2024-03-14", "2024-02", OTHER, Role.COOPERATING, reason=mark("why assigned"))
    office.do(import_report, "2024-04-01", document(PUBLISHED, f"{mark('report file')}.txt"), 2023)
    office.do(withdraw_report, "2024-04-02", 2023, reason=mark("why withdrawn"))
    for unit in (OWN, OTHER):
        _files(office, mark, unit)
    _forms(office, mark, folder)
    office.do(tell, "2024-10-25", Wish(), ["市财政局"])
    office.do(set_state, "2024-11-01", "2024-04", TaskState.PAUSED, basis=mark("basis"))
    office.do(close_period, "2025-01-08", Period.parse("2024Q1"))
    office.do(reopen_period, "2025-01-09", Period.parse("2024Q1"), reason=mark("why reopened"))
    return mark


def _unit(mark: Marks, name: str) -> UnitRow:
    fields: Mapping[str, str] = {field: mark(f"{name} {field}") for field in ("contact", "phone", "email")}
    return UnitRow(name, None, (), (), fields["contact"], fields["phone"], fields["email"], None, None)


def _files(office: World, mark: Marks, unit: str) -> None:
    """What a unit says: returned once, accepted with a remark, then once more and not reviewed; and what it asks."""

    def said(what: str) -> dict[str, object]:
        fields = {field: f"{mark(f'{unit} {what} {field}')}。" for field in ("text", "problem", "cause", "next_step")}
        support = mark(f"{unit} {what} support")
        return {**fields, "support": support, "evidence": (f"文号:{mark(f'{unit} {what} evidence')}",)}

    first = office.log("2024-03", unit, "2024Q2", "2024-07-02", **said("returned"))
    office.returned(first, "2024-07-03", mark(f"{unit} why returned"))
    second = office.log("2024-03", unit, "2024Q2", "2024-07-04", **said("accepted"))
    office.do(review, "2024-07-05", Wanted((second,)), Verdict.ACCEPTED, reason=mark(f"{unit} remark"))
    task = "2024-01" if unit == OWN else "2024-04"
    office.log(task, unit, "2024Q2", "2024-07-06", status=Status.BLOCKED, **said("pending"))
    to = dt.date(2025, 1, 10 if unit == OWN else 20)
    request = office.do(ask_extension, "2024-07-07", "2024-03", unit, to, reason=mark(f"{unit} asks"))
    answer = mark(f"{unit} answer")
    office.do(answer_extensions, "2024-07-08", [request], approved=unit == OWN, reason=answer)
    office.do(ask_extension, "2024-07-09", task, unit, to.replace(month=3), reason=mark(f"{unit} asks again"))
    office.do(extend, "2024-07-10", task, to.replace(month=2), reason=mark(f"{unit} why extended"))
    third = office.log(task, unit, "2024Q3", "2024-10-02", text=f"{mark(f'{unit} sent back text')}。")
    office.returned(third, "2024-10-03", mark(f"{unit} why sent back"))


def _forms(office: World, mark: Marks, folder: Path) -> None:
    """A form of the third quarter of each unit, handed in and signed, under a name of its own; and accepted."""
    office.do(export_forms, "2024-10-01", Period.parse("2024Q3"), folder / "发出")
    for unit in (OWN, OTHER):
        form = Filling(folder / "发出" / f"2024Q3填报表-{unit}.xlsx")
        form.put("2024-03", 本期进展=f"{mark(f'{unit} form text')}。", **{"①本期数": 2})
        form.sign(填报人=mark(f"{unit} filler"), 审签人=mark(f"{unit} signer"), 联系电话=mark(f"{unit} form phone"))
        path = form.save(folder / f"{mark(f'{unit} form file')}.xlsx")
        (outcome,) = collect_forms(partial(office.app.acting, day("2024-10-08")), [path])
        assert outcome.outcome == "taken", outcome
    office.do(review, "2024-10-09", Wanted(everyone=True, task="2024-03"), Verdict.ACCEPTED)
