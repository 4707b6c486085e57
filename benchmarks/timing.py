"""Timing whole commands and functions: several rounds, everything in turn, medians and ratios to a baseline."""

import os
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence

ROUNDS = 15


def command_seconds(commands: Mapping[str, Sequence[str]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median wall time of each command as a whole process, run in random order round by round after a warm-up.

    Byte code is written and used, as it is where the program is installed.
    """
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name in random.sample(list(commands), len(commands)):
            started = time.perf_counter()
            subprocess.run(commands[name], env=environ, check=True, stdout=subprocess.DEVNULL)
            if number:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in times.items()}


def function_seconds(functions: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median wall time of each function, in turn round by round after a warm-up."""
    times: dict[str, list[float]] = {name: [] for name in functions}
    for number in range(rounds + 1):
        for name, function in functions.items():
            started = time.perf_counter()
            function()
            if number:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(found) for name, found in times.items()}


def show(title: str, seconds: Mapping[str, float], *baselines: str) -> None:
    """Print a table: milliseconds, and the ratio to each baseline."""
    print(f"\n{title}")
    for name, value in seconds.items():
        ratios = "  ".join(f"{value / seconds[baseline]:8.2f} x {baseline}" for baseline in baselines)
        print(f"  {name:42}{value * 1000:10.1f} ms  {ratios}")
