"""What live pages keep about a member."""

from collections.abc import Sequence

from forum.accounts.holdings import Holding
from forum.accounts.keeping import own_rows
from forum.accounts.slots import kept_about_member
from forum.outreach.live.models import LiveEvent


@kept_about_member.fill
def kept_by_live_pages() -> Sequence[Holding]:
    """Say what live pages keep."""
    return [EVENTS]


EVENTS = own_rows(
    "live_events",
    "What happened just now",
    "That something happened, by number and without words, so that open pages notice.",
    "Kept for a day.",
    LiveEvent.member_id,
    at=LiveEvent.at,
)
