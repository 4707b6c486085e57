"""Whatever a verb logs has a Chinese word in the list of what was done."""

import re
from pathlib import Path

from planner.domain.audit_words import VERBS, brief

USECASES = Path(__file__).parents[2] / "planner" / "usecases"
# "task:assign", "plan:close-period"
LOGGED = re.compile(r'"((?:plan|unit|task|progress|extension|form|user):[a-z-]+)"')


def test_every_verb_that_is_logged_has_a_word() -> None:
    logged = {verb for path in USECASES.glob("*.py") for verb in LOGGED.findall(path.read_text(encoding="utf-8"))}
    assert len(logged) > 20
    assert logged - set(VERBS) == set()


def test_day_asked_for_is_not_told_as_a_units_last_day() -> None:
    assert brief({"request": 1, "to": "2025-06-30"}) == "申请 1、延到 2025-06-30"
    assert brief({"from": "2024-01-01", "to": "2024-12-31"}) == "起 2024-01-01、止 2024-12-31"


def test_round_is_told_by_number_and_day_of_return() -> None:
    assert brief({"return_by": "2024-10-10", "round": 1, "units": ["市司法局"]}) == (
        "交回日 2024-10-10、轮次 1、责任单位 市司法局"
    )


def test_checkpoint_is_told_in_words_and_a_units_kind_as_it_stands() -> None:
    assert brief({"checkpoint": {"kind": "frequency", "period": "quarter", "text": "案卷评查"}}) == (
        "考核点 频次、每季度、内容 案卷评查"
    )
    assert brief({"kind": "政府部门", "period": "2024Q1"}) == "类别 政府部门、周期 2024Q1"
