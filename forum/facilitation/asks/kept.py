"""What asks keep about a member."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import count_rows, every_column, give_rows, part, together
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.facilitation.asks.models import Ask, HeldAsk, NeedlessReply, Nudge, ReplyClaim


@kept_about_member.fill
def kept_by_asks() -> Sequence[Holding]:
    """Say what asks keep."""
    return [ASKED, SEEN_TO]


def _asked(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (Ask.thread_id, Ask.kind, Ask.needed_by, Ask.state, Ask.asked_at)
    mine = Thread.author_id == person.member_id
    return give_rows(select(*shown).join(Thread, Thread.id == Ask.thread_id).where(mine))


def _keep_asked(_parting: Parting) -> Iterator[None]:
    """Keep what threads ask for: it holds no words, and whose it is the thread says."""
    yield


ASKED = Holding(
    key="asks",
    title="What your threads ask for",
    about="Which help a thread of yours asks for, by when, and how far that has come.",
    until="Kept with the thread; it names nobody.",
    columns=every_column(Ask, HeldAsk),
    count=lambda member_id: count_rows(
        Ask.thread_id.in_(select(Thread.id).where(Thread.author_id == member_id)), Ask.asked_at
    ),
    rows=_asked,
    erase=_keep_asked,
)

SEEN_TO = together(
    "replies_seen_to",
    "Who sees to what waits for a reply",
    "Threads of which you said that they need no reply, posts you have claimed, and when a "
    "facilitator asked you, or you asked somebody, to look at a thread.",
    "Kept with the thread while you are a member; deleted when you leave.",
    part(
        "needless",
        NeedlessReply.said_by_id,
        at=NeedlessReply.said_at,
        shows=(NeedlessReply.thread_id, NeedlessReply.said_at),
    ),
    part(
        "claims",
        ReplyClaim.member_id,
        at=ReplyClaim.claimed_at,
        shows=(ReplyClaim.post_id, ReplyClaim.claimed_at),
    ),
    part(
        "nudges",
        Nudge.member_id,
        at=Nudge.at,
        shows=(Nudge.thread_id, Nudge.at),
        others=(Nudge.by_id,),
    ),
)
