"""What becomes of the categories of a circle that has ended."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import delete, select

from forum.accounts.circles.values import Fate
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.discussion.events import CategoryChanged, ThreadArchived, ThreadRelabelled
from forum.discussion.models import Category, CategoryPermission, Thread, ThreadGroup
from forum.discussion.operations.life import keep_end
from forum.discussion.queries.audiences import members_of_groups
from forum.discussion.rules import has_expired
from forum.discussion.values.labels import Life
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.kernel.text import fold

HAS_ENDED = "The circle has ended."


def settle_categories(
    circle_id: int, fate: Fate, *, last_day: date | None, into_id: int | None
) -> None:
    """Keep the categories of an ended circle, for good or until a day, or make them another's.

    In those of the community the circle has nothing any more.
    """
    own = db.session.scalars(select(Category).where(Category.circle_id == circle_id)).all()
    elsewhere = CategoryPermission.category_id.not_in([category.id for category in own])
    db.session.execute(
        delete(CategoryPermission).where(CategoryPermission.group_id == circle_id, elsewhere)
    )
    for category in own:
        if fate is Fate.MOVED and into_id is not None:
            _move(category, circle_id, into_id)
        else:
            for thread in _threads_in(category):
                _keep(thread, last_day)
        announce(CategoryChanged(category_id=category.id, by_id=None))
    db.session.flush()


def _keep(thread: Thread, last_day: date | None) -> None:
    """Let nobody write in the thread any more, and let it end with the reading of the circle."""
    if has_expired(thread):
        return
    if thread.archived_at is None:
        thread.archived_because = HAS_ENDED
        thread.archived_at, thread.archived_by_id = now(), None
        announce(ThreadArchived(thread_id=thread.id, by_id=None, because=HAS_ENDED))
    life = Life(ends_on=last_day)
    if last_day is not None and thread.life.is_longer_than(life, thread.last_posted_at):
        thread.ends_on, thread.days_after_reply = last_day, None
        keep_end(thread)
        announce(ThreadRelabelled(thread_id=thread.id, by_id=None, because=HAS_ENDED))


def _move(category: Category, circle_id: int, into_id: int) -> None:
    """Make the category another circle's, in what it may do and in threads open by its name."""
    names = db.session.scalars(select(Category.name).where(Category.circle_id == into_id))
    category.name = _free_name(category.name, {fold(name) for name in names})
    category.circle_id = into_id
    permission = db.session.get(CategoryPermission, (category.id, circle_id))
    if permission is not None:
        permission.group_id = into_id
    threads = select(Thread.id).where(Thread.category_id == category.id)
    named = ThreadGroup.thread_id.in_(threads)
    rows = db.session.scalars(select(ThreadGroup).where(named, ThreadGroup.group_id == circle_id))
    for row in rows.all():
        if db.session.get(ThreadGroup, (row.thread_id, into_id)) is None:
            row.group_id = into_id
    db.session.flush()
    raise_own_stamps(sorted(members_of_groups([circle_id, into_id])))


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while fold(free) in taken:
        free, number = f"{name[:54]} {number}", number + 1
    return free


def _threads_in(category: Category) -> Sequence[Thread]:
    query = select(Thread).where(Thread.category_id == category.id).order_by(Thread.id)
    return db.session.scalars(query.with_for_update()).all()
