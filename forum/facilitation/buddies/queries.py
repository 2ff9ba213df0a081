"""Who would like a buddy and might fit; a member's own pairs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from forum.accounts.models import Member, OrganisationMember
from forum.accounts.rules import lasts
from forum.accounts.values import Person, Role, Standing
from forum.discussion.models import IgnoredMember, Thread, Wall
from forum.discussion.values import MemberCard
from forum.facilitation.buddies.models import BuddyAnswer, BuddyPair, BuddyWish
from forum.facilitation.buddies.rules import closeness, fit, may_propose, may_wish
from forum.facilitation.buddies.values import (
    MOST_SUGGESTED,
    Candidate,
    Matches,
    OwnBuddies,
    PairCard,
)
from forum.kernel.clock import now
from forum.kernel.db import db, is_writing
from forum.kernel.errors import NotFound
from forum.kernel.text import without_accents
from forum.kernel.times import zone
from forum.kernel.verdicts import require

MOST_WISHES = 200


def list_matches(*, by: Person) -> list[Matches]:
    """Return who would like a buddy, each with up to three who fit.

    The list does not say why somebody is not suggested.
    """
    require(may_propose(by))
    candidates = [one for one in list_candidates() if one.member.id != by.id]
    return [Matches(one, _fitting(one, candidates)) for one in candidates]


def _fitting(one: Candidate, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    found = [other for other in candidates if fit(one, other)]
    return tuple(sorted(found, key=lambda other: closeness(one, other))[:MOST_SUGGESTED])


def list_candidates() -> list[Candidate]:
    """Return all who would like a buddy and are here, who asked first coming first."""
    moment = now()
    rows = db.session.execute(
        select(Member, BuddyWish.wished_at)
        .join(BuddyWish, BuddyWish.member_id == Member.id)
        .where(Member.standing == Standing.ACTIVE, Member.role != Role.GUEST)
        .order_by(BuddyWish.wished_at, Member.id)
        .limit(MOST_WISHES)
    ).all()
    members = [row.Member for row in rows if not lasts(row.Member.paused_until, moment)]
    ids = [member.id for member in members]
    belongs, pairs = _organisations(ids), _pairs(ids)
    apart = _apart(ids, belongs)
    return [
        Candidate(
            member=MemberCard(one.id, one.handle, one.name, one.picture),
            languages=_folded(one.languages),
            hours=_hours(one.timezone, moment),
            areas=_folded(one.jurisdictions),
            organisations=frozenset(belongs[one.id]),
            pairs=sum(pair.ended_at is None for pair in pairs[one.id]),
            apart=frozenset(apart[one.id] | {_other(pair, one.id) for pair in pairs[one.id]}),
        )
        for one in members
    ]


def get_pair(pair_id: int, *, by: Person) -> BuddyPair:
    """Return a pair that the person is in, locked for the change when there is one.

    Raises NotFound.
    """
    require(may_wish(by))
    query = select(BuddyPair).where(BuddyPair.id == pair_id, _is_in(by.member_id))
    if is_writing():
        query = query.with_for_update().execution_options(populate_existing=True)
    pair = db.session.scalar(query)
    if pair is None:
        raise NotFound
    return pair


def own_buddies(person: Person) -> OwnBuddies:
    """Return what a member's own page shows."""
    require(may_wish(person))
    cards = _cards(person)
    is_wishing = db.session.get(BuddyWish, person.member_id) is not None
    return OwnBuddies(
        is_wishing,
        tuple(card for pair, card in cards if pair.ended_at is None and not card.has_begun),
        tuple(card for pair, card in cards if pair.ended_at is None and card.has_begun),
        tuple(card for pair, card in cards if pair.ended_at is not None),
    )


def shared_answers(*, by: Person) -> Sequence[Any]:
    """Return what members wanted facilitators to read about their time as buddies."""
    require(may_propose(by))
    query = (
        select(Member.handle, Member.name, BuddyAnswer.words, BuddyAnswer.closed_at)
        .join(Member, Member.id == BuddyAnswer.member_id)
        .where(BuddyAnswer.is_shared, BuddyAnswer.words != "", Member.standing == Standing.ACTIVE)
    )
    return db.session.execute(query.order_by(BuddyAnswer.closed_at.desc()).limit(50)).all()


def _cards(person: Person) -> list[tuple[BuddyPair, PairCard]]:
    """Return the pairs that go on or wait, and those whose question is open, with the other one."""
    first, second = aliased(Member), aliased(Member)
    query = (
        select(BuddyPair, first, second)
        .join(first, first.id == BuddyPair.first_id)
        .join(second, second.id == BuddyPair.second_id)
        .outerjoin(
            BuddyAnswer,
            (BuddyAnswer.pair_id == BuddyPair.id) & (BuddyAnswer.member_id == person.member_id),
        )
        .where(
            _is_in(person.member_id),
            or_(
                BuddyPair.ended_at.is_(None),
                BuddyAnswer.asked_at.is_not(None) & BuddyAnswer.closed_at.is_(None),
            ),
        )
        .order_by(BuddyPair.id)
    )
    found = []
    for pair, one, two in db.session.execute(query):
        is_first = pair.first_id == person.id
        buddy = two if is_first else one
        card = PairCard(
            id=pair.id,
            buddy=MemberCard(buddy.id, buddy.handle, buddy.name, buddy.picture),
            has_begun=pair.began_at is not None,
            has_said_yes=pair.first_says_yes if is_first else pair.second_says_yes,
            ends_at=pair.ends_at,
        )
        found.append((pair, card))
    return found


def _is_in(member_id: int) -> ColumnElement[bool]:
    return or_(BuddyPair.first_id == member_id, BuddyPair.second_id == member_id)


def _other(pair: BuddyPair, member_id: int) -> int:
    return pair.second_id if pair.first_id == member_id else pair.first_id


def _folded(words: Collection[str]) -> frozenset[str]:
    return frozenset(without_accents(word.strip()) for word in words if word.strip())


def _hours(name: str, moment: datetime) -> float:
    offset = moment.astimezone(zone(name)).utcoffset()
    return offset.total_seconds() / 3600 if offset else 0.0


def _organisations(ids: Sequence[int]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    query = select(OrganisationMember.member_id, OrganisationMember.organisation_id)
    for member_id, id_ in db.session.execute(query.where(OrganisationMember.member_id.in_(ids))):
        found[member_id].add(id_)
    return found


def _pairs(ids: Sequence[int]) -> defaultdict[int, list[BuddyPair]]:
    found: defaultdict[int, list[BuddyPair]] = defaultdict(list)
    query = select(BuddyPair).where(or_(BuddyPair.first_id.in_(ids), BuddyPair.second_id.in_(ids)))
    for pair in db.session.scalars(query):
        found[pair.first_id].append(pair)
        found[pair.second_id].append(pair)
    return found


def _apart(ids: Sequence[int], belongs: dict[int, set[int]]) -> defaultdict[int, set[int]]:
    """Return whom each keeps away from: by ignoring, or by a wall before a thread of theirs."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    ignoring = select(IgnoredMember.member_id, IgnoredMember.ignored_id)
    for member_id, ignored_id in db.session.execute(
        ignoring.where(IgnoredMember.member_id.in_(ids))
    ):
        found[member_id].add(ignored_id)
    walls = select(Thread.author_id, Wall.member_id, Wall.organisation_id).join(
        Thread, Thread.id == Wall.thread_id
    )
    for row in db.session.execute(walls.where(Thread.author_id.in_(ids))):
        if row.member_id is not None:
            found[row.author_id].add(row.member_id)
        else:
            found[row.author_id] |= {id_ for id_ in ids if row.organisation_id in belongs[id_]}
    return found
