"""Reads of what earlier imports brought in."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Standing
from forum.admin.imports.mail_archive.values import (
    Author,
    KnownMessage,
    MessageSketch,
    Position,
)
from forum.admin.imports.models import ImportedMessage
from forum.discussion.models import Post, Thread
from forum.kernel.db import AnySelect, db

_NOBODY = Author("", "")
_NOWHERE = Position("", 0, 0)


@dataclass(frozen=True, slots=True)
class KnownArchive:
    """What earlier imports brought in: messages and posts by key, and sources by message id."""

    messages: dict[str, KnownMessage]
    posts: dict[str, int]
    sources: dict[str, str]


def known_archive(category_id: int, source: str) -> KnownArchive:
    """Return what is here already.

    Nothing comes in twice, but only threads of this category or this source are continued: what
    is meant for one category must not appear in another because somebody answered across lists.
    """
    known = KnownArchive({}, {}, {})
    for row in db.session.execute(_known_rows()):
        is_near = row.category_id == category_id or row.source == source
        sketch = MessageSketch(
            key=row.key,
            message_id=row.message_id if is_near else row.key,
            in_reply_to=tuple(row.in_reply_to) if is_near else (),
            references=tuple(row.refers_to) if is_near else (),
            title="",
            subject_key=row.subject_key if is_near else "",
            is_reply=row.is_reply,
            quotes=row.quotes,
            sent_at=row.sent_at,
            position=_NOWHERE,
            author=_NOBODY,
        )
        known.messages[row.key] = KnownMessage(sketch, row.thread_id)
        if row.post_id is not None:
            known.posts[row.key] = row.post_id
        if is_near:
            known.sources[row.message_id] = row.source
    return known


def _known_rows() -> AnySelect:
    return (
        select(
            ImportedMessage.key,
            ImportedMessage.source,
            ImportedMessage.message_id,
            ImportedMessage.in_reply_to,
            ImportedMessage.refers_to,
            ImportedMessage.subject_key,
            ImportedMessage.is_reply,
            ImportedMessage.quotes,
            ImportedMessage.sent_at,
            ImportedMessage.post_id,
            Post.thread_id,
            Thread.category_id,
        )
        .outerjoin(Post, Post.id == ImportedMessage.post_id)
        .outerjoin(Thread, Thread.id == Post.thread_id)
    )


def known_list_addresses() -> list[str]:
    """Return the addresses that earlier imports found to be shared by many writers."""
    query = select(Member.source_address).where(
        Member.standing == Standing.PLACEHOLDER, Member.source_name != ""
    )
    return [address for address in db.session.scalars(query.distinct()) if address]
