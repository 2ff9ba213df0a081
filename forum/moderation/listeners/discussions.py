"""What moderation does when something happened: every act of a facilitator goes into the log.

What authors do with their own threads and posts is no act of moderation.
"""

from forum.discussion import events as discussion
from forum.discussion.pseudonyms import events as pseudonyms
from forum.discussion.queries.categories import directory
from forum.discussion.values.glass import GROUND_WORDS, Ground
from forum.kernel.clock import now
from forum.kernel.events import within
from forum.moderation.events import FlagsHandled
from forum.moderation.operations.log import (
    categories_of,
    forget_words_about,
    is_about_to_be_told,
    log_act,
    log_act_on_thread,
    point_at_thread,
    title_of,
)
from forum.moderation.operations.review import settle_by_withdrawal
from forum.moderation.values import Act, Outcome

ThreadAct = (
    discussion.ThreadClosed
    | discussion.ThreadReopened
    | discussion.ThreadArchived
    | discussion.ThreadUnarchived
    | discussion.ThreadUnpinned
)
_THREAD_ACTS: dict[type, Act] = {
    discussion.ThreadClosed: Act.THREAD_CLOSED,
    discussion.ThreadReopened: Act.THREAD_REOPENED,
    discussion.ThreadArchived: Act.THREAD_ARCHIVED,
    discussion.ThreadUnarchived: Act.THREAD_UNARCHIVED,
    discussion.ThreadUnpinned: Act.THREAD_UNPINNED,
}
AnswerAct = discussion.ThreadSolved | discussion.ThreadUnsolved
_ANSWER_ACTS: dict[type, Act] = {
    discussion.ThreadSolved: Act.THREAD_SOLVED,
    discussion.ThreadUnsolved: Act.THREAD_UNSOLVED,
}
PostAct = discussion.PostLocked | discussion.PostUnlocked
_POST_ACTS: dict[type, Act] = {
    discussion.PostLocked: Act.POST_LOCKED,
    discussion.PostUnlocked: Act.POST_UNLOCKED,
}
_OUTCOMES = {
    Outcome.WITHDRAWN: Act.POST_WITHDRAWN,
    Outcome.KEPT: Act.FLAGS_KEPT,
    Outcome.DISAGREED: Act.FLAGS_DISAGREED,
    Outcome.IGNORED: Act.FLAGS_IGNORED,
}


@within(*_THREAD_ACTS)
def log_thread_act(event: ThreadAct) -> None:
    """Log what changed the state of a thread."""
    act = _THREAD_ACTS[type(event)]
    log_act_on_thread(act, event.thread_id, by_id=event.by_id, because=event.because)


@within(discussion.ThreadPinned)
def log_pin(event: discussion.ThreadPinned) -> None:
    """Log a pin, and where it holds."""
    log_act_on_thread(
        Act.THREAD_PINNED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        after=event.where,
    )


@within(discussion.ThreadRetitled)
def log_title(event: discussion.ThreadRetitled) -> None:
    """Log a title that a facilitator changed."""
    if event.by_author:
        return
    log_act_on_thread(
        Act.THREAD_RETITLED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        before=event.before,
        after=title_of(event.thread_id),
    )


@within(discussion.ThreadRetagged)
def log_tags(event: discussion.ThreadRetagged) -> None:
    """Log tags that a facilitator changed."""
    if event.by_author:
        return
    log_act_on_thread(
        Act.THREAD_RETAGGED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        before=", ".join(event.before),
        after=", ".join(event.after),
    )


@within(discussion.ThreadMoved)
def log_move(event: discussion.ThreadMoved) -> None:
    """Log a move; it touches both categories.

    What comes into a circle is logged there alone: the place that it leaves keeps no trace of it.
    What an author takes aside is nobody's moderation.
    """
    is_aside = directory().by_id[event.to_category_id].circle_id is not None
    if is_aside and event.by_author:
        return
    both = (event.from_category_id, event.to_category_id)
    log_act(
        Act.THREAD_MOVED,
        by_id=event.by_id,
        because=event.because,
        places=(event.to_category_id,) if is_aside else both,
        thread_id=event.thread_id,
    )


@within(discussion.ThreadSplit)
def log_split(event: discussion.ThreadSplit) -> None:
    """Log posts that were moved into a thread of their own."""
    log_act_on_thread(Act.THREAD_SPLIT, event.thread_id, by_id=event.by_id, because=event.because)


@within(discussion.ThreadsMerged, discussion.MergeUndone)
def log_merge(event: discussion.ThreadsMerged | discussion.MergeUndone) -> None:
    """Log a merge with the thread that posts went into, as well as that it was undone."""
    is_merge = isinstance(event, discussion.ThreadsMerged)
    kept_id = event.into_id if isinstance(event, discussion.ThreadsMerged) else event.out_of_id
    if is_merge:
        point_at_thread(event.thread_id, kept_id)
    log_act(
        Act.THREADS_MERGED if is_merge else Act.MERGE_UNDONE,
        by_id=event.by_id,
        because=event.because,
        places=categories_of([event.thread_id, kept_id]),
        thread_id=kept_id,
    )


@within(*_ANSWER_ACTS)
def log_answer(event: AnswerAct) -> None:
    """Log what a facilitator said about the answer in somebody else's thread."""
    if event.by_author:
        return
    log_act_on_thread(
        _ANSWER_ACTS[type(event)],
        event.thread_id,
        by_id=event.by_id,
        because="",
        post_id=event.post_id,
    )


@within(*_POST_ACTS)
def log_post_act(event: PostAct) -> None:
    """Log what keeps the author of a post from changing it, or no longer does."""
    log_act_on_thread(
        _POST_ACTS[type(event)],
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(discussion.PostShared, discussion.PostUnshared)
def log_sharing(event: discussion.PostShared | discussion.PostUnshared) -> None:
    """Log that a facilitator decided who may edit another's post."""
    if event.by_author:
        return
    is_shared = isinstance(event, discussion.PostShared)
    log_act_on_thread(
        Act.POST_SHARED if is_shared else Act.POST_UNSHARED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(discussion.PostWithdrawn)
def log_withdrawal(event: discussion.PostWithdrawn) -> None:
    """Log a withdrawal by a facilitator, once: with the flags on the post where there are any."""
    if event.by_author:
        return
    settled = settle_by_withdrawal(event.post_id, by_id=event.by_id, because=event.because)
    if settled or event.with_thread or is_about_to_be_told(event.post_id):
        return
    log_act_on_thread(
        Act.POST_WITHDRAWN,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(discussion.PostRestored)
def log_restoration(event: discussion.PostRestored) -> None:
    """Log a post that a facilitator brought back."""
    if event.by_author or event.with_thread:
        return
    log_act_on_thread(
        Act.POST_RESTORED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(FlagsHandled)
def log_flags(event: FlagsHandled) -> None:
    """Log what facilitators made of flags, and the rule that it rests on."""
    log_act_on_thread(
        _OUTCOMES[Outcome(event.outcome)],
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
        rule_id=event.rule_id,
        item_id=event.item_id,
    )


@within(discussion.TagRenamed)
def log_tag(event: discussion.TagRenamed) -> None:
    """Log a tag that was renamed or merged; it touches every category with a thread under it."""
    log_act(
        Act.TAG_RENAMED,
        by_id=event.by_id,
        because=event.because,
        places=categories_of(event.thread_ids),
        before=event.before,
        after=event.after,
    )


@within(discussion.ThreadExpired)
def forget_expired_thread(event: discussion.ThreadExpired) -> None:
    """Keep that facilitators acted on a thread which has expired, and no word of what it said."""
    forget_words_about(event.thread_id, event.post_ids)


@within(pseudonyms.PseudonymMuted)
def log_mute(event: pseudonyms.PseudonymMuted) -> None:
    """Log that nothing more can be written under a pseudonym."""
    log_act_on_thread(
        Act.PSEUDONYM_MUTED,
        event.thread_id,
        by_id=event.by_id,
        because=event.because,
        post_id=event.post_id,
    )


@within(pseudonyms.UnmaskingDecided)
def log_unmasking(event: pseudonyms.UnmaskingDecided) -> None:
    """Log that custodians lifted a pseudonym or refused to: the ground, and nobody's name."""
    act = Act.PSEUDONYM_LIFTED if event.is_lifted else Act.PSEUDONYM_KEPT
    log_act_on_thread(act, event.thread_id, by_id=None, because=event.ground, post_id=event.post_id)


@within(discussion.GlassBroken)
def log_broken_glass(event: discussion.GlassBroken) -> None:
    """Log who opened a thread to whom, on what ground and until when: neither which, nor why."""
    log_act(
        Act.GLASS_BROKEN,
        by_id=event.host_id,
        because="",
        member_id=event.second_id,
        until=event.until,
        after=GROUND_WORDS[Ground(event.ground)],
    )


@within(discussion.GlassClosed)
def log_closed_glass(event: discussion.GlassClosed) -> None:
    """Log who ended it early, and for whom: neither which thread, nor why it was opened."""
    log_act(
        Act.GLASS_CLOSED,
        by_id=event.by_id,
        because="",
        member_id=event.host_id,
        until=now(),
        after=GROUND_WORDS[Ground(event.ground)],
    )
