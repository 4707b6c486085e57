"""Days as people write them."""

import datetime as dt
import re

from planner.domain.document import fold

# 2024-06-30, 2024/6/30, 2024.6.30, 2024年6月30日
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def day_of(text: str) -> dt.date | None:
    """A day from 2024-06-30, 2024/6/30, 2024.6.30 or 2024年6月30日, in any width; None for a blank text.

    Raises ValueError for anything else, and for a day that no calendar has.
    """
    folded = fold(text).strip()
    if not folded:
        return None
    found = _DAY.fullmatch(folded)
    if not found:
        raise ValueError(folded)
    return dt.date(*map(int, found.groups()))
