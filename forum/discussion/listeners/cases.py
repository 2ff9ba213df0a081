"""What cases do when organisations and members come, and when months have passed."""

from forum.accounts.events import (
    MemberJoined,
    OrganisationEdited,
    OrganisationMade,
    ProfileEdited,
)
from forum.discussion.operations.cases import clear_openings
from forum.discussion.operations.conflicts import compare_member, compare_organisation
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.worker import recurring

DAILY = 24 * 3600


@within(OrganisationMade)
def compare_new_organisation(event: OrganisationMade) -> None:
    """Keep an organisation that is listed now out of the cases in which it was named."""
    compare_organisation(event.organisation_id)


@within(OrganisationEdited)
def compare_renamed_organisation(event: OrganisationEdited) -> None:
    """Compare an organisation under its name of today."""
    compare_organisation(event.organisation_id)


@within(MemberJoined)
def compare_new_member(event: MemberJoined) -> None:
    """Keep somebody who comes out of the cases in which they were named."""
    compare_member(event.member_id)


@within(ProfileEdited)
def compare_renamed_member(event: ProfileEdited) -> None:
    """Compare a member under their name of today."""
    compare_member(event.member_id)


@recurring(every=DAILY)
def forget_openings() -> None:
    """Forget who opened which case on which day, after three months."""
    with unit_of_work():
        clear_openings()
