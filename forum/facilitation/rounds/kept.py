"""What rounds keep about a member."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from forum.accounts.holdings import Holding
from forum.accounts.keeping import forget_name, one_after_the_other, own_rows
from forum.accounts.slots import kept_about_member
from forum.accounts.values import Person
from forum.facilitation.rounds.models import Commitment, JournalEntry, RoundTurn
from forum.facilitation.rounds.queries import sealed_for
from forum.kernel.db import db
from forum.kernel.sealing import unseal


def _journal_rows(person: Person) -> Iterator[Mapping[str, Any]]:
    """Give the journal in clear: this archive is for its owner alone."""
    query = select(JournalEntry).where(JournalEntry.member_id == person.member_id)
    for entry in db.session.scalars(query.order_by(JournalEntry.id)):
        text = unseal(entry.sealed, sealed_for(person.member_id)) or ""
        yield {"written_at": entry.written_at.isoformat(), "text": text}


JOURNAL = replace(
    own_rows(
        "journal",
        "Your journal",
        "What you have written for yourself alone, sealed, and beside which round.",
        "Kept until you delete it; deleted when you leave.",
        JournalEntry.member_id,
        at=JournalEntry.written_at,
    ),
    rows=_journal_rows,
)
_COMMITMENTS = own_rows(
    "commitments",
    "What you mean to do",
    "Your commitments, the day on which you wanted to look back, and what became of them. Only you "
    "read them.",
    "Kept until you drop them; deleted when you leave.",
    Commitment.member_id,
    at=Commitment.made_at,
    shows=(Commitment.words, Commitment.look_on, Commitment.happened, Commitment.in_the_way),
)
COMMITMENTS = replace(
    _COMMITMENTS,
    erase=one_after_the_other(
        _COMMITMENTS.erase, forget_name(Commitment.words, Commitment.in_the_way)
    ),
)
TURNS = own_rows(
    "turns",
    "Your turns in rounds",
    "Your place in the order of a round, and whether you wrote or passed.",
    "Kept with the round; deleted when you leave.",
    RoundTurn.member_id,
    shows=(RoundTurn.thread_id, RoundTurn.place, RoundTurn.state),
)


@kept_about_member.fill
def kept_by_rounds() -> Sequence[Holding]:
    """Say what rounds keep."""
    return [JOURNAL, COMMITMENTS, TURNS]
