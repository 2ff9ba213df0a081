"""Acts on members: add one."""

from forum.accounts.models import Member
from forum.accounts.values import Person, Role, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.text import fold


def add_member(
    *,
    handle: str,
    name: str,
    email: str | None,
    password_hash: str | None,
    role: Role = Role.MEMBER,
    by: Person,  # noqa: ARG001 -- the rule comes with the rest of the accounts
) -> Member:
    """Add a member who can sign in."""
    moment = now()
    member = Member(
        handle=handle,
        handle_key=fold(handle),
        name=name,
        email=email,
        email_key=fold(email) if email else None,
        password_hash=password_hash,
        role=role,
        standing=Standing.ACTIVE,
        joined_at=moment,
        new_since=moment,
    )
    db.session.add(member)
    db.session.flush()
    return member
