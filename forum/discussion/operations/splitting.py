"""Acts of facilitators: take posts into a thread of their own, bring threads together, and back."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import SYSTEM, Person
from forum.discussion.events import (
    MergeUndone,
    ReadersChanged,
    ThreadsMerged,
    ThreadSplit,
    ThreadStarted,
)
from forum.discussion.models import (
    MergedThread,
    MovedPost,
    Post,
    Thread,
    ThreadGroup,
    ThreadPerson,
    Wall,
)
from forum.discussion.operations.carrying import carry_what_points_at
from forum.discussion.operations.labels import Named, named_by_category, named_in, reserve
from forum.discussion.operations.life import keep_end
from forum.discussion.operations.moves import move_posts
from forum.discussion.operations.tags import put_tags
from forum.discussion.operations.threads import make_thread_row
from forum.discussion.queries.audiences import members_of_groups
from forum.discussion.queries.guests import visits_to
from forum.discussion.queries.moves import (
    all_posts_of,
    has_pseudonyms,
    is_asked_about,
    walls_of,
)
from forum.discussion.queries.readers import is_for_cases, readers_of_category, readers_to_be
from forum.discussion.rules import (
    has_expired,
    may_merge_threads,
    may_split_thread,
    why_label_keeps,
)
from forum.discussion.writing import check_title
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.text import slug_of
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

NOTHING_CHOSEN = "Please choose the posts that go into a thread of their own."
FIRST_STAYS = "The first post stays: it is what the thread is about. Merge the thread instead."
ALL_WITHDRAWN = "All of these are withdrawn: choose at least one that can be read."
NO_CASES = "A thread about a case stays whole: what was declared of it is for all of its posts."
NO_PSEUDONYMS = "A post under a pseudonym stays in its thread: the name, and its author's key, hold there alone."
ASKED = "Those who wrote here are being asked about the label: wait until it is decided."
WOULD_HAVE_ENDED = (
    "By the life of this thread these posts would have ended already, in a thread of their own."
)
ITSELF = "A thread cannot be merged into itself: give the number of another one."
MORE_READERS = "More people can read there than here. Ask those who wrote here first, on the page of its label."
WALLS_DIFFER = (
    "Somebody is kept out of this thread who could read the other one. Keep them out there first."
)
ENDED_MEANWHILE = "The life of that thread has ended meanwhile: it cannot be taken out any more."
GUESTS_HERE = "Guests are in this thread: end their visits first."


def split_posts(
    thread: Thread, posts: Sequence[Post], title: str, *, by: Person, because: str
) -> Thread:
    """Move posts into a new thread beside the old one, under its label and for its readers.

    It begins with the oldest of them. Raises Invalid where they cannot go.
    """
    require(may_split_thread(by, thread))
    title, because = check_title(title), need_reason(because)
    first = db.session.scalar(
        select(Post.number).where(Post.thread_id == thread.id).order_by(Post.number).limit(1)
    )
    if not posts:
        raise Invalid("posts", NOTHING_CHOSEN)
    if any(post.number == first for post in posts):
        raise Invalid("posts", FIRST_STAYS)
    if all(post.is_withdrawn for post in posts):
        raise Invalid("posts", ALL_WITHDRAWN)
    _check_whole(thread, posts, "posts")
    begun = min(posts, key=lambda post: post.number)
    target = begin_beside(thread, title, begun)
    open_alike(thread, target)
    move_posts(thread, target, posts)
    keep_end(target)
    if has_expired(target):
        raise Invalid("posts", WOULD_HAVE_ENDED)
    announce(
        ThreadSplit(
            thread_id=thread.id, into_id=target.id, by_id=by.id, because=because, count=len(posts)
        )
    )
    return target


def begin_beside(thread: Thread, title: str, first: Post) -> Thread:
    """Begin an empty thread with the place, the label and the tags of another."""
    target = make_thread_row(
        title,
        slug_of(title),
        category_id=thread.category_id,
        author_id=first.author_id,
        at=first.created_at,
    )
    for answer in ("reuse", "matter", "ends_on", "days_after_reply"):
        setattr(target, answer, getattr(thread, answer))
    put_tags(target, [tag.name for tag in thread.tags])
    announce(ThreadStarted(thread_id=target.id, author_id=target.author_id))
    return target


def open_alike(thread: Thread, target: Thread) -> None:
    """Open one thread to those who read the other by name, guests apart, and to nobody else."""
    if thread.is_reserved:
        named = named_in(thread)
        lasting = named.member_ids - visits_to(thread.id).keys()
        reserve(target, Named(lasting, named.group_ids), by=SYSTEM)
    copy_walls(thread, target)


def copy_walls(thread: Thread, target: Thread) -> None:
    """Keep out of one thread whom walls keep out of the other."""
    walls = db.session.scalars(select(Wall).where(Wall.thread_id == thread.id)).all()
    names = ("kind", "member_id", "organisation_id", "made_at", "made_by_id", "because")
    there = walls_of(target.id)
    for wall in walls:
        if (wall.member_id, wall.organisation_id) in there:
            continue
        copied = {name: getattr(wall, name) for name in names}
        db.session.add(Wall(thread_id=target.id, **copied))
    db.session.flush()


def merge_threads(thread: Thread, into: Thread, *, by: Person, because: str) -> None:
    """Move all posts of a thread to the end of another one; the first is nowhere any more.

    Its addresses lead on. Raises Invalid for "into" where they cannot go there.
    """
    if thread.id == into.id:
        raise Invalid("into", ITSELF)
    require(may_split_thread(by, thread))
    verdict = may_merge_threads(by, thread, into)
    if not verdict:
        raise Invalid("into", verdict.because)
    because = need_reason(because)
    posts = all_posts_of(thread)
    _check_whole(thread, posts, "into")
    _check_whole(into, (), "into")
    _check_label(thread, into)
    if visits_to(thread.id):
        raise Invalid("into", GUESTS_HERE)
    for post in posts:
        kept = (post.reuse or thread.reuse).stricter(thread.reuse)
        if kept.looseness < into.reuse.looseness:
            post.reuse = kept
    count, first_id = len(posts), posts[0].id
    move_posts(thread, into, posts)
    carry_what_points_at(thread, into, first_id)
    was_reserved = thread.is_reserved
    close_to_all(thread)
    db.session.add(
        MergedThread(
            thread_id=thread.id, into_id=into.id, was_reserved=was_reserved, merged_at=now()
        )
    )
    announce(
        ThreadsMerged(
            thread_id=thread.id, into_id=into.id, by_id=by.id, because=because, count=count
        )
    )


def take_out_again(into: Thread, thread_id: int, *, by: Person, because: str) -> Thread:
    """Undo a merge: the thread stands by itself again with those of its posts that are still there.

    Where it was open by name, or where it went is, it opens to those who can read that today: its
    label can be changed then. Raises NotFound where there is no such merge.
    """
    require(may_split_thread(by, into))
    row = db.session.get(MergedThread, thread_id)
    if row is None or row.into_id != into.id:
        raise NotFound
    because = need_reason(because)
    thread = db.session.get_one(Thread, thread_id, with_for_update=True)
    came = select(MovedPost.post_id).where(MovedPost.thread_id == thread_id)
    query = select(Post).where(Post.thread_id == into.id, Post.id.in_(came)).order_by(Post.number)
    posts = db.session.scalars(query).all()
    _check_whole(into, posts, "because")
    if not posts:
        raise NotFound
    if has_expired(thread):
        raise Invalid("because", ENDED_MEANWHILE)
    _open_no_further(thread, into, was_reserved=row.was_reserved)
    db.session.delete(row)
    db.session.flush()
    count = len(posts)
    move_posts(into, thread, posts)
    announce(
        MergeUndone(
            thread_id=thread.id, out_of_id=into.id, by_id=by.id, because=because, count=count
        )
    )
    return thread


def _open_no_further(thread: Thread, into: Thread, *, was_reserved: bool) -> None:
    """Give a thread that is taken out again no looser label than where its posts stood meanwhile."""
    thread.reuse = thread.reuse.stricter(into.reuse)
    if thread.life.is_longer_than(into.life, into.last_posted_at):
        thread.ends_on, thread.days_after_reply = into.ends_on, into.days_after_reply
    today, place = readers_to_be(into), thread.category_id
    opens = bool(readers_of_category(place) - today) if place else True
    if into.is_reserved or was_reserved or opens:
        reserve(thread, named_in(into) if into.is_reserved else named_by_category(into), by=SYSTEM)
    else:
        thread.is_reserved = False
    copy_walls(into, thread)


def close_to_all(thread: Thread) -> None:
    """Let a thread be open to nobody by itself: reserved, and to no one."""
    was = named_in(thread)
    db.session.execute(delete(ThreadPerson).where(ThreadPerson.thread_id == thread.id))
    db.session.execute(delete(ThreadGroup).where(ThreadGroup.thread_id == thread.id))
    thread.is_reserved, thread.pinned = True, None
    db.session.flush()
    raise_own_stamps([*was.member_ids, *members_of_groups(was.group_ids)])
    announce(ReadersChanged(thread_id=thread.id, by_id=None))


def _check_whole(thread: Thread, posts: Sequence[Post], field: str) -> None:
    """Refuse to move what must stay together. Raises Invalid."""
    if is_for_cases(thread.category_id):
        raise Invalid(field, NO_CASES)
    if is_asked_about(thread.id):
        raise Invalid(field, ASKED)
    if has_pseudonyms([post.id for post in posts]):
        raise Invalid(field, NO_PSEUDONYMS)


def _check_label(thread: Thread, into: Thread) -> None:
    """Refuse a place that is looser than what was written allows. Raises Invalid."""
    why = why_label_keeps(thread, into)
    if why:
        raise Invalid("into", why)
    opens = thread.is_reserved and not into.is_reserved
    if opens or readers_to_be(into) - readers_to_be(thread):
        raise Invalid("into", MORE_READERS)
    if walls_of(thread.id) - walls_of(into.id):
        raise Invalid("into", WALLS_DIFFER)
