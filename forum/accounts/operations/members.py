"""Acts on members: add one, give a role, deactivate and reactivate."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.accounts.checks import check_email, check_handle, check_name
from forum.accounts.events import MemberDeactivated, MemberJoined, MemberReactivated, RoleChanged
from forum.accounts.models import Member
from forum.accounts.operations.confirmations import forget_confirmations
from forum.accounts.operations.sign_in import end_sign_ins
from forum.accounts.queries import is_handle_taken
from forum.accounts.rules import (
    lasts,
    may_change_role,
    may_deactivate,
    may_manage_members,
    may_reactivate,
)
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.text import fold
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words


def add_member(
    *,
    handle: str,
    name: str,
    email: str | None,
    password_hash: str | None,
    role: Role = Role.MEMBER,
    by: Person,
) -> Member:
    """Add a member who can sign in. Raises Invalid for a handle or an address that is taken."""
    require(may_manage_members(by))
    member = put_member(
        handle=handle, name=name, email=email, password_hash=password_hash, role=role
    )
    announce(MemberJoined(member_id=member.id, by_id=by.id))
    return member


def put_member(
    *, handle: str, name: str, email: str | None, password_hash: str | None, role: Role
) -> Member:
    """Write an active member; who may do so was asked before."""
    moment = now()
    handle = check_handle(handle)
    email = check_email(email) if email else None
    member = Member(
        handle=handle,
        handle_key=fold(handle),
        name=check_name(name),
        email=email,
        email_key=fold(email) if email else None,
        password_hash=password_hash,
        role=role,
        standing=Standing.ACTIVE,
        joined_at=moment,
        new_since=moment,
    )
    refuse_taken(member.handle_key, member.email_key)
    try:
        with db.session.begin_nested():
            db.session.add(member)
    except IntegrityError:
        # Somebody took the handle or the address between the look-up and now.
        refuse_taken(member.handle_key, member.email_key)
        raise
    return member


def refuse_taken(handle_key: str, email_key: str | None) -> None:
    """Raise Invalid when the handle or the address belongs to somebody already."""
    if is_handle_taken(handle_key):
        raise Invalid("handle", "This handle is taken. Please choose another one.")
    if email_key and db.session.scalar(select(Member.id).where(Member.email_key == email_key)):
        raise Invalid("email", "This address belongs to a member already.")


def change_role(member: Member, role: Role, *, by: Person) -> bool:
    """Give the member another role, which holds from their next page on; False for the same."""
    require(may_change_role(by, member, role, other_hosts=count_other_hosts(member)))
    before = member.role
    if role is before:
        return False
    member.role = role
    announce(RoleChanged(member_id=member.id, by_id=by.id, before=str(before), after=str(role)))
    return True


def deactivate_member(member: Member, *, by: Person, because: str = "") -> bool:
    """Keep the member from signing in and sign them out; False when that is so already."""
    require(may_deactivate(by, member, other_hosts=count_other_hosts(member)))
    if member.standing is Standing.DEACTIVATED:
        return False
    because = check_words(because, field="because", longest=2000)
    member.standing = Standing.DEACTIVATED
    end_sign_ins(member)
    forget_confirmations(member)
    announce(MemberDeactivated(member_id=member.id, by_id=by.id, because=because))
    return True


def reactivate_member(member: Member, *, by: Person) -> bool:
    """Let a deactivated member sign in again; False when they can already."""
    require(may_reactivate(by, member))
    if member.standing is Standing.ACTIVE:
        return False
    member.standing = Standing.ACTIVE
    announce(MemberReactivated(member_id=member.id, by_id=by.id))
    return True


def count_other_hosts(member: Member) -> int:
    """Return how many other hosts could still sign in.

    Their rows stay locked until the end of the transaction, so that two hosts who demote each
    other at the same moment do not leave nobody.
    """
    active = select(Member.id, Member.suspended_until).where(
        Member.role == Role.HOST, Member.standing == Standing.ACTIVE
    )
    moment = now()
    query = active.order_by(Member.id)
    rows = db.session.execute(query.with_for_update() if is_writing() else query).all()
    return sum(row.id != member.id and not lasts(row.suspended_until, moment) for row in rows)
