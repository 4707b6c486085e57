"""What a person may write into the review workbook: pure checks, each fault one Chinese sentence."""

import re
from collections.abc import Iterable, Iterator

from planner.domain.document import name_key
from planner.domain.drafts import CheckpointKind
from planner.domain.review import ReturnedPoint

# 举办培训2期。 / 一是抓早，二是抓小；: a task may be split behind any of its stops
_CLAUSE = re.compile(r"[^。！？!?；;，,：:\n]+[。！？!?；;，,：:]?")
_STOPS = "。！？!?；;，,：: \t\u3000"
_SHOWN = 20


def lost_words(before: str, after: Iterable[str]) -> tuple[str, ...]:
    """The clauses of a task's words that none of the pieces it was split into holds, blanks and widths aside."""
    pieces = [name_key(piece) for piece in after]
    clauses = [clause.strip(_STOPS) for clause in _CLAUSE.findall(before)]
    return tuple(clause for clause in clauses if clause and not any(name_key(clause) in piece for piece in pieces))


def shown(sentence: str) -> str:
    """A sentence as a message quotes it."""
    return sentence if len(sentence) <= _SHOWN else f"{sentence[:_SHOWN]}…"


def point_faults(point: ReturnedPoint) -> Iterator[str]:
    """What a checkpoint's row lacks to be counted, told by cell."""

    def at(field: str) -> str:
        return point.cells.get(field, point.place)

    if not point.text.strip():
        yield f"{at('text')}：考核内容是空的，请写明考核什么"
    if point.kind is CheckpointKind.DATE and not point.dues:
        yield f"{at('dues')}：“时间”一类的考核点要有应达成日"
    if point.kind in (CheckpointKind.RATE, CheckpointKind.QUANTITY) and point.value is None:
        yield f"{at('value')}：“{'比率' if point.kind is CheckpointKind.RATE else '数量'}”一类的考核点要有数值"
    if point.kind is CheckpointKind.FREQUENCY and point.period is None and not point.dues:
        yield f"{at('period')}：“频次”一类的考核点要有周期或应达成日"
    if point.value is not None and point.comparator is None:
        yield f"{at('comparator')}：有数值就要写明要求（≥、≤ 或 =）"
    if point.value is not None and point.value < 0:
        yield f"{at('value')}：数值不能是负数"
    if len(set(point.dues)) < len(point.dues):
        yield f"{at('dues')}：同一个日子写了两次"
