"""A year of an office's audit log, and what a colleague with access to the database may do to its rows."""

import json
import random
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import Engine, text

from tests.audit_chain import hash_of

OFFICE = "default"
TEXTS = ("actor", "verb", "target", "reason")
COLUMNS = ("id", "office", "actor", "verb", "target", "before", "after", "reason", "on", "recorded", "hash", "previous")
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_AS_TEXT = ", ".join(name if name == "id" else f'cast("{name}" as text) as "{name}"' for name in COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table as the database gives it as text. A value that is no text at all is bytes (SQLite)."""

    id: int
    office: str
    actor: str | bytes
    verb: str
    target: str
    before: str | None
    after: str | None
    reason: str
    on: str
    recorded: str
    hash: str
    previous: str


class Expected(NamedTuple):
    """A fault as it should be told: what was done, to which id, and the row's day, actor, act and target."""

    kind: str
    id: int
    named: tuple[str, str, str, str] | None


@dataclass(frozen=True, slots=True)
class Tampering:
    """What was done to a log: the rows it has now, and how it should be told, by what was done to which column."""

    rows: tuple[Row, ...]
    expected: tuple[tuple[str, Expected], ...]


# ---- the table ----


def read_rows(engine: Engine) -> list[Row]:
    """The rows of the office's log, as text."""
    query = text(f"select {_AS_TEXT} from audit_event where office = :office order by id")  # noqa: S608 - our own words
    with engine.connect() as connection:
        return [Row(*row) for row in connection.execute(query, {"office": OFFICE})]


def write_rows(engine: Engine, rows: Sequence[Row]) -> None:
    """Put these rows in the place of the office's log, past the program."""
    kinds = {"id": "integer", "on": "date", "recorded": "timestamp with time zone"}
    postgres = engine.dialect.name == "postgresql"
    values = ", ".join(f"cast(:{c} as {kinds.get(c, 'text')})" if postgres else f":{c}" for c in COLUMNS)
    with engine.begin() as connection:
        connection.execute(text("delete from audit_event where office = :office"), {"office": OFFICE})
        told = [{name: getattr(row, name) for name in COLUMNS} for row in rows]
        connection.execute(text(f"insert into audit_event ({_NAMES}) values ({values})"), told)  # noqa: S608 - as above


# ---- what is done to a row ----

Change = Callable[[Row, random.Random], Row]


def _with(row: Row, **values: Any) -> Row:  # noqa: ANN401 - columns by name
    return replace(row, **values)


def _other_text(value: str, chance: random.Random) -> str:
    """The text as somebody might change it: a letter more or less, a blank, another word, nothing."""
    others = (
        f"{value}1",
        value[:-1],
        f"{value} ",
        f" {value}",
        value.replace("2024", "2023"),
        "李强",
        "",
        f"{value}\u200b",
    )
    return chance.choice([other for other in others if other != value])


def _text_changed(column: str) -> Change:
    return lambda row, chance: _with(row, **{column: _other_text(getattr(row, column), chance)})


def _json_changed(column: str) -> Change:
    def change(row: Row, chance: random.Random) -> Row:
        kept = getattr(row, column)
        others = [None, "[]", "0", '"改"', '{"due": "2025-12-31"}', '{"due": ', "", "NaN", "[" * 5000]
        value = None if kept is None else json.loads(kept)
        if isinstance(value, dict):
            key = chance.choice(sorted(value))
            others += [json.dumps(value | {key: 99}), json.dumps(value | {"x": 1}), json.dumps({**value, key: None})]
        return _with(row, **{column: chance.choice([other for other in others if not _says_the_same(other, kept)])})

    return change


def _says_the_same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    try:
        return bool(json.loads(one) == json.loads(other))
    except (ValueError, RecursionError):
        return False


def _day_changed(row: Row, chance: random.Random) -> Row:
    return replace(
        row,
        on=chance.choice([day for day in ("2024-01-01", "2023-12-31", "1899-01-01", "9999-12-31") if day != row.on]),
    )


def _moment_changed(row: Row, chance: random.Random) -> Row:
    digit = str((int(row.recorded[18]) + chance.randint(1, 9)) % 10)
    return replace(row, recorded=row.recorded[:18] + digit + row.recorded[19:])


CONTENT: dict[str, Change] = {
    **{name: _text_changed(name) for name in TEXTS},
    "before": _json_changed("before"),
    "after": _json_changed("after"),
    "on": _day_changed,
    "recorded": _moment_changed,
}
"""Each column that says what was done, and how it is changed."""

NO_VALUES: dict[str, Change] = {
    "on": lambda row, _: replace(row, on="昨天"),
    "recorded": lambda row, _: replace(row, recorded="2024-13-45 99:99:99"),
    "actor": lambda row, _: replace(row, actor=b"\xff\xfe\x00"),
}
"""What only SQLite lets into a column: no day, no moment, no text."""


def _hex(chance: random.Random) -> str:
    return f"{chance.getrandbits(256):064x}"


def _computed(row: Row) -> Row:
    """The row with the hash that it should have behind the one that it names."""
    return replace(row, hash=hash_of(row, OFFICE, row.previous))


# ---- what is done to a log ----


class _Log:
    """A log being tampered with: at each place the rows that stand there now, None for one that is gone."""

    def __init__(self, rows: Sequence[Row], chance: random.Random, places: Collection[int], *, loose: bool) -> None:
        self.rows, self.chance = rows, chance
        near = {place + beside for place in places for beside in (-1, 0, 1)}
        self.untouched = [row for place, row in enumerate(rows[:-1]) if place not in near]
        chance.shuffle(self.untouched)
        self.places: list[list[Row | None]] = [[row] for row in rows]
        self.done: list[tuple[str, str, int, int]] = []
        """what was done in which words of the drill, told as which kind, at which place, to the how manieth there"""
        self.contents = {**CONTENT, **{f"{name}, no value": change for name, change in NO_VALUES.items() if loose}}

    def note(self, what: str, kind: str, place: int, part: int = 0) -> None:
        self.done.append((what, kind, place, part))

    def change(self, what: str, place: int) -> None:
        self.places[place] = [self.contents[what](self.rows[place], self.chance)]
        self.note(what, "changed", place)

    def two_columns(self, place: int) -> None:
        """Content and a hash of one's own invention, or of another row."""
        changed = CONTENT["actor"](self.rows[place], self.chance)
        column = self.chance.choice(("hash", "previous"))
        self.places[place] = [_with(changed, **{column: self._any_hash()})]
        self.note(f"actor and {column}", "changed", place)

    def hashes(self, place: int) -> None:
        kind = self.chance.choice(("hash", "previous", "hashes"))
        columns = ("hash", "previous") if kind == "hashes" else (kind,)
        self.places[place] = [_with(self.rows[place], **{column: self._any_hash() for column in columns})]
        self.note(kind, kind, place)

    def rewrite(self, place: int) -> None:
        self.places[place] = [_computed(CONTENT[self.chance.choice(TEXTS)](self.rows[place], self.chance))]
        self.note("rewritten", "rewritten", place)

    def drop(self, place: int) -> None:
        self.places[place] = [None]
        self.note("dropped", "dropped", place)

    def insert(self, place: int) -> None:
        """A row of one's own, or a copy of one from elsewhere, behind the one at a place."""
        made = replace(self.rows[place], verb="unit:add", target="市某局")
        ways: dict[str, Callable[[], Row]] = {
            "behind the right one": lambda: _computed(replace(made, previous=self.rows[place].hash)),
            "behind another": lambda: _computed(replace(made, previous=self._any_hash())),
            "without a fitting hash": lambda: replace(made, previous=self.rows[place].hash, hash=_hex(self.chance)),
            "a copy": self.untouched.pop,
        }
        way = self.chance.choice(sorted(ways))
        self.places[place].append(ways[way]())
        self.note(f"inserted {way}", "inserted", place, 1)

    def swap(self, place: int, other: int) -> None:
        self.places[place], self.places[other] = [self.rows[other]], [self.rows[place]]
        self.note("swapped", "swapped", place)
        self.note("swapped", "swapped", other)

    def move(self, place: int, behind: int) -> None:
        """To another place, those between moved up: what it leaves is no gap."""
        self.places[place] = []
        self.places[behind] = [self.rows[behind], self.rows[place]]
        self.note("moved", "moved", behind, 1)

    def result(self) -> Tampering:
        """The rows under new ids, and what should be told of them."""
        number = self.rows[0].id - 1
        ids: dict[tuple[int, int], int] = {}
        now: list[Row] = []
        for place, rows in enumerate(self.places):
            for part, row in enumerate(rows):
                number += 1
                ids[place, part] = number
                if row is not None:
                    now.append(replace(row, id=number))
        names = {row.id: (row.on, _printable(row.actor), row.verb, row.target) for row in now}
        told = [(what, ids[place, part], kind) for what, kind, place, part in self.done]
        return Tampering(tuple(now), tuple((what, Expected(kind, id_, names.get(id_))) for what, id_, kind in told))

    def _any_hash(self) -> str:
        return self.chance.choice((_hex(self.chance), self.untouched.pop().hash, ""))


def _printable(kept: str | bytes) -> str:
    return (
        kept if isinstance(kept, str) else kept.decode("utf-8", "surrogateescape").encode("utf-8", "replace").decode()
    )


def tampered(rows: Sequence[Row], places: int, seed: int, *, loose: bool) -> Tampering:
    """A log tampered with at so many places, apart from each other by a few. `loose`: SQLite, which takes anything.

    The rows' ids have no gaps. The last rows stay: what is done to the end of a log needs an anchor to be seen.
    """
    chance = random.Random(seed)  # noqa: S311 - what happens again with the same seed is what is wanted
    apart = (len(rows) - 4) // places
    chosen = [2 + apart * number + chance.randrange(apart - 3) for number in range(places)]
    chance.shuffle(chosen)
    log = _Log(rows, chance, chosen, loose=loose)
    left = iter(chosen)
    for way, place in zip(_ways(log), left, strict=False):
        if way in (log.swap, log.move):
            other = next(left, None)
            if other is None:
                log.rewrite(place)
            else:
                way(place, other)
        else:
            way(place)
    return log.result()


def _ways(log: _Log) -> Iterator[Callable[..., None]]:
    """Each of the ways in turn, for ever: every column, then the others."""
    while True:
        for what in log.contents:
            yield lambda place, what=what: log.change(what, place)
        for _ in range(3):
            yield from (log.hashes, log.rewrite, log.drop, log.insert, log.swap, log.move, log.two_columns)
