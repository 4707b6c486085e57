"""What a drill tells: one line, and each thing that should not have happened."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a drill is to be run. `rounds` is the reach, None for the drill's own."""

    seed: int = 2024
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How often a drill did what, how long it took, what was measured, what went wrong (nothing, if all is well)."""

    what: str
    done: int
    seconds: float
    measured: str = ""
    findings: tuple[str, ...] = ()

    def __str__(self) -> str:
        measured = f"; {self.measured}" if self.measured else ""
        return f"{self.what}: {self.done} done, {len(self.findings)} wrong, {self.seconds:.1f} s{measured}"
