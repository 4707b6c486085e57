"""The calendar of due days, read again by the library and looked at line by line."""

import datetime as dt
from dataclasses import replace

from icalendar import Calendar, Event

from planner.domain.due_days import DueEvent
from planner.output.calendar_ics import calendar
from tests.domain.made import PLAN
from tests.output.conftest import HOSTILE

AS_OF = dt.date(2024, 7, 20)
EVENT = DueEvent(
    "2024-07 due",
    dt.date(2024, 9, 30),
    "2024-07 应完成：管好决策目录（市司法局）",
    "《要点》\n单位：市司法局",
    ("市司法局",),
)


def events(data: bytes) -> list[Event]:
    return list(Calendar.from_ical(data).walk("VEVENT"))  # type: ignore[arg-type]


def test_due_day_is_an_event_of_a_whole_day_with_an_alarm() -> None:
    found = events(calendar(PLAN, [EVENT], AS_OF))
    assert len(found) == 1
    assert found[0].decoded("dtstart") == dt.date(2024, 9, 30)
    assert found[0].decoded("dtend") == dt.date(2024, 10, 1)
    assert str(found[0]["summary"]) == "2024-07 应完成：管好决策目录（市司法局）"
    assert str(found[0]["description"]) == "《要点》\n单位：市司法局"
    alarm = found[0].walk("VALARM")[0]
    assert (alarm.decoded("trigger"), str(alarm["action"])) == (dt.timedelta(days=-7), "DISPLAY")


def test_same_days_give_the_same_bytes() -> None:
    assert calendar(PLAN, [EVENT], AS_OF) == calendar(PLAN, [EVENT], AS_OF)


def test_event_keeps_its_uid_when_its_day_is_moved_and_two_plans_share_none() -> None:
    moved = events(calendar(PLAN, [replace(EVENT, day=AS_OF)], AS_OF))
    same = events(calendar(PLAN, [EVENT], dt.date(2024, 8, 1)))
    other = events(calendar(PLAN._replace(title="别处的要点"), [EVENT], AS_OF))
    assert moved[0]["uid"] == same[0]["uid"]
    assert other[0]["uid"] != same[0]["uid"]


def test_lines_are_folded_between_characters_and_ended_as_the_standard_says() -> None:
    data = calendar(PLAN, [DueEvent("a", AS_OF, "考核点" * 60, "说明", ())], AS_OF)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 and line.decode() for line in data.split(b"\r\n")[:-1])
    assert str(events(data)[0]["summary"]) == "考核点" * 60


def test_any_text_is_one_event() -> None:
    for text in HOSTILE:
        found = events(calendar(PLAN, [DueEvent("a", AS_OF, f"甲{text}乙\r\nEND:VEVENT", text, ())], AS_OF))
        assert len(found) == 1
        assert str(found[0]["summary"]).startswith("甲")
