"""Controls, Unicode's own line ends, lone surrogates and marks of figures that came with an entry are in no file."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest

from planner.domain.letters import build_letter
from planner.domain.matters import LetterKind
from planner.domain.reminders import ChaseList, UnitToChase
from planner.domain.report import ProblemPassage
from planner.output.ledger_xlsx import ledger_workbook
from planner.output.letters import letter_docx
from planner.output.lists import chase_csv
from planner.output.material_xlsx import material_workbook
from planner.output.reports import Format, Layout, as_file, draw
from planner.output.status_page import render_status
from tests.factories_material import SENTENCE, book_of
from tests.factories_reports import LEFT_OUT, MARKED_REPORT
from tests.factories_views import LEDGER, LEDGER_TASK, NOTICE, STATUS_PAGE, UNIT_LINE
from tests.output.conftest import TEMPLATES
from tests.output.test_letters import AS_OF, BACK
from tests.output.test_remind_list import MATTER, UNIT

TYPED = "甲\x00\x0b\x1f\x7f\x80\x85\x9f乙\u2028丙\u2029丁\ud800\ue000戊\ue001己\ue002"
"""What stands in a cell that was pasted from elsewhere."""
_FOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ue000-\ue002]")
# &#133; &#x2028;
_NUMBERED = re.compile(r"&#(?:x([0-9a-fA-F]+)|([0-9]+));")
# _x0085_: the same to Excel
_ESCAPED = re.compile(r"_x(?:00(?:7f|[0189].)|202[89]|e00[0-2])_", re.IGNORECASE)

STATUS = replace(STATUS_PAGE, late=(replace(NOTICE, title=TYPED, message=TYPED),))
REPORT = replace(
    MARKED_REPORT,
    problems=(ProblemPassage("2024-05", TYPED, 3, TYPED, TYPED, TYPED),),
    annex=(replace(LEFT_OUT, text=TYPED, unit=TYPED),),
)


LINE = replace(UNIT_LINE, progress=TYPED, problem=TYPED, evidence=TYPED)


def status(fmt: Format) -> bytes:
    return render_status(STATUS, fmt=fmt, templates=TEMPLATES)


def annual(fmt: Format) -> bytes:
    return as_file(draw(REPORT, Layout(TEMPLATES, sources=True)), fmt, TEMPLATES)


def ledger() -> bytes:
    return ledger_workbook(replace(LEDGER, plan_title=TYPED, tasks=(replace(LEDGER_TASK, title=TYPED, lines=(LINE,)),)))


def material() -> bytes:
    return material_workbook(book_of(replace(SENTENCE, text=TYPED, wording=TYPED)))


def letter() -> bytes:
    plan = (TYPED, 2024)
    made = build_letter(LetterKind.URGING, TYPED, [replace(BACK, reason=TYPED)], plan=plan, as_of=AS_OF)
    return letter_docx(made, TEMPLATES)


def chased() -> bytes:
    unit = UnitToChase(UNIT._replace(name=TYPED, contact=TYPED), LetterKind.URGING, (replace(MATTER, title=TYPED),))
    return chase_csv(ChaseList("2024", TYPED, 2024, AS_OF, (unit,), 0, 0))


def texts(data: bytes) -> list[str]:
    """The texts that a file is made of, numbered signs in them as themselves."""
    parts = [data]
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = [package.read(name) for name in package.namelist() if name.endswith((".xml", ".rels"))]
    return [_NUMBERED.sub(lambda sign: chr(int(sign[1] or "0", 16) or int(sign[2])), part.decode()) for part in parts]


@pytest.mark.parametrize(
    "written",
    [
        *(pytest.param(lambda f=f: status(f), id=f"status-{f}") for f in ("md", "html", "docx")),
        *(pytest.param(lambda f=f: annual(f), id=f"annual-{f}") for f in ("md", "html", "docx")),
        *(ledger, material, letter, chased),
    ],
)
def test_no_file_holds_what_cannot_be_seen(written: Callable[[], bytes]) -> None:
    found = texts(written())
    assert [sign for text in found for sign in (*_FOUND.findall(text), *_ESCAPED.findall(text))] == []
    assert any("丙" in text and "己" in text for text in found)
