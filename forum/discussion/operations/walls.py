"""Keeping somebody out of a thread: from the commit on they meet it nowhere and in no form."""

from forum.accounts.models import Member, Organisation
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import Person
from forum.discussion.events import WallLifted, WallRaised
from forum.discussion.models import Thread, Wall
from forum.discussion.operations.labels import reserve_as_it_is
from forum.discussion.queries.walls import (
    find_wall,
    members_of_organisations,
    walled_threads_of,
)
from forum.discussion.rules import may_change_label, may_raise_wall
from forum.discussion.values.labels import WallKind
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.verdicts import require


def wall_off_member(
    thread: Thread,
    member: Member,
    *,
    by: Person,
    because: str = "",
    kind: WallKind = WallKind.PERSON,
) -> bool:
    """Keep a member out of the thread; False when they are out already.

    Raises Invalid for "member" where it is the author: nobody is kept from what they began.
    """
    require(may_raise_wall(by, thread))
    if member.id == thread.author_id:
        raise Invalid("member", "Nobody is kept out of a thread that they began.")
    return _raise(thread, Wall(member_id=member.id, kind=kind), {member.id}, by, because)


def wall_off_organisation(
    thread: Thread, organisation: Organisation, *, by: Person, because: str = ""
) -> bool:
    """Keep everybody out who belongs to the organisation, today or later; False when it is so."""
    require(may_raise_wall(by, thread))
    members = members_of_organisations([organisation.id])
    if thread.author_id in members:
        raise Invalid("organisation", "The author of this thread belongs to that organisation.")
    wall = Wall(organisation_id=organisation.id, kind=WallKind.ORGANISATION)
    return _raise(thread, wall, members, by, because)


def wall_off_oneself(thread: Thread, *, by: Person) -> bool:
    """Keep oneself out of a thread, as after "I have a conflict"; False when one is out already."""
    if thread.author_id == by.id:
        raise Invalid("member", "Nobody is kept out of a thread that they began.")
    wall = Wall(member_id=by.member_id, kind=WallKind.SELF)
    return _raise(thread, wall, {by.member_id}, by, "")


def lift_wall(wall: Wall, thread: Thread, *, by: Person) -> None:
    """Let somebody in again, where the thread is open to them."""
    require(may_change_label(by, thread))
    members = [wall.member_id] if wall.member_id else []
    if wall.organisation_id is not None:
        members += list(members_of_organisations([wall.organisation_id]))
    db.session.delete(wall)
    db.session.flush()
    raise_own_stamps([id_ for id_ in members if id_ is not None])
    announce(WallLifted(thread_id=thread.id, by_id=by.id))


def lift_own_wall(wall: Wall, thread: Thread) -> None:
    """Let a member in again who has taken back that they have a conflict; two people have agreed.

    Where somebody else keeps them out as well, a wall goes on standing that is no longer their own.
    """
    wall.wished_at, wall.wish, wall.refusal = None, "", ""
    if wall.stands_anyway:
        wall.kind, wall.stands_anyway = WallKind.PERSON, False
        return
    member_id = wall.member_id
    db.session.delete(wall)
    db.session.flush()
    raise_own_stamps([member_id] if member_id else [])
    announce(WallLifted(thread_id=thread.id, by_id=None))


def keep_out_by_name(member_id: int, organisation_id: int) -> None:
    """Let the walls of an organisation hold for a member who has left it.

    Otherwise a line in one's own profile would open what a wall is to keep from oneself.
    """
    for thread_id in walled_threads_of(organisation_id):
        own = find_wall(thread_id, member_id, None)
        if own is not None:
            own.stands_anyway = True
        else:
            wall = Wall(
                thread_id=thread_id,
                kind=WallKind.ORGANISATION,
                member_id=member_id,
                made_at=now(),
                because="They belonged to an organisation that is kept out.",
            )
            db.session.add(wall)
    db.session.flush()
    raise_own_stamps([member_id])


def _raise(thread: Thread, wall: Wall, member_ids: set[int], by: Person, because: str) -> bool:
    found = find_wall(thread.id, wall.member_id, wall.organisation_id)
    if found is not None:
        found.stands_anyway = found.stands_anyway or wall.kind is not WallKind.SELF
        return False
    reserve_as_it_is(thread, by=by)
    wall.thread_id, wall.made_at, wall.made_by_id = thread.id, now(), by.id
    wall.because = because.strip()
    db.session.add(wall)
    db.session.flush()
    raise_own_stamps(member_ids)
    announce(WallRaised(thread_id=thread.id, by_id=by.id, member_ids=tuple(sorted(member_ids))))
    return True
