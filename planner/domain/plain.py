"""Records as JSON values and back, by the types of their fields: what is kept of a form or of a closed period."""

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_SIMPLE = (str, bool, int, float)


def to_plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - JSON is untyped by nature
    """A record (dataclass or named tuple) as dicts, lists, texts and numbers; days are ISO, decimals their digits."""
    match value:
        case StrEnum():
            return value.value
        case dt.date():
            return value.isoformat()
        case Decimal():
            return format(value, "f")
        case Mapping():
            return {to_plain(key): to_plain(item) for key, item in value.items()}
        case _ if dataclasses.is_dataclass(value):
            return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        case tuple() if hasattr(value, "_asdict"):
            return {key: to_plain(item) for key, item in value._asdict().items()}
        case list() | tuple() | frozenset():
            return [to_plain(item) for item in value]
        case _:
            return value


def from_plain(kind: type[T], value: Any) -> T:  # noqa: ANN401 - JSON is untyped by nature
    """A record of a kind, of what `to_plain` made of it. A field that was not kept has its default.

    Raises TypeError for a type that no record of ours has, KeyError or ValueError where the value is none of the kind.
    """
    made: T = _made(kind, value)
    return made


def _made(kind: Any, value: Any) -> Any:  # noqa: ANN401, PLR0911 - a way for each kind of type
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = [each for each in get_args(kind) if each is not types.NoneType]
        return None if value is None else _made(inner[0], value)
    if origin is tuple:
        return _made_tuple(get_args(kind), value)
    if origin is not None and issubclass(origin, Mapping):
        of_key, of_item = get_args(kind)
        return {_made(of_key, key): _made(of_item, item) for key, item in value.items()}
    if kind is dt.date:
        return dt.date.fromisoformat(value)
    if kind in _SIMPLE:
        return value
    if kind is Decimal or issubclass(kind, StrEnum):
        return kind(value)
    return _made_record(kind, value)


def _made_tuple(kinds: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:  # noqa: PLR2004 - tuple[X, ...]
        return tuple(_made(kinds[0], item) for item in value)
    return tuple(_made(kind, item) for kind, item in zip(kinds, value, strict=True))


def _made_record(kind: Any, value: Mapping[str, Any]) -> Any:  # noqa: ANN401 - a dataclass or named tuple
    hints = _hints(kind)
    return kind(**{name: _made(hints[name], item) for name, item in value.items() if name in hints})


@cache
def _hints(kind: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    if not (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")):
        raise TypeError(kind)
    return get_type_hints(kind)
