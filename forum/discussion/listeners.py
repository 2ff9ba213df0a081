"""What discussions do when something happened to members and groups, and later: reminders, files."""

from collections.abc import Sequence

from forum.accounts.events import GroupDeleted, PlaceholderClaimed
from forum.discussion.operations.audiences import forget_group
from forum.discussion.operations.authors import hand_over_posts
from forum.discussion.operations.bookmarks import REMIND, remind
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, handles
from forum.kernel.storage import storage


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


@within(GroupDeleted)
def let_group_leave(event: GroupDeleted) -> None:
    """Take a group that goes out of the conversations that it was in."""
    forget_group(event.group_id, event.name)


@handles("discussion.remove_files")
def remove_files(errands: Sequence[Errand]) -> None:
    """Remove the files of conversations that have ended."""
    for errand in errands:
        for key in errand.payload["keys"]:
            storage().delete(key)
