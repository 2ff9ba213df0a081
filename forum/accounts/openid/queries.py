"""Who is known at a provider by which name."""

from collections.abc import Sequence

from sqlalchemy import func, select

from forum.accounts.factors.queries import credentials_of
from forum.accounts.models import Member
from forum.accounts.openid.models import Identity, IdentityOffer
from forum.accounts.openid.values import IdentityCard
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.secrets import hash_of


def find_identity(issuer: str, subject: str) -> Identity | None:
    """Return the identity that the provider speaks of, whoever it belongs to."""
    query = select(Identity).where(Identity.issuer == issuer, Identity.subject == subject)
    return db.session.scalars(query).one_or_none()


def get_identity(identity_id: int, member_id: int) -> Identity:
    """Return an identity of the member. Raises NotFound, also for somebody else's."""
    identity = get_row(Identity, identity_id)
    if identity.member_id != member_id:
        raise NotFound
    return identity


def identities_of(member_id: int) -> Sequence[IdentityCard]:
    """Return the member's identities, oldest first."""
    query = select(Identity).where(Identity.member_id == member_id).order_by(Identity.id)
    return [
        IdentityCard(one.id, one.issuer, one.name, one.created_at, one.last_used_at)
        for one in db.session.scalars(query)
    ]


def count_identities(member_id: int) -> int:
    """Return how many identities the member has."""
    query = select(func.count()).select_from(Identity).where(Identity.member_id == member_id)
    return db.session.scalar(query) or 0


def count_ways_in(member: Member) -> int:
    """Return in how many ways the member can sign in."""
    passkeys = len(credentials_of(member.id))
    return bool(member.password_hash) + passkeys + count_identities(member.id)


def find_offer(secret: str) -> IdentityOffer | None:
    """Return what a letter offers to link, while it holds."""
    query = select(IdentityOffer).where(
        IdentityOffer.token_hash == hash_of(secret), IdentityOffer.expires_at > now()
    )
    return db.session.scalars(query).one_or_none()
