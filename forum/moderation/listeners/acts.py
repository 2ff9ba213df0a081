"""Logging pace, timers, whole threads and notices; what a timer does is logged as done by nobody."""

from forum.discussion import events as discussion
from forum.discussion.values.acts import TIMER_WORDS, TimerKind, words_of_pace
from forum.kernel.events import within
from forum.moderation.operations.log import log_act_on_thread, point_at_post
from forum.moderation.values import Act

Plain = discussion.ThreadUnslowed | discussion.ThreadWithdrawn | discussion.ThreadRestored
_PLAIN: dict[type, Act] = {
    discussion.ThreadUnslowed: Act.THREAD_UNSLOWED,
    discussion.ThreadWithdrawn: Act.THREAD_WITHDRAWN,
    discussion.ThreadRestored: Act.THREAD_RESTORED,
}


@within(*_PLAIN)
def log_plain_act(event: Plain) -> None:
    """Log what says no more than that it was done, and why."""
    act = _PLAIN[type(event)]
    log_act_on_thread(act, event.thread_id, by_id=event.by_id, because=event.because)


@within(discussion.ThreadSlowed)
def log_pace(event: discussion.ThreadSlowed) -> None:
    """Log how slow a thread was made, and until when."""
    log_act_on_thread(
        Act.THREAD_SLOWED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        until=event.until,
        after=words_of_pace(event.seconds),
    )


@within(discussion.NoticePut, discussion.NoticeRemoved)
def log_notice(event: discussion.NoticePut | discussion.NoticeRemoved) -> None:
    """Log what stands above a post, or why it does not any more."""
    is_put = isinstance(event, discussion.NoticePut)
    log_act_on_thread(
        Act.NOTICE_PUT if is_put else Act.NOTICE_REMOVED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(discussion.OwnerChanged)
def log_owner(event: discussion.OwnerChanged) -> None:
    """Log whose post it was; whose it is now stands on it."""
    log_act_on_thread(
        Act.OWNER_CHANGED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
        member_id=event.from_id,
    )


@within(discussion.PostsMerged)
def log_merged_posts(event: discussion.PostsMerged) -> None:
    """Log it with the post that is left, and let older entries stand with that one, too."""
    point_at_post(event.post_ids, event.into_id)
    log_act_on_thread(
        Act.POSTS_MERGED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.into_id,
    )


@within(discussion.TimerSet)
def log_timer(event: discussion.TimerSet) -> None:
    """Log what a machine shall do, and when."""
    log_act_on_thread(
        Act.TIMER_SET,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        until=event.due_at,
        after=TIMER_WORDS[TimerKind(event.kind)],
    )


@within(discussion.TimerCancelled)
def log_cancelled_timer(event: discussion.TimerCancelled) -> None:
    """Log that a machine shall not do it, or found that it may not any more."""
    log_act_on_thread(
        Act.TIMER_CANCELLED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        before=TIMER_WORDS[TimerKind(event.kind)],
    )
