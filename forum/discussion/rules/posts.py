"""May I, about posts? Pure answers; nothing here queries."""

from datetime import datetime, timedelta

from forum.accounts.values import Person
from forum.discussion.models import Post, Thread
from forum.discussion.rules.categories import silenced
from forum.discussion.rules.threads import (
    may_act_in,
    may_facilitate_thread,
    may_reply,
    may_see_thread,
)
from forum.discussion.values import GRACE_MINUTES, PostCard
from forum.kernel.verdicts import ALLOWED, HIDDEN, Verdict, refused

ONLY_ITS_AUTHOR = "Only its author changes a post."
NEWS = timedelta(hours=1)


def may_edit_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may change the text, while it is open: its author may.

    A shared post may be changed by everyone who may reply.
    """
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    author_id = post.author_id if isinstance(post, Post) else post.author.id
    if author_id != person.id:
        verdict = may_reply(person, thread) if post.is_shared else refused(ONLY_ITS_AUTHOR)
        if not verdict:
            return verdict
    if person.silenced_until:
        return silenced(person)
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn. Restore it first.")
    if post.locked_at is not None:
        return refused("A facilitator has locked this post.")
    if thread.is_archived:
        return refused("This thread is archived: it is kept as it is.")
    return ALLOWED


def may_share_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may let others change the post's text, or no longer let them."""
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    author_id = post.author_id if isinstance(post, Post) else post.author.id
    if author_id == person.id:
        return may_edit_post(person, thread, post)
    if not person.facilitates(thread.category_id):
        return refused("Only its author or a facilitator lets others change a post.")
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn. Restore it first.")
    return ALLOWED


def may_correct_language(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may say in which language the post is written."""
    if may_facilitate_thread(person, thread):
        return ALLOWED
    return may_edit_post(person, thread, post)


def may_withdraw_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may replace the post by a tombstone."""
    if person.is_system:
        return ALLOWED
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    if post.withdrawn_at is not None:
        return refused("This post is withdrawn already.")
    if person.facilitates(thread.category_id):
        return ALLOWED
    author_id = post.author_id if isinstance(post, Post) else post.author.id
    if author_id != person.id:
        return refused("Only its author or a facilitator withdraws a post.")
    if post.locked_at is not None:
        return refused("A facilitator has locked this post.")
    return ALLOWED


def may_restore_post(person: Person, thread: Thread, post: Post | PostCard) -> Verdict:
    """Say whether the person may bring the post back: authors only what they withdrew."""
    if person.is_system:
        return ALLOWED
    allowed = may_act_in(person, thread)
    if not allowed:
        return allowed
    if post.withdrawn_at is None:
        return refused("This post is not withdrawn.")
    if person.facilitates(thread.category_id):
        return ALLOWED
    if isinstance(post, Post):
        is_own = post.author_id == person.id == post.withdrawn_by_id
    else:
        is_own = post.author.id == person.id and post.withdrawn_by_author
    if not is_own:
        return refused("A facilitator withdrew this post; ask them about it.")
    if post.locked_at is not None:
        return refused("A facilitator has locked this post.")
    return silenced(person) if person.silenced_until else ALLOWED


def may_see_text(person: Person, thread: Thread, post: Post) -> Verdict:
    """Say whether the person may read the post's words: those of a withdrawn post are gone.

    Its author and the category's facilitators still may, since they can bring it back.
    """
    if not may_see_thread(person, thread):
        return HIDDEN
    if not post.is_withdrawn or person.is_system:
        return ALLOWED
    if post.author_id == person.id or may_facilitate_thread(person, thread):
        return ALLOWED
    return HIDDEN


def may_continue_post(person: Person, thread: Thread, post: Post) -> Verdict:
    """Say whether a new thread may begin with a reference to the post.

    Nothing leads from a thread that others read into a conversation.
    """
    verdict = may_act_in(person, thread) and may_see_text(person, thread, post)
    if verdict and thread.is_conversation:
        return refused("What is said in a conversation goes on in it, or in another one.")
    if verdict and post.is_withdrawn:
        return refused("This post is withdrawn: nothing goes on from it.")
    if verdict and thread.is_conversation:
        return refused("What is said in a conversation is gone on with there, not in the open.")
    return verdict


def is_in_grace(written_at: datetime, moment: datetime) -> bool:
    """Tell whether an edit at the moment still belongs to the writing."""
    return moment - written_at <= timedelta(minutes=GRACE_MINUTES)


def is_news(written_at: datetime, moment: datetime) -> bool:
    """Tell whether a post is published as it is written, rather than brought from an archive."""
    return moment - written_at <= NEWS
