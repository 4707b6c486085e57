"""What a template's operations may make: how much text, how large a number, and which filters and methods there are."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, TypeVar, cast

from jinja2 import TemplateError, Undefined, nodes
from jinja2.visitor import NodeTransformer

if TYPE_CHECKING:
    from jinja2 import Environment

T = TypeVar("T")

STEPS = 1_000_000
"""So many turns of loops and calls a template may make: a report of 5,000 entries takes a tenth of it."""
LONGEST = 5_000_000
"""So many characters a template may write. A text that it hands on may have a fifth, a list with all in it as many."""
MOST = 10 * LONGEST
"""So many characters and items all that a template hands on may have together."""
LARGEST = 100_000
"""No count, width or power's base that a template gives may be larger."""
TOO_LARGE = "用了太长的文字或太大的数"
_BITS = 128
_LONGEST_TEXT = LONGEST // 5
_LISTS = (list, tuple, set, frozenset)
_AN_ITEM = 8
"""An item of a list weighs as much as so many characters: it takes as much room."""

_FILTERS = (
    "abs attr count d default dictsort first float groupby int items last length list lower map max min reject"
    " rejectattr reverse round select selectattr sort trim truncate unique upper"
)
FILTERS = frozenset(_FILTERS.split())
"""Jinja's filters that a template may use: none makes a long text of a short one, none guesses."""
TESTS_LEFT_OUT = frozenset(("callable", "escaped", "filter", "test"))
GLOBALS = frozenset(("cycler", "dict", "joiner", "namespace", "range"))

_TEXT_METHODS = (
    "count endswith find index isalnum isalpha isdecimal isdigit isnumeric isspace lower lstrip partition removeprefix"
    " removesuffix rfind rindex rpartition rsplit rstrip split splitlines startswith strip upper"
)
_DAY_PARTS = "year month day isoformat isoweekday replace toordinal weekday"
_ALLOWED: tuple[tuple[type, type, frozenset[str]], ...] = (
    (str, str, frozenset(_TEXT_METHODS.split())),
    (dt.date, dt.datetime, frozenset(_DAY_PARTS.split())),
)
"""Of a kind of value, what its type has, and what a template may use of it: no method that grows, no clock."""


class TooMuch(TemplateError):
    """A template went over a limit; the message is Chinese."""


class Written(str):
    """Text that a macro, a block or a loop of the template wrote: its values are escaped, so it is printed as it is."""

    __slots__ = ()


def is_allowed(value: object, name: str) -> bool:
    """Whether a template may use an attribute of a text or a day; those of other values are not judged here."""
    return not any(
        isinstance(value, kind) and hasattr(whole, name) and name not in allowed for kind, whole, allowed in _ALLOWED
    )


def weight(value: object) -> int:
    """The characters of a text, or of a list all that is in it, an item as 8 characters. Raises TooMuch."""
    total, waiting = 0, [value]
    while waiting:
        last = waiting.pop()
        if isinstance(last, str):  # what lists are full of comes first: whether it is a mapping is slow to ask
            total += _length(last)
        elif isinstance(last, int):
            _require_bits(last)
        elif isinstance(last, _LISTS):
            total += len(last) * _AN_ITEM
            waiting.extend(last)
        elif isinstance(last, Mapping):
            total += len(last) * _AN_ITEM
            waiting.extend(chain(last, last.values()))
        if total > LONGEST:
            raise TooMuch(TOO_LARGE)
    return total


def _length(text: str) -> int:
    if len(text) > _LONGEST_TEXT:
        raise TooMuch(TOO_LARGE)
    return len(text)


def _require_bits(number: int) -> None:
    if number.bit_length() > _BITS:
        raise TooMuch(TOO_LARGE)


def check_argument(value: object) -> None:
    """Refuse a number out of all proportion. Raises TooMuch."""
    if isinstance(value, int) and abs(value) > LARGEST:
        raise TooMuch(TOO_LARGE)


def text_of(value: object) -> str:
    """A text, number or day as text; of None, Python's word. Raises TooMuch for all else, UndefinedError.

    A list of lists is short to write and endless to read, and Python's words for an object differ from run to run.
    """
    if isinstance(value, str):
        return value
    if value is not None and not isinstance(value, int | float | Decimal | dt.date | Undefined):
        said = "这里不是文字、数或日期，不能直接写出，一组内容请用 for 逐项写"
        raise TooMuch(said)
    return str(value)


def kept(source: object, made: T) -> T | Written:
    """What was made of a written text, where it is a piece of it, as written too: {{ name().strip() }}."""
    if isinstance(source, Written) and isinstance(made, str) and made in source:
        return Written(made)
    return made


class Bounds(NodeTransformer):
    """Sends loops, filters, lists, ~, `in` and the texts of set blocks through the sandbox's own filters."""

    def __init__(self, environment: "Environment") -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - named for the node
        self.generic_visit(node)
        node.iter = self._through("counted", node.iter)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 - named for the node
        self.generic_visit(node)
        return self._through("joined", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Filter(self, node: nodes.Filter) -> nodes.Filter:  # noqa: N802 - named for the node
        self.generic_visit(node)
        if node.node is not None:
            node.node = self._through("looked", node.node)
        return self._through("measured", node)

    def visit_Operand(self, node: nodes.Operand) -> nodes.Operand:  # noqa: N802 - named for the node
        self.generic_visit(node)
        if node.op in ("in", "notin"):
            node.expr = self._through("looked", node.expr)
        return node

    def visit_List(self, node: nodes.List) -> nodes.Filter:  # noqa: N802 - named for the node
        self.generic_visit(node)
        return self._through("measured", node)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Filter:  # noqa: N802 - named for the node
        self.generic_visit(node)
        return self._through("measured", node)

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:  # noqa: N802 - named for the node
        self.generic_visit(node)
        return self._through("measured", node) if node.ctx == "load" else node

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:  # noqa: N802 - named for the node
        self.generic_visit(node)
        node.filter = self._through("written", node.filter, node.lineno)
        return node

    def _through(self, name: str, node: nodes.Node | None, line: int = 0) -> nodes.Filter:
        """A filter over a node; over None, Jinja gives it the text of the block."""
        lineno = line if node is None else node.lineno
        made = nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=lineno)
        made.set_environment(self._environment)
        return made
