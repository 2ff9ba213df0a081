"""Asks and posts that wait for a reply, for tests."""

from datetime import date, datetime

from sqlalchemy import update

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.queries.threads import first_post_id, get_thread
from forum.facilitation.asks.operations.asks import say_ask
from forum.facilitation.asks.values import Asked, AskKind
from forum.kernel.db import db, unit_of_work


def let_ask(
    thread: Thread, by: Person, kind: AskKind = AskKind.EXPERIENCE, needed_by: date | None = None
) -> None:
    """Let a thread ask for help."""
    with unit_of_work():
        say_ask(get_thread(thread.id, by=by), Asked(kind, needed_by), by=by)


def let_offer(member: Member, about: str, *languages: str) -> None:
    """Let a member say what one may ask them about, and which languages they read."""
    with unit_of_work():
        row = db.session.get_one(Member, member.id)
        row.ask_me_about, row.languages = about, list(languages)


def let_be_old(member: Member, joined_at: datetime) -> None:
    """Let a member have joined at a moment."""
    with unit_of_work():
        db.session.get_one(Member, member.id).joined_at = joined_at


def write_at(thread: Thread, at: datetime) -> int:
    """Let the first post of a thread be of another moment, and return its id."""
    post_id = first_post_id(thread.id)
    with unit_of_work():
        db.session.execute(update(Post).where(Post.id == post_id).values(created_at=at))
    return post_id or 0
