"""What discussions do when something happened to members, groups or posts, and what recurs."""

from collections.abc import Sequence

from forum.accounts.events import (
    GroupDeleted,
    GroupMemberAdded,
    GroupMemberRemoved,
    PlaceholderClaimed,
)
from forum.discussion.events import PostPublished
from forum.discussion.models import Post
from forum.discussion.operations.audiences import forget_group, note_group_member
from forum.discussion.operations.authors import hand_over_posts
from forum.discussion.operations.bookmarks import REMIND, remind
from forum.discussion.operations.drafts import expire_drafts
from forum.discussion.operations.following import follow_by_writing
from forum.discussion.rules import is_news
from forum.discussion.values import AudienceAct
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import within
from forum.kernel.outbox import Errand, handles
from forum.kernel.storage import storage
from forum.kernel.worker import recurring

DAILY = 24 * 3600.0


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


@within(PostPublished)
def follow_what_one_writes_in(event: PostPublished) -> None:
    """Let the author follow the thread; what an archive brings says nothing about its members."""
    post = db.session.get_one(Post, event.post_id)
    if is_news(post.created_at, now()):
        follow_by_writing(event.thread_id, event.author_id, has_started=post.number == 1)


@within(GroupMemberAdded)
def tell_who_came_with_group(event: GroupMemberAdded) -> None:
    """Say in the conversations of a group who can read them now."""
    if event.by_id != event.member_id:
        note_group_member(event.group_id, event.member_id, AudienceAct.GROUP_JOINED)


@within(GroupMemberRemoved)
def tell_who_went_with_group(event: GroupMemberRemoved) -> None:
    """Say in the conversations of a group who is not in it any more."""
    note_group_member(event.group_id, event.member_id, AudienceAct.GROUP_PARTED)


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


@recurring(every=DAILY)
def clear_away_old_drafts() -> None:
    """Clear away what nobody touched for half a year."""
    with unit_of_work():
        expire_drafts()
