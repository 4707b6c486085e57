"""What a drill tells: one line, and each thing that should not have happened."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a drill is to be run. `rounds` is the reach, None for the drill's own."""

    seed: int = 2024
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often a drill did what, how long it took, what was measured, what went wrong (nothing, if all is well).

    `excuse` is why nothing could be done, where that is nobody's fault.
    """

    what: str
    done: int
    seconds: float
    measured: str = ""
    findings: tuple[str, ...] = ()
    excuse: str = ""

    @property
    def wrong(self) -> tuple[str, ...]:
        """The findings; that nothing was done is one, unless there is an excuse for it."""
        idle = not self.done and not self.excuse
        return (*self.findings, "nothing was done") if idle else self.findings

    def __str__(self) -> str:
        told = "".join(f"; {word}" for word in (self.measured, self.excuse) if word)
        return f"{self.what}: {self.done} done, {len(self.wrong)} wrong, {self.seconds:.1f} s{told}"
