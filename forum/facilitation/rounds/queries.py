"""Rounds for their readers, and what members keep for themselves."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from forum.accounts.models import Group
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.queries.categories import visible_categories
from forum.discussion.queries.entries import entries_here
from forum.discussion.queries.threads import select_listed_threads, select_visible_threads
from forum.discussion.rules import may_end_gathering
from forum.discussion.values import CategoryCard
from forum.discussion.values.entries import Gathering
from forum.facilitation.rounds.models import (
    Commitment,
    JournalEntry,
    Round,
    RoundGroup,
    RoundPlace,
    RoundTurn,
)
from forum.facilitation.rounds.rules import (
    may_begin_round,
    may_pass_turn,
    may_see_own,
    may_write_now,
)
from forum.facilitation.rounds.values import (
    CommitmentCard,
    JournalPage,
    Phase,
    RoundPage,
    Turn,
    TurnState,
    Way,
)
from forum.kernel.clock import now
from forum.kernel.db import db, get_row
from forum.kernel.errors import NotFound
from forum.kernel.links import link_to
from forum.kernel.sealing import unseal
from forum.kernel.times import zone
from forum.kernel.verdicts import require

MOST_SHOWN = 100


def get_round(thread: Thread) -> Round:
    """Return how a thread that was fetched for a person gathers entries. Raises NotFound."""
    found = db.session.get(Round, thread.id)
    if found is None:
        raise NotFound
    return found


def phase_of(held: Round) -> Phase:
    """Return who writes now in a round."""
    groups: frozenset[int] = frozenset()
    if held.way is Way.LISTENING:
        query = select(RoundGroup.group_id).where(RoundGroup.thread_id == held.thread_id)
        groups = frozenset(db.session.scalars(query))
    turn = find_turn(held.thread_id) if held.way is Way.TURNS else None
    return Phase(held.way, held.first_until, groups, turn.member_id if turn else None)


def find_turn(thread_id: int) -> RoundTurn | None:
    """Return the first turn that still waits: whose turn it is."""
    waiting = select(RoundTurn).where(
        RoundTurn.thread_id == thread_id, RoundTurn.state == TurnState.WAITING
    )
    return db.session.scalar(waiting.order_by(RoundTurn.place).limit(1))


def round_page(thread: Thread, person: Person) -> RoundPage:
    """Return a round as this person meets it; who may read its thread was asked before."""
    held = get_round(thread)
    phase, is_over = phase_of(held), thread.gathering is Gathering.OVER
    entries = [] if is_over else entries_here(thread, person)
    own = next((card for card in entries if card.is_own), None)
    # A circle that is hidden by now is not named to those outside of it.
    names = (
        select(Group.name)
        .join(RoundGroup, RoundGroup.group_id == Group.id)
        .where(RoundGroup.thread_id == thread.id, ~Group.is_hidden | Group.id.in_(person.groups))
    )
    return RoundPage(
        way=held.way,
        closes_at=held.closes_at,
        is_over=is_over,
        ended_at=held.ended_at,
        ended_by_machine=held.ended_by_machine,
        first_until=held.first_until,
        first_groups=sorted(db.session.scalars(names)) if phase.group_ids else [],
        turns=_turns(held, phase),
        entries=entries,
        own=own,
        may_write=may_write_now(person, thread, phase, now(), has_entry=own is not None),
        may_pass=bool(may_pass_turn(person, thread, phase)),
        may_end=bool(may_end_gathering(person, thread)),
    )


def open_rounds(person: Person) -> Sequence[Thread]:
    """Return the rounds that the person reads and that are not over, the newest first."""
    query = select_listed_threads(person).where(
        Thread.gathering.in_([Gathering.APART, Gathering.IN_THE_OPEN])
    )
    return db.session.scalars(query.order_by(Thread.id.desc()).limit(MOST_SHOWN)).all()


def turns_of(person: Person) -> Sequence[Thread]:
    """Return the rounds in which it is the person's turn."""
    before = (
        select(RoundTurn.thread_id, db.func.min(RoundTurn.place).label("place"))
        .where(RoundTurn.state == TurnState.WAITING)
        .group_by(RoundTurn.thread_id)
        .subquery()
    )
    query = (
        select_visible_threads(person)
        .join(RoundTurn, RoundTurn.thread_id == Thread.id)
        .join(before, before.c.thread_id == Thread.id)
        .where(
            RoundTurn.member_id == person.member_id,
            RoundTurn.place == before.c.place,
            Thread.gathering == Gathering.IN_THE_OPEN,
        )
    )
    return db.session.scalars(query).all()


def round_places() -> frozenset[int]:
    """Return the categories in which all members who start threads may begin rounds."""
    return frozenset(db.session.scalars(select(RoundPlace.category_id)))


def categories_for_rounds(person: Person) -> list[CategoryCard]:
    """Return where the person may begin a round."""
    places = round_places()
    return [
        card
        for card in visible_categories(person)
        if may_begin_round(person, card, open_to_members=places)
    ]


def groups_to_write_first(person: Person) -> list[tuple[int, str]]:
    """Return the groups that the person may let write first, by id and name: no hidden circle.

    Who looks after a place chooses among all groups, others among their own.
    """
    query = select(Group.id, Group.name).where(~Group.is_hidden, Group.ended_at.is_(None))
    if not person.looks_after_somewhere:
        query = query.where(Group.id.in_(person.groups))
    rows = db.session.execute(query.order_by(Group.is_automatic, Group.name_key))
    return [(row.id, row.name) for row in rows]


def journal_of(person: Person, thread_id: int | None = None) -> list[JournalPage]:
    """Return the person's own journal, the newest first, or what of it stands beside one thread."""
    query = select(JournalEntry).where(JournalEntry.member_id == person.member_id)
    if thread_id is not None:
        query = query.where(JournalEntry.thread_id == thread_id)
    newest = query.order_by(JournalEntry.id.desc()).limit(MOST_SHOWN)
    rows = db.session.scalars(newest).all()
    seen = _seen([row.thread_id for row in rows], person)
    return [
        JournalPage(
            id=row.id,
            text=unseal(row.sealed, sealed_for(person.member_id)) or "",
            written_at=row.written_at,
            thread_title=seen[row.thread_id].title if row.thread_id in seen else "",
            thread_address=link_to(seen[row.thread_id]) if row.thread_id in seen else "",
        )
        for row in rows
    ]


def sealed_for(member_id: int) -> str:
    """Return the purpose under which this member's journal is sealed, and no other."""
    return f"journal of member {member_id}"


def get_journal_entry(entry_id: int, *, by: Person) -> JournalEntry:
    """Return an entry of one's own journal. Raises NotFound."""
    entry = get_row(JournalEntry, entry_id)
    require(may_see_own(by, entry))
    return entry


def get_commitment(commitment_id: int, *, by: Person) -> Commitment:
    """Return one of one's own commitments. Raises NotFound."""
    commitment = get_row(Commitment, commitment_id)
    require(may_see_own(by, commitment))
    return commitment


def commitments_of(person: Person, *, due: bool = False) -> list[CommitmentCard]:
    """Return the person's own commitments, the nearest first; `due` for what is to be looked back at."""
    query = select(Commitment).where(Commitment.member_id == person.member_id)
    if due:
        query = query.where(Commitment.happened.is_(None), Commitment.look_on <= today_of(person))
    rows = db.session.scalars(query.order_by(Commitment.look_on, Commitment.id)).all()
    return commitment_cards(rows, person)


def commitment_cards(rows: Sequence[Commitment], person: Person) -> list[CommitmentCard]:
    """Return commitments as their owner sees them."""
    seen, today = _seen([row.thread_id for row in rows], person), today_of(person)
    return [
        CommitmentCard(
            id=row.id,
            words=row.words,
            look_on=row.look_on,
            is_due=row.happened is None and row.look_on <= today,
            happened=row.happened,
            in_the_way=row.in_the_way,
            thread_title=seen[row.thread_id].title if row.thread_id in seen else "",
            thread_address=link_to(seen[row.thread_id]) if row.thread_id in seen else "",
        )
        for row in rows
    ]


def today_of(person: Person) -> date:
    """Return which day it is where the person is."""
    return now().astimezone(zone(person.preferences.timezone)).date()


def _turns(held: Round, phase: Phase) -> list[Turn]:
    if held.way is not Way.TURNS:
        return []
    query = select(RoundTurn).where(RoundTurn.thread_id == held.thread_id)
    rows = db.session.scalars(query.options(joinedload(RoundTurn.member)).order_by(RoundTurn.place))
    return [
        Turn(
            row.member_id,
            row.member.name,
            row.member.handle,
            row.state,
            is_now=row.member_id == phase.turn_of and held.ended_at is None,
        )
        for row in rows
    ]


def _seen(thread_ids: Iterable[int | None], person: Person) -> dict[int | None, Thread]:
    """Return the threads among these that the person sees today: titles of others stay out."""
    wanted = {id_ for id_ in thread_ids if id_ is not None}
    if not wanted:
        return {}
    query = select_visible_threads(person).where(Thread.id.in_(wanted))
    return {thread.id: thread for thread in db.session.scalars(query)}
