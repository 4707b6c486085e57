"""The canonical form of a row of the audit log, and the hash that chains it to the one before."""

import datetime as dt
from dataclasses import fields, replace
from hashlib import sha256

from planner.domain.audit_chain import LoggedAct, canonical, chained

ACT = LoggedAct(
    office="default",
    actor="王敏",
    verb="task:extend",
    target="2024-02",
    before={"乙": [1, 2.5, None], "甲": {"是": True, "a": "“引”\n"}},
    after=None,
    reason="系统改造",
    on=dt.date(2024, 7, 2),
    recorded=dt.datetime(2024, 7, 2, 9, 0, tzinfo=dt.UTC),
)
FORM = (
    r'{"actor":"王敏","after":null,"before":{"乙":[1,2.5,null],"甲":{"a":"“引”\n","是":true}},"office":"default",'
    r'"on":"2024-07-02","previous":"ab12","reason":"系统改造","recorded":"2024-07-02T09:00:00.000000+00:00",'
    r'"target":"2024-02","verb":"task:extend"}'
)


def test_canonical_form_is_one_sorted_json_object_in_utf_8() -> None:
    assert canonical(ACT, "ab12") == FORM.encode()


def test_hash_is_that_of_the_canonical_form() -> None:
    assert chained(ACT, "ab12") == sha256(FORM.encode()).hexdigest()


def test_same_moment_in_another_zone_is_the_same_row() -> None:
    beijing = ACT.recorded.astimezone(dt.timezone(dt.timedelta(hours=8)))
    assert chained(replace(ACT, recorded=beijing), "") == chained(ACT, "")


def test_whatever_differs_gives_another_hash() -> None:
    others = {
        "office": "other",
        "actor": "李强",
        "verb": "task:due",
        "target": "2024-03",
        "before": {},
        "after": {"due": None},
        "reason": "",
        "on": dt.date(2024, 7, 3),
        "recorded": ACT.recorded + dt.timedelta(microseconds=1),
    }
    assert set(others) == {field.name for field in fields(LoggedAct)}
    hashes = {chained(replace(ACT, **{name: value}), "") for name, value in others.items()}  # type: ignore[arg-type]
    assert len(hashes | {chained(ACT, ""), chained(ACT, "ab12")}) == len(others) + 2
