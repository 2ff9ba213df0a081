"""Signing in and out."""

from datetime import timedelta

from sqlalchemy import delete

from forum.accounts.models import Member, SignIn
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.secrets import hash_of, new_secret

KEPT = timedelta(days=90)
NOT_KEPT = timedelta(hours=24)


def sign_in(member: Member, *, keep: bool, user_agent: str = "") -> str:
    """Sign a browser in and return the secret for its cookie; only its hash is kept."""
    secret = new_secret()
    moment = now()
    db.session.add(
        SignIn(
            token_hash=hash_of(secret),
            member_id=member.id,
            created_at=moment,
            expires_at=moment + (KEPT if keep else NOT_KEPT),
            user_agent=user_agent[:255],
        )
    )
    return secret


def sign_out(secret: str) -> None:
    """End the sign-in that this secret belongs to."""
    db.session.execute(delete(SignIn).where(SignIn.token_hash == hash_of(secret)))
