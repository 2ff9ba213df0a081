"""Which acts of facilitators can be undone, whether they still can, and how."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.values import Person
from forum.discussion.models import Post, Thread, ThreadAct, ThreadTimer
from forum.discussion.operations import posts, threads
from forum.discussion.operations.notices import remove_notice
from forum.discussion.operations.owners import change_owner
from forum.discussion.operations.pace import unslow_thread
from forum.discussion.operations.sharing import share_post, unshare_post
from forum.discussion.operations.timers import cancel_timer
from forum.discussion.operations.withdrawing import restore_thread
from forum.discussion.queries.categories import get_category
from forum.discussion.queries.notices import has_notice
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.rules import is_pinned, is_slow
from forum.discussion.values import ActKind
from forum.discussion.values.acts import TIMER_WORDS
from forum.discussion.writing import split_tags
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict
from forum.moderation.models import LogEntry
from forum.moderation.values import Act

CHANGED = "Something was done about this since: what stands there now is not what this act left."
NO_WAY_BACK = "This cannot be undone by itself: what was there before is not kept."
NO_WAYS = {
    Act.THREADS_MERGED: "A merge is undone on the page “Merge threads” of the thread that it went into.",
    Act.THREAD_SPLIT: "Merge the new thread into this one again to undo it.",
    Act.POSTS_MERGED: "The posts are one now, and cannot be told apart again.",
    Act.THREAD_UNPINNED: "How it was pinned is not kept: pin it anew.",
    Act.THREAD_UNSLOWED: "How slow it was is not kept: slow it down anew.",
    Act.TIMER_CANCELLED: "Set the timer anew to undo it.",
    Act.NOTICE_REMOVED: "Its words are not kept there: put the notice above the post anew.",
    Act.TAG_RENAMED: "Which threads had the other tag is not kept.",
}
GONE = "What it was done with is not there any more, or not for you."


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry of the log is about, fetched for who wants to undo it."""

    entry: LogEntry
    thread: Thread
    post: Post | None
    by: Person
    because: str = ""

    @property
    def its_post(self) -> Post:
        """Return the post. Raises LookupError where the act was on a thread."""
        if self.post is None:
            raise LookupError("This act was on no post.")
        return self.post


@dataclass(frozen=True, slots=True)
class Undoing:
    """How one kind of act is undone: in words, while what it left still stands, and by what."""

    button: str
    stands: Callable[[Subject], bool]
    do: Callable[[Subject], object]


def subject_of(entry: LogEntry, because: str, *, by: Person) -> Subject:
    """Return what an entry is about, as far as it is there for this person. Raises NotFound."""
    thread = get_thread(entry.thread_id or 0, by=by)
    post = get_post(entry.post_id, by=by) if entry.post_id else None
    return Subject(entry, post.thread if post else thread, post, by, because)


def why_not(entry: LogEntry, subject: Subject | None) -> str:
    """Say why an act cannot be undone (any more); the empty text where it can."""
    how = UNDOINGS.get(entry.act)
    if how is None:
        return NO_WAYS.get(entry.act, NO_WAY_BACK)
    if subject is None:
        return GONE
    if _is_followed(entry) or not how.stands(subject):
        return CHANGED
    return ""


def undo_act(subject: Subject) -> None:
    """Undo an act by its opposite, which asks its own rule and is logged as itself.

    Raises Conflict when it cannot be undone any more.
    """
    reason = why_not(subject.entry, subject)
    if reason:
        raise Conflict(reason)
    UNDOINGS[subject.entry.act].do(subject)


def _is_followed(entry: LogEntry) -> bool:
    """Tell whether another act of the same sort was done later with the same thing."""
    sort = next((sort for sort in SORTS if entry.act in sort), frozenset({entry.act}))
    same = LogEntry.thread_id == entry.thread_id
    if entry.post_id is not None:
        same = LogEntry.post_id == entry.post_id
    later = select(LogEntry.id).where(same, LogEntry.act.in_(sort), LogEntry.id > entry.id)
    return db.session.scalar(later.limit(1)) is not None


def _tags(thread: Thread) -> str:
    return ", ".join(sorted(tag.name for tag in thread.tags))


def _came_from(subject: Subject) -> ThreadAct | None:
    """Return the line about the thread's last move, which knows from where it came."""
    query = select(ThreadAct).where(
        ThreadAct.thread_id == subject.thread.id, ThreadAct.kind == ActKind.MOVED
    )
    found = db.session.scalars(query.order_by(ThreadAct.id.desc()).limit(1)).first()
    is_here = found is not None and found.to_category_id == subject.thread.category_id
    return found if is_here else None


def _move_back(subject: Subject) -> None:
    came = _came_from(subject)
    to = get_category((came.category_id if came else 0) or 0, by=subject.by)
    threads.move_thread(subject.thread, to, by=subject.by, because=subject.because)


def _timer(subject: Subject) -> ThreadTimer | None:
    """Return the timer that was set, while it waits."""
    query = select(ThreadTimer).where(ThreadTimer.thread_id == subject.thread.id)
    for timer in db.session.scalars(query):
        if (
            TIMER_WORDS[timer.kind] == subject.entry.after
            and timer.because == subject.entry.because
        ):
            return timer
    return None


def _cancel(subject: Subject) -> None:
    timer = _timer(subject)
    if timer is not None:
        cancel_timer(subject.thread, timer.id, by=subject.by, because=subject.because)


def _retag(subject: Subject) -> None:
    tags = split_tags(subject.entry.before)
    threads.retag_thread(subject.thread, tags, by=subject.by, because=subject.because)


def _on_thread(act: Callable[..., object]) -> Callable[[Subject], object]:
    return lambda s: act(s.thread, by=s.by, because=s.because)


def _on_post(act: Callable[..., object]) -> Callable[[Subject], object]:
    return lambda s: act(s.thread, s.its_post, by=s.by, because=s.because)


SORTS = (
    frozenset({Act.THREAD_CLOSED, Act.THREAD_REOPENED}),
    frozenset({Act.THREAD_ARCHIVED, Act.THREAD_UNARCHIVED}),
    frozenset({Act.THREAD_PINNED, Act.THREAD_UNPINNED}),
    frozenset({Act.THREAD_SLOWED, Act.THREAD_UNSLOWED}),
    frozenset({Act.THREAD_WITHDRAWN, Act.THREAD_RESTORED}),
    frozenset({Act.POST_WITHDRAWN, Act.POST_RESTORED}),
    frozenset({Act.POST_LOCKED, Act.POST_UNLOCKED}),
    frozenset({Act.POST_SHARED, Act.POST_UNSHARED}),
    frozenset({Act.NOTICE_PUT, Act.NOTICE_REMOVED}),
)
"""Acts on the same thing: who did one later has decided anew."""

UNDOINGS: dict[Act, Undoing] = {
    Act.THREAD_CLOSED: Undoing(
        "Open the thread again", lambda s: s.thread.is_closed, _on_thread(threads.reopen_thread)
    ),
    Act.THREAD_REOPENED: Undoing(
        "Close the thread again", lambda s: not s.thread.is_closed, _on_thread(threads.close_thread)
    ),
    Act.THREAD_ARCHIVED: Undoing(
        "Take it out of the archive",
        lambda s: s.thread.is_archived,
        _on_thread(threads.unarchive_thread),
    ),
    Act.THREAD_UNARCHIVED: Undoing(
        "Archive it again", lambda s: not s.thread.is_archived, _on_thread(threads.archive_thread)
    ),
    Act.THREAD_PINNED: Undoing(
        "Unpin the thread",
        lambda s: is_pinned(s.thread, now()),
        _on_thread(threads.unpin_thread),
    ),
    Act.THREAD_RETITLED: Undoing(
        "Give it its old title",
        lambda s: bool(s.entry.before) and s.thread.title == s.entry.after,
        lambda s: threads.retitle_thread(s.thread, s.entry.before, by=s.by, because=s.because),
    ),
    Act.THREAD_RETAGGED: Undoing(
        "Give it its old tags",
        lambda s: _tags(s.thread) == s.entry.after,
        _retag,
    ),
    Act.THREAD_MOVED: Undoing("Move it back", lambda s: _came_from(s) is not None, _move_back),
    Act.THREAD_SLOWED: Undoing(
        "Let everybody write freely",
        lambda s: is_slow(s.thread),
        _on_thread(unslow_thread),
    ),
    Act.THREAD_WITHDRAWN: Undoing(
        "Bring the thread back",
        lambda s: s.thread.withdrawn_at is not None,
        _on_thread(restore_thread),
    ),
    Act.TIMER_SET: Undoing("Cancel the timer", lambda s: _timer(s) is not None, _cancel),
    Act.POST_WITHDRAWN: Undoing(
        "Restore the post", lambda s: s.its_post.is_withdrawn, _on_post(posts.restore_post)
    ),
    Act.POST_RESTORED: Undoing(
        "Withdraw the post again",
        lambda s: not s.its_post.is_withdrawn,
        _on_post(posts.withdraw_post),
    ),
    Act.POST_LOCKED: Undoing(
        "Unlock the post", lambda s: s.its_post.is_locked, _on_post(posts.unlock_post)
    ),
    Act.POST_UNLOCKED: Undoing(
        "Lock the post again", lambda s: not s.its_post.is_locked, _on_post(posts.lock_post)
    ),
    Act.POST_SHARED: Undoing(
        "Let only its author edit it", lambda s: s.its_post.is_shared, _on_post(unshare_post)
    ),
    Act.POST_UNSHARED: Undoing(
        "Let anyone edit it again", lambda s: not s.its_post.is_shared, _on_post(share_post)
    ),
    Act.NOTICE_PUT: Undoing(
        "Remove the notice",
        lambda s: has_notice(s.its_post.id),
        lambda s: remove_notice(s.its_post, by=s.by, because=s.because),
    ),
    Act.OWNER_CHANGED: Undoing(
        "Give the post back to its former author",
        lambda s: s.entry.member_id not in (None, s.its_post.author_id),
        lambda s: change_owner(
            s.thread, s.its_post, s.entry.member_id or 0, by=s.by, because=s.because
        ),
    ),
}
"""Acts that are not here have no way back: a merge of threads is undone on its own page."""
