"""What discussions do when something happened to members, and later: reminders."""

from collections.abc import Sequence

from forum.accounts.events import PlaceholderClaimed
from forum.discussion.operations.authors import hand_over_posts
from forum.discussion.operations.bookmarks import REMIND, remind
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, handles


@within(PlaceholderClaimed)
def give_posts_to_their_author(event: PlaceholderClaimed) -> None:
    """Put the member's name on what an archive had under another one."""
    hand_over_posts(event.placeholder_id, event.member_id)


@handles(REMIND)
def remind_of_bookmarks(errands: Sequence[Errand]) -> None:
    """Remind members of what they wanted to come back to."""
    for errand in errands:
        with unit_of_work():
            remind(errand.payload["bookmark"], errand.payload["at"])
