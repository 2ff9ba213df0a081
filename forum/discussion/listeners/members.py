"""What discussions do when something happened to members, groups or posts, and what recurs."""

from collections.abc import Sequence

from forum.accounts.events import (
    GroupDeleted,
    GroupMemberAdded,
    GroupMemberRemoved,
    GuestCame,
    OrganisationsChanged,
    PlaceholderClaimed,
)
from forum.discussion.events import PostPublished, PostRevised, ThreadMoved
from forum.discussion.models import Post
from forum.discussion.operations.audiences import forget_group, note_group_member
from forum.discussion.operations.authors import hand_over_posts
from forum.discussion.operations.bookmarks import REMIND, remind
from forum.discussion.operations.drafts import expire_drafts
from forum.discussion.operations.files import (
    UNUSED_FOR,
    forget_unused,
    hold_files,
    keys_of_files,
)
from forum.discussion.operations.following import follow_by_writing
from forum.discussion.operations.guests import let_in
from forum.discussion.operations.visits import end_all_visits
from forum.discussion.operations.walls import keep_out_by_name
from forum.discussion.queries.categories import directory
from forum.discussion.queries.files import files_in_drafts, files_in_held
from forum.discussion.rules import is_news
from forum.discussion.slots import files_needed
from forum.discussion.values import AudienceAct
from forum.kernel.clock import now
from forum.kernel.db import db, unit_of_work
from forum.kernel.events import within
from forum.kernel.markup import marked_files
from forum.kernel.outbox import Errand, handles
from forum.kernel.storage import keys_in_use, storage
from forum.kernel.worker import recurring

keys_in_use.fill(keys_of_files)
files_needed.fill(files_in_drafts)
files_needed.fill(files_in_held)

DAILY = 24 * 3600.0


@within(PlaceholderClaimed)
def give_posts_to_their_author(event: PlaceholderClaimed) -> None:
    """Put the member's name on what an archive had under another one."""
    hand_over_posts(event.placeholder_id, event.member_id)


@within(OrganisationsChanged)
def keep_walls_for_who_left(event: OrganisationsChanged) -> None:
    """Keep out by name whom a wall kept out with an organisation that they have left."""
    for organisation_id in event.left_ids:
        keep_out_by_name(event.member_id, organisation_id)


@handles(REMIND)
def remind_of_bookmarks(errands: Sequence[Errand]) -> None:
    """Remind members of what they wanted to come back to."""
    for errand in errands:
        with unit_of_work():
            remind(errand.payload["bookmark"], errand.payload["at"])


@within(PostPublished)
def hold_files_of_new_post(event: PostPublished) -> None:
    """Let a new post hold the files that its text names."""
    post = db.session.get_one(Post, event.post_id)
    if files := tuple(marked_files(post.html)):
        hold_files(post.id, files, by_id=event.author_id)


@within(PostRevised)
def hold_files_of_revised_post(event: PostRevised) -> None:
    """Let a revised post hold the files that its text names now.

    A text that is only rendered anew names the same ones.
    """
    if event.by_id is None:
        return
    post = db.session.get_one(Post, event.post_id)
    hold_files(post.id, marked_files(post.html), by_id=event.by_id)


@handles("discussion.remove_files", batch=20)
def remove_files(errands: Sequence[Errand]) -> None:
    """Remove from the storage what no table names any more."""
    for errand in errands:
        for key in errand.payload["keys"]:
            storage().delete(key)


@recurring(every=3600)
def forget_unused_files() -> None:
    """Remove files that were sent and never posted."""
    with unit_of_work():
        forget_unused()


@recurring(every=DAILY)
def sweep_storage() -> None:
    """Remove what a crash left in the storage: old things that no table names."""
    for keys in storage().keys_before(now() - UNUSED_FOR):
        used = {key for fill in keys_in_use for key in fill(keys)}
        db.session.rollback()
        for key in set(keys) - used:
            storage().delete(key)


@within(PostPublished)
def follow_what_one_writes_in(event: PostPublished) -> None:
    """Let the author follow the thread; what an archive brings says nothing about its members."""
    post = db.session.get_one(Post, event.post_id)
    if is_news(post.created_at, now()):
        follow_by_writing(event.thread_id, event.author_id, has_started=post.number == 1)


@within(GuestCame)
def let_guest_in(event: GuestCame) -> None:
    """Open to a guest what the invitation named that they have followed."""
    let_in(event.member_id, event.invitation_id)


@within(ThreadMoved)
def end_visits_in_circles(event: ThreadMoved) -> None:
    """Let guests go from a thread that comes into a circle: its conveners let people in."""
    if directory().by_id[event.to_category_id].circle_id is not None:
        end_all_visits(event.thread_id)


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


@recurring(every=DAILY)
def clear_away_old_drafts() -> None:
    """Clear away what nobody touched for half a year."""
    with unit_of_work():
        expire_drafts()
