"""Events get their ids in the order of commits, whoever began first."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from forum import Forum
from forum.kernel.clock import now
from forum.kernel.db import db, is_postgresql, undo, unit_of_work
from forum.outreach.live import operations
from forum.outreach.live.door import Live
from forum.outreach.live.models import LiveEvent
from forum.outreach.live.operations import MOST, forget_old_events, note
from forum.outreach.live.values import Happening, Kind, Scope
from tests.builders.accounts import make_person
from tests.builders.discussion import make_category, make_reply, make_thread


def happenings() -> list[tuple[int, Kind, int | None]]:
    query = select(LiveEvent.id, LiveEvent.kind, LiveEvent.member_id).order_by(LiveEvent.id)
    return [tuple(row) for row in db.session.execute(query)]  # type: ignore[misc]


def told(member_id: int) -> Happening:
    return Happening(Kind.MEMBER, member_id=member_id)


def test_events_are_numbered_from_one_without_gaps(app: Forum) -> None:
    for member_id in (7, 8):
        with unit_of_work():
            note(told(member_id))
            note(told(member_id))
    assert [(number, kind) for number, kind, _ in happenings()] == [
        (1, Kind.MEMBER),
        (2, Kind.MEMBER),
    ]


def test_what_is_rolled_back_has_not_happened(app: Forum) -> None:
    with suppress(ZeroDivisionError), unit_of_work():
        note(told(7))
        1 / 0  # noqa: B018
    with unit_of_work():
        note(told(8))
        undo()
    with unit_of_work():
        note(told(9))
    assert happenings() == [(1, Kind.MEMBER, 9)]


def test_post_is_told_with_its_thread_and_category(app: Forum) -> None:
    category, anna = make_category(), make_person()
    thread = make_thread(category, anna)
    post = make_reply(thread, anna)
    rows = db.session.scalars(select(LiveEvent).order_by(LiveEvent.id)).all()
    assert [row.kind for row in rows] == [Kind.STARTED, Kind.PUBLISHED, Kind.PUBLISHED]
    assert {(row.thread_id, row.category_id) for row in rows} == {(thread.id, category.id)}
    assert rows[-1].post_id == post.id


def test_too_much_at_once_is_told_once_for_each_thread(app: Forum) -> None:
    thread = make_thread(make_category(), make_person())
    with unit_of_work():
        for number in range(MOST + 1):
            note(Happening(Kind.CHANGED, thread_id=thread.id, post_id=number + 1))
        note(Happening(Kind.THREAD, thread_id=thread.id))
    kinds = [kind for _, kind, _ in happenings()]
    assert kinds[-2:] == [Kind.MANY, Kind.THREAD]
    assert len(kinds) == 4


def test_events_are_forgotten_after_a_day_and_their_ids_never_given_again(app: Forum) -> None:
    with unit_of_work():
        note(told(7))
    with unit_of_work():
        db.session.execute(
            LiveEvent.__table__.update().values(at=now() - timedelta(days=1, minutes=1))  # type: ignore[attr-defined]
        )
        assert forget_old_events() == 1
        note(told(8))
    assert happenings() == [(2, Kind.MEMBER, 8)]


def test_who_commits_first_comes_first(
    real_app: Forum, live: Live, look: Callable[[], None]
) -> None:
    """On PostgreSQL both transactions are open at once; SQLite lets one write after the other."""
    early, late = 7, 8
    began, finish = Event(), Event()

    def begin_early_and_end_late() -> None:
        with real_app.app_context(), unit_of_work():
            note(told(early))
            db.session.execute(text("SELECT 1"))
            if is_postgresql():
                began.set()
                assert finish.wait(10)

    look()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(begin_early_and_end_late)
        if is_postgresql():
            assert began.wait(10)
        with unit_of_work():
            note(told(late))
        look()
        seen = live.hub.position
        finish.set()
        first.result(10)
    look()
    order = [member_id for _, _, member_id in happenings()]
    assert sorted(order) == [early, late]
    if is_postgresql():
        assert order == [late, early]
        assert live.hub.is_quiet([(Scope.MEMBER, late)], since=seen)
        assert not live.hub.is_quiet([(Scope.MEMBER, early)], since=seen)
    assert not live.hub.is_quiet([(Scope.MEMBER, early)], since=0)


def happen_within(milliseconds: int) -> None:
    with unit_of_work():
        db.session.execute(text(f"SET LOCAL lock_timeout = '{milliseconds}ms'"))
        note(told(8))


def test_nobody_gets_an_id_while_a_lower_one_is_not_committed(real_app: Forum) -> None:
    if not is_postgresql():
        pytest.skip("SQLite lets one write after the other anyway")
    has_id, finish = Event(), Event()

    def hold_an_id() -> None:
        with real_app.app_context(), unit_of_work():
            note(told(7))
            operations._write(db.session())
            has_id.set()
            assert finish.wait(10)

    with unit_of_work():
        note(told(1))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(hold_an_id)
        assert has_id.wait(10)
        with pytest.raises(DBAPIError, match="lock timeout"):
            happen_within(milliseconds=300)
        finish.set()
        first.result(10)
    with unit_of_work():
        note(told(9))
    assert [(number, member_id) for number, _, member_id in happenings()] == [
        (1, 1),
        (2, 7),
        (3, 9),
    ]


def test_many_at_once_lose_nothing(real_app: Forum, live: Live, look: Callable[[], None]) -> None:
    look()
    heard: set[int] = set()

    def happen(member_id: int) -> None:
        with real_app.app_context():
            for _ in range(5):
                with unit_of_work():
                    note(told(member_id))

    with ThreadPoolExecutor(6) as pool:
        works = [pool.submit(happen, member_id) for member_id in range(1, 7)]
        while not all(work.done() for work in works):
            before = live.hub.position
            look()
            heard |= set(range(before + 1, live.hub.position + 1))
        for work in works:
            work.result()
    before = live.hub.position
    look()
    heard |= set(range(before + 1, live.hub.position + 1))
    ids = [number for number, _, _ in happenings()]
    assert ids == list(range(1, 31))
    assert heard == set(ids)
