"""Circles on behalf of a person; hidden and missing ones answer alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Row, Select, and_, func, or_, select

from forum.accounts.checks import is_plausible
from forum.accounts.circles.models import CircleBar, CircleInvitation, CircleRequest
from forum.accounts.circles.rules import is_in, may_convene, may_see_circle, may_see_who_is_in
from forum.accounts.circles.values import Belonging, Circle, CircleLine, Ties
from forum.accounts.models import Group, GroupMember, Member
from forum.accounts.values import Admission, Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.text import fold, without_accents
from forum.kernel.verdicts import require


def get_circle(slug: str, *, by: Person) -> Circle:
    """Return a circle that exists for the person, locked for the change when there is one.

    Raises NotFound.
    """
    if not is_plausible(slug):
        raise NotFound
    query = select(Group).where(Group.slug == fold(slug))
    if is_writing():
        query = query.with_for_update().execution_options(populate_existing=True)
    group = db.session.scalar(query)
    if group is None:
        raise NotFound
    circle = circle_of(group, _ties(by).get(group.id, Ties()))
    require(may_see_circle(by, circle))
    return circle


def slug_of_circle(circle_id: int) -> str:
    """Return the short name of a circle that was fetched for a person."""
    return db.session.get_one(Group, circle_id).slug or ""


def has_ended(circle_id: int) -> bool:
    """Tell whether a circle has ended that was fetched for a person."""
    return db.session.get_one(Group, circle_id).ended_at is not None


def names_of_circles(slugs: Iterable[str], *, by: Person) -> dict[str, str]:
    """Return the names of those circles, by short name, that exist for the person."""
    wanted = tuple(slugs)
    if not wanted or not by.is_member:
        return {}
    mine = Group.id.in_(by.groups)
    shown = and_(~Group.is_hidden, Group.ended_at.is_(None))
    query = select(Group.slug, Group.name).where(
        Group.slug.in_(wanted), mine if by.is_guest else or_(shown, mine)
    )
    return {row.slug: row.name for row in db.session.execute(query)}


def names_of_circles_by_id(circle_ids: Iterable[int], *, by: Person) -> dict[int, str]:
    """Return the names of those circles that the person is in."""
    mine = [id_ for id_ in circle_ids if id_ in by.groups]
    rows = db.session.execute(select(Group.id, Group.name).where(Group.id.in_(mine)))
    return {row.id: row.name for row in rows}


def members_called_with(slugs: Iterable[str], *, by_id: int, most: int) -> frozenset[int]:
    """Return who is called by naming these circles: one calls only circles that one is in.

    A circle of more than `most` is not called: that would be a list.
    """
    mine = select(GroupMember.group_id).where(
        GroupMember.member_id == by_id, GroupMember.holds(now())
    )
    query = (
        select(GroupMember.group_id, GroupMember.member_id)
        .join(Group, Group.id == GroupMember.group_id)
        .join(Member, Member.id == GroupMember.member_id)
        .where(
            Group.slug.in_(tuple(slugs)),
            Group.id.in_(mine),
            GroupMember.holds(now()),
            Member.standing == Standing.ACTIVE,
            Member.role != Role.GUEST,
        )
    )
    called: defaultdict[int, set[int]] = defaultdict(set)
    for group_id, member_id in db.session.execute(query):
        called[group_id].add(member_id)
    return frozenset().union(*(people for people in called.values() if len(people) <= most))


def suggest_circles(words: str, *, by: Person, most: int) -> list[tuple[str, str]]:
    """Return short names and names of circles that begin so, as far as they exist for the person."""
    wanted = without_accents(words)
    return [
        (line.circle.slug, line.circle.name)
        for line in list_circles(by)
        if line.circle.slug.startswith(wanted)
        or any(part.startswith(wanted) for part in without_accents(line.circle.name).split())
    ][:most]


def list_circles(by: Person) -> list[CircleLine]:
    """Return the circles that exist for the person, their own and those that invite them first."""
    ties = _ties(by)
    groups = db.session.scalars(select(Group).where(Group.slug.is_not(None))).all()
    circles = [circle_of(group, ties.get(group.id, Ties())) for group in groups]
    seen = [circle for circle in circles if may_see_circle(by, circle)]
    counted = [circle.id for circle in seen if may_see_who_is_in(by, circle)]
    counts = _counts(counted)
    lines = [
        CircleLine(one, is_in(by, one), counts.get(one.id, 0) if one.id in counted else None)
        for one in seen
    ]
    return sorted(
        lines,
        key=lambda line: (
            not line.is_in,
            not line.circle.ties.is_invited,
            without_accents(line.circle.name),
        ),
    )


def who_is_in(circle: Circle, *, by: Person) -> list[Belonging]:
    """Return who is in the circle, conveners first. Raises NotFound for whom that is hidden from."""
    require(may_see_who_is_in(by, circle))
    query = (
        _people()
        .add_columns(Member.role, GroupMember.is_convener, GroupMember.joined_at, GroupMember.until)
        .join(GroupMember, GroupMember.member_id == Member.id)
        .where(
            GroupMember.group_id == circle.id,
            GroupMember.holds(now()),
            Member.standing == Standing.ACTIVE,
        )
    )
    found = [
        Belonging(
            row.id,
            row.handle,
            row.name,
            row.picture,
            is_convener=row.is_convener,
            at=row.joined_at,
            until=row.until,
            is_guest=row.role is Role.GUEST,
        )
        for row in db.session.execute(query)
    ]
    return sorted(found, key=lambda one: (not one.is_convener, without_accents(one.name)))


def shares_circle(person: Person, member_id: int) -> bool:
    """Tell whether the member is in one of the person's circles today."""
    query = select(GroupMember.member_id).where(
        GroupMember.group_id.in_(person.groups),
        GroupMember.member_id == member_id,
        GroupMember.holds(now()),
    )
    return bool(person.groups) and db.session.scalar(query.limit(1)) is not None


def own_end(circle: Circle, *, by: Person) -> datetime | None:
    """Return when the person's own time in the circle ends; None for no end."""
    row = db.session.get(GroupMember, (circle.id, by.id or 0))
    return row.until if row is not None else None


def requests_of(circle: Circle, *, by: Person) -> list[Belonging]:
    """Return who asks to come in, the first one first, for conveners."""
    require(may_convene(by, circle))
    query = (
        _people()
        .add_columns(CircleRequest.at, CircleRequest.words)
        .join(CircleRequest, CircleRequest.member_id == Member.id)
        .where(CircleRequest.circle_id == circle.id, Member.standing == Standing.ACTIVE)
        .order_by(CircleRequest.at, Member.id)
    )
    return [_waiting(row, row.words) for row in db.session.execute(query)]


def invitations_of(circle: Circle, *, by: Person) -> list[Belonging]:
    """Return who is invited and has not answered, for conveners."""
    require(may_convene(by, circle))
    query = (
        _people()
        .add_columns(CircleInvitation.at)
        .join(CircleInvitation, CircleInvitation.member_id == Member.id)
        .where(CircleInvitation.circle_id == circle.id)
        .order_by(CircleInvitation.at, Member.id)
    )
    return [_waiting(row) for row in db.session.execute(query)]


def bars_of(circle: Circle, *, by: Person) -> list[Belonging]:
    """Return who is barred and why, for conveners."""
    require(may_convene(by, circle))
    query = (
        _people()
        .add_columns(CircleBar.at, CircleBar.because)
        .join(CircleBar, CircleBar.member_id == Member.id)
        .where(CircleBar.circle_id == circle.id)
        .order_by(CircleBar.at, Member.id)
    )
    return [_waiting(row, row.because) for row in db.session.execute(query)]


def count_other_conveners(circle: Circle, member_id: int) -> int:
    """Return how many others convene the circle and can sign in."""
    query = (
        select(func.count())
        .select_from(GroupMember)
        .join(Member, Member.id == GroupMember.member_id)
        .where(
            GroupMember.group_id == circle.id,
            GroupMember.is_convener,
            GroupMember.member_id != member_id,
            Member.standing == Standing.ACTIVE,
        )
    )
    return db.session.scalar(query) or 0


def invitations_for(person: Person) -> list[Circle]:
    """Return the circles that have invited the person."""
    lines = list_circles(person)
    return [line.circle for line in lines if line.circle.ties.is_invited and not line.is_in]


def requests_for(person: Person) -> list[tuple[Circle, int]]:
    """Return the circles that the person convenes, with how many ask to come in; none for none."""
    if not person.convened:
        return []
    query = (
        select(Group, func.count())
        .join(CircleRequest, CircleRequest.circle_id == Group.id)
        .join(Member, Member.id == CircleRequest.member_id)
        .where(Group.id.in_(person.convened), Member.standing == Standing.ACTIVE)
        .group_by(Group.id)
        .order_by(Group.name_key)
    )
    return [(circle_of(group), number) for group, number in db.session.execute(query)]


def circle_of(group: Group, ties: Ties | None = None) -> Circle:
    """Return a circle's row as rules and pages know it."""
    return Circle(
        id=group.id,
        name=group.name,
        slug=group.slug or "",
        about=group.about,
        admission=group.admission or Admission.INVITATION,
        is_hidden=group.is_hidden,
        shows_members=group.shows_members,
        ties=ties or Ties(),
        ended_at=group.ended_at,
    )


def _ties(person: Person) -> dict[int, Ties]:
    if not person.is_member:
        return {}
    found = []
    for row in (CircleRequest, CircleInvitation, CircleBar):
        query = select(row.circle_id).where(row.member_id == person.member_id)
        found.append(set(db.session.scalars(query)))
    asked, invited, barred = found
    return {
        id_: Ties(id_ in asked, id_ in invited, id_ in barred) for id_ in asked | invited | barred
    }


def _counts(circle_ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(GroupMember.group_id, func.count())
        .join(Member, Member.id == GroupMember.member_id)
        .where(
            GroupMember.group_id.in_(circle_ids),
            GroupMember.holds(now()),
            Member.standing == Standing.ACTIVE,
        )
        .group_by(GroupMember.group_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)} if circle_ids else {}


def _people() -> Select[int, str, str, str | None]:
    return select(Member.id, Member.handle, Member.name, Member.picture)


def _waiting(row: Row[tuple[object, ...]], words: str = "") -> Belonging:
    return Belonging(row.id, row.handle, row.name, row.picture, at=row.at, words=words)
