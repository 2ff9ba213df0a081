"""The posts of a page with what stands between them, put into the page as the bytes that are sent.

A page of posts is long, and nearly all of it was rendered before: the template leaves a gap for
them, so that no text of that length is copied from template to template and encoded anew.
"""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from forum.discussion.models import Thread
from forum.discussion.tree import Branch
from forum.discussion.values import ActCard, PostCard

KEPT = 2_000
GAP = Markup(f"\0{secrets.token_hex(8)}\0")  # noqa: S704 -- a sign of our own, that nobody can guess


def in_order(
    posts: Iterable[PostCard],
    articles: Mapping[int, bytes],
    *,
    before: Mapping[int, str],
    after: Mapping[int, str],
) -> bytes:
    """Return the articles in their order with the lines that stand around them, by number."""
    pieces: list[bytes] = []
    for post in posts:
        number = post.number
        if number in before:
            pieces.append(before[number].encode())
        pieces += (articles[post.id], b"\n")
        if number in after:
            pieces.append(after[number].encode())
    return b"".join(pieces)


def as_tree(branches: Sequence[Branch], articles: Mapping[int, bytes], *, is_open: bool) -> bytes:
    """Return the articles as branches that can be folded."""
    return b"".join(_grown(branches, articles, is_open=is_open))


def _grown(
    branches: Sequence[Branch], articles: Mapping[int, bytes], *, is_open: bool
) -> Iterator[bytes]:
    begin, end, end_of_replies = _edges()
    for branch in branches:
        yield begin
        yield articles[branch.post.id]
        if branch.replies:
            yield _begin_of_replies(branch.post.number, branch.size, is_open)
            yield from _grown(branch.replies, articles, is_open=is_open)
            yield end_of_replies
        yield end


def line_of_new(number: int | None, count: int) -> dict[int, str]:
    """Return what says that new posts begin, by the number of the first of them, if there is one."""
    return {number: _macros().stream.new_posts(count)} if number else {}


def lines_of_acts(acts: Mapping[int, Sequence[ActCard]], thread: Thread) -> dict[int, str]:
    """Return what was done with the thread, by the number of the post that it follows."""
    line = _macros().acts.line
    return {number: "".join(line(act, thread) for act in some) for number, some in acts.items()}


def filled(page: str, stream: bytes) -> bytes:
    """Return the page with the stream in the gap that its template has left."""
    before, _, after = page.partition(GAP)
    return b"".join((before.encode(), stream, after.encode()))


@lru_cache(maxsize=1)
def _edges() -> tuple[bytes, bytes, bytes]:
    macros = _macros()
    pieces = (macros.stream.begin, macros.stream.end, macros.stream.end_of_replies)
    begin, end, end_of_replies = (str(piece()).encode() for piece in pieces)
    return begin, end, end_of_replies


@lru_cache(maxsize=KEPT)
def _begin_of_replies(number: int, size: int, is_open: bool) -> bytes:
    return str(_macros().stream.begin_of_replies(number, size, is_open)).encode()


def _macros() -> Any:
    return current_app.jinja_env.globals["macros"]
