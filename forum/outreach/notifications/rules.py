"""Whom does a post concern, and why? Pure answers; nothing here queries."""

from collections.abc import Collection, Mapping

from forum.discussion.queries.following import Follower
from forum.discussion.rules import following_of_thread, wants_first_post
from forum.discussion.values import Following
from forum.outreach.notifications.values import Cause, Facts


def causes_of(facts: Facts, followers: Mapping[int, Follower]) -> dict[int, Cause]:
    """Return whom the post concerns, each by the strongest cause.

    Nobody is told of what they wrote themselves, and nothing of a thread that they have muted. A
    muted category or tag keeps quiet what is new in it, but not what concerns a member directly.
    """
    found: dict[int, Cause] = {}
    for member_id, cause in _every_cause(facts, followers):
        if member_id == facts.author_id or _has_muted_thread(followers.get(member_id)):
            continue
        before = found.get(member_id)
        if before is None or cause.strength > before.strength:
            found[member_id] = cause
    return found


def _every_cause(facts: Facts, followers: Mapping[int, Follower]) -> list[tuple[int, Cause]]:
    causes = [(member_id, Cause.MENTIONED) for member_id in facts.mentioned]
    causes += [(member_id, Cause.QUOTED) for member_id in facts.quoted]
    if not facts.is_new:
        return causes
    if facts.replied_to is not None:
        causes.append((facts.replied_to, Cause.REPLIED))
    told = Cause.MESSAGED if facts.is_private else Cause.WATCHED
    causes += [(id_, told) for id_, one in followers.items() if _is_watching(one, facts)]
    return causes


def _is_watching(follower: Follower, facts: Facts) -> bool:
    if facts.is_first and wants_first_post(follower.own, follower.around):
        return True
    return following_of_thread(follower.own, follower.around) is Following.WATCHING


def _has_muted_thread(follower: Follower | None) -> bool:
    own = follower.own if follower else None
    return own is not None and own.following is Following.MUTED


def is_wanted(cause: Cause, unwanted: Collection[Cause]) -> bool:
    """Tell whether a member who does not want some causes wants to be told of this one."""
    return cause not in unwanted
