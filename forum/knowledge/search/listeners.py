"""What search does when something happened in discussions."""

from collections.abc import Sequence

from forum.accounts.events import PlaceholderClaimed
from forum.discussion.events import (
    ConversationEnded,
    PostPublished,
    PostRestored,
    PostRevised,
    PostsHandedOver,
    PostWithdrawn,
    TagRenamed,
    ThreadArchived,
    ThreadClosed,
    ThreadMoved,
    ThreadReopened,
    ThreadRetagged,
    ThreadRetitled,
    ThreadUnarchived,
)
from forum.kernel.events import within
from forum.kernel.outbox import Errand, enqueue, handles
from forum.kernel.worker import recurring
from forum.knowledge.search.indexing import KIND, index_what_changed, mend_index

THREADS_IN_A_ROW = 50
POSTS_IN_A_ROW = 200
HOUR = 3600


@within(PostPublished, PostRevised, PostWithdrawn, PostRestored)
def index_post(event: PostPublished | PostRevised | PostWithdrawn | PostRestored) -> None:
    """Let the worker index the post as it now is."""
    enqueue(KIND, {"posts": [event.post_id]})


@within(PostsHandedOver)
def index_handed_over_posts(event: PostsHandedOver) -> None:
    """Let the worker index posts under the name of their author."""
    for at in range(0, len(event.post_ids), POSTS_IN_A_ROW):
        enqueue(KIND, {"posts": list(event.post_ids[at : at + POSTS_IN_A_ROW])})


@within(ConversationEnded)
def forget_conversation(event: ConversationEnded) -> None:
    """Let the worker take out the posts of a conversation that everybody has left."""
    for at in range(0, len(event.post_ids), POSTS_IN_A_ROW):
        enqueue(KIND, {"posts": list(event.post_ids[at : at + POSTS_IN_A_ROW])})


@within(ThreadRetitled, ThreadRetagged)
def index_thread(event: ThreadRetitled | ThreadRetagged) -> None:
    """Let the worker index the thread's posts again: its title and tags are words of each."""
    enqueue(KIND, {"whole_threads": [event.thread_id]})


@within(TagRenamed)
def index_tagged_threads(event: TagRenamed) -> None:
    """Let the worker index all posts under the tag again."""
    for at in range(0, len(event.thread_ids), THREADS_IN_A_ROW):
        enqueue(KIND, {"whole_threads": event.thread_ids[at : at + THREADS_IN_A_ROW]})


@within(ThreadMoved, ThreadClosed, ThreadReopened, ThreadArchived, ThreadUnarchived)
def note_thread(
    event: ThreadMoved | ThreadClosed | ThreadReopened | ThreadArchived | ThreadUnarchived,
) -> None:
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


@recurring(every=HOUR)
def look_after_index() -> None:
    """Rebuild the index when it is missing, damaged or worn."""
    mend_index()
