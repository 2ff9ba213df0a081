"""Saying what a thread asks for, how far that has come, and that no reply is needed."""

from sqlalchemy import delete

from forum.accounts.values import Person
from forum.discussion.models import HeldPost, Thread
from forum.facilitation.asks.events import AskMarked, AskTakenBack, ReplyNotNeeded, ThreadAsks
from forum.facilitation.asks.models import Ask, HeldAsk, NeedlessReply, Nudge, ReplyClaim
from forum.facilitation.asks.rules import check_day, may_ask_in, may_mark_ask
from forum.facilitation.asks.values import Asked, AskState
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import NotFound
from forum.kernel.events import announce
from forum.kernel.times import zone
from forum.kernel.verdicts import require

QUIETLY = {"synchronize_session": False}


def say_ask(thread: Thread, asked: Asked, *, by: Person) -> bool:
    """Let the thread ask for help, or for another help; False when it does already."""
    require(may_ask_in(by, thread))
    today = now().astimezone(zone(by.preferences.timezone)).date()
    before = db.session.get(Ask, thread.id)
    if before is not None and (before.kind, before.needed_by) == (asked.kind, asked.needed_by):
        return False
    check_day(asked.needed_by, today)
    if before is None:
        put_ask(thread.id, asked, by_id=by.id)
    else:
        before.kind, before.needed_by = asked.kind, asked.needed_by
        db.session.flush()
        announce(ThreadAsks(thread_id=thread.id, kind=str(asked.kind), by_id=by.id))
    return True


def put_ask(thread_id: int, asked: Asked, *, by_id: int | None) -> Ask:
    """Write what a thread asks for; who may do so was asked before."""
    row = Ask(
        thread_id=thread_id,
        kind=asked.kind,
        needed_by=asked.needed_by,
        state=AskState.OPEN,
        asked_at=now(),
    )
    db.session.add(row)
    db.session.flush()
    announce(ThreadAsks(thread_id=thread_id, kind=str(asked.kind), by_id=by_id))
    return row


def keep_ask(thing: Thread | HeldPost, asked: Asked | None, by: Person) -> None:
    """Keep what was said on the form of a new thread, also while that waits; twice does no harm."""
    if asked is None:
        return
    if isinstance(thing, Thread):
        if thing.category_id is not None and db.session.get(Ask, thing.id) is None:
            say_ask(thing, asked, by=by)
    elif db.session.get(HeldAsk, thing.id) is None:
        db.session.add(HeldAsk(held_id=thing.id, kind=asked.kind, needed_by=asked.needed_by))
        db.session.flush()


def ask_as_published(held_id: int, thread: Thread | None, author_id: int) -> None:
    """Let a thread that waited ask for what its author said, or forget that."""
    held = db.session.get(HeldAsk, held_id)
    if held is None:
        return
    if thread is not None and db.session.get(Ask, thread.id) is None:
        put_ask(thread.id, Asked(held.kind, held.needed_by), by_id=author_id)
    db.session.delete(held)


def take_ask_back(thread: Thread, *, by: Person) -> bool:
    """Let the thread ask for nothing any more; False when it does not."""
    require(may_ask_in(by, thread))
    ask = db.session.get(Ask, thread.id)
    if ask is None:
        return False
    db.session.delete(ask)
    db.session.flush()
    announce(AskTakenBack(thread_id=thread.id, by_id=by.id))
    return True


def mark_ask(thread: Thread, state: AskState, *, by: Person) -> bool:
    """Say how far the ask has come; False when that was said. Raises NotFound where there is none."""
    require(may_mark_ask(by, thread))
    ask = db.session.get(Ask, thread.id)
    if ask is None:
        raise NotFound
    if ask.state is state:
        return False
    ask.state = state
    db.session.flush()
    announce(AskMarked(thread_id=thread.id, state=str(state), by_id=by.id))
    return True


def say_reply_needed(thread: Thread, is_needed: bool, *, by: Person) -> bool:
    """Say that the thread needs no reply, or that it does after all; False when that was said."""
    require(may_mark_ask(by, thread))
    said = db.session.get(NeedlessReply, thread.id)
    if (said is None) is is_needed:
        return False
    if said is None:
        db.session.add(NeedlessReply(thread_id=thread.id, said_by_id=by.member_id, said_at=now()))
    else:
        db.session.delete(said)
    db.session.flush()
    announce(ReplyNotNeeded(thread_id=thread.id, is_needed=is_needed, by_id=by.id))
    return True


def forget_thread(thread_id: int, post_ids: tuple[int, ...]) -> None:
    """Remove what is kept here about a thread whose life is over."""
    for model in (Ask, NeedlessReply, Nudge):
        gone = delete(model).where(model.thread_id == thread_id)
        db.session.execute(gone, execution_options=QUIETLY)
    claims = delete(ReplyClaim).where(ReplyClaim.post_id.in_(post_ids))
    db.session.execute(claims, execution_options=QUIETLY)
