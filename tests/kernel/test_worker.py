"""What recurs: how often the worker does it, and that trouble with one thing ends nothing."""

import pytest

from forum.kernel import worker
from forum.kernel.worker import Chore


@pytest.fixture
def clock(monkeypatch):
    """Return a list of which the last number is the time."""
    times = [0.0]
    monkeypatch.setattr(worker, "monotonic", lambda: times[-1])
    return times


def run(monkeypatch, app, clock, chores, *, pace, until):
    """Let the worker look every second, and return what it did when."""
    done = []
    kept = [
        Chore(lambda name=name: done.append((name, clock[-1])), every) for name, every in chores
    ]
    settings = app.extensions["folkmoot_settings"].model_copy(update={"worker_pace": pace})
    monkeypatch.setitem(app.extensions, "folkmoot_settings", settings)
    monkeypatch.setattr(worker, "_chores", kept)
    due = dict.fromkeys(range(len(kept)), 0.0)
    for second in range(until + 1):
        clock.append(float(second))
        worker._do_chores(due)
    return done


@pytest.mark.parametrize(("pace", "moments"), [(1, [0, 60, 120]), (30, [0, 2, 4, 6])])
def test_pace_says_how_often_it_comes(app, monkeypatch, clock, pace, moments):
    chores = [("minute", 60.0)]
    done = run(monkeypatch, app, clock, chores, pace=pace, until=int(moments[-1]))
    assert done == [("minute", moment) for moment in moments]


def test_what_fails_comes_again_and_stops_nothing_else(app, monkeypatch, clock):
    def stumble():
        raise RuntimeError

    done = []
    monkeypatch.setattr(
        worker, "_chores", [Chore(stumble, 10.0), Chore(lambda: done.append(1), 10.0)]
    )
    due = dict.fromkeys(range(2), 0.0)
    for second in (0.0, 10.0):
        clock.append(second)
        worker._do_chores(due)
    assert done == [1, 1]
