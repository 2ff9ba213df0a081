"""What is told among the posts when something was done with a thread."""

from collections.abc import Callable
from functools import partial

from forum.discussion import events
from forum.discussion.operations.acts import (
    is_just_begun,
    note_act,
    note_act_on_threads,
    note_move,
    note_moved_posts,
    title_of,
)
from forum.discussion.values import ActKind
from forum.discussion.values.acts import words_of_pace
from forum.kernel.events import within

StateAct = (
    events.ThreadClosed
    | events.ThreadReopened
    | events.ThreadArchived
    | events.ThreadUnarchived
    | events.ThreadUnpinned
    | events.ThreadRelabelled
    | events.ThreadUnslowed
    | events.ThreadWithdrawn
    | events.ThreadRestored
)
_STATE_ACTS: dict[type, ActKind] = {
    events.ThreadClosed: ActKind.CLOSED,
    events.ThreadReopened: ActKind.REOPENED,
    events.ThreadArchived: ActKind.ARCHIVED,
    events.ThreadUnarchived: ActKind.UNARCHIVED,
    events.ThreadUnpinned: ActKind.UNPINNED,
    events.ThreadRelabelled: ActKind.RELABELLED,
    events.ThreadUnslowed: ActKind.UNSLOWED,
    events.ThreadWithdrawn: ActKind.WITHDRAWN,
    events.ThreadRestored: ActKind.RESTORED,
}
PostAct = events.PostLocked | events.PostUnlocked | events.OwnerChanged
_POST_ACTS: dict[type, ActKind] = {
    events.PostLocked: ActKind.POST_LOCKED,
    events.PostUnlocked: ActKind.POST_UNLOCKED,
    events.OwnerChanged: ActKind.OWNER_CHANGED,
}

PostsAct = events.ThreadSplit | events.ThreadsMerged | events.MergeUndone | events.PostsLeftBehind

AnswerAct = events.ThreadSolved | events.ThreadUnsolved
_ANSWER_ACTS: dict[type, ActKind] = {
    events.ThreadSolved: ActKind.SOLVED,
    events.ThreadUnsolved: ActKind.UNSOLVED,
}


@within(*_STATE_ACTS)
def note_state(event: StateAct) -> None:
    """Note what changed the state of a thread."""
    note_act(_STATE_ACTS[type(event)], event.thread_id, by_id=event.by_id, because=event.because)


@within(events.ThreadPinned)
def note_pin(event: events.ThreadPinned) -> None:
    """Note a pin, and where it holds."""
    note_act(
        ActKind.PINNED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        after=event.where,
    )


@within(events.ThreadSlowed)
def note_pace(event: events.ThreadSlowed) -> None:
    """Note how often each member may write."""
    note_act(
        ActKind.SLOWED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        after=words_of_pace(event.seconds),
    )


@within(events.PostsMerged)
def note_merged_posts(event: events.PostsMerged) -> None:
    """Note which post others became part of, and how many."""
    note_act(
        ActKind.POSTS_MERGED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.into_id,
        post_count=len(event.post_ids),
    )


@within(events.ThreadMoved)
def note_new_place(event: events.ThreadMoved) -> None:
    """Note a move; it touches both categories."""
    note_move(
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        from_id=event.from_category_id,
        to_id=event.to_category_id,
    )


@within(events.ThreadSplit, events.ThreadsMerged)
def note_moved(event: events.ThreadSplit | events.ThreadsMerged) -> None:
    """Note at both ends that posts went into another thread; one that is no more keeps no lines."""
    note = _noting(event)
    if isinstance(event, events.ThreadSplit):
        note(ActKind.POSTS_LEFT, event.thread_id, event.into_id)
    note(ActKind.POSTS_CAME, event.into_id, event.thread_id)


@within(events.MergeUndone)
def note_undone_merge(event: events.MergeUndone) -> None:
    """Note at both ends that posts stand in a thread of their own again."""
    note = _noting(event)
    note(ActKind.POSTS_LEFT, event.out_of_id, event.thread_id)
    note(ActKind.POSTS_CAME, event.thread_id, event.out_of_id)


@within(events.PostsLeftBehind)
def note_posts_left_behind(event: events.PostsLeftBehind) -> None:
    """Note at both ends that a thread went on for more readers."""
    note = _noting(event)
    note(ActKind.POSTS_WENT_ON, event.thread_id, event.goes_on_in_id)
    note(ActKind.POSTS_STAYED, event.goes_on_in_id, event.thread_id)


def _noting(event: PostsAct) -> Callable[[ActKind, int, int], None]:
    """Return what notes one end of it."""
    return partial(note_moved_posts, count=event.count, by_id=event.by_id, because=event.because)


@within(events.ThreadRetitled)
def note_title(event: events.ThreadRetitled) -> None:
    """Note another title, unless its author was still looking for the right one."""
    if event.by_author and is_just_begun(event.thread_id):
        return
    note_act(
        ActKind.RETITLED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        before=event.before,
        after=title_of(event.thread_id),
    )


@within(events.ThreadRetagged)
def note_tags(event: events.ThreadRetagged) -> None:
    """Note other tags, unless the author was still looking for the right ones."""
    if event.by_author and is_just_begun(event.thread_id):
        return
    note_act(
        ActKind.RETAGGED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        before=", ".join(event.before),
        after=", ".join(event.after),
    )


@within(events.TagRenamed)
def note_tag(event: events.TagRenamed) -> None:
    """Note that a tag has another name. Why is left out: it may speak of threads elsewhere."""
    note_act_on_threads(
        ActKind.TAG_RENAMED,
        event.thread_ids,
        by_id=event.by_id,
        before=event.before,
        after=event.after,
    )


@within(*_POST_ACTS)
def note_lock(event: PostAct) -> None:
    """Note what keeps the author of a post from changing it, or no longer does."""
    note_act(
        _POST_ACTS[type(event)],
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(events.GuestInvited)
def note_guest(event: events.GuestInvited) -> None:
    """Note that somebody from outside is invited: who writes on knows that they may come."""
    until = f"{event.until:%-d %B %Y}"
    note_act(ActKind.GUEST_INVITED, event.thread_id, by_id=event.by_id, after=until)


@within(*_ANSWER_ACTS)
def note_answer(event: AnswerAct) -> None:
    """Note which post answers what the thread asks, or no longer does."""
    note_act(_ANSWER_ACTS[type(event)], event.thread_id, by_id=event.by_id, post_id=event.post_id)


@within(events.PostRestored)
def note_restoration(event: events.PostRestored) -> None:
    """Note a post that a facilitator brought back; a withdrawal is told in the post's place."""
    if event.by_author or event.with_thread:
        return
    note_act(
        ActKind.POST_RESTORED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )
