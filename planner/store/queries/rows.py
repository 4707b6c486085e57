"""Rows by what they hang on, and the values that queries are asked with.

Queries that every command asks are built once, with places for the values: to build one takes three times as long as to
ask it.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import BindParameter, Row, Select, bindparam
from sqlalchemy.orm import Session

Query = Select[*tuple[Any, ...]]
Rows = Mapping[int, list[Row[*tuple[Any, ...]]]]
Values = Mapping[str, object]
"""What a query is asked with, by the name of its place."""

DAY: BindParameter[Any] = bindparam("day")
"""The place of the day as of which something is asked."""


def grouped(session: Session, query: Query, values: Values) -> Rows:
    """The rows of a query by their first column."""
    groups: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in session.execute(query, values):
        groups[row[0]].append(row)
    return groups
