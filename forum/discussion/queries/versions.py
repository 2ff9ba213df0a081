"""The versions of a post: what changed from one to the next, by whom, and where two texts meet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from forum.accounts.models import Member
from forum.discussion.differences import Change, differences
from forum.discussion.merging import merge, merge_without_base
from forum.discussion.models import Post, PostVersion
from forum.discussion.queries.threads import list_versions
from forum.discussion.values import MemberCard
from forum.kernel.db import db


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One version, who wrote it and how it differs from the one before it."""

    version: int
    writer: MemberCard
    written_at: datetime
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A text that meets another one saved meanwhile.

    The changes of each side are against the text that both began with; none are known when that
    was not kept.
    """

    writer: MemberCard
    mine: str
    theirs: str
    offered: str
    conflicts: int
    my_changes: tuple[Change, ...] = ()
    their_changes: tuple[Change, ...] = ()


def list_changes(post: Post) -> list[VersionChange]:
    """Return the versions of a post, newest first."""
    texts = [
        (old.version, old.written_by_id, old.written_at, old.raw) for old in list_versions(post)
    ]
    texts.append((post.version, post.writer_id, post.edited_at or post.created_at, post.raw))
    writers = _members(writer for _, writer, _, _ in texts)
    before = ""
    found = []
    for version, writer, written_at, raw in texts:
        changes = tuple(differences(before, raw))
        found.append(VersionChange(version, writers[writer], written_at, changes))
        before = raw
    return found[::-1]


def meeting_of(post: Post, mine: str, seen_revision: int | None) -> Meeting:
    """Return what becomes of a text begun at an earlier revision of a post that went on since."""
    mine, theirs = mine.replace("\r\n", "\n"), post.raw
    writer = _members([post.writer_id])[post.writer_id]
    base = _text_at(post, seen_revision)
    if base is None:
        merged = merge_without_base(mine, theirs)
        return Meeting(writer, mine, theirs, merged.text, merged.conflicts)
    merged = merge(base, mine, theirs)
    return Meeting(
        writer,
        mine,
        theirs,
        merged.text,
        merged.conflicts,
        tuple(differences(base, mine)),
        tuple(differences(base, theirs)),
    )


def _text_at(post: Post, revision: int | None) -> str | None:
    """Return the text of a revision, if it was kept: an edit soon after writing leaves no trace."""
    if revision is None or not 0 < revision < post.revision:
        return None
    return db.session.scalar(
        select(PostVersion.raw).where(
            PostVersion.post_id == post.id, PostVersion.revision == revision
        )
    )


def _members(member_ids: Iterable[int]) -> dict[int, MemberCard]:
    query = select(Member.id, Member.handle, Member.name, Member.picture)
    rows = db.session.execute(query.where(Member.id.in_(set(member_ids))))
    return {row.id: MemberCard(row.id, row.handle, row.name, row.picture) for row in rows}
