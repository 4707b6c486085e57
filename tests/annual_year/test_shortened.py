"""The year's report within a number of characters: what its body leaves out stands in the annex, with the reason."""

import re
from collections.abc import Mapping

import pytest

from planner.domain.report import AnnualReport
from tests.annual_year.measuring import unexplained, unprinted, untold
from tests.annual_year.texts import Written
from tests.annual_year.year import CHARACTERS, PLAN, ROWS, Row

_TEXT, _REASON = 4, 5
# 一是受理申请, （一）改进政务服务
_BEFORE = re.compile(r"^(?:[一二三四五六七八九十]+是|（[一二三四五六七八九十]+）)")
_UNIT = "|".join(sorted({f"{row.unit.removesuffix('政府')}(?:政府(?=全年))?" for row in ROWS}))
_DOER = re.compile(f"^(?:{_UNIT})(?:、(?:{_UNIT}))*等?")

FORMATS = ("md", "html", "docx")


def told(body: str) -> set[str]:
    """The sentences of a body, without 一是 and the unit whose deed they tell; without headings, the plan's words."""
    sentences = {_DOER.sub("", _BEFORE.sub("", sentence.strip())) for sentence in re.split("[。；\n]", body)}
    return {sentence for sentence in sentences if sentence not in PLAN}


@pytest.mark.parametrize("name", FORMATS)
def test_body_is_within_its_characters_and_annex_has_the_rest(
    texts: Mapping[str, str], shortened: Mapping[str, Written], name: str
) -> None:
    assert len("".join(shortened[name].body.split())) <= CHARACTERS < len("".join(texts[name].split()))
    assert shortened[name].annex


@pytest.mark.parametrize("name", FORMATS)
def test_body_and_annex_have_every_accepted_figure_and_no_other_number(
    shortened: Mapping[str, Written], short_report: AnnualReport, entries: Mapping[int, Row], name: str
) -> None:
    both = "\n".join([shortened[name].body, *(row[_TEXT] for row in shortened[name].annex)])
    assert untold(both, short_report.figures, entries) == []
    assert unexplained(both, short_report.figures, entries, PLAN) == []
    assert unprinted(both, short_report.figures) == []


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_left_out_of_the_body_stands_in_the_annex(
    texts: Mapping[str, str], shortened: Mapping[str, Written], name: str
) -> None:
    whole, short = (told(body) for body in (texts[name], shortened[name].body))
    left_out = {row[_TEXT].rstrip("。") for row in shortened[name].annex}
    assert left_out & short == set()
    assert {sentence for sentence in whole - short if not any(sentence in text for text in left_out)} == set()


@pytest.mark.parametrize("name", FORMATS)
def test_each_row_of_the_annex_says_why_it_is_there(shortened: Mapping[str, Written], name: str) -> None:
    assert [row for row in shortened[name].annex if not row[_REASON].startswith("为控制字数：")] == []


def test_all_four_parts_remain(shortened: Mapping[str, Written]) -> None:
    parts = [line for line in shortened["md"].body.splitlines() if line[:2] in {"一、", "二、", "三、", "四、"}]
    assert parts == [
        "一、主要举措和成效",
        "二、不足和原因",
        "三、党政主要负责人履行推进法治建设第一责任人职责情况",
        "四、2025年主要安排",
    ]
