"""What discussions do when something happened to members, and what recurs."""

from forum.accounts.events import PlaceholderClaimed
from forum.discussion.operations.authors import hand_over_posts
from forum.discussion.operations.drafts import expire_drafts
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.worker import recurring

DAILY = 24 * 3600.0


@within(PlaceholderClaimed)
def give_posts_to_their_author(event: PlaceholderClaimed) -> None:
    """Put the member's name on what an archive had under another one."""
    hand_over_posts(event.placeholder_id, event.member_id)


@recurring(every=DAILY)
def clear_away_old_drafts() -> None:
    """Clear away what nobody touched for half a year."""
    with unit_of_work():
        expire_drafts()
