"""Every column of the tables is said to be internal, reported or public, once."""

from collections import Counter

import pytest

from planner.domain.privacy import Privacy, fields_named, privacy_of
from planner.store.models import Base

COLUMNS = [(name, column.name) for name, table in Base.metadata.tables.items() for column in table.columns]


def test_every_column_has_its_level() -> None:
    assert sum(Counter(privacy_of(*column) for column in COLUMNS).values()) == len(COLUMNS)


def test_no_level_is_said_of_what_is_no_column() -> None:
    named = [field for field in fields_named() if field[1] != "*"]
    assert (set(named) - set(COLUMNS), len(named)) == (set(), len(set(named)))


@pytest.mark.parametrize(
    ("privacy", "fields"),
    [
        (Privacy.INTERNAL, "unit.contact unit.phone unit.email review.reason entry.actor extension_request.reason"),
        (Privacy.INTERNAL, "audit_event.after user_account.name form_return.phone form_return.file_name"),
        (Privacy.REPORTED, "entry.text entry.problem figure.value evidence.value"),
        (Privacy.PUBLIC, "plan.title task.body history_report.text"),
    ],
)
def test_fields_are_what_they_are_for(privacy: Privacy, fields: str) -> None:
    assert {field: privacy_of(*field.split(".")) for field in fields.split()} == dict.fromkeys(fields.split(), privacy)


def test_field_of_which_nobody_has_said_is_none() -> None:
    with pytest.raises(KeyError):
        privacy_of("unit", "fax")
