"""Whatever a verb logs has a Chinese word in the list of what was done."""

import re
from pathlib import Path

from planner.domain.audit_words import VERBS

USECASES = Path(__file__).parents[2] / "planner" / "usecases"
# "task:assign", "plan:close-period"
LOGGED = re.compile(r'"((?:plan|unit|task|progress|extension|form|user):[a-z-]+)"')


def test_every_verb_that_is_logged_has_a_word() -> None:
    logged = {verb for path in USECASES.glob("*.py") for verb in LOGGED.findall(path.read_text(encoding="utf-8"))}
    assert len(logged) > 20
    assert logged - set(VERBS) == set()
