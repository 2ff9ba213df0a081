"""The end of pseudonyms: erased by their authors, or not liftable any more once a thread is over."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.discussion.kept.threads import UNTITLED
from forum.discussion.models import Post, PostVersion, Thread, ThreadAct
from forum.discussion.operations.posts import recount_thread, render_again, withdraw_post
from forum.discussion.operations.tags import forget_unused_tags
from forum.discussion.pseudonyms.events import PseudonymErased
from forum.discussion.pseudonyms.models import (
    Pseudonym,
    PseudonymShare,
    Unmasking,
    UnmaskingNotice,
    WaitingPost,
    WaitingThread,
)
from forum.discussion.pseudonyms.operations.posts import as_pseudonym
from forum.discussion.pseudonyms.operations.threads import take_back_thread
from forum.discussion.pseudonyms.queries.unmasking import NOTICE
from forum.discussion.pseudonyms.values import ASKED_FOR, KEPT_AFTER_CLOSING, KEPT_WHILE_QUIET
from forum.discussion.rules import may_see_thread
from forum.discussion.writing import write
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.events import announce
from forum.kernel.sealing import unseal
from forum.kernel.text import slug_of
from forum.kernel.times import only_day
from forum.kernel.verdicts import require

ERASED = "Erased by its author."


def erase_pseudonym(pseudonym: Pseudonym, thread: Thread, *, by: Person) -> None:
    """Remove the words of all that was written under a pseudonym, and whose it was.

    Tombstones keep the places of the posts, so that replies still stand below something.
    """
    require(may_see_thread(by, thread))
    author, nothing = as_pseudonym(by, pseudonym), write(ERASED)
    posts = db.session.scalars(select(Post).where(Post.author_id == pseudonym.member_id)).all()
    for post in posts:
        if not post.is_withdrawn:
            # A lock keeps a post as it is; it does not keep words that their author erases.
            post.locked_at, post.locked_by_id, post.locked_because = None, None, ""
            withdraw_post(thread, post, by=author)
        db.session.execute(delete(PostVersion).where(PostVersion.post_id == post.id))
        render_again(post, nothing)
        post.withdrawn_at = only_day(now())
    if thread.author_id == pseudonym.member_id:
        _remove_head(thread)
    db.session.execute(delete(WaitingPost).where(WaitingPost.pseudonym_id == pseudonym.member_id))
    db.session.execute(
        update(Unmasking)
        .where(Unmasking.pseudonym_id == pseudonym.member_id)
        .values(passed_on={}, sealed_for_first=None)
    )
    db.session.flush()
    recount_thread(thread)
    db.session.delete(pseudonym)
    db.session.flush()
    announce(PseudonymErased(thread_id=thread.id))


def _remove_head(thread: Thread) -> None:
    """Remove title and tags of a thread that was begun under the pseudonym, and what was told of them."""
    tag_ids = [tag.id for tag in thread.tags]
    thread.title, thread.slug, thread.tags = UNTITLED, slug_of(UNTITLED), []
    db.session.execute(
        update(ThreadAct).where(ThreadAct.thread_id == thread.id).values(before="", after="")
    )
    db.session.flush()
    forget_unused_tags(tag_ids)


def destroy_ended_mappings() -> int:
    """Destroy whose pseudonyms were, where the thread is over; return how many.

    The same as `liftable_until`, as a statement.
    """
    moment = now()
    limit = moment - KEPT_AFTER_CLOSING
    over = select(Thread.id).where(
        or_(
            Thread.closed_at <= limit,
            Thread.archived_at <= limit,
            Thread.last_posted_at <= moment - KEPT_WHILE_QUIET,
            Thread.ends_at <= moment,
        )
    )
    query = select(Pseudonym).where(
        Pseudonym.thread_id.in_(over), Pseudonym.sealed_member.is_not(None)
    )
    found = db.session.scalars(query).all()
    for pseudonym in found:
        destroy_mapping(pseudonym)
    return len(found)


def destroy_mappings_in(thread_id: int) -> None:
    """Destroy whose pseudonyms were in one thread, and forget what waits to be published there."""
    query = select(Pseudonym).where(Pseudonym.thread_id == thread_id)
    for pseudonym in db.session.scalars(query).all():
        destroy_mapping(pseudonym)
        waiting = WaitingPost.pseudonym_id == pseudonym.member_id
        db.session.execute(delete(WaitingPost).where(waiting))


def destroy_mapping(pseudonym: Pseudonym) -> None:
    """Let nobody ever learn again whose pseudonym it was; its author keeps their key."""
    pseudonym.sealed_member = pseudonym.sealed_key = None
    db.session.execute(
        delete(PseudonymShare).where(PseudonymShare.pseudonym_id == pseudonym.member_id)
    )
    db.session.execute(
        update(Unmasking)
        .where(Unmasking.pseudonym_id == pseudonym.member_id)
        .values(passed_on={}, sealed_for_first=None)
    )
    db.session.flush()


def forget_what_lapsed() -> None:
    """Remove halves and names that nobody came for in a week."""
    moment = now()
    lapsed = Unmasking.lapses_at <= moment, Unmasking.decided_at.is_(None)
    db.session.execute(update(Unmasking).where(*lapsed).values(passed_on={}))
    unread = Unmasking.decided_at <= moment - ASKED_FOR, Unmasking.sealed_for_first.is_not(None)
    db.session.execute(update(Unmasking).where(*unread).values(sealed_for_first=None))
    week = moment - timedelta(days=7)
    old = WaitingPost.due_at <= week, WaitingPost.refused_because != ""
    db.session.execute(delete(WaitingPost).where(*old))
    threads = select(WaitingThread.pseudonym_id).where(
        WaitingThread.due_at <= week, WaitingThread.refused_because != ""
    )
    for id_ in db.session.scalars(threads).all():
        take_back_thread(db.session.get_one(Pseudonym, id_))


def tell_authors() -> None:
    """Show authors whose time has come that a pseudonym of theirs was lifted."""
    query = select(UnmaskingNotice).where(
        UnmaskingNotice.member_id.is_(None), UnmaskingNotice.show_at <= now()
    )
    for notice in db.session.scalars(query):
        whose, _, _ = (unseal(notice.sealed, NOTICE) or "0").partition(" ")
        member = db.session.get(Member, int(whose))
        if member is None:
            db.session.delete(notice)
            continue
        notice.member_id = member.id
        tell(member, "pseudonym_lifted")
    db.session.flush()


def read_notice(notice_id: int, *, by: Person) -> None:
    """Remove a notice that its author has read."""
    notice = db.session.get(UnmaskingNotice, notice_id)
    if notice is not None and notice.member_id == by.member_id:
        db.session.delete(notice)
        db.session.flush()
