"""What search does when something happened in discussions."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import get_args

from forum.accounts.events import PlaceholderClaimed
from forum.accounts.rights.events import MemberErased
from forum.discussion.events import (
    ConversationEnded,
    PostPublished,
    PostRestored,
    PostRevised,
    PostsHandedOver,
    PostsMerged,
    PostsMoved,
    PostWithdrawn,
    TagRenamed,
    ThreadArchived,
    ThreadClosed,
    ThreadExpired,
    ThreadMoved,
    ThreadReopened,
    ThreadRetagged,
    ThreadRetitled,
    ThreadSolved,
    ThreadUnarchived,
    ThreadUnsolved,
)
from forum.kernel.clock import now
from forum.kernel.events import within
from forum.kernel.outbox import Errand, enqueue, handles
from forum.kernel.worker import recurring
from forum.knowledge.search.indexing import KIND, index_what_changed, mend_index, rebuild_index

THREADS_IN_A_ROW = 50
POSTS_IN_A_ROW = 200
HOUR = 3600
NIGHT = 3
"""The hour, in UTC, at which the index is cleared of what was erased."""
REBUILD = "search.rebuild"


@within(PostPublished, PostRevised, PostWithdrawn, PostRestored)
def index_post(event: PostPublished | PostRevised | PostWithdrawn | PostRestored) -> None:
    """Let the worker index the post as it now is."""
    enqueue(KIND, {"posts": [event.post_id]})


@within(PostsHandedOver, PostsMerged)
def index_handed_over_posts(event: PostsHandedOver | PostsMerged) -> None:
    """Let the worker index posts under the name of their author, or take out what is no more."""
    for at in range(0, len(event.post_ids), POSTS_IN_A_ROW):
        enqueue(KIND, {"posts": list(event.post_ids[at : at + POSTS_IN_A_ROW])})


@within(PostsMoved)
def index_moved_posts(event: PostsMoved) -> None:
    """Let the worker index posts in the thread where they stand now, and note both threads."""
    for at in range(0, len(event.post_ids), POSTS_IN_A_ROW):
        enqueue(KIND, {"posts": list(event.post_ids[at : at + POSTS_IN_A_ROW])})
    enqueue(KIND, {"threads": [event.from_id, event.to_id]})


@within(ConversationEnded, ThreadExpired)
def forget_posts(event: ConversationEnded | ThreadExpired) -> None:
    """Let the worker take out what is erased for good, and clear the index's files of it by night.

    A post that is taken out is found no more from then on, but its words stay in the files of its
    segment until that is written anew.
    """
    for at in range(0, len(event.post_ids), POSTS_IN_A_ROW):
        enqueue(KIND, {"posts": list(event.post_ids[at : at + POSTS_IN_A_ROW])})
    enqueue(REBUILD, {}, at=_next_night(now()))


def _next_night(moment: datetime) -> datetime:
    night = moment.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    return night if night > moment else night + timedelta(days=1)


@within(ThreadRetitled, ThreadRetagged)
def index_thread(event: ThreadRetitled | ThreadRetagged) -> None:
    """Let the worker index the thread's posts again: its title and tags are words of each."""
    enqueue(KIND, {"whole_threads": [event.thread_id]})


@within(TagRenamed)
def index_tagged_threads(event: TagRenamed) -> None:
    """Let the worker index all posts under the tag again."""
    for at in range(0, len(event.thread_ids), THREADS_IN_A_ROW):
        enqueue(KIND, {"whole_threads": event.thread_ids[at : at + THREADS_IN_A_ROW]})


ThreadChanged = (
    ThreadMoved
    | ThreadClosed
    | ThreadReopened
    | ThreadArchived
    | ThreadUnarchived
    | ThreadSolved
    | ThreadUnsolved
)


@within(*get_args(ThreadChanged))
def note_thread(event: ThreadChanged) -> None:
    """Let the worker note the thread's new place or state, which touches none of its posts."""
    enqueue(KIND, {"threads": [event.thread_id]})


@within(PlaceholderClaimed)
def index_posts_of_their_author(event: PlaceholderClaimed) -> None:
    """Let the worker index what an archive had under another name under the member's."""
    enqueue(KIND, {"authors": [event.member_id]})


@handles(KIND, batch=200)
def index_from_outbox(errands: Sequence[Errand]) -> None:
    """Index what changed, in as few commits as possible."""
    index_what_changed(
        (errand.payload for errand in errands), watermark=max(errand.id for errand in errands)
    )


@within(MemberErased)
def index_without_the_erased(_event: MemberErased) -> None:
    """Let the worker build the index anew: what is deleted in an old one still stands in its files."""
    enqueue(REBUILD, {})


@handles(REBUILD, batch=10_000)
def rebuild_from_outbox(_errands: Sequence[Errand]) -> None:
    """Build the index anew."""
    rebuild_index()


@recurring(every=HOUR)
def look_after_index() -> None:
    """Rebuild the index when it is missing, damaged or worn."""
    mend_index()
