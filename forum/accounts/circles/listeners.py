"""What circles do when something happened, and in their own time."""

from forum.accounts.circles.operations.convening import NAME_CONVENER
from forum.accounts.circles.operations.ending import endings_due, settle_ending
from forum.accounts.circles.operations.letters import bring_in_by_letter, clear_old_letters
from forum.accounts.circles.operations.members import clear_ended_memberships
from forum.accounts.events import GuestCame, InvitationFollowed, MemberJoined
from forum.accounts.pairs.kinds import PairKind, pair_kinds
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.worker import recurring


@pair_kinds.fill
def naming_conveners() -> PairKind:
    """Name a convener where nobody convenes a circle any more."""
    return NAME_CONVENER


@within(MemberJoined, GuestCame, InvitationFollowed)
def bring_in_who_was_written_to(event: MemberJoined | GuestCame | InvitationFollowed) -> None:
    """Let somebody into the circle that their invitation was sent for."""
    if event.invitation_id is not None:
        bring_in_by_letter(event.member_id, event.invitation_id)


@recurring(every=3600)
def clear_away_ended_memberships() -> None:
    """Remove memberships that have ended; they have opened nothing since."""
    with unit_of_work():
        clear_ended_memberships()


@recurring(every=3600)
def settle_endings() -> None:
    """Do with circles that ended a week ago what was chosen for them."""
    for circle_id in endings_due():
        with unit_of_work():
            settle_ending(circle_id)


@recurring(every=24 * 3600.0)
def clear_away_old_letters() -> None:
    """Forget whom conveners wished in and nobody invited, and what letters have brought."""
    with unit_of_work():
        clear_old_letters()
