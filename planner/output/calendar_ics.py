"""Due days as a calendar after RFC 5545, for any calendar program."""

import datetime as dt
import hashlib
from collections.abc import Sequence

from icalendar import Alarm, Calendar, Event

from planner.domain.board import PlanFacts
from planner.domain.due_days import DueEvent
from planner.output.text import clean

_ALARM = dt.timedelta(days=-7)


def calendar(plan: PlanFacts, events: Sequence[DueEvent], as_of: dt.date) -> bytes:
    """All-day events with an alarm 7 days before. The same events on the same day give the same bytes."""
    found = Calendar()
    found.add("prodid", "-//planner//due days//ZH")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("x-wr-calname", clean(plan.title))
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    # the plan's title, for two offices may both have a plan 2024 in one calendar
    place = hashlib.sha256(f"{plan.issuer} {plan.title}".encode()).hexdigest()[:12]
    for event in events:
        found.add_component(_event(event, stamp, f"{event.key.replace(' ', '-')}@{place}.planner"))
    return bytes(found.to_ical())


def _event(due: DueEvent, stamp: dt.datetime, uid: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", due.day)
    if due.day < dt.date.max:  # RFC 5545, 3.6.1: without an end it takes the one day
        event.add("dtend", due.day + dt.timedelta(days=1))
    event.add("summary", clean(due.summary))
    event.add("description", clean(due.description))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _ALARM)
    alarm.add("description", clean(due.summary))
    event.add_component(alarm)
    return event
