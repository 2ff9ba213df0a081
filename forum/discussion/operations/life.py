"""The life of threads: when it ends, telling those who wrote, and removing what has expired."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import Select, delete, or_, select, update

from forum.discussion.events import ThreadEndsSoon, ThreadExpired
from forum.discussion.models import (
    Answer,
    AudienceChange,
    Bookmark,
    CaseOpponent,
    Declaration,
    Draft,
    Loosening,
    LooseningAnswer,
    Post,
    PostNotice,
    PostVersion,
    Reaction,
    ReadingPosition,
    Summary,
    Thread,
    ThreadAct,
    ThreadFollowing,
    ThreadTag,
    Wall,
)
from forum.discussion.operations.files import let_go_of_files, remove_unused
from forum.discussion.operations.tags import forget_unused_tags
from forum.discussion.rules import has_expired, notice_due
from forum.discussion.values.drafts import DraftKind
from forum.discussion.values.labels import NOTICES
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import files_in

EXPIRED = "Expired thread"
EXPIRED_SLUG = "expired"
HAS_ENDED = "By this the thread would have ended already: please choose a later end."
AS_IT_IS = {"synchronize_session": False}


def keep_end(thread: Thread) -> None:
    """Write down when the thread expires, after its label or its last reply has changed.

    A reply that is withdrawn does not bring the end nearer: nobody takes away another's text by
    taking back their own.
    """
    ends_at = thread.life.ends_at(thread.last_posted_at)
    if ends_at != thread.ends_at:
        thread.ends_at, thread.told_of_end = ends_at, None


def check_end(thread: Thread) -> None:
    """Refuse a label by which the thread would have expired already. Raises Invalid."""
    if has_expired(thread):
        field = "ends_on" if thread.ends_on is not None else "days"
        raise Invalid(field, HAS_ENDED)


def list_expiring(*, most: int = 200) -> Sequence[int]:
    """Return threads whose time has come and whose text is still there, the oldest first."""
    due = select(Thread.id).where(Thread.ends_at <= now(), Thread.expired_at.is_(None))
    return db.session.scalars(due.order_by(Thread.ends_at, Thread.id).limit(most)).all()


def list_ending_soon(*, most: int = 200) -> Sequence[int]:
    """Return threads for which a notice of their end may be due."""
    moment = now()
    nearer = [
        or_(Thread.told_of_end.is_(None), Thread.told_of_end > days)
        & (Thread.ends_at <= moment + timedelta(days=days))
        for days in NOTICES
    ]
    soon = select(Thread.id).where(Thread.ends_at > moment, or_(*nearer))
    return db.session.scalars(soon.order_by(Thread.ends_at, Thread.id).limit(most)).all()


def tell_of_end(thread_id: int) -> None:
    """Tell those who wrote in a thread that it ends soon: 14 and 3 days before, each once."""
    thread = _locked(thread_id)
    moment = now()
    if thread is None or has_expired(thread):
        return
    due = notice_due(thread, moment)
    if due is None:
        return
    thread.told_of_end = due.days
    if due.is_told:
        announce(ThreadEndsSoon(thread_id=thread.id, member_ids=_writers(thread.id), days=due.days))


def expire_thread(thread_id: int) -> bool:
    """Remove everything that was written in and about a thread whose time has come.

    False where there is nothing to do: done twice, it does nothing the second time. Empty rows
    stay, since others refer to them by number, and the thread's readers stay, who are told at its
    address that it has expired.
    """
    thread = _locked(thread_id)
    if thread is None or not has_expired(thread) or thread.expired_at is not None:
        return False
    in_thread = select(Post.id).where(Post.thread_id == thread.id)
    post_ids = tuple(db.session.scalars(in_thread.order_by(Post.id)))
    let_go_of_files(post_ids)
    _remove_drafts(thread.id, in_thread)
    _remove_what_hangs_on(thread.id, in_thread)
    _empty_rows(thread.id, in_thread)
    _remove_tags(thread.id)
    db.session.expire_all()
    thread.expired_at = now()
    announce(ThreadExpired(thread_id=thread.id, post_ids=post_ids))
    return True


def _locked(thread_id: int) -> Thread | None:
    query = select(Thread).where(Thread.id == thread_id).with_for_update()
    return db.session.scalar(query.execution_options(populate_existing=True))


def _writers(thread_id: int) -> tuple[int, ...]:
    """Return who wrote in the thread something that can be read."""
    query = select(Post.author_id).where(Post.thread_id == thread_id, Post.withdrawn_at.is_(None))
    return tuple(db.session.scalars(query.distinct().order_by(Post.author_id)))


def _remove_drafts(thread_id: int, in_thread: Select[int]) -> None:
    """Remove what was being written to the thread, its posts or on from them, with its files."""
    drafts = or_(
        (Draft.kind == DraftKind.REPLY) & (Draft.thing_id == thread_id),
        Draft.kind.in_([DraftKind.EDIT, DraftKind.CONTINUE]) & Draft.thing_id.in_(in_thread),
    )
    bodies = db.session.scalars(select(Draft.body).where(drafts)).all()
    files = {file_id for body in bodies for file_id in files_in(body)}
    db.session.execute(delete(Draft).where(drafts), execution_options=AS_IT_IS)
    db.session.flush()
    remove_unused(files)


def _remove_what_hangs_on(thread_id: int, in_thread: Select[int]) -> None:
    for of_post in (PostVersion.post_id, Answer.post_id, Reaction.post_id, PostNotice.post_id):
        db.session.execute(
            delete(of_post.class_).where(of_post.in_(in_thread)), execution_options=AS_IT_IS
        )
    for of_thread in (
        LooseningAnswer.thread_id,
        Loosening.thread_id,
        Summary.thread_id,
        ThreadAct.thread_id,
        ThreadFollowing.thread_id,
        ReadingPosition.thread_id,
        AudienceChange.thread_id,
        Declaration.thread_id,
        CaseOpponent.thread_id,
    ):
        db.session.execute(
            delete(of_thread.class_).where(of_thread == thread_id), execution_options=AS_IT_IS
        )


def _empty_rows(thread_id: int, in_thread: Select[int]) -> None:
    """Leave the rows that others refer to without a word of what they said."""
    empty_post = {
        "raw": "",
        "html": "",
        "text": "",
        "language": "",
        "submission_key": None,
        "withdrawn_at": now(),
        "withdrawn_because": "",
        "locked_because": "",
        "reaction_count": 0,
    }
    empty_thread = {
        "title": EXPIRED,
        "slug": EXPIRED_SLUG,
        "answer_number": None,
        "closed_because": "",
        "archived_because": "",
        "pinned": None,
        "pinned_until": None,
        "pinned_because": "",
        "slow_because": "",
    }
    noted = or_(Bookmark.thread_id == thread_id, Bookmark.post_id.in_(in_thread))
    for changed in (
        update(Post).where(Post.thread_id == thread_id).values(**empty_post),
        update(Thread).where(Thread.id == thread_id).values(**empty_thread),
        update(Bookmark).where(noted).values(note="", remind_at=None),
        update(Wall).where(Wall.thread_id == thread_id).values(because=""),
    ):
        db.session.execute(changed, execution_options=AS_IT_IS)


def _remove_tags(thread_id: int) -> None:
    of_thread = ThreadTag.thread_id == thread_id
    tag_ids: Collection[int] = set(db.session.scalars(select(ThreadTag.tag_id).where(of_thread)))
    db.session.execute(delete(ThreadTag).where(of_thread), execution_options=AS_IT_IS)
    forget_unused_tags(tag_ids)
