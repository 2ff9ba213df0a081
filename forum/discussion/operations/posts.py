"""Acts on posts: reply, revise, withdraw, restore, lock."""

from datetime import datetime

from sqlalchemy import func, select

from forum.accounts.values import Person
from forum.discussion.events import (
    PostLocked,
    PostPublished,
    PostRestored,
    PostRevised,
    PostUnlocked,
    PostWithdrawn,
)
from forum.discussion.merging import has_marks
from forum.discussion.models import Post, PostVersion, Thread
from forum.discussion.operations.answers import recount_answer
from forum.discussion.operations.labels import check_reuse
from forum.discussion.operations.life import keep_end
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.reading import take_own_post_as_read
from forum.discussion.rules import (
    is_in_grace,
    may_correct_language,
    may_edit_post,
    may_facilitate_thread,
    may_reply,
    may_restore_post,
    may_revise_now,
    may_withdraw_post,
)
from forum.discussion.tree import place_in_tree
from forum.discussion.values import DEEPEST
from forum.discussion.values.labels import Reuse
from forum.discussion.writing import Writing, named_in
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.markup import Quoted, read
from forum.kernel.times import is_day
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason


def reply(
    thread: Thread,
    writing: Writing,
    *,
    by: Person,
    to: Post | None = None,
    submission_key: str | None = None,
    reuse: Reuse | None = None,
) -> Post:
    """Add a reply to the thread, or to one of its posts.

    `reuse` is what may be re-used of it, where that is less than the thread lets go. The same
    submission sent twice gives the first post back.
    """
    require(may_reply(by, thread))
    check_reuse(thread, reuse)
    if to is not None and to.thread_id != thread.id:
        raise Invalid("body", "The post that you answer is not in this thread.")
    already = find_submission(by.member_id, submission_key)
    if already is not None:
        if already.raw == writing.raw:
            return already
        submission_key = None
    check_quotes(writing.rendered.quotes, thread, by=by, reuse=reuse)
    post = add_post(
        thread,
        writing,
        author_id=by.member_id,
        to=to,
        at=now(),
        submission_key=submission_key,
        reuse=reuse,
    )
    take_own_post_as_read(by.member_id, thread.id, post.number)
    return post


def add_post(
    thread: Thread,
    writing: Writing,
    *,
    author_id: int,
    at: datetime,
    to: Post | None = None,
    submission_key: str | None = None,
    reuse: Reuse | None = None,
) -> Post:
    """Write a post into the thread and count it; who may do so was asked before.

    Imports and the demo call it with authors and moments of the past; of what is written now under
    a pseudonym, `at` is no more than its day.
    """
    number = thread.last_number + 1
    post = Post(
        thread_id=thread.id,
        number=number,
        author_id=author_id,
        parent_id=to.id if to else None,
        tree_path=place_in_tree(to, number),
        depth=min(to.depth + 1, DEEPEST) if to else 0,
        created_at=at,
        submission_key=submission_key,
        reuse=reuse,
    )
    put_text(post, writing)
    post.language = writing.language
    db.session.add(post)
    if to is not None:
        to.reply_count += 1
    thread.last_number = number
    thread.post_count += 1
    db.session.flush()
    _count_after_publishing(thread, post)
    published = PostPublished(
        post_id=post.id, thread_id=thread.id, author_id=author_id, is_of_today=is_day(at)
    )
    announce(published)
    return post


def revise_post(
    thread: Thread, post: Post, writing: Writing, *, by: Person, seen_revision: int | None = None
) -> bool:
    """Replace the text of a post; False when nothing changed.

    Within five minutes of writing or of the last edit by the same person no version is kept. Raises
    Conflict when the post was changed since `seen_revision` was shown.
    """
    require(may_edit_post(by, thread, post))
    if writing.raw == post.raw:
        return False
    paced = may_revise_now(by, thread)
    if not paced:
        # A refusal of the text, not of the page: what was typed stays in the form.
        raise Invalid("body", paced.because)
    if seen_revision is not None and seen_revision != post.revision:
        raise Conflict("This post was changed while you were writing.")
    if has_marks(writing.raw):
        raise Invalid("body", "Two versions still stand side by side: take out the lines with ===.")
    check_quotes(_newly_quoted(post, writing), thread, by=by, reuse=post.reuse)
    moment, before = now(), named_in(post.html)
    is_same_writer = by.id == post.writer_id
    if not (is_same_writer and is_in_grace(post.edited_at or post.created_at, moment)):
        keep_version(post)
        post.edited_at = moment
        post.edited_by_id = None if by.id == post.author_id else by.id
        post.version += 1
    post.revision += 1
    put_text(post, writing)
    if not post.language_is_given:
        post.language = writing.language
    announce(
        PostRevised(
            post_id=post.id,
            thread_id=thread.id,
            by_id=by.id,
            newly_named=tuple(sorted(named_in(post.html) - before)),
        )
    )
    return True


def _newly_quoted(post: Post, writing: Writing) -> tuple[Quoted, ...]:
    """Return what the text quotes now and did not before: what stands there was asked about then."""
    before = set(read(post.html).quotes)
    return tuple(quoted for quoted in writing.rendered.quotes if quoted not in before)


def correct_language(thread: Thread, post: Post, language: str, *, by: Person) -> bool:
    """Say which language a post is written in, when the machine got it wrong."""
    require(may_correct_language(by, thread, post))
    if post.language == language and post.language_is_given:
        return False
    post.language, post.language_is_given = language, True
    announce(PostRevised(post_id=post.id, thread_id=thread.id, by_id=by.id))
    return True


def withdraw_post(thread: Thread, post: Post, *, by: Person, because: str = "") -> None:
    """Replace a post by a tombstone; its text leaves every page and the search.

    A facilitator who withdraws another's post gives a reason, which members read on the tombstone.
    """
    require(may_withdraw_post(by, thread, post))
    by_author = post.author_id == by.id
    if not by_author:
        because = need_reason(because)
    post.withdrawn_at = now()
    post.withdrawn_by_id = by.id
    post.withdrawn_because = because.strip()
    db.session.flush()
    recount_thread(thread)
    announce(
        PostWithdrawn(
            post_id=post.id,
            thread_id=thread.id,
            by_id=by.id,
            by_author=by_author,
            because=post.withdrawn_because,
        )
    )


def restore_post(thread: Thread, post: Post, *, by: Person, because: str = "") -> None:
    """Bring a withdrawn post back."""
    require(may_restore_post(by, thread, post))
    by_author = post.author_id == by.id
    if not by_author:
        because = need_reason(because)
    post.withdrawn_at = None
    post.withdrawn_by_id = None
    post.withdrawn_because = ""
    db.session.flush()
    recount_thread(thread)
    announce(
        PostRestored(
            post_id=post.id,
            thread_id=thread.id,
            by_id=by.id,
            by_author=by_author,
            because=because,
        )
    )


def lock_post(thread: Thread, post: Post, *, by: Person, because: str) -> bool:
    """Keep the author from changing a post; False when it is locked already."""
    require(may_facilitate_thread(by, thread))
    if post.is_locked:
        return False
    post.locked_because = need_reason(because)
    post.locked_at = now()
    post.locked_by_id = by.id
    announce(
        PostLocked(post_id=post.id, thread_id=thread.id, by_id=by.id, because=post.locked_because)
    )
    return True


def unlock_post(thread: Thread, post: Post, *, by: Person, because: str) -> bool:
    """Let the author change a locked post again; False when it is not locked."""
    require(may_facilitate_thread(by, thread))
    if not post.is_locked:
        return False
    because = need_reason(because)
    post.locked_at = None
    post.locked_by_id = None
    post.locked_because = ""
    announce(PostUnlocked(post_id=post.id, thread_id=thread.id, by_id=by.id, because=because))
    return True


def render_again(post: Post, writing: Writing) -> None:
    """Put a newer rendering of the same text in place."""
    put_text(post, writing)


def find_submission(author_id: int, key: str | None) -> Post | None:
    """Return what the same form has already written, as after a double click."""
    if not key:
        return None
    return db.session.scalar(
        select(Post).where(Post.author_id == author_id, Post.submission_key == key)
    )


def recount_thread(thread: Thread) -> None:
    """Count the thread's replies and writers again, and find who spoke last.

    Withdrawn posts do not count; a thread whose every post is withdrawn keeps its last date. A
    withdrawn answer is none until it is restored.
    """
    readable = (Post.thread_id == thread.id) & Post.withdrawn_at.is_(None)
    counted = select(func.count(), func.count(Post.author_id.distinct())).where(readable)
    count, writers = db.session.execute(counted).one()
    first_is_readable = db.session.scalar(select(func.count()).where(readable & (Post.number == 1)))
    thread.reply_count = count - (first_is_readable or 0)
    thread.writer_count = writers
    thread.score = thread.reply_count * thread.writer_count
    last = db.session.execute(
        select(Post.created_at, Post.author_id)
        .where(readable)
        .order_by(Post.created_at.desc(), Post.number.desc())
        .limit(1)
    ).first()
    if last is not None:
        thread.last_posted_at, thread.last_poster_id = last
    recount_answer(thread)


def _count_after_publishing(thread: Thread, post: Post) -> None:
    """Keep the counters of the thread without counting all of its posts again."""
    if post.number > 1:
        thread.reply_count += 1
    earlier = db.session.scalar(
        select(Post.id)
        .where(
            Post.thread_id == thread.id,
            Post.author_id == post.author_id,
            Post.withdrawn_at.is_(None),
            Post.id != post.id,
        )
        .limit(1)
    )
    if earlier is None:
        thread.writer_count += 1
    thread.score = thread.reply_count * thread.writer_count
    if post.created_at >= thread.last_posted_at:
        thread.last_posted_at = post.created_at
        thread.last_poster_id = post.author_id
        keep_end(thread)


def put_text(post: Post, writing: Writing) -> None:
    """Put a text in place, whoever wrote it."""
    post.raw = writing.raw
    post.html = writing.rendered.html
    post.text = writing.rendered.text
    post.format = writing.format
    post.renderer_version = writing.rendered.version


def keep_version(post: Post) -> None:
    """Keep the text that is about to be replaced, with who wrote it."""
    db.session.add(
        PostVersion(
            post_id=post.id,
            version=post.version,
            raw=post.raw,
            written_at=post.edited_at or post.created_at,
            written_by_id=post.writer_id,
            revision=post.revision,
        )
    )
