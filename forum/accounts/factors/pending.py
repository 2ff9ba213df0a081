"""Between the password and the second factor: who has shown the one and not yet the other.

It stands in the visitor's own signed cookie, so that nothing is kept for those who never come back.
"""

from flask import current_app, session
from itsdangerous import BadData, URLSafeTimedSerializer

from forum.accounts.factors.values import PENDING_SECONDS
from forum.accounts.models import Member
from forum.accounts.rules import may_sign_in
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.secrets import hash_of

PENDING = "pending"


def keep_pending(member: Member, *, keep: bool) -> None:
    """Note that this browser knows the member's password, and whether it wants to stay."""
    session[PENDING] = _signer().dumps([member.id, keep, _fingerprint(member)])


def pending_member() -> tuple[Member, bool] | None:
    """Return whose password this browser has shown lately; None after a change of it."""
    try:
        member_id, keep, fingerprint = _signer().loads(
            session.get(PENDING, ""), max_age=PENDING_SECONDS
        )
    except (BadData, ValueError, TypeError):
        return None
    member = db.session.get(Member, member_id)
    if member is None or fingerprint != _fingerprint(member) or not may_sign_in(member, now()):
        return None
    return member, bool(keep)


def _fingerprint(member: Member) -> str:
    return hash_of(member.password_hash or "")[:16]


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="second factor")
