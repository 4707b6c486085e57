"""The Chinese words for what the code names in English."""

from enum import StrEnum

import pytest

from planner.domain.actors import ActorRole
from planner.domain.drafts import CheckpointKind, DueSource, Recurrence, Role
from planner.domain.lights import Cause, Colour, Light
from planner.domain.material import MaterialKind, ReportPart, Use
from planner.domain.progress import Basis, Status, TaskState, Verdict
from planner.domain.wording import WORDS, PlanState, Provenance, chinese_date, light_reason
from tests.domain.made import Q1, Q2, day, point

NAMED = (
    Role,
    Status,
    TaskState,
    Verdict,
    Basis,
    Colour,
    Provenance,
    PlanState,
    CheckpointKind,
    DueSource,
    Recurrence,
    ActorRole,
    ReportPart,
    Use,
    MaterialKind,
)
WHO = ("市司法局",)


@pytest.mark.parametrize("members", NAMED)
def test_every_member_has_a_word_of_its_own_within_its_enum(members: type[StrEnum]) -> None:
    words = [WORDS[member] for member in members]
    assert len(set(words)) == len(words)
    assert all(words)


def test_members_of_two_enums_with_one_value_keep_their_own_words() -> None:
    assert DueSource.NONE.value == Colour.NONE.value
    assert (WORDS[DueSource.NONE], WORDS[Colour.NONE]) == ("无时限", "不亮灯")


@pytest.mark.parametrize(
    ("light", "sentence"),
    [
        (
            Light(Colour.NONE, Cause.STATE, day(5, 6), WHO, state=TaskState.PAUSED),
            "市司法局：任务暂缓，自2024-05-06起不亮灯",
        ),
        (Light(Colour.GREEN, Cause.DONE, day(6, 30), WHO), "市司法局：2024-06-30完成"),
        (Light(Colour.GREEN, Cause.DONE_LATE, day(7, 5), WHO, 5), "市司法局：2024-07-05完成，逾期5天完成"),
        (
            Light(Colour.RED, Cause.OVERDUE, day(6, 30), ("甲局", "乙局"), 3, day(6, 30)),
            "甲局、乙局：应于2024-06-30完成，已逾期3天",
        ),
        (
            Light(Colour.RED, Cause.CHECKPOINT_OVERDUE, day(6, 30), WHO, 3, day(6, 30), point()),
            "市司法局：考核点2024-01.1（评查2次）应于2024-06-30达成，已逾期3天",
        ),
        (
            Light(Colour.YELLOW, Cause.DUE_SOON, day(6, 15), WHO, 8, day(6, 30)),
            "市司法局：2024-06-30到期，还有8天，自2024-06-15起预警",
        ),
        (
            Light(Colour.YELLOW, Cause.CHECKPOINT_DUE_SOON, day(6, 15), WHO, 8, day(6, 30), point()),
            "市司法局：考核点2024-01.1（评查2次）2024-06-30到期，还有8天，自2024-06-15起预警",
        ),
        (Light(Colour.YELLOW, Cause.BLOCKED, day(7, 3), WHO), "市司法局：自2024-07-03起受阻"),
        (
            Light(Colour.YELLOW, Cause.NOT_REPORTED, day(7, 10), WHO, 4, day(7, 10), period=Q2),
            "市司法局：2024Q2应于2024-07-10报送，至今未报",
        ),
        (
            Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, None, WHO, due=day(4, 10), period=Q1),
            "市司法局：2024Q1应于2024-04-10报送，还没到报送日和时限",
        ),
        (
            Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, day(3, 9), WHO, due=day(4, 10), period=Q1, reported=True),
            "市司法局：2024Q1已于2024-03-09报送，还没到报送日和时限",
        ),
        (
            Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, day(3, 9), ("甲局", "乙局"), period=Q1, reported=True),
            "甲局、乙局：2024Q1到2024-03-09都已报送，还没到报送日和时限",
        ),
        (
            Light(Colour.NOT_DUE, Cause.NOT_ASKED_YET, day(12, 1), WHO),
            "市司法局：2024-12-01起承担，本年没有要报送的填报期，时限还没到",
        ),
        (
            Light(Colour.GREEN, Cause.ON_COURSE, day(7, 3), WHO, due=day(12, 31), period=Q2),
            "市司法局：2024Q2已于2024-07-03报送，时限2024-12-31还没到",
        ),
        (
            Light(Colour.GREEN, Cause.ON_COURSE, day(7, 3), WHO, 0, day(9, 30), None, Q2, original=day(6, 30))._replace(
                days_original=20
            ),
            "市司法局：2024Q2已于2024-07-03报送，时限2024-09-30还没到，按原时限2024-06-30逾期20天",
        ),
        (
            Light(Colour.YELLOW, Cause.BLOCKED, day(7, 3), WHO, original=day(6, 30))._replace(
                days_original=20, original_of="2024-01.1"
            ),
            "市司法局：自2024-07-03起受阻，考核点2024-01.1按原时限2024-06-30逾期20天",
        ),
        (
            Light(Colour.RED, Cause.CHECKPOINT_OVERDUE, day(8, 31), WHO, 3, day(8, 31), point())._replace(
                original=day(6, 30), days_original=65
            ),
            "市司法局：考核点2024-01.1（评查2次）应于2024-08-31达成，已逾期3天，任务按原时限2024-06-30逾期65天",
        ),
        (
            Light(Colour.NONE, Cause.NOBODY_COUNTS, whose=("各县（市、区）政府",)),
            "各县（市、区）政府：名册未设，没有成员单位可计，至今不亮灯",
        ),
        (Light(Colour.NONE, Cause.NO_UNIT), "任务没有责任单位，至今不亮灯"),
        (
            Light(Colour.YELLOW, Cause.BLOCKED, day(7, 3), ("甲局", "乙局", "丙局", "丁局"), others=2),
            "甲局、乙局、丙局等4个单位：自2024-07-03起受阻；另有2个单位也亮黄灯",
        ),
    ],
    ids=lambda value: value.cause if isinstance(value, Light) else "",
)
def test_every_light_says_why_since_when_and_whose(light: Light, sentence: str) -> None:
    assert light_reason(light) == sentence


def test_no_cause_is_left_without_a_sentence() -> None:
    told = [light_reason(Light(Colour.GREEN, cause, day(1, 2), WHO, 1, day(1, 2), point(), Q2)) for cause in Cause]
    assert len(set(told)) == len(Cause)


def test_day_is_printed_as_official_documents_do() -> None:
    assert chinese_date(day(4, 8)) == "2024年4月8日"
