"""Rows by what they hang on."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import Session

Rows = Mapping[int, list[Row[*tuple[Any, ...]]]]


def grouped(session: Session, query: Select[*tuple[Any, ...]]) -> Rows:
    """The rows of a query by their first column."""
    groups: dict[int, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in session.execute(query):
        groups[row[0]].append(row)
    return groups
