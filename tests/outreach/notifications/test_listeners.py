"""What is left for the worker, and when."""

from datetime import timedelta

import time_machine
from sqlalchemy import select

from forum import Forum
from forum.discussion.models import Post
from forum.discussion.operations.bookmarks import REMIND, keep_bookmark
from forum.discussion.operations.posts import correct_language, render_again
from forum.discussion.operations.rendering import render_all
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.models import OutboxRow
from forum.kernel.outbox import work_off
from forum.outreach.notifications.events import MemberNotified, NotificationsRead
from forum.outreach.notifications.listeners import PUBLISHED, REVISED, clean_up
from forum.outreach.notifications.operations import mark_all_read
from forum.outreach.notifications.values import Cause
from tests.builders.accounts import Role, make_person
from tests.builders.discussion import make_category, make_reply, make_thread
from tests.builders.events import heard
from tests.builders.notifications import tell_everybody, told


def errands(kind: str) -> int:
    rows = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == kind)).all()
    return len(rows)


def test_each_new_post_is_one_errand(app: Forum) -> None:
    category = make_category()
    anna = make_person("anna")
    make_reply(make_thread(category, anna), anna)
    assert errands(PUBLISHED) == 2
    tell_everybody()
    assert errands(PUBLISHED) == 0


def test_rendering_everything_anew_calls_nobody_again(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    post = make_reply(make_thread(category, ben), ben, "Dear @anna.")
    with unit_of_work():
        render_again(db.session.get_one(Post, post.id), write("Something else."))
    list(render_all())
    assert errands(REVISED) == 0
    assert told(anna) == []


def test_corrected_language_calls_nobody(app: Forum) -> None:
    category = make_category()
    ben = make_person("ben")
    make_person("anna")
    facilitator = make_person(role=Role.FACILITATOR)
    post = make_reply(make_thread(category, ben), ben, "Dear @anna.")
    with unit_of_work():
        thread = get_thread(post.thread_id, by=facilitator)
        correct_language(thread, db.session.get_one(Post, post.id), "de", by=facilitator)
    assert errands(REVISED) == 0


def test_others_hear_of_every_notification_and_of_reading(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    with heard(MemberNotified, NotificationsRead) as events:
        make_reply(make_thread(category, anna), ben, "Dear @anna.")
        tell_everybody()
        with unit_of_work():
            mark_all_read(by=anna)
        with unit_of_work():
            mark_all_read(by=anna)
    notified, read = events
    assert (notified.member_id, notified.cause) == (anna.id, "mentioned")
    assert read == NotificationsRead(member_id=anna.member_id)


def test_clean_up_runs(app: Forum) -> None:
    clean_up()


def test_reminder_of_a_bookmark_is_told_to_its_owner_at_its_time(app: Forum) -> None:
    category = make_category()
    anna, ben = make_person("anna"), make_person("ben")
    post = make_reply(make_thread(category, anna), anna)
    soon = now() + timedelta(days=1)
    with unit_of_work():
        keep_bookmark(get_post(post.id, by=ben), by=ben, note="Again.", remind_at=soon)
    work_off([REMIND])
    assert told(ben) == []
    with time_machine.travel(soon, tick=False):
        work_off([REMIND])
    assert told(ben) == [(Cause.REMINDED, post.id)]
    assert told(anna) == []
