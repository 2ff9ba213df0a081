"""Memory, as the kernel tells it."""

import os

from benchmarks.memory import family, memory_of, sum_of

SMAPS = "Rss:      2048 kB\nPss:      1536 kB\nPss_Anon:  999 kB\nShared_Clean:  10 kB\n"


def test_kilobytes_become_megabytes_of_one_kind() -> None:
    assert sum_of(SMAPS, "Pss") == 1.5
    assert sum_of(SMAPS, "Rss") == 2


def test_own_process_has_a_family_and_some_memory() -> None:
    assert family(os.getpid())[0] == os.getpid()
    found = memory_of(os.getpid())
    assert found.rss >= found.pss > 10
