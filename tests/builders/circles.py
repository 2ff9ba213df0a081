"""Circles for tests, made through the operations."""

from datetime import timedelta
from itertools import count
from typing import Any

from config import CirclesBy
from forum.accounts.circles.operations.circles import begin_circle
from forum.accounts.circles.operations.letters import write_to
from forum.accounts.circles.operations.members import (
    accept_invitation_into_circle,
    invite_into_circle,
)
from forum.accounts.circles.queries import get_circle
from forum.accounts.circles.values import Circle, CircleSettings
from forum.accounts.models import GroupMember, Invitation, Member
from forum.accounts.operations.invitations import come_again
from forum.accounts.operations.own_stamps import raise_own_stamps
from forum.accounts.values import SYSTEM, Admission, Level, Role
from forum.discussion.operations.circle_categories import (
    CircleCategorySettings,
    make_circle_category,
)
from forum.discussion.queries.categories import directory
from forum.discussion.values import CategoryCard
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member, person

_numbers = count(1)


def make_circle(
    convener: Member,
    *others: Member,
    name: str = "",
    admission: Admission = Admission.REQUEST,
    is_hidden: bool = False,
    shows_members: bool = True,
) -> str:
    """Begin a circle that somebody convenes, with others in it, and return its short name."""
    settings = CircleSettings(
        name or f"Circle {next(_numbers)}", "What it is about.", admission, is_hidden, shows_members
    )
    with unit_of_work():
        slug = begin_circle(
            settings, [convener.handle], wanted=CirclesBy.FACILITATORS, by=SYSTEM
        ).slug
    assert slug
    for other in others:
        bring_in(slug, convener, other)
    return slug


def bring_in(slug: str, convener: Member, other: Member) -> None:
    """Invite somebody into a circle, who comes in."""
    with unit_of_work():
        by = person(convener)
        invite_into_circle(get_circle(slug, by=by), other.handle, by=by)
    with unit_of_work():
        by = person(other)
        accept_invitation_into_circle(get_circle(slug, by=by), by=by)


def end_membership(slug: str, member: Member) -> None:
    """Let the membership of somebody in a circle be over, before it is cleared away."""
    with unit_of_work():
        circle_id = circle_for(slug, member).id
        row = db.session.get_one(GroupMember, (circle_id, member.id))
        row.until = now()
        raise_own_stamps([member.id])


def circle_for(slug: str, member: Member) -> Circle:
    """Return the circle as it exists for the member."""
    return get_circle(slug, by=person(member))


def make_own_category(
    slug: str,
    convener: Member,
    name: str = "",
    level: Level = Level.START,
    **settings_of_place: Any,
) -> CategoryCard:
    """Make a category of the circle."""
    with unit_of_work():
        by = person(convener)
        settings = CircleCategorySettings(
            name or f"Own {next(_numbers)}", level=level, **settings_of_place
        )
        id_ = make_circle_category(get_circle(slug, by=by), settings, by=by).id
    return directory().by_id[id_]


def write_into(
    slug: str, convener: Member, email: str, *, role: Role = Role.GUEST, days: int | None = 7
) -> None:
    """Let a convener invite somebody into a circle by their address."""
    with unit_of_work():
        by = person(convener)
        until = now() + timedelta(days=days) if days else None
        circle = get_circle(slug, by=by)
        write_to(circle, email=email, note="", until=until, role=role, by=by)


def make_circle_guest(slug: str, convener: Member, handle: str, *, days: int = 7) -> Member:
    """Let a new guest into a circle."""
    member = make_member(handle, role=Role.GUEST)
    let_into_circle(slug, convener, member, days=days)
    return member


def let_into_circle(slug: str, convener: Member, member: Member, *, days: int = 7) -> None:
    """Let somebody who has an account follow a letter into a circle."""
    write_into(slug, convener, member.email or "", days=days)
    with unit_of_work():
        waiting = db.session.query(Invitation).filter_by(email=member.email, accepted_at=None).one()
        come_again(waiting, by=person(member))
