from datetime import timedelta

import pytest

from forum import Forum
from forum.accounts.models import Member
from forum.accounts.values import Role
from forum.discussion.listeners.timers import fire_what_is_due
from forum.discussion.models import Post, Thread, ThreadAct, ThreadTimer
from forum.discussion.operations.posts import withdraw_post
from forum.discussion.operations.timers import cancel_timer, fire_timer, set_timer
from forum.discussion.operations.withdrawing import restore_thread
from forum.discussion.queries.pace import timers_of
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.values import ActKind
from forum.discussion.values.acts import TimerKind
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.errors import Invalid, NotFound, NotPermitted
from forum.moderation.models import LogEntry
from forum.moderation.values import Act
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import make_member, person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.labels import keep_out
from tests.builders.notifications import told


@pytest.fixture
def people(app: Forum) -> tuple[Member, Member]:
    return make_member("ada"), make_member("fay", role=Role.FACILITATOR)


def set_on(thread: Thread, kind: TimerKind, by: Member, **about) -> int:
    when = about or {"due_at": now() + timedelta(days=1)}
    with unit_of_work():
        who = person(by)
        found = get_thread(thread.id, by=who)
        return set_timer(found, kind, by=who, because="We are done.", **when).id


def let_it_be_time(timer_id: int) -> None:
    with unit_of_work():
        db.session.get_one(ThreadTimer, timer_id).due_at = now() - timedelta(seconds=1)


def fired(thread: Thread) -> Thread:
    for timer in db.session.query(ThreadTimer).filter_by(thread_id=thread.id):
        let_it_be_time(timer.id)
    fire_what_is_due()
    db.session.expire_all()
    return db.session.get_one(Thread, thread.id)


def logged() -> list[tuple[Act, int | None]]:
    return [(entry.act, entry.by_id) for entry in db.session.query(LogEntry).order_by(LogEntry.id)]


def test_a_machine_does_it_once_and_says_so(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    timer_id = set_on(thread, TimerKind.CLOSE, fay)
    fire_what_is_due()
    assert not db.session.get_one(Thread, thread.id).is_closed, "it is not time yet"
    closed = fired(thread)
    assert closed.is_closed
    assert closed.closed_because == "By a timer: We are done."
    assert (closed.closed_by_id, closed.has_timers) == (None, False)
    with unit_of_work():
        assert not fire_timer(timer_id), "a second time it does nothing"
    assert logged() == [(Act.TIMER_SET, fay.id), (Act.THREAD_CLOSED, None)]
    [line] = db.session.query(ThreadAct).filter_by(thread_id=thread.id)
    assert (line.kind, line.by_id) == (ActKind.CLOSED, None)


def test_rights_are_asked_again_when_it_fires(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    set_on(thread, TimerKind.ARCHIVE, fay)
    with unit_of_work():
        db.session.get_one(Member, fay.id).role = Role.MEMBER
    assert not fired(thread).is_archived
    assert logged()[-1] == (Act.TIMER_CANCELLED, None)
    assert db.session.query(ThreadTimer).count() == 0


def test_days_count_from_the_last_post(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    timer_id = set_on(thread, TimerKind.CLOSE, fay, days_after_last=3)
    with unit_of_work():
        db.session.get_one(Thread, thread.id).last_posted_at = now() - timedelta(days=4)
    make_reply(thread, person(ada))
    assert not fired(thread).is_closed, "somebody has written meanwhile"
    due = db.session.get_one(ThreadTimer, timer_id).due_at
    assert due > now() + timedelta(days=2)
    with unit_of_work():
        db.session.get_one(Thread, thread.id).last_posted_at = now() - timedelta(days=4)
    assert fired(thread).is_closed


def test_a_thread_moves_as_its_facilitator_could_move_it(people) -> None:
    ada, fay = people
    here, there = make_category(), make_category()
    thread = make_thread(here, person(ada))
    tomorrow = now() + timedelta(days=1)
    set_on(thread, TimerKind.MOVE, fay, due_at=tomorrow, category_id=there.id)
    with unit_of_work():
        [card] = timers_of(get_thread(thread.id, by=person(ada)), person(ada))
    assert card.line == f"This thread will be moved to {there.name}"
    assert fired(thread).category_id == there.id


def test_the_whole_thread_is_withdrawn_and_brought_back_as_it_was(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    gone, stays = make_reply(thread, person(ada)), make_reply(thread, person(fay))
    with unit_of_work():
        mine = get_post(gone.id, by=person(ada))
        withdraw_post(mine.thread, mine, by=person(ada))
    set_on(thread, TimerKind.WITHDRAW, fay)
    assert fired(thread).reply_count == 0
    withdrawn = db.session.query(Post).filter_by(thread_id=thread.id)
    assert all(post.is_withdrawn for post in withdrawn)
    assert [act for act, _ in logged()] == [Act.TIMER_SET, Act.THREAD_WITHDRAWN]
    with unit_of_work():
        found = get_thread(thread.id, by=person(fay))
        assert restore_thread(found, by=person(fay), because="It was too much.")
    db.session.expire_all()
    assert db.session.get_one(Post, gone.id).is_withdrawn, "its author had withdrawn it"
    assert not db.session.get_one(Post, stays.id).is_withdrawn
    assert db.session.get_one(Thread, thread.id).reply_count == 1


def test_a_reminder_is_ones_own_and_comes_to_who_may_still_read(people) -> None:
    ada, fay = people
    second = make_member("sam", role=Role.FACILITATOR)
    thread = make_thread(make_category(), person(ada))
    for member in (fay, second):
        set_on(thread, TimerKind.REMIND, member)
    with unit_of_work():
        found = get_thread(thread.id, by=person(ada))
        assert timers_of(found, person(ada)) == []
        assert len(timers_of(found, person(fay))) == 1
    assert logged() == [], "nobody else is told"
    keep_out(thread, second, by=person(ada))
    fired(thread)
    assert [cause for cause, *_ in told(person(fay))] == [Cause.REMINDED]
    assert told(person(second)) == []


def test_a_new_timer_replaces_one_of_its_kind_and_one_is_cancelled(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    set_on(thread, TimerKind.CLOSE, fay)
    timer_id = set_on(thread, TimerKind.CLOSE, fay, days_after_last=9)
    assert db.session.query(ThreadTimer).count() == 1
    with unit_of_work():
        cancel_timer(
            get_thread(thread.id, by=person(fay)), timer_id, by=person(fay), because="No need."
        )
    assert not fired(thread).is_closed
    with unit_of_work(), pytest.raises(NotFound):
        cancel_timer(
            get_thread(thread.id, by=person(fay)), timer_id, by=person(fay), because="No need."
        )


def test_a_timer_is_set_by_who_may_do_it_and_for_later(people) -> None:
    ada, fay = people
    thread = make_thread(make_category(), person(ada))
    with pytest.raises(NotPermitted):
        set_on(thread, TimerKind.CLOSE, ada)
    for wrong in (
        {"due_at": now() - timedelta(hours=1)},
        {"days_after_last": 0},
        {"days_after_last": 2, "due_at": now() + timedelta(days=1)},
    ):
        with pytest.raises(Invalid):
            set_on(thread, TimerKind.CLOSE, fay, **wrong)
