"""Whom does a post concern, and why? Pure answers; nothing here queries."""

from collections.abc import Iterator, Mapping

from forum.accounts.values import Person
from forum.discussion.following import Follower, Following
from forum.discussion.models import Thread
from forum.discussion.rules import following_of_thread, may_act_in, wants_first_post
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict
from forum.outreach.notifications.values import Cause, Facts

_NOBODY = Follower()


def causes_of(facts: Facts, followers: Mapping[int, Follower]) -> dict[int, Cause]:
    """Return whom the post concerns, each by the strongest cause.

    Nobody is told of what they wrote themselves, and nothing of a thread that they have muted. A
    muted category or tag keeps quiet what is new in it, but not what concerns a member directly.
    """
    found: dict[int, Cause] = {}
    for member_id, cause in _every_cause(facts, followers):
        if member_id == facts.actor_id or _has_muted_thread(followers.get(member_id)):
            continue
        before = found.get(member_id)
        if before is None or cause.strength > before.strength:
            found[member_id] = cause
    return found


def _every_cause(facts: Facts, followers: Mapping[int, Follower]) -> Iterator[tuple[int, Cause]]:
    yield from ((member_id, Cause.MENTIONED) for member_id in facts.mentioned)
    yield from ((member_id, Cause.QUOTED) for member_id in facts.quoted)
    if not facts.is_new:
        return
    if facts.replied_to is not None:
        yield facts.replied_to, Cause.REPLIED
    for member_id in facts.people:
        if _hears_all(followers.get(member_id, _NOBODY)):
            yield member_id, Cause.MESSAGED
    for member_id, follower in followers.items():
        if _watches(follower, is_first=facts.is_first):
            yield member_id, Cause.WATCHED


def _hears_all(follower: Follower) -> bool:
    """Tell whether somebody in a conversation hears of every message, as is usual there."""
    own = follower.own
    return own is None or own.is_automatic or own.following is Following.WATCHING


def _watches(follower: Follower, *, is_first: bool) -> bool:
    if is_first and wants_first_post(follower.own, follower.around):
        return True
    return following_of_thread(follower.own, follower.around) is Following.WATCHING


def _has_muted_thread(follower: Follower | None) -> bool:
    own = follower.own if follower else None
    return own is not None and own.following is Following.MUTED


def may_be_told(person: Person, thread: Thread, actor_id: int | None) -> Verdict:
    """Say whether the person may hear of something in the thread, done by this member.

    It is asked when a notification is made; its twin in SQL asks again whenever one is shown.
    """
    if not person.is_member or actor_id in person.ignored:
        return HIDDEN
    # What break-glass opens ends with it: nothing is told that would stay.
    return ALLOWED if may_act_in(person, thread) else HIDDEN
