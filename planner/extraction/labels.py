"""Words by which lines are known: labels before a colon (牵头单位, 责任部门, 完成时限), and a web page's own words."""

import re
from functools import cache

from planner.extraction.rulebook import any_of, any_pattern


@cache
def unit_label() -> str:
    """A regex for the labels of units, without the colon: 牵头考核单位 / 责任部门(首个牵头) / 牵头单位及责任人."""
    prefix, role, middle, head, short = (
        any_of("units", f"label_{part}") for part in ("prefix", "role", "middle", "head", "short")
    )
    second = rf"(?:\({role}\)|[/、及和]{role})?"
    people = any_of("units", "label_people")
    return rf"(?:{prefix}?{role}{second}{middle}?{head}(?:[/、及和]{people})?(?:\([^()]{{0,20}}\))?为?|{short}(?=:))"


def time_label() -> str:
    """A regex for the labels of deadlines, without the colon: 完成时限 / 时间节点."""
    return any_pattern("times", "label")


def other_label() -> str:
    """A regex for the labels of what is neither, without the colon: 适用范围 / 责任人."""
    return any_of("units", "other_label")


@cache
def chrome_before() -> re.Pattern[str]:
    """首页 > 要闻 / 发布时间: a line of the web page before the plan, which no sentence runs through."""
    return re.compile(any_pattern("zones", "chrome_before"))
