"""What goes out holds nothing that isn't its reader's: every field has a mark, and files are searched byte by byte."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from planner.domain.actors import ActorRole
from planner.domain.periods import Period
from planner.domain.plain import to_plain
from planner.domain.reminders import Wish
from planner.usecases.assignments import responsibility_table
from planner.usecases.closing import close_period
from planner.usecases.entries import list_entries
from planner.usecases.extensions import list_extensions
from planner.usecases.form_collect import collect_forms
from planner.usecases.forms import export_forms
from planner.usecases.ledgers import Wanted, export_ledger, read_ledger
from planner.usecases.plans import list_plans
from planner.usecases.reminders import send, write_calendar
from planner.usecases.report_files import layout_of, write_report
from planner.usecases.reports import read_annual, write_status
from planner.usecases.rosters import show_members
from planner.usecases.status import read_period_status, read_status, read_year_status
from planner.usecases.tables import export_responsibility
from planner.usecases.task_views import list_tasks, show_task
from planner.usecases.units import list_units
from planner.usecases.users import add_user
from tests.filling import Filling
from tests.marked_office import OTHER, OWN, Marks, marked
from tests.world import World, day

DAY = "2025-01-20"
FORMATS = ("md", "html", "docx")
CONTACTS = {f"{unit} {field}" for unit in (OWN, OTHER, "市财政局", "市政府办公室") for field in ("contact", "phone")}
TOLD = {f"{unit} {field}" for unit in (OWN, OTHER) for field in ("accepted text", "form text")}
"""What of the year's accepted words the report tells."""


@pytest.fixture
def office(one_world: World, tmp_path: Path) -> tuple[World, Marks]:
    """An office with a mark in every field."""
    return marked(one_world, tmp_path)


def own(*fields: str) -> set[str]:
    """Fields of the unit whose files are looked at."""
    return {f"{OWN} {field}" for field in fields}


def form_of(world: World, folder: Path, unit: str = OWN) -> Path:
    """The form of a unit for the last quarter."""
    world.do(export_forms, "2024-12-20", Period.parse("2024Q4"), folder / "四季度", units=(unit,))
    return folder / "四季度" / f"2024Q4填报表-{unit}.xlsx"


IN_FORM = own("contact", "phone", "form text", "pending text", "why sent back", "asks again", "answer")


def test_form_holds_what_the_unit_said_and_was_told(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    assert marks.found(form_of(world, tmp_path).read_bytes()) == IN_FORM


def test_marked_copy_holds_no_more_than_the_form(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    form = Filling(form_of(world, tmp_path))
    form.put("2024-03", 状态="快好了")
    path = form.save(tmp_path / "收回.xlsx")
    (outcome,) = collect_forms(partial(world.app.acting, day("2025-01-08")), [path])
    assert outcome.marked
    assert marks.found(Path(outcome.set_aside).read_bytes()) == IN_FORM


def test_letter_tells_its_unit_why_its_own_was_returned(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    templates = world.app.templates
    sent = world.do(send, DAY, Wish(everything=True), letters=tmp_path / "函", listing=None, templates=templates)
    found = {path.stem.split("-")[1]: marks.found(path.read_bytes()) for path in sent.files}
    assert found == {OWN: own("why sent back"), OTHER: set(), "市财政局": set(), "市政府办公室": set()}


def test_mailing_list_is_the_coordinators_and_holds_contacts(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    path, templates = tmp_path / "名单.csv", world.app.templates
    world.do(send, DAY, Wish(everything=True), letters=None, listing=path, templates=templates)
    mails = {name.replace("contact", "email") for name in CONTACTS if name.endswith("contact")}
    assert marks.found(path.read_bytes()) == CONTACTS | mails | own("why sent back")


def test_calendar_and_responsibility_table_hold_nothing(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    world.ask(write_calendar, DAY, tmp_path / "到期.ics", Wish())
    for name in ("分工.xlsx", "分工.docx"):
        world.ask(export_responsibility, DAY, tmp_path / name)
    files = [tmp_path / name for name in ("到期.ics", "分工.xlsx", "分工.docx")]
    assert [marks.found(path.read_bytes()) for path in files] == [set(), set(), set()]


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("options", [{}, {"sources": True}, {"public": True}], ids=str)
def test_report_tells_accepted_words_and_nothing_else(
    office: tuple[World, Marks], tmp_path: Path, fmt: str, options: dict[str, Any]
) -> None:
    world, marks = office
    path = tmp_path / f"年报.{fmt}"
    write_report(world.ask(read_annual, DAY), path, layout_of(world.app.templates, **options))
    assert marks.found(path.read_bytes()) == TOLD


@pytest.mark.parametrize("fmt", FORMATS)
def test_published_report_names_no_entry_and_has_no_annex(
    office: tuple[World, Marks], tmp_path: Path, fmt: str
) -> None:
    world = office[0]
    world.accepted("2024-03", "市财政局", "2024Q4", "2025-01-05", text="评查案卷36宗，整改问题4个。")
    world.accepted("2024-03", "市财政局", "2024Q4", "2025-01-06", text="评查案卷36宗，整改问题4个。")
    report = world.ask(read_annual, DAY)
    inside, outside = tmp_path / f"内部.{fmt}", tmp_path / f"公开.{fmt}"
    write_report(report, inside, layout_of(world.app.templates, sources=True))
    write_report(report, outside, layout_of(world.app.templates, public=True))
    words = Marks()
    words.of = {"list of sources": "填报编号", "annex": "附件", "own words": "36宗"}
    assert words.found(inside.read_bytes()) == set(words.of)
    assert words.found(outside.read_bytes()) == {"own words"}


def test_list_of_sources_beside_the_report_names_the_files(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    files = tmp_path / "年报.md", tmp_path / "出处.json"
    write_report(world.ask(read_annual, DAY), files[0], layout_of(world.app.templates), files[1])
    assert marks.found(files[1].read_bytes()) == {f"{unit} form file" for unit in (OWN, OTHER)}


@pytest.mark.parametrize("fmt", FORMATS)
def test_leaders_page_tells_what_is_to_be_decided(office: tuple[World, Marks], tmp_path: Path, fmt: str) -> None:
    world, marks = office
    path = tmp_path / f"状态.{fmt}"
    world.ask(write_status, DAY, path, world.app.templates)
    assert marks.found(path.read_bytes()) == {"basis"} | own("asks again")


NEVER = {"who acts", "why assigned", "why withdrawn", "why reopened", "report file"} | {
    f"{unit} {field}"
    for unit in (OWN, OTHER)
    for field in ("email", "filler", "signer", "form phone", "form file", "remark", "asks", "why extended")
}
"""What stays with the coordinator, whatever is exported for others."""


def ledger(world: World, path: Path, wanted: Wanted | None = None) -> bytes:
    """The ledger of the third quarter."""
    world.ask(export_ledger, DAY, Period.parse("2024Q3"), path, wanted=wanted)
    return path.read_bytes()


def test_ledger_names_whom_to_ask_and_keeps_what_stays(office: tuple[World, Marks], tmp_path: Path) -> None:
    world, marks = office
    found = marks.found(ledger(world, tmp_path / "台账.xlsx"))
    assert found & NEVER == set()
    assert found >= CONTACTS | {f"{unit} form text" for unit in (OWN, OTHER)}


def test_liaison_reads_its_own_and_of_the_others_only_that_they_are_on_its_tasks(office: tuple[World, Marks]) -> None:
    world, marks = office
    world.do(close_period, "2025-01-20", Period.parse("2024Q4"))
    liaison = liaison_of(world)
    quarters = [Period.parse(f"2024Q{number}") for number in range(1, 5)]
    read = [
        liaison.ask(list_plans, None),
        liaison.ask(responsibility_table, None, "2024"),
        liaison.ask(list_tasks, None),
        *(liaison.ask(show_task, None, code) for code in ("2024-01", "2024-03")),
        liaison.ask(list_entries, None),
        liaison.ask(list_extensions, None),
        liaison.ask(list_units, None),
        liaison.ask(show_members, None, "各县（市、区）政府"),
        liaison.ask(read_status, None),
        liaison.ask(read_year_status, None),
        *(liaison.ask(read_period_status, None, quarter) for quarter in quarters),
        *(liaison.ask(read_ledger, None, quarter) for quarter in quarters),
    ]
    found = marks.found(json.dumps(to_plain(read), ensure_ascii=False).encode())
    assert {name for name in found if not name.startswith(OWN)} == {"who acts"}  # who logged and reviewed its own
    assert found >= own("accepted text", "why returned", "pending support", "asks", "answer", "contact", "email")


def liaison_of(world: World) -> World:
    """The office as the liaison of the unit sees it."""
    world.do(add_user, None, world.app.settings.actor, ActorRole.COORDINATOR)
    world.do(add_user, None, "李强", ActorRole.UNIT, unit=OWN)
    return world.actor("李强")


def by_coordinator(world: World, path: Path) -> bytes:
    return ledger(world, path, Wanted(unit=OWN))


def by_liaison(world: World, path: Path) -> bytes:
    return ledger(liaison_of(world), path)


@pytest.mark.parametrize("exported", [by_coordinator, by_liaison])
def test_units_ledger_is_its_own(
    office: tuple[World, Marks], tmp_path: Path, exported: Callable[[World, Path], bytes]
) -> None:
    world, marks = office
    found = marks.found(exported(world, tmp_path / "台账.xlsx"))
    assert found & NEVER == set()
    assert {name for name in found if not name.startswith(OWN)} == set()
    assert found >= own("form text", "sent back text", "contact")
