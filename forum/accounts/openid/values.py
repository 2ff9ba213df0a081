"""What pages and flows carry about identities at an OpenID Connect provider."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MOST_IDENTITIES = 10
"""Of one member."""
FLOW_SECONDS = 600
"""So long somebody may take at the provider."""
PROVEN_SECONDS = 600
"""So long what the provider has said waits for the button that uses it."""
OFFER_LASTS = timedelta(hours=48)
LONGEST_SUBJECT = 255
LONGEST_NAME = 120
CLOCKS_DIFFER = 60
"""Seconds that the provider's clock may be early or late."""

SEVERAL_FACTORS = frozenset({"mfa"})
"""What says so in `amr` (RFC 8176)."""
SEVERAL_FACTORS_CLASSES = frozenset(
    {"phr", "phrh", "http://schemas.openid.net/pape/policies/2007/06/multi-factor"}
)
"""What says so in `acr`: phishing-resistant ways, and the policy of the OpenID Foundation."""


class Aim(StrEnum):
    """What somebody is sent to the provider for."""

    SIGN_IN = "sign-in"
    LINK = "link"
    PROOF = "proof"
    INVITATION = "invitation"


@dataclass(frozen=True, slots=True)
class Flow:
    """A way to the provider and back, kept in the browser that began it."""

    aim: Aim
    state: str
    nonce: str
    verifier: str
    began: int
    """In seconds since 1970."""
    member_id: int | None = None
    keep: bool = False
    goal: str = ""


@dataclass(frozen=True, slots=True)
class Identified:
    """Somebody as the provider knows them; everything about it was checked."""

    issuer: str
    subject: str
    name: str = ""
    email: str = ""
    """Empty unless the provider says that it has confirmed the address."""
    has_several_factors: bool = False


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """An identity as its owner sees it."""

    id: int
    issuer: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
