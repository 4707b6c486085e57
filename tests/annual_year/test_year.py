"""The measuring year itself: its facts are those of published reports, and what each entry gives is listed by hand."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

import pytest

from tests.annual_year.numbers import numbers
from tests.annual_year.year import FACTS, ROWS, Row
from tests.conftest import SHARED


def test_numbers_of_each_entry_are_those_listed_by_hand() -> None:
    found = [Counter(numbers(row.words) + row.given) for row in ROWS]
    assert [row for row, counted in zip(ROWS, found, strict=True) if counted != Counter(row.numbers)] == []


def test_facts_are_over_ninety_figures_of_four_reports() -> None:
    assert {fact.report for fact in FACTS} == {"000", "001", "003", "004"}
    assert len({number for fact in FACTS for number in numbers(fact.printed)}) >= 90


@pytest.mark.skipif(not (SHARED / "seeds").is_dir(), reason="no published reports beside the repository")
@pytest.mark.parametrize("report", ["000", "001", "003", "004"])
def test_facts_stand_in_the_published_report(report: str) -> None:
    published = next((SHARED / "seeds").glob(f"{report}_*.txt")).read_text(encoding="utf-8")
    folded = unicodedata.normalize("NFKC", published)
    missing = [fact.printed for fact in FACTS if fact.report == report and fact.printed not in folded]
    assert missing == []


def test_year_is_filed_by_several_units_a_task_in_four_quarters(entries: Mapping[int, Row]) -> None:
    assert len(entries) == len(ROWS)
    assert {row.period for row in ROWS} == {"2024Q1", "2024Q2", "2024Q3", "2024Q4"}
    several = [task for task in {row.task for row in ROWS} if len({r.unit for r in ROWS if r.task == task}) > 1]
    assert len(several) >= 15
