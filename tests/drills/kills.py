"""Kills are counted: those that died of it, at what, and what was there afterwards; who ended first isn't one."""

import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.drills.outcomes import Outcome
from tests.drills.points import Exactly, Point

EVERY = 5
"""One of so many kills itself at an exact point."""
_ROUNDS_A_KILL = 3


@dataclass
class Kills:
    """So many kills are wanted; `rounds` were tried for them."""

    wanted: int
    every: int = EVERY
    rounds: int = 0
    killed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    @property
    def more(self) -> bool:
        """Whether there is another round. What always ends before its kill is not tried without end."""
        return self.killed < self.wanted and self.rounds < _ROUNDS_A_KILL * self.wanted

    def exactly(self, chance: random.Random, points: Mapping[Point, int]) -> Exactly | None:
        """Where this round's process is to kill itself, if it is one of those; the points take turns.

        `points` says how often a whole run comes to each.
        """
        turn, left = divmod(self.rounds, self.every)
        if left or not points:
            return None
        point = list(points)[turn % len(points)]
        return Exactly(point, chance.randint(1, points[point]))

    def note(self, where: str, what: str) -> None:
        """Something that should not have happened."""
        self.findings.append(f"{where}: {what}")

    def count(self, *, killed: bool, point: Point | None, result: str = "") -> None:
        """What became of a round; `result` is what was there afterwards."""
        self.rounds += 1
        self.killed += killed
        if killed:
            self.counts[f"killed {point or 'by chance'}{f', {result}' if result else ''}"] += 1
        else:
            self.counts["ended before the kill"] += 1

    def outcome(self, what: str, started: float) -> Outcome:
        """What is told of them all."""
        if self.killed < self.wanted:
            self.note(f"{self.rounds} rounds", f"only {self.killed} of {self.wanted} were killed")
        counted = "; ".join(f"{name} {count}" for name, count in sorted(self.counts.items()))
        return Outcome(what, self.killed, time.perf_counter() - started, counted, tuple(self.findings))
