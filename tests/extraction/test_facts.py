"""What a document tells about itself."""

import datetime as dt

import pytest

from tests.extraction.reading import draft

ITEMS = "一、重点工作\n（一）建平台。搭建系统。（市科技局）\n（二）育人才。引进团队。（市人社局）\n"


def test_year_and_last_day_of_a_plan_for_one_year() -> None:
    plan = draft(f"云溪市2024年工作要点\n{ITEMS}")
    assert (plan.year, plan.ends_on) == (2024, dt.date(2024, 12, 31))


def test_year_and_last_day_of_a_plan_for_several_years() -> None:
    plan = draft(f"云溪市人才工作方案（2024—2026年）\n{ITEMS}")
    assert (plan.year, plan.ends_on) == (2024, dt.date(2026, 12, 31))


def test_year_of_the_deadlines_where_the_title_names_none() -> None:
    assert draft(f"云溪市人才工作方案\n{ITEMS}（三）做总结。2023年10月底前完成。\n").year == 2023


def test_year_that_is_only_a_goal_ends_the_plan_and_begins_none() -> None:
    plan = draft(f"云溪市人才工作方案\n到2027年，建成高地。\n{ITEMS}")
    assert (plan.year, plan.ends_on) == (None, dt.date(2027, 12, 31))


@pytest.mark.parametrize(
    ("front", "words", "day"),
    [
        (
            "时间:2024-04-20\n为做好工作,4月18日,印发了《要点》。\n云溪市2024年工作要点\n",
            "4月18日",
            dt.date(2024, 4, 18),
        ),
        ("时间:2024-04-20\n市政府部署今年各项工作。\n云溪市2024年工作要点\n", "2024-04-20", dt.date(2024, 4, 20)),
        ("云溪市2024年工作要点\n（2024年2月6日）\n", "2024年2月6日", dt.date(2024, 2, 6)),
    ],
)
def test_day_of_issue_and_its_words(front: str, words: str, day: dt.date) -> None:
    text = front + ITEMS
    plan = draft(text)
    assert plan.issued_on == day
    assert plan.issued_span is not None
    assert words in plan.issued_span.of(text)


def test_signature_tells_day_and_issuer() -> None:
    plan = draft(f"云溪市2024年工作要点\n{ITEMS}云溪市司法局\n二〇二四年三月五日\n")
    assert (plan.issued_on, plan.issuer) == (dt.date(2024, 3, 5), "云溪市司法局")


@pytest.mark.parametrize(
    ("front", "issuer"),
    [
        ("云溪市人民政府关于加强人才工作的意见\n", "云溪市人民政府"),
        ("发布机构：云溪市教育局\n云溪市2024年工作要点\n", "云溪市教育局"),
        ("云溪市2024年工作要点\n", None),
    ],
)
def test_issuer_is_named_or_null(front: str, issuer: str | None) -> None:
    assert draft(front + ITEMS).issuer == issuer


def test_claims_stand_beside_what_was_found() -> None:
    plan = draft(f"云溪市2024年工作要点\n围绕1个方面，部署3项具体工作任务。\n{ITEMS}")
    assert [(claim.text, claim.what, claim.stated, claim.found) for claim in plan.claims] == [
        ("3项具体工作任务", "tasks", 3, 2)
    ]
    assert [warning.code for warning in plan.warnings] == ["count-differs"]


def test_claims_that_hold_are_exposed_and_not_warned_of() -> None:
    plan = draft(f"云溪市2024年工作要点\n部署2项重点任务。\n{ITEMS}")
    assert [(claim.stated, claim.found) for claim in plan.claims] == [(2, 2)]
    assert plan.warnings == ()
