"""Whether somebody has answered this quarter's questions; never what."""

from datetime import UTC, timedelta

from sqlalchemy import select

from forum.accounts.models import Member
from forum.accounts.values import Person
from forum.facilitation.health.models import PulseTurnout
from forum.facilitation.health.values import quarter_of
from forum.kernel.clock import now
from forum.kernel.db import db

ASKED_AFTER = timedelta(weeks=4)
"""Who is newer cannot say yet how it is here, and is not asked; they may answer all the same."""


def has_answered(by: Person) -> bool:
    """Tell whether the person has answered this quarter's three questions, or has passed."""
    query = select(PulseTurnout.member_id).where(
        PulseTurnout.quarter == quarter_of(now().astimezone(UTC).date()),
        PulseTurnout.member_id == by.member_id,
    )
    return db.session.scalar(query) is not None


def is_asked(by: Person) -> bool:
    """Tell whether the questions wait for the person: who is not new, and has not answered."""
    query = select(Member.id).where(
        Member.id == by.member_id, Member.joined_at < now() - ASKED_AFTER
    )
    return db.session.scalar(query) is not None and not has_answered(by)
