"""Rounds for tests, made through the operations."""

from datetime import timedelta

from forum.accounts.models import Group, Member
from forum.accounts.values import Person
from forum.discussion.models import Entry, Thread
from forum.discussion.queries.categories import directory
from forum.discussion.queries.threads import get_thread
from forum.discussion.values import CategoryCard
from forum.discussion.writing import write
from forum.facilitation.rounds.operations import begin_round, end_round, write_in_round
from forum.facilitation.rounds.queries import round_page
from forum.facilitation.rounds.values import RoundPlan, Way
from forum.kernel.clock import now
from forum.kernel.db import reading, unit_of_work


def make_round(
    category: CategoryCard,
    by: Person,
    *,
    way: Way = Way.TOGETHER,
    title: str = "What did we not hear?",
    days: int = 7,
    first: tuple[Group, ...] = (),
    turns: tuple[Member, ...] = (),
) -> Thread:
    """Begin a round; the one who does must look after the category."""
    plan = RoundPlan(
        way=way,
        closes_at=now() + timedelta(days=days),
        group_ids=tuple(group.id for group in first),
        first_days=3 if first else 0,
        member_ids=tuple(member.id for member in turns),
    )
    writing = write("Think of one meeting this year, and write.")
    with unit_of_work():
        return begin_round(directory().by_id[category.id], title, writing, plan, by=by)


def write_into(thread: Thread, by: Person, body: str = "My entry.", *, seen: int = 0) -> Entry:
    """Write an entry, or change it."""
    writing = write(body)
    with unit_of_work():
        return write_in_round(get_thread(thread.id, by=by), writing, by=by, seen_revision=seen)


def end(thread: Thread, by: Person) -> None:
    """End a round now."""
    with unit_of_work():
        end_round(get_thread(thread.id, by=by), by=by)


def read_by(thread: Thread, by: Person) -> list[str]:
    """Return the words of the entries that somebody reads, in their order."""
    with reading():
        page = round_page(get_thread(thread.id, by=by), by)
        return [card.html.removeprefix("<p>").removesuffix("</p>") for card in page.entries]
