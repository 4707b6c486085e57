"""What can be wrong with the chain of an audit log, each case named by its rows and told in a sentence."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What was done to a row behind the program's back."""

    CHANGED = "changed"
    HASH = "hash"
    PREVIOUS = "previous"
    HASHES = "hashes"
    REWRITTEN = "rewritten"
    DROPPED = "dropped"
    MOVED = "moved"
    SWAPPED = "swapped"
    INSERTED = "inserted"
    EMPTIED = "emptied"


@dataclass(frozen=True, slots=True)
class Named:
    """A row by what a person knows it by, as it stands now: in a row that was changed this may be changed too."""

    id: int
    on: str
    actor: str
    verb: str
    target: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing done to the rows `first` to `last`, by their ids. `row` is the first of them, None if they are gone.

    `before` and `after` are the rows between which it belongs (MOVED), with which it was exchanged (SWAPPED: `after`),
    or whose link doesn't hold (the others); None at the log's ends. Of a log that was EMPTIED no row is known: 0.
    """

    kind: FaultKind
    first: int
    last: int
    row: Named | None
    before: Named | None = None
    after: Named | None = None

    @property
    def message(self) -> str:
        """What is wrong, without the row's own name: 内容和校验码对不上，这一条被改动过。"""
        return _SENTENCES[self.kind](self)


def ids_told(first: int, last: int) -> str:
    """序号12, 序号12至14."""
    return f"序号{first}" if first == last else f"序号{first}至{last}"


def _rewritten(fault: Fault) -> str:
    if fault.after is None:
        return "这一条被改写，校验码也重算过：它前面没有记录，它却记着上一条的校验码。"
    return f"这一条被改写，校验码也重算过：后面的序号{fault.after.id}记着的上一条校验码不是它的。"


def _dropped(fault: Fault) -> str:
    gone, after = ids_told(fault.first, fault.last), fault.after.id if fault.after else 0
    if fault.before is None:
        return f"{gone}的记录被删去：序号{after}前面还有过记录，现在没有了。"
    place = fault.before.id
    return (
        f"{gone}的记录被删去：序号{after}接的不是序号{place}"
        f"（如果当中的序号本来就没有用过，那就是序号{place}被改写，校验码也重算过）。"
    )


def _moved(fault: Fault) -> str:
    where = [f"排在序号{fault.before.id}之后" if fault.before else "排在最前面"]
    if fault.after:
        where.append(f"序号{fault.after.id}之前")
    return f"被挪动了位置：原来{'、'.join(where)}。"


def _swapped(fault: Fault) -> str:
    return f"和序号{fault.after.id if fault.after else 0}对调了位置。"


_SENTENCES: dict[FaultKind, Callable[[Fault], str]] = {
    FaultKind.CHANGED: lambda _: "内容和校验码对不上，这一条被改动过。",
    FaultKind.HASH: lambda _: "校验码被改动：内容没有变，后一条记着的是它原来的校验码。",
    FaultKind.PREVIOUS: lambda _: "记着的上一条校验码被改动：内容和它自己的校验码没有变。",
    FaultKind.HASHES: lambda _: "它的校验码和记着的上一条校验码都被改动：内容没有变。",
    FaultKind.REWRITTEN: _rewritten,
    FaultKind.DROPPED: _dropped,
    FaultKind.MOVED: _moved,
    FaultKind.SWAPPED: _swapped,
    FaultKind.EMPTIED: lambda _: "库里有单位、计划或用户，操作记录却一条也没有：整份被删去了。",
    FaultKind.INSERTED: lambda _: "是插进来的：前后的记录互相接得上，不接它。",
}
