"""What pages carry about claims."""

from dataclasses import dataclass

from forum.accounts.models import Member
from forum.admin.claims.models import Claim
from forum.kernel.verdicts import Verdict

CLAIM = "claim"
"""The kind of thing in the queue that claims are."""
TOLD = {"grant": "granted it", "refuse": "refused it"}


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim with the two members whom it concerns."""

    claim: Claim
    placeholder: Member
    member: Member
    verdict: Verdict
