"""What the checker of reports finds: never a verdict on the office, only what a careful reader would mark."""

from dataclasses import dataclass
from enum import StrEnum


class FindingCode(StrEnum):
    """What is wrong, by a stable word."""

    PART_MISSING = "part_missing"
    PART_NOT_OWN = "part_not_own"
    PART_ORDER = "part_order"
    CAUSES_MISSING = "causes_missing"
    GAP = "gap"
    SUM_WRONG = "sum_wrong"
    SHARE_OVER = "share_over"
    SHARE_WRONG = "share_wrong"
    GROWTH_WRONG = "growth_wrong"
    TWO_VALUES = "two_values"
    ESTIMATE = "estimate"
    DATED_EARLY = "dated_early"
    REPORTED_LATE = "reported_late"
    PUBLISHED_LATE = "published_late"
    YEAR_STALE = "year_stale"
    REPEATED = "repeated"
    FIGURE_DIFFERS = "figure_differs"
    FIGURE_UNTRACED = "figure_untraced"
    FIGURE_BY_HAND = "figure_by_hand"
    PERSON_NAMED = "person_named"
    PHONE = "phone"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `part` is the report's part it stands in (first … fifth by norms.md: "1" … "5"), None for the whole.

    `span` are offsets into the text that was read, None where something is missing. `message` is one Chinese sentence:
    what, where, and what would do.
    """

    code: FindingCode
    part: str | None
    message: str
    span: tuple[int, int] | None
