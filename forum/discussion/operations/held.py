"""Posts that wait: change one or take it back, publish it or not."""

from collections.abc import Collection

from sqlalchemy import delete, select

from forum.accounts.identity import load_person
from forum.accounts.letters import tell
from forum.accounts.queue.operations import open_item, settle_item
from forum.accounts.values import Person
from forum.discussion.events import HeldDecided
from forum.discussion.models import HeldPost, Post, Thread
from forum.discussion.operations.labels import LabelChoice
from forum.discussion.operations.posts import reply
from forum.discussion.operations.quotes import check_quotes
from forum.discussion.operations.threads import first_post, start_thread
from forum.discussion.operations.watching import Checked, check_wording
from forum.discussion.queries.categories import directory
from forum.discussion.rules import (
    may_change_held,
    may_continue_post,
    may_decide_held,
    may_reply,
    may_start_thread,
    may_take_held_back,
)
from forum.discussion.values.held import (
    HELD_ACT_WORDS,
    HELD_POSTS,
    HeldAct,
    HeldState,
)
from forum.discussion.values.labels import Life
from forum.discussion.writing import Writing, check_tags, check_title, write
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Conflict, Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import Verdict, require
from forum.kernel.wording import need_reason


def change_held(
    held: HeldPost,
    writing: Writing,
    *,
    by: Person,
    seen_revision: int,
    title: str = "",
    tags: Collection[str] = (),
    seen: Collection[int] = (),
) -> bool:
    """Put another text in place of one that waits; False when nothing is different.

    Raises Conflict when it was changed, or decided about, since `seen_revision` was shown.
    """
    require(may_change_held(by, held))
    if held.thread_id is None:
        title, tags = check_title(title), check_tags(list(tags))
    checked = check_wording(writing, title=title, tags=list(tags), seen=seen)
    after = (checked.writing.raw, checked.title, checked.tags)
    if after == (held.raw, held.title, list(held.tags)):
        return False
    if held.revision != seen_revision:
        raise Conflict("This was changed in another window while you were writing.")
    if held.thread is not None:
        check_quotes(checked.writing.rendered.quotes, held.thread, by=by, reuse=held.reuse)
    put_text(held, checked)
    held.revision += 1
    db.session.flush()
    open_item(HELD_POSTS, held.id, "changed it", by_id=by.member_id)
    return True


def take_held_back(held: HeldPost, *, by: Person) -> None:
    """Remove a post that waits, or put away one that was not published: it is gone for good."""
    require(may_take_held_back(by, held))
    if held.is_waiting:
        settle_item(HELD_POSTS, held.id, "took it back", by_id=by.member_id)
    db.session.delete(held)
    db.session.flush()


def publish_held(held: HeldPost, *, by: Person) -> bool:
    """Publish a post that waits, now, as its author; False when the same person has done so.

    Raises Conflict when it is decided already, and Invalid when its author could not post it now.
    """
    if _is_done(held, HeldState.PUBLISHED, by=by):
        return False
    post = _post_of(held, load_person(held.author_id))
    held.post_id = post.id
    _decide(held, HeldState.PUBLISHED, HeldAct.PUBLISH, by=by)
    # From now on the post alone has the words: they must not outlive it here.
    held.raw, held.html, held.title, held.tags = "", "", "", []
    db.session.flush()
    return True


def refuse_held(held: HeldPost, *, by: Person, because: str) -> bool:
    """Do not publish a post that waits; its author keeps the text, and reads why."""
    if _is_done(held, HeldState.REFUSED, by=by):
        return False
    held.answer = need_reason(because)
    _decide(held, HeldState.REFUSED, HeldAct.REFUSE, by=by)
    tell(held.author, "held_refused")
    return True


def forget_held_in(thread_id: int) -> None:
    """Remove what waits for a thread that has expired; a machine does it, and says so."""
    waiting = select(HeldPost.id).where(HeldPost.thread_id == thread_id)
    for held_id in db.session.scalars(waiting).all():
        settle_item(HELD_POSTS, held_id, "is gone with the thread, which has expired", by_id=None)
    db.session.execute(delete(HeldPost).where(HeldPost.thread_id == thread_id))


def take_held_along(thread_id: int, into_id: int) -> None:
    """Let what waits for a thread wait for the one that it was merged into."""
    waiting = select(HeldPost).where(HeldPost.thread_id == thread_id)
    for held in db.session.scalars(waiting).all():
        held.thread_id = into_id
    db.session.flush()


def put_text(held: HeldPost, checked: Checked) -> None:
    """Put a text that was looked at into a post that waits."""
    held.raw, held.html = checked.writing.raw, checked.writing.rendered.html
    held.title, held.tags = checked.title, checked.tags


def _is_done(held: HeldPost, state: HeldState, *, by: Person) -> bool:
    """Tell whether this person has done this already; refuse what is decided otherwise."""
    if held.state is state and held.decided_by_id == by.id:
        return True
    require(may_decide_held(by, held, held.thread))
    if not held.is_waiting:
        raise Conflict("Another facilitator has decided about this meanwhile.")
    return False


def _decide(held: HeldPost, state: HeldState, act: HeldAct, *, by: Person) -> None:
    held.state, held.decided_at, held.decided_by_id = state, now(), by.id
    db.session.flush()
    settle_item(HELD_POSTS, held.id, HELD_ACT_WORDS[act], by_id=by.id)
    announce(
        HeldDecided(held_id=held.id, author_id=held.author_id, post_id=held.post_id, by_id=by.id)
    )


def _demand(author: Person, allowed: Verdict, thread: Thread | None) -> None:
    """Refuse what its author could not post now. Raises Invalid.

    Why they cannot may be nobody's matter, such as a wall or a silence: only what the thread itself
    shows is named.
    """
    if author.is_member and allowed:
        return
    if thread is not None and (thread.is_closed or thread.is_archived):
        raise Invalid("outcome", "This thread is closed: its author could not post there now.")
    raise Invalid("outcome", "Its author could not post it at present: it stays where it is.")


def _post_of(held: HeldPost, author: Person) -> Post:
    """Write the post as its author would now; what keeps them from it keeps it from being there."""
    writing = write(held.raw)
    if held.thread is not None:
        _demand(author, may_reply(author, held.thread), held.thread)
        return reply(held.thread, writing, by=author, to=held.parent, reuse=held.reuse)
    category = directory().by_id[held.category_id]
    _demand(author, may_start_thread(author, category), None)
    before = held.continues
    label = LabelChoice(
        reuse=held.reuse or category.reuse,
        matter=held.matter,
        life=Life(held.ends_on, held.days_after_reply),
    )
    thread = start_thread(
        category,
        held.title,
        writing,
        tags=list(held.tags),
        by=author,
        continues=before if before and may_continue_post(author, before.thread, before) else None,
        label=label,
    )
    post = first_post(thread)
    if post is None:
        raise LookupError("A thread begins with a post.")
    return post
