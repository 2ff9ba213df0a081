"""What pages carry about claims."""

from dataclasses import dataclass

from forum.accounts.models import Member
from forum.admin.claims.models import Claim
from forum.kernel.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim with the two members whom it concerns."""

    claim: Claim
    placeholder: Member
    member: Member
    verdict: Verdict
