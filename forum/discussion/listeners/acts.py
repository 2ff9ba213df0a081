"""What is told among the posts when something was done with a thread."""

from forum.discussion import events
from forum.discussion.operations.acts import (
    is_just_begun,
    note_act,
    note_act_on_threads,
    note_move,
    title_of,
)
from forum.discussion.values import ActKind
from forum.kernel.events import within

StateAct = (
    events.ThreadClosed
    | events.ThreadReopened
    | events.ThreadArchived
    | events.ThreadUnarchived
    | events.ThreadUnpinned
)
_STATE_ACTS: dict[type, ActKind] = {
    events.ThreadClosed: ActKind.CLOSED,
    events.ThreadReopened: ActKind.REOPENED,
    events.ThreadArchived: ActKind.ARCHIVED,
    events.ThreadUnarchived: ActKind.UNARCHIVED,
    events.ThreadUnpinned: ActKind.UNPINNED,
}
PostAct = events.PostLocked | events.PostUnlocked
_POST_ACTS: dict[type, ActKind] = {
    events.PostLocked: ActKind.POST_LOCKED,
    events.PostUnlocked: ActKind.POST_UNLOCKED,
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


@within(events.PostRestored)
def note_restoration(event: events.PostRestored) -> None:
    """Note a post that a facilitator brought back; a withdrawal is told in the post's place."""
    if event.by_author:
        return
    note_act(
        ActKind.POST_RESTORED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )
