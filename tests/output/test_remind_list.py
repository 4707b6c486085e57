"""The list for mail merge: what a spreadsheet or Word reads of it."""

import csv
import datetime as dt
from dataclasses import replace
from io import StringIO

import pytest

from planner.domain.board import UnitFacts
from planner.domain.matters import LetterKind, Matter, MatterCause
from planner.domain.periods import Period
from planner.domain.reminders import ChaseList, UnitToChase
from planner.output.lists import chase_csv
from planner.output.text import clean
from tests.output.conftest import HOSTILE

UNIT = UnitFacts(1, "市公安局", "政府部门", False, "林知远", "0900-8120001", "gaj@yunxi.example")
MATTER = Matter("k", MatterCause.LATE, "2024-05", "管好目录", dt.date(2024, 6, 30), 20, overdue=True, step=2)


def rows(*units: UnitToChase) -> list[list[str]]:
    chase = ChaseList("2024", "要点", 2024, dt.date(2024, 7, 20), units, 0, 0)
    data = chase_csv(chase)
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_unit_is_a_row_with_all_its_matters_as_one_text() -> None:
    report = replace(MATTER, cause=MatterCause.NOT_REPORTED, period=Period(2024, 2), step=1)
    many = [replace(report, key=str(n), task=f"2024-{n:02d}") for n in range(1, 6)]
    proposed = UNIT._replace(kind_proposed=True)
    together = "2024-01、02、03、04、05：2024Q2应于2024-06-30报送，至今未报"
    assert rows(UnitToChase(proposed, LetterKind.URGING, (MATTER, *many))) == [
        ["单位", "类别", "联络员", "电话", "邮箱", "件数", "事项", "函件类型", "第几次"],
        [
            "市公安局",
            "政府部门（推定）",
            "林知远",
            "0900-8120001",
            "gaj@yunxi.example",
            "6",
            f"2024-05 管好目录：应于2024-06-30完成，已逾期20天；{together}",
            "催报函",
            "2",
        ],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 900",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "　=1",
        "＝1",
        "\u00a0=1",
        "\u200b=1",
        *HOSTILE,
    ],
)
def test_no_text_comes_out_as_a_formula(text: str) -> None:
    found = rows(UnitToChase(UNIT._replace(name=text, contact=text, phone=text), LetterKind.URGING, (MATTER,)))
    assert len(found) == 2
    for cell in (found[1][0], found[1][2], found[1][3]):
        assert not cell.strip().startswith(("=", "+", "-", "@"))
        assert cell in (clean(text), f"'{clean(text)}")


def test_harmless_text_is_left_alone() -> None:
    assert rows(UnitToChase(UNIT, LetterKind.URGING, (MATTER,)))[1][3] == "0900-8120001"
