"""Acts on what one has read: take it as read, or as unread again."""

from sqlalchemy import func, select, update

from forum.accounts.models import Member
from forum.accounts.values import Person, ThreadView
from forum.discussion.models import ReadingPosition, Thread
from forum.discussion.queries.threads import select_listed_threads
from forum.discussion.reading import forget_noted
from forum.discussion.rules import may_see_thread
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Invalid
from forum.kernel.verdicts import require


def mark_all_read(*, by: Person) -> None:
    """Take every thread in the lists as read: nothing there is new or unread until it goes on."""
    moment = now()
    listed = select_listed_threads(by).with_only_columns(Thread.id)
    last_number = (
        select(Thread.last_number).where(Thread.id == ReadingPosition.thread_id).scalar_subquery()
    )
    db.session.execute(
        update(ReadingPosition)
        .where(ReadingPosition.member_id == by.member_id, ReadingPosition.thread_id.in_(listed))
        .values(last_read=func.coalesce(last_number, ReadingPosition.last_read), read_at=moment),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update(Member).where(Member.id == by.member_id).values(new_since=moment),
        execution_options={"synchronize_session": False},
    )
    forget_noted(by.member_id)


def mark_unread_from(thread: Thread, number: int, *, by: Person) -> None:
    """Take the thread as unread from the post with this number on."""
    require(may_see_thread(by, thread))
    if not 1 <= number <= thread.last_number:
        raise Invalid("number", "There is no post with this number.")
    forget_noted(by.member_id, thread.id)
    position = {"last_read": number - 1, "read_at": now()}
    statement = insert_into(ReadingPosition).values(
        member_id=by.member_id, thread_id=thread.id, **position
    )
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["member_id", "thread_id"], set_=position)
    )


def choose_thread_view(view: ThreadView, *, by: Person) -> None:
    """Remember how the member likes to read threads."""
    db.session.execute(
        update(Member).where(Member.id == by.member_id).values(thread_view=view),
        execution_options={"synchronize_session": False},
    )
