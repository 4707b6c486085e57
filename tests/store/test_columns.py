"""What goes into a migrated database comes out the same, on both kinds."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from planner.store.base import DecimalText, EnumText, UtcDateTime
from planner.store.models import Base, Figure
from tests.world import World

ENUM_COLUMNS = [
    column for table in Base.metadata.sorted_tables for column in table.columns if isinstance(column.type, EnumText)
]
VALUE = Base.metadata.tables["figure"].columns["value"]
RECORDED, AFTER = (Base.metadata.tables["audit_event"].columns[name] for name in ("recorded", "after"))
NOON = dt.datetime(2024, 7, 5, 12, 0, tzinfo=dt.UTC)

_numbers = count(1)


@pytest.fixture
def connection(world: World) -> Iterator[Connection]:
    """A connection to a migrated database that holds one row in every table; all is taken back at the end."""
    with world.app.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(insert(table), {column.name: _some(column) for column in table.columns})
        yield connection


def _some(column: Column[Any]) -> object:
    """A value that fits a column; ids and references are 1."""
    if column.primary_key or column.foreign_keys:
        return None if column.nullable else 1
    if isinstance(column.type, EnumText):
        members: type[StrEnum] = column.type.members
        return next(iter(members))
    if isinstance(column.type, UtcDateTime):
        return NOON
    plain = {dt.date: dt.date(2024, 7, 5), bool: True, int: 1, Decimal: Decimal(1)}
    kind = Decimal if isinstance(column.type, DecimalText) else column.type.python_type
    return plain.get(kind, f"字{next(_numbers)}")


def _back(connection: Connection, column: Column[Any], value: object) -> object:
    """What a column gives back after a value was put into it."""
    table = column.table
    assert isinstance(table, Table)
    connection.execute(update(table).values({column.name: value}))
    return connection.execute(select(column)).scalar_one()


def test_every_member_of_every_enum_survives_every_column_it_may_stand_in(connection: Connection) -> None:
    assert len(ENUM_COLUMNS) > 15
    for column in ENUM_COLUMNS:
        members: type[StrEnum] = column.type.members  # type: ignore[attr-defined]
        back = [_back(connection, column, member) for member in members]
        assert (str(column), back) == (str(column), list(members))
        assert all(type(member) is members for member in back)


def test_word_outside_an_enum_is_refused_before_it_is_stored(connection: Connection) -> None:
    with pytest.raises(StatementError, match="is not a valid"):
        _back(connection, ENUM_COLUMNS[0], "whatever")


@pytest.mark.parametrize("value", ["0", "0.1", "95.5", "1234567890123456789.123456789", "-3", "1E+3", "1E-7"])
def test_number_is_kept_exactly(connection: Connection, value: str) -> None:
    assert _back(connection, VALUE, Decimal(value)) == Decimal(value)


def test_third_of_a_hundred_fits_its_column(connection: Connection) -> None:
    assert _back(connection, VALUE, Decimal(100) / Decimal(3)) == Decimal(100) / Decimal(3)


def test_moment_comes_back_in_utc(connection: Connection) -> None:
    beijing = dt.timezone(dt.timedelta(hours=8))
    back = _back(connection, RECORDED, dt.datetime(2024, 7, 5, 20, 0, tzinfo=beijing))
    assert (back, getattr(back, "tzinfo", None)) == (NOON, dt.UTC)


def test_moment_without_a_zone_is_refused(connection: Connection) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        _back(connection, RECORDED, dt.datetime(2024, 7, 5))  # noqa: DTZ001 - that is the case


@pytest.mark.parametrize("value", [None, {"乙": [1, 2.5, None], "甲": {"是": True}}, [], "草案", 3])
def test_json_comes_back_as_it_went_in(connection: Connection, value: object) -> None:
    assert _back(connection, AFTER, value) == value


def test_equal_json_is_equal_text_with_its_chinese_readable(connection: Connection) -> None:
    texts = []
    for value in ({"乙": 1, "甲": 2}, {"甲": 2, "乙": 1}):
        _back(connection, AFTER, value)
        texts.append(connection.exec_driver_sql("select after from audit_event").scalar_one())
    assert texts == ['{"乙": 1, "甲": 2}'] * 2


def test_row_that_refers_to_nothing_is_refused(connection: Connection) -> None:
    with pytest.raises(IntegrityError):
        connection.execute(update(Figure).values(entry_id=99))
