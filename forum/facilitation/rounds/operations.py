"""Acts of rounds: begin one, write, pass, end it; and what members keep for themselves."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import delete, func, select

from forum.accounts.values import SYSTEM, Person
from forum.discussion.models import Entry, Thread
from forum.discussion.operations.entries import (
    end_gathering,
    gather_entries,
    take_entry_back,
    write_entry,
)
from forum.discussion.operations.handing_in import SENT, Sent, hand_in_thread
from forum.discussion.queries.entries import find_own_entry
from forum.discussion.values import CategoryCard
from forum.discussion.writing import Writing
from forum.facilitation.rounds.events import RoundBegun, TurnPassed
from forum.facilitation.rounds.models import (
    Commitment,
    JournalEntry,
    Round,
    RoundGroup,
    RoundPlace,
    RoundTurn,
)
from forum.facilitation.rounds.queries import (
    find_turn,
    get_round,
    phase_of,
    round_places,
    sealed_for,
    today_of,
)
from forum.facilitation.rounds.rules import (
    may_allow_rounds,
    may_begin_round,
    may_keep_for_oneself,
    may_pass_turn,
    may_see_own,
    may_write_now,
)
from forum.facilitation.rounds.values import (
    LONGEST_COMMITMENT,
    LONGEST_JOURNAL,
    LONGEST_ROUND,
    MOST_COMMITMENTS,
    MOST_FIRST_DAYS,
    MOST_IN_TURN,
    MOST_JOURNAL,
    Happened,
    RoundPlan,
    TurnState,
    Way,
)
from forum.kernel.clock import now
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.outbox import enqueue
from forum.kernel.sealing import seal
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

END = "rounds.end"
DAY = timedelta(days=1)


def begin_round(
    category: CategoryCard,
    title: str,
    writing: Writing,
    plan: RoundPlan,
    *,
    by: Person,
    sent: Sent = SENT,
) -> Thread:
    """Start a thread whose first post is a prompt, and which gathers entries until a day.

    Raises Invalid for a plan that cannot be, and where threads wait for a facilitator.
    """
    require(may_begin_round(by, category, open_to_members=round_places()))
    _check_plan(plan)
    thread = hand_in_thread(category, title, writing, tags=[], by=by, sent=sent)
    if not isinstance(thread, Thread):
        raise Invalid("body", "Threads of yours wait for a facilitator here: ask one to begin it.")
    if thread.gathering is not None:
        # The same form, sent twice: the round is there.
        return thread
    gather_entries(thread, plan.way.gathering, by=by)
    _write_plan(thread, plan)
    announce(RoundBegun(thread_id=thread.id, by_id=by.member_id, way=str(plan.way)))
    return thread


def write_in_round(
    thread: Thread,
    writing: Writing,
    *,
    by: Person,
    seen_revision: int = 0,
    seen: Collection[int] = (),
) -> Entry:
    """Write one's entry when it is time for it, or change it; the last turn ends the round."""
    held = get_round(thread)
    own = find_own_entry(thread, by)
    require(may_write_now(by, thread, phase_of(held), now(), has_entry=own is not None))
    entry = write_entry(thread, writing, by=by, seen_revision=seen_revision, seen=seen)
    if held.way is Way.TURNS:
        _note_turn(thread.id, by.member_id, TurnState.WROTE)
        _end_after_last_turn(thread, held)
    return entry


def take_back(thread: Thread, *, by: Person) -> None:
    """Remove one's own entry; a turn that was taken counts as passed then."""
    take_entry_back(thread, by=by)
    if get_round(thread).way is Way.TURNS:
        _note_turn(thread.id, by.member_id, TurnState.PASSED)


def pass_turn(thread: Thread, *, by: Person) -> None:
    """Let the turn at hand go by, one's own or as who holds the round somebody else's."""
    held = get_round(thread)
    phase = phase_of(held)
    require(may_pass_turn(by, thread, phase))
    if phase.turn_of is None:
        raise LookupError("The rule asks for a turn.")
    _note_turn(thread.id, phase.turn_of, TurnState.PASSED)
    announce(TurnPassed(thread_id=thread.id, member_id=phase.turn_of, by_id=by.member_id))
    _end_after_last_turn(thread, held)


def end_round(thread: Thread, *, by: Person) -> None:
    """End a round now: its entries become posts, and anybody may reply."""
    held = get_round(thread)
    end_gathering(thread, by=by)
    held.ended_at, held.ended_by_machine = now(), by.is_system
    db.session.flush()


def end_when_due(thread_id: int) -> bool:
    """End a round whose last day is over; False where it is not to be ended now.

    While its thread is closed the entries could not be posted: it is tried again the next day.
    """
    query = select(Thread).where(Thread.id == thread_id).with_for_update()
    thread = db.session.scalar(query.execution_options(populate_existing=True))
    held = db.session.get(Round, thread_id)
    if thread is None or held is None or not thread.is_gathering or held.closes_at > now():
        return False
    if thread.is_closed or thread.is_archived:
        enqueue(END, {"thread": thread_id}, at=now() + DAY)
        return False
    end_round(thread, by=SYSTEM)
    return True


def allow_rounds(category: CategoryCard, *, allowed: bool, by: Person) -> None:
    """Let all members who start threads in a category begin rounds there, or facilitators alone."""
    require(may_allow_rounds(by, category))
    db.session.execute(delete(RoundPlace).where(RoundPlace.category_id == category.id))
    if allowed:
        db.session.add(RoundPlace(category_id=category.id))
    db.session.flush()


def write_journal(text: str, *, by: Person, thread: Thread | None = None) -> JournalEntry:
    """Write something for oneself alone, perhaps beside a thread that one reads."""
    require(may_keep_for_oneself(by))
    text = check_words(text, field="body", longest=LONGEST_JOURNAL, required=True)
    _check_room(JournalEntry, MOST_JOURNAL, by)
    entry = JournalEntry(
        member_id=by.member_id,
        thread_id=thread.id if thread else None,
        sealed=seal(text, sealed_for(by.member_id)),
        written_at=now(),
    )
    db.session.add(entry)
    db.session.flush()
    return entry


def delete_journal_entry(entry: JournalEntry, *, by: Person) -> None:
    """Remove an entry of one's own journal for good."""
    require(may_see_own(by, entry))
    db.session.delete(entry)
    db.session.flush()


def commit_to(words: str, look_on: date | None, *, by: Person, thread: Thread | None) -> Commitment:
    """Note what one means to do, and the day on which one wants to be asked about it."""
    require(may_keep_for_oneself(by))
    words = check_words(words, field="words", longest=LONGEST_COMMITMENT, required=True)
    today = today_of(by)
    if look_on is None or not today < look_on <= today + timedelta(days=1100):
        raise Invalid("look_on", "Please choose a day to look back, within the next three years.")
    _check_room(Commitment, MOST_COMMITMENTS, by)
    commitment = Commitment(
        member_id=by.member_id,
        thread_id=thread.id if thread else None,
        words=words,
        made_at=now(),
        look_on=look_on,
        in_the_way="",
    )
    db.session.add(commitment)
    db.session.flush()
    return commitment


def look_back(commitment: Commitment, happened: Happened, in_the_way: str, *, by: Person) -> None:
    """Say what became of a commitment, and what got in the way."""
    require(may_see_own(by, commitment))
    commitment.in_the_way = check_words(in_the_way, field="in_the_way", longest=LONGEST_COMMITMENT)
    commitment.happened = happened
    db.session.flush()


def drop_commitment(commitment: Commitment, *, by: Person) -> None:
    """Let a commitment go, with no question asked."""
    require(may_see_own(by, commitment))
    db.session.delete(commitment)
    db.session.flush()


def forget_beside(thread_id: int) -> None:
    """Remove what members noted for themselves beside a thread that has expired."""
    for model in (JournalEntry, Commitment):
        db.session.execute(delete(model).where(model.thread_id == thread_id))


def _check_plan(plan: RoundPlan) -> None:
    moment = now()
    if not moment < plan.closes_at <= moment + (LONGEST_ROUND + 2) * DAY:
        raise Invalid("closes_on", f"Please choose a last day within {LONGEST_ROUND} days.")
    if plan.way is Way.LISTENING:
        if not plan.group_ids:
            raise Invalid("groups", "Please choose who writes first.")
        if not 1 <= plan.first_days <= MOST_FIRST_DAYS:
            raise Invalid("first_days", f"Please choose from 1 to {MOST_FIRST_DAYS} days.")
        if moment + plan.first_days * DAY >= plan.closes_at:
            raise Invalid("first_days", "The others need some days, too, before the round ends.")
    if plan.way is Way.TURNS and not 2 <= len(set(plan.member_ids)) <= MOST_IN_TURN:
        raise Invalid("people", f"Please name from 2 to {MOST_IN_TURN} people, in their order.")


def _write_plan(thread: Thread, plan: RoundPlan) -> None:
    held = Round(thread_id=thread.id, way=plan.way, closes_at=plan.closes_at)
    db.session.add(held)
    db.session.flush()
    if plan.way is Way.LISTENING:
        held.first_until = now() + plan.first_days * DAY
        for group_id in sorted(set(plan.group_ids)):
            db.session.add(RoundGroup(thread_id=thread.id, group_id=group_id))
    if plan.way is Way.TURNS:
        for place, member_id in enumerate(dict.fromkeys(plan.member_ids), start=1):
            db.session.add(RoundTurn(thread_id=thread.id, member_id=member_id, place=place))
    db.session.flush()
    enqueue(END, {"thread": thread.id}, at=plan.closes_at)


def _note_turn(thread_id: int, member_id: int, state: TurnState) -> None:
    turn = db.session.get(RoundTurn, (thread_id, member_id))
    if turn is not None:
        turn.state = state
        db.session.flush()


def _end_after_last_turn(thread: Thread, held: Round) -> None:
    """End the round when all have had their turn, where its thread can take their posts."""
    if held.way is Way.TURNS and find_turn(thread.id) is None and not thread.is_closed:
        end_round(thread, by=SYSTEM)


def _check_room(model: type[JournalEntry] | type[Commitment], most: int, by: Person) -> None:
    own = select(func.count()).select_from(model).where(model.member_id == by.member_id)
    if (db.session.scalar(own) or 0) >= most:
        raise Invalid("body", f"There are {most:,} already, which is as many as fit.")
