"""What must happen happens at least once, and what cannot is set aside and said."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from forum import Forum
from forum.kernel import outbox
from forum.kernel.db import db, unit_of_work
from forum.kernel.models import OutboxRow
from forum.kernel.outbox import (
    MOST_ATTEMPTS,
    Errand,
    count_failed,
    count_waiting,
    enqueue,
    handles,
    list_failed,
    retry_failed,
    work_off,
)

KIND = "test.errand"
MORNING = datetime(2026, 5, 4, 8, tzinfo=UTC)


class Doer:
    """Does errands, all but those that it is told to fail at."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []
        self.refused: set[int] = set()

    def __call__(self, errands: Sequence[Errand]) -> None:
        numbers = [errand.payload["number"] for errand in errands]
        if self.refused & set(numbers):
            raise OSError("nobody answers")
        self.done.append(numbers)


@pytest.fixture
def doer(app: Forum) -> Iterator[Doer]:
    doer = Doer()
    handles(KIND, batch=3)(doer)
    yield doer
    del outbox._handlers[KIND]


def ask_for(*numbers: int, at: datetime | None = None) -> None:
    with unit_of_work():
        for number in numbers:
            enqueue(KIND, {"number": number}, at=at)


def ask_for_and_fail(number: int) -> None:
    enqueue(KIND, {"number": number})
    raise LookupError


def work_for_a_day() -> None:
    for hour in range(24):
        with time_machine.travel(MORNING + timedelta(hours=hour), tick=False):
            work_off([KIND])


def test_errands_are_done_in_order_and_in_batches(doer: Doer) -> None:
    ask_for(1, 2, 3, 4)
    assert work_off([KIND]) == 4
    assert doer.done == [[1, 2, 3], [4]]
    assert count_waiting([KIND]) == 0


def test_errand_of_a_change_that_is_taken_back_does_not_exist(doer: Doer) -> None:
    with pytest.raises(LookupError), unit_of_work():
        ask_for_and_fail(1)
    assert work_off([KIND]) == 0
    assert doer.done == []


def test_errand_waits_for_its_moment(doer: Doer) -> None:
    with time_machine.travel(MORNING, tick=False):
        ask_for(1, at=MORNING + timedelta(hours=1))
        assert work_off([KIND]) == 0
    with time_machine.travel(MORNING + timedelta(hours=1), tick=False):
        assert work_off([KIND]) == 1
    assert doer.done == [[1]]


def test_bad_errand_does_not_hold_up_its_neighbours(doer: Doer) -> None:
    doer.refused = {2}
    with time_machine.travel(MORNING, tick=False):
        ask_for(1, 2, 3)
        work_off([KIND])
    assert doer.done == [[1], [3]]
    assert count_waiting([KIND]) == 1


def test_errand_claimed_by_a_worker_that_died_is_done_by_the_next(doer: Doer) -> None:
    with time_machine.travel(MORNING, tick=False):
        ask_for(1)
        outbox._claim([KIND])
        assert work_off([KIND]) == 0
    with time_machine.travel(MORNING + outbox.CLAIM, tick=False):
        assert work_off([KIND]) == 1
    assert doer.done == [[1]]


def test_what_fails_again_and_again_is_set_aside_with_its_reason(doer: Doer) -> None:
    doer.refused = {1}
    with time_machine.travel(MORNING, tick=False):
        ask_for(1)
    work_for_a_day()
    assert count_waiting([KIND]) == 0
    assert count_failed() == 1
    [failed] = list_failed()
    assert (failed.kind, failed.created_at) == (KIND, MORNING)
    assert failed.last_error == "OSError: nobody answers"
    assert db.session.query(OutboxRow).one().attempts == MOST_ATTEMPTS


def test_what_was_set_aside_can_be_tried_again(doer: Doer) -> None:
    doer.refused = {1}
    with time_machine.travel(MORNING, tick=False):
        ask_for(1)
    work_for_a_day()
    doer.refused = set()
    with unit_of_work():
        assert retry_failed() == 1
    assert work_off([KIND]) == 1
    assert doer.done == [[1]]
    assert list_failed() == []
