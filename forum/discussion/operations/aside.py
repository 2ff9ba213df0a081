"""Taking a thread aside in one act: into a circle, or to people by their names."""

from dataclasses import dataclass

from forum.accounts.models import Member
from forum.accounts.rules import MAY_COME_IN
from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.discussion.operations.cases import ask_again
from forum.discussion.operations.labels import (
    LabelChoice,
    Named,
    change_label,
    is_alone,
    named_by_category,
    open_to_category,
    reserve,
)
from forum.discussion.operations.placing import put_into
from forum.discussion.queries.audiences import members_of_groups
from forum.discussion.queries.categories import directory
from forum.discussion.queries.readers import is_for_cases, readers_of_category, readers_to_be
from forum.discussion.queries.walls import has_walls, walled_members
from forum.discussion.rules import may_take_aside, may_take_out_of_circle
from forum.discussion.values import CategoryCard
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.verdicts import require
from forum.kernel.wording import need_reason

MORE_READERS = (
    "Somebody reads there who could not read this thread, and others have written in it: "
    "only they could let more people read."
)
AUTHOR_STAYS = (
    "Who began the thread is not in this circle, and nobody is put out of what they began: "
    "name people instead."
)
CASES_STAY = "A thread about a case goes only where readers are asked about conflicts first."


@dataclass(frozen=True, slots=True)
class Aside:
    """Where a thread is taken: a category of a circle, or nowhere else but to those named."""

    category: CategoryCard | None = None
    named: Named | None = None


def take_aside(thread: Thread, to: Aside, *, by: Person, because: str = "") -> bool:
    """Take the thread to fewer readers in one act; False when it is there already.

    Whoever could read it and is not among those who read there meets it nowhere from the commit on.
    A facilitator who is not the author gives a reason. Raises Invalid where the thread would get a
    reader whom it had not, unless nobody but this person has written in it.
    """
    if to.category is None:
        choice = LabelChoice(
            named=to.named, reuse=thread.reuse, matter=thread.matter, life=thread.life
        )
        return change_label(thread, choice, by=by, because=because)
    return _take_into(thread, to.category, by, because)


def _take_into(thread: Thread, to: CategoryCard, by: Person, because: str) -> bool:
    require(may_take_aside(by, thread, to))
    before = thread.category_id
    if before is None or (before == to.id and not thread.is_reserved):
        return False
    require(may_take_out_of_circle(directory().by_id[before].circle_id, to.circle_id))
    _check(thread, to, by)
    by_author = thread.author_id == by.id
    because = because.strip() if by_author else need_reason(because)
    if before != to.id:
        put_into(thread, to, by=by, because=because)
    if to.is_for_cases or has_walls(thread.id):
        # A case is open by name alone, and a wall holds only there.
        reserve(thread, named_by_category(thread), by=by)
        ask_again(thread)
    elif thread.is_reserved:
        open_to_category(thread)
    return True


def _check(thread: Thread, to: CategoryCard, by: Person) -> None:
    if is_for_cases(thread.category_id) and not to.is_for_cases:
        raise Invalid("to", CASES_STAY)
    author = db.session.get_one(Member, thread.author_id)
    is_in = author.id in members_of_groups([to.circle_id or 0])
    if author.standing in MAY_COME_IN and not is_in:
        raise Invalid("to", AUTHOR_STAYS)
    after = readers_of_category(to.id) - walled_members(thread.id)
    if after - readers_to_be(thread) and not is_alone(thread, by):
        raise Invalid("to", MORE_READERS)
