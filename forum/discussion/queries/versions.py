"""The versions of a post, each beside what changed since the one before."""

from dataclasses import dataclass
from datetime import datetime

from forum.discussion.differences import Change, differences
from forum.discussion.models import Post
from forum.discussion.queries.threads import list_versions


@dataclass(frozen=True, slots=True)
class VersionChange:
    """One version and how it differs from the one before it."""

    version: int
    written_at: datetime
    changes: tuple[Change, ...]


def list_changes(post: Post) -> list[VersionChange]:
    """Return the versions of a post, newest first."""
    texts = [(old.version, old.written_at, old.raw) for old in list_versions(post)]
    texts.append((post.version, post.edited_at or post.created_at, post.raw))
    before = ""
    found = []
    for version, written_at, raw in texts:
        found.append(VersionChange(version, written_at, tuple(differences(before, raw))))
        before = raw
    return found[::-1]
