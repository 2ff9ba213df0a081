"""The round of the demo, which goes on while somebody looks around."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from forum.accounts.identity import load_person
from forum.accounts.models import Member
from forum.discussion.queries.categories import directory
from forum.discussion.writing import write
from forum.facilitation.rounds.operations import begin_round, write_in_round
from forum.facilitation.rounds.values import RoundPlan, Way
from forum.kernel.db import db

TITLE = "A meeting in which somebody fell silent"
PROMPT = """Think of one meeting of this year in which somebody from the community you work with fell silent.

- What had been said just before?
- Who noticed, and who went on?

A few sentences are enough. You read the others once your own entry is in."""
ENTRIES = (
    (
        "amadou_t",
        (
            "We had the room for an hour and I used forty minutes to explain the procedure. When I asked "
            "for questions, the mother who had come furthest looked at her coat. I noticed on the way home."
        ),
    ),
    (
        "fenna_o",
        "The word was “realistic”. I said it, and nobody from the street said anything after that.",
    ),
)


def add_round(members: Mapping[str, Member], slug: str, moment: datetime) -> None:
    """Let a facilitator hold a round that lasts for another week, with two entries in it."""
    by = load_person(members["facilitator"].id)
    category = next(card for card in directory().by_id.values() if card.slug == slug)
    plan = RoundPlan(Way.TOGETHER, moment + timedelta(days=7))
    thread = begin_round(category, TITLE, write(PROMPT), plan, by=by)
    # It began some days ago, so that it does not stand above everything that was said since.
    thread.created_at = thread.last_posted_at = moment - timedelta(days=4)
    for handle, text in ENTRIES:
        write_in_round(thread, write(text), by=load_person(members[handle].id))
    db.session.flush()
