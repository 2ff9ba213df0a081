"""Reads of pseudonyms and of what is written under them."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Level, Person
from forum.discussion.models import Post, Thread
from forum.discussion.pseudonyms.models import (
    Pseudonym,
    WaitingPost,
    WaitingThread,
)
from forum.discussion.pseudonyms.queries.custodians import keys_of_custodians
from forum.discussion.pseudonyms.rules import (
    liftable_until,
)
from forum.discussion.pseudonyms.values import OwnPost, PseudonymCard, Scene, WaitingCard
from forum.discussion.queries.categories import allows_pseudonyms_in
from forum.discussion.queries.readers import readers_of_category, writers_of
from forum.discussion.queries.threads import get_post, get_thread
from forum.discussion.rules import may_edit_post, may_restore_post
from forum.discussion.values import CategoryCard
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound, Refusal
from forum.kernel.markup import excerpt
from forum.kernel.secrets import hash_of

LONGEST_EXCERPT = 200


def scene_of(thread: Thread) -> Scene:
    """Return what rules ask about a thread that was fetched for a person."""
    if not allows_pseudonyms_in(thread.category_id):
        return Scene(is_allowed=False, writers=0, custodians=0)
    return Scene(
        is_allowed=True, writers=len(writers_of(thread)), custodians=len(keys_of_custodians())
    )


def scene_of_category(category: CategoryCard) -> Scene:
    """Return what rules ask about a category before somebody begins a thread under a pseudonym."""
    if not category.allows_pseudonyms:
        return Scene(is_allowed=False, writers=0, custodians=0)
    return Scene(
        is_allowed=True,
        writers=len(readers_of_category(category.id, Level.START)),
        custodians=len(keys_of_custodians()),
    )


def find_own(thread_id: int, keys: Mapping[int, str]) -> tuple[Pseudonym, str] | None:
    """Return the pseudonym in a thread that one of these keys opens, and that key.

    A key to a thread that waited when it was kept stands under the number of its pseudonym, which
    no thread has.
    """
    hashes = {hash_of(key): key for id_, key in keys.items() if id_ == thread_id or id_ < 0}
    query = select(Pseudonym).where(
        Pseudonym.thread_id == thread_id, Pseudonym.key_hash.in_(hashes)
    )
    found = db.session.scalars(query.limit(1)).first() if hashes else None
    return (found, hashes[found.key_hash]) if found else None


def find_by_key(key: str) -> Pseudonym | None:
    """Return the pseudonym that the key opens, in whichever thread."""
    return db.session.scalar(select(Pseudonym).where(Pseudonym.key_hash == hash_of(key)))


def find_waiting_thread(pseudonym: Pseudonym) -> WaitingThread | None:
    """Return the thread under a pseudonym that is not published yet."""
    return db.session.get(WaitingThread, pseudonym.member_id)


def find_pseudonym(thread_id: int, key: str) -> Pseudonym | None:
    """Return the pseudonym that the key opens, if it is one of this thread."""
    query = select(Pseudonym).where(
        Pseudonym.thread_id == thread_id, Pseudonym.key_hash == hash_of(key)
    )
    return db.session.scalar(query) if key else None


def pseudonym_of(post: Post) -> Pseudonym | None:
    """Return the pseudonym under which a post was written, if it was."""
    return db.session.get(Pseudonym, post.author_id)


def get_pseudonymous_post(post_id: int, *, by: Person) -> tuple[Post, Pseudonym]:
    """Return a post that the person may see, and its pseudonym. Raises NotFound."""
    post = get_post(post_id, by=by)
    pseudonym = pseudonym_of(post)
    if pseudonym is None:
        raise NotFound
    return post, pseudonym


def row_of_member(pseudonym: Pseudonym) -> Member:
    """Return the pseudonym's own row among the members."""
    return db.session.get_one(Member, pseudonym.member_id)


def card_of(pseudonym: Pseudonym, thread: Thread) -> PseudonymCard:
    """Return the pseudonym as its author sees it."""
    return PseudonymCard(
        id=pseudonym.member_id,
        name=row_of_member(pseudonym).name,
        thread_id=thread.id,
        thread_title=thread.title,
        is_muted=bool(pseudonym.muted_because),
        muted_because=pseudonym.muted_because,
        liftable_until=liftable_until(thread),
        is_destroyed=pseudonym.sealed_member is None,
    )


def cards_in(keys: Mapping[int, str], *, by: Person) -> list[PseudonymCard]:
    """Return the pseudonyms that these keys open, in threads that the person can still see."""
    found = []
    for key in keys.values():
        pseudonym = find_by_key(key)
        if pseudonym is None or pseudonym.thread_id is None:
            continue
        with suppress(Refusal):
            found.append(card_of(pseudonym, get_thread(pseudonym.thread_id, by=by)))
    return found


def waiting_threads_in(keys: Mapping[int, str]) -> list[WaitingCard]:
    """Return the threads of these keys that are not published yet."""
    found = []
    for id_, key in keys.items():
        pseudonym = find_by_key(key) if id_ < 0 else None
        row = find_waiting_thread(pseudonym) if pseudonym else None
        if pseudonym is not None and row is not None:
            name, text = row_of_member(pseudonym).name, excerpt(row.raw, LONGEST_EXCERPT)
            found.append(WaitingCard(row.pseudonym_id, name, row.title, text, row.refused_because))
    return found


def list_own_posts(pseudonym: Pseudonym, thread: Thread, *, by: Person) -> list[OwnPost]:
    """Return what was written under a pseudonym; `by` is its author as that pseudonym."""
    query = select(Post).where(Post.author_id == pseudonym.member_id).order_by(Post.number)
    return [
        OwnPost(
            post.id,
            post.number,
            excerpt(post.text, LONGEST_EXCERPT),
            is_withdrawn=post.is_withdrawn,
            may_change=bool(may_edit_post(by, thread, post)),
            may_restore=bool(may_restore_post(by, thread, post)),
        )
        for post in db.session.scalars(query)
    ]


def list_waiting(pseudonym: Pseudonym) -> list[OwnPost]:
    """Return what was written under a pseudonym and is not published yet."""
    query = select(WaitingPost).where(WaitingPost.pseudonym_id == pseudonym.member_id)
    return [
        OwnPost(
            row.id, None, excerpt(row.raw, LONGEST_EXCERPT), refused_because=row.refused_because
        )
        for row in db.session.scalars(query.order_by(WaitingPost.id))
    ]


def everything_written(pseudonym: Pseudonym, thread: Thread) -> dict[str, Any]:
    """Return all that was written under a pseudonym, for its author to keep."""
    query = select(Post).where(Post.author_id == pseudonym.member_id).order_by(Post.number)
    return {
        "thread": thread.title,
        "begun": thread.author_id == pseudonym.member_id,
        "pseudonym": row_of_member(pseudonym).name,
        "posts": [
            {"number": post.number, "day": post.created_at.date().isoformat(), "text": post.raw}
            for post in db.session.scalars(query)
        ],
    }


def names_in_thread(thread_id: int) -> set[str]:
    """Return the names that pseudonyms of the thread have."""
    query = select(Member.name).join(Pseudonym, Pseudonym.member_id == Member.id)
    return set(db.session.scalars(query.where(Pseudonym.thread_id == thread_id)))


def get_waiting(id_: int) -> WaitingPost:
    """Return a post that waits to be published. Raises NotFound."""
    return get_row(WaitingPost, id_)
