"""When a welcome begins, what counts as saying hello, and what recurs."""

from forum.accounts.events import MemberJoined, RoleChanged
from forum.accounts.values import Role
from forum.discussion.events import PostPublished
from forum.discussion.models import Thread
from forum.facilitation.welcome.operations import ask_what_is_due, begin_welcome, note_hello
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import within
from forum.kernel.worker import recurring

HOUR = 3600.0


@within(MemberJoined)
def welcome_member(event: MemberJoined) -> None:
    """Welcome somebody who has joined; guests are not, and who came with an archive has not joined."""
    begin_welcome(event.member_id)


@within(RoleChanged)
def welcome_former_guest(event: RoleChanged) -> None:
    """Welcome a guest who has become a member."""
    if event.before == Role.GUEST:
        begin_welcome(event.member_id)


@within(PostPublished)
def take_as_hello(event: PostPublished) -> None:
    """Take the first post in a category as saying hello."""
    if db.session.get_one(Thread, event.thread_id).category_id is not None:
        note_hello(event.author_id)


@recurring(every=HOUR)
def ask_questions() -> None:
    """Ask members the questions whose day has come."""
    with unit_of_work():
        ask_what_is_due()
