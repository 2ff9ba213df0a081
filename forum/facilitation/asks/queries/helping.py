"""Members who say that one may ask them about what a thread is about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, select

from forum.accounts.identity import load_people
from forum.accounts.models import Member
from forum.accounts.values import Person, Role, Standing
from forum.discussion.models import Post, Thread
from forum.discussion.queries.tags import TAG_NAMES, split_names
from forum.discussion.slots import unwanted_by
from forum.discussion.values import MemberCard
from forum.facilitation.asks.models import Nudge
from forum.facilitation.asks.rules import (
    may_be_nudged,
    may_see_to,
    offers_on,
    speaks,
    topics_of,
)
from forum.facilitation.asks.values import MOST_SUGGESTED, NUDGE_PAUSE, NUDGED, Helper
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.verdicts import require

MOST_LOOKED_AT = 60
"""Of those who offer help on a topic, so many are asked whether they may see the thread."""


def suggest_members(thread: Thread, *, by: Person) -> list[Helper]:
    """Return up to three members who offer help on what the thread is about, for who sees to it.

    The list does not say why somebody is not on it: away, nudged this week, not wanting it, or not
    reading there. Of those who fit alike, who was not nudged for the longest comes first.
    """
    require(may_see_to(by, thread))
    rows = _offering(thread)
    people = {person.id: person for person in load_people(row.id for row in rows)}
    unwilling = _unwilling([row.id for row in rows])
    found = []
    for row in rows:
        helper = people.get(row.id)
        if helper is None or row.id in unwilling or not may_be_nudged(helper, thread, by=by):
            continue
        card = MemberCard(row.id, row.handle, row.name, row.picture)
        found.append(Helper(card, row.ask_me_about, tuple(row.languages)))
        if len(found) == MOST_SUGGESTED:
            break
    return found


def _offering(thread: Thread) -> Sequence[Any]:
    """Return the members whose words fit the thread, those who fit best first."""
    about = db.session.execute(
        select(Post.language, TAG_NAMES.label("tags"))
        .select_from(Post)
        .join(Thread, Thread.id == Post.thread_id)
        .where(Post.thread_id == thread.id)
        .order_by(Post.number)
        .limit(1)
    ).first()
    language, tags = (about.language, split_names(about.tags)) if about else ("", ())
    topics = topics_of(thread.title, tags, language)
    fitting = [
        (offers_on(topics, row.ask_me_about), row)
        for row in db.session.execute(_candidates())
        if speaks(row.languages, language)
    ]
    ranked = sorted(
        (pair for pair in fitting if pair[0]),
        key=lambda pair: (
            -pair[0],
            not pair[1].languages,
            str(pair[1].nudged_at or ""),
            pair[1].id,
        ),
    )
    return [row for _, row in ranked[:MOST_LOOKED_AT]]


def _candidates() -> Any:
    lately = exists().where(Nudge.member_id == Member.id, Nudge.at > now() - NUDGE_PAUSE)
    last = select(func.max(Nudge.at)).where(Nudge.member_id == Member.id).scalar_subquery()
    return select(
        Member.id,
        Member.handle,
        Member.name,
        Member.picture,
        Member.ask_me_about,
        Member.languages,
        last.label("nudged_at"),
    ).where(
        Member.standing == Standing.ACTIVE,
        Member.is_listed,
        Member.role != Role.GUEST,
        Member.ask_me_about != "",
        ~lately,
    )


def _unwilling(member_ids: Sequence[int]) -> set[int]:
    """Return those of the members who do not want to be nudged."""
    return {id_ for fill in unwanted_by for id_ in fill(NUDGED, member_ids)}
