"""What comes of an evening with many readers."""

import os
from dataclasses import replace

from benchmarks.live import READERS, THREADS, Lively, Scene, _outcome, as_lines, cpu_seconds


def test_replies_that_a_reader_did_not_get_are_missed() -> None:
    scene = Scene(0, [], sent={(3, 13): 100.0}, asked=400, unchanged=380)
    readers = READERS // THREADS
    scene.got = [((3, 13), 101.0)] * (readers - 2) + [((3, 13), 102.5), ((4, 5), 101.0)]
    found = _outcome(scene, 10, 0.4, 0.1)
    assert (found.replies, found.missed, found.errors) == (1, 1, 0)
    assert (found.p50, found.worst) == (1.0, 2.5)
    assert (found.questions, found.unchanged) == (40, 0.95)


def test_evening_without_a_reply_is_no_measurement() -> None:
    scene = Scene(0, [])
    found = _outcome(scene, 10, 0.4, 0.1)
    assert found.replies == 0
    assert not found.is_reached


def test_goal_holds_all_three() -> None:
    good = Lively(1_000, 50, 60, 1.1, 2.1, 2.5, 0, 480, 0.93, 0.4, 0.1, 0)
    assert good.is_reached
    for worse in ({"p95": 3.0}, {"server": 0.51}, {"missed": 1}, {"errors": 1}):
        assert not replace(good, **worse).is_reached
    assert "p95 2.10 s" in as_lines(good)


def test_processor_time_of_this_process_grows() -> None:
    before = cpu_seconds(os.getpid())
    sum(number * number for number in range(2_000_000))
    assert cpu_seconds(os.getpid()) > before
