"""One whole process at a time: its CPU seconds, its peak memory; many of them in turn: medians and their spread.

The system counts a process's memory from what the starting one held, so this one imports little: no figure is below its own.
"""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Work(NamedTuple):
    """One thing to do: a command line, whether it talks to a terminal, what comes before it (unmeasured)."""

    argv: Sequence[str]
    tty: bool = False
    env: Mapping[str, str] = {}
    before: Callable[[], object] | None = None


class Cost(NamedTuple):
    """What one process cost: CPU and wall clock in seconds, peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


class Costs(NamedTuple):
    """What one work cost in each round."""

    rounds: tuple[Cost, ...]

    @property
    def cpu(self) -> float:
        """The median CPU in milliseconds."""
        return 1000 * quantile([cost.cpu for cost in self.rounds], 0.5)

    @property
    def spread(self) -> float:
        """Half the distance between the quartiles of the CPU, in milliseconds."""
        each = [cost.cpu for cost in self.rounds]
        return 1000 * (quantile(each, 0.75) - quantile(each, 0.25)) / 2

    @property
    def memory(self) -> float:
        """The median peak memory in MiB."""
        return quantile([cost.memory for cost in self.rounds], 0.5)

    def ratio(self, floor: Costs) -> tuple[float, float]:
        """The ratio of the medians, and half the distance between the quartiles of the ratios round by round."""
        each = [ours.cpu / theirs.cpu for ours, theirs in zip(self.rounds, floor.rounds, strict=True)]
        return self.cpu / floor.cpu, (quantile(each, 0.75) - quantile(each, 0.25)) / 2


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values lies below, between two of them where need be."""
    ordered, at = sorted(values), share * (len(values) - 1)
    low = ordered[int(at)]
    return low + (ordered[min(int(at) + 1, len(ordered) - 1)] - low) * (at - int(at))


def in_turn(works: Mapping[str, Work], rounds: int, env: Mapping[str, str]) -> dict[str, Costs]:
    """Every work once a round, A B C A B C …, so that a busy moment of the machine meets them all. The first round warms up."""
    found: dict[str, list[Cost]] = {name: [] for name in works}
    for turn in range(rounds + 1 if rounds > 1 else 1):
        for name, work in works.items():
            if work.before:
                work.before()
            cost = once(work, env)
            if turn or rounds == 1:
                found[name].append(cost)
    return {name: Costs(tuple(costs)) for name, costs in found.items()}


def that_work(works: Mapping[str, Work], env: Mapping[str, str]) -> dict[str, Work]:
    """Of the works of other programs those that do not fail; of the others it says why they are left out."""
    found = {}
    for name, work in works.items():
        try:
            if work.before:
                work.before()
            once(work, env)
            found[name] = work
        except (OSError, RuntimeError) as error:
            print(f"left out: {name} ({str(error).strip().splitlines()[-1]})", file=sys.stderr)
    return found


def once(work: Work, env: Mapping[str, str]) -> Cost:
    """Run one work to its end. Raises: RuntimeError when it fails."""
    with open(os.devnull, "r+b") as nothing:
        ours, theirs = pty.openpty() if work.tty else (-1, -1)
        reader = threading.Thread(target=_drain, args=(ours,), daemon=True)
        began = time.perf_counter()
        process = subprocess.Popen(work.argv, env={**env, **work.env}, stdin=nothing, stdout=theirs if work.tty else nothing, stderr=subprocess.PIPE)
        if work.tty:
            os.close(theirs)
            reader.start()
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)   # of this child alone; getrusage(RUSAGE_CHILDREN) knows only the greatest of all
        wall = time.perf_counter() - began
        process.stderr.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if work.tty:
            reader.join()
            os.close(ours)
    if process.returncode:
        raise RuntimeError(f"{' '.join(work.argv)}: exit {process.returncode}\n{said.decode(errors='replace')}")
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024)


def _drain(terminal: int) -> None:
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:   # how a terminal says that nobody writes any more
        pass
