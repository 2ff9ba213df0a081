"""Acts on threads: start, retitle, retag, move, close, archive, pin."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from forum.accounts.values import Person
from forum.discussion.events import (
    ThreadArchived,
    ThreadClosed,
    ThreadContinued,
    ThreadPinned,
    ThreadReopened,
    ThreadRetagged,
    ThreadRetitled,
    ThreadStarted,
    ThreadUnarchived,
    ThreadUnpinned,
)
from forum.discussion.merging import merge_names
from forum.discussion.models import Continuation, Post, Thread
from forum.discussion.operations.cases import THROUGH_GATE, ask_again, begin_case
from forum.discussion.operations.labels import (
    LabelChoice,
    check_readers_there,
    label_new_thread,
    reserve_as_it_is,
)
from forum.discussion.operations.placing import put_into
from forum.discussion.operations.posts import add_post, find_submission
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.operations.tags import put_tags
from forum.discussion.queries.categories import directory
from forum.discussion.queries.walls import is_case
from forum.discussion.reading import take_own_post_as_read
from forum.discussion.rules import (
    is_pinned_everywhere,
    may_continue_post,
    may_facilitate_thread,
    may_move_thread,
    may_pin_everywhere,
    may_retag_thread,
    may_retitle_thread,
    may_start_thread,
    may_take_out_of_circle,
)
from forum.discussion.values import CategoryCard, Pin
from forum.discussion.values.labels import Life
from forum.discussion.writing import Writing, check_tags, check_title
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.text import slug_of
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def start_thread(
    category: CategoryCard,
    title: str,
    writing: Writing,
    *,
    tags: list[str],
    by: Person,
    submission_key: str | None = None,
    continues: Post | None = None,
    label: LabelChoice | None = None,
) -> Thread:
    """Start a thread with its first post, which may go on from a post of another thread.

    Without a label it has the usual one of its category. Where threads are about cases it begins with
    what was declared at the gate. The same submission sent twice starts one.
    """
    if label is None:
        life = Life(days_after_reply=category.days_after_reply)
        label = LabelChoice(reuse=category.reuse, life=life)
    require(may_start_thread(by, category))
    if category.is_for_cases and label.case is None:
        raise Invalid("category", THROUGH_GATE)
    if continues is not None:
        require(may_continue_post(by, continues.thread, continues))
    title, tags = check_title(title), check_tags(tags)
    already = find_submission(by.member_id, submission_key)
    if already is not None:
        if already.number == 1 and already.raw == writing.raw:
            return already.thread
        submission_key = None
    try:
        with db.session.begin_nested():
            thread = add_thread(
                category.id,
                title,
                writing,
                tags=tags,
                author_id=by.member_id,
                at=now(),
                submission_key=submission_key,
                label=label,
            )
            take_own_post_as_read(by.member_id, thread.id, number=1)
        check_quotes(writing.rendered.quotes, thread, by=by)
    except IntegrityError:
        # Both clicks of a double click got past the look-up: the other one has won.
        already = find_submission(by.member_id, submission_key)
        if already is None:
            raise
        return already.thread
    if continues is not None:
        _continue(continues, thread, by)
    return thread


def _continue(post: Post, thread: Thread, by: Person) -> None:
    db.session.add(Continuation(thread_id=thread.id, post_id=post.id))
    announce(
        ThreadContinued(
            post_id=post.id,
            thread_id=post.thread_id,
            continued_in_id=thread.id,
            by_id=by.member_id,
        )
    )


def add_thread(
    category_id: int,
    title: str,
    writing: Writing,
    *,
    tags: list[str],
    author_id: int,
    at: datetime,
    submission_key: str | None = None,
    label: LabelChoice | None = None,
) -> Thread:
    """Write a thread and its first post; who may do so was asked before.

    Imports and the demo call it with authors and moments of the past.
    """
    thread = make_thread_row(
        title, slug_of(title), category_id=category_id, author_id=author_id, at=at
    )
    put_tags(thread, tags)
    if label is not None:
        label_new_thread(thread, label)
    if is_case(thread.id):
        begin_case(thread, label.case if label else None)
    announce(ThreadStarted(thread_id=thread.id, author_id=author_id))
    add_post(thread, writing, author_id=author_id, at=at, submission_key=submission_key)
    return thread


def make_thread_row(
    title: str, slug: str, *, category_id: int | None, author_id: int, at: datetime
) -> Thread:
    """Write the row of a thread that has no post yet."""
    thread = Thread(
        title=title,
        slug=slug,
        category_id=category_id,
        author_id=author_id,
        created_at=at,
        last_number=0,
        post_count=0,
        reply_count=0,
        writer_count=0,
        score=0,
        last_posted_at=at,
        last_poster_id=author_id,
    )
    db.session.add(thread)
    db.session.flush()
    return thread


def first_post(thread: Thread) -> Post | None:
    """Return the post that the thread began with."""
    return db.session.query(Post).filter_by(thread_id=thread.id, number=1).one_or_none()


def retitle_thread(
    thread: Thread, title: str, *, by: Person, because: str = "", seen: str | None = None
) -> bool:
    """Give the thread another title; old addresses go on leading to it. False when it is the same.

    A facilitator who retitles another's thread gives a reason. Raises Conflict when both this
    person and somebody else changed the title that was `seen`.
    """
    require(may_retitle_thread(by, thread))
    title, before = check_title(title), thread.title
    if title in (before, seen):
        return False
    if seen is not None and seen != before:
        raise Conflict("The title was changed while you were writing.")
    by_author = thread.author_id == by.id
    because = because.strip() if by_author else need_reason(because)
    thread.title = title
    if not thread.is_conversation:
        thread.slug = slug_of(title)
    announce(
        ThreadRetitled(
            thread_id=thread.id, by_id=by.id, by_author=by_author, before=before, because=because
        )
    )
    return True


def retag_thread(
    thread: Thread,
    tags: list[str],
    *,
    by: Person,
    because: str = "",
    seen: list[str] | None = None,
) -> bool:
    """Give the thread other tags; False when they are the same.

    Where others changed the tags that were `seen`, this person's changes are added to theirs.
    """
    require(may_retag_thread(by, thread))
    before = tuple(sorted(tag.name for tag in thread.tags))
    wanted = check_tags(tags)
    if seen is not None:
        wanted = check_tags(merge_names(seen, wanted, before))
    if tuple(sorted(wanted)) == before:
        return False
    by_author = thread.author_id == by.id
    because = because.strip() if by_author else need_reason(because)
    put_tags(thread, wanted)
    after = tuple(sorted(tag.name for tag in thread.tags))
    announce(
        ThreadRetagged(
            thread_id=thread.id,
            by_id=by.id,
            by_author=by_author,
            before=before,
            after=after,
            because=because,
        )
    )
    return True


def move_thread(thread: Thread, to: CategoryCard, *, by: Person, because: str) -> bool:
    """Move the thread to another category; False when it stands there already."""
    require(may_move_thread(by, thread, to.id))
    before = thread.category_id
    if before is None or before == to.id:
        return False
    require(may_take_out_of_circle(directory().by_id[before].circle_id, to.circle_id))
    check_readers_there(thread, to, by=by)
    put_into(thread, to, by=by, because=need_reason(because))
    if to.is_for_cases:
        reserve_as_it_is(thread, by=by)
        ask_again(thread)
    return True


def close_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Take no replies any more; False when it is closed already."""
    require(may_facilitate_thread(by, thread))
    if thread.is_closed:
        return False
    thread.closed_because = need_reason(because)
    thread.closed_at, thread.closed_by_id = now(), by.id
    announce(ThreadClosed(thread_id=thread.id, by_id=by.id, because=thread.closed_because))
    return True


def reopen_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Take replies again; False when it is open."""
    require(may_facilitate_thread(by, thread))
    if not thread.is_closed:
        return False
    because = need_reason(because)
    thread.closed_at, thread.closed_by_id, thread.closed_because = None, None, ""
    announce(ThreadReopened(thread_id=thread.id, by_id=by.id, because=because))
    return True


def archive_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Keep the thread as it is; False when it is archived already."""
    require(may_facilitate_thread(by, thread))
    if thread.is_archived:
        return False
    thread.archived_because = need_reason(because)
    thread.archived_at, thread.archived_by_id = now(), by.id
    announce(ThreadArchived(thread_id=thread.id, by_id=by.id, because=thread.archived_because))
    return True


def unarchive_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Open an archived thread to change again; False when it is not archived."""
    require(may_facilitate_thread(by, thread))
    if not thread.is_archived:
        return False
    because = need_reason(because)
    thread.archived_at, thread.archived_by_id, thread.archived_because = None, None, ""
    announce(ThreadUnarchived(thread_id=thread.id, by_id=by.id, because=because))
    return True


def pin_thread(
    thread: Thread, where: Pin, *, by: Person, because: str, until: datetime | None = None
) -> bool:
    """Keep the thread on top of its category or of every list, until a date or for good.

    False when it is pinned just so already.
    """
    if where is Pin.EVERYWHERE or is_pinned_everywhere(thread, now()):
        require(may_pin_everywhere(by, thread))
    require(may_facilitate_thread(by, thread))
    if until is not None and until <= now():
        raise Invalid("until", "This date is past: a pin ends in the future.")
    because = need_reason(because)
    wanted = (where, until, because)
    if wanted == (thread.pinned, thread.pinned_until, thread.pinned_because):
        return False
    thread.pinned, thread.pinned_until, thread.pinned_because = wanted
    announce(ThreadPinned(thread_id=thread.id, by_id=by.id, where=str(where), because=because))
    return True


def unpin_thread(thread: Thread, *, by: Person, because: str) -> bool:
    """Let the thread take its place again; False when it is not pinned."""
    require(may_facilitate_thread(by, thread))
    if thread.pinned is None:
        return False
    if is_pinned_everywhere(thread, now()):
        require(may_pin_everywhere(by, thread))
    because = need_reason(because)
    thread.pinned, thread.pinned_until, thread.pinned_because = None, None, ""
    announce(ThreadUnpinned(thread_id=thread.id, by_id=by.id, because=because))
    return True


def mark_noted(thread_id: int) -> None:
    """Remember that facilitators left notes on a thread: only then its page looks for them."""
    db.session.execute(update(Thread).where(Thread.id == thread_id).values(has_notes=True))
