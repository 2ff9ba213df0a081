"""Linking members with their identities at a provider, and parting them again."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.openid.events import IdentityLinked, IdentityUnlinked
from forum.accounts.openid.models import Identity, IdentityOffer
from forum.accounts.openid.queries import count_identities, count_ways_in, find_identity, find_offer
from forum.accounts.openid.rules import may_link_identity, may_unlink_identity
from forum.accounts.openid.values import LONGEST_NAME, MOST_IDENTITIES, OFFER_LASTS, Identified
from forum.accounts.values import Person, Standing
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.secrets import hash_of, new_secret
from forum.kernel.text import fold
from forum.kernel.verdicts import require

ELSEWHERE = "This sign-in belongs to another member here."


def link_identity(member: Member, found: Identified, *, by: Person) -> bool:
    """Let the member sign in with an identity that they have just shown; False when they can."""
    require(may_link_identity(by, member))
    return put_identity(member, found)


def put_identity(member: Member, found: Identified) -> bool:
    """Write an identity; that it is the member's was shown before."""
    known = find_identity(found.issuer, found.subject)
    if known is not None:
        if known.member_id != member.id:
            raise Invalid("form", ELSEWHERE)
        return False
    if count_identities(member.id) >= MOST_IDENTITIES:
        raise Invalid("form", f"You have {MOST_IDENTITIES} already: please remove one first.")
    identity = Identity(
        member_id=member.id,
        issuer=found.issuer,
        subject=found.subject,
        name=(found.email or found.name)[:LONGEST_NAME],
        created_at=now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(identity)
    except IntegrityError:
        raise Invalid("form", ELSEWHERE) from None
    announce(IdentityLinked(member_id=member.id, identity_id=identity.id))
    tell(member, "identity_changed", what="You can sign in with an account elsewhere from now on.")
    return True


def unlink_identity(identity: Identity, *, by: Person) -> None:
    """Take an identity away from its member."""
    member = db.session.get_one(Member, identity.member_id)
    require(may_unlink_identity(by, member, other_ways=count_ways_in(member) - 1))
    db.session.delete(identity)
    announce(IdentityUnlinked(member_id=member.id))
    tell(member, "identity_changed", what="A way to sign in with an account elsewhere was removed.")


def note_use(identity: Identity) -> None:
    """Keep when the identity was used last."""
    identity.last_used_at = now()


def offer_link(found: Identified) -> None:
    """Note that somebody came whom the provider knows, and nobody here.

    Whether their address belongs to a member is looked up by the worker, so that the answer is
    the same, and takes as long, for an address that nobody has.
    """
    enqueue(
        "accounts.offer_identity",
        {
            "issuer": found.issuer,
            "subject": found.subject,
            "email": found.email,
            "name": (found.email or found.name)[:LONGEST_NAME],
        },
    )


def send_offer(*, issuer: str, subject: str, email: str, name: str) -> None:
    """Send the member with this address a letter that links the identity, if there is one."""
    query = select(Member).where(
        Member.email_key == fold(email), Member.standing == Standing.ACTIVE
    )
    member = db.session.scalars(query).one_or_none()
    if member is None or find_identity(issuer, subject) is not None:
        return
    secret = new_secret()
    db.session.execute(delete(IdentityOffer).where(IdentityOffer.member_id == member.id))
    db.session.add(
        IdentityOffer(
            token_hash=hash_of(secret),
            member_id=member.id,
            issuer=issuer,
            subject=subject,
            name=name,
            expires_at=now() + OFFER_LASTS,
        )
    )
    tell(member, "identity_offered", secret=secret)


def take_offer(secret: str) -> Member | None:
    """Link the identity that the letter with this secret offers; None for a dead link."""
    offer = find_offer(secret)
    if offer is None:
        return None
    found = Identified(offer.issuer, offer.subject, offer.name)
    member = db.session.get_one(Member, offer.member_id)
    used = delete(IdentityOffer).where(IdentityOffer.token_hash == offer.token_hash)
    db.session.expunge(offer)
    # Of two who press the button at the same moment one links.
    if db.session.execute(used.returning(IdentityOffer.member_id)).first() is None:
        return None
    if member.standing is not Standing.ACTIVE:
        return None
    put_identity(member, found)
    return member


def forget_old_offers() -> None:
    """Remove offers that no longer hold."""
    db.session.execute(delete(IdentityOffer).where(IdentityOffer.expires_at <= now()))
