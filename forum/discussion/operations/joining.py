"""Merging posts: several of one author in one thread become one, and their addresses lead to it."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import InstrumentedAttribute

from forum.accounts.values import Person
from forum.discussion.events import PostRevised, PostsMerged
from forum.discussion.models import (
    Answer,
    Bookmark,
    Continuation,
    CutTie,
    HeldPost,
    MovedPost,
    Post,
    PostFile,
    PostNotice,
    Reaction,
    Thread,
)
from forum.discussion.operations.moves import AS_IT_IS, settle_after_moving
from forum.discussion.operations.posts import keep_version, put_text
from forum.discussion.operations.reactions import recount_reactions
from forum.discussion.queries.moves import has_pseudonyms, is_asked_about
from forum.discussion.rules import may_split_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import TextFormat
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

TWO = "Please give the numbers of at least two posts."
ONE_AUTHOR = "Posts of one author become one, and these are of several."
WITHDRAWN = "One of these is withdrawn: restore it first, or leave it out."
NO_PSEUDONYMS = "A post under a pseudonym stays as it is: its author alone has the key to it."
FROM_ARCHIVE = "A letter from an archive stays as it came."
ASKED = "Those who wrote here are being asked about the label: wait until it is decided."


def merge_posts(thread: Thread, posts: Sequence[Post], *, by: Person, because: str) -> Post:
    """Put the texts of several posts into the first of them; the others are no more.

    Their numbers lead to it, and replies, signs and bookmarks go along. It cannot be undone; the
    text that the first one had stays among its versions. Raises Invalid where they cannot be one.
    """
    require(may_split_thread(by, thread))
    because = need_reason(because)
    _check(thread, posts)
    into, *rest = sorted(posts, key=lambda post: post.number)
    try:
        writing = write("\n\n".join(post.raw.strip() for post in (into, *rest)))
    except Invalid as refusal:
        raise Invalid("numbers", refusal.sentence) from None
    ids = [post.id for post in rest]
    announce(
        PostsMerged(
            thread_id=thread.id,
            into_id=into.id,
            post_ids=tuple(ids),
            by_id=by.id,
            because=because,
        )
    )
    kept = [post.reuse for post in posts if post.reuse is not None]
    into.reuse = reduce(lambda one, other: one.stricter(other), kept) if kept else None
    keep_version(into)
    into.version += 1
    into.revision += 1
    into.edited_at, into.edited_by_id = now(), None
    put_text(into, writing)
    for post in rest:
        db.session.add(MovedPost(thread_id=thread.id, number=post.number, post_id=into.id))
    db.session.flush()
    _carry(into.id, ids)
    db.session.execute(delete(Post).where(Post.id.in_(ids)), execution_options=AS_IT_IS)
    db.session.expire_all()
    settle_after_moving(thread)
    recount_reactions(into)
    db.session.expire_all()
    announce(PostRevised(post_id=into.id, thread_id=thread.id, by_id=into.author_id))
    return into


def _check(thread: Thread, posts: Sequence[Post]) -> None:
    """Refuse what cannot become one. Raises Invalid."""
    reasons = (
        (len(posts) < 2, TWO),
        (len({post.author_id for post in posts}) > 1, ONE_AUTHOR),
        (any(post.is_withdrawn for post in posts), WITHDRAWN),
        (any(post.format is not TextFormat.MARKDOWN for post in posts), FROM_ARCHIVE),
        (has_pseudonyms([post.id for post in posts]), NO_PSEUDONYMS),
        (is_asked_about(thread.id), ASKED),
    )
    for is_so, sentence in reasons:
        if is_so:
            raise Invalid("numbers", sentence)


def _carry(into_id: int, ids: Sequence[int]) -> None:
    """Let what points at the posts point at the one that they become; once is enough for each."""
    for column in (
        Post.parent_id,
        MovedPost.post_id,
        Continuation.post_id,
        CutTie.answered_id,
        HeldPost.parent_id,
        HeldPost.continues_id,
    ):
        _point(column, into_id, ids)
    for column, same in (
        (PostFile.post_id, (PostFile.file_id,)),
        (Reaction.post_id, (Reaction.member_id,)),
        (Bookmark.post_id, (Bookmark.member_id,)),
        (Answer.post_id, ()),
        (PostNotice.post_id, ()),
    ):
        _point_once(column, same, into_id, ids)


def _point(column: InstrumentedAttribute[Any], into_id: int, ids: Sequence[int]) -> None:
    changed = update(column.class_).where(column.in_(ids)).values({column.key: into_id})
    db.session.execute(changed, execution_options=AS_IT_IS)


def _point_once(
    column: InstrumentedAttribute[Any],
    same: Sequence[InstrumentedAttribute[Any]],
    into_id: int,
    ids: Sequence[int],
) -> None:
    """Let rows point at the post, one after the other, unless one of the same sort does already."""
    model = column.class_
    for id_ in ids:
        for row in db.session.execute(select(*same, column).where(column == id_)).all():
            alike = [one == value for one, value in zip(same, row, strict=False)]
            there = select(column).where(column == into_id, *alike).limit(1)
            if db.session.scalar(there) is None:
                changed = update(model).where(column == id_, *alike)
                db.session.execute(
                    changed.values({column.key: into_id}), execution_options=AS_IT_IS
                )
