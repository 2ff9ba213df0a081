"""How much memory the forum takes at rest: all its processes together, shared pages counted once."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from benchmarks.server import FORUM, Running, running

REST = 60.0
"""Seconds after the start at which memory is looked at."""
DEMO_TAKES = 240.0


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of all processes of the forum together."""

    processes: int
    pss: float
    rss: float


def sum_of(smaps: str, name: str) -> float:
    """Return megabytes of one kind from what the kernel tells of a process in kilobytes."""
    return sum(
        int(line.split()[1]) / 1024 for line in smaps.splitlines() if line.partition(":")[0] == name
    )


def family(pid: int) -> list[int]:
    """Return a process and everything that it has started."""
    children: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        children += map(int, listed.read_text().split())
    return [pid, *(one for child in children for one in family(child))]


def memory_of(pid: int) -> Memory:
    """Return what a process and everything that it has started take."""
    pids = family(pid)
    smaps = [Path(f"/proc/{one}/smaps_rollup").read_text() for one in pids]
    return Memory(
        len(pids),
        sum(sum_of(one, "Pss") for one in smaps),
        sum(sum_of(one, "Rss") for one in smaps),
    )


@dataclass(frozen=True, slots=True)
class AtRest:
    """The forum with its demo community, which nobody asks for anything."""

    server: Running
    since: float

    def look(self) -> Memory:
        """Return its memory once it has rested for a minute."""
        sleep(max(0.0, self.since + REST - monotonic()))
        return memory_of(self.server.pid)


@contextmanager
def demo_at_rest(folder: Path) -> Iterator[AtRest]:
    """Start the forum on an empty folder, which fills the demo, and leave it alone."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="demo-") as instance:
        about = {"instance": instance, "env": "development"}
        with running(FORUM, folder / "demo.log", about, ready="/login", wait=DEMO_TAKES) as server:
            yield AtRest(server, monotonic())
