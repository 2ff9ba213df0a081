"""Secrets that are sent by mail or shown once: made, found, used up."""

from datetime import timedelta

from sqlalchemy import delete, select

from forum.accounts.models import Confirmation, Member
from forum.accounts.values import Purpose
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.secrets import hash_of, new_secret


def new_confirmation(
    member: Member, purpose: Purpose, *, lasts: timedelta, email: str | None = None
) -> str:
    """Make a secret for the member and return it; only its hash is kept."""
    secret = new_secret()
    db.session.add(
        Confirmation(
            token_hash=hash_of(secret),
            purpose=purpose,
            member_id=member.id,
            email=email,
            expires_at=now() + lasts,
        )
    )
    return secret


def find_confirmation(secret: str, purpose: Purpose) -> Confirmation | None:
    """Return what the secret confirms, while it holds."""
    query = select(Confirmation).where(
        Confirmation.token_hash == hash_of(secret),
        Confirmation.purpose == purpose,
        Confirmation.expires_at > now(),
    )
    return db.session.scalars(query).one_or_none()


def use_confirmation(secret: str, purpose: Purpose) -> Confirmation | None:
    """Return what the secret confirms and let it never hold again; None when it does not hold.

    Of two who use it at the same moment one gets it.
    """
    found = find_confirmation(secret, purpose)
    if found is None:
        return None
    db.session.expunge(found)
    used = db.session.execute(
        delete(Confirmation)
        .where(Confirmation.token_hash == found.token_hash)
        .returning(Confirmation.token_hash)
    )
    return found if used.first() else None


def forget_confirmations(member: Member, purpose: Purpose | None = None) -> None:
    """Let none of the secrets made for the member hold any more."""
    query = delete(Confirmation).where(Confirmation.member_id == member.id)
    if purpose is not None:
        query = query.where(Confirmation.purpose == purpose)
    db.session.execute(query)
