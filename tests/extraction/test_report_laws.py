"""Whatever is done to a report's text: the checker answers, and what it marks stands in the text."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.extraction.reports.checks import check_report
from planner.extraction.reports.headings import PART_NAMES
from planner.extraction.reports.ledger import Written
from tests.extraction.report_sample import CLEAN, read

_JOINED = (
    "其中|共|分别为|\n|一、|（一）|2024年|2204年|100%|从|到|比上年的|，|。|（|《|〔待补充：|同志|所长王|\t|一是|二是|第一责任人|下一步|0件|1e5|"
    "１２|٣|零|亿|\u200b|1/0件|（3/0件）|9999999999999件|由0件增长到5件，增长100%|附件|存在不足|0件中0件占0%"
)
_AT_ONCE = 3.0
"""In seconds, for a machine that does other work too; what grows with the square takes four times as long."""
PIECES = tuple(_JOINED.split("|"))


@given(st.integers(min_value=0), st.lists(st.sampled_from(PIECES), max_size=30))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_an_answer_that_stands_in_it(seed: int, pieces: list[str]) -> None:
    text = changed(CLEAN, pieces, random.Random(seed))  # noqa: S311 - a test that can be run again
    report = read(text)

    for finding in check_report(report, written=Written((), own_words=("云溪市",)), previous=report):
        assert finding.message.endswith("。")
        assert finding.part is None or finding.part in PART_NAMES
        assert finding.span is None or 0 <= finding.span[0] < finding.span[1] <= len(text)


def changed(text: str, pieces: list[str], chance: random.Random) -> str:
    """A text with pieces put in, left out and doubled at random places."""
    for piece in pieces:
        at, other = sorted((chance.randrange(len(text) + 1), chance.randrange(len(text) + 1)))
        match chance.randrange(4):
            case 0:
                text = text[:at] + text[min(other, at + 40) :]
            case 1:
                text = text[:other] + text[at : at + 60] + text[other:]
            case _:
                text = text[:at] + piece + text[at:]
    return text


@pytest.mark.parametrize("letter", ["x", "×"])
def test_a_long_run_of_letters_is_read_at_once(letter: str) -> None:
    report = read(CLEAN.replace("开通", letter * 20_000))
    started = time.perf_counter()
    check_report(report)

    assert time.perf_counter() - started < _AT_ONCE


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
@settings(max_examples=100, deadline=None)
def test_a_text_of_any_characters_gets_an_answer(text: str) -> None:
    report = read(text)

    assert all(0 <= f.span[0] < f.span[1] <= len(text) for f in check_report(report, previous=report) if f.span)
