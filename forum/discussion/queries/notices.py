"""What stands above posts in the name of facilitators."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from forum.accounts.models import Member
from forum.discussion.models import PostNotice
from forum.discussion.values import MemberCard, NoticeCard
from forum.kernel.db import db


def notices_above(post_ids: Sequence[int]) -> Mapping[int, NoticeCard]:
    """Return the notices above some posts that a reader is shown, with one statement for all."""
    if not post_ids:
        return {}
    query = (
        select(PostNotice, Member.handle, Member.name)
        .join(Member, Member.id == PostNotice.by_id)
        .where(PostNotice.post_id.in_(post_ids))
    )
    return {
        row.PostNotice.post_id: NoticeCard(
            row.PostNotice.words,
            MemberCard(row.PostNotice.by_id, row.handle, row.name),
            row.PostNotice.put_at,
        )
        for row in db.session.execute(query)
    }


def has_notice(post_id: int) -> bool:
    """Tell whether a notice stands above the post."""
    return db.session.get(PostNotice, post_id) is not None
