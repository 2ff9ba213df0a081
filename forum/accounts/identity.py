"""Who is it that asks? One statement finds the signed-in person; the rest is cached exactly.

What follows from roles and groups is cached until the structure changes; what is one member's own
until their own stamp rises, which comes along with the same statement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, bindparam, select

from forum.accounts.models import Group, GroupMember, Member, SignIn
from forum.accounts.rules import MAY_COME_IN, begin_of_new, lasts
from forum.accounts.slots import along_with_person, grants_of_person, own_things_of_member
from forum.accounts.values import (
    VISITOR,
    AutomaticGroup,
    CategoryId,
    Grants,
    GroupId,
    Level,
    MemberId,
    OwnThings,
    Person,
    PersonKind,
    Preferences,
    Role,
    Standing,
)
from forum.kernel.clock import now
from forum.kernel.db import AnySelect, db, read
from forum.kernel.secrets import hash_of
from forum.kernel.sets import among
from forum.kernel.stamps import ALL_STAMPS, OWN, StampedCache, is_changed, note_stamps

_PERSON = (
    Member.id,
    Member.handle,
    Member.name,
    Member.role,
    Member.standing,
    Member.silenced_until,
    Member.silenced_because,
    Member.suspended_until,
    Member.second_factor_since,
    Member.paused_until,
    Member.new_since,
    Member.picture,
    Member.thread_view,
    Member.theme,
    Member.timezone,
    Member.new_window,
    Member.seen_at,
    Member.visit_ended_at,
    Member.keys,
    Member.own_stamp,
    ALL_STAMPS.label("stamps"),
)

_PEOPLE = select(*_PERSON).where(among(Member.id, "member_ids")).order_by(Member.id)


# Built when first asked for, since upper packages add to it at start-up.
@cache
def _signed_in() -> tuple[AnySelect, tuple[str, ...]]:
    """Return the statement, and the names of what comes along."""
    along = dict(fill() for fill in along_with_person)
    columns = [column.label(name) for name, column in along.items()]
    statement = (
        select(*_PERSON, SignIn.expires_at, SignIn.proven_at, SignIn.is_vouched, *columns)
        .join(SignIn, SignIn.member_id == Member.id)
        .where(SignIn.token_hash == bindparam("token_hash"))
    )
    return statement, tuple(along)


def person_signed_in(secret: str) -> Person:
    """Return whom the secret in the cookie has signed in, or VISITOR."""
    statement, names = _signed_in()
    row = read(statement, token_hash=hash_of(secret)).first()
    moment = now()
    if row is None or row.expires_at <= moment:
        return VISITOR
    along = dict(zip(names, row[-len(names) :], strict=True)) if names else {}
    return _person(row, moment, proven_at=row.proven_at, is_vouched=row.is_vouched, along=along)


def load_person(member_id: int) -> Person:
    """Return the member as an actor, or VISITOR when there is no such active member."""
    row = db.session.execute(select(*_PERSON).where(Member.id == member_id)).first()
    return VISITOR if row is None else _person(row, now())


def load_people(member_ids: Iterable[int]) -> list[Person]:
    """Return those of the members who can sign in, as actors, with one statement for all."""
    rows = db.session.execute(_PEOPLE, {"member_ids": tuple(member_ids)}).all()
    people = [_person(row, now()) for row in rows]
    return [person for person in people if person.is_member and not person.is_leaving]


def _person(
    row: Row[Any],
    moment: datetime,
    *,
    proven_at: datetime | None = None,
    is_vouched: bool = False,
    along: Mapping[str, Any] = MappingProxyType({}),
) -> Person:
    if row.standing not in MAY_COME_IN or lasts(row.suspended_until, moment):
        return VISITOR
    note_stamps(row.stamps)
    belongings = _belongings_of((row.id, row.role, row.own_stamp), moment)
    silenced = lasts(row.silenced_until, moment)
    return Person(
        kind=PersonKind.MEMBER,
        id=MemberId(row.id),
        handle=row.handle,
        name=row.name,
        role=row.role,
        groups=belongings.groups,
        grants=belongings.grants,
        convened=belongings.convened,
        silenced_until=row.silenced_until if silenced else None,
        silenced_because=row.silenced_because if silenced else "",
        new_since=begin_of_new(
            row.new_window,
            moment,
            dismissed_at=row.new_since,
            seen_at=row.seen_at,
            visit_ended_at=row.visit_ended_at,
        ),
        picture=row.picture,
        is_leaving=row.standing is Standing.LEAVING,
        has_second_factor=is_vouched or row.second_factor_since is not None,
        proven_at=proven_at,
        paused_until=row.paused_until if lasts(row.paused_until, moment) else None,
        preferences=Preferences(
            thread_view=row.thread_view,
            theme=row.theme,
            timezone=row.timezone,
            new_window=row.new_window,
            keys=row.keys,
        ),
        ignored=belongings.ignored,
        along=along,
    )


@dataclass(frozen=True, slots=True)
class _Belongings:
    groups: frozenset[GroupId]
    convened: frozenset[GroupId]
    grants: Grants
    ignored: frozenset[int]
    ends_at: datetime | None
    """When the first of what lasts for a time ends: then this is not true any more."""


def _belongings_of(key: tuple[int, Role, int], moment: datetime) -> _Belongings:
    if is_changed(OWN):
        return _load_belongings(key)
    found = _belongings.get(key)
    if found.ends_at is not None and found.ends_at <= moment:
        _belongings.forget(key)
        found = _belongings.get(key)
    return found


def _load_belongings(key: tuple[int, Role, int]) -> _Belongings:
    member_id, role, _own_stamp = key
    automatic = set() if role is Role.GUEST else {AutomaticGroup.MEMBERS}
    if role is Role.FACILITATOR:
        automatic.add(AutomaticGroup.FACILITATORS)
    if role is Role.HOST:
        automatic.add(AutomaticGroup.HOSTS)
    names = [str(name) for name in automatic]
    ids = db.session.scalars(
        select(Group.id).where(Group.is_automatic, Group.name_key.in_(names))
    ).all()
    rows = db.session.execute(
        select(GroupMember.group_id, GroupMember.is_convener, GroupMember.until).where(
            GroupMember.member_id == member_id, GroupMember.holds(now())
        )
    ).all()
    groups = frozenset(GroupId(id_) for id_ in (*ids, *(row.group_id for row in rows)))
    convened = frozenset(GroupId(row.group_id) for row in rows if row.is_convener)
    levels: dict[CategoryId, Level] = {}
    found = [grants_of(MemberId(member_id), role, groups) for grants_of in grants_of_person]
    for grants in found:
        levels.update(grants.levels)
    own = _own_things(member_id, groups)
    together = Grants(
        levels,
        facilitated=frozenset().union(*(one.facilitated for one in found)),
        opened=own.opened,
        reserved=own.reserved,
        by_glass=own.by_glass,
        walled=own.walled,
        asked=own.asked,
        convened=frozenset().union(*(one.convened for one in found)),
        of_other_circles=frozenset().union(*(one.of_other_circles for one in found)),
    )
    ends = [own.ends_at, *(row.until for row in rows)]
    ends_at = min((end for end in ends if end is not None), default=None)
    return _Belongings(groups, convened, together, own.ignored, ends_at)


def _own_things(member_id: int, groups: frozenset[GroupId]) -> OwnThings:
    found = [things_of(MemberId(member_id), groups) for things_of in own_things_of_member]
    return OwnThings(
        opened=frozenset().union(*(one.opened for one in found)),
        reserved=frozenset().union(*(one.reserved for one in found)),
        walled=frozenset().union(*(one.walled for one in found)),
        asked=frozenset().union(*(one.asked for one in found)),
        ignored=frozenset().union(*(one.ignored for one in found)),
        by_glass=frozenset().union(*(one.by_glass for one in found)),
        ends_at=min((one.ends_at for one in found if one.ends_at is not None), default=None),
    )


_belongings: StampedCache[tuple[int, Role, int], _Belongings] = StampedCache(_load_belongings)
