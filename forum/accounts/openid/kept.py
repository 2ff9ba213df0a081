"""What signing in with a provider keeps about a member."""

from collections.abc import Sequence

from forum.accounts.holdings import Holding
from forum.accounts.keeping import part, together
from forum.accounts.openid.models import Identity, IdentityOffer
from forum.accounts.slots import kept_about_member


@kept_about_member.fill
def kept_by_openid() -> Sequence[Holding]:
    """Say what signing in with a provider keeps."""
    return [IDENTITIES]


IDENTITIES = together(
    "identities",
    "Accounts elsewhere that you sign in with",
    "By which name a provider knows you, so that you need no password here.",
    "Kept until you remove them, or leave; offers by mail to link one, at most a day.",
    part(
        "identity",
        Identity.member_id,
        at=Identity.created_at,
        shows=(
            Identity.issuer,
            Identity.subject,
            Identity.name,
            Identity.created_at,
            Identity.last_used_at,
        ),
    ),
    part(
        "offer",
        IdentityOffer.member_id,
        shows=(IdentityOffer.issuer, IdentityOffer.name, IdentityOffer.expires_at),
    ),
)
