"""What open pages are told about, and what is forgotten again after a day."""

from typing import get_args

from forum.accounts.events import (
    MemberDeactivated,
    MemberSuspended,
    RoleChanged,
    SignInsEnded,
)
from forum.discussion.events import (
    ConversationEnded,
    GroupAdded,
    NoticePut,
    NoticeRemoved,
    PersonAdded,
    PersonLeft,
    PostLocked,
    PostPublished,
    PostRestored,
    PostRevised,
    PostsHandedOver,
    PostsMerged,
    PostsMoved,
    PostUnlocked,
    PostWithdrawn,
    ReactionGiven,
    ReactionTakenBack,
    ReadersChanged,
    SummaryWritten,
    TagRenamed,
    ThreadArchived,
    ThreadClosed,
    ThreadContinued,
    ThreadExpired,
    ThreadMoved,
    ThreadPinned,
    ThreadRelabelled,
    ThreadReopened,
    ThreadRestored,
    ThreadRetagged,
    ThreadRetitled,
    ThreadSlowed,
    ThreadSolved,
    ThreadStarted,
    ThreadUnarchived,
    ThreadUnpinned,
    ThreadUnslowed,
    ThreadUnsolved,
    ThreadWithdrawn,
    TimerCancelled,
    TimerSet,
    VisitChanged,
    WallRaised,
)
from forum.discussion.queries.threads import first_post_id, threads_of_posts
from forum.kernel.db import unit_of_work
from forum.kernel.events import within
from forum.kernel.worker import recurring
from forum.outreach.live.operations import forget_old_events, note
from forum.outreach.live.values import Happening, Kind
from forum.outreach.notifications.events import MemberNotified, NotificationsRead

MOST_AT_ONCE = 200
"""Threads or posts of one act that are told: who has an older one open reads it as it was."""

PostChanged = (
    PostRevised
    | PostWithdrawn
    | PostRestored
    | PostLocked
    | PostUnlocked
    | ThreadContinued
    | NoticePut
    | NoticeRemoved
)
ThreadChanged = (
    ThreadRetitled
    | ThreadRetagged
    | ThreadMoved
    | ThreadClosed
    | ThreadReopened
    | ThreadArchived
    | ThreadUnarchived
    | ThreadPinned
    | ThreadUnpinned
    | PersonAdded
    | GroupAdded
    | PersonLeft
    | ConversationEnded
    | SummaryWritten
    | ThreadRelabelled
    | ReadersChanged
    | ThreadExpired
    | WallRaised
    | ThreadSlowed
    | ThreadUnslowed
    | ThreadWithdrawn
    | ThreadRestored
    | TimerSet
    | TimerCancelled
    | PostsMerged
)
AccessChanged = (
    SignInsEnded | MemberSuspended | MemberDeactivated | RoleChanged | PersonLeft | VisitChanged
)


@within(ThreadStarted)
def tell_of_thread(event: ThreadStarted) -> None:
    """Let open lists know that a thread was started."""
    note(Happening(Kind.STARTED, thread_id=event.thread_id))


@within(PostPublished)
def tell_of_post(event: PostPublished) -> None:
    """Let open pages of the thread, and open lists, know of a new post."""
    note(Happening(Kind.PUBLISHED, thread_id=event.thread_id, post_id=event.post_id))


@within(*get_args(PostChanged))
def tell_of_changed_post(event: PostChanged) -> None:
    """Let open pages of the thread know that a post looks different."""
    note(Happening(Kind.CHANGED, thread_id=event.thread_id, post_id=event.post_id))


@within(ReactionGiven, ReactionTakenBack)
def tell_of_reaction(event: ReactionGiven | ReactionTakenBack) -> None:
    """Let open pages know of reactions; where nobody counts them, nobody is told."""
    if event.is_counted:
        note(Happening(Kind.CHANGED, thread_id=event.thread_id, post_id=event.post_id))


@within(ThreadSolved, ThreadUnsolved)
def tell_of_answer(event: ThreadSolved | ThreadUnsolved) -> None:
    """Let open pages know that a post is the answer, or no longer: the first post says so too."""
    for post_id in (event.post_id, first_post_id(event.thread_id)):
        note(Happening(Kind.CHANGED, thread_id=event.thread_id, post_id=post_id))


@within(*get_args(ThreadChanged))
def tell_of_changed_thread(event: ThreadChanged) -> None:
    """Let open pages of the thread know that its head looks different, or that they must go."""
    note(Happening(Kind.THREAD, thread_id=event.thread_id))


@within(PostsMoved)
def tell_of_moved_posts(event: PostsMoved) -> None:
    """Let open pages of both threads know that they look different."""
    for thread_id in (event.from_id, event.to_id):
        note(Happening(Kind.THREAD, thread_id=thread_id))


@within(TagRenamed)
def tell_of_renamed_tag(event: TagRenamed) -> None:
    """Let open pages of threads with the tag know, of the newest ones where they are many."""
    for thread_id in sorted(event.thread_ids)[-MOST_AT_ONCE:]:
        note(Happening(Kind.THREAD, thread_id=thread_id))


@within(PostsHandedOver)
def tell_of_new_author(event: PostsHandedOver) -> None:
    """Let open pages know who wrote their posts, of the newest ones where they are many."""
    for post_id, thread_id in threads_of_posts(event.post_ids[-MOST_AT_ONCE:]):
        note(Happening(Kind.CHANGED, thread_id=thread_id, post_id=post_id))


@within(*get_args(AccessChanged))
def check_again(event: AccessChanged) -> None:
    """Have the open pages of a member checked again at their next question."""
    note(Happening(Kind.ACCESS, member_id=event.member_id))


@within(MemberNotified, NotificationsRead)
def tell_of_notifications(event: MemberNotified | NotificationsRead) -> None:
    """Let the open pages of a member, on all devices, know that something waits or was read."""
    note(Happening(Kind.MEMBER, member_id=event.member_id))


@recurring(every=3600)
def forget() -> None:
    """Keep the sequence of events short."""
    with unit_of_work():
        forget_old_events()
