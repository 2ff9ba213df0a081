"""What must be known of a post and of members to tell whom it concerns."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import select

from forum.accounts.circles.queries import members_called_with
from forum.accounts.models import Member
from forum.accounts.values import Person, Standing
from forum.discussion.models import Post, ReadingPosition
from forum.discussion.queries.audiences import members_who_read
from forum.discussion.reading import noted_position
from forum.kernel.db import db
from forum.kernel.markup import fold_handle, read
from forum.outreach.notifications.models import UnwantedCause
from forum.outreach.notifications.values import Cause, Facts

MOST_NAMED = 20
"""As many members can be called by one post; whoever names more writes a list, and calls nobody."""


MOST_IN_CIRCLE = 100
"""A larger circle is not called by naming it."""


def facts_of_post(post: Post) -> Facts:
    """Return what a post that was just published is."""
    found = read(post.html)
    mentioned = [fold_handle(handle) for handle in found.mentions]
    quoted = [one.handle for one in found.quotes if one.handle]
    parent = db.session.get(Post, post.parent_id) if post.parent_id else None
    return Facts(
        actor_id=post.author_id,
        is_new=True,
        is_first=post.number == 1,
        mentioned=_members(mentioned) | _in_circles(mentioned, post.author_id),
        quoted=_members(quoted),
        replied_to=parent.author_id if parent else None,
        people=members_who_read(post.thread_id) if post.thread.is_conversation else frozenset(),
    )


def facts_of_change(post: Post, *, actor_id: int, newly_named: Collection[str]) -> Facts:
    """Return what a post is that somebody has changed: only whom it newly names is concerned."""
    found = read(post.html)
    mentioned = {fold_handle(handle) for handle in found.mentions}.intersection(newly_named)
    quoted = {one.handle for one in found.quotes}.intersection(newly_named)
    return Facts(
        actor_id=actor_id,
        is_new=False,
        is_first=post.number == 1,
        mentioned=_members(sorted(mentioned)) | _in_circles(sorted(mentioned), actor_id),
        quoted=_members(sorted(quoted)),
    )


def _members(handles: Collection[str]) -> frozenset[int]:
    if not handles or len(handles) > MOST_NAMED:
        return frozenset()
    query = select(Member.id).where(
        Member.handle_key.in_(handles), Member.standing == Standing.ACTIVE
    )
    return frozenset(db.session.scalars(query))


def _in_circles(slugs: Collection[str], actor_id: int) -> frozenset[int]:
    if not slugs or len(slugs) > MOST_NAMED:
        return frozenset()
    return members_called_with(slugs, by_id=actor_id, most=MOST_IN_CIRCLE)


def unwanted_causes(member_ids: Iterable[int]) -> dict[int, set[Cause]]:
    """Return, by member, what they do not want to be told of."""
    query = select(UnwantedCause.member_id, UnwantedCause.cause)
    found: defaultdict[int, set[Cause]] = defaultdict(set)
    for row in db.session.execute(query.where(UnwantedCause.member_id.in_(list(member_ids)))):
        found[row.member_id].add(row.cause)
    return found


def has_read(person: Person, post: Post) -> bool:
    """Tell whether the person has been shown the post already, as with its thread open."""
    if noted_position(person.member_id, post.thread_id) >= post.number:
        return True
    position = db.session.get(ReadingPosition, (person.member_id, post.thread_id))
    return position is not None and position.last_read >= post.number
