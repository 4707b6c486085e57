"""What the writer and the reader of a workbook share: hidden properties, sheets, columns, and how a file fails."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from io import StringIO

from planner.domain.review import UNIT_JOINER, Handling

PLAN_PROPERTY = "planner-plan"
"""The hidden document property that tells which plan a workbook was written for."""

KIND_PROPERTY = "planner-kind"
"""The hidden document property that tells what a workbook is."""

STATE_PROPERTY = "planner-state"
"""The hidden document property that tells what the plan was like when a workbook was written."""

VERSION_PROPERTY = "planner-version"
"""The hidden document property that tells the version of the plan that a workbook shows, as `plan show` prints it."""

REVIEW_KIND = "review"

TASKS = "任务"
POINTS = "考核点"
PROPOSALS = "修订建议"

# Columns of the review workbook that come back, by the fields they become.
TASK_COLUMNS: Mapping[str, str] = {
    "code": "编号",
    "handling": "处理",
    "tracked": "跟踪",
    "section": "部分",
    "number": "序号",
    "title": "任务",
    "body": "正文",
    "lead": "牵头单位",
    "responsible": "责任单位",
    "cooperating": "配合单位",
    "due": "完成时限",
    "version": "版本",
}
POINT_COLUMNS: Mapping[str, str] = {
    "code": "编号",
    "handling": "处理",
    "task": "任务",
    "text": "考核内容",
    "kind": "类型",
    "comparator": "要求",
    "value": "数值",
    "unit": "计量单位",
    "period": "周期",
    "dues": "应达成日",
    "whose": "归属",
    "version": "版本",
}
PROPOSAL_COLUMNS: Mapping[str, str] = {"id": "建议号", "taken": "处理", "version": "版本"}

HANDLING_WORDS: Mapping[Handling, str] = {
    Handling.KEEP: "保留",
    Handling.MERGE: "并入",
    Handling.SPLIT: "拆自",
    Handling.ADD: "新增",
    Handling.REMOVE: "删除",
}
YES, NO = "是", "否"
TAKE, DECLINE = "采用", "不采用"

JOINER = UNIT_JOINER
"""Between units, and between days, in one cell."""

LONGEST_CELL = 32_000
"""What is longer than so many characters is cut short in a cell, and can't be taken from it."""

BROKEN_FILE = (
    zipfile.BadZipFile,
    zlib.error,
    SyntaxError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
)
"""What zipfile and openpyxl raise on files that are cut short, locked or made up."""


@contextmanager
def opening_quietly() -> Iterator[None]:
    """Keep what openpyxl tells of a file that it opens from the person, and from who reads our JSON.

    It warns of what it leaves out of styles and validations, and prints the number of a style that isn't there.
    """
    with warnings.catch_warnings(), redirect_stdout(StringIO()):
        warnings.simplefilter("ignore")
        yield
