"""Signing in and out."""

from datetime import timedelta

from sqlalchemy import delete, select

from forum.accounts.events import SignedIn, SignInsEnded
from forum.accounts.models import Confirmation, Member, SignIn
from forum.accounts.rules import may_sign_in
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.kernel.secrets import hash_of, new_secret
from forum.kernel.verdicts import require

KEPT = timedelta(days=90)
NOT_KEPT = timedelta(hours=24)


def sign_in(member: Member, *, keep: bool, user_agent: str = "", is_vouched: bool = False) -> str:
    """Sign a browser in and return the secret for its cookie; only its hash is kept."""
    moment = now()
    require(may_sign_in(member, moment))
    secret = new_secret()
    db.session.add(
        SignIn(
            token_hash=hash_of(secret),
            member_id=member.id,
            created_at=moment,
            expires_at=moment + (KEPT if keep else NOT_KEPT),
            proven_at=moment,
            user_agent=user_agent[:255],
            is_vouched=is_vouched,
        )
    )
    db.session.flush()
    announce(SignedIn(member_id=member.id))
    return secret


def sign_out(secret: str) -> None:
    """End the sign-in that this secret belongs to."""
    query = delete(SignIn).where(SignIn.token_hash == hash_of(secret)).returning(SignIn.member_id)
    member_id = db.session.scalar(query)
    if member_id is not None:
        announce(SignInsEnded(member_id=member_id))


def end_sign_ins(member: Member, *, but: str | None = None) -> None:
    """Sign the member out everywhere, except in the browser that holds the secret `but`."""
    query = delete(SignIn).where(SignIn.member_id == member.id)
    if but is not None:
        query = query.where(SignIn.token_hash != hash_of(but))
    db.session.execute(query)
    announce(SignInsEnded(member_id=member.id))


def end_sign_in(member: Member, key: str) -> bool:
    """End the sign-in whose key this is, the beginning of its hash; False when it has ended."""
    query = select(SignIn).where(SignIn.member_id == member.id)
    for one in db.session.scalars(query):
        if one.key == key:
            db.session.delete(one)
            announce(SignInsEnded(member_id=member.id))
            return True
    return False


def forget_what_expired() -> None:
    """Remove sign-ins and secrets that no longer hold."""
    moment = now()
    db.session.execute(delete(SignIn).where(SignIn.expires_at <= moment))
    db.session.execute(delete(Confirmation).where(Confirmation.expires_at <= moment))
