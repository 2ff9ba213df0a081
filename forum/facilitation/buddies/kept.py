"""What is kept of a member's buddies."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update

from forum.accounts.holdings import Holding, Parting
from forum.accounts.keeping import (
    QUIETLY,
    count_rows,
    every_column,
    give_rows,
    own_rows,
    part,
    together,
)
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.facilitation.buddies.models import BuddyAnswer, BuddyPair, BuddyWish
from forum.kernel.db import db


@kept_about_member.fill
def kept_by_buddies() -> Sequence[Holding]:
    """Say what is kept of buddies."""
    return [OWN, PAIRS]


OWN = together(
    "buddies",
    "Your wish for a buddy, and what you said at the end",
    "Since when you would like one, and your answers. Facilitators of the community read those "
    "answers alone of which you said so.",
    "Kept while you are a member; deleted when you leave.",
    own_rows(
        "wish",
        "",
        "",
        "",
        BuddyWish.member_id,
        at=BuddyWish.wished_at,
        shows=(BuddyWish.wished_at,),
    ),
    part(
        "answers",
        BuddyAnswer.member_id,
        at=BuddyAnswer.asked_at,
        shows=(BuddyAnswer.asked_at, BuddyAnswer.words, BuddyAnswer.is_shared),
    ),
)


def _is_in(member_id: int) -> Any:
    return or_(BuddyPair.first_id == member_id, BuddyPair.second_id == member_id)


def _pairs(person: Person) -> Iterator[Mapping[str, Any]]:
    shown = (BuddyPair.proposed_at, BuddyPair.began_at, BuddyPair.ended_at)
    return give_rows(select(*shown).where(_is_in(person.member_id)))


def _forget(parting: Parting) -> Iterator[None]:
    """Delete the pairs that the member was in, and take their name off those they proposed."""
    for column in (BuddyPair.first_id, BuddyPair.second_id):
        gone = delete(BuddyPair).where(column.in_(parting.member_ids))
        theirs = select(BuddyPair.id).where(column.in_(parting.member_ids))
        answers = delete(BuddyAnswer).where(BuddyAnswer.pair_id.in_(theirs))
        for statement in (answers, gone):
            db.session.execute(statement, execution_options=QUIETLY)
    proposed = update(BuddyPair).where(BuddyPair.proposed_by_id.in_(parting.member_ids))
    db.session.execute(proposed.values(proposed_by_id=None), execution_options=QUIETLY)
    yield


PAIRS = Holding(
    key="buddy_pairs",
    title="Your buddies",
    about="Who was proposed to you, and from when to when you were buddies; as a facilitator, whom "
    "you have proposed to each other.",
    until="Kept while both are members, so that the same two are not proposed twice.",
    columns=every_column(BuddyPair),
    count=lambda member_id: count_rows(
        _is_in(member_id) | (BuddyPair.proposed_by_id == member_id), BuddyPair.proposed_at
    ),
    rows=_pairs,
    erase=_forget,
)
