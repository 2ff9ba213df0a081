"""What notifications keep about a member."""

from collections.abc import Sequence

from forum.accounts.holdings import Holding
from forum.accounts.keeping import own_rows, part, together
from forum.accounts.slots import kept_about_member
from forum.outreach.notifications.models import Notification, UnwantedCause


@kept_about_member.fill
def kept_by_notifications() -> Sequence[Holding]:
    """Say what notifications keep."""
    return [TOLD]


TOLD = together(
    "notifications",
    "What you were told",
    "Mentions, replies and such, and what you do not want to be told of.",
    "Read ones of what you watch are kept for half a year, the others while you are a member; all "
    "are deleted when you leave.",
    part(
        "told",
        Notification.member_id,
        at=Notification.made_at,
        shows=(
            Notification.cause,
            Notification.post_id,
            Notification.thread_id,
            Notification.made_at,
            Notification.read_at,
        ),
        others=(Notification.actor_id,),
    ),
    own_rows("unwanted", "", "", "", UnwantedCause.member_id, shows=(UnwantedCause.cause,)),
)
