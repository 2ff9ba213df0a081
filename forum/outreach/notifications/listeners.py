"""What is told to members when something happened, and what is taken as read."""

from collections.abc import Sequence

from forum.accounts.letters import tell as write_to
from forum.accounts.models import Member
from forum.discussion.events import (
    GlassBroken,
    GlassClosed,
    GroupAdded,
    HeldDecided,
    LooseningAsked,
    OwnerChanged,
    PersonAdded,
    PostPublished,
    PostRevised,
    PostsShown,
    ReminderDue,
    ThreadEndsSoon,
    ThreadExpired,
    ThreadRemembered,
)
from forum.discussion.models import Post, Thread
from forum.discussion.queries.audiences import members_of_groups
from forum.discussion.queries.glass import participants_in
from forum.discussion.rules import is_news
from forum.facilitation.asks.events import MemberNudged
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, enqueue, handles
from forum.kernel.worker import recurring
from forum.moderation.events import FlagsHandled
from forum.moderation.queries.flags import flaggers_of
from forum.outreach.notifications.operations import (
    forget_old_notifications,
    forget_thread,
    read_what_was_shown,
    tell,
    tell_of_change,
    tell_of_post,
)
from forum.outreach.notifications.values import Cause

PUBLISHED = "notifications.published"
REVISED = "notifications.revised"
INVITED = "notifications.invited"
OPENED = "notifications.opened"
DAY = 24 * 3600


@within(PostPublished)
def tell_of_new_post(event: PostPublished) -> None:
    """Let the worker tell whom a new post concerns; what an archive brings is no news."""
    post = db.session.get_one(Post, event.post_id)
    if event.is_of_today or is_news(post.created_at, now()):
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
    members = sorted(members_of_groups([event.group_id], guests=False) - {event.by_id})
    enqueue(INVITED, {"thread": event.thread_id, "members": members, "by": event.by_id})


@handles(INVITED)
def tell_of_invitations_from_outbox(errands: Sequence[Errand]) -> None:
    """Tell members what they were invited to."""
    for errand in errands:
        thread_id, by_id = errand.payload["thread"], errand.payload["by"]
        with unit_of_work():
            for member_id in errand.payload["members"]:
                tell(Cause.INVITED, member_id=member_id, actor_id=by_id, thread_id=thread_id)


@within(GlassBroken, GlassClosed)
def tell_of_glass(event: GlassBroken | GlassClosed) -> None:
    """Let the worker tell those in a thread that it was opened to a host, or is not any more."""
    thread = db.session.get_one(Thread, event.thread_id)
    members = sorted(participants_in(thread) - {event.host_id})
    cause = Cause.OPENED if isinstance(event, GlassBroken) else Cause.SHUT
    enqueue(OPENED, {"thread": event.thread_id, "members": members, "cause": str(cause)})


@handles(OPENED)
def tell_of_glass_from_outbox(errands: Sequence[Errand]) -> None:
    """Tell members that a thread they are in was opened or closed; it says itself to whom."""
    for errand in errands:
        cause = Cause(errand.payload.get("cause", Cause.OPENED))
        with unit_of_work():
            for member_id in errand.payload["members"]:
                thread_id = errand.payload["thread"]
                # Without an actor, so that ignoring the host does not keep it from anybody.
                tell(cause, member_id=member_id, actor_id=None, thread_id=thread_id)


@within(ReminderDue)
def tell_of_reminder(event: ReminderDue) -> None:
    """Tell a member of the post that they wanted to come back to now."""
    tell(Cause.REMINDED, member_id=event.member_id, actor_id=None, post_id=event.post_id)


@within(ThreadRemembered)
def tell_of_thread(event: ThreadRemembered) -> None:
    """Tell a member of the thread that they wanted to come back to now."""
    tell(Cause.REMINDED, member_id=event.member_id, actor_id=None, thread_id=event.thread_id)


@within(OwnerChanged)
def tell_of_owner(event: OwnerChanged) -> None:
    """Tell both members that a post is no longer the one's, and is the other's."""
    for member_id in (event.from_id, event.to_id):
        tell(Cause.HANDED, member_id=member_id, actor_id=None, post_id=event.post_id)


@within(HeldDecided)
def tell_of_publication(event: HeldDecided) -> None:
    """Tell a member that their post, which waited for a facilitator, can be read now."""
    if event.post_id is not None:
        tell(Cause.PUBLISHED, member_id=event.author_id, actor_id=None, post_id=event.post_id)


@within(FlagsHandled)
def tell_of_outcome(event: FlagsHandled) -> None:
    """Tell those who flagged a post that facilitators have decided; what, “My flags” says."""
    for member_id in flaggers_of(event.item_id):
        if member_id != event.by_id:
            cause = Cause.FLAG_DECIDED
            tell(cause, member_id=member_id, actor_id=None, thread_id=event.thread_id)


@within(MemberNudged)
def tell_of_nudge(event: MemberNudged) -> None:
    """Tell a member that they could help in a thread; the letter names neither it nor who asks."""
    about = {"member_id": event.member_id, "actor_id": event.by_id, "thread_id": event.thread_id}
    if tell(Cause.NUDGED, **about):
        write_to(db.session.get_one(Member, event.member_id), "nudged")


@within(ThreadEndsSoon)
def tell_of_end(event: ThreadEndsSoon) -> None:
    """Tell those who wrote in a thread that it ends soon, and with it what they wrote."""
    for member_id in event.member_ids:
        tell(Cause.ENDING, member_id=member_id, actor_id=None, thread_id=event.thread_id)


@within(LooseningAsked)
def tell_of_question(event: LooseningAsked) -> None:
    """Tell those who wrote in a thread that they are asked about its label."""
    for member_id in event.member_ids:
        tell(Cause.ASKED, member_id=member_id, actor_id=event.by_id, thread_id=event.thread_id)


@within(ThreadExpired)
def forget_expired_thread(event: ThreadExpired) -> None:
    """Remove what members were told about a thread that has expired."""
    forget_thread(event.thread_id, event.post_ids)


@within(PostsShown)
def read_with_the_posts(event: PostsShown) -> None:
    """Take as read what members were told about posts that they have been shown."""
    read_what_was_shown(event.positions, event.posts)


@recurring(every=DAY)
def clean_up() -> None:
    """Remove notifications that were read long ago."""
    with unit_of_work():
        forget_old_notifications()
