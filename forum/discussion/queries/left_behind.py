"""Which posts of a thread stay behind when it is opened to more people, for operations and counts.

A post goes on when everybody agrees who wrote in it, and when nothing that it quotes, or quoted in
an earlier version, stays behind or is closed to those who are to read it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Executable, select

from forum.accounts.models import Member
from forum.discussion.models import Post, PostVersion, Thread
from forum.discussion.queries.moves import current_posts
from forum.discussion.queries.readers import readers_to_be
from forum.discussion.values.labels import Reuse
from forum.kernel.db import db
from forum.kernel.markup import Quoted, read, render
from forum.kernel.text import fold

_MAY_QUOTE = re.compile(r"quote", re.IGNORECASE)


def posts_of_others(thread_id: int, agreeing: Collection[int]) -> frozenset[int]:
    """Return the posts in which somebody wrote who does not agree."""
    here = Post.thread_id == thread_id
    written: dict[int, set[int]] = defaultdict(set)
    query = select(Post.id, Post.author_id, Post.edited_by_id).where(here)
    for row in db.session.execute(query):
        written[row.id] |= {row.author_id, row.edited_by_id or row.author_id}
    earlier = select(PostVersion.post_id, PostVersion.written_by_id)
    earlier = earlier.join(Post, Post.id == PostVersion.post_id).where(here)
    for post_id, writer_id in _pairs(earlier):
        written[post_id].add(writer_id)
    return frozenset(id_ for id_, writers in written.items() if not writers <= set(agreeing))


def posts_that_stay(
    thread: Thread, agreeing: Collection[int], *, readers: frozenset[int], reuse: Reuse
) -> frozenset[int]:
    """Return the posts that stay behind when the others go on for these readers, with this re-use."""
    staying = set(posts_of_others(thread.id, agreeing))
    authors = dict(_pairs(select(Post.id, Post.author_id).where(Post.thread_id == thread.id)))
    numbers = dict(_pairs(select(Post.number, Post.id).where(Post.thread_id == thread.id)))
    handles = _handles({author for id_, author in authors.items() if id_ in staying})
    quotes = _quotes_of(thread.id)
    found = _find({quoted for some in quotes.values() for quoted in some}, thread.id, numbers)
    closed = {id_ for id_ in found.values() if id_ not in authors}
    closed &= _closed_to(closed, readers, reuse)
    is_settled = False
    while not is_settled:
        more = {
            id_
            for id_, some in quotes.items()
            if id_ not in staying
            for quoted in some
            if (
                fold(quoted.handle) in handles
                if quoted.post_number is None
                else _stays(found.get(quoted), staying, closed, authors[id_])
            )
        }
        staying |= more
        is_settled = not more
    return frozenset(staying)


def _stays(
    quoted_id: int | None, staying: Collection[int], closed: Collection[int], author_id: int
) -> bool:
    """Tell whether what is quoted cannot be read by all; what one said elsewhere is one's own."""
    if quoted_id is None:
        return False
    if quoted_id in staying:
        return True
    return quoted_id in closed and db.session.get_one(Post, quoted_id).author_id != author_id


def _quotes_of(thread_id: int) -> dict[int, set[Quoted]]:
    """Return what each post quotes, in any of its versions."""
    found: dict[int, set[Quoted]] = defaultdict(set)
    here = Post.thread_id == thread_id
    for id_, html in _pairs(select(Post.id, Post.html).where(here, Post.html.contains("quote"))):
        found[id_].update(read(html).quotes)
    earlier = select(PostVersion.post_id, PostVersion.raw).join(
        Post, Post.id == PostVersion.post_id
    )
    for id_, raw in _pairs(earlier.where(here)):
        if _MAY_QUOTE.search(raw):
            found[id_].update(render(raw).quotes)
    return found


def _find(quotes: Iterable[Quoted], thread_id: int, numbers: dict[int, int]) -> dict[Quoted, int]:
    """Return the posts that are quoted, wherever they stand now."""
    found: dict[Quoted, int] = {}
    elsewhere: dict[tuple[int, int], list[Quoted]] = defaultdict(list)
    for quoted in quotes:
        if quoted.post_number is None:
            continue
        if quoted.thread_id in (None, thread_id) and quoted.post_number in numbers:
            found[quoted] = numbers[quoted.post_number]
        else:
            elsewhere[quoted.thread_id or thread_id, quoted.post_number].append(quoted)
    if not elsewhere:
        return found
    moved = current_posts(elsewhere.keys())
    threads = {thread for thread, _ in elsewhere}
    query = select(Post.thread_id, Post.number, Post.id).where(Post.thread_id.in_(threads))
    stands = {(row.thread_id, row.number): row.id for row in db.session.execute(query)}
    for place, some in elsewhere.items():
        id_ = stands.get(place) or moved.get(place)
        found |= dict.fromkeys(some, id_) if id_ is not None else {}
    return found


def _closed_to(post_ids: Collection[int], readers: frozenset[int], reuse: Reuse) -> set[int]:
    """Return those of the posts, in other threads, that these readers or this re-use go beyond."""
    closed = set()
    for post in db.session.scalars(select(Post).where(Post.id.in_(post_ids))):
        source = post.thread
        kept = (post.reuse or source.reuse).stricter(source.reuse)
        is_looser = reuse.looseness > kept.looseness
        if source.is_conversation or is_looser or readers - readers_to_be(source):
            closed.add(post.id)
    return closed


def _handles(member_ids: Collection[int]) -> frozenset[str]:
    query = select(Member.handle_key).where(Member.id.in_(member_ids))
    return frozenset(db.session.scalars(query))


def _pairs(query: Executable) -> list[tuple[Any, Any]]:
    return [(row[0], row[1]) for row in db.session.execute(query)]
