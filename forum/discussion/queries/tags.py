"""Tags of threads, of one or of many at once."""

from collections.abc import Sequence

from sqlalchemy import select

from forum.discussion.models import Tag, Thread, ThreadTag
from forum.kernel.db import read
from forum.kernel.sets import among, joined

TAG_NAMES = (
    select(joined(Tag.name))
    .join(ThreadTag, ThreadTag.tag_id == Tag.id)
    .where(ThreadTag.thread_id == Thread.id)
    .scalar_subquery()
)
"""The tags of a thread in one text, in no order: a comma is never part of a tag."""


def split_names(names: str | None) -> tuple[str, ...]:
    """Return the tags that came together as TAG_NAMES, in their order."""
    return tuple(sorted(names.split(","))) if names else ()


_TAGS = (
    select(ThreadTag.thread_id, Tag.name)
    .join(Tag, Tag.id == ThreadTag.tag_id)
    .where(among(ThreadTag.thread_id, "thread_ids"))
    .order_by(Tag.name)
)


def tags_of_threads(thread_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Return the tags of several threads at once."""
    if not thread_ids:
        return {}
    found: dict[int, tuple[str, ...]] = {}
    for row in read(_TAGS, thread_ids=thread_ids):
        found[row.thread_id] = (*found.get(row.thread_id, ()), row.name)
    return found
