"""What discussions do when something happened to members."""

from forum.accounts.events import PlaceholderClaimed
from forum.discussion.operations.authors import hand_over_posts
from forum.kernel.events import within


@within(PlaceholderClaimed)
def give_posts_to_their_author(event: PlaceholderClaimed) -> None:
    """Put the member's name on what an archive had under another one."""
    hand_over_posts(event.placeholder_id, event.member_id)
