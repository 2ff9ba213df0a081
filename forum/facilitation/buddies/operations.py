"""Wishing for a buddy, proposing two to each other, saying yes or no, ending, and looking back."""

from datetime import datetime

from sqlalchemy import select

from forum.accounts.letters import tell
from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.facilitation.buddies.events import BuddiesBegan, BuddiesEnded, BuddiesProposed
from forum.facilitation.buddies.models import BuddyAnswer, BuddyPair, BuddyWish
from forum.facilitation.buddies.queries import list_candidates
from forum.facilitation.buddies.rules import fit, may_answer, may_end, may_propose, may_wish
from forum.facilitation.buddies.values import (
    ANSWER_WITHIN,
    LASTS,
    LONGEST_ANSWER,
    MOST_PAIRS,
    Ending,
)
from forum.kernel.clock import now
from forum.kernel.db import db, insert_into
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.events import announce
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

LETTER = "buddy_waits"
NOT_THESE = "These two cannot be proposed to each other just now. The list shows who can."


def wish_for_buddy(*, by: Person, at: datetime | None = None) -> None:
    """Say that one would like a buddy; twice is once."""
    require(may_wish(by))
    row = {"member_id": by.member_id, "wished_at": at or now()}
    db.session.execute(insert_into(BuddyWish).values(**row).on_conflict_do_nothing())


def wish_no_longer(*, by: Person) -> None:
    """Say that one would not like a buddy any more."""
    require(may_wish(by))
    _forget_wish(by.member_id)


def propose_pair(one_id: int, other_id: int, *, by: Person) -> BuddyPair:
    """Propose two members to each other: both are asked.

    Raises Invalid, with the same sentence whatever the reason, for two who do not fit.
    """
    require(may_propose(by))
    wishes = select(BuddyWish).where(BuddyWish.member_id.in_([one_id, other_id]))
    db.session.scalars(wishes.order_by(BuddyWish.member_id).with_for_update()).all()
    candidates = {one.member.id: one for one in list_candidates()}
    one, other = candidates.get(one_id), candidates.get(other_id)
    if one is None or other is None or by.id in {one_id, other_id} or not fit(one, other):
        raise Invalid("pair", NOT_THESE)
    return put_pair(one_id, other_id, by_id=by.member_id)


def put_pair(one_id: int, other_id: int, *, by_id: int | None) -> BuddyPair:
    """Write a proposal and ask both; who may do so was asked before."""
    first_id, second_id = sorted((one_id, other_id))
    pair = BuddyPair(
        first_id=first_id, second_id=second_id, proposed_by_id=by_id, proposed_at=now()
    )
    db.session.add(pair)
    db.session.flush()
    announce(BuddiesProposed(pair_id=pair.id, first_id=first_id, second_id=second_id, by_id=by_id))
    _tell_both(pair)
    return pair


def say_yes(pair: BuddyPair, *, by: Person) -> bool:
    """Say yes to a proposal; True when both have, so that eight weeks begin.

    Raises Conflict for who has two buddies already.
    """
    require(may_answer(by, pair))
    if pair.first_id == by.id:
        pair.first_says_yes = True
    else:
        pair.second_says_yes = True
    if not (pair.first_says_yes and pair.second_says_yes):
        return False
    # Each of them may be saying yes to somebody else at this moment.
    both = select(Member.id).where(Member.id.in_([pair.first_id, pair.second_id]))
    db.session.scalars(both.order_by(Member.id).with_for_update()).all()
    if max(_count_under_way(id_) for id_ in (pair.first_id, pair.second_id)) >= MOST_PAIRS:
        raise Conflict("One of you has two buddies already.")
    begin_pair(pair, at=now())
    _tell_both(pair)
    return True


def begin_pair(pair: BuddyPair, *, at: datetime) -> None:
    """Let the eight weeks of a pair begin at a moment."""
    pair.first_says_yes = pair.second_says_yes = True
    pair.began_at, pair.ends_at = at, at + LASTS
    for member_id in (pair.first_id, pair.second_id):
        _forget_wish(member_id)
    announce(BuddiesBegan(pair_id=pair.id, first_id=pair.first_id, second_id=pair.second_id))


def say_no(pair: BuddyPair, *, by: Person) -> None:
    """Say no to a proposal: it is gone for both, and nobody is told why."""
    require(may_answer(by, pair))
    pair.ended_at, pair.ending = now(), Ending.DECLINED


def end_pair(pair: BuddyPair, *, by: Person) -> None:
    """End a pair before its time, without a reason; nobody is told which of the two it was."""
    require(may_end(by, pair))
    _end(pair, Ending.EARLY)


def end_what_is_over() -> int:
    """End pairs whose weeks are over, and proposals that nobody answered; return how many."""
    moment = now()
    going_on = select(BuddyPair).where(BuddyPair.ended_at.is_(None))
    over = db.session.scalars(going_on.where(BuddyPair.ends_at <= moment)).all()
    for pair in over:
        _end(pair, Ending.DONE)
    unanswered = going_on.where(
        BuddyPair.began_at.is_(None), BuddyPair.proposed_at <= moment - ANSWER_WITHIN
    )
    lapsed = db.session.scalars(unanswered).all()
    for pair in lapsed:
        pair.ended_at, pair.ending = moment, Ending.LAPSED
    return len(over) + len(lapsed)


def look_back(pair: BuddyPair, words: str, *, is_shared: bool, again: bool, by: Person) -> None:
    """Keep what one of the two says at the end, and that they would like another buddy.

    Raises NotFound when the question does not wait.
    """
    answer = db.session.get(BuddyAnswer, (pair.id, by.member_id))
    if answer is None or answer.closed_at is not None:
        raise NotFound
    answer.words = check_words(words, field="words", longest=LONGEST_ANSWER)
    answer.is_shared, answer.closed_at = is_shared and bool(answer.words), now()
    if again:
        wish_for_buddy(by=by)


def _end(pair: BuddyPair, ending: Ending) -> None:
    pair.ended_at, pair.ending = now(), ending
    for member_id in (pair.first_id, pair.second_id):
        db.session.add(BuddyAnswer(pair_id=pair.id, member_id=member_id, asked_at=now()))
    db.session.flush()
    announce(BuddiesEnded(pair_id=pair.id, first_id=pair.first_id, second_id=pair.second_id))
    _tell_both(pair)


def _count_under_way(member_id: int) -> int:
    query = select(db.func.count(BuddyPair.id)).where(
        (BuddyPair.first_id == member_id) | (BuddyPair.second_id == member_id),
        BuddyPair.began_at.is_not(None),
        BuddyPair.ended_at.is_(None),
    )
    return db.session.scalar(query) or 0


def _forget_wish(member_id: int) -> None:
    wish = db.session.get(BuddyWish, member_id)
    if wish is not None:
        db.session.delete(wish)
        db.session.flush()


def _tell_both(pair: BuddyPair) -> None:
    for member_id in (pair.first_id, pair.second_id):
        tell(db.session.get_one(Member, member_id), LETTER)
