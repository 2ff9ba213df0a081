"""What members were told, for tests."""

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.reading import write_noted
from forum.kernel.db import db
from forum.kernel.outbox import work_off
from forum.outreach.notifications.models import Notification
from forum.outreach.notifications.values import Cause

KINDS = ("notifications.published", "notifications.revised", "notifications.invited")


def tell_everybody() -> None:
    """Do what the outbox holds about notifications, as the worker does."""
    work_off(KINDS)


def told(person: Person) -> list[tuple[Cause, int | None]]:
    """Return causes and posts of what a member was told, oldest first, seen or not."""
    query = select(Notification).where(Notification.member_id == person.member_id)
    db.session.expire_all()
    rows = db.session.scalars(query.order_by(Notification.made_at, Notification.id))
    return [(row.cause, row.post_id) for row in rows]


def count_unread_rows(person: Person) -> int:
    """Return how many rows of the member are unread in the database."""
    unread = Notification.read_at.is_(None) & (Notification.member_id == person.member_id)
    return db.session.scalar(select(db.func.count()).select_from(Notification).where(unread)) or 0


def write_what_was_read() -> None:
    """Write reading positions, as the thread of a process does every second."""
    write_noted()
    db.session.expire_all()
