"""All that the checker says of four published reports, each finding with its reason; the texts stay where they are."""

from pathlib import Path

import pytest

from planner.extraction.reports.checks import check_report
from planner.extraction.reports.parts import read_report
from planner.reading import read_document

SEEDS = Path(__file__).parents[2] / "../shared/seeds"

EXPECTED = {
    "000_6400df55651fb672.txt": [
        # The heads' duty is only cited in the opening and wished for in next year's plans.
        ("part_missing", "3", None),
        # Shortcomings are listed one after another, none with a reason ...
        ("causes_missing", "2", (2893, 3049)),
        # ... in the last paragraph of part one.
        ("part_not_own", "2", (2893, 3049)),
    ],
    "001_27e7cd63c1189395.txt": [
        # One sentence on it in the first item of part one.
        ("part_missing", "3", None),
        # Published on 21 December of the year reported on.
        ("dated_early", None, (94, 104)),
        # The head of a judicial office by name, behind his title and before his award.
        ("person_named", "1", (2951, 2954)),
        # Shortcomings and the next steps under one heading.
        ("part_not_own", "2", (3932, 3946)),
        # Three shortcomings, no reason; that some pay too little attention is itself one of them.
        ("causes_missing", "2", (3950, 4113)),
    ],
    # Four parts of their own, in order, with causes. Older years in it are those of awards and cited papers.
    "003_c0351d6103819b41.txt": [],
    "004_f71dcc286c5253e9.txt": [
        # The first item of part one is about nothing else.
        ("part_not_own", "3", (152, 174)),
        # The year's product is told as expected.
        ("estimate", "1", (1387, 1389)),
        # Shortcomings and the next steps under one heading.
        ("part_not_own", "2", (3247, 3262)),
        # Two weak points in one sentence, no reason.
        ("causes_missing", "2", (3264, 3328)),
    ],
}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_published_report_gets_these_findings_and_no_more(name: str) -> None:
    if not (SEEDS / name).is_file():
        pytest.skip("the published reports are not beside this checkout")

    found = check_report(read_report(read_document(SEEDS / name)))

    assert [(f.code.value, f.part, f.span) for f in found] == EXPECTED[name]
