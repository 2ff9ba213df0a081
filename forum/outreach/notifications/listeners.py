"""What is told to members when something happened, and what is taken as read."""

from collections.abc import Sequence

from forum.discussion.events import (
    GroupAdded,
    PersonAdded,
    PostPublished,
    PostRevised,
    PostsShown,
    ReminderDue,
)
from forum.discussion.models import Post
from forum.discussion.queries.audiences import members_of_groups
from forum.discussion.rules import is_news
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, enqueue, handles
from forum.kernel.worker import recurring
from forum.outreach.notifications.operations import (
    forget_old_notifications,
    read_what_was_shown,
    tell,
    tell_of_change,
    tell_of_post,
)
from forum.outreach.notifications.values import Cause

PUBLISHED = "notifications.published"
REVISED = "notifications.revised"
INVITED = "notifications.invited"
DAY = 24 * 3600


@within(PostPublished)
def tell_of_new_post(event: PostPublished) -> None:
    """Let the worker tell whom a new post concerns; what an archive brings is no news."""
    post = db.session.get_one(Post, event.post_id)
    if is_news(post.created_at, now()):
        enqueue(PUBLISHED, {"post": event.post_id})


@within(PostRevised)
def tell_of_changed_post(event: PostRevised) -> None:
    """Let the worker tell whom a changed post names and did not name before."""
    if event.newly_named and event.by_id is not None:
        named = list(event.newly_named)
        enqueue(REVISED, {"post": event.post_id, "by": event.by_id, "named": named})


@handles(PUBLISHED)
def tell_from_outbox(errands: Sequence[Errand]) -> None:
    """Tell whom new posts concern."""
    for errand in errands:
        with unit_of_work():
            tell_of_post(errand.payload["post"])


@handles(REVISED)
def tell_of_changes_from_outbox(errands: Sequence[Errand]) -> None:
    """Tell whom changed posts name."""
    for errand in errands:
        payload = errand.payload
        with unit_of_work():
            tell_of_change(payload["post"], by_id=payload["by"], newly_named=payload["named"])


@within(PersonAdded)
def tell_of_invitation(event: PersonAdded) -> None:
    """Let the worker tell a member that somebody brought them into a conversation."""
    enqueue(INVITED, {"thread": event.thread_id, "members": [event.member_id], "by": event.by_id})


@within(GroupAdded)
def tell_group_of_invitation(event: GroupAdded) -> None:
    """Let the worker tell the members of a group that it came into a conversation."""
    members = sorted(members_of_groups([event.group_id]) - {event.by_id})
    enqueue(INVITED, {"thread": event.thread_id, "members": members, "by": event.by_id})


@handles(INVITED)
def tell_of_invitations_from_outbox(errands: Sequence[Errand]) -> None:
    """Tell members what they were invited to."""
    for errand in errands:
        thread_id, by_id = errand.payload["thread"], errand.payload["by"]
        with unit_of_work():
            for member_id in errand.payload["members"]:
                tell(Cause.INVITED, member_id=member_id, actor_id=by_id, thread_id=thread_id)


@within(ReminderDue)
def tell_of_reminder(event: ReminderDue) -> None:
    """Tell a member of the post that they wanted to come back to now."""
    tell(Cause.REMINDED, member_id=event.member_id, actor_id=None, post_id=event.post_id)


@within(PostsShown)
def read_with_the_posts(event: PostsShown) -> None:
    """Take as read what members were told about posts that they have been shown."""
    read_what_was_shown(event.positions, event.posts)


@recurring(every=DAY)
def clean_up() -> None:
    """Remove notifications that were read long ago."""
    with unit_of_work():
        forget_old_notifications()
